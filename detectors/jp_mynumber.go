package detectors

// Individual number of Japan, マイナンバー.
//
//	1234 5678 901 8
//	              └ check digit
//
// The digits before it, times 6 5 4 3 2 7 6 5 4 3 2, leave a remainder of eleven;
// eleven less that is the check digit, and 0 where it were 10 or 11. Numbers of
// thirteen digits are companies'. One in eleven other numbers passes: in a
// column it takes a name or a label.
//
// Source: identifiers.md §12.
var _ = register(detector{
	Info: Info{
		Name: "jp_mynumber", Title: "Japanese individual number (My Number)", TitleZH: "日本个人编号", Level: "L4",
		Sensitive: Sensitive{Policy: true}, Space: 1e11,
	},
	rule: rule{chance: 2.0 / 11, generic: true},
	words: `my_number mynumber individual_number kojin_bango kojin_no
		マイナンバー 個人番号 日本个人编号`,
	form:  foreignForm(12, 12),
	whole: foreign(12, 12, Checked, myNumber),
	apart: true,
})

func myNumber(c compact) bool {
	b := c.digits()
	if b == nil {
		return false
	}
	want := 11 - weighted(b, "65432765432")%11
	if want >= 10 {
		want = 0
	}
	return int(b[11]-'0') == want && varied(b)
}
