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
// characters meet one another or anything else. Within Chinese prose, where words touch,
// it is looked for in its own row only, see beside: among many customers somebody is
// called as a shop or a brand is (张小泉剪刀), and good runs would be refused by chance.

// longestInside is how many bytes a value has at most that is looked for within others.
// Not fewer: an address with all its parts has some 200. Not more: what is longer is
// a text of its own, and each one more is a question for each place where one begins.
const longestInside = 512

// outlines know how values begin, each in its scope, so that of most places in a text,
// and of most cells, it takes one look to see that none is there. Of those that are
// looked for within others they know what all of them is, as texts have beginnings in
// common, such as https:// and 北京市.
type outlines struct {
	begins, wholes filter
	longest        atomic.Int64
	wide           atomic.Bool // some are wideEnded
}

// A filter remembers hashes: those that it has not are no value's.
type filter []atomic.Uint64

// filterBits is the logarithm of how many hashes a filter tells apart. Not fewer: of a
// million, one place in sixteen is looked at in vain. Not more: it is 2 MB.
const filterBits = 24

func newFilter() filter { return make(filter, 1<<(filterBits-6)) }

func (f filter) of(hash uint64) (word *atomic.Uint64, bit uint64) {
	hash = hash * 0x9e3779b97f4a7c15 >> (64 - filterBits)
	return &f[hash>>6], 1 << (hash & 63)
}

func (f filter) add(hash uint64) {
	if word, bit := f.of(hash); word.Load()&bit == 0 {
		word.Or(bit)
	}
}

func (f filter) has(hash uint64) bool {
	word, bit := f.of(hash)
	return word.Load()&bit != 0
}

// extend is the hash of a text with more behind it (FNV-1a).
func extend(hash uint64, more []byte) uint64 {
	for _, c := range more {
		hash = (hash ^ uint64(c)) * 0x100000001b3
	}
	return hash
}

// beginning is the first eight bytes of a value, or of a shorter one with zeros behind
// it, other ones in each scope.
func beginning(v []byte, scope int) uint64 {
	if len(v) < 8 {
		var word [8]byte
		copy(word[:], v)
		v = word[:]
	}
	return binary.LittleEndian.Uint64(v) + uint64(scope)*scopeApart
}

// add notes a value.
func (o *outlines) add(v []byte, scope int) {
	o.begins.add(beginning(v, scope))
	if scope != everywhere || len(v) < shortest || len(v) > longestInside {
		return
	}
	o.wholes.add(extend(0, v))
	if wideEnded(v) && !o.wide.Load() {
		o.wide.Store(true)
	}
	for n := int64(len(v)); ; {
		longest := o.longest.Load()
		if longest >= n || o.longest.CompareAndSwap(longest, n) {
			return
		}
	}
}

// may reports whether a value of that scope could begin where text does.
func (o *outlines) may(text []byte, scope int) bool { return o.begins.has(beginning(text, scope)) }

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
	case c >= 0xe5 && c <= 0xe9 && len(text) > 2 && text[1]&0xc0 == 0x80 && text[2]&0xc0 == 0x80: // U+5000 to U+9FFF, most of Chinese
		return wordWide, 3
	}
	r, n := utf8.DecodeRune(text)
	if unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r) {
		return wordWide, n
	}
	return wordOther, n
}

// each calls f with parts of text that could be a value, until it says that it is
// enough: those that stand by themselves, as words, and, if prose is to be looked at,
// those that Chinese characters touch.
func (o *outlines) each(text []byte, prose bool, f func(part []byte, word bool) (enough bool)) bool {
	last := wordOther
	for i := 0; len(text)-i >= shortest; {
		at := text[i:]
		kind, n := wordKind(at)
		word := kind != last || kind == wordOther
		if (word || prose && kind == wordWide) && o.may(at, everywhere) && o.from(at, word, prose, f) {
			return true
		}
		last = kind
		i += n
	}
	return false
}

// from calls f with what begins where text does, as a word or within prose.
func (o *outlines) from(text []byte, begins, prose bool, f func(part []byte, word bool) bool) bool {
	most := min(len(text), int(o.longest.Load()))
	last, n := wordKind(text)
	hash := extend(0, text[:n])
	for n <= most {
		kind, size := wordOther, 0
		if n < len(text) {
			kind, size = wordKind(text[n:])
		}
		word := begins && (kind != last || kind == wordOther)
		ends := word || prose && (kind != last || kind == wordOther || kind == wordWide)
		if n >= shortest && ends && o.wholes.has(hash) && f(text[:n], word) {
			return true
		}
		if size == 0 {
			break
		}
		hash = extend(hash, text[n:n+size])
		last = kind
		n += size
	}
	return false
}

// Inside asks for every value in text that stands by itself, as Ask does for one: of
// the first that was added, if that is known already. It tells prose, if that is not
// nil, whether a value could stand within prose.
func (s *rawSet) Inside(text []byte, leaf int, prose *bool) (h rawHit, found bool) {
	look := prose != nil && !*prose && s.values.wide.Load()
	s.values.each(text, look, func(part []byte, word bool) bool {
		if !word {
			*prose = true
			return false
		}
		h, found = s.Ask(part, everywhere, leaf)
		return found
	})
	return h, found
}
