package detectors

import "encoding/binary"

// An opening is how a text begins, and where reading stands after it. The
// addresses of a table begin with few provinces, cities and districts, remarks
// with few words, and names of goods with few brands: what has been read once is
// looked up, by all of its bytes, so that the result is the same as if it had
// been read.
//
// It is eight characters of three bytes. Not fewer: 广东省深圳市龙岗 has eight, and
// looking up must cost less than reading. Not more: a road's name is in few
// addresses of a large table, a district's in many.
type opening struct {
	text  [3]uint64 // zeros where there is none yet
	chain addressChain

	// What of a reading goes on: two items that wait for what follows, the one
	// before them, and the marks among them.
	items [3]uint8
	of    [2]uint8
	at    [2]uint64
	mark  uint32
	broke uint32
}

const (
	openingBytes = 24
	// openings is how many are remembered, of those with the same place the last
	// one. Not fewer: there are 3,000 districts, of which a table has most of
	// its people in some hundred. Not more: 100 KB stay in fast memory.
	openings = 1024
)

// eightOfThree reports whether three words are eight characters of three bytes.
func eightOfThree(x, y, z uint64) bool {
	return x&0xc0f0c0c0f0c0c0f0 == 0x80e08080e08080e0 && y&0xf0c0c0f0c0c0f0c0 == 0xe08080e08080e080 && z&0xc0c0f0c0c0f0c0c0 == 0x8080e08080e08080
}

// open reads the opening of the value at hand, if it has one, and returns where
// reading goes on. It gives up, with false, where there are characters that must
// be folded first.
func (f *Finder) open() (p int, ok bool) {
	b := f.b
	if len(b) < openingBytes || f.folded {
		return 0, true
	}
	x, y, z := binary.LittleEndian.Uint64(b), binary.LittleEndian.Uint64(b[8:]), binary.LittleEndian.Uint64(b[16:])
	if !eightOfThree(x, y, z) {
		return 0, true
	}
	o := &f.openings[mix(x^z, y^0x9e3779b97f4a7c15)%openings]
	if o.text[0] != x || o.text[1] != y || o.text[2] != z {
		return f.learn(o, x, y, z)
	}
	t := &f.text
	f.addr = o.chain
	t.items[0], t.items[1], t.items[2], t.item = o.items[0], o.items[1], o.items[2], 2
	t.at[0], t.at[1], t.of[0], t.of[1] = o.at[0], o.at[1], o.of[0], o.of[1]
	t.mark, t.broke = uint(o.mark), o.broke
	return openingBytes, true
}

// learn reads an opening and remembers it, if nothing was found in it, and
// nobody asked what follows.
func (f *Finder) learn(o *opening, x, y, z uint64) (p int, ok bool) {
	t, found := &f.text, len(f.hits)
	p = t.read(f.b[:openingBytes], &f.han.of, f.stops, 0)
	if p < openingBytes { // at the very end of what can be read
		return p, true
	}
	asked := false
	for i := range t.mark {
		asked = asked || f.han.kind[t.items[t.of[i]]] < markProvince
	}
	if !f.understand(false) {
		return p, false
	}
	if asked || len(f.hits) > found {
		return p, true
	}
	*o = opening{
		text: [3]uint64{x, y, z}, chain: f.addr, items: [3]uint8(t.items[:3]), of: [2]uint8(t.of[:2]),
		at: [2]uint64(t.at[:2]), mark: uint32(t.mark), broke: t.broke,
	}
	return p, true
}
