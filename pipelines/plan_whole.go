package pipelines

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"

	"tuomin/detectors"
	"tuomin/pipelines/policy"
	"tuomin/scanners/columns"
	"tuomin/transforms"
)

// What no rule can see that decides one column: the plan as a whole.

// named reports whether a column is called what its values are: by somebody's
// number, address or the like.
func named(set *detectors.Set, c *detectors.Classification) bool {
	name := string(c.Path)
	if level, _ := set.Grade(c.Class); level < "L3" || !strings.ContainsAny(name, "0123456789@") { // words are no values
		return false
	}
	var b columns.Builder
	b.Append([]byte(name))
	v := b.Values()
	return slices.ContainsFunc(set.NewFinder().Find(&v, nil), func(h detectors.Span) bool {
		failed := h.Grade == detectors.Shaped && set.Info(h.Class).Checks
		return !failed && h.Start == 0 && int(h.End) == len(name) && set.Name(h.Class) == c.Class
	})
}

// headless refuses a table whose first row was taken for the names of its columns:
// they would stand in the output and its manifest, whatever becomes of the values.
// Nor are they said.
func (p *planner) headless(i int, c *detectors.Classification) {
	p.errs = append(p.errs, &policy.Error{
		Pos: p.table.Pos, Path: "tables", Code: policy.Refused,
		Msg:  fmt.Sprintf("column no. %d of %s is called by a value, as it holds (%s): a row of the data was taken for the names of columns", i+1, p.plan.Table, c.Class),
		Hint: "write the table again with names for its columns",
	})
}

// newColumn does to a column that nobody has decided about what the job says of
// such: it stops, or goes on without the values. There is nothing to read for
// that; what was read anyway becomes the line that a stop shows.
func (p *planner) newColumn(leaf *columns.Column, seen *Profile) error {
	d := Drift{
		Table: p.plan.Table, Column: leaf.Path, Change: NewColumn, Action: string(p.job.Drift.NewColumn),
		Message: fmt.Sprintf("column %s of %s is new: nobody has decided about it", leaf.Path, p.plan.Table),
	}
	if leaf.Partition {
		d.Action = driftStop // a directory cannot be left out
	}
	if p.table.Catalog == nil {
		d.Message = fmt.Sprintf("column %s of %s is new: the output's earlier partitions were classified without it; say drift: {new_column: drop}, or run `tuomin scan %s` and write it to a new output.path", leaf.Path, p.plan.Table, p.table.Input)
	} else if seen != nil {
		if i := slices.IndexFunc(seen.Columns, func(c detectors.Classification) bool { return c.Path == leaf.Path }); i >= 0 {
			e := proposal(&seen.Columns[i])
			e.Status = policy.Confirmed
			d.Catalog, d.YAML = p.table.Catalog.File, e.String()
		}
	}
	p.plan.Drift = append(p.plan.Drift, d)
	if d.Action == driftStop {
		return nil
	}
	out := planned(leaf, undecided(leaf))
	out.fresh = true
	at := p.job.Drift.Pos
	return p.bind(leaf, out, &policy.Rule{Pos: at, Path: "drift.new_column", Action: policy.Action{Pos: at, Name: d.Action}})
}

// undecided is the classification of a column that nobody has looked at.
func undecided(leaf *columns.Column) *detectors.Classification {
	c := &detectors.Classification{
		Path: leaf.Path, Type: leaf.Type.String(), Class: string(detectors.VerdictUnknown), Verdict: detectors.VerdictUnknown,
		Confidence: detectors.Possible, Why: newWhy, Findings: []detectors.Finding{},
	}
	c.Level, c.Sensitive = detectors.Shipped().Grade(c.Class)
	return c
}

// newWhy is the grounds of what is done to a column that nobody has decided
// about.
const newWhy = "new: nobody has decided about it"

// twins refuses a kept column that repeats the values of a changed one: all
// that was done to the one would be undone by the other (design D20).
func (p *planner) twins(seen *Profile) {
	repeats := make(map[*PlannedColumn][]string) // of a kept column: the changed ones that it repeats
	shared := make(map[*PlannedColumn]int)
	for _, t := range seen.Twins {
		if kept, changed := p.plan.parted(seen, t); kept != nil {
			repeats[kept] = append(repeats[kept], fmt.Sprintf("%s (%s)", changed.Path, changed.Action))
			shared[kept] = max(shared[kept], t.Shared)
		}
	}
	for i := range p.plan.Columns {
		if kept := &p.plan.Columns[i]; len(repeats[kept]) > 0 {
			p.errs = append(p.errs, &policy.Error{
				Pos: kept.pos, Path: "rules", Code: policy.Twin,
				Msg: fmt.Sprintf("column %s is kept and repeats values of what is changed, %s: up to %d sampled values are in both",
					kept.Path, strings.Join(repeats[kept], ", "), shared[kept]),
				Hint: fmt.Sprintf("give %s a rule as strict, or drop it: - {match: {column: %q}, do: drop}", kept.Path, kept.Path),
			})
		}
	}
}

// parted is which of two columns of the same values is kept, and which is changed, nil
// where they are treated alike, or one is left out and need not be hidden.
func (p *Plan) parted(seen *Profile, t detectors.Twin) (kept, changed *PlannedColumn) {
	a, b := p.planned(seen.Columns[t.A].Path), p.planned(seen.Columns[t.B].Path)
	if a == nil || b == nil || a.left || b.left || (a.bound.Effect == transforms.Keep) == (b.bound.Effect == transforms.Keep) {
		return nil, nil
	}
	if a.bound.Effect == transforms.Keep {
		return a, b
	}
	return b, a
}

// something makes sure that a column is left: there is no table without one.
func (p *planner) something() {
	for i := range p.plan.Columns {
		if c := &p.plan.Columns[i]; !c.Partition && c.bound.Effect != transforms.Drop {
			return
		}
	}
	if len(p.errs) == 0 && len(p.plan.Columns) > 0 && !p.plan.Columns[0].Partition {
		p.errs = append(p.errs, &policy.Error{
			Pos: p.job.RulesPos, Path: "rules", Code: policy.Refused, Msg: "every column of " + p.plan.Table + " is dropped: nothing would be left",
			Hint: "keep one, or take the table out of the job",
		})
	}
}

// maps refuses to drop the keys of a map and keep its values, or the other way
// round: what is left is no map, and most readers refuse it.
func (p *planner) maps() {
	type half struct{ stays, drops *PlannedColumn }
	halves := make(map[string]*half) // by "path{}.key" and "path{}.value"
	for i := range p.plan.Columns {
		c := &p.plan.Columns[i]
		path := string(c.Path)
		for at := 0; ; {
			n := strings.Index(path[at:], "{}.")
			if n < 0 {
				break
			}
			at += n + len("{}.")
			end := len(path)
			if n := strings.IndexAny(path[at:], ".[{"); n >= 0 {
				end = at + n
			}
			h := halves[path[:end]]
			if h == nil {
				h = &half{}
				halves[path[:end]] = h
			}
			if c.bound.Effect == transforms.Drop {
				h.drops = c
			} else {
				h.stays = c
			}
		}
	}
	for _, name := range slices.Sorted(maps.Keys(halves)) {
		of, ok := strings.CutSuffix(name, "{}.value")
		if !ok {
			continue
		}
		value, key := halves[name], halves[of+"{}.key"]
		if key == nil || (key.stays == nil) == (value.stays == nil) {
			continue
		}
		gone := cmp.Or(value.drops, key.drops)
		if value.stays != nil {
			gone = key.drops
		}
		p.errs = append(p.errs, &policy.Error{
			Pos: gone.pos, Path: "rules", Code: policy.Refused, Msg: fmt.Sprintf("the keys and values of map %s can only be dropped together", of),
			Hint: fmt.Sprintf("nullify the values, or drop both: - {match: {column: %q}, do: drop}", of+"{}.**"),
		})
	}
}
