package detectors

// Number in the French register of persons, which is that of social security.
//
//	1 01 02 75 056 001 xx
//	│ │  │  │  │   │   └ check: 97 less the rest modulo 97
//	│ │  │  │  │   └──── serial
//	│ │  │  └──┴──────── department, in Corsica 2A or 2B, and place of birth
//	│ └──┴────────────── year and month of birth, months above 12 where unknown
//	└─────────────────── 1 men, 2 women, 3, 4, 7, 8 for the time being
//
// For the check 2A counts as 19 and 2B as 18.
//
// Source: identifiers.md §12.
var _ = register(detector{
	Info: Info{
		Name: "fr_nir", Title: "French social security number (NIR)", TitleZH: "法国社会保险号（NIR）", Level: "L4",
		Sensitive: Sensitive{Policy: true}, Space: 2e11,
	},
	rule:  rule{chance: 1.0 / 97, generic: true},
	words: `nir nir_no fr_nir numero_secu numero_securite_sociale securite_sociale`,
	form:  foreignForm(15, 15),
	whole: foreign(15, 15, Checked, nir),
})

func nir(c compact) bool {
	b := c.text[:15]
	if b[5] == '2' && (b[6] == 'A' || b[6] == 'B') {
		b[5], b[6] = '1', '9'-(b[6]-'A')
	}
	if !digitsOnly(b) {
		return false
	}
	switch b[0] {
	case '1', '2', '3', '4', '7', '8':
	default:
		return false
	}
	month := two(b[3:])
	if month == 0 || month > 12 && month < 20 || month > 42 && month < 50 {
		return false
	}
	return 97-number(b[:13])%97 == int64(two(b[13:]))
}
