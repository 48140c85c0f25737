package splice

import (
	"encoding/binary"
	"math"
)

// A Kind is a type of the Thrift compact protocol, by its number there.
type Kind uint8

const (
	KindTrue   Kind = 1 // as a field: a bool that is true; in a list: any bool
	KindFalse  Kind = 2
	KindInt8   Kind = 3
	KindInt16  Kind = 4
	KindInt32  Kind = 5
	KindInt64  Kind = 6
	KindDouble Kind = 7
	KindBinary Kind = 8 // strings too
	KindList   Kind = 9
	KindSet    Kind = 10
	KindMap    Kind = 11
	KindStruct Kind = 12
	KindUUID   Kind = 13
)

const (
	thriftDepth  = 48   // Parquet itself needs 11
	structFields = 1024 // Parquet's largest struct has 17
)

// A Node is one value of a Thrift tree: a struct with its fields, a list with
// its elements, or a scalar. Nodes are read with Get, Int, Bytes and Items and
// changed with the Set functions and Remove.
//
// Append writes the shortest form of everything, as all known Parquet writers
// do, so a tree that was parsed and not changed encodes to the bytes it came
// from.
type Node struct {
	ID   int16 // of the field, where the parent is a struct
	Kind Kind
	elem Kind   // of the elements of a list or set, or the values of a map
	key  Kind   // of the keys of a map
	num  uint64 // integers in two's complement, bools as the byte read, doubles as bits
	bin  []byte // borrowed from the input
	kids []Node // fields, elements; keys and values in turn
}

// ParseThrift reads one struct from the start of src and reports how long it
// was. The tree borrows src. It takes at most 64 bytes of memory for each byte
// of src, whatever src claims. Running out of bytes is ErrTruncated, all else
// ErrCorrupt or ErrLimit.
func ParseThrift(src []byte) (*Node, int, error) {
	// Each node is at least one byte, so that many may be made and no more:
	// claims of long lists are charged before they are believed.
	p := thriftParser{compact{src: src}, len(src) + 1}
	n := Node{Kind: KindStruct}
	if err := p.value(&n, 0); err != nil {
		return nil, 0, err
	}
	return &n, p.pos, nil
}

type thriftParser struct {
	compact
	budget int // nodes that may still be made
}

func (p *thriftParser) value(n *Node, depth int) error {
	if depth > thriftDepth {
		return limit("Thrift structure nested more than %d deep", thriftDepth)
	}
	var err error
	switch n.Kind {
	case KindTrue, KindFalse: // fields carry their value in the kind; see fields
		n.num, err = p.byte()
	case KindInt8:
		var b uint64
		b, err = p.byte()
		n.num = uint64(int64(int8(b)))
	case KindInt16, KindInt32, KindInt64:
		n.num, err = p.zigzag(n.Kind)
	case KindDouble:
		n.bin, err = p.bytes(8)
		if err == nil {
			n.num, n.bin = binary.LittleEndian.Uint64(n.bin), nil
		}
	case KindBinary:
		n.bin, err = p.binary()
	case KindUUID:
		n.bin, err = p.bytes(16)
	case KindList, KindSet:
		return p.list(n, depth)
	case KindMap:
		return p.dict(n, depth)
	case KindStruct:
		return p.fields(n, depth)
	default:
		return corrupt("Thrift type %d does not exist", n.Kind)
	}
	return err
}

func (p *thriftParser) fields(n *Node, depth int) error {
	var last, highest int16
	for {
		id, kind, err := p.field(last)
		if err != nil || kind == 0 {
			return err
		}
		if id <= highest && n.Get(id) != nil {
			// Readers differ in which of the two they take.
			return corrupt("Thrift field %d occurs twice", id)
		}
		if p.budget--; p.budget < 0 || len(n.kids) == structFields {
			return corrupt("Thrift structure has too many fields")
		}
		last, highest = id, max(highest, id)
		n.kids = append(n.kids, Node{ID: id, Kind: kind})
		f := &n.kids[len(n.kids)-1]
		if kind == KindTrue || kind == KindFalse {
			continue
		}
		if err := p.value(f, depth+1); err != nil {
			return err
		}
	}
}

func (p *thriftParser) list(n *Node, depth int) error {
	size, elem, err := p.listHeader()
	if err != nil {
		return err
	}
	n.elem = elem
	return p.items(n, size, depth, elem, elem)
}

func (p *thriftParser) dict(n *Node, depth int) error {
	size, key, elem, err := p.mapHeader()
	if err != nil {
		return err
	}
	n.key, n.elem = key, elem
	return p.items(n, 2*size, depth, key, elem)
}

func (p *thriftParser) items(n *Node, size, depth int, even, odd Kind) error {
	if size == 0 {
		return nil
	}
	if p.budget -= size; p.budget < 0 {
		return corrupt("Thrift list is longer than its bytes")
	}
	n.kids = make([]Node, size)
	for i := range n.kids {
		kid := &n.kids[i]
		if kid.Kind = even; i&1 == 1 {
			kid.Kind = odd
		}
		if err := p.value(kid, depth+1); err != nil {
			return err
		}
	}
	return nil
}

// Append writes the node, without a field header, to dst.
func (n *Node) Append(dst []byte) []byte {
	switch n.Kind {
	case KindTrue, KindFalse, KindInt8:
		return append(dst, byte(n.num))
	case KindInt16, KindInt32, KindInt64:
		return appendZigzag(dst, int64(n.num))
	case KindDouble:
		return binary.LittleEndian.AppendUint64(dst, n.num)
	case KindBinary:
		return append(binary.AppendUvarint(dst, uint64(len(n.bin))), n.bin...)
	case KindUUID:
		return append(dst, n.bin...)
	case KindList, KindSet:
		dst = appendListHeader(dst, len(n.kids), n.elem)
	case KindMap:
		dst = binary.AppendUvarint(dst, uint64(len(n.kids)/2))
		if len(n.kids) > 0 {
			dst = append(dst, byte(n.key)<<4|byte(n.elem))
		}
	case KindStruct:
		var last int16
		for i := range n.kids {
			f := &n.kids[i]
			dst = appendField(dst, last, f.ID, f.Kind)
			last = f.ID
			if f.Kind != KindTrue && f.Kind != KindFalse {
				dst = f.Append(dst)
			}
		}
		return append(dst, 0)
	}
	for i := range n.kids {
		dst = n.kids[i].Append(dst)
	}
	return dst
}

// Get returns the field with that id, or nil. A nil Node has no fields, so
// that paths can be followed without asking at each step.
func (n *Node) Get(id int16) *Node {
	if n == nil || n.Kind != KindStruct {
		return nil
	}
	for i := range n.kids {
		if n.kids[i].ID == id {
			return &n.kids[i]
		}
	}
	return nil
}

// Items returns the elements of a list or set, or nil. They may be changed in
// place.
func (n *Node) Items() []Node {
	if n == nil || (n.Kind != KindList && n.Kind != KindSet) {
		return nil
	}
	return n.kids
}

// Value returns the node's integer; false if it is none.
func (n *Node) Value() (int64, bool) {
	if n == nil || n.Kind < KindInt8 || n.Kind > KindInt64 {
		return 0, false
	}
	return int64(n.num), true
}

// Int returns the integer in a field; false if there is none.
func (n *Node) Int(id int16) (int64, bool) { return n.Get(id).Value() }

// IntOr returns the integer in a field, or another where there is none.
func (n *Node) IntOr(id int16, or int64) int64 {
	if v, ok := n.Int(id); ok {
		return v
	}
	return or
}

// Bool returns the bool in a field, or another where there is none.
func (n *Node) Bool(id int16, or bool) bool {
	switch f := n.Get(id); {
	case f == nil:
		return or
	case f.Kind == KindTrue:
		return true
	case f.Kind == KindFalse:
		return false
	}
	return or
}

// Raw returns the bytes of a binary node, or nil.
func (n *Node) Raw() []byte {
	if n == nil || n.Kind != KindBinary {
		return nil
	}
	return n.bin
}

// Bytes returns the bytes in a field, or nil.
func (n *Node) Bytes(id int16) []byte { return n.Get(id).Raw() }

// Float returns the double in a field; false if there is none.
func (n *Node) Float(id int16) (float64, bool) {
	if f := n.Get(id); f != nil && f.Kind == KindDouble {
		return math.Float64frombits(f.num), true
	}
	return 0, false
}

// Struct returns a struct of the fields, which must be in the order of their
// ids.
func Struct(fields ...Node) Node { return Node{Kind: KindStruct, kids: fields} }

// List returns a list of elements of one kind.
func List(elem Kind, items ...Node) Node { return Node{Kind: KindList, elem: elem, kids: items} }

// Integer returns a number of KindInt8 to KindInt64.
func Integer(kind Kind, v int64) Node { return Node{Kind: kind, num: uint64(v)} }

// Binary returns a string of bytes, which it keeps.
func Binary(b []byte) Node { return Node{Kind: KindBinary, bin: b} }

// Boolean returns a bool for use as a field. (Lists hold bools otherwise.)
func Boolean(v bool) Node {
	if v {
		return Node{Kind: KindTrue}
	}
	return Node{Kind: KindFalse}
}

// As returns the node as the field with that id.
func (n Node) As(id int16) Node {
	n.ID = id
	return n
}

// Set puts a node into the field with that id, replacing what was there. New
// fields go where the order of ids wants them.
func (n *Node) Set(id int16, v Node) {
	v.ID = id
	if f := n.Get(id); f != nil {
		*f = v
		return
	}
	at := len(n.kids)
	for at > 0 && n.kids[at-1].ID > id {
		at--
	}
	n.kids = append(n.kids, Node{})
	copy(n.kids[at+1:], n.kids[at:])
	n.kids[at] = v
}

// SetInt changes the number in a field, keeping its kind; a new field is of
// the kind given.
func (n *Node) SetInt(id int16, kind Kind, v int64) {
	if f := n.Get(id); f != nil {
		if _, ok := f.Value(); ok {
			kind = f.Kind
		}
	}
	n.Set(id, Integer(kind, v))
}

// Remove takes the fields with those ids out.
func (n *Node) Remove(ids ...int16) {
	kept := make([]Node, 0, len(n.kids))
next:
	for _, f := range n.kids {
		for _, id := range ids {
			if f.ID == id {
				continue next
			}
		}
		kept = append(kept, f)
	}
	n.kids = kept
}

// SetItems replaces the elements of a list, which must be of its kind.
func (n *Node) SetItems(items []Node) { n.kids = items }

// Clone returns a copy that shares only the bytes of binaries.
func (n *Node) Clone() Node {
	c := *n
	if n.kids != nil {
		c.kids = make([]Node, len(n.kids))
		for i := range n.kids {
			c.kids[i] = n.kids[i].Clone()
		}
	}
	return c
}
