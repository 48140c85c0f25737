package detectors

import "tuomin/scanners/columns"

// A Counter counts the values of leaves: what a Finder finds in them, in a Tally.
// It does as Tally.Add of Finder.Find would, and sooner, where values are numbers
// that nobody could want, or runs and nothing else. It is for one goroutine, and
// keeps its memory.
type Counter struct {
	hits    []Span
	text    columns.Builder
	crowd   crowd
	numbers numbers
}

// Count counts v, which is as it is stored, of type typ. weights says how many slots
// hold each value, nil that each stands once.
func (n *Counter) Count(f *Finder, t *Tally, typ columns.Type, v *columns.Values, weights []uint32) {
	v, weights = n.numbers.add(f, t, typ, v, weights)
	n.texts(f, t, columns.Render(typ, v, &n.text), weights)
}

// texts counts text: as t.Add does of what f.Find finds in it. Most columns of
// identifiers are values that are one run each, of which it makes no Spans: they
// are read once and asked about class by class, so that the processor need not
// guess who is asked next.
func (n *Counter) texts(f *Finder, t *Tally, v *columns.Values, weights []uint32) {
	from := 0 // of those that are no runs alone
	if !t.number && t.keys == nil && !f.set.own && v.Width() == 0 {
		c := &n.crowd
		for c.first = 0; c.first < v.Len(); c.first += c.size {
			if c.read(f, t, v); 4*c.runs < 3*c.size { // nor will most of those that follow be
				c.size *= textCrowds
				continue
			}
			from = n.gather(f, t, v, weights, from)
			n.judge(f, t, v, weights)
		}
	}
	n.others(f, t, v, weights, from, v.Len())
}

// others counts values i to j, whatever they are.
func (n *Counter) others(f *Finder, t *Tally, v *columns.Values, weights []uint32, i, j int) {
	if i >= j {
		return
	}
	some := v.Slice(i, j)
	if weights != nil {
		weights = weights[i:j]
	}
	n.hits = f.Find(&some, n.hits[:0])
	t.Add(&some, weights, n.hits)
}
