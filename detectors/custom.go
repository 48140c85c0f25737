package detectors

import (
	"errors"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/dlclark/regexp2/v2"
)

// A Custom is a class that a job brings, by lists of words or by a pattern, with
// samples that it must find and others that it must not.
type Custom struct {
	Name, Title, TitleZH string
	Level                string
	Sensitive            Sensitive
	Words                []string // of column names, and of text before a hit
	Literals             []string // texts that are hits
	Pattern              string   // of hits; a group called value is the hit, where there is one
	Backtracking         bool     // the pattern looks around itself
	Check                string   // one of Algorithms, "" where there is none
	Hit, Miss            []string // samples: values that are one, and values that are none
}

// A Never says which texts are nothing of a class, whatever they look like.
type Never struct {
	Class string
	Texts []string
}

// A CustomError is what is wrong with a Custom or a Never: which one, in which
// field, and of a list in which place.
type CustomError struct {
	At    int    // position in the list that was given
	Field string // name, pattern, check, hit, miss, class
	Item  int
	Err   error
}

// Error says what is wrong; where is for the caller, who knows the line.
func (e *CustomError) Error() string { return e.Err.Error() }

// Unwrap is one of the errors below, or that of a pattern.
func (e *CustomError) Unwrap() error { return e.Err }

// What a Custom or a Never may be wrong in.
var (
	ErrTaken    = errors.New("a class has this name already")
	ErrNoWay    = errors.New("it needs a pattern or literals, and not both")
	ErrNoCheck  = errors.New("no such check")
	ErrMissed   = errors.New("it does not fire on this sample")
	ErrFires    = errors.New("it fires on this sample")
	ErrNoSample = errors.New("it needs samples that it fires on, and such that it does not")
	ErrEmpty    = errors.New("it matches the empty text")
	ErrTooMany  = errors.New("there are too many classes")
	ErrNoClass  = errors.New("no such class")
)

// The limits of patterns that look around themselves (D11). What exceeds one is
// suspect: a hit, and never clean.
const (
	// backtrackStack is how many places a match may have to come back to. Not
	// fewer: patterns of identifiers want some hundred. Not more: (a+)+ fills any
	// number. It depends on the pattern and the value alone, so that it stops a
	// match at the same place on every machine.
	backtrackStack = 1 << 16
	// backtrackTime is for patterns that need time and no stack. Not shorter: a
	// busy machine takes some milliseconds for what is done in some microseconds.
	// Not longer: a million values of a second each are twelve days.
	backtrackTime = time.Second
	// backtrackCell is the longest value, in bytes, that such a pattern is asked
	// about. Not shorter: remarks and addresses. Not longer: time grows with the
	// square of it.
	backtrackCell = 4096
)

// With returns a set with classes of a job's own, and without what it says are
// no hits. Its errors are CustomErrors, all of them at once.
func (s *Set) With(customs []Custom, nevers []Never) (*Set, []*CustomError) {
	own := *s
	own.table, own.customs, own.never = slices.Clone(s.table), slices.Clone(s.customs), make(map[Class]map[string]bool)
	var errs []*CustomError
	for i := range customs {
		d, err := customs[i].detector()
		switch _, taken := own.ClassOf(customs[i].Name); {
		case taken:
			err = &CustomError{Field: "name", Err: ErrTaken}
		case len(own.table) > 255:
			err = &CustomError{Field: "name", Err: ErrTooMany}
		}
		if err != nil {
			err.At = i
			errs = append(errs, err)
			continue
		}
		d.class = Class(len(own.table))
		d.nears = newNearWords(strings.Join(lower(customs[i].Words), " "))
		own.table, own.customs = append(own.table, d), append(own.customs, d)
	}
	for i, n := range nevers {
		c, ok := own.ClassOf(n.Class)
		if !ok {
			errs = append(errs, &CustomError{At: len(customs) + i, Field: "class", Err: ErrNoClass})
			continue
		}
		if own.never[c] == nil {
			own.never[c] = make(map[string]bool)
		}
		for _, text := range n.Texts {
			own.never[c][string(folded([]byte(text)))] = true
		}
	}
	own.words, own.own = newLexicon(own.table), len(own.customs)+len(own.never) > 0
	return &own, append(errs, own.samples(customs, errs)...)
}

func lower(words []string) (out []string) {
	for _, w := range words {
		out = append(out, strings.ToLower(w))
	}
	return out
}

// detector makes the line of the table, with its pattern compiled.
func (c *Custom) detector() (*detector, *CustomError) {
	d := &detector{
		Info:  Info{Name: c.Name, Title: c.Title, TitleZH: c.TitleZH, Level: c.Level, Sensitive: c.Sensitive, Checks: c.Check != ""},
		words: strings.Join(c.Words, " "),
	}
	p := &pattern{literals: newLiterals(c.Literals)}
	if (c.Pattern == "") == (len(c.Literals) == 0) {
		return nil, &CustomError{Field: "pattern", Err: ErrNoWay}
	}
	var err error
	switch {
	case c.Pattern == "":
	case c.Backtracking:
		if p.around, err = regexp2.Compile(c.Pattern, regexp2.OptionMaxBacktrackingStackSize(backtrackStack)); err == nil {
			p.around.MatchTimeout = backtrackTime
		}
	default:
		p.plain, err = regexp.Compile(c.Pattern)
	}
	if err != nil {
		return nil, &CustomError{Field: "pattern", Err: err}
	}
	if p.matches(nil) {
		return nil, &CustomError{Field: "pattern", Err: ErrEmpty}
	}
	if c.Check != "" {
		a := slices.IndexFunc(algorithms, func(a algorithm) bool { return a.name == c.Check })
		if a < 0 {
			return nil, &CustomError{Field: "check", Err: ErrNoCheck}
		}
		p.right, p.digits = algorithms[a].right, algorithms[a].digits
		d.rule = rule{checks: true, chance: algorithms[a].chance}
	}
	if len(c.Hit) == 0 || len(c.Miss) == 0 {
		return nil, &CustomError{Field: "samples", Err: ErrNoSample}
	}
	d.custom = p
	return d, nil
}

// samples asks each class about its own samples, but for those that are wrong
// otherwise. Only what a check digit confirms counts, where there is one.
func (s *Set) samples(customs []Custom, wrong []*CustomError) (errs []*CustomError) {
	f := s.NewFinder()
	for i := range customs {
		if slices.ContainsFunc(wrong, func(e *CustomError) bool { return e.At == i }) {
			continue
		}
		c, _ := s.ClassOf(customs[i].Name)
		for n, v := range customs[i].Hit {
			if !f.fires(c, v) {
				errs = append(errs, &CustomError{At: i, Field: "hit", Item: n, Err: ErrMissed})
			}
		}
		for n, v := range customs[i].Miss {
			if f.fires(c, v) {
				errs = append(errs, &CustomError{At: i, Field: "miss", Item: n, Err: ErrFires})
			}
		}
	}
	return errs
}

func (f *Finder) fires(c Class, value string) bool {
	f.value, f.hits = 0, nil
	f.ofJob([]byte(value), 0)
	for _, h := range f.hits {
		if h.Class == c && (!f.set.table[c].Checks || h.Grade == Checked) {
			return true
		}
	}
	return false
}
