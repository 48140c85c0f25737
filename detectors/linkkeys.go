package detectors

import "tuomin/scanners/columns"

// Link keys say nothing of a person and lead to one all the same: whoever has
// two extracts joins them by it. No value gives them away, so that a column is
// one by its name, if its values do not object.

// How the values of a link key may look.
const (
	// linkShare is which part of values must be one opaque word. Not lower:
	// remarks stand under names such as account too. Not higher: users choose
	// their own names, with characters of any script.
	linkShare = 0.50
	// linkCodes and linkRows: so few distinct values in so many rows are a code
	// or a flag. Not lower or higher: a shop with 16 customers has no lake.
	linkCodes = 16
	linkRows  = 1000
)

// linkKey decides the classes that only a name makes.
func (j *judge) linkKey() bool {
	for i := range j.classes {
		c := &j.classes[i]
		if !c.rule.named || !c.named || !j.links() || len(j.strangers(c)) > 0 {
			continue
		}
		confidence, why := Likely, "the name says so"
		if j.d >= fewest && share(j.opaques, j.d) >= opaqueShare {
			confidence, why = Certain, "the name says so, and the values are opaque"
		}
		j.Share = 1
		return j.say(VerdictIs, c.name, confidence, why)
	}
	return false
}

// links reports whether the values could be keys at all, rather than counts,
// amounts, times, flags or prose.
func (j *judge) links() bool {
	switch kind := j.t.col.Type.Kind; kind {
	case columns.Text, columns.Binary, columns.UUID, columns.Unknown, columns.Int, columns.Uint:
	case columns.Decimal, columns.Float: // pandas makes integers with nulls floats
		if share(j.digits, j.d) < opaqueShare {
			return false
		}
	default:
		return false
	}
	return !(j.Distinct <= linkCodes && j.full >= linkRows) && j.runes <= unknownRunes &&
		(share(j.opaques, j.d) >= linkShare || share(j.words, j.d) >= opaqueShare)
}

// linkIn reports whether what a key of JSON is about could be a link key: the column
// is no link key, and contains some. It is one word with digits, as long as keys are:
// in extracts of persons {"order_no": "3"} counts, and {"uid": null} is nobody's.
func linkIn(v []byte) bool {
	digits := false
	for _, c := range v {
		switch {
		case kinds[c] == kindDigit:
			digits = true
		case kinds[c] != kindLetter && c != '-' && c != '_' && c != '.':
			return false
		}
	}
	return digits && len(v) >= keyRunes && len(v) <= unknownRunes
}
