package transforms

import (
	"context"
	"errors"
	"slices"

	"tuomin/scanners/columns"
)

// ErrSiblings says that the sibling leaves do not cover the rows of the leaf.
var ErrSiblings = errors.New("the sibling column does not cover the same rows")

// A RowAppender rewrites one value of the row that rowKey names; rowKey is nil
// where the row has none. Otherwise it is like an Appender.
type RowAppender func(dst, v, rowKey []byte) ([]byte, Outcome, error)

// PerRow completes b for a transform that treats equal values differently. What
// differs is keyed by the row's key, the column key of the same table, never
// by the row's position: positions change with every compaction. The key
// column must not be repeated; for the elements of a list it is their row's.
// Dictionaries are decoded, as each slot may get a result of its own.
func PerRow(b Bound, key columns.Path, newAppender func() (RowAppender, error)) Bound {
	b.Effect, b.PerValue, b.Siblings = Replace, false, []columns.Path{key}
	b.NewKernel = func() Kernel {
		k := &perRow{inner: perValue{outs: outs{bound: &b}}}
		k.append, k.inner.err = newAppender()
		k.inner.append = func(dst, v []byte) ([]byte, Outcome, error) { return k.append(dst, v, k.rowKey) }
		return k
	}
	return b
}

type perRow struct {
	inner  perValue
	append RowAppender
	rowKey []byte // of the value at hand, as text
	text   []byte
}

// Counts are the values that were treated apart so far.
func (k *perRow) Counts() Counts { return k.inner.counts }

// Apply makes new values of a page.
func (k *perRow) Apply(ctx context.Context, in *columns.Leaf, siblings []*columns.Leaf) (*columns.Leaf, error) {
	if k.inner.err != nil {
		return nil, k.inner.err
	}
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	if len(siblings) != 1 || siblings[0].Rep != nil || siblings[0].First != in.First {
		return nil, &ValueError{Column: in.Column.Path, Row: -1, Err: ErrSiblings}
	}
	out := k.inner.column(in.Column)
	fill(&k.inner.leaf, in, out)
	nulls, err := k.rows(in, siblings[0], out)
	if err != nil {
		return nil, err
	}
	if k.inner.leaf.Def, err = k.inner.rewrite(in, out, nulls); err != nil {
		return nil, &ValueError{Column: in.Column.Path, Row: -1, Err: err}
	}
	return &k.inner.leaf, nil
}

// rows walks the slots of in and, one step for each row, those of key.
func (k *perRow) rows(in, key *columns.Leaf, out *columns.Column) ([]bool, error) {
	p := &k.inner
	n := in.Present()
	p.results.reset(out.Type)
	p.nulls = slices.Grow(p.nulls[:0], n)[:n]
	anyNull := false
	cursor := rowCursor{leaf: key}
	i := 0
	for s := range slots(in) {
		if s == 0 || in.Rep == nil || in.Rep[s] == 0 {
			if !cursor.next() {
				return nil, &ValueError{Column: in.Column.Path, Row: in.First + int64(cursor.row), Err: ErrSiblings}
			}
			if err := k.enter(&cursor); err != nil {
				return nil, &ValueError{Column: key.Column.Path, Row: in.First + int64(cursor.row) - 1, Err: err}
			}
		}
		if in.Def != nil && in.Def[s] != in.Column.MaxDef {
			continue
		}
		v, err := at(in, i)
		var outcome Outcome
		if err == nil {
			outcome, err = p.one(in.Column.Type, v, out)
		}
		if err == nil && !outcome.null() {
			err = p.results.commit()
		}
		if err != nil {
			return nil, valueError(in, i, err)
		}
		p.counts[outcome]++
		p.nulls[i] = outcome.null()
		anyNull = anyNull || outcome.null()
		i++
	}
	p.values = p.results.values()
	p.leaf.Values = &p.values
	if i != n {
		return nil, &ValueError{Column: in.Column.Path, Row: -1, Err: ErrLevels}
	}
	if !anyNull {
		return nil, nil
	}
	return p.nulls, nil
}

// at is the value of the i-th slot that holds one.
func at(l *columns.Leaf, i int) ([]byte, error) {
	if l.Index != nil {
		if i >= len(l.Index) {
			return nil, ErrLevels
		}
		i = int(l.Index[i])
		if i < 0 || i >= l.Values.Len() {
			return nil, ErrIndex
		}
	}
	if i >= l.Values.Len() {
		return nil, ErrLevels
	}
	return l.Values.At(i), nil
}

// A rowCursor goes through a leaf that is not repeated, row by row.
type rowCursor struct {
	leaf  *columns.Leaf
	row   int // how many rows were entered
	value int // how many values were passed
	null  bool
}

// next goes to the next row and reports whether there is one.
func (c *rowCursor) next() bool {
	if c.row > 0 && !c.null {
		c.value++
	}
	if c.row >= slots(c.leaf) {
		return false
	}
	c.null = c.leaf.Def != nil && c.leaf.Def[c.row] != c.leaf.Column.MaxDef
	c.row++
	return true
}

// enter takes the key of the row that the cursor stands on: as text, or nil if
// it is null. A text of length zero is not nil.
func (k *perRow) enter(c *rowCursor) error {
	k.rowKey = nil
	if c.null {
		return nil
	}
	v, err := at(c.leaf, c.value)
	if err != nil {
		return err
	}
	if k.text == nil {
		k.text = make([]byte, 0, 64)
	}
	k.text = columns.AppendText(k.text[:0], c.leaf.Column.Type, v)
	k.rowKey = k.text
	return nil
}
