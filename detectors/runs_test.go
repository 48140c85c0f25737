package detectors

import (
	"encoding/binary"
	"math/rand/v2"
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

// A run ends where the first other byte is, however many words it is long.
func TestEndOfRun(t *testing.T) {
	r := rand.New(rand.NewPCG(4, 5))
	const letters = "0123456789012345678901234567890123456789aZ /\x80\xe6"
	for range 200_000 {
		b := make([]byte, r.IntN(30))
		for i := range b {
			b[i] = letters[r.IntN(len(letters))]
		}
		p := r.IntN(len(b) + 1)
		want, digits := p, true
		for want < len(b) && (kinds[b[want]] == kindDigit || kinds[b[want]] == kindLetter) {
			digits = digits && kinds[b[want]] == kindDigit
			want++
		}
		if end, all := endOfRun(b, p); end != want || all != digits {
			t.Fatalf("%q from %d: %d %t, want %d %t", b, p, end, all, want, digits)
		}
	}
}
