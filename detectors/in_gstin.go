package detectors

// Goods and services tax number of India.
//
//	27 AAAPA0001A 1 Z 5
//	│  │          │   └ check character
//	│  │          └──── registration of that taxpayer
//	│  └─────────────── taxpayer (see in_pan), who may be a person
//	└────────────────── state, 01 to 38, and 97, 99
//
// Values of 36, times 1 and 2 by turns, of two figures base 36 the sum of both, add
// up with the check character to a multiple of 36.
//
// Source: identifiers.md §12.
var _ = register(detector{
	Info: Info{
		Name: "in_gstin", Title: "Indian tax number of a business (GSTIN)", TitleZH: "印度商品服务税号（GSTIN）", Level: "L3",
		Sensitive: Sensitive{Policy: true}, Space: 1e10,
	},
	rule:  rule{chance: 1.0 / 36, generic: true},
	words: `gstin gstin_no gst_no gst_number in_gstin`,
	form:  foreignForm(15, 15),
	whole: foreign(15, 15, Checked, gstin),
})

func gstin(c compact) bool {
	b := c.text[:15]
	if !digitsOnly(b[:2]) || !panShape(b[2:12]) || b[13] != 'Z' {
		return false
	}
	if state := two(b); state == 0 || state > 38 && state != 97 && state != 99 {
		return false
	}
	sum := 0
	for i, c := range b {
		n := value36(c) * (1 + i%2)
		sum += n/36 + n%36
	}
	return sum%36 == 0
}

// value36 is what a digit or capital counts to the base 36.
func value36(c byte) int {
	if c <= '9' {
		return int(c - '0')
	}
	return int(c-'A') + 10
}
