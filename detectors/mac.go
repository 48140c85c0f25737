package detectors

import (
	"bytes"
	"encoding/hex"
	"unicode"
	"unicode/utf8"
)

// Hardware address of a network interface, MAC (IEEE 802, EUI-48).
//
//	00:00:5e:00:53:ae     also with hyphens, or 0000.5e00.53ae
//	└──┬───┘ └──┬───┘
//	   │        └ interface
//	   └──────── maker; bit 1 of the first byte: multicast, bit 2: local
//
// Multicast addresses are nobody's, unless a name says otherwise of those that no
// protocol uses, and neither are all zeros, all ones, and 02:00:00:00:00:00, which
// Android gives to applications. Since 2020 phones make
// up a local address for each network (bit 2): an identifier still, within it.
// Twelve hexadecimal digits without separators take a name, and a letter among
// them: those without are times (202411201530). Six raw bytes take a name too.
//
// Confused with times (12:34:56) and with IPv6, which has eight groups or ::.
//
// Source: identifiers.md §7.5.
var _ = register(detector{
	Info: Info{
		Name: "mac", Title: "Hardware address (MAC)", TitleZH: "MAC 地址", Level: "L3", Sensitive: Sensitive{Policy: true},
		Space: 1.4e14,
	},
	rule:     rule{chance: 0.001},
	anywhere: true,
	words: `mac mac_addr mac_address macaddr wifi_mac wlan_mac bluetooth_mac bt_mac bssid device_mac device_id deviceid
		mac地址 物理地址`,
	near:  "mac bssid 物理地址",
	form:  macForm,
	runs:  []shape{{mixedRun, 2, 2, ":-"}, {digitRun, 2, 2, ":-"}, {letterRun, 2, 2, ":-"}},
	signs: ".",
	find:  macIn,
	whole: macWhole,
})

func macIn(_ *knowledge, b []byte, s, e int) (from, to int, g Grade) {
	if b[s] == '.' { // 0000.5e00.53ae
		if from = s - 4; from < 0 || s+10 > len(b) || b[s+5] != '.' {
			return 0, 0, 0
		}
	} else if from = s; s+17 > len(b) || b[s+5] != b[e] {
		return 0, 0, 0
	}
	var digits [12]byte
	to = macDigits(&digits, b, from)
	if to == 0 || !macOfSomebody(&digits) || from > 0 && (isAlnum(b[from-1]) || b[from-1] == b[from+2] || b[from-1] == b[s]) {
		return 0, 0, 0
	}
	if to < len(b) && (isAlnum(b[to]) || to+1 < len(b) && b[to] == b[to-3] && hexValue[b[to+1]] < 16) {
		return 0, 0, 0
	}
	return from, to, Shaped
}

// macDigits reads the digits of an address from p on. It returns where they
// end, 0 if they do not so.
func macDigits(digits *[12]byte, b []byte, p int) int {
	size := 2
	if p+4 < len(b) && b[p+4] == '.' {
		size = 4
	}
	if p+12+12/size-1 > len(b) {
		return 0
	}
	separator := b[p+size]
	for n := 0; n < len(digits); n++ {
		if n > 0 && n%size == 0 {
			if b[p] != separator {
				return 0
			}
			p++
		}
		if hexValue[b[p]] > 15 {
			return 0
		}
		digits[n] = b[p]
		p++
	}
	return p
}

// macOfSomebody refuses groups of interfaces, and what stands for no address.
func macOfSomebody(digits *[12]byte) bool {
	return hexValue[digits[1]]&1 == 0 && macOfSomething(digits)
}

// macOfSomething refuses what stands for no address.
func macOfSomething(digits *[12]byte) bool {
	zero, ones := true, true
	for _, c := range digits[2:] {
		zero = zero && c == '0'
		ones = ones && c|0x20 == 'f'
	}
	return !ones && !zero
}

// macNamed refuses what stands for no address, and groups that there are: of IPv4,
// of IPv6, and of bridges. Programs that make addresses up forget the bit for
// multicast in every other one, and the column is one of addresses all the same.
func macNamed(digits *[12]byte) bool {
	for _, group := range [...]string{"01005e", "3333", "0180c2"} {
		if hasFold(digits[:len(group)], group) {
			return false
		}
	}
	return macOfSomething(digits)
}

// macWhole judges a value that a name calls a hardware address.
func macWhole(_ *knowledge, v []byte) Grade {
	var digits [12]byte
	switch len(v) {
	case 6:
		if noText(v) { // 苹果 has six bytes too
			hex.Encode(digits[:], v)
			if macNamed(&digits) {
				return Shaped
			}
		}
	case 12:
		copy(digits[:], v)
		if hexOnly(v) && !digitsOnly(v) && macNamed(&digits) {
			return Shaped
		}
	case 14:
		if v[4] == '.' && macDigits(&digits, v, 0) == len(v) && macNamed(&digits) {
			return Shaped
		}
	case 17:
		if (v[2] == ':' || v[2] == '-') && macDigits(&digits, v, 0) == len(v) && macNamed(&digits) {
			return Shaped
		}
	}
	return 0
}

// noText reports whether v can be but bytes.
func noText(v []byte) bool { return !utf8.Valid(v) || bytes.ContainsFunc(v, unicode.IsControl) }

// macForm is 00:00:5e:00:53:ae.
func macForm(dst, v []byte) ([]byte, bool) {
	if len(v) == 6 && macWhole(nil, v) > 0 { // raw bytes are no text, of which ends may be blank
		var digits [12]byte
		hex.Encode(digits[:], v)
		return appendMAC(dst, digits[:]), true
	}
	v = innerText(v)
	if len(v) == 6 || macWhole(nil, v) == 0 { // six bytes with a blank beside them are not raw
		return dst, false
	}
	return appendMAC(dst, v), true
}

// appendMAC writes the hexadecimal digits of v, two and two, in small letters.
func appendMAC(dst, v []byte) []byte {
	n := 0
	for _, c := range v {
		if hexValue[c] > 15 {
			continue
		}
		if n > 0 && n%2 == 0 {
			dst = append(dst, ':')
		}
		if c >= 'A' && c <= 'F' {
			c |= 0x20
		}
		dst = append(dst, c)
		n++
	}
	return dst
}
