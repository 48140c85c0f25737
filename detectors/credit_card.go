package detectors

// Credit card of an international brand, 国际信用卡号 (ISO/IEC 7812-1).
//
//	Visa        4                            13, 16, 19 digits
//	Mastercard  51–55, 2221–2720             16
//	Amex        34, 37                       15
//	JCB         3528–3589                    16
//	Diners      300–305, 36, 38, 39          14
//	Discover    6011, 644–649, 65            16
//	Mir, RuPay  2200–2204, 508               16
//
// and Luhn's check digit. A third of all long numbers begin like one, and a tenth
// of those are right by chance: a few among other values tell nothing without a
// word. Cards of Chinese banks that carry a brand too are
// bank_card's, by the issuer.
//
// Source: identifiers.md §12.
var _ = register(detector{
	Info: Info{
		Name: "credit_card", Title: "Credit card", TitleZH: "国际信用卡号", Level: "L4", Sensitive: Sensitive{Policy: true, Law: true},
		// Nearly all have 16 digits: a tenth of 10^15 is Visa's.
		Space: 2e14, Checks: true,
	},
	rule: rule{chance: 0.1, checks: true, weak: true, column: checksOut, long: true},
	words: `credit_card credit_card_no creditcard creditcard_no credit_card_num credit_card_number cc_no cc_num cc_number card_no
		card_number xyk xykh
		信用卡 信用卡号 信用卡号码 贷记卡号 卡号`,
	near:  "信用卡 贷记卡 卡号 card visa master amex",
	form:  cardForm,
	runs:  []shape{{digitRun, 13, 16, ""}, {digitRun, 19, 19, ""}, {digitRun, 4, 4, " -"}},
	leads: func(_, lead int) bool { return lead >= 22 && lead <= 65 },
	check: (*knowledge).creditCard,
	find:  creditCardIn,
})

func creditCardIn(k *knowledge, b []byte, s, e int) (from, to int, g Grade) {
	if e-s == 4 {
		if b[s] >= '2' && b[s] <= '6' {
			return cardGroups(k, b, s, false)
		}
		return 0, 0, 0
	}
	if g = k.creditCard(b[s:e]); g == 0 {
		return 0, 0, 0
	}
	if e, ok := unbroken(b, s, e); ok {
		return s, e, g
	}
	return 0, 0, 0
}

// creditCard judges 13 to 20 digits.
func (k *knowledge) creditCard(b []byte) Grade {
	if !brand(b) || k.bins.issued(b) {
		return 0
	}
	if luhn(b) {
		return Checked
	}
	return Shaped
}

// brand reports whether an international brand has cards of that beginning and
// length.
func brand(b []byte) bool {
	lead := two(b)*100 + two(b[2:])
	switch len(b) {
	case 13, 19:
		return b[0] == '4'
	case 14:
		return lead >= 3000 && lead <= 3059 || lead/100 == 36 || lead/100 == 38 || lead/100 == 39
	case 15:
		return lead/100 == 34 || lead/100 == 37
	case 16:
		return b[0] == '4' || lead >= 5100 && lead <= 5599 || lead >= 2221 && lead <= 2720 || lead >= 3528 && lead <= 3589 ||
			lead == 6011 || lead >= 6440 && lead <= 6599 || lead >= 2200 && lead <= 2204 || lead/10 == 508
	}
	return false
}
