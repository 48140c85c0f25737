package detectors

// Social insurance number of Canada.
//
//	130 692 544
//	│         └ check digit, Luhn's
//	└────────── region, not 0 and not 8; 9 for the time being
//
// Source: identifiers.md §12.
var _ = register(detector{
	Info: Info{
		Name: "ca_sin", Title: "Canadian social insurance number", TitleZH: "加拿大社会保险号", Level: "L4",
		Sensitive: Sensitive{Policy: true}, Space: 8e7,
	},
	rule:  rule{chance: 0.1, generic: true},
	words: `sin_no sin_number social_insurance_number social_insurance_no ca_sin`,
	form:  foreignForm(9, 9),
	whole: foreign(9, 9, Checked, sin),
})

func sin(c compact) bool {
	b := c.digits()
	return b != nil && b[0] != '0' && b[0] != '8' && varied(b) && luhn(b)
}
