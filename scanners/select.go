package scanners

import (
	"context"
	"errors"
	"io/fs"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"tuomin/scanners/files"
)

// A Wanted is the values that one k=v level may have, decoded; hiveNull stands
// for null.
type Wanted struct {
	Name   string
	Values []string
}

// A LeafDir is a leaf partition: the directory, and its k=v levels below the
// table's directory, "." where there are none.
type LeafDir struct{ Path, Rel string }

// A Selection is what a table's directory has of the partitions that are
// wanted.
type Selection struct {
	Leaves []LeafDir // in path order
	// Missing are the wanted partitions that are not there, as k=v/k=v with
	// the levels in the order of what is wanted.
	Missing []string
	Levels  []string            // names of all levels that were met
	There   map[string][]string // values that were met, by level, sorted
	// Bottom says that a leaf was reached, wanted or not, so that Levels are
	// those of the table; else all that was met was unwanted before.
	Bottom bool
}

// Select walks the k=v levels of a table's directory and lists its leaf
// partitions that are wanted: all, where nothing particular is. It reads the
// names of directories alone, and looks into none that is not wanted. A
// directory is a leaf where it has no k=v directories.
//
// Every combination of the wanted values must be there, or it is Missing. The
// error is ctx's, or of reading a directory.
func Select(ctx context.Context, fsys files.FS, dir string, wanted []Wanted) (*Selection, error) {
	w := &selecting{ctx: ctx, fs: fsys, wanted: wanted, out: &Selection{There: map[string][]string{}}, met: map[string]bool{}}
	var own []PartitionValue
	rel := OwnLevels(dir)
	wants := true
	if rel != "." {
		for _, level := range strings.Split(rel, "/") {
			v, _ := parsePartition(level)
			own, wants = append(own, v), w.wants(v) && wants
		}
	}
	if wants {
		if err := w.walk(dir, rel, own); err != nil {
			return nil, err
		}
	}
	for _, c := range combinations(wanted) {
		if !w.met[c] {
			w.out.Missing = append(w.out.Missing, c)
		}
	}
	for _, values := range w.out.There {
		slices.Sort(values)
	}
	slices.SortFunc(w.out.Leaves, func(a, b LeafDir) int { return comparePaths(a.Path, b.Path) })
	return w.out, nil
}

// OwnLevels are the k=v levels that a directory's own path ends in, with
// slashes, "." where it ends in none. They are levels of its table, as Discover
// has it.
func OwnLevels(dir string) string {
	rel := "."
	for base := filepath.Clean(dir); ; base = filepath.Dir(base) {
		if _, ok := parsePartition(filepath.Base(base)); !ok {
			return rel
		}
		rel = path.Join(filepath.Base(base), rel)
	}
}

// selecting is the state of one Select.
type selecting struct {
	ctx    context.Context
	fs     files.FS
	wanted []Wanted
	out    *Selection
	met    map[string]bool // combinations
}

// wants notes that a level was met, and reports whether it is wanted.
func (w *selecting) wants(v PartitionValue) bool {
	if !slices.Contains(w.out.Levels, v.Name) {
		w.out.Levels = append(w.out.Levels, v.Name)
	}
	if there := w.out.There[v.Name]; !slices.Contains(there, v.text()) {
		w.out.There[v.Name] = append(there, v.text())
	}
	i := slices.IndexFunc(w.wanted, func(c Wanted) bool { return c.Name == v.Name })
	return i < 0 || slices.Contains(w.wanted[i].Values, v.text())
}

func (w *selecting) walk(dir, rel string, levels []PartitionValue) error {
	if err := w.ctx.Err(); err != nil {
		return err
	}
	entries, err := w.fs.ReadDir(dir)
	if err != nil {
		return err
	}
	var plain []string
	partitions, data := false, false
	for _, e := range entries {
		name := e.Name()
		if name[0] == '_' || name[0] == '.' {
			continue
		}
		v, ok := parsePartition(name)
		switch {
		case ok && e.Type()&fs.ModeSymlink != 0 && w.wants(v):
			return &Error{Op: "open", Place: At(filepath.Join(dir, name)), Code: CodeUnsupported, Err: errLinkedPartition}
		case ok && e.IsDir():
			partitions = true
			if w.wants(v) {
				if err := w.walk(filepath.Join(dir, name), path.Join(rel, name), append(slices.Clone(levels), v)); err != nil {
					return err
				}
			}
		case e.IsDir():
			plain = append(plain, name)
		default:
			data = true
		}
	}
	if partitions {
		if _, ok := w.combination(levels); ok && (data || len(plain) > 0) {
			return &Error{Op: "open", Place: At(dir), Code: CodeConflict, Err: errBeside}
		}
		return nil
	}
	if !data && len(plain) > 0 {
		for _, name := range plain {
			if err := w.walk(filepath.Join(dir, name), rel, levels); err != nil {
				return err
			}
		}
		return nil
	}
	w.out.Bottom = w.out.Bottom || data || len(levels) > 0
	w.leaf(dir, rel, levels)
	return nil
}

var (
	errLinkedPartition = errors.New("a partition that is a symbolic link is not followed; give the directory that it leads to as an input of its own")
	errBeside          = errors.New("it holds other things beside partition directories; move them into a partition")
)

// leaf takes a leaf partition if it has all levels that are wanted.
func (w *selecting) leaf(dir, rel string, levels []PartitionValue) {
	c, ok := w.combination(levels)
	if !ok {
		return
	}
	w.met[c] = true
	w.out.Leaves = append(w.out.Leaves, LeafDir{dir, filepath.FromSlash(rel)})
}

// combination is which of the wanted partitions the levels are, false as long
// as any of the wanted levels is not among them.
func (w *selecting) combination(levels []PartitionValue) (string, bool) {
	var parts []string
	for _, c := range w.wanted {
		i := slices.IndexFunc(levels, func(v PartitionValue) bool { return v.Name == c.Name })
		if i < 0 {
			return "", false
		}
		parts = append(parts, c.Name+"="+levels[i].text())
	}
	return strings.Join(parts, "/"), true
}

// text is the value as it is asked for.
func (v PartitionValue) text() string {
	if v.Null {
		return hiveNull
	}
	return v.Value
}

// combinations are all that can be made of the wanted values, one of each
// level; none where nothing is wanted.
func combinations(wanted []Wanted) []string {
	if len(wanted) == 0 {
		return nil
	}
	var all []string
	for i, c := range wanted {
		var next []string
		for _, v := range c.Values {
			if i == 0 {
				next = append(next, c.Name+"="+v)
			}
			for _, before := range all {
				next = append(next, before+"/"+c.Name+"="+v)
			}
		}
		all = next
	}
	slices.Sort(all)
	return slices.Compact(all)
}
