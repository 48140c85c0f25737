package splice

import (
	"encoding/binary"
	"fmt"
	"math"
)

// compact reads the primitives of the Thrift compact protocol.
type compact struct {
	src []byte
	pos int
}

var errShort = fmt.Errorf("%w within a Thrift structure", ErrTruncated)

func (c *compact) byte() (uint64, error) {
	if c.pos >= len(c.src) {
		return 0, errShort
	}
	c.pos++
	return uint64(c.src[c.pos-1]), nil
}

func (c *compact) bytes(n int) ([]byte, error) {
	if n > len(c.src)-c.pos {
		return nil, errShort
	}
	c.pos += n
	return c.src[c.pos-n : c.pos : c.pos], nil
}

func (c *compact) uvarint() (uint64, error) {
	if c.pos < len(c.src) && c.src[c.pos] < 0x80 {
		c.pos++
		return uint64(c.src[c.pos-1]), nil
	}
	v, n := binary.Uvarint(c.src[c.pos:])
	if n == 0 {
		return 0, errShort
	}
	if n < 0 {
		return 0, corrupt("Thrift number is too long")
	}
	c.pos += n
	return v, nil
}

// zigzag reads a signed number and holds it to the range of its kind, as other
// readers would cut it and see another number than we do.
func (c *compact) zigzag(kind Kind) (uint64, error) {
	u, err := c.uvarint()
	v := int64(u>>1) ^ -int64(u&1)
	if err == nil && (kind == KindInt16 && int64(int16(v)) != v || kind == KindInt32 && int64(int32(v)) != v) {
		err = corrupt("Thrift number is too large for its type")
	}
	return uint64(v), err
}

func (c *compact) binary() ([]byte, error) {
	n, err := c.uvarint()
	if err != nil {
		return nil, err
	}
	if n > math.MaxInt32 {
		return nil, corrupt("Thrift string is too long")
	}
	return c.bytes(int(n))
}

// field reads a field's header. Kind 0 is the end of the struct.
func (c *compact) field(last int16) (int16, Kind, error) {
	b, err := c.byte()
	if err != nil || b == 0 {
		return 0, 0, err
	}
	kind := Kind(b & 15)
	if kind == 0 || kind > KindUUID {
		return 0, 0, corrupt("Thrift type %d does not exist", kind)
	}
	if delta := int16(b >> 4); delta != 0 {
		if last > math.MaxInt16-delta {
			return 0, 0, corrupt("Thrift field number is too large")
		}
		return last + delta, kind, nil
	}
	id, err := c.zigzag(KindInt16)
	return int16(id), kind, err
}

func (c *compact) listHeader() (int, Kind, error) {
	b, err := c.byte()
	if err != nil {
		return 0, 0, err
	}
	size, elem := b>>4, Kind(b&15)
	if size == 15 {
		if size, err = c.uvarint(); err != nil {
			return 0, 0, err
		}
	}
	if size > math.MaxInt32 {
		return 0, 0, corrupt("Thrift list is too long")
	}
	return int(size), elem, nil
}

func (c *compact) mapHeader() (int, Kind, Kind, error) {
	size, err := c.uvarint()
	if err != nil || size == 0 {
		return 0, 0, 0, err
	}
	if size > math.MaxInt32/2 {
		return 0, 0, 0, corrupt("Thrift map is too long")
	}
	b, err := c.byte()
	return int(size), Kind(b >> 4), Kind(b & 15), err
}

// skip passes over a value whose header has been read.
func (c *compact) skip(kind Kind, depth int) error {
	if depth > thriftDepth {
		return limit("Thrift structure nested more than %d deep", thriftDepth)
	}
	var err error
	switch kind {
	case KindTrue, KindFalse, KindInt8: // in lists; fields have no bytes for bools
		_, err = c.byte()
	case KindInt16, KindInt32, KindInt64:
		_, err = c.zigzag(kind)
	case KindDouble:
		_, err = c.bytes(8)
	case KindUUID:
		_, err = c.bytes(16)
	case KindBinary:
		_, err = c.binary()
	case KindList, KindSet:
		size, elem, err := c.listHeader()
		for i := 0; i < size && err == nil; i++ {
			err = c.skip(elem, depth+1)
		}
		return err
	case KindMap:
		size, key, elem, err := c.mapHeader()
		for i := 0; i < size && err == nil; i++ {
			if err = c.skip(key, depth+1); err == nil {
				err = c.skip(elem, depth+1)
			}
		}
		return err
	case KindStruct:
		return c.skipFields(depth)
	default:
		return corrupt("Thrift type %d does not exist", kind)
	}
	return err
}

func (c *compact) skipFields(depth int) error {
	var last int16
	for {
		id, kind, err := c.field(last)
		if err != nil || kind == 0 {
			return err
		}
		last = id
		if kind == KindTrue || kind == KindFalse {
			continue
		}
		if err := c.skip(kind, depth+1); err != nil {
			return err
		}
	}
}

func appendZigzag(dst []byte, v int64) []byte {
	return binary.AppendUvarint(dst, uint64(v)<<1^uint64(v>>63))
}

func appendField(dst []byte, last, id int16, kind Kind) []byte {
	if delta := int32(id) - int32(last); delta > 0 && delta < 16 {
		return append(dst, byte(delta)<<4|byte(kind))
	}
	return appendZigzag(append(dst, byte(kind)), int64(id))
}

func appendListHeader(dst []byte, size int, elem Kind) []byte {
	if size < 15 {
		return append(dst, byte(size)<<4|byte(elem))
	}
	return binary.AppendUvarint(append(dst, 0xf0|byte(elem)), uint64(size))
}
