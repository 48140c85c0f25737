package corpus

import "time"

// Orders is a day of a shop's orders: nested receivers, free text, and columns
// of numbers that look like personal data.
func Orders(seed uint64, rows int64, opt Options) *Table {
	return newTable("order", seed, rows, opt, []*column{
		linkKey(integer("order_id", orderID), "order_id"),
		linkKey(text("user_pin", func(d *draw, dst []byte) []byte { return d.buyer.appendPin(dst) }), "account_id"),
		sometimes(0.02, &column{name: "receiver", children: []*column{
			sometimes(0.01, planted("name", "cn_person_name", receiverName)),
			sometimes(0.01, soiled("phone", "cn_mobile", receiverPhone)),
			{name: "phones", nulls: 0.05, length: func(d *draw) int { return d.IntN(4) },
				element: planted("element", "cn_mobile", func(d *draw, dst []byte) []byte { return block0(dst, d.Rand) })},
			planted("address", "cn_address", func(d *draw, dst []byte) []byte { return d.buyer.appendAddress(dst, d.Rand) }),
		}}),
		sometimes(0.15, soiled("buyer_id_no", "cn_id18", buyerID)),
		soiled("mobile", "cn_mobile", buyerMobile),
		choice("city", cities, func(d *draw) int { return d.IntN(len(cities)) }),
		sometimes(0.01, money("pay_amount")),
		moment("order_time", orderTime),
		small("item_count", 20),
		boolean("is_gift"),
		sometimes(0.05, float("weight_kg", func(d *draw) float64 { return float64(d.IntN(30000)) / 1000 })),
		sometimes(0.40, mentions("buyer_remark")),
		imitates(text("trade_no", tradeNo), "unknown", "cn_id18"),
		imitates(text("contract_no", contractNo), "unknown", "cn_id18"),
		imitates(integer("ticket_serial", ticketSerial), "unknown", "cn_mobile"),
		imitates(text("device_serial", deviceSerial), "unknown", "imei", "cn_id15"),
		tags(),
	})
}

// mentions is a column of remarks.
func mentions(name string) *column {
	c := prose(name, remark)
	c.must = (*draw).mentionsID
	return c
}

func orderID(d *draw) int64 { return orderNumber(d.row, d.Rand) }

func receiverName(d *draw, dst []byte) []byte { return d.buyer.appendName(dst) }

// receiverPhone is most often the buyer's own.
func receiverPhone(d *draw, dst []byte) []byte {
	if d.one(5) {
		return block0(dst, d.Rand)
	}
	return append(dst, d.buyer.mobile[:]...)
}

func buyerID(d *draw, dst []byte) []byte { return append(dst, d.buyer.id[:]...) }

func buyerMobile(d *draw, dst []byte) []byte { return append(dst, d.buyer.mobile[:]...) }

func orderTime(d *draw) time.Time {
	return d.opt.Day.Add(time.Duration(d.Int64N(86_400_000_000)) * time.Microsecond)
}

// tradeNo is the time and four digits: eighteen, one in eleven of which has the
// right check digit for an identity number, though 20 is no province.
func tradeNo(d *draw, dst []byte) []byte {
	dst = orderTime(d).AppendFormat(dst, "20060102150405")
	return digits(dst, int64(d.IntN(10000)), 4)
}

// contractNo is a district, a date and four digits: one in eleven passes every
// check of an identity number. The districts are abolished ones, so that it
// still is nobody's.
func contractNo(d *draw, dst []byte) []byte {
	dst = append(dst, abolished[d.IntN(len(abolished))]...)
	dst = time.Date(2020, 1, 1, 0, 0, 0, 0, time.UTC).AddDate(0, 0, d.IntN(2500)).AppendFormat(dst, "20060102")
	return digits(dst, int64(d.IntN(10000)), 4)
}

// ticketSerial counts up in eleven digits of which the first is 1. The block of
// what looks like a mobile number is 0001, so that none is one of the
// telephones planted elsewhere: the column is no twin of theirs.
func ticketSerial(d *draw) int64 {
	return 10_000_010_000 + (30+d.row/10_000)%100*100_000_000 + d.row%10_000
}

// deviceSerial is an IMEI but for the check digit, which one in ten has right.
func deviceSerial(d *draw, dst []byte) []byte {
	return digits(append(dst, "35000000"...), d.Int64N(10_000_000), 7)
}

var (
	tagKeys   = []string{"来源", "渠道", "活动", "客户端"}
	tagValues = []string{"app", "小程序", "网页", "双十一", "会员日", "门店", "直播", "自然流量"}
)

// tags is a map of words to words.
func tags() *column {
	key := text("key", func(d *draw, dst []byte) []byte { return append(dst, tagKeys[d.slot]...) })
	value := sometimes(0.05, text("value", func(d *draw, dst []byte) []byte { return append(dst, tagValues[d.IntN(len(tagValues))]...) }))
	return &column{name: "tags", nulls: 0.3, key: key, element: value, length: func(d *draw) int { return d.IntN(len(tagKeys) + 1) }}
}
