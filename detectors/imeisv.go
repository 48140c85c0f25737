package detectors

// Mobile device identity with software version, IMEISV (3GPP TS 23.003 §6).
//
//	35 000000 000000 01
//	│  │      │      └ version of the software
//	│  │      └─────── serial number of the device
//	└──┴────────────── type, of a body that reports types
//
// There is no check digit, and bank cards have 16 digits too (35 is JCB's): it
// takes a name. Network logs have this form; applications see the IMEI.
//
// Source: identifiers.md §7.1.
var _ = register(detector{
	Info: Info{
		Name: "imeisv", Title: "Mobile device identity with version (IMEISV)", TitleZH: "移动设备识别码及软件版本", Level: "L3",
		Sensitive: Sensitive{Policy: true}, Space: 2e11,
	},
	words: `imeisv imei_sv imei imei_no`,
	form:  imeisvForm,
	whole: func(_ *knowledge, v []byte) Grade { return imeisv16(v) },
})

func imeisv16(v []byte) Grade {
	if len(v) != 16 || !digitsOnly(v) || !reportingBody[two(v)&127] || !varied(v) {
		return 0
	}
	return Shaped
}

// imeisvForm is the 16 digits.
func imeisvForm(dst, v []byte) ([]byte, bool) {
	from := len(dst)
	dst, ok := digitsForm(dst, v)
	if !ok || imeisv16(dst[from:]) == 0 {
		return dst[:from], false
	}
	return dst, true
}
