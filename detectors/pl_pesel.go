package detectors

// Identity number of Poland.
//
//	010203 0001 x
//	│      │    └ check digit
//	│      └───── serial, the last digit odd of men
//	└──────────── birthday, yymmdd; to the month are added 80 of 18.., 20 of 20..
//
// The digits times 1 3 7 9 and so on, and the check digit, add up to a multiple
// of ten. Eleven digits are telephones as well.
//
// Source: identifiers.md §12.
var _ = register(detector{
	Info: Info{
		Name: "pl_pesel", Title: "Polish identity number (PESEL)", TitleZH: "波兰身份号码（PESEL）", Level: "L4",
		Sensitive: Sensitive{Policy: true}, Space: 4e8,
	},
	rule:  rule{chance: 0.1, generic: true},
	words: `pesel pesel_no pl_pesel`,
	form:  foreignForm(11, 11),
	whole: foreign(11, 11, Checked, pesel),
})

func pesel(c compact) bool {
	b := c.digits()
	if b == nil {
		return false
	}
	century := [5]int{1900, 2000, 2100, 2200, 1800}[two(b[2:])/20]
	year, month, day := century+two(b), two(b[2:])%20, two(b[4:])
	if month < 1 || month > 12 || day < 1 || day > daysIn(year, month) {
		return false
	}
	return weighted(b, "13791379131")%10 == 0
}
