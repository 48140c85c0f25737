package detectors

// Exit-entry permit for travelling to Hong Kong and Macau, 往来港澳通行证 (notice of
// the National Immigration Administration, 10 December 2018).
//
//	C 12345678     card, since 2014
//	C A 1234567    the same, once digits ran out; no I and no O
//	W 12345678     booklet, before
//
// There is no check digit: a name must tell, or a word before it, or a column in
// which both series of the card stand together.
//
// Source: identifiers.md §2.7, §3.
var _ = register(detector{
	Info: Info{
		Name: "cn_eep_hkmo", Title: "Permit for travelling to Hong Kong and Macau", TitleZH: "往来港澳通行证", Level: "L4", Sensitive: Sensitive{Policy: true},
		Space: 4.4e8,
	},
	rule: rule{weak: true, capitals: true, column: func(j *judge, c *classCounts) bool { return j.series(c, "C0 CA", "W0") }},
	words: `eep_hkmo eep hkmo_permit exit_entry_permit
		gatxz wlgatxz gangaotongxingzheng
		港澳通行证 往来港澳通行证 往来港澳通行证号 ` + permitWords + " " + documentWords,
	near:  "通行证 exit-entry permit",
	form:  document(eepHKMO),
	runs:  []shape{{mixedRun, 9, 9, ""}},
	check: shapely(eepHKMO),
})

func eepHKMO(b []byte) bool {
	return len(b) == 9 && (b[0] == 'C' && (b[1]-'0' <= 9 || second(b[1])) || b[0] == 'W' && b[1]-'0' <= 9) && digitsOnly(b[2:])
}
