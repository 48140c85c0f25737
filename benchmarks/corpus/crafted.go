package corpus

import "encoding/binary"

// SharedFields is an Arrow schema as a flatbuffer, whose table stands at 8, of n fields
// that are one table, with a name or, as a timestamp, a time zone of that many bytes: a
// few kilobytes, of which a library that copies each text makes gigabytes.
func SharedFields(n, zone, name int) []byte {
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
	const timestamp = 10 // of the union Type in Schema.fbs
	field, typ := fieldAt+12, typeAt+8
	for at, v := range map[int]int{
		8: 8, 12: 16 - 12, 16: n, field: 12, field + 4: textAt - field - 4, field + 8: typ - field - 8, field + 12: timestamp,
		typ: 8, typ + 4: textAt - typ - 4, textAt: max(zone, name),
	} {
		le.PutUint32(b[at:], uint32(v))
	}
	for i := range n {
		le.PutUint32(b[20+4*i:], uint32(field-20-4*i))
	}
	return b
}
