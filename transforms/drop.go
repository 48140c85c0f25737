package transforms

import "tuomin/scanners/columns"

var _ = register(Entry{
	Name:  "drop",
	Doc:   "Leaves the column out.",
	DocZH: "删除该列。",
	Laws:  Fresh,
	New: func(o Options) (Transform, error) {
		d := new(drop)
		return d, o.Decode(d)
	},
})

type drop struct{}

// Bind ties the transform to a column, or says why it cannot be done to it.
func (drop) Bind(in *columns.Column, _ string, _ *Env) (Bound, error) {
	return Bound{Effect: Drop, Out: in.Type, Guarantee: Removed, Laws: Fresh}, nil
}
