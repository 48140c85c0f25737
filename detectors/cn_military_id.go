package detectors

import (
	"bytes"
	"strings"
	"unicode/utf8"
)

// Card of the armed forces, 军官证, 士兵证, 文职干部证.
//
//	军字第 0000001 号     officer; 士 sergeant, 兵 conscript, 文 civilian
//	南字第 00000001 号    the same of a former command: 南 北 沈 兰 成 济 广, 参 政 后 装 海 空 炮
//	武字第 00000001 号    armed police
//
// There is no check digit: the head, 字, and 第 before six to eight digits are
// the evidence. Deeds, filings and courts number alike, with other heads (国用第,
// 法字第) and with more before the head (京政字第), so that of heads that are common
// words only those count that nothing is joined to. Cards of 18 digits with a
// check character, as some pages have it, are identity cards.
//
// Source: identifiers.md §2.3.
var cnMilitaryID = register(detector{
	Info: Info{
		Name: "cn_military_id", Title: "Card of the armed forces", TitleZH: "军官证、士兵证号", Level: "L4", Sensitive: Sensitive{Policy: true},
		// 20 heads × 10^8.
		Space: 2e9,
	},
	rule: rule{chance: 0.01},
	words: `military_id military_no military_card officer_id officer_no officer_card soldier_id soldier_no army_id
		jgz jgzh jrz jrzh junguanzheng
		军官证 军官证号 军官证号码 士兵证 士兵证号 军人证 军人证号 军人证件 文职干部证 警官证 ` + documentWords,
	form: func(dst, v []byte) ([]byte, bool) {
		from := len(dst)
		dst, ok := addressForm(dst, v) // text without blanks
		if !ok || military(nil, dst[from:]) == 0 {
			return dst[:from], false
		}
		return dst, true
	},
	near: "军官证 士兵证 军人 证件",
	// Shorter numbers in text are read as a part of it, and nearly all that end a
	// value are of something else: those of six digits, and those without 号, take
	// the name of a column, or a label.
	runs: []shape{{digitRun, 7, 8, " 号"}},
	find: func(_ *knowledge, b []byte, s, e int) (from, to int, g Grade) {
		if from = militaryHead(b[:s]); from < 0 {
			return 0, 0, 0
		}
		return from, militaryTail(b, e), Shaped
	},
	whole: military,
})

// military judges what is all of a value.
func military(_ *knowledge, b []byte) Grade {
	s := bytes.IndexFunc(b, func(r rune) bool { return r-'0' >= 0 && r-'0' <= 9 })
	if s < 0 {
		return 0
	}
	e, kind := endOfRun(b, s)
	if kind != digitRun || e-s < 6 || e-s > 8 || militaryHead(b[:s]) != 0 || militaryTail(b, e) != len(b) {
		return 0
	}
	return Shaped
}

// militaryHead is where the head begins that b ends with, -1 if there is none.
func militaryHead(b []byte) int {
	b = bytes.TrimSuffix(bytes.TrimRight(b, " "), []byte("第"))
	b, ok := bytes.CutSuffix(bytes.TrimRight(b, " "), []byte("字"))
	if !ok {
		return -1
	}
	head, n := utf8.DecodeLastRune(b)
	from := len(b) - n
	switch {
	case strings.ContainsRune("军士兵", head):
		return from
	case !strings.ContainsRune("文武南北沈兰成济广参政后装海空炮", head):
		return -1
	}
	// 证 and 号 are the end of what the number is said to be; other characters
	// are a part of a longer head.
	before, _ := utf8.DecodeLastRune(b[:from])
	if from > 0 && before >= 0x3400 && before < 0xa000 && !strings.ContainsRune("证号码为是", before) {
		return -1
	}
	return from
}

// militaryTail is e, or where 号 ends behind it.
func militaryTail(b []byte, e int) int {
	p := e
	for p < len(b) && b[p] == ' ' {
		p++
	}
	if bytes.HasPrefix(b[p:], []byte("号")) {
		return p + len("号")
	}
	return e
}
