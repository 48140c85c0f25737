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
		Name: "cn_bizreg15", Title: "Business registration number", TitleZH: "营业执照注册号", Level: "L1", NotPersonal: true, Checks: true,
	},
	rule: rule{chance: 0.1, checks: true, weak: true, column: checksOut},
	words: `reg_no regno registration_no register_no business_reg_no business_registration_no biz_reg_no
		zch yyzzzch
		注册号 工商注册号 营业执照注册号 企业注册号 营业执照号`,
	near:  "注册号 营业执照",
	form:  bizregForm,
	runs:  []shape{{digitRun, 15, 15, ""}},
	leads: func(_, lead int) bool { return lead == 10 || provinceCode[lead] },
	check: bizreg15,
})

func bizreg15(_ *knowledge, b []byte) Grade {
	if province := two(b); !provinceCode[province&127] && string(b[:6]) != "100000" {
		return 0
	}
	p := uint8(10)
	for i := 0; i < 14; i += 2 {
		p = mod1110[p&15][two(b[i:])&127]
	}
	if (11-p)%10 == b[14]-'0' {
		return Checked
	}
	return Shaped
}

// mod1110 is what two digits, as a number, make of a remainder in ISO 7064
// MOD 11,10: each remainder waits for the one before, and a look takes less
// time than two divisions.
var mod1110 = func() (t [16][128]uint8) {
	for p := range 11 {
		for pair := range 100 {
			next := p
			for _, digit := range [2]int{pair / 10, pair % 10} {
				if next = (next + digit) % 10; next == 0 {
					next = 10
				}
				next = 2 * next % 11
			}
			t[p][pair] = uint8(next)
		}
	}
	return t
}()

// bizregForm is 15 digits. They are not checked: see id18Form.
func bizregForm(dst, v []byte) ([]byte, bool) {
	from := len(dst)
	dst, ok := digitsForm(dst, v)
	if !ok || len(dst)-from != 15 || !digitsOnly(dst[from:]) {
		return dst[:from], false
	}
	return dst, true
}
