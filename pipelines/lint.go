package pipelines

import (
	"errors"
	"fmt"
	"slices"

	"tuomin/pipelines/policy"
	"tuomin/scanners/columns"
	"tuomin/transforms"
)

// A Lint is what can be said of a job without its data and its keys.
type Lint struct {
	File     string
	Name     string        // of the job
	Errors   policy.Errors // with any, nothing else is known
	Warnings policy.Errors
	Defaults []policy.Default // that the job relies on
	Tests    int              // of its own, all of which hold
}

// LintJob checks a job file, the policy that it names, and what its rules ask
// for as far as that can be known without a column. Params may be set as for a
// run; those that are not have a value that they could have. The error is that
// of reading files.
func LintJob(path string, set []string) (*Lint, error) {
	l := &Lint{File: path}
	job, err := policy.CheckJob(path, names(), set)
	if err != nil {
		if !errors.As(err, &l.Errors) {
			return nil, noJob(err)
		}
		return l, nil
	}
	needs := l.bind(job)
	l.Name, l.Defaults, l.Tests, l.Warnings = job.Name, job.Defaults, len(job.Tests), job.Warnings()
	if len(needs) > 0 && !job.Keys.Ephemeral && job.Keys.Keyset == "" {
		l.Warnings = append(l.Warnings, &policy.Error{
			Pos: job.RulesPos, Path: "keys", Code: policy.NoKeys, Hint: `keys: {keyset: "file:keys.json", kek: "env:TUOMIN_KEK"}`,
			Msg: fmt.Sprintf("the job has no keys, and %d rules make pseudonyms; the first is at %s", len(needs), needs[0].Pos),
		})
	}
	l.Errors.Sorted()
	l.Warnings.Sorted()
	return l, nil
}

// bind ties each rule's transform to a column of text, of each class that the
// rule names. What is refused there is refused wherever the rule will decide.
// It returns the rules that need keys.
func (l *Lint) bind(job *policy.Job) (needKeys []*policy.Rule) {
	env := newEnv(job, nil)
	for i := range job.Rules {
		rule := &job.Rules[i]
		entry, _ := transforms.Lookup(rule.Action.Name) // loading the job has asked for it
		t, err := newTransform(entry, rule.Action.Options)
		if err != nil {
			continue // and for its options
		}
		classes := slices.DeleteFunc(slices.Concat(rule.Match.Classes, rule.Match.Contains), func(c string) bool { return c == "none" })
		named := len(classes) > 0
		if !named {
			classes = []string{"none"}
		}
		domain := ""
		for _, class := range classes {
			b, err := t.Bind(textColumn, class, env)
			domain = b.Domain
			if err != nil && (named || !errors.Is(err, transforms.ErrProfile)) {
				l.Errors = append(l.Errors, refusedRule(rule, class, named, err))
			}
		}
		if domain != "" && !job.Shadowed(i) {
			needKeys = append(needKeys, rule)
		}
	}
	return needKeys
}

// textColumn is a column that has no reason to be refused.
var textColumn = &columns.Column{Path: "c", Type: columns.Type{Kind: columns.Text}, MaxDef: 1, Optional: true}

func refusedRule(rule *policy.Rule, class string, named bool, err error) *policy.Error {
	e := &policy.Error{Pos: rule.Action.Pos, Path: rule.Path + ".do", Code: policy.Refused, Err: err}
	var refused *transforms.BindError
	if errors.As(err, &refused) {
		err = refused.Err // the column is one that nobody has
	}
	e.Msg = fmt.Sprintf("cannot %s: %v", rule.Action.Name, err)
	if named {
		e.Msg = fmt.Sprintf("cannot %s %s: %v", rule.Action.Name, class, err)
	}
	return e
}
