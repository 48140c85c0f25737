package detectors

// Check digits that several classes share. Those of one class stand in its
// file.

// luhn reports whether the last digit is right: from the right, every second
// digit counts double, less 9 where that has two digits.
func luhn(b []byte) bool {
	sum := 0
	for i := len(b) - 1; i >= 0; i -= 2 {
		sum += int(b[i] - '0')
		if i > 0 {
			d := 2 * int(b[i-1]-'0')
			sum += d/10 + d%10
		}
	}
	return sum%10 == 0
}

// varied reports whether there are more than two different digits: 0000… and
// 6262… pass every check, and are nobody's.
func varied(b []byte) bool {
	seen := uint(0)
	for _, c := range b {
		seen |= 1 << (c & 15)
	}
	seen &= seen - 1
	return seen&(seen-1) != 0
}
