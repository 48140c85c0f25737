package transforms

import (
	"slices"

	"tuomin/scanners/columns"
)

// levels writes the definition levels of results. Its memory is reused.
type levels struct{ def []int16 }

// rewrite returns the Def of the results of in, which become leaf values of
// the column out. Of the slots that hold a value, nulls marks those that
// became null; nil says that none did. Levels that need no change are borrowed.
//
//	in optional    null = MaxDef-1, value = MaxDef      out the same
//	in required                     value = MaxDef      out: null = MaxDef, value = MaxDef+1
//
// so that in either case a null is one below a value, and what stands below,
// absent lists and structs, keeps its level.
func (l *levels) rewrite(in *columns.Leaf, out *columns.Column, nulls []bool) ([]int16, error) {
	was, value := in.Column.MaxDef, out.MaxDef
	if nulls == nil && (in.Def == nil || was == value) {
		return in.Def, nil
	}
	n := len(in.Def)
	if in.Def == nil {
		n = len(nulls)
	}
	l.def = slices.Grow(l.def[:0], n)[:n]
	i := 0 // among the slots that hold a value
	for s := range l.def {
		if in.Def != nil && in.Def[s] != was {
			l.def[s] = in.Def[s]
			continue
		}
		l.def[s] = value
		if nulls != nil {
			if i >= len(nulls) {
				return nil, ErrLevels
			}
			if nulls[i] {
				l.def[s] = value - 1
			}
		}
		i++
	}
	if nulls != nil && i != len(nulls) {
		return nil, ErrLevels
	}
	return l.def, nil
}

// slots is how many slots a leaf has: a leaf that is nothing but a
// dictionary's entries need not say.
func slots(in *columns.Leaf) int {
	if in.Def != nil {
		return len(in.Def)
	}
	return in.Present()
}

// fill copies to out what a kernel never changes.
func fill(out *columns.Leaf, in *columns.Leaf, column *columns.Column) {
	*out = columns.Leaf{Column: column, First: in.First, Rows: in.Rows, Slots: slots(in), Rep: in.Rep}
}

// rowOf is the row of the i-th slot that holds a value, or -1 for the entry of
// a dictionary, which has none.
func rowOf(in *columns.Leaf, i int) int64 {
	if in.Def == nil && in.Rep == nil && in.Index == nil && in.Rows == 0 {
		return -1
	}
	row := in.First
	for s := range slots(in) {
		if s > 0 && (in.Rep == nil || in.Rep[s] == 0) {
			row++
		}
		if in.Def == nil || in.Def[s] == in.Column.MaxDef {
			if i == 0 {
				return row
			}
			i--
		}
	}
	return -1
}

// valueError places err at the i-th slot of in that holds a value.
func valueError(in *columns.Leaf, i int, err error) error {
	return &ValueError{Column: in.Column.Path, Row: rowOf(in, i), Err: err}
}

// outs remembers the column that a kernel's results have, for the input column
// it last met: files of one table may differ in what is optional.
type outs struct {
	bound *Bound
	of    *columns.Column
	out   *columns.Column
}

func (o *outs) column(in *columns.Column) *columns.Column {
	if o.of != in {
		o.of, o.out = in, o.bound.Column(in)
	}
	return o.out
}
