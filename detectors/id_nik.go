package detectors

// Identity number of Indonesia.
//
//	31 7101 410203 0001
//	│  │    │      └ serial
//	│  │    └─────── birthday, ddmmyy, the day of women and 40
//	│  └──────────── regency and district
//	└─────────────── province
//
// There is no check digit: it takes a name or a label.
//
// Source: identifiers.md §12.
var _ = register(detector{
	Info: Info{
		Name: "id_nik", Title: "Indonesian identity number (NIK)", TitleZH: "印度尼西亚身份号码（NIK）", Level: "L4",
		Sensitive: Sensitive{Policy: true}, Space: 5e12,
	},
	rule:  rule{chance: 0.04, generic: true},
	words: `nik nik_no nik_ktp ktp ktp_no no_ktp id_nik 印尼身份证 印尼身份证号`,
	form:  foreignForm(16, 16),
	whole: foreign(16, 16, Shaped, nik),
})

func nik(c compact) bool {
	b := c.digits()
	if b == nil || b[0] == '0' || b[0] == '4' || b[1] == '0' || zeros(b[12:]) {
		return false
	}
	day := two(b[6:])
	if day > 40 {
		day -= 40
	}
	month, year := two(b[8:]), 1900+two(b[10:])
	return month >= 1 && month <= 12 && day >= 1 && (day <= daysIn(year, month) || day <= daysIn(year+100, month))
}
