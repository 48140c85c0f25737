package detectors

// Permanent residence card of foreigners, 外国人永久居留身份证, as issued since
// December 2023.
//
//	9 31 840 19010203 001 0
//	│ │  │   │        │   └ check character, ISO 7064 MOD 11-2
//	│ │  │   │        └──── sequence; odd for men
//	│ │  │   └───────────── birth, yyyymmdd
//	│ │  └───────────────── nationality, ISO 3166-1 in digits
//	│ └──────────────────── province of application (GB/T 2260)
//	└────────────────────── 9: a foreigner
//
// No identity number begins with 9. Companies' credit codes of 18 digits do
// (91…), and have a region where this has a nationality, and no date.
//
// Source: identifiers.md §1.4, §10.2.
var _ = register(detector{
	Info: Info{
		Name: "cn_fpr18", Title: "Permanent residence card of a foreigner", TitleZH: "外国人永久居留身份证号", Level: "L4", Sensitive: Sensitive{Policy: true},
		// 32 provinces × 249 countries × 62,000 days × 1,000 sequences.
		Space: 4.9e11, Checks: true,
	},
	rule:  rule{chance: 1.0 / 11, random: 5e-7, checks: true, capitals: true, long: true},
	words: residentWords,
	near:  "永久居留 永居 居留证 证件 permanent resident",
	form:  id18Form,
	runs:  []shape{{digitRun, 18, 18, ""}, {mixedRun, 18, 18, ""}},
	leads: func(_, lead int) bool { return lead >= 90 },
	check: func(k *knowledge, b []byte) Grade {
		last := b[17]
		if b[0] != '9' || last > '9' && last|0x20 != 'x' || !digitsAmong(b[:17]) || !provinceCode[two(b[1:])&127] || !k.born(b[6:14]) {
			return 0
		}
		if id18Check(b) == upper(last) && k.countries.numeric[int(b[3]-'0')*100+two(b[4:])] {
			return Checked
		}
		return Shaped
	},
})

// residentWords are about permanent residence cards of both kinds.
const residentWords = `permanent_residence permanent_residence_no permanent_resident_no foreign_resident_id fpr fpr_no prc_card
	yjz yjzh wgrjlz yongjuzheng
	永久居留 永久居留证 永久居留证号 永久居留身份证 外国人永久居留证 外国人永久居留身份证 永居证 永居证号 外国人居留证 ` + documentWords
