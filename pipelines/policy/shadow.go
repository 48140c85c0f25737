package policy

import (
	"slices"
	"strings"
)

// shadowed finds the rule that takes every column from rule i, or the last of
// several that do so together; nil where a column may be left for it. It says
// so of rules whose conditions it can compare, and is silent about others.
func shadowed(rules []Rule, i int) (by *Rule) {
	for _, part := range parts(&rules[i].Match) {
		k := slices.IndexFunc(rules[:i], func(r Rule) bool { return r.Match.covers(&part) })
		if k < 0 {
			return nil
		}
		by = &rules[k]
	}
	return by
}

// parts splits a match into matches of one class and one pattern each, of
// which different rules may take the columns.
func parts(m *Match) (out []Match) {
	classes, columns := m.Classes, m.Columns
	if len(classes) == 0 {
		classes = []string{""}
	}
	if len(columns) == 0 {
		columns = []Glob{{}}
	}
	for _, class := range classes {
		for _, column := range columns {
			part := *m
			if class != "" {
				part.Classes = []string{class}
			}
			if column.pattern != "" {
				part.Columns = []Glob{column}
			}
			out = append(out, part)
		}
	}
	return out
}

// covers reports whether m matches every column that o matches.
func (m *Match) covers(o *Match) bool {
	within := func(of, all []string) bool { return len(of) == 0 || len(all) > 0 && subset(all, of) }
	left := o.possible()
	switch {
	case m.wrong || o.wrong:
		return false
	case len(m.Classes) > 0 && !(len(o.Classes) > 0 && subset(o.Classes, m.Classes)) &&
		!(slices.Equal(left, []string{"none"}) && slices.Contains(m.Classes, "none")):
		return false
	case !within(m.Contains, o.Contains), !within(m.Types, o.Types), !within(m.Roles, o.Roles), !within(m.Levels, o.Levels):
		return false
	case len(m.Verdicts) > 0 && !subset(left, m.Verdicts):
		return false
	}
	return globsCover(m.Columns, o.Columns) && globsCover(m.Partition, o.Partition)
}

// possible is the verdicts that a column can have that m matches.
func (m *Match) possible() []string {
	all := verdicts
	if len(m.Verdicts) > 0 {
		all = m.Verdicts
	}
	var out []string
	for _, v := range all {
		ok := true
		switch v {
		case "is", "masked", "damaged":
			ok = len(m.Contains) == 0 && (len(m.Classes) == 0 || !subset(m.Classes, []string{"none"}))
		case "contains":
			ok = len(m.Classes) == 0
		case "none":
			ok = len(m.Contains) == 0 && (len(m.Classes) == 0 || slices.Contains(m.Classes, "none"))
		case "unknown":
			ok = len(m.Contains) == 0 && len(m.Classes) == 0
		}
		if ok {
			out = append(out, v)
		}
	}
	return out
}

// globsCover reports whether each pattern of o is taken by one of m: it is the
// same, or a plain path that matches, or m takes everything.
func globsCover(m, o []Glob) bool {
	if len(m) == 0 {
		return true
	}
	for _, g := range o {
		plain := !strings.ContainsAny(g.pattern, "*?")
		if !slices.ContainsFunc(m, func(c Glob) bool { return c == g || c.pattern == "**" || plain && c.Match(g.pattern) }) {
			return false
		}
	}
	return len(o) > 0 || slices.Contains(m, Glob{"**"})
}

// Warnings are what is not wrong with a job and hardly meant. Its own rules are
// looked at; those of its policy are there for other jobs too.
func (j *Job) Warnings() Errors {
	var list Errors
	warn := func(r *Rule, code Code, hint, msg string) {
		list = append(list, &Error{Pos: r.Pos, Path: r.Path, Code: code, Msg: msg, Hint: hint})
	}
	for i := range j.Rules {
		r := &j.Rules[i]
		if r.Pos.File != j.File {
			break
		}
		switch by := shadowed(j.Rules, i); {
		case len(r.Match.possible()) == 0:
			warn(r, Shadowed, "class goes with is, masked and damaged; contains with contains", "the rule can match no column: its conditions exclude each other")
		case by != nil:
			warn(r, Shadowed, "the first rule that matches decides: put the narrower rule first", "never reached: "+by.Path+" ("+by.Pos.String()+") takes its columns")
		case r.Action.Name == "keep" && r.Match.careless():
			warn(r, KeepsAll, "say which: by column, or by class", "keeps personal data, whatever it is and wherever it stands")
		}
	}
	if !slices.ContainsFunc(j.Rules, func(r Rule) bool { return slices.Contains(r.Match.possible(), "none") }) {
		list = append(list, &Error{
			Pos: j.RulesPos, Path: "rules", Code: NoRule, Msg: "no rule for columns in which nothing is found: the first of them will stop the job",
			Hint: "add as the last: - {match: {class: none}, do: keep}",
		})
	}
	return list
}

// Unmet warns of columns that the job's own rules name and no table has: they are
// mistyped, or gone, and some other rule may decide what was meant. Patterns may match
// nothing. Paths are the columns of all tables.
func (j *Job) Unmet(paths []string) Errors {
	var list Errors
	for i := range j.Rules {
		r := &j.Rules[i]
		if r.Pos.File != j.File {
			break
		}
		for _, g := range slices.Concat(r.Match.Columns, r.Match.Partition) {
			if strings.ContainsAny(g.pattern, "*?") || slices.ContainsFunc(paths, g.Match) {
				continue
			}
			list = append(list, &Error{
				Pos: r.Match.Pos, Path: r.Path + ".match", Code: NoColumn,
				Msg: "no table has a column " + join("", g.pattern), Hint: unmetHint(g.pattern, paths),
			})
		}
	}
	return list
}

// unmetHint is what could be meant by a name that no column has.
func unmetHint(name string, paths []string) string {
	for _, p := range paths {
		if rest, ok := strings.CutPrefix(p, name); ok && strings.ContainsAny(rest[:1], ".[{") {
			return "what is in " + name + " has names of its own: " + name + "**"
		}
	}
	if c := closest(name, paths); c != "" {
		return "did you mean " + c + "?"
	}
	return ""
}

// careless reports whether a rule names neither columns nor classes, and takes
// some that are not harmless.
func (m *Match) careless() bool {
	named := len(m.Columns) + len(m.Partition) + len(m.Classes) + len(m.Contains)
	return named == 0 && slices.ContainsFunc(m.possible(), func(v string) bool { return v != "none" && v != "masked" })
}

// Shadowed reports whether other rules take all columns from rule i.
func (j *Job) Shadowed(i int) bool { return shadowed(j.Rules, i) != nil }
