package detectors

import (
	_ "embed"
	"slices"
	"strings"
	"sync"
	"unicode/utf8"
)

//go:generate go run divisions_gen.go ../third/dist ../third/GB2260.js ../third/data.py

// divisionText is a line for each code of GB/T 2260 and each name that it had:
// six digits, a mark, the name. The mark is a blank for today's, - for former
// ones, which identity numbers carry for life, and = for those of statistics
// alone, which addresses have and identity numbers have not. * is no name.
//
//go:embed divisions.txt
var divisionText string

// divisionTable knows the administrative divisions since 1980.
type divisionTable struct {
	regions [1_000_000/64 + 1]uint64 // of identity numbers, a bit for each code
	heads   map[string]bool          // first two characters of provinces and cities
	names   map[string][]int         // codes by name, and by name without its suffix
	full    map[string]bool          // which of names are whole
	of      map[int]string           // today's name of a code, or its last one
}

var divisions = sync.OnceValue(func() *divisionTable {
	t := &divisionTable{heads: map[string]bool{}, names: map[string][]int{}, full: map[string]bool{}, of: map[int]string{}}
	for line := range strings.Lines(divisionText) {
		line = strings.TrimSuffix(line, "\n")
		code, mark, name := int(number([]byte(line[:6]))), line[6], line[7:]
		if mark != '=' {
			t.regions[code/64] |= 1 << (code % 64)
		}
		if name == "*" {
			continue
		}
		t.add(name, code, true)
		if short := withoutSuffix(name); utf8.RuneCountInString(short) >= 2 && short != name {
			t.add(short, code, false)
		}
		if mark != '-' || t.of[code] == "" {
			if mark != '=' || code%10000 != 0 {
				t.of[code] = name
			}
		}
		if code%100 == 0 {
			t.heads[string([]rune(name)[:2])] = true
		}
	}
	return t
})

func (t *divisionTable) add(name string, code int, full bool) {
	if !slices.Contains(t.names[name], code) {
		t.names[name] = append(t.names[name], code)
	}
	t.full[name] = t.full[name] || full
}

// withoutSuffix is a name as people shorten it: 北京, 内蒙古, 锡林郭勒, 朝阳.
func withoutSuffix(name string) string {
	for _, s := range []string{"维吾尔自治区", "壮族自治区", "回族自治区", "特别行政区", "自治区", "地区", "省", "市", "区", "县", "盟", "旗"} {
		if short := strings.TrimSuffix(name, s); short != name {
			return short
		}
	}
	return name
}

// region reports whether six digits are a division that identity numbers
// carry: one of any year since 1980. Codes of provinces and prefectures stand
// on no real card; test data are full of them, and rejecting those would lose a
// tenth of it.
func (t *divisionTable) region(code int) bool { return t.regions[code/64]&(1<<(code%64)) != 0 }

// municipality reports whether a province is a city at once.
func municipality(code int) bool {
	switch code / 10000 {
	case 11, 12, 31, 50:
		return true
	}
	return false
}

// longestDivision is 双江拉祜族佤族布朗族傣族自治县.
const longestDivision = 15

// at finds the longest name at the start of s that belongs to a code for which
// fits holds. It returns its length in bytes.
func (t *divisionTable) at(s string, full bool, fits func(code int) bool) (code, n int) {
	ends := make([]int, 0, longestDivision)
	for i := range s {
		if i > 0 {
			ends = append(ends, i)
		}
		if len(ends) == longestDivision {
			break
		}
	}
	if len(ends) < longestDivision {
		ends = append(ends, len(s))
	}
	for i := len(ends) - 1; i >= 1; i-- {
		name := s[:ends[i]]
		if full && !t.full[name] {
			continue
		}
		for _, code := range t.names[name] {
			if fits(code) {
				return code, ends[i]
			}
		}
	}
	return 0, 0
}

// locate reads the divisions at the head of an address: their codes, 0 where it
// does not say.
func (t *divisionTable) locate(s string) (province, city, county int) {
	isProvince := func(code int) bool { return code%10000 == 0 }
	isCity := func(code int) bool {
		return code%100 == 0 && code%10000 != 0 && (province == 0 || code/10000 == province/10000)
	}
	isCounty := func(code int) bool {
		switch {
		case code%100 == 0:
			return false
		case city != 0:
			return code/100 == city/100
		}
		return province == 0 || code/10000 == province/10000
	}
	code, n := t.at(s, true, isProvince)
	if n == 0 {
		// 吉林市 is a city of the province 吉林: whole names of cities first.
		if code, n = t.at(s, true, isCity); n > 0 {
			province, city = code/10000*10000, code
		} else if code, n = t.at(s, false, isProvince); n > 0 {
			province = code
		}
	} else {
		province = code
	}
	s = next(s, n)
	if city == 0 && !municipality(province) {
		if code, n = t.at(s, false, isCity); n > 0 {
			province, city = code/10000*10000, code
			s = next(s, n)
		}
	} else if municipality(province) && n > 0 {
		// 北京市北京市朝阳区, as forms with two fields write it
		if again, m := t.at(s, false, isProvince); again == province {
			s = next(s, m)
		}
	}
	if code, n = t.at(s, province == 0, isCounty); n > 0 && (province != 0 || len(t.names[s[:n]]) == 1) {
		county, province = code, code/10000*10000
		if city == 0 && t.of[code/100*100] != "" {
			city = code / 100 * 100
		}
	}
	return province, city, county
}

// next goes on behind a name, and what may stand between two.
func next(s string, n int) string { return strings.TrimLeft(s[n:], " -,，、/·") }

// AppendDivision appends the province, city or district that an address begins
// with, in official names: to is "province", "city" or "district". Where the
// address says less than is asked, what it says is appended; it returns false,
// and appends nothing, where not even the province can be told. Nothing is ever
// appended but names of GB/T 2260.
func AppendDivision(dst, v []byte, to string) ([]byte, bool) {
	t := divisions()
	start, end := trimmed(v)
	province, city, county := t.locate(string(v[start:end]))
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
	if to == "district" && county != 0 {
		dst = append(dst, t.of[county]...)
	}
	return dst, true
}
