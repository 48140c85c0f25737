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
	regions [1_000_000/64 + 1]uint64      // of identity numbers, a bit for each code
	heads   map[string]bool               // first two characters of provinces and cities
	names   []divisionName                // a trie: the first is before the first character
	first   [lastHan - firstHan + 1]int32 // of names, by the first character
	of      map[int]string                // today's name of a code, or its last one
	today   map[int]bool                  // codes of GB/T 2260 that there are still
}

// The characters that names begin with are between these; a name that begins with a
// rarer one, as none does since 1980, would need more room.
const firstHan, lastHan = 0x4e00, 0x9fff

// A divisionName is the first characters of some names, what they are by
// themselves, and what goes on with them.
type divisionName struct {
	codes []int // that are called so, or so without their suffix; none of most beginnings
	full  bool  // a name with its suffix
	more  []divisionStep
}

// A divisionStep is a character behind a divisionName, and where the two are in
// divisionTable.names.
type divisionStep struct {
	r  rune
	to int32
}

var divisions = sync.OnceValue(func() *divisionTable {
	t := &divisionTable{heads: map[string]bool{}, names: make([]divisionName, 1), of: map[int]string{}, today: map[int]bool{}}
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
	at := int32(0)
	for _, r := range name {
		from := at
		if at = t.step(from, r); at == 0 {
			at = int32(len(t.names))
			t.names = append(t.names, divisionName{})
			if from == 0 {
				t.first[r-firstHan] = at
			} else {
				t.names[from].more = append(t.names[from].more, divisionStep{r, at})
			}
		}
	}
	n := &t.names[at]
	if !slices.Contains(n.codes, code) {
		n.codes = append(n.codes, code)
	}
	n.full = n.full || full
}

// step goes on from one of names with a character; 0 where no name does.
func (t *divisionTable) step(from int32, r rune) (to int32) {
	if from == 0 {
		if uint(r-firstHan) < uint(len(t.first)) {
			return t.first[r-firstHan]
		}
		return 0
	}
	for _, s := range t.names[from].more {
		if s.r == r {
			return s.to
		}
	}
	return 0
}

// named is what is called so, whole or without its suffix.
func (t *divisionTable) named(name []byte) divisionName {
	at := int32(0)
	for len(name) > 0 {
		r, size := utf8.DecodeRune(name)
		name = name[size:]
		if at = t.step(at, r); at == 0 {
			return divisionName{}
		}
	}
	return t.names[at]
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
