package detectors

// Identity number of Singapore: of citizens and residents (NRIC), and of
// foreigners (FIN).
//
//	S 0000001 I
//	│ │       └ check letter
//	│ └──────── serial; of those born from 1968 on it begins with the year
//	└────────── S, T citizens and residents up to 1999 and from 2000 on;
//	            F, G, M foreigners up to 1999, from 2000 and from 2022 on
//
// The digits, times 2 7 6 5 4 3 2, and 4 for T and G or 3 for M, leave a
// remainder of eleven, for which each pair of series has its letters.
//
// Confused with goods of a letter, seven digits and a letter, of which one in
// twenty-six passes: the rate tells, or a word.
//
// Source: identifiers.md §12.
var _ = register(detector{
	Info: Info{
		Name: "sg_nric", Title: "Identity number of Singapore (NRIC, FIN)", TitleZH: "新加坡身份证号", Level: "L4",
		Sensitive: Sensitive{Policy: true}, Space: 5e7, Checks: true,
	},
	rule: rule{chance: 1.0 / 11, checks: true, weak: true, column: checksOut, capitals: true},
	words: `nric nric_no nric_number fin_no nric_fin sg_nric
		新加坡身份证 新加坡身份证号`,
	near:  "nric 新加坡身份证",
	form:  foreignForm(9, 9),
	runs:  []shape{{mixedRun, 9, 9, ""}},
	check: nric,
})

func nric(_ *knowledge, b []byte) Grade {
	last := upper(b[8])
	if kinds[b[0]] != kindLetter || last < 'A' || last > 'Z' || !digitsOnly(b[1:8]) {
		return 0
	}
	sum, letters := weighted(b[1:8], "2765432"), "JZIHGFEDCBA"
	switch upper(b[0]) {
	case 'S':
	case 'T':
		sum += 4
	case 'F':
		letters = "XWUTRQPNMLK"
	case 'G':
		sum, letters = sum+4, "XWUTRQPNMLK"
	case 'M':
		sum, letters = sum+3, "XWUTRQPNJLK"
	default:
		return 0
	}
	if letters[sum%11] == last {
		return Checked
	}
	return Shaped
}
