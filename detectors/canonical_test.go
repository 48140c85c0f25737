package detectors

import (
	"bytes"
	"testing"
)

// TestCanonical: what is taken for canonical as it is written is what the form of
// its class makes of it, or the same value would be two.
func TestCanonical(t *testing.T) {
	k, seen := known(), 0
	for _, written := range ownValues(t) {
		for _, v := range [][]byte{written, bytes.ToUpper(written), bytes.ToLower(written)} {
			kind := wholeRun(v)
			if len(v) < shortestHit || kind == noRun {
				continue
			}
			for _, a := range k.aloneLists[k.asks(kind, v)] {
				form := table[a.class].form
				if form == nil || a.check(k, v) == 0 || !a.canonical(v) {
					continue
				}
				seen++
				if got, ok := form(nil, v); ok && string(got) != string(v) {
					t.Errorf("%s: %d characters are taken for canonical, whose form has %d", table[a.class].Name, len(v), len(got))
				}
			}
		}
	}
	if seen < 100 {
		t.Errorf("%d values looked at", seen)
	}
}
