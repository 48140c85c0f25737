package pipelines

import (
	"encoding/binary"
	"sync/atomic"
	"unicode"
	"unicode/utf8"
)

// A raw value may stand in a text with other things around it (design D20):
//
//	请联系13800000000谢谢   {"pin":"jd_1"}   user_jd_1.parquet   收货人：张小三，急
//	      └─────────┘              └──┘           └──┘                  └────┘
//
// It is looked for where it could begin and end: where letters, digits and Chinese
// characters meet one another or anything else. It is not looked for within Chinese
// prose, where words touch: among many customers somebody is called as a shop or a
// brand is (张小泉剪刀), and good runs would be refused by chance.

// longestInside is how many bytes a value has at most that is looked for within others.
// Not fewer: an address with all its parts has some 200. Not more: what is longer is
// a text of its own, and each one more is a question for each place where one begins.
const longestInside = 512

// starts knows how values begin, so that of most places in a text it takes one look
// to see that none does.
type starts struct {
	bits    []atomic.Uint64
	longest atomic.Int64
}

// startBits is the logarithm of how many beginnings are told apart. Not fewer: of a
// million, one place in sixteen is looked at in vain. Not more: it is 2 MB.
const startBits = 24

func newStarts() starts { return starts{bits: make([]atomic.Uint64, 1<<(startBits-6))} }

// of is the bit of a beginning, the first 8 bytes of v.
func (s *starts) of(v []byte) (word *atomic.Uint64, bit uint64) {
	hash := binary.LittleEndian.Uint64(v) * 0x9e3779b97f4a7c15 >> (64 - startBits)
	return &s.bits[hash>>6], 1 << (hash & 63)
}

// add notes a value that is to be looked for within others.
func (s *starts) add(v []byte) {
	if len(v) < shortest || len(v) > longestInside {
		return
	}
	if word, bit := s.of(v); word.Load()&bit == 0 {
		word.Or(bit)
	}
	for n := int64(len(v)); ; {
		longest := s.longest.Load()
		if longest >= n || s.longest.CompareAndSwap(longest, n) {
			return
		}
	}
}

// may reports whether a value could begin where text does.
func (s *starts) may(text []byte) bool {
	if len(text) < shortest {
		return false
	}
	word, bit := s.of(text)
	return word.Load()&bit != 0
}

// The kinds of characters that words are told apart by.
const (
	wordOther = iota // each is by itself
	wordDigit
	wordLetter
	wordWide // letters and digits that are not ASCII
)

// wordKind is the kind of the character that text begins with, and its length.
func wordKind(text []byte) (kind, n int) {
	switch c := text[0]; {
	case c-'0' <= 9:
		return wordDigit, 1
	case c|0x20 >= 'a' && c|0x20 <= 'z':
		return wordLetter, 1
	case c < utf8.RuneSelf:
		return wordOther, 1
	case c >= 0xe5 && c <= 0xe9 && len(text) > 2: // U+5000 to U+9FFF, most of Chinese
		return wordWide, 3
	}
	r, n := utf8.DecodeRune(text)
	if unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r) {
		return wordWide, n
	}
	return wordOther, n
}

// Inside asks for every value in text that stands by itself, as Ask does for one: of
// the first that was added, if that is known already.
func (s *rawSet) Inside(text []byte, leaf int) (rawHit, bool) {
	last := wordOther
	for i := 0; len(text)-i >= shortest; {
		at := text[i:]
		kind, n := wordKind(at)
		if (kind != last || kind == wordOther) && s.values.may(at) {
			if h, ok := s.insideFrom(at, leaf); ok {
				return h, true
			}
		}
		last = kind
		i += n
	}
	return rawHit{}, false
}

// insideFrom asks for what begins where text does, and ends where a word does.
func (s *rawSet) insideFrom(text []byte, leaf int) (rawHit, bool) {
	most := min(len(text), int(s.values.longest.Load()))
	last, n := wordKind(text)
	for n < most {
		kind, size := wordKind(text[n:])
		if n >= shortest && (kind != last || kind == wordOther) {
			if h, ok := s.Ask(text[:n], everywhere, leaf); ok {
				return h, true
			}
		}
		last = kind
		n += size
	}
	if n == len(text) || n == most && endsWord(text, n, last) {
		return s.Ask(text[:n], everywhere, leaf)
	}
	return rawHit{}, false
}

// endsWord reports whether a word of that kind ends at text[n].
func endsWord(text []byte, n, kind int) bool {
	next, _ := wordKind(text[n:])
	return next != kind || next == wordOther
}
