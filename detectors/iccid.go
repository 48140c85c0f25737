package detectors

// SIM card number, ICCID (ITU-T E.118), 19 or 20 digits.
//
//	89 86 00 0000000000000 1
//	│  │  │  │             └ check digit, Luhn; Telecom's cards have none
//	│  │  │  └────────────── card
//	│  │  └───────────────── issuer: 00 02 04 07 08 13 Mobile, 01 06 09 Unicom,
//	│  │                     03 11 Telecom, 15 Broadnet
//	│  └──────────────────── country: 86 China
//	└─────────────────────── telecommunications
//
// iccid is any country's with the check digit, iccid_cn_format China's by the
// prefix, with a digit of A to F after the issuer as China Mobile prints it.
// Cards of 2005 that end in a letter of their vendor, and numbers swapped two by
// two or filled up with F, are neither.
//
// Confused with bank cards (62…) and serial numbers, none of which begin with
// 8986 and an issuer, but for one in 100,000.
//
// Source: identifiers.md §7.4.
var _ = register(detector{
	Info: Info{
		Name: "iccid", Title: "SIM card number (ICCID)", TitleZH: "SIM 卡号", Level: "L3", Sensitive: Sensitive{Policy: true},
		Space: 1e14, Checks: true,
	},
	// Of random digits, one in ninety begins with 89, and a tenth of those pass.
	rule: rule{chance: 1.0 / 10, among: 0.002, checks: true},
	words: `iccid iccid_no sim_no sim_number sim_card_no sim_serial simkh
		sim卡号 卡识别码`,
	near:  "iccid sim",
	form:  iccidForm,
	runs:  []shape{{digitRun, 19, 20, ""}},
	check: func(_ *knowledge, b []byte) Grade { return iccidDigits(b) },
})

var _ = register(detector{
	Info: Info{
		Name: "iccid_cn_format", Title: "SIM card number of China, by its form", TitleZH: "中国 SIM 卡号（按格式）", Level: "L3",
		Sensitive: Sensitive{Policy: true}, Space: 1e14,
	},
	rule:  rule{chance: 0.0001, capitals: true},
	words: `iccid iccid_no sim_no sim_number sim_card_no sim_serial simkh sim卡号 卡识别码`,
	near:  "iccid sim",
	form:  iccidForm,
	runs:  []shape{{digitRun, 19, 20, ""}, {mixedRun, 19, 20, ""}},
	check: func(_ *knowledge, b []byte) Grade { return iccidOfChina(b) },
})

func iccidDigits(b []byte) Grade {
	switch {
	case b[0] != '8' || b[1] != '9' || !varied(b):
		return 0
	case luhn(b):
		return Checked
	}
	return Shaped
}

func iccidOfChina(b []byte) Grade {
	if string(b[:4]) != "8986" || !digitsOnly(b[4:6]) || hexValue[b[6]] > 15 || !digitsOnly(b[7:]) {
		return 0
	}
	switch string(b[4:6]) {
	case "00", "01", "02", "03", "04", "05", "06", "07", "08", "09", "11", "13", "15":
		return Shaped
	}
	return 0
}

// iccidForm is the 19 or 20 characters in capitals.
func iccidForm(dst, v []byte) ([]byte, bool) {
	from := len(dst)
	dst, ok := capitalForm(dst, v)
	b := dst[from:]
	if !ok || len(b) != 19 && len(b) != 20 || iccidOfChina(b) == 0 && (!digitsOnly(b) || iccidDigits(b) == 0) {
		return dst[:from], false
	}
	return dst, true
}
