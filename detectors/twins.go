package detectors

import (
	"cmp"
	"slices"
)

// When two columns are twins (design D20).
const (
	// twinValues is how many sampled values they must share. Not lower: chance
	// hits would refuse good runs. Not higher: 20 of a sample of 4096 are one in
	// two hundred.
	twinValues = 20
	// twinShare is which part of either column's sample that must be. Not
	// lower: of a million order numbers and ten million, some fall together.
	// Not higher: a list of those who opted out repeats few of all users.
	twinShare = 0.01
	// twinBytes is how long a value must be to count. Shorter ones, and those
	// from fewer than 2^32 possible ones, are in any two columns by chance;
	// they are checked in their own column only.
	twinBytes = 8
)

// A Twin is two columns that hold the same values in canonical form, whatever
// their names, types and spellings.
type Twin struct {
	A, B int // positions in the list given to Twins, A < B
	// Shared is how many of the sampled distinct values both have. OfA and OfB
	// are how many each column has in the part of the hash space that both
	// samples cover: Shared ÷ OfA estimates which part of A's values is in B.
	Shared, OfA, OfB int
}

// Twins finds the columns that repeat one another's values. All tallies must be
// of one key. It settles the tallies, so that none may be in use elsewhere.
//
// # Why this is right for samples of different size
//
// A tally's sample is every value with a hash up to its top. Of two columns, all
// values with a hash up to the smaller top are known of both, so that counting
// among those, and only those, compares like with like. A hash that both
// samples hold is below both tops already.
func Twins(tallies []*Tally) []Twin {
	type place struct {
		hash  uint64
		tally int
	}
	var places []place
	own := make([][]uint64, len(tallies)) // the hashes that count, ascending
	for i, t := range tallies {
		for _, e := range t.sample.sorted() {
			if e.look.telling() {
				places = append(places, place{e.hash, i})
				own[i] = append(own[i], e.hash)
			}
		}
	}
	slices.SortFunc(places, func(a, b place) int {
		return cmp.Or(cmp.Compare(a.hash, b.hash), cmp.Compare(a.tally, b.tally))
	})

	shared := make(map[[2]int]int)
	for len(places) > 0 {
		n := 1
		for n < len(places) && places[n].hash == places[0].hash {
			n++
		}
		for i := range n {
			for j := i + 1; j < n; j++ {
				shared[[2]int{places[i].tally, places[j].tally}]++
			}
		}
		places = places[n:]
	}

	var twins []Twin
	for pair, n := range shared {
		if n < twinValues {
			continue
		}
		a, b := pair[0], pair[1]
		top := min(tallies[a].sample.top, tallies[b].sample.top)
		w := Twin{A: a, B: b, Shared: n, OfA: upTo(own[a], top), OfB: upTo(own[b], top)}
		if float64(n) >= twinShare*float64(w.OfA) || float64(n) >= twinShare*float64(w.OfB) {
			twins = append(twins, w)
		}
	}
	slices.SortFunc(twins, func(a, b Twin) int { return cmp.Or(cmp.Compare(a.A, b.A), cmp.Compare(a.B, b.B)) })
	return twins
}

// upTo counts the hashes that are not above top.
func upTo(sorted []uint64, top uint64) int {
	n, found := slices.BinarySearch(sorted, top)
	if found {
		n++
	}
	return n
}

// telling reports whether two columns that share the value are likely to have
// it from the same place.
func (l look) telling() bool {
	switch {
	case l.length < twinBytes:
		return false
	case l.flags&lookTime != 0:
		return l.length > 10 // a date or a second is one of few
	case l.flags&lookDigits != 0:
		return l.length > 9 // 10^9 < 2^32
	}
	return true
}
