package readers

import (
	"fmt"
	"regexp"
	"strings"
)

// A Dump is what one reader read of one file.
type Dump struct {
	File       string      `json:"file"`
	Rows       int64       `json:"rows"`
	Leaves     []Leaf      `json:"leaves"`
	Predicates []Predicate `json:"predicates"`
	Error      string      `json:"error"` // why nothing, or not all, could be read
}

// A Leaf is what was read of one leaf column. Readers that see Arrow arrays
// tell the lengths of a list path[] or map path{} as a leaf path.
type Leaf struct {
	Path   string    `json:"path"` // as job files write it
	Type   string    `json:"type"` // in the reader's own words
	Slots  int64     `json:"slots"`
	Nulls  int64     `json:"nulls"`
	SHA256 string    `json:"sha256"` // of values and nesting
	Cells  []*string `json:"cells"`
	Error  string    `json:"error"`
}

// A Predicate is how many rows answer to a condition.
type Predicate struct {
	Path  string `json:"path"`
	Op    string `json:"op"`    // "is null", "< #2": with the third of some values of the leaf
	Count int64  `json:"count"` // as the reader says, that may skip by statistics
	Scan  int64  `json:"scan"`  // counted in all values
}

// A Change is what a plan does to a leaf.
type Change uint8

const (
	Replaced Change = iota + 1 // with other values, and perhaps another type or nulls
	Dropped
)

// Changes is what a plan does, by path; leaves that are not in it are untouched.
type Changes map[string]Change

// Leaf returns the leaf of that path, nil if there is none.
func (d *Dump) Leaf(path string) *Leaf {
	for i := range d.Leaves {
		if d.Leaves[i].Path == path {
			return &d.Leaves[i]
		}
	}
	return nil
}

// Compare holds the output of a rewrite to its input, as one reader read both:
// whatever it read of the input it must read of the output, equal but for the
// changes. It returns the differences, in words without values. Where the
// reader could read nothing of the input there are none.
func Compare(before, after *Dump, changes Changes) (differences []string) {
	differ := func(format string, args ...any) { differences = append(differences, fmt.Sprintf(format, args...)) }
	if before.Error != "" {
		return nil
	}
	if after.Error != "" {
		differ("the output cannot be read: %s", after.Error)
		return differences
	}
	if before.Rows != after.Rows {
		differ("%d rows became %d", before.Rows, after.Rows)
	}
	for i := range before.Leaves {
		b := &before.Leaves[i]
		if d := compareLeaf(b, after.Leaf(b.Path), changes); d != "" {
			differ("%s: %s", b.Path, d)
		}
	}
	for i := range after.Leaves {
		if p := after.Leaves[i].Path; before.Leaf(p) == nil {
			differ("%s: is new", p)
		}
	}
	return append(differences, comparePredicates(before, after, changes)...)
}

// compareLeaf says how a leaf differs from what was planned, "" if it does not.
func compareLeaf(b, a *Leaf, changes Changes) string {
	change := changes[b.Path]
	switch {
	case change == Dropped && a != nil:
		return "should be gone"
	case a == nil && (change == Dropped || changes.droppedBelow(b.Path)):
		return ""
	case a == nil:
		return "is gone"
	case b.Error != "":
		return ""
	case a.Error != "":
		return "cannot be read any more: " + a.Error
	case b.Slots != a.Slots:
		return fmt.Sprintf("%d slots became %d", b.Slots, a.Slots)
	case change == Replaced:
		return ""
	case b.Type != a.Type:
		return fmt.Sprintf("%s became %s", b.Type, a.Type)
	case b.Nulls != a.Nulls:
		return fmt.Sprintf("%d nulls became %d", b.Nulls, a.Nulls)
	case b.SHA256 != a.SHA256:
		return "the values differ"
	}
	return ""
}

// droppedBelow reports whether a leaf of the list or map at path was dropped:
// its lengths may then go with it.
func (c Changes) droppedBelow(path string) bool {
	for p, change := range c {
		if change == Dropped && (strings.HasPrefix(p, path+"[]") || strings.HasPrefix(p, path+"{}")) {
			return true
		}
	}
	return false
}

// comparePredicates asks two things: that an untouched leaf answers as before,
// and that every answer is what counting the values gives. The second is how a
// statistic that no longer fits shows.
func comparePredicates(before, after *Dump, changes Changes) (differences []string) {
	type question struct{ path, op string }
	was := make(map[question]*Predicate, len(before.Predicates))
	for i := range before.Predicates {
		p := &before.Predicates[i]
		was[question{p.Path, p.Op}] = p
	}
	for i := range after.Predicates {
		p := &after.Predicates[i]
		b := was[question{p.Path, p.Op}]
		switch {
		case b != nil && b.Count != b.Scan: // the input lies already
		case p.Count != p.Scan:
			differences = append(differences, fmt.Sprintf("%s %s: %d rows answer, %d should", p.Path, p.Op, p.Count, p.Scan))
		case b != nil && changes[p.Path] == 0 && b.Count != p.Count:
			differences = append(differences, fmt.Sprintf("%s %s: %d rows became %d", p.Path, p.Op, b.Count, p.Count))
		}
	}
	return differences
}

// name gives leaves the paths of job files. Programs that read levels name them
// as the Parquet schema does, where a list is a group with a repeated group in
// it, called differently by each writer.
func (d *Dump) name() {
	for i := range d.Leaves {
		d.Leaves[i].Path = leafPath(d.Leaves[i].Path)
	}
}

func leafPath(raw string) string {
	for { // once more for each level, as a match takes the separator of the next
		path := lists.ReplaceAllString(maps.ReplaceAllString(raw, "{}.$1$2"), "[]$1")
		if path == raw {
			return path
		}
		raw = path
	}
}

var (
	lists = regexp.MustCompile(`\.(?:list\.(?:element|item)|bag\.(?:array_element|array))([.\[{]|$)`)
	maps  = regexp.MustCompile(`\.(?:key_value|map)\.(key|value)([.\[{]|$)`)
)
