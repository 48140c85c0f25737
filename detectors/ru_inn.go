package detectors

// Taxpayer number of Russia, ИНН.
//
//	77 07 083893 …    ten digits of a company, the last a check digit
//	77 0000 000000    twelve of a person, the last two check digits
//
// Digits times weights leave a remainder of eleven, of which the last digit
// is the check digit.
//
// Source: identifiers.md §12.
var _ = register(detector{
	Info: Info{
		Name: "ru_inn", Title: "Russian taxpayer number (INN)", TitleZH: "俄罗斯纳税人识别号（INN）", Level: "L4",
		Sensitive: Sensitive{Policy: true}, Space: 1e10,
	},
	rule:  rule{chance: 0.1, generic: true},
	words: `inn inn_no inn_number ru_inn инн`,
	form:  foreignForm(10, 12),
	whole: foreign(10, 12, Checked, inn),
})

func inn(c compact) bool {
	b := c.digits()
	switch {
	case b == nil || !varied(b):
		return false
	case len(b) == 10:
		return innDigit(b, "24:359468", 9)
	}
	return len(b) == 12 && innDigit(b, "724:359468", 10) && innDigit(b, "3724:359468", 11)
}

func innDigit(b []byte, weights string, place int) bool {
	return weighted(b, weights)%11%10 == int(b[place]-'0')
}
