package detectors

// Hong Kong identity card.
//
//	A 123456 (3)
//	│ │       └─ check digit, A for ten
//	│ └───────── serial
//	└─────────── one letter or two
//
// A blank for a missing first letter counts 36 and letters from 10 on; times 9 8
// 7 6 5 4 3 2 1, the sum is a multiple of eleven. The parentheses are no part of
// the number and often left out, and then one in eleven numbers of goods passes:
// the rate in a column tells, or a word, and a few that are right among many other
// values tell nothing.
//
// Source: identifiers.md §2.8, §3.
var _ = register(detector{
	Info: Info{
		Name: "hk_hkid", Title: "Hong Kong identity card", TitleZH: "香港身份证号", Level: "L4", Sensitive: Sensitive{Policy: true},
		// 26 letters and 676 pairs × 10^6; the check digit follows.
		Space: 7e8, Checks: true,
	},
	rule: rule{chance: 1.0 / 11, checks: true, weak: true, column: checksOut, capitals: true},
	words: `hkid hkid_no hk_id hk_id_no hk_id_card hk_identity_card hkic
		xgsfz xgsfzh
		香港身份证 香港身份证号 香港身份证号码 香港身份證 香港居民身份证 ` + documentWords,
	near: "香港身份 身份证 身份證 hkid",
	form: document(func(b []byte) bool {
		n := len(b)
		return n >= 8 && hkidHead(b[:n-1]) > 0 && (b[n-1]-'0' <= 9 || b[n-1] == 'A')
	}),
	runs: []shape{{mixedRun, 8, 9, ""}, {mixedRun, 7, 8, "( "}},
	find: hkidIn,
})

// hkidIn finds a number that is a run, or a run and its check digit in
// parentheses.
func hkidIn(_ *knowledge, b []byte, s, e int) (from, to int, g Grade) {
	if n := hkidHead(b[s:e]); n > 0 {
		p := e
		if p < len(b) && b[p] == ' ' {
			p++
		}
		if p+2 < len(b) && b[p] == '(' && b[p+2] == ')' {
			return s, p + 3, hkid(b[s:e], n, b[p+1])
		}
	}
	if n := hkidHead(b[s : e-1]); n > 0 {
		return s, e, hkid(b[s:e-1], n, b[e-1])
	}
	return 0, 0, 0
}

// hkidHead is how many letters b has before six digits, 0 if it is not made so.
func hkidHead(b []byte) int {
	n := len(b) - 6
	if n < 1 || n > 2 || !letters(b[:n]) || !digitsOnly(b[n:]) {
		return 0
	}
	return n
}

// hkid judges n letters, six digits and a check digit.
func hkid(b []byte, n int, check byte) Grade {
	sum := 36 * 9
	if n == 2 {
		sum = int(upper(b[0])-'A'+10) * 9
	}
	sum += int(upper(b[n-1])-'A'+10) * 8
	for i, c := range b[n:] {
		sum += int(c-'0') * (7 - i)
	}
	switch {
	case check-'0' <= 9:
		sum += int(check - '0')
	case check|0x20 == 'a':
		sum += 10
	default:
		return 0
	}
	if sum%11 == 0 {
		return Checked
	}
	return Shaped
}
