package detectors

import (
	"bytes"
	"math/bits"

	"tuomin/scanners/columns"
)

// Identifiers of devices and of applications on them. All but UUIDs are
// hexadecimal numbers, of the lengths that hashes have too (SHA-1, SHA-256,
// MD5, hashes of commits): each takes a name. Constants that stand for no
// device are none: all zeros of who opted out, and one that thousands of devices
// of 2010 shared.
//
//	16  android_id   64 bits; one for each device and key that signed the
//	                 application since Android 8
//	32  device_uuid  IDFA, IDFV, GAID, OAID: 550e8400-e29b-41d4-a716-446655440000,
//	                 also in braces or without hyphens, or 16 raw bytes
//	40  openudid     OpenUDID, UDID of iOS before 2018; 8 and 16 since
//	64  oaid_hex64   OAID of some makers
//
// Source: identifiers.md §7.7.
var (
	_ = register(detector{
		Info: Info{Name: "android_id", Title: "Android ID", TitleZH: "Android ID", Level: "L3", Sensitive: Sensitive{Policy: true}, Space: 1.8e19},
		words: `android_id androidid aid_android ssaid device_id deviceid oaid sbid shebeihao
			安卓id 安卓标识 设备号 设备标识`,
		form:  hexForm,
		whole: func(_ *knowledge, v []byte) Grade { return androidID(v) },
	})
	_ = register(detector{
		Info: Info{Name: "oaid_hex64", Title: "Open anonymous device identifier, 64 digits", TitleZH: "匿名设备标识符（64 位）", Level: "L3", Sensitive: Sensitive{Policy: true}},
		words: `oaid vaid aaid device_id deviceid sbid shebeihao
			匿名设备标识 匿名设备标识符 设备号 设备标识`,
		form:  hexForm,
		whole: func(_ *knowledge, v []byte) Grade { return hexOf(v, 64) },
	})
	_ = register(detector{
		Info: Info{Name: "openudid", Title: "Device identifier of iOS (OpenUDID, UDID)", TitleZH: "iOS 设备标识（OpenUDID、UDID）", Level: "L3", Sensitive: Sensitive{Policy: true}},
		words: `openudid open_udid udid ios_udid device_id deviceid sbid shebeihao
			设备号 设备标识`,
		form:  hexForm,
		whole: func(_ *knowledge, v []byte) Grade { return udid(v) },
	})
	_ = register(detector{
		Info: Info{
			Name: "device_uuid", Title: "Device or advertising identifier (UUID)", TitleZH: "设备或广告标识（UUID）", Level: "L3",
			Sensitive: Sensitive{Policy: true},
		},
		rule: rule{chance: 0.02, weak: true, plain: never},
		words: `idfa idfv gaid oaid vaid aaid adid ad_id advertising_id google_aid device_id deviceid device_uuid device_guid udid sbid shebeihao
			广告标识 广告标识符 设备号 设备标识 设备唯一标识 匿名设备标识`,
		near:  "idfa idfv gaid oaid udid",
		form:  uuidForm,
		runs:  []shape{{mixedRun, 8, 8, "-"}, {digitRun, 8, 8, "-"}, {letterRun, 8, 8, "-"}, {mixedRun, 32, 32, ""}},
		find:  uuidIn,
		whole: uuidWhole,
	})
)

// sharedAndroidID is of the emulator, and of many devices by a maker's mistake.
const sharedAndroidID = "9774d56d682e549c"

// androidID judges 16 hexadecimal digits. Of true ones, one in 1,800 has no
// letter; of other numbers of 16 digits, all have none.
func androidID(v []byte) Grade {
	if hexOf(v, 16) == 0 || digitsOnly(v) || hasFold(v, sharedAndroidID) {
		return 0
	}
	return Shaped
}

// fewestHex is how many different digits there are. Not fewer: 0000… and 1212…
// are placeholders. Not more: makers' first devices are 0…01a.
const fewestHex = 3

// hexOf judges a hexadecimal number of so many digits.
func hexOf(v []byte, length int) Grade {
	if len(v) != length {
		return 0
	}
	seen := uint(0)
	for _, c := range v {
		seen |= 1 << hexValue[c]
	}
	return differentHex(seen)
}

// differentHex judges which hexadecimal digits there were, a bit for each, and another
// for what is none.
func differentHex(seen uint) Grade {
	if seen >= 1<<16 || bits.OnesCount(seen) < fewestHex {
		return 0
	}
	return Shaped
}

// udid judges 40 hexadecimal digits, or 8, a hyphen, and 16.
func udid(v []byte) Grade {
	if len(v) == 25 && v[8] == '-' && hexOnly(v[:8]) {
		return hexOf(v[9:], 16)
	}
	return hexOf(v, 40)
}

// uuidIn judges 8-4-4-4-12 hexadecimal digits, which may stand in braces, or 32
// of them that say by their 13th and 17th that they are random.
func uuidIn(_ *knowledge, b []byte, s, e int) (from, to int, g Grade) {
	if e-s == 32 {
		if b[s+12] != '4' || hexValue[b[s+16]] < 8 || hexValue[b[s+16]] > 11 || hexOf(b[s:e], 32) == 0 {
			return 0, 0, 0
		}
		return s, e, Shaped
	}
	const length = 36
	if e = s + length; e > len(b) || s > 0 && b[s-1] == '-' || e < len(b) && (isAlnum(b[e]) || b[e] == '-') {
		return 0, 0, 0
	}
	if hyphenated(b[s:e]) == 0 {
		return 0, 0, 0
	}
	if s > 0 && b[s-1] == '{' && e < len(b) && b[e] == '}' {
		return s - 1, e + 1, Shaped
	}
	return s, e, Shaped
}

// hyphenated judges 36 characters: 550e8400-e29b-41d4-a716-446655440000.
func hyphenated(v []byte) Grade {
	if !uuidText(v) {
		return 0
	}
	seen := uint(0)
	for i, c := range v {
		if i != 8 && i != 13 && i != 18 && i != 23 {
			seen |= 1 << hexValue[c]
		}
	}
	return differentHex(seen)
}

// uuidWhole judges a value that a name calls a device.
func uuidWhole(k *knowledge, v []byte) Grade {
	first := 0
	switch len(v) {
	case 16:
		if uuidBytes(v) {
			return Shaped
		}
		return 0
	case 38:
		first = 1 // behind the brace
	case 32, 36:
	default:
		return 0
	}
	end := first + 8
	if len(v) == 32 {
		end = 32
	}
	if !isAlnum(v[first]) {
		return 0
	}
	from, to, g := uuidIn(k, v, first, end)
	if from > 0 || to < len(v) {
		return 0
	}
	return g
}

// uuidBytes reports whether v is a UUID as 16 raw bytes: of a version and a variant
// that there are (RFC 9562), as one in eight other hashes is.
func uuidBytes(v []byte) bool {
	return len(v) == 16 && v[6]>>4 >= 1 && v[6]>>4 <= 8 && v[8]>>6 == 2 && noText(v)
}

// uuidKey reports whether raw bytes that nobody named are taken for a UUID, so that
// they are twins of its text: of the versions that keys are of. Not of more: hashes
// are of each version and the variant one time in 64, and stay what they are.
func uuidKey(v []byte) bool {
	if !uuidBytes(v) {
		return false
	}
	switch v[6] >> 4 {
	case 1, 4, 7: // by time, random, and both
		return true
	}
	return false
}

// uuidText reports whether v is as long as a UUID and has its hyphens.
func uuidText(v []byte) bool {
	return len(v) == 36 && v[8] == '-' && v[13] == '-' && v[18] == '-' && v[23] == '-'
}

// uuidForm is 550e8400-e29b-41d4-a716-446655440000.
func uuidForm(dst, v []byte) ([]byte, bool) {
	from := len(dst)
	if uuidBytes(v) {
		return columns.AppendText(dst, columns.Type{Kind: columns.UUID}, v), true
	}
	dst, ok := hexForm(dst, v)
	if hyphenated(dst[from:]) > 0 { // as nearly all are
		return dst, true
	}
	var digits [32]byte
	n := 0
	for _, c := range dst[from:] {
		switch {
		case c == '{' || c == '}' || c == '-':
		case n == len(digits) || hexValue[c] > 15:
			return dst[:from], false
		default:
			digits[n] = c
			n++
		}
	}
	if dst = dst[:from]; !ok || n != len(digits) || hexOf(digits[:], n) == 0 {
		return dst, false
	}
	for i, c := range digits {
		if i == 8 || i == 12 || i == 16 || i == 20 {
			dst = append(dst, '-')
		}
		dst = append(dst, c)
	}
	return dst, true
}

// deviceForm is the form that identifiers of devices of all kinds share, so that
// one domain serves a column in which they are mixed: that of their class, and of
// other long hexadecimal numbers small letters. What else is called a device has
// none, as nobody knows whether capitals matter in it.
func deviceForm(dst, v []byte) ([]byte, bool) {
	for _, form := range [...]form{macForm, uuidForm, imeiForm, meidDecForm} {
		if made, ok := form(dst, v); ok {
			return made, true
		}
	}
	from := len(dst)
	dst, _ = hexForm(dst, v)
	digits := bytes.ReplaceAll(dst[from:], []byte("-"), nil)
	if len(digits) < 16 || !hexOnly(digits) || digitsOnly(digits) { // an android_id has 16
		return dst[:from], false
	}
	return dst, true
}

// hexForm is the text with small letters.
func hexForm(dst, v []byte) ([]byte, bool) {
	from := len(dst)
	dst, ok := textForm(dst, v)
	for i := from; i < len(dst); i++ {
		if c := dst[i]; c >= 'A' && c <= 'Z' {
			dst[i] |= 0x20
		}
	}
	return dst, ok
}
