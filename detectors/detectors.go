// Package detectors finds personal data in leaf values, and judges columns by
// what was found. A detector judges and does not read.
package detectors

// A Grade is how good the evidence of one hit is. There are three and they are
// not numbers to tune: confidence comes from counting values, not from
// scoring one.
type Grade uint8

const (
	Shaped  Grade = iota + 1 // looks like it
	Worded                   // looks like it, and words nearby say so
	Checked                  // a check digit or registry agrees
)

// String is the grade as `tuomin detect` prints it.
func (g Grade) String() string { return [...]string{"", "shaped", "worded", "checked"}[g] }

// A Class is the position of a detector in the table, which is sorted by name:
// the same in every process of one version, and never stored.
type Class uint8

// A Span is a place in Values: bytes [Start, End) of value Value, in the
// original bytes. It holds no pointer, so a million of them cost the collector
// nothing.
type Span struct {
	Value, Start, End int32
	Class             Class
	Grade             Grade
	plain             bool // the span is all of its value, in canonical spelling
}
