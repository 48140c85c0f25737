package detectors

// Subscriber identity, IMSI (ITU-T E.212), of a SIM card.
//
//	460 00 0000000001
//	│   │  └ subscriber, 10 digits
//	│   └─── network: 00 02 04 07 08 Mobile, 01 06 09 Unicom, 03 05 11 Telecom,
//	│        15 Broadnet, 20 railways
//	└─────── country: 460 mainland, 454 Hong Kong, 455 Macau, 466 Taiwan
//
// There is no check digit: of one value the prefix says little, as a shop may
// number its orders so, and of a column of which nearly all have it, and not
// all the same, a lot. No reporting body of IMEIs begins with 46.
//
// Source: identifiers.md §7.3, §10.1.
var _ = register(detector{
	Info: Info{
		Name: "imsi", Title: "Subscriber identity (IMSI)", TitleZH: "国际移动用户识别码", Level: "L3", Sensitive: Sensitive{Policy: true},
		Space: 1.3e11,
	},
	rule:  rule{chance: 0.0002, weak: true, plain: 15, column: subscribers},
	words: `imsi imsi_no imsi1 imsi2 sim_imsi 用户识别码`,
	near:  "imsi 用户识别码",
	form:  imsiForm,
	runs:  []shape{{digitRun, 15, 15, ""}},
	leads: func(_, lead int) bool { return lead == 45 || lead == 46 },
	check: func(_ *knowledge, b []byte) Grade { return imsi15(b) },
})

const (
	// imsiShare is which part of a column must be IMSIs. Not lower:
	// identifiers.md §7.3 asks for it, as the prefix is all there is. Not higher:
	// tests and foreign guests stand among them.
	imsiShare = 0.95
	// imsiLead is up to which part they may share their first six digits. Not
	// lower: one network of one operator has ten leads, and one may have most.
	// Not higher: a counter has one.
	imsiLead = 0.80
)

// subscribers reports whether all values together are IMSIs.
func subscribers(j *judge, c *classCounts) bool {
	return share(c.w, j.d) >= imsiShare && j.leading() <= imsiLead && c.w >= spreadValues
}

func imsi15(b []byte) Grade {
	if b[0] != '4' {
		return 0
	}
	switch string(b[:3]) {
	case "460":
		switch string(b[3:5]) {
		case "00", "01", "02", "03", "04", "05", "06", "07", "08", "09", "11", "15", "20":
			return Shaped
		}
	case "454", "455", "466":
		return Shaped
	}
	return 0
}

// imsiForm is the 15 digits.
func imsiForm(dst, v []byte) ([]byte, bool) {
	from := len(dst)
	dst, ok := digitsForm(dst, v)
	if b := dst[from:]; !ok || len(b) != 15 || !digitsOnly(b) || imsi15(b) == 0 {
		return dst[:from], false
	}
	return dst, true
}
