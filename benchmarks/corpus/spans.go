package corpus

import (
	"bufio"
	"encoding/json"
	"iter"
	"slices"
)

// A Span is a place in a text where something is planted: bytes Start to End of
// one cell.
type Span struct {
	Table string `json:"table,omitempty"` // where spans of several tables stand together
	File  string `json:"file,omitempty"`  // relative to the lake
	Row   int64  `json:"row"`             // of the file, or of the Table that was asked
	Path  string `json:"path"`
	Slot  int    `json:"slot,omitempty"` // in a list: which element
	Start int    `json:"start"`
	End   int    `json:"end"`
	Class string `json:"class"`
	// Cue says of a name that a word or title beside it tells that it is one.
	Cue bool `json:"cue,omitempty"`
	// Form says how a value is wrapped that does not stand there in clear.
	Form string `json:"form,omitempty"`
}

// Spans makes the table and tells what is planted in its texts, row by row:
// only columns whose verdict is contains, and those that are something and
// contain something else, such as addresses of pages.
func (t *Table) Spans() iter.Seq[Span] {
	return func(yield func(Span) bool) {
		var found []Span
		t.report = func(s Span) { found = append(found, s) }
		defer func() { t.report = nil }()
		for range t.Batches(1024) {
			for _, s := range found {
				if !yield(s) {
					return
				}
			}
			found = found[:0]
		}
	}
}

// mark says that the cell being filled has something planted in it.
func (d *draw) mark(s Span) {
	if !slices.ContainsFunc(d.spans, func(o Span) bool { return o.Class == s.Class }) {
		d.marked.plant(s.Class)
	}
	d.spans = append(d.spans, s)
}

// A spanFile writes spans as JSON, one a line.
type spanFile struct {
	w   *bufio.Writer
	err error // the first
}

// of returns what writes the spans of one file of a lake.
func (f *spanFile) of(table, file string) func(Span) {
	return func(s Span) {
		s.Table, s.File = table, file
		line, err := json.Marshal(&s)
		if err == nil {
			_, err = f.w.Write(append(line, '\n'))
		}
		if f.err == nil {
			f.err = err
		}
	}
}
