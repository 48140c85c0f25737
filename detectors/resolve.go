package detectors

import (
	"cmp"
	"slices"
)

// order sorts the hits of one value: by start, of those that start together
// the longer and then the better first.
func order(own []Span) {
	for i := 1; i < len(own); i++ {
		for j := i; j > 0 && own[j].compare(&own[j-1]) < 0; j-- {
			own[j], own[j-1] = own[j-1], own[j]
		}
	}
}

func (h *Span) compare(o *Span) int {
	return cmp.Or(cmp.Compare(h.Start, o.Start), cmp.Compare(o.End, h.End), cmp.Compare(o.Grade, h.Grade), cmp.Compare(h.Class, o.Class))
}

// Resolve chooses among the hits of one value that overlap, and appends those
// that stay, in order: the better grade wins, then the longer, then the one
// that starts first. Whoever can treat a byte in one way only goes by it:
// redaction, and what is shown as the class of a place.
func Resolve(dst, hits []Span) []Span {
	from := len(dst)
	best := slices.Clone(hits)
	slices.SortStableFunc(best, func(a, b Span) int {
		return cmp.Or(cmp.Compare(b.Grade, a.Grade), cmp.Compare(b.End-b.Start, a.End-a.Start), cmp.Compare(a.Start, b.Start))
	})
	for _, h := range best {
		if !slices.ContainsFunc(dst[from:], func(o Span) bool { return h.Start < o.End && o.Start < h.End }) {
			dst = append(dst, h)
		}
	}
	slices.SortFunc(dst[from:], func(a, b Span) int { return cmp.Compare(a.Start, b.Start) })
	return dst
}
