package detectors

import (
	"fmt"
	"math"
	"strings"
	"testing"
)

// What people number is spread evenly: of each bit of the hash, over serial
// numbers of every length, half are set, and no two values are one.
func TestSum(t *testing.T) {
	for _, key := range []TallyKey{{}, {1, 2, 3}, {15: 1}} {
		for length := 1; length <= 40; length++ {
			n := int(min(math.Pow10(length), 1<<16))
			var ones [64]int
			seen := make(map[uint64]bool, n)
			for i := range n {
				h := key.sum(fmt.Appendf(nil, "%0*d", length, i))
				seen[h] = true
				for bit := range ones {
					ones[bit] += int(h >> bit & 1)
				}
			}
			if len(seen) != n {
				t.Errorf("%d digits: %d hashes of %d values", length, len(seen), n)
			}
			for bit, got := range ones {
				// Six standard deviations of fair coins.
				if d := math.Abs(float64(got) - float64(n)/2); n > 100 && d > 3*math.Sqrt(float64(n)) {
					t.Errorf("%d digits, bit %d: %d of %d are set", length, bit, got, n)
				}
			}
		}
	}
}

// Every byte counts, and so does the length.
func TestSumEveryByte(t *testing.T) {
	key := TallyKey{9}
	seen := map[uint64]int{}
	for n := range 70 {
		base := make([]byte, n)
		for i := -1; i < n; i++ {
			if i >= 0 {
				base[i] ^= 1
			}
			seen[key.sum(base)]++
			if i >= 0 {
				base[i] ^= 1
			}
		}
	}
	for _, times := range seen {
		if times > 1 {
			t.Errorf("%d inputs have one hash", times)
		}
	}
}

// A key depends on all of its bytes, and shows none of them.
func TestTallyKey(t *testing.T) {
	base := TallyKey{}.sum([]byte("13800138000"))
	for i := range 16 {
		var secret [16]byte
		secret[i] = 1
		if TallyKey(secret).sum([]byte("13800138000")) == base {
			t.Errorf("byte %d of the key does not matter", i)
		}
	}
	key := TallyKey{201, 202, 203, 204}
	holder := struct{ Key TallyKey }{key}
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%x", "%d"} {
		for _, shown := range []string{fmt.Sprintf(verb, key), fmt.Sprintf(verb, holder)} {
			if strings.Contains(shown, "201") || strings.Contains(strings.ToLower(shown), "c9ca") || strings.Contains(shown, "0xc9") {
				t.Errorf("%s shows %s", verb, shown)
			}
		}
	}
}

func BenchmarkSum(b *testing.B) {
	k0, k1 := TallyKey{1}.words()
	for _, n := range []int{8, 11, 18, 40} {
		b.Run(fmt.Sprintf("bytes=%d", n), func(b *testing.B) {
			in := make([]byte, n*64)
			var x uint64
			for i := 0; b.Loop(); i = (i + 1) & 63 {
				x ^= sum(k0, k1, in[i*n:(i+1)*n])
			}
			if x == 1 {
				b.Log(x)
			}
		})
	}
}
