package detectors

import (
	"encoding/binary"
	"encoding/hex"
)

// Mobile equipment identity, MEID (3GPP2 S.R0048), of CDMA devices.
//
//	AF 012345 0ABCDE C         2936087365 00703710 0
//	│  │      │      │         │          │        └ check digit, Luhn; may be missing
//	│  │      │      │         │          └───────── the last 6 hexadecimal digits, as 8 decimal
//	│  │      │      │         └──────────────────── the first 8, as 10
//	│  │      │      └ check digit, Luhn in base 16; may be missing
//	│  │      └─────── serial number
//	│  └────────────── manufacturer
//	└───────────────── region: from A0 on, or 99
//
// An MEID of decimal digits only is an IMEI. Without the check digit, one
// in three random hexadecimal numbers of 14 has the form, and one in thirty of
// 18 digits: order numbers, hashes. Both take a name.
//
// Source: identifiers.md §7.2, §10.2.
var _ = register(detector{
	Info: Info{
		Name: "meid_hex", Title: "Mobile equipment identity (MEID), hexadecimal", TitleZH: "移动终端识别码（十六进制）", Level: "L3",
		Sensitive: Sensitive{Policy: true}, Space: 1e13,
	},
	rule:  rule{chance: 0.4, weak: true, plain: never},
	words: `meid meid_hex meid_no device_id deviceid`,
	near:  "meid",
	form:  meidForm,
	runs:  []shape{{mixedRun, 14, 15, ""}, {letterRun, 14, 15, ""}},
	check: func(_ *knowledge, b []byte) Grade { return meidHex(b) },
})

func meidHex(b []byte) Grade {
	first := hexValue[b[0]]
	if first < 10 && (b[0] != '9' || b[1] != '9') || !hexOnly(b) || !varied(b) || digitsOnly(b[:14]) {
		return 0
	}
	if len(b) == 14 {
		return Shaped
	}
	sum := 0
	for i := range b {
		d := int(hexValue[b[len(b)-1-i]])
		if i&1 == 1 {
			d *= 2
			d = d/16 + d%16
		}
		sum += d
	}
	if sum%16 != 0 {
		return 0
	}
	return Checked
}

// hexValue is what a hexadecimal digit stands for, 16 where it is none.
var hexValue = func() (t [256]uint8) {
	for c := range 256 {
		t[c] = 16
		switch {
		case c >= '0' && c <= '9':
			t[c] = uint8(c - '0')
		case c >= 'a' && c <= 'f', c >= 'A' && c <= 'F':
			t[c] = uint8(c|0x20-'a') + 10
		}
	}
	return t
}()

// hexOnly reports whether b is hexadecimal digits.
func hexOnly(b []byte) bool {
	for _, c := range b {
		if hexValue[c] > 15 {
			return false
		}
	}
	return len(b) > 0
}

// meidForm is 14 hexadecimal digits in capitals, without the check digit.
func meidForm(dst, v []byte) ([]byte, bool) {
	from := len(dst)
	dst, ok := capitalForm(dst, v)
	if b := dst[from:]; !ok || len(b) != 14 && len(b) != 15 || meidHex(b) == 0 {
		return dst[:from], false
	}
	return dst[:from+14], true
}

var _ = register(detector{
	Info: Info{
		Name: "meid_dec", Title: "Mobile equipment identity (MEID), decimal", TitleZH: "移动终端识别码（十进制）", Level: "L3",
		Sensitive: Sensitive{Policy: true}, Space: 1e13,
	},
	rule:  rule{chance: 0.03, weak: true, plain: never},
	words: `meid meid_dec meid_no`,
	near:  "meid",
	form:  meidDecForm,
	runs:  []shape{{digitRun, 18, 19, ""}},
	leads: func(_, lead int) bool { return lead >= meidFirst/100_000_000 && lead <= meidLast/100_000_000 },
	check: func(_ *knowledge, b []byte) Grade { return meidDec(b) },
})

// The numbers that 8 and 6 hexadecimal digits are, of regions from 99 on.
const (
	meidFirst = 0x99000000
	meidLast  = 0xffffffff
	meidOwn   = 0xffffff
)

func meidDec(b []byte) Grade {
	first := eightDigits(binary.LittleEndian.Uint64(b)-'0'*each)*100 + uint64(two(b[8:]))
	if first < meidFirst || first > meidLast || eightDigits(binary.LittleEndian.Uint64(b[10:])-'0'*each) > meidOwn {
		return 0
	}
	switch {
	case len(b) == 18:
		return Shaped
	case luhn(b):
		return Checked
	}
	return 0
}

// meidDecForm is the 14 hexadecimal digits in capitals, so that it joins with
// meid_hex; that is a decimal form no longer, and its own form as such.
func meidDecForm(dst, v []byte) ([]byte, bool) {
	from := len(dst)
	dst, ok := digitsForm(dst, v)
	b := dst[from:]
	if !ok || len(b) != 18 && len(b) != 19 || !digitsOnly(b) || meidDec(b) == 0 {
		return meidForm(dst[:from], v)
	}
	first, own := number(b[:10]), number(b[10:18])
	id := [7]byte{byte(first >> 24), byte(first >> 16), byte(first >> 8), byte(first), byte(own >> 16), byte(own >> 8), byte(own)}
	dst = hex.AppendEncode(dst[:from], id[:])
	for i := from; i < len(dst); i++ {
		if dst[i] >= 'a' {
			dst[i] &^= 0x20
		}
	}
	return dst, meidHex(dst[from:]) != 0
}
