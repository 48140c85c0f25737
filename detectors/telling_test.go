package detectors

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"tuomin/scanners/columns"
)

// A single identity number is news where none was before, and what Luhn passes, or
// what looks like identity numbers, is not.
func TestTelling(t *testing.T) {
	type gen = func(*rand.Rand, int) string
	first := func(k int, some, others gen) gen {
		return func(r *rand.Rand, i int) string {
			if i < k {
				return some(r, i)
			}
			return others(r, i)
		}
	}
	wrong := func(r *rand.Rand, i int) string {
		id := identity(r, i)
		return id[:17] + string("0123456789"[(id[17]+1)%10])
	}
	card := func(r *rand.Rand, _ int) string { return luhnDigit(fmt.Sprintf("62220%010d", r.Int64N(1e10))) }
	eighteen := func(r *rand.Rand, _ int) string { return fmt.Sprintf("9%017d", r.Int64N(1e17)) }
	six := func(r *rand.Rand, _ int) string { return fmt.Sprintf("1%05d", r.IntN(300)) }
	for _, c := range []struct {
		about string
		n     int
		gen   gen
		class string
		want  bool
	}{
		{"one among remarks", 2000, first(1, identity, remark), "cn_id18", true},
		{"one within a remark", 2000, first(1, func(r *rand.Rand, i int) string { return "证件 " + identity(r, i) }, remark), "cn_id18", true},
		{"one among more remarks than the sample holds", 20000, first(1, identity, remark), "cn_id18", true},
		{"one among postcodes", 2000, first(1, identity, six), "cn_id18", true},
		{"one, and nothing else", 1, identity, "cn_id18", true},
		{"four, and one with a slip", 2000, first(4, identity, first(5, wrong, remark)), "cn_id18", true},
		{"one, and one with a slip", 2000, first(1, identity, first(2, wrong, remark)), "cn_id18", false},
		{"one among look-alikes", 2000, first(1, identity, first(10, wrong, remark)), "cn_id18", false},
		{"one among numbers as long", 2000, first(1, identity, eighteen), "cn_id18", false},
		{"one among very many numbers as long", 20000, first(1, identity, eighteen), "cn_id18", false},
		{"one card", 2000, first(1, card, remark), "bank_card", false},
		{"a dozen cards", 2000, first(12, card, remark), "bank_card", true},
	} {
		t.Run(c.about, func(t *testing.T) {
			got := tallied(leafOf("c1", columns.Text), generate(c.n, c.gen)).Classify()
			for _, f := range got.Findings {
				if f.Class == c.class {
					if f.Telling != c.want {
						t.Errorf("%+v", f)
					}
					return
				}
			}
			t.Errorf("no %s in %+v", c.class, got.Findings)
		})
	}
}
