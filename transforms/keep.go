package transforms

import "tuomin/scanners/columns"

var _ = register(Entry{
	Name:  "keep",
	Doc:   "Leaves the column as it is.",
	DocZH: "保留原列。",
	Laws:  Stable | Distinct | SameType | SameLength | Ordered,
	New: func(o Options) (Transform, error) {
		k := new(keep)
		return k, o.Decode(k)
	},
})

type keep struct{}

// Bind ties the transform to a column, or says why it cannot be done to it.
func (keep) Bind(in *columns.Column, _ string, _ *Env) (Bound, error) {
	return Bound{
		Effect: Keep, Out: in.Type, Guarantee: Untouched,
		Laws: Stable | Distinct | SameType | SameLength | Ordered,
	}, nil
}
