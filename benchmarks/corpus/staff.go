package corpus

import "time"

// Couriers is the staff that delivers: a zipper table, of papers, cars, banks
// and relatives.
func Couriers(seed uint64, rows int64, opt Options) *Table {
	t := newTable("staff", seed, rows, opt, append([]*column{
		linkKey(text("staff_id", func(d *draw, dst []byte) []byte { return appendStaff(dst, d.number) }), "staff_id"),
		soiled("name", "cn_person_name", buyerName),
		soiled("mobile", "cn_mobile", reservedMobile),
		damaged(text("mobile_excel", func(d *draw, dst []byte) []byte {
			return append(append(append(dst, d.buyer.mobile[0], '.'), d.buyer.mobile[1:3]...), "E+10"...)
		}), "cn_mobile"),
		soiled("id_no", "cn_id18", buyerID),
		planted("email", "email", func(d *draw, dst []byte) []byte { return append(d.buyer.appendPin(dst), "@corp.example.com"...) }),
		text("company", func(d *draw, dst []byte) []byte { return d.appendFirm(dst, employer(d)) }),
		soiled("uscc", "cn_uscc", func(d *draw, dst []byte) []byte { return d.appendFirmCode(dst, employer(d)) }),
		wordsOf("work_position", []string{"快递员", "驿站店员", "司机", "分拣员"}),
		named(holds(money("salary"), "income"), unclaimed),
		named(sometimes(0.3, planted("terminal_no", "cn_iot_number", func(d *draw, dst []byte) []byte { return digits(append(dst, "14400000"...), d.number, 5) })), unclaimed),
		named(linkKey(text("alipay_user_id", func(d *draw, dst []byte) []byte { return digits(append(dst, "2088"...), d.number, 12) }), "account_id"), "unknown"),
		soiled("card_no", "bank_card", cardOf),
		sometimes(0.5, soiled("plate_no", "cn_plate", func(d *draw, dst []byte) []byte {
			return appendPlate(dst, d.about(anEmployee, d.number))
		})),
		sometimes(0.5, soiled("vin", "vin", func(d *draw, dst []byte) []byte { return appendVIN(dst, d.about(anEmployee, -1-d.number)) })),
		named(sometimes(0.5, planted("archive_no", "cn_driver_file_no", func(d *draw, dst []byte) []byte {
			return digits(append(dst, d.buyer.home.code[:4]...), d.number, 8)
		})), "unknown"),
		sometimes(0.4, wordsOf("permit_class", []string{"A1", "B2", "C1", "C1", "C2", "C6"})),
		planted("address", "cn_address", address),
		planted("kin_name", "cn_person_name", func(d *draw, dst []byte) []byte { return d.appendName(dst, d.buyer.number+1) }),
		soiled("kin_mobile", "cn_mobile", func(d *draw, dst []byte) []byte { return block0(dst, d.Rand) }),
		planted("document_url", "url", func(d *draw, dst []byte) []byte {
			return append(appendHex(append(dst, "https://oss.example.com/cert/"...), 8, d.Rand), ".pdf"...)
		}),
		named(sometimes(0.8, planted("api_secret", "secret_column", func(d *draw, dst []byte) []byte { return appendToken(dst, 40, base64url, d.Rand) })), "unknown"),
		imitates(text("badge_no", func(d *draw, dst []byte) []byte { return digits(append(dst, 'K'), 20_000_000+d.number, 8) }), "unknown", "cn_passport", "cn_ss_card"),
		imitates(text("contract_no", contractNo), "unknown", "cn_id18"),
		imitates(date("joined_at", func(d *draw) time.Time { return d.opt.Day.AddDate(0, 0, -2300-d.IntN(3000)) }), unclaimed, "date_of_birth"),
	}, zipper(anEmployee)...))
	t.begin = func(d *draw) {
		d.number, _ = versionOf(d.row)
		d.buyer = someone(d.seed, d.opt.courier(d.number))
		d.key = d.buyer.number // of the card: no customer's
	}
	return t
}

// employer is one of the companies that couriers work for.
func employer(d *draw) int64 { return d.opt.People + d.number/50 }
