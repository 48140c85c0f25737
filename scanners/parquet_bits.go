package scanners

import (
	"encoding/binary"
	"fmt"
	"math/bits"
)

// A parquetFault is what is wrong with the bytes of a page, before it is known
// whose page it is: the reader adds the place.
type parquetFault struct {
	code Code
	what string
}

// Error is what is wrong, without a place.
func (f *parquetFault) Error() string { return f.what }

func corrupt(format string, args ...any) error {
	return &parquetFault{CodeCorrupt, fmt.Sprintf(format, args...)}
}

func unsupported(format string, args ...any) error {
	return &parquetFault{CodeUnsupported, fmt.Sprintf(format, args...)}
}

func bomb(format string, args ...any) error {
	return &parquetFault{CodeBomb, fmt.Sprintf(format, args...)}
}

// packable is what bit-packed integers are unpacked to: booleans, levels,
// dictionary indices, and deltas.
type packable interface {
	~uint8 | ~int16 | ~int32 | ~uint64
}

// unpack fills dst with consecutive integers of width bits each, low bits
// first. src must hold at least packedSize(len(dst), width) bytes; the more it
// goes on behind them, the longer can unpack read whole words.
//
// Eight integers take width bytes, so that groups of eight start on a byte.
// One load of 64 bits gives all eight up to 8 bits, four up to 16 and two up
// to 30: a load starts on a byte, up to 4 bits (6 above 16) before its first
// integer, and what is left of the 64 must hold the rest.
func unpack[T packable](dst []T, src []byte, width uint) {
	mask := uint64(1)<<(width&63) - 1
	switch {
	case width == 0:
		clear(dst)
		return
	case width == 1: // levels of flat columns, and booleans
		for len(dst) >= 8 && len(src) > 0 {
			b, d := src[0], dst[:8]
			d[0], d[1], d[2], d[3] = T(b&1), T(b>>1&1), T(b>>2&1), T(b>>3&1)
			d[4], d[5], d[6], d[7] = T(b>>4&1), T(b>>5&1), T(b>>6&1), T(b>>7)
			dst, src = dst[8:], src[1:]
		}
	case width <= 8:
		for len(dst) >= 8 && len(src) >= 8 {
			w, d := binary.LittleEndian.Uint64(src), dst[:8]
			for i := range d {
				d[i] = T(w & mask)
				w >>= width & 63
			}
			dst, src = dst[8:], src[width:]
		}
	case width <= 16:
		second, shift := width/2, width%2*4
		for len(dst) >= 8 && len(src) >= 16 {
			w, x, d := binary.LittleEndian.Uint64(src), binary.LittleEndian.Uint64(src[second&15:])>>shift, dst[:8]
			for i := range 4 {
				d[i], d[i+4] = T(w&mask), T(x&mask)
				w, x = w>>(width&63), x>>(width&63)
			}
			dst, src = dst[8:], src[width:]
		}
	case width <= 32 && width != 31:
		for len(dst) >= 8 && len(src) >= 32 {
			d := dst[:8]
			for i := uint(0); i < 8; i += 2 {
				at := i * width
				w := binary.LittleEndian.Uint64(src[at>>3:]) >> (at & 7)
				d[i], d[i+1] = T(w&mask), T(w>>(width&63)&mask)
			}
			dst, src = dst[8:], src[width:]
		}
	}
	unpackSlowly(dst, src, width)
}

// unpackSlowly is unpack for the end of a run, where a load of 64 bits would
// reach too far, and for the widths that only deltas have.
func unpackSlowly[T packable](dst []T, src []byte, width uint) {
	mask := ^uint64(0) >> (64 - width)
	at := uint(0)
	for i := range dst {
		from, shift := at>>3, at&7
		var w, over uint64
		if uint(len(src)) >= from+9 {
			w, over = binary.LittleEndian.Uint64(src[from:]), uint64(src[from+8])
		} else {
			var pad [9]byte
			copy(pad[:], src[from:])
			w, over = binary.LittleEndian.Uint64(pad[:]), uint64(pad[8])
		}
		// Shifts of 64 give 0 in Go, which is what a shift of 0 wants here.
		dst[i] = T((w>>shift | over<<(64-shift)) & mask)
		at += width
	}
}

// packedSize is the number of bytes that n integers of width bits take.
func packedSize(n int, width uint) int { return int((uint64(n)*uint64(width) + 7) / 8) }

// uvarint is binary.Uvarint for a number that must be there and fit 32 bits.
func uvarint(src []byte) (v uint32, n int) {
	w, n := binary.Uvarint(src)
	if n <= 0 || w > 1<<32-1 {
		return 0, 0
	}
	return uint32(w), n
}

// A run is one stretch of Parquet's RLE/bit-packed hybrid: value repeated n
// times, or, where packed is not nil, n integers that begin it.
type run struct {
	n      int
	value  uint32
	packed []byte
}

// nextRun cuts the first run off src. It gives no more than want values: what
// is packed may be padded, and the padding need not even be there.
func nextRun(src []byte, width uint, want int) (r run, rest []byte, err error) {
	head, n := uvarint(src)
	if n == 0 {
		return run{}, nil, corrupt("run lengths end too early: %d values are missing", want)
	}
	src = src[n:]
	if head&1 == 0 {
		size := int(width+7) / 8
		if len(src) < size {
			return run{}, nil, corrupt("a run has no value")
		}
		for i := range size {
			r.value |= uint32(src[i]) << (8 * i)
		}
		if uint64(r.value)>>width != 0 {
			return run{}, nil, corrupt("a run's value has more than %d bits", width)
		}
		r.n = int(head >> 1)
		if r.n > want {
			return run{}, nil, corrupt("a run of %d values where %d are left", r.n, want)
		}
		return r, src[size:], nil
	}
	// DuckDB fills the last run up to 256 values, others to 8.
	count := int64(head>>1) * 8
	r.n = int(min(count, int64(want)))
	need := packedSize(r.n, width)
	if len(src) < need {
		return run{}, nil, corrupt("a run of %d values is cut off", r.n)
	}
	full := int(min(uint64(count)*uint64(width)/8, uint64(len(src))))
	r.packed = src
	return r, src[full:], nil
}

// fillHybrid fills dst from the RLE/bit-packed hybrid in src, and returns what
// stands behind the last run.
func fillHybrid[T packable](dst []T, src []byte, width uint) (rest []byte, err error) {
	for len(dst) > 0 {
		r, rest, err := nextRun(src, width, len(dst))
		if err != nil {
			return nil, err
		}
		if r.packed != nil {
			unpack(dst[:r.n], r.packed, width)
		} else {
			fill(dst[:r.n], T(r.value))
		}
		dst, src = dst[r.n:], rest
	}
	return src, nil
}

func fill[T packable](dst []T, v T) {
	if v == 0 {
		clear(dst)
		return
	}
	for i := range dst {
		dst[i] = v
	}
}

// onlyRun reports whether src begins with a run that says v for all n slots,
// as it does in most pages: then no level needs to be spelt out. It returns what
// stands behind the run.
func onlyRun(src []byte, width uint, n int, v int16) (rest []byte, only bool) {
	if n == 0 {
		return nil, false
	}
	r, rest, err := nextRun(src, width, n)
	return rest, err == nil && r.packed == nil && r.n == n && r.value == uint32(v)
}

// fillBitPacked fills dst from the levels of the oldest writers (encoding
// BIT_PACKED): no runs, high bits first. It returns what stands behind them.
func fillBitPacked(dst []int16, src []byte, width uint) (rest []byte, err error) {
	if len(src) < packedSize(len(dst), width) {
		return nil, corrupt("levels are cut off")
	}
	var w uint32
	have := uint(0)
	for i := range dst {
		for have < width {
			w, have, src = w<<8|uint32(src[0]), have+8, src[1:]
		}
		have -= width
		dst[i] = int16(w >> have & (1<<width - 1))
	}
	return src, nil
}

// levelWidth is the number of bits in which levels up to max are stored.
func levelWidth(max int16) uint { return uint(bits.Len16(uint16(max))) }

// checkLevels reports how many levels are equal to max, and fails where one
// is above it: its width may allow more than the schema does.
func checkLevels(levels []int16, max int16) (atMax int, err error) {
	over := int16(0)
	for _, l := range levels {
		over |= max - l // negative as soon as one is above
		if l == max {
			atMax++
		}
	}
	if over < 0 {
		return 0, corrupt("a level is above %d, the highest that the schema has", max)
	}
	return atMax, nil
}

// checkIndex fails where an index points past the n entries of a dictionary.
func checkIndex(index []int32, n int) error {
	bad, last := int32(0), int32(n-1)
	for _, i := range index {
		bad |= i | (last - i) // negative as soon as one is outside
	}
	if bad < 0 {
		return corrupt("an index points outside the dictionary of %d entries", n)
	}
	return nil
}
