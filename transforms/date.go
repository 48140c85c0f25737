package transforms

import (
	"bytes"
	"strconv"
	"time"
)

// A date is what was read of a text: a year, and what follows of it, 0 where
// the text does not say.
type date struct {
	year, month, day     int
	hour, minute, second int
	hasClock             bool
}

// Digits alone are taken for a date between these years only: a number of four
// or eight digits is more often a code. Nobody alive was born before the first,
// and no table has plans beyond the second. Where separators say that it is a
// date, or the column does, any year of four digits is one.
const (
	firstYear = 1800
	lastYear  = 2199
)

// parseDate reads a date as people and programs write it:
//
//	2024-01-15  2024/1/5  2024.01.15  2024年1月15日  20240115  2024-01  202401  2024
//
// each with a time of day behind it or not, after a space or a T. Of the
// digits alone, four are a year, six a year and month, eight a day. A month or
// day that no calendar has makes it no date.
func parseDate(v []byte) (date, bool) {
	v = bytes.TrimSpace(v)
	d, rest, ok := parseYear(v)
	if !ok || digits(v) == len(v) && (d.year < firstYear || d.year > lastYear) {
		return date{}, false
	}
	if len(rest) > 0 && isDigit(rest[0]) {
		d, rest, ok = compact(d, rest)
	} else {
		d, rest, ok = separated(d, rest)
	}
	if !ok || !d.valid() {
		return date{}, false
	}
	if len(rest) == 0 {
		return d, true
	}
	if d.day == 0 || rest[0] != ' ' && rest[0] != 'T' {
		return date{}, false
	}
	d.clock(bytes.TrimLeft(rest[1:], " "))
	return d, true
}

// parseYear takes four digits.
func parseYear(v []byte) (d date, rest []byte, ok bool) {
	if len(v) < 4 {
		return d, nil, false
	}
	for _, c := range v[:4] {
		if !isDigit(c) {
			return d, nil, false
		}
		d.year = d.year*10 + int(c-'0')
	}
	return d, v[4:], true
}

// compact reads MM or MMDD and no further digit.
func compact(d date, v []byte) (date, []byte, bool) {
	n := digits(v)
	if n != 2 && n != 4 {
		return d, nil, false
	}
	d.month = two(v)
	if n == 4 {
		d.day = two(v[2:])
	}
	return d, v[n:], d.month > 0 && (n == 2 || d.day > 0)
}

// separators in the places after year, month and day; those of one row go
// together.
var separators = [...][3]string{{"-", "-", ""}, {"/", "/", ""}, {".", ".", ""}, {"年", "月", "日"}}

// separated reads month and day after separators of one kind.
func separated(d date, v []byte) (date, []byte, bool) {
	if len(v) == 0 {
		return d, v, true
	}
	for _, sep := range separators {
		rest, ok := bytes.CutPrefix(v, []byte(sep[0]))
		if !ok {
			continue
		}
		if sep[2] != "" && len(rest) == 0 { // 2024年
			return d, rest, true
		}
		n := digits(rest)
		if n != 1 && n != 2 {
			return d, nil, false
		}
		d.month, rest = number(rest[:n]), rest[n:]
		after, more := bytes.CutPrefix(rest, []byte(sep[1]))
		if !more { // 2024-01
			return d, rest, d.month > 0 && len(rest) == 0 && sep[2] == ""
		}
		if sep[2] != "" && len(after) == 0 { // 2024年1月
			return d, after, d.month > 0
		}
		n = digits(after)
		if n != 1 && n != 2 {
			return d, nil, false
		}
		d.day, rest = number(after[:n]), after[n:]
		rest, ok = bytes.CutPrefix(rest, []byte(sep[2]))
		return d, rest, ok && d.month > 0 && d.day > 0
	}
	// A year, and a time of day behind it, is not a date; parseDate refuses it.
	return d, nil, false
}

// clock reads HH:MM and HH:MM:SS, and leaves the date without a clock for
// anything else: which month it was does not hang on it.
func (d *date) clock(v []byte) {
	if len(v) < 5 || v[2] != ':' || digits(v) != 2 || digits(v[3:]) != 2 {
		return
	}
	d.hour, d.minute = two(v), two(v[3:])
	if len(v) >= 8 && v[5] == ':' && digits(v[6:]) == 2 {
		d.second = two(v[6:])
	}
	d.hasClock = d.hour < 24 && d.minute < 60 && d.second < 61
}

var monthDays = [...]int{0, 31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31}

func (d date) valid() bool {
	if d.year < 1 || d.month > 12 || d.day > monthDays[d.month] {
		return false
	}
	leap := d.year%4 == 0 && (d.year%100 != 0 || d.year%400 == 0)
	return d.month != 2 || d.day < 29 || leap
}

func (d date) appendYear(dst []byte) []byte {
	for p := 1000; p > 1 && d.year < p; p /= 10 {
		dst = append(dst, '0')
	}
	return strconv.AppendInt(dst, int64(d.year), 10)
}

func isDigit(c byte) bool { return c-'0' < 10 }

// digits is how many digits v begins with.
func digits(v []byte) (n int) {
	for n < len(v) && isDigit(v[n]) {
		n++
	}
	return n
}

func two(v []byte) int { return int(v[0]-'0')*10 + int(v[1]-'0') }

func number(v []byte) (n int) {
	for _, c := range v {
		n = n*10 + int(c-'0')
	}
	return n
}

// days is how many days after 1970-01-01 a full date is.
func (d date) days() int32 {
	return int32(time.Date(d.year, time.Month(d.month), d.day, 0, 0, 0, 0, time.UTC).Unix() / secondsPerDay)
}

// Midnights are whole days before 1970 too, so that no division rounds.
const secondsPerDay = 86400
