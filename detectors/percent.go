package detectors

import "unicode/utf8"

// In the address of a page, in a form that was sent, and so in logs of either,
// characters may be written as % and two hexadecimal digits (RFC 3986, section 2.1):
//
//	?q=%7B%22phone%22%3A%2213800138000%22%7D    {"phone":"13800138000"}
//	&name=%E5%BC%A0%E4%B8%89                    张三
//
// A value that has such is read twice: as it stands, for what its address is, and
// for 满50%20件, in which nothing is written so; and as what it stands for.

// An address within another is written so twice: ?to=%2Fa%3Ftel%3D%252B8613800138000.

// percent is the byte that an escape at p stands for, and how long it is, 0 where
// none is. No control characters but those between lines and cells: nobody's values
// have others, and 100%138… is a number.
func percent(b []byte, p int) (c byte, n int) {
	if p+2 >= len(b) || b[p] != '%' {
		return 0, 0
	}
	for n = 1; p+n+4 <= len(b) && b[p+n] == '2' && b[p+n+1] == '5' && hexOnly(b[p+n+2:p+n+4]); {
		n += 2 // %25 is % itself
	}
	if n += 2; !hexOnly(b[p+n-2 : p+n]) {
		return 0, 0
	}
	c = hexValue[b[p+n-2]]<<4 | hexValue[b[p+n-1]]
	switch {
	case c >= ' ' && c != 0x7f, c == '\t', c == '\n', c == '\r':
		return c, n
	case n > 3:
		return '%', 3
	}
	return 0, 0
}

// percentChar is the character that the escapes at p stand for, and how many bytes
// they have; 0 where none is.
func percentChar(b []byte, p int, char *[utf8.UTFMax]byte) (n, size int) {
	c, first := percent(b, p)
	if first == 0 {
		return 0, 0
	}
	char[0], n, size = c, 1, first
	for want := utf8Length(c); n < want; n++ {
		c, next := percent(b, p+size)
		if next == 0 || c&0xc0 != 0x80 {
			return 1, first // cut, or no UTF-8
		}
		char[n] = c
		size += next
	}
	return n, size
}

// utf8Length is how many bytes a character has that begins with c.
func utf8Length(c byte) int {
	switch {
	case c < 0xc0:
		return 1
	case c < 0xe0:
		return 2
	case c < 0xf0:
		return 3
	}
	return 4
}

// afterPercent is where the character at p ends, which may be written so.
func afterPercent(b []byte, p int32) int32 {
	var char [utf8.UTFMax]byte
	if _, size := percentChar(b, int(p), &char); size > 0 {
		return p + int32(size)
	}
	return after(b, p)
}

// decode writes what b stands for into text, folded.
func (f *folding) decode(b []byte) {
	f.text, f.places = f.text[:0], f.places[:0]
	var char [utf8.UTFMax]byte
	for p := 0; p < len(b); {
		n, size := percentChar(b, p, &char)
		switch {
		case n > 1:
			first := len(f.places)
			f.char(char[:n], p)
			for i := first; i < len(f.places); i++ {
				f.places[i] = int32(p)
			}
		case n == 1:
			f.put(p, char[0])
		case b[p] < 0x80:
			f.put(p, b[p])
			size = 1
		default:
			size = f.char(b[p:], p)
		}
		p += size
	}
	f.places = append(f.places, int32(len(b)))
}
