package pipelines

import (
	"context"
	"errors"
	"iter"
	"math"

	"tuomin/scanners"
	"tuomin/scanners/columns"
)

// Rows says which rows of a part are written, and in what order: all of them,
// those that no filter drops, or a permutation of those. Rewriting and
// verification are given the same Rows.
type Rows struct {
	N    int64   // rows of the part
	Keep []int32 // rows to write, in the order to write them; nil means all, in order
}

// All reports whether every row stays where it is.
func (r Rows) All() bool { return r.Keep == nil }

// Out is the number of rows that are written.
func (r Rows) Out() int64 {
	if r.All() {
		return r.N
	}
	return int64(len(r.Keep))
}

// gather reads one leaf of one part as a single stretch. It is what columns
// need whose rows move, or whose kernel looks at siblings; everything else
// goes page by page. What is returned owns its memory.
func gather(ctx context.Context, src scanners.Source, part, leaf int) (*columns.Leaf, error) {
	g := gathered{leaf: &columns.Leaf{Column: &src.Schema().Leaves[leaf]}}
	g.text.Reset()
	for l, err := range src.Leaf(ctx, part, leaf) {
		if err != nil {
			return nil, err
		}
		if err := g.add(l); err != nil {
			return nil, err
		}
	}
	return g.finish(), nil
}

// gathered is a stretch under construction.
type gathered struct {
	leaf  *columns.Leaf
	fixed []byte
	text  columns.Builder
}

func (g *gathered) add(l *columns.Leaf) error {
	out := g.leaf
	out.Rows += l.Rows
	if col := out.Column; col.MaxDef > 0 {
		out.Def = appendLevels(out.Def, l.Def, l.Slots, col.MaxDef)
	}
	if out.Column.MaxRep > 0 {
		out.Rep = appendLevels(out.Rep, l.Rep, l.Slots, 0)
	}
	out.Slots += l.Slots
	c := over(l)
	for j := range l.Present() {
		if err := g.value(c.at(j)); err != nil {
			return err
		}
	}
	return nil
}

// errTooMuch says that a part is too large to be held as one stretch.
var errTooMuch = errors.New("more than 2 GiB of values in one part")

func (g *gathered) value(v []byte) error {
	if g.leaf.Column.Type.Width > 0 {
		g.fixed = append(g.fixed, v...)
		return nil
	}
	if g.text.Size()+len(v) > math.MaxInt32 {
		return errTooMuch
	}
	g.text.Append(v)
	return nil
}

func (g *gathered) finish() *columns.Leaf {
	var v columns.Values
	if w := g.leaf.Column.Type.Width; w > 0 {
		v = columns.NewFixed(g.fixed, w)
	} else {
		v = g.text.Values()
	}
	g.leaf.Values = &v
	return g.leaf
}

// appendLevels appends n levels, which where src is nil are all fill.
func appendLevels(dst, src []int16, n int, fill int16) []int16 {
	if src != nil {
		return append(dst, src...)
	}
	for range n {
		dst = append(dst, fill)
	}
	return dst
}

// pick returns the rows of a whole part that are to be written.
func pick(l *columns.Leaf, rows Rows) (*columns.Leaf, error) {
	if rows.All() {
		return l, nil
	}
	starts := rowStarts(l)
	g := gathered{leaf: &columns.Leaf{Column: l.Column}}
	g.text.Reset()
	c := over(l)
	for _, row := range rows.Keep {
		from, to := starts[row], starts[row+1]
		for slot := from.slot; slot < to.slot; slot++ {
			if l.Def != nil {
				g.leaf.Def = append(g.leaf.Def, l.Def[slot])
			}
			if l.Rep != nil {
				g.leaf.Rep = append(g.leaf.Rep, l.Rep[slot])
			}
		}
		g.leaf.Slots += to.slot - from.slot
		for j := from.value; j < to.value; j++ {
			if err := g.value(c.at(j)); err != nil {
				return nil, err
			}
		}
	}
	g.leaf.Rows = len(rows.Keep)
	return g.finish(), nil
}

// A rowStart is where a row begins in a stretch.
type rowStart struct{ slot, value int }

// rowStarts is one for each row, and one for the end.
func rowStarts(l *columns.Leaf) []rowStart {
	starts := make([]rowStart, 0, l.Rows+1)
	value := 0
	for slot := range l.Slots {
		if l.Rep == nil || l.Rep[slot] == 0 {
			starts = append(starts, rowStart{slot, value})
		}
		if l.Def == nil || l.Def[slot] == l.Column.MaxDef {
			value++
		}
	}
	return append(starts, rowStart{l.Slots, value})
}

// hugePage is the size of values from which on a page is cut before it is
// transformed. DuckDB makes one page of what a row group has of a column, up to
// 100 MB; the results of such a page, and what they are encoded and compressed
// in, would be held as a whole by each worker. Not smaller: other writers' pages
// are of 1 MiB, or a few where somebody has asked for it, and keep their cuts
// and level bytes. Not larger: three workers hold four such buffers each.
const hugePage = 8 << 20

// huge reports whether a stretch is one page too large to be transformed at
// once. One of a repeated column may start within a row, and one with a
// dictionary costs no more than its entries: they stay whole.
func huge(l *columns.Leaf) bool {
	if l.Rep != nil || l.Index != nil {
		return false
	}
	return l.Values.Bytes() > hugePage || l.Slots > hugePage/8
}

// cutFlat cuts a stretch without lists and dictionary into pages, as cutPages
// does, and holds nothing for each row.
func cutFlat(l *columns.Leaf) iter.Seq[*columns.Leaf] {
	return func(yield func(*columns.Leaf) bool) {
		for from := (rowStart{}); from.slot < l.Slots; {
			to, size := from, 0
			for ; to.slot < l.Slots && to.slot-from.slot < pageRows && size < pageBytes; to.slot++ {
				if l.Def == nil || l.Def[to.slot] == l.Column.MaxDef {
					size += len(l.Values.At(to.value))
					to.value++
				}
			}
			if !yield(cut(l, from, to, to.slot-from.slot)) {
				return
			}
			from = to
		}
	}
}

// cutPages cuts a stretch that is held whole into pages.
func cutPages(l *columns.Leaf) iter.Seq[*columns.Leaf] {
	return func(yield func(*columns.Leaf) bool) {
		starts := rowStarts(l)
		for from := 0; from < l.Rows || from == 0; {
			to, size := from, 0
			for to < l.Rows && to-from < pageRows && (size < pageBytes || to == from) {
				for j := starts[to].value; j < starts[to+1].value; j++ {
					size += len(over(l).at(j))
				}
				to++
			}
			if !yield(cut(l, starts[from], starts[to], to-from)) || to == l.Rows {
				return
			}
			from = to
		}
	}
}

// cut is the rows from one start to another, borrowed.
func cut(l *columns.Leaf, from, to rowStart, rows int) *columns.Leaf {
	page := &columns.Leaf{Column: l.Column, Rows: rows, Slots: to.slot - from.slot, Values: l.Values}
	if l.Def != nil {
		page.Def = l.Def[from.slot:to.slot]
	}
	if l.Rep != nil {
		page.Rep = l.Rep[from.slot:to.slot]
	}
	if l.Index != nil {
		page.Index = l.Index[from.value:to.value]
		return page
	}
	v := l.Values.Slice(from.value, to.value)
	page.Values = &v
	return page
}
