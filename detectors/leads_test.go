package detectors

import (
	"math/rand/v2"
	"testing"
)

// Who says with which two digits its numbers begin must find none that begins
// otherwise: alone in a value, it would be missed. Of every number that the class's
// own data have, and of any number of its lengths.
func TestLeads(t *testing.T) {
	k, r := known(), rand.New(rand.NewPCG(1, 2))
	for _, d := range table {
		if d.leads == nil {
			continue
		}
		judge := d.check
		if judge == nil {
			judge = d.asked().alone
		}
		alone := func(b []byte) (asks bool) {
			for _, a := range k.aloneLists[k.asks(digitRun, b)] {
				asks = asks || a.class == d.class
			}
			return asks
		}
		own := 0
		for _, line := range testLines(t, d.Name) {
			b := []byte(line.fields[len(line.fields)-1])
			if line.kind != "hit" || !digitsOnly(b) || len(b) < 2 || len(b) > longestNumber || judge(k, b) == 0 {
				continue
			}
			own++
			if !alone(b) {
				t.Errorf("%s: nobody asks about its own number of %d digits, line %q", d.Name, len(b), line.kind)
			}
		}
		if own == 0 {
			t.Errorf("%s: none of its own data is a number alone", d.Name)
		}
		for n := 2; n <= longestNumber; n++ {
			if !d.wants(digitRun, n, 0) {
				continue
			}
			for lead := range 100 {
				for range 100 {
					b := make([]byte, n)
					for i := range b {
						b[i] = '0' + byte(r.IntN(10))
					}
					if r.IntN(2) == 0 && n >= 15 { // a day of birth, where numbers with one have it
						copy(b[6:], "19840215"[8-min(8, 2*(n-12)):])
					}
					b[0], b[1] = '0'+byte(lead/10), '0'+byte(lead%10)
					if judge(k, b) != 0 && !d.leads(n, lead) {
						t.Fatalf("%s: numbers of %d digits may begin with %02d", d.Name, n, lead)
					}
				}
			}
		}
	}
}
