package detectors

import "bytes"

// What keys of JSON, tags and parameters call a person's is one where it is written as
// in other countries, whose forms nobody here knows:
//
//	{"receiver_name": "Ada Byron", "address1": "12 Ockham Rd", "phone": "+44 7911 123456"}
//
// A column of such values is unknown (see judge.foreign), and text that holds some
// would be none.

// A foreigner is what a name says of values that are written as elsewhere; none where
// it says nothing.
type foreigner struct {
	*detector
	words int // that a name of a person has at least
}

// foreigner is what a name speaks of, if that can be told by a look.
func (e *Evidence) foreigner() foreigner {
	words := 2
	if e.part {
		words = 1
	}
	for _, d := range [...]*detector{cnPersonName, cnAddress, cnMobile} {
		if e.plainly && !e.Measure && e.Says(d.class) {
			return foreigner{d, words}
		}
	}
	return foreigner{}
}

// is reports whether v looks as values of the class do elsewhere.
func (f foreigner) is(v []byte) bool {
	switch f.detector {
	case nil:
		return false
	case cnPersonName:
		return capitalized(v) >= f.words && !Nullish(v)
	case cnMobile:
		return calledAbroad(v)
	}
	return placed(v)
}

// fewestAbroad and mostAbroad are how many digits a telephone has with the code of its
// country (E.164); the shortest are those of islands.
const (
	fewestAbroad = 8
	mostAbroad   = 15
)

// calledAbroad reports whether v is a telephone with the code of another country.
func calledAbroad(v []byte) bool {
	if len(v) < 2 || v[0] != '+' || v[1] == '0' || bytes.HasPrefix(v, []byte("+86")) {
		return false
	}
	digits := 0
	for _, c := range v[1:] {
		switch {
		case kinds[c] == kindDigit:
			digits++
		case c != ' ' && c != '-' && c != '.' && c != '(' && c != ')':
			return false
		}
	}
	return digits >= fewestAbroad && digits <= mostAbroad
}

// placed reports whether v is words in letters with a number among them, as addresses
// are.
func placed(v []byte) bool {
	words, digits := 0, false
	for p, c := range v {
		switch {
		case bytesSay[c]&byteHan != 0, c == '@', c == '*':
			return false
		case kinds[c] == kindDigit:
			digits = true
		case kinds[c] == kindLetter && (p == 0 || v[p-1] == ' '):
			words++
		}
	}
	return digits && words >= 2
}
