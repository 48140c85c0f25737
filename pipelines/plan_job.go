package pipelines

import (
	"cmp"
	"context"
	"errors"

	"tuomin/pipelines/policy"
	"tuomin/scanners/files"
	"tuomin/transforms/keys"
)

// PlanAll plans every table of a job and writes nothing; of one with a range of
// days, every table of each day. It returns the plans as far as they go, and
// everything that is wrong with them. Keys may be nil.
func PlanAll(ctx context.Context, jobs []*policy.Job, ks *keys.Keyset, fsys files.FS, opt Options) ([]*Plan, error) {
	var plans []*Plan
	var errs []error
	reason := Committed
	for _, job := range jobs {
		opt.Classes = classesOf(job)
		r := &runner{job: job, keys: ks, fs: fsys, opt: opt, result: newResult(job.Name)}
		for i := range job.Tables {
			p, err := r.planTable(ctx, &job.Tables[i])
			if p != nil {
				plans = append(plans, p)
			}
			if err != nil {
				errs = append(errs, err)
				reason = worse(reason, ReasonOf(err))
			}
		}
	}
	if len(errs) > 0 {
		return plans, refuse(reason, errors.Join(errs...))
	}
	return plans, nil
}

// Unmet warns of columns that the rules of a job name, and no table of it has. It
// says nothing where a table could not be planned.
func Unmet(jobs []*policy.Job, plans []*Plan) policy.Errors {
	if len(plans) < len(jobs)*len(jobs[0].Tables) {
		return nil
	}
	var paths []string
	for _, p := range plans {
		paths = append(paths, p.all...)
		for i := range p.Drift { // columns that are gone are nowhere else
			paths = append(paths, string(p.Drift[i].Column))
		}
	}
	return jobs[0].Unmet(paths)
}

// PlanJob is PlanAll of a job without a range.
func PlanJob(ctx context.Context, job *policy.Job, ks *keys.Keyset, fsys files.FS, opt Options) ([]*Plan, error) {
	return PlanAll(ctx, []*policy.Job{job}, ks, fsys, opt)
}

func (r *runner) planTable(ctx context.Context, jt *policy.Table) (*Plan, error) {
	out := realPath(r.job.OutputPath(jt.Name))
	if err := apart(jt.Input, out); err != nil {
		return nil, err
	}
	t, units, err := r.discover(ctx, jt, out)
	if err != nil {
		return nil, err
	}
	if err := readable(units); err != nil {
		return nil, err
	}
	tk, err := r.plan(ctx, jt, t, units)
	if tk == nil {
		return nil, err
	}
	if err == nil {
		err = r.sameKeys(tk, units, out)
	}
	// What could not be read while it was classified is not part of the plan.
	return tk.plan, cmp.Or(err, readable(units))
}

func readable(units []*unit) error {
	for _, u := range units {
		if u.late != nil {
			return u.late
		}
		if len(u.failed) > 0 {
			return unreadable(u)
		}
	}
	return nil
}

// Refused is the result of a run that ended before it began.
func Refused(job string, err error) *Result {
	r := newResult(job)
	reason := ReasonOf(err)
	if reason == IOFailed {
		var list policy.Errors
		if errors.As(err, &list) {
			reason = BadJob
			if list.Has(policy.NotBuilt) && onlyNotBuilt(list) {
				reason = NotBuilt
			}
		}
	}
	r.end(reason)
	return r
}

// RefusedKeys is the result of a run whose keys could not be opened.
func RefusedKeys(job string, err error) *Result {
	r := newResult(job)
	r.end(keyReason(err))
	return r
}

func onlyNotBuilt(list policy.Errors) bool {
	for _, e := range list {
		if e.Code != policy.NotBuilt {
			return false
		}
	}
	return true
}
