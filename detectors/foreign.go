package detectors

import (
	"bytes"
	"strings"
)

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
		return capitalized(v) >= f.words && !Nullish(v) && !incorporated(v)
	case cnMobile:
		return calledAbroad(v)
	}
	return placed(v)
}

// legalForms are the last words of what businesses are called.
var legalForms = [...]string{" co", " ltd", " inc", " llc", " corp", " gmbh", " group", " limited", " company", " plc"}

// incorporated reports whether v ends with such a word: Acme Trading Co.
func incorporated(v []byte) bool {
	v = bytes.TrimRight(v, ".")
	for _, w := range legalForms {
		if n := len(v) - len(w); n > 0 && hasFold(v[n:], w) {
			return true
		}
	}
	return false
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
		case kinds[c] == kindLetter && (p == 0 || v[p-1] == ' ' || v[p-1] == '+'):
			words++
		}
	}
	return digits && words >= 2
}

// longestCapitals and mostCapitals bound a name in letters, in bytes and words. Not
// less: Spaniards have four. Not more: titles of goods.
const (
	longestCapitals = 40
	mostCapitals    = 4
)

// capitalized is how many words a form is of which the first and the last begin with a
// capital, and which are letters only: Ada Byron, DE LA TOUR/ANNE MS, Иван Петров. It is
// 0 where there are more than four, or anything else. Addresses of pages have + for
// blanks. What is beyond ASCII is taken for either kind of letter.
func capitalized(form []byte) (words int) {
	capital := false
	for p := 0; p < len(form) && len(form) <= longestCapitals; p++ {
		switch c := form[p]; {
		case bytesSay[c]&byteHan != 0:
			return 0
		case c >= 0x80, kinds[c] == kindLetter:
			if p == 0 || bytes.IndexByte([]byte(" ,/+"), form[p-1]) >= 0 {
				words++
				if capital = c < 'a' || c >= 0x80; !capital && words == 1 {
					return 0
				}
			}
		case c == ' ', c == ',', c == '/', c == '+', c == '-', c == '\'', c == '.':
		default:
			return 0
		}
	}
	if words > mostCapitals || !capital {
		return 0
	}
	return words
}

// streetWords are what streets are called where addresses are written in letters: behind
// their names, and leadingWords before them. Not way, block, floor and the like: goods and
// warehouses have those.
const (
	streetWords = `st street rd road ave avenue blvd boulevard lane ln drive dr court square highway hwy terrace crescent parkway pkwy strasse`

	leadingWords = `rue via calle rua jalan jln`
)

// streets are those words; those that lead are true.
var streets = func() map[string]bool {
	words := map[string]bool{}
	fill(words, leadingWords)
	for _, w := range strings.Fields(streetWords) {
		words[w] = false
	}
	return words
}()

const (
	// longestStreet is how many letters the longest of them has.
	longestStreet = 9
	// longestHouse is how many digits the number of a house has at most.
	longestHouse = 5
	// mostBetween is how many words stand at most from such a number to the word for the
	// street, which is one of them.
	mostBetween = 4
)

// inLetters reports whether an address stands in a form: a number, a name with a capital
// and a word for streets, beside one another. 12 Ockham Rd, Apt 3; Nanjing Road 88; Via
// Roma 12. That lines of logs and titles of goods have such a word and a number somewhere
// says nothing: paid via Alipay in 45 ms, Flash Drive 64GB.
func inLetters(form []byte) bool {
	if !placed(form) {
		return false
	}
	since, words := mostBetween, 0 // words behind a number, and behind a comma
	capital, named, leads, houses := false, false, false, false
	for p := 0; p < len(form); p++ {
		s := p
		for p < len(form) && (isAlnum(form[p]) || form[p] >= 0x80 || form[p] == '\'') {
			p++
		}
		word := form[s:p]
		ends := p == len(form) || form[p] == ','
		switch leading, street := streetWord(word); {
		case len(word) == 0, bytes.EqualFold(word, []byte("no")): // No. 9
		case house(word):
			if named && ends {
				return true
			}
			since, houses, named = 0, true, false
		case street && capital && since < mostBetween:
			return true
		default:
			leads = leads || leading && words == 0
			named = street && capital
			since, words = since+1, words+1
			capital = word[0] < 'a' || word[0] >= 0x80
		}
		if ends {
			words, capital = 0, false
		}
	}
	return leads && houses
}

// house reports whether a word is the number of a house: 12, 221B.
func house(word []byte) bool {
	n := len(word)
	if n > 1 && kinds[word[n-1]] == kindLetter {
		n--
	}
	return n > 0 && n <= longestHouse && digitsOnly(word[:n])
}

// streetWord reports whether a word is one for streets, of those that lead or not.
func streetWord(word []byte) (leading, street bool) {
	if len(word) > longestStreet {
		return false, false
	}
	var small [longestStreet]byte
	for i, c := range word {
		small[i] = c | 0x20
	}
	leads, ok := streets[string(small[:len(word)])]
	return ok && leads, ok && !leads
}
