package detectors

import (
	"bytes"
	"fmt"

	"tuomin/scanners/columns"
)

// A Tally adds up what was found in one leaf of a table. It is of bounded
// size and Merge commutes, so that a table can be counted in any parts, in any
// order, by any number of workers and processes: the verdict is the same, and
// so is the tally, byte for byte.
//
// Rows are counted exactly. Rates are those of a sample of distinct values,
// chosen by a keyed hash of their canonical form: a value that fills a million
// rows speaks once, and one spelling of a number is another's equal, in this
// column and in every other (see Twins).
//
// A Tally shows and stores no value and no hash, but for Seal, which encrypts.
// It is for one goroutine.
type Tally struct {
	set    *Set
	col    *columns.Column
	key    TallyKey
	sample sample

	values  int64 // leaf values that are not null
	nulls   int64
	nullish int64 // values that say there is none: "", \N, 未知
	rows    int64 // told by Rows: what a repeated leaf cannot know
	lists   int64 // told by Lists
	counts  []count

	number  bool       // the column is of decimals or floats
	raw     bool       // or of bytes
	judges  uint64     // of sampled values as a whole, see knowledge.shapes
	keys    *keyCounts // of a leaf of a map's keys, nil of others
	name    Evidence
	births  []bool // by class: whether its hits tell a day of birth
	adults  uint32 // see adultYears
	forms   []form // by class: how a whole hit is made canonical
	scratch []byte
	folding folding
	wide    [maxWidth]byte
	bits    []outcome // by class, of the value at hand
	touched []Class
}

// A form appends the canonical form of v to dst; false says v has none.
type form func(dst, v []byte) ([]byte, bool)

// A count is of rows, or in lists of leaf values: each counts once for a class,
// however many hits it holds, under its best grade.
type count struct {
	whole [4]int64 // nothing but one hit, by grade
	parts [4]int64 // others with a hit, by grade
	// minors are those that say that somebody is younger than each of ages.
	minors [len(ages)]int64
}

func (c *count) rows() int64 {
	return c.allWhole() + c.parts[Shaped] + c.parts[Worded] + c.parts[Checked]
}

func (c *count) allWhole() int64 { return c.whole[Shaped] + c.whole[Worded] + c.whole[Checked] }

func (c *count) checked() int64 { return c.whole[Checked] + c.parts[Checked] }

func (c *count) pass() int64 { return c.whole[Checked] }

func (c *count) worded() int64 { return c.whole[Worded] + c.parts[Worded] }

// NewTally returns an empty tally that samples k values: see SampleSize. All
// tallies of a table need the same key.
func NewTally(col *columns.Column, key TallyKey, k int) *Tally {
	return Shipped().NewTally(col, key, k)
}

// NewTally returns an empty tally of the set's classes.
func (s *Set) NewTally(col *columns.Column, key TallyKey, k int) *Tally {
	n := len(s.table)
	t := &Tally{
		set: s, col: col, name: s.Names(col.Path), key: key, sample: newSample(min(max(k, 1), maxSample)),
		counts: make([]count, n), bits: make([]outcome, n), forms: make([]form, n), births: make([]bool, n),
		adults: adultYears(known().today),
	}
	switch col.Type.Kind {
	case columns.Decimal, columns.Float:
		t.number, t.name.number = true, true
	case columns.Int, columns.Uint:
		t.name.number = true
	case columns.Binary:
		t.raw = true
	}
	for i := range t.forms {
		t.forms[i], t.births[i] = s.table[i].form, s.table[i].birth != nil
	}
	if col.MapKey {
		t.keys = &keyCounts{rows: map[spoken]int64{}, known: map[uint64]spoken{}}
	}
	_, anything := KeysOf(col.Path)
	for i, d := range s.wholes {
		if anything || t.name.Says(d.class) || d.wholeOnly() && d.rule.column != nil {
			t.judges |= 1 << i
		}
	}
	return t
}

// AskAll has values judged as a whole by those classes too of which neither
// the column's name speaks, nor a map's keys, nor all values together: Explain
// tells of them, and no verdict needs them. It must come before the first Add.
func (t *Tally) AskAll() { t.judges = 1<<len(t.set.wholes) - 1 }

// Toward has t, which is empty, sample nothing that o has no room for any more. t is
// then good for o.Merge, and what it samples says nothing alone.
func (t *Tally) Toward(o *Tally) { t.sample.top = min(t.sample.top, o.sample.top) }

// Format hides what was counted: a tally is shown by its Classification.
func (t *Tally) Format(f fmt.State, _ rune) { _, _ = fmt.Fprintf(f, "[tally of %s]", t.col.Path) }

// Name is what the name of the leaf says.
func (t *Tally) Name() Evidence { return t.name }

// Column is the leaf that is counted.
func (t *Tally) Column() *columns.Column { return t.col }

// Null counts n leaf values that are null.
func (t *Tally) Null(n int64) { t.nulls += n }

// Rows counts n rows. Only leaves in lists need it: elsewhere each row is one
// value or one null.
func (t *Tally) Rows(n int64) { t.rows += n }

// Lists counts n lists that hold something, of a leaf in lists.
func (t *Tally) Lists(n int64) { t.lists += n }

// Add counts values. v is text, as columns.Render makes it; weights says how
// many slots hold each value, nil that each stands once, and values of weight
// 0 do not count at all. hits is what a Finder found in v, sorted by value.
// Nothing of v is kept. Once the sample is full, Add allocates nothing.
func (t *Tally) Add(v *columns.Values, weights []uint32, hits []Span) {
	k0, k1 := t.key.words()
	top := t.sample.top
	weight := int64(1)
	var values, nullish int64
	for i := range v.Len() {
		n := 0
		for n < len(hits) && int(hits[n].Value) == i {
			n++
		}
		own := hits[:n]
		hits = hits[n:]
		if weights != nil {
			if weight = int64(weights[i]); weight == 0 {
				continue
			}
		}
		b := v.At(i)
		if t.keys != nil {
			t.keys.add(t.set, sum(k0, k1, b), b, weight)
		}
		canonical := b
		switch {
		case n > 0 && own[n-1].Start == 0 && int(own[n-1].End) == len(b):
			// Nothing but hits: as they are sorted, if the last is all of the
			// value then each is, and no class is there twice.
			for h := range own {
				t.counts[own[h].Class].whole[own[h].Grade&3] += weight
				if t.births[own[h].Class] && !t.adult(b, &own[h]) {
					t.minor(b, weight, own[h:h+1])
				}
			}
			values += weight
			if !own[0].plain {
				canonical = t.canonical(b, own)
			}
		case n > 0:
			values += weight
			t.count(b, weight, own)
			t.minor(b, weight, own)
			canonical = t.canonical(b, own)
		default:
			values += weight
			bare := bare(b)
			if (!bare || len(b) <= longestNullish) && Nullish(b) {
				nullish += weight
				continue
			}
			switch {
			case t.raw && uuidKey(b):
				t.scratch, _ = uuidForm(t.scratch[:0], b)
				canonical = t.scratch
			case t.number || !bare:
				canonical = t.text(b)
			}
		}
		if hash := sum(k0, k1, canonical); hash <= top {
			t.keep(hash, canonical, b, own)
			top = t.sample.top
		}
	}
	t.values += values
	t.nullish += nullish
}

// outcomes works out what each class made of a value, into bits and touched.
func (t *Tally) outcomes(v []byte, hits []Span) {
	for _, class := range t.touched {
		t.bits[class] = 0
	}
	t.touched = t.touched[:0]
	if len(hits) == 0 {
		return
	}
	start, end := 0, len(v)
	if h := &hits[0]; h.Start > 0 || int(h.End) < end {
		start, end = trimmed(v)
	}
	for i := range hits {
		h := &hits[i]
		if t.bits[h.Class] == 0 {
			t.touched = append(t.touched, h.Class)
		}
		t.bits[h.Class] |= outcomeOf(h.Grade, int(h.Start) <= start && int(h.End) >= end)
	}
}

func outcomeOf(g Grade, whole bool) outcome {
	o := sawHit
	if whole {
		o |= sawWhole
	}
	switch {
	case g == Checked && whole:
		o |= sawChecked | sawPass
	case g == Checked:
		o |= sawChecked
	case g == Worded:
		o |= sawWorded
	}
	return o
}

// count adds a value to the counts of its classes.
func (t *Tally) count(v []byte, weight int64, hits []Span) {
	t.outcomes(v, hits)
	for _, class := range t.touched {
		o, g := t.bits[class], Shaped
		switch {
		case o&sawChecked != 0:
			g = Checked
		case o&sawWorded != 0:
			g = Worded
		}
		if o&sawWhole != 0 {
			t.counts[class].whole[g] += weight
		} else {
			t.counts[class].parts[g] += weight
		}
	}
}

// canonical is the form by which a value is the same in every column: of the
// class, where it is nothing but one hit, and else its text.
func (t *Tally) canonical(v []byte, hits []Span) []byte {
	start, end := trimmed(v)
	for i := range hits {
		h := &hits[i]
		if int(h.Start) > start || int(h.End) < end || t.forms[h.Class] == nil {
			continue
		}
		if form, ok := t.forms[h.Class](t.scratch[:0], v); ok {
			t.scratch = form[:0]
			return form
		}
	}
	return t.text(v)
}

// text is what a value is without its surroundings.
func (t *Tally) text(v []byte) []byte {
	if !bare(v) {
		start, end := trimmed(v)
		v = v[start:end]
	}
	if t.number {
		return withoutFraction(v)
	}
	return v
}

// keep puts a value into the sample, of which its hash is among the smallest.
func (t *Tally) keep(hash uint64, canonical, v []byte, hits []Span) {
	e, fresh := t.sample.at(hash)
	if e == nil {
		return
	}
	if fresh {
		e.look = lookAt(t.key, canonical)
		if t.raw && uuidText(canonical) { // in bytes it may be a hash as well
			e.look.hexes = digestHexes
		}
		e.shapes = t.shapes(canonical)
	}
	t.outcomes(v, hits)
	for _, class := range t.touched {
		e.see(outcome(class)<<8 | t.bits[class])
	}
}

// shapes is knowledge.shapes of a value in canonical form.
func (t *Tally) shapes(canonical []byte) uint64 {
	if foldable(canonical) {
		t.folding.fold(canonical)
		start, end := trimmed(t.folding.text)
		canonical = t.folding.text[start:end]
	}
	return t.set.shapes(canonical, &t.wide, t.name.number, t.judges)
}

// shapeOf is the bit of a class in shapes, 0 for one that does not judge whole
// values.
func (t *Tally) shapeOf(c Class) uint64 {
	for i, d := range t.set.wholes {
		if d.class == c {
			return 1 << i
		}
	}
	return 0
}

// Merge adds what o counted, and leaves o as it is. Both must be of the same
// column and the same key; of two sample sizes the smaller stays.
func (t *Tally) Merge(o *Tally) {
	if t.key != o.key || t.set != o.set {
		panic("detectors: tallies of two keys or of two sets of classes cannot be merged")
	}
	t.values += o.values
	t.nulls += o.nulls
	t.nullish += o.nullish
	t.rows += o.rows
	t.lists += o.lists
	for i, c := range o.counts {
		sum := &t.counts[i]
		for g := range c.whole {
			sum.whole[g] += c.whole[g]
			sum.parts[g] += c.parts[g]
		}
		for n := range c.minors {
			sum.minors[n] += c.minors[n]
		}
	}
	if t.keys != nil {
		for classes, rows := range o.keys.rows {
			t.keys.rows[classes] += rows
		}
	}
	t.sample.merge(&o.sample)
}

// Distinct is the number of distinct values, nulls and what stands for null
// left out: exact, or above the sample's size an estimate.
func (t *Tally) Distinct() (n int64, exact bool) { return t.sample.distinct() }

// withoutFraction cuts a fraction of zeros off a number: 13800138000.0 is the
// telephone that pandas made a float.
func withoutFraction(v []byte) []byte {
	if len(v) == 0 || v[len(v)-1] != '0' {
		return v
	}
	whole, fraction, ok := bytes.Cut(v, []byte("."))
	if !ok || len(bytes.Trim(fraction, "0")) > 0 {
		return v
	}
	return whole
}
