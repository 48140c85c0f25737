package detectors

import (
	"bytes"
	"fmt"
	"unicode"

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
	col    *columns.Column
	key    TallyKey
	hash   hash // under key
	sample sample

	values  int64 // leaf values that are not null
	nulls   int64
	nullish int64 // values that say there is none: "", \N, 未知
	rows    int64 // told by Rows: what a repeated leaf cannot know
	counts  []count

	forms   []form // by class: how a whole hit is made canonical
	text    form
	scratch []byte
	bits    []outcome // by class, of the value at hand
	touched []Class
}

// A form appends the canonical form of v to dst; false says v has none.
type form func(dst, v []byte) ([]byte, bool)

// A count is of rows, or in lists of leaf values: each counts once for a class,
// however many hits it holds.
type count struct {
	rows, whole, checked, pass, worded int64
}

// NewTally returns an empty tally that samples k values: see SampleSize. All
// tallies of a table need the same key.
func NewTally(col *columns.Column, key TallyKey, k int) *Tally {
	if key.secret == nil {
		panic("detectors: a tally without a key")
	}
	n := classCount()
	t := &Tally{
		col: col, key: key, hash: key.hash(), sample: newSample(min(max(k, 1), maxSample)),
		counts: make([]count, n), bits: make([]outcome, n), forms: make([]form, n),
	}
	for i := range t.forms {
		t.forms[i] = formOf(className(Class(i)))
	}
	t.text = formOf("text")
	return t
}

// Format hides what was counted: a tally is shown by its Classification.
func (t *Tally) Format(f fmt.State, _ rune) { _, _ = fmt.Fprintf(f, "[tally of %s]", t.col.Path) }

// Column is the leaf that is counted.
func (t *Tally) Column() *columns.Column { return t.col }

// Null counts n leaf values that are null.
func (t *Tally) Null(n int64) { t.nulls += n }

// Rows counts n rows. Only leaves in lists need it: elsewhere each row is one
// value or one null.
func (t *Tally) Rows(n int64) { t.rows += n }

// Add counts values. v is text, as columns.Render makes it; weights says how
// many slots hold each value, nil that each stands once, and values of weight
// 0 do not count at all. hits is what a Finder found in v, sorted by value.
// Nothing of v is kept. Once the sample is full, Add allocates nothing.
func (t *Tally) Add(v *columns.Values, weights []uint32, hits []Span) {
	for i := range v.Len() {
		own := 0
		for own < len(hits) && int(hits[own].Value) == i {
			own++
		}
		weight := int64(1)
		if weights != nil {
			weight = int64(weights[i])
		}
		if weight > 0 {
			t.add(v.At(i), weight, hits[:own])
		}
		hits = hits[own:]
	}
}

func (t *Tally) add(v []byte, weight int64, hits []Span) {
	t.values += weight
	var canonical []byte
	if len(hits) == 0 {
		if nullish(v) {
			t.nullish += weight
			return
		}
		canonical = t.plain(v)
	} else {
		t.count(v, weight, hits)
		canonical = t.canonical(v, hits)
	}
	if hash := t.hash(canonical); hash <= t.sample.top {
		t.keep(hash, canonical)
	}
	for _, c := range t.touched {
		t.bits[c] = 0
	}
	t.touched = t.touched[:0]
}

// count adds up the hits of one value, and leaves its outcomes in bits and
// touched.
func (t *Tally) count(v []byte, weight int64, hits []Span) {
	start, end := 0, len(v)
	if h := &hits[0]; h.Start > 0 || int(h.End) < end {
		start, end = trimmed(v)
	}
	for i := range hits {
		h := &hits[i]
		o := sawHit
		whole := int(h.Start) <= start && int(h.End) >= end
		switch {
		case h.Grade == Checked && whole:
			o |= sawWhole | sawChecked | sawPass
		case h.Grade == Checked:
			o |= sawChecked
		case h.Grade == Worded:
			o |= sawWorded
		}
		if whole {
			o |= sawWhole
		}
		if t.bits[h.Class] == 0 {
			t.touched = append(t.touched, h.Class)
		}
		t.bits[h.Class] |= o
	}
	for _, class := range t.touched {
		t.counts[class].add(t.bits[class], weight)
	}
}

func (c *count) add(o outcome, weight int64) {
	c.rows += weight
	if o&sawWhole != 0 {
		c.whole += weight
	}
	if o&sawChecked != 0 {
		c.checked += weight
	}
	if o&sawPass != 0 {
		c.pass += weight
	}
	if o&sawWorded != 0 {
		c.worded += weight
	}
}

// canonical is the form by which a value is the same in every column: of the
// class, where it is nothing but one hit, and else its text without what
// stands around it.
func (t *Tally) canonical(v []byte, hits []Span) []byte {
	for i := range hits {
		class := hits[i].Class
		if t.bits[class]&sawWhole == 0 || t.forms[class] == nil {
			continue
		}
		if form, ok := t.forms[class](t.scratch[:0], v); ok {
			t.scratch = form[:0]
			return form
		}
	}
	return t.plain(v)
}

// plain is the text of a value that is nothing in particular.
func (t *Tally) plain(v []byte) []byte {
	switch t.col.Type.Kind {
	case columns.Decimal, columns.Float:
		return withoutFraction(v)
	}
	start, end := trimmed(v)
	v = v[start:end]
	return v
}

// keep puts a value into the sample, of which its hash is among the smallest.
func (t *Tally) keep(hash uint64, canonical []byte) {
	e, fresh := t.sample.at(hash)
	if e == nil {
		return
	}
	if fresh {
		e.look = lookAt(t.hash, canonical)
	}
	for _, class := range t.touched {
		e.see(outcome(class)<<8 | t.bits[class])
	}
}

// Merge adds what o counted, and leaves o as it is. Both must be of the same
// column and the same key; of two sample sizes the smaller stays.
func (t *Tally) Merge(o *Tally) {
	if t.key.secret() != o.key.secret() {
		panic("detectors: tallies of two keys cannot be merged")
	}
	t.values += o.values
	t.nulls += o.nulls
	t.nullish += o.nullish
	t.rows += o.rows
	for i, c := range o.counts {
		sum := &t.counts[i]
		sum.rows += c.rows
		sum.whole += c.whole
		sum.checked += c.checked
		sum.pass += c.pass
		sum.worded += c.worded
	}
	t.sample.merge(&o.sample)
}

// Distinct is the number of distinct values, nulls and what stands for null
// left out: exact, or above the sample's size an estimate.
func (t *Tally) Distinct() (n int64, exact bool) { return t.sample.distinct() }

// withoutFraction cuts a fraction of zeros off a number: 13800138000.0 is the
// telephone that pandas made a float.
func withoutFraction(v []byte) []byte {
	whole, fraction, ok := bytes.Cut(v, []byte("."))
	if !ok || len(bytes.Trim(fraction, "0")) > 0 {
		return v
	}
	return whole
}

// trimmed is where v starts and ends but for white space, quotes and invisible
// characters around it.
func trimmed(v []byte) (start, end int) {
	start, end = 0, len(v)
	if end == 0 || inner(v[0]) && inner(v[end-1]) {
		return start, end
	}
	start = end - len(bytes.TrimLeftFunc(v, around))
	return start, start + len(bytes.TrimRightFunc(v[start:], around))
}

// inner are bytes that neither are around a value nor belong to a character
// that is.
func inner(c byte) bool { return c > '\'' && c < 0x7f }

func around(r rune) bool {
	switch r {
	case '"', '\'', '“', '”', '‘', '’', '\u200b', '\u200c', '\u200d', '\ufeff':
		return true
	}
	return unicode.IsSpace(r)
}
