package pipelines

import (
	"context"
	"fmt"

	"tuomin/scanners"
	"tuomin/scanners/columns"
)

// A watch profiles a leaf partition while it is rewritten, where nothing was
// read to plan it: the pages that are decoded to be changed are counted on the
// way, and what would only be copied, or left out, is read beside that. So a
// confirmed catalog is trusted and held to the data at the same time, and the
// data are read once. Nil where the plan was made from these very inputs.
type watch struct{ scan *scan }

func (r *runner) watch(t *task, u *unit) *watch {
	if t.fresh {
		return nil
	}
	part := *t.in
	part.Files = nil
	for _, f := range u.files {
		part.Files = append(part.Files, *f)
	}
	opt := r.opt
	opt.Events = Events{} // the rewrite tells how far it is
	return &watch{newScan(&part, tallyKey(t.table.Name, []*unit{u}), opt)}
}

// read profiles a file whose output an earlier run has left in the stage.
func (w *watch) read(ctx context.Context, f *scanners.File) error {
	if w == nil {
		return nil
	}
	if err := w.scan.file(ctx, f); err != nil {
		return err
	}
	if n := len(w.scan.failed); n > 0 {
		return refuse(InputUnreadable, w.scan.failed[n-1].Err)
	}
	return nil
}

// file begins a file that is to be rewritten, and profiles those leaves that
// the rewrite will not see. The tallies are for see, and for done.
func (w *watch) file(ctx context.Context, f *scanners.File, src scanners.Source, seen func(part, leaf int) bool) (own *tallies, err error) {
	if w == nil {
		return nil, nil
	}
	own = w.scan.total.file()
	rows, err := w.scan.source(ctx, f, src, own, func(part, leaf int) bool { return !seen(part, leaf) })
	w.scan.rows += rows
	return own, err
}

// see lends the rewrite of a chunk what counts its pages; nil where nobody
// watches.
func (w *watch) see(own *tallies, col *columns.Column) (counter *scanWorker, end func()) {
	if w == nil {
		return nil, func() {}
	}
	return w.scan.watch(own, col)
}

// done adds a file that was rewritten whole.
func (w *watch) done(own *tallies) {
	if w != nil {
		w.scan.total.add(own)
	}
}

// judge holds what was seen to the plan: a class that nothing foresaw, or a kept
// column that repeats a changed one, is refused before anybody verifies what
// was written. It returns the task with the counts of what was seen, which
// verification goes by.
func (w *watch) judge(t *task, u *unit) (*task, error) {
	if w == nil {
		return t, nil
	}
	p, _ := w.scan.profile()
	partition := u.rel
	if partition == "." {
		partition = "" // a plain directory
	}
	if stop := stopping(t.plan.changes(p, partition)); stop != nil {
		return nil, refuse(ColumnDrift, stop)
	}
	for _, twin := range p.Twins {
		if kept, changed := t.plan.parted(p, twin); kept != nil {
			return nil, refuse(TwinColumn, fmt.Errorf("partition %s: columns %s and %s hold the same values and only one of them is changed", u.rel, kept.Path, changed.Path))
		}
	}
	if t.table.Catalog == nil {
		return t, nil
	}
	with := *t
	with.plan, with.found = t.plan.counted(p, t.found)
	return &with, nil
}

// byPage reports whether the rewrite decodes a chunk page by page, so that
// whoever counts values need not read it too.
func (w *fileRewrite) byPage(part, leaf int) bool {
	src, ok := w.src.(*scanners.ParquetFile)
	return ok && w.rows[part].Out() > 0 && w.column(src, part, leaf).byPage()
}
