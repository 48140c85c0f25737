package detectors

import (
	"bytes"
	"unicode/utf8"
)

// Mobile number, 手机号码 (MIIT numbering plan of 2017 and later allocations).
//
//	138 0013 8000
//	│   └──────── area and subscriber
//	└──────────── network code: some fifty are allocated
//
// Written also with +86, 86, 0086, (86), a trunk 0 or 17951 before it, in
// groups, full-width, right behind a word (tel13800138000), as a float (13800138000.0) or as registries do (+86.13800138000); where a name says so also
// in any groups, with strokes or brackets, or in Chinese digits; with 幺 among those in text too. There is no check digit:
// half of all numbers of eleven digits that start with 1 have the form, so that
// a column is one by its name, or by being spread as no counter is. Numbers of
// service (400, 95, 106), of 12 digits, of 141, 144 and 148 (things), and parts
// of longer runs or of decimals are none.
//
// Source: identifiers.md §6.1.
var cnMobile = register(detector{
	Info: Info{
		Name: "cn_mobile", Title: "Mobile number", TitleZH: "手机号码", Level: "L3", Sensitive: Sensitive{Policy: true},
		// 53 network codes of 10^8 numbers each.
		Space: 5.3e9,
	},
	rule: rule{chance: 0.53, spread: true, plain: 11},
	words: `mobile mobile_no mobile_phone phone phone_no phone_number phonenumber phoneno tel tel_no telno telephone telephone_no cell cellphone cell_phone
		msisdn contact_no contact_number contact_phone contact_way contact_info whatsapp whats_app telphone mob mob_no link_phone link_tel
		sj sjh sjhm lxdh lxfs dh dhhm lxsj yddh shouji shoujihao shoujihaoma dianhua dianhuahaoma lianxidianhua lianxifangshi lianxi_fangshi
		caller callee caller_number callee_number calling_number called_number caller_no callee_no calling_no called_no 主叫 被叫 主叫号码 被叫号码
		xnhm xunihao virtual_no virtual_number privacy_no 虚拟号 虚拟号码 隐私号 隐私号码
		联系号码 来电号码 去电号码 外显号码 本机号码 本机号 小号 中间号
		手机 手机号 手机号码 联系电话 联系方式 电话 电话号码 移动电话 联系手机`,
	near:  "手机 电话 联系 号码 致电 拨打 tel phone mobile call cell",
	form:  mobileForm,
	runs:  []shape{{digitRun, 11, 13, ""}, {digitRun, 15, 16, ""}, {digitRun, 1, 7, " -)"}, {mixedRun, 11 + shortestCall, 11 + longestCall, ""}},
	leads: mobileLeads,
	check: mobileRun,
	find:  mobileIn,
	spelt: func(_ *knowledge, v []byte) Grade {
		if d := spell(v, mobileMarks); !mobileDigits(d.digits()) {
			return 0
		}
		return Shaped
	},
})

// mobileMarks stand between the digits of a number where a name says that it is one,
// beside blanks, hyphens and brackets.
const mobileMarks = "/."

// mobileLeads are the first two digits of a number, or of what stands before it.
func mobileLeads(n, lead int) bool {
	switch n {
	case 11:
		return lead >= 13 && lead <= 19
	case 12:
		return lead == 1
	case 13:
		return lead == 86
	case 15:
		return lead == 0
	}
	return lead == 17
}

// callWords are what people write right before a number: tel13800138000. It belongs to
// the number then, as a run is one value.
const callWords = "tel phone mobile mob vx wx weixin wechat dh sj sjh lxdh"

// shortestCall and longestCall are how many letters they have.
const (
	shortestCall = 2
	longestCall  = 6
)

var calls = func() map[string]bool {
	words := map[string]bool{}
	fill(words, callWords)
	return words
}()

// uncalled is a number without such a word before it; others are left as they are.
func uncalled(b []byte) []byte {
	n := len(b) - 11
	if n < shortestCall || n > longestCall || b[n] != '1' || kinds[b[0]] != kindLetter || !digitsOnly(b[n:]) {
		return b
	}
	var word [longestCall]byte
	for i, c := range b[:n] {
		word[i] = c | 0x20
	}
	if !calls[string(word[:n])] {
		return b
	}
	return b[n:]
}

// mobileRun judges a run of digits, with what may stand before the eleven, or of
// letters and digits.
func mobileRun(_ *knowledge, b []byte) Grade {
	if b[0] > '9' {
		if rest := uncalled(b); len(rest) < len(b) && mobile11(rest) {
			return Worded
		}
		return 0
	}
	n := len(b) - 11
	if n < 0 || !mobile11(b[n:]) {
		return 0
	}
	switch string(b[:n]) {
	case "":
		return Shaped
	case "0", "86", "0086", "17951":
		if digitsOnly(b[n:]) {
			return Shaped
		}
	}
	return 0
}

// mobileIn finds a number that is a run, or the first of several groups.
func mobileIn(k *knowledge, b []byte, s, e int) (from, to int, g Grade) {
	g = Shaped
	if e-s <= 7 {
		e = mobileGroups(b, s)
	} else if g = mobileRun(k, b[s:e]); g == 0 {
		e = 0
	}
	if e == 0 {
		return 0, 0, 0
	}
	if bytes.HasSuffix(b[:s], []byte("+86.")) { // as registries of domains write it (RFC 5733)
		s -= len("86.")
	}
	e, ok := unbroken(b, s, e)
	if !ok {
		return 0, 0, 0
	}
	// + and ( belong to it; those of +86 in a group of its own are before that.
	if s > 0 && b[s-1] == '+' {
		s--
	}
	if s > 0 && b[s-1] == '(' && bytes.IndexByte(b[s:e], ')') >= 0 {
		s--
	}
	return s, e, g
}

// mobileGroups is where a number in groups ends that begins at s, 0 if none
// does: 138 0013 8000, +86-138-0013-8000.
func mobileGroups(b []byte, s int) int {
	var sizes [5]int
	for g := (groups{b: b, p: s}); g.count < len(sizes); {
		before := g.n
		if !g.next() {
			return 0
		}
		sizes[g.count-1] = g.n - before
		lead := g.n - 11
		if lead < 0 {
			continue
		}
		switch string(g.digits[:lead]) {
		case "", "0", "86", "0086":
			if mobile11(g.digits[lead:g.n]) && mobileSizes(sizes[:g.count], lead) {
				return g.p
			}
		}
	}
	return 0
}

// mobileSizes reports whether a number is grouped as people do it: 3-4-4, 3-3-5
// or 3-5-3, after a lead that is a group of its own or a part of the first, or
// not at all after one of its own. 19811-633556 is a part number.
func mobileSizes(sizes []int, lead int) bool {
	if lead > 0 {
		if sizes[0] == lead {
			sizes = sizes[1:]
		} else {
			sizes[0] -= lead
		}
	}
	switch len(sizes) {
	case 1:
		return lead > 0
	case 3:
		return sizes[0] == 3 && (sizes[1] >= 3 && sizes[1] <= 5)
	}
	return false
}

// said meets 幺 at p, which stands for 一 in numbers that are said, as programs write
// down what callers say: 幺三八零零幺三八零零零. Without one, the name of the column must
// say what they are.
func (f *Finder) said(p int) {
	var digits [11]byte
	digit, n := byte(0), 0
	s, e := p, p
	for {
		r, size := utf8.DecodeLastRune(f.b[:s])
		if !chineseDigit(&digit, r) {
			break
		}
		if s -= size; r == '幺' {
			return // met before
		}
	}
	for e = s; ; n++ {
		r, size := utf8.DecodeRune(f.b[e:])
		if !chineseDigit(&digit, r) {
			break
		}
		if n == len(digits) {
			return
		}
		digits[n] = digit
		e += size
	}
	if n == len(digits) && mobile11(digits[:]) {
		f.hits = add(f.hits, f.value, s, e, cnMobile.class, Worded, false)
	}
}

// mobileForm is the eleven digits.
func mobileForm(dst, v []byte) ([]byte, bool) {
	d := spell(uncalled(innerText(v)), mobileMarks)
	digits := d.digits()
	if !mobileDigits(digits) {
		return dst, false
	}
	return append(dst, digits[len(digits)-11:]...), true
}

// mobileDigits reports whether digits are a number, with what may stand before
// the eleven.
func mobileDigits(digits []byte) bool {
	n := len(digits) - 11
	if n < 0 || !mobile11(digits[n:]) {
		return false
	}
	switch string(digits[:n]) {
	case "", "0", "86", "086", "0086", "17951":
		return true
	}
	return false
}

// mobile11 reports whether eleven digits are an allocated mobile number.
func mobile11(b []byte) bool {
	if b[0] != '1' {
		return false
	}
	switch code := (b[1]-'0')*10 + b[2] - '0'; mobileCodes[code] {
	case 1:
		return true
	case 2: // 1740 and 1749, and of 1741 only 17410 to 17412
		return b[3] == '0' || b[3] == '9' || b[3] == '1' && b[4] <= '2'
	}
	return false
}

var mobileCodes = func() (t [256]uint8) {
	for c := range 100 {
		a, b := c/10, c%10
		switch {
		case a == 3, a == 8,
			a == 4 && (b == 5 || b == 7 || b == 9),
			a == 5 && b != 4,
			a == 6 && (b == 2 || b >= 5 && b <= 7),
			a == 7 && b != 4 && b != 9,
			a == 9 && b != 4:
			t[c] = 1
		case c == 74:
			t[c] = 2
		}
	}
	return t
}()
