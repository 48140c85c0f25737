package policy

import (
	"errors"
	"slices"
	"strings"
)

// A Rule says what is done with the columns that it matches. The first rule
// that matches a column decides.
type Rule struct {
	Pos    Pos
	Path   string // rules[3]
	Match  Match
	Action Action
}

// A Match is the conditions of a rule. All that are given must hold.
type Match struct {
	Pos       Pos
	Classes   []string // one of them, by a verdict of is, masked or damaged; or "none"
	Contains  []string // all that the column contains are among them
	Verdicts  []string
	Columns   []Glob // one of them
	Types     []string
	Roles     []string
	Levels    []string
	Partition []Glob // a partition column, by name

	wrong bool // a condition could not be read, so that nobody knows what it matches
}

// An Action is the name of a transform and its options.
type Action struct {
	Pos     Pos
	Path    string
	Name    string
	Options Options
}

// everything reports whether the match has no condition.
func (m *Match) everything() bool {
	return !m.wrong && len(m.Classes)+len(m.Contains)+len(m.Verdicts)+len(m.Columns)+len(m.Types)+len(m.Roles)+len(m.Levels)+len(m.Partition) == 0
}

// A Subject is what a rule is matched against: one column and its verdict.
type Subject struct {
	Path      string
	Class     string // with verdict is, masked or damaged; else ""
	Verdict   string
	Contains  []string // classes found in a column of verdict contains
	Type      string
	Role      string
	Level     string
	Partition bool
}

// Match reports whether a rule matches a column. "none" in class matches the
// verdict none, and never unknown.
func (m *Match) Match(s Subject) bool {
	return (len(m.Classes) == 0 || m.class(s)) &&
		(len(m.Contains) == 0 || s.Verdict == "contains" && subset(s.Contains, m.Contains)) &&
		(len(m.Verdicts) == 0 || slices.Contains(m.Verdicts, s.Verdict)) &&
		(len(m.Columns) == 0 || anyGlob(m.Columns, s.Path)) &&
		(len(m.Types) == 0 || slices.Contains(m.Types, s.Type)) &&
		(len(m.Roles) == 0 || slices.Contains(m.Roles, s.Role)) &&
		(len(m.Levels) == 0 || slices.Contains(m.Levels, s.Level)) &&
		(len(m.Partition) == 0 || s.Partition && anyGlob(m.Partition, s.Path))
}

// Names reports whether a match says which columns it is about, or all of these
// classes: whoever wrote it knew of them.
func (m *Match) Names(classes []string) bool {
	return len(m.Columns)+len(m.Partition) > 0 || subset(classes, m.Classes)
}

func (m *Match) class(s Subject) bool {
	switch s.Verdict {
	case "is", "masked", "damaged":
		return slices.Contains(m.Classes, s.Class)
	case "none":
		return slices.Contains(m.Classes, "none")
	}
	return false
}

func subset(all, of []string) bool {
	for _, s := range all {
		if !slices.Contains(of, s) {
			return false
		}
	}
	return len(all) > 0
}

func anyGlob(globs []Glob, path string) bool {
	return slices.ContainsFunc(globs, func(g Glob) bool { return g.Match(path) })
}

var (
	matchKeys = []string{"class", "contains", "verdict", "column", "type", "role", "level", "partition"}
	verdicts  = []string{"is", "contains", "masked", "damaged", "unknown", "none"}
	roles     = []string{"self", "sender", "recipient", "courier", "worker", "relative", "minor"}
	levels    = []string{"L1", "L2", "L3", "L4"}

	// unbuiltActions are documented, and come later.
	unbuiltActions = []string{"shift_date", "surrogate", "fpe", "encrypt", "token", "redact", "json"}
	// unbuiltOptions are those of actions that are built.
	unbuiltOptions = map[string][]string{"keep": {"accept_unread"}}
)

func (r *reader) rules(n *Node) []Rule {
	if n == nil {
		return nil
	}
	if n.Shape != List {
		r.fail(n, BadValue, "rules: [{match: {class: cn_mobile}, do: {hmac: {domain: mobile}}}]", "want a list of rules, have %s", n.describe())
		return nil
	}
	var rules []Rule
	for _, item := range n.Items {
		rule := Rule{Pos: item.Pos, Path: item.Path}
		if !r.keys(item, []string{"match", "do"}, nil) {
			continue
		}
		if m := r.required(item, "match", "match: {class: none}"); m != nil {
			rule.Match = r.match(m)
		}
		if do := r.required(item, "do", "do: keep"); do != nil {
			rule.Action = r.action(do)
		}
		rules = append(rules, rule)
	}
	return rules
}

func (r *reader) match(n *Node) (m Match) {
	m.Pos = n.Pos
	before := len(r.errs)
	defer func() { m.wrong = len(r.errs) > before }()
	if !r.keys(n, matchKeys, []string{"event", "entity"}) {
		return m
	}
	list := func(key string, words []string) []string {
		v := n.Get(key)
		if v == nil {
			return nil
		}
		out := r.texts(v)
		for i := range out {
			switch at := item(v, i); {
			case words != nil:
				r.known(at, strings.Replace(key, "contains", "class", 1), words)
			case out[i] == "" && at.Shape == Scalar:
				r.fail(at, BadValue, "", "it is empty: no column is called that")
			}
		}
		return out
	}
	globs := func(key string) []Glob {
		var out []Glob
		for _, s := range list(key, nil) {
			out = append(out, NewGlob(s))
		}
		return out
	}
	m.Classes, m.Contains = list("class", append(slices.Clone(r.names.Classes), "none")), list("contains", r.names.Classes)
	m.Verdicts, m.Roles, m.Levels = list("verdict", verdicts), list("role", roles), list("level", levels)
	m.Types, m.Columns, m.Partition = list("type", nil), globs("column"), globs("partition")
	return m
}

// known reads a name that must be one of those.
func (r *reader) known(n *Node, what string, names []string) string {
	s := r.text(n)
	switch {
	case n.Shape != Scalar, slices.Contains(names, s):
	case slices.Contains(verdicts, s):
		r.fail(n, UnknownKey, "write match: {verdict: "+s+"}", "%s is a verdict, not a %s", s, what)
	default:
		r.fail(n, UnknownKey, meant(s, slices.Clone(names)), "no such %s: %s", what, n.describe())
	}
	return s
}

// item is element i of a list, or the scalar that stands for one.
func item(n *Node, i int) *Node {
	if n.Shape == List {
		return n.Items[i]
	}
	return n
}

// action reads `do: keep`, `do: mask` and `do: {mask: {keep_first: 3}}`. Which
// transforms there are is for the plan to know.
func (r *reader) action(n *Node) Action {
	a := Action{Pos: n.Pos, Path: n.Path}
	switch n.Shape {
	case Scalar:
		a.Name = n.Text
	case Map:
		if len(n.Fields) != 1 {
			r.fail(n, BadValue, "", "want one action, have %d", len(n.Fields))
			return a
		}
		f := n.Fields[0]
		a.Name, a.Pos, a.Path = f.Key, f.Pos, f.Value.Path
		switch f.Value.Shape {
		case NullValue:
		case Map:
			a.Options = Options{f.Value}
		default:
			r.fail(f.Value, BadValue, "do: {mask: {keep_first: 3}}", "want the options of %s as keys and values, have %s", f.Key, f.Value.describe())
		}
	case NullValue:
		r.fail(n, BadValue, meant("null", nil), "want an action, have nothing")
	default:
		r.fail(n, BadValue, "", "want an action, have %s", n.describe())
	}
	r.acts(n, a)
	return a
}

// acts checks the name and the options of an action.
func (r *reader) acts(n *Node, a Action) {
	switch {
	case n.Shape == NullValue, n.Shape == List: // that has been said
	case a.Name == "":
		r.fail(n, BadValue, "", "want an action, have an empty name")
	case slices.Contains(r.names.Actions, a.Name):
		r.options(a)
	case !slices.Contains(unbuiltActions, a.Name):
		hint := meant(a.Name, append(slices.Clone(r.names.Actions), unbuiltActions...))
		r.errs = append(r.errs, &Error{Pos: a.Pos, Path: n.Path, Code: UnknownKey, Msg: "no such action: " + (&Node{Text: a.Name}).describe(), Hint: hint})
	default:
		r.errs = append(r.errs, &Error{Pos: a.Pos, Path: n.Path, Code: NotBuilt, Msg: a.Name + " is documented, but not built in this version", Hint: "take it out until then"})
	}
}

// options has the options of an action decoded, so that what is wrong with them
// is said with everything else.
func (r *reader) options(a Action) {
	built := r.built(a)
	if r.names.Options == nil {
		return
	}
	err := r.names.Options(a.Name, built)
	var list Errors
	switch {
	case err == nil:
	case errors.As(err, &list):
		r.errs = append(r.errs, list...)
	default:
		r.errs = append(r.errs, &Error{Pos: a.Pos, Path: a.Path, Code: BadValue, Msg: err.Error(), Err: err})
	}
}

// built is the options of an action without those that come later, of which it says so.
func (r *reader) built(a Action) Options {
	if a.Options.Empty() {
		return a.Options
	}
	node, now, late := *a.Options.node, []Field{}, []Field{}
	for _, f := range node.Fields {
		if slices.Contains(unbuiltOptions[a.Name], f.Key) {
			late = append(late, f)
		} else {
			now = append(now, f)
		}
	}
	node.Fields = late
	r.keys(&node, nil, unbuiltOptions[a.Name])
	node.Fields = now
	return Options{&node}
}

// unreached finds rules behind one that matches every column.
func (r *reader) unreached(rules []Rule) {
	for i, first := range rules {
		if !first.Match.everything() {
			continue
		}
		for _, late := range rules[i+1:] {
			if late.Pos.File != first.Pos.File {
				return // the policy's rules are there for other jobs too
			}
			r.errs = append(r.errs, &Error{
				Pos: late.Pos, Path: late.Path, Code: Unreached,
				Msg: "never reached: " + first.Path + " (" + first.Pos.String() + ") matches every column",
			})
		}
		return
	}
}
