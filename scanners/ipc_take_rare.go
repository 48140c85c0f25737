package scanners

import (
	"math"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
	"github.com/apache/arrow-go/v18/arrow/memory"
)

// A usage is which entries of a dictionary are used, and where they go.
type usage struct {
	dict  *dictionary
	field *ipcField // of the values
	typ   arrow.DataType
	used  []bool
	rank  []int32
	data  *array.Data
}

// useOf is whose use of a dictionary is meant: two fields may share one, and of what
// each is written with it uses all.
type useOf struct {
	field *ipcField
	dict  *dictionary
}

func (b *taker) usage(f *ipcField, d *dictionary, t arrow.DataType) *usage {
	u := b.uses[useOf{f, d}]
	if u == nil {
		u = &usage{dict: d, field: f.value, typ: storage(t).(*arrow.DictionaryType).ValueType, used: make([]bool, d.values.n)}
		b.uses[useOf{f, d}] = u
		b.marked = append(b.marked, u)
	}
	return u
}

// takeDictionary builds indices, and the dictionary the first time.
func (b *taker) takeDictionary(f *ipcField, v *vector, at []int32, valid *memory.Buffer, nulls int, t arrow.DataType) (arrow.ArrayData, error) {
	u := b.usage(f, v.dict, t)
	if b.marking {
		for _, i := range at {
			if !v.nullAt(i) {
				u.used[v.index[i]] = true
			}
		}
		return array.NewData(arrow.Null, 0, []*memory.Buffer{nil}, nil, 0, 0), nil
	}
	if err := b.dictionary(u); err != nil {
		return nil, err
	}
	w := f.width
	indices := make([]byte, len(at)*w)
	for k, i := range at {
		if v.nullAt(i) {
			continue
		}
		n := u.rank[v.index[i]]
		for j := range w {
			indices[k*w+j] = byte(uint64(n) >> (8 * j))
		}
	}
	return array.NewDataWithDictionary(t, len(at), []*memory.Buffer{valid, memory.NewBufferBytes(indices)}, nulls, 0, u.data), nil
}

// dictionary makes the array of the entries that are used.
func (b *taker) dictionary(u *usage) error {
	if u.data != nil {
		return nil
	}
	data, err := b.take(u.field, u.dict.values, u.entries(), u.typ)
	if err == nil {
		u.data = data.(*array.Data)
	}
	return err
}

// entries are the positions of those that are used, and fills in rank.
func (u *usage) entries() []int32 {
	var at []int32
	u.rank = make([]int32, len(u.used))
	for i, used := range u.used {
		u.rank[i] = int32(len(at))
		if used {
			at = append(at, int32(i))
		}
	}
	return at
}

// markInner finds what the entries that are used use of dictionaries in them.
func (b *taker) markInner() error {
	for i := 0; i < len(b.marked); i++ { // it grows
		u := b.marked[i]
		if _, err := b.take(u.field, u.dict.values, u.entries(), u.typ); err != nil {
			return err
		}
	}
	return nil
}

// field builds a field, changed where it is to be. Above what is changed,
// dictionaries and runs become plain.
func (b *taker) field(f *ipcField, v *vector, at []int32, t arrow.DataType) (arrow.ArrayData, error) {
	if !b.edit.touches(f) {
		return b.take(f, v, at, t)
	}
	switch f.layout {
	case layoutDictionary:
		return b.field(f.value, v.dict.values, followed(v, at), t)
	case layoutRuns:
		return b.field(f.kids[1], v.kids[1], followed(v, at), t)
	case layoutStruct, layoutList, layoutListView, layoutFixedList:
		return b.take(f, v, at, t)
	}
	if b.marking {
		return array.NewData(arrow.Null, 0, []*memory.Buffer{nil}, nil, 0, 0), nil
	}
	return b.build(b.edit.replaced[f.lo], at, t)
}

// followed replaces positions by what an index has there.
func followed(v *vector, at []int32) []int32 {
	out := make([]int32, len(at))
	for k, i := range at {
		if out[k] = i; i >= 0 {
			out[k] = v.index[i]
		}
	}
	return out
}

// takeUnion builds a sparse or dense union. Of a sparse one's children all but
// the one that counts are null.
func (b *taker) takeUnion(f *ipcField, v *vector, at []int32, t arrow.DataType) (arrow.ArrayData, error) {
	u := storage(t).(arrow.UnionType)
	codes := make([]byte, len(at))
	offsets := newOffsets(len(at)-1, false)
	dense := u.Mode() == arrow.DenseMode
	positions := make([][]int32, len(v.field.kids))
	for k, i := range at {
		// A row that is not there takes the first child, as null.
		kid, pos := 0, int32(missing)
		if i >= 0 {
			kid, pos = u.ChildIDs()[v.data[i]], i
			if dense {
				pos = v.offsets[i]
			}
		}
		codes[k] = byte(u.TypeCodes()[kid])
		if dense {
			offsets.put(k, len(positions[kid]))
			positions[kid] = append(positions[kid], pos)
			continue
		}
		for j := range positions {
			if j != kid {
				positions[j] = append(positions[j], missing)
			} else {
				positions[j] = append(positions[j], pos)
			}
		}
	}
	buffers := []*memory.Buffer{nil, memory.NewBufferBytes(codes)}
	if dense {
		buffers = append(buffers, offsets.buffer())
	}
	var kids []arrow.ArrayData
	for j := range v.field.kids {
		kid, err := b.child(f, v, j, positions[j], u.Fields()[j].Type)
		if err != nil {
			return nil, err
		}
		kids = append(kids, kid)
	}
	return array.NewData(t, len(at), buffers, kids, 0, 0), nil
}

// takeRuns builds runs of what follows each other. A row that is not there is
// a run of its own, of null.
func (b *taker) takeRuns(f *ipcField, v *vector, at []int32, t arrow.DataType) (arrow.ArrayData, error) {
	r := storage(t).(*arrow.RunEndEncodedType)
	width := r.RunEnds().(arrow.FixedWidthDataType).Bytes()
	if width == 2 && len(at) > math.MaxInt16 {
		return nil, errTooLarge
	}
	var runs []int32
	var ends []byte
	for k, i := range at {
		run := int32(missing)
		if i >= 0 {
			run = v.index[i]
		}
		if n := len(runs); n > 0 && runs[n-1] == run {
			ends = ends[:len(ends)-width]
		} else {
			runs = append(runs, run)
		}
		ends = append(ends, make([]byte, width)...)
		for j := range width {
			ends[len(ends)-width+j] = byte((k + 1) >> (8 * j))
		}
	}
	values, err := b.child(f, v, 1, runs, r.Encoded())
	if err != nil {
		return nil, err
	}
	endData := array.NewData(r.RunEnds(), len(runs), []*memory.Buffer{nil, memory.NewBufferBytes(ends)}, nil, 0, 0)
	return array.NewData(t, len(at), []*memory.Buffer{nil}, []arrow.ArrayData{endData, values}, 0, 0), nil
}
