package detectors

// Taxpayer number, 纳税人识别号.
//
//	15  110105 D2143569X         region and organisation code
//	17  110105491231002 01       identity number of 15 digits, and two more
//	18  91350100M000100Y43       unified code, or an identity number
//	20  11010519491231002X 01    identity number, and two more
//
// The numbers that it is made of give themselves away, and a column of them is
// reported as what they are (cn_uscc, cn_id18): the class is for the mixture,
// and for the lengths that are nothing else. In a column it takes a name or a
// label. It is graded as the identity number that it may be.
//
// Source: identifiers.md §4.4.
var _ = register(detector{
	Info: Info{
		Name: "cn_tax_id", Title: "Taxpayer number", TitleZH: "纳税人识别号", Level: "L4", Sensitive: Sensitive{Policy: true},
		Space: 4e11, // that of the identity number
	},
	rule: rule{chance: 0.01, generic: true},
	words: `tax_no taxno tax_id taxid tax_number tax_code taxpayer_id taxpayer_no taxpayer_code taxpayer_number duty_paragraph
		nsrsbh nsrsbm swdjh sh
		纳税人识别号 税号 纳税识别号 纳税人识别码 税务登记号 纳税号`,
	form:  taxForm,
	whole: taxID,
	apart: true,
})

func taxID(k *knowledge, b []byte) Grade {
	if wholeRun(b) == noRun {
		return 0
	}
	ok := false
	switch len(b) {
	case 15:
		ok = digitsOnly(b[:6]) && provinceCode[two(b)&127] && organisation(b[6:])
	case 17:
		ok = digitsOnly(b) && k.divisions.region(two(b)*10000+two(b[2:])*100+two(b[4:])) && k.born15(b)
	case 18:
		ok = k.uscc(b) == Checked || k.id18(b) == Checked
	case 20:
		ok = digitsOnly(b[18:]) && k.id18(b[:18]) == Checked
	}
	if ok {
		return Checked
	}
	return 0
}

// born15 reports whether digits 7 to 12 are a day of birth of 19yy.
func (k *knowledge) born15(b []byte) bool {
	day := [8]byte{'1', '9', b[6], b[7], b[8], b[9], b[10], b[11]}
	return k.born(day[:])
}

// taxForm is capitals and digits, and of an identity number and two more the
// identity number: that is who pays.
func taxForm(dst, v []byte) ([]byte, bool) {
	from := len(dst)
	dst, ok := capitalForm(dst, v)
	switch len(dst) - from {
	case 15, 18:
	case 17, 20:
		dst = dst[:len(dst)-2]
	default:
		ok = false
	}
	if !ok {
		return dst[:from], false
	}
	return dst, true
}
