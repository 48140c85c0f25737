package scanners

import (
	"testing"

	tables "tuomin/benchmarks/corpus"
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
		f := &flat{buf: tables.SharedFields(c.n, c.zone, c.name)}
		r := schemaReader{limits: DefaultLimits}
		_, err := r.read(f.table(8))
		if code := parquetCode(err); err == nil && c.code != "" || err != nil && code != c.code {
			t.Errorf("%d fields, a name of %d bytes, a zone of %d: %v", c.n, c.name, c.zone, err)
		}
	}
}

// Of a table that says it has half a field, libraries read it whole: that its fields
// are two thousand million, for which they ask for memory.
func TestIPCSchemaOfHalfAField(t *testing.T) {
	b := tables.SharedFields(3, 0, 40)
	b[0]--                           // bytes of the vtable, of which the fields are the last
	copy(b[16:], "\x00\x00\x00\x7f") // how many they are
	r := schemaReader{limits: DefaultLimits}
	if _, err := r.read((&flat{buf: b}).table(8)); err == nil {
		t.Error("it is taken for a schema without fields")
	}
}
