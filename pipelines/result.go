package pipelines

import (
	"errors"
	"slices"

	"tuomin/pipelines/policy"
)

// An Outcome is how a run, or one partition of it, ended.
type Outcome string

const (
	OutcomeCommitted Outcome = "committed"
	OutcomeUnchanged Outcome = "unchanged"
	OutcomeRefused   Outcome = "refused" // somebody must decide or mend something
	OutcomeFailed    Outcome = "failed"  // the machine could not
)

// outcome is what a reason amounts to.
func (r Reason) outcome() Outcome {
	switch {
	case r == Committed:
		return OutcomeCommitted
	case r == Unchanged:
		return OutcomeUnchanged
	case r.Info().Retryable || r == IOFailed:
		return OutcomeFailed
	}
	return OutcomeRefused
}

// A Result is the one line of JSON that run and verify end with
// (tuomin.result/1).
type Result struct {
	Schema     string            `json:"schema"`
	Job        string            `json:"job"`
	Outcome    Outcome           `json:"outcome"`
	Reason     Reason            `json:"reason"`
	Retryable  bool              `json:"retryable"`
	Rows       RowCounts         `json:"rows"`
	Partitions []PartitionResult `json:"partitions"`
	Files      int               `json:"files"`
	Bytes      int64             `json:"bytes"`
	Manifest   string            `json:"manifest"` // SHA-256 over the manifests of all partitions, in order
	KeyIDs     []string          `json:"key_ids"`
	Drift      []Drift           `json:"drift"`

	// Warnings are of what is not wrong and hardly meant: see Unmet and leftBehind.
	Warnings policy.Errors `json:"-"`
	plans    []*Plan
}

// A PartitionResult is the part of a Result that one leaf partition makes.
type PartitionResult struct {
	Table   string    `json:"table"`
	Path    string    `json:"path"`
	Outcome Outcome   `json:"outcome"`
	Reason  Reason    `json:"reason"`
	Rows    RowCounts `json:"rows"`
	Error   string    `json:"error,omitempty"`

	files    int
	bytes    int64
	manifest string
	checks   []string // that were passed, by `verify` alone
	before   *Manifest
	now      *Manifest // that the run made
	err      error
}

// holds counts what a manifest lists.
func (p *PartitionResult) holds(m *Manifest) {
	p.Rows, p.files = m.Rows, len(m.Outputs)
	for _, o := range m.Outputs {
		p.bytes += o.Bytes
	}
}

// Checks lists what was verified.
func (p *PartitionResult) Checks() []string { return p.checks }

// Err is the error of the partition, nil where it was committed or unchanged.
func (p *PartitionResult) Err() error { return p.err }

// Err joins the errors of all partitions, nil where there are none.
func (r *Result) Err() error {
	var errs []error
	for i := range r.Partitions {
		if err := r.Partitions[i].err; err != nil && !slices.ContainsFunc(errs, func(e error) bool { return e.Error() == err.Error() }) {
			errs = append(errs, err)
		}
	}
	return errors.Join(errs...)
}

func newResult(job string) *Result {
	return &Result{
		Schema: "tuomin.result/1", Job: job, Outcome: OutcomeUnchanged, Reason: Unchanged,
		Rows: RowCounts{Dropped: map[string]int64{}}, Partitions: []PartitionResult{}, KeyIDs: []string{}, Drift: []Drift{},
	}
}

// add counts a partition in.
func (r *Result) add(p PartitionResult) {
	p.Outcome = p.Reason.outcome()
	if p.err != nil {
		p.Error = p.err.Error()
	}
	if p.Rows.Dropped == nil {
		p.Rows.Dropped = map[string]int64{}
	}
	r.Drift = append(r.Drift, driftIn(p.err)...)
	r.Partitions = append(r.Partitions, p)
	r.Files += p.files
	r.Bytes += p.bytes
	if p.Outcome == OutcomeCommitted || p.Outcome == OutcomeUnchanged {
		r.Rows.In += p.Rows.In
		r.Rows.Out += p.Rows.Out
		for why, n := range p.Rows.Dropped {
			r.Rows.Dropped[why] += n
		}
	}
	r.end(p.Reason)
}

// end makes reason the run's if it weighs more than what is there: any refusal
// more than a commit, a commit more than nothing to do.
func (r *Result) end(reason Reason) {
	switch {
	case reason.Info().Exit == 0 && r.Reason.Info().Exit == 0:
		if reason == Committed {
			r.Reason = Committed
		}
	default:
		r.Reason = worse(r.Reason, reason)
	}
	r.Outcome = r.Reason.outcome()
	r.Retryable = r.Reason.Info().Retryable
}
