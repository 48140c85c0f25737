package detectors

// Taxpayer number of persons in Brazil.
//
//	123.456.789-09
//	            └ two check digits
//
// Digits times weights that end in 2 leave a remainder of eleven; eleven less that
// is the check digit, and 0 where it were 10 or 11. The second is made with the
// first. Eleven digits are telephones as well, of which one in a hundred passes.
//
// Source: identifiers.md §12.
var _ = register(detector{
	Info: Info{
		Name: "br_cpf", Title: "Brazilian taxpayer number (CPF)", TitleZH: "巴西个人税号（CPF）", Level: "L4",
		Sensitive: Sensitive{Policy: true}, Space: 1e9,
	},
	rule:  rule{chance: 0.01, generic: true},
	words: `cpf cpf_no cpf_number br_cpf`,
	form:  foreignForm(11, 11),
	whole: foreign(11, 11, Checked, cpf),
})

func cpf(c compact) bool {
	b := c.digits()
	return b != nil && varied(b) && brazilian(b, ":98765432", 9) && brazilian(b, ";:98765432", 10)
}

// brazilian reports whether the digit at that place is right.
func brazilian(b []byte, weights string, place int) bool {
	want := 11 - weighted(b, weights)%11
	if want >= 10 {
		want = 0
	}
	return int(b[place]-'0') == want
}
