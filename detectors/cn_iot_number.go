package detectors

// Number of a thing, 物联网号码: 13 digits for a meter or a car (MIIT numbering
// plan).
//
//	1440 0000 00001
//	└┬─┘ └───┬────┘
//	 │       └ subscriber
//	 └──────── 1410 Telecom, 1440, 1441 and 148 Mobile, 146 Unicom, 10646, 10648
//	           and 10649 before
//
// Confused with milliseconds: 1.40 to 1.49 × 10^12 are those of May 2014 to March
// 2017. No value tells, and no distribution: a batch of cards and a month of
// events look the same. It takes a name.
//
// Source: identifiers.md §6.2.
var _ = register(detector{
	Info: Info{
		Name: "cn_iot_number", Title: "Number of a thing (IoT)", TitleZH: "物联网号码", Level: "L2",
		Space: 2e10,
	},
	rule: rule{chance: 0.03, weak: true, plain: 13},
	words: `iot_no iot_number iot_msisdn iot_card iot_card_no m2m_no m2m_number msisdn wlwkh wlwh terminal_no terminal_number zdh
		终端号 终端号码 物联网号码 物联网卡号 物联网卡 物联卡号 物联卡`,
	near:  "物联 iot m2m",
	form:  iotForm,
	runs:  []shape{{digitRun, 13, 13, ""}},
	check: func(_ *knowledge, b []byte) Grade { return iot13(b) },
})

func iot13(b []byte) Grade {
	if b[0] != '1' {
		return 0
	}
	switch string(b[:3]) {
	case "146", "148":
		return Shaped
	}
	switch string(b[:4]) {
	case "1410", "1440", "1441":
		return Shaped
	}
	switch string(b[:5]) {
	case "10646", "10648", "10649":
		return Shaped
	}
	return 0
}

// iotForm is the 13 digits.
func iotForm(dst, v []byte) ([]byte, bool) {
	from := len(dst)
	dst, ok := digitsForm(dst, v)
	if digits := dst[from:]; !ok || len(digits) != 13 || !digitsOnly(digits) || iot13(digits) == 0 {
		return dst[:from], false
	}
	return dst, true
}
