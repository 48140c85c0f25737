package splice

import (
	"encoding/binary"
	"errors"
	"testing"
)

// sharedFields is a schema of n fields that are one table, with a name or, as a
// timestamp, a time zone of that many bytes, and where its table stands.
func sharedFields(n, zone, name int) (b []byte, schema int) {
	le := binary.LittleEndian
	fieldAt := 20 + 4*n
	typeAt := fieldAt + 28
	textAt := typeAt + 16
	b = make([]byte, textAt+4+max(zone, name))
	for at, words := range map[int][]int{
		0: {8, 8, 0, 4}, fieldAt: {12, 16, 4, 0, 12, 8}, typeAt: {8, 8, 0, 4}, // vtables
	} {
		for i, w := range words {
			le.PutUint16(b[at+2*i:], uint16(w))
		}
	}
	if name == 0 {
		le.PutUint16(b[fieldAt+4:], 0)
	}
	field, typ := fieldAt+12, typeAt+8
	for at, v := range map[int]int{
		8: 8, 12: 16 - 12, 16: n, field: 12, field + 4: textAt - field - 4, field + 8: typ - field - 8, field + 12: typeTimestamp,
		typ: 8, typ + 4: textAt - typ - 4, textAt: max(zone, name),
	} {
		le.PutUint32(b[at:], uint32(v))
	}
	if zone == 0 {
		le.PutUint16(b[typeAt+6:], 0)
	}
	for i := range n {
		le.PutUint32(b[20+4*i:], uint32(field-20-4*i))
	}
	return b, 8
}

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
		b, schema := sharedFields(c.n, c.zone, c.name)
		if err := newFlatbuffer(b).tables(schema, 1, 0); !errors.Is(err, c.want) {
			t.Errorf("%d fields, a name of %d bytes, a zone of %d: %v", c.n, c.name, c.zone, err)
		}
	}
}
