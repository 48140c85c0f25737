package detectors

// An algorithm is a check that a class of a job may name. It is asked about the
// letters, in upper case, and digits of a hit, or about its digits alone; the
// check character is the last, but for mod97.
type algorithm struct {
	name   string
	chance float64 // that a random value is right
	digits bool    // letters are no part of what is checked
	right  func(b []byte) bool
}

var algorithms = []algorithm{
	{"luhn", 1.0 / 10, true, luhnRight},
	{"mod11-2", 1.0 / 11, false, mod112Right},
	{"mod11-10", 1.0 / 10, true, mod1110Right},
	{"mod31", 1.0 / 31, false, mod31Right},
	{"mod97", 1.0 / 97, false, mod97Right},
	{"verhoeff", 1.0 / 10, true, verhoeffRight},
}

// Algorithms names the checks that a class of a job may have.
func Algorithms() (names []string) {
	for _, a := range algorithms {
		names = append(names, a.name)
	}
	return names
}

// luhnRight is ISO/IEC 7812-1, annex B: every second digit from the right is
// doubled, and all digits add up to a multiple of ten. Zeros alone are none.
func luhnRight(b []byte) bool {
	sum, any := 0, byte(0)
	for i := range b {
		d := b[len(b)-1-i] - '0'
		if d > 9 {
			return false
		}
		any |= d
		n := int(d) << (i & 1)
		sum += n/10 + n%10
	}
	return len(b) > 1 && any != 0 && sum%10 == 0
}

// mod112Right is ISO 7064 MOD 11-2, of digits and a last digit or X.
func mod112Right(b []byte) bool {
	n := 0
	for i, c := range b {
		d := int(c) - '0'
		switch {
		case c == 'X' && i == len(b)-1:
			d = 10
		case d < 0 || d > 9:
			return false
		}
		n = (2*n + d) % 11
	}
	return len(b) > 1 && n == 1
}

// mod1110Right is ISO 7064 MOD 11,10, of digits, as registration numbers have it.
func mod1110Right(b []byte) bool {
	p := 10
	for i, c := range b {
		d := int(c) - '0'
		if d < 0 || d > 9 {
			return false
		}
		if i == len(b)-1 {
			return len(b) > 1 && (p+d)%10 == 1
		}
		if p = (p + d) % 10; p == 0 {
			p = 10
		}
		p = 2 * p % 11
	}
	return false
}

// mod31Right is GB 32100: weights are powers of 3, and the alphabet has no I, O,
// S, V or Z.
func mod31Right(b []byte) bool {
	sum, weight := 0, 1
	for i, c := range b {
		v := alphabet31[c&127]
		if v == 0 || c > 127 {
			return false
		}
		if i == len(b)-1 {
			weight = 1
		}
		sum += int(v-1) * weight
		weight = weight * 3 % 31
	}
	return len(b) > 1 && sum%31 == 0
}

// alphabet31 is the value of each character, and one; 0 of those that are none.
var alphabet31 = func() (t [128]uint8) {
	for i, c := range []byte("0123456789ABCDEFGHJKLMNPQRTUWXY") {
		t[c] = uint8(i + 1)
	}
	return t
}()

// mod97Right is ISO 7064 MOD 97-10 as account numbers have it (ISO 13616): the
// first four characters are moved to the end, and letters are two digits.
func mod97Right(b []byte) bool {
	n := 0
	for i := range b {
		switch c := b[(i+4)%len(b)]; {
		case c-'0' <= 9:
			n = (n*10 + int(c-'0')) % 97
		case c >= 'A' && c <= 'Z':
			n = (n*100 + int(c-'A') + 10) % 97
		default:
			return false
		}
	}
	return len(b) > 4 && n == 1
}

// verhoeffRight is Verhoeff's check of 1969: digits are permuted by their
// places, and multiplied in the group of the pentagon's symmetries.
func verhoeffRight(b []byte) bool {
	c := byte(0)
	for i := range b {
		d := b[len(b)-1-i] - '0'
		if d > 9 {
			return false
		}
		for range i % 8 {
			d = "1576283094"[d] - '0'
		}
		c = pentagon(c, d)
	}
	return len(b) > 1 && c == 0
}

// pentagon multiplies in the dihedral group of ten: 0 to 4 turn, 5 to 9 turn a
// pentagon that was turned over.
func pentagon(a, b byte) byte {
	switch {
	case a < 5 && b < 5:
		return (a + b) % 5
	case a < 5:
		return 5 + (a+b)%5
	case b < 5:
		return 5 + (a-b)%5
	}
	return (a - b + 5) % 5
}
