package pipelines

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"tuomin/detectors"
	"tuomin/transforms"
)

// drift profiles a partition that is not part of what the plan was made from,
// and refuses it where it contradicts the classification that binds: a class
// that was never seen in the column, an unknown where nothing was, a twin.
func (r *runner) drift(ctx context.Context, t *task, u *unit) error {
	if t.fresh {
		return nil
	}
	r.opt.Events.stage(t.table.Name, "profile")
	part := *t.in
	part.Files = nil
	for _, f := range u.files {
		part.Files = append(part.Files, *f)
	}
	r.opt.Events.total(totalRows(&part))
	p, err := Scan(ctx, &part, tallyKey(t.table.Name, []*unit{u}), r.opt)
	if err != nil {
		return err
	}
	if len(p.Failed) > 0 {
		u.failed = p.Failed
		return unreadable(u)
	}
	var errs []error
	for i := range p.Columns {
		if why := contradicts(&p.Columns[i], t.plan.planned(p.Columns[i].Path)); why != "" {
			errs = append(errs, fmt.Errorf("column %s: %s", p.Columns[i].Path, why))
		}
	}
	if len(errs) > 0 {
		return refuse(ColumnDrift, fmt.Errorf("partition %s: %w", u.rel, errors.Join(errs...)))
	}
	for _, w := range p.Twins {
		a, b := t.plan.planned(p.Columns[w.A].Path), t.plan.planned(p.Columns[w.B].Path)
		if a != nil && b != nil && (a.bound.Effect == transforms.Keep) != (b.bound.Effect == transforms.Keep) {
			return refuse(TwinColumn, fmt.Errorf("partition %s: columns %s and %s hold the same values and only one of them is changed", u.rel, a.Path, b.Path))
		}
	}
	return nil
}

// contradicts says how a new profile of a column differs from what binds, ""
// where it does not. A column that is changed or dropped whatever it holds
// contradicts nothing by holding less.
func contradicts(now *detectors.Classification, planned *PlannedColumn) string {
	if planned == nil || planned.bound.Effect == transforms.Drop {
		return ""
	}
	was := planned.found
	known := append(was.Contained(), was.Class)
	classes := now.Contained()
	if now.Verdict == detectors.VerdictIs || now.Verdict == detectors.VerdictDamaged {
		classes = append(classes, now.Class)
	}
	for _, class := range classes {
		if !slices.Contains(known, class) {
			return fmt.Sprintf("%s stands in it, and was never in what the output was classified by (%s)", class, was.Class)
		}
	}
	// A key that repeats over the days is near unique within one. What had many
	// values before, and was judged by them, is no news.
	const many = 100
	if now.Verdict == detectors.VerdictUnknown && was.Verdict == detectors.VerdictNone && was.Distinct < many {
		return "its values have become opaque and near unique"
	}
	return ""
}
