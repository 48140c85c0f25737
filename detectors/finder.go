package detectors

import (
	"fmt"
	"slices"

	"tuomin/scanners/columns"
)

// A Finder looks for all classes in one pass over the bytes of values.
//
//	bytes ──> runs of [0-9A-Za-z] ──by kind, length and what follows──> detectors of numbers
//	     └──> characters of three bytes ──by what they can mean──────> addresses
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
	*knowledge
	set      *Set
	customs  []*matcher // of the classes that a job brings, nil where it brings none
	folding  folding
	number   bool        // the values at hand are numbers
	named    []*detector // that the name of the column at hand speaks for, and that judge values as a whole
	spelt    []*detector // that it speaks for, and that judge spellings
	regraded []bool      // of aloneLists: whether they have a class that the name speaks for
	labels   labels
	addr     addressChain
	openings *[openings]opening // made when the first is met
	empties  empties

	// The value at hand.
	b      []byte
	value  int
	folded bool
	// percents says that it has characters written with %.
	percents bool
	// escapes says that it has what may be escapes of JSON, but was not read so.
	escapes bool
	// inquired says that somebody was asked what a run or a label's value is: only
	// then do digits matter.
	inquired bool
	hits     []Span
	text     reading
	wide     [maxWidth]byte
}

// Format hides the texts that a Finder remembers.
func (f *Finder) Format(s fmt.State, _ rune) { _, _ = s.Write([]byte("[finder]")) }

// NewFinder returns a Finder of the classes of the table. Births after today
// are none.
func NewFinder() *Finder { return Shipped().NewFinder() }

// The kinds of bytes.
const (
	kindOther = iota
	kindDigit
	kindLetter
	kindHigh // 0x80 and above, but for the next
	kindWide // begins a character of three bytes
	kindStop // ends a stretch of text: , ; ! ? and control characters
)

var kinds = func() (k [256]uint8) {
	for c := range 256 {
		switch {
		case c >= '0' && c <= '9':
			k[c] = kindDigit
		case c|0x20 >= 'a' && c|0x20 <= 'z':
			k[c] = kindLetter
		case c>>4 == 0xe:
			k[c] = kindWide
		case c >= 0x80:
			k[c] = kindHigh
		case c < ' ' || c == ',' || c == ';' || c == '!' || c == '?' || c == '"' || c == '|' || c == ':' || c == '=':
			k[c] = kindStop
		}
	}
	return k
}()

// shortestHit is how many bytes a value has at least that holds anything.
const shortestHit = 6

// Find appends the hits in v, sorted by value and start. A place may be a hit
// of several classes, and hits may overlap; Resolve chooses between them. v is
// text, as columns.Render makes it.
func (f *Finder) Find(v *columns.Values, hits []Span) []Span {
	data, offsets, gap := v.Raw()
	width := v.Width()
	f.hits = hits
	f.empties.begin()
	further := len(f.named)+len(f.spelt) > 0 || f.set.own
	for i := range v.Len() {
		// As At does, but for the capacity: see reading.read.
		var b []byte
		if width > 0 {
			b = data[i*width : (i+1)*width]
		} else {
			b = data[offsets[i] : offsets[i+1]-gap]
		}
		f.value = i
		from, kind := len(f.hits), noRun
		if len(b) >= shortestHit {
			if isAlnum(b[0]) { // asked here, as of Chinese text it is all that must be
				kind = wholeRun(b)
			}
			switch {
			case kind != noRun:
				f.askAlone(kind, b)
			case b[0] > '9' || !isMoment(b) && !isFraction(b):
				f.askText(b)
			}
		}
		ordered := kind != noRun
		if further && f.askFurther(kind, b, from) {
			ordered = false
		}
		if !ordered && len(f.hits)-from > 1 {
			f.hits = order(f.hits, from)
		}
	}
	hits = f.hits
	f.b, f.hits = nil, nil
	return hits
}

// askAlone asks about a run that is all of the value at hand.
func (f *Finder) askAlone(kind runKind, b []byte) {
	list := f.aloneLists[f.asks(kind, b)]
	from := len(f.hits)
	for i := range list {
		a := &list[i]
		g := a.check(f.knowledge, b)
		if g == 0 {
			continue
		}
		f.hits = add(f.hits, f.value, 0, len(b), a.class, g, a.canonical(b))
		// In order, as all are in the same place, once, and come by class.
		for n := len(f.hits) - 1; n > from && f.hits[n-1].Grade < g; n-- {
			f.hits[n-1], f.hits[n] = f.hits[n], f.hits[n-1]
		}
	}
}

// askText reads the value at hand, folded if it must be.
func (f *Finder) askText(b []byte) {
	var at *emptyText
	if f.empties.worth(len(b)) {
		var empty bool
		if empty, at = f.empties.holds(b); empty {
			return
		}
	}
	f.b = b
	from := len(f.hits)
	f.inquired, f.percents, f.escapes = false, false, false
	if !f.pass() {
		f.hits, f.inquired = f.hits[:from], true // as what is folded may become digits
		f.folding.fold(b)
		f.passFolded(b, after)
	}
	if f.percents {
		f.inquired = true // as digits are a part of what is written so
		f.folding.decode(b)
		f.passFolded(b, afterPercent)
	}
	if f.escapes && quotesJSON(b) {
		f.inquired = true
		f.folding.unescape(b, escapedWithin)
		f.passFolded(b, afterWithin)
	}
	if at != nil && len(f.hits) == from {
		at.put(b, f.inquired)
	}
}

// passFolded is pass of what the value was folded to; spans are mapped back. after is
// where what stands at a place of the original ends.
func (f *Finder) passFolded(original []byte, after func(b []byte, p int32) int32) {
	from := len(f.hits)
	f.b, f.folded = f.folding.text, true
	f.pass()
	f.folded = false
	places := f.folding.places
	for n := from; n < len(f.hits); n++ {
		h := &f.hits[n]
		h.Start, h.End, h.plain = places[h.Start], after(original, places[h.End-1]), false
	}
}

// add appends a hit, field by field: a Span that is put together first is read
// back before its parts have been written, and the processor waits.
func add(hits []Span, value, start, end int, c Class, g Grade, plain bool) []Span {
	if len(hits) == cap(hits) {
		hits = slices.Grow(hits, 1)
	}
	hits = hits[:len(hits)+1]
	h := &hits[len(hits)-1]
	h.Value, h.Start, h.End, h.Class, h.Grade, h.plain = int32(value), int32(start), int32(end), c, g, plain
	return hits
}

// pass reads the value at hand once. It gives up, with false, where there are
// characters that must be folded first.
func (f *Finder) pass() bool {
	b, t := f.b, &f.text
	f.addr.end, f.addr.level = 0, 0
	t.items[0], t.item, t.mark, t.broke, t.blank = 0, 0, 0, 0, false
	p, ok := f.open()
	if !ok {
		return false
	}
	for p < len(b) {
		p = t.read(b, &f.han.of, f.stops, p)
		if t.item >= fullItems || t.mark >= fullMarks {
			if !f.understand() {
				return false
			}
		}
		if p == len(b) {
			break
		}
		t.item++
		switch c := b[p]; kinds[c] {
		case kindDigit, kindLetter:
			t.items[t.item] = itemLetter
			if kinds[c] == kindDigit {
				t.items[t.item] = itemDigit
			}
			e, end := f.run(p)
			if end > 0 {
				if e = end; !f.interrupt(p, end) {
					return false
				}
			}
			p = e
		case kindStop:
			t.items[t.item] = itemSymbol
			t.blank = t.blank || c == '\t'
			if c == ':' || c == '=' {
				f.label(p, p+1)
			}
			p++
			t.broke = uint32(p)
		case kindOther:
			if p = f.sign(p); p < 0 {
				return false
			}
		case kindWide: // at the very end of what can be read
			p = t.note(p, f.han.at(b, p), b)
		default:
			t.items[t.item] = 0
			n, action := other(b[p:])
			if action == foldIt && !f.folded {
				return false
			}
			p += n
		}
	}
	if !f.finish() {
		return false
	}
	if f.addr.level > 0 {
		f.closeAddress(len(b))
	}
	return true
}

// sign reads the sign or blank at p, and says where the next character is; -1
// where pass must give up.
func (f *Finder) sign(p int) int {
	b, t := f.b, &f.text
	c := b[p]
	if c == '\\' && !f.folded && isJSON(b) {
		return -1
	}
	switch {
	case c == '%' && !f.percents:
		_, n := percent(b, p)
		f.percents = n > 0
	case c == '\\':
		f.escapes = f.escapes || escapes(b, p)
	case c == '>':
		f.tag(p)
	}
	t.items[t.item] = itemSymbol
	if c == ' ' {
		t.items[t.item], t.blank = itemBlank, true
	} else if who := f.signs[c]; who != 0 {
		if end := f.ask(who, p, p+1); end > 0 {
			if !f.interrupt(p, end) {
				return -1
			}
			return end
		}
	}
	return p + 1
}

// interrupt ends the text before p, which goes on after end: what stands
// between is no part of it. It gives up as finish does.
func (f *Finder) interrupt(p, end int) bool {
	if !f.finish() {
		return false
	}
	f.closeAddress(p)
	f.text.broke = uint32(end)
	return true
}

// longRun is from how many characters on a run of letters and digits is no part
// of an address: house and room numbers are shorter, telephones are not.
const longRun = 7

// run asks about the run that begins at p. e is where it ends; end is where
// text goes on that the run, or what was found there, interrupts, 0 if it is a
// part of the text.
func (f *Finder) run(p int) (e, end int) {
	e, kind := endOfRun(f.b, p)
	follower := uint8(0)
	if e < len(f.b) {
		follower = followerOf[f.b[e]]
	}
	if who := f.who[kind][min(e-p, longestRun)][follower]; who != 0 {
		end = f.ask(who, p, e)
	}
	if e-p >= longRun {
		end = max(e, end)
	}
	return e, end
}

// ask has detectors judge the run b[s:e]. end is where what was found ends, as
// numbers in groups reach beyond the run; it is 0 where nothing was.
func (f *Finder) ask(who uint8, s, e int) (end int) {
	f.inquired = true
	list := f.lists[who]
	for i := range list {
		a := &list[i]
		from, to, g := s, e, Grade(0)
		if a.find != nil {
			from, to, g = a.find(f.knowledge, f.b, s, e)
		} else if g = a.check(f.knowledge, f.b[s:e]); g != 0 {
			var ok bool
			if to, ok = unbroken(f.b, s, e); !ok {
				continue
			}
		}
		if g == 0 {
			continue
		}
		if from > 0 && g == Shaped && a.nears.before(f.b[:from]) {
			g = Worded
		}
		f.hits = add(f.hits, f.value, from, to, a.class, g, false)
		if !a.through {
			end = max(end, to)
		}
	}
	return end
}
