package pipelines

import (
	"errors"
	"io/fs"
	"syscall"

	"tuomin/detectors"
	"tuomin/pipelines/policy"
	"tuomin/transforms"
)

// LoadJob reads a job file whose params have defaults, or that has none.
func LoadJob(path string) (*policy.Job, error) {
	jobs, err := LoadJobs(path, nil)
	if err != nil {
		return nil, err
	}
	return jobs[0], nil
}

// LoadJobs reads a job file, with the names that this program knows and what
// its params are set to, name=value each: a job for each day of a range, else
// one.
func LoadJobs(path string, set []string) ([]*policy.Job, error) {
	jobs, err := policy.LoadJobs(path, names(), set)
	return jobs, noJob(err)
}

// noJob is an error of reading a job. A file that is not there is a mistake, as is one
// that is a directory: it takes somebody to mend it.
func noJob(err error) error {
	if errors.Is(err, fs.ErrNotExist) || errors.Is(err, syscall.EISDIR) {
		return refuse(BadJob, err)
	}
	return err
}

// BaseDomains are the key domains of the policy of jobs that name none.
func BaseDomains() ([]string, error) { return policy.BaseDomains(names()) }

// names are what a job may use of detectors and transforms.
func names() policy.Names { return namesOf(detectors.Shipped()) }

// namesOf are what may be used where the classes of a set are known.
func namesOf(set *detectors.Set) policy.Names {
	n := policy.Names{Level: levelOf, Options: func(action string, o policy.Options) error {
		entry, _ := transforms.Lookup(action) // asked for names of Actions only
		_, err := newTransform(entry, o)
		return err
	}}
	n.Detectors, n.Checks = detectorErrors, detectors.Algorithms()
	for _, p := range detectors.Profiles() {
		n.Profiles = append(n.Profiles, string(p))
	}
	for _, c := range set.Classes() {
		n.Classes = append(n.Classes, c.Name)
	}
	for _, t := range transforms.All() {
		n.Actions = append(n.Actions, t.Name)
	}
	return n
}

// newTransform makes a transform of its part of a job file.
func newTransform(entry transforms.Entry, o policy.Options) (transforms.Transform, error) {
	if o.Empty() {
		return entry.New(transforms.None{})
	}
	return entry.New(o)
}

// levelOf is the level of a column by what is in it, as its classification has
// it.
func levelOf(job *policy.Job, verdict string, classes []string) string {
	set := classesOf(job)
	level, _ := set.Grade(verdict)
	for _, name := range classes {
		l, _ := set.Grade(name)
		level = max(level, l)
	}
	return level
}
