package detectors

import "encoding/binary"

// digitsForm appends the letters and digits of a value that holds nothing else
// but the separators of numbers, folded; false if there is something else.
func digitsForm(dst, v []byte) ([]byte, bool) {
	v = innerText(v)
	for i := 0; i < len(v); i++ {
		switch c := v[i]; {
		case kinds[c] == kindDigit, kinds[c] == kindLetter:
			dst = append(dst, c)
		case c == ' ', c == '-', c == '(', c == ')', c == '+':
		case c == '.' && zeros(v[i+1:]):
			return dst, true
		default:
			return dst, false
		}
	}
	return dst, true
}

// capitalForm is digitsForm in capitals.
func capitalForm(dst, v []byte) ([]byte, bool) {
	from := len(dst)
	dst, ok := digitsForm(dst, v)
	for i := from; i < len(dst); i++ {
		if kinds[dst[i]] == kindLetter {
			dst[i] &^= 0x20
		}
	}
	return dst, ok
}

// zeros reports whether b is zeros, one at least.
func zeros(b []byte) bool {
	for _, c := range b {
		if c != '0' {
			return false
		}
	}
	return len(b) > 0
}

func digitsOnly(b []byte) bool {
	for len(b) >= 8 {
		if digitsOf(binary.LittleEndian.Uint64(b)) != tops {
			return false
		}
		b = b[8:]
	}
	for _, c := range b {
		if c-'0' > 9 {
			return false
		}
	}
	return true
}

// digitsAmong is digitsOnly of letters and digits, eight at least, of which
// letters alone have this bit.
func digitsAmong(b []byte) bool {
	const letter = 0x40 * each
	x := binary.LittleEndian.Uint64(b[len(b)-8:])
	for ; len(b) > 8; b = b[8:] {
		x |= binary.LittleEndian.Uint64(b)
	}
	return x&letter == 0
}
