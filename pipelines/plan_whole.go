package pipelines

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"

	"tuomin/detectors"
	"tuomin/pipelines/policy"
	"tuomin/transforms"
)

// What no rule can see that decides one column: the plan as a whole.

// twins refuses a kept column that repeats the values of a changed one: all
// that was done to the one would be undone by the other (design D20).
func (p *planner) twins(found []detectors.Classification, twins []detectors.Twin) {
	repeats := make(map[*PlannedColumn][]string) // of a kept column: the changed ones that it repeats
	shared := make(map[*PlannedColumn]int)
	for _, t := range twins {
		a, b := p.planned(found[t.A].Path), p.planned(found[t.B].Path)
		if a == nil || b == nil {
			continue
		}
		if a.bound.Effect == transforms.Keep {
			a, b = b, a
		}
		if a.bound.Effect == transforms.Keep || b.bound.Effect != transforms.Keep {
			continue
		}
		repeats[b] = append(repeats[b], fmt.Sprintf("%s (%s)", a.Path, a.Action))
		shared[b] = max(shared[b], t.Shared)
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
