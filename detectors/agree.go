package detectors

import "tuomin/scanners/columns"

// What the columns of a table say together decides what one alone leaves open:
// a column of dates that are the births of the identity numbers beside them is
// one of births, whatever it is called (identifiers.md §0.4, §10).

// Telling returns which of the classified columns are worth reading side by
// side: those of identity numbers, and those whose values could be a birth, a
// sex or a region that the numbers tell as well. It returns nothing where there
// are no identity numbers, or nothing to compare them with. The tallies are
// those of the columns.
func Telling(tallies []*Tally, all []Classification) (identities, others []int) {
	for i := range all {
		c := &all[i]
		switch {
		case c.Partition || c.Values > 0:
		case c.Class == cnID18.Name && (c.Verdict == VerdictIs || c.Verdict == VerdictDamaged):
			identities = append(identities, i)
		case tallies[i].couldTell(c):
			others = append(others, i)
		}
	}
	if len(identities) == 0 || len(others) == 0 {
		return nil, nil
	}
	return identities[:min(len(identities), mostIdentities)], others[:min(len(others), mostOthers)]
}

// How many columns are read side by side. Not fewer: a waybill has a sender and
// a recipient, each with a birthday, a sex and an address. Not more: each is
// decoded once more, if only at the head of its parts.
const (
	mostIdentities = 4
	mostOthers     = 24
)

// couldTell reports whether a column could say something that an identity number
// says too: codes of sexes are few, dates have a type or a shape, and of
// addresses and regions we know.
func (t *Tally) couldTell(c *Classification) bool {
	switch c.Class {
	case dateOfBirth.Name, gender.Name, cnAddress.Name, "cn_division6":
		return true
	case "none", "unknown":
		dates, longest := 0, uint8(0)
		for i := range t.sample.entries {
			l := &t.sample.entries[i].look
			longest = max(longest, l.runes)
			if l.year > 0 {
				dates++
			}
		}
		return 2*dates > len(t.sample.entries) || c.Distinct > 0 && c.Distinct <= mostGenders && longest <= 6
	}
	return false
}

// Agree applies what columns say together to what each was judged to be, and
// returns what was compared. A column that nobody could judge becomes what the
// numbers beside it say; one that was judged so already becomes certain.
func (s *Set) Agree(all []Classification, agreements []Agreement) []Agreement {
	at := make(map[columns.Path]int, len(all))
	for i := range all {
		at[all[i].Path] = i
	}
	told := []Agreement{}
	for _, a := range agreements {
		i, ok := at[a.B]
		if !ok || all[at[a.A]].Class != cnID18.Name {
			continue
		}
		if a.On == "sex" && all[at[a.A]].Verdict == VerdictDamaged {
			continue // Excel has rounded that digit away
		}
		if b := &all[i]; a.Holds() && b.become(s, map[string]string{"birth_date": dateOfBirth.Name, "sex": gender.Name, "province": cnAddress.Name}[a.On]) {
			told = append(told, a)
		} else if b.Class != "none" && b.Class != "unknown" {
			told = append(told, a)
		}
	}
	return told
}

// become makes the column one of the class, if what it was does not object.
func (c *Classification) become(s *Set, class string) bool {
	const why = "an identity number in the same row says so"
	switch {
	case c.Class == class && c.Verdict == VerdictIs:
		c.Confidence, c.Why = Certain, why
		return true
	case class == cnAddress.Name, c.Verdict != VerdictNone && c.Verdict != VerdictUnknown:
		return c.Class == "cn_division6" && class == cnAddress.Name // a region, and no address
	}
	rows := c.Rows - c.Nulls - c.Nullish
	c.Verdict, c.Class, c.Confidence, c.Why, c.Share = VerdictIs, class, Certain, why, 1
	c.Level, c.Sensitive = s.Grade(class)
	c.Findings = append([]Finding{{Class: class, Rows: rows, Whole: rows, Estimated: true}}, c.Findings...)
	return true
}

// Positions finds two columns side by side of which one holds latitudes and the
// other longitudes, precise ones, of China, though no name says so. One alone
// could be a price; two that fit by chance are not met next to each other.
func Positions(tallies []*Tally, all []Classification) {
	const why = "latitudes and longitudes stand side by side"
	for i := 0; i+1 < len(all); i++ {
		a, b := tallies[i], tallies[i+1]
		if !(a.coordinates(lookLatitude) && b.coordinates(lookLongitude) || a.coordinates(lookLongitude) && b.coordinates(lookLatitude)) {
			continue
		}
		pair := all[i : i+2]
		for n := range pair {
			if c := &pair[n]; c.Verdict == VerdictNone || c.Verdict == VerdictUnknown {
				c.become(a.set, geoLatLon.Name)
				c.Confidence, c.Why = Likely, why
			}
		}
	}
}

const (
	// coordinateValues is how many distinct values it takes. Not lower: a few
	// rates may lie in both ranges. Not higher: a courier has some dozen stops.
	coordinateValues = 30
	// coordinateShare is which part of them must lie in the range. Not lower:
	// prices lie there too, and elsewhere. Not higher: zeros stand for no
	// position, and floats lose decimals that are zero.
	coordinateShare = 0.90
)

// coordinates reports whether sampled values are next to all of that kind.
func (t *Tally) coordinates(kind flags) bool {
	var n int64
	for i := range t.sample.entries {
		n += t.sample.entries[i].look.has(kind)
	}
	return n >= coordinateValues && share(n, int64(len(t.sample.entries))) >= coordinateShare && !t.name.Measure
}
