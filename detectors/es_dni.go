package detectors

// Identity number of Spain, and that of foreigners.
//
//	12345678 Z     DNI: eight digits and a check letter
//	X 1234567 L    NIE: X, Y or Z, which count 0, 1 or 2, and seven digits
//
// The number modulo 23 is the place of the letter in TRWAGMYFPDXBNJZSQVHLCKE.
//
// Source: identifiers.md §12.
var _ = register(detector{
	Info: Info{
		Name: "es_dni", Title: "Spanish identity number (DNI, NIE)", TitleZH: "西班牙身份号码（DNI、NIE）", Level: "L4",
		Sensitive: Sensitive{Policy: true}, Space: 1e8,
	},
	rule:  rule{chance: 1.0 / 23, generic: true},
	words: `dni dni_no dni_nie nie nie_no nif es_dni`,
	form:  foreignForm(9, 9),
	whole: foreign(9, 9, Checked, dni),
})

func dni(c compact) bool {
	b := c.text[:9]
	if b[0] >= 'X' && b[0] <= 'Z' {
		b[0] -= 'X' - '0'
	}
	return digitsOnly(b[:8]) && !zeros(b[:8]) && b[8] == "TRWAGMYFPDXBNJZSQVHLCKE"[number(b[:8])%23]
}
