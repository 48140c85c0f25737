package detectors

// Number of foreign residents in Taiwan, 居留證號, as issued before 2021 and good
// until 2031.
//
//	A C 01234567
//	│ │       └┬ check digit
//	│ └──────── A to D: sex, and whether from the mainland, Hong Kong or Macau
//	└────────── place of application, which stands for two digits
//
// It is checked like Taiwan's identity numbers; of the second letter's two
// digits only the last one counts.
//
// Source: identifiers.md §2.10.
var _ = register(detector{
	Info: Info{
		Name: "tw_arc_old", Title: "Taiwan resident certificate, before 2021", TitleZH: "台湾居留证号（旧式）", Level: "L4", Sensitive: Sensitive{Policy: true},
		// 26 letters × 4 × 10^7; the check digit follows.
		Space: 1e9, Checks: true,
	},
	rule: rule{chance: 0.1, checks: true, weak: true, column: checksOut, capitals: true},
	words: `tw_arc arc_no arc_number tw_arc_no resident_certificate_no
		jlzh juliuzheng
		居留证 居留证号 居留證 居留證號 ` + documentWords,
	near: "居留證 居留证 统一证号 統一證號 resident",
	form: document(func(b []byte) bool { return len(b) == 10 && letters(b[:2]) && digitsOnly(b[2:]) }),
	runs: []shape{{mixedRun, 10, 10, ""}},
	check: func(_ *knowledge, b []byte) Grade {
		second := upper(b[1])
		if kinds[b[0]] != kindLetter || second < 'A' || second > 'D' || !digitsOnly(b[2:]) {
			return 0
		}
		return taiwan(b, taiwanLetter[second-'A']%10)
	},
})
