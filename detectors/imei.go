package detectors

// Mobile device identity, IMEI (3GPP TS 23.003 §6).
//
//	35 000000 000000 6
//	│  │      │      └ check digit, Luhn over the 14 before it
//	│  │      └─────── serial number of the device
//	│  └────────────── with the first two, the type (TAC)
//	└───────────────── body that reported the type: 01, 35, 86, 91, 99 nowadays
//
// Written also in groups of 2, 6, 6 and 1 with hyphens, blanks or slashes, and
// twice in a cell for two SIMs. Body 00 is for tests, and numbers of one or two
// digits (000000000000000 passes Luhn) are nobody's.
//
// Networks send 0 in the place of the check digit, and so do records of calls: under
// a name that says what they are, a column of such numbers passes.
//
// Confused with any 15 digits: business registrations, first-generation
// identity numbers, waybills. Of random ones 2 % pass body and digit, 10 % the
// digit alone, so that one with a wrong digit is Shaped, and the rate in a
// column tells. An IMSI begins with 46, which is no body.
//
// Source: identifiers.md §7.1, §10.1.
var _ = register(detector{
	Info: Info{
		Name: "imei", Title: "Mobile device identity (IMEI)", TitleZH: "移动设备识别码", Level: "L3", Sensitive: Sensitive{Policy: true},
		// Some 200,000 types that were ever reported × 10^6 serial numbers.
		Space: 2e11, Checks: true,
	},
	rule: rule{chance: 1.0 / 10, checks: true, plain: 15, sent: true},
	words: `imei imei1 imei2 imei_no imei_code device_id deviceid device_imei sbid shebeihao
		设备号 设备标识 设备识别码 串号 手机串号`,
	near:  "imei 串号 设备识别码",
	form:  imeiForm,
	runs:  []shape{{digitRun, 15, 15, ""}, {digitRun, 2, 2, "-/ "}},
	leads: func(_, lead int) bool { return reportingBody[lead] },
	check: func(_ *knowledge, b []byte) Grade { return imei15(b) },
	find:  imeiIn,
})

// imeiGroups are the digits of a number in groups.
var imeiGroups = []int{2, 6, 6, 1}

func imeiIn(_ *knowledge, b []byte, s, e int) (from, to int, g Grade) {
	if e-s == 15 {
		g = imei15(b[s:e])
	} else {
		if s > 0 && b[s-1] == b[e] && b[e] != ' ' { // the end of a date
			return 0, 0, 0
		}
		var digits [15]byte
		if e = inGroups(digits[:], b, s, imeiGroups); e > 0 {
			g = imei15(digits[:])
		}
	}
	if g == 0 {
		return 0, 0, 0
	}
	e, ok := unbroken(b, s, e)
	if !ok {
		return 0, 0, 0
	}
	return s, e, g
}

// inGroups reads groups of so many digits from s on, with the same separator
// between them, into dst. It returns where they end, 0 if they do not so.
func inGroups(dst, b []byte, s int, groups []int) int {
	n := s
	for _, size := range groups {
		n += size + 1
	}
	if n--; n > len(b) || n < len(b) && isAlnum(b[n]) {
		return 0
	}
	separator := b[s+groups[0]]
	for i, size := range groups {
		if i > 0 {
			if b[s] != separator {
				return 0
			}
			s++
		}
		if !digitsOnly(b[s : s+size]) {
			return 0
		}
		copy(dst, b[s:s+size])
		dst, s = dst[size:], s+size
	}
	return s
}

func isAlnum(c byte) bool { return kinds[c] == kindDigit || kinds[c] == kindLetter }

// imei15 judges 15 digits: 0 where no body reports such types.
func imei15(b []byte) Grade {
	if !reportingBody[two(b)&127] || !varied(b) {
		return 0
	}
	if luhn(b) {
		return Checked
	}
	return Shaped
}

// reportingBody are those that types have been reported by, the old European
// ones included.
var reportingBody = func() (t [128]bool) {
	for _, c := range []int{1, 10, 30, 33, 35, 44, 45, 49, 50, 51, 52, 53, 54, 86, 91, 98, 99} {
		t[c] = true
	}
	return t
}()

// imeiForm is the 15 digits.
func imeiForm(dst, v []byte) ([]byte, bool) {
	from := len(dst)
	dst, ok := digitsForm(dst, v)
	if !ok { // slashes
		dst = dst[:from]
		for _, c := range v {
			if c != '/' {
				dst = append(dst, c)
			}
		}
	}
	if digits := dst[from:]; len(digits) != 15 || !digitsOnly(digits) || !reportingBody[two(digits)] {
		return dst[:from], false
	}
	return dst, true
}
