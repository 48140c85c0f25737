package columns

import (
	"encoding/binary"
	"encoding/hex"
	"math"
	"math/bits"
	"slices"
	"strconv"
)

// Render returns the values of a column of type t as text, for detectors,
// which know nothing but text: v itself where it is text or bytes already, and
// otherwise values that b holds until its next Reset.
func Render(t Type, v *Values, b *Builder) *Values {
	switch t.Kind {
	case Text, Binary, Geometry, Unknown:
		return v
	}
	b.Reset()
	switch {
	case t.Kind == Int && v.width == 8:
		renderInts(v, b)
	case t.Kind == Float && v.width == 8:
		renderFloats(v, b)
	default:
		for i := range v.Len() {
			b.Commit(AppendText(b.Buffer(), t, v.At(i)))
		}
	}
	b.out = b.Values()
	return &b.out
}

// renderInts and renderFloats are the loops for the types that most number
// columns are of.
func renderInts(v *Values, b *Builder) {
	data, offsets := b.data, slices.Grow(b.offsets, v.n)
	for raw := v.data[:8*v.n]; len(raw) >= 8; raw = raw[8:] {
		data = appendInt(data, int64(binary.LittleEndian.Uint64(raw)))
		offsets = append(offsets, int32(len(data)))
	}
	b.data, b.offsets = data, offsets
}

func renderFloats(v *Values, b *Builder) {
	data, offsets := b.data, slices.Grow(b.offsets, v.n)
	for raw := v.data[:8*v.n]; len(raw) >= 8; raw = raw[8:] {
		data = appendFloat(data, math.Float64frombits(binary.LittleEndian.Uint64(raw)), 64)
		offsets = append(offsets, int32(len(data)))
	}
	b.data, b.offsets = data, offsets
}

// appendInt appends n in decimal. strconv clears a buffer for digits to any
// base first, which takes longer than the digits do.
func appendInt(dst []byte, n int64) []byte {
	u := uint64(n)
	if n < 0 {
		dst, u = append(dst, '-'), -u
	}
	size := bits.Len64(u|1) * 1233 >> 12 // its logarithm, or one more
	if u >= powers[size] {
		size++
	}
	const zeros = "00000000000000000000"
	dst = append(dst, zeros[:size]...)
	for at := len(dst); u > 0; {
		q := u / 100
		pair := 2 * (u - 100*q)
		at--
		dst[at] = pairs[pair+1]
		if u >= 10 {
			at--
			dst[at] = pairs[pair]
		}
		u = q
	}
	return dst
}

// powers of ten, but for the first, so that 0 has a digit; pairs are 00 to 99.
var powers, pairs = func() (powers [20]uint64, pairs string) {
	for i, p := 1, uint64(10); i < len(powers); i, p = i+1, p*10 {
		powers[i] = p
	}
	for i := range 100 {
		pairs += string(rune('0'+i/10)) + string(rune('0'+i%10))
	}
	return
}()

// AppendText appends one stored value as text:
//
//	integers, decimals   plain digits; a decimal keeps its scale: "12.50"
//	floats               the shortest digits that read back as the same number,
//	                     without exponent from 1e-7 up to 1e17: a phone number
//	                     that pandas made a float is "13800138000"
//	dates                2024-01-15
//	times                10:30:45, and a fraction if there is one
//	timestamps           2024-01-15T10:30:45.5, with a Z where they are instants
//	booleans             true, false
//	UUIDs                550e8400-e29b-41d4-a716-446655440000
//	text, bytes          as they are
//
// Years beyond 9999 or before 0 carry a sign. Bytes that cannot be a value of
// the type, and intervals, of which the layout is not known, are written as
// hexadecimal digits.
func AppendText(dst []byte, t Type, v []byte) []byte {
	switch t.Kind {
	case Text, Binary, Geometry, Unknown:
		return append(dst, v...)
	case Null:
		return dst
	case Bool:
		if len(v) == 1 {
			return strconv.AppendBool(dst, v[0] != 0)
		}
	case Int:
		if n, ok := integer(v); ok {
			return appendInt(dst, n)
		}
	case Uint:
		if n, ok := integer(v); ok {
			unused := 64 - 8*len(v) // the sign was spread over these
			return strconv.AppendUint(dst, uint64(n)<<unused>>unused, 10)
		}
	case Float:
		if f, width, ok := float(v); ok {
			return appendFloat(dst, f, width)
		}
	case Decimal:
		if len(v) <= maxDecimal && t.Scale >= -maxScale && t.Scale <= maxScale {
			return appendDecimal(dst, v, t.BigEndian, t.Scale)
		}
	case Date:
		switch n, ok := integer(v); {
		case ok && len(v) == 4:
			return appendDate(dst, n)
		case ok && len(v) == 8:
			return appendDate(dst, floorDiv(n, 86400_000))
		}
	case Time:
		n, ok := integer(v)
		if perDay := 86400 * t.Unit.perSecond(); ok && n >= 0 && n < perDay {
			return appendClock(dst, n, t.Unit)
		}
	case Timestamp:
		if dst, ok := appendTimestamp(dst, t, v); ok {
			return dst
		}
	case UUID:
		if len(v) == 16 {
			return appendUUID(dst, v)
		}
	}
	return hex.AppendEncode(dst, v)
}

// integer reads a signed little-endian number of 1, 2, 4 or 8 bytes.
func integer(v []byte) (int64, bool) {
	switch len(v) {
	case 1:
		return int64(int8(v[0])), true
	case 2:
		return int64(int16(binary.LittleEndian.Uint16(v))), true
	case 4:
		return int64(int32(binary.LittleEndian.Uint32(v))), true
	case 8:
		return int64(binary.LittleEndian.Uint64(v)), true
	}
	return 0, false
}

// float reads a number of 2, 4 or 8 bytes, and says how many bits decide what
// its shortest digits are.
func float(v []byte) (f float64, bits int, ok bool) {
	switch len(v) {
	case 2:
		return half(binary.LittleEndian.Uint16(v)), 32, true
	case 4:
		return float64(math.Float32frombits(binary.LittleEndian.Uint32(v))), 32, true
	case 8:
		return math.Float64frombits(binary.LittleEndian.Uint64(v)), 64, true
	}
	return 0, 0, false
}

// half widens IEEE 754 binary16.
func half(h uint16) float64 {
	sign, exp, frac := 1.0, int(h>>10&0x1f), float64(h&0x3ff)
	if h>>15 == 1 {
		sign = -1
	}
	switch exp {
	case 0:
		return sign * math.Ldexp(frac, -24)
	case 0x1f:
		if frac != 0 {
			return math.NaN()
		}
		return math.Inf(int(sign))
	}
	return sign * math.Ldexp(1024+frac, exp-25)
}

// appendFloat has a short way for amounts of money, most of what floats hold:
// of decimals with up to 15 digits no two are the same double, so one that is
// equal to f is what the search for the shortest digits would find.
func appendFloat(dst []byte, f float64, bits int) []byte {
	if bits == 64 {
		if cents := f * 100; math.Abs(cents) < 1e15 && f != 0 {
			if n := int64(math.Round(cents)); float64(n)/100 == f {
				return appendCents(dst, n)
			}
		}
	}
	if a := math.Abs(f); a == 0 || a >= 1e-7 && a < 1e17 {
		return strconv.AppendFloat(dst, f, 'f', -1, bits)
	}
	return strconv.AppendFloat(dst, f, 'e', -1, bits)
}

// appendCents appends n hundredths without zeros at the end.
func appendCents(dst []byte, n int64) []byte {
	if n < 0 {
		dst, n = append(dst, '-'), -n
	}
	dst = appendInt(dst, n/100)
	tens, ones := byte(n/10%10), byte(n%10)
	switch {
	case ones != 0:
		return append(dst, '.', '0'+tens, '0'+ones)
	case tens != 0:
		return append(dst, '.', '0'+tens)
	}
	return dst
}

// appendUUID writes 16 bytes in groups of 4, 2, 2, 2 and 6.
func appendUUID(dst, v []byte) []byte {
	for _, group := range [...][]byte{v[:4], v[4:6], v[6:8], v[8:10]} {
		dst = append(hex.AppendEncode(dst, group), '-')
	}
	return hex.AppendEncode(dst, v[10:])
}

const (
	maxDecimal = 32 // bytes: Arrow's decimal256 is the widest there is
	maxScale   = 100
)

// appendDecimal writes a two's complement number of up to 32 bytes, scaled.
func appendDecimal(dst []byte, v []byte, bigEndian bool, scale int) []byte {
	var limb [maxDecimal / 8]uint64 // the magnitude, least significant first
	negative := decimalLimbs(&limb, v, bigEndian)

	// 32 bytes are at most 78 digits; they come out from the last to the first.
	var digits [80]byte
	n := len(digits)
	for limb != [len(limb)]uint64{} {
		var rest uint64
		for i := len(limb) - 1; i >= 0; i-- {
			limb[i], rest = bits.Div64(rest, limb[i], 1e18)
		}
		for range 18 {
			n--
			digits[n] = byte('0' + rest%10)
			rest /= 10
			if rest == 0 && limb == [len(limb)]uint64{} {
				break
			}
		}
	}
	text := digits[n:]

	if negative {
		dst = append(dst, '-')
	}
	whole := max(len(text)-max(scale, 0), 0)
	if whole == 0 {
		dst = append(dst, '0')
	}
	dst = append(dst, text[:whole]...)
	if scale <= 0 {
		if len(text) > 0 {
			dst = appendZeros(dst, -scale)
		}
		return dst
	}
	dst = append(dst, '.')
	dst = appendZeros(dst, scale-len(text))
	return append(dst, text[whole:]...)
}

// decimalLimbs reads the magnitude of v into limb and reports its sign.
func decimalLimbs(limb *[maxDecimal / 8]uint64, v []byte, bigEndian bool) (negative bool) {
	at := func(i int) byte { // byte i, the least significant being 0
		if bigEndian {
			return v[len(v)-1-i]
		}
		return v[i]
	}
	if len(v) == 0 {
		return false
	}
	negative = at(len(v)-1) >= 0x80
	for i := range maxDecimal {
		var b byte
		switch {
		case i < len(v):
			b = at(i)
		case negative:
			b = 0xff
		}
		limb[i/8] |= uint64(b) << (i % 8 * 8)
	}
	if negative {
		carry := uint64(1)
		for i := range limb {
			limb[i], carry = bits.Add64(^limb[i], 0, carry)
		}
	}
	return negative
}

func appendZeros(dst []byte, n int) []byte {
	for ; n > 0; n-- {
		dst = append(dst, '0')
	}
	return dst
}
