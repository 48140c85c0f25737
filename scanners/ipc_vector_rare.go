package scanners

import (
	"encoding/binary"
	"math"
	"sort"

	"github.com/apache/arrow-go/v18/arrow"
)

// A viewBuffer is what a stretch's views use of one of their buffers.
type viewBuffer struct {
	lo, hi int64
	data   []byte // from lo to hi
}

// viewSize is the size of one view: a length, and then either up to 12 bytes of
// text, or 4 bytes of it, a buffer and an offset.
const viewSize, viewInline = 16, 12

// views reads the views a to b, and of each buffer the range they use.
func (l *loader) views(v *vector, a, b int64) (err error) {
	first := l.buffer(v.field) + 1
	if v.data, _, err = l.body.read(first, a*viewSize, (b-a)*viewSize); err != nil {
		return err
	}
	count := l.body.b.variadic[v.field.position.variadic+1] - l.body.b.variadic[v.field.position.variadic]
	for range count {
		v.buffers = append(v.buffers, viewBuffer{lo: math.MaxInt64})
	}
	for i := range v.n {
		if v.isNull(i) {
			continue
		}
		size, buffer, off := v.view(i)
		switch {
		case size < 0 || size > viewInline && (off < 0 || buffer < 0 || int(buffer) >= count):
			return corrupt("a view that points nowhere")
		case size > viewInline:
			use := &v.buffers[buffer]
			use.lo, use.hi = min(use.lo, int64(off)), max(use.hi, int64(off)+int64(size))
		}
	}
	for i := range v.buffers {
		use := &v.buffers[i]
		if use.hi == 0 {
			continue
		}
		if use.data, _, err = l.body.read(first+1+i, use.lo, use.hi-use.lo); err != nil {
			return err
		}
	}
	return nil
}

// view takes view i apart.
func (v *vector) view(i int) (size, buffer, off int32) {
	b := v.data[i*viewSize : (i+1)*viewSize]
	le := binary.LittleEndian
	return int32(le.Uint32(b)), int32(le.Uint32(b[8:])), int32(le.Uint32(b[12:]))
}

// viewed is the text that view i shows.
func (v *vector) viewed(i int) []byte {
	size, buffer, off := v.view(i)
	if size <= viewInline {
		return v.data[i*viewSize+4 : i*viewSize+4+int(size)]
	}
	use := &v.buffers[buffer]
	at := int64(off) - use.lo
	return use.data[at : at+int64(size)]
}

// indices reads the indices of a dictionary, whatever their width, and checks
// them. A null is -1; an entry may be null besides.
func (l *loader) indices(v *vector, a, b int64) error {
	var err error
	if v.dict, err = l.dictionary(v.field); err != nil {
		return err
	}
	width := int64(v.field.width)
	raw, _, err := l.body.read(l.buffer(v.field)+1, a*width, (b-a)*width)
	if err != nil {
		return err
	}
	mem, err := l.body.stretch.bytes(4 * (b - a))
	if err != nil {
		return err
	}
	v.index = view[int32](mem)
	signed := arrow.IsSignedInteger(v.field.typ.(*arrow.DictionaryType).IndexType.ID())
	entries := uint64(v.dict.values.n)
	for i := range v.index {
		if v.isNull(i) {
			v.index[i] = -1
			continue
		}
		var n uint64
		switch at := raw[i*int(width):]; width {
		case 1:
			n = uint64(at[0])
		case 2:
			n = uint64(binary.LittleEndian.Uint16(at))
		case 4:
			n = uint64(binary.LittleEndian.Uint32(at))
		default:
			n = binary.LittleEndian.Uint64(at)
		}
		// A negative index has its highest bit set, and is above all entries
		// once that is taken as a number, but for entries above 127 of int8.
		if n >= entries || signed && n>>(8*width-1) != 0 {
			return corrupt("an index beyond its dictionary of %d entries", entries)
		}
		v.index[i] = int32(n)
	}
	return nil
}

func (l *loader) listViews(v *vector, a, b int64) error {
	if a == b {
		return l.kid(v, 0, 0, 0)
	}
	first := l.buffer(v.field) + 1
	wide := v.field.wide()
	offsets, longOffsets, err := l.numbers(first, wide, a, b-a)
	if err != nil {
		return err
	}
	sizes, longSizes, err := l.numbers(first+1, wide, a, b-a)
	if err != nil {
		return err
	}
	if wide {
		if v.offsets, v.sizes, err = l.fromWide(longOffsets, longSizes); err != nil {
			return err
		}
	} else {
		v.offsets, v.sizes = offsets, sizes
	}
	lo, hi := int64(math.MaxInt32), int64(0)
	for i := range v.n {
		off, n := int64(v.offsets[i]), int64(v.sizes[i])
		if v.isNull(i) || n == 0 {
			v.sizes[i] = 0
			continue
		}
		if off < 0 || n < 0 {
			return corrupt("a list view that points nowhere")
		}
		lo, hi = min(lo, off), max(hi, off+n)
	}
	lo = min(lo, hi)
	for i := range v.offsets {
		v.offsets[i] -= int32(lo)
	}
	return l.kid(v, 0, lo, hi)
}

func (l *loader) fromWide(offsets, sizes []int64) (o, s []int32, err error) {
	mem, err := l.body.stretch.bytes(int64(8 * len(offsets)))
	if err != nil {
		return nil, nil, err
	}
	both := view[int32](mem)
	o, s = both[:len(offsets)], both[len(offsets):]
	for i := range offsets {
		if sizes[i] == 0 {
			o[i], s[i] = 0, 0
			continue
		}
		if offsets[i] != int64(int32(offsets[i])) || sizes[i] != int64(int32(sizes[i])) {
			return nil, nil, corrupt("a list view that points nowhere")
		}
		o[i], s[i] = int32(offsets[i]), int32(sizes[i])
	}
	return o, s, nil
}

// union reads the type ids, and makes of them and of the offsets an index for
// each child: which of its values a row has, -1 for none.
func (l *loader) union(v *vector, a, b int64) (err error) {
	t := v.field.typ.(arrow.UnionType)
	first := l.buffer(v.field)
	if v.data, _, err = l.body.read(first, a, b-a); err != nil {
		return err
	}
	for _, code := range v.data {
		if code > 127 || t.ChildIDs()[code] == arrow.InvalidUnionChildID {
			return corrupt("a union of a type that it has not")
		}
	}
	if t.Mode() == arrow.SparseMode {
		for i := range v.field.kids {
			if err := l.kid(v, i, a, b); err != nil {
				return err
			}
		}
		return nil
	}
	if v.offsets, _, err = l.numbers(first+1, false, a, b-a); err != nil {
		return err
	}
	var ends [128]int64
	for i, code := range v.data {
		if v.offsets[i] < 0 {
			return corrupt("a union that points nowhere")
		}
		ends[code] = max(ends[code], int64(v.offsets[i])+1)
	}
	for i := range v.field.kids {
		if err := l.kid(v, i, 0, ends[t.TypeCodes()[i]]); err != nil {
			return err
		}
	}
	return nil
}

// runs reads the ends of all runs and the values of those that rows a to b are in.
func (l *loader) runs(v *vector, n node, a, b int64) error {
	ends := v.field.kids[0]
	node := l.body.b.nodes[ends.node]
	if node.nulls != 0 || node.n != l.body.b.nodes[v.field.kids[1].node].n {
		return corrupt("runs without an end")
	}
	raw, _, err := l.body.read(l.buffer(ends)+1, 0, node.n*int64(ends.width))
	if err != nil {
		return err
	}
	mem, err := l.body.stretch.bytes(4 * (b - a))
	if err != nil {
		return err
	}
	v.index = view[int32](mem)
	end := func(run int64) int64 { return runEnd(raw[run*int64(ends.width):], ends.width) }
	if a == 0 {
		last := int64(0)
		for run := range node.n {
			if end(run) <= last {
				return corrupt("runs that go back")
			}
			last = end(run)
		}
		if last < n.n {
			return corrupt("runs that end before their array")
		}
	}
	lo := int64(sort.Search(int(node.n), func(run int) bool { return end(int64(run)) > a }))
	hi, at := lo, a
	for ; at < b && hi < node.n; hi++ {
		for stop := min(end(hi), b); at < stop; at++ {
			v.index[at-a] = int32(hi - lo)
		}
	}
	if at < b {
		return corrupt("runs that end before their array")
	}
	v.kids = append(v.kids, nil)
	return l.kid(v, 1, lo, hi)
}

func runEnd(b []byte, width int) int64 {
	switch width {
	case 2:
		return int64(int16(binary.LittleEndian.Uint16(b)))
	case 4:
		return int64(int32(binary.LittleEndian.Uint32(b)))
	}
	return int64(binary.LittleEndian.Uint64(b))
}
