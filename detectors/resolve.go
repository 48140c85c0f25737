package detectors

import (
	"cmp"
	"slices"
)

// order sorts the hits of one value, those from on: by start, of those that
// start together the longer and then the better first. A class that found a
// place twice, by the value and by a name, has it once, at the better grade.
func order(hits []Span, from int) []Span {
	own := hits[from:]
	for i := 1; i < len(own); i++ {
		for j := i; j > 0 && own[j].compare(&own[j-1]) < 0; j-- {
			own[j], own[j-1] = own[j-1], own[j]
		}
	}
	n := 0
	for i := range own {
		if !own[i].repeats(own[:n]) {
			own[n] = own[i]
			n++
		}
	}
	return hits[:from+n]
}

// repeats reports whether one of the hits before, in order, is of the same
// class and place.
func (h *Span) repeats(before []Span) bool {
	for i := len(before) - 1; i >= 0 && before[i].Start == h.Start && before[i].End == h.End; i-- {
		if before[i].Class == h.Class {
			return true
		}
	}
	return false
}

func (h *Span) compare(o *Span) int {
	if h.Start == o.Start && h.End == o.End {
		return cmp.Or(cmp.Compare(o.Grade, h.Grade), cmp.Compare(h.Class, o.Class))
	}
	return cmp.Or(cmp.Compare(h.Start, o.Start), cmp.Compare(o.End, h.End))
}

// Resolve chooses among the hits of one value that overlap, and appends those
// that stay, in order: the better grade wins, then the longer, then the one
// that starts first, then one that may be a person's. Of a business's number
// that means little, such as nine digits with a check digit, the grade does not
// count: it must not hide a passport. Whoever can treat a byte in one way only
// goes by it: redaction, and what is shown as the class of a place.
func Resolve(dst, hits []Span) []Span {
	// What does not overlap is chosen apart, so that a long text takes no longer
	// than its hits are many.
	for len(hits) > 0 {
		n, end := 1, hits[0].End
		for n < len(hits) && hits[n].Start < end {
			end = max(end, hits[n].End)
			n++
		}
		dst = choose(dst, hits[:n])
		hits = hits[n:]
	}
	return dst
}

// choose is Resolve of hits that overlap one another in a chain.
func choose(dst, hits []Span) []Span {
	if len(hits) == 1 {
		return append(dst, hits[0])
	}
	from := len(dst)
	best := slices.Clone(hits)
	slices.SortStableFunc(best, func(a, b Span) int {
		return cmp.Or(cmp.Compare(b.strength(), a.strength()), cmp.Compare(b.End-b.Start, a.End-a.Start), cmp.Compare(a.Start, b.Start),
			cmp.Compare(a.stranger(), b.stranger()))
	})
	for _, h := range best {
		if !slices.ContainsFunc(dst[from:], func(o Span) bool { return h.Start < o.End && o.Start < h.End }) {
			dst = append(dst, h)
		}
	}
	slices.SortFunc(dst[from:], func(a, b Span) int { return cmp.Compare(a.Start, b.Start) })
	return dst
}

// strength is the grade of a hit against others in its place.
func (h *Span) strength() Grade {
	if d := h.shipped(); d != nil && d.NotPersonal && d.rule.weak {
		return Shaped
	}
	return h.Grade
}

// stranger is 1 for a hit that is nobody's.
func (h *Span) stranger() int {
	if d := h.shipped(); d != nil && d.NotPersonal {
		return 1
	}
	return 0
}

// shipped is the detector of a hit's class, nil for one of a job's own.
func (h *Span) shipped() *detector {
	if int(h.Class) < len(table) {
		return table[h.Class]
	}
	return nil
}
