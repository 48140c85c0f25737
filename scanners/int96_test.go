package scanners

import (
	"encoding/binary"
	"math"
	"testing"
	"time"
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

// int96Micros is another way than columns.AppendText to read one INT96 timestamp, a
// value of a Type that is Julian: microseconds since 1970-01-01T00:00Z. What is finer
// is cut off towards the past. b must hold at least 12 bytes. What 64 bits of
// microseconds cannot say gives math.MaxInt64 or math.MinInt64.
//
// # Why microseconds
//
// Nanoseconds in 64 bits end in 2262: readers that use them show 9999-12-31, the
// usual end of a row that is still valid, as 1816.
func int96Micros(b []byte) int64 {
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

func TestInt96Micros(t *testing.T) {
	const day = int64(24 * time.Hour)
	for _, c := range []struct {
		name  string
		day   int32
		nanos int64
		want  int64
	}{
		{"epoch", 2440588, 0, 0},
		{"before the epoch", 2440587, day - 1000, -1},
		{"finer than a microsecond", 2440588, 1999, 1},
		{"finer, negative", 2440588, -1, -1},
		{"nanoseconds of more than a day", 2440588, day + 1000, day/1000 + 1},
		// Spark's own value of 9999-12-31T03:00Z in parquet-testing.
		{"open end", 5373484, 3 * int64(time.Hour), 253402225200000000},
		{"first day of the Gregorian calendar", 2299161, 0, time.Date(1582, 10, 15, 0, 0, 0, 0, time.UTC).UnixMicro()},
		// In the same file: Spark's sum overflows, and comes back by overflowing.
		{"year 290000 by Spark", -105862232, -0x1d913846a000, 9089380393200000000},
		{"too late", math.MaxInt32, 0, math.MaxInt64},
		{"too early", math.MinInt32, 0, math.MinInt64},
		// The last day whose midnight fits, pushed over the edge by its time.
		{"too late by its time", 2440588 + 106751991, math.MaxInt64, math.MaxInt64},
		{"too early by its time", 2440588 - 106751991, math.MinInt64, math.MinInt64},
	} {
		b := binary.LittleEndian.AppendUint64(nil, uint64(c.nanos))
		b = binary.LittleEndian.AppendUint32(b, uint32(c.day))
		if got := int96Micros(b); got != c.want {
			t.Errorf("%s: got %d, want %d", c.name, got, c.want)
		}
	}
}
