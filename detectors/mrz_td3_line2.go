package detectors

// Machine readable zone of passports, TD3: the second line of two, and with the
// first, which holds the name, where that stands before it.
//
//	E00000001 9 CHN 010203 0 M 310203 1 <<<<<<<<<<<<<< < 2
//	│         │ │   │      │ │ │      │ │              │ └ check digit of all
//	│         │ │   │      │ │ │      │ │              └── check digit, or < without such data
//	│         │ │   │      │ │ │      │ └───────────────── personal number
//	│         │ │   │      │ │ └──────┴─────────────────── expiry, check digit
//	│         │ │   └──────┴─┴──────────────────────────── birth, check digit, sex
//	│         │ └───────────────────────────────────────── nationality
//	└─────────┴─────────────────────────────────────────── number, check digit
//
// A scanner that read a filler as a blank or a K has spoilt the line: it is none.
//
// Source: identifiers.md §2.2.
var _ = register(detector{
	Info: Info{
		Name: "mrz_td3_line2", Title: "Machine readable zone of a passport", TitleZH: "护照机读码", Level: "L4",
		Sensitive: Sensitive{Policy: true}, Checks: true,
	},
	rule: rule{chance: 1e-4, checks: true}, // four digits at least
	words: mrzWords + ` passport_mrz mrz_line2 mrz_line_2 mrz2
		护照机读码`,
	near: "mrz 机读码 passport 护照",
	runs: []shape{{letterRun, 1, 44, "<"}, {mixedRun, 1, 44, "<"}, {digitRun, 1, 9, "<"}, {mixedRun, 44, 44, ""}},
	find: func(k *knowledge, b []byte, s, _ int) (from, to int, g Grade) { return mrzTwo(k, b, s, 44, "P") },
})

// mrzWords are about zones of any size.
const mrzWords = `mrz mrz_text mrz_code mrz_lines jdm 机读码 机读区 `
