package detectors

import (
	"sync"
	"unicode/utf8"
)

// What a character of three bytes can mean to a Finder is looked up once, as
// one byte:
//
//	10xxxxxx  a mark, at which somebody is asked: it may end an element of an
//	          address, or must be folded first
//	01xxxxxx  ends a stretch of text, and is no part of any name: 的 ， 。
//	11xxxxxx  both: ：
//	00xxxxxx  means something beside a mark only: the 大 of 大道
//	0         means nothing
const (
	hanMark = 0x80
	hanStop = 0x40
)

// hanTable is the meaning of each character of three bytes, and what each meaning
// is to addresses.
type hanTable struct {
	of     [hanPlaces]uint8 // by placeOf
	kind   [256]uint8       // of marks
	mark   [256]uint32      // the same, as a place in an elementTable
	before [256]uint32      // as the character before a mark, likewise
	after  [256]uint32      // as the character after one, likewise
	cue    [256]bool        // as the character before one that ends a cue: some cue begins with it
}

// What is no character of three bytes means something to those beside it, too.
const (
	itemDigit  = 1 + iota // a run of letters and digits that begins with a digit
	itemLetter            // or a letter
	itemSymbol
	itemBlank
)

var hanMeanings = sync.OnceValue(func() *hanTable {
	t := &hanTable{}
	type meaning struct {
		kind, before, after uint8
		cue                 bool
	}
	known := map[meaning]uint8{}
	next := map[uint8]uint8{hanMark: hanMark, hanStop: hanStop, hanMark | hanStop: hanMark | hanStop, 0: 1}
	number := func(group uint8, m meaning) uint8 {
		if m == (meaning{before: otherBefore}) && group == 0 {
			return 0
		}
		m.kind |= group // stops and others never share a number
		at, ok := known[m]
		if !ok {
			if at = next[group]; next[group] == 0xff || next[group]+1 == (group+hanStop) {
				panic("detectors: more meanings of characters than a byte can number")
			}
			next[group]++
			known[m] = at
			t.kind[at], t.cue[at] = m.kind&^(hanMark|hanStop), m.cue
			t.mark[at], t.before[at], t.after[at] = uint32(t.kind[at])*kindAt, uint32(m.before)*beforeAt, uint32(m.after)*afterAt
		}
		return at
	}
	begins := map[rune]bool{}
	for _, words := range []map[string]bool{titles, cues} {
		for word := range words {
			r, _ := utf8.DecodeRuneInString(word)
			begins[r] = true
		}
	}
	kinds := map[rune]uint8{}
	for kind, list := range marksOf {
		for _, r := range list {
			kinds[r] = kind
		}
	}
	t.before[0] = otherBefore * beforeAt
	number(0, meaning{before: digitBefore, after: digitAfter})
	number(0, meaning{before: digitBefore})
	number(0, meaning{before: symbolBefore})
	number(0, meaning{before: symbolBefore, after: blankAfter})
	for r := rune(0x800); r <= 0xffff; r++ {
		if r >= 0xd800 && r < 0xe000 {
			continue // no characters
		}
		m, group := meaning{kind: kinds[r], before: beforeOf(r), after: afterOf(r), cue: begins[r]}, uint8(0)
		text := utf8.AppendRune(nil, r)
		_, action := other(text)
		switch {
		case action == foldIt:
			m.kind, group = markFold, hanMark
		case r == '：':
			m.kind, group = markLabel, hanMark|hanStop
		case action == stopIt || m.kind == markStop:
			m.kind, group = markNone, hanStop
		case m.kind != markNone:
			group = hanMark
		}
		t.of[placeOf(uint64(text[0])|uint64(text[1])<<8|uint64(text[2])<<16)] = number(group, m)
	}
	return t
})

// hanPlaces is how large a table by placeOf is. Not all of it is in use.
const hanPlaces = 1 << 18

// placeOf is the place in a table of the character that a word begins with, the first
// byte lowest: its bits that are not the same in all, those of the first byte last.
// One multiplication is quicker than to move three groups of bits.
func placeOf(x uint64) uint64 {
	return (x & 0x3f3f0f) * (1<<22 | 1) >> 8 & (hanPlaces - 1)
}

// at is the meaning of the character of three bytes at b[p]; 0 where there is
// none.
func (t *hanTable) at(b []byte, p int) uint8 {
	if uint(p)+2 >= uint(len(b)) {
		return 0
	}
	c := b[p : p+3 : p+3]
	if c[0]>>4 != 0xe || (c[1]^0x80|c[2]^0x80) >= 0x40 {
		return 0
	}
	return t.of[placeOf(uint64(c[0])|uint64(c[1])<<8|uint64(c[2])<<16)]
}

// hanAt is the common Chinese character at p, 0 where there is none.
func hanAt(b []byte, p int) rune {
	if p < 0 || p+2 >= len(b) || b[p] < 0xe4 || b[p] > 0xe9 {
		return 0
	}
	return rune(b[p]&0x0f)<<12 | rune(b[p+1]&0x3f)<<6 | rune(b[p+2]&0x3f)
}
