package columns_test

import (
	"encoding/binary"
	"math"
	"testing"
	"time"

	"tuomin/scanners/columns"
)

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
		if got := columns.Int96Micros(b); got != c.want {
			t.Errorf("%s: got %d, want %d", c.name, got, c.want)
		}
	}
}
