package detectors

import (
	"fmt"
	"slices"
	"strings"
)

// A detector is a class's line in the table.
type detector struct {
	Info
	rule  rule
	words string // of column names, that speak for it (identifiers.md §0.5)
	form  form   // that brings values into one spelling; nil: their text is it
}

// Info is what is known of a class beside its detector.
type Info struct {
	Name      string    `json:"name"`
	Title     string    `json:"title"`
	TitleZH   string    `json:"title_zh"`
	Level     string    `json:"level"` // L1 to L4
	Sensitive Sensitive `json:"sensitive"`
	// Space is how many values there are to try for who wants to undo a hash;
	// 0 where nobody can count them.
	Space float64 `json:"space,omitempty"`
	// Checks says that there is a check digit: a hit that is only Shaped has
	// the form, and a wrong digit.
	Checks bool `json:"checks,omitempty"`
	// LinkKey says that values lead to a person without saying anything of one,
	// and that only a name makes a column of the class.
	LinkKey bool `json:"link_key,omitempty"`
}

// table lists the detectors by name. A Class is a position in it.
var table = [...]*detector{&accountID, &cnAddress, &cnID18, &cnMobile, &orderID}

// The positions of those that the pass over the bytes knows.
const (
	classAddress Class = 1
	classID18    Class = 2
	classMobile  Class = 3
)

// Classes lists all classes, sorted by name.
func Classes() []Info {
	all := make([]Info, len(table))
	for i, d := range table {
		all[i] = d.Info
	}
	return all
}

// ClassOf returns the class of that name.
func ClassOf(name string) (Class, bool) {
	for i, d := range table {
		if d.Name == name {
			return Class(i), true
		}
	}
	return 0, false
}

// Info is what is known of the class.
func (c Class) Info() Info { return table[c].Info }

func (c Class) String() string { return table[c].Name }

// gradeOf is the level of a class and who calls it sensitive. What is of no
// class is of the lowest.
func gradeOf(class string) (string, Sensitive) {
	if c, ok := ClassOf(class); ok {
		return table[c].Level, table[c].Sensitive
	}
	if class == "unknown" {
		return "L2", Sensitive{} // as link keys are
	}
	return "L1", Sensitive{}
}

// Canonical returns the function that writes values of a form in one spelling:
// the form is the name of a class, or "text". The function appends to dst, and
// reports false for a value that has not the form. It is for one goroutine.
func Canonical(name string) (func(dst, v []byte) ([]byte, bool), error) {
	if name == "text" {
		return textForm, nil
	}
	c, ok := ClassOf(name)
	if !ok {
		var known []string
		for _, d := range table {
			known = append(known, d.Name)
		}
		return nil, fmt.Errorf("no such form: it is one of %s, or text", strings.Join(slices.Sorted(slices.Values(known)), ", "))
	}
	if table[c].form == nil {
		return textForm, nil
	}
	return table[c].form, nil
}

// textForm is a value without its surroundings, and with ASCII for full-width
// digits and letters.
func textForm(dst, v []byte) ([]byte, bool) {
	start, end := trimmed(v)
	var f Finder
	if v = v[start:end]; !foldable(v) {
		return append(dst, v...), true
	}
	f.fold(v)
	start, end = trimmed(f.folded)
	return append(dst, f.folded[start:end]...), true
}

// foldable reports whether fold would change v.
func foldable(v []byte) bool {
	for p := 0; p < len(v); {
		if v[p] < 0x80 {
			p++
			continue
		}
		n, action := other(v[p:])
		if action == foldIt {
			return true
		}
		p += n
	}
	return false
}

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
// 110105********002X, 张**. Stars alone are no value of anybody.
func Masked(v []byte) bool {
	start, end := trimmed(v)
	v = v[start:end]
	stars, rest := 0, 0
	for i := 0; i < len(v); i++ {
		switch c := v[i]; {
		case c == '*':
			stars++
		case c >= '0' && c <= '9', c|0x20 >= 'a' && c|0x20 <= 'z', c >= 0x80, c == '@', c == '.', c == '+':
			rest++
		default:
			return false // 3*4, ** NEW **
		}
	}
	return stars > 0 && rest > 0 && (stars >= 2 || len(v) <= 10 && v[len(v)-1] == '*' && v[0] >= 0xe4 && v[0] <= 0xe9) && stars*5 >= stars+rest/2
}
