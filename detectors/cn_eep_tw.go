package detectors

// Exit-entry permit for travelling to Taiwan, 往来台湾通行证: L and 8 digits on cards,
// T and 8 digits on the booklets before them.
//
// There is no check digit and there is no second letter, so that nothing but a
// name or a word before it tells one from the number of goods.
//
// Source: identifiers.md §2.7, §3.
var _ = register(detector{
	Info: Info{
		Name: "cn_eep_tw", Title: "Permit for travelling to Taiwan", TitleZH: "往来台湾通行证", Level: "L4", Sensitive: Sensitive{Policy: true},
		Space: 2e8,
	},
	rule: rule{weak: true, capitals: true},
	words: `eep_tw tw_travel_permit taiwan_travel_permit
		wltwtxz twtxz
		往来台湾通行证 往来台湾通行证号 台湾通行证 大陆居民往来台湾通行证 ` + permitWords + " " + documentWords,
	near:  "台湾通行证 通行证 taiwan",
	form:  document(eepTW),
	runs:  []shape{{mixedRun, 9, 9, ""}},
	check: shapely(eepTW),
})

func eepTW(b []byte) bool { return len(b) == 9 && (b[0] == 'L' || b[0] == 'T') && digitsOnly(b[1:]) }
