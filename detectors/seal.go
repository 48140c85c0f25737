package detectors

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/hkdf"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"fmt"
	"maps"
	"slices"

	"tuomin/scanners/columns"
)

// ErrSealed says that bytes are no sealed tally of this version, key and
// column.
var ErrSealed = errors.New("not a tally sealed under this key for this column")

// sealVersion is the version of the form that tallies travel in.
const sealVersion = "tuomin.tally/7"

// A sealed tally is the version and a line feed, a nonce of 12 bytes, and, under
// AES-256-GCM with version and path as associated data,
//
//	k, values, nulls, nullish, rows, lists
//	classes: number, and of each its name, and eight counts
//	number of classes that judge whole values, and the name of each
//	of a leaf of a map's keys: for which of them keys speak, and how many do
//	top, number of entries, and of each, ascending by hash:
//	  hash, shapes, 16 bytes of look, slots × (1 + class, bits)
//
// where all numbers are varints but hash, shapes and look. Classes are those of the
// list before, as positions in the table are of one build only. The nonce is an
// HMAC of the rest: equal tallies seal to equal bytes, and no two others share
// a nonce.

// Seal returns the tally in a form in which it may cross to another process.
// Equal tallies give equal bytes, in whatever order they were filled.
func (t *Tally) Seal() []byte {
	plain := t.appendPlain(nil)
	aead, mac := t.key.sealer()
	mac.Write(plain)
	nonce := mac.Sum(nil)[:aead.NonceSize()]
	out := append([]byte(sealVersion+"\n"), nonce...)
	return aead.Seal(out, nonce, plain, associated(t.col.Path))
}

// OpenTally reads what Seal wrote of a tally of the set's classes, for the column and
// under the key it was sealed for. Its errors are ErrSealed.
func (s *Set) OpenTally(col *columns.Column, key TallyKey, sealed []byte) (*Tally, error) {
	aead, _ := key.sealer()
	head := len(sealVersion) + 1
	if len(sealed) < head+aead.NonceSize() || string(sealed[:head]) != sealVersion+"\n" {
		return nil, ErrSealed
	}
	nonce, rest := sealed[head:head+aead.NonceSize()], sealed[head+aead.NonceSize():]
	plain, err := aead.Open(nil, nonce, rest, associated(col.Path))
	if err != nil {
		return nil, ErrSealed
	}
	t := s.NewTally(col, key, maxSample)
	if err := t.readPlain(plain); err != nil {
		return nil, err
	}
	return t, nil
}

func associated(p columns.Path) []byte { return []byte(sealVersion + "\n" + string(p)) }

// sealer returns the cipher, and the function that nonces are made with, of
// keys derived from this one.
func (k TallyKey) sealer() (cipher.AEAD, interface {
	Write(p []byte) (int, error)
	Sum(b []byte) []byte
}) {
	keys, err := hkdf.Key(sha256.New, k[:], nil, sealVersion, 64)
	if err != nil {
		panic(err) // 64 bytes are far below what HKDF can give
	}
	block, err := aes.NewCipher(keys[:32])
	if err != nil {
		panic(err) // 32 bytes are a key
	}
	aead, err := cipher.NewGCM(block)
	if err != nil {
		panic(err) // AES is a block of 16 bytes
	}
	return aead, hmac.New(sha256.New, keys[32:])
}

func (t *Tally) appendPlain(b []byte) []byte {
	entries := t.sample.sorted()
	for _, n := range []int64{int64(t.sample.k), t.values, t.nulls, t.nullish, t.rows, t.lists, int64(len(t.counts))} {
		b = binary.AppendUvarint(b, uint64(n))
	}
	for i, c := range t.counts {
		name := t.set.Name(Class(i))
		b = append(binary.AppendUvarint(b, uint64(len(name))), name...)
		for _, n := range slices.Concat(c.whole[Shaped:], c.parts[Shaped:], c.minors[:]) {
			b = binary.AppendUvarint(b, uint64(n))
		}
	}
	wholes := t.set.wholes
	b = binary.AppendUvarint(b, uint64(len(wholes)))
	for _, d := range wholes {
		b = append(binary.AppendUvarint(b, uint64(len(d.Name))), d.Name...)
	}
	if t.keys != nil {
		b = binary.AppendUvarint(b, uint64(len(t.keys.rows)))
		for _, spoken := range slices.Sorted(maps.Keys(t.keys.rows)) {
			b = append(binary.AppendUvarint(b, uint64(len(spoken))), spoken...)
			b = binary.AppendUvarint(b, uint64(t.keys.rows[spoken]))
		}
	}
	b = binary.BigEndian.AppendUint64(b, t.sample.top)
	b = binary.AppendUvarint(b, uint64(len(entries)))
	for i := range entries {
		e := &entries[i]
		b = binary.BigEndian.AppendUint64(binary.BigEndian.AppendUint64(b, e.hash), e.shapes)
		l := &e.look
		b = binary.BigEndian.AppendUint32(b, uint32(l.flags))
		b = binary.BigEndian.AppendUint16(b, l.lead)
		b = append(b, l.runes, l.length, l.code, l.last, l.year, l.head[0], l.head[1], l.hexes)
		b = binary.BigEndian.AppendUint16(b, l.cell)
		for _, o := range e.seen {
			if o == 0 {
				b = append(b, 0, 0)
				continue
			}
			b = append(binary.AppendUvarint(b, 1+uint64(o.class())), byte(o))
		}
	}
	return b
}

// reader reads numbers until something is wrong, and then zeros.
type reader struct {
	b   []byte
	bad bool
}

func (r *reader) uvarint(limit uint64) uint64 {
	n, size := binary.Uvarint(r.b)
	if size <= 0 || n > limit {
		r.b, r.bad = nil, true
		return 0
	}
	r.b = r.b[size:]
	return n
}

func (r *reader) take(n int) []byte {
	if n > len(r.b) {
		r.b, r.bad = nil, true
		return make([]byte, n) // n is small wherever this is called
	}
	p := r.b[:n]
	r.b = r.b[n:]
	return p
}

const maxCount = 1<<63 - 1

// readPlain fills an empty tally. The bytes are authentic, so that only another
// version can have made them wrong; they are bounded all the same.
func (t *Tally) readPlain(b []byte) error {
	r := &reader{b: b}
	t.sample = newSample(max(1, int(r.uvarint(maxSample))))
	for _, n := range []*int64{&t.values, &t.nulls, &t.nullish, &t.rows, &t.lists} {
		*n = int64(r.uvarint(maxCount))
	}
	classes := make([]Class, r.uvarint(256))
	for i := range classes {
		name := string(r.take(int(r.uvarint(64))))
		class, ok := t.set.ClassOf(name)
		if !ok && !r.bad {
			return fmt.Errorf("%w: it counts %q, which this version does not know", ErrSealed, name)
		}
		classes[i] = class
		c := &t.counts[class]
		for g := Shaped; g <= Checked; g++ {
			c.whole[g] = int64(r.uvarint(maxCount))
		}
		for g := Shaped; g <= Checked; g++ {
			c.parts[g] = int64(r.uvarint(maxCount))
		}
		for n := range c.minors {
			c.minors[n] = int64(r.uvarint(maxCount))
		}
	}
	wholes := t.set.wholes
	same := r.uvarint(64) == uint64(len(wholes))
	for _, d := range wholes {
		same = same && string(r.take(int(r.uvarint(64)))) == d.Name
	}
	if t.keys != nil {
		t.keys.read(r, classes)
	}
	if !same {
		return fmt.Errorf("%w: it was counted by a version that knows other classes", ErrSealed)
	}
	top := binary.BigEndian.Uint64(r.take(8))
	for range r.uvarint(uint64(t.sample.k)) {
		e, _ := t.sample.at(binary.BigEndian.Uint64(r.take(8)))
		e.shapes = binary.BigEndian.Uint64(r.take(8))
		p := r.take(16)
		e.look = look{
			flags: flags(binary.BigEndian.Uint32(p)), lead: binary.BigEndian.Uint16(p[4:]),
			runes: p[6], length: p[7], code: p[8], last: p[9], year: p[10], head: [2]byte{p[11], p[12]}, hexes: p[13],
			cell: binary.BigEndian.Uint16(p[14:]),
		}
		r.bad = r.bad || e.look.hexes > digestHexes
		for range slots {
			class, bits := r.uvarint(uint64(len(classes))), r.take(1)[0]
			if class > 0 && bits != 0 {
				e.see(outcome(classes[class-1])<<8 | outcome(bits))
			}
		}
		if r.bad {
			break
		}
	}
	t.sample.top = top
	if r.bad || len(r.b) > 0 {
		return ErrSealed
	}
	return nil
}

// read reads how many keys speak for which classes, by their positions in a list.
func (k *keyCounts) read(r *reader, classes []Class) {
	for range r.uvarint(mostSpoken) {
		of := slices.Clone(r.take(int(r.uvarint(uint64(len(classes))))))
		for i, class := range of {
			if int(class) >= len(classes) {
				r.bad = true
				return
			}
			of[i] = byte(classes[class])
		}
		slices.Sort(of)
		k.rows[spoken(of)] = int64(r.uvarint(maxCount))
	}
}
