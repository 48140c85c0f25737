package corpus

import (
	"encoding/json"
	"maps"
	"slices"
)

// A Truth is what a generated folder holds, as truth.json tells it.
type Truth struct {
	Schema string        `json:"schema"` // "tuomin.truth/1"
	Seed   uint64        `json:"seed"`
	Tables []*TableTruth `json:"tables"`
}

// A TableTruth is what was planted in one table.
type TableTruth struct {
	Name    string        `json:"name"`
	Rows    int64         `json:"rows"`
	Columns []ColumnTruth `json:"columns"` // the leaves, in schema order
}

// A ColumnTruth is what a leaf holds. It tells of the data, not of what any
// version of the program can find: a class may have no detector yet.
type ColumnTruth struct {
	Path string `json:"path"`
	// Class and Verdict are what a scan should say; both are empty where the
	// generator claims nothing.
	Class   string `json:"class,omitempty"`
	Verdict string `json:"verdict,omitempty"`
	// Not names the classes that the values imitate and must not be taken for.
	Not []string `json:"not,omitempty"`
	// Planted counts the cells that hold each class.
	Planted map[string]int64 `json:"planted,omitempty"`
	Values  int64            `json:"values"` // leaf values, nulls included
	Nulls   int64            `json:"nulls"`
	Nullish int64            `json:"nullish,omitempty"` // such as \N and 未知
	Dirty   int64            `json:"dirty,omitempty"`   // planted in an unusual spelling
}

// Truth tells what is planted in the table. It makes the table to count, unless
// that has been done already.
func (t *Table) Truth() *TableTruth {
	if t.truth == nil {
		for range t.Batches(8192) {
		}
	}
	return t.truth
}

func (t *Table) tell() *TableTruth {
	truth := &TableTruth{Name: t.name, Rows: t.rows, Columns: []ColumnTruth{}}
	for _, c := range t.columns {
		c.leaves("", func(path string, leaf *column) {
			n := leaf.counts
			truth.Columns = append(truth.Columns, ColumnTruth{
				Path: path, Class: leaf.class, Verdict: leaf.verdict, Not: leaf.not,
				Planted: n.planted, Values: n.values, Nulls: n.nulls, Nullish: n.nullish, Dirty: n.dirty,
			})
		})
	}
	truth.dominate()
	return truth
}

// dominate names of columns that contain several classes the one of most cells.
func (t *TableTruth) dominate() {
	for i := range t.Columns {
		c := &t.Columns[i]
		if c.Verdict != "contains" {
			continue
		}
		for _, class := range slices.Sorted(maps.Keys(c.Planted)) {
			if c.Class == "" || c.Planted[class] > c.Planted[c.Class] {
				c.Class = class
			}
		}
	}
}

// merge adds the counts of the same table's other rows. A column that some rows
// do not have, because their schema is older or newer, is null in them.
func (t *TableTruth) merge(o *TableTruth) {
	for i := range t.Columns {
		if c := &t.Columns[i]; o.Column(c.Path) == nil {
			c.Values += o.Rows
			c.Nulls += o.Rows
		}
	}
	for i := range o.Columns {
		p := &o.Columns[i]
		c := t.Column(p.Path)
		if c == nil {
			added := *p
			added.Values += t.Rows
			added.Nulls += t.Rows
			t.Columns = append(t.Columns, added)
			continue
		}
		for class, n := range p.Planted {
			if c.Planted == nil {
				c.Planted = make(map[string]int64)
			}
			c.Planted[class] += n
		}
		c.Values += p.Values
		c.Nulls += p.Nulls
		c.Nullish += p.Nullish
		c.Dirty += p.Dirty
	}
	t.Rows += o.Rows
	t.dominate()
}

// Column returns what the leaf of that path holds, nil if there is none.
func (t *TableTruth) Column(path string) *ColumnTruth {
	for i := range t.Columns {
		if t.Columns[i].Path == path {
			return &t.Columns[i]
		}
	}
	return nil
}

// JSON is truth.json, indented, ending in a line feed.
func (t *Truth) JSON() []byte {
	b, err := json.MarshalIndent(t, "", "  ")
	if err != nil {
		panic(err) // strings and numbers only
	}
	return append(b, '\n')
}
