package detectors

// Number of a card of the Philippine identification system: sixteen random
// digits, so that nothing but a name or a label makes one.
//
// Source: identifiers.md §12.
var _ = register(detector{
	Info: Info{
		Name: "ph_philid", Title: "Philippine identity card (PhilID)", TitleZH: "菲律宾身份证号", Level: "L4",
		Sensitive: Sensitive{Policy: true}, Space: 1e16,
	},
	rule:  rule{chance: 0.9, generic: true},
	words: `philid phil_id philsys philsys_no philsys_card_number pcn psn`,
	form:  foreignForm(16, 16),
	whole: foreign(16, 16, Shaped, philID),
})

func philID(c compact) bool {
	b := c.digits()
	return b != nil && varied(b)
}
