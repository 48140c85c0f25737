package detectors

import (
	"fmt"
	"strings"
	"testing"
)

// Sums under the zero key, as another implementation of SipHash-1-3 has them:
// PYTHONHASHSEED=0 python3 -c 'print(hash(bytes(range(n))))', CPython 3.11 and up.
func TestSum(t *testing.T) {
	key := TallyKey{}
	for n, want := range []int64{
		7541581120933061747,
		75343234424780393,
		5569996484167262381,
		8990380680374275517,
		6538700447601091189,
		-2034959046543467301,
		3389392686435873370,
		-1525574692105212182,
		8471974163824919394,
		-5791779039405073891,
		-115740592296166145,
		-6432559758609227326,
		-6859208656633754099,
		9189037121149337191,
		-932606700130547222,
		-8542738587087157833,
		5225236159122152477,
		-5925962270939806083,
		657325654227320089,
	} {
		in := make([]byte, n+1)
		for i := range in {
			in[i] = byte(i)
		}
		if got := int64(key.sum(in)); got != want {
			t.Errorf("%d bytes: got %d, want %d", n+1, got, want)
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
				x ^= sip13(k0, k1, in[i*n:(i+1)*n])
			}
			if x == 1 {
				b.Log(x)
			}
		})
	}
}
