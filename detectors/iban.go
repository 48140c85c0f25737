package detectors

import "strings"

// International bank account number (ISO 13616).
//
//	GB 82 WEST12345698765432
//	│  │  └ account, of so many characters as the country has it
//	│  └─── check digits
//	└────── country
//
// With the first four characters at the end, and letters as two digits from 10
// on, the number leaves 1 of 97. People write it in groups of four. China has
// none.
//
// Source: identifiers.md §12.
var _ = register(detector{
	Info: Info{
		Name: "iban", Title: "International bank account (IBAN)", TitleZH: "国际银行账号（IBAN）", Level: "L4",
		Sensitive: Sensitive{Policy: true, Law: true}, Checks: true,
	},
	rule: rule{chance: 1.0 / 97, checks: true, weak: true, column: checksOut, capitals: true},
	words: `iban iban_no iban_code iban_number
		国际银行账号`,
	near: "iban",
	form: foreignForm(15, 34),
	runs: []shape{{mixedRun, 15, 33, ""}, {mixedRun, 4, 4, " -"}},
	find: ibanIn,
})

// ibanLengths are the lengths of account numbers by country.
const ibanLengths = ` AD24 AE23 AL28 AT20 AZ28 BA20 BE16 BG22 BH22 BI27 BR29 BY28 CH21 CR22 CY28 CZ24 DE22 DJ27 DK18 DO28 EE20 EG29
 ES24 FI18 FK18 FO18 FR27 GB22 GE22 GI23 GL18 GR27 GT28 HN28 HR21 HU28 IE22 IL23 IQ23 IS26 IT27 JO30 KW30 KZ20 LB28 LC32
 LI21 LT20 LU20 LV21 LY25 MC27 MD24 ME22 MK19 MN20 MR27 MT31 MU30 NI28 NL18 NO15 OM23 PK24 PL28 PS29 PT25 QA29 RO24 RS22
 RU33 SA24 SC31 SD18 SE24 SI19 SK24 SM27 SO23 ST25 SV28 TL23 TN24 TR26 UA29 VA22 VG24 XK20 YE30 `

// ibanLength is how long the numbers are of each country, 0 where there are
// none: a place for each pair of letters.
var ibanLength = func() (t [26 * 26]uint8) {
	for _, c := range strings.Fields(ibanLengths) {
		t[int(c[0]-'A')*26+int(c[1]-'A')] = (c[2]-'0')*10 + c[3] - '0'
	}
	return t
}()

func ibanIn(_ *knowledge, b []byte, s, e int) (from, to int, g Grade) {
	if kinds[b[s]] != kindLetter || kinds[b[s+1]] != kindLetter || !digitsOnly(b[s+2:s+4]) {
		return 0, 0, 0
	}
	n := int(ibanLength[int(upper(b[s])-'A')*26+int(upper(b[s+1])-'A')])
	if n == 0 || e-s != 4 && e-s != n {
		return 0, 0, 0
	}
	var number [34]byte
	to = joined(b, s, number[:n])
	if to == 0 {
		return 0, 0, 0
	}
	for i, c := range number[:n] {
		number[i] = upper(c)
	}
	if !mod97Right(number[:n]) {
		return s, to, Shaped
	}
	return s, to, Checked
}
