package scanners

import (
	"fmt"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/bitutil"

	"tuomin/scanners/columns"
)

// set takes the leaf of a stretch, of which the rows in at are written: where
// the value of each entry that the leaf's array will have stands.
func (n *newLeaf) set(in, out *columns.Leaf, at []int32) error {
	if out.Slots != in.Slots {
		return fmt.Errorf("%w: a kernel made %d slots of %d", ErrInternal, out.Slots, in.Slots)
	}
	n.leaf, n.entries = out, n.entries[:0]
	levels := int16(0)
	if out.Def != nil {
		levels = out.Column.MaxDef
	}
	value := make([]int32, out.Slots)
	present := int32(0)
	for i := range value {
		value[i] = missing
		if out.Def == nil || out.Def[i] == levels {
			value[i] = present
			present++
		}
	}
	if int(present) != out.Present() {
		return fmt.Errorf("%w: a kernel made %d values for %d slots", ErrInternal, out.Present(), present)
	}
	if in.Rep == nil {
		for _, row := range at {
			n.entries = append(n.entries, value[row])
		}
		return nil
	}
	var starts []int
	for i, r := range in.Rep {
		if r == 0 {
			starts = append(starts, i)
		}
	}
	starts = append(starts, in.Slots)
	for _, row := range at {
		for i := starts[row]; i < starts[row+1]; i++ {
			if in.Def == nil || in.Def[i] >= n.column.RepDef {
				n.entries = append(n.entries, value[i])
			}
		}
	}
	return nil
}

// build makes the array. At has a position for each of its values, of which
// only padding counts here: the others are those of the entries, in order.
func (b *taker) build(n *newLeaf, at []int32, t arrow.DataType) (arrow.ArrayData, error) {
	v, err := n.vector(t)
	if err != nil {
		return nil, err
	}
	positions := make([]int32, len(at))
	next := 0
	for k, pos := range at {
		positions[k] = missing
		if pos == padding {
			continue
		}
		if next == len(n.entries) {
			return nil, fmt.Errorf("%w: fewer values than their column has places", ErrInternal)
		}
		if value := n.entries[next]; value >= 0 {
			if n.leaf.Index != nil {
				value = n.leaf.Index[value]
			}
			positions[k] = value
		} else if n.column.MapKey {
			return nil, unsupported("a map key cannot become null")
		}
		next++
	}
	if next != len(n.entries) {
		return nil, fmt.Errorf("%w: more values than their column has places", ErrInternal)
	}
	return b.take(v.field, v, positions, t)
}

// vector shows the new values as an array of type t.
func (n *newLeaf) vector(t arrow.DataType) (*vector, error) {
	t = storage(t)
	f := &ipcField{typ: t, layout: layouts[t.ID()]}
	v := &vector{field: f, n: n.leaf.Values.Len()}
	values := n.leaf.Values
	switch f.layout {
	case layoutNull:
	case layoutFixed:
		f.width = t.(arrow.FixedWidthDataType).Bytes()
		stored := f.width
		if f.boolean() {
			stored = 1
		}
		data, _, _ := values.Raw()
		if values.Width() != stored || stored == 0 {
			data = make([]byte, 0, v.n*stored)
			for i := range v.n {
				if len(values.At(i)) != stored {
					return nil, fmt.Errorf("%w: a value of another width than its type", ErrInternal)
				}
				data = append(data, values.At(i)...)
			}
		}
		if v.data = data; f.boolean() {
			v.data = make([]byte, bitutil.BytesForBits(int64(v.n)))
			for i := range v.n {
				v.data[i>>3] |= data[i] & 1 << (i & 7)
			}
		}
	case layoutVariable, layoutView:
		f.layout = layoutVariable
		data, offsets, gap := values.Raw()
		if gap != 0 || values.Width() > 0 || v.n == 0 {
			data, offsets = make([]byte, 0, values.Bytes()), make([]int32, 1, v.n+1)
			for i := range v.n {
				data = append(data, values.At(i)...)
				offsets = append(offsets, int32(len(data)))
			}
		}
		v.data, v.offsets = data, offsets
	default:
		return nil, unsupported("new values of type %s", t)
	}
	return v, nil
}
