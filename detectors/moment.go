package detectors

import "encoding/binary"

// isMoment reports whether b is a day, a time of day, or both, as systems write them and
// columns.Render does:
//
//	2026-11-18  2026/11/18 10:05  2026-11-18T10:05:06.121355Z  10:05:06  2026-11-18 10:05:06+08:00
//
// They stand in every table, and no class is found within one: who knows birthdays goes
// by all of a value, and by what its column is called.
func isMoment(b []byte) bool {
	if len(b) >= len("2026-11-18") && (b[4] == '-' || b[4] == '/') {
		separator := uint64(b[4])
		if !laidOut(b, ymd^('-'^separator)<<32^('-'^separator)<<56) || !pairUpTo(b[5:], 12) || !pairUpTo(b[8:], 31) {
			return false
		}
		if len(b) == len("2026-11-18") {
			return true
		}
		if b[10] != ' ' && b[10] != 'T' {
			return false
		}
		return isClock(b[11:])
	}
	return len(b) >= len("10:05:06") && isClock(b)
}

// ymd and hms are layouts of eight bytes, the first byte lowest: 0000-00- and 00:00:00.
const (
	ymd = 0x2d30302d30303030
	hms = 0x30303a30303a3030
)

// laidOut reports whether b begins with digits where the layout has '0', and with the
// layout's bytes elsewhere.
func laidOut(b []byte, layout uint64) bool {
	if len(b) < 8 {
		return false
	}
	x := binary.LittleEndian.Uint64(b)
	digits := digitsOf(layout)
	return digitsOf(x)&digits == digits && (x^layout)&^(digits>>7*0xff) == 0
}

// pairUpTo reports whether b begins with two digits that are at most so much.
func pairUpTo(b []byte, most int) bool {
	return len(b) >= 2 && b[0]-'0' <= 9 && b[1]-'0' <= 9 && two(b) <= most
}

// isClock reports whether b is a time of day, with or without seconds, a fraction of
// them, and a zone.
func isClock(b []byte) bool {
	n := len("10:05")
	if len(b) < n || b[2] != ':' || !pairUpTo(b, 24) || !pairUpTo(b[3:], 59) {
		return false
	}
	if len(b) > n && b[n] == ':' {
		if !laidOut(b, hms) || !pairUpTo(b[6:], 60) {
			return false
		}
		if n = len("10:05:06"); len(b) > n && b[n] == '.' {
			from := n + 1
			for n = from; n < len(b) && b[n]-'0' <= 9; n++ {
			}
			if n == from || n > from+len("121355000") {
				return false
			}
		}
	}
	return isZone(b[n:])
}

// isFraction reports whether b is a number with something behind its point: an amount, a
// rate, a coordinate. No identifier goes on behind a point, nor begins there, but for
// the zeros of one that was stored as a double.
func isFraction(b []byte) bool {
	if b[0] == '-' {
		b = b[1:]
	}
	point, something := 0, false
	for i, c := range b {
		switch {
		case c-'0' <= 9:
			something = something || point > 0 && c != '0'
		case c == '.' && point == 0 && i > 0:
			point = i
		default:
			return false
		}
	}
	return something
}

// isZone reports whether b is nothing, Z, or an offset: +08:00, +0800, +08.
func isZone(b []byte) bool {
	if len(b) == 0 {
		return true
	}
	switch b[0] {
	case 'Z':
		return len(b) == 1
	case '+', '-':
		rest := b[1:]
		if !pairUpTo(rest, 18) {
			return false
		}
		if rest = rest[2:]; len(rest) == 3 && rest[0] == ':' {
			rest = rest[1:]
		}
		return len(rest) == 0 || len(rest) == 2 && pairUpTo(rest, 59)
	}
	return false
}
