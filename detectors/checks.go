package detectors

import "encoding/binary"

// Check digits that several classes share. Those of one class stand in its
// file.

// luhn reports whether the last of some digits is right: from the right, every
// second one counts double, less 9 where that has two digits. Eight are added
// up at once.
func luhn(b []byte) bool {
	var x uint64 // those that are left over, moved to the end of a word
	left := len(b) & 7
	if len(b) >= 8 {
		x = (binary.LittleEndian.Uint64(b) - '0'*each) << (8 * (8 - left) & 63)
		if left == 0 {
			x = 0
		}
	} else {
		for _, c := range b {
			x = x>>8 | uint64(c-'0')<<56
		}
	}
	sum := luhnSum(x)
	for b = b[left:]; len(b) >= 8; b = b[8:] {
		sum += luhnSum(binary.LittleEndian.Uint64(b) - '0'*each)
	}
	return sum%10 == 0
}

// luhnSum is what eight digits count, of which the last stands in the highest
// byte of x.
func luhnSum(x uint64) uint64 {
	const second = 0x00ff00ff00ff00ff
	double := x & second
	nines := (double + (0x80-5)*each&second) >> 7 & (each & second) // of those from 5 on
	return (x>>8&second + 2*double - 9*nines) * (each & second) >> 48
}

// varied reports whether there are more than two different digits: 0000… and
// 6262… pass every check, and are nobody's.
func varied(b []byte) bool {
	seen := uint(0)
	for i, c := range b {
		seen |= 1 << (c & 15)
		if i == 7 && moreThanTwo(seen) { // as nearly always
			return true
		}
	}
	return moreThanTwo(seen)
}

// moreThanTwo reports whether more than two bits are set.
func moreThanTwo(x uint) bool {
	x &= x - 1
	return x&(x-1) != 0
}
