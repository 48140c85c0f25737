package corpus

import "time"

// Tracks is where couriers are: many positions of few people, in time.
func Tracks(seed uint64, rows int64, opt Options) *Table {
	t := newTable("track", seed, rows, opt, []*column{
		linkKey(text("staff_id", func(d *draw, dst []byte) []byte { return appendStaff(dst, d.number) }), "staff_id"),
		moment("event_time", func(d *draw) time.Time {
			return d.opt.Day.Add(time.Duration(d.row%17_280) * 5 * time.Second)
		}),
		tracked(longitude("lng", 6)), tracked(latitude("lat", 6)),
		planted("position", "geo_latlon", func(d *draw, dst []byte) []byte {
			return appendDegrees(append(appendDegrees(dst, around(d, 1, 6)), ','), around(d, 0, 6))
		}),
		float("speed", func(d *draw) float64 { return float64(d.IntN(600)) / 10 }),
		sometimes(0.5, named(holds(text("waybill_no", func(d *draw, dst []byte) []byte { return appendWaybill(dst, d.row) }), "waybill_no", "cn_waybill"), unclaimed)),
		sometimes(0.3, soiled("plate_no", "cn_plate", func(d *draw, dst []byte) []byte {
			return appendPlate(dst, d.about(anEmployee, d.number))
		})),
		{name: "trail", nulls: 0.6, length: func(d *draw) int { return d.IntN(6) }, element: &column{name: "element", children: []*column{
			tracked(longitude("lng", 5)), tracked(latitude("lat", 5)), moment("t", orderTime),
		}}},
		imitates(text("batch_no", func(d *draw, dst []byte) []byte { return orderTime(d).AppendFormat(dst, "20060102150405.000") }), unclaimed, "geo_latlon", "ipv4"),
		imitates(integer("seq", func(d *draw) int64 { return 13_000_010_000 + d.row%10_000 }), unclaimed, "cn_mobile"),
	})
	t.begin = func(d *draw) {
		d.number = d.Int64N(d.opt.staff())
		d.buyer = someone(d.seed, d.opt.courier(d.number))
	}
	return t
}

// tracked is a coordinate of somebody's way.
func tracked(c *column) *column { return holds(c, "geo_track") }

// appendDegrees appends a coordinate with six decimals.
func appendDegrees(dst []byte, v float64) []byte {
	micro := int64(v*1e6 + 0.5)
	return digits(append(number(dst, int(micro/1_000_000)), '.'), micro%1_000_000, 6)
}

// courier is the number of the person that a courier is: no customer of the
// shop, and nobody of its merchants.
func (o *Options) courier(number int64) int64 { return o.People + 1_000_000 + number }
