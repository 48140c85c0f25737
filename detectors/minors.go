package detectors

import (
	"encoding/binary"
	"fmt"
)

// Minors counts the values of a column that say that somebody is a child: by an
// identity number or a day of birth, as of the day of the scan. They are exact
// counts of rows (in lists, of values), as the law asks for each of them and a
// rate says of none (PIPL art. 28 and 31; a child is sensitive under 14).
type Minors struct {
	Under14 int64  `json:"under_14"`
	Under18 int64  `json:"under_18"` // those under 14 among them
	AsOf    string `json:"as_of"`    // yyyy-mm-dd; on another day there are others
}

// The ages that the law knows.
const (
	ageOfChild = 14
	ageOfMinor = 18
)

// ages are the ages, and a position in count.minors for each.
var ages = [...]int32{ageOfChild, ageOfMinor}

// adult reports whether a canonical hit that is all of v has at its place a year
// in which nobody was born who is a minor still, as nearly all have: that takes
// no reading of dates.
func (t *Tally) adult(v []byte, h *Span) bool {
	at := t.set.table[h.Class].year
	return at > 0 && h.plain && binary.BigEndian.Uint32(v[at:at+4]) < t.adults
}

// adultYears is the first year in which a minor can have been born, as four
// digits, the first one highest.
func adultYears(today int32) uint32 {
	year := uint32(today/10000 - ageOfMinor)
	return ('0'+year/1000)<<24 | ('0'+year/100%10)<<16 | ('0'+year/10%10)<<8 | ('0' + year%10)
}

// minor counts a value with hits by its youngest person, once for each class.
func (t *Tally) minor(v []byte, weight int64, hits []Span) {
	k := known()
	for i := range hits {
		class := hits[i].Class
		if !t.tells(&hits[i]) || i > 0 && t.repeated(hits[:i], class) {
			continue
		}
		youngest := int32(0)
		for n := i; n < len(hits); n++ {
			if h := &hits[n]; h.Class == class && t.tells(h) {
				youngest = max(youngest, t.set.table[class].birth(k, t.folded(v[h.Start:h.End])))
			}
		}
		for n, age := range ages {
			if youngest > 0 && youngest+age*10000 > k.today {
				t.counts[class].minors[n] += weight
			}
		}
	}
}

// tells reports whether a hit tells a day of birth: one whose check digit is
// wrong is another number.
func (t *Tally) tells(h *Span) bool {
	d := t.set.table[h.Class]
	return d.birth != nil && (!d.rule.checks || h.Grade == Checked)
}

func (t *Tally) repeated(before []Span, class Class) bool {
	for i := range before {
		if before[i].Class == class && t.tells(&before[i]) {
			return true
		}
	}
	return false
}

// folded is a hit as detectors see it.
func (t *Tally) folded(hit []byte) []byte {
	if !foldable(hit) {
		return hit
	}
	t.folding.fold(hit)
	return t.folding.text
}

// minors is what is told of a column: of the class that tells of most of its
// rows; zero where none does.
func (t *Tally) minors() Minors {
	var most *count
	for i := range t.counts {
		if c := &t.counts[i]; t.set.table[i].birth != nil && c.rows() > 0 && (most == nil || c.rows() > most.rows()) {
			most = c
		}
	}
	if most == nil {
		return Minors{}
	}
	day := known().today
	return Minors{Under14: most.minors[0], Under18: most.minors[1], AsOf: fmt.Sprintf("%04d-%02d-%02d", day/10000, day/100%100, day%100)}
}
