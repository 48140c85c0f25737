// Package columns holds the values that travel from scanners to detectors and
// transforms: one leaf of a nested table, a stretch at a time.
//
// # Layout
//
// A stretch is what Parquet calls a page and Arrow a batch. It is kept as
// Parquet keeps it, because that shape says everything about nesting in two
// small arrays and leaves the values dense:
//
//	rows      {phones: [a, b]}   {phones: []}   {phones: null}   {phones: [c, null]}
//	slots     a    b             -              -                c    null
//	Rep       0    1             0              0                0    1
//	Def       3    3             1              0                3    2
//	Values    a    b                                             c
//
// Values holds one entry for each slot whose Def is the column's MaxDef, or,
// where Index is set, each dictionary entry once.
//
// # Why
//
// Record batches cannot say what a rewrite by column must keep: the page cuts,
// the dictionary, INT96. What was given up is Arrow's compute library, which
// nothing here needs.
package columns

import "strings"

// A Path names a leaf of a nested schema as a job file writes it:
// "receiver.phones[]". Map keys and values are "tags{}.key" and "tags{}.value".
type Path string

// Name is the last part of the path that is a name: "phones" for
// "receiver.phones[]".
func (p Path) Name() string {
	s := strings.TrimRight(string(p), "[]{}")
	if i := strings.LastIndexByte(s, '.'); i >= 0 {
		s = s[i+1:]
	}
	return strings.TrimRight(s, "[]{}")
}

// A Column is one leaf of a table's schema.
type Column struct {
	Path   Path
	Type   Type
	MaxDef int16 // definition level of a slot that holds a value
	MaxRep int16 // 0 where a row has exactly one slot
	// RepDef is the definition level from which on the innermost list that the
	// leaf stands in has an element: 0 outside lists. A slot below it is no
	// leaf value at all, a slot from RepDef to MaxDef-1 is a null.
	RepDef    int16
	Optional  bool // the leaf itself, rather than an ancestor, may be null
	MapKey    bool // must stay required, whatever a transform wants
	Bare      bool // is itself what repeats, so that no level says that an element is null
	Partition bool // stands in the path of the file, not in the file
	// Group is the top-level ancestor that can only be treated as one unit
	// (a VARIANT); empty for all others.
	Group Path
	// GroupDef is the definition level from which on the Group is there: 0
	// where it cannot be null, and outside groups.
	GroupDef int16
}

// Repeated reports whether a row may hold several values.
func (c *Column) Repeated() bool { return c.MaxRep > 0 }

// A Schema is the leaves of a table or file, in the order of its schema, with
// partition columns last.
type Schema struct {
	Leaves []Column
	index  map[Path]int
}

// NewSchema returns the schema of the leaves, which it keeps.
func NewSchema(leaves []Column) *Schema {
	s := &Schema{Leaves: leaves, index: make(map[Path]int, len(leaves))}
	for i := range leaves {
		if _, dup := s.index[leaves[i].Path]; !dup {
			s.index[leaves[i].Path] = i
		}
	}
	return s
}

// Find returns the position of the leaf with that path, or -1.
func (s *Schema) Find(p Path) int {
	if i, ok := s.index[p]; ok {
		return i
	}
	return -1
}

// A Leaf is a stretch of one leaf column.
type Leaf struct {
	Column *Column
	First  int64   // row, within the part, that the first slot belongs to
	Rows   int     // rows that begin here (a page may begin within a row)
	Slots  int     // entries of Def and Rep, and more than Values.Len() where there are nulls
	Def    []int16 // nil where MaxDef is 0, or where every slot holds a value
	Rep    []int16 // nil where MaxRep is 0
	// Values holds one for each slot with a value; or, where Index is not nil,
	// the entries of a dictionary. All stretches of one dictionary share the
	// pointer, so that work per entry can be done once.
	Values *Values
	Index  []int32 // one for each slot with a value: which entry it holds
	// Spare says that bytes other than 0 are stored behind the values or the
	// levels, of which they are none.
	Spare bool
}

// Present reports how many slots hold a value.
func (l *Leaf) Present() int {
	if l.Index != nil {
		return len(l.Index)
	}
	return l.Values.Len()
}

// Nulls reports how many slots are null leaf values: absent and empty lists
// are not.
func (l *Leaf) Nulls() int {
	if l.Def == nil {
		return 0
	}
	n := 0
	for _, d := range l.Def {
		if d >= l.Column.RepDef && d < l.Column.MaxDef {
			n++
		}
	}
	return n
}

// Lists reports how many rows that begin here have a list that holds
// something. It is for leaves in lists.
func (l *Leaf) Lists() int {
	n := 0
	for i, rep := range l.Rep {
		if rep == 0 && (l.Def == nil || l.Def[i] >= l.Column.RepDef) {
			n++
		}
	}
	return n
}
