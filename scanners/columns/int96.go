package columns

import (
	"encoding/binary"
	"math"
	"math/bits"
)

// unixEpochJulian is the Julian day number of 1970-01-01, as Impala, Hive and
// Spark count it.
const unixEpochJulian = 2440588

const microsPerDay = 24 * 60 * 60 * 1_000_000

// Int96Micros converts one INT96 timestamp, a value of a Type that is Julian,
// to microseconds since 1970-01-01T00:00Z. What is finer is cut off towards
// the past. b must hold at least 12 bytes.
//
// A day beyond the years ±290,000, which INT96 can say and 64 bits of
// microseconds cannot, gives math.MaxInt64 or math.MinInt64.
//
// # Why microseconds
//
// Nanoseconds in 64 bits end in 2262: readers that use them show 9999-12-31, the
// usual end of a row that is still valid, as 1816.
func Int96Micros(b []byte) int64 {
	nanos := int64(binary.LittleEndian.Uint64(b))
	days := int64(int32(binary.LittleEndian.Uint32(b[8:]))) - unixEpochJulian
	micros := nanos / 1000
	if nanos%1000 < 0 {
		micros--
	}
	hi, lo := bits.Mul64(uint64(abs(days)), microsPerDay)
	if hi != 0 || lo > math.MaxInt64 {
		return saturated(days)
	}
	base := int64(lo)
	if days < 0 {
		base = -base
	}
	sum := base + micros
	if (sum > base) != (micros > 0) && micros != 0 {
		return saturated(micros)
	}
	return sum
}

func abs(v int64) int64 {
	if v < 0 {
		return -v
	}
	return v
}

func saturated(sign int64) int64 {
	if sign < 0 {
		return math.MinInt64
	}
	return math.MaxInt64
}
