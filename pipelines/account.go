package pipelines

import (
	"context"
	"fmt"
	"maps"
	"path/filepath"
	"slices"
	"strings"

	"tuomin/detectors"
	"tuomin/pipelines/policy"
	"tuomin/scanners/files"
)

// An Account is what a run, or an output that stands, answers for: every
// manifest with the one it replaced, and how each partition ended.
type Account struct {
	Job, Purpose, Recipient string
	Result                  *Result
	Standing                bool           // read from an output; no run was made
	Tables                  []AccountTable // in the order of the job
}

// An AccountTable is the part of one table.
type AccountTable struct {
	Name          string
	Input, Output string             // as the job has them; Input is "" where only the output is known
	Parts         []AccountPartition // by path
	Last          *Manifest          // of before the run, what columns are compared with; nil where nothing stood
}

// An AccountPartition is one leaf partition.
type AccountPartition struct {
	Result PartitionResult
	Now    *Manifest // what stands after the run; nil where nothing could be made
	Before *Manifest // what stood before the run; nil where nothing did
	Hash   string    // of Now
}

// Account gathers what a run answers for, from what it has in hand.
func (r *Result) Account(job *policy.Job) *Account {
	a := &Account{Job: job.Name, Purpose: job.Purpose, Recipient: job.Recipient, Result: r}
	for i := range job.Tables {
		jt := &job.Tables[i]
		a.Tables = append(a.Tables, r.account(jt.Name, jt.Input, job.OutputPath(jt.Name)))
	}
	return a
}

func (r *Result) account(table, input, output string) AccountTable {
	t := AccountTable{Name: table, Input: input, Output: output}
	for _, p := range r.Partitions {
		if p.Table != table {
			continue
		}
		part := AccountPartition{Result: p, Now: p.now, Before: p.before, Hash: p.manifest}
		if p.before != nil {
			t.Last = p.before
		}
		if p.Outcome != OutcomeCommitted {
			part.Now = p.before // a refused run leaves what stood
		}
		if p.Outcome != OutcomeCommitted && p.Outcome != OutcomeUnchanged {
			part.Hash = "" // of what was made and not published
		}
		t.Parts = append(t.Parts, part)
	}
	return t
}

// AccountOutput reads what an output says of itself. It trusts the manifests:
// whether the files are still what these say is the business of VerifyOutput.
func AccountOutput(ctx context.Context, output string, fsys files.FS) (*Account, error) {
	output = filepath.Clean(output)
	stands, err := walkOutput(fsys, output)
	if err != nil {
		return nil, err
	}
	r := newResult("")
	a := &Account{Result: r, Standing: true}
	for _, rel := range stands.leaves {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		m, sum, err := readManifest(fsys, filepath.Join(output, rel))
		if err != nil {
			return nil, err
		}
		if m == nil {
			return nil, refuse(OutputNotOurs, fmt.Errorf("%s has no manifest", filepath.Join(output, rel)))
		}
		p := PartitionResult{Table: m.Table, Path: rel, Reason: Unchanged, before: m, manifest: sum}
		p.holds(m)
		r.add(p)
		r.addKeys(m.KeyIDs)
		if a.Job != "" && a.Job != m.Job {
			return nil, refuse(OutputNotOurs, fmt.Errorf("%s holds outputs of two jobs, %s and %s; name one of them", output, a.Job, m.Job))
		}
		r.Job, a.Job, a.Purpose, a.Recipient = m.Job, m.Job, m.Purpose, m.Recipient
	}
	r.seal()
	for _, p := range r.Partitions {
		if !slices.ContainsFunc(a.Tables, func(t AccountTable) bool { return t.Name == p.Table }) {
			a.Tables = append(a.Tables, r.account(p.Table, "", output))
		}
	}
	return a, nil
}

// ReportApart refuses a report file that would lie in an output or an input of
// the job: whoever reads those directories would take it for data.
func ReportApart(job *policy.Job, file string) error {
	f := realPath(file)
	for i := range job.Tables {
		for _, dir := range []string{job.OutputPath(job.Tables[i].Name), job.Tables[i].Input} {
			if d := realPath(dir); d == f || within(d, f) {
				return refuse(OutputOverlaps, fmt.Errorf("report %s would lie in %s, among the data; write it somewhere else", file, dir))
			}
		}
	}
	return nil
}

// A Difference is one thing that differs from the last run.
type Difference struct {
	Kind   string `json:"kind"`   // column_added, column_gone, class, action, keys, policy
	Column string `json:"column"` // "" where it is of the whole table
	Was    string `json:"was"`
	Now    string `json:"now"`
	// Partition is where a difference is in one of a table's partitions alone.
	Partition string `json:"partition,omitempty"`
}

// Changes compares the columns, keys and policy of a table with those of its
// last run. Row counts are compared partition by partition, where a partition
// has been made anew.
func (t *AccountTable) Changes() []Difference {
	now := t.now()
	if t.Last == nil || now == nil || now == t.Last {
		return nil
	}
	var list []Difference
	add := func(kind, column, was, is string) {
		if was != is {
			list = append(list, Difference{Kind: kind, Column: column, Was: was, Now: is})
		}
	}
	for i := range now.Columns {
		c := &now.Columns[i]
		old := t.Last.column(string(c.Path))
		if old == nil {
			add("column_added", string(c.Path), "", c.Class)
			continue
		}
		add("class", string(c.Path), old.Class, c.Class)
		add("action", string(c.Path), old.did(), c.did())
	}
	for i := range t.Last.Columns {
		if c := &t.Last.Columns[i]; now.column(string(c.Path)) == nil {
			add("column_gone", string(c.Path), c.Class, "")
		}
	}
	add("keys", "", strings.Join(t.Last.KeyIDs, " "), strings.Join(now.KeyIDs, " "))
	add("policy", "", t.Last.Policy, now.Policy)
	return list
}

// now is the newest manifest of the table: one of this run, where there is
// one.
func (t *AccountTable) now() (m *Manifest) {
	for i := range t.Parts {
		if p := &t.Parts[i]; p.Now != nil && (m == nil || p.Now != p.Before) {
			m = p.Now
		}
	}
	return m
}

// Columns are those of the table's newest manifest.
func (t *AccountTable) Columns() []ManifestColumn {
	if m := t.now(); m != nil {
		return m.Columns
	}
	return nil
}

// Found is the classification that the newest manifest binds a column by, nil
// where it knows none.
func (t *AccountTable) Found(column string) *detectors.Classification {
	m := t.now()
	i := slices.IndexFunc(m.Found, func(c detectors.Classification) bool { return string(c.Path) == column })
	if i < 0 {
		return nil
	}
	return &m.Found[i]
}

// Otherwise lists what partitions that were made by another plan than the newest one
// do to columns, as differences from it: what is said of the table is not true of
// them. Partition is where.
func (t *AccountTable) Otherwise() (list []Difference) {
	now := t.now()
	for i := range t.Parts {
		m := t.Parts[i].Now
		if m == nil || now == nil || m.Plan == now.Plan {
			continue
		}
		for j := range m.Columns {
			c := &m.Columns[j]
			does := "–"
			if of := now.column(string(c.Path)); of != nil {
				does = of.did()
			}
			if c.did() != does {
				list = append(list, Difference{Kind: "action", Column: string(c.Path), Was: does, Now: c.did(), Partition: t.Parts[i].Result.Path})
			}
		}
	}
	return list
}

// Checks are those that every manifest of the table has passed.
func (t *AccountTable) Checks() []string {
	var all []string
	first := true
	for i := range t.Parts {
		m := t.Parts[i].Now
		if m == nil {
			continue
		}
		if first {
			all, first = slices.Clone(m.Verified), false
		}
		all = slices.DeleteFunc(all, func(c string) bool { return !slices.Contains(m.Verified, c) })
	}
	return all
}

func (m *Manifest) column(path string) *ManifestColumn {
	i := slices.IndexFunc(m.Columns, func(c ManifestColumn) bool { return string(c.Path) == path })
	if i < 0 {
		return nil
	}
	return &m.Columns[i]
}

// did is the action with its options, as comparisons show it.
func (c *ManifestColumn) did() string {
	parts := []string{c.Action}
	for _, key := range slices.Sorted(maps.Keys(c.Options)) {
		parts = append(parts, key+"="+c.Options[key])
	}
	return strings.Join(parts, " ")
}
