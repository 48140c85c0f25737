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
