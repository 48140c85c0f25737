package detectors

import (
	"bytes"
	"encoding/binary"
	"strconv"
	"unicode"
	"unicode/utf16"
	"unicode/utf8"
)

// Values are read in a folded form where they hold what stands for ASCII:
// full-width digits and letters, dashes, strange spaces, and the invisible
// characters of exports (identifiers.md §0.1). Few values do, so that it is
// done when such a character is met, and spans are mapped back.

const (
	passIt = iota
	foldIt
	stopIt
)

// other says how long a character is that is neither ASCII nor a common
// Chinese one, and what it means.
func other(b []byte) (n, action int) {
	c := b[0]
	switch {
	case c < 0xc0:
		return 1, passIt
	case c < 0xe0:
		if len(b) > 1 && c == 0xc2 && (b[1] == 0xa0 || b[1] == 0xad) { // no-break space, soft hyphen
			return 2, foldIt
		}
		if len(b) < 2 || b[1]&0xc0 != 0x80 {
			return 1, passIt // no UTF-8: a digit may follow, as in GBK behind 号
		}
		return 2, passIt
	case len(b) < 3:
		return 1, passIt
	case c < 0xf0:
		if b[1]&0xc0 != 0x80 || b[2]&0xc0 != 0x80 {
			return 1, passIt
		}
		switch {
		case dot(b):
			return 3, foldIt
		case c == 0xef && (b[1] == 0xbc || b[1] == 0xbd):
			if _, ok := narrow(b); ok {
				return 3, foldIt
			}
			return 3, stopIt // ，；！？
		case c == 0xef && b[1] == 0xbb && b[2] == 0xbf:
			return 3, foldIt
		case c == 0xe3 && b[1] == 0x80:
			switch b[2] {
			case 0x80: // ideographic space
				return 3, foldIt
			case 0x81, 0x82: // 、 。
				return 3, stopIt
			}
		case c == 0xe2 && b[1] == 0x80:
			if b[2] <= 0x95 || b[2] >= 0xaa && b[2] <= 0xaf { // spaces, nothing, dashes
				return 3, foldIt
			}
			return 3, stopIt
		case c == 0xe2 && b[1] == 0x81 && b[2] >= 0xa0 && b[2] <= 0xa9: // nothing
			return 3, foldIt
		case c == 0xe2 && (b[1] == 0x88 && b[2] == 0x92 || b[1] == 0x85 && b[2] == 0xa9):
			return 3, foldIt
		}
		return 3, passIt
	}
	for n = 1; n < min(4, len(b)) && b[n]&0xc0 == 0x80; {
		n++
	}
	return n, passIt
}

// narrow is the ASCII character that a full-width digit, letter or mark of
// U+FF01 to U+FF5E stands for, as far as identifiers use it.
func narrow(b []byte) (byte, bool) {
	r := int(b[1]-0xbc)<<6 | int(b[2]&0x3f) // from U+FF00
	c := byte(r + 0x20)
	switch {
	case r < 1 || r > 0x5e:
		return 0, false
	case c >= '0' && c <= '9', c|0x20 >= 'a' && c|0x20 <= 'z', c == '-', c == '+', c == '.', c == '(', c == ')', c == '@', c == '/', c == '#':
		return c, true
	}
	return 0, false
}

// A folding is a value in folded form.
type folding struct {
	text   []byte
	places []int32 // of each byte of text in the original, and of its end
}

// fold writes b into text with full-width characters as ASCII, dashes as -,
// middle dots as ·, strange spaces as one, and without invisible characters.
func (f *folding) fold(b []byte) {
	if isJSON(b) {
		f.unescape(b, escaped)
	} else {
		f.unescape(b, nil)
	}
}

// unescape does the same, and reads what follows a backslash as the function does;
// nil where a backslash is one.
func (f *folding) unescape(b []byte, escaped func(b []byte) (rune, int)) {
	f.text, f.places = f.text[:0], f.places[:0]
	for p := 0; p < len(b); {
		n := 1
		if escaped != nil && b[p] == '\\' {
			var r rune
			if r, n = escaped(b[p:]); r < 0x80 {
				f.put(p, byte(r))
			} else {
				var char [utf8.UTFMax]byte
				first := len(f.places)
				f.char(char[:utf8.EncodeRune(char[:], r)], p)
				for i := first; i < len(f.places); i++ {
					f.places[i] = int32(p)
				}
			}
		} else if b[p] < 0x80 {
			f.put(p, b[p])
		} else {
			n = f.char(b[p:], p)
		}
		p += n
	}
	f.places = append(f.places, int32(len(b)))
}

// put appends what stands for the character at a place of the original.
func (f *folding) put(at int, text ...byte) {
	for _, c := range text {
		f.text = append(f.text, c)
		f.places = append(f.places, int32(at))
	}
}

// char folds the character that b begins with, and says how many bytes it has.
// The place of each byte that stays as it is is its own.
func (f *folding) char(b []byte, at int) int {
	n, action := other(b)
	if action != foldIt {
		for k := range n {
			f.put(at+k, b[k])
		}
		return n
	}
	switch c, ok := narrow3(b); {
	case ok:
		f.put(at, c)
	case dot(b):
		f.put(at, "·"[0], "·"[1])
	case b[0] == 0xe2 && b[1] == 0x85: // the Roman numeral that stands for X
		f.put(at, 'X')
	case b[0] == 0xc2 && b[1] == 0xa0, b[0] == 0xe3, b[0] == 0xe2 && b[1] == 0x80 && (b[2] <= 0x8a || b[2] == 0xaf):
		f.put(at, ' ')
	case b[0] == 0xe2 && (b[1] == 0x88 || b[1] == 0x80 && b[2] >= 0x90 && b[2] <= 0x95):
		f.put(at, '-')
	}
	return n
}

// dot reports whether b begins with one of the characters of three bytes that
// are typed for · in names and on plates: • ‧ ・.
func dot(b []byte) bool {
	switch {
	case b[0] == 0xe2:
		return b[1] == 0x80 && (b[2] == 0xa2 || b[2] == 0xa7)
	case b[0] == 0xe3:
		return b[1] == 0x83 && b[2] == 0xbb
	}
	return false
}

func narrow3(b []byte) (byte, bool) {
	if b[0] != 0xef || b[1] == 0xbb {
		return 0, false
	}
	return narrow(b)
}

// textForm is a value without its surroundings, and with ASCII for full-width
// digits and letters.
func textForm(dst, v []byte) ([]byte, bool) { return append(dst, innerText(v)...), true }

// innerText is v trimmed and folded; a part of v, or a copy.
func innerText(v []byte) []byte {
	start, end := trimmed(v)
	if v = v[start:end]; !foldable(v) {
		return v
	}
	var f folding
	f.fold(v)
	start, end = trimmed(f.text)
	return f.text[start:end]
}

// foldable reports whether fold would change v.
func foldable(v []byte) bool {
	for p := 0; p < len(v); {
		if p+8 <= len(v) && binary.LittleEndian.Uint64(v[p:])&tops == 0 {
			p += 8
			continue
		}
		if v[p] < 0x80 {
			p++
			continue
		}
		n, action := other(v[p:])
		if action == foldIt {
			return true
		}
		p += n
	}
	return false
}

// after is where the character ends that a folded byte stands for, which
// begins at p, or the byte at p.
func after(b []byte, p int32) int32 {
	if b[p] == '\\' && isJSON(b) {
		_, n := escaped(b[p:])
		return p + int32(n)
	}
	if b[p] >= 0xc0 {
		n, _ := other(b[p:])
		return p + int32(n)
	}
	return p + 1
}

// isJSON reports whether a value is JSON, by how it begins: then a backslash
// begins an escape, and what stands behind \n or \u8bdd is not one with it.
func isJSON(b []byte) bool {
	for _, c := range b {
		switch c {
		case ' ', '\t', '\r', '\n':
		case '{', '[', '"':
			return true
		default:
			return false
		}
	}
	return false
}

// escaped is the character that the escape at the start of b stands for, and how
// many bytes the escape has (RFC 8259, section 7). What is no escape stands for
// the backslash itself.
func escaped(b []byte) (r rune, n int) {
	if len(b) < 2 {
		return '\\', 1
	}
	switch b[1] {
	case 'n', 'r', 't', 'b', 'f':
		return '\n', 2
	case '"', '\\', '/':
		return rune(b[1]), 2
	case 'u':
		r := hexRune(b)
		if !utf16.IsSurrogate(r) {
			return max(r, ' '), escapeLength(r)
		}
		if len(b) >= 12 && b[6] == '\\' && b[7] == 'u' {
			if pair := utf16.DecodeRune(r, hexRune(b[6:])); pair != utf8.RuneError {
				return pair, 12
			}
		}
		return utf8.RuneError, 6
	}
	return '\\', 1
}

// escapes reports whether an escape begins at the backslash at p that is more than a
// backslash before a mark.
func escapes(b []byte, p int) bool {
	if p+1 < len(b) {
		switch b[p+1] {
		case 'n', 'r', 't', 'b', 'f', 'u':
			return true
		}
	}
	return false
}

// quotesJSON reports whether JSON could stand within a value: in a line of a log
// behind other words, or in JSON as a string, where its own escapes have two
// backslashes. C:\new has no quotes, and {"path":"C:\\new"} none within; but what was
// cut out of JSON has \u7535 without quotes, and no path has.
func quotesJSON(b []byte) bool {
	if isJSON(b) {
		return bytes.Contains(b, []byte(`\"`))
	}
	return bytes.IndexByte(b, '"') >= 0 || coded(b)
}

// coded reports whether a character stands in b as \u and its code.
func coded(b []byte) bool {
	for {
		_, rest, found := bytes.Cut(b, []byte(`\u`))
		switch {
		case !found:
			return false
		case len(rest) >= 4 && hexRune(b[len(b)-len(rest)-2:]) > 0:
			return true
		}
		b = rest
	}
}

// escapedWithin is escaped of JSON within other text, where there may be any
// number of backslashes.
func escapedWithin(b []byte) (r rune, n int) {
	for n+1 < len(b) && b[n+1] == '\\' {
		n++
	}
	r, last := escaped(b[n:])
	return r, n + last
}

// afterWithin is after of JSON within other text.
func afterWithin(b []byte, p int32) int32 {
	if b[p] == '\\' {
		_, n := escapedWithin(b[p:])
		return p + int32(n)
	}
	return after(b, p)
}

// hexRune reads the four digits of a \u escape; 0 where they are none.
func hexRune(b []byte) (r rune) {
	if len(b) < 6 {
		return 0
	}
	n, err := strconv.ParseUint(string(b[2:6]), 16, 16)
	if err != nil {
		return 0
	}
	return rune(n)
}

func escapeLength(r rune) int {
	if r == 0 {
		return 2 // no digits
	}
	return 6
}

// trimmed is where v starts and ends but for white space, quotes and invisible
// characters around it, such as those for the direction of writing that telephones
// put around a number that is copied.
func trimmed(v []byte) (start, end int) {
	start, end = 0, len(v)
	if end == 0 || bare(v) {
		return start, end
	}
	start = end - len(bytes.TrimLeftFunc(v, around))
	return start, start + len(bytes.TrimRightFunc(v[start:], around))
}

// bare reports whether nothing can stand around a value that is not empty: it
// begins and ends with an ASCII character that is none of around's, or with one
// of the 24,000 Chinese ones that start with these bytes.
func bare(v []byte) bool {
	if len(v) == 0 {
		return false
	}
	first, last := v[0], v[len(v)-1]
	if last >= 0x80 && len(v) >= 3 {
		last = v[len(v)-3]
		return (inner(first) || han(first)) && han(last)
	}
	return (inner(first) || han(first)) && inner(last)
}

func inner(c byte) bool { return c > '\'' && c < 0x7f }

func han(c byte) bool { return c >= 0xe4 && c <= 0xe9 }

func around(r rune) bool {
	switch r {
	case '"', '\'', '“', '”', '‘', '’', '\u00ad', '\ufeff':
		return true
	}
	return r >= '\u200b' && r <= '\u200f' || r >= '\u202a' && r <= '\u202e' || r >= '\u2060' && r <= '\u2069' || unicode.IsSpace(r)
}
