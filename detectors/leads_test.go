package detectors

import (
	"math/rand/v2"
	"testing"
)

// Who says with which two digits its numbers begin must find none that begins
// otherwise: such a number would be asked about in text, and not alone.
func TestLeads(t *testing.T) {
	k, r := known(), rand.New(rand.NewPCG(1, 2))
	for _, d := range table {
		if d.leads == nil {
			continue
		}
		for n := 2; n <= longestNumber; n++ {
			if !d.wants(digitRun, n, 0) {
				continue
			}
			for lead := range 100 {
				for range 500 {
					b := make([]byte, n)
					for i := range b {
						b[i] = '0' + byte(r.IntN(10))
					}
					if r.IntN(2) == 0 && n >= 15 { // a day of birth, where numbers with one have it
						copy(b[6:], "19840215"[8-min(8, 2*(n-12)):])
					}
					b[0], b[1] = '0'+byte(lead/10), '0'+byte(lead%10)
					judge := d.check
					if judge == nil {
						judge = d.asked().alone
					}
					g := judge(k, b)
					if g != 0 && !d.leads(n, lead) {
						t.Fatalf("%s: numbers of %d digits may begin with %02d", d.Name, n, lead)
					}
				}
			}
		}
	}
}
