package detectors

// Identity number of Thailand.
//
//	1 2345 67890 12 1
//	│ │             └ check digit
//	│ └────────────── place and serial
//	└──────────────── kind of person, 1 to 8
//
// The digits before it, times 13 down to 2, leave a remainder of eleven; eleven
// less that, modulo ten, is the check digit.
//
// Source: identifiers.md §12.
var _ = register(detector{
	Info: Info{
		Name: "th_pin", Title: "Thai identity number", TitleZH: "泰国身份证号", Level: "L4",
		Sensitive: Sensitive{Policy: true}, Space: 8e11,
	},
	rule:  rule{chance: 0.1, generic: true},
	words: `thai_id thai_id_no thai_national_id th_pin 泰国身份证 泰国身份证号`,
	form:  foreignForm(13, 13),
	whole: foreign(13, 13, Checked, thaiID),
})

func thaiID(c compact) bool {
	b := c.digits()
	if b == nil || b[0] < '1' || b[0] > '8' {
		return false
	}
	return (11-weighted(b, "=<;:98765432")%11)%10 == int(b[12]-'0')
}
