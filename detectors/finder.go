package detectors

import (
	"time"

	"tuomin/scanners/columns"
)

// A Finder looks for all classes in one pass over the bytes of values.
//
//	bytes ──> runs of [0-9A-Za-z] ──by length──> cn_id18, cn_mobile
//	     └──> characters of three bytes ──marks──> cn_address
//
// Full-width text and the invisible characters of exports are folded first, in
// the few values that have them, and spans are mapped back: what is handed out
// are places in the original bytes. It is for one goroutine, and allocates
// nothing once it is warm.
//
// # Why no regular expressions
//
// Sixteen patterns are sixteen passes, and none knows a check digit. Here most
// bytes are looked at once, and what costs arithmetic is asked only of runs
// whose length could be right.
type Finder struct {
	divisions *divisionTable
	today     int32 // yyyymmdd: nobody was born later
	folded    []byte
	places    []int32 // of each folded byte in the original
	addr      addressChain
}

// NewFinder returns a Finder. Births after today are none.
func NewFinder() *Finder {
	y, m, d := time.Now().Date()
	f := &Finder{divisions: divisions(), today: int32(y*10000 + int(m)*100 + d)}
	f.addr.divisions = f.divisions
	return f
}

// The kinds of bytes.
const (
	kindOther = iota
	kindDigit
	kindLetter
	kindHigh // 0x80 and above
	kindStop // ends a stretch of text: , ; ! ? and control characters
)

var kinds = func() (k [256]uint8) {
	for c := range 256 {
		switch {
		case c >= '0' && c <= '9':
			k[c] = kindDigit
		case c|0x20 >= 'a' && c|0x20 <= 'z':
			k[c] = kindLetter
		case c >= 0x80:
			k[c] = kindHigh
		case c < ' ' || c == ',' || c == ';' || c == '!' || c == '?' || c == '"' || c == '|' || c == ':' || c == '=':
			k[c] = kindStop
		}
	}
	return k
}()

// Find appends the hits in v, sorted by value and start; no two overlap. v is
// text, as columns.Render makes it.
func (f *Finder) Find(v *columns.Values, hits []Span) []Span {
	for i := range v.Len() {
		b := v.At(i)
		switch len(b) {
		case 0, 1, 2, 3, 4, 5, 6, 7, 8, 9: // shorter than the shortest hit
			continue
		case 18:
			if g, ok := f.id18(b); ok {
				hits = append(hits, Span{int32(i), 0, 18, classID18, g, b[17] < 'a'})
				continue
			}
		case 11:
			if mobile11(b) {
				hits = append(hits, Span{int32(i), 0, 11, classMobile, Shaped, true})
				continue
			}
		}
		if k := kinds[b[0]]; k == kindDigit || k == kindLetter {
			if end, digits := endOfRun(b, 0); end == len(b) {
				hits, _ = f.run(int32(i), b, 0, end, digits, hits)
				continue
			}
		}
		from := len(hits)
		var fold bool
		hits, fold = f.value(int32(i), b, hits, true)
		if fold {
			hits = f.refold(int32(i), b, hits[:from])
		}
	}
	return hits
}

// refold folds a value, looks for hits in that, and maps them back.
func (f *Finder) refold(i int32, b []byte, hits []Span) []Span {
	from := len(hits)
	f.fold(b)
	hits, _ = f.value(i, f.folded, hits, false)
	for n := from; n < len(hits); n++ {
		h := &hits[n]
		h.Start, h.End, h.plain = f.places[h.Start], after(b, f.places[h.End-1]), false
	}
	return hits
}

// after is where the character ends that a folded byte stands for, which
// begins at p, or the byte at p.
func after(b []byte, p int32) int32 {
	if b[p] >= 0xc0 {
		n, _ := other(b[p:])
		return p + int32(n)
	}
	return p + 1
}

// value finds the hits of one value. It gives up with fold where the value has
// characters that must be folded first.
func (f *Finder) value(i int32, b []byte, hits []Span, mayFold bool) (_ []Span, fold bool) {
	a := &f.addr
	a.reset(i, b, mayFold)
	for p := 0; p < len(b); {
		c := b[p]
		switch kinds[c] {
		case kindDigit, kindLetter:
			start := p
			var digits bool
			p, digits = endOfRun(b, p)
			n, end := p-start, 0
			if n >= shortestRun || p+1 < len(b) && separator(b[p]) {
				hits, end = f.run(i, b, start, p, digits, hits)
				p = max(p, end)
			}
			if n >= longRun || end > 0 {
				hits = a.stop(start, p, hits)
			}
		case kindHigh:
			from := p
			if p, hits, fold = a.wide(p, hits); fold {
				return hits, true
			}
			if p > from {
				continue
			}
			n, action := other(b[p:])
			switch action {
			case foldIt:
				if mayFold {
					return hits, true
				}
			case stopIt:
				hits = a.stop(p, p+n, hits)
			}
			p += n
		case kindStop:
			hits = a.stop(p, p+1, hits)
			p++
		default:
			a.blank = a.blank || c == ' '
			p++
		}
	}
	hits = a.stop(len(b), len(b), hits)
	return sorted(hits), false
}

// longRun is from how many characters on a run of letters and digits is no part
// of an address: house and room numbers are shorter, telephones are not.
const longRun = 7

// shortestRun is how many characters a run has at least that is all of a
// number. In shorter ones only groups of one begin.
const shortestRun = 11

const (
	passIt = iota
	foldIt
	stopIt
)

// other says how long a character is that is neither ASCII nor a common
// Chinese one, and what it means.
func other(b []byte) (n, action int) {
	c := b[0]
	switch {
	case c < 0xc0:
		return 1, passIt
	case c < 0xe0:
		if len(b) > 1 && c == 0xc2 && b[1] == 0xa0 { // no-break space
			return 2, foldIt
		}
		return min(2, len(b)), passIt
	case len(b) < 3:
		return 1, passIt
	case c < 0xf0:
		if b[1]&0xc0 != 0x80 || b[2]&0xc0 != 0x80 {
			return 1, passIt
		}
		switch {
		case c == 0xef && (b[1] == 0xbc || b[1] == 0xbd):
			if _, ok := narrow(b); ok {
				return 3, foldIt
			}
			return 3, stopIt // ，；！？
		case c == 0xef && b[1] == 0xbb && b[2] == 0xbf:
			return 3, foldIt
		case c == 0xe3 && b[1] == 0x80:
			switch b[2] {
			case 0x80: // ideographic space
				return 3, foldIt
			case 0x81, 0x82: // 、 。
				return 3, stopIt
			}
		case c == 0xe2 && b[1] == 0x80:
			if b[2] >= 0x90 && b[2] <= 0x95 || b[2] >= 0x8b && b[2] <= 0x8d {
				return 3, foldIt
			}
			return 3, stopIt
		case c == 0xe2 && (b[1] == 0x88 && b[2] == 0x92 || b[1] == 0x85 && b[2] == 0xa9):
			return 3, foldIt
		}
		return 3, passIt
	}
	return min(4, len(b)), passIt
}

// narrow is the ASCII character that a full-width digit, letter or mark of
// U+FF01 to U+FF5E stands for, as far as identifiers use it.
func narrow(b []byte) (byte, bool) {
	r := int(b[1]-0xbc)<<6 | int(b[2]&0x3f) // from U+FF00
	c := byte(r + 0x20)
	switch {
	case r < 1 || r > 0x5e:
		return 0, false
	case c >= '0' && c <= '9', c|0x20 >= 'a' && c|0x20 <= 'z', c == '-', c == '+', c == '.', c == '(', c == ')', c == '@', c == '/', c == '#':
		return c, true
	}
	return 0, false
}

// fold writes b into folded with full-width characters as ASCII, dashes as -,
// strange spaces as one, and without invisible characters.
func (f *Finder) fold(b []byte) {
	f.folded, f.places = f.folded[:0], f.places[:0]
	put := func(c byte, at int) {
		f.folded = append(f.folded, c)
		f.places = append(f.places, int32(at))
	}
	for p := 0; p < len(b); {
		if b[p] < 0x80 {
			put(b[p], p)
			p++
			continue
		}
		n, action := other(b[p:])
		if action != foldIt {
			for k := range n {
				put(b[p+k], p+k)
			}
			p += n
			continue
		}
		switch c, ok := narrow3(b[p:]); {
		case ok:
			put(c, p)
		case b[p] == 0xe2 && b[p+1] == 0x85: // the Roman numeral that stands for X
			put('X', p)
		case b[p] == 0xc2, b[p] == 0xe3:
			put(' ', p)
		case b[p] == 0xe2 && (b[p+1] == 0x88 || b[p+2] >= 0x90):
			put('-', p)
		}
		p += n
	}
	f.places = append(f.places, int32(len(b)))
}

func narrow3(b []byte) (byte, bool) {
	if b[0] != 0xef || b[1] == 0xbb {
		return 0, false
	}
	return narrow(b)
}

// sorted puts the hits of one value in order: chains of an address end after
// the numbers in them were found. Of two that overlap the better grade wins,
// and then the one that starts first.
func sorted(hits []Span) []Span {
	n := len(hits)
	if n < 2 || hits[n-1].Value != hits[n-2].Value {
		return hits
	}
	from := n - 1
	for from > 0 && hits[from-1].Value == hits[n-1].Value {
		from--
	}
	own := hits[from:]
	for i := 1; i < len(own); i++ {
		for j := i; j > 0 && own[j].Start < own[j-1].Start; j-- {
			own[j], own[j-1] = own[j-1], own[j]
		}
	}
	out := own[:1]
	for _, h := range own[1:] {
		last := &out[len(out)-1]
		switch {
		case h.Start >= last.End:
			out = append(out, h)
		case h.Grade > last.Grade:
			*last = h
		}
	}
	return hits[:from+len(out)]
}
