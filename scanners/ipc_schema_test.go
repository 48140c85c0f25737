package scanners

import (
	"encoding/binary"
	"testing"
)

// A schema may name one text a million times, which a library copies each time: as its
// name, or as the time zone that it has.
func TestIPCSchemaThatShares(t *testing.T) {
	for _, c := range []struct {
		n, zone, name int
		code          Code
	}{
		{3, 40, 0, ""}, {3, 0, 40, ""},
		{10_000, 40_000, 0, CodeBomb}, {10_000, 0, 40_000, CodeBomb},
	} {
		f := &flat{buf: sharedFields(c.n, c.zone, c.name)}
		r := schemaReader{limits: DefaultLimits}
		_, err := r.read(f.table(8))
		if code := parquetCode(err); err == nil && c.code != "" || err != nil && code != c.code {
			t.Errorf("%d fields, a name of %d bytes, a zone of %d: %v", c.n, c.name, c.zone, err)
		}
	}
}

// sharedFields is a schema, whose table stands at 8, of n fields that are one table, with
// a name or, as a timestamp, a time zone of that many bytes.
func sharedFields(n, zone, name int) []byte {
	le := binary.LittleEndian
	fieldAt := 20 + 4*n
	typeAt := fieldAt + 28
	textAt := typeAt + 16
	b := make([]byte, textAt+4+max(zone, name))
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
	if zone == 0 {
		le.PutUint16(b[typeAt+6:], 0)
	}
	field, typ := fieldAt+12, typeAt+8
	for at, v := range map[int]int{
		8: 8, 12: 16 - 12, 16: n, field: 12, field + 4: textAt - field - 4, field + 8: typ - field - 8, field + 12: typeTimestamp,
		typ: 8, typ + 4: textAt - typ - 4, textAt: max(zone, name),
	} {
		le.PutUint32(b[at:], uint32(v))
	}
	for i := range n {
		le.PutUint32(b[20+4*i:], uint32(field-20-4*i))
	}
	return b
}
