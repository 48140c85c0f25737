package detectors

// Organisation code, 组织机构代码 (GB 11714-1997).
//
//	D2143569 - X
//	│          └ check character: 11 − Σ mod 11 by weights 3 7 9 10 5 8 4 2
//	└─────────── eight digits or letters, A = 10 … Z = 35
//
// The unified code has replaced it, and holds it (see cn_uscc). Nine digits
// pass one time in eleven, so that without the hyphen only all of a value is
// judged, and without a name, or more right digits than chance has, it is none.
//
// Source: identifiers.md §4.2.
var _ = register(detector{
	Info: Info{Name: "cn_org_code", Title: "Organisation code", TitleZH: "组织机构代码", Level: "L1", NotPersonal: true, Checks: true},
	rule: rule{chance: 1.0 / 11, checks: true, weak: true, column: checksOut, capitals: true},
	words: `org_code orgcode organization_code organisation_code org_no
		zzjgdm jgdm
		组织机构代码 机构代码 组织机构代码证`,
	near: "机构代码 organi",
	form: orgForm,
	runs: []shape{{digitRun, 8, 8, "-"}, {mixedRun, 8, 8, "-"}, {letterRun, 8, 8, "-"}, {digitRun, 9, 9, "$"}, {mixedRun, 9, 9, "$"}},
	find: orgIn,
})

func orgIn(_ *knowledge, b []byte, s, e int) (from, to int, g Grade) {
	var code [9]byte
	switch {
	case e-s == 9 && s == 0 && e == len(b):
		copy(code[:], b)
	case e-s == 8 && (s == 0 || b[s-1] != '-') && joined(b, s, code[:]) == e+2:
		e += 2
	default:
		return 0, 0, 0
	}
	switch last := code[8] &^ 0x20; {
	case organisation(code[:]):
		g = Checked
	case code[8]-'0' <= 9 || last == 'X':
		g = Shaped
	default:
		return 0, 0, 0
	}
	return s, e, g
}

// organisation reports whether nine letters and digits pass the check.
func organisation(b []byte) bool {
	sum := 0
	for i, w := range [8]int{3, 7, 9, 10, 5, 8, 4, 2} {
		sum += w * base36(b[i])
	}
	want := "0X987654321"[sum%11]
	return b[8] == want || want == 'X' && b[8] == 'x'
}

// base36 is what a letter or digit counts: 0 to 9, A = 10 to Z = 35.
func base36(c byte) int {
	if c-'0' <= 9 {
		return int(c - '0')
	}
	return int(c&^0x20-'A') + 10
}

// orgForm is nine capitals and digits, without the hyphen.
func orgForm(dst, v []byte) ([]byte, bool) {
	from := len(dst)
	dst, ok := capitalForm(dst, v)
	if !ok || len(dst)-from != 9 || dst[from+8] > '9' && dst[from+8] != 'X' {
		return dst[:from], false
	}
	return dst, true
}
