package detectors

import "bytes"

// Address of a page or service, URL (RFC 3986).
//
//	https://user:pw@example.com:8080/a?phone=13800138000#top
//	└─┬─┘   └──┬──┘ └────┬─────────┘ └───────┬─────────┘
//	  scheme   user      host and port       parameters
//
// It is nobody's by itself and says much of who opened it: what stands in it, in
// its user, its path and its parameters, is found as everywhere (a label before
// = speaks as a column's name does), and decides over the column before this
// class does. It needs a scheme and a host.
//
// Source: identifiers.md §7.9.
var _ = register(detector{
	Info:     Info{Name: "url", Title: "Address of a page (URL)", TitleZH: "网址", Level: "L2"},
	rule:     rule{chance: 0.001, carrier: true, weak: true, column: pages},
	anywhere: true,
	words: `url uri href link page_url referer referrer landing_page website homepage image_url img_url avatar_url
		网址 链接 网页地址 页面地址`,
	runs:    []shape{{letterRun, 2, 12, ":"}, {mixedRun, 2, 12, ":"}},
	find:    urlIn,
	through: true,
})

// pages reports whether the column is one of addresses of pages. One in a
// remark makes no column: what stands in it does.
func pages(j *judge, c *classCounts) bool { return share(c.w, j.d) >= wholeShare }

// longestURL bounds what is read of an address, in bytes. Not shorter: browsers
// and proxies take 2,000. Not longer: text may be nothing but beginnings of
// addresses, each of which is read to its end.
const longestURL = 2048

func urlIn(_ *knowledge, b []byte, s, e int) (from, to int, g Grade) {
	const sign = "://"
	host := e + len(sign)
	if host >= len(b) || string(b[e:host]) != sign || kinds[b[s]] != kindLetter || s > 0 && (b[s-1] == '+' || b[s-1] == '-' || b[s-1] == '.') {
		return 0, 0, 0
	}
	b = b[:min(len(b), host+longestURL)]
	for to = host; to < len(b) && urlByte(b[to]); to++ {
	}
	to = host + len(bytes.TrimRight(b[host:to], ".,;:!?'"))
	extra := bytes.Count(b[host:to], []byte(")")) - bytes.Count(b[host:to], []byte("("))
	for ; to > host && b[to-1] == ')' && extra > 0; extra-- {
		to--
	}
	if to == host || !isAlnum(b[host]) && b[host] != '[' && b[host] != '_' && b[host] < 0x80 {
		return 0, 0, 0
	}
	return s, to, Shaped
}

// urlByte reports whether c may stand in an address: visible ASCII but for what
// encloses addresses in text.
func urlByte(c byte) bool {
	return c > ' ' && c < 0x7f && c != '<' && c != '>' && c != '"' && c != '`' && c != '|' && c != '\\' && c != '^' && c != '{' && c != '}'
}
