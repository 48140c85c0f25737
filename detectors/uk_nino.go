package detectors

// National insurance number of the United Kingdom.
//
//	AA 00 00 00 A
//	│  │        └ A to D
//	│  └───────── serial
//	└──────────── prefix without D F I Q U V, the second letter no O either
//
// BG, GB, NK, KN, TN, NT and ZZ are no prefixes. There is no check digit: it takes
// a name or a label.
//
// Source: identifiers.md §12.
var _ = register(detector{
	Info: Info{
		Name: "uk_nino", Title: "British national insurance number", TitleZH: "英国国民保险号", Level: "L4",
		Sensitive: Sensitive{Policy: true}, Space: 2e9,
	},
	rule:  rule{chance: 0.05, generic: true},
	words: `nino nino_no ni_number ni_no national_insurance_number national_insurance_no uk_nino`,
	form:  foreignForm(9, 9),
	whole: foreign(9, 9, Shaped, nino),
})

func nino(c compact) bool {
	b := c.text[:9]
	if !letters(b[:2]) || !digitsOnly(b[2:8]) || b[8] < 'A' || b[8] > 'D' || b[1] == 'O' {
		return false
	}
	for _, c := range b[:2] {
		switch c {
		case 'D', 'F', 'I', 'Q', 'U', 'V':
			return false
		}
	}
	switch string(b[:2]) {
	case "BG", "GB", "NK", "KN", "TN", "NT", "ZZ":
		return false
	}
	return true
}
