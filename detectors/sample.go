package detectors

import (
	"cmp"
	"slices"
)

// How many distinct values are sampled of each leaf is fixed by the schema
// before anything is read, so that it depends on no machine and no order.
const (
	// maxSample is the size for tables of ordinary width. Not lower: with 4096
	// values a rate of 80 % is known to ±1.3 points (95 %), and a look-alike's
	// 9 % is 100 standard deviations away. Not higher: 256 leaves of it are
	// some 50 MB for each worker.
	maxSample = 4096
	// sampleBudget is the size for all leaves of a table together.
	sampleBudget = 1 << 20
	// minSample is the size however many leaves there are. Not lower: twins
	// must share 20 values, and the rule for unknown wants 100 distinct. Not
	// higher: 10,000 leaves of it are some 120 MB.
	minSample = 256
)

// SampleSize is how many distinct values to sample of each leaf of a table
// with that many leaves: 4096 up to 256 leaves; else 2^20 ÷ leaves, rounded
// down to a power of two, and never under 256.
func SampleSize(leaves int) int {
	k := maxSample
	for k > minSample && k*leaves > sampleBudget {
		k /= 2
	}
	return k
}

// An outcome is what one class made of one distinct value: the class in the
// high byte, and these bits in the low one. Outcomes of the same value under
// other spellings are or-ed, so that it does not matter which came first.
type outcome uint16

const (
	sawHit     outcome = 1 << iota // somewhere in the value
	sawWhole                       // the value is nothing but one hit
	sawChecked                     // a hit with Grade Checked, anywhere
	sawPass                        // the value is nothing but one hit, and that is Checked
	sawWorded                      // a hit with Grade Worded, or better by words
)

func (o outcome) class() Class { return Class(o >> 8) }

// slots is how many classes are remembered of one sampled value. Of more, those
// first in the table stay: which depends on no order. The counts of rows
// know all of them.
const slots = 8

// An entry is one distinct value in the sample: its hash, what was seen of it,
// and nothing that it could be read back from.
type entry struct {
	hash   uint64
	shapes uint64         // what all of the value could be, see knowledge.shapes
	seen   [slots]outcome // ascending by class, zero where unused
	look   look
}

// see adds an outcome. Keeping the lowest classes of a union commutes.
func (e *entry) see(o outcome) {
	for i := range e.seen {
		switch have := e.seen[i]; {
		case have == 0:
			e.seen[i] = o
			return
		case have.class() == o.class():
			e.seen[i] = have | o
			return
		case have.class() > o.class():
			e.seen[i], o = o, have
		}
	}
}

// of returns the bits of a class.
func (e *entry) of(c Class) outcome {
	for _, o := range e.seen {
		if o != 0 && o.class() == c {
			return o & 0xff
		}
	}
	return 0
}

// A sample keeps the k distinct hashes that are smallest of all it was shown,
// so that the union of samples is the sample of the union. It holds up to a
// quarter more than k and drops the excess now and then, which costs less than
// a heap.
type sample struct {
	k       int
	top     uint64 // hashes above it are not among the k smallest
	entries []entry
	index   []uint16 // open addressing by hash: 1 + position in entries, 0 if free
}

func newSample(k int) sample {
	return sample{k: k, top: ^uint64(0), index: make([]uint16, 64)}
}

// exact reports whether the sample holds every distinct value, once settled.
func (s *sample) exact() bool { return s.top == ^uint64(0) }

// at returns the entry of the hash, which must not be above top, and whether
// it is new. The pointer is good until the next call.
func (s *sample) at(hash uint64) (e *entry, fresh bool) {
	mask := uint64(len(s.index) - 1)
	i := hash & mask
	for ; s.index[i] != 0; i = (i + 1) & mask {
		if e := &s.entries[s.index[i]-1]; e.hash == hash {
			return e, false
		}
	}
	if len(s.entries) > s.k+s.k/4 {
		s.settle()
		if hash > s.top {
			return nil, false
		}
		return s.at(hash)
	}
	s.entries = append(s.entries, entry{hash: hash})
	s.index[i] = uint16(len(s.entries))
	if 2*len(s.entries) > len(s.index) && len(s.index) < 2*s.k {
		s.index = make([]uint16, 2*len(s.index))
		s.reindex()
	}
	return &s.entries[len(s.entries)-1], true
}

func (s *sample) reindex() {
	mask := uint64(len(s.index) - 1)
	for n := range s.entries {
		i := s.entries[n].hash & mask
		for s.index[i] != 0 {
			i = (i + 1) & mask
		}
		s.index[i] = uint16(n + 1)
	}
}

// settle drops all but the k smallest hashes.
func (s *sample) settle() {
	if len(s.entries) <= s.k {
		return
	}
	smallest(s.entries, s.k)
	s.entries = s.entries[:s.k]
	s.top = 0
	for i := range s.entries {
		s.top = max(s.top, s.entries[i].hash)
	}
	clear(s.index)
	s.reindex()
}

// merge adds what o was shown.
func (s *sample) merge(o *sample) {
	if o.k < s.k { // the smaller of both is what both can answer for
		s.k = o.k
		s.settle()
	}
	for i := range o.entries {
		from := &o.entries[i]
		if from.hash > s.top {
			continue
		}
		to, fresh := s.at(from.hash)
		if to == nil {
			continue
		}
		if fresh {
			to.look, to.shapes = from.look, from.shapes
		}
		for _, seen := range from.seen {
			if seen != 0 {
				to.see(seen)
			}
		}
	}
	s.top = min(s.top, o.top)
	s.settle()
}

// sorted returns the settled entries in ascending order of hash.
func (s *sample) sorted() []entry {
	s.settle()
	slices.SortFunc(s.entries, func(a, b entry) int { return cmp.Compare(a.hash, b.hash) })
	clear(s.index)
	s.reindex()
	return s.entries
}

// distinct is the number of distinct values: exact, or where values were
// dropped the estimate (k-1)/u, u being the k-th smallest hash as a part of 1
// (Z. Bar-Yossef et al., "Counting distinct elements in a data stream", 2002),
// whose relative error is 1/√(k-2).
func (s *sample) distinct() (n int64, exact bool) {
	s.settle()
	if s.exact() {
		return int64(len(s.entries)), true
	}
	u := (float64(s.top) + 1) / (1 << 64)
	return int64(float64(len(s.entries)-1)/u + 0.5), false
}

// smallest moves the k smallest hashes to the front, as Hoare's quickselect.
func smallest(es []entry, k int) {
	low, high := 0, len(es)-1
	for low < high {
		pivot := es[low+(high-low)/2].hash // hashes are random: no bad order exists
		i, j := low, high
		for i <= j {
			for es[i].hash < pivot {
				i++
			}
			for es[j].hash > pivot {
				j--
			}
			if i <= j {
				es[i], es[j] = es[j], es[i]
				i++
				j--
			}
		}
		switch {
		case k-1 <= j:
			high = j
		case k-1 >= i:
			low = i
		default:
			return
		}
	}
}
