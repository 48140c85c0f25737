package detectors

// Vehicle identification number, 车辆识别代号/车架号 (ISO 3779, GB 16735-2019).
//
//	LSV AA0008 J A 000001
//	│   │    │ │ │ └ serial; the last four are digits
//	│   │    │ │ └── plant
//	│   │    │ └──── model year: no U, Z or 0 (nor I, O, Q, as nowhere)
//	│   │    └─────── check digit: Σ by weights, mod 11; 10 is X
//	│   └──────────── description
//	└──────────────── maker; China's begin with L
//
// Europe's makers may leave the check digit out, so that a wrong one is no veto:
// the rate in a column tells.
//
// Source: identifiers.md §9.2.
var _ = register(detector{
	Info: Info{
		Name: "vin", Title: "Vehicle identification number", TitleZH: "车辆识别代号", Level: "L3", Checks: true,
		Space: 1e14, // some thousand makers, 33^5 descriptions of which few are in use, and 10^6 serials
	},
	rule: rule{chance: 1.0 / 11, checks: true, capitals: true},
	words: `vin vin_no vin_code vin_number vehicle_vin frame_no frame_number chassis_no chassis_number
		cjh cjhm clsbdh
		车架号 车架号码 车辆识别代号 车辆识别码 车辆识别代码 车辆识别号`,
	near:  "车架 识别代号 识别码 vin chassis",
	form:  vinForm,
	runs:  []shape{{mixedRun, 17, 17, ""}},
	check: vin,
})

func vin(_ *knowledge, b []byte) Grade {
	if !digitsOnly(b[13:]) {
		return 0
	}
	switch b[9] &^ 0x20 {
	case 'U', 'Z', '0' &^ 0x20:
		return 0
	}
	sum := 0
	for i, w := range [17]int{8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2} {
		v := vinValue(b[i])
		if v < 0 {
			return 0
		}
		sum += w * v
	}
	if want := "0123456789X"[sum%11]; b[8] == want || want == 'X' && b[8] == 'x' {
		return Checked
	}
	return Shaped
}

// vinValue is what a symbol counts, -1 for I, O and Q, which are none.
func vinValue(c byte) int {
	if c-'0' <= 9 {
		return int(c - '0')
	}
	//              ABCDEFGHIJKLMNOPQRSTUVWXYZ
	const values = "12345678-12345-7-923456789"
	if v := values[c&^0x20-'A']; v != '-' {
		return int(v - '0')
	}
	return -1
}

// vinForm is 17 capitals and digits.
func vinForm(dst, v []byte) ([]byte, bool) {
	from := len(dst)
	dst, ok := capitalForm(dst, v)
	if !ok || len(dst)-from != 17 || vin(nil, dst[from:]) == 0 {
		return dst[:from], false
	}
	return dst, true
}
