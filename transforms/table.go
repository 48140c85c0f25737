package transforms

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// Laws are claims about a transform, to which laws_test.go holds every entry.
type Laws uint16

const (
	Stable      Laws = 1 << iota // equal values get equal results
	Distinct                     // different values get different results, as long as their canonical forms differ
	SameType                     // the type of the column does not change
	SameLength                   // a result has as many runes as its value
	Ordered                      // results sort as the values do
	Fresh                        // no result equals a raw value of the class (D20)
	Overlapping                  // results may look like raw values: verified row by row (D20)
	Exempt                       // the result can be traced back by trying, and the rule accepts that by name (D20)
)

var lawNames = [...]string{"stable", "distinct", "same_type", "same_length", "ordered", "fresh", "overlapping", "exempt"}

// Names lists the laws as tables and JSON spell them.
func (l Laws) Names() []string {
	var names []string
	for i, name := range lawNames {
		if l&(1<<i) != 0 {
			names = append(names, name)
		}
	}
	return names
}

// String is the names of the laws.
func (l Laws) String() string { return strings.Join(l.Names(), " ") }

// Has reports whether all of the laws want are among l.
func (l Laws) Has(want Laws) bool { return l&want == want }

// An Entry is a transform's line in the table.
type Entry struct {
	Name  string // in job files, and of testdata/<name>.txt
	Doc   string // one sentence, English
	DocZH string // the same in Chinese
	Laws  Laws   // that hold whatever the options and the column
	// New makes a transform from its part of a job file.
	New func(Options) (Transform, error)
}

// Options is a transform's part of a job file.
type Options interface {
	// Decode fills the fields of the struct that into points to, by their yaml
	// tags. It refuses what the struct does not know, and calls its Validate
	// if it has one. Fields that the job file does not name keep their value,
	// so defaults are assigned before. The errors know where they stand.
	Decode(into any) error
}

// None is Options that say nothing, as in `do: mask`.
type None struct{}

// Decode validates the defaults.
func (None) Decode(into any) error {
	if v, ok := into.(Validator); ok {
		return v.Validate()
	}
	return nil
}

// A Validator is an options struct whose fields must also agree with each
// other. What Validate returns is, or wraps, a *FieldError.
type Validator interface{ Validate() error }

// A FieldError is an option that cannot be. The reader of the job file adds
// the position.
type FieldError struct {
	Field string // as the job file spells it; "" when the action as a whole is meant
	Err   error
}

// Error is the option, and what is wrong with it.
func (e *FieldError) Error() string {
	if e.Field == "" {
		return e.Err.Error()
	}
	return e.Field + ": " + e.Err.Error()
}

// Unwrap is what is wrong.
func (e *FieldError) Unwrap() error { return e.Err }

// FieldName is the option that the error is about, for readers of job files
// that know nothing of transforms.
func (e *FieldError) FieldName() string { return e.Field }

func fieldErrorf(field, format string, args ...any) error {
	return &FieldError{Field: field, Err: fmt.Errorf(format, args...)}
}

// table holds what the package's files register, in the order Go initializes
// them, which nobody sees.
var table []Entry

// register adds a line to the table. It returns true so that a file can call
// it from a package variable; a name given twice stops the program at once.
func register(e Entry) bool {
	for i := range table {
		if table[i].Name == e.Name {
			panic("transforms: two entries called " + e.Name)
		}
	}
	table = append(table, e)
	return true
}

// All returns the table, sorted by name.
func All() []Entry {
	return slices.SortedFunc(slices.Values(table), func(a, b Entry) int { return cmp.Compare(a.Name, b.Name) })
}

// Lookup returns the entry of that name.
func Lookup(name string) (Entry, bool) {
	for i := range table {
		if table[i].Name == name {
			return table[i], true
		}
	}
	return Entry{}, false
}
