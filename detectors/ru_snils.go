package detectors

// Number of a personal pension account of Russia, СНИЛС.
//
//	112-233-445 95
//	            └ two check digits
//
// The digits before them, times 9 down to 1, leave a remainder of 101; 100 is 00.
// Numbers up to 001-001-998 have none and are refused.
//
// Source: identifiers.md §12.
var _ = register(detector{
	Info: Info{
		Name: "ru_snils", Title: "Russian pension number (SNILS)", TitleZH: "俄罗斯个人养老保险号（SNILS）", Level: "L4",
		Sensitive: Sensitive{Policy: true}, Space: 1e9,
	},
	rule:  rule{chance: 0.01, generic: true},
	words: `snils snils_no ru_snils снилс`,
	form:  foreignForm(11, 11),
	whole: foreign(11, 11, Checked, snils),
})

func snils(c compact) bool {
	b := c.digits()
	if b == nil || number(b[:9]) <= 1001998 {
		return false
	}
	return weighted(b, "987654321")%101%100 == two(b[9:])
}
