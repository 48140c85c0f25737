package detectors

// Macau resident identity card, 澳門居民身份證.
//
//	1/234567/8  1234567(8)  12345678
//	│ └────┘ └ check digit, by a rule that nobody has published
//	└───────── 1, 5 or 7
//
// Without a rule to check, and with the look of dates and telephones, only a name
// makes it one.
//
// Source: identifiers.md §2.9.
var moBIR = register(detector{
	Info: Info{
		Name: "mo_bir", Title: "Macau identity card", TitleZH: "澳门居民身份证号", Level: "L4", Sensitive: Sensitive{Policy: true},
		// 3 series × 10^6.
		Space: 3e6,
	},
	words: `mo_bir macau_id macau_id_no macau_id_card mo_id bir_no
		amsfz amsfzh
		澳门身份证 澳门身份证号 澳门身份证号码 澳門身份證 澳门居民身份证 澳門居民身份證`,
	form: func(dst, v []byte) ([]byte, bool) {
		from := len(dst)
		dst, ok := textForm(dst, v)
		b := dst[from:]
		if !ok || mobir(nil, b) == 0 {
			return dst[:from], false
		}
		kept := dst[:from]
		for _, c := range b {
			if c-'0' <= 9 {
				kept = append(kept, c)
			}
		}
		return kept, true
	},
	whole: mobir,
})

func mobir(_ *knowledge, b []byte) Grade {
	switch {
	case len(b) == 10 && b[1] == '/' && b[8] == '/' && digitsOnly(b[2:8]) && b[9]-'0' <= 9,
		len(b) == 10 && b[7] == '(' && b[9] == ')' && digitsOnly(b[:7]) && b[8]-'0' <= 9,
		len(b) == 8 && digitsOnly(b) && !timeShaped(b, true):
	default:
		return 0
	}
	if b[0] == '1' || b[0] == '5' || b[0] == '7' {
		return Shaped
	}
	return 0
}
