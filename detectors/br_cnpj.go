package detectors

// Number of companies in Brazil; since 2026 with letters, which count what they
// are in ASCII less 48.
//
//	12.ABC.345/01DE-35
//	│          │    └ two check digits, as those of br_cpf
//	│          └───── branch
//	└──────────────── company
//
// Source: identifiers.md §12.
var _ = register(detector{
	Info: Info{
		Name: "br_cnpj", Title: "Brazilian number of a company (CNPJ)", TitleZH: "巴西企业税号（CNPJ）", Level: "L1",
		NotPersonal: true,
	},
	rule:  rule{chance: 0.01, generic: true},
	words: `cnpj cnpj_no cnpj_number br_cnpj`,
	form:  foreignForm(14, 14),
	whole: foreign(14, 14, Checked, cnpj),
})

func cnpj(c compact) bool {
	b := c.text[:14]
	return digitsOnly(b[12:]) && varied(b) && brazilian(b, "543298765432", 12) && brazilian(b, "6543298765432", 13)
}
