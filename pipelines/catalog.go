package pipelines

import (
	"slices"

	"tuomin/detectors"
	"tuomin/pipelines/policy"
	"tuomin/scanners/columns"
)

// Where a catalog's words and a scan's meet: what a person confirmed becomes a
// Classification, and what a scan found becomes a proposal.

// confirmedWhy is the grounds of what a catalog decides.
const confirmedWhy = "confirmed in the catalog"

// decided is the classification that a confirmed entry makes of a column. It
// has no counts: nothing was read for it.
func decided(leaf *columns.Column, e *policy.Entry, set *detectors.Set) detectors.Classification {
	c := detectors.Classification{
		Path: leaf.Path, Type: leaf.Type.String(), Partition: leaf.Partition, Role: detectors.Role(e.Role),
		Class: e.Classes[0], Verdict: detectors.Verdict(e.Verdict), Confidence: detectors.Certain, Why: confirmedWhy,
		Findings: []detectors.Finding{},
	}
	c.Level, c.Sensitive = gradeOf(e.Classes, set)
	if e.Level != "" {
		c.Level = e.Level
	}
	if c.Verdict == detectors.VerdictContains {
		for _, class := range e.Classes {
			c.Findings = append(c.Findings, detectors.Finding{Class: class})
		}
	}
	return c
}

// gradeOf is the highest level of some classes, and who calls any of them
// sensitive.
func gradeOf(classes []string, set *detectors.Set) (level string, s detectors.Sensitive) {
	for _, name := range classes {
		l, by := set.Grade(name)
		level = max(level, l)
		s.Policy, s.Law = s.Policy || by.Policy, s.Law || by.Law
	}
	return level, s
}

// proposal is the entry for what a scan found in a column.
func proposal(c *detectors.Classification) policy.Entry {
	e := policy.Entry{
		Column: string(c.Path), Classes: []string{c.Class}, Verdict: string(c.Verdict), Role: string(c.Role), Level: c.Level,
		Status: policy.Proposed,
	}
	if c.Verdict == detectors.VerdictContains {
		e.Classes = c.Contained()
	}
	return e
}

// A Basis is what the columns of a table are classified by.
type Basis struct {
	// Found is the classification that binds, in the order of the schema.
	// Columns that are not in it are new: nobody has decided about them.
	Found []detectors.Classification
	// Profile is what was seen in the inputs, where they were read to plan: of
	// all columns, or of the new ones alone. Nil where Found was enough.
	Profile *Profile
}

// classified sorts the columns of a table: those that somebody confirmed, or
// that the output was classified by before, are in found; those that must be
// read to be classified in open; and those that nobody has decided about in
// fresh. Only a catalog or an earlier output make a column new.
func classified(catalog *policy.Catalog, before []detectors.Classification, schema *columns.Schema, set *detectors.Set) (found []detectors.Classification, open, fresh []bool) {
	open, fresh = make([]bool, len(schema.Leaves)), make([]bool, len(schema.Leaves))
	entries := map[columns.Path]*policy.Entry{}
	if catalog != nil {
		for i := range catalog.Entries {
			entries[columns.Path(catalog.Entries[i].Column)] = &catalog.Entries[i]
		}
	}
	bound := byColumn(before)
	for i := range schema.Leaves {
		leaf := &schema.Leaves[i]
		e, was := entries[leaf.Path], bound.of(leaf)
		switch {
		case e != nil && e.Status == policy.Confirmed:
			found = append(found, decided(leaf, e, set))
		case catalog != nil && e == nil, catalog == nil && was == nil && before != nil:
			fresh[i] = true
		case was != nil:
			found = append(found, *was)
		default:
			open[i] = true
		}
	}
	return found, open, fresh
}

// classifications are those of a table's columns. Some writers leave a partition
// column in the files too: then two columns have one path.
type classifications map[columnPlace]*detectors.Classification

type columnPlace struct {
	path      columns.Path
	partition bool
}

func byColumn(list []detectors.Classification) classifications {
	by := make(classifications, len(list))
	for i := range list {
		by[columnPlace{list[i].Path, list[i].Partition}] = &list[i]
	}
	return by
}

// of is that of a column. One that was in the files and is in their paths now, or the
// other way round, is what it was: what its values say against that is drift.
func (by classifications) of(leaf *columns.Column) *detectors.Classification {
	if c := by[columnPlace{leaf.Path, leaf.Partition}]; c != nil {
		return c
	}
	return by[columnPlace{leaf.Path, !leaf.Partition}]
}

// joined is what binds and, for the leaves that are open, what was seen, in the
// order of the schema.
func joined(schema *columns.Schema, found []detectors.Classification, seen *Profile, open []bool) []detectors.Classification {
	var all []detectors.Classification
	for i := range schema.Leaves {
		switch {
		case open[i] && seen.Columns[i].Why == unreadWhy: // nobody can say what it is
		case open[i]:
			all = append(all, seen.Columns[i])
		case len(found) > 0 && found[0].Path == schema.Leaves[i].Path:
			all, found = append(all, found[0]), found[1:]
		}
	}
	return all
}

// counted is the plan, and the classification it was made by, with the counts
// of a profile beside what a catalog decides: how far a value says something of
// its column depends on how many there are.
func (p *Plan) counted(seen *Profile, found []detectors.Classification) (*Plan, []detectors.Classification) {
	out := *p
	out.Columns = slices.Clone(p.Columns)
	found = slices.Clone(found)
	now := make(map[columns.Path]*detectors.Classification, len(seen.Columns))
	for i := range seen.Columns {
		now[seen.Columns[i].Path] = &seen.Columns[i]
	}
	for i := range out.Columns {
		c := &out.Columns[i]
		if s := now[c.Path]; s != nil && s.Partition == c.Partition && (c.entry != nil || c.fresh) {
			with := counted(*c.found, *s)
			c.found = &with
		}
	}
	for i := range found {
		if c := out.plannedAs(&found[i]); c != nil {
			found[i] = *c.found
		}
	}
	return &out, found
}

// counted puts the counts of a profile beside what a catalog decides.
func counted(decided, seen detectors.Classification) detectors.Classification {
	c := seen
	c.Class, c.Verdict, c.Confidence, c.Role, c.Level, c.Sensitive, c.Why = decided.Class, decided.Verdict, decided.Confidence, decided.Role, decided.Level, decided.Sensitive, decided.Why
	c.Findings = slices.Clone(seen.Findings)
	for _, f := range decided.Findings {
		i := slices.IndexFunc(c.Findings, func(have detectors.Finding) bool { return have.Class == f.Class })
		if i < 0 {
			c.Findings = append(c.Findings, f)
		} else {
			c.Findings[i].Chance = false // a person has said that it is none
		}
	}
	return c
}
