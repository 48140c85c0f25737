package scanners

import "encoding/binary"

// A flat is a flatbuffer that nobody has checked. What lies outside of it
// reads as zero and sets bad, which its reader looks at in the end; nothing
// here panics or allocates, and no vector is longer than its bytes.
//
// # Why not the generated readers
//
// They index without looking: a fuzzed offset is a panic, and a vector's
// length is what four bytes say. Arrow's metadata needs six tables, and those
// only a few of their fields.
type flat struct {
	buf []byte
	bad bool
}

// A flatTable is one table. The zero value is a table that is absent: all its
// fields have their defaults.
type flatTable struct {
	flat   *flat
	pos    int
	vtable []byte
}

// root is the table that the buffer begins with.
func (f *flat) root() flatTable { return f.table(f.indirect(0)) }

// span gives n bytes at pos, or nil.
func (f *flat) span(pos, n int) []byte {
	if pos < 0 || n < 0 || pos > len(f.buf) || n > len(f.buf)-pos {
		f.bad = true
		return nil
	}
	return f.buf[pos : pos+n]
}

// indirect follows the offset that stands at pos; -1 where there is none.
func (f *flat) indirect(pos int) int {
	b := f.span(pos, 4)
	if b == nil {
		return -1
	}
	return pos + int(binary.LittleEndian.Uint32(b))
}

func (f *flat) table(pos int) flatTable {
	b := f.span(pos, 4)
	if b == nil {
		return flatTable{}
	}
	at := pos - int(int32(binary.LittleEndian.Uint32(b)))
	head := f.span(at, 4)
	if head == nil {
		return flatTable{}
	}
	vtable := f.span(at, int(binary.LittleEndian.Uint16(head)))
	// Of an odd length readers differ in whether the last field is there.
	if len(vtable) < 4 || len(vtable)%2 != 0 {
		f.bad = true
		return flatTable{}
	}
	return flatTable{flat: f, pos: pos, vtable: vtable}
}

// at is where field i stands, or -1 where the table has it not.
func (t flatTable) at(i int) int {
	slot := 4 + 2*i
	if slot+2 > len(t.vtable) {
		return -1
	}
	offset := int(binary.LittleEndian.Uint16(t.vtable[slot:]))
	if offset == 0 {
		return -1
	}
	return t.pos + offset
}

// number reads field i of size bytes, unsigned.
func (t flatTable) number(i, size int) uint64 {
	at := t.at(i)
	if at < 0 {
		return 0
	}
	var v uint64
	for j, c := range t.flat.span(at, size) {
		v |= uint64(c) << (8 * j)
	}
	return v
}

func (t flatTable) uint8(i int) uint8 { return uint8(t.number(i, 1)) }
func (t flatTable) int16(i int) int16 { return int16(t.number(i, 2)) }
func (t flatTable) int64(i int) int64 { return int64(t.number(i, 8)) }
func (t flatTable) has(i int) bool    { return t.at(i) >= 0 }

// table reads field i, a table.
func (t flatTable) table(i int) flatTable {
	at := t.at(i)
	if at < 0 {
		return flatTable{}
	}
	return t.flat.table(t.flat.indirect(at))
}

// vector reads field i, a vector of elements of size bytes.
func (t flatTable) vector(i, size int) (v flatVector) {
	at := t.at(i)
	if at < 0 {
		return v
	}
	at = t.flat.indirect(at)
	head := t.flat.span(at, 4)
	if head == nil {
		return v
	}
	n := int(binary.LittleEndian.Uint32(head))
	if b := t.flat.span(at+4, n*size); b != nil {
		v = flatVector{flat: t.flat, pos: at + 4, n: n, bytes: b}
	}
	return v
}

// A flatVector is a vector of numbers, structs or offsets.
type flatVector struct {
	flat  *flat
	pos   int
	n     int
	bytes []byte
}

// table reads element i of a vector of tables.
func (v flatVector) table(i int) flatTable { return v.flat.table(v.flat.indirect(v.pos + 4*i)) }

// int64 reads the number at an offset into the vector, which must be in it.
func (v flatVector) int64(offset int) int64 {
	return int64(binary.LittleEndian.Uint64(v.bytes[offset:]))
}

func (v flatVector) int32(offset int) int32 {
	return int32(binary.LittleEndian.Uint32(v.bytes[offset:]))
}
