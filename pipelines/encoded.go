package pipelines

import (
	"bytes"
	"encoding/base64"
	"encoding/hex"
	"unicode/utf16"
	"unicode/utf8"

	"tuomin/scanners/columns"
	"tuomin/transforms"
)

// A raw value may stand encoded in a text (design D20):
//
//	13800000000   MTM4MDAwMDAwMDA=   0x3133383030303030303030   tel=%31%33%38…   {"name": "\u5f20…"}
//
// A part of a text is taken for the hex or base64 form of a value where it is as long as
// that of the shortest. Characters that are escaped one by one are read as what they are,
// wherever they stand.
const (
	shortestHex    = 2 * shortest
	shortestBase64 = (4*shortest + 2) / 3 // without padding
)

// base64Digits are the values of the digits of base64, of either alphabet; 0xff is
// none.
var base64Digits = func() (digits [256]byte) {
	for i := range digits {
		digits[i] = 0xff
	}
	for _, alphabet := range []string{"+/", "-_"} {
		for i, c := range "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789" + alphabet {
			digits[c] = byte(i)
		}
	}
	return digits
}()

// encoded asks what a kept column of texts or bytes holds in another form.
func (v *verification) encoded(text *columns.Values, typ columns.Type, want *promise, at int) error {
	if want.effect != transforms.Keep || typ.Kind != columns.Text && typ.Kind != columns.Binary {
		return nil
	}
	for i := range text.Len() {
		if h, ok := v.raw.Encoded(text.At(i), at); ok {
			return v.found(h)
		}
	}
	return nil
}

// Encoded asks for every value that stands in text in another form, as Ask does for
// one.
func (s *rawSet) Encoded(text []byte, leaf int) (rawHit, bool) {
	if plain := unescaped(text); plain != nil {
		if h, ok := s.Inside(plain, leaf, nil); ok {
			return h, ok
		}
	}
	for i := 0; len(text)-i >= shortestBase64; {
		// A run that is long enough and begins before the last of these places goes
		// over it: of most texts one character in eleven is looked at.
		last := i + shortestBase64 - 1
		if base64Digits[text[last]] == 0xff {
			i = last + 1
			continue
		}
		from, to := last, last+1
		for from > i && base64Digits[text[from-1]] != 0xff {
			from--
		}
		for to < len(text) && base64Digits[text[to]] != 0xff {
			to++
		}
		if h, ok := s.run(text[from:to], leaf); ok {
			return h, ok
		}
		i = to + 1
	}
	return rawHit{}, false
}

// run asks for what a run of digits of base64 is the form of: from its beginning, or
// from behind a mark in it (id-MTM4…, 0x3133…), to its end.
func (s *rawSet) run(run []byte, leaf int) (h rawHit, found bool) {
	for i := 0; len(run)-i >= shortestBase64 && !found; i++ {
		if i > 0 {
			switch run[i-1] {
			case '+', '/', '-', '_', 'x':
			default:
				continue
			}
		}
		h, found = s.part(run[i:], leaf)
	}
	return h, found
}

// part asks for what a part of a text is the form of as a whole. Most are of none, as
// eight bytes of it tell.
func (s *rawSet) part(part []byte, leaf int) (h rawHit, found bool) {
	var first [9]byte
	if len(part) >= shortestHex && len(part)%2 == 0 {
		if _, err := hex.Decode(first[:8], part[:16]); err == nil && s.values.may(first[:8], everywhere) {
			if b, err := hex.AppendDecode(nil, part); err == nil {
				h, found = s.Ask(bytes.TrimSpace(b), everywhere, leaf)
			}
		}
	}
	if found {
		return h, found
	}
	for i := range 3 {
		word := uint32(0)
		for j := range 4 {
			digit := byte(0) // of the padding
			if at := 4*i + j; at < len(part) {
				digit = base64Digits[part[at]]
			}
			word = word<<6 | uint32(digit)
		}
		first[3*i], first[3*i+1], first[3*i+2] = byte(word>>16), byte(word>>8), byte(word)
	}
	if !s.values.may(first[:8], everywhere) {
		return rawHit{}, false
	}
	for _, e := range [...]*base64.Encoding{base64.RawStdEncoding, base64.RawURLEncoding} {
		if b, err := e.AppendDecode(nil, part); err == nil {
			return s.Ask(bytes.TrimSpace(b), everywhere, leaf)
		}
	}
	return rawHit{}, false
}

// unescaped is a text with its characters that are escaped as in URLs (%E5%BC%A0) and
// JSON (\u5f20) as what they are, or nil where there are none.
func unescaped(text []byte) []byte {
	if bytes.IndexByte(text, '%') < 0 && bytes.IndexByte(text, '\\') < 0 {
		return nil
	}
	var plain []byte
	from := 0
	for i := 0; i < len(text); {
		n, r := escape(text[i:])
		if n == 0 {
			i++
			continue
		}
		plain = append(plain, text[from:i]...)
		if text[i] == '%' {
			plain = append(plain, byte(r))
		} else {
			plain = utf8.AppendRune(plain, r)
		}
		i += n
		from = i
	}
	if from == 0 {
		return nil
	}
	return append(plain, text[from:]...)
}

// escape reads the escape that a text begins with: its length, 0 where there is none,
// and the byte or character that it is of.
func escape(text []byte) (n int, r rune) {
	if text[0] != '%' && text[0] != '\\' {
		return 0, 0
	}
	digits := func(from, n int) (rune, bool) {
		var b [2]byte
		if len(text) < from+n {
			return 0, false
		}
		_, err := hex.Decode(b[2-n/2:], text[from:from+n])
		return rune(b[0])<<8 | rune(b[1]), err == nil
	}
	switch {
	case text[0] == '%':
		if r, ok := digits(1, 2); ok {
			return 3, r
		}
	case text[0] == '\\' && len(text) > 1 && text[1] == 'u':
		r, ok := digits(2, 4)
		if !ok {
			return 0, 0
		}
		if low, ok := digits(8, 4); ok && utf16.IsSurrogate(r) && text[6] == '\\' && text[7] == 'u' {
			return 12, utf16.DecodeRune(r, low)
		}
		return 6, r
	}
	return 0, 0
}
