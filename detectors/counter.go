package detectors

import (
	"fmt"

	"tuomin/scanners/columns"
)

// A Counter counts the values of leaves: what a Finder finds in them, in a Tally.
// It does as Tally.Add of Finder.Find would, and sooner, where values are numbers
// that nobody could want, or runs and nothing else. It is for one goroutine, and
// holds copies of the last batch's numbers until the next.
type Counter struct {
	hits    []Span
	text    columns.Builder
	crowd   crowd
	numbers numbers
	both    [2]byte   // false and true
	slots   [2]uint32 // that hold each
	lent    columns.Values
}

// Format hides what was counted last.
func (*Counter) Format(s fmt.State, _ rune) { _, _ = s.Write([]byte("[counter]")) }

// A batch is values to count, and who counts them.
type batch struct {
	find    *Finder
	tally   *Tally
	values  *columns.Values
	weights []uint32
}

func (b *batch) weight(i int) int64 {
	if b.weights == nil {
		return 1
	}
	return int64(b.weights[i])
}

// Count counts v, which is as it is stored, of type typ. weights says how many slots
// hold each value, nil that each stands once. The Finder is of the tally's Set, and
// under the tally's name.
func (n *Counter) Count(f *Finder, t *Tally, typ columns.Type, v *columns.Values, weights []uint32) {
	if typ.Kind == columns.Bool {
		v, weights = n.booleans(v, weights)
	}
	v, weights = n.numbers.add(f, t, typ, v, weights)
	n.texts(&batch{f, t, columns.Render(typ, v, &n.text), weights})
}

// booleans are the two values that v can hold, and how many slots hold each.
func (n *Counter) booleans(v *columns.Values, weights []uint32) (*columns.Values, []uint32) {
	data, _, _ := v.Raw()
	n.both, n.slots = [2]byte{0, 1}, [2]uint32{}
	for i, b := range data[:v.Len()] {
		weight := uint32(1)
		if weights != nil {
			weight = weights[i]
		}
		n.slots[b&1] += weight
	}
	n.lent = columns.NewFixed(n.both[:], 1)
	return &n.lent, n.slots[:]
}

// texts counts text. Most columns of identifiers are values that are one run each,
// of which it makes no Spans: they are read once and asked about class by class,
// so that the processor need not guess who is asked next.
func (n *Counter) texts(b *batch) {
	from := 0 // of those that are no runs alone
	if b.tally.keys == nil && !b.find.set.own && b.values.Width() == 0 {
		c := &n.crowd
		for at := 0; at < b.values.Len(); {
			c.read(b, at)
			if 4*c.runs < 3*c.size { // nor will most of those that follow be
				at += textCrowds * crowdSize
				continue
			}
			from = n.gather(b, from)
			n.judge(b)
			at += c.size
		}
	}
	n.others(b, from, b.values.Len())
}

// others counts values i to j, whatever they are.
func (n *Counter) others(b *batch, i, j int) {
	if i >= j {
		return
	}
	some, weights := b.values.Slice(i, j), b.weights
	if weights != nil {
		weights = weights[i:j]
	}
	n.hits = b.find.Find(&some, n.hits[:0])
	b.tally.Add(&some, weights, n.hits)
}
