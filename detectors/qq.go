package detectors

import "bytes"

// QQ number, QQ 号: an account of Tencent's messenger, 5 to 11 digits.
//
//	10000    first ever
//	9000000001@qq.com: its mail address gives it away
//	QQ9000000001, qq 9000000001, QQ号9000000001: right behind the word, which belongs to it then
//
// Counts, codes and telephones are such numbers too: elsewhere it takes a name
// or a label. No number begins with 0.
//
// Source: identifiers.md §7.8.
var _ = register(detector{
	Info: Info{
		Name: "qq", Title: "QQ number", TitleZH: "QQ 号", Level: "L3", Sensitive: Sensitive{Policy: true},
		Space: 1e11,
	},
	rule: rule{chance: 0.01, plain: never},
	words: `qq qq_no qq_num qq_number qq_id qqh qqhm qq_account
		qq号 qq号码 腾讯qq 扣扣 扣扣号 企鹅号`,
	near:  "qq",
	form:  qqForm,
	runs:  []shape{{digitRun, 5, 11, "@"}, {mixedRun, 7, 13, ""}, {letterRun, 2, 2, " 号"}},
	find:  qqIn,
	whole: func(_ *knowledge, v []byte) Grade { return qqDigits(v) },
})

// qqIn finds the number behind the word, or in its mail address, which says what it is.
func qqIn(_ *knowledge, b []byte, s, e int) (from, to int, g Grade) {
	if b[s] > '9' {
		if b[s]|0x20 != 'q' {
			return 0, 0, 0
		}
		if e == s+2 {
			for e = len(b) - len(unspokenQQ(b[s:])); e < len(b) && kinds[b[e]] == kindDigit; e++ {
			}
		}
		if n := len(unspokenQQ(b[s:e])); n == e-s || qqDigits(b[e-n:e]) == 0 || e < len(b) && (b[e] == '.' || b[e] == '-' || isAlnum(b[e])) {
			return 0, 0, 0
		}
		return s, e, Worded
	}
	const host = "@qq.com"
	if b[s] == '0' || !hasFold(b[e:], host) || s > 0 && b[s-1] != '\'' && (localByte(b[s-1]) || b[s-1] == '@') {
		return 0, 0, 0
	}
	if after := e + len(host); after < len(b) && (isAlnum(b[after]) || b[after] == '-' || b[after] == '.' && after+1 < len(b) && isAlnum(b[after+1])) {
		return 0, 0, 0
	}
	return s, e, Worded
}

// unspokenQQ is a number without the word before it.
func unspokenQQ(v []byte) []byte {
	if !hasFold(v, "qq") {
		return v
	}
	v = bytes.TrimPrefix(v[2:], []byte("号"))
	return bytes.TrimLeft(bytes.TrimPrefix(v, []byte("码")), " ")
}

func qqDigits(v []byte) Grade {
	if len(v) < 5 || len(v) > 11 || v[0] == '0' || !digitsOnly(v) {
		return 0
	}
	return Shaped
}

// qqForm is the digits, of a mail address too.
func qqForm(dst, v []byte) ([]byte, bool) {
	start, end := trimmed(v)
	v = unspokenQQ(v[start:end])
	if n := len(v) - len("@qq.com"); n > 0 && hasFold(v[n:], "@qq.com") {
		v = v[:n]
	}
	from := len(dst)
	dst, ok := digitsForm(dst, bytes.TrimSpace(v))
	if !ok || qqDigits(dst[from:]) == 0 {
		return dst[:from], false
	}
	return dst, true
}
