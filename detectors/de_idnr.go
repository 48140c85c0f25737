package detectors

// Taxpayer number of persons in Germany.
//
//	86 095 742 719
//	             └ check digit, ISO 7064 MOD 11,10
//
// Of the ten digits before it one occurs twice or three times, and no other more
// than once; the first is no 0.
//
// Source: identifiers.md §12.
var _ = register(detector{
	Info: Info{
		Name: "de_idnr", Title: "German taxpayer number (IdNr)", TitleZH: "德国税号（IdNr）", Level: "L4",
		Sensitive: Sensitive{Policy: true}, Space: 1e10,
	},
	rule:  rule{chance: 0.1, generic: true},
	words: `steuer_id steuerid steuer_idnr steueridentifikationsnummer de_idnr`,
	form:  foreignForm(11, 11),
	whole: foreign(11, 11, Checked, idnr),
})

func idnr(c compact) bool {
	b := c.digits()
	if b == nil || b[0] == '0' {
		return false
	}
	var times [10]uint8
	for _, d := range b[:10] {
		times[d-'0']++
	}
	repeated := 0
	for _, n := range times {
		switch {
		case n > 3:
			return false
		case n > 1:
			repeated++
		}
	}
	return repeated == 1 && mod1110Right(b)
}
