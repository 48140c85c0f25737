package policy

import (
	"fmt"
	"slices"
	"strings"
)

// A Test is a column that the author of a job has in mind, and what must
// become of it. It is held against the rules alone, so that it needs no data:
//
//	tests:
//	  - {column: receiver.phone, class: cn_mobile, expect: {mask: {profile: waybill}}}
//	  - {column: remark, contains: [cn_mobile, cn_id18], expect: drop}
//	  - {column: c7, verdict: unknown, expect: stop}
type Test struct {
	Pos    Pos
	Path   string // tests[0]
	Column Subject
	Expect Action // Stop is its name where no rule may decide
}

// Stop is what a test expects of a column that no rule may decide: a job over
// it ends until somebody does.
const Stop = "stop"

// testKeys are those of a rule's match, each with one value, and the
// expectation. There, partition is a flag.
var testKeys = append(slices.Clone(matchKeys), "expect")

func (r *reader) tests(n *Node, j *Job) (tests []Test) {
	if n == nil {
		return nil
	}
	if n.Shape != List {
		r.fail(n, BadValue, "tests: [{column: phone, class: cn_mobile, expect: drop}]", "want a list of tests, have %s", n.describe())
		return nil
	}
	for _, item := range n.Items {
		if !r.keys(item, testKeys, nil) {
			continue
		}
		before := len(r.errs)
		t := Test{Pos: item.Pos, Path: item.Path, Column: r.subject(item, j)}
		if v := r.required(item, "expect", "expect: drop; or expect: stop, where no rule may decide"); v != nil {
			if v.Shape == Scalar && v.Text == Stop {
				t.Expect = Action{Pos: v.Pos, Path: v.Path, Name: Stop}
			} else {
				t.Expect = r.action(v)
			}
		}
		if len(r.errs) == before {
			tests = append(tests, t)
		}
	}
	return tests
}

// subject reads the column of a test.
func (r *reader) subject(n *Node, j *Job) (s Subject) {
	if v := r.required(n, "column", "column: receiver.phone"); v != nil {
		s.Path = r.text(v)
	}
	class := ""
	if v := n.Get("class"); v != nil {
		class = r.known(v, "class", append(slices.Clone(r.names.Classes), "none"))
	}
	if v := n.Get("contains"); v != nil {
		s.Contains = r.texts(v)
		for i := range s.Contains {
			r.known(item(v, i), "class", r.names.Classes)
		}
	}
	for key, into := range map[string]struct {
		text  *string
		words []string
	}{"verdict": {&s.Verdict, verdicts}, "role": {&s.Role, roles}, "level": {&s.Level, levels}} {
		if v := n.Get(key); v != nil {
			*into.text = r.oneOf(v, into.words)
		}
	}
	s.Type = "string"
	if v := n.Get("type"); v != nil {
		s.Type = r.text(v)
	}
	if v := n.Get("partition"); v != nil {
		s.Partition = r.flag(v)
	}
	r.verdictOf(n, class, &s)
	if s.Level == "" && r.names.Level != nil {
		s.Level = r.names.Level(j, s.Verdict, append(slices.Clone(s.Contains), s.Class))
	}
	return s
}

// verdictOf completes what a test says of a column's verdict by what it says of
// its class, and refuses what no column can be.
func (r *reader) verdictOf(n *Node, class string, s *Subject) {
	said := s.Verdict != ""
	switch {
	case said:
	case len(s.Contains) > 0:
		s.Verdict = "contains"
	case class == "none":
		s.Verdict = "none"
	case class != "":
		s.Verdict = "is"
	default:
		r.fail(n, Missing, "class: cn_mobile, or contains: [cn_mobile], or verdict: unknown", "the test does not say what is in the column")
		return
	}
	personal := class != "" && class != "none"
	ok := false
	switch s.Verdict {
	case "is", "masked", "damaged":
		ok = personal && len(s.Contains) == 0
		s.Class = class
	case "contains":
		ok = class == "" && len(s.Contains) > 0
	case "none":
		ok = !personal && len(s.Contains) == 0
	case "unknown":
		ok = class == "" && len(s.Contains) == 0
	}
	if !ok {
		r.fail(n, BadValue, "is, masked and damaged go with class; contains with a list of classes; unknown and none with neither",
			"no column is like that: verdict %s does not go with the rest", s.Verdict)
	}
}

// Decides is the rule that decides a column: the first that matches, nil where
// none does.
func (j *Job) Decides(s Subject) *Rule {
	for i := range j.Rules {
		if j.Rules[i].Match.Match(s) {
			return &j.Rules[i]
		}
	}
	return nil
}

// runTests holds the tests against the rules.
func (r *reader) runTests(j *Job) {
	for i := range j.Tests {
		t := &j.Tests[i]
		rule := j.Decides(t.Column)
		e := &Error{Pos: t.Expect.Pos, Path: t.Path, Code: TestFailed}
		switch {
		case rule == nil && t.Expect.Name == Stop:
			continue
		case rule == nil:
			e.Msg = fmt.Sprintf("%s: expected %s, and no rule matches the column", t.Column, t.Expect)
			e.Hint = fmt.Sprintf("add a rule: - {match: {column: %q}, do: %s}", t.Column.Path, t.Expect)
		case rule.Action.meets(t.Expect):
			continue
		default:
			e.Msg = fmt.Sprintf("%s: expected %s, and %s (%s) decides %s", t.Column, t.Expect, rule.Path, rule.Pos, rule.Action)
			e.Hint = "the first rule that matches decides: put one for this column before it, or correct the test"
		}
		r.errs = append(r.errs, e)
	}
}

// meets reports whether an action is the expected one. Options that a test
// leaves out altogether may be anything; those that it names are all there are.
func (a Action) meets(expected Action) bool {
	return a.Name == expected.Name && (expected.Options.Empty() || a.Options.String() == expected.Options.String())
}

// String writes an action as a job file does.
func (a Action) String() string {
	if a.Options.Empty() {
		return a.Name
	}
	return "{" + a.Name + ": " + a.Options.String() + "}"
}

// String names a column as a test describes it.
func (s Subject) String() string {
	what := s.Verdict
	switch {
	case s.Class != "" && s.Verdict == "is":
		what = s.Class
	case s.Class != "":
		what += " " + s.Class
	case len(s.Contains) > 0:
		what += " " + strings.Join(s.Contains, ", ")
	}
	return fmt.Sprintf("column %s (%s)", s.Path, what)
}
