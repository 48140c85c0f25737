package detectors

import (
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"tuomin/scanners/columns"
)

func TestVerdicts(t *testing.T) {
	type gen = func(*rand.Rand, int) string
	fixed := func(v string) gen { return func(*rand.Rand, int) string { return v } }
	double := func(r *rand.Rand, i int) string { // as columns.AppendText has a double of 18 digits
		id := identity(r, i)
		return id[:1] + "." + id[1:16] + "e+17"
	}
	hashed := func(digits int) gen {
		return func(r *rand.Rand, _ int) string {
			b := make([]byte, digits/2)
			for i := range b {
				b[i] = byte(r.Uint32())
			}
			return fmt.Sprintf("%x", b)
		}
	}
	foreignPhone := func(r *rand.Rand, _ int) string {
		return fmt.Sprintf("+44 7%03d %06d", r.IntN(1000), r.IntN(1_000_000))
	}
	foreignAddress := func(r *rand.Rand, _ int) string {
		return fmt.Sprintf("Room %d, No. %d Wensan Road, Hangzhou", r.IntN(3000), r.IntN(1000))
	}
	foreignName := func(r *rand.Rand, _ int) string {
		first := [...]string{"Ada", "Jean-Luc", "Zoë", "J. R.", "MARÍA", "Sinéad"}[r.IntN(6)]
		return fmt.Sprintf("%s %c%s", first, 'A'+r.IntN(26), [...]string{"yron", "'Brien", "arcía López", "e la Tour", "MITH"}[r.IntN(5)])
	}
	fewCodes := func(r *rand.Rand, _ int) string {
		return fmt.Sprintf("1%s%08d", []string{"38", "39", "50", "86", "77"}[r.IntN(5)], r.IntN(100_000_000))
	}
	for _, c := range []struct {
		about string
		name  string
		kind  columns.Kind
		n     int
		gen   gen
		want  string // verdict class confidence
		why   string // part of it
	}{
		{"identity numbers", "c1", columns.Text, 1000, identity, "is cn_id18 certain", "check digits"},
		{"more than the sample holds", "c1", columns.Text, 20000, identity, "is cn_id18 certain", ""},
		{"named", "buyer_id_no", columns.Text, 1000, identity, "is cn_id18 certain", ""},
		{"as integers", "c1", columns.Int, 1000, func(r *rand.Rand, i int) string {
			for {
				if id := identity(r, i); id[17] != 'X' {
					return id
				}
			}
		}, "is cn_id18 certain", ""},
		{"five cards among small numbers", "c1", columns.Int, 20000, func(r *rand.Rand, i int) string {
			if i%4000 == 0 {
				return luhnDigit(fmt.Sprintf("62220%010d", r.Int64N(1e10)))
			}
			return fmt.Sprint(r.IntN(500))
		}, "contains bank_card possible", ""},
		{"four rows", "c1", columns.Text, 4, identity, "contains cn_id18 possible", "too few"},
		{"four rows with a name", "id_no", columns.Text, 4, identity, "is cn_id18 likely", "name"},
		{"one row with a name", "身份证", columns.Text, 1, identity, "is cn_id18 likely", "name"},
		{"five rows", "c1", columns.Text, 6, identity, "is cn_id18 certain", ""},
		{"one in five is something else", "c1", columns.Text, 1000, sometimes(6, remark, identity), "is cn_id18 certain", ""},
		{"half is something else", "c1", columns.Text, 1000, sometimes(2, remark, identity), "contains cn_id18 certain", ""},
		{"half is something else, named", "idCard", columns.Text, 1000, sometimes(2, remark, identity), "is cn_id18 likely", ""},
		{"five in many remarks", "remark", columns.Text, 100000, sometimes(20000, identity, remark), "contains cn_id18 possible", ""},
		{"five in many remarks, named", "id_no", columns.Text, 100000, sometimes(20000, identity, remark), "contains cn_id18 possible", ""},
		{"look-alikes", "c1", columns.Text, 5000, contract, "unknown unknown likely", "business numbers"},
		{"look-alikes, named", "sfz", columns.Text, 5000, contract, "unknown unknown likely", "business numbers"},
		{"a few look-alikes", "c1", columns.Text, 60, contract, "none none likely", "business numbers"},
		{"identity numbers among look-alikes", "c1", columns.Text, 2000, sometimes(3, identity, contract), "contains cn_id18 certain", ""},
		{"rounded by Excel", "c1", columns.Text, 1000, excel, "damaged cn_id18 certain", "Excel"},
		{"rounded by Excel, some not", "c1", columns.Text, 1000, sometimes(8, identity, excel), "damaged cn_id18 certain", "Excel"},
		{"a double", "id_no", columns.Float, 1000, double, "damaged cn_id18 certain", "double"},
		{"a double that nobody named", "c1", columns.Float, 1000, double, "none none likely", ""},
		{"the same number throughout", "c1", columns.Text, 1000, fixed("11010518801231001" + checkDigit("11010518801231001")), "contains cn_id18 possible", ""},

		{"identity numbers among companies", "uscc", columns.Text, 4000, sometimes(50, identity, usccOf(usccSymbols)), "contains cn_id18 certain", ""},
		{"a few identity numbers among very many companies", "uscc", columns.Text, 60000, sometimes(3000, identity, usccOf(usccSymbols)), "contains cn_id18 certain", ""},
		{"identity numbers under a name of orders", "order_no", columns.Text, 2000, sometimes(3, identity, hexID), "contains cn_id18 certain", ""},
		{"a few under a name of orders", "order_no", columns.Text, 5000, sometimes(100, identity, hexID), "contains cn_id18 certain", ""},
		{"mail under a name of accounts", "user_id", columns.Text, 2000, sometimes(4, mailAddress, hexID), "contains email likely", ""},
		{"orders", "order_no", columns.Text, 2000, hexID, "is order_id certain", ""},
		{"hashed with SHA-256", "mobile", columns.Text, 1000, hashed(64), "unknown unknown likely", "hashed already"},
		{"hashed with SHA-512", "c1", columns.Text, 1000, hashed(128), "unknown unknown likely", "hashed already"},
		{"hashed with SHA-1", "c1", columns.Text, 1000, hashed(40), "unknown unknown likely", "hashed already"},
		{"hashed with MD5", "c1", columns.Text, 1000, hashed(32), "unknown unknown likely", "hashed already"},
		{"hashed, of customers in a table of orders", "mobile", columns.Text, 3000, func(r *rand.Rand, _ int) string {
			return fmt.Sprintf("%x", sha256.Sum256([]byte{byte(r.IntN(250))}))
		}, "unknown unknown likely", "hashed already"},
		{"hashed, ten of them", "c1", columns.Text, 10, hashed(64), "unknown unknown likely", "hashed already"},
		{"hashes of versions", "build", columns.Text, 3000, func(r *rand.Rand, _ int) string {
			return fmt.Sprintf("%x", sha256.Sum256([]byte{byte(r.IntN(20))}))
		}, "none none likely", ""},
		{"hashed, in base64", "mobile", columns.Text, 1000, func(r *rand.Rand, i int) string {
			sum := sha256.Sum256([]byte(mobile(r, i)))
			return base64.StdEncoding.EncodeToString(sum[:])
		}, "unknown unknown likely", "hashed already"},
		{"telephones, in base64", "c1", columns.Text, 1000, func(r *rand.Rand, i int) string {
			return base64.StdEncoding.EncodeToString([]byte(mobile(r, i)))
		}, "unknown unknown likely", "opaque"},
		{"hashed, and says how", "c1", columns.Text, 1000, func(r *rand.Rand, i int) string {
			return "md5:" + hashed(32)(r, i)
		}, "unknown unknown likely", "hashed already"},
		{"hashed, raw", "c1", columns.Binary, 1000, func(r *rand.Rand, i int) string {
			sum := sha256.Sum256([]byte(mobile(r, i)))
			return string(sum[:])
		}, "unknown unknown likely", "hashed already"},
		{"geometries", "c1", columns.Geometry, 1000, func(r *rand.Rand, _ int) string {
			return fmt.Sprintf("\x01\x01\x00\x00\x00%016x", r.Uint64())
		}, "is geo_latlon certain", "type"},
		{"one geometry of every row", "order_no", columns.Geometry, 1000, fixed("\x01\x01"), "is geo_latlon certain", "type"},
		{"paths", "path", columns.Text, 1000, func(r *rand.Rand, _ int) string {
			return fmt.Sprintf("/Data/img/2024/%02d/%02d/file%06d", r.IntN(12), r.IntN(28), r.IntN(1e6))
		}, "none none likely", ""},
		{"numbers of pupils by year", "xh", columns.Text, 3000, func(r *rand.Rand, _ int) string { return fmt.Sprintf("20%d%06d", 18+r.IntN(8), r.IntN(1e6)) }, "unknown unknown likely", ""},
		{"orders by day", "c1", columns.Int, 3000, func(r *rand.Rand, _ int) string {
			return fmt.Sprintf("2025%02d%02d%05d", 1+r.IntN(12), 1+r.IntN(28), r.IntN(1e5))
		}, "unknown unknown likely", ""},
		{"times in milliseconds", "c1", columns.Int, 3000, func(r *rand.Rand, _ int) string { return fmt.Sprint(1262304000000 + r.Int64N(740000000000)) }, "none none likely", ""},
		{"times in nanoseconds", "c1", columns.Int, 3000, func(r *rand.Rand, _ int) string { return fmt.Sprint((1.7e12 + r.Int64N(1e11)) * 1e6) }, "none none likely", ""},
		{"times in nanoseconds, so named", "end_time_unix_nano", columns.Int, 3000, func(r *rand.Rand, _ int) string { return fmt.Sprint(int64(1.7e18) + r.Int64N(1e17)) }, "none none likely", ""},
		{"snowflakes", "c1", columns.Int, 3000, func(r *rand.Rand, _ int) string { return fmt.Sprint((3.9e11+r.Int64N(6e10))<<22 | r.Int64N(32)<<12) }, "unknown unknown likely", ""},
		{"cookies", "cookie", columns.Text, 1000, func(r *rand.Rand, i int) string { return "sid=" + hexID(r, i) + "; lang=zh" }, "is secret_column certain", "name"},
		{"flags", "c1", columns.Text, 1000, func(r *rand.Rand, _ int) string { return fmt.Sprintf("%064b%064b", r.Uint64(), r.Uint64()) }, "none none likely", ""},
		{"some hashed, others not", "c1", columns.Text, 1000, sometimes(2, contract, hashed(64)), "unknown unknown likely", "shaped like"},

		{"telephones of Beijing as integers", "phone", columns.Int, 1000, func(r *rand.Rand, _ int) string { return fmt.Sprintf("106%07d", r.IntN(1e7)) }, "unknown unknown likely", ""},
		{"telephones", "mobile", columns.Text, 1000, mobile, "is cn_mobile certain", "name"},
		{"telephones under a poor name", "c1", columns.Text, 1000, mobile, "is cn_mobile certain", "spread"},
		{"telephones of another country", "mobile", columns.Text, 1000, foreignPhone, "unknown unknown likely", "no form that is known"},
		{"a few of another country", "mobile", columns.Text, 12, foreignPhone, "unknown unknown likely", ""},
		{"telephones of another country that nobody named", "c1", columns.Text, 1000, foreignPhone, "none none likely", ""},
		{"addresses of another language", "shipping_address", columns.Text, 1000, foreignAddress, "unknown unknown likely", "no form that is known"},
		{"addresses of another language that repeat", "addr", columns.Text, 20000, func(r *rand.Rand, _ int) string {
			return foreignAddress(rand.New(rand.NewPCG(1, uint64(r.IntN(5000)))), 0)
		}, "unknown unknown likely", ""},
		{"four words under a name of addresses", "address", columns.Text, 1000, func(_ *rand.Rand, i int) string {
			return []string{"on site", "by mail", "at the depot", "to be told"}[i%4]
		}, "none none possible", ""},
		{"models of telephones, a row each", "phone_model", columns.Text, 40, func(_ *rand.Rand, i int) string { return fmt.Sprintf("Fone %d Pro", i) }, "none none likely", ""},
		{"models in a Chinese table", "手机型号", columns.Text, 1000, func(_ *rand.Rand, i int) string { return fmt.Sprintf("Fone %d Pro", i) }, "none none likely", ""},
		{"pages without a host", "referer", columns.Text, 1000, func(_ *rand.Rand, i int) string { return fmt.Sprintf("/p/%d/view.html?from=list", i) }, "none none likely", ""},
		{"hosts for network addresses", "server_ip", columns.Text, 40, func(_ *rand.Rand, i int) string { return fmt.Sprintf("web-%03d.example", i) }, "none none likely", ""},
		{"pieces of music", "track_name", columns.Text, 1000, func(_ *rand.Rand, i int) string { return fmt.Sprintf("Song no. %d (live)", i) }, "none none likely", ""},
		{"models of telephones", "phone_model", columns.Text, 20000, func(r *rand.Rand, _ int) string { return fmt.Sprintf("Fone %d Pro", r.IntN(200)) }, "none none likely", ""},
		{"three hundred customers", "customer_name", columns.Text, 3000, func(r *rand.Rand, _ int) string { return fmt.Sprintf("Ada %d. Byron", r.IntN(300)) }, "unknown unknown likely", ""},
		{"addresses in another script", "recv_addr", columns.Text, 1000, func(r *rand.Rand, _ int) string {
			return fmt.Sprint("서울특별시 강남구 테헤란로 ", r.IntN(90000))
		}, "unknown unknown likely", ""},
		{"names of another language", "customer_name", columns.Text, 1000, func(r *rand.Rand, i int) string { return fmt.Sprintf("Ada %c. Byron-%d", 'A'+r.IntN(26), i) }, "unknown unknown likely", ""},
		{"names of another country beside goods", "consignee", columns.Text, 1000, foreignName, "unknown unknown likely", "no form that is known"},
		{"whom to call abroad", "联系人", columns.Text, 1000, foreignPhone, "unknown unknown likely", ""},
		{"names of another country under whose they are", "guest2", columns.Text, 1000, foreignName, "unknown unknown likely", "no form that is known"},
		{"names of another country under a word for persons", "signed_by", columns.Text, 1000, foreignName, "unknown unknown likely", ""},
		{"what else has a name", "brand_name", columns.Text, 1000, foreignName, "none none likely", ""},
		{"names of another country, and no more said", "name", columns.Text, 1000, foreignName, "unknown unknown likely", ""},
		{"names in pinyin that nobody named", "c1", columns.Text, 1000, func(r *rand.Rand, _ int) string {
			family := [...]string{"Wang", "LI", "Ouyang", "Zhao", "CHEN"}[r.IntN(5)]
			return fmt.Sprintf("%s %c%s", family, "BDFGHJLMNPQRSTWXYZ"[r.IntN(18)], [...]string{"a", "AN", "ei", "iao Ming", "ui-Ling", "in", "u", "ong"}[r.IntN(8)])
		}, "is cn_person_name likely", ""},
		{"addresses in letters that nobody named", "c1", columns.Text, 1000, func(r *rand.Rand, _ int) string {
			return fmt.Sprintf("%d %s, London", r.IntN(3000), [...]string{"Ockham Rd", "st. James Street, Flat 3", "OLD LANE", "Maple Ave Apt 3b"}[r.IntN(4)])
		}, "unknown unknown likely", "addresses in letters"},
		{"titles of goods", "c1", columns.Text, 1000, func(r *rand.Rand, _ int) string {
			return fmt.Sprintf("%d way cable, block colour, fits unit %d on any floor", r.IntN(30), r.IntN(3000))
		}, "none none likely", ""},
		{"what was paid how", "log", columns.Text, 1000, func(r *rand.Rand, _ int) string {
			return fmt.Sprintf("order %d paid via Alipay in %d ms", r.IntN(90000), r.IntN(300))
		}, "none none likely", ""},
		{"names of another country that nobody named", "c1", columns.Text, 1000, foreignName, "none none likely", ""},
		{"lines of a web server", "c1", columns.Text, 1000, func(r *rand.Rand, _ int) string {
			return fmt.Sprintf(`198.51.%d.%d - - [20/Nov/2026:18:30:00 +0800] "GET / HTTP/1.1" 200`, r.IntN(256), r.IntN(256))
		}, "contains ipv4 likely", "more values"},
		{"a few lines with an address", "message", columns.Text, 3000, func(r *rand.Rand, i int) string {
			if i%30 > 0 {
				return fmt.Sprintf("job %d done", i%7)
			}
			return fmt.Sprintf("Failed password for root from 198.51.%d.%d port 22", r.IntN(256), r.IntN(256))
		}, "contains ipv4 likely", ""},
		{"addresses and ports", "c1", columns.Text, 1000, func(r *rand.Rand, _ int) string {
			return fmt.Sprintf("198.51.%d.%d:%d", r.IntN(256), r.IntN(256), 1024+r.IntN(60000))
		}, "contains ipv4 likely", ""},
		{"versions in text", "c1", columns.Text, 1000, func(r *rand.Rand, _ int) string {
			return fmt.Sprintf("update to %d.%d.%d.%d is ready", r.IntN(9), r.IntN(20), r.IntN(40), r.IntN(50))
		}, "none none likely", "shape alone"},
		{"programs with builds", "c1", columns.Text, 1000, func(r *rand.Rand, _ int) string {
			return fmt.Sprintf("Mozilla/5.0 (Linux) Quark/5.%d.%d.%d Mobile", r.IntN(9), r.IntN(9), r.IntN(256))
		}, "none none likely", ""},
		{"programs that call", "user_agent", columns.Text, 1000, func(_ *rand.Rand, i int) string { return fmt.Sprintf("Browser/5.0 (System %d; x64)", i) }, "none none likely", ""},
		{"a few sizes of shirts by name", "name", columns.Text, 20000, func(r *rand.Rand, _ int) string { return [...]string{"Very Small", "Rather Large"}[r.IntN(2)] }, "none none possible", ""},
		{"things with names", "goods_name", columns.Text, 1000, func(_ *rand.Rand, i int) string { return fmt.Sprint("Widget no. ", i) }, "none none likely", ""},
		{"things that have a name", "name", columns.Text, 1000, func(_ *rand.Rand, i int) string { return fmt.Sprint("Widget no. ", i) }, "none none likely", ""},
		{"pictures of identity cards", "idcard_img", columns.Text, 1000, func(_ *rand.Rand, i int) string { return fmt.Sprintf("/upload/2026/%d.jpg", i) }, "unknown unknown likely", ""},
		{"telephones of few codes under a poor name", "c1", columns.Text, 1000, fewCodes, "is cn_mobile likely", "form"},
		{"telephones of few codes under a name of numbering", "sn", columns.Text, 1000, fewCodes, "unknown unknown likely", ""},
		{"telephones as integers", "c1", columns.Int, 1000, mobile, "is cn_mobile certain", "spread"},
		{"twenty telephones", "c1", columns.Text, 20, mobile, "contains cn_mobile possible", ""},
		{"forty telephones", "c1", columns.Text, 40, mobile, "contains cn_mobile likely", ""},
		{"twenty telephones with a name", "receiver.phones[]", columns.Text, 20, mobile, "is cn_mobile likely", ""},
		{"serial numbers", "c1", columns.Int, 5000, serial, "unknown unknown likely", "numbered through"},
		{"serial numbers, so named", "ticket_serial", columns.Int, 5000, serial, "unknown unknown likely", ""},
		{"serial numbers under a telephone's name", "phone", columns.Text, 5000, serial, "is cn_mobile likely", "name"},
		{"eleven digits", "c1", columns.Text, 5000, scattered, "unknown unknown likely", "such numbers"},
		{"orders of eleven digits", "order_no", columns.Text, 3000, func(r *rand.Rand, _ int) string { return fmt.Sprintf("1%d%09d", 3+r.IntN(7), r.IntN(1e9)) }, "is order_id certain", ""},
		{"telephones as orders", "order_no", columns.Text, 1000, mobile, "is cn_mobile certain", ""},
		{"telephones and orders", "order_no", columns.Text, 1000, sometimes(2, mobile, func(_ *rand.Rand, i int) string { return "20241120" + number10(i) }), "contains cn_mobile likely", ""},
		{"eleven digits, named", "c1_serial_no", columns.Text, 5000, scattered, "unknown unknown likely", ""},
		{"telephones in remarks", "remark", columns.Text, 1000, func(r *rand.Rand, i int) string { return remark(r, i) + " 电话 " + mobile(r, i) }, "contains cn_mobile likely", ""},
		{"masked", "c1", columns.Text, 1000, maskedMobile, "masked cn_mobile certain", ""},
		{"masked, and numbers in clear", "c1", columns.Text, 1000, sometimes(20, func(r *rand.Rand, i int) string { return maskedMobile(r, i) + " " + mobile(r, i) }, maskedMobile), "contains cn_mobile likely", ""},
		{"masked, and receivers in clear", "phone", columns.Text, 1000, sometimes(50, func(*rand.Rand, int) string { return "收货人：王伟芳" }, maskedMobile), "contains cn_person_name likely", ""},
		{"masked, named", "phone", columns.Text, 1000, sometimes(3, remark, maskedMobile), "masked cn_mobile certain", ""},

		{"births as Excel counts days", "sr", columns.Int, 1000, func(r *rand.Rand, _ int) string { return fmt.Sprint(15000 + r.IntN(25000)) }, "is date_of_birth certain", "name"},
		{"incomes under the initials of births", "sr", columns.Int, 1000, func(r *rand.Rand, _ int) string { return fmt.Sprint(3000 + r.IntN(64000)) }, "unknown unknown likely", ""},

		{"addresses", "c1", columns.Text, 1000, address, "is cn_address likely", ""},
		{"addresses, named", "receiver.address", columns.Text, 1000, address, "is cn_address certain", ""},
		{"addresses in remarks", "c1", columns.Text, 1000, sometimes(4, address, remark), "contains cn_address likely", ""},

		{"opaque", "c1", columns.Text, 1000, hexID, "unknown unknown likely", "opaque"},
		{"opaque, larger than the sample", "c1", columns.Text, 50000, hexID, "unknown unknown likely", "opaque"},
		{"a counter", "n", columns.Int, 1000, func(_ *rand.Rand, i int) string { return number10(i) }, "unknown unknown likely", ""},
		{"too few to be unknown", "c1", columns.Text, 99, hexID, "none none likely", ""},
		{"repeated", "c1", columns.Text, 1000, func(_ *rand.Rand, i int) string { return "sku-" + number10(i%300) }, "unknown unknown likely", ""},
		{"amounts", "pay_amount", columns.Int, 1000, func(r *rand.Rand, _ int) string { return number10(r.IntN(1e9)) }, "none none likely", ""},
		{"milliseconds", "c1", columns.Int, 1000, func(_ *rand.Rand, i int) string { return "17321" + number10(i * 777)[2:] }, "none none likely", ""},
		{"contracts as decimals", "c1", columns.Decimal, 1000, contract, "none none likely", "shaped like"},
		{"contracts as decimals, named", "id_card_no", columns.Decimal, 1000, contract, "unknown unknown likely", "shaped like"},
		{"numbers of contracts as decimals", "contract_no", columns.Decimal, 1000, func(r *rand.Rand, _ int) string { return number10(r.IntN(1e9)) }, "unknown unknown likely", ""},
		{"amounts as decimals", "pay_amount", columns.Decimal, 1000, func(r *rand.Rand, _ int) string { return number10(r.IntN(1e9)) }, "none none likely", ""},
		{"floats", "c1", columns.Float, 1000, func(r *rand.Rand, _ int) string { return number10(r.IntN(1e9)) + ".25" }, "none none likely", ""},
		{"remarks", "c1", columns.Text, 1000, remark, "none none likely", ""},

		{"accounts", "user_pin", columns.Text, 1000, hexID, "is account_id certain", ""},
		{"accounts of own choice", "user_pin", columns.Text, 1000, func(_ *rand.Rand, i int) string { return "快乐小鱼" + number10(i) }, "is account_id likely", ""},
		{"orders", "orderId", columns.Int, 1000, func(_ *rand.Rand, i int) string { return "7" + number10(i*37) }, "is order_id certain", ""},
		{"orders in Chinese", "父订单号", columns.Text, 1000, hexID, "is order_id certain", ""},
		{"how many orders", "order_count", columns.Int, 1000, func(r *rand.Rand, _ int) string { return number10(r.IntN(9)) }, "none none likely", ""},
		{"a flag", "account", columns.Text, 5000, func(r *rand.Rand, _ int) string { return []string{"vip", "basic"}[r.IntN(2)] }, "none none possible", ""},
		{"waybills", "mail_no", columns.Text, 1000, func(_ *rand.Rand, i int) string { return "SF0" + "00" + number10(i*37) }, "is waybill_no certain", ""},
		{"waybills in pinyin", "ydh", columns.Int, 1000, func(_ *rand.Rand, i int) string { return "7300" + number10(i*37) }, "is waybill_no certain", ""},
		{"how many waybills", "waybill_count", columns.Int, 1000, func(r *rand.Rand, _ int) string { return number10(r.IntN(9)) }, "none none likely", ""},
		{"tickets", "ticket_id", columns.Text, 1000, hexID, "is ticket_id certain", ""},
		{"complaints in Chinese", "投诉工单号", columns.Text, 1000, hexID, "is ticket_id certain", ""},
		{"tenants", "tenant_id", columns.Text, 1000, func(_ *rand.Rand, i int) string { return "mch_" + number10(i%200) }, "is tenant_id certain", ""},
		{"one tenant's rows", "tenant_id", columns.Text, 1000, fixed("mch_00001"), "none none possible", ""},
		{"staff", "courier_id", columns.Text, 1000, func(_ *rand.Rand, i int) string { return "cy" + number10(i%300) }, "is staff_id certain", ""},
		{"staff in Chinese", "客服工号", columns.Int, 1000, func(_ *rand.Rand, i int) string { return number10(1000 + i%300) }, "is staff_id certain", ""},
		{"a staff member's remarks", "工号", columns.Text, 1000, func(r *rand.Rand, i int) string { return remark(r, i) + " 好的" }, "none none likely", ""},
		{"telephones as accounts", "user_id", columns.Text, 1000, mobile, "is cn_mobile certain", ""},

		{"fixed lines", "c1", columns.Text, 1000, fixedLine, "is cn_landline likely", ""},
		{"fixed lines, named", "座机", columns.Text, 1000, fixedLine, "is cn_landline certain", ""},
		{"local numbers, named", "home_tel", columns.Text, 1000, func(r *rand.Rand, i int) string { return "6200" + number10(i)[6:] }, "is cn_landline certain", ""},
		{"fixed lines and mobiles", "tel", columns.Text, 1000, sometimes(2, mobile, fixedLine), "is cn_mobile likely", ""},
		{"hotlines", "c1", columns.Text, 1000, hotline, "is cn_service_number likely", "together"},
		{"hotlines and mobiles", "c1", columns.Text, 1000, sometimes(3, mobile, hotline), "contains cn_mobile likely", ""},
		{"order numbers that begin like hotlines", "c1", columns.Text, 1000, func(_ *rand.Rand, i int) string { return "40000" + number10(i)[5:] }, "unknown unknown likely", ""},
		{"milliseconds of 2016", "c1", columns.Text, 1000, func(r *rand.Rand, _ int) string { return "14600" + number10(int(r.Int64N(1e8)))[2:] }, "none none likely", ""},
		{"things, named", "iot_card_no", columns.Text, 1000, func(r *rand.Rand, _ int) string { return "14400" + number10(int(r.Int64N(1e8)))[2:] }, "is cn_iot_number likely", ""},
		{"mail addresses", "c1", columns.Text, 1000, mailAddress, "is email likely", ""},
		{"mail addresses in remarks", "c1", columns.Text, 1000, sometimes(9, mailAddress, remark), "contains email likely", ""},
		{"devices", "c1", columns.Text, 1000, deviceIdentity, "is imei certain", "check digits"},
		{"15 digits", "c1", columns.Text, 1000, func(r *rand.Rand, _ int) string { return "35" + fmt.Sprintf("%013d", r.Int64N(1e13)) }, "unknown unknown likely", "business numbers"},
		{"network addresses", "c1", columns.Text, 1000, func(r *rand.Rand, _ int) string { return fmt.Sprintf("192.0.2.%d", r.IntN(256)) }, "is ipv4 likely", "together"},
		{"versions of four numbers", "c1", columns.Text, 3000, func(r *rand.Rand, _ int) string { return fmt.Sprintf("4.%d.%d.%d", r.IntN(20), r.IntN(50), r.IntN(50)) }, "unknown unknown likely", ""},
		{"hardware addresses", "c1", columns.Text, 1000, hardware(":"), "is mac likely", ""},
		{"hardware addresses, bare and named", "wifi_mac", columns.Text, 1000, hardware(""), "is mac certain", ""},
		{"hexadecimal numbers", "c1", columns.Text, 1000, hardware(""), "unknown unknown likely", ""},
		{"subscribers", "c1", columns.Text, 1000, subscriber, "is imsi likely", "together"},
		{"numbers that begin like subscribers'", "c1", columns.Text, 1000, func(_ *rand.Rand, i int) string { return "46000" + number10(i) }, "unknown unknown likely", ""},
		{"numbers as long as those of SIM cards", "c1", columns.Text, 1000, func(r *rand.Rand, _ int) string { return fmt.Sprint(1e18 + r.Int64N(8e18)) }, "unknown unknown likely", ""},
		{"SIM cards", "c1", columns.Text, 1000, func(r *rand.Rand, i int) string { return "89860" + subscriber(r, i) }, "is iccid_cn_format likely", ""},
		{"of one application", "c1", columns.Text, 1000, openid("oABcd1"), "is wx_openid likely", "together"},
		{"random keys", "c1", columns.Text, 1000, openid("o"), "unknown unknown likely", ""},
		{"Android's, named", "android_id", columns.Text, 1000, hexID, "is android_id certain", ""},
		{"devices of any kind, named", "device_id", columns.Text, 1000, hexID, "is android_id certain", ""},
		{"accounts of a messenger", "qq", columns.Int, 1000, func(r *rand.Rand, _ int) string { return number10(1e9 + r.IntN(1e8)) }, "is qq certain", ""},
		{"passwords", "user_password", columns.Text, 1000, func(r *rand.Rand, i int) string { return "pw-" + hexID(r, i)[:6] }, "is secret_column certain", ""},
		{"how many tokens", "token_count", columns.Int, 1000, func(r *rand.Rand, _ int) string { return number10(1e9 + r.IntN(1e8)) }, "none none likely", ""},
		{"pages", "c1", columns.Text, 1000, func(_ *rand.Rand, i int) string { return "https://example.com/item/" + number10(i) }, "is url likely", "together"},
		{"pages with telephones", "c1", columns.Text, 1000, func(r *rand.Rand, i int) string { return "https://example.com/?phone=" + mobile(r, i) }, "contains cn_mobile likely", ""},
		{"versions", "os_version", columns.Text, 5000, version, "none none likely", ""},

		{"nothing", "id_no", columns.Text, 0, nil, "none none possible", "nulls"},
		{"what stands for nothing", "id_no", columns.Text, 10, sometimes(2, fixed(`\N`), fixed("")), "none none possible", "nulls"},
	} {
		t.Run(c.about, func(t *testing.T) {
			got := tallied(leafOf(c.name, c.kind), generate(c.n, c.gen)).Classify()
			if have := strings.Join([]string{string(got.Verdict), got.Class, string(got.Confidence)}, " "); have != c.want {
				t.Errorf("got %s (%s), want %s", have, got.Why, c.want)
			}
			if !strings.Contains(got.Why, c.why) {
				t.Errorf("why: %q, want %q", got.Why, c.why)
			}
			if got.Share < 0 || got.Share > 1 {
				t.Errorf("share %v", got.Share)
			}
		})
	}
}
