package corpus

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// A Naming says how the columns of a table are called.
type Naming uint8

const (
	Plain       Naming = iota // as the table is declared
	Telling                   // as such columns are called elsewhere: English, pinyin or Chinese, by table and seed
	Meaningless               // c1, c2, …
	Misleading                // as something else: another class, or a measure
)

// String is the naming's word.
func (n Naming) String() string {
	return [...]string{"plain", "telling", "meaningless", "misleading"}[n]
}

// rename gives the columns of a table other names, and the leaves of which the
// names told something what is left to say of them.
func (n Naming) rename(table string, seed uint64, columns []*column) {
	if n == Plain {
		return
	}
	r := renaming{style: int((seed + letters(table)) % styles), turn: int(mix(seed+letters(table)) & 0xff)}
	r.level(n, columns)
}

// A renaming is one table on its way to other names.
type renaming struct {
	style, turn int
	count       int // of the columns so far
}

// level renames columns that stand side by side, whose names must differ.
func (r *renaming) level(n Naming, columns []*column) {
	taken := make(map[string]bool)
	for _, c := range columns {
		r.count++
		name := ""
		switch n {
		case Telling:
			name = alias(c.name, r.style, r.turn+r.count)
		case Meaningless:
			name = "c" + strconv.Itoa(r.count)
		case Misleading:
			name = r.mislead(c)
		}
		for i := 2; taken[name]; i++ {
			name = fmt.Sprintf("%s_%d", strings.TrimSuffix(name, "_"+strconv.Itoa(i-1)), i)
		}
		taken[name] = true
		c.name = name
		r.level(n, c.children)
		for e := c.element; e != nil; e = e.element {
			r.level(n, e.children)
		}
		if n != Telling {
			c.leaves("", func(_ string, leaf *column) { leaf.unname() })
		}
	}
}

// unname takes from the truth what only the name had told.
func (c *column) unname() {
	switch c.unnamed {
	case unclaimed:
		c.class, c.verdict = "", ""
	case "unknown":
		c.class, c.verdict = "unknown", "unknown"
	}
}

// letters adds up the letters of a name: tables of one seed differ in style.
func letters(s string) (n uint64) {
	for _, c := range []byte(s) {
		n += uint64(c)
	}
	return n
}

// alias is another name for what name means, in one style. What stands before
// the word, such as recv_, says whose it is.
func alias(name string, style, turn int) string {
	whose := ""
	words, ok := glossary[name]
	if !ok {
		role, rest, found := strings.Cut(name, "_")
		if whose, ok = roles[style][role]; !found || !ok {
			panic("corpus: the glossary has no word for " + name)
		}
		if words, ok = glossary[rest]; !ok {
			panic("corpus: the glossary has no word for " + name)
		}
	}
	choice := strings.Fields(words[style])
	word := choice[turn%len(choice)]
	if whose != "" && style != chinese {
		whose += "_"
	}
	return whose + word
}

// mislead is a name that claims what the column is not: of columns that hold a
// class, every second is called a measure and every second another class; what
// holds none is called a class, but not one that it looks like where only a name
// could tell.
func (r *renaming) mislead(c *column) string {
	var first *column
	c.leaves("", func(_ string, leaf *column) {
		if first == nil {
			first = leaf
		}
	})
	class := first.class
	if class != "" && r.count%2 == 0 {
		return measures[(r.turn+r.count/2)%len(measures)]
	}
	for i := r.turn + r.count; ; i++ {
		claim := claims[i%len(claims)]
		believable := !claim.checked && slices.Contains(first.not, claim.class)
		if claim.class != class && !believable {
			return claim.name
		}
	}
}
