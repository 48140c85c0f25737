package pipelines

import (
	"testing"
	"time"

	"tuomin/detectors"
	"tuomin/pipelines/policy"
	"tuomin/scanners/columns"
)

// What a job says outside its rules and decides bytes makes another plan, or what was
// made before would be taken for what it would make now. What decides none does not.
func TestHashOfWhatDecidesBytes(t *testing.T) {
	b := newBench(t, `
  - {match: {column: pin}, do: {hmac: {domain: account}}}
  - {match: {column: paid}, do: {generalize: {to: month}}}
  - {match: {column: badge}, do: {mask: {keep_first: 1}}}`, "", orders(1, 1))
	badge := policy.Detector{Name: "badge", Title: "Badge", Level: "L2", Pattern: `B\d{9}`, Hit: []string{"B123456782"}, Miss: []string{"B"}}
	hash := func(instants bool, change func(job *policy.Job)) string {
		t.Helper()
		job := *b.job
		job.Domains, job.Detectors = map[string]string{"account": "account_id"}, []policy.Detector{badge}
		change(&job)
		schema := &columns.Schema{Leaves: []columns.Column{
			{Path: "pin", Type: columns.Type{Kind: columns.Text}},
			{Path: "paid", Type: columns.Type{Kind: columns.Timestamp, Unit: columns.Micro, Width: 8, UTC: instants}},
			{Path: "badge", Type: columns.Type{Kind: columns.Text}},
		}}
		var found []detectors.Classification
		for i := range schema.Leaves {
			found = append(found, detectors.Classification{Path: schema.Leaves[i].Path, Class: "badge", Verdict: detectors.VerdictIs})
		}
		p, err := NewPlan(&job, &policy.Table{Name: "order"}, schema, Basis{Found: found}, nil)
		if err != nil {
			t.Fatal(err)
		}
		return p.Hash()
	}
	shanghai := func(job *policy.Job) { job.Zone = time.FixedZone("Asia/Shanghai", 8*3600) }
	for _, c := range []struct {
		name     string
		instants bool
		change   func(job *policy.Job)
		differs  bool
	}{
		{"nothing", true, func(*policy.Job) {}, false},
		{"the form of a domain", true, func(job *policy.Job) { job.Domains["account"] = "text" }, true},
		{"the form of another", true, func(job *policy.Job) { job.Domains["mobile"] = "text" }, false},
		{"the zone of instants", true, shanghai, true},
		{"the zone where none are", false, shanghai, false},
		{"a check, of which a mask hides more", true, func(job *policy.Job) {
			job.Detectors = []policy.Detector{badge}
			job.Detectors[0].Check = "luhn"
		}, true},
	} {
		if differs := hash(c.instants, func(*policy.Job) {}) != hash(c.instants, c.change); differs != c.differs {
			t.Errorf("%s: another plan: %v", c.name, differs)
		}
	}
}
