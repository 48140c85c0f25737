package detectors

import (
	"slices"
	"strings"
)

// nullishWords say that there is no value (identifiers.md §0.1), beside the
// empty one.
var nullishWords = []string{
	"null", "none", "nil", "n/a", "na", "nan", `\n`, "undefined", "unknown", "-", "--", "/", "(null)", "<null>",
	"未知", "无", "空", "暂无", "不详", "未填写", "没有",
}

// longestNullish bounds what is compared.
const longestNullish = 9

// Nullish reports whether a value says that there is none: "", NULL, \N, 未知.
func Nullish(v []byte) bool {
	if len(v) > 3*longestNullish || len(v) > 0 && v[0]-'0' <= 9 {
		return false
	}
	if start, end := trimmed(v); start > 0 || end < len(v) {
		v = v[start:end]
	}
	switch {
	case len(v) == 0:
		return true
	case len(v) > longestNullish:
		return false
	}
	for _, w := range nullishWords {
		if len(w) == len(v) && strings.EqualFold(w, string(v)) {
			return true
		}
	}
	return false
}

// Masked reports whether a value was masked before: 138****8000,
// 110105********002X, 6222 **** **** 0018, 张**. Stars alone are no value of anybody.
// One star before a word is no mask: forms and bills of fare have *姓名 and *红烧肉.
func Masked(v []byte) bool {
	start, end := trimmed(v)
	v = v[start:end]
	stars, rest, digits, gaps := 0, 0, 0, 0
	for i := 0; i < len(v); i++ {
		switch c := v[i]; {
		case c == '*':
			if i > 0 && i+1 < len(v) && v[i-1]-'0' <= 9 && v[i+1]-'0' <= 9 {
				return false // 30*40*50
			}
			stars++
		case c >= '0' && c <= '9':
			rest++
			digits++
		case c == ' ', c == '-':
			gaps++
		case c|0x20 >= 'a' && c|0x20 <= 'z', c >= 0x80, c == '@', c == '.', c == '+':
			rest++
		default:
			return false
		}
	}
	if gaps > 0 && (stars < groupStars || digits < rest-1) { // 3 * 4, ** NEW **
		return false
	}
	return stars > 0 && rest > 0 && (stars >= 2 || len(v) <= 10 && v[len(v)-1] == '*' && v[0] >= 0xe4 && v[0] <= 0xe9) && stars*5 >= stars+rest/2
}

// groupStars is how many stars a number in groups has. Not fewer: ** 5 ** is for the
// eye. Not more: telephones are masked by four. Beside digits it may have the X at
// the end of an identity number.
const groupStars = 4

// blurred reports whether hits of the class within masked values are what the
// mask has left: the head of an address, the surname of a person. A number that
// stands whole beside a mask is a number, and what stands in values without a
// mask is in clear. Of hits so rare that the sample has none nobody knows, so that
// they are.
func (j *judge) blurred(c *classCounts) bool {
	if c.class != cnAddress.class && c.class != cnPersonName.class || c.checked() > 0 || c.hits == 0 {
		return false
	}
	entries := j.t.sample.sorted()
	return !slices.ContainsFunc(entries, func(e entry) bool { return e.of(c.class) != 0 && e.look.has(lookMasked) == 0 })
}
