package transforms

import (
	"slices"

	"tuomin/scanners/columns"
)

// A dictionary is what a kernel remembers of the dictionary it works on, from
// page to page: which entries it has met, and what became of them. The results
// themselves are in perValue.results, in the order of the entries.
//
// Most writers put entries in the order of first use, so that those a page is
// the first to use come after all that earlier pages used, and their results
// are appended. Where they do not, the results behind the first new entry are
// moved up: copying them is cheap beside making them.
type dictionary struct {
	of    *columns.Values
	state []uint8 // per entry: unseen, wanted, or made + its Outcome
	odd   bool    // an entry has an Outcome other than Made
	null  bool    // an entry became null

	tail    []byte // scratch: results to move up
	offsets []int32
}

const (
	unseen = 0
	wanted = 1
	made   = 2
)

// outcome is what became of entry e, which is in use.
func (d *dictionary) outcome(e int32) Outcome { return Outcome(d.state[e] - made) }

// begin forgets the last dictionary if in has another one. The first page of a
// part counts as another one too: a reader may have put it into the memory of
// the part before.
func (k *perValue) begin(in *columns.Leaf, out *columns.Column) {
	d := &k.dict
	if d.of == in.Values && in.First > 0 {
		return
	}
	n := in.Values.Len()
	d.of, d.odd, d.null = in.Values, false, false
	d.state = slices.Grow(d.state[:0], n)[:n]
	clear(d.state)
	k.results.reset(out.Type)
}

// indexed rewrites a stretch of slots that share a dictionary. It returns
// which slots became null, or nil.
func (k *perValue) indexed(in *columns.Leaf, out *columns.Column) ([]bool, error) {
	k.begin(in, out)
	if err := k.entries(in, out); err != nil {
		return nil, err
	}
	k.values = k.results.values()
	k.leaf.Values, k.leaf.Index = &k.values, in.Index
	d := &k.dict
	if !d.odd {
		k.counts[Made] += int64(len(in.Index))
		return nil, nil
	}
	for _, e := range in.Index {
		k.counts[d.outcome(e)]++
	}
	if !d.null {
		return nil, nil
	}
	n := len(in.Index)
	k.nulls = slices.Grow(k.nulls[:0], n)[:n]
	k.index = slices.Grow(k.index[:0], n)
	for i, e := range in.Index {
		k.nulls[i] = d.outcome(e).null()
		if !k.nulls[i] {
			k.index = append(k.index, e)
		}
	}
	k.leaf.Index = k.index
	return k.nulls, nil
}

// entries makes the results of those entries that this stretch is the first to
// use.
func (k *perValue) entries(in *columns.Leaf, out *columns.Column) error {
	d, r := &k.dict, &k.results
	first, last := int32(len(d.state)), int32(-1)
	for i, e := range in.Index {
		if uint32(e) >= uint32(len(d.state)) {
			return valueError(in, i, ErrIndex)
		}
		if d.state[e] == unseen {
			d.state[e] = wanted
			first, last = min(first, e), max(last, e)
		}
	}
	if last < 0 {
		return nil
	}
	have := int32(r.len())
	first = min(first, have)
	k.setAside(first, have)
	for e := first; e < max(have, last+1); e++ {
		switch {
		case d.state[e] == wanted:
			outcome, err := k.one(in.Column.Type, in.Values.At(int(e)), out)
			if err != nil {
				return valueError(in, slices.Index(in.Index, e), err)
			}
			d.state[e] = made + uint8(outcome)
			d.odd = d.odd || outcome != Made
			d.null = d.null || outcome.null()
			if outcome.null() {
				err = r.blank()
			} else {
				err = r.commit()
			}
			if err != nil {
				return valueError(in, slices.Index(in.Index, e), err)
			}
		case e < have:
			r.data = append(r.data, d.tail[d.offsets[e-first]-d.offsets[0]:d.offsets[e-first+1]-d.offsets[0]]...)
			if err := r.commit(); err != nil {
				return &ValueError{Column: in.Column.Path, Row: -1, Err: err}
			}
		default:
			if err := r.blank(); err != nil {
				return &ValueError{Column: in.Column.Path, Row: -1, Err: err}
			}
		}
	}
	return nil
}

// setAside takes the results from first to have off the results, into tail.
func (k *perValue) setAside(first, have int32) {
	d, r := &k.dict, &k.results
	d.offsets = append(d.offsets[:0], r.offsets[first:have+1]...)
	d.tail = append(d.tail[:0], r.data[r.offsets[first]:]...)
	r.data = r.data[:r.offsets[first]]
	r.offsets = r.offsets[:first+1]
}
