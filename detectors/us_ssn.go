package detectors

// Social security number of the United States.
//
//	123 - 45 - 6789
//	│     │    └ serial number, not 0000
//	│     └───── group, not 00
//	└─────────── area, not 000, 666 or 900 and above
//
// There is no check digit. Nine digits in a row are anything: it takes a name
// or a label. Written with hyphens it has a form that little else has, and many
// of which none is impossible are no accident. The numbers that advertisements
// made known have it as well, and count as any.
//
// Source: identifiers.md §12.
var _ = register(detector{
	Info: Info{
		Name: "us_ssn", Title: "Social security number of the United States", TitleZH: "美国社会安全号码", Level: "L4",
		Sensitive: Sensitive{Policy: true}, Space: 8.9e8,
	},
	rule: rule{chance: 0.89, weak: true, generic: true, column: hyphenatedSSN},
	words: `ssn ssn_no ssn_number social_security_number us_ssn
		美国社会安全号 美国社会安全号码`,
	near:  "ssn 社会安全号",
	form:  foreignForm(9, 9),
	runs:  []shape{{digitRun, 3, 3, "-"}},
	find:  ssnIn,
	whole: func(_ *knowledge, v []byte) Grade { return ssn(compacted(v)) },
	apart: true,
})

// ssnIn finds the number in its usual spelling, with two hyphens.
func ssnIn(_ *knowledge, b []byte, s, e int) (from, to int, g Grade) {
	to = e + 8
	if to > len(b) || b[e+3] != '-' || to < len(b) && (isAlnum(b[to]) || b[to] == '-') || s > 0 && b[s-1] == '-' {
		return 0, 0, 0
	}
	return s, to, ssn(compacted(b[s:to]))
}

func ssn(c compact) Grade {
	b := c.digits()
	if len(b) != 9 {
		return 0
	}
	area := two(b)*10 + int(b[2]-'0')
	if area == 0 || area == 666 || area >= 900 || two(b[3:]) == 0 || zeros(b[5:]) {
		return 0
	}
	return Shaped
}

// hyphenatedSSN makes a column of numbers with hyphens, of which chance is how
// many of any such are possible ones: it takes some 120 with none that is not.
// Numbers that count up are not spread over areas.
func hyphenatedSSN(j *judge, c *classCounts) bool {
	return c.w == j.d && luck(c.n, c.k, c.rule.chance) < byLuck && j.leading() < spreadLead
}
