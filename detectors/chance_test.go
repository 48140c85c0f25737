package detectors

import (
	"math"
	"math/big"
	"testing"
)

// The tail agrees with a sum of fractions.
func TestLuck(t *testing.T) {
	for _, c := range []struct {
		n, k     int64
		num, den int64
	}{
		{4, 4, 1, 11}, {5, 5, 1, 11}, {6, 6, 1, 11}, {11, 3, 1, 11}, {200, 40, 1, 11}, {30, 30, 53, 100}, {50, 40, 53, 100}, {300, 299, 1, 2}, {20, 1, 1, 1000},
	} {
		want := new(big.Rat)
		for k := c.k; k <= c.n; k++ {
			term := new(big.Rat).SetInt(new(big.Int).Binomial(c.n, k))
			for i := range c.n {
				f := big.NewRat(c.num, c.den)
				if i >= k {
					f.Sub(big.NewRat(1, 1), f)
				}
				term.Mul(term, f)
			}
			want.Add(want, term)
		}
		exact, _ := want.Float64()
		got := luck(c.n, c.k, float64(c.num)/float64(c.den))
		if math.Abs(got-exact) > 1e-9*exact {
			t.Errorf("%d of %d at %d/%d: got %g, want %g", c.k, c.n, c.num, c.den, got, exact)
		}
	}
	for _, c := range []struct {
		n, k int64
		p    float64
		want float64
	}{{0, 0, 0.5, 1}, {10, 0, 0.1, 1}, {10, 11, 0.5, 0}, {10, 1, 0, 0}, {1e12, 9e11, 0.1, 0}, {1e12, 1e11, 0.1, 1}} {
		if got := luck(c.n, c.k, c.p); got != c.want {
			t.Errorf("%d of %d at %g: got %g, want %g", c.k, c.n, c.p, got, c.want)
		}
	}
	if got, want := misfortune(5, 1, 0.8), math.Pow(0.2, 5)+5*0.8*math.Pow(0.2, 4); math.Abs(got-want) > 1e-12 {
		t.Errorf("lower tail: got %g, want %g", got, want)
	}
}
