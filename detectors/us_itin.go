package detectors

// Individual taxpayer number of the United States, of those who have no social
// security number.
//
//	9xx - 70 - 0001
//	      └ group: 50–65, 70–88, 90–92, 94–99
//
// There is no check digit: it takes a name or a label.
//
// Source: identifiers.md §12.
var _ = register(detector{
	Info: Info{
		Name: "us_itin", Title: "Taxpayer number of the United States (ITIN)", TitleZH: "美国个人纳税人识别号", Level: "L4",
		Sensitive: Sensitive{Policy: true}, Space: 6e6,
	},
	rule:  rule{chance: 0.05, generic: true},
	words: `itin itin_no itin_number us_itin individual_taxpayer_number`,
	form:  foreignForm(9, 9),
	whole: foreign(9, 9, Shaped, itin),
})

func itin(c compact) bool {
	b := c.digits()
	if b == nil || b[0] != '9' {
		return false
	}
	group := two(b[3:])
	return group >= 50 && group <= 65 || group >= 70 && group <= 88 || group >= 90 && group != 93
}
