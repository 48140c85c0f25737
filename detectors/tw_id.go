package detectors

// Taiwan's identity number, 國民身分證統一編號, and the number of foreign residents,
// 統一證號, since 2021.
//
//	A 1 23456789
//	│ │       └┬ check digit
//	│ └──────── 1 male, 2 female; residents 8 and 9
//	└────────── place of first registration, which stands for two digits
//
// The two digits of the letter, the eight after it and the check digit, times
// 1 9 8 7 6 5 4 3 2 1 1, sum to a multiple of ten. Letters are numbered in the
// order in which places came to have one: I is 34, O 35, W 32, Z 33.
//
// Confused with goods and seats of one letter and nine digits, of which one in
// ten with such a second digit has a right check digit: the rate tells.
//
// Source: identifiers.md §2.10.
var _ = register(detector{
	Info: Info{
		Name: "tw_id", Title: "Taiwan identity number", TitleZH: "台湾身份证号", Level: "L4", Sensitive: Sensitive{Policy: true},
		// 26 letters × 4 × 10^7; the check digit follows.
		Space: 1e9, Checks: true,
	},
	rule: rule{chance: 0.1, checks: true, weak: true, column: checksOut, capitals: true},
	words: `tw_id taiwan_id tw_id_no roc_id twid
		twsfz twsfzh
		台湾身份证 台湾身份证号 台湾身分证 身分证字号 身分證字號 身分證號 國民身分證 统一证号 統一證號 ` + documentWords,
	near: "身分證 身分证 身份证 統一證號 统一证号 taiwan",
	form: document(func(b []byte) bool { return len(b) == 10 && letters(b[:1]) && digitsOnly(b[1:]) }),
	runs: []shape{{mixedRun, 10, 10, ""}},
	check: func(_ *knowledge, b []byte) Grade {
		if kinds[b[0]] != kindLetter || !digitsOnly(b[1:]) {
			return 0
		}
		switch b[1] {
		case '1', '2', '8', '9':
			return taiwan(b, b[1]-'0')
		}
		return 0
	},
})

// taiwanLetter is the number of each letter from A on.
var taiwanLetter = [26]uint8{10, 11, 12, 13, 14, 15, 16, 17, 34, 18, 19, 20, 21, 22, 35, 23, 24, 25, 26, 27, 28, 29, 32, 30, 31, 33}

// taiwan judges the check digit of ten characters of which all but the first two
// are digits; sex is the digit that the second one stands for.
func taiwan(b []byte, sex byte) Grade {
	place := int(taiwanLetter[upper(b[0])-'A'])
	sum := place/10 + place%10*9 + int(sex)*8
	for i := 2; i < 9; i++ {
		sum += int(b[i]-'0') * (9 - i)
	}
	if (sum+int(b[9]-'0'))%10 == 0 {
		return Checked
	}
	return Shaped
}
