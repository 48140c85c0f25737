package detectors

// Bank card, 银行卡号 (ISO/IEC 7812-1, UnionPay).
//
//	622202 000000000000 0
//	│      │            └ check digit, Luhn
//	│      └───────────── account
//	└──────────────────── issuer (BIN), which fixes how many digits there are
//
// 15 to 19 digits, by issuer: bins.txt says which has how many. What begins
// with 62 is UnionPay's, and may be newer than that list: then it has 16 or 19.
// Written also in groups of four. Beginnings of three digits are left out of
// the list, as every tenth serial number has one.
//
// Confused with serial numbers of 16 to 19 digits, of which hardly any has an
// issuer, and where one has, one in ten has the digit right: the rate in a
// column tells. Old cards with a wrong digit do not spoil it.
//
// Source: identifiers.md §5.1.
var _ = register(detector{
	Info: Info{
		Name: "bank_card", Title: "Bank card", TitleZH: "银行卡号", Level: "L4", Sensitive: Sensitive{Policy: true, Law: true},
		// 579 beginnings of 19 digits in bins.txt, twelve of which are free; those
		// of 16 digits are less than a hundredth of it.
		Space: 6e14, Checks: true,
	},
	// Of random digits, one in a hundred begins with 62, and a tenth of those pass.
	rule: rule{chance: 0.1, among: 0.002, checks: true, long: true},
	words: `bank_card bank_card_no bankcard bankcard_no bank_card_num bank_card_number card_no cardno card_num card_number debit_card
		debit_card_no pay_card_no pan acct_no card_masked card_mask masked_card
		yhk yhkh kh kahao ckrkh
		银行卡 银行卡号 银行卡号码 卡号 储蓄卡 储蓄卡号 借记卡 借记卡号 结算卡号 工资卡号`,
	near:  "银行卡 卡号 储蓄卡 借记卡 信用卡 尾号 card",
	form:  cardForm,
	runs:  []shape{{digitRun, 15, 19, ""}, {digitRun, 4, 4, " -"}},
	leads: func(n, lead int) bool { return lead >= 30 && (bins().leads(n, lead) || lead == 62) }, // 62: also of issuers that are not listed
	check: (*knowledge).bankCard,
	find:  bankCardIn,
})

func bankCardIn(k *knowledge, b []byte, s, e int) (from, to int, g Grade) {
	if e-s == 4 {
		if b[s] == '6' || b[s] >= '3' && b[s] <= '5' || b[s] == '9' {
			return cardGroups(k, b, s, true)
		}
		return 0, 0, 0
	}
	if g = k.bankCard(b[s:e]); g == 0 {
		return 0, 0, 0
	}
	if e, ok := unbroken(b, s, e); ok {
		return s, e, g
	}
	return 0, 0, 0
}

// cardGroups reads a card in groups of four, 6222 0200 0000 0000 000: as many
// as make a bank's card, or that of a brand. (A func that judged them would have
// every year of a date allocate what may be groups.)
func cardGroups(k *knowledge, b []byte, s int, bank bool) (from, to int, g Grade) {
	if s >= 2 && separator(b[s-1]) && kinds[b[s-2]] == kindDigit {
		return 0, 0, 0 // begins within something longer
	}
	for n := (groups{b: b, p: s}); n.next(); {
		size := n.n - 4*(n.count-1)
		if size < 1 || size > 4 {
			return from, to, g
		}
		if n.n >= fewestDigits {
			grade := Grade(0)
			if bank {
				grade = k.bankCard(n.digits[:n.n])
			} else {
				grade = k.creditCard(n.digits[:n.n])
			}
			if grade >= g && grade > 0 {
				from, to, g = s, n.p, grade
			}
		}
		if size < 4 {
			return from, to, g
		}
	}
	return from, to, g
}

// bankCard judges 13 to 20 digits.
func (k *knowledge) bankCard(b []byte) Grade {
	if b[0] < '3' || len(b) < 15 || len(b) > 19 {
		return 0
	}
	if lengths := k.bins.lengths(b); lengths != 0 {
		if lengths>>(len(b)-fewestDigits)&1 == 0 {
			return 0
		}
	} else if b[0] != '6' || b[1] != '2' || len(b) != 16 && len(b) != 19 {
		return 0
	}
	switch {
	case !varied(b):
		return 0
	case luhn(b):
		return Checked
	}
	return Shaped
}

// cardForm is the digits alone.
func cardForm(dst, v []byte) ([]byte, bool) {
	from := len(dst)
	dst, ok := digitsForm(dst, v)
	if n := len(dst) - from; !ok || n < fewestDigits || n > 19 || !digitsOnly(dst[from:]) {
		return dst[:from], false
	}
	return dst, true
}
