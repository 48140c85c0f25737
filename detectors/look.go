package detectors

import (
	"bytes"
	"encoding/binary"
	"unicode"
	"unicode/utf8"
)

// A look is what a sampled value's text looks like, as far as verdicts on a
// column need it: no part of it can be turned back into the value.
type look struct {
	flags  flags
	lead   uint16  // of the first six bytes, a keyed hash: equal leads tell a counter
	cell   uint16  // of eleven digits that start with 1: of the first eight, a keyed hash
	runes  uint8   // length, at most 255
	length uint8   // in bytes, at most 255
	code   uint8   // of eleven digits that start with 1: the next two, otherwise noCode
	last   uint8   // the last character if it is a digit, otherwise noCode
	year   uint8   // of a date without a time of day, counted from firstYear; 0 for all else
	hexes  uint8   // length of the longest hexadecimal number in it, see hexadecimal; or digestHexes
	head   [2]byte // where there are digits: the first letter, and A for a letter or 0 for a digit after it
}

const (
	leadBytes = 6
	cellBytes = 8
	noCode    = 0xff
	firstYear = 1849 // of a look: births go back to 1850
)

type flags uint32

const (
	lookOpaque     flags = 1 << iota // ASCII letters, digits and -_:.| only, or bytes that are no text
	lookDigits                       // digits only
	lookTime                         // could be an epoch or a date and time, see timeShaped
	lookZeros                        // digits that end in 000, as Excel leaves an identity number
	lookNumber                       // digits, or a decimal fraction, with or without sign
	lookWord                         // without white space, of whatever script
	lookHuge                         // a number beyond 2^53, which a double has rounded
	lookScientific                   // 1.10105E+17: digits are lost for good
	lookMasked                       // a personal value masked already
	lookLexical                      // a word or a place, where names of persons are looked for
	lookFamily                       // begins with one of the five surnames that a third of all bear
	lookVersion                      // numbers with points between them: 4.18.0
	lookOctets                       // four of them, the third or fourth beyond what versions count to
	lookLatitude                     // a fraction of four decimals or more that is a latitude of China
	lookLongitude                    // or a longitude
	lookNumbered                     // letters and a number of four digits or more behind them: cy000138
	lookHan                          // with a Chinese character
	lookCapitals                     // words with capitals, as names are written where letters are: see capitalized
	lookStreet                       // an address in letters, see inLetters
)

// has is 1 where the flag is set, for adding up.
func (l *look) has(f flags) int64 {
	if l.flags&f != 0 {
		return 1
	}
	return 0
}

// What bytes say of a text that some or all of its bytes are.
const (
	byteDigit  = 1 << iota
	byteOpaque // of those that identifiers are made of which nobody writes by hand
	byteASCII
	byteSpace // or the first of a character that may be white space
	byteStar
	byteHan // the first of a Chinese character
)

var bytesSay = func() (t [256]uint8) {
	for c := range 256 {
		switch {
		case c >= '0' && c <= '9':
			t[c] = byteASCII | byteDigit | byteOpaque
		case c|0x20 >= 'a' && c|0x20 <= 'z' && c < 0x80, c == '-', c == '_', c == ':', c == '.', c == '|':
			t[c] = byteASCII | byteOpaque
		case c == '*':
			t[c] = byteASCII | byteStar
		case c == ' ', c >= '\t' && c <= '\r':
			t[c] = byteASCII | byteSpace
		case c < 0x80:
			t[c] = byteASCII
		case c >= 0xc2 && c <= 0xe3: // U+0080 to U+3FFF
			t[c] = byteSpace
		case c >= 0xe4 && c <= 0xe9: // U+4000 to U+9FFF
			t[c] = byteHan
		}
	}
	return t
}()

// lookAt looks at a canonical form. It is called for values that enter the
// sample only, some tens of thousands in a column of millions.
func lookAt(key TallyKey, form []byte) look {
	some, every := uint8(0), ^uint8(0)
	for _, c := range form {
		say := bytesSay[c]
		some |= say
		every &= say
	}
	l := look{runes: uint8(min(len(form), 255)), length: uint8(min(len(form), 255)), code: noCode, last: noCode}
	valid := true
	if every&byteASCII == 0 {
		runes := 0 // utf8.RuneCount copies texts of more than 32 bytes in Go 1.26
		for rest := form; len(rest) > 0; runes++ {
			_, size := utf8.DecodeRune(rest)
			rest = rest[size:]
		}
		l.runes = uint8(min(runes, 255))
		valid = utf8.Valid(form)
	}
	if every&byteOpaque != 0 || !valid {
		l.flags |= lookOpaque
	}
	if some&byteSpace == 0 || bytes.IndexFunc(form, unicode.IsSpace) < 0 {
		l.flags |= lookWord
	}
	if len(form) >= leadBytes {
		l.lead = uint16(key.sum(form[:leadBytes]))
	}
	if every&byteDigit == 0 && encoded(form, valid) {
		l.flags |= lookOpaque
		l.hexes = digestHexes
	}
	if padded(form) {
		l.flags |= lookOpaque
	}
	if valid && some&byteHan != 0 {
		l.flags |= lookHan
	}
	if valid && some&byteDigit != 0 && inLetters(form) {
		l.flags |= lookStreet
	}
	if valid && some&(byteDigit|byteHan) == 0 && capitalized(form) > 1 {
		l.flags |= lookCapitals
	}
	if some&byteStar != 0 && Masked(form) {
		l.flags |= lookMasked
	}
	if some&byteDigit != 0 {
		l.lookAtDigits(key, form, every&byteDigit != 0)
	}
	if every&byteASCII == 0 && len(form) <= longestLexical && known().lexical(form) {
		l.flags |= lookLexical
	}
	switch hanAt(form, 0) {
	case '王', '李', '张', '刘', '陈', '張', '劉', '陳':
		l.flags |= lookFamily
	}
	return l
}

// lookAtDigits looks at a form with digits, or of nothing else.
func (l *look) lookAtDigits(key TallyKey, form []byte, digits bool) {
	if last := form[len(form)-1] - '0'; last <= 9 {
		l.last = last
	}
	if timeShaped(form, digits) {
		l.flags |= lookTime
	}
	if digits {
		l.flags |= lookDigits | lookNumber
		if huge(form) {
			l.flags |= lookHuge
		}
		if len(form) == 8 {
			l.year = yearOf(form)
		}
		if len(form) == 11 && form[0] == '1' {
			l.code = (form[1]-'0')*10 + form[2] - '0'
			l.cell = uint16(key.sum(form[:cellBytes]))
		}
		if len(form) > 3 && bytes.HasSuffix(form, []byte("000")) {
			l.flags |= lookZeros
		}
		return
	}
	if len(form) >= 2 {
		l.head = headOf(form)
	}
	if l.flags |= numeric(form) | dotted(form); l.flags&(lookNumber|lookVersion) == 0 {
		l.flags |= withAddress(form)
	}
	if numbered(form) {
		l.flags |= lookNumbered
	}
	l.year = yearOf(form)
	l.flags |= coordinate(form)
	if l.hexes == 0 {
		l.hexes = hexadecimal(form)
	}
}

// hexadecimal is the length of the longest run of letters and digits that is a
// hexadecimal number with some of either, from fewestDigits to mostHexes; 0
// where there is none.
func hexadecimal(form []byte) (longest uint8) {
	for p := fewestDigits - 1; p < len(form); p += fewestDigits {
		if !isAlnum(form[p]) { // as every run that is long enough has one of these places
			continue
		}
		for p > 0 && isAlnum(form[p-1]) {
			p--
		}
		from, letters, digits, others := p, 0, 0, 0
		for ; p < len(form) && isAlnum(form[p]); p++ {
			switch c := form[p]; {
			case c <= '9':
				digits++
			case c|0x20 <= 'f':
				letters++
			default:
				others++
			}
		}
		if n := p - from; n >= fewestDigits && n <= mostHexes && letters > 0 && digits > 0 && others == 0 {
			longest = max(longest, uint8(n))
		}
	}
	return longest
}

// mostHexes is the longest hexadecimal number that is told from others. Not
// more: three in ten million of that length are digits alone.
const mostHexes = 32

// numbered reports whether a form is what things and people are numbered with: a
// letter or more, and at the end four digits or more.
func numbered(form []byte) bool {
	n := len(form)
	for n > 0 && form[n-1]-'0' <= 9 {
		n--
	}
	if len(form)-n < 4 || n == 0 {
		return false
	}
	for _, c := range form[:n] {
		if bytesSay[c]&byteOpaque == 0 {
			return false
		}
	}
	return kinds[form[0]] == kindLetter
}

// longestLexical bounds words and places in bytes: see longestDivision.
const longestLexical = 45

// yearOf is the year of a date as look.year has it.
func yearOf(form []byte) uint8 {
	birth, clock := readDate(form)
	if birth == 0 || clock {
		return 0
	}
	return uint8(min(max(int(birth/10000)-firstYear, 0), 255))
}

// headOf is what a document begins with: a letter, and whether a letter or a digit
// follows.
func headOf(form []byte) (h [2]byte) {
	if kinds[form[0]] != kindLetter {
		return h
	}
	h[0] = upper(form[0])
	switch kinds[form[1]] {
	case kindDigit:
		h[1] = '0'
	case kindLetter:
		h[1] = 'A'
	}
	return h
}

// Times are taken for times in these years only. Not wider: 1,000,000,000, with
// which many a counter starts, is 2001, and 2,010,000,000 on numbers begin with a
// year that are no times: of pupils (2025 and six digits), and of orders (a day and
// two, five or eight). Not narrower: tables keep ten years and more, and plan ahead.
const (
	firstSecond = 1262304000 // 2010-01-01
	lastSecond  = 2010000000 // 2033-09-10
)

// timeShaped reports whether the text is an epoch of 10, 13, 16 or 19 digits
// between 2010 and 2033, or starts as a date and time do that are written out. One of
// 19 digits ends in 000, as of clocks that count microseconds: others begin as keys of
// today do (snowflakes), and are times where their name says so.
func timeShaped(form []byte, digits bool) bool {
	if !digits {
		// 2024-01-15, and with a time after it
		return len(form) >= 10 && form[4] == '-' && form[7] == '-' && number(form[:4]) >= 0 &&
			inRange(form[5:7], 1, 12) && inRange(form[8:10], 1, 31)
	}
	switch len(form) {
	case 10, 13, 16, 19:
		s := number(form[:10])
		return s >= firstSecond && s < lastSecond && (len(form) < 19 || bytes.HasSuffix(form, []byte("000")))
	case 8:
		return inRange(form[:4], 1850, 2100) && inRange(form[4:6], 1, 12) && inRange(form[6:8], 1, 31)
	case 14, 17:
		return inRange(form[:4], 1990, 2100) && inRange(form[4:6], 1, 12) && inRange(form[6:8], 1, 31) &&
			inRange(form[8:10], 0, 23) && inRange(form[10:12], 0, 59) && inRange(form[12:14], 0, 59)
	}
	return false
}

// numeric tells numbers, those in scientific notation, and those of more than
// 2^53 = 9007199254740992, beyond which doubles have rounded digits away.
func numeric(form []byte) (f flags) {
	form = bytes.TrimPrefix(form, []byte("-"))
	if len(form) == 0 || form[0]-'0' > 9 {
		return 0
	}
	whole, exponent, scientific := bytes.Cut(form, []byte("e+"))
	if !scientific {
		whole, exponent, scientific = bytes.Cut(form, []byte("E+"))
	}
	whole, fraction, _ := bytes.Cut(whole, []byte("."))
	switch {
	case !allDigits(whole), len(fraction) > 0 && !allDigits(fraction):
		return 0
	case scientific && number(exponent) >= 0:
		f = lookNumber | lookScientific
		if number(exponent) >= 16 {
			f |= lookHuge
		}
	case scientific:
		return 0
	default:
		f = lookNumber
		if huge(whole) {
			f |= lookHuge
		}
	}
	return f
}

// huge reports whether a whole number is beyond 2^53.
func huge(digits []byte) bool { return len(digits) > 18 || number(digits) > 1<<53 }

func inRange(digits []byte, low, high int64) bool {
	n := number(digits)
	return n >= low && n <= high
}

// number reads up to 18 digits; -1 says that they are none.
func number(digits []byte) int64 {
	if len(digits) == 0 || len(digits) > 18 || !digitsOnly(digits) {
		return -1
	}
	var n int64
	for ; len(digits) >= 8; digits = digits[8:] {
		n = n*1e8 + int64(eightDigits(binary.LittleEndian.Uint64(digits)-'0'*each))
	}
	for _, c := range digits {
		n = n*10 + int64(c-'0')
	}
	return n
}

// eightDigits is the number that eight digits are, without their '0': pairs of
// them, then pairs of those, are put together at once.
func eightDigits(x uint64) uint64 {
	x = pairs(x)
	x = (x*100 + x>>16) & 0x0000ffff0000ffff
	return x&0xffffffff*10000 + x>>32
}

func allDigits(b []byte) bool { return len(b) > 0 && digitsOnly(b) }
