package detectors

import (
	"bytes"
	"encoding/binary"
)

// empties are texts that were read and hold nothing. What people write in
// remarks, and what systems write for them, are a few texts many times over, also
// in files without dictionaries, and often with other numbers in them: 共3件 is 共7件.
// Where nobody asked what the numbers in a text are, each stands for all that are as
// long. Such a text is compared, by all of its bytes, and not read again. Columns
// whose values do not repeat are left alone.
type empties struct {
	slots *[emptySlots]emptyText // made when the first text is met
	tried int                    // in this batch
	known int
}

type emptyText struct {
	n     uint8            // bytes of the text; 0 where there is none yet
	exact bool             // its digits count
	last  uint32           // part of the hash of the last text that was asked about in vain
	text  [emptyBytes]byte // zeros for digits that do not count
}

const (
	// emptyBytes is up to which length they are remembered. Not less: a sentence
	// of 30 characters has 90. Not more: longer ones hardly repeat, and with what
	// stands before it this fills 100 bytes.
	emptyBytes = 92
	// emptySlots is how many are remembered, of those with the same place the last
	// one. Not fewer: a service desk has some hundred phrases. Not more: they are
	// 50 KB, and have to stay in fast memory.
	emptySlots = 512
	// emptyTrial is with how many texts of a batch it is tried, and emptyWorth of how
	// many one must be known for it to go on. Not fewer and not more: comparing
	// takes some 20 ns, and reading 150 (BenchmarkVectorscan/remark).
	emptyTrial = 256
	emptyWorth = 8
)

// begin starts on a batch.
func (e *empties) begin() { e.tried, e.known = 0, 0 }

// worth reports whether texts of n bytes are looked up.
func (e *empties) worth(n int) bool {
	return n >= 8 && n <= emptyBytes && (e.tried < emptyTrial || e.known*emptyWorth >= e.tried)
}

// holds reports whether b, which is worth it, was read before and holds nothing.
// Where it does not, at is where b can be put once it was read; nil where it is not
// to be, as when it is met for the first time.
func (e *empties) holds(b []byte) (empty bool, at *emptyText) {
	if e.slots == nil {
		e.slots = new([emptySlots]emptyText)
	}
	n := len(b)
	first, last, middle := zeroed(b), zeroed(b[n-8:]), zeroed(b[(n-8)/2:])
	hash := mix(first^middle, last^0x9e3779b97f4a7c15^uint64(n)<<32)
	at = &e.slots[hash%emptySlots]
	e.tried++
	if int(at.n) == n && at.is(b) {
		e.known++
		return true, nil
	}
	if tag := uint32(hash >> 32); at.last != tag {
		at.last, at = tag, nil
	}
	return false, at
}

// is reports whether b, which is as long, is that text, or one with other digits
// where they do not count.
func (t *emptyText) is(b []byte) bool {
	n := len(b)
	if t.exact {
		return bytes.Equal(t.text[:n], b)
	}
	text := t.text[:n]
	differ := zeroed(b[n-8:]) ^ binary.LittleEndian.Uint64(text[n-8:])
	for len(b) > 8 && len(text) > 8 {
		differ |= zeroed(b) ^ binary.LittleEndian.Uint64(text)
		b, text = b[8:], text[8:]
	}
	return differ == 0
}

// zeroed is the first eight bytes of b, with a zero for each digit among them.
func zeroed(b []byte) uint64 {
	x := binary.LittleEndian.Uint64(b)
	digits := digitsOf(x)
	return x &^ (digits>>3 - digits>>7)
}

// put remembers b, and its digits if they count.
func (t *emptyText) put(b []byte, exact bool) {
	t.n, t.exact = uint8(copy(t.text[:], b)), exact
	for i, c := range t.text[:t.n] {
		if !exact && c-'0' <= 9 {
			t.text[i] = '0'
		}
	}
}
