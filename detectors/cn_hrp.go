package detectors

// Mainland travel permit for Hong Kong and Macau residents, 回乡证 (notice of the
// Ministry of Public Security, 2010; National Immigration Administration, 2024).
//
//	H 00000001 00
//	│ │        └─ how often it was issued; cards since 2013 leave it out
//	│ └────────── the holder's number, for life
//	└──────────── H Hong Kong, M Macau
//
// There is no check digit. H and 8 digits is the shape of old passports of
// Hong Kong as well, and of goods: a name must tell, or a word. Two that share
// their first nine characters are one person's, so that those are its form.
//
// Source: identifiers.md §2.5, §3.
var cnHRP = register(detector{
	Info: Info{
		Name: "cn_hrp", Title: "Mainland travel permit for Hong Kong and Macau residents", TitleZH: "港澳居民来往内地通行证（回乡证）",
		Level: "L4", Sensitive: Sensitive{Policy: true},
		Space: 2e8,
	},
	rule: rule{weak: true, plain: never},
	words: `home_return_permit hrp hrp_no hk_permit hkm_permit hk_travel_permit mainland_travel_permit
		hxz hxzh hxzhm huixiangzheng
		回乡证 回乡证号 回乡证号码 回乡卡 港澳通行证 来往内地通行证 港澳居民来往内地通行证 ` + permitWords + " " + documentWords,
	near: "回乡证 通行证 home return permit",
	form: func(dst, v []byte) ([]byte, bool) {
		from := len(dst)
		dst, ok := document(hrp)(dst, v)
		return dst[:min(len(dst), from+9)], ok
	},
	runs:  []shape{{mixedRun, 9, 9, ""}, {mixedRun, 11, 11, ""}},
	check: shapely(hrp),
})

func hrp(b []byte) bool {
	return (len(b) == 9 || len(b) == 11) && (b[0] == 'H' || b[0] == 'M') && digitsOnly(b[1:])
}
