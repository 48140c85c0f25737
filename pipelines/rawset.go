package pipelines

import (
	"bufio"
	"encoding/binary"
	"errors"
	"fmt"
	"hash/maphash"
	"io"
	"math"
	"sync"
	"sync/atomic"

	"tuomin/scanners/files"
)

// A rawSet answers which of the values that were written were among the values
// that had to go. It holds 128 bits of a keyed hash of each: with 10^9 values on
// either side a chance meeting has a probability of 3 × 10^-21, and would refuse
// a good output rather than pass a bad one.
//
// Values have a scope. In scope everywhere a value must stand in no column of
// the output; in the scope of one leaf only that leaf is meant (design D20:
// short values and those from small spaces meet by chance elsewhere).
//
// First all goes into memory. Above the limit the shards become files in
// temp, both for what is added and for what is asked, and Hits joins them one
// by one; so the answer is as exact, and memory as bounded, as before.
type rawSet struct {
	seeds  [2]maphash.Seed
	fs     files.FS
	temp   string
	limit  int64
	size   atomic.Int64
	spills atomic.Bool
	shards [rawShards]rawShard

	values outlines
}

// rawShards: each shard of a spilled set is joined in memory by itself, so this
// many times the limit is what a set can hold. More would only cost file
// handles: there are two to a shard.
const rawShards = 64

// everywhere is the scope of a value that must stand in no column.
const everywhere = 0

// scopeApart keeps scopes apart, as odd multiples do: the same value has another hash in
// each.
const scopeApart = 0x9e3779b97f4a7c15

type rawShard struct {
	mu           sync.Mutex
	known        rawTable
	added, asked *spill
	err          error
}

// A rawEntry is the hash of one value and a leaf: where it came from, or where
// it was found.
type rawEntry struct {
	a, b uint64
	leaf uint32
}

// A rawHit says that a value of leaf Raw stands in leaf Found.
type rawHit struct{ Raw, Found int }

func newRawSet(fsys files.FS, limit int64, temp string) *rawSet {
	return &rawSet{seeds: [2]maphash.Seed{maphash.MakeSeed(), maphash.MakeSeed()}, fs: fsys, limit: limit, temp: temp, values: outlines{begins: newFilter(), wholes: newFilter()}}
}

func (s *rawSet) entry(v []byte, scope, leaf int) rawEntry {
	return rawEntry{
		a:    maphash.Bytes(s.seeds[0], v) + uint64(scope)*scopeApart,
		b:    maphash.Bytes(s.seeds[1], v),
		leaf: uint32(leaf),
	}
}

// Add says that v, of that leaf, must not be written within scope.
func (s *rawSet) Add(v []byte, scope, leaf int) {
	s.values.add(v, scope)
	e := s.entry(v, scope, leaf)
	sh := &s.shards[e.a>>58]
	sh.mu.Lock()
	defer sh.mu.Unlock()
	if s.spills.Load() {
		sh.spillKnown(s)
		sh.append(&sh.added, s, e)
		return
	}
	grown := sh.known.insert(e)
	if grown > 0 && s.size.Add(grown) > s.limit {
		s.spills.Store(true)
	}
}

// Seal ends the adding. If the set has outgrown memory, whatever is still in
// it is written out.
func (s *rawSet) Seal() {
	if !s.spills.Load() {
		return
	}
	for i := range s.shards {
		s.shards[i].spillKnown(s)
	}
}

// Ask reports whether v, found in that leaf of the output, was added for scope.
// When the set has spilled it answers false, and Hits knows. Most of what is asked
// begins as no value does, and is answered without a look into the set, which is far
// larger than fast memory.
func (s *rawSet) Ask(v []byte, scope, leaf int) (rawHit, bool) {
	if !s.values.may(v, scope) {
		return rawHit{}, false
	}
	e := s.entry(v, scope, leaf)
	sh := &s.shards[e.a>>58]
	if s.spills.Load() {
		sh.mu.Lock()
		sh.append(&sh.asked, s, e)
		sh.mu.Unlock()
		return rawHit{}, false
	}
	if raw, ok := sh.known.find(e); ok {
		return rawHit{Raw: int(raw), Found: leaf}, true
	}
	return rawHit{}, false
}

// Hits joins what was asked with what was added, if the set has spilled.
func (s *rawSet) Hits() ([]rawHit, error) {
	var hits []rawHit
	seen := map[rawHit]bool{}
	for i := range s.shards {
		sh := &s.shards[i]
		if sh.err != nil {
			return nil, fmt.Errorf("verification's temporary file: %w", sh.err)
		}
		if sh.added == nil || sh.asked == nil {
			continue
		}
		var known rawTable
		if err := sh.added.each(func(e rawEntry) { known.insert(e) }); err != nil {
			return nil, fmt.Errorf("verification's temporary file: %w", err)
		}
		err := sh.asked.each(func(e rawEntry) {
			if raw, ok := known.find(e); ok {
				h := rawHit{Raw: int(raw), Found: int(e.leaf)}
				if !seen[h] {
					seen[h] = true
					hits = append(hits, h)
				}
			}
		})
		if err != nil {
			return nil, fmt.Errorf("verification's temporary file: %w", err)
		}
	}
	return hits, nil
}

// Close removes what was spilled.
func (s *rawSet) Close() error {
	var errs []error
	for i := range s.shards {
		errs = append(errs, s.shards[i].added.close(), s.shards[i].asked.close())
	}
	return errors.Join(errs...)
}

func (sh *rawShard) spillKnown(s *rawSet) {
	for _, e := range sh.known.slots {
		if e.a|e.b != 0 {
			sh.append(&sh.added, s, e)
		}
	}
	sh.known = rawTable{}
}

// append keeps the first error: Hits returns it, so a full disk can never look
// like a clean output.
func (sh *rawShard) append(to **spill, s *rawSet, e rawEntry) {
	if sh.err != nil {
		return
	}
	if *to == nil {
		*to, sh.err = newSpill(s.fs, s.temp)
		if sh.err != nil {
			return
		}
	}
	sh.err = (*to).write(e)
}

// A rawTable is a set by open addressing; a slot of zeros is free.
type rawTable struct {
	slots []rawEntry
	n     int
}

// insert adds e unless it is there, and returns by how many bytes the table
// grew.
func (t *rawTable) insert(e rawEntry) (grown int64) {
	if e.a|e.b == 0 {
		e.b = 1
	}
	if 4*(t.n+1) > 3*len(t.slots) {
		old := t.slots
		t.slots = make([]rawEntry, max(1024, 2*len(old)))
		grown = int64(len(t.slots)-len(old)) * 24
		t.n = 0
		for _, o := range old {
			if o.a|o.b != 0 {
				t.place(o)
			}
		}
	}
	t.place(e)
	return grown
}

func (t *rawTable) place(e rawEntry) {
	mask := uint64(len(t.slots) - 1)
	for i := e.a & mask; ; i = (i + 1) & mask {
		switch o := &t.slots[i]; {
		case o.a|o.b == 0:
			*o = e
			t.n++
			return
		case o.a == e.a && o.b == e.b:
			return
		}
	}
}

func (t *rawTable) find(e rawEntry) (leaf uint32, ok bool) {
	if t.n == 0 {
		return 0, false
	}
	if e.a|e.b == 0 {
		e.b = 1
	}
	mask := uint64(len(t.slots) - 1)
	for i := e.a & mask; ; i = (i + 1) & mask {
		switch o := &t.slots[i]; {
		case o.a|o.b == 0:
			return 0, false
		case o.a == e.a && o.b == e.b:
			return o.leaf, true
		}
	}
}

// A spill is a temporary file of entries that nobody else can open: 0600 and
// without a name.
type spill struct {
	f files.File
	w *bufio.Writer
}

const spillEntry = 20 // bytes: two words of hash, and the leaf

func newSpill(fsys files.FS, dir string) (*spill, error) {
	f, err := files.Spill(fsys, dir)
	if err != nil {
		return nil, err
	}
	return &spill{f: f, w: bufio.NewWriterSize(f, 32<<10)}, nil
}

func (s *spill) write(e rawEntry) error {
	var b [spillEntry]byte
	binary.LittleEndian.PutUint64(b[0:], e.a)
	binary.LittleEndian.PutUint64(b[8:], e.b)
	binary.LittleEndian.PutUint32(b[16:], e.leaf)
	_, err := s.w.Write(b[:])
	return err
}

func (s *spill) each(yield func(rawEntry)) error {
	if err := s.w.Flush(); err != nil {
		return err
	}
	r := bufio.NewReaderSize(io.NewSectionReader(s.f, 0, math.MaxInt64), 256<<10)
	for {
		var b [spillEntry]byte
		_, err := io.ReadFull(r, b[:])
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return err
		}
		yield(rawEntry{
			a: binary.LittleEndian.Uint64(b[0:]), b: binary.LittleEndian.Uint64(b[8:]), leaf: binary.LittleEndian.Uint32(b[16:]),
		})
	}
}

func (s *spill) close() error {
	if s == nil {
		return nil
	}
	return s.f.Close()
}
