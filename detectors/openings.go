package detectors

import "encoding/binary"

// An opening is how a text begins, and where reading stands after it. The
// addresses of a table begin with few provinces, cities and districts, remarks
// with few words, and names of goods with few brands: what has been read once is
// looked up, by all of its bytes, so that the result is the same as if it had
// been read.
//
// It is nine characters of three bytes. Not fewer: 广东省深圳市龙岗区 has nine, as
// most provinces, cities and districts together. Not more: a road's name is in few
// addresses of a large table, a district's in many.
type opening struct {
	text openingText // zeros where there is none yet

	// What goes on, in as few bytes as it takes, so that all of it is read at once:
	// the chain,
	start, end, level uint8
	numbers           element
	seen              uint16
	// two items that wait for what follows, the one before them, and the marks among
	// them: where they stand, and where their stretch of text begins.
	items     [3]uint8
	of        [2]uint8
	at, broke [2]uint8
	marks     uint8
	stretch   uint8 // begins here

	last uint32 // part of the hash of the last opening that was looked up in vain
}

type openingText struct {
	x, y, z uint64
	last    uint32 // the ninth character
}

const (
	openingBytes = 27
	// openings is how many are remembered, of those with the same place the last
	// one. Not fewer: there are 3,000 districts, of which a table has most of its
	// people in some hundred, and two in the same place forget each other. Not
	// more: each worker has its own, 200 KB.
	openings = 4096
)

// nineOfThree reports whether it is nine characters of three bytes.
func (t *openingText) nineOfThree() bool {
	return t.x&0xc0f0c0c0f0c0c0f0 == 0x80e08080e08080e0 && t.y&0xf0c0c0f0c0c0f0c0 == 0xe08080e08080e080 &&
		t.z&0xc0c0f0c0c0f0c0c0 == 0x8080e08080e08080 && t.last&0xc0c0f0 == 0x8080e0
}

// open reads the opening of the value at hand, if it has one, and returns where
// reading goes on. It gives up, with false, where there are characters that must
// be folded first.
func (f *Finder) open() (p int, ok bool) {
	b := f.b
	if len(b) < openingBytes || f.folded {
		return 0, true
	}
	text := openingText{
		binary.LittleEndian.Uint64(b), binary.LittleEndian.Uint64(b[8:]), binary.LittleEndian.Uint64(b[16:]),
		binary.LittleEndian.Uint32(b[openingBytes-4:]) >> 8,
	}
	if !text.nineOfThree() {
		return 0, true
	}
	if f.openings == nil {
		f.openings = new([openings]opening)
	}
	hash := mix(text.x^text.z, text.y^0x9e3779b97f4a7c15^uint64(text.last))
	o := &f.openings[hash%openings]
	if o.text.x != text.x || o.text.y != text.y || o.text.z != text.z || o.text.last != text.last {
		if tag := uint32(hash >> 32); o.last != tag { // met for the first time
			o.last = tag
			return 0, true
		}
		return f.learn(o, text)
	}
	t := &f.text
	f.addr = addressChain{start: int(o.start), end: int(o.end), level: int(o.level), seen: o.seen, numbers: o.numbers}
	t.items[0], t.items[1], t.items[2], t.item = o.items[0], o.items[1], o.items[2], 2
	t.at[0], t.of[0] = markAt{uint32(o.at[0]), uint32(o.broke[0])}, o.of[0]
	t.at[1], t.of[1] = markAt{uint32(o.at[1]), uint32(o.broke[1])}, o.of[1]
	t.mark, t.broke = uint(o.marks), uint32(o.stretch)
	return openingBytes, true
}

// learn reads an opening and remembers it, if nothing was found in it, and
// nobody asked what follows.
func (f *Finder) learn(o *opening, text openingText) (p int, ok bool) {
	t, found := &f.text, len(f.hits)
	p = t.read(f.b[:openingBytes], &f.han.of, f.stops, 0)
	if p < openingBytes { // at the very end of what can be read
		return p, true
	}
	asked := false
	for i := range t.mark {
		asked = asked || f.han.kind[t.items[t.of[i]]] < markProvince
	}
	if !f.understand() {
		return p, false
	}
	if asked || len(f.hits) > found {
		return p, true
	}
	a := &f.addr
	*o = opening{
		text: text, start: uint8(a.start), end: uint8(a.end), level: uint8(a.level), numbers: a.numbers, seen: a.seen,
		items: [3]uint8(t.items[:3]), of: [2]uint8(t.of[:2]), marks: uint8(t.mark), stretch: uint8(t.broke),
	}
	for i, m := range t.at[:2] {
		o.at[i], o.broke[i] = uint8(m.at), uint8(m.broke)
	}
	return p, true
}
