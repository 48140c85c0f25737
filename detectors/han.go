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

// hanTable is the meaning of each code point below U+10000, and what each
// meaning is to addresses.
type hanTable struct {
	of     [1 << 16]uint8
	kind   [256]uint8 // of marks
	before [256]uint8 // as the character before a mark, see elementTable
	after  [256]uint8 // as the character after one
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
	type meaning struct{ kind, before, after uint8 }
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
			t.kind[at], t.before[at], t.after[at] = m.kind&^(hanMark|hanStop), m.before, m.after
		}
		return at
	}
	kinds := map[rune]uint8{}
	for kind, list := range marksOf {
		for _, r := range list {
			kinds[r] = kind
		}
	}
	t.before[0] = otherBefore
	number(0, meaning{before: digitBefore, after: digitAfter})
	number(0, meaning{before: digitBefore})
	number(0, meaning{before: symbolBefore})
	number(0, meaning{before: symbolBefore, after: blankAfter})
	for r := rune(0x800); r <= 0xffff; r++ {
		if r >= 0xd800 && r < 0xe000 {
			continue // no characters
		}
		m, group := meaning{kind: kinds[r], before: beforeOf(r), after: afterOf(r)}, uint8(0)
		_, action := other(utf8.AppendRune(nil, r))
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
		t.of[r] = number(group, m)
	}
	return t
})

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
	return t.of[uint(c[0]&0x0f)<<12|uint(c[1]&0x3f)<<6|uint(c[2]&0x3f)]
}

// hanAt is the common Chinese character at p, 0 where there is none.
func hanAt(b []byte, p int) rune {
	if p < 0 || p+2 >= len(b) || b[p] < 0xe4 || b[p] > 0xe9 {
		return 0
	}
	return rune(b[p]&0x0f)<<12 | rune(b[p+1]&0x3f)<<6 | rune(b[p+2]&0x3f)
}
