package detectors

import (
	"bytes"
	"encoding/binary"
)

// endOfRun is where a run of letters and digits ends that begins at p, and
// whether all of it are digits.
func endOfRun(b []byte, p int) (end int, digits bool) {
	digits = true
	for p+8 <= len(b) {
		x := binary.LittleEndian.Uint64(b[p:])
		if !alphanumeric(x) {
			break
		}
		digits = digits && eightDigits(x)
		p += 8
	}
	for p < len(b) {
		k := kinds[b[p]]
		if k != kindDigit {
			if k != kindLetter {
				break
			}
			digits = false
		}
		p++
	}
	return p, digits
}

const (
	each = 0x0101010101010101 // byte of a word
	tops = 0x80 * each
)

// alphanumeric reports whether eight bytes are ASCII letters and digits. Where
// no byte has its top bit, adding 0x80-c to each sets it in those from c up,
// and carries nothing over.
func alphanumeric(x uint64) bool {
	if x&tops != 0 {
		return false
	}
	lower := x | 0x20*each
	digit := (x + (0x80-'0')*each) &^ (x + (0x80-'9'-1)*each)
	letter := (lower + (0x80-'a')*each) &^ (lower + (0x80-'z'-1)*each)
	return (digit|letter)&tops == tops
}

func eightDigits(x uint64) bool {
	return x&(0xf0*each) == 0x30*each && (x+6*each)&(0xf0*each) == 0x30*each
}

// run asks the detectors of numbers about a maximal run of letters and digits,
// b[start:p]. end is where what was found ends, as groups with separators reach
// beyond the run; it is 0 where nothing was.
func (f *Finder) run(i int32, b []byte, start, p int, digits bool, hits []Span) (_ []Span, end int) {
	var h Span
	switch n := p - start; {
	case n == 18:
		g, ok := f.id18(b[start:p])
		if !ok {
			return hits, 0
		}
		h = Span{i, int32(start), int32(p), classID18, g, false}
	case !digits:
		return hits, 0
	case n == 11 && mobile11(b[start:p]),
		n == 12 && b[start] == '0' && mobile11(b[start+1:p]),
		n == 13 && b[start] == '8' && b[start+1] == '6' && mobile11(b[start+2:p]),
		n == 15 && string(b[start:start+4]) == "0086" && mobile11(b[start+4:p]),
		n == 16 && string(b[start:start+5]) == "17951" && mobile11(b[start+5:p]):
		h = Span{i, int32(start), int32(p), classMobile, Shaped, false}
	case n <= 7 && p+1 < len(b) && separator(b[p]) && kinds[b[p+1]] == kindDigit:
		var ok bool
		if h, ok = f.grouped(i, b, start); !ok {
			return hits, 0
		}
	default:
		return hits, 0
	}
	if !whole(b, &h) {
		return hits, 0
	}
	if h.Class == classMobile {
		lead(b, &h)
		if h.Start > 0 && worded(b[:h.Start]) {
			h.Grade = Worded
		}
	}
	return append(hits, h), int(h.End)
}

func separator(c byte) bool { return c == ' ' || c == '-' || c == ')' }

// grouped finds numbers written in groups, from start on: 138 0013 8000,
// +86-138-0013-8000, 320311 19010101 009X. A group is a whole run.
func (f *Finder) grouped(i int32, b []byte, start int) (Span, bool) {
	var number [18]byte
	n, first := 0, 0
	for p := start; p < len(b); p++ {
		from := n
		for p < len(b) && n < len(number) && (kinds[b[p]] == kindDigit || n == 17 && b[p]|0x20 == 'x') {
			number[n] = b[p]
			n++
			p++
		}
		if n == from || p < len(b) && (kinds[b[p]] == kindDigit || kinds[b[p]] == kindLetter) {
			return Span{}, false
		}
		if first == 0 {
			first = n
		}
		digits := number[:n]
		switch {
		case n == 11 && first >= 3 && mobile11(digits),
			n == 12 && first == 1 && digits[0] == '0' && mobile11(digits[1:]),
			n == 13 && first == 2 && digits[0] == '8' && digits[1] == '6' && mobile11(digits[2:]),
			n == 15 && first == 4 && string(digits[:4]) == "0086" && mobile11(digits[4:]):
			return Span{i, int32(start), int32(p), classMobile, Shaped, false}, true
		case n == 18 && first == 6:
			g, ok := f.id18(digits)
			return Span{i, int32(start), int32(p), classID18, g, false}, ok
		}
		if n == len(number) || p >= len(b) || !separator(b[p]) {
			return Span{}, false
		}
	}
	return Span{}, false
}

// whole refuses a number that is a part of a decimal fraction, and takes in the
// .0 that pandas leaves.
func whole(b []byte, h *Span) bool {
	s, e := int(h.Start), int(h.End)
	if s >= 2 && b[s-1] == '.' && kinds[b[s-2]] == kindDigit {
		return false
	}
	if e+1 < len(b) && b[e] == '.' && kinds[b[e+1]] == kindDigit {
		for e++; e < len(b) && b[e] == '0'; e++ {
		}
		if e < len(b) && (kinds[b[e]] == kindDigit || kinds[b[e]] == kindLetter || b[e] == '.') {
			return false
		}
		h.End = int32(e)
	}
	return true
}

// lead takes in what stands before a telephone and belongs to it: + and (, and
// +86 in groups of their own are found as groups.
func lead(b []byte, h *Span) {
	if h.Start > 0 && b[h.Start-1] == '+' {
		h.Start--
	}
	if h.Start > 0 && b[h.Start-1] == '(' && bytes.IndexByte(b[h.Start:h.End], ')') >= 0 {
		h.Start--
	}
}

// wordsBefore is how many bytes before a number are searched for a word that
// says what it is. Not fewer: 收货人联系电话： is 24 bytes. Not more: the word
// would belong to something else.
const wordsBefore = 24

// worded reports whether a word for telephones stands at the end of before.
func worded(before []byte) bool {
	before = before[max(0, len(before)-wordsBefore):]
	for i := range before {
		switch before[i] {
		case 0xe6, 0xe7, 0xe8, 0xe5:
			for _, w := range [...]string{"手机", "电话", "联系", "号码", "致电", "拨打"} {
				if has(before[i:], w) {
					return true
				}
			}
		case 't', 'T', 'p', 'P', 'm', 'M', 'c', 'C':
			for _, w := range [...]string{"tel", "phone", "mobile", "call", "cell"} {
				if hasFold(before[i:], w) {
					return true
				}
			}
		}
	}
	return false
}

func has(b []byte, w string) bool { return len(b) >= len(w) && string(b[:len(w)]) == w }

func hasFold(b []byte, w string) bool {
	if len(b) < len(w) {
		return false
	}
	for i := range len(w) {
		if b[i]|0x20 != w[i] {
			return false
		}
	}
	return true
}
