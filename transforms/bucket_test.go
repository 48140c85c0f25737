package transforms_test

import (
	"fmt"
	"math/big"
	"math/rand/v2"
	"regexp"
	"strings"
	"testing"

	"tuomin/scanners/columns"
)

var interval = regexp.MustCompile(`^\[(-?[0-9.]+),(-?[0-9.]+)\)$`)

// Whatever the number, the width and the bounds: a bucket holds its values,
// starts at a cut, is no wider than it should be, and all of it lies between
// min and max. Counted in fractions that do not round, by other code.
func TestBucketsHoldTheirValues(t *testing.T) {
	r := rand.New(rand.NewPCG(11, 7))
	rat := func(s string) *big.Rat {
		n, ok := new(big.Rat).SetString(s)
		if !ok {
			t.Fatalf("%q is no number", s)
		}
		return n
	}
	decimal := func(most int64) string {
		return fmt.Sprintf("%.*f", r.IntN(5), float64(r.Int64N(2*most)-most)/float64(int64(1)<<r.IntN(20)))
	}
	col := &columns.Column{Path: "c", Type: textType}
	for range 3000 {
		width := strings.TrimPrefix(decimal(1000), "-")
		if rat(width).Sign() == 0 {
			continue
		}
		options, low, high := "{to: bucket, width: "+width, "", ""
		if r.IntN(2) == 0 {
			low = decimal(100)
			options += ", min: " + low
		}
		if r.IntN(2) == 0 {
			if high = decimal(1000); low != "" && rat(high).Cmp(rat(low)) <= 0 {
				continue
			}
			options += ", max: " + high
		}
		b := bind(t, "generalize", options+"}", col, "none")
		for range 5 {
			v := decimal(1 << 40)
			if r.IntN(4) == 0 {
				v = fmt.Sprintf("%s%s%d", v, []string{"e", "E+", "e-"}[r.IntN(3)], r.IntN(3))
			}
			got := one(t, b, v).value
			where := fmt.Sprintf("%s of %s}: %s", v, options, got)
			switch {
			case low != "" && rat(v).Cmp(rat(low)) < 0:
				if rest, ok := strings.CutPrefix(got, "<"); !ok || rat(rest).Cmp(rat(low)) != 0 {
					t.Error(where)
				}
				continue
			case high != "" && rat(v).Cmp(rat(high)) >= 0:
				if rest, ok := strings.CutPrefix(got, ">="); !ok || rat(rest).Cmp(rat(high)) != 0 {
					t.Error(where)
				}
				continue
			}
			m := interval.FindStringSubmatch(got)
			if m == nil {
				t.Error(where)
				continue
			}
			from, to, start := rat(m[1]), rat(m[2]), new(big.Rat)
			if low != "" {
				start = rat(low)
			}
			steps := new(big.Rat).Quo(new(big.Rat).Sub(from, start), rat(width))
			wide := new(big.Rat).Sub(to, from)
			cut := high != "" && to.Cmp(rat(high)) == 0
			if from.Cmp(rat(v)) > 0 || rat(v).Cmp(to) >= 0 || !steps.IsInt() || wide.Cmp(rat(width)) > 0 || wide.Cmp(rat(width)) < 0 && !cut {
				t.Error(where)
			}
		}
	}
}
