package corpus

import (
	"strconv"

	"github.com/apache/arrow-go/v18/arrow/array"
)

// BankBindings is which cards belong to which account, and since when: a zipper
// table, in which a binding that changed its telephone has two rows.
func BankBindings(seed uint64, rows int64, opt Options) *Table {
	t := newTable("bank_binding", seed, rows, opt, append([]*column{
		linkKey(text("account_id", accountID), "account_id"),
		soiled("holder_name", "cn_person_name", buyerName),
		soiled("id_no", "cn_id18", buyerID),
		choice("bank_name", banks, func(d *draw) int { return d.bank() }),
		named(holds(wordsOf("service_line", []string{"95588", "95599", "95533", "95566", "95559", "95555"}), "cn_service_number"), unclaimed),
		soiled("card_no", "bank_card", cardOf),
		sometimes(0.8, damaged(float("card_no_num", func(d *draw) float64 {
			var v float64
			for _, c := range cardOf(d, nil) {
				v = v*10 + float64(c-'0')
			}
			return v
		}), "bank_card")),
		masked("card_masked", "bank_card", func(d *draw, dst []byte) []byte {
			start := len(dst)
			dst = cardOf(d, dst)
			for i := start + 6; i < len(dst)-4; i++ {
				dst[i] = '*'
			}
			return dst
		}),
		soiled("mobile", "cn_mobile", reservedMobile),
		wordsOf("account_nature", []string{"个人", "个人", "个人", "对公"}),
		named(sometimes(0.8, planted("bank_account", "bank_account", func(d *draw, dst []byte) []byte { return appendAccount(dst, d.Rand) })), "unknown"),
		sometimes(0.8, soiled("corp_uscc", "cn_uscc", func(d *draw, dst []byte) []byte { return d.appendFirmCode(dst, d.number) })),
		sometimes(0.8, text("company", func(d *draw, dst []byte) []byte { return d.appendFirm(dst, d.number) })),
		named(sometimes(0.9, planted("corp_reg_no", "cn_bizreg15", func(d *draw, dst []byte) []byte {
			return appendRegistration(dst, d.firm(d.number), d.aside)
		})), "unknown"),
		money("cod_amount"),
		imitates(text("flow_no", cardSerial), "unknown", "bank_card"),
		imitates(integer("snowflake", func(d *draw) int64 { return 1_860_000_000_000_000_000 + d.row<<22 | d.Int64N(1<<12) }), "unknown", "bank_card", "iccid"),
		{name: "is_current", typ: boolean("").typ, fill: func(d *draw, b array.Builder) { b.(*array.BooleanBuilder).Append(d.row%4 != 0) }},
	}, zipper(aBinding)...))
	t.begin = func(d *draw) {
		d.number, _ = versionOf(d.row)
		d.key = d.number
		// A person has cards as they have orders: some many, most one or two.
		d.buyer = someone(d.seed, regular(d.about(aBinding, -1-d.number), d.opt.People))
	}
	return t
}

var banks = func() (names []string) {
	for _, b := range bins {
		if len(names) == 0 || names[len(names)-1] != b.bank {
			names = append(names, b.bank)
		}
	}
	return names
}()

// card is the bin of the card that d.key is; what is drawn of it next is its
// number.
func (d *draw) card() *bin { return &bins[d.about(aCard, d.key).IntN(len(bins))] }

func (d *draw) bank() int {
	name := d.card().bank
	for i, b := range banks {
		if b == name {
			return i
		}
	}
	panic("corpus: a card of no bank")
}

// cardOf is the row's card, in each of its versions.
func cardOf(d *draw, dst []byte) []byte {
	b := d.card()
	return appendCard(dst, b, d.aside)
}

// cardSerial is a card of the largest bank but for the check digit, which one in
// ten has right. No card planted elsewhere has so high a serial.
func cardSerial(d *draw, dst []byte) []byte {
	return digits(append(dst, "622202"...), 1_000_000+d.Int64N(9_000_000), 13)
}

// reservedMobile is the telephone that the bank knows: the newer version of a
// binding has another.
func reservedMobile(d *draw, dst []byte) []byte {
	if _, version := versionOf(d.row); version == 2 {
		return block0(dst, d.about(aCard, -1-d.key))
	}
	return append(dst, d.buyer.mobile[:]...)
}

// firm is where a company is; what is drawn of it next is the same in every row.
func (d *draw) firm(number int64) *place { return &places[d.about(aCompany, number).IntN(len(places))] }

// appendFirm appends the name of a company that there is not. Some are called
// after a person.
func (d *draw) appendFirm(dst []byte, number int64) []byte {
	dst = append(dst, d.firm(number).city...)
	kind, word, serial := d.aside.IntN(4), d.aside.IntN(4), d.aside.IntN(10_000)
	if kind == 0 {
		return append(d.appendName(dst, d.opt.People+int64(serial)), "小吃店"...)
	}
	dst = append(dst, [...]string{"无此", "虚拟", "样例", "测试"}[word]...)
	dst = strconv.AppendInt(dst, int64(serial), 10)
	return append(dst, [...]string{"", "商贸有限公司", "物流有限公司", "百货商行"}[kind]...)
}

// appendFirmCode appends the company's credit code.
func (d *draw) appendFirmCode(dst []byte, number int64) []byte {
	return appendUSCC(dst, d.firm(number), d.aside)
}
