package detectors

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"tuomin/scanners/columns"
)

// Columns of companies, money, parcels and vehicles, and what looks like them.
func TestBusinessColumns(t *testing.T) {
	type gen = func(*rand.Rand, int) string
	personal := func(gen gen, end string) gen { return func(r *rand.Rand, i int) string { return gen(r, i) + end } }
	for _, c := range []struct {
		about, name string
		n           int
		gen         gen
		want        string // verdict class confidence
	}{
		{"cards", "c1", 1000, card("622202", 19), "is bank_card certain"},
		{"cards of 16 digits", "c1", 1000, card("622588", 16), "is bank_card certain"},
		{"cards of an issuer that is not listed", "c1", 1000, card("629999", 19), "is bank_card certain"},
		{"cards in fours", "yhkh", 1000, func(r *rand.Rand, i int) string { return inFours(card("622202", 19)(r, i)) }, "is bank_card certain"},
		{"cards, one in ten with a wrong digit", "c1", 1000, sometimes(10, cardLike("622202", 19), card("622202", 19)), "is bank_card certain"},
		{"serial numbers of an issuer's beginning", "flow_no", 1000, cardLike("622202", 19), "unknown unknown likely"},
		{"serial numbers of an issuer's beginning, named", "card_no", 1000, cardLike("622202", 19), "unknown unknown likely"},
		{"random digits of 16", "c1", 3000, randomDigits(16), "unknown unknown likely"},
		{"random digits of 19", "c1", 3000, randomDigits(19), "unknown unknown likely"},
		{"a card in four", "c1", 4, sometimes(4, card("622202", 19), randomDigits(19)), "contains bank_card possible"},
		{"cards in remarks", "c1", 1000, func(r *rand.Rand, i int) string { return remark(r, i) + " 卡号" + card("622202", 19)(r, i) }, "contains bank_card certain"},
		{"credit cards", "c1", 1000, card("411100", 16), "is credit_card certain"},
		{"cards as accounts", "bank_account", 1000, card("622202", 19), "is bank_card certain"},
		{"accounts", "bank_account", 1000, account, "is bank_account certain"},
		{"accounts in pinyin", "yhzh", 1000, account, "is bank_account certain"},
		{"accounts that nobody named", "c1", 1000, account, "unknown unknown likely"},
		{"telephones as accounts", "账号", 1000, mobile, "is cn_mobile certain"},
		{"orders as accounts", "account_no", 1000, timed, "unknown unknown likely"},

		{"companies as taxpayers", "tax_no", 1000, usccOf(usccSymbols), "is cn_uscc certain"},
		{"persons as taxpayers", "nsrsbh", 1000, identity, "is cn_id18 certain"},
		{"companies and persons", "税号", 1000, sometimes(2, identity, usccOf(usccSymbols)), "is cn_tax_id certain"},
		{"persons and two digits", "税号", 1000, personal(identity, "01"), "is cn_tax_id certain"},
		{"old taxpayers", "税号", 1000, oldTaxpayer, "is cn_tax_id certain"},
		{"old taxpayers that nobody named", "c1", 1000, oldTaxpayer, "unknown unknown likely"},
		{"organisations", "c1", 1000, organisationOf, "is cn_org_code certain"},
		{"organisations, named", "zzjgdm", 1000, organisationOf, "is cn_org_code certain"},
		{"nine digits", "c1", 1000, randomDigits(9), "unknown unknown likely"},
		{"a few of nine digits", "c1", 20, randomDigits(9), "none none likely"},
		{"a few of fifteen digits", "c1", 20, func(r *rand.Rand, _ int) string { return "11" + randomDigits(13)(r, 0) }, "none none likely"},
		{"invoices", "invoice_no", 1000, func(_ *rand.Rand, i int) string { return fmt.Sprintf("%08d", i) }, "is cn_invoice certain"},
		{"digital invoices", "发票号码", 1000, func(_ *rand.Rand, i int) string { return fmt.Sprintf("24312000%012d", i) }, "is cn_invoice certain"},
		{"amounts of invoices", "invoice_amount", 1000, func(r *rand.Rand, _ int) string { return fmt.Sprintf("%08d", r.IntN(1e8)) }, "none none likely"},

		{"international parcels", "c1", 1000, parcel, "is upu_s10 certain"},
		{"waybills that nobody named", "c1", 1000, func(_ *rand.Rand, i int) string { return fmt.Sprintf("SF%013d", 37*i) }, "unknown unknown likely"},
		{"waybills in complaints", "c1", 1000, func(r *rand.Rand, i int) string { return remark(r, i) + fmt.Sprintf(" 运单号SF%013d", 37*i) }, "contains cn_waybill likely"},
		{"waybills, named", "waybill_no", 1000, func(_ *rand.Rand, i int) string { return fmt.Sprintf("SF%013d", 37*i) }, "is waybill_no certain"},
		{"vehicles", "c1", 1000, vehicle(true), "is vin certain"},
		{"goods of 17 characters", "c1", 1000, vehicle(false), "unknown unknown likely"},
		{"plates", "c1", 1000, plateOf, "is cn_plate likely"},
		{"plates, named", "cph", 1000, plateOf, "is cn_plate certain"},
		{"goods like plates of the army", "c1", 1000, func(_ *rand.Rand, i int) string { return fmt.Sprintf("VA%05d", i) }, "unknown unknown likely"},
	} {
		t.Run(c.about, func(t *testing.T) {
			got := tallied(leafOf(c.name, columns.Text), generate(c.n, c.gen)).Classify()
			if have := strings.Join([]string{string(got.Verdict), got.Class, string(got.Confidence)}, " "); have != c.want {
				t.Errorf("got %s (%s), want %s", have, got.Why, c.want)
			}
		})
	}
}

// Taxpayers that are persons are graded as persons, whatever stands among them.
func TestTaxpayersGrade(t *testing.T) {
	got := tallied(leafOf("税号", columns.Text), generate(1000, sometimes(3, identity, usccOf(usccSymbols)))).Classify()
	if got.Level != "L4" || !got.Sensitive.Policy {
		t.Errorf("%s: level %s, sensitive %v", got.Class, got.Level, got.Sensitive)
	}
}

// The list of issuers has no beginning so short that serial numbers have it by
// chance, and the lengths that matter.
func TestIssuers(t *testing.T) {
	table, n := bins(), 0
	for i := range table.six {
		if table.six[i] != 0 {
			n++
		}
	}
	// More would be a beginning of three digits, a thousand each.
	if n < 1500 || n > 4000 {
		t.Errorf("%d beginnings", n)
	}
	for card, want := range map[string]bool{
		"6222020000000000000": true, "622202000000000": false, "62225800000000000": true, "622908000000000000": true, "1030000000000000000": false,
	} {
		if table.issued([]byte(card)) != want {
			t.Errorf("%s: want %v", card[:6], want)
		}
	}
}

func card(start string, n int) func(*rand.Rand, int) string {
	return func(r *rand.Rand, i int) string { return luhnDigit(cardLike(start, n)(r, i)[:n-1]) }
}

// cardLike has any last digit.
func cardLike(start string, n int) func(*rand.Rand, int) string {
	return func(r *rand.Rand, _ int) string { return fmt.Sprintf("%s%0*d", start, n-len(start), r.IntN(1e7)) }
}

func inFours(s string) string {
	var b strings.Builder
	for i := range len(s) {
		if i > 0 && i%4 == 0 {
			b.WriteByte(' ')
		}
		b.WriteByte(s[i])
	}
	return b.String()
}

func account(r *rand.Rand, _ int) string { return fmt.Sprintf("11001%015d", r.IntN(1e9)) }

func organisationOf(r *rand.Rand, _ int) string {
	b := fmt.Sprintf("%08d", r.IntN(1e8))
	for _, c := range "0123456789X" {
		if organisation([]byte(b + string(c))) {
			return b + string(c)
		}
	}
	panic("one of eleven passes")
}

func oldTaxpayer(r *rand.Rand, i int) string {
	return counties[r.IntN(len(counties))] + organisationOf(r, i)
}

func parcel(r *rand.Rand, _ int) string {
	b := fmt.Sprintf("E%c%08d", 'A'+rune(r.IntN(26)), r.IntN(1e6))
	for _, c := range "0123456789" {
		if s := b + string(c) + "CN"; s10(known(), []byte(s)) == Checked {
			return s
		}
	}
	panic("one of ten passes")
}

// vehicle is a VIN, with the right check digit or any.
func vehicle(right bool) func(*rand.Rand, int) string {
	return func(r *rand.Rand, _ int) string {
		head, tail := "LSVA"+fmt.Sprintf("%04d", r.IntN(1e4)), "JA"+fmt.Sprintf("%06d", r.IntN(1e6))
		c := "0123456789X"[r.IntN(11)]
		for right && vin(known(), []byte(head+string(c)+tail)) != Checked {
			c = "0123456789X"[r.IntN(11)]
		}
		return head + string(c) + tail
	}
}

func plateOf(r *rand.Rand, _ int) string {
	places := []rune(plateProvinces)
	return fmt.Sprintf("%c%c%05d", places[r.IntN(len(places))], "ABCDEFGH"[r.IntN(8)], r.IntN(1e5))
}
