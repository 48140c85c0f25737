package detectors

// Chinese passports, 护照 (National Immigration Administration).
//
//	E 1234 5678     ordinary, since 2012; E and a letter but I and O once digits ran out
//	G 1234 5678     ordinary, before; still older booklets 14 or 15 and 7 digits
//	DE SE PE …      diplomatic, service, public affairs: 7 digits; D S P before
//	K H KJ          Hong Kong SAR: 8 digits, 7 after KJ
//	MA MB           Macau SAR: 7 digits
//
// Outside the machine readable zone there is no check digit, and shops number
// goods like this, so that the shape says nothing: a name must, or a word
// before it, or a column in which both series of E stand together, as in any
// register of travellers since 2017 and in no list of goods. H and 8 digits is
// a home return permit's shape too, which is far more common.
//
// Source: identifiers.md §2.1, §3.
var _ = register(detector{
	Info: Info{
		Name: "cn_passport", Title: "Chinese passport", TitleZH: "护照号码", Level: "L4", Sensitive: Sensitive{Policy: true},
		// E and G with 8 digits, E and one of 24 letters with 7.
		Space: 4.4e8,
	},
	rule: rule{weak: true, capitals: true, column: func(j *judge, c *classCounts) bool { return j.series(c, "E0 EA", "G0") }},
	words: `passport passport_no passport_number passport_id passportno
		hzh hzhm huzhao huzhaohao
		护照 护照号 护照号码 护照编号 ` + documentWords,
	near:  "护照 passport",
	form:  document(passport),
	runs:  []shape{{mixedRun, 8, 9, ""}, {digitRun, 9, 9, ""}},
	check: shapely(passport),
})

// passport reports whether capitals and digits have the shape of one.
func passport(b []byte) bool {
	if len(b) < 8 || len(b) > 9 || !digitsOnly(b[len(b)-7:]) {
		return false
	}
	one, two := b[0], b[1]
	digit := two-'0' <= 9
	if len(b) == 8 {
		return one == 'D' || one == 'S' || one == 'P'
	}
	switch one {
	case '1':
		return two == '4' || two == '5'
	case 'E':
		return digit || second(two)
	case 'G', 'H':
		return digit
	case 'K':
		return digit || two == 'J'
	case 'D', 'S':
		return digit || two == 'E'
	case 'P':
		return two == 'E'
	case 'M':
		return two == 'A' || two == 'B'
	}
	return false
}
