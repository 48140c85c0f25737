package detectors

import (
	"bytes"
	"slices"
	"strings"
)

// Bank account, 银行账号: what a bank calls an account that may have no card.
//
// Nine to thirty digits, by bank, and no rule that is public: only the name of
// a column, a label, or the bank right before it makes one, as on invoices:
//
//	中国工商银行杭州西湖支行 1202000000000012345
//
// A number that is a card too is reported as a card (see bank_card). Telephones,
// numbers that begin with a date and time, as orders do, and codes with letters (credit
// codes, BIC) are none.
//
// Source: identifiers.md §5.2.
var _ = register(detector{
	Info: Info{
		Name: "bank_account", Title: "Bank account", TitleZH: "银行账号", Level: "L4", Sensitive: Sensitive{Policy: true, Law: true},
	},
	rule: rule{chance: 0.5, generic: true},
	words: `bank_account bank_account_no bank_acct bank_acct_no bankaccount account_no accountno account_number acct_no acctno acct_num acct
		settlement_account corp_bank_account payee_account payer_account receiving_account
		yhzh yhzhh zh zhanghao dgzh jszh
		银行账号 银行帐号 银行账户 账号 帐号 开户账号 开户帐号 对公账号 结算账号 收款账号 付款账号`,
	form: accountForm,
	runs: []shape{{digitRun, fewestAccount, mostAccount, ""}},
	find: accountIn, beside: true,
	whole: bankAccount,
})

// accountIn finds the number that stands right behind a bank, or behind what says
// without a colon that it is an account.
func accountIn(k *knowledge, b []byte, s, e int) (from, to int, g Grade) {
	if !atBank(b[:s]) || bankAccount(k, b[s:e]) == 0 || k.bankCard(b[s:e]) == Checked {
		return 0, 0, 0
	}
	if _, ok := unbroken(b, s, e); !ok {
		return 0, 0, 0
	}
	return s, e, Worded
}

// bankEnds are what banks, their branches, and words for accounts end with.
var bankEnds = strings.Fields("银行 支行 分行 总行 分理处 营业部 营业室 信用社 信用联社 储蓄所 农行 工行 建行 招行 中行 交行 账号 帐号 账户 帐户")

// atBank reports whether b ends with a bank, and at most marks behind it.
func atBank(b []byte) bool {
	b = bytes.TrimRight(b, " \t\r\n:,;/|-_()[]、")
	return slices.ContainsFunc(bankEnds, func(w string) bool { return bytes.HasSuffix(b, []byte(w)) })
}

// The digits of accounts.
const (
	fewestAccount = 9
	mostAccount   = 30
)

func bankAccount(_ *knowledge, b []byte) Grade {
	var digits [mostAccount]byte
	n := 0
	for _, c := range b {
		switch {
		case c == ' ' || c == '-':
		case c-'0' > 9 || n == mostAccount:
			return 0
		default:
			digits[n] = c
			n++
		}
	}
	d := digits[:n]
	if n < fewestAccount || n == 11 && mobile11(d) || n == 13 && timeShaped(d, true) || n >= 14 && dated(d) || bytes.Count(d, d[:1]) == n {
		return 0
	}
	return Shaped
}

// dated reports whether digits begin with a date, as order numbers do:
// 20240115….
func dated(b []byte) bool {
	return inRange(b[:4], 2000, 2100) && inRange(b[4:6], 1, 12) && inRange(b[6:8], 1, 31)
}

// accountForm is the digits alone.
func accountForm(dst, v []byte) ([]byte, bool) {
	from := len(dst)
	dst, ok := digitsForm(dst, v)
	if n := len(dst) - from; !ok || n < fewestAccount || n > mostAccount || !digitsOnly(dst[from:]) {
		return dst[:from], false
	}
	return dst, true
}
