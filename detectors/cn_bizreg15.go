package detectors

// Business registration number, 营业执照注册号 (GS 15-2006).
//
//	110108 0 0000001 6
//	│      │ │       └ check digit, ISO 7064 MOD 11,10
//	│      │ └──────── sequence
//	│      └────────── 0–3 domestic, 4–5 foreign-invested, 6–9 sole trader
//	└───────────────── registry (GB/T 2260), 100000 for the national one
//
// The unified code has replaced it (see cn_uscc).
//
// Confused with identity numbers of 15 digits and IMEIs, of which one in ten
// passes: the rate in a column tells, see precedence. One number alone is no
// evidence.
//
// Source: identifiers.md §4.3, §10.1.
var _ = register(detector{
	Info: Info{
		Name: "cn_bizreg15", Title: "Business registration number", TitleZH: "营业执照注册号", Level: "L1", Checks: true,
	},
	rule: rule{chance: 0.1, checks: true, weak: true, column: checksOut},
	words: `reg_no regno registration_no register_no business_reg_no business_registration_no biz_reg_no
		zch yyzzzch
		注册号 工商注册号 营业执照注册号 企业注册号 营业执照号`,
	near:  "注册号 营业执照",
	form:  bizregForm,
	runs:  []shape{{digitRun, 15, 15, ""}},
	check: bizreg15,
})

func bizreg15(_ *knowledge, b []byte) Grade {
	if province := two(b); !provinceCode[province&127] && string(b[:6]) != "100000" {
		return 0
	}
	p := 10
	for _, c := range b[:14] {
		if p = (p + int(c-'0')) % 10; p == 0 {
			p = 10
		}
		p = 2 * p % 11
	}
	if (11-p)%10 == int(b[14]-'0') {
		return Checked
	}
	return Shaped
}

// bizregForm is 15 digits. They are not checked: see id18Form.
func bizregForm(dst, v []byte) ([]byte, bool) {
	from := len(dst)
	dst, ok := digitsForm(dst, v)
	if !ok || len(dst)-from != 15 || !digitsOnly(dst[from:]) {
		return dst[:from], false
	}
	return dst, true
}
