package detectors

// Code of a bank (ISO 9362), SWIFT code.
//
//	DEUT DE FF 500
//	│    │  │  └ branch, may be missing
//	│    │  └─── place
//	│    └────── country
//	└─────────── bank
//
// Words of eight capitals look the same: it takes a name or a label.
//
// Source: identifiers.md §12.
var _ = register(detector{
	Info: Info{
		Name: "bic", Title: "Bank identifier code (BIC, SWIFT)", TitleZH: "银行识别代码（BIC、SWIFT）", Level: "L1",
		NotPersonal: true,
	},
	rule:  rule{chance: 0.1, generic: true},
	words: `bic bic_code swift swift_code swift_bic`,
	form:  foreignForm(8, 11),
	whole: foreign(8, 11, Shaped, bicCode),
})

func bicCode(c compact) bool {
	b := c.text[:c.n]
	return (len(b) == 8 || len(b) == 11) && letters(b[:6])
}
