package corpus

import "time"

// Tickets is what people write to a shop: free text, and a conversation.
func Tickets(seed uint64, rows int64, opt Options) *Table {
	t := newTable("ticket", seed, rows, opt, []*column{
		linkKey(text("ticket_id", func(d *draw, dst []byte) []byte { return digits(append(dst, "TK26"...), d.row, 9) }), "ticket_id"),
		named(linkKey(text("tenant_id", tenantID), "tenant_id"), unclaimed),
		linkKey(text("account_id", accountID), "account_id"),
		sometimes(0.3, linkKey(integer("order_id", func(d *draw) int64 { return d.key }), "order_id")),
		named(sometimes(0.6, holds(text("waybill_no", func(d *draw, dst []byte) []byte { return appendWaybill(dst, d.number) }), "waybill_no", "cn_waybill")), unclaimed),
		linkKey(text("staff_id", func(d *draw, dst []byte) []byte { return appendStaff(dst, d.Int64N(d.opt.staff())) }), "staff_id"),
		wordsOf("category", []string{"催件", "破损", "丢失", "退款", "改址", "投诉", "咨询"}),
		once("remark", prose("content", complaint)),
		list("messages", 3, &column{name: "element", children: []*column{
			wordsOf("from", []string{"客户", "客服"}),
			prose("text", complaint),
			moment("t", orderTime),
		}}),
		sometimes(0.2, soiled("contact", "cn_mobile", buyerMobile)),
		sometimes(0.6, prose("contacts", sentence(several))),
		added(sometimes(0.7, soiled("email", "email", mailOf))),
		sometimes(0.95, holds(blob("voice_clip", func(d *draw, dst []byte) []byte {
			return append(append(dst, "RIFF\x40\x00\x00\x00WAVEfmt "...), make([]byte, 48)...)
		}), "audio_bytes")),
		list("attachments", 2, planted("element", "url", func(d *draw, dst []byte) []byte {
			return append(appendHex(append(dst, "https://oss.example.com/ticket/"...), 8, d.Rand), ".mp4"...)
		})),
		imitates(text("sku", func(d *draw, dst []byte) []byte {
			return digits(append(dst, "EG"[d.IntN(2)]), 10_000_000+d.Int64N(90_000_000), 8)
		}),
			unclaimed, "cn_passport"),
		imitates(text("trade_no", tradeNo), "unknown", "cn_id18"),
		sometimes(0.3, small("satisfaction", 6)),
		moment("created_at", orderTime),
		sometimes(0.3, moment("signed_at", func(d *draw) time.Time { return orderTime(d).AddDate(0, 0, 1) })),
	})
	t.begin = func(d *draw) {
		d.number = d.row // of the order that the ticket is about
		customer, order := d.orderOf(d.row)
		d.key, d.buyer = order, someone(d.seed, customer)
	}
	return t
}
