package pipelines

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strings"

	"tuomin/detectors"
	"tuomin/pipelines/policy"
	"tuomin/scanners/columns"
	"tuomin/transforms"
)

// A Change is how data differ from what classifies them.
type Change string

const (
	NewColumn    Change = "new_column"    // in the data, and nobody has decided about it
	ChangedClass Change = "changed_class" // it holds what it was not said to hold
	GoneColumn   Change = "gone_column"   // decided about, and not in the data
)

// A Drift is one column in which the data differ from the classification that
// binds. It holds no value.
type Drift struct {
	Table     string       `json:"table"`
	Column    columns.Path `json:"column"`
	Partition string       `json:"partition,omitempty"` // "" where the table as a whole was looked at, or is one
	Change    Change       `json:"change"`
	Action    string       `json:"action"`          // stop, drop, nullify; none where it is only reported
	Found     []string     `json:"found,omitempty"` // the classes that are new in it, or "unknown"
	Message   string       `json:"message"`
	Catalog   string       `json:"catalog,omitempty"` // the file that a decision belongs into
	YAML      string       `json:"yaml,omitempty"`    // the line for it
}

const driftStop, driftNone = "stop", "none"

// String is the drift, and the line to paste where a decision is wanted.
func (d *Drift) String() string {
	var b strings.Builder
	if d.Partition != "" {
		b.WriteString("partition " + d.Partition + ": ")
	}
	b.WriteString(d.Message)
	switch {
	case d.YAML == "" && d.Change == ChangedClass && d.Action == driftStop:
		b.WriteString("\n\thint: look at it; if it is so, the whole table is to be classified anew: write to a new output.path")
	case d.YAML == "":
	case d.Change == ChangedClass:
		fmt.Fprintf(&b, "\n\thint: look at it; if it is so, its entry becomes\n\t  - %s", d.YAML)
		fmt.Fprintf(&b, "\n\tand if it is not, what stands there stays, with not: [%s] and a note why", strings.Join(d.Found, ", "))
	default:
		fmt.Fprintf(&b, "\n\thint: look at it, and add what it is to %s:\n\t  - %s", d.Catalog, d.YAML)
	}
	return b.String()
}

// A DriftError is the drift that stopped a plan or a run.
type DriftError struct{ Drift []Drift }

// Error is all drift, a paragraph each.
func (e *DriftError) Error() string {
	lines := make([]string, len(e.Drift))
	for i := range e.Drift {
		lines[i] = e.Drift[i].String()
	}
	return strings.Join(lines, "\n")
}

// driftIn is all drift that an error speaks of.
func driftIn(err error) []Drift {
	switch e := err.(type) {
	case nil:
		return nil
	case *DriftError:
		return e.Drift
	case interface{ Unwrap() []error }:
		var all []Drift
		for _, one := range e.Unwrap() {
			all = append(all, driftIn(one)...)
		}
		return all
	}
	return driftIn(errors.Unwrap(err))
}

// stopping is the part of some drift that somebody must decide about, nil if
// there is none; bearable is the rest.
func stopping(drift []Drift) error {
	stop := slices.DeleteFunc(slices.Clone(drift), func(d Drift) bool { return d.Action != driftStop })
	if len(stop) == 0 {
		return nil
	}
	return &DriftError{stop}
}

func bearable(drift []Drift) []Drift {
	return slices.DeleteFunc(slices.Clone(drift), func(d Drift) bool { return d.Action == driftStop })
}

// driftRows is in how many rows a class must stand to be news, where it is not
// what the column was judged by, and has no check digit that tells sooner. Not
// lower: in four rows there is no telling chance from more (see detectors), and a
// partition may be tiny. Not higher: five values that are somebody's are five
// persons.
const driftRows = 5

// manyRows is from how many checked rows on a class is news that chance does not
// explain, whatever else has its form. Not lower: among fewer, some look-alikes
// are right by chance. Not higher: they are persons.
const manyRows = 50

// weighs reports whether a finding that no verdict is about is news. Of a few
// rows with a check digit it must be right in four of five: of look-alikes it is
// in one of eleven, and among a handful of those in some by chance. Not more,
// as real columns are dirty. Fewer still are news where chance would not have made
// them: one identity number in prose is, and one number that Luhn passes is not.
// In a column that was known to hold look-alikes they may be some of those. Of
// many, detectors have told chance from more.
func weighs(f detectors.Finding, was *detectors.Classification, set *detectors.Set) bool {
	info, ok := set.InfoOf(f.Class)
	if !ok || !info.Checks {
		return f.Rows >= driftRows
	}
	lookalikes := slices.ContainsFunc(was.Findings, func(old detectors.Finding) bool { return old.Class == f.Class && old.Chance })
	return f.Checked >= driftRows && 5*f.Checked >= 4*f.Rows || f.Checked >= manyRows && !f.Chance || f.Telling && !lookalikes
}

// news lists the classes that a profile of a column shows and that nothing
// which binds has foreseen, or "unknown". Weaker evidence than there was is no
// news, nor is what too few values say. A column that is dropped, or that
// nobody has decided about, is treated so whatever it holds. A level is that of
// the classes: it is raised by a new one and by nothing else.
func news(now *detectors.Classification, planned *PlannedColumn, set *detectors.Set) []string {
	if planned == nil || planned.fresh || planned.bound.Effect == transforms.Drop || now.Why == unreadWhy {
		return nil
	}
	was := planned.found
	// It is what it was, and becomes pseudonyms: whatever else stands there does
	// too. Not so with what shows parts of values, or a digest to be guessed.
	laws := planned.bound.Laws
	if now.Verdict == detectors.VerdictIs && was.Verdict == now.Verdict && was.Class == now.Class && laws.Has(transforms.Fresh) && !laws.Has(transforms.Exempt) {
		return nil
	}
	foreseen := planned.foreseen()
	var classes []string
	for _, f := range now.Findings {
		judged := f.Class == now.Class && now.Verdict != detectors.VerdictMasked && now.Confidence != detectors.Possible
		if f.Chance || slices.Contains(foreseen, f.Class) || !judged && !weighs(f, was, set) {
			continue
		}
		classes = append(classes, f.Class)
	}
	// Identity numbers that lost digits may have no hits at all.
	if now.Verdict == detectors.VerdictDamaged && !slices.Contains(foreseen, now.Class) && !slices.Contains(classes, now.Class) {
		classes = append(classes, now.Class)
	}
	if len(classes) == 0 && now.Verdict == detectors.VerdictUnknown && was.Verdict == detectors.VerdictNone && !planned.explained() {
		return []string{string(detectors.VerdictUnknown)}
	}
	return classes
}

// foreseen is the classes that may stand in a column by what binds. Of values
// that were said to be masked none may stand there in clear.
func (c *PlannedColumn) foreseen() []string {
	classes := c.found.Contained()
	if c.Verdict == detectors.VerdictIs || c.Verdict == detectors.VerdictDamaged {
		classes = append(classes, c.Class)
	}
	if c.entry != nil {
		classes = append(classes, c.entry.Not...)
	}
	return classes
}

// explained reports whether a column that was found harmless may be unknown all
// the same. In a catalog somebody has said so, with a note.
// Otherwise a key that repeats over the days is near unique within one, and
// what had many values before, and was judged by them, is no news.
func (c *PlannedColumn) explained() bool {
	const many = 100
	if c.entry != nil {
		return c.entry.Note != "" || slices.Contains(c.entry.Not, string(detectors.VerdictUnknown))
	}
	return c.found.Distinct >= many
}

// changes holds a profile to a plan: what stands in columns that nothing
// foresaw.
func (p *Plan) changes(seen *Profile, partition string) []Drift {
	var drift []Drift
	for i := range seen.Columns {
		now := &seen.Columns[i]
		planned := p.plannedAs(now)
		classes := news(now, planned, p.classes)
		if len(classes) == 0 {
			continue
		}
		d := Drift{Table: p.Table, Column: now.Path, Partition: partition, Change: ChangedClass, Action: driftStop, Found: classes}
		what, by := strings.Join(classes, ", ")+" stands in it", "what the output was classified by"
		if classes[0] == string(detectors.VerdictUnknown) {
			what = "its values have become opaque and near unique"
			switch now.Why {
			case detectors.WhyForeign:
				what = "its name speaks of a person's, and its values are in no form that is known"
			case detectors.WhyStreets:
				what = "its values look like addresses in letters"
			}
		}
		if planned.entry != nil {
			by = "the catalog (" + planned.entry.Pos.String() + ")"
			d.Catalog, d.YAML = planned.entry.Pos.File, revised(planned.entry, now, classes).String()
		}
		d.Message = fmt.Sprintf("column %s of %s: %s, and %s says %s", now.Path, p.Table, what, by, planned.Class)
		drift = append(drift, d)
	}
	return drift
}

// plannedAs is what was planned for a column of a profile: a partition column may
// stand in the files too.
func (p *Plan) plannedAs(now *detectors.Classification) *PlannedColumn {
	if c := p.planned(now.Path); c == nil || c.Partition == now.Partition {
		return c
	}
	i := slices.IndexFunc(p.Columns, func(c PlannedColumn) bool { return c.Path == now.Path && c.Partition == now.Partition })
	if i < 0 {
		return nil
	}
	return &p.Columns[i]
}

// revised is the entry that a person may confirm instead of the one that the
// data contradict.
func revised(e *policy.Entry, now *detectors.Classification, classes []string) *policy.Entry {
	r := *e
	r.By, r.Note = "", ""
	seen := proposal(now)
	r.Level = max(seen.Level, cmp.Or(e.Level, "L1"))
	switch kept := slices.DeleteFunc(slices.Clone(e.Classes), func(c string) bool { return !isClass(c) || e.Verdict == "masked" }); {
	case len(kept) == 0:
		r.Classes, r.Verdict = seen.Classes, seen.Verdict
	default:
		for _, class := range classes {
			if isClass(class) && !slices.Contains(kept, class) {
				kept = append(kept, class)
			}
		}
		r.Classes, r.Verdict = kept, string(detectors.VerdictContains)
	}
	r.Not = slices.DeleteFunc(slices.Clone(e.Not), func(c string) bool { return slices.Contains(r.Classes, c) })
	return &r
}

// gone lists the columns that a catalog decides about and that are not in the
// data. They are no reason to stop: what is not there cannot leak.
func gone(table string, catalog *policy.Catalog, schema *columns.Schema) []Drift {
	if catalog == nil {
		return nil
	}
	var drift []Drift
	for i := range catalog.Entries {
		e := &catalog.Entries[i]
		if schema.Find(columns.Path(e.Column)) >= 0 {
			continue
		}
		drift = append(drift, Drift{
			Table: table, Column: columns.Path(e.Column), Change: GoneColumn, Action: driftNone, Catalog: e.Pos.File,
			Message: fmt.Sprintf("column %s of %s is in the catalog (%s) and not in the data", e.Column, table, e.Pos),
		})
	}
	return drift
}
