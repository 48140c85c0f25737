package detectors

import (
	"bytes"
	"strings"
	"unicode/utf8"
)

// Where an address is, by the divisions at its head. Streets, bridges and gates
// are called after cities of other provinces (上海市南京东路, 中山路), and districts
// of a dozen cities are called alike (鼓楼区): a wrong city is worse than none, so
// that a name counts only where nothing else could be meant.

// longestDivision is 双江拉祜族佤族布朗族傣族自治县.
const longestDivision = 15

// at finds the longest name at the start of s that belongs to a code for which
// fits holds, one that is called so today rather than one that was. It returns its
// length in bytes.
func (t *divisionTable) at(s []byte, full bool, fits func(code int) bool) (code, n int) {
	var names [longestDivision]struct {
		name *divisionName
		end  int
	}
	found, at := 0, int32(0)
	for end := 0; end < len(s); {
		r, size := utf8.DecodeRune(s[end:])
		end += size
		if at = t.step(at, r); at == 0 {
			break
		}
		if name := &t.names[at]; len(name.codes) > 0 && (name.full || !full) {
			names[found].name, names[found].end = name, end
			found++
		}
	}
	for i := found - 1; i >= 0 && n == 0; i-- {
		name := s[:names[i].end]
		for _, c := range names[i].name.codes {
			if fits(c) && (n == 0 || t.now(c, name) && !t.now(code, name)) {
				code, n = c, len(name)
			}
		}
	}
	return code, n
}

// now reports whether a division is called so today, in full or without its suffix:
// 大庆市 was once the code of 鹤岗市.
func (t *divisionTable) now(code int, name []byte) bool {
	whole := t.of[code]
	if string(name) == whole {
		return t.today[code]
	}
	short := withoutSuffix(whole)
	return string(name) == short && t.today[code]
}

// locate reads the divisions at the head of an address: their codes, 0 where it
// does not say.
func (t *divisionTable) locate(s []byte) (province, city, county int) {
	province, city, county, s = t.head(s)
	if province == 0 || county != 0 {
		return province, city, county
	}
	if municipality(province) {
		// 北京市北京市朝阳区, as forms with two fields write it
		if again, n := t.at(s, false, isProvince); again == province && !street(s[n:]) {
			s = next(s, n)
		}
	} else if city == 0 {
		if code, n := t.at(s, false, cityOf(province)); n > 0 && !t.longerCounty(s, n, countyOf(province, 0)) && t.stands(s, n) {
			city = t.todays(code)
			s = next(s, n)
		}
	}
	if _, n := t.at(s, false, countyOf(province, city)); n > 0 && t.stands(s, n) && !landmark(s) {
		_, own, code := t.county(s[:n], countyOf(province, city))
		if county = code; city == 0 {
			city = own
		}
	}
	return province, city, county
}

// head reads the division that an address begins with, of whatever level, and
// returns what follows. What has no suffix (南京) must stand for itself.
func (t *divisionTable) head(s []byte) (province, city, county int, rest []byte) {
	if code, n := t.at(s, true, isProvince); n > 0 && t.stands(s, n) {
		return code, 0, 0, next(s, n)
	}
	// 吉林市 is a city of the province 吉林, and 沙市区 no part of 沙市: whole names first.
	code, n := t.at(s, true, cityOf(0))
	if t.longerCounty(s, n, countyOf(0, 0)) {
		_, n = t.at(s, true, countyOf(0, 0))
		if n < shortestLone || !t.stands(s, n) {
			return 0, 0, 0, s
		}
		province, city, county = t.county(s[:n], countyOf(0, 0))
		return province, city, county, next(s, n)
	}
	if n > 0 && t.stands(s, n) {
		return code / 10000 * 10000, t.todays(code), 0, next(s, n)
	}
	if code, n = t.at(s, false, isProvince); n > 0 {
		if t.alone(s[n:], func(c int) bool { return c/10000 == code/10000 }) {
			return code, 0, 0, next(s, n)
		}
		return 0, 0, 0, s
	}
	code, n = t.at(s, false, cityOf(0))
	if n > 0 && t.today[code] && t.alone(s[n:], func(c int) bool { return c/100 == code/100 }) {
		return code / 10000 * 10000, code, 0, next(s, n)
	}
	return 0, 0, 0, s
}

// shortestLone is how many bytes the name of a county must have that nothing stands
// before, three characters. Not fewer: 沙县小吃 is eaten everywhere. Not more: 昆山市 has nine.
const shortestLone = 9

func isProvince(code int) bool { return code%10000 == 0 }

// cityOf tells cities and prefectures, of a province or of any.
func cityOf(province int) func(code int) bool {
	return func(code int) bool {
		return code%100 == 0 && code%10000 != 0 && (province == 0 || code/10000 == province/10000)
	}
}

// countyOf tells counties and districts: of a city, of a province, or of any.
func countyOf(province, city int) func(code int) bool {
	return func(code int) bool {
		switch {
		case code%100 == 0:
			return false
		case city != 0:
			return code/100 == city/100
		}
		return province == 0 || code/10000 == province/10000
	}
}

// direct tells what is of the rank of a county and in no city, but a city by name:
// 仙桃市, 石河子市.
func direct(code int) bool { return code/100%100 == 90 }

// longerCounty reports whether the whole name of a county is longer than the name
// of n bytes that s begins with: 朝阳区 is not in 朝阳.
func (t *divisionTable) longerCounty(s []byte, n int, fits func(code int) bool) bool {
	_, longer := t.at(s, true, fits)
	return longer > n
}

// todays is the city of today that a former one is, 0 where nobody knows: 荆州地区
// became 荆州市, and 沙市市 a part of it.
func (t *divisionTable) todays(code int) int {
	if t.today[code] {
		return code
	}
	for _, c := range t.named([]byte(withoutSuffix(t.of[code]))).codes {
		if t.today[c] && (cityOf(code)(c) || direct(c) && c/10000 == code/10000) {
			return c
		}
	}
	return 0
}

// county says where the counties of a name are, of those for which fits holds: 0
// of what they do not agree on. If there is one today, former ones matter only
// in other provinces.
func (t *divisionTable) county(name []byte, fits func(code int) bool) (province, city, county int) {
	agree := true // on the city
	for _, code := range t.named(name).codes {
		switch {
		case !fits(code) || !t.region(code):
		case county == 0:
			county = code
		case !sameProvince(county, code):
			return 0, 0, 0
		case t.now(code, name) && !t.now(county, name):
			county, agree = code, true
		case t.now(code, name) == t.now(county, name):
			agree = agree && code/100 == county/100
		}
	}
	if province = county / 10000 * 10000; !agree {
		return province, 0, 0
	}
	switch city = county / 100 * 100; {
	case direct(county):
		city = county
	case !t.today[city] || t.of[city] == "":
		city = 0
	}
	return province, city, county
}

// sameProvince reports whether two codes are of one province, or of two that were one:
// Hainan was a part of Guangdong, and Chongqing of Sichuan.
func sameProvince(a, b int) bool {
	a, b = a/10000, b/10000
	return a == b || min(a, b) == 44 && max(a, b) == 46 || min(a, b) == 50 && max(a, b) == 51
}

// next goes on behind a name, and what may stand between two.
func next(s []byte, n int) []byte { return bytes.TrimLeft(s[n:], " -,，、/·") }

// stands reports whether the name of n bytes that s begins with is that of a
// division, of which something else says that there is one: it has a suffix, or
// follows what it is in.
func (t *divisionTable) stands(s []byte, n int) bool {
	if t.named(s[:n]).full {
		return !bytes.HasPrefix(s[n:], []byte("场")) // 朝阳市场
	}
	return !street(s[n:])
}

// alone reports whether a name without its suffix, of which nothing else says
// that it is a division, is one: it ends there, or something in it follows, or
// the whole name of a street of its own.
func (t *divisionTable) alone(rest []byte, within func(code int) bool) bool {
	if len(rest) == 0 {
		return true
	}
	if after := next(rest, 0); len(after) < len(rest) {
		return !street(after)
	}
	if _, n := t.at(rest, false, within); n > 0 {
		return !landmark(rest)
	}
	return !street(rest) && newRoad(rest)
}

const (
	// asides are characters that stand between what a street is called after and
	// what it is: 南京东路, 中山东一路, 吉林大街.
	asides = "东西南北中一二三四五六七八九十大小新老旧前后内外上下左右环支"
	// landmarks are what is called after a city that it need not be in: 苏州桥,
	// 苏州河, 长沙湾, 中山大学, 朝阳区.
	landmarks = "路街道巷弄里胡坊桥门站关口河湖湾港渡码园区县场院学馆店厦楼寺庙塔陵城村镇乡庄步"
)

// landmarkWords are the same of two characters.
var landmarkWords = [...]string{"公园", "公寓", "火车", "机场", "广场", "花园", "饭店", "宾馆", "酒店", "医院", "书院", "学院", "师范", "纪念", "体育", "小区"}

// street reports whether what follows makes a name that of a street or a
// landmark.
func street(rest []byte) bool {
	rest = bytes.TrimLeft(rest, asides)
	r, _ := utf8.DecodeRune(rest)
	return strings.ContainsRune(landmarks, r) || landmark(rest)
}

// landmark reports whether a text begins with a word for one: Shantou had a 公园区.
func landmark(s []byte) bool {
	for _, w := range landmarkWords {
		if len(s) >= len(w) && string(s[:len(w)]) == w {
			return true
		}
	}
	return false
}

// newRoad reports whether a text begins with the name of a street, or of a town:
// two characters at least, and what it is.
func newRoad(s []byte) bool {
	const longest = 6 // characters of a name: longer ones are rare
	count := 0
	for i, size := 0, 0; i < len(s); i += size {
		var r rune
		r, size = utf8.DecodeRune(s[i:])
		switch {
		case strings.ContainsRune("路街道巷镇乡", r):
			for _, w := range landmarkWords {
				if bytes.Contains(s[:i], []byte(w)) {
					return false
				}
			}
			return count >= 2
		case count == longest || !nameRune(r):
			return false
		}
		count++
	}
	return false
}

// AppendDivision appends the province, city or district that an address begins
// with, in official names: to is "province", "city" or "district". Where the
// address says less than is asked, what it says is appended; it returns false,
// and appends nothing, where not even the province can be told. Nothing is ever
// appended but names of GB/T 2260.
func AppendDivision(dst, v []byte, to string) ([]byte, bool) {
	t := divisions()
	start, end := trimmed(v)
	province, city, county := t.locate(v[start:end])
	if province == 0 || t.of[province] == "" {
		return dst, false
	}
	dst = append(dst, t.of[province]...)
	if to == "province" {
		return dst, true
	}
	if city != 0 && !municipality(province) {
		dst = append(dst, t.of[city]...)
	}
	if to == "district" && county != 0 && county != city {
		dst = append(dst, t.of[county]...)
	}
	return dst, true
}
