package detectors

// Residence permit of people from Hong Kong, Macau and Taiwan, 港澳台居民居住证
// (decree of the State Council of 19 August 2018).
//
//	810000 19010203 001 8
//	│      │        │   └ check character, ISO 7064 MOD 11-2
//	│      │        └──── sequence; odd for men
//	│      └───────────── birth, yyyymmdd
//	└──────────────────── 810000 Hong Kong, 820000 Macau, 830000 Taiwan
//
// Its number is made like an identity number (GB 11643), and these regions are
// its alone: who holds one is no resident of the mainland, so that it is a
// class of its own, and no cn_id18. 710000, the code of Taiwan in GB/T 2260,
// stands on no permit, and 830000 is the postcode of Ürümqi too. In columns of
// identity numbers there are permits: the form of both is the same.
//
// Source: identifiers.md §1.3.
var _ = register(detector{
	Info: Info{
		Name: "cn_hmt_residence", Title: "Residence permit for Hong Kong, Macau and Taiwan residents", TitleZH: "港澳台居民居住证号",
		Level: "L4", Sensitive: Sensitive{Policy: true},
		// 3 regions × 62,000 days × 1,000 sequences.
		Space: 1.9e8, Checks: true,
	},
	rule: rule{chance: 1.0 / 11, random: 2e-10, checks: true, capitals: true, long: true},
	words: `residence_permit residence_permit_no residence_no residence_card hmt_residence hmt_permit
		jzz jzzh jzzhm gatjzz juzhuzheng
		居住证 居住证号 居住证号码 港澳台居住证 港澳台居民居住证`,
	near:  "居住证 证件 身份证 residence permit",
	form:  id18Form,
	runs:  []shape{{digitRun, 18, 18, ""}, {mixedRun, 18, 18, ""}, {digitRun, 6, 6, " -"}},
	leads: func(_, lead int) bool { return lead >= 81 && lead <= 83 },
	check: (*knowledge).permit18,
	find: func(k *knowledge, b []byte, s, e int) (from, to int, g Grade) {
		if !permitRegion(b[s:e]) {
			return 0, 0, 0
		}
		number, to := eighteen(b, s, e)
		return s, to, k.permit18(number[:])
	},
})

// permitRegion reports whether b begins with the region of a permit.
func permitRegion(b []byte) bool {
	return b[0] == '8' && b[1]-'1' < 3 && string(b[2:6]) == "0000"
}

// permit18 judges 18 letters and digits.
func (k *knowledge) permit18(b []byte) Grade {
	last := b[17]
	if !permitRegion(b) || last > '9' && last|0x20 != 'x' || !digitsAmong(b[:17]) || !k.born(b[6:14]) {
		return 0
	}
	if id18Check(b) == upper(last) {
		return Checked
	}
	return Shaped
}
