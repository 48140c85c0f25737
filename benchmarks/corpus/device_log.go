package corpus

import (
	"math/rand/v2"
	"strconv"
)

// DeviceLogs is what apps report: one person's device has many rows, in which
// its numbers are the same.
func DeviceLogs(seed uint64, rows int64, opt Options) *Table {
	t := newTable("device_log", seed, rows, opt, []*column{
		sometimes(0.2, linkKey(text("account_id", accountID), "account_id")),
		named(ofDevice("device_id", "device_uuid", 0, appendUUID), "unknown"),
		sometimes(0.3, ofDevice("imei", "imei", 1, appendIMEI)),
		sometimes(0.5, ofDevice("imsi", "imsi", 2, appendIMSI)),
		added(sometimes(0.5, ofDevice("iccid", "iccid", 3, appendICCID))),
		sometimes(0.2, ofDevice("mac", "mac", 4, appendMAC)),
		named(sometimes(0.5, holds(blob("bssid", func(d *draw, dst []byte) []byte {
			return append(dst, 0x02, 0x00, 0x5e, byte(d.Uint32()), byte(d.Uint32()), byte(d.Uint32()))
		}), "mac")), unclaimed),
		named(sometimes(0.3, ofDevice("android_id", "android_id", 5, func(dst []byte, r *rand.Rand) []byte { return appendHex(dst, 8, r) })), "unknown"),
		named(added(sometimes(0.4, ofDevice("oaid", "oaid_hex64", 6, func(dst []byte, r *rand.Rand) []byte { return appendHex(dst, 32, r) }))), "unknown"),
		named(sometimes(0.8, ofDevice("idfa", "device_uuid", 7, func(dst []byte, r *rand.Rand) []byte { return capitals(appendUUID(dst, r)) })), "unknown"),
		sometimes(0.05, soiled("ip", "ipv4", func(d *draw, dst []byte) []byte { return appendIPv4(dst, d.Rand) })),
		sometimes(0.7, planted("ipv6", "ipv6", func(d *draw, dst []byte) []byte { return appendIPv6(dst, d.Rand) })),
		sometimes(0.2, prose("device_name", sentence(devices))),
		choice("device_model", []string{"iPhone15,2", "ALN-AL00", "23127PN0CC", "PGEM10", "V2302A"}, func(d *draw) int { return int(d.number % 5) }),
		imitates(text("os_version", func(d *draw, dst []byte) []byte { return appendVersion(dst, d) }), unclaimed, "ipv4"),
		imitates(text("app_version", func(d *draw, dst []byte) []byte { return appendVersion(dst, d) }), unclaimed, "ipv4"),
		list("app_list", 5, wordsOf("element", []string{"com.example.shop", "com.example.pay", "com.example.map", "org.example.reader", "cn.example.bank"})),
		{name: "network", children: []*column{
			wordsOf("plmn", []string{"46000", "46001", "46003", "46015"}),
			imitates(text("base_station", func(d *draw, dst []byte) []byte {
				return number(append(number(append(dst, "460-00-"...), d.IntN(65536)), '-'), d.IntN(1<<28))
			}), unclaimed, "cn_mobile", "cn_landline"),
		}},
		longitude("lng", 6), latitude("lat", 6),
		sometimes(0.3, pageURL("page_url")),
		sometimes(0.7, prose("search_kw", sentence(searches))),
		sometimes(0.95, prose("crash_stack", sentence(stacks))),
		imitates(text("build_hash", func(d *draw, dst []byte) []byte { return appendHex(dst, 20, d.Rand) }), "unknown", "openudid"),
		imitates(text("content_hash", func(d *draw, dst []byte) []byte { return appendHex(dst, 32, d.Rand) }), "unknown", "oaid_hex64"),
		imitates(text("trace_serial", traceSerial), "unknown", "imei", "cn_id15"),
		imitates(text("boot_minute", func(d *draw, dst []byte) []byte { return longAgo(d).AppendFormat(dst, "200601021504") }), unclaimed, "mac", "cn_driver_file_no"),
		once("created_at", moment("event_time", orderTime)),
		widened(integer("seq", func(d *draw) int64 { return d.row & (1<<31 - 1) })),
	})
	t.begin = func(d *draw) {
		customer := regular(d.Rand, d.opt.People)
		d.buyer = someone(d.seed, customer)
		_, d.key = d.orderOf(d.row) // what they look for
		d.number = customer * 2
		if d.one(4) {
			d.number++ // their second
		}
	}
	return t
}

// ofDevice is a column of what a device is called: the same in every row of the
// device.
func ofDevice(name, class string, which int64, write func([]byte, *rand.Rand) []byte) *column {
	return soiled(name, class, func(d *draw, dst []byte) []byte {
		return write(dst, d.about(aDevice, d.number*8+which))
	})
}

// pageURL is a column of addresses, some of which say who looks.
func pageURL(name string) *column {
	pages := []string{
		"https://m.example.com/item/<sum>.html", "https://m.example.com/list?page=<count>",
		"https://m.example.com/pay?phone=<mobile>&step=<count>", "https://m.example.com/track?no=<waybill>",
	}
	return holds(prose(name, sentence(pages)), "url")
}

// traceSerial is a device's number of a body that gives none any more, but for
// the check digit.
func traceSerial(d *draw, dst []byte) []byte {
	return digits(append(dst, "44000000"...), d.Int64N(10_000_000), 7)
}

// appendVersion appends four small numbers with dots between them.
func appendVersion(dst []byte, d *draw) []byte {
	dst = number(dst, 1+d.IntN(15))
	for _, n := range [3]int{20, 10, 50} {
		dst = strconv.AppendInt(append(dst, '.'), int64(d.IntN(n)), 10)
	}
	return dst
}
