package detectors

// Permanent residence card of foreigners, 外国人永久居留证, as issued from 2004 to
// 2023; those cards are good until they expire.
//
//	GBR 1100 020304 2 7
//	│   │    │      │ └ check digit over the first 14, ICAO 9303 (7 3 1)
//	│   │    │      └── sequence; odd for men
//	│   │    └───────── birth, yymmdd
//	│   └────────────── province and prefecture of application (GB/T 2260)
//	└────────────────── nationality, ISO 3166-1 in letters
//
// Confused with contract numbers of three letters and twelve digits: those have
// neither a country, nor a province, nor a date in these places but by chance.
//
// Source: identifiers.md §1.4.
var _ = register(detector{
	Info: Info{
		Name: "cn_fpr15", Title: "Permanent residence card of a foreigner, before 2023", TitleZH: "外国人永久居留证号（15位）",
		Level: "L4", Sensitive: Sensitive{Policy: true},
		// 249 countries × 400 prefectures × 36,500 days × 10 sequences.
		Space: 3.6e10, Checks: true,
	},
	rule:  rule{chance: 0.1, checks: true, capitals: true},
	words: residentWords,
	near:  "永久居留 永居 居留证 证件 permanent resident",
	form:  document(func(b []byte) bool { return len(b) == 15 && letters(b[:3]) && digitsOnly(b[3:]) }),
	runs:  []shape{{mixedRun, 15, 15, ""}},
	check: func(k *knowledge, b []byte) Grade {
		if !letters(b[:3]) || !digitsOnly(b[3:]) || !provinceCode[two(b[3:])&127] || !birthOf(b[7:], 2000) || !k.countries.alpha[alphaOf(b)] {
			return 0
		}
		var sum mrzSum
		sum.add(b[:14])
		if sum.digit() == b[14] {
			return Checked
		}
		return Shaped
	},
})

// letters reports whether all of b are.
func letters(b []byte) bool {
	for _, c := range b {
		if kinds[c] != kindLetter {
			return false
		}
	}
	return true
}
