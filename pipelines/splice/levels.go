package splice

import (
	"encoding/binary"
	"math/bits"
)

// Levels and dictionary indices are numbers of few bits, written as runs:
//
//	uvarint h, h even   h/2 times the same number, in ⌈width/8⌉ bytes
//	uvarint h, h odd    (h/2)·8 numbers of width bits each, lowest bits first
//
// (Encodings.md, "Run Length Encoding / Bit-Packing Hybrid".)

// LevelWidth is the number of bits of a level up to max.
func LevelWidth(max int16) int { return bits.Len16(uint16(max)) }

// AppendRLE decodes n numbers of width bits, at most 32, from src and appends
// them to dst. It reports how many bytes of src it took. Whether the numbers
// are in range is for the caller to check.
func AppendRLE(dst []int32, src []byte, width, n int) ([]int32, int, error) {
	return decodeRuns(dst, src, width, n)
}

// AppendLevels is AppendRLE for levels, of at most 15 bits.
func AppendLevels(dst []int16, src []byte, width, n int) ([]int16, int, error) {
	return decodeRuns(dst, src, width, n)
}

func decodeRuns[T int16 | int32](dst []T, src []byte, width, n int) ([]T, int, error) {
	if width < 0 || width > 32 {
		return dst, 0, corrupt("bit width is over 32")
	}
	at, end := len(dst), len(dst)+n
	dst = grow(dst, n)
	if width == 0 { // all are 0; some writers have no run then
		clear(dst[at:])
		return dst, len(src), nil
	}
	pos := 0
	for at < end {
		head, size := binary.Uvarint(src[pos:])
		if size <= 0 {
			return dst[:at], pos, corrupt("runs end before their values do")
		}
		pos += size
		count := head >> 1
		if head&1 == 0 {
			v, size, err := runValue(src[pos:], width)
			if err != nil {
				return dst[:at], pos, err
			}
			pos += size
			run := dst[at:min(uint64(end), uint64(at)+count)]
			for i := range run {
				run[i] = T(v)
			}
			at += len(run)
			continue
		}
		if count > 1<<28 {
			return dst[:at], pos, corrupt("run is too long")
		}
		run := dst[at:min(end, at+int(count)*8)]
		if (len(run)*width+7)/8 > len(src)-pos {
			return dst[:at], pos, corrupt("runs end before their values do")
		}
		unpack(run, src[pos:], width)
		at += len(run)
		// The last group may lack its padding.
		pos = min(pos+int(count)*width, len(src))
	}
	return dst, pos, nil
}

func grow[T any](s []T, n int) []T {
	if cap(s)-len(s) >= n {
		return s[:len(s)+n]
	}
	return append(s, make([]T, n)...)
}

func runValue(src []byte, width int) (uint32, int, error) {
	size := (width + 7) / 8
	if size > len(src) {
		return 0, 0, corrupt("runs end before their values do")
	}
	var v uint32
	for i := range size {
		v |= uint32(src[i]) << (8 * i)
	}
	if width < 32 && v>>width != 0 {
		return 0, 0, corrupt("run's value has more bits than allowed")
	}
	return v, size, nil
}

// unpack reads len(dst) numbers of width bits. The caller has checked that src
// has so many.
func unpack[T int16 | int32](dst []T, src []byte, width int) {
	mask := uint64(1)<<width - 1
	i := 0
	if width <= 8 { // eight numbers are in one word
		for ; i+8 <= len(dst) && len(src) >= 8; i += 8 {
			w := binary.LittleEndian.Uint64(src)
			d := dst[i : i+8 : i+8]
			for j := range d {
				d[j] = T(w & mask)
				w >>= width
			}
			src = src[width:]
		}
	} else {
		for ; i+8 <= len(dst) && len(src) >= width+8; i += 8 {
			d := dst[i : i+8 : i+8]
			for j, bit := 0, 0; j < 8; j, bit = j+1, bit+width {
				d[j] = T(binary.LittleEndian.Uint64(src[bit>>3:]) >> (bit & 7) & mask)
			}
			src = src[width:]
		}
	}
	var word uint64 // the tail, a byte at a time
	have := 0
	for ; i < len(dst); i++ {
		for have < width {
			word |= uint64(src[0]) << have
			src = src[1:]
			have += 8
		}
		dst[i] = T(word & mask)
		word >>= width
		have -= width
	}
}

// AppendBitPacked decodes n levels in the encoding BitPacked of files of 2013:
// highest bits first, no runs, no length.
func AppendBitPacked(dst []int16, src []byte, width, n int) ([]int16, int, error) {
	size := (n*width + 7) / 8
	if size > len(src) {
		return dst, 0, corrupt("levels end before their values do")
	}
	for i := range n {
		var v int16
		for b := i * width; b < (i+1)*width; b++ {
			v = v<<1 | int16(src[b>>3]>>(7-b&7)&1)
		}
		dst = append(dst, v)
	}
	return dst, size, nil
}

// EncodeRLE appends numbers of width bits as runs.
func EncodeRLE[T int16 | int32](dst []byte, v []T, width int) []byte {
	if width == 0 {
		return binary.AppendUvarint(dst, uint64(len(v))<<1)
	}
	for len(v) > 0 {
		run := 1
		for run < len(v) && v[run] == v[0] {
			run++
		}
		if run >= 8 || run == len(v) {
			dst = appendRun(dst, uint32(v[0]), run, width)
			v = v[run:]
			continue
		}
		n := packable(v)
		dst = appendPacked(dst, v[:n], width)
		v = v[n:]
	}
	return dst
}

// packable reports how many numbers from the start are better packed than
// written as a run: groups of eight until one starts a run of at least eight.
func packable[T int16 | int32](v []T) int {
	for n := 8; n+8 <= len(v); n += 8 {
		group := v[n : n+8]
		same := 1
		for same < 8 && group[same] == group[0] {
			same++
		}
		if same == 8 {
			return n
		}
	}
	return len(v)
}

func appendRun(dst []byte, v uint32, n, width int) []byte {
	dst = binary.AppendUvarint(dst, uint64(n)<<1)
	for ; width > 0; width -= 8 {
		dst = append(dst, byte(v))
		v >>= 8
	}
	return dst
}

func appendPacked[T int16 | int32](dst []byte, v []T, width int) []byte {
	groups := (len(v) + 7) / 8
	dst = binary.AppendUvarint(dst, uint64(groups)<<1|1)
	whole := len(v) &^ 7
	dst = packBits(dst, v[:whole], width)
	if whole < len(v) {
		var last [8]T
		copy(last[:], v[whole:])
		dst = packBits(dst, last[:], width)
	}
	return dst
}
