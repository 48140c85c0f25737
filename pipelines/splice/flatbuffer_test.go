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

// Nor is one believed that says it has half a field, which arrow-go reads whole.
func TestFlatbufferOfHalfAField(t *testing.T) {
	b := tables.SharedFields(3, 0, 40)
	b[0]--                           // bytes of the vtable, of which the fields are the last
	copy(b[16:], "\x00\x00\x00\x7f") // how many they are
	f := newFlatbuffer(b)
	if err := errors.Join(f.table(8), f.tables(8, 1, 0)); !errors.Is(err, errFlatbuffer) {
		t.Errorf("it is taken for a schema without fields: %v", err)
	}
}
