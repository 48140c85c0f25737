package detectors

// Number of a service, 服务号码: a hotline, an operator, an emergency call. It is
// nobody's, and known so that it is not taken for a person's telephone.
//
//	400-800-8000    400 and 800, 10 digits
//	1010 0000       1010, 8 digits
//	95588  950000   95, banks and the like; 96, provinces
//	10086  12345    100 and 12, operators and town halls
//	110  120        emergencies
//	1069 0000 0001  106, from which messages come, up to 20 digits
//
// They are too short, or too like order numbers, to be told from one value: it
// takes a name, a label, or a column of which more than half are spread over
// the 400 and 106 that there are.
//
// Source: identifiers.md §6.4.
var _ = register(detector{
	Info: Info{
		Name: "cn_service_number", Title: "Number of a service", TitleZH: "服务号码", Level: "L1", NotPersonal: true,
		Space: 1e8,
	},
	rule: rule{chance: 0.01, column: hotlines},
	words: `hotline hotline_no service_phone service_tel service_number customer_service_phone service_line kf_phone kfdh
		客服电话 客服热线 服务热线 热线 热线电话 热线号码 服务电话 服务号码 投诉电话`,
	form:  serviceForm,
	whole: func(_ *knowledge, v []byte) Grade { return serviceNumber(v) },
	apart: true,
})

// hotlineShare is which part of a column must be numbers of services. Not lower
// or higher: identifiers.md §6.4 has it so.
const hotlineShare = 0.50

// hotlineLead is up to which part the values may share their first six digits:
// a counter or one batch shares them all. Not lower: one prefix of an operator's
// messages is common.
const hotlineLead = 0.50

// hotlines reports whether a column that nobody named is one of hotlines. Short
// numbers are codes more often, and integers under a name of telephones have lost
// their 0: 1061234567 is one of Beijing.
func hotlines(j *judge, c *classCounts) bool {
	const shortest = 8
	if j.name.number && j.name.Says(cnMobile.class) {
		return false
	}
	return share(c.w, j.d) > hotlineShare && j.runes >= shortest && j.leading() < hotlineLead
}

func serviceNumber(v []byte) Grade {
	const longest = 20 // digits, with two separators
	if len(v) < 3 || len(v) > longest+2 || kinds[v[0]] != kindDigit {
		return 0
	}
	var digits [longest]byte
	n, gaps := 0, 0
	for _, c := range v {
		switch {
		case kinds[c] == kindDigit && n < longest:
			digits[n] = c
			n++
		case c == '-' || c == ' ':
			if gaps++; gaps > 2 {
				return 0
			}
		default:
			return 0
		}
	}
	if gaps > 0 && n != 10 || !serviceDigits(digits[:n]) {
		return 0
	}
	return Shaped
}

// serviceDigits reports whether digits are the number of a service.
func serviceDigits(d []byte) bool {
	lead := func(s string) bool { return string(d[:len(s)]) == s }
	switch n := len(d); {
	case n == 3:
		return lead("11") || lead("12") && d[2] <= '2'
	case n == 5:
		return lead("95") || lead("96") || lead("100") || lead("12")
	case n == 6:
		return lead("95") || lead("96")
	case n == 8:
		return lead("1010")
	case n == 10:
		return lead("400") || lead("800") || lead("106")
	}
	return len(d) > 10 && lead("106")
}

// serviceForm is the digits.
func serviceForm(dst, v []byte) ([]byte, bool) {
	from := len(dst)
	dst, ok := digitsForm(dst, v)
	if digits := dst[from:]; !ok || len(digits) < 3 || len(digits) > 20 || !digitsOnly(digits) || !serviceDigits(digits) {
		return dst[:from], false
	}
	return dst, true
}
