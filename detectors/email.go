package detectors

import (
	"bytes"
	"unicode"
	"unicode/utf8"
)

// Mail address, 电子邮箱 (RFC 5321 and 5322; RFC 6531 and 5890 beyond ASCII).
//
//	o'brien.mary+lists@mail.example.org
//	└───────┬────────┘ └──────┬───────┘
//	        │                 └ two labels or more, the last of letters or xn--
//	        └────────────────── dot-atom: no dot first, last, or beside another
//
// Written also full-width (＠), with mailto:, as %40 in the address of a page,
// and as a#163.com or a[at]b.com by people who hide it; several stand in a cell.
// A Chinese name touches no ASCII address: in 邮箱test@example.com it is prose.
// There is no check digit.
//
// Confused with logo@2x.png, git@host:owner/repo, ssh://git@host, the password
// in http://user:pw@host, mod@v1.2.3, @user@host of social networks, and
// user@10.0.0.1, none of which is one. The eleven digits of <mobile>@139.com are
// a telephone besides, and those of <number>@qq.com an account.
//
// Source: identifiers.md §6.5.
var _ = register(detector{
	Info: Info{Name: "email", Title: "Mail address", TitleZH: "电子邮箱", Level: "L3", Sensitive: Sensitive{Policy: true}},
	// In a thousand texts with an @ and a dot, one is none that we know not of.
	rule: rule{chance: 0.001},
	words: `email e_mail mail mailbox email_addr email_address mail_addr mail_address emailaddr yx yxdz dzyx youxiang
		邮箱 电子邮箱 电子邮件 邮件 邮箱地址 邮件地址 电邮`,
	near:  "邮箱 邮件 电邮 mail",
	form:  emailForm,
	signs: "@%#[",
	find:  emailIn,
})

// The longest parts of an address, in bytes (RFC 5321 §4.5.3.1).
const (
	longestLocal  = 64
	longestDomain = 255
	longestLabels = 63
)

func emailIn(_ *knowledge, b []byte, s, e int) (from, to int, g Grade) {
	hidden := false
	switch rest := b[e:]; b[s] {
	case '%':
		if !bytes.HasPrefix(rest, []byte("40")) {
			return 0, 0, 0
		}
		e += 2
	case '[':
		if !hasFold(rest, "at]") {
			return 0, 0, 0
		}
		e += 3
	case '#':
		hidden = true
	}
	to = mailDomain(b, e)
	if to == 0 || hidden && !mailProvider(b[e:to]) {
		return 0, 0, 0
	}
	from = mailLocal(b, s)
	if from == s || anotherAddress(b, from, s, to) {
		return 0, 0, 0
	}
	if from >= len("mailto:") && hasFold(b[from-len("mailto:"):], "mailto:") {
		from -= len("mailto:")
	}
	return from, to, Shaped
}

// mailDomain is where the domain ends that begins at p, 0 if none does.
func mailDomain(b []byte, p int) (end int) {
	b = b[:min(len(b), p+longestDomain)]
	first := p
	var before label
	for n := 0; ; n++ {
		l := labelAt(b, p)
		if l.end == p || l.end-p > longestLabels {
			break
		}
		if n == 1 && l.digits && versionPart(b[first:before.end]) { // v1.2.3-beta
			return 0
		}
		if n > 0 && topLabel(b[p:l.end], l, before) {
			end = l.end
		}
		before = l
		if p = l.end; p == len(b) || b[p] != '.' {
			break
		}
		p++
	}
	if end > 0 && assetName(b[first:end]) {
		return 0
	}
	return end
}

// A label is one part of a domain.
type label struct {
	end    int
	wide   bool // of characters of three bytes and more, Chinese ones mostly
	digits bool // of digits only
}

// labelAt reads the label that begins at p. One that begins in ASCII ends where
// Chinese begins, which is prose then.
func labelAt(b []byte, p int) (l label) {
	l.end, l.digits = p, true
	if p < len(b) && b[p] == '-' {
		return l
	}
	for l.end < len(b) {
		c := b[l.end]
		if c < utf8.RuneSelf {
			if l.wide || !isAlnum(c) && c != '-' {
				break
			}
			l.digits = l.digits && kinds[c] == kindDigit
			l.end++
			continue
		}
		r, n := utf8.DecodeRune(b[l.end:])
		if wide := n >= 3; wide != l.wide && l.end > p || !unicode.IsLetter(r) && !unicode.IsMark(r) {
			break
		}
		l.wide = n >= 3
		l.digits = false
		l.end += n
	}
	for l.end > p && b[l.end-1] == '-' {
		l.end--
	}
	return l
}

// topLabel reports whether a label can be the last one of a domain: two letters
// at least, or xn--. Chinese ones follow Chinese ones, or are known.
func topLabel(b []byte, l, before label) bool {
	if l.wide {
		return utf8.RuneCount(b) >= 2 && (before.wide || wideTops[string(b)])
	}
	if len(b) > len("xn--") && hasFold(b, "xn--") {
		return true
	}
	for _, c := range b {
		if kinds[c] == kindDigit || c == '-' {
			return false
		}
	}
	return utf8.RuneCount(b) >= 2
}

// wideTops are top-level domains in Chinese under which there are ASCII names.
var wideTops = map[string]bool{
	"中国": true, "中國": true, "公司": true, "网络": true, "網絡": true, "网址": true, "香港": true, "台湾": true, "台灣": true,
	"集团": true, "商城": true, "在线": true, "中文网": true, "我爱你": true, "政务": true, "公益": true,
}

// versionPart reports whether text is a number, with or without a v.
func versionPart(b []byte) bool {
	if len(b) > 1 && b[0]|0x20 == 'v' {
		b = b[1:]
	}
	return allDigits(b)
}

// assetName reports whether what looks like a domain is a file: 2x.png. The
// endings are of files that carry an @ in their names, and of no country.
func assetName(domain []byte) bool {
	var small [len("parquet")]byte // the longest
	ending := domain[bytes.LastIndexByte(domain, '.')+1:]
	if len(ending) > len(small) {
		return false
	}
	for i, c := range ending {
		small[i] = c | 0x20 // letters and digits, as domains are
	}
	return assetEndings[string(small[:len(ending)])]
}

var assetEndings = map[string]bool{
	"png": true, "jpg": true, "jpeg": true, "gif": true, "webp": true, "svg": true, "bmp": true, "ico": true, "avif": true, "pdf": true,
	"js": true, "mjs": true, "cjs": true, "jsx": true, "tsx": true, "css": true, "scss": true, "json": true, "xml": true, "yaml": true,
	"yml": true, "html": true, "htm": true, "tgz": true, "gz": true, "tar": true, "jar": true, "whl": true, "txt": true, "csv": true,
	"parquet": true, "mp4": true, "mp3": true, "ttf": true, "woff": true, "exe": true, "dll": true, "apk": true, "class": true, "log": true,
}

// mailLocal is where the part begins that ends before s; s where there is none.
func mailLocal(b []byte, s int) int {
	least := max(0, s-longestLocal)
	if s > 1 && b[s-1] == '"' {
		return quotedLocal(b, least, s)
	}
	if s == 0 || b[s-1] == '.' {
		return s
	}
	p, wide := s, false
	for p > least {
		c := b[p-1]
		if c < utf8.RuneSelf {
			if !isAlnum(c) && !localByte(c) || c == '.' && b[p] == '.' {
				break
			}
			p--
			continue
		}
		r, n := utf8.DecodeLastRune(b[least:p])
		if !unicode.IsLetter(r) && !unicode.IsMark(r) || n >= 3 && !wide && p < s {
			break
		}
		wide = wide || n >= 3
		p -= n
	}
	for p < s && (b[p] == '.' || b[p] == '\'' || b[p] == '-' || b[p] == '+') {
		p++
	}
	return p
}

// localByte reports whether c stands in local parts, of what RFC 5322 allows:
// the rest is of addresses of pages and of code, and of nobody's mail.
func localByte(c byte) bool {
	return c == '.' || c == '_' || c == '-' || c == '+' || c == '\'' || c == '~'
}

// quotedLocal is where a local part in quotes begins, which stands alone or
// after a blank.
func quotedLocal(b []byte, least, s int) int {
	open := bytes.LastIndexByte(b[least:s-1], '"')
	if open < 0 || open+1 == s-1-least {
		return s
	}
	open += least
	if open > 0 && b[open-1] != ' ' && b[open-1] != '<' {
		return s
	}
	return open
}

// anotherAddress reports whether b[from:to] with its @ at s is a part of an
// address that is nobody's mail.
func anotherAddress(b []byte, from, s, to int) bool {
	if from > 0 && (b[from-1] == '@' || b[from-1] == '*') {
		return true
	}
	if to+1 < len(b) && b[to] == ':' { // git@host:owner/repo
		rest := b[to+1 : min(len(b), to+1+longestDomain)]
		end := bytes.IndexAny(rest, " \t\n,;\"'")
		if end < 0 {
			end = len(rest)
		}
		if bytes.IndexByte(rest[:end], '/') >= 0 && kinds[rest[0]] != kindDigit || string(b[from:s]) == "git" {
			return true
		}
	}
	// ssh://git@host, http://user:pw@host
	p := from
	for p > 0 && from-p < longestLocal && (isAlnum(b[p-1]) || localByte(b[p-1]) || b[p-1] == ':' || b[p-1] == '!' || b[p-1] == '$') {
		p--
	}
	return p >= 3 && b[p-1] == '/' && b[p-2] == '/' && b[p-3] == ':'
}

// mailProvider reports whether a domain is one of those whose addresses people
// write with a # for the @.
func mailProvider(domain []byte) bool {
	switch string(domain) {
	case "qq.com", "163.com", "126.com", "139.com", "189.cn", "wo.cn", "yeah.net", "foxmail.com", "sina.com", "sohu.com",
		"aliyun.com", "gmail.com", "hotmail.com", "outlook.com":
		return true
	}
	return false
}

// emailForm is the address without mailto:, with @ for what stands for it, and
// its domain in lower case. Local parts differ by case where their host says
// so.
func emailForm(dst, v []byte) ([]byte, bool) {
	v = innerText(v)
	if hasFold(v, "mailto:") {
		v = v[len("mailto:"):]
	}
	for s, c := range v {
		sign := 1
		switch c {
		case '@', '#':
		case '%':
			sign = len("%40")
		case '[':
			sign = len("[at]")
		default:
			continue
		}
		if from, to, g := emailIn(nil, v, s, s+1); g > 0 && from == 0 && to == len(v) {
			dst = append(append(dst, v[:s]...), '@')
			for _, c := range v[s+sign:] {
				if c >= 'A' && c <= 'Z' {
					c |= 0x20
				}
				dst = append(dst, c)
			}
			return dst, true
		}
	}
	return dst, false
}
