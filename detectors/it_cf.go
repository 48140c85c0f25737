package detectors

// Taxpayer code of persons in Italy, codice fiscale.
//
//	RSSMRA 01 A 41 H501 x
//	│      │  │ │  │    └ check letter
//	│      │  │ │  └───── place of birth
//	│      │  │ └──────── day of birth, of women and 40
//	│      │  └────────── month of birth, one of ABCDEHLMPRST
//	│      └───────────── year of birth
//	└──────────────────── letters of surname and name
//
// Where two persons would have the same code, digits are letters instead, from
// the right: L M N P Q R S T U V for 0 to 9. Characters at odd places count what
// a table says, those at even places what they are; the sum modulo 26 is the
// check letter.
//
// Source: identifiers.md §12.
var _ = register(detector{
	Info: Info{
		Name: "it_cf", Title: "Italian taxpayer code (codice fiscale)", TitleZH: "意大利税号", Level: "L4",
		Sensitive: Sensitive{Policy: true}, Space: 1e12,
	},
	rule:  rule{chance: 1.0 / 26, generic: true},
	words: `codice_fiscale codicefiscale it_cf cod_fiscale`,
	form:  foreignForm(16, 16),
	whole: foreign(16, 16, Checked, codiceFiscale),
})

func codiceFiscale(c compact) bool {
	b := c.text[:16]
	if !letters(b[:6]) || !letters(b[8:9]) || !letters(b[11:12]) || !letters(b[15:]) {
		return false
	}
	sum := 0
	for i, c := range b[:15] {
		n := value36(c)
		if c >= 'A' {
			n -= 10
		}
		if i%2 == 0 {
			n = oddPlace[n]
		}
		sum += n
	}
	if int(b[15]-'A') != sum%26 {
		return false
	}
	day := twoOmocodes(b[9:])
	if day > 40 {
		day -= 40
	}
	switch b[8] {
	case 'A', 'B', 'C', 'D', 'E', 'H', 'L', 'M', 'P', 'R', 'S', 'T':
		return day >= 1 && day <= 31 && twoOmocodes(b[6:]) >= 0 && twoOmocodes(b[12:]) >= 0 && omocode(b[14]) >= 0
	}
	return false
}

// oddPlace is what digits, and letters from A on, count at odd places.
var oddPlace = [26]int{1, 0, 5, 7, 9, 13, 15, 17, 19, 21, 2, 4, 18, 20, 11, 3, 6, 8, 12, 14, 16, 10, 22, 25, 24, 23}

// omocode is the digit that a character stands for, -1 if it is for none.
func omocode(c byte) int {
	if c <= '9' {
		return int(c - '0')
	}
	for i, l := range []byte("LMNPQRSTUV") {
		if c == l {
			return i
		}
	}
	return -1
}

// twoOmocodes is the number that two characters stand for, -1 if one is for none.
func twoOmocodes(b []byte) int {
	tens, ones := omocode(b[0]), omocode(b[1])
	if tens < 0 || ones < 0 {
		return -1
	}
	return 10*tens + ones
}
