package detectors

// Identity number of residents of India, Aadhaar.
//
//	2718 2818 284 7
//	│             └ check digit, Verhoeff's
//	└────────────── random, the first digit 2 to 9
//
// Palindromes are not given out. One in ten other numbers of twelve digits
// passes, times of twelve digits among them: in a column it takes a name or a
// label.
//
// Source: identifiers.md §12.
var _ = register(detector{
	Info: Info{
		Name: "in_aadhaar", Title: "Indian identity number (Aadhaar)", TitleZH: "印度身份号码（Aadhaar）", Level: "L4",
		Sensitive: Sensitive{Policy: true}, Space: 8e10,
	},
	rule: rule{chance: 0.1, generic: true},
	words: `aadhaar aadhar adhaar aadhaar_no aadhaar_number aadhar_no aadhar_number uidai
		印度身份证 印度身份证号`,
	form:  foreignForm(12, 12),
	whole: foreign(12, 12, Checked, aadhaar),
	apart: true,
})

func aadhaar(c compact) bool {
	b := c.digits()
	if b == nil || b[0] < '2' || !verhoeffRight(b) {
		return false
	}
	for i := range len(b) / 2 {
		if b[i] != b[len(b)-1-i] {
			return true
		}
	}
	return false
}
