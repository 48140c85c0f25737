package detectors

import (
	"encoding/binary"
	"fmt"
	"math/bits"

	"tuomin/scanners/columns"
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

// words are the two halves of the key, so that one of zeros serves as well:
// the constants are the fractions of √2 and √3.
func (k TallyKey) words() (k0, k1 uint64) {
	return binary.LittleEndian.Uint64(k[:]) ^ 0x6a09e667f3bcc908, binary.LittleEndian.Uint64(k[8:]) ^ 0xbb67ae8584caa73b
}

// sum hashes one value.
func (k TallyKey) sum(p []byte) uint64 {
	k0, k1 := k.words()
	return sum(k0, k1, p)
}

// sum hashes by folded multiplication: 16 bytes are multiplied to 128 bits,
// whose halves are added without carry (the way of wyhash, Wang Yi, 2019, and
// of Go's own tables where there is no AES).
//
// # Why not SipHash
//
// It took a fifth of a scan. What a sample needs is that the values of real
// columns are spread evenly. Secrecy it has from elsewhere: hashes stay in
// memory, or are encrypted by Seal.
func sum(k0, k1 uint64, p []byte) uint64 {
	n := len(p)
	var a, b uint64
	switch {
	case n > 16:
		for rest := p; len(rest) > 16; rest = rest[16:] {
			k0 = mix(binary.LittleEndian.Uint64(rest)^k1, binary.LittleEndian.Uint64(rest[8:])^k0)
		}
		a, b = binary.LittleEndian.Uint64(p[n-16:]), binary.LittleEndian.Uint64(p[n-8:])
	case n >= 8:
		a, b = binary.LittleEndian.Uint64(p), binary.LittleEndian.Uint64(p[n-8:])
	case n >= 4:
		a, b = uint64(binary.LittleEndian.Uint32(p)), uint64(binary.LittleEndian.Uint32(p[n-4:]))
	case n > 0:
		a = uint64(p[0])<<16 | uint64(p[n/2])<<8 | uint64(p[n-1])
	}
	return mix(k1^uint64(n), mix(a^k1, b^k0))
}

// sumBrief is sum of a brief text, of which no byte is in memory.
func sumBrief(k0, k1 uint64, b columns.Brief) uint64 {
	n := uint64(b.Len)
	a, last := b.Low, uint64(0)
	switch {
	case n >= 8:
		last = b.Low>>(8*(n-8)) | b.High<<(8*(16-n))
	case n >= 4:
		a, last = a&0xffff_ffff, a>>(8*(n-4))
	default:
		a = a&0xff<<16 | a>>(8*(n/2))&0xff<<8 | a>>(8*(n-1))&0xff
	}
	return mix(k1^n, mix(a^k1, last^k0))
}

func mix(a, b uint64) uint64 {
	high, low := bits.Mul64(a, b)
	return high ^ low
}
