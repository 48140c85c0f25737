package scanners

import (
	"errors"
	"fmt"
	"io/fs"
	"iter"
	"runtime"
	"slices"
	"strings"

	"golang.org/x/sync/errgroup"

	"tuomin/scanners/columns"
)

// inspect opens every candidate, and returns those that can be opened, in the
// same order.
func (d *discovery) inspect() ([]inspected, error) {
	all := make([]inspected, len(d.found))
	failures := make([]*Failure, len(d.found))
	g, ctx := errgroup.WithContext(d.ctx)
	g.SetLimit(runtime.GOMAXPROCS(0))
	for i, c := range d.found {
		g.Go(func() error {
			if err := ctx.Err(); err != nil {
				return err
			}
			all[i].named = c.named
			all[i].dir, failures[i] = d.open(c, &all[i].File)
			return nil
		})
	}
	if err := g.Wait(); err != nil {
		return nil, err
	}
	good := all[:0]
	for i := range all {
		if failures[i] != nil {
			d.failed = append(d.failed, *failures[i])
			continue
		}
		good = append(good, all[i])
	}
	return good, d.ctx.Err()
}

// inspected is a file whose table of contents has been read.
type inspected struct {
	File
	dir   string // of its table
	named bool
}

// open fills in f, and returns the directory of the table that it belongs to.
func (d *discovery) open(c candidate, f *File) (dir string, failure *Failure) {
	*f = File{Path: c.path, Rel: c.path, spool: c.spool}
	if c.spool == nil {
		dir, f.Rel, f.Partition = splitPartitions(c.root, c.path)
	} else {
		dir = c.path
	}
	fail := func(code Code, err error) (string, *Failure) {
		return "", &Failure{Path: c.path, Code: code, Err: err}
	}
	info, err := d.stat(c)
	if err != nil {
		return fail(CodeUnreadable, err)
	}
	src, err := Open(d.ctx, *f, d.opt)
	if err != nil {
		code := CodeUnreadable
		if e := (*Error)(nil); errors.As(err, &e) && e.Code != "" {
			code = e.Code
		}
		return fail(code, err)
	}
	defer src.Close()
	f.Format, f.Size, f.ModTime = src.Format(), info.Size(), info.ModTime()
	f.Schema, f.Parts = src.Schema(), src.Parts()
	for part := range f.Parts {
		f.Rows += src.Rows(part)
	}
	if p, ok := repeatedPath(f.Schema); ok {
		return fail(CodeConflict, fmt.Errorf("column %s stands in the file twice; rename one of the two first", p))
	}
	return dir, nil
}

func (d *discovery) stat(c candidate) (fs.FileInfo, error) {
	if c.spool != nil {
		return c.spool.Stat()
	}
	return d.opt.FS.Stat(c.path)
}

// repeatedPath finds a path that two leaves have.
func repeatedPath(s *columns.Schema) (columns.Path, bool) {
	for i := range s.Leaves {
		if s.Find(s.Leaves[i].Path) != i {
			return s.Leaves[i].Path, true
		}
	}
	return "", false
}

// unite makes tables of files, which are in path order.
func (d *discovery) unite(found []inspected) []*Table {
	var dirs []string
	byDir := map[string][]*union{}
	for i := range found {
		f := &found[i]
		if byDir[f.dir] == nil {
			dirs = append(dirs, f.dir)
		}
		j := slices.IndexFunc(byDir[f.dir], func(u *union) bool { return u.shares(f.Schema) })
		if j < 0 {
			j = len(byDir[f.dir])
			byDir[f.dir] = append(byDir[f.dir], newUnion())
		}
		if err := byDir[f.dir][j].add(f); err != nil {
			d.fail(f.Path, CodeConflict, err)
		}
	}
	var tables []*Table
	for _, dir := range dirs {
		for i, u := range byDir[dir] {
			t := &Table{Path: dir, Files: u.files, Schema: u.schema()}
			if i > 0 || len(u.files) == 1 && u.named {
				t.Path = u.files[0].Path
			}
			tables = append(tables, t)
		}
	}
	return tables
}

// A union is a table that grows file by file.
type union struct {
	files      []File
	named      bool // all files were asked for by name
	leaves     []columns.Column
	owner      []int // the file that each leaf came from
	index      map[columns.Path]int
	shapes     map[columns.Path]shape // of what stands above the leaves
	partitions []string
}

func newUnion() *union {
	return &union{named: true, index: map[columns.Path]int{}, shapes: map[columns.Path]shape{}}
}

// shares reports whether a schema has at least half of its leaves, or of the
// table's, in common with the table.
func (u *union) shares(s *columns.Schema) bool {
	if n := len(u.files); n > 0 && sameLeaves(u.files[n-1].Schema, s) {
		return true // the usual case, and a table may have 10,000 columns
	}
	common := 0
	for i := range s.Leaves {
		if _, ok := u.index[s.Leaves[i].Path]; ok {
			common++
		}
	}
	return 2*common >= len(s.Leaves) || 2*common >= len(u.leaves)
}

func sameLeaves(a, b *columns.Schema) bool { return slices.Equal(a.Leaves, b.Leaves) }

// add takes a file into the table, or says which column does not fit.
func (u *union) add(f *inspected) error {
	if n := len(u.files); n > 0 && sameLeaves(u.files[n-1].Schema, f.Schema) {
		f.Schema = u.files[n-1].Schema
	} else if err := u.addLeaves(f); err != nil {
		return err
	}
	for _, p := range f.Partition {
		if !slices.Contains(u.partitions, p.Name) {
			u.partitions = append(u.partitions, p.Name)
		}
	}
	u.files = append(u.files, f.File)
	u.named = u.named && f.named
	return nil
}

func (u *union) addLeaves(f *inspected) error {
	merged := make([]columns.Column, len(f.Schema.Leaves))
	for i := range f.Schema.Leaves {
		leaf := &f.Schema.Leaves[i]
		if err := u.shapeFits(f.Schema, leaf.Path); err != nil {
			return err
		}
		merged[i] = *leaf
		if at, ok := u.index[leaf.Path]; ok {
			var fits bool
			if merged[i], fits = uniteColumns(u.leaves[at], *leaf); !fits {
				return u.conflict(leaf.Path, inFull(leaf.Type), inFull(u.leaves[at].Type), u.owner[at])
			}
		}
	}
	for i := range merged {
		at, ok := u.index[merged[i].Path]
		if !ok {
			at = len(u.leaves)
			u.index[merged[i].Path] = at
			u.leaves = append(u.leaves, columns.Column{})
			u.owner = append(u.owner, len(u.files))
		}
		u.leaves[at] = merged[i]
		for path, kind := range ancestors(merged[i].Path) {
			if _, ok := u.shapes[path]; !ok {
				u.shapes[path] = shape{kind, len(u.files)}
			}
		}
	}
	return nil
}

// inFull is a type with what its name leaves out, and types differ by.
func inFull(t columns.Type) string {
	if t.UTC {
		return t.String() + " in UTC"
	}
	return t.String()
}

func (u *union) conflict(p columns.Path, here, there string, owner int) error {
	return fmt.Errorf("column %s is %s here and %s in %s; convert one of the two first", p, here, there, u.files[owner].Path)
}

// shapeFits checks that a leaf is no struct, list or map in the table, and
// that what stands above it is of the same kind there. A name may hold a dot,
// so that "a" and "a.b" can be two columns of one file.
func (u *union) shapeFits(s *columns.Schema, leaf columns.Path) error {
	if there, ok := u.shapes[leaf]; ok && !u.hasLeaf(leaf) {
		return u.conflict(leaf, "a value", "a "+there.kind, there.owner)
	}
	for path, kind := range ancestors(leaf) {
		there, ok := u.shapes[path]
		switch {
		case ok && there.kind != kind:
			return u.conflict(path, "a "+kind, "a "+there.kind, there.owner)
		case !ok && u.hasLeaf(path) && s.Find(path) < 0:
			return u.conflict(path, "a "+kind, "a value", u.owner[u.index[path]])
		}
	}
	return nil
}

func (u *union) hasLeaf(p columns.Path) bool { _, ok := u.index[p]; return ok }

// schema is the united schema, partition columns last.
func (u *union) schema() *columns.Schema {
	leaves := slices.Clone(u.leaves)
	var last *columns.Schema // files of one schema mostly follow each other, and share it
	for i := range u.files {
		if s := u.files[i].Schema; s != last {
			last = s
			for j := range leaves {
				leaves[j].Optional = leaves[j].Optional || s.Find(leaves[j].Path) < 0
			}
		}
	}
	for _, name := range u.partitions {
		leaves = append(leaves, columns.Column{
			Path: columns.Path(name), Type: columns.Type{Kind: columns.Text}, MaxDef: 1, Optional: true, Partition: true,
		})
	}
	return columns.NewSchema(leaves)
}

// A shape is what stands above a leaf.
type shape struct {
	kind  string // struct, list or map
	owner int    // the file it was first met in
}

// ancestors gives the path and kind of all that stands above a leaf.
func ancestors(leaf columns.Path) iter.Seq2[columns.Path, string] {
	return func(yield func(columns.Path, string) bool) {
		for i := 1; i < len(leaf); i++ {
			kind := ""
			switch {
			case strings.HasPrefix(string(leaf[i:]), "[]"):
				kind = "list"
			case strings.HasPrefix(string(leaf[i:]), "{}"):
				kind = "map"
			case leaf[i] == '.' && leaf[i-1] != '}': // what a map holds is no struct
				kind = "struct"
			}
			if kind != "" && !yield(leaf[:i], kind) {
				return
			}
		}
	}
}
