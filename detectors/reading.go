package detectors

import (
	"encoding/binary"
	"math/bits"
)

// A reading is what was read of a text and not yet understood. One character in
// five is a mark, at which somebody is asked, and which cannot be foreseen, so
// that items are first noted, in a loop with few branches and no calls, and
// marks are met afterwards.
type reading struct {
	items [256]uint8 // what each item means, a character or a run; from 1 on
	item  uint       // the last one noted

	// Those of them that are marks: where they stand, where the stretch of
	// text begins that they stand in, and which item they are.
	at   [64]markAt
	of   [64]uint8
	mark uint // how many are noted

	broke uint32 // where the stretch of text begins that is being read
	blank bool   // a blank was read
}

// When items or marks are understood before more are read: where there is room
// for one more, beside the two items that may have to wait for what follows.
const (
	fullItems = 250
	fullMarks = 62
)

// read notes characters of three bytes, Chinese ones and their punctuation, and
// numbers of lengths that are none of stops and blanks between them, from p on.
// It returns where something else begins, or there is no more room. What stands in memory behind b may be
// looked at and means nothing.
//
// It is the loop that text is read in: without a call, and with a branch only
// where one kind of thing ends and another begins.
func (t *reading) read(b []byte, of *[hanPlaces]uint8, stops uint32, p int) int {
	item, mark, broke := t.item, t.mark, t.broke
	// A character ends in the value, eight bytes from it on can be read, and
	// there is room, as an item takes a byte and a mark takes three.
	end := min(len(b)-2, cap(b)-7, p+int(min(fullItems-item, 3*(fullMarks-mark))))
	if p >= end {
		return p
	}
	w := b[:end+7]
	for p >= 0 && p <= len(w)-8 { // while p < end
		x := binary.LittleEndian.Uint64(w[p:])
		if x&0xc0c0f0 == 0x8080e0 {
			means := of[placeOf(x)]
			item++
			t.items[item&0xff] = means
			t.at[mark&63] = markAt{uint32(p), broke}
			t.of[mark&63] = uint8(item)
			mark += uint(means >> 7)
			p += 3
			if means&hanStop != 0 {
				broke = uint32(p)
			}
			continue
		}
		n := bits.TrailingZeros64(^digitsOf(x)&tops) >> 3
		rest := len(b) - p
		switch {
		case n == 0 && byte(x) == ' ':
			n = 1
			t.blank = true
			t.items[(item+1)&0xff] = itemBlank
		case n == 0 || n < rest && x>>(8*n&63)&0x80 == 0 || stops>>min(n, rest)&1 != 0:
			w = w[:0] // for a run that somebody may want, or something else
			continue
		default:
			n = min(n, rest)
			t.items[(item+1)&0xff] = itemDigit
		}
		item++
		p += n
	}
	t.item, t.mark, t.broke = item, mark, broke
	return p
}

// A markAt is where a mark stands, and where the stretch of text begins that it
// stands in.
type markAt struct{ at, broke uint32 }

// note notes what begins like a character of three bytes at p, as read does, and
// returns where it ends.
func (t *reading) note(p int, means uint8, b []byte) int {
	t.items[t.item] = means
	t.at[t.mark], t.of[t.mark] = markAt{uint32(p), t.broke}, uint8(t.item)
	t.mark += uint(means >> 7)
	n, _ := other(b[p:])
	if p += n; means&hanStop != 0 {
		t.broke = uint32(p)
	}
	return p
}

// finish meets all marks that were noted, as the text ends or is interrupted. It
// gives up, with false, where a character must be folded first.
func (f *Finder) finish() bool {
	t := &f.text
	marks := t.mark
	t.items[(t.item+1)&0xff], t.items[(t.item+2)&0xff] = 0, 0
	t.item, t.mark = 0, 0
	ok := marks == 0 || f.address(marks)
	t.items[0] = 0
	return ok
}

// understand makes room for more: it meets the marks that were noted, but for those
// among the last two items, which wait for what follows. It gives up as finish
// does.
func (f *Finder) understand() bool {
	t := &f.text
	last, marks := t.item-2, t.mark
	for marks > 0 && uint(t.of[marks-1]) > last {
		marks--
	}
	if !f.address(marks) {
		return false
	}
	copy(t.items[:3], t.items[last:]) // the one before those that wait, and they
	rest := uint(0)
	for i := marks; i < t.mark; i++ {
		t.at[rest], t.of[rest] = t.at[i], t.of[i]-uint8(last)
		rest++
	}
	t.item, t.mark = t.item-last, rest
	return true
}
