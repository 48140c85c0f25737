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
	today   map[int]bool             // codes of GB/T 2260 that there are still
}

var divisions = sync.OnceValue(func() *divisionTable {
	t := &divisionTable{heads: map[string]bool{}, names: map[string][]int{}, full: map[string]bool{}, of: map[int]string{}, today: map[int]bool{}}
	for line := range strings.Lines(divisionText) {
		line = strings.TrimSuffix(line, "\n")
		code, mark, name := int(number([]byte(line[:6]))), line[6], line[7:]
		if mark != '=' {
			t.regions[code/64] |= 1 << (code % 64)
		}
		if mark == ' ' {
			t.today[code] = true
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
