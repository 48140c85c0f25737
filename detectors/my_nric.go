package detectors

// Identity number of Malaysia.
//
//	010203 - 14 - 0001
//	│        │    └ serial, the last digit even of women
//	│        └───── place of birth
//	└────────────── birthday, yymmdd
//
// There is no check digit: it takes a name or a label.
//
// Source: identifiers.md §12.
var _ = register(detector{
	Info: Info{
		Name: "my_nric", Title: "Malaysian identity number (MyKad)", TitleZH: "马来西亚身份证号", Level: "L4",
		Sensitive: Sensitive{Policy: true}, Space: 4e9,
	},
	rule:  rule{chance: 0.04, generic: true},
	words: `mykad mykad_no my_nric malaysia_ic ic_no 马来西亚身份证 马来西亚身份证号`,
	form:  foreignForm(12, 12),
	whole: foreign(12, 12, Shaped, mykad),
})

func mykad(c compact) bool {
	b := c.digits()
	if b == nil || !shortDay(b) {
		return false
	}
	switch place := two(b[6:]); place {
	case 0, 17, 18, 19, 20, 69, 70, 73, 80, 81:
		return false // of nowhere
	}
	return true
}

// shortDay reports whether six digits are a day, yymmdd, of whichever century.
func shortDay(b []byte) bool {
	year, month, day := 1900+two(b), two(b[2:]), two(b[4:])
	return month >= 1 && month <= 12 && day >= 1 && (day <= daysIn(year, month) || day <= daysIn(year+100, month))
}
