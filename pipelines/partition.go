package pipelines

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"path/filepath"
	"slices"

	"tuomin/detectors"
	"tuomin/pipelines/policy"
	"tuomin/scanners"
)

// A task is one table of a job, decided: what every unit of it is made by.
type task struct {
	table *policy.Table
	in    *scanners.Table
	units []*unit
	plan  *Plan
	hash  string                     // of the plan
	found []detectors.Classification // that binds later runs
	fresh bool                       // found was made from these very inputs
	bound *Manifest                  // that found was taken from, nil where it is fresh

	out    string // the table's output directory
	access access
}

// at is what is worked at: the table, and which of its partitions.
func (t *task) at(u *unit) string { return which(t.table.Name, t.units, u) }

func which(table string, units []*unit, u *unit) string {
	if len(units) < 2 {
		return table
	}
	return fmt.Sprintf("%s %d/%d", table, slices.Index(units, u)+1, len(units))
}

// partition brings one leaf partition of the output up to date.
func (r *runner) partition(ctx context.Context, t *task, u *unit, p *PartitionResult) error {
	if u.late != nil {
		return u.late
	}
	if len(u.failed) > 0 {
		return r.moved(t, u, unreadable(u))
	}
	current := u.old.current(t.hash, u.ids)
	if current && u.stands {
		p.stands(u)
		return nil
	}
	if u.old != nil && !current && r.job.Output.Replace == policy.ReplaceRefuse {
		return refuse(OutputExists, fmt.Errorf("%s exists and was made from other inputs or by another plan; set output.replace to partition or table", filepath.Join(t.out, u.rel)))
	}
	st, err := openStage(r.fs, r.stageRoot(t), filepath.Join(t.out, u.rel), t.access)
	if err != nil {
		return err
	}
	defer st.Close()
	if done, err := r.settled(t, u); err != nil {
		return err
	} else if done {
		p.stands(u)
		return nil
	}
	if err := st.keepOnly(t.names(".", u)); err != nil {
		return err
	}
	if err := r.make(ctx, t, st, ".", u, p); err != nil {
		return r.moved(t, u, err)
	}
	if err := r.unchanged(t, u); err != nil {
		return err
	}
	if err := r.raced(t, u); err != nil {
		return err
	}
	r.opt.Events.stage(t.at(u), "commit")
	if err := st.publish(func(dir string) error { return r.undisturbed(t, u, dir) }); err != nil {
		return err
	}
	p.Reason = Committed
	return nil
}

// stands is the result of a partition that already is what it should be.
func (p *PartitionResult) stands(u *unit) {
	p.Reason, p.manifest = Unchanged, u.oldSum
	p.holds(u.old)
}

func unreadable(u *unit) error {
	var errs []error
	for _, f := range u.failed {
		errs = append(errs, f.Err)
	}
	return refuse(atFault(u.failed, InputUnreadable), errors.Join(errs...))
}

// stageRoot lies beside the table directory.
func (r *runner) stageRoot(t *task) string {
	return filepath.Join(filepath.Dir(filepath.Clean(t.out)), stagePrefix+r.job.Name+"-"+t.table.Name)
}

// swapTable makes all units and puts the whole table directory in place at
// once: for output.replace: table, and for keys that live only as long as the
// run, where partitions of two runs would not join.
func (r *runner) swapTable(ctx context.Context, t *task, units []*unit) error {
	current := len(units) > 0 && !r.job.Keys.Ephemeral
	for _, u := range units {
		if u.late != nil {
			return u.late
		}
		if len(u.failed) > 0 {
			return r.moved(t, u, unreadable(u))
		}
		current = current && u.old.current(t.hash, u.ids) && u.stands
	}
	current, err := r.replaceable(t, units, t.out, current)
	if err != nil {
		return err
	}
	st, err := openStage(r.fs, r.stageRoot(t), t.out, t.access)
	if err != nil {
		return err
	}
	defer st.Close()
	for _, u := range units {
		if done, err := r.settled(t, u); err != nil {
			return err
		} else if done && !current {
			return lostRace(u.rel)
		}
	}
	var names []string
	for _, u := range units {
		names = append(names, t.names(u.rel, u)...)
	}
	if r.job.Keys.Ephemeral {
		names = nil // what an earlier run staged was made with keys that are gone
	}
	if err := st.keepOnly(names); err != nil {
		return err
	}
	results := make([]PartitionResult, len(units))
	for i, u := range units {
		results[i] = PartitionResult{Table: t.table.Name, Path: u.rel, Reason: Committed, before: u.old}
		if current {
			results[i].stands(u)
			continue
		}
		if err := r.make(ctx, t, st, u.rel, u, &results[i]); err != nil {
			return r.moved(t, u, err)
		}
	}
	if !current {
		for _, u := range units {
			if err := r.unchanged(t, u); err != nil {
				return err
			}
		}
		r.opt.Events.stage(t.table.Name, "commit")
		if err := st.publish(func(dir string) error { return r.undisturbedTable(t, units, dir) }); err != nil {
			return err
		}
	}
	for _, p := range results {
		r.result.add(p)
	}
	return nil
}

// replaceable refuses to swap a table directory that holds what this job did
// not write. It reports whether the directory is current: all partitions are,
// and there are no others.
func (r *runner) replaceable(t *task, units []*unit, dir string, current bool) (bool, error) {
	leaves, err := r.allOurs(t, dir)
	if errors.Is(err, fs.ErrNotExist) || err == nil && leaves == 0 {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	if current = current && leaves == len(units); !current && r.job.Output.Replace == policy.ReplaceRefuse {
		return false, refuse(OutputExists, fmt.Errorf("%s exists; set output.replace to table", t.out))
	}
	return current, nil
}

// undisturbedTable makes sure of the same for all leaf partitions of a directory that a
// swap takes away, and that there is nothing else in it.
func (r *runner) undisturbedTable(t *task, units []*unit, dir string) error {
	for _, u := range units {
		if err := r.undisturbed(t, u, filepath.Join(dir, u.rel)); err != nil {
			return err
		}
	}
	_, err := r.replaceable(t, units, dir, false)
	return err
}

// names are what the files of a unit are called in a stage, in whose directory
// leaf they lie.
func (t *task) names(leaf string, u *unit) []string {
	names := make([]string, len(u.ids))
	for i, id := range u.ids {
		names[i] = filepath.Join(leaf, outputName(id, u.files[i].Format, t.hash))
	}
	return names
}

// make writes, verifies and seals one leaf partition in the stage, as its
// directory leaf. Nothing may lie there but what this run would make too, see
// keepOnly: all of it is published.
func (r *runner) make(ctx context.Context, t *task, st *stage, leaf string, u *unit, p *PartitionResult) error {
	names := t.names(leaf, u)
	r.opt.Events.stage(t.at(u), "rewrite")
	r.opt.Events.total(u.rows())
	watch := r.watch(t, u)
	records := make([]*fileRecord, len(u.files))
	for i, f := range u.files {
		rec, ok := st.done(names[i], r.opt.Version)
		var err error
		if ok {
			err = watch.read(ctx, f)
		} else {
			rec, err = r.write(ctx, t, st, watch, f, u.ids[i], names[i])
		}
		if err != nil && !ok {
			// Nobody can go on with a part of a file, and the disk may be full of it.
			err = errors.Join(err, r.fs.RemoveAll(st.part(names[i])))
		}
		if err != nil {
			return err
		}
		records[i] = rec
	}
	t, err := watch.judge(t, u)
	if err != nil {
		// What was staged holds in clear what should not have been kept.
		return errors.Join(err, st.discard(leaf, names))
	}
	r.opt.Events.stage(t.at(u), "verify")
	r.opt.Events.total(u.rows())
	passed, err := r.verify(ctx, t, st, u, names, records)
	if ReasonOf(err) == NotVerified {
		err = errors.Join(err, st.discard(leaf, names)) // for the same reason
	}
	if err != nil {
		return err
	}
	m := r.manifest(t, u, records, passed)
	if p.manifest, err = st.seal(leaf, m, r.opt.Version, r.job.Output.Success); err != nil {
		return err
	}
	p.now = m
	p.holds(m)
	return nil
}

// manifest is what the sealed partition says of itself.
func (r *runner) manifest(t *task, u *unit, records []*fileRecord, passed []string) *Manifest {
	m := &Manifest{
		Schema: manifestV1, Job: r.job.Name, Table: t.table.Name, Purpose: r.job.Purpose, Recipient: r.job.Recipient,
		Previous: u.oldSum, Plan: t.hash, Policy: t.plan.Policy, KeyIDs: append([]string{}, t.plan.KeyIDs...), Columns: t.plan.manifestColumns(),
		Found: ageless(t.found), Rows: RowCounts{Dropped: map[string]int64{}}, Counts: map[string]int64{}, Verified: passed,
	}
	lost := map[string]bool{}
	for _, rec := range records {
		m.Inputs = append(m.Inputs, rec.Input)
		m.Outputs = append(m.Outputs, rec.Output)
		m.Rows.In += rec.RowsIn
		m.Rows.Out += rec.Output.Rows
		for why, n := range rec.Dropped {
			m.Rows.Dropped[why] += n
		}
		for what, n := range rec.Counts {
			m.Counts[what] += n
		}
		for _, key := range rec.Lost {
			lost[key] = true
		}
	}
	m.Dropped = slices.Sorted(maps.Keys(lost))
	return m
}

// unchanged makes sure that the inputs are still those that were read.
func (r *runner) unchanged(t *task, u *unit) error {
	for i, f := range u.files {
		id, err := identify(r.fs, f)
		gone := errors.Is(err, fs.ErrNotExist) || errors.Is(err, io.EOF)
		if err != nil && !gone {
			return err
		}
		if gone || !id.same(u.ids[i]) {
			return refuse(InputChanged, fmt.Errorf("%s changed while it was being read; run again", f.Path))
		}
	}
	if u.dir == "" {
		return nil
	}
	// Whoever writes a partition anew takes its marker away first.
	if ready, err := r.ready(t.table, u.dir); err != nil || ready {
		return err
	}
	return refuse(InputChanged, fmt.Errorf("%s lost its %s while it was being read; run again", u.dir, t.table.Ready))
}

// moved is what went wrong with a unit: that its inputs changed, where they did, and
// not what came of it.
func (r *runner) moved(t *task, u *unit, err error) error {
	switch ReasonOf(err) {
	case NotVerified, InputUnreadable, ColumnDrift:
		if changed := r.unchanged(t, u); ReasonOf(changed) == InputChanged {
			return changed
		}
	}
	return err
}

// ageless is a classification without the counts of children: they are of the
// day of the scan, and a manifest says the same on every day.
func ageless(found []detectors.Classification) []detectors.Classification {
	found = slices.Clone(found)
	for i := range found {
		found[i].Minors = detectors.Minors{}
	}
	return found
}
