package detectors

// Routing number of a bank of the United States (ABA).
//
//	11 1000 02 5
//	│          └ check digit
//	└─────────── district: 00–12, 21–32, 61–72, 80
//
// Digits times 3 7 1 and so on add up to a multiple of ten.
//
// Source: identifiers.md §12.
var _ = register(detector{
	Info: Info{
		Name: "aba_routing", Title: "Routing number of an American bank", TitleZH: "美国银行路由号", Level: "L1",
		NotPersonal: true,
	},
	rule:  rule{chance: 0.1, generic: true},
	words: `aba aba_no aba_number aba_routing routing_number routing_no`,
	form:  foreignForm(9, 9),
	whole: foreign(9, 9, Checked, abaRouting),
})

func abaRouting(c compact) bool {
	b := c.digits()
	if b == nil || !varied(b) {
		return false
	}
	switch district := two(b); {
	case district <= 12, district >= 21 && district <= 32, district >= 61 && district <= 72, district == 80:
		return weighted(b, "371371371")%10 == 0
	}
	return false
}
