package detectors

// Tax file number of Australia.
//
//	123 456 782
//
// Digits times 1 4 3 7 5 8 6 9 10 add up to a multiple of eleven.
//
// Source: identifiers.md §12.
var _ = register(detector{
	Info: Info{
		Name: "au_tfn", Title: "Australian tax file number", TitleZH: "澳大利亚税号", Level: "L4",
		Sensitive: Sensitive{Policy: true}, Space: 1e8,
	},
	rule:  rule{chance: 1.0 / 11, generic: true},
	words: `tfn tfn_no tfn_number tax_file_number au_tfn`,
	form:  foreignForm(9, 9),
	whole: foreign(9, 9, Checked, tfn),
})

func tfn(c compact) bool {
	b := c.digits()
	return b != nil && varied(b) && weighted(b, "14375869:")%11 == 0
}
