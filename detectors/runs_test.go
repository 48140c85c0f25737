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
				var digit, letter uint64
				for i, x := range b {
					switch kinds[x] {
					case kindDigit:
						digit |= 0x80 << (8 * i)
					case kindLetter:
						letter |= 0x80 << (8 * i)
					}
				}
				if d, l := classesOf(binary.LittleEndian.Uint64(b[:])); d != digit || l != letter {
					t.Fatalf("%#02x beside %#02x: digits %#x, letters %#x", c, beside, d, l)
				}
			}
		}
	}
}

// A run ends where the first other byte is, however many words it is long, and
// is of the kind that its bytes are.
func TestEndOfRun(t *testing.T) {
	r := rand.New(rand.NewPCG(4, 5))
	for _, of := range []string{"0123456789012345678901234567890123456789aZ /\x80\xe6", "abcdefghijklmnopqrstuvwxyzABCDEFGH01 /\x80\xe6"} {
		for range 200_000 {
			b := make([]byte, r.IntN(30))
			for i := range b {
				b[i] = of[r.IntN(len(of))]
			}
			p := r.IntN(len(b) + 1)
			want, kind := naiveRun(b, p)
			if want == p {
				continue
			}
			if end, got := endOfRun(b, p); end != want || got != kind {
				t.Fatalf("%q from %d: %d %d, want %d %d", b, p, end, got, want, kind)
			}
			if want < len(b) || p > 0 {
				kind = noRun
			}
			if got := wholeRun(b); p == 0 && got != kind {
				t.Fatalf("%q: %d, want %d", b, got, kind)
			}
		}
	}
}

func naiveRun(b []byte, p int) (end int, kind runKind) {
	for end = p; end < len(b) && (kinds[b[end]] == kindDigit || kinds[b[end]] == kindLetter); end++ {
	}
	digits, letters := 0, 0
	for _, c := range b[p:end] {
		if kinds[c] == kindDigit {
			digits++
		} else {
			letters++
		}
	}
	switch {
	case letters == 0:
		return end, digitRun
	case digits == 0:
		return end, letterRun
	}
	return end, mixedRun
}
