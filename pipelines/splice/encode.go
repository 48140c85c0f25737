package splice

import (
	"encoding/binary"
	"fmt"
	"math"
	"math/bits"
	"slices"

	"tuomin/scanners/columns"
)

// AppendPlain appends values in the encoding Plain: byte arrays with their
// lengths in front, bools as bits, everything else as it is. With an index,
// it is the entries that the index names, in its order. Values whose width is
// not that of the physical type are an error.
func AppendPlain(dst []byte, t Physical, v *columns.Values, index []int32) ([]byte, error) {
	switch t {
	case TypeByteArray:
		return appendByteArrays(dst, v, index)
	case TypeBoolean:
		if v.Width() != 1 && v.Len() > 0 {
			return dst, misfit(t, v)
		}
		return appendBools(dst, v, index), nil
	}
	if want := t.width(); v.Len() > 0 && (v.Width() == 0 || want > 0 && v.Width() != want) {
		return dst, misfit(t, v)
	}
	if index == nil {
		data, _, _ := v.Raw()
		return append(dst, data[:v.Len()*v.Width()]...), nil
	}
	for _, i := range index {
		dst = append(dst, v.At(int(i))...)
	}
	return dst, nil
}

func misfit(t Physical, v *columns.Values) error {
	return fmt.Errorf("%w: values of width %d as physical type %d", ErrUnsupported, v.Width(), t)
}

// width is the number of bytes of a value, or 0 where they differ.
func (t Physical) width() int {
	switch t {
	case TypeInt32, TypeFloat:
		return 4
	case TypeInt64, TypeDouble:
		return 8
	case TypeInt96:
		return 12
	}
	return 0
}

func appendByteArrays(dst []byte, v *columns.Values, index []int32) ([]byte, error) {
	if index == nil {
		total := v.Bytes() + 4*int64(v.Len())
		if total > math.MaxInt32 {
			return dst, limit("page of %d bytes", total)
		}
		dst = slices.Grow(dst, int(total))
		for i := range v.Len() {
			b := v.At(i)
			dst = append(binary.LittleEndian.AppendUint32(dst, uint32(len(b))), b...)
		}
		return dst, nil
	}
	start := len(dst)
	for _, i := range index {
		b := v.At(int(i))
		dst = append(binary.LittleEndian.AppendUint32(dst, uint32(len(b))), b...)
		if len(dst)-start > math.MaxInt32 {
			return dst, limit("page of %d bytes", len(dst)-start)
		}
	}
	return dst, nil
}

func appendBools(dst []byte, v *columns.Values, index []int32) []byte {
	n := v.Len()
	if index != nil {
		n = len(index)
	}
	var b byte
	for i := range n {
		at := i
		if index != nil {
			at = int(index[i])
		}
		b |= v.At(at)[0] & 1 << (i & 7)
		if i&7 == 7 {
			dst, b = append(dst, b), 0
		}
	}
	if n&7 != 0 {
		dst = append(dst, b)
	}
	return dst
}

// AppendDeltaLength appends byte arrays in the encoding DeltaLengthByteArray:
// all lengths, then all bytes. For values of one length, as hashes are, that
// is four bytes a value less than Plain and faster both ways. The lengths pass
// through scratch, which is returned for the next time.
func AppendDeltaLength(dst []byte, v *columns.Values, index, scratch []int32) ([]byte, []int32, error) {
	if data, offsets, gap := v.Raw(); index == nil && offsets != nil && gap == 0 {
		lengths := slices.Grow(scratch[:0], v.Len())[:v.Len()]
		for i := range lengths {
			lengths[i] = offsets[i+1] - offsets[i]
		}
		if len(lengths) > 0 {
			data = data[offsets[0]:offsets[v.Len()]]
		}
		return append(AppendDeltaInts(dst, lengths), data...), lengths, nil
	}
	n := v.Len()
	if index != nil {
		n = len(index)
	}
	at := func(i int) []byte {
		if index != nil {
			i = int(index[i])
		}
		return v.At(i)
	}
	lengths, total := scratch[:0], 0
	for i := range n {
		size := len(at(i))
		if total += size; total > math.MaxInt32 {
			return dst, lengths, limit("page of %d bytes", total)
		}
		lengths = append(lengths, int32(size))
	}
	dst = slices.Grow(AppendDeltaInts(dst, lengths), total)
	for i := range n {
		dst = append(dst, at(i)...)
	}
	return dst, lengths, nil
}

const (
	deltaBlock = 128 // what parquet-mr writes: the least that the format allows,
	deltaMini  = 32  // and four miniblocks of it
)

// AppendDeltaInts appends numbers in the encoding DeltaBinaryPacked:
//
//	block size, miniblocks in a block, count, first value
//	block      least delta, bit width of each miniblock, miniblocks
//	miniblock  deltas less the least one, packed
func AppendDeltaInts(dst []byte, v []int32) []byte {
	dst = binary.AppendUvarint(dst, deltaBlock)
	dst = binary.AppendUvarint(dst, deltaBlock/deltaMini)
	dst = binary.AppendUvarint(dst, uint64(len(v)))
	if len(v) == 0 {
		return appendZigzag(dst, 0)
	}
	dst = appendZigzag(dst, int64(v[0]))
	last := v[0]
	for v = v[1:]; len(v) > 0; {
		n := min(len(v), deltaBlock)
		dst = appendDeltaBlock(dst, last, v[:n])
		last, v = v[n-1], v[n:]
	}
	return dst
}

func appendDeltaBlock(dst []byte, last int32, v []int32) []byte {
	var deltas [deltaBlock]int32 // modulo 2^32, as the format wants
	least := int32(math.MaxInt32)
	for i, x := range v {
		deltas[i] = x - last
		least = min(least, deltas[i])
		last = x
	}
	for i := range deltas {
		if deltas[i] -= least; i >= len(v) {
			deltas[i] = 0 // padding
		}
	}
	dst = appendZigzag(dst, int64(least))
	widths := len(dst)
	dst = append(dst, make([]byte, deltaBlock/deltaMini)...)
	for i := 0; i*deltaMini < len(v); i++ {
		mini := deltas[i*deltaMini : (i+1)*deltaMini]
		var all uint32
		for _, d := range mini {
			all |= uint32(d)
		}
		width := bits.Len32(all)
		dst[widths+i] = byte(width)
		dst = packBits(dst, mini, width)
	}
	return dst
}

// packBits appends numbers of width bits, a multiple of eight of them.
func packBits[T int16 | int32](dst []byte, v []T, width int) []byte {
	var word uint64
	have := 0
	for _, x := range v {
		word |= uint64(uint32(x)) << have
		for have += width; have >= 8; have -= 8 {
			dst = append(dst, byte(word))
			word >>= 8
		}
	}
	return dst
}

// AppendIndices appends the body of a data page whose values are entries of a
// dictionary: the bit width, then runs.
func AppendIndices(dst []byte, index []int32, entries int) []byte {
	width := bits.Len(uint(max(entries-1, 0)))
	if width == 0 {
		width = 1 // 0 is legal, and some readers divide by it
	}
	return EncodeRLE(append(dst, byte(width)), index, width)
}
