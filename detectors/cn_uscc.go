package detectors

// Unified social credit code, 统一社会信用代码 (GB 32100-2015).
//
//	9 1 350100 M000100Y4 3
//	│ │ │      │         └ check character, weights 3^i, mod 31
//	│ │ │      └────────── organisation code (GB 11714) with its own check
//	│ │ └───────────────── region of registration (GB/T 2260), or 100000
//	│ └─────────────────── kind within the registry
//	└───────────────────── registry: 9 commerce, 5 civil affairs, … A, N and Y too
//
// 31 symbols: digits, and letters without I, O, S, V and Z. Written also in
// small letters and in groups. It is a company's; that of a sole trader (92…)
// or a cooperative (93…) is about one person or a few.
//
// Confused with identity numbers and serial numbers of 18 digits. A letter,
// other than X at the end, decides; where there is none, the check inside must
// be right as well, and the region one of the list. A few old codes have the
// inner check wrong, so that with letters it decides nothing.
//
// Source: identifiers.md §4.1, §10.2.
var _ = register(detector{
	Info: Info{
		Name: "cn_uscc", Title: "Unified social credit code", TitleZH: "统一社会信用代码", Level: "L1", NotPersonal: true, Checks: true,
	},
	rule: rule{chance: 1.0 / 31, checks: true, capitals: true},
	words: `uscc uscc_code social_credit_code credit_code unified_code unified_social_credit_code business_license_no license_no
		tyshxydm shxydm xydm
		统一社会信用代码 社会信用代码 信用代码 营业执照号 营业执照编号`,
	near:  "信用代码 营业执照 税号 纳税人 uscc",
	form:  usccForm,
	runs:  []shape{{mixedRun, 18, 18, ""}, {digitRun, 18, 18, ""}, {digitRun, 4, 4, " -"}, {digitRun, 8, 8, " -"}, {mixedRun, 4, 4, " -"}, {mixedRun, 8, 8, " -"}},
	leads: func(_, lead int) bool { return usccKind('0'+byte(lead/10), '0'+byte(lead%10)) },
	check: (*knowledge).uscc,
	find:  usccIn,
})

func usccIn(k *knowledge, b []byte, s, e int) (from, to int, g Grade) {
	if e-s == 18 {
		g = k.uscc(b[s:e])
	} else if usccKind(b[s], b[s+1]) {
		var code [18]byte
		if e = joined(b, s, code[:]); e == 0 {
			return 0, 0, 0
		}
		g = k.uscc(code[:])
	}
	if g == 0 {
		return 0, 0, 0
	}
	if e, ok := unbroken(b, s, e); ok {
		return s, e, g
	}
	return 0, 0, 0
}

// uscc judges 18 letters and digits.
func (k *knowledge) uscc(b []byte) Grade {
	if !usccKind(b[0], b[1]) || !digitsOnly(b[2:8]) {
		return 0
	}
	code := two(b[2:])*10000 + two(b[4:])*100 + two(b[6:])
	if code != 100000 && !provinceCode[two(b[2:])&127] {
		return 0
	}
	sum, weight, last := 0, 1, 0
	lettered := false
	for i, c := range b {
		if last = usccValue(c); last < 0 {
			return 0
		}
		lettered = lettered || last >= 10 && i < 17
		if i < 17 {
			sum += last * weight
			weight = weight * 3 % 31
		}
	}
	if (31-sum%31)%31 != last {
		return Shaped
	}
	if lettered = lettered || last >= 10 && last != usccX; !lettered && (!organisation(b[8:17]) || code != 100000 && !k.divisions.region(code)) {
		return Shaped
	}
	return Checked
}

// usccX is what X counts, in which identity numbers end too.
const usccX = 29

// usccKind reports whether the registry has that kind.
func usccKind(registry, kind byte) bool {
	return usccKinds[registry]>>(kind-'0')&1 != 0
}

// usccKinds are the kinds of each registry, a bit for each digit.
var usccKinds = func() (t [256]uint16) {
	for registry, kinds := range map[rune]string{
		'1': "1239", '2': "19", '3': "123459", '4': "19", '5': "1239", '6': "129", '7': "129", '8': "19", '9': "1239",
		'A': "19", 'N': "1239", 'Y': "1",
	} {
		for _, kind := range kinds {
			t[registry] |= 1 << (kind - '0')
			if registry >= 'A' {
				t[registry|0x20] |= 1 << (kind - '0')
			}
		}
	}
	return t
}()

// usccValue is what a symbol counts, -1 for one that is none.
func usccValue(c byte) int {
	if c-'0' <= 9 {
		return int(c - '0')
	}
	switch c &^= 0x20; {
	case c >= 'A' && c <= 'H':
		return int(c-'A') + 10
	case c >= 'J' && c <= 'N':
		return int(c-'J') + 18
	case c >= 'P' && c <= 'R':
		return int(c-'P') + 23
	case c >= 'T' && c <= 'U':
		return int(c-'T') + 26
	case c >= 'W' && c <= 'Y':
		return int(c-'W') + 28
	}
	return -1
}

// usccForm is 18 capitals and digits. A wrong check does not matter: whoever is
// given it twice should be one company.
func usccForm(dst, v []byte) ([]byte, bool) {
	from := len(dst)
	dst, ok := capitalForm(dst, v)
	if !ok || len(dst)-from != 18 || known().uscc(dst[from:]) == 0 {
		return dst[:from], false
	}
	return dst, true
}
