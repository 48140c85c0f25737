package detectors

// Number of a social security card, 社会保障卡号.
//
//	A 0000000 X      a letter or digit, seven digits, a digit or X
//	JSA 000000001    a province and a city in letters, nine digits: older systems
//	00000001         eight digits: the oldest
//
// It changes with the card, and is not the social security number, 社会保障号码,
// which is the holder's identity number. There is no check digit and hardly a
// shape: only a name makes it one.
//
// Source: identifiers.md §9.4.
var _ = register(detector{
	Info: Info{
		Name: "cn_ss_card", Title: "Social security card", TitleZH: "社会保障卡号", Level: "L4", Sensitive: Sensitive{Policy: true},
		// 36 × 10^7 × 11.
		Space: 4e9,
	},
	words: `ss_card ss_card_no social_security_card social_security_card_no sscard_no medical_insurance_card medical_insurance_card_no
		sbkh sbkhm ybkh shebaokahao
		社保卡 社保卡号 社保卡号码 社会保障卡 社会保障卡号 社会保障卡号码 医保卡 医保卡号 医保卡号码`,
	form:  document(ssCard),
	whole: shapely(ssCard),
})

func ssCard(b []byte) bool {
	switch len(b) {
	case 8:
		return digitsOnly(b) && !timeShaped(b, true)
	case 9:
		return (kinds[b[0]] == kindLetter || kinds[b[0]] == kindDigit) && digitsOnly(b[1:8]) && (b[8]-'0' <= 9 || b[8] == 'X')
	case 12:
		return letters(b[:3]) && digitsOnly(b[3:])
	}
	return false
}
