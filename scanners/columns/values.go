package columns

// Values is a run of byte strings in one buffer. It borrows the memory of the
// page or batch it was read from, and must neither be changed nor kept once
// that is released.
//
// Three layouts share it, so that none needs copying:
//
//	fixed width    data[i*width : (i+1)*width]
//	Arrow          data[offsets[i] : offsets[i+1]]
//	Parquet PLAIN  data[offsets[i] : offsets[i+1]-4], as each value is
//	               followed by the length of the next
type Values struct {
	data    []byte
	offsets []int32 // Len()+1 of them; nil where width is set
	gap     int32   // bytes between the end of a value and the start of the next
	width   int
	n       int
}

// NewFixed returns values of width bytes each, laid end to end.
// Width must be positive.
func NewFixed(data []byte, width int) Values {
	return Values{data: data, width: width, n: len(data) / width}
}

// NewVariable returns values that start at offsets[i] and end gap bytes before
// offsets[i+1]. The last offset is therefore the end of the last value plus gap.
func NewVariable(data []byte, offsets []int32, gap int32) Values {
	return Values{data: data, offsets: offsets, gap: gap, n: max(len(offsets)-1, 0)}
}

// Len reports how many values there are.
func (v *Values) Len() int { return v.n }

// Width is the length of each value, or 0 where they differ.
func (v *Values) Width() int { return v.width }

// At returns value i. It is not to be changed or kept.
func (v *Values) At(i int) []byte {
	if v.width > 0 {
		return v.data[i*v.width : (i+1)*v.width : (i+1)*v.width]
	}
	start, end := v.offsets[i], v.offsets[i+1]-v.gap
	return v.data[start:end:end]
}

// Raw gives the buffer, the offsets (nil for fixed width) and the gap, for
// loops that walk the buffer themselves.
func (v *Values) Raw() (data []byte, offsets []int32, gap int32) { return v.data, v.offsets, v.gap }

// Bytes is the sum of the lengths of the values.
func (v *Values) Bytes() int64 {
	if v.width > 0 {
		return int64(v.n) * int64(v.width)
	}
	if v.n == 0 {
		return 0
	}
	return int64(v.offsets[v.n]) - int64(v.offsets[0]) - int64(v.n)*int64(v.gap)
}

// A Builder collects values that are made rather than borrowed. Reset keeps
// its memory, so that a worker that fills one again and again allocates
// nothing once it is warm.
type Builder struct {
	data    []byte
	offsets []int32
	out     Values // what Render hands out
}

// Reset forgets all values.
func (b *Builder) Reset() {
	b.data = b.data[:0]
	b.offsets = append(b.offsets[:0], 0)
}

// Buffer returns the buffer to append the next value to; hand the longer
// slice to Commit.
func (b *Builder) Buffer() []byte { return b.data }

// Commit ends the value that was appended to Buffer's slice.
func (b *Builder) Commit(buf []byte) {
	if len(b.offsets) == 0 {
		b.offsets = append(b.offsets, 0)
	}
	b.data = buf
	b.offsets = append(b.offsets, int32(len(buf)))
}

// Append adds a copy of v.
func (b *Builder) Append(v []byte) { b.Commit(append(b.data, v...)) }

// Size is the number of bytes collected: offsets are int32, so a caller cuts
// before 2 GiB.
func (b *Builder) Size() int { return len(b.data) }

// Len is the number of values collected.
func (b *Builder) Len() int { return max(len(b.offsets)-1, 0) }

// Values returns what was collected. It is valid until the next Reset.
func (b *Builder) Values() Values {
	if len(b.offsets) == 0 {
		b.offsets = append(b.offsets, 0)
	}
	return NewVariable(b.data, b.offsets, 0)
}

// Slice is the values from i up to j, borrowed.
func (v *Values) Slice(i, j int) Values {
	if v.width > 0 {
		return NewFixed(v.data[i*v.width:j*v.width], v.width)
	}
	if i == j {
		return Values{} // of no values there may be no offsets either
	}
	return NewVariable(v.data, v.offsets[i:j+1], v.gap)
}
