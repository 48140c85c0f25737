package detectors

// Employer identification number of the United States: a company's.
//
//	12 - 3456789
//	└ prefix, by the office that gives it out
//
// There is no check digit: it takes a name or a label.
//
// Source: identifiers.md §12.
var _ = register(detector{
	Info: Info{
		Name: "us_ein", Title: "Employer number of the United States (EIN)", TitleZH: "美国雇主识别号", Level: "L1",
		NotPersonal: true,
	},
	rule:  rule{chance: 0.83, generic: true},
	words: `ein ein_no ein_number fein us_ein employer_identification_number`,
	form:  foreignForm(9, 9),
	whole: foreign(9, 9, Shaped, ein),
})

func ein(c compact) bool {
	b := c.digits()
	if b == nil {
		return false
	}
	switch two(b) {
	case 0, 7, 8, 9, 17, 18, 19, 28, 29, 49, 69, 70, 78, 79, 89, 96, 97:
		return false // given out by nobody
	}
	return true
}
