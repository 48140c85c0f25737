package pipelines

import (
	"fmt"
	"slices"
	"testing"

	"tuomin/scanners"
	"tuomin/scanners/columns"
)

// phones is {[a b]} {[]} {null} {[c null]} {[d]} as a leaf: see package columns.
func phones() *columns.Leaf {
	var b columns.Builder
	b.Reset()
	for _, v := range []string{"a", "b", "c", "d"} {
		b.Append([]byte(v))
	}
	v := b.Values()
	return &columns.Leaf{
		Column: &columns.Column{Path: "phones[]", Type: columns.Type{Kind: columns.Text}, MaxDef: 3, MaxRep: 1, RepDef: 2, Optional: true},
		Rows:   5, Slots: 7,
		Rep:    []int16{0, 1, 0, 0, 0, 1, 0},
		Def:    []int16{3, 3, 1, 0, 3, 2, 3},
		Values: &v,
	}
}

// draw writes a leaf of phones for people: one line per row.
func draw(l *columns.Leaf) []string {
	var rows []string
	value := 0
	for slot := range l.Slots {
		if l.Rep[slot] == 0 {
			rows = append(rows, "")
		}
		row := &rows[len(rows)-1]
		switch l.Def[slot] {
		case 3:
			*row += string(over(l).at(value))
			value++
		default:
			*row += fmt.Sprint(l.Def[slot])
		}
	}
	return rows
}

func TestPickRows(t *testing.T) {
	all := []string{"ab", "1", "0", "c2", "d"}
	for _, keep := range [][]int32{{}, {0}, {4, 3, 2, 1, 0}, {3, 0}, {1, 2}} {
		got, err := pick(phones(), Rows{N: 5, Keep: keep})
		if err != nil {
			t.Fatal(err)
		}
		var want []string
		for _, row := range keep {
			want = append(want, all[row])
		}
		if !slices.Equal(draw(got), want) || got.Rows != len(keep) {
			t.Errorf("pick %v: got %q in %d rows, want %q", keep, draw(got), got.Rows, want)
		}
	}
	if same, err := pick(phones(), Rows{N: 5}); err != nil || len(draw(same)) != 5 {
		t.Errorf("all rows: %v, %v", same, err)
	}
}

// TestCutPages: whatever the cuts, the pages together are the whole, and no
// page begins within a row.
func TestCutPages(t *testing.T) {
	const rows = 3*pageRows + 7
	var b columns.Builder
	b.Reset()
	l := &columns.Leaf{Column: phones().Column, Rows: rows}
	for i := range rows {
		for e := range 1 + i%3 {
			l.Rep = append(l.Rep, int16(min(e, 1)))
			l.Def = append(l.Def, 3)
			b.Append(fmt.Appendf(nil, "%d.%d", i, e))
		}
	}
	l.Slots = len(l.Rep)
	v := b.Values()
	l.Values = &v
	n, slots, value := 0, 0, 0
	for page := range cutPages(l) {
		if page.Rows > pageRows {
			t.Errorf("a page of %d rows", page.Rows)
		}
		if page.Rep[0] != 0 {
			t.Error("a page begins within a row")
		}
		for j := range page.Present() {
			if string(over(page).at(j)) != string(v.At(value)) {
				t.Fatalf("value %d is not what it was", value)
			}
			value++
		}
		n += page.Rows
		slots += page.Slots
	}
	if n != rows || slots != l.Slots || value != v.Len() {
		t.Errorf("%d rows, %d slots, %d values; want %d, %d, %d", n, slots, value, rows, l.Slots, v.Len())
	}
}

func TestInterner(t *testing.T) {
	var b columns.Builder
	b.Reset()
	for _, s := range []string{"x", "", "y", "x", "", "z"} {
		b.Append([]byte(s))
	}
	v := b.Values()
	var n interner
	for range 2 { // its memory is used again
		// The seventh entry is missing: no page has made it, and none may use it.
		got := n.number(&v, []bool{true, true, false, true, true, true, false})
		if want := []int32{0, 1, -1, 0, 1, 2, -1}; got != 3 || !slices.Equal(n.numbers, want) {
			t.Errorf("%d distinct, numbers %v; want 3, %v", got, n.numbers, want)
		}
		values := n.values()
		for i, want := range []string{"x", "", "z"} {
			if string(values.At(i)) != want {
				t.Errorf("number %d is %q, want %q", i, values.At(i), want)
			}
		}
	}
}

// What is wrong with a part that is gathered has its place, which the caller knows, and is
// the input's fault.
func TestGatheredTooMuch(t *testing.T) {
	err := failed(scanners.Place{File: "a.parquet", Part: 3, Column: "c", Row: -1}, errTooMuch)
	if want := "read a.parquet: row group 3, column c: more than 2 GiB of values in one part"; err.Error() != want || ReasonOf(err) != InputUnreadable {
		t.Errorf("%s: %v", ReasonOf(err), err)
	}
}
