package detectors

import (
	"cmp"
	"math"

	"tuomin/scanners/columns"
)

// nearUnique reports whether there are many values that hardly ever repeat. It
// fails closed: where distinct values are estimated, the error of the estimate
// speaks for it.
func (j *judge) nearUnique() bool {
	distinct, exact := j.t.Distinct()
	ratio := share(distinct, j.full)
	if !exact {
		ratio *= 1 + 3/math.Sqrt(float64(j.t.sample.k))
	}
	return distinct >= unknownDistinct && ratio >= unknownRatio
}

// repeats reports whether there are very many values that repeat, and that are
// as long as keys are: those of customers in a table of orders. Codes of goods
// and places are fewer, shorter, or stand in many rows each (identifiers.md
// §0.4 asks for near-unique values only; whoever joins two extracts by a key
// does not mind that it repeats). Where letters stand before a number, as before
// those of couriers and merchants, fewer will do.
func (j *judge) repeats() bool {
	distinct, _ := j.t.Distinct()
	if distinct >= unknownDistinct && share(j.numbered, j.d) >= opaqueShare {
		return true
	}
	return distinct >= keyDistinct && (distinct > categories || j.full < categoryRows*distinct) && j.runes >= keyRunes
}

// opaqueKeys reports whether the values could be keys that nobody named: opaque,
// near unique or as many as keys are, and neither times nor measures.
func (j *judge) opaqueKeys() bool {
	switch j.t.col.Type.Kind {
	case columns.Text, columns.Binary, columns.UUID, columns.Unknown, columns.Int, columns.Uint:
	case columns.Decimal: // a quantity, unless it is whole and called something else, as Oracle's numbers are
		if j.t.col.Type.Scale != 0 || !j.name.identifies && len(j.name.classes) == 0 {
			return false
		}
	default:
		return false
	}
	switch {
	case !j.nearUnique() && !j.repeats() && !j.hashed(),
		share(j.opaques, j.d) < opaqueShare,
		j.runes > unknownRunes && !j.hashed(),
		share(j.times, j.d) >= timeShare && !j.name.identifies,
		j.name.Measure && share(j.numbers+j.versions, j.d) >= opaqueShare:
		return false
	}
	return true
}

// WhyForeign is the grounds of a verdict of unknown where foreign holds.
const WhyForeign = "the name speaks of a person's, and the values are in no form that is known"

// WhyStreets is the grounds of a verdict of unknown where values are addresses whatever
// the name says.
const WhyStreets = "the values look like addresses in letters"

// foreign reports whether the name speaks for a class of persons, and the values are
// as many as persons are, and of a language whose addresses, names and telephones
// nobody here reads: Room 501, No. 9 Wensan Road; +44 7911 123456. That there is nothing
// in Chinese text is a judgement; of these it would be a guess. Where the name says
// whose, or that something has a name, it takes what looks like names: guests may be
// two, and agents programs.
func (j *judge) foreign() bool {
	switch distinct, _ := j.t.Distinct(); {
	case j.t.col.Type.Kind != columns.Text && j.t.col.Type.Kind != columns.Binary, j.name.Measure:
		return false
	case !j.name.plainly && !((j.name.whose && !j.name.called || j.name.Says(cnPersonName.class)) && share(j.capitals, j.d) >= opaqueShare):
		return false
	case distinct < fewest:
		return false
	case j.name.Says(cnAddress.class) && share(j.numbers, j.d) >= opaqueShare:
		return false // numbers of rooms and houses: no address is one anywhere
	case share(distinct, j.full) < unknownRatio && (distinct < unknownDistinct || distinct <= categories && j.full >= categoryRows*distinct):
		return false // words that things are sorted by
	}
	return share(j.hans, j.d) <= 1-opaqueShare
}

// unknown finds link keys that nobody named, and what nobody can read.
func (j *judge) unknown() bool {
	if !j.opaqueKeys() {
		switch {
		case j.foreign():
			return j.say(VerdictUnknown, "unknown", Likely, WhyForeign)
		case j.d >= nameValues && share(j.streets, j.d) >= wholeShare:
			return j.say(VerdictUnknown, "unknown", Likely, WhyStreets)
		}
		return false
	}
	why := "opaque and hardly ever repeated: could link rows to a person"
	switch {
	case j.hashed():
		why = "hashed already, it seems, and the same value is the same hash: could link rows to a person"
	case !j.nearUnique():
		why = "opaque, and as many as keys are: could link rows to a person"
	}
	if !j.hashed() {
		why = cmp.Or(j.shapedLike(noteShare), why)
	}
	return j.say(VerdictUnknown, "unknown", Likely, why)
}
