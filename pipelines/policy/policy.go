// Package policy reads what people write: job files, policy packs and catalogs. It turns
// YAML into values that cannot be wrong, or says what is wrong, all of it at
// once, each with its file, line and column:
//
//	job.yaml:7:26: rules[0].do.mask.keep_frist: no such key
//		hint: did you mean keep_first?
//
// # Why
//
// A YAML library's strict mode gives one error at a time and the name of a Go
// type, and says nothing of where a value stands that is well-formed and
// makes no sense. So the text is first turned into a tree of our own (Node), in
// which every value knows its place, and then read by hand. What was given up
// are anchors, aliases and merge keys: a file that is reviewed should say what
// it means where it stands, and cannot hide a thousand lines in one.
//
// It knows no detectors and no transforms: what a rule does is a name and a
// Node, which the plan hands to the transform of that name.
package policy

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strings"
)

// A Pos is a place in a file. Lines and columns count from 1, columns in
// characters.
type Pos struct {
	File      string
	Line, Col int
}

// String is file:line:col.
func (p Pos) String() string { return fmt.Sprintf("%s:%d:%d", p.File, p.Line, p.Col) }

// A Code is what kind of error it is. Programs match on it.
type Code string

const (
	Syntax     Code = "syntax"      // not YAML, or YAML that is refused
	UnknownKey Code = "unknown_key" // a key or name that does not exist
	BadValue   Code = "bad_value"   // a value that cannot be
	Missing    Code = "missing"     // a key that must be there
	NotBuilt   Code = "not_built"   // documented, and not in this version yet
	Unreached  Code = "unreached"   // a rule behind one that matches everything
	NoRule     Code = "no_rule"     // a column that no rule matches
	Undecided  Code = "undecided"   // an unknown column: a person must decide
	Refused    Code = "refused_rule"
	Twin       Code = "twin"
	TestFailed Code = "test_failed" // the job's own test of its rules
	Shadowed   Code = "shadowed"    // a warning: a rule that never decides
	KeepsAll   Code = "keeps_all"   // a warning: a rule that keeps whatever there is
	NoKeys     Code = "no_keys"     // a warning: pseudonyms without a key
	NoColumn   Code = "no_column"   // a warning: a rule for a column that is not there
	NoInput    Code = "no_input"    // a warning: an output whose input is gone
)

// An Error is one thing that is wrong, and where.
type Error struct {
	Pos  Pos
	Path string // rules[0].do.mask
	Code Code
	Msg  string
	Hint string // what to do, "" where nobody knows
	Err  error  // the cause, may be nil
}

// Error is the place, the path, what is wrong there, and the hint on a line of its own.
func (e *Error) Error() string {
	var b strings.Builder
	b.WriteString(e.Pos.String())
	if e.Path != "" {
		b.WriteString(": " + e.Path)
	}
	b.WriteString(": " + e.Msg)
	if e.Hint != "" {
		b.WriteString("\n\thint: " + strings.ReplaceAll(e.Hint, "\n", "\n\t"))
	}
	return b.String()
}

// Unwrap is the cause, for errors.Is and errors.As.
func (e *Error) Unwrap() error { return e.Err }

// Errors is everything that is wrong with a file, in its order.
type Errors []*Error

// Error is all of them, each on a line.
func (l Errors) Error() string {
	lines := make([]string, len(l))
	for i, e := range l {
		lines[i] = e.Error()
	}
	return strings.Join(lines, "\n")
}

// Unwrap is each of them, for errors.Is and errors.As.
func (l Errors) Unwrap() []error {
	errs := make([]error, len(l))
	for i, e := range l {
		errs[i] = e
	}
	return errs
}

// Has reports whether any error is of the code.
func (l Errors) Has(code Code) bool {
	return slices.ContainsFunc(l, func(e *Error) bool { return e.Code == code })
}

// Sorted returns the errors in the order of the file, nil where there are
// none.
func (l Errors) Sorted() error {
	if len(l) == 0 {
		return nil
	}
	slices.SortStableFunc(l, func(a, b *Error) int {
		return cmp.Or(strings.Compare(a.Pos.File, b.Pos.File), cmp.Compare(a.Pos.Line, b.Pos.Line), cmp.Compare(a.Pos.Col, b.Pos.Col))
	})
	return l
}

// ErrTooLarge says that a file is larger than anybody writes by hand.
var ErrTooLarge = errors.New("file is larger than anybody writes")

// Closest is the column that was probably meant, "" where none is near. Columns
// are written in either case.
func Closest(name string, columns []string) string {
	lower := make([]string, len(columns))
	for i, c := range columns {
		lower[i] = strings.ToLower(c)
	}
	if i := slices.Index(lower, closest(name, lower)); i >= 0 {
		return columns[i]
	}
	return ""
}

// closest is the name that was probably meant, "" where none is near: at most
// one slip in three letters, as with more people meant something else.
func closest(name string, known []string) string {
	best, at := "", 1+len(name)/3
	for _, k := range known {
		if d := distance(strings.ToLower(name), k); d <= at && d < len(k) {
			if d < at || best == "" {
				best, at = k, d
			}
		}
	}
	return best
}

// distance is how many letters must be added, removed, changed or swapped with
// their neighbour to make b of a (optimal string alignment).
func distance(a, b string) int {
	x, y := []rune(a), []rune(b)
	rows := make([][]int, len(x)+1)
	for i := range rows {
		rows[i] = make([]int, len(y)+1)
		rows[i][0] = i
	}
	for j := range rows[0] {
		rows[0][j] = j
	}
	for i := 1; i <= len(x); i++ {
		for j := 1; j <= len(y); j++ {
			cost := 1
			if x[i-1] == y[j-1] {
				cost = 0
			}
			rows[i][j] = min(rows[i-1][j]+1, rows[i][j-1]+1, rows[i-1][j-1]+cost)
			if i > 1 && j > 1 && x[i-1] == y[j-2] && x[i-2] == y[j-1] {
				rows[i][j] = min(rows[i][j], rows[i-2][j-2]+1)
			}
		}
	}
	return rows[len(x)][len(y)]
}
