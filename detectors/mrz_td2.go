package detectors

// Machine readable zone of cards of two lines, TD2: the second of them, and with
// the first, which holds the name, where that stands before it.
//
//	D23145890 7 UTO 740812 2 F 120415 9 <<<<<<< 6
//	│         │ │   │      │ │ │      │ │       └ check digit of all
//	│         │ │   │      │ │ │      │ └──────── optional data; the end of a long number
//	│         │ │   │      │ │ └──────┴────────── expiry, check digit
//	│         │ │   └──────┴─┴─────────────────── birth, check digit, sex
//	│         │ └──────────────────────────────── nationality
//	└─────────┴────────────────────────────────── number, check digit or <
//
// Source: identifiers.md §2.2; ICAO Doc 9303 part 6.
var _ = register(detector{
	Info: Info{
		Name: "mrz_td2", Title: "Machine readable zone of a card of two lines", TitleZH: "证件机读码（两行）", Level: "L4",
		Sensitive: Sensitive{Policy: true}, Checks: true,
	},
	rule:  rule{chance: 1e-3, checks: true}, // three digits at least
	words: mrzWords,
	near:  "mrz 机读码",
	runs:  []shape{{letterRun, 1, 36, "<"}, {mixedRun, 1, 36, "<"}, {digitRun, 1, 9, "<"}, {mixedRun, 36, 36, ""}},
	find:  func(k *knowledge, b []byte, s, _ int) (from, to int, g Grade) { return mrzTwo(k, b, s, 36, "ACI") },
})
