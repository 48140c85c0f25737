package splice

import (
	"errors"
	"testing"

	tables "tuomin/benchmarks/corpus"
)

// What is read of a schema is bounded by its length: arrow-go copies each text as often
// as a field has it.
func TestFlatbufferShares(t *testing.T) {
	for _, c := range []struct {
		n, zone, name int
		want          error
	}{
		{3, 40, 0, nil}, {3, 0, 40, nil},
		{10_000, 40_000, 0, errFlatbuffer}, {10_000, 0, 40_000, errFlatbuffer},
	} {
		b := tables.SharedFields(c.n, c.zone, c.name)
		if err := newFlatbuffer(b).tables(8, 1, 0); !errors.Is(err, c.want) {
			t.Errorf("%d fields, a name of %d bytes, a zone of %d: %v", c.n, c.name, c.zone, err)
		}
	}
}
