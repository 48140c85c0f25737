package pipelines

import (
	"fmt"
	"slices"

	"tuomin/detectors"
	"tuomin/pipelines/policy"
	"tuomin/scanners/columns"
	"tuomin/transforms"
)

// What a table's select: means for the plan. It narrows what is written and
// loosens nothing: a selected column needs a rule as ever.

// selection makes sure that every selected name is a column of the input. One
// that was, when the output was classified, has gone from the input since:
// that is drift, and a person must decide.
func (p *planner) selection(schema *columns.Schema, known classifications) {
	for i := range p.table.Select {
		name := &p.table.Select[i]
		if slices.ContainsFunc(schema.Leaves, func(c columns.Column) bool { return name.Covers(string(c.Path)) }) {
			continue
		}
		if !p.before(name, known) {
			p.errs = append(p.errs, &policy.Error{
				Pos: name.Pos, Path: name.Path, Code: policy.UnknownKey, Msg: fmt.Sprintf("%s has no column %s", p.table.Name, name.Name),
				Hint: nearColumn(name.Name, schema),
			})
			continue
		}
		p.plan.Drift = append(p.plan.Drift, Drift{
			Table: p.table.Name, Column: columns.Path(name.Name), Change: GoneColumn, Action: driftStop,
			Message: fmt.Sprintf("%s: %s: column %s of %s has gone: it is selected, and was in the data before\n\thint: take it out of select, and write to a new output.path",
				name.Pos, name.Path, name.Name, p.table.Name),
		})
	}
}

// before reports whether a name is of a column that the catalog or the output's
// classification knows.
func (p *planner) before(name *policy.ColumnName, known classifications) bool {
	for c := range known {
		if name.Covers(string(c.path)) {
			return true
		}
	}
	return p.table.Catalog != nil && slices.ContainsFunc(p.table.Catalog.Entries, func(e policy.Entry) bool { return name.Covers(e.Column) })
}

// nearColumn is the hint for a name that is no column. Columns can be many, so
// all of them are not listed.
func nearColumn(name string, schema *columns.Schema) string {
	paths := make([]string, len(schema.Leaves))
	for i := range schema.Leaves {
		paths[i] = string(schema.Leaves[i].Path)
	}
	if near := policy.Closest(name, paths); near != "" {
		return "did you mean " + near + "?"
	}
	return "tuomin scan lists the columns of a table"
}

// leaveOut plans a column that is not selected. What its rule would keep is
// merely not wanted; its values may stand elsewhere. What the rules would
// change, and what nobody has decided, is dropped as by a rule: its values must
// stand nowhere in the output, and no kept column may repeat them.
func (p *planner) leaveOut(leaf *columns.Column, c *detectors.Classification) error {
	entry, ok := transforms.Lookup("drop")
	if !ok {
		panic("pipelines: no transform drops")
	}
	t, err := entry.New(transforms.None{})
	if err != nil {
		return err
	}
	left := true
	if c != nil {
		rule := p.rule(leaf, c)
		left = rule != nil && rule.Action.Name == "keep" && !unaware(rule, c)
	} else {
		c = undecided(leaf)
	}
	out := planned(leaf, c)
	out.Why, out.Action, out.Options = notSelected, "drop", map[string]string{}
	out.Rule, out.pos, out.skip, out.left = p.table.SelectPos.String(), p.table.SelectPos, true, left
	if out.bound, err = t.Bind(leaf, out.Class, p.env); err != nil {
		return err
	}
	out.Guarantee = out.bound.Guarantee
	p.plan.Columns = append(p.plan.Columns, out)
	return nil
}

const notSelected = "not selected"
