package policy

import "slices"

// Names are those that a job may use of what this package knows nothing of.
type Names struct {
	Classes []string // that detectors find
	Actions []string // that there are transforms for
	// Options says what is wrong with the options of an action. Like Level, it
	// may be nil in tests.
	Options func(action string, o Options) error
	// Level is that of a column of some verdict and classes.
	Level func(j *Job, verdict string, classes []string) string
	// Detectors says what is wrong with the detectors of a job or pack.
	Detectors func(list []Detector) Errors
	Checks    []string // that a detector may have
	Profiles  []string // of what is sensitive in law, the default first
}

// forms are those that a domain may have: of a class, of documents of all kinds,
// or of text.
func (n Names) forms() []string { return append(slices.Clone(n.Classes), "document", "device", "text") }

// ReadJob reads the text of a job file that is to lie at path.
func ReadJob(path string, text []byte, names Names) (*Job, error) {
	n, err := Parse(path, text)
	if err != nil {
		return nil, err
	}
	jobs, err := readJobs(n, path, names, nil)
	if err != nil {
		return nil, err
	}
	return jobs[0], nil
}
