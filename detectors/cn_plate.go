package detectors

import "bytes"

// Number plate, 机动车号牌 (GA 36-2018).
//
//	京 A · 12345    province, authority, five digits or letters
//	京 A · D12345   electric: six, a letter first (cars) or last (lorries)
//	粤 Z · 1234 港   four, and one of 警学挂港澳试超领
//	沪 22401 领      consulate: country, number
//	224001 使       embassy: country, number
//	WJ 粤 8888X     armed police
//	VA 12345        army: only after a word, as codes of goods look like it
//
// The serial has no I and no O, and at most two letters; the authority is no I.
// Written also with · or - or a blank, and in small letters. There is no check
// digit: the character of the province is the evidence. 使 and 领 begin words of
// every day (使用, 领取), so that text goes on after them only if a word stands
// before that says what it is.
//
// Source: identifiers.md §9.1, appendix D.
var _ = register(detector{
	Info: Info{
		Name: "cn_plate", Title: "Number plate", TitleZH: "车牌号", Level: "L3",
		Space: 3e10, // 31 plateProvinces × 24 authorities × 34^5 serials of which few have letters
	},
	rule: rule{chance: 0.01},
	words: `plate plate_no plateno plate_number license_plate licence_plate number_plate car_no car_number carno vehicle_no
		vehicle_number vehicle_plate truck_no
		cph cphm hphm chepai chepaihao
		车牌 车牌号 车牌号码 号牌号码 车号 号牌 机动车号牌`,
	near: "车牌 号牌 车号 plate",
	form: plateForm,
	runs: []shape{{mixedRun, 5, 7, ""}, {digitRun, 5, 6, "$"}, {letterRun, 1, 1, " -·"}, {letterRun, 2, 2, "$"}},
	find: plateIn, beside: true,
})

// plateProvinces are the characters that plates begin with, of three bytes each.
const plateProvinces = "京津冀晋蒙辽吉黑沪苏浙皖闽赣鲁豫鄂湘粤桂琼渝川贵云藏陕甘青宁新"

// plateEnds are the characters that some plates end in.
const plateEnds = "警学挂港澳试超领"

// plateIn judges a run of letters and digits by the characters around it.
func plateIn(k *knowledge, b []byte, s, e int) (from, to int, g Grade) {
	switch {
	case kinds[b[s]] == kindDigit:
		if from, to = diplomatic(b, s, e); to > 0 {
			return from, to, Shaped
		}
	case s >= 3 && among(plateProvinces, b[s-3:s]):
		if to = civil(b, s); to > 0 && !k.placeBefore(b[:s]) && !everyday(b[:s]) {
			return s - 3, to, Shaped
		}
	case e-s == 2 && upper(b[s]) == 'W' && upper(b[s+1]) == 'J':
		if to = armedPolice(b, e); to > 0 {
			return s, to, Shaped
		}
	case e-s == 7 && s > 0 && army(b[s:e]) && plateWords.before(b[:s]):
		return s, e, Worded
	}
	return 0, 0, 0
}

// plateWords say that what follows is on a plate, though it could be anything.
var plateWords = newNearWords("车牌 号牌 军牌 车号 plate")

// everyday reports whether the province's character that b ends with is one
// that text is full of, and text stands before it: 最新A12345, 上云B10086.
func everyday(b []byte) bool {
	n := len(b) - 3
	return hanAt(b, n-3) != 0 && among("新云青宁贵黑", b[n:]) && !plateWords.before(b[:n])
}

// placeBefore reports whether the character that b ends with is the second one
// of a place, as 京 is in 北京 and 川 in 四川: what follows is on no plate.
func (k *knowledge) placeBefore(b []byte) bool {
	return len(b) >= 6 && k.divisions.heads[string(b[len(b)-6:])]
}

// civil is where a plate ends whose authority stands at s, 0 if none does.
func civil(b []byte, s int) int {
	if c := upper(b[s]); c < 'A' || c > 'Z' || c == 'I' {
		return 0
	}
	s++
	switch rest := b[s:]; {
	case bytes.HasPrefix(rest, []byte("·")):
		s += len("·")
	case len(rest) > 0 && (rest[0] == ' ' || rest[0] == '-'):
		s++
	}
	e, letters := s, 0
	for ; e < len(b) && (kinds[b[e]] == kindDigit || kinds[b[e]] == kindLetter); e++ {
		if c := upper(b[e]); c == 'I' || c == 'O' || e-s == 6 {
			return 0
		}
		if kinds[b[e]] == kindLetter {
			letters++
		}
	}
	serial := b[s:e]
	switch {
	case letters > 2:
	case len(serial) == 4 && e+3 <= len(b) && among(plateEnds, b[e:e+3]):
		return e + 3
	case len(serial) == 5, len(serial) == 6 && electric(serial):
		return e
	}
	return 0
}

// electric reports whether six letters and digits are the serial of an electric
// car: a letter of its kind first, or last.
func electric(serial []byte) bool {
	kind := func(c byte) bool { c = upper(c); return c >= 'A' && c <= 'K' }
	return kind(serial[0]) && allDigits(serial[2:]) || kind(serial[5]) && allDigits(serial[:5])
}

// armedPolice is where a plate ends of which the province stands at s.
func armedPolice(b []byte, s int) int {
	e := s + 3 + 5
	if e > len(b) || !among(plateProvinces, b[s:s+3]) || !allDigits(b[s+3:e-1]) {
		return 0
	}
	if end, kind := endOfRun(b, e-1); end != e || kind == noRun {
		return 0
	}
	return e
}

// army reports whether seven letters and digits are a command's two letters,
// and five digits.
func army(b []byte) bool {
	switch upper(b[0]) {
	case 'B', 'C', 'G', 'H', 'J', 'K', 'L', 'N', 'S', 'V':
		return kinds[b[1]] == kindLetter && allDigits(b[2:])
	}
	return false
}

// diplomatic is where the plate of an embassy or a consulate begins and ends of
// which the digits are b[s:e], 0 if they are none's.
func diplomatic(b []byte, s, e int) (from, to int) {
	if to = e + 3; to > len(b) || hanAt(b, to) != 0 && !plateWords.before(b[:s]) {
		return 0, 0
	}
	switch end := string(b[e:to]); {
	case e-s == 6 && end == "使":
		return s, to
	case e-s == 5 && end == "领" && s >= 3 && among(plateProvinces, b[s-3:s]):
		return s - 3, to
	}
	return 0, 0
}

// among reports whether a character of three bytes is one of a list of such.
func among(list string, c []byte) bool {
	for i := 0; i < len(list); i += 3 {
		if list[i] == c[0] && list[i+1] == c[1] && list[i+2] == c[2] {
			return true
		}
	}
	return false
}

// upper is a letter as a capital, and a digit as it is.
func upper(c byte) byte {
	if kinds[c] == kindLetter {
		return c &^ 0x20
	}
	return c
}

// plateForm is a plate in capitals without separators.
func plateForm(dst, v []byte) ([]byte, bool) {
	v = innerText(v)
	from := len(dst)
	for i := 0; i < len(v); i++ {
		switch c := v[i]; {
		case c == ' ' || c == '-':
		case bytes.HasPrefix(v[i:], []byte("·")):
			i++
		default:
			dst = append(dst, upper(c))
		}
	}
	p := dst[from:]
	switch {
	case consular(p),
		len(p) > 4 && among(plateProvinces, p[:3]) && civil(p, 3) == len(p),
		len(p) == 10 && string(p[:2]) == "WJ" && armedPolice(p, 2) == len(p):
		return dst, true
	case len(p) == 7 && wholeRun(p) == mixedRun && army(p):
		return dst, true
	}
	return dst[:from], false
}

// consular reports whether all of b is the plate of an embassy or a consulate.
func consular(b []byte) bool {
	s := 0
	if len(b) == 3+5+3 {
		s = 3
	}
	e, kind := endOfRun(b, s)
	from, to := diplomatic(b, s, e)
	return kind == digitRun && from == 0 && to > 0 && to == len(b)
}
