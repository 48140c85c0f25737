package pipelines

import (
	"errors"
	"fmt"
	"maps"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"tuomin/detectors"
	"tuomin/pipelines/policy"
	"tuomin/scanners/columns"
	"tuomin/transforms"
)

// A Starter is a job to begin with, made of what a scan found. It can be
// planned as it is: whatever somebody has to decide about is dropped until
// somebody has.
type Starter struct {
	Text      []byte   // of the job file
	Decisions []string // columns to decide about
	LeftOut   []string // tables that are not in the job; why, stands in the text
}

// ErrNoInput says that a scan found no table that could be the input of a job.
var ErrNoInput = errors.New("no table was found that can be the input of a job")

// NewStarter makes the job that will lie at file, with comments in English, or in
// Chinese where it is given what says an error in Chinese. The tables are planned with
// its rules until nothing is refused; what a rule would refuse is dropped, and the
// reason stands beside it.
func NewStarter(found *Findings, file string, zh func(error string) string) (*Starter, error) {
	s := &starter{file: file, found: found, zh: zh, drops: map[string]string{}, stuck: map[string]string{}}
	if s.inputs(); len(s.tables) == 0 {
		return nil, ErrNoInput
	}
	if err := s.usual(); err != nil {
		return nil, err
	}
	for { // each round decides about a column more, or is the last
		text := s.render()
		job, err := policy.ReadJob(file, text, names())
		if err != nil {
			return nil, fmt.Errorf("the job that was made of these tables: %w", err)
		}
		settled, err := s.settled(job)
		if err != nil {
			return nil, err
		}
		if settled {
			undone := slices.Concat(s.dropping(), slices.Sorted(maps.Keys(s.stuck)), s.columns(detectors.VerdictUnknown, ""))
			return &Starter{Text: text, Decisions: undone, LeftOut: slices.Concat(s.crowded, s.emptied, s.unnamed)}, nil
		}
	}
}

// starter is the state of one NewStarter.
type starter struct {
	file    string
	found   *Findings
	zh      func(string) string // nil for English
	tables  []starterTable
	crowded []string          // tables that lie among others, or nowhere
	emptied []string          // tables of which no column would stay
	unnamed []string          // tables that have a row of values for the names of their columns
	policy  *policy.Job       // a job that has nothing but its policy
	drops   map[string]string // columns that no rule for their class can be used on, and why
	stuck   map[string]string // partition columns that would have to change, and cannot
}

type starterTable struct {
	name, input string
	profile     *Profile
}

// inputs says how a job names the tables. A job's input is one table, so that
// of several in one directory each must be a file of its own.
func (s *starter) inputs() {
	in := map[string]int{} // tables by the directory that they begin in
	for _, p := range s.found.Tables {
		in[filepath.Dir(p.Table.Files[0].Path)]++
	}
	taken := map[string]bool{}
	for _, p := range s.found.Tables {
		path := p.Table.Path
		alone := in[filepath.Dir(p.Table.Files[0].Path)] == 1
		switch {
		case slices.ContainsFunc(p.Columns, func(c detectors.Classification) bool { return named(detectors.Shipped(), &c) }):
			s.unnamed = append(s.unnamed, path)
			continue
		case path == "-", !alone && len(p.Table.Files) > 1:
			s.crowded = append(s.crowded, path)
			continue
		case !alone:
			path = p.Table.Files[0].Path
		}
		input := path
		if rel, err := relative(filepath.Dir(s.file), path); err == nil {
			input = filepath.ToSlash(rel)
		}
		stem := nameOf(strings.TrimSuffix(filepath.Base(path), filepath.Ext(path)), "table")
		name := stem
		for i := 2; taken[name]; i++ {
			name = fmt.Sprintf("%.60s-%d", stem, i)
		}
		taken[name] = true
		s.tables = append(s.tables, starterTable{name, input, p})
	}
}

// relative is path as seen from dir. One that is absolute stays so: it was
// given like that because it is the same from everywhere.
func relative(dir, path string) (string, error) {
	if filepath.IsAbs(path) {
		return path, nil
	}
	from, err := filepath.Abs(dir)
	if err != nil {
		return "", err
	}
	to, err := filepath.Abs(path)
	if err != nil {
		return "", err
	}
	return filepath.Rel(from, to)
}

var notInNames = regexp.MustCompile(`[^A-Za-z0-9._-]+`)

// nameOf makes a name of a job or table of what a file is called.
func nameOf(s, otherwise string) string {
	s = strings.Trim(notInNames.ReplaceAllString(s, "-"), "._-")
	if s == "" {
		return otherwise
	}
	return fmt.Sprintf("%.60s", s)
}

// usual reads the policy, whose rules say what is usual for a class.
func (s *starter) usual() error {
	job, err := policy.ReadJob(s.file, []byte("version: 1\nname: n\ntables: [{name: t, input: i}]\noutput: {path: o}\n"), names())
	if err != nil {
		return err
	}
	s.policy = job
	return nil
}

// action is what the policy does with a class, nil where it has no rule.
func (s *starter) action(class string) *policy.Action {
	rule := s.policy.Decides(policy.Subject{Path: "c", Class: class, Verdict: string(detectors.VerdictIs), Type: "string", Level: levelOf(s.policy, "is", []string{class})})
	if rule == nil {
		return nil
	}
	return &rule.Action
}

// columns are those of a verdict, and of a class where one is given, once each.
func (s *starter) columns(verdict detectors.Verdict, class string) (paths []string) {
	for _, t := range s.tables {
		for i := range t.profile.Columns {
			if c := &t.profile.Columns[i]; c.Verdict == verdict && (class == "" || c.Class == class) && !slices.Contains(paths, string(c.Path)) {
				paths = append(paths, string(c.Path))
			}
		}
	}
	return paths
}

// settled plans all tables, and reports whether nothing had to be decided.
func (s *starter) settled(job *policy.Job) (bool, error) {
	before := len(s.drops) + len(s.stuck) - len(s.tables)
	stay := s.tables[:0]
	for i := range s.tables {
		t := s.tables[i]
		p, err := s.settle(job, &t)
		if err != nil {
			return false, err
		}
		if before := len(p.errs); len(p.plan.Columns) == len(t.profile.Columns) {
			if p.something(); len(p.errs) > before {
				s.emptied = append(s.emptied, t.input)
				continue
			}
		}
		stay = append(stay, t)
	}
	if s.tables = stay; len(s.tables) == 0 {
		return false, ErrNoInput
	}
	return len(s.drops)+len(s.stuck)-len(s.tables) == before, nil
}

// settle plans a table and drops the columns on which its rules cannot be used.
func (s *starter) settle(job *policy.Job, t *starterTable) (*planner, error) {
	p := &planner{job: job, table: &policy.Table{Name: t.name, Input: t.input}, env: newEnv(job, nil), ids: map[string]bool{}, plan: &Plan{Table: t.name}}
	schema := t.profile.Table.Schema
	for i := range schema.Leaves {
		leaf, before := &schema.Leaves[i], len(p.errs)
		if err := p.column(leaf, &t.profile.Columns[i]); err != nil {
			return nil, err
		}
		if len(p.errs) == before {
			continue
		}
		why, into := p.errs[before].Msg, s.drops
		if leaf.Partition {
			into = s.stuck
		}
		into[string(leaf.Path)] = why
	}
	p.plan.index()
	s.twins(p, t.profile)
	s.wholes(p, schema)
	return p, nil
}

// twins drops a column that would be kept and repeats one that would not.
func (s *starter) twins(p *planner, found *Profile) {
	for _, t := range found.Twins {
		kept, changed := p.plan.parted(found, t)
		if kept == nil {
			continue
		}
		into := s.drops
		if kept.Partition {
			into = s.stuck
		}
		into[string(kept.Path)] = "it repeats values of " + string(changed.Path) + ", which do not stay as they are"
	}
}

// wholes drops the rest of what only goes as a whole: a map, of which no reader
// takes half, and a VARIANT.
func (s *starter) wholes(p *planner, schema *columns.Schema) {
	for i := range schema.Leaves {
		leaf := &schema.Leaves[i]
		planned := p.plan.planned(leaf.Path)
		if planned == nil || planned.bound.Effect == transforms.Keep {
			continue
		}
		if leaf.Group != "" {
			s.drops[string(leaf.Group)+".**"] = transforms.ErrGroup.Error()
		}
		if of, _, in := strings.Cut(string(leaf.Path), "{}."); in && planned.bound.Effect == transforms.Drop {
			s.drops[of+"{}.**"] = "part of the map is dropped, and there is no half of a map"
		}
	}
}
