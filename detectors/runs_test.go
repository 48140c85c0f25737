package detectors

import (
	"encoding/binary"
	"testing"
)

// Eight bytes at a time say the same as one at a time: every byte in every
// place, beside neighbours that could carry.
func TestEightAtATime(t *testing.T) {
	for c := range 256 {
		for place := range 8 {
			for _, beside := range []byte{'0', '9', 'a', 'z', 'A', 'Z', '/', ':', '@', '[', '`', '{', 0, 0x7f, 0x80, 0xff} {
				var b [8]byte
				for i := range b {
					b[i] = beside
				}
				b[place] = byte(c)
				letters, digits := true, true
				for _, x := range b {
					digits = digits && kinds[x] == kindDigit
					letters = letters && (kinds[x] == kindDigit || kinds[x] == kindLetter)
				}
				x := binary.LittleEndian.Uint64(b[:])
				if alphanumeric(x) != letters || eightDigits(x) != digits {
					t.Fatalf("%#02x beside %#02x: alphanumeric %t, eightDigits %t", c, beside, alphanumeric(x), eightDigits(x))
				}
			}
		}
	}
}
