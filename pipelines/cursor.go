package pipelines

import (
	"bytes"
	"context"
	"iter"

	"tuomin/scanners"
	"tuomin/scanners/columns"
)

// A cursor walks one leaf of one part slot by slot, whatever its page cuts:
// what is compared or aligned with another leaf is rarely cut in the same
// places.
type cursor struct {
	pull  func() (*columns.Leaf, error, bool)
	stop  func()
	leaf  *columns.Leaf // the current stretch; lent until the next pull
	slot  int           // of the stretch, next to be read
	value int           // values before slot
}

func newCursor(leaves iter.Seq2[*columns.Leaf, error]) *cursor {
	pull, stop := iter.Pull2(leaves)
	return &cursor{pull: pull, stop: stop}
}

// Close gives the current stretch back, and ends the reading.
func (c *cursor) Close() { c.stop() }

// stretches are those of one leaf in several parts, one after the other.
func stretches(ctx context.Context, src scanners.Source, parts []int, leaf int) iter.Seq2[*columns.Leaf, error] {
	return func(yield func(*columns.Leaf, error) bool) {
		for _, part := range parts {
			for l, err := range src.Leaf(ctx, part, leaf) {
				if !yield(l, err) || err != nil {
					return
				}
			}
		}
	}
}

// left is how many slots can be read without going on to the next stretch; 0
// only at the end.
func (c *cursor) left() (int, error) {
	for c.leaf == nil || c.slot == c.leaf.Slots {
		leaf, err, ok := c.pull()
		if err != nil || !ok {
			return 0, err
		}
		c.leaf, c.slot, c.value = leaf, 0, 0
	}
	return c.leaf.Slots - c.slot, nil
}

// def and rep are the levels of the slot i places ahead; at is the value that
// the j-th slot ahead that has one holds.
func (c *cursor) def(i int) int16 {
	if c.leaf.Def == nil {
		return c.leaf.Column.MaxDef
	}
	return c.leaf.Def[c.slot+i]
}

func (c *cursor) rep(i int) int16 {
	if c.leaf.Rep == nil {
		return 0
	}
	return c.leaf.Rep[c.slot+i]
}

func (c *cursor) at(j int) []byte {
	if c.leaf.Index != nil {
		return c.leaf.Values.At(int(c.leaf.Index[c.value+j]))
	}
	return c.leaf.Values.At(c.value + j)
}

// skip goes n slots ahead, no further than left.
func (c *cursor) skip(n int) {
	if c.leaf.Def == nil {
		c.value += n
	} else {
		for _, d := range c.leaf.Def[c.slot : c.slot+n] {
			if d == c.leaf.Column.MaxDef {
				c.value++
			}
		}
	}
	c.slot += n
}

// sameSlots reports whether the next n slots of two cursors hold the same:
// levels and values. Neither may have fewer left.
func sameSlots(a, b *cursor, n int) bool {
	if a.leaf.Rep != nil || b.leaf.Rep != nil {
		for i := range n {
			if a.rep(i) != b.rep(i) {
				return false
			}
		}
	}
	present := n
	if a.leaf.Def != nil || b.leaf.Def != nil {
		present = 0
		for i := range n {
			d := a.def(i)
			if d != b.def(i) {
				return false
			}
			if d == a.leaf.Column.MaxDef {
				present++
			}
		}
	}
	for j := range present {
		if !bytes.Equal(a.at(j), b.at(j)) {
			return false
		}
	}
	return true
}

// sameShape reports whether the next n slots of out are those of in with other values,
// some of which may have become null.
func sameShape(in, out *cursor, n int, nulls bool) bool {
	for i := range n {
		d, made := in.def(i), out.def(i)
		if d == in.leaf.Column.MaxDef {
			d = out.leaf.Column.MaxDef
			if nulls && made == d-1 {
				d = made
			}
		}
		if made != d || in.rep(i) != out.rep(i) {
			return false
		}
	}
	return true
}

// over is a cursor over one leaf that is already there.
func over(l *columns.Leaf) *cursor {
	return &cursor{
		leaf: l, stop: func() {},
		pull: func() (*columns.Leaf, error, bool) { return nil, nil, false },
	}
}
