package columns

import (
	"encoding/binary"
	"math"
	"strconv"
)

// julianEpoch is the Julian day number of 1970-01-01, from which Parquet's
// INT96 counts its days.
const julianEpoch = 2440588

// lastDay is the last day whose microseconds fit 64 bits, about the year 294,000.
const (
	microsPerDay = 86_400_000_000
	lastDay      = math.MaxInt64 / microsPerDay
)

func (u Unit) perSecond() int64 { return [...]int64{1, 1e3, 1e6, 1e9}[u] }

// appendTimestamp writes a timestamp of 8 bytes, or of Parquet's 12. It counts
// days and the time of day apart and never goes through one number of
// nanoseconds, which ends in the year 2262: Spark's 9999-12-31 must not come
// out as 1816.
func appendTimestamp(dst []byte, t Type, v []byte) ([]byte, bool) {
	var day, clock int64
	unit := t.Unit
	switch {
	case t.Julian && len(v) == 12:
		unit = Nano
		clock = int64(binary.LittleEndian.Uint64(v))
		day = int64(int32(binary.LittleEndian.Uint32(v[8:]))) - julianEpoch
		over := floorDiv(clock, 86400e9) // writers exist that count past midnight
		day, clock = day+over, clock-over*86400e9
		if day < -lastDay && day >= -lastDay-julianEpoch-2 {
			// Adding the epoch overflows where Spark writes dates after the year
			// 287,000, and again where it reads them: they come back right.
			micros := day*microsPerDay + clock/1000
			day = floorDiv(micros, microsPerDay)
			clock = (micros-day*microsPerDay)*1000 + clock%1000
		}
	case !t.Julian && len(v) == 8:
		n := int64(binary.LittleEndian.Uint64(v))
		perDay := 86400 * unit.perSecond()
		day = floorDiv(n, perDay)
		clock = n - day*perDay
	default:
		return dst, false
	}
	dst = appendDate(dst, day)
	dst = append(dst, 'T')
	dst = appendClock(dst, clock, unit)
	if t.UTC {
		dst = append(dst, 'Z')
	}
	return dst, true
}

// appendDate writes the day that is so many days after 1970-01-01, in the
// Gregorian calendar of before 1582 as well, as ISO 8601 has it.
func appendDate(dst []byte, day int64) []byte {
	// Years are counted from 1 March, so that the leap day comes last; 146097
	// days are 400 years (H. Hinnant, "chrono-Compatible Low-Level Date
	// Algorithms").
	day += 719468
	era := floorDiv(day, 146097)
	doe := day - era*146097
	yoe := (doe - doe/1460 + doe/36524 - doe/146096) / 365
	doy := doe - (365*yoe + yoe/4 - yoe/100)
	mp := (5*doy + 2) / 153
	d := doy - (153*mp+2)/5 + 1
	m := mp + 3
	y := yoe + era*400
	if m > 12 {
		m, y = m-12, y+1
	}
	dst = appendYear(dst, y)
	dst = append(dst, '-')
	dst = appendTwo(dst, m)
	dst = append(dst, '-')
	return appendTwo(dst, d)
}

func appendYear(dst []byte, y int64) []byte {
	switch {
	case y < 0:
		dst, y = append(dst, '-'), -y
	case y > 9999:
		dst = append(dst, '+')
	}
	for p := int64(1000); p > 1 && y < p; p /= 10 {
		dst = append(dst, '0')
	}
	return strconv.AppendInt(dst, y, 10)
}

// appendClock writes a time of day, with a fraction only if it is not zero.
func appendClock(dst []byte, n int64, unit Unit) []byte {
	per := unit.perSecond()
	s, frac := n/per, n%per
	dst = appendTwo(dst, s/3600)
	dst = append(dst, ':')
	dst = appendTwo(dst, s/60%60)
	dst = append(dst, ':')
	dst = appendTwo(dst, s%60)
	if frac == 0 {
		return dst
	}
	dst = append(dst, '.')
	for frac > 0 {
		per /= 10
		dst = append(dst, byte('0'+frac/per))
		frac %= per
	}
	return dst
}

func appendTwo(dst []byte, n int64) []byte {
	return append(dst, byte('0'+n/10), byte('0'+n%10))
}

func floorDiv(a, b int64) int64 {
	q := a / b
	if a%b < 0 {
		q--
	}
	return q
}
