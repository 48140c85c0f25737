package detectors

import "strings"

// Documents without a check digit begin with letters, and so do the numbers of
// goods. What tells them apart is that a register holds several series, whose
// letters were used one after another as digits ran out, and that people come
// from all of them: a list of goods has one, or counts through it.
const (
	// seriesShare is which part of the values must begin like one of the series.
	// Not lower: what begins otherwise is something else. Not higher: one in
	// twenty values is dirty in real tables.
	seriesShare = 0.95
	// seriesLeast is which part each of the series that must occur has at least.
	// Not lower: a few stray numbers in a list of goods would do. Not higher: old
	// cards die out, and new ones begin.
	seriesLeast = 0.05
)

// series reports whether the values begin as must and may have it: a letter, and A
// for a letter after it, or 0 for a digit. All in must occur.
func (j *judge) series(c *classCounts, must, may string) bool {
	if c.w < spreadValues || share(c.w, j.d) < seriesShare || j.name.Serial || j.name.Measure {
		return false
	}
	heads := make(map[string]int64)
	leads := make(map[uint16]int64)
	var lead int64
	for _, e := range j.t.sample.sorted() {
		if e.of(c.class)&sawWhole == 0 {
			continue
		}
		heads[string(e.look.head[:])]++
		leads[e.look.lead]++
		lead = max(lead, leads[e.look.lead])
	}
	var all int64
	for _, head := range strings.Fields(must) {
		if share(heads[head], c.w) < seriesLeast {
			return false
		}
		all += heads[head]
	}
	for _, head := range strings.Fields(may) {
		all += heads[head]
	}
	return share(all, j.d) >= seriesShare && share(lead, c.w) <= spreadLead
}
