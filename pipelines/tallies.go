package pipelines

import (
	"math"
	"slices"
	"strings"
	"sync"

	"tuomin/detectors"
	"tuomin/scanners"
	"tuomin/scanners/columns"
)

// tallies is one tally per leaf, for several goroutines at once: whoever wants
// to add takes one that is free, or a new one, so that there are as many per
// leaf as goroutines ever met there, and none waits. As Merge commutes, it does
// not matter who added what where.
type tallies struct {
	schema *columns.Schema
	set    *detectors.Set
	key    detectors.TallyKey
	k      int
	// explains has all classes judge whole values, see detectors.Tally.AskAll.
	explains bool
	// whole is what a file's tallies are added to, nil for a table's.
	whole *tallies

	mu   sync.Mutex
	free [][]*detectors.Tally // by leaf
	held []bool               // leaves that a file has which was read whole
}

func newTallies(s *columns.Schema, set *detectors.Set, key detectors.TallyKey, k int) *tallies {
	return &tallies{schema: s, set: set, key: key, k: k, free: make([][]*detectors.Tally, len(s.Leaves)), held: make([]bool, len(s.Leaves))}
}

// file is tallies of one file, for add. They sample what t has room for: to fill a
// sample for each file of a row group takes longer than all else.
func (t *tallies) file() *tallies {
	own := newTallies(t.schema, t.set, t.key, t.k)
	own.explains, own.whole = t.explains, t
	return own
}

func (t *tallies) take(leaf int) *detectors.Tally {
	t.mu.Lock()
	defer t.mu.Unlock()
	if n := len(t.free[leaf]); n > 0 {
		last := t.free[leaf][n-1]
		t.free[leaf] = t.free[leaf][:n-1]
		return last
	}
	tally := t.set.NewTally(&t.schema.Leaves[leaf], t.key, t.k)
	if t.explains {
		tally.AskAll()
	}
	if t.whole != nil {
		t.whole.narrow(leaf, tally)
	}
	return tally
}

// narrow has a tally that will be added sample nothing that there is no room for.
func (t *tallies) narrow(leaf int, tally *detectors.Tally) {
	t.mu.Lock()
	defer t.mu.Unlock()
	for _, have := range t.free[leaf] {
		tally.Toward(have)
	}
}

func (t *tallies) give(leaf int, tally *detectors.Tally) {
	t.mu.Lock()
	t.free[leaf] = append(t.free[leaf], tally)
	t.mu.Unlock()
}

// add moves what other has into t.
func (t *tallies) add(other *tallies) {
	t.mu.Lock()
	for leaf, held := range other.held {
		t.held[leaf] = t.held[leaf] || held
	}
	t.mu.Unlock()
	for leaf, list := range other.free {
		for _, o := range list {
			mine := t.take(leaf)
			mine.Merge(o)
			t.give(leaf, mine)
		}
	}
}

// merged is one tally for each leaf.
func (t *tallies) merged() []*detectors.Tally {
	out := make([]*detectors.Tally, len(t.free))
	for leaf := range t.free {
		out[leaf] = t.take(leaf)
		for _, o := range t.free[leaf] {
			out[leaf].Merge(o)
		}
	}
	return out
}

// absent adds what a file of rows rows says about leaves that it does not
// hold: its partition values, and nulls for the columns of other schema
// versions. It notes which it holds.
func (t *tallies) absent(own *columns.Schema, f *scanners.File, rows int64) {
	for i := range t.schema.Leaves {
		leaf := &t.schema.Leaves[i]
		has := own.Find(leaf.Path) >= 0
		t.held[i] = t.held[i] || has || leaf.Partition
		if rows == 0 || has && !leaf.Partition {
			continue
		}
		tally := t.take(i)
		value, ok := partitionValue(f, leaf)
		switch {
		case ok:
			addRepeated(t.set, tally, value, rows)
		case !leaf.Repeated():
			tally.Null(rows)
		}
		t.give(i, tally)
	}
}

// partitionValue is the value that the file's path gives the leaf; false for
// a null or for a leaf that is no partition column.
func partitionValue(f *scanners.File, leaf *columns.Column) (string, bool) {
	if !leaf.Partition {
		return "", false
	}
	for _, p := range f.Partition {
		if p.Name == string(leaf.Path) && !p.Null {
			return p.Value, true
		}
	}
	return "", false
}

// addRepeated adds one value that stands in rows rows.
func addRepeated(set *detectors.Set, t *detectors.Tally, value string, rows int64) {
	var b columns.Builder
	b.Reset()
	b.Append([]byte(value))
	v := b.Values()
	find := set.NewFinder()
	find.Under(t.Name())
	var counter detectors.Counter
	for rows > 0 {
		n := min(rows, math.MaxUint32)
		counter.Count(find, t, columns.Type{Kind: columns.Text}, &v, []uint32{uint32(n)})
		rows -= n
	}
}

func sortFailures(f []scanners.Failure) {
	slices.SortFunc(f, func(a, b scanners.Failure) int { return strings.Compare(a.Path, b.Path) })
}
