package detectors

import (
	"bytes"
	"strings"
)

// Machine readable zones of travel documents (ICAO Doc 9303 parts 3 to 6) are
// two or three lines of capitals, digits and the filler <:
//
//	TD3  passports       2 × 44   P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<
//	                              L898902C36UTO7408122F1204159ZE184226B<<<<<10
//	TD2  cards           2 × 36   I<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<
//	                              D231458907UTO7408122F1204159<<<<<<<6
//	TD1  cards           3 × 30   I<UTOD231458907<<<<<<<<<<<<<<<
//	                              7408122F1204159UTO<<<<<<<<<<<6
//	                              ERIKSSON<<ANNA<MARIA<<<<<<<<<<
//
// Number, birth and expiry have a check digit each, and all of them together one
// more: values times 7 3 1 and so on, the sum modulo ten. A line with all of them
// right is the best evidence of a travel document that there is. Lines stand in
// one value, with a break between them or none, or each in a column of its own.

// mrzValue is what a character counts in check digits: digits and letters are
// themselves, and < is 0.
var mrzValue = func() (t [0x80]uint8) {
	for c := range t {
		switch {
		case c-'0' >= 0 && c-'0' <= 9:
			t[c] = uint8(c - '0')
		case kinds[c] == kindLetter:
			t[c] = uint8(c&^0x20 - 'A' + 10)
		}
	}
	return t
}()

// mrzSum adds up what a check digit is made of.
type mrzSum struct{ sum, n int }

func (m *mrzSum) add(b []byte) {
	for _, c := range b {
		m.sum += int(mrzValue[c&0x7f]) * [3]int{7, 3, 1}[m.n%3]
		m.n++
	}
}

func (m *mrzSum) digit() byte { return byte('0' + m.sum%10) }

// mrzField reports whether a field is followed by its check digit.
func mrzField(b []byte) bool {
	var m mrzSum
	m.add(b[:len(b)-1])
	return m.digit() == b[len(b)-1]
}

// mrzChar reports whether c may stand in a zone.
func mrzChar(c byte) bool { return c-'0' <= 9 || c >= 'A' && c <= 'Z' || c == '<' }

// mrzLines reads that many lines of n characters, the first of them at s, and
// nothing of a zone before or after them.
func mrzLines(b []byte, s, n, lines int) (at [3]int, end int, ok bool) {
	if s > 0 && mrzChar(b[s-1]) {
		return at, 0, false
	}
	for i := range lines {
		if i > 0 {
			s = afterBreak(b, s)
		}
		at[i] = s
		for end = s + n; s < end; s++ {
			if s >= len(b) || !mrzChar(b[s]) {
				return at, 0, false
			}
		}
	}
	return at, s, s == len(b) || !mrzChar(b[s])
}

// afterBreak is where a line goes on: behind a line break, as it is or as JSON
// and SQL write it, or a blank.
func afterBreak(b []byte, p int) int {
	for _, s := range [...]string{"\r\n", "\n", " ", `\r\n`, `\n`} {
		if len(b)-p >= len(s) && string(b[p:p+len(s)]) == s {
			return p + len(s)
		}
	}
	return p
}

// mrzDate reports whether six characters are a date or, where they are not
// known, fillers.
func mrzDate(b []byte) bool {
	known := true
	for _, c := range b[:6] {
		if c == '<' {
			known = false
		} else if c-'0' > 9 {
			return false
		}
	}
	return !known || birthOf(b, 2000)
}

// mrzSex reports whether c says M, F, or neither.
func mrzSex(c byte) bool { return c == 'M' || c == 'F' || c == '<' || c == 'X' }

// mrzState reports whether three characters are a country, or one of the others
// that issue documents.
func (k *knowledge) mrzState(b []byte) bool {
	if b[0] == 'X' {
		return letters(b[:3])
	}
	return kinds[b[0]] == kindLetter && b[1]-'0' > 9 && b[2]-'0' > 9 && k.countries.alpha[alphaOf(b)]
}

// mrzData judges the line of passports and of cards of two lines that holds
// number, nationality, birth, sex and expiry, and last a digit over all.
func (k *knowledge) mrzData(line []byte) Grade {
	last := len(line) - 1
	if line[0] == '<' || !k.mrzState(line[10:]) || !mrzDate(line[13:]) || !mrzSex(line[20]) || !mrzDate(line[21:]) || line[last]-'0' > 9 {
		return 0
	}
	var all mrzSum
	all.add(line[:10])
	all.add(line[13:20])
	all.add(line[21:last])
	// A number of more than nine characters goes on in the optional data.
	long := line[9] == '<' && last == 35
	if (long || mrzField(line[:10])) && mrzField(line[13:20]) && mrzField(line[21:28]) && all.digit() == line[last] && mrzOptional(line) {
		return Checked
	}
	return Shaped
}

// mrzOptional reports whether the optional data of a passport are right: they
// have a check digit of their own, or a filler if there are none.
func mrzOptional(line []byte) bool {
	if len(line) != 44 || mrzField(line[28:43]) {
		return true
	}
	return line[42] == '<' && len(bytes.Trim(line[28:42], "<")) == 0
}

// mrzTwo finds the data line of a document of two lines of n characters, and
// the line of names before it.
func mrzTwo(k *knowledge, b []byte, s, n int, kindsOf string) (from, to int, g Grade) {
	if strings.IndexByte(kindsOf, b[s]) >= 0 {
		if at, end, ok := mrzLines(b, s, n, 2); ok {
			if g := k.mrzData(b[at[1] : at[1]+n]); g > 0 {
				return s, end, g
			}
		}
	}
	if _, end, ok := mrzLines(b, s, n, 1); ok {
		if g := k.mrzData(b[s:end]); g > 0 {
			return s, end, g
		}
	}
	return 0, 0, 0
}
