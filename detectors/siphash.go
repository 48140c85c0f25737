package detectors

import (
	"encoding/binary"
	"fmt"
	"math/bits"
)

// A TallyKey is 16 bytes under which all tallies of one table hash their
// values. Whoever has it can tell whether a guessed value was sampled, so that
// it shows as "[key]". Where results must repeat from run to run, it must be
// derived, not drawn.
type TallyKey [16]byte

// Format hides the key.
func (TallyKey) Format(f fmt.State, _ rune) { _, _ = f.Write([]byte("[key]")) }

// MarshalText hides the key from encoders.
func (TallyKey) MarshalText() ([]byte, error) { return []byte("[key]"), nil }

// words are the two halves of the key.
func (k TallyKey) words() (k0, k1 uint64) {
	return binary.LittleEndian.Uint64(k[:]), binary.LittleEndian.Uint64(k[8:])
}

// sum hashes one value.
func (k TallyKey) sum(p []byte) uint64 {
	k0, k1 := k.words()
	return sip13(k0, k1, p)
}

// sip13 is SipHash-1-3 (J.-P. Aumasson and D. J. Bernstein, "SipHash: a fast
// short-input PRF", 2012; the variant of Rust's and Python's tables).
//
// # Why not AES
//
// One block of AES is faster in hardware, but the standard library reaches it
// through two calls that keep values from overlapping in the processor.
func sip13(k0, k1 uint64, p []byte) uint64 {
	v0 := k0 ^ 0x736f6d6570736575
	v1 := k1 ^ 0x646f72616e646f6d
	v2 := k0 ^ 0x6c7967656e657261
	v3 := k1 ^ 0x7465646279746573

	// The last word holds what is left of the value, and its length on top.
	m := uint64(len(p)) << 56
	if n := len(p); n >= 8 {
		m |= binary.LittleEndian.Uint64(p[n-8:]) >> 1 >> (63 - n&7*8)
		for ; len(p) >= 8; p = p[8:] {
			w := binary.LittleEndian.Uint64(p)
			v3 ^= w
			v0, v1, v2, v3 = sipRound(v0, v1, v2, v3)
			v0 ^= w
		}
	} else if n >= 4 {
		m |= uint64(binary.LittleEndian.Uint32(p)) | uint64(binary.LittleEndian.Uint32(p[n-4:]))<<(8*(n-4))
	} else if n > 0 {
		m |= uint64(p[0]) | uint64(p[n/2])<<(8*(n/2)) | uint64(p[n-1])<<(8*(n-1))
	}
	v3 ^= m
	v0, v1, v2, v3 = sipRound(v0, v1, v2, v3)
	v0 ^= m

	v2 ^= 0xff
	v0, v1, v2, v3 = sipRound(v0, v1, v2, v3)
	v0, v1, v2, v3 = sipRound(v0, v1, v2, v3)
	v0, v1, v2, v3 = sipRound(v0, v1, v2, v3)
	return v0 ^ v1 ^ v2 ^ v3
}

func sipRound(v0, v1, v2, v3 uint64) (uint64, uint64, uint64, uint64) {
	v0 += v1
	v2 += v3
	v1 = bits.RotateLeft64(v1, 13) ^ v0
	v3 = bits.RotateLeft64(v3, 16) ^ v2
	v0 = bits.RotateLeft64(v0, 32)
	v2 += v1
	v0 += v3
	v1 = bits.RotateLeft64(v1, 17) ^ v2
	v3 = bits.RotateLeft64(v3, 21) ^ v0
	v2 = bits.RotateLeft64(v2, 32)
	return v0, v1, v2, v3
}
