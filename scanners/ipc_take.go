package scanners

import (
	"encoding/binary"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
	"github.com/apache/arrow-go/v18/arrow/bitutil"
	"github.com/apache/arrow-go/v18/arrow/memory"
)

// A taker builds arrays of values that were read. What it builds holds the
// values that are taken and no other byte: none under a null, none between
// lists, no dictionary entry that no row uses.
//
// Positions are those of the values in their vector; missing is a null, and
// so is padding, which only stands where a list of fixed size is null.
type taker struct {
	edit    edit
	marking bool // nothing is built yet: what is used is being found out
	uses    map[useOf]*usage
	marked  []*usage // in the order in which they were met
}

const (
	missing = -1
	padding = -2
)

// full is an index that takes all of n values in order.
func full(n int) []int32 {
	at := make([]int32, n)
	for i := range at {
		at[i] = int32(i)
	}
	return at
}

// take builds an array of field f, of type t. The field of v is another where
// two fields share a dictionary: it has the layout, and f the leaves.
func (b *taker) take(f *ipcField, v *vector, at []int32, t arrow.DataType) (arrow.ArrayData, error) {
	valid, nulls := validity(v, at)
	var buffers []*memory.Buffer
	var kids []arrow.ArrayData
	var err error
	switch v.field.layout {
	case layoutNull:
		return array.NewData(t, len(at), []*memory.Buffer{nil}, nil, len(at), 0), nil
	case layoutFixed:
		buffers = []*memory.Buffer{valid, takeFixed(v, at)}
	case layoutVariable:
		if id := storage(t).ID(); id == arrow.STRING_VIEW || id == arrow.BINARY_VIEW {
			return takeViews(v, at, t), nil // a dictionary that was put together
		}
		buffers, err = takeText(v, at, valid)
	case layoutView:
		return takeViews(v, at, t), nil
	case layoutDictionary:
		return b.takeDictionary(f, v, at, valid, nulls, t)
	case layoutList:
		return b.takeList(f, v, at, valid, nulls, t)
	case layoutListView:
		return b.takeListView(f, v, at, valid, nulls, t)
	case layoutFixedList:
		buffers = []*memory.Buffer{valid}
		kids, err = b.takeKid(f, v, fixedListAt(v, at), storage(t))
	case layoutStruct:
		buffers = []*memory.Buffer{valid}
		kids, err = b.takeKids(f, v, at, storage(t))
	case layoutUnion:
		return b.takeUnion(f, v, at, t)
	case layoutRuns:
		return b.takeRuns(f, v, at, t)
	}
	if err != nil {
		return nil, err
	}
	return array.NewData(t, len(at), buffers, kids, nulls, 0), nil
}

// validity builds the bitmap, or nil where nothing is null.
func validity(v *vector, at []int32) (*memory.Buffer, int) {
	nulls := 0
	for _, i := range at {
		if v.nullAt(i) {
			nulls++
		}
	}
	if nulls == 0 {
		return nil, 0
	}
	bits := make([]byte, bitutil.BytesForBits(int64(len(at))))
	for k, i := range at {
		if !v.nullAt(i) {
			bits[k>>3] |= 1 << (k & 7)
		}
	}
	return memory.NewBufferBytes(bits), nulls
}

// nullAt reports whether what stands at a position is null by the array's own
// bits.
func (v *vector) nullAt(i int32) bool { return i < 0 || v.isNull(int(i)) }

func takeFixed(v *vector, at []int32) *memory.Buffer {
	if v.field.boolean() {
		bits := make([]byte, bitutil.BytesForBits(int64(len(at))))
		for k, i := range at {
			if !v.nullAt(i) {
				bit := v.bits + int(i)
				bits[k>>3] |= v.data[bit>>3] >> (bit & 7) & 1 << (k & 7)
			}
		}
		return memory.NewBufferBytes(bits)
	}
	w := v.field.width
	out := make([]byte, len(at)*w)
	for k, i := range at {
		if !v.nullAt(i) {
			copy(out[k*w:(k+1)*w], v.data[int(i)*w:])
		}
	}
	return memory.NewBufferBytes(out)
}

// takeText copies text of 32-bit or, where the type asks for it, 64-bit offsets.
func takeText(v *vector, at []int32, valid *memory.Buffer) ([]*memory.Buffer, error) {
	size := 0
	for _, i := range at {
		if !v.nullAt(i) {
			size += int(v.offsets[i+1] - v.offsets[i])
		}
	}
	if size > maxStretchText {
		return nil, errTooLarge
	}
	data := make([]byte, 0, size)
	offsets := newOffsets(len(at), v.field.wide())
	for k, i := range at {
		if !v.nullAt(i) {
			data = append(data, v.data[v.offsets[i]:v.offsets[i+1]]...)
		}
		offsets.put(k+1, len(data))
	}
	return []*memory.Buffer{valid, offsets.buffer(), memory.NewBufferBytes(data)}, nil
}

// offsetWriter writes n+1 offsets of 32 or 64 bits, of which the first is 0.
type offsetWriter struct {
	bytes []byte
	wide  bool
}

func newOffsets(n int, wide bool) offsetWriter {
	width := 4
	if wide {
		width = 8
	}
	return offsetWriter{make([]byte, (n+1)*width), wide}
}

func (w offsetWriter) put(i, v int) {
	if w.wide {
		binary.LittleEndian.PutUint64(w.bytes[8*i:], uint64(v))
	} else {
		binary.LittleEndian.PutUint32(w.bytes[4*i:], uint32(v))
	}
}

func (w offsetWriter) buffer() *memory.Buffer { return memory.NewBufferBytes(w.bytes) }

func takeViews(v *vector, at []int32, t arrow.DataType) arrow.ArrayData {
	b := array.NewBinaryViewBuilder(memory.DefaultAllocator)
	defer b.Release()
	b.Reserve(len(at))
	for _, i := range at {
		if v.nullAt(i) {
			b.AppendNull()
		} else {
			b.Append(v.text(int(i)))
		}
	}
	return retyped(b.NewArray(), t)
}

// retyped is a's data as if it were of type t, which has the same layout.
func retyped(a arrow.Array, t arrow.DataType) arrow.ArrayData {
	d := a.Data()
	return array.NewData(t, d.Len(), d.Buffers(), d.Children(), d.NullN(), d.Offset())
}

func (b *taker) takeList(f *ipcField, v *vector, at []int32, valid *memory.Buffer, nulls int, t arrow.DataType) (arrow.ArrayData, error) {
	offsets := newOffsets(len(at), v.field.wide())
	elements, err := listElements(v, at, func(k, n, total int) { offsets.put(k+1, total) })
	if err != nil {
		return nil, err
	}
	kids, err := b.takeKid(f, v, elements, storage(t))
	if err != nil {
		return nil, err
	}
	return array.NewData(t, len(at), []*memory.Buffer{valid, offsets.buffer()}, kids, nulls, 0), nil
}

// takeListView lays lists one after the other, whatever order they were in.
func (b *taker) takeListView(f *ipcField, v *vector, at []int32, valid *memory.Buffer, nulls int, t arrow.DataType) (arrow.ArrayData, error) {
	wide := v.field.wide()
	offsets, sizes := newOffsets(len(at)-1, wide), newOffsets(len(at)-1, wide)
	elements, err := listElements(v, at, func(k, n, total int) {
		offsets.put(k, total-n)
		sizes.put(k, n)
	})
	if err != nil {
		return nil, err
	}
	kids, err := b.takeKid(f, v, elements, storage(t))
	if err != nil {
		return nil, err
	}
	return array.NewData(t, len(at), []*memory.Buffer{valid, offsets.buffer(), sizes.buffer()}, kids, nulls, 0), nil
}

// listElements are the positions of all elements of the lists that are taken.
// Each list is told of: which it is, how long, and how many elements there are
// with it.
func listElements(v *vector, at []int32, each func(k, n, total int)) ([]int32, error) {
	var elements []int32
	for k, i := range at {
		start, n := int32(0), int32(0)
		if !v.nullAt(i) {
			start, n = v.listAt(i)
		}
		if len(elements)+int(n) > maxSlots {
			return nil, errTooLarge
		}
		for j := range n {
			elements = append(elements, start+j)
		}
		each(k, int(n), len(elements))
	}
	return elements, nil
}

func fixedListAt(v *vector, at []int32) []int32 {
	var elements []int32
	for _, i := range at {
		start, n := v.listAt(i)
		for j := range n {
			if v.nullAt(i) {
				elements = append(elements, padding)
			} else {
				elements = append(elements, start+j)
			}
		}
	}
	return elements
}

// takeKid builds the only child.
func (b *taker) takeKid(f *ipcField, v *vector, at []int32, t arrow.DataType) ([]arrow.ArrayData, error) {
	kid, err := b.child(f, v, 0, at, t.(arrow.NestedType).Fields()[0].Type)
	return []arrow.ArrayData{kid}, err
}

// takeKids builds the children of a struct that stay.
func (b *taker) takeKids(f *ipcField, v *vector, at []int32, t arrow.DataType) ([]arrow.ArrayData, error) {
	inner := at
	for k, i := range at {
		if i >= 0 && v.isNull(int(i)) {
			if &inner[0] == &at[0] {
				inner = append([]int32(nil), at...)
			}
			inner[k] = missing
		}
	}
	var kids []arrow.ArrayData
	fields := t.(arrow.NestedType).Fields()
	for i, kid := range f.kids {
		if b.edit.drops(kid) {
			continue
		}
		data, err := b.child(f, v, i, inner, fields[len(kids)].Type)
		if err != nil {
			return nil, err
		}
		kids = append(kids, data)
	}
	return kids, nil
}

// child builds one child, changed if it is to be.
func (b *taker) child(f *ipcField, v *vector, i int, at []int32, t arrow.DataType) (arrow.ArrayData, error) {
	return b.field(f.kids[i], v.kids[i], at, t)
}
