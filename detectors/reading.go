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
	at   [64]uint32
	from [64]uint32
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
// short numbers between them, from p on. It returns where something else
// begins, or there is no more room. What stands in memory behind b may be
// looked at and means nothing.
func (t *reading) read(b []byte, of *[1 << 16]uint8, quiet bool, p int) int {
	wide := b[:min(cap(b), len(b)+8)]
	end := min(len(b), len(wide)-7) // from where on no eight bytes can be read
	for p+2 < end && t.item < fullItems && t.mark < fullMarks {
		// No fewer than three bytes are an item.
		room := min(fullItems-t.item, fullMarks-t.mark)
		p = t.characters(wide[p:min(end+1, p+3*int(room)+1)], of, uint32(p))
		if p >= end || !quiet {
			break
		}
		x := binary.LittleEndian.Uint64(wide[p:])
		n := bits.TrailingZeros64(^digitsOf(x)&tops) &^ 7
		if n == 0 || n >= 8*longRun || x>>n&0x80 == 0 || p+n/8 >= end {
			break
		}
		t.item++
		t.items[t.item&0xff] = itemDigit
		p += n / 8
	}
	return p
}

// characters notes characters of three bytes that begin in b, four bytes before
// its end at the latest; b begins at p. It is the loop that text is read in:
// without a call, and with a branch only where it ends.
func (t *reading) characters(b []byte, of *[1 << 16]uint8, p uint32) (end int) {
	item, mark, broke := t.item, t.mark, t.broke
	for len(b) > 3 {
		x := binary.LittleEndian.Uint32(b)
		if x&0xc0c0f0 != 0x8080e0 {
			break
		}
		means := of[x&0x0f<<12|x>>2&0xfc0|x>>16&0x3f]
		item++
		t.items[item&0xff] = means
		t.at[mark&63] = p
		t.from[mark&63] = broke
		t.of[mark&63] = uint8(item)
		mark += uint(means >> 7)
		p += 3
		if means>>6 == 1 {
			broke = p
		}
		b = b[3:]
	}
	t.item, t.mark, t.broke = item, mark, broke
	return int(p)
}

// note notes what begins like a character of three bytes at p, as read does, and
// returns where it ends.
func (t *reading) note(p int, means uint8, b []byte) int {
	t.items[t.item] = means
	t.at[t.mark], t.from[t.mark], t.of[t.mark] = uint32(p), t.broke, uint8(t.item)
	t.mark += uint(means >> 7)
	n, _ := other(b[p:])
	if p += n; means>>6 == 1 {
		t.broke = uint32(p)
	}
	return p
}

// understand meets the marks among the items that were noted. Unless the text
// is interrupted after them, the last two items wait for what follows. It
// gives up, with false, where a character must be folded first.
func (f *Finder) understand(interrupted bool) bool {
	t, han := &f.text, f.han
	last := t.item
	if interrupted {
		t.items[last+1], t.items[last+2] = 0, 0
	} else {
		last -= 2
	}
	a := &f.addr
	i := uint(0)
	for ; i < t.mark && uint(t.of[i&63]) <= last; i++ {
		item := t.of[i&63]
		kind := han.kind[t.items[item]]
		if kind == markFold {
			if !f.folded {
				return false
			}
			continue
		}
		before, after := han.before[t.items[item-1]], han.after[t.items[item+1]]
		if after == blankAfter {
			after = 0
			if next := han.after[t.items[item+2]]; next == digitAfter || next == numeralAfter {
				after = digitAfter
			}
		}
		p, broke := int(t.at[i&63]), int(t.from[i&63])
		if broke > a.end && a.level > 0 {
			f.closeAddress(p)
		}
		from := max(broke, a.end)
		gap := p - from
		if gap <= 0 {
			continue // a name or a number comes first
		}
		e := f.elements[kind&31][before&63][after&31][min(gap/3, 3)]
		if e == 0 {
			continue
		}
		level := e.level()
		if level <= levelCounty && level <= a.level || gap > longestName {
			level = f.restart(level, gap)
		}
		if a.level == 0 {
			a.begin(f, from, p, level)
		}
		a.level, a.end = level, p+e.length()
		a.seen |= 1 << level
		a.numbers |= e
	}
	if interrupted {
		t.items[0], t.item, t.mark = 0, 0, 0
		return true
	}
	copy(t.items[:3], t.items[last:]) // the one before those that wait, and they
	rest := uint(0)
	for ; i < t.mark; i++ {
		t.at[rest], t.from[rest], t.of[rest] = t.at[i], t.from[i], t.of[i]-uint8(last)
		rest++
	}
	t.item, t.mark = t.item-last, rest
	return true
}
