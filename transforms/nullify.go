package transforms

import (
	"context"
	"slices"

	"tuomin/scanners/columns"
)

var _ = register(Entry{
	Name:  "nullify",
	Doc:   "Makes every value null, and keeps the column and its shape.",
	DocZH: "将所有值置空，保留列及其结构。",
	Laws:  Stable | SameType | Fresh,
	New: func(o Options) (Transform, error) {
		n := new(nullify)
		return n, o.Decode(n)
	},
})

type nullify struct{}

// Bind refuses a map key and a bare column, which must stay required. A leaf of a VARIANT is
// made null by making the VARIANT null, which works if it is optional and
// neither stands in a list nor holds one.
func (nullify) Bind(in *columns.Column, _ string, _ *Env) (Bound, error) {
	b := Bound{
		Effect: Replace, Out: in.Type, MakesNulls: true, Blank: true, PerValue: true,
		Guarantee: Removed, Laws: Stable | SameType | Fresh,
	}
	switch {
	case in.MapKey:
		return Bound{}, &BindError{Transform: "nullify", Column: in.Path, Type: in.Type, Err: ErrMapKey}
	case in.Bare:
		return Bound{}, &BindError{Transform: "nullify", Column: in.Path, Type: in.Type, Err: ErrBare}
	case in.Group != "" && in.Repeated():
		return Bound{}, &BindError{Transform: "nullify", Column: in.Path, Type: in.Type, Err: ErrGroupList}
	case in.Group != "" && in.GroupDef == 0:
		return Bound{}, &BindError{Transform: "nullify", Column: in.Path, Type: in.Type, Err: ErrGroupRequired}
	case in.Group != "":
		b.MakesNulls = false // the levels say it already, one for each ancestor
	}
	b.NewKernel = func() Kernel { return &blank{outs: outs{bound: &b}} }
	return b, nil
}

// blank is the kernel of nullify.
type blank struct {
	outs
	nulls  []bool
	levels levels
	values columns.Values
	leaf   columns.Leaf
	counts Counts
}

// Counts are the values that were treated apart so far.
func (k *blank) Counts() Counts { return k.counts }

// Apply makes new values of a page.
func (k *blank) Apply(ctx context.Context, in *columns.Leaf, _ []*columns.Leaf) (*columns.Leaf, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	out := k.column(in.Column)
	fill(&k.leaf, in, out)
	n := in.Present()
	k.counts[NullAsked] += int64(n)
	if w := in.Values.Width(); w > 0 {
		k.values = columns.NewFixed(nil, w)
	} else {
		k.values = columns.Values{}
	}
	k.leaf.Values = &k.values
	if in.Column.Group != "" {
		// A null group is one below a group. Its slots stay as many, as nothing
		// in it is repeated; and where something above it is null already, they
		// say so still.
		null := in.Column.GroupDef - 1
		k.levels.def = slices.Grow(k.levels.def[:0], k.leaf.Slots)[:k.leaf.Slots]
		for i := range k.levels.def {
			k.levels.def[i] = null
			if in.Def != nil {
				k.levels.def[i] = min(in.Def[i], null)
			}
		}
		k.leaf.Def = k.levels.def
		return &k.leaf, nil
	}
	k.nulls = slices.Grow(k.nulls[:0], n)[:n]
	for i := range k.nulls {
		k.nulls[i] = true
	}
	var err error
	if k.leaf.Def, err = k.levels.rewrite(in, out, k.nulls); err != nil {
		return nil, &ValueError{Column: in.Column.Path, Row: -1, Err: err}
	}
	return &k.leaf, nil
}
