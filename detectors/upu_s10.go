package detectors

// International parcel, UPU S10 (EMS, registered mail).
//
//	RR 47312482 9 US
//	│  │        │ └── country (ISO 3166)
//	│  │        └──── check digit, weights 8 6 4 2 3 5 9 7: 11 − Σ mod 11; 10 is 0, 11 is 5
//	│  └───────────── serial number
//	└──────────────── service
//
// Written also with blanks: EE 0000 0001 4 CN. As any waybill, it leads to who
// sent and who received it.
//
// Source: identifiers.md §9.3.
var _ = register(detector{
	Info: Info{
		Name: "upu_s10", Title: "International parcel", TitleZH: "国际邮件号", Level: "L3", Checks: true,
		Space: 1.7e13, // 26² services × 10^8 serials × 250 countries
	},
	rule:  rule{chance: 0.1, checks: true, capitals: true},
	words: `s10 upu_s10 ems_no ems_number registered_mail_no intl_mail_no 国际邮件号 国际快递单号 挂号信号`,
	near:  "邮件 单号 快递 ems tracking parcel",
	form:  s10Form,
	runs:  []shape{{mixedRun, 13, 13, ""}, {letterRun, 2, 2, " "}},
	check: s10,
	find:  s10In,
})

func s10In(k *knowledge, b []byte, s, e int) (from, to int, g Grade) {
	if e-s == 13 {
		return s, e, s10(k, b[s:e])
	}
	var number [13]byte
	if e+1 >= len(b) || b[e+1]-'0' > 9 {
		return 0, 0, 0
	}
	if e = joined(b, s, number[:]); e == 0 {
		return 0, 0, 0
	}
	return s, e, s10(k, number[:])
}

func s10(k *knowledge, b []byte) Grade {
	if kinds[b[0]] != kindLetter || kinds[b[1]] != kindLetter || !digitsOnly(b[2:11]) || !k.countries.two(b[11:]) {
		return 0
	}
	sum := 0
	for i, w := range [8]int{8, 6, 4, 2, 3, 5, 9, 7} {
		sum += w * int(b[2+i]-'0')
	}
	if b[10] == "50987654321"[sum%11] {
		return Checked
	}
	return Shaped
}

// s10Form is 13 capitals and digits.
func s10Form(dst, v []byte) ([]byte, bool) {
	from := len(dst)
	dst, ok := capitalForm(dst, v)
	if n := dst[from:]; !ok || len(n) != 13 || !digitsOnly(n[2:11]) || !countries().two(n[11:]) {
		return dst[:from], false
	}
	return dst, true
}
