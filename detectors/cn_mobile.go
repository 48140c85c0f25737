package detectors

import "encoding/binary"

// Mobile number, 手机号码 (MIIT numbering plan of 2017 and later allocations).
//
//	138 0013 8000
//	│   └──────── area and subscriber
//	└──────────── network code: some fifty are allocated
//
// Written also with +86, 86, 0086, (86), a trunk 0 or 17951 before it, in
// groups, full-width, or as a float (13800138000.0). There is no check digit:
// half of all numbers of eleven digits that start with 1 have the form, so that
// a column is one by its name, or by being spread as no counter is. Numbers of
// service (400, 95, 106), of 12 digits, of 141, 144 and 148 (things), and parts
// of longer runs or of decimals are none.
//
// Source: identifiers.md §6.1.
var cnMobile = detector{
	Info: Info{
		Name: "cn_mobile", Title: "Mobile number", TitleZH: "手机号码", Level: "L3", Sensitive: Sensitive{Policy: true},
		// 48 network codes of 10^8 numbers each.
		Space: 4.8e9,
	},
	rule: rule{chance: 0.53, spread: true, plain: 11},
	words: `mobile mobile_no mobile_phone phone phone_no phone_number phonenumber phoneno tel telephone cell cellphone cell_phone
		msisdn contact_no contact_number contact_phone
		sj sjh sjhm lxdh lxfs dh dhhm shouji shoujihao dianhua
		手机 手机号 手机号码 联系电话 联系方式 电话 电话号码 移动电话 联系手机`,
	form: mobileForm,
}

// mobileForm is the eleven digits.
func mobileForm(dst, v []byte) ([]byte, bool) {
	from := len(dst)
	dst, ok := digitsForm(dst, v)
	digits := dst[from:]
	if !ok || len(digits) < 11 || !digitsOnly(digits) {
		return dst[:from], false
	}
	switch lead := string(digits[:len(digits)-11]); lead {
	case "", "0", "86", "086", "0086", "17951":
	default:
		return dst[:from], false
	}
	if !mobile11(digits[len(digits)-11:]) {
		return dst[:from], false
	}
	return append(dst[:from], digits[len(digits)-11:]...), true
}

// mobile11 reports whether b is the 11 digits of an allocated mobile number.
func mobile11(b []byte) bool {
	if b[0] != '1' || !digitsOnly(b) {
		return false
	}
	switch code := (b[1]-'0')*10 + b[2] - '0'; mobileCodes[code] {
	case 1:
		return true
	case 2: // 1740 and 1749, and of 1741 only 17410 to 17412
		return b[3] == '0' || b[3] == '9' || b[3] == '1' && b[4] <= '2'
	}
	return false
}

var mobileCodes = func() (t [100]uint8) {
	for c := range 100 {
		a, b := c/10, c%10
		switch {
		case a == 3, a == 8,
			a == 4 && (b == 5 || b == 7 || b == 9),
			a == 5 && b != 4,
			a == 6 && (b == 2 || b >= 5 && b <= 7),
			a == 7 && b != 4 && b != 9,
			a == 9 && b != 4:
			t[c] = 1
		case c == 74:
			t[c] = 2
		}
	}
	return t
}()

func digitsOnly(b []byte) bool {
	for len(b) >= 8 {
		if !eightDigits(binary.LittleEndian.Uint64(b)) {
			return false
		}
		b = b[8:]
	}
	for _, c := range b {
		if c-'0' > 9 {
			return false
		}
	}
	return true
}
