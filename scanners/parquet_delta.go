package scanners

import "encoding/binary"

// A deltaReader reads one sequence of DELTA_BINARY_PACKED integers: blocks of
// miniblocks of bit-packed differences to the least difference of the block
// (parquet-format, Encodings.md). Sums wrap around, as the format wants.
type deltaReader struct {
	src    []byte // what is not yet read
	left   int    // values not yet given out
	value  uint64 // the next to be given out, before differences are added
	first  bool
	per    int    // values of a miniblock
	widths []byte // of the miniblocks that are left in this block
	number int    // miniblocks of a block
	least  uint64
	width  uint
	packed []byte // what is left of the current miniblock
	here   int    // values left in it
	batch  [deltaBatch]uint64
}

// deltaBatch is how many differences are unpacked at once: few enough to stay
// in the first-level cache, and a multiple of 8, so that a batch that is not
// the last of its miniblock ends on a byte.
const deltaBatch = 256

// start reads the header of the sequence in src, which must hold n values.
func (d *deltaReader) start(src []byte, n int) error {
	*d = deltaReader{}
	if n == 0 && len(src) == 0 {
		return nil
	}
	block, used := uvarint(src)
	src = src[used:]
	minis, used2 := uvarint(src)
	src = src[used2:]
	total, used3 := uvarint(src)
	src = src[used3:]
	value, used4 := binary.Varint(src)
	if used == 0 || used2 == 0 || used3 == 0 || used4 <= 0 {
		return corrupt("the header of a delta sequence is cut off")
	}
	if minis == 0 || block == 0 || block%minis != 0 || block/minis%32 != 0 {
		return corrupt("delta blocks of %d values in %d miniblocks", block, minis)
	}
	if int64(total) != int64(n) {
		return corrupt("a delta sequence of %d values where %d are wanted", total, n)
	}
	d.src, d.left, d.value, d.first = src[used4:], n, uint64(value), n > 0
	d.per, d.number = int(block/minis), int(minis)
	return nil
}

// next gives the next values, as many as there are up to deltaBatch, and none
// at the end. They are valid until the next call.
func (d *deltaReader) next() ([]uint64, error) {
	if d.left == 0 {
		return nil, nil
	}
	if d.first {
		d.first, d.left = false, d.left-1
		d.batch[0] = d.value
		return d.batch[:1], nil
	}
	if d.here == 0 {
		if err := d.miniblock(); err != nil {
			return nil, err
		}
	}
	n := min(d.left, d.here, deltaBatch)
	out := d.batch[:n]
	unpack(out, d.packed, d.width)
	d.packed = d.packed[min(packedSize(n, d.width), len(d.packed)):]
	v, least := d.value, d.least
	for i, delta := range out {
		v += delta + least
		out[i] = v
	}
	d.value, d.left, d.here = v, d.left-n, d.here-n
	return out, nil
}

// miniblock begins the next miniblock, and the next block where need be. The
// padding of the last one need not be there.
func (d *deltaReader) miniblock() error {
	if len(d.widths) == 0 {
		least, n := binary.Varint(d.src)
		if n <= 0 || len(d.src)-n < d.number {
			return corrupt("a delta sequence is cut off: %d values are missing", d.left)
		}
		d.least = uint64(least)
		d.widths, d.src = d.src[n:n+d.number], d.src[n+d.number:]
	}
	d.width, d.widths = uint(d.widths[0]), d.widths[1:]
	if d.width > 64 {
		return corrupt("deltas of %d bits", d.width)
	}
	d.here = d.per
	if packedSize(min(d.here, d.left), d.width) > len(d.src) {
		return corrupt("a delta sequence is cut off: %d values are missing", d.left)
	}
	size := min(packedSize(d.here, d.width), len(d.src))
	d.packed, d.src = d.src[:size], d.src[size:]
	return nil
}

// fillDeltas fills dst with little-endian integers of width bytes, 4 or 8.
func (d *deltaReader) fillDeltas(dst []byte, src []byte, width int) error {
	if err := d.start(src, len(dst)/width); err != nil {
		return err
	}
	for {
		batch, err := d.next()
		if err != nil || len(batch) == 0 {
			return err
		}
		if width == 4 {
			for _, v := range batch {
				binary.LittleEndian.PutUint32(dst, uint32(v))
				dst = dst[4:]
			}
			continue
		}
		for _, v := range batch {
			binary.LittleEndian.PutUint64(dst, v)
			dst = dst[8:]
		}
	}
}

// fillLengths fills dst with lengths and returns their sum and the bytes that
// follow them.
func (d *deltaReader) fillLengths(dst []int32, src []byte) (sum int64, rest []byte, err error) {
	if err := d.start(src, len(dst)); err != nil {
		return 0, nil, err
	}
	var over uint32
	for {
		batch, err := d.next()
		if err != nil {
			return 0, nil, err
		}
		if len(batch) == 0 {
			break
		}
		for i, v := range batch {
			over |= uint32(v)
			dst[i] = int32(v)
			sum += int64(int32(v))
		}
		dst = dst[len(batch):]
	}
	if int32(over) < 0 {
		return 0, nil, corrupt("a length is negative")
	}
	return sum, d.src, nil
}
