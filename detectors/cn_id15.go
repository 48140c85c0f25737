package detectors

// Resident identity number of the first generation (GB 11643-1989).
//
//	110105 491231 002
//	│      │      └── sequence; odd for men
//	│      └───────── birth, yymmdd, of 19yy; of 18yy where the sequence is 996 to 999
//	└──────────────── region of registration (GB/T 2260) when it was issued
//
// Cards with it ended in 2013; the numbers live on in old tables. There is no
// check digit. Its form is the number of 18 characters that its holder has
// since: a century and a check character more, so that one person is one.
//
// Confused with all else that has 15 digits: registration numbers of companies
// begin with a region too, and one in 27 goes on like a date; IMEI and
// waybills hardly ever begin with a county that there was. A number that does is
// a hit, Checked where the date is one, so that the rate in a column tells; a few
// among many other values tell nothing without a word.
// 110105491231002, of the standard's own example, is also right by the check
// digit of companies.
//
// Source: identifiers.md §1.2, §10.1.
var _ = register(detector{
	Info: Info{
		Name: "cn_id15", Title: "Resident identity number, first generation", TitleZH: "居民身份证号（15位）", Level: "L4", Sensitive: Sensitive{Policy: true},
		// 6,600 regions × 36,500 days × 1,000 sequences.
		Space: 2.4e11, Checks: true,
	},
	// Six digits are a day of a year one time in 27.
	rule:  rule{chance: 0.04, checks: true, weak: true, column: checksOut, plain: never, proof: "regions and dates are right"},
	words: identityWords,
	near:  "身份证 证件 公民身份 idcard identity",
	form:  id18Form,
	runs:  []shape{{digitRun, 15, 15, ""}},
	leads: func(_, lead int) bool { return provinceCode[lead] && lead < 70 },
	check: (*knowledge).id15,
	spelt: func(k *knowledge, v []byte) Grade {
		if d := spell(v, ""); d.n == 15 && digitsOnly(d.digits()) {
			return k.id15(d.digits())
		}
		return 0
	},
})

// id15 judges 15 digits.
func (k *knowledge) id15(b []byte) Grade {
	switch {
	case b[0] == '0' || b[0] > '6' || !k.divisions.region(two(b)*10000+two(b[2:])*100+two(b[4:])):
		return 0
	case birthOf(b[6:], 1900):
		return Checked
	}
	return Shaped
}

// birthOf reports whether six digits are a day of a year in that century. That
// 1800 and 1900 had no leap day is all that tells one from another.
func birthOf(b []byte, century int) bool {
	year, month, day := century+two(b), two(b[2:]), two(b[4:])
	return month >= 1 && month <= 12 && day >= 1 && day <= daysIn(year, month)
}

// longerID appends the 18 characters that a number of 15 digits became.
func longerID(dst, b []byte) []byte {
	from := len(dst)
	century := "19"
	if string(b[12:14]) == "99" && b[14] >= '6' {
		century = "18"
	}
	dst = append(append(append(dst, b[:6]...), century...), b[6:]...)
	return append(dst, id18Check(dst[from:]))
}
