package detectors

import "slices"

// Under tells the Finder what the name of the column says whose values come
// next: classes that no value gives away are looked for where a name does.
func (f *Finder) Under(name Evidence) {
	f.named, f.spelt, f.number = f.named[:0], f.spelt[:0], name.number
	for _, d := range f.wholes {
		if name.asks(d) {
			f.named = append(f.named, d)
		}
	}
	for _, d := range f.spelts {
		if name.asks(d) {
			f.spelt = append(f.spelt, d)
		}
	}
	f.regraded = f.regraded[:0]
	for _, list := range f.aloneLists {
		f.regraded = append(f.regraded, slices.ContainsFunc(list, func(a asked) bool {
			return slices.ContainsFunc(f.named, func(d *detector) bool { return d.class == a.class })
		}))
	}
}

// speaks reports whether the column's name may change what a run is that is asked
// about by that list of aloneLists.
func (f *Finder) speaks(b []byte, list uint8) bool {
	if f.regraded[list] {
		return true
	}
	for _, d := range f.named {
		if d.whole(f.knowledge, d.widened(&f.wide, b, f.number)) > 0 {
			return true
		}
	}
	return false
}

// Apart is what is known of values that stand in no column: what the name says
// that somebody gave them, and that nothing else will tell.
func Apart(name Evidence) Evidence {
	for _, d := range table {
		if d.apart && !name.Says(d.class) {
			name.classes = append(name.classes, d.class)
		}
	}
	return name
}

// askFurther asks those that the column's name speaks for, and those of the job.
// The hits of the value begin at from; whether any may be another is what it
// returns.
func (f *Finder) askFurther(kind runKind, b []byte, from int) (changed bool) {
	switch {
	case len(f.named) == 0 && f.spelledOut(from, len(b)): // as addresses are, most of them
	case kind != noRun: // nothing to trim, to fold or to spell
		changed = f.judge(b, 0, len(b), true, from)
	default:
		changed = f.whole(b, from)
	}
	if f.set.own {
		f.ofJob(b, from)
		changed = true
	}
	return changed
}

// spelledOut reports whether all of a value of n bytes was found already by each of
// those that judge spellings, if any.
func (f *Finder) spelledOut(from, n int) bool {
	for _, d := range f.spelt {
		if holds(f.hits[from:], d.class, 0, n) == nil {
			return false
		}
	}
	return true
}

// whole has those detectors judge a value that the column's name speaks for,
// without what stands around it. Raw bytes are judged as they are too: of them
// nothing is a blank.
func (f *Finder) whole(b []byte, from int) (changed bool) {
	start, end := trimmed(b)
	v, plain := b[start:end], start == 0 && end == len(b)
	if foldable(v) {
		f.folding.fold(v)
		s, e := trimmed(f.folding.text)
		v, plain = f.folding.text[s:e], false
	}
	if len(v) > 0 {
		changed = f.judge(v, start, end, plain, from)
		for _, d := range f.spelt {
			if holds(f.hits[from:], d.class, start, end) != nil {
				continue
			}
			if g := d.spelt(f.knowledge, v); g > 0 {
				f.hits = add(f.hits, f.value, start, end, d.class, d.named(g), false)
				changed = true
			}
		}
	}
	return changed || !plain && noText(b) && f.judge(b, 0, len(b), true, from)
}

// judge has them judge v, which stands in the value from start to end. What was
// found in it already is not found again, but worded.
func (f *Finder) judge(v []byte, start, end int, plain bool, from int) (changed bool) {
	for _, d := range f.named {
		if h := holds(f.hits[from:], d.class, start, end); h != nil {
			h.Grade, changed = d.named(h.Grade), true
			continue
		}
		if g := d.whole(f.knowledge, d.widened(&f.wide, v, f.number)); g > 0 {
			f.hits = add(f.hits, f.value, start, end, d.class, d.named(g), plain && d.form == nil)
			changed = true
		}
	}
	return changed
}

// holds is the hit of a class that has all from start to end, nil where there is
// none.
func holds(hits []Span, c Class, start, end int) *Span {
	for i := range hits {
		if h := &hits[i]; h.Class == c && int(h.Start) <= start && int(h.End) >= end {
			return h
		}
	}
	return nil
}
