package corpus

import "time"

// Users is the people who ordered: row i is person i. Some identifiers stand in
// columns of numbers, as exports make them.
func Users(seed uint64, rows int64, opt Options) *Table {
	opt.People = rows
	return newTable("user", seed, rows, opt, []*column{
		linkKey(text("user_pin", self(func(p *person, _ *draw, dst []byte) []byte { return p.appendPin(dst) })), "account_id"),
		text("nickname", nickname),
		sometimes(0.1, planted("real_name", "cn_person_name", self(func(p *person, _ *draw, dst []byte) []byte { return p.appendName(dst) }))),
		sometimes(0.1, planted("id_no", "cn_id18", self(func(p *person, _ *draw, dst []byte) []byte { return append(dst, p.id[:]...) }))),
		sometimes(0.02, mobileNumber("mobile")),
		sometimes(0.60, mobileFloat("backup_phone")),
		sometimes(0.3, planted("email", "email", self(func(p *person, _ *draw, dst []byte) []byte {
			return append(p.appendPin(dst), "@example.com"...)
		}))),
		sometimes(0.1, birthday("birthday")),
		sometimes(0.05, choice("gender", genders, func(d *draw) int {
			if p := d.self(); p.female {
				return 1
			}
			return 0
		})),
		choice("city", cities, func(d *draw) int {
			p := d.self()
			return p.home.cityNumber()
		}),
		sometimes(0.05, planted("detail_address", "cn_address", self(func(p *person, d *draw, dst []byte) []byte {
			return p.appendAddress(dst, d.Rand)
		}))),
		small("member_level", 6),
		moment("registered_at", func(d *draw) time.Time {
			return d.opt.Day.AddDate(0, 0, -d.IntN(3650)).Add(time.Duration(d.IntN(86400)) * time.Second)
		}),
		sometimes(0.97, moment("cancelled_at", func(d *draw) time.Time { return d.opt.Day.AddDate(0, 0, -d.IntN(900)) })),
	})
}

// self is the person that the row is about.
func (d *draw) self() person { return someone(d.seed, d.row) }

func self(cell func(p *person, d *draw, dst []byte) []byte) func(*draw, []byte) []byte {
	return func(d *draw, dst []byte) []byte {
		p := d.self()
		return cell(&p, d, dst)
	}
}

var nicknames = []string{"快乐小鱼", "追风的人", "爱吃橙子", "星空下", "慢慢来", "小太阳", "山间清风", "夜航船"}

func nickname(d *draw, dst []byte) []byte {
	return number(append(dst, nicknames[d.IntN(len(nicknames))]...), d.IntN(1000))
}

// value is the mobile number as a number.
func (p *person) value() (n int64) {
	for _, c := range p.mobile {
		n = n*10 + int64(c-'0')
	}
	return n
}

// mobileNumber is telephone numbers stored as integers.
func mobileNumber(name string) *column {
	c := integer(name, func(d *draw) int64 {
		d.marked.plant("cn_mobile")
		p := d.self()
		return p.value()
	})
	c.class, c.verdict = "cn_mobile", "is"
	return c
}

// mobileFloat is telephone numbers stored as floating point, as a column of
// integers with nulls comes out of pandas.
func mobileFloat(name string) *column {
	c := float(name, func(d *draw) float64 {
		d.marked.plant("cn_mobile")
		p := d.self()
		return float64(p.value())
	})
	c.class, c.verdict = "cn_mobile", "is"
	return c
}

func birthday(name string) *column {
	return holds(date(name, func(d *draw) time.Time { p := d.self(); return p.birth }), "date_of_birth")
}

// Narrow is the table that scans are measured on: an identity number, a
// telephone, a device, an address, a remark, a city and three numbers. The
// figures of the design are of 2,097,152 rows in row groups of 131,072, zstd.
func Narrow(seed uint64, rows int64) *Table {
	return newTable("narrow", seed, rows, Options{}, []*column{
		planted("id_no", "cn_id18", buyerID),
		planted("mobile", "cn_mobile", func(d *draw, dst []byte) []byte { return block0(dst, d.Rand) }),
		planted("imei", "imei", func(d *draw, dst []byte) []byte { return appendIMEI(dst, d.Rand) }),
		planted("address", "cn_address", func(d *draw, dst []byte) []byte { return d.buyer.appendAddress(dst, d.Rand) }),
		mentions("remark"),
		choice("city", cities, func(d *draw) int { return d.IntN(len(cities)) }),
		float("amount", func(d *draw) float64 { return float64(d.IntN(500000)) / 100 }),
		integer("sku", func(d *draw) int64 { return 100_000 + d.Int64N(50_000) }),
		small("quantity", 20),
	})
}

// Wide is a table of many columns, five of them personal: what a rewrite by
// column is measured on. The figures of the design are of 524,288 rows and 100
// columns, snappy.
func Wide(seed uint64, rows int64, columns int) *Table {
	cs := []*column{
		planted("id_no", "cn_id18", buyerID),
		planted("mobile", "cn_mobile", func(d *draw, dst []byte) []byte { return block0(dst, d.Rand) }),
		planted("imei", "imei", func(d *draw, dst []byte) []byte { return appendIMEI(dst, d.Rand) }),
		planted("address", "cn_address", func(d *draw, dst []byte) []byte { return d.buyer.appendAddress(dst, d.Rand) }),
		mentions("remark"),
	}
	for i := len(cs); i < columns; i++ {
		cs = append(cs, filler(i))
	}
	return newTable("wide", seed, rows, Options{}, cs[:columns])
}

// filler is a column that holds nothing personal: measures, codes and times,
// one after the other.
func filler(i int) *column {
	name := string(digits([]byte("f"), int64(i), 4))
	switch i % 4 {
	case 0:
		return integer("amount_"+name, func(d *draw) int64 { return 1_000_000_000_000 + int64(d.Uint64()>>20) })
	case 1:
		return float("score_"+name, func(d *draw) float64 { return float64(d.IntN(1_000_000_000)) / 1e4 })
	case 2:
		return moment("time_"+name, orderTime)
	}
	pool := []string{"新品", "热卖", "清仓", "预售", "自营", "第三方"}
	return choice("kind_"+name, pool, func(d *draw) int { return d.IntN(len(pool)) })
}
