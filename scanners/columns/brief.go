package columns

import (
	"math"
	"math/bits"
)

// A Brief is a text of up to 16 bytes in two words, the first byte lowest and
// zeros behind the last. Most numbers are as short as that, and a text that is
// only hashed need not go through memory.
type Brief struct {
	Low, High uint64
	Len       int
	Whole     int // digits before the point, or all where there is none
}

// Append appends the text.
func (b Brief) Append(dst []byte) []byte {
	low, high := b.Low, b.High
	for range b.Len {
		dst = append(dst, byte(low))
		low, high = low>>8|high<<56, high>>8
	}
	return dst
}

// BriefInt is what AppendText writes of an integer; false where that is longer,
// or has a sign.
func BriefInt(n int64) (Brief, bool) {
	u := uint64(n)
	switch {
	case u < 1e8:
		low, size := leftDigits(u)
		return Brief{Low: low, Len: size, Whole: size}, true
	case u < 1e16:
		low, size := leftDigits(u / 1e8)
		rest := eightDigits(u%1e8) + '0'*eachByte
		return Brief{low | rest<<(8*size), rest >> (64 - 8*size), 8 + size, 8 + size}, true
	}
	return Brief{}, false
}

// BriefFloat is what AppendText writes of a double that is an amount of money,
// with two digits after the point at most and eight before it; false of others.
func BriefFloat(f float64) (Brief, bool) {
	if !(f >= 0.005 && f < 1e8-1) {
		if math.Float64bits(f) == 0 { // -0 has a sign
			return Brief{Low: '0', Len: 1, Whole: 1}, true
		}
		return Brief{}, false
	}
	n := int64(f*100 + 0.5)
	if float64(n)/100 != f { // see appendFloat
		return Brief{}, false
	}
	whole, cents := uint64(n)/100, uint64(n)%100
	low, size := leftDigits(whole)
	tail := centTails[cents]
	length := int(tail >> 24)
	tail &= 1<<24 - 1
	return Brief{low | uint64(tail)<<(8*size), uint64(tail) >> (64 - 8*size), size + length, size}, true
}

// centTails are what is written behind the digits before the point, the first byte
// lowest, and in the highest byte how many characters they are.
var centTails = func() (t [100]uint32) {
	for cents := range uint32(100) {
		tens, ones := cents/10, cents%10
		switch {
		case ones > 0:
			t[cents] = '.' | ('0'+tens)<<8 | ('0'+ones)<<16 | 3<<24
		case tens > 0:
			t[cents] = '.' | ('0'+tens)<<8 | 2<<24
		}
	}
	return t
}()

const eachByte = 0x0101010101010101

// eightDigits are the digits of a number below 10^8, the first in the lowest
// byte. The number is cut in halves, all halves at once, three times: the
// factors are 2^20/100 and 2^10/10, rounded up, which is exact below 10,000
// and 100.
func eightDigits(u uint64) uint64 {
	q := u / 10_000
	x := q | (u-10_000*q)<<32
	q = x * 10_486 >> 20 & 0x7f_0000_007f
	x = q | (x-100*q)<<16
	q = x * 103 >> 10 & 0x000f_000f_000f_000f
	return q | (x-10*q)<<8
}

// leftDigits is a number below 10^8 in decimal, and how many digits it has.
func leftDigits(u uint64) (text uint64, size int) {
	x := eightDigits(u)
	zeros := bits.TrailingZeros64(x|1<<56) &^ 7 // the last digit stays
	return (x + '0'*eachByte) >> zeros, 8 - zeros/8
}
