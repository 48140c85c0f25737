package detectors

// Number of a patient of England, Wales and Man, NHS number.
//
//	943 476 591 9
//	            └ check digit
//
// The digits before it, times 10 9 8 7 6 5 4 3 2, leave a remainder of eleven;
// eleven less that is the check digit, 11 is 0, and where it were 10 the number
// is not given out. Books are numbered by the same rule (ISBN-10), and one in
// eleven other numbers of ten digits passes: in a column it takes a name or a
// label.
//
// Source: identifiers.md §12.
var _ = register(detector{
	Info: Info{
		Name: "uk_nhs", Title: "British patient number (NHS)", TitleZH: "英国 NHS 号码", Level: "L4",
		Sensitive: Sensitive{Policy: true, Law: true}, Space: 1e9,
	},
	rule: rule{chance: 1.0 / 11, generic: true},
	words: `nhs nhs_no nhs_number nhs_num nhs_id
		NHS号码`,
	form:  foreignForm(10, 10),
	whole: foreign(10, 10, Checked, nhs),
	apart: true,
})

func nhs(c compact) bool {
	b := c.digits()
	if b == nil || !varied(b) {
		return false
	}
	sum := int(b[9] - '0')
	for i, d := range b[:9] {
		sum += int(d-'0') * (10 - i)
	}
	return sum%11 == 0
}
