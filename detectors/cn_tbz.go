package detectors

import "bytes"

// Mainland travel permit for Taiwan residents, 台胞证.
//
//	00000001          the holder's number, for life, since 2008
//	00000001 01 (B)   before: how often it was issued, and the office that did
//
// There is no check digit, and dates, telephones and invoices have eight digits
// too: only a name makes it one, and dates are none even then. Integers have lost
// the zeros that a number begins with. The number for life is its form.
//
// Source: identifiers.md §2.6.
var cnTBZ = register(detector{
	Info: Info{
		Name: "cn_tbz", Title: "Mainland travel permit for Taiwan residents", TitleZH: "台湾居民来往大陆通行证（台胞证）",
		Level: "L4", Sensitive: Sensitive{Policy: true},
		Space: 1e8,
	},
	words: `tbz tbzh tbzhm tw_permit permit_tw mtp_tw taiwan_compatriot_permit taibaozheng
		台胞证 台胞证号 台胞证号码 台湾居民来往大陆通行证 台湾居民通行证`,
	form: func(dst, v []byte) ([]byte, bool) {
		from := len(dst)
		dst, ok := document(func(b []byte) bool { return len(b) >= 8 && len(b) <= 11 && digitsOnly(b[:min(10, len(b))]) })(dst, v)
		return dst[:min(len(dst), from+8)], ok
	},
	width: 8,
	whole: func(_ *knowledge, b []byte) Grade {
		if n := len(b); n > 10 && b[n-1] == ')' {
			open := bytes.IndexByte(b, '(')
			if open != n-3 || kinds[b[n-2]] != kindDigit && kinds[b[n-2]] != kindLetter {
				return 0
			}
			b = bytes.TrimRight(b[:open], " ")
			if len(b) != 10 {
				return 0
			}
		}
		if len(b) != 8 && len(b) != 10 || !digitsOnly(b) || len(b) == 8 && timeShaped(b, true) {
			return 0
		}
		return Shaped
	},
})
