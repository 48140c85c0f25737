package pipelines

import (
	"fmt"

	"tuomin/detectors"
	"tuomin/pipelines/policy"
	"tuomin/transforms"
	"tuomin/transforms/keys"
)

// newEnv is what a job lends its transforms. Here, and nowhere else, detectors
// and transforms meet.
func newEnv(job *policy.Job, ks *keys.Keyset) *transforms.Env {
	set := classesOf(job)
	env := &transforms.Env{
		Domain: func(name string) (string, bool) {
			form, ok := job.Domains[name]
			return form, ok
		},
		Canonical: set.Canonical,
		Nullish:   detectors.Nullish,
		Division:  detectors.AppendDivision,
		Space:     space,
		Checked: func(class string) bool {
			info, ok := set.InfoOf(class)
			return ok && info.Checks
		},
		Side: func(name string) (transforms.SideTable, error) {
			return nil, fmt.Errorf("no side table %q: this version has none", name)
		},
		Zone: job.Zone,
	}
	if ks != nil {
		env.Key = func(domain string) (keys.Key, error) {
			return ks.Key(domain, keys.Scope{Purpose: job.Purpose, Recipient: job.Recipient})
		}
	}
	return env
}

// space is how many values a class has, 0 where nobody can count them.
func space(class string) float64 {
	c, ok := detectors.ClassOf(class)
	if !ok {
		return 0
	}
	return c.Info().Space
}
