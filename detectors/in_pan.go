package detectors

// Permanent account number of India, of who pays taxes.
//
//	AAA P A 0001 A
//	    │ │      └ check letter, by a rule that is not published
//	    │ └─────── first letter of the surname
//	    └───────── P of a person, C of a company, and others
//
// It takes a name or a label.
//
// Source: identifiers.md §12.
var _ = register(detector{
	Info: Info{
		Name: "in_pan", Title: "Indian taxpayer number (PAN)", TitleZH: "印度永久账户号（PAN）", Level: "L4",
		Sensitive: Sensitive{Policy: true}, Space: 5e9,
	},
	rule:  rule{chance: 0.1, generic: true},
	words: `pan pan_no pan_number pan_card pan_card_no in_pan`,
	form:  foreignForm(10, 10),
	whole: foreign(10, 10, Shaped, pan),
})

func pan(c compact) bool { return panShape(c.text[:10]) }

func panShape(b []byte) bool {
	if !letters(b[:5]) || !digitsOnly(b[5:9]) || !letters(b[9:10]) || zeros(b[5:9]) {
		return false
	}
	switch b[3] {
	case 'A', 'B', 'C', 'F', 'G', 'H', 'J', 'L', 'P', 'T':
		return true
	}
	return false
}
