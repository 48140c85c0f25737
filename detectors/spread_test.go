package detectors

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"tuomin/scanners/columns"
)

// A counter is one at whatever length, whatever codes it runs through, and with
// a few numbers left out; persons are none, however many there are.
func TestSpreadAtSizes(t *testing.T) {
	// counter runs through blocks of ten thousand, one of each code.
	counter := func(_ *rand.Rand, i int) string {
		return number10(10_000_010_000 + (30+i/10_000)%100*100_000_000 + i%10_000)
	}
	gaps := func(r *rand.Rand, i int) string { return counter(r, i+i/20) }
	// local are the customers of one operator in one place: ten codes, and ten
	// thousand numbers of each of thirty areas.
	local := func(r *rand.Rand, _ int) string {
		return fmt.Sprintf("1%s%04d%04d", []string{"34", "35", "36", "37", "38", "39", "50", "51", "52", "58"}[r.IntN(10)], 100+r.IntN(30), r.IntN(10_000))
	}
	placeholder := func(r *rand.Rand, _ int) string {
		return fmt.Sprintf("1%s0000%04d", []string{"34", "35", "36", "37", "38", "39", "50", "51", "52", "58"}[r.IntN(10)], r.IntN(10_000))
	}
	for _, c := range []struct {
		about string
		gen   func(*rand.Rand, int) string
		sizes []int
		want  bool // of a counter
	}{
		{"a counter", counter, []int{20_000, 60_000, 100_000, 200_000, 300_000, 500_000}, true},
		{"a counter with gaps", gaps, []int{60_000, 100_000, 300_000}, true},
		{"telephones of all operators", mobile, []int{100, 1000, 20_000, 100_000, 300_000}, false},
		{"telephones of one place", local, []int{100, 1000, 5000, 20_000, 100_000, 300_000}, false},
		{"placeholders of ten codes", placeholder, []int{100, 1000, 5000, 20_000, 50_000}, false},
	} {
		for _, n := range c.sizes {
			t.Run(fmt.Sprint(c.about, "/", n), func(t *testing.T) {
				tally := tallied(leafOf("c1", columns.Text), generate(n, c.gen))
				said := tally.Classify()
				if taken := said.Class == "cn_mobile" || said.Verdict == VerdictContains; taken == c.want {
					t.Error(said)
				}
			})
		}
	}
}
