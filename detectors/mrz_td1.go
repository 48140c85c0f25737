package detectors

// Machine readable zone of cards of three lines, TD1: all of it, the first two
// lines, or one of those.
//
//	I < UTO D23145890 7 <<<<<<<<<<<<<<<      kind, state, number, check digit, optional data
//	740812 2 F 120415 9 UTO <<<<<<<<<<< 6    birth, sex, expiry, nationality, optional data, check digit of both lines
//	ERIKSSON<<ANNA<MARIA<<<<<<<<<<           the name
//
// Source: identifiers.md §2.2; ICAO Doc 9303 part 5.
var _ = register(detector{
	Info: Info{
		Name: "mrz_td1", Title: "Machine readable zone of a card of three lines", TitleZH: "证件机读码（三行）", Level: "L4",
		Sensitive: Sensitive{Policy: true}, Checks: true,
	},
	rule:  rule{chance: 0.1, checks: true}, // the first line alone has one digit
	words: mrzWords,
	near:  "mrz 机读码",
	runs:  []shape{{letterRun, 1, 30, "<"}, {mixedRun, 1, 30, "<"}, {digitRun, 2, 7, "<"}, {mixedRun, 30, 30, ""}, {mixedRun, 60, 60, ""}},
	find: func(k *knowledge, b []byte, s, _ int) (from, to int, g Grade) {
		for lines := 3; lines > 0; lines-- {
			at, end, ok := mrzLines(b, s, 30, lines)
			if !ok {
				continue
			}
			one := b[s : s+30]
			switch {
			case lines > 1:
				g = k.mrzBoth(one, b[at[1]:at[1]+30])
			case one[0]-'0' <= 9 || one[0] == '<':
				g = k.mrzBirth(one)
			default:
				g = k.mrzCard(one)
			}
			if g > 0 {
				return s, end, g
			}
		}
		return 0, 0, 0
	},
})

// mrzCard judges a first line by itself.
func (k *knowledge) mrzCard(line []byte) Grade {
	switch {
	case line[0] != 'I' && line[0] != 'A' && line[0] != 'C', line[1]-'0' <= 9, !k.mrzState(line[2:]), line[5] == '<':
		return 0
	case line[14] == '<', mrzField(line[5:15]): // a long number goes on in the optional data
		return Checked
	case line[14]-'0' <= 9:
		return Shaped
	}
	return 0
}

// mrzBirth judges a second line by itself.
func (k *knowledge) mrzBirth(line []byte) Grade {
	switch {
	case !mrzDate(line), !mrzSex(line[7]), !mrzDate(line[8:]), !k.mrzState(line[15:]), line[29]-'0' > 9:
		return 0
	case mrzField(line[:7]) && mrzField(line[8:15]):
		return Checked
	}
	return Shaped
}

// mrzBoth judges both lines, and the check digit that stands for both.
func (k *knowledge) mrzBoth(one, two []byte) Grade {
	a, b := k.mrzCard(one), k.mrzBirth(two)
	if a == 0 || b == 0 {
		return 0
	}
	var all mrzSum
	all.add(one[5:])
	all.add(two[:7])
	all.add(two[8:15])
	all.add(two[18:29])
	if a == Checked && b == Checked && all.digit() == two[29] {
		return Checked
	}
	return Shaped
}
