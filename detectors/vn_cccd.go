package detectors

// Identity number of Vietnam, of twelve digits since 2016.
//
//	079 0 01 000001
//	│   │ │  └ serial
//	│   │ └─── year of birth
//	│   └───── sex and century
//	└───────── province, 001 to 096
//
// There is no check digit: it takes a name or a label.
//
// Source: identifiers.md §12.
var _ = register(detector{
	Info: Info{
		Name: "vn_cccd", Title: "Vietnamese identity number (CCCD)", TitleZH: "越南公民身份号码", Level: "L4",
		Sensitive: Sensitive{Policy: true}, Space: 1e10,
	},
	rule:  rule{chance: 0.1, generic: true},
	words: `cccd cccd_no so_cccd can_cuoc vn_cccd 越南身份证 越南身份证号`,
	form:  foreignForm(12, 12),
	whole: foreign(12, 12, Shaped, cccd),
})

func cccd(c compact) bool {
	b := c.digits()
	if b == nil || b[0] != '0' {
		return false
	}
	province := two(b[1:])
	return province >= 1 && province <= 96 && !zeros(b[6:])
}
