package corpus

import "time"

// RealNames is who has proved who they are, once each: numbers of papers, faces,
// and what exports and masks have made of them.
func RealNames(seed uint64, rows int64, opt Options) *Table {
	t := newTable("realname", seed, rows, opt, []*column{
		linkKey(text("account_id", accountID), "account_id"),
		soiled("real_name", "cn_person_name", buyerName),
		wordsOf("id_type", []string{"身份证", "身份证", "身份证", "护照", "回乡证"}),
		sometimes(0.05, soiled("id_no", "cn_id18", buyerID)),
		sometimes(0.5, damaged(text("id_no_excel", excelID), "cn_id18")),
		masked("id_masked", "cn_id18", maskedID),
		named(sometimes(0.8, planted("passport_no", "cn_passport", func(d *draw, dst []byte) []byte { return appendPassport(dst, d.Rand) })), unclaimed),
		named(sometimes(0.9, planted("hk_permit", "cn_hrp", func(d *draw, dst []byte) []byte {
			return digits(append(dst, "HM"[d.IntN(2)]), d.Int64N(100_000)*100, 10)
		})), unclaimed),
		sometimes(0.95, planted("residence_no", "cn_hmt_residence", residence)),
		named(sometimes(0.95, planted("tw_permit", "cn_tbz", func(d *draw, dst []byte) []byte { return digits(dst, d.Int64N(10_000), 8) })), unclaimed),
		sometimes(0.95, planted("military_no", "cn_military_id", func(d *draw, dst []byte) []byte {
			dst = append(dst, [...]string{"军", "士", "文", "兵"}[d.IntN(4)]...)
			return append(digits(append(dst, "字第"...), d.Int64N(1000), 7), "号"...)
		})),
		named(planted("birthday", "date_of_birth", birthText), unclaimed),
		named(holds(integer("gender", func(d *draw) int64 { return int64(1 + buyerGender(d)) }), "gender"), unclaimed),
		sometimes(0.1, ethnicGroup("ethnic")),
		sometimes(0.95, planted("guardian_phone", "cn_mobile", func(d *draw, dst []byte) []byte { return block0(dst, d.Rand) })),
		{name: "face_feature", nulls: 0.9, length: func(*draw) int { return faceLength },
			element: named(holds(float32s("element", func(d *draw) float32 { return float32(d.IntN(2001)-1000) / 1000 }), "face_vector"), unclaimed)},
		sometimes(0.8, holds(blob("face_thumb", thumbnail), "image_bytes")),
		float("liveness_score", func(d *draw) float64 { return float64(d.IntN(1000)) / 1000 }),
		sometimes(0.2, planted("id_photo_url", "url", func(d *draw, dst []byte) []byte {
			return append(appendHex(append(dst, "https://oss.example.com/idcard/"...), 16, d.Rand), "_front.jpg"...)
		})),
		imitates(text("case_no", contractNo), "unknown", "cn_id18"),
		wordsOf("result", []string{"通过", "通过", "通过", "不一致", "人工复核"}),
		moment("verified_at", longAgo),
	})
	t.begin = func(d *draw) { d.buyer = d.self() }
	return t
}

// faceLength is how many numbers a face is.
const faceLength = 128

// excelID is an identity number of which a spreadsheet has kept 15 digits.
func excelID(d *draw, dst []byte) []byte { return append(append(dst, d.buyer.id[:15]...), "000"...) }

// maskedID is an identity number without the date and the serial.
func maskedID(d *draw, dst []byte) []byte {
	dst = append(dst, d.buyer.id[:6]...)
	dst = append(dst, "********"...)
	return append(dst, d.buyer.id[14:]...)
}

// residence is the number of a permit for people from Hong Kong, Macau or
// Taiwan: theirs is the region, the rest is as in everybody's.
func residence(d *draw, dst []byte) []byte {
	start := len(dst)
	dst = append(dst, [...]string{"810000", "820000", "830000"}[d.IntN(3)]...)
	dst = time.Date(1880, 1, 1, 0, 0, 0, 0, time.UTC).AddDate(0, 0, d.IntN(31*365)).AppendFormat(dst, "20060102")
	dst = digits(dst, d.Int64N(1000), 3)
	return append(dst, check(dst[start:]))
}

// birthText is a birth as people write dates.
func birthText(d *draw, dst []byte) []byte {
	switch d.IntN(4) {
	case 0:
		return d.buyer.birth.AppendFormat(dst, "2006-01-02")
	case 1:
		return d.buyer.birth.AppendFormat(dst, "2006年1月2日")
	}
	return d.buyer.birth.AppendFormat(dst, "20060102")
}

// thumbnail is bytes that begin as a JPEG does.
func thumbnail(d *draw, dst []byte) []byte {
	dst = append(dst, "\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01"...)
	for range 6 {
		v := d.Uint64()
		dst = append(dst, byte(v), byte(v>>8), byte(v>>16), byte(v>>24), byte(v>>32), byte(v>>40), byte(v>>48), byte(v>>56))
	}
	return append(dst, 0xff, 0xd9)
}
