package detectors

// Waybill of a domestic carrier, 快递运单号.
//
//	SF Express  SF and 13           J&T    JT and 13 digits
//	JD          JD and 13           Deppon DPK and 12 digits
//	YTO         YT and 13 digits    ZTO    7[3-68] and 12 digits
//	STO         77 or 43, 14 to 17  Yunda  3 or 4 and 14 digits, 5 and 12
//	EMS         9, 8 or 1 and 12 digits, P, a letter and 11 digits
//
// The carriers publish no check digits, so that any counter has the shape of
// one: it takes a word before it. A column is one by its name, and then of the
// link key waybill_no. IMEIs, identity numbers of 15 digits and times in
// milliseconds look like it; times are left out.
//
// Source: identifiers.md §9.3.
var _ = register(detector{
	Info: Info{Name: "cn_waybill", Title: "Courier waybill", TitleZH: "快递单号", Level: "L3"},
	rule: rule{chance: 0.3, weak: true, capitals: true},
	near: "运单 面单 快递 单号 快件 包裹 物流 waybill tracking parcel express",
	form: waybillForm,
	runs: []shape{{mixedRun, 13, 15, ""}, {digitRun, 13, 17, ""}},
	leads: func(n, lead int) bool {
		return n < 15 || lead >= 30 && lead < 50 && n == 15 || lead == 43 || lead == 77
	},
	check: waybill,
})

func waybill(_ *knowledge, b []byte) Grade {
	n := len(b)
	ok := false
	switch lead := two(b); {
	case b[0] > '9':
		ok = n == 13 && b[0]&^0x20 == 'P' && kinds[b[1]] == kindLetter && digitsOnly(b[2:]) || n == 15 && carrier(b)
	case n == 13:
		ok = (b[0] == '9' || b[0] == '8' || b[0] == '1' || b[0] == '5') && digitsOnly(b) && !timeShaped(b, true)
	case n == 15 && (b[0] == '3' || b[0] == '4'):
		ok = digitsOnly(b)
	case lead == 77 || lead == 43:
		ok = digitsOnly(b)
	case n == 14:
		ok = b[0] == '7' && (b[1] >= '3' && b[1] <= '6' || b[1] == '8') && digitsOnly(b)
	}
	if ok {
		return Shaped
	}
	return 0
}

// carrier reports whether 15 letters and digits begin with a carrier's letters
// and go on as its numbers do.
func carrier(b []byte) bool {
	switch lead := [2]byte{b[0] &^ 0x20, b[1] &^ 0x20}; string(lead[:]) {
	case "SF":
		return digitsOnly(b[3:])
	case "JD":
		return digitsOnly(b[4:])
	case "YT", "JT":
		return digitsOnly(b[2:])
	case "DP":
		return b[2]&^0x20 == 'K' && digitsOnly(b[3:])
	}
	return false
}

// waybillForm is capitals and digits.
func waybillForm(dst, v []byte) ([]byte, bool) {
	from := len(dst)
	dst, ok := capitalForm(dst, v)
	if n := len(dst) - from; !ok || n < 13 || n > 17 || waybill(nil, dst[from:]) == 0 {
		return dst[:from], false
	}
	return dst, true
}
