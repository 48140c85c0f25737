package columns

import (
	"encoding/binary"
	"math"
	"math/rand/v2"
	"testing"
)

// TestBrief: whatever has a brief text has the one that AppendText writes.
func TestBrief(t *testing.T) {
	ints := Type{Kind: Int, Width: 8}
	floats := Type{Kind: Float, Width: 8}
	var stored [8]byte
	briefs := 0
	same := func(typ Type, bits uint64, b Brief, ok bool) {
		binary.LittleEndian.PutUint64(stored[:], bits)
		want := string(AppendText(nil, typ, stored[:]))
		if !ok {
			return
		}
		briefs++
		whole := 0
		for whole < len(want) && want[whole] != '.' {
			whole++
		}
		if got := string(b.Append(nil)); got != want || b.Whole != whole || b.Len != len(want) {
			t.Fatalf("%s %#x: %q of %d and %d bytes, want %q", typ, bits, got, b.Whole, b.Len, want)
		}
		low, high := b.Low, b.High
		if b.Len < 8 && (low>>(8*b.Len) != 0 || high != 0) || b.Len >= 8 && high>>(8*(b.Len-8)) != 0 {
			t.Fatalf("%s %#x: something stands behind the text", typ, bits)
		}
	}
	integer := func(n int64) {
		b, ok := BriefInt(n)
		if ok != (n >= 0 && n < 1e16) {
			t.Fatalf("integer %d: brief is %v", n, ok)
		}
		same(ints, uint64(n), b, ok)
	}
	float := func(f float64) {
		b, ok := BriefFloat(f)
		same(floats, math.Float64bits(f), b, ok)
	}
	for n := range int64(200_000) {
		integer(n)
		integer(n * 499_979) // up to 10^11
		float(float64(n) / 100)
		float(float64(n) / 1000)
		float(float64(n) * 499.97)
	}
	for p, n := 0, int64(1); p < 19; p, n = p+1, n*10 {
		for d := int64(-2); d <= 2; d++ {
			integer(n + d)
			integer(-n - d)
			float(float64(n + d))
			float(float64(n+d) / 100)
			float(-float64(n + d))
		}
	}
	rng := rand.New(rand.NewPCG(1, 2))
	for range 200_000 {
		integer(int64(rng.Uint64() >> rng.UintN(64)))
		f := math.Float64frombits(rng.Uint64())
		float(f)
		f = math.Round(math.Exp(rng.Float64()*20)*100) / 100
		float(f)
		float(math.Nextafter(f, 0))
		float(math.Nextafter(f, 1e300))
	}
	for _, f := range []float64{0, math.Copysign(0, -1), math.NaN(), math.Inf(1), math.Inf(-1), 0.005, 0.004999, 99_999_999, 99_999_998.99, 99_999_999.99, 1e8} {
		float(f)
	}
	if briefs < 700_000 {
		t.Errorf("only %d numbers were brief: the shortcut is taken too seldom to have been tested", briefs)
	}
	for _, f := range []float64{0, 3171.31, 12.5, 7, 0.01, 99_999_998.99} {
		if _, ok := BriefFloat(f); !ok {
			t.Errorf("%v is an amount and not brief", f)
		}
	}
}
