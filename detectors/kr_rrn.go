package detectors

// Resident registration number of Korea, 주민등록번호, and that of foreigners.
//
//	971013 - 9 01990 2
//	│        │ │     └ check digit
//	│        │ └────── place and serial number, random since October 2020
//	│        └──────── sex and century: 9 0 of 18.., 1 2 5 6 of 19.., 3 4 7 8 of 20..
//	└───────────────── birthday, yymmdd
//
// The digits before the last, times 2 3 4 5 6 7 8 9 2 3 4 5, leave a remainder
// of eleven; eleven less that, modulo ten, is the check digit. Random numbers
// have none, so that a wrong one is Shaped and not refused.
//
// Thirteen digits in a row are times and barcodes as well, and only a name
// makes them one.
//
// Source: identifiers.md §12.
var _ = register(detector{
	Info: Info{
		Name: "kr_rrn", Title: "Korean resident registration number", TitleZH: "韩国居民登记号码", Level: "L4",
		Sensitive: Sensitive{Policy: true}, Space: 7e11, Checks: true,
	},
	rule: rule{chance: 0.1, checks: true, weak: true, column: checksOut},
	words: `rrn rrn_no jumin jumin_no jumin_number kr_rrn
		주민등록번호 주민번호 韩国身份证 韩国身份证号 韩国居民登记号`,
	near:  "rrn jumin 주민 韩国身份证",
	form:  foreignForm(13, 13),
	runs:  []shape{{digitRun, 6, 6, "-"}},
	find:  rrnIn,
	whole: func(k *knowledge, v []byte) Grade { return k.rrn(compacted(v)) },
	apart: true,
})

// rrnIn finds the number in its usual spelling, with one hyphen.
func rrnIn(k *knowledge, b []byte, s, e int) (from, to int, g Grade) {
	to = e + 8
	if to > len(b) || to < len(b) && (isAlnum(b[to]) || b[to] == '-') || s > 0 && b[s-1] == '-' || !digitsOnly(b[e+1:to]) {
		return 0, 0, 0
	}
	return s, to, k.rrn(compacted(b[s:to]))
}

func (k *knowledge) rrn(c compact) Grade {
	b := c.digits()
	if len(b) != 13 {
		return 0
	}
	day := [8]byte{'1', '9', b[0], b[1], b[2], b[3], b[4], b[5]}
	switch b[6] {
	case '9', '0':
		day[1] = '8'
	case '3', '4', '7', '8':
		day[0], day[1] = '2', '0'
	}
	if !k.born(day[:]) {
		return 0
	}
	if (11-weighted(b, "234567892345")%11)%10 == int(b[12]-'0') {
		return Checked
	}
	return Shaped
}
