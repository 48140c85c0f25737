package detectors

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
		if len(b) > 1 && c == 0xc2 && b[1] == 0xa0 { // no-break space
			return 2, foldIt
		}
		return min(2, len(b)), passIt
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
			if b[2] >= 0x90 && b[2] <= 0x95 || b[2] >= 0x8b && b[2] <= 0x8d {
				return 3, foldIt
			}
			return 3, stopIt
		case c == 0xe2 && (b[1] == 0x88 && b[2] == 0x92 || b[1] == 0x85 && b[2] == 0xa9):
			return 3, foldIt
		}
		return 3, passIt
	}
	return min(4, len(b)), passIt
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
	f.text, f.places = f.text[:0], f.places[:0]
	put := func(c byte, at int) {
		f.text = append(f.text, c)
		f.places = append(f.places, int32(at))
	}
	for p := 0; p < len(b); {
		if b[p] < 0x80 {
			put(b[p], p)
			p++
			continue
		}
		n, action := other(b[p:])
		if action != foldIt {
			for k := range n {
				put(b[p+k], p+k)
			}
			p += n
			continue
		}
		switch c, ok := narrow3(b[p:]); {
		case ok:
			put(c, p)
		case dot(b[p:]):
			put("·"[0], p)
			put("·"[1], p)
		case b[p] == 0xe2 && b[p+1] == 0x85: // the Roman numeral that stands for X
			put('X', p)
		case b[p] == 0xc2, b[p] == 0xe3:
			put(' ', p)
		case b[p] == 0xe2 && (b[p+1] == 0x88 || b[p+2] >= 0x90):
			put('-', p)
		}
		p += n
	}
	f.places = append(f.places, int32(len(b)))
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
	if b[p] >= 0xc0 {
		n, _ := other(b[p:])
		return p + int32(n)
	}
	return p + 1
}
