package splice

import (
	"encoding/binary"
	"errors"
)

// arrow-go believes the flatbuffer of an Arrow schema: one flipped bit makes
// it ask for 27 GB, or recurse until the stack ends, and no recover stops
// either. So depth, and the length of all vectors, one by one and together, are checked
// first, as flatbuffers' verifier would (Go has none). A scalar that lies outside is only
// a panic.
//
//	table    4 bytes back to its vtable, then fields
//	vtable   2 bytes own size, 2 bytes table size, 2 bytes offset for each field (0: absent)
//	vector   4 bytes length, then elements; those of tables and strings are
//	         offsets forward from where they stand

var errFlatbuffer = errors.New("flatbuffer points outside itself")

type flatbuffer struct {
	b      []byte
	budget int // bytes that may still be read
}

// tableCost is what visiting a table is charged at least: what it becomes is larger than
// it is.
const tableCost = 16

// newFlatbuffer may read four times what there is, as tables and texts can be shared.
func newFlatbuffer(b []byte) *flatbuffer { return &flatbuffer{b: b, budget: 4 * len(b)} }

const (
	flatDepth     = 64
	headerSchema  = 1 // members of unions in Message.fbs and Schema.fbs
	typeTimestamp = 10
	typeUnion     = 14
)

// checkArrowSchema checks an encapsulated Arrow message that must be a schema
// without a body.
func checkArrowSchema(raw []byte) error {
	if len(raw) >= 4 && binary.LittleEndian.Uint32(raw) == 0xffffffff {
		raw = raw[4:]
	}
	if len(raw) < 8 {
		return errFlatbuffer
	}
	size := binary.LittleEndian.Uint32(raw)
	if int64(size) > int64(len(raw)-4) {
		return errFlatbuffer
	}
	f := newFlatbuffer(raw[4 : 4+size])
	message, err := f.root()
	if err != nil {
		return err
	}
	kind, err1 := f.scalar(message, 1, 1)
	body, err2 := f.scalar(message, 3, 8)
	if err := errors.Join(err1, err2); err != nil || kind != headerSchema || body != 0 {
		return errFlatbuffer
	}
	if err := f.pairs(message, 4); err != nil {
		return err
	}
	schema, err := f.child(message, 2)
	if err != nil || schema < 0 {
		return errFlatbuffer
	}
	if _, _, err := f.vector(schema, 3, 8); err != nil { // features
		return err
	}
	return errors.Join(f.pairs(schema, 2), f.tables(schema, 1, 0))
}

// tables checks a vector of Field.
func (f *flatbuffer) tables(table, slot, depth int) error {
	if depth > flatDepth {
		return errFlatbuffer
	}
	at, n, err := f.vector(table, slot, 4)
	for i := 0; i < n && err == nil; i++ {
		var field int
		if field, err = f.follow(at + 4*i); err == nil {
			err = f.field(field, depth)
		}
	}
	return err
}

func (f *flatbuffer) field(at, depth int) error {
	if err := f.table(at); err != nil {
		return err
	}
	if _, _, err := f.vector(at, 0, 1); err != nil { // name
		return err
	}
	kind, err := f.scalar(at, 2, 1)
	if err != nil {
		return err
	}
	t, err := f.child(at, 3)
	if err == nil && t >= 0 {
		err = f.fieldType(t, kind)
	}
	if err != nil {
		return err
	}
	dictionary, err := f.child(at, 4)
	if err == nil && dictionary >= 0 {
		_, err = f.child(dictionary, 1)
	}
	if err != nil {
		return err
	}
	return errors.Join(f.pairs(at, 6), f.tables(at, 5, depth+1))
}

func (f *flatbuffer) fieldType(at int, kind uint64) (err error) {
	switch kind {
	case typeTimestamp:
		_, _, err = f.vector(at, 1, 1) // time zone
	case typeUnion:
		_, _, err = f.vector(at, 1, 4)
	}
	return err
}

// pairs checks a vector of KeyValue.
func (f *flatbuffer) pairs(table, slot int) error {
	at, n, err := f.vector(table, slot, 4)
	for i := 0; i < n && err == nil; i++ {
		var pair int
		if pair, err = f.follow(at + 4*i); err != nil {
			break
		}
		if err = f.table(pair); err == nil {
			_, _, err1 := f.vector(pair, 0, 1)
			_, _, err2 := f.vector(pair, 1, 1)
			err = errors.Join(err1, err2)
		}
	}
	return err
}

func (f *flatbuffer) root() (int, error) {
	at, err := f.follow(0)
	if err != nil {
		return 0, err
	}
	return at, f.table(at)
}

// table checks the vtable of the table at an offset. Of one of odd length readers differ
// in whether the last field is there.
func (f *flatbuffer) table(at int) error {
	if f.budget -= tableCost; f.budget < 0 || at < 0 || at > len(f.b)-4 {
		return errFlatbuffer
	}
	vtable := at - int(int32(binary.LittleEndian.Uint32(f.b[at:])))
	if vtable < 0 || vtable > len(f.b)-4 {
		return errFlatbuffer
	}
	size := int(binary.LittleEndian.Uint16(f.b[vtable:]))
	if size < 4 || size%2 != 0 || size > len(f.b)-vtable || int(binary.LittleEndian.Uint16(f.b[vtable+2:])) > len(f.b)-at {
		return errFlatbuffer
	}
	return nil
}

// slot is where a field of a checked table stands, or -1.
func (f *flatbuffer) slot(table, slot, width int) (int, error) {
	vtable := table - int(int32(binary.LittleEndian.Uint32(f.b[table:])))
	if 4+2*slot+2 > int(binary.LittleEndian.Uint16(f.b[vtable:])) {
		return -1, nil
	}
	offset := int(binary.LittleEndian.Uint16(f.b[vtable+4+2*slot:]))
	if offset == 0 {
		return -1, nil
	}
	if table+offset > len(f.b)-width {
		return -1, errFlatbuffer
	}
	return table + offset, nil
}

func (f *flatbuffer) scalar(table, slot, width int) (uint64, error) {
	at, err := f.slot(table, slot, width)
	if at < 0 || err != nil {
		return 0, err
	}
	var v uint64
	for i := range width {
		v |= uint64(f.b[at+i]) << (8 * i)
	}
	return v, nil
}

// follow reads a forward offset.
func (f *flatbuffer) follow(at int) (int, error) {
	if at < 0 || at > len(f.b)-4 {
		return 0, errFlatbuffer
	}
	to := int64(at) + int64(binary.LittleEndian.Uint32(f.b[at:]))
	if to > int64(len(f.b)-4) {
		return 0, errFlatbuffer
	}
	return int(to), nil
}

// child is the table in a field, checked, or -1.
func (f *flatbuffer) child(table, slot int) (int, error) {
	at, err := f.slot(table, slot, 4)
	if at < 0 || err != nil {
		return -1, err
	}
	to, err := f.follow(at)
	if err != nil {
		return -1, err
	}
	return to, f.table(to)
}

// vector is the elements of the vector or string in a field.
func (f *flatbuffer) vector(table, slot, width int) (at, n int, err error) {
	at, err = f.slot(table, slot, 4)
	if at < 0 || err != nil {
		return 0, 0, err
	}
	if at, err = f.follow(at); err != nil {
		return 0, 0, err
	}
	size := int64(binary.LittleEndian.Uint32(f.b[at:]))
	if size*int64(width) > int64(len(f.b)-at-4) {
		return 0, 0, errFlatbuffer
	}
	if f.budget -= int(size) * width; f.budget < 0 {
		return 0, 0, errFlatbuffer
	}
	return at + 4, int(size), nil
}
