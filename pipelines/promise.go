package pipelines

import (
	"slices"

	"tuomin/detectors"
	"tuomin/scanners/columns"
	"tuomin/transforms"
)

// Where the values of a changed column must not be found again, as a manifest
// names it.
const (
	scopeEverywhere = "everywhere"
	scopeColumn     = "column" // from few possible values: only in the column itself
	scopeNone       = ""       // the column was kept, or left out without need
)

// A promise is what verification holds the output to for one column. It is
// made from the plan in a run, and from the manifest when an old output is
// verified alone.
type promise struct {
	path   columns.Path
	effect transforms.Effect
	out    string   // type of a replaced column
	nulls  bool     // the column may have become optional
	gone   []string // classes that must not be found in the replaced column
	fresh  bool     // no value of the column may stand anywhere, not even in itself
	names  bool     // its values are names of persons
	scope  string
	kernel func() (transforms.Kernel, []columns.Path) // nil where it cannot be recomputed
}

const (
	personName = "cn_person_name"
	freshLaw   = "fresh" // as manifests spell transforms.Fresh
)

// promises are those of a plan.
func (p *Plan) promises() []promise {
	out := make([]promise, len(p.Columns))
	for i := range p.Columns {
		c := &p.Columns[i]
		out[i] = promise{
			path: c.Path, effect: c.bound.Effect, out: c.Out, nulls: c.bound.MakesNulls,
			gone: c.gone(), fresh: c.bound.Laws.Has(transforms.Fresh), names: c.Class == personName, scope: c.scope(),
		}
		if b := &c.bound; b.Effect == transforms.Replace {
			out[i].kernel = func() (transforms.Kernel, []columns.Path) { return b.NewKernel(), b.Siblings }
		}
	}
	return out
}

// promises are those that a manifest recorded of a table. Without the job not every
// column has a kernel, and without a schema none has. Scopes that are not known, as
// older versions had one for hashes without a key, are everywhere.
func (m *Manifest) promises(schema *columns.Schema) []promise {
	out := make([]promise, len(m.Columns))
	for i, c := range m.Columns {
		out[i] = promise{path: c.Path, out: c.Out, nulls: c.Nulls, gone: c.Gone, scope: c.Scope, names: c.Class == personName, fresh: slices.Contains(c.Laws, freshLaw)}
		switch {
		case c.Out == "":
			out[i].effect = transforms.Drop
		case c.Scope != scopeNone:
			out[i].effect = transforms.Replace
			if schema == nil {
				continue
			}
			if at := schema.Find(c.Path); at >= 0 {
				out[i].kernel = m.Columns[i].kernel(&schema.Leaves[at])
			}
		}
	}
	return out
}

// gone is which classes no detector may find in a replaced column.
func (c *PlannedColumn) gone() []string {
	if c.bound.Effect != transforms.Replace || c.found == nil {
		return nil
	}
	classes := c.found.Contained()
	if c.Verdict == detectors.VerdictIs || c.Verdict == detectors.VerdictDamaged {
		classes = append(classes, c.Class)
	}
	classes = slices.DeleteFunc(classes, func(class string) bool { return !isClass(class) })
	slices.Sort(classes)
	return slices.Compact(classes)
}

// A column of at most categoryValues different values, each of which stands in
// categoryRows rows on average, is a category: its values stand in other
// columns for good reasons (a status, a city), and say nothing of one person.
// Not more values: a shop has some thousand goods. Not fewer rows: 20 persons
// share no number and no address.
const (
	personalLevel  = "L3" // from which on values are somebody's
	categoryValues = 4096
	categoryRows   = 20
)

func (c *PlannedColumn) scope() string {
	switch {
	case c.bound.Effect == transforms.Keep, c.left:
		return scopeNone
	case c.narrow():
		return scopeColumn
	}
	return scopeEverywhere
}

// isLink reports whether values of a class lead to one person. Those that lead to
// companies stand in paths and texts for good reasons.
func isLink(class string) bool {
	c, ok := detectors.ClassOf(class)
	return ok && c.Info().LeadsToOne()
}

// narrow reports whether the column's values are from fewer than 2^32 possible
// ones: two unrelated columns share many of such (design D20). Values that are
// somebody's are no category, however often they repeat: each customer has many
// orders.
func (c *PlannedColumn) narrow() bool {
	if s := space(c.Class); s > 0 {
		return s < 1<<32
	}
	f := c.found
	if c.Verdict == detectors.VerdictUnknown || isLink(c.Class) || c.Verdict == detectors.VerdictIs && f != nil && f.Level >= personalLevel {
		return false
	}
	return f != nil && f.DistinctExact && f.Distinct <= categoryValues && f.Distinct*categoryRows <= max(f.Values, f.Rows)-f.Nulls
}
