package pipelines

import (
	"tuomin/pipelines/policy"
	"tuomin/scanners/columns"
	"tuomin/transforms"
)

// kernel makes what a manifest says of a replaced column once more from the input.
// It is nil where that takes what no manifest holds: keys, classes of the job, or
// the zone of what makes values coarser.
func (c *ManifestColumn) kernel(in *columns.Column) func() (transforms.Kernel, []columns.Path) {
	entry, ok := transforms.Lookup(c.Action)
	if !ok || c.Action == "generalize" || in.Type.String() != c.In {
		return nil
	}
	t, err := newTransform(entry, policy.OptionsOf(c.Options))
	if err != nil {
		return nil
	}
	b, err := t.Bind(in, c.Class, newEnv(&policy.Job{}, nil))
	if err != nil || b.Effect != transforms.Replace || b.Domain != "" || b.Out.String() != c.Out || b.MakesNulls != c.Nulls {
		return nil
	}
	return func() (transforms.Kernel, []columns.Path) { return b.NewKernel(), b.Siblings }
}
