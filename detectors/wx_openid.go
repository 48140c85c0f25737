package detectors

// WeChat user identifier, OpenID, 微信 OpenID.
//
//	oABcd1 x_-Zy90123456789abcdeC
//	└─┬──┘ └─────────┬──────────┘
//	  │              └ of the user
//	  └─────────────── o, and five more of 64 characters that all of one
//	                   application share
//
// 28 letters, digits, - and _. Any random key of base64 for addresses may look
// like it, one in 64, so that it takes a name, or a column that nearly all begin
// alike and with o.
//
// Source: identifiers.md §7.8.
var _ = register(detector{
	Info: Info{Name: "wx_openid", Title: "WeChat OpenID", TitleZH: "微信 OpenID", Level: "L3", Sensitive: Sensitive{Policy: true}},
	rule: rule{chance: 0.015, weak: true, column: oneApplication},
	words: `openid open_id wx_openid wxopenid wechat_openid weixin_openid wechat_id wx_id unionid union_id wx_unionid
		微信openid 微信标识`,
	near: "openid unionid 微信",
	runs: []shape{
		{mixedRun, 28, 28, ""}, {letterRun, 1, 27, "_-"}, {mixedRun, 2, 27, "_-"},
	},
	find: openidIn,
})

// openidShare is which part of a column must be OpenIDs, and which must begin
// alike. Not lower: keys of other kinds begin alike as well, but not with an o
// at this length. Not higher: one application of two was moved.
const openidShare = 0.95

// oneApplication reports whether all values together are of one application.
func oneApplication(j *judge, c *classCounts) bool {
	return share(c.w, j.d) >= openidShare && j.leading() >= openidShare && c.w >= spreadValues
}

func openidIn(_ *knowledge, b []byte, s, _ int) (from, to int, g Grade) {
	const length = 28
	if b[s] != 'o' || s+length > len(b) || s > 0 && openidByte(b[s-1]) || s+length < len(b) && openidByte(b[s+length]) {
		return 0, 0, 0
	}
	small, capital, digit := 0, 0, 0
	for _, c := range b[s+1 : s+length] {
		switch {
		case c >= 'a' && c <= 'z':
			small++
		case c >= 'A' && c <= 'Z':
			capital++
		case c >= '0' && c <= '9':
			digit++
		case !openidByte(c):
			return 0, 0, 0
		}
	}
	if small == 0 || capital == 0 || digit == 0 { // words with hyphens, hashes
		return 0, 0, 0
	}
	return s, s + length, Shaped
}

func openidByte(c byte) bool { return isAlnum(c) || c == '_' || c == '-' }
