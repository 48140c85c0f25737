package detectors

import (
	"math/rand/v2"
	"slices"
	"testing"
)

// What a Finder remembers of texts changes nothing: it finds in each what one finds
// that meets it for the first time. Every value is met three times, before others
// that begin as it does and go on as another one.
func TestRemembered(t *testing.T) {
	var values []string
	for _, info := range Classes() {
		if info.LinkKey {
			continue
		}
		for _, line := range testLines(t, info.Name) {
			values = append(values, line.fields[len(line.fields)-1])
		}
	}
	for _, column := range benchColumns() {
		values = append(values, column[:min(len(column), 200)]...)
	}
	r := rand.New(rand.NewPCG(7, 8))
	n := len(values)
	for i := range n {
		v := values[i]
		values = append(values, v, v, v)
		if len(v) > openingBytes {
			values = append(values, v[:openingBytes]+values[r.IntN(n)], v[:openingBytes]+v, v[:openingBytes])
		}
	}
	// What the opening asks about goes on behind it: a name without a hit, and one.
	values = append(values, "姓名：买买提阿卜杜江的包裹已经破损了很多次", "姓名：买买提阿卜杜江的包裹又破损了", "姓名：买买提阿卜杜江的包裹又丢了",
		"姓名：买买提阿卜杜·拉西提", "姓名：买买提阿卜杜·拉西提，急")
	f, fresh := NewFinder(), NewFinder()
	known := 0
	for _, value := range values {
		v := text([]string{value})
		hits := f.Find(v, nil)
		known += f.empties.known
		fresh.openings, fresh.empties.slots = nil, nil
		if want := fresh.Find(v, nil); !slices.Equal(hits, want) {
			t.Fatalf("of %d bytes: %v, want %v", len(value), hits, want)
		}
	}
	if known < n/5 {
		t.Errorf("%d of %d texts were known: the test shows nothing", known, len(values))
	}
}
