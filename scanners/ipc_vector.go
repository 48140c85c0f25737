package scanners

import (
	"unsafe"

	"github.com/apache/arrow-go/v18/arrow"
)

// A vector is a stretch of an array, checked: what its offsets, sizes and
// indices say lies within its children and buffers.
type vector struct {
	field *ipcField
	n     int
	// valid is the validity bitmap, of which bit is the first; nil where
	// nothing is null.
	valid []byte
	bit   int
	data  []byte // fixed values, text, views, or the type ids of a union
	// bits is the first bit of data, where values are booleans.
	bits int
	// offsets are n+1, into data or the child; of list views and dense unions
	// they are n.
	offsets []int32
	wide    []int64 // in place of offsets, of large text
	sizes   []int32 // of list views
	index   []int32 // of dictionaries and runs: which entry a value is, -1 for null
	buffers []viewBuffer
	kids    []*vector // nil for those that are not wanted
	dict    *dictionary
}

// isNull reports whether value i is null by the bitmap.
func (v *vector) isNull(i int) bool {
	if v.valid == nil {
		return false
	}
	i += v.bit
	return v.valid[i>>3]>>(i&7)&1 == 0
}

// A loader makes vectors of a batch's buffers.
type loader struct {
	body bodyReader
	leaf int   // the one leaf that is wanted, or -1 for all
	edit *edit // that leaves some out; nil for none
	// dictionary gives the values that a field's indices mean in this batch.
	dictionary func(f *ipcField) (*dictionary, error)
	spare      []*vector // of stretches before
	used       int
}

// stretch forgets all vectors.
func (l *loader) stretch() {
	l.body.stretch.reset()
	l.used = 0
}

func (l *loader) vector(f *ipcField, n int) *vector {
	if l.used == len(l.spare) {
		l.spare = append(l.spare, &vector{})
	}
	v := l.spare[l.used]
	l.used++
	*v = vector{field: f, n: n, kids: v.kids[:0], buffers: v.buffers[:0]}
	return v
}

// buffer is the position of f's first buffer in the batch.
func (l *loader) buffer(f *ipcField) int {
	return f.position.buffer + l.body.b.variadic[f.position.variadic]
}

// load makes a vector of the values a to b of f's array.
func (l *loader) load(f *ipcField, a, b int64) (*vector, error) {
	node := l.body.b.nodes[f.node]
	if b > node.n {
		return nil, corrupt("an array of %d values, where %d are needed", node.n, b)
	}
	v := l.vector(f, int(b-a))
	if err := l.validity(v, node, a, b); err != nil {
		return nil, err
	}
	var err error
	switch f.layout {
	case layoutNull:
		if node.nulls != node.n {
			err = corrupt("an array of nulls with values")
		}
	case layoutFixed:
		err = l.fixed(v, a, b)
	case layoutVariable:
		err = l.variable(v, a, b)
	case layoutView:
		err = l.views(v, a, b)
	case layoutDictionary:
		err = l.indices(v, a, b)
	case layoutList:
		err = l.list(v, a, b)
	case layoutListView:
		err = l.listViews(v, a, b)
	case layoutFixedList:
		size := int64(f.typ.(*arrow.FixedSizeListType).Len())
		if size < 0 || size > 0 && b > (1<<40)/size {
			return nil, corrupt("lists of %d elements", size)
		}
		err = l.kid(v, 0, a*size, b*size)
	case layoutStruct:
		for i := range f.kids {
			if err = l.kid(v, i, a, b); err != nil {
				break
			}
		}
	case layoutUnion:
		err = l.union(v, a, b)
	case layoutRuns:
		err = l.runs(v, node, a, b)
	}
	return v, err
}

// kid loads a child, if the wanted leaf is in it.
func (l *loader) kid(v *vector, i int, a, b int64) error {
	kid := v.field.kids[i]
	var k *vector
	if l.wanted(kid) {
		var err error
		if k, err = l.load(kid, a, b); err != nil {
			return err
		}
	}
	v.kids = append(v.kids, k)
	return nil
}

func (l *loader) wanted(f *ipcField) bool {
	if l.leaf < 0 {
		return l.edit == nil || !l.edit.drops(f)
	}
	return f.lo <= l.leaf && l.leaf < f.hi
}

// validity reads the bits of the values a to b, where there are nulls.
func (l *loader) validity(v *vector, node node, a, b int64) error {
	switch v.field.layout {
	case layoutNull, layoutUnion, layoutRuns:
		if node.nulls != 0 && v.field.layout != layoutNull {
			return corrupt("%d nulls in a type that has none of its own", node.nulls)
		}
		return nil
	}
	if node.nulls == 0 {
		return nil // a bitmap there may be says nothing
	}
	bits, _, err := l.body.read(l.buffer(v.field), a/8, (b+7)/8-a/8)
	if err != nil {
		return err
	}
	v.valid, v.bit = bits, int(a%8)
	if v.valid == nil {
		v.valid = []byte{}
	}
	if a == 0 && b == node.n {
		nulls := int64(0)
		for i := range v.n {
			if v.isNull(i) {
				nulls++
			}
		}
		if nulls != node.nulls {
			return corrupt("%d nulls, where %d are declared", nulls, node.nulls)
		}
	}
	return nil
}

func (l *loader) fixed(v *vector, a, b int64) (err error) {
	first := l.buffer(v.field) + 1
	if v.field.boolean() {
		v.data, _, err = l.body.read(first, a/8, (b+7)/8-a/8)
		v.bits = int(a % 8)
		return err
	}
	width := int64(v.field.width)
	if width > 0 && b > (1<<40)/width {
		return corrupt("values of %d bytes", width)
	}
	v.data, _, err = l.body.read(first, a*width, (b-a)*width)
	return err
}

// numbers reads n numbers of 32 or 64 bits from the a-th on, into memory that
// may be written to.
func (l *loader) numbers(buffer int, wide bool, a, n int64) (narrow []int32, long []int64, err error) {
	width := int64(4)
	if wide {
		width = 8
	}
	b, owned, err := l.body.read(buffer, a*width, n*width)
	if err != nil || len(b) == 0 {
		return nil, nil, err
	}
	if !owned {
		// What is shared must stay as it is, and offsets are shifted.
		mine, err := l.body.stretch.bytes(int64(len(b)))
		if err != nil {
			return nil, nil, err
		}
		copy(mine, b)
		b = mine
	}
	if wide {
		return nil, view[int64](b), nil
	}
	return view[int32](b), nil, nil
}

// view takes memory that is aligned to 8 as numbers.
func view[T int16 | int32 | int64](b []byte) []T {
	var t T
	n := len(b) / int(unsafe.Sizeof(t))
	if n == 0 {
		return nil
	}
	return unsafe.Slice((*T)(unsafe.Pointer(unsafe.SliceData(b))), n)
}

// ascending checks offsets, shifts them to begin at 0, and returns the range
// that they span.
func ascending[T int32 | int64](offsets []T) (lo, hi int64, err error) {
	if len(offsets) == 0 {
		return 0, 0, nil
	}
	first, last := offsets[0], offsets[0]
	if first < 0 {
		return 0, 0, corrupt("a negative offset")
	}
	for i, o := range offsets {
		if o < last {
			return 0, 0, corrupt("offsets that go back")
		}
		last = o
		offsets[i] = o - first
	}
	return int64(first), int64(last), nil
}

// span reads n+1 offsets of v's second buffer.
func (l *loader) span(v *vector, a, b int64) (lo, hi int64, err error) {
	if a == b {
		return 0, 0, nil
	}
	v.offsets, v.wide, err = l.numbers(l.buffer(v.field)+1, v.field.wide(), a, b-a+1)
	if err != nil {
		return 0, 0, err
	}
	if v.wide != nil {
		return ascending(v.wide)
	}
	return ascending(v.offsets)
}

func (l *loader) variable(v *vector, a, b int64) error {
	lo, hi, err := l.span(v, a, b)
	if err == nil && hi-lo > maxStretchText {
		err = errTooLarge
	}
	if err != nil {
		return err
	}
	if v.data, _, err = l.body.read(l.buffer(v.field)+2, lo, hi-lo); err != nil {
		return err
	}
	return l.narrow(v)
}

// narrow makes 64-bit offsets 32-bit ones, as they span less than 2 GiB.
func (l *loader) narrow(v *vector) error {
	if v.wide == nil {
		return nil
	}
	mem, err := l.body.stretch.bytes(int64(4 * len(v.wide)))
	if err != nil {
		return err
	}
	v.offsets = view[int32](mem)
	for i, o := range v.wide {
		v.offsets[i] = int32(o)
	}
	v.wide = nil
	return nil
}

// maxStretchText is how many bytes of text one leaf may hold: offsets are
// int32, and a stretch that is read is copied once more where it has nulls.
const maxStretchText = 1 << 30

func (l *loader) list(v *vector, a, b int64) error {
	lo, hi, err := l.span(v, a, b)
	if err == nil && hi-lo > maxStretchText {
		err = errTooLarge
	}
	if err == nil {
		err = l.narrow(v)
	}
	if err != nil {
		return err
	}
	return l.kid(v, 0, lo, hi)
}
