package corpus

import (
	"math/rand/v2"
	"time"
)

// Waybills is a day of parcels: row i carries order i. Three people stand in a
// row: a shop's sender, the buyer, and the courier.
func Waybills(seed uint64, rows int64, opt Options) *Table {
	t := newTable("waybill", seed, rows, opt, []*column{
		named(holds(text("waybill_no", func(d *draw, dst []byte) []byte { return appendWaybill(dst, d.row) }), "waybill_no", "cn_waybill"), unclaimed),
		linkKey(integer("order_id", func(d *draw) int64 { return d.key }), "order_id"),
		linkKey(text("account_id", accountID), "account_id"),
		named(linkKey(text("tenant_id", tenantID), "tenant_id"), unclaimed),
		{name: "sender", children: []*column{
			planted("name", "cn_person_name", func(d *draw, dst []byte) []byte { return d.appendName(dst, d.other.number) }),
			sometimes(0.1, soiled("mobile", "cn_mobile", func(d *draw, dst []byte) []byte { return append(dst, d.other.mobile[:]...) })),
			sometimes(0.5, planted("landline", "cn_landline", func(d *draw, dst []byte) []byte { return appendLandline(dst, d.Rand) })),
			planted("address", "cn_address", func(d *draw, dst []byte) []byte { return d.other.appendAddress(dst, d.Rand) }),
		}},
		soiled("recv_name", "cn_person_name", buyerName),
		once("consignee_tel", soiled("recv_phone", "cn_mobile", receiverPhone)),
		// All of one block, as a platform rents them: only the name tells them from
		// a counter.
		named(added(sometimes(0.6, planted("recv_virtual_phone", "cn_mobile", func(d *draw, dst []byte) []byte {
			return digits(append(dst, "1700000"...), d.Int64N(10_000), 4)
		}))), unclaimed),
		choice("recv_city", cities, func(d *draw) int { return d.buyer.home.cityNumber() }),
		named(planted("recv_region", "cn_division6", func(d *draw, dst []byte) []byte { return append(dst, d.buyer.home.code...) }), unclaimed),
		planted("recv_address", "cn_address", address),
		masked("recv_name_masked", "cn_person_name", maskedName),
		wordsOf("goods", goods),
		sometimes(0.7, money("declared_value")),
		sometimes(0.9, money("cod_amount")),
		widened(integer("weight_g", func(d *draw) int64 { return 50 + d.Int64N(30_000) })),
		linkKey(text("staff_id", func(d *draw, dst []byte) []byte { return appendStaff(dst, d.number) }), "staff_id"),
		sometimes(0.8, soiled("plate_no", "cn_plate", func(d *draw, dst []byte) []byte {
			return appendPlate(dst, d.about(anEmployee, d.number))
		})),
		sometimes(0.5, prose("remark", sentence(notes))),
		sometimes(1, text("reserved", nickname)),
		imitates(text("route_serial", routeSerial), "unknown", "cn_waybill"),
		imitates(integer("sort_ts", func(d *draw) int64 { return orderTime(d).UnixMilli() }), unclaimed, "cn_iot_number", "cn_mobile"),
		imitates(text("contract_no", contractNo), "unknown", "cn_id18"),
		moment("created_at", orderTime),
		sometimes(0.2, moment("signed_at", func(d *draw) time.Time { return orderTime(d).AddDate(0, 0, 1+d.IntN(4)) })),
	})
	t.begin = func(d *draw) {
		customer, order := d.orderOf(d.row)
		d.key = order
		d.buyer = someone(d.seed, customer)
		d.other = someone(d.seed, d.opt.People+regular(d.Rand, 1000)) // shops' people are no customers
		d.number = d.Int64N(d.opt.staff())
	}
	return t
}

// orderOf is the number and the customer of the order in a row of Orders.
func (d *draw) orderOf(row int64) (customer, order int64) {
	d.beside.Seed(d.seed, mix(uint64(row)))
	customer = d.opt.customer(d.aside)
	return customer, orderNumber(row, d.aside)
}

func orderNumber(row int64, r *rand.Rand) int64 { return 700_000_000_000 + row*37 + r.Int64N(37) }

// appendWaybill appends the number of a parcel: four carriers take turns.
func appendWaybill(dst []byte, row int64) []byte {
	switch row % 4 {
	case 0:
		return digits(append(dst, "JD00"...), row, 11)
	case 1:
		return digits(append(dst, "SF0"...), row, 12)
	case 2:
		return digits(append(dst, "YT"...), row, 13)
	}
	return digits(append(dst, "JT"...), row, 13)
}

// routeSerial is a carrier's letters with a digit too few.
func routeSerial(d *draw, dst []byte) []byte {
	return digits(append(dst, [...]string{"JD00", "SF0", "YT", "JT"}[d.IntN(4)]...), d.Int64N(1_000_000_000), 10)
}

// staff is how many couriers there are.
func (o *Options) staff() int64 { return max(o.People/25, 20) }

func appendStaff(dst []byte, number int64) []byte { return digits(append(dst, "cy"...), number, 6) }
