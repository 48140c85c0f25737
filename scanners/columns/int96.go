package columns

import (
	"encoding/binary"
	"math"
)

const (
	// unixEpochJulian is the Julian day number of 1970-01-01, as Impala, Hive
	// and Spark count it.
	unixEpochJulian = 2440588

	microsPerDay = 24 * 60 * 60 * 1_000_000

	// lastDay is the last day from the epoch on whose microseconds fit 64 bits,
	// about the year 294,000.
	lastDay = math.MaxInt64 / microsPerDay
)

// Int96Micros converts one INT96 timestamp, a value of a Type that is Julian,
// to microseconds since 1970-01-01T00:00Z. What is finer is cut off towards
// the past. b must hold at least 12 bytes. What 64 bits of microseconds cannot
// say gives math.MaxInt64 or math.MinInt64.
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
	sum := days*microsPerDay + micros
	switch {
	case days > lastDay:
		return math.MaxInt64
	case days < -lastDay:
		// Adding the epoch overflows where Spark writes dates after the year
		// 287,000, and again where it reads them: they come back right. So
		// they do here, rather than as the oldest date of all.
		if days >= -lastDay-unixEpochJulian-2 && sum > 0 {
			return sum
		}
		return math.MinInt64
	case days > 0 && micros > 0 && sum < 0:
		return math.MaxInt64
	case days < 0 && micros < 0 && sum > 0:
		return math.MinInt64
	}
	return sum
}
