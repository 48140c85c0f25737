package detectors

import (
	"slices"
	"strings"
)

// A detector is a class's line in the table: what it is, which runs of letters
// and digits could be one, and who judges them.
//
//	var cnThing = register(detector{
//		Info:  Info{Name: "cn_thing", …},
//		rule:  rule{…},                       // for verdicts on columns
//		words: `thing thing_no 东西`,           // of column names
//		near:  `东西 thing`,                    // of text before a hit
//		runs:  []shape{{digitRun, 9, 9, ""}}, // 9 digits, whatever follows
//		check: thing,                         // asked about each such run
//	})
//
// The file that holds it and testdata/<name>.txt are all that a class needs:
// the dispatch by run, the suite, the fuzzer and the benchmarks walk the table.
type detector struct {
	Info
	class Class // position in the table, once it is sorted
	rule  rule
	words string // of column names, that speak for it (identifiers.md §0.5)
	// alone are words that speak for it only where nothing stands beside them in
	// the column's own name but whom it is about: name and receiver_name, not
	// file_name.
	alone string
	near  string // words before a hit that make it Worded
	form  form   // that brings values into one spelling; nil: their text is it
	runs  []shape
	// leads reports whether a value of n digits and nothing else can be a hit that
	// begins with those two, 0 to 99; nil: with any. It spares asking.
	leads func(n, lead int) bool
	signs string // characters besides letters and digits that find is asked about, such as the @ of a mail address
	check check
	find  finding
	// beside says that a hit has more than the run: none is a run alone.
	beside bool
	// pair says that a hit has two numbers: none is one number, with a fraction or
	// without.
	pair bool
	// through says that hits are looked at inside as well: of addresses of
	// pages, which carry telephones and keys.
	through bool
	// whole judges a value as a whole, trimmed and folded: of classes that no
	// value gives away, such as sexes and dates of birth, but the name of its
	// column, a label before it (性别：男), or all values together (rule.column).
	// With runs or signs, some values give it away, and a name more of them:
	// eight digits are a telephone under its name.
	whole check
	// spelt judges a value that is no run alone, as whole does and where nothing of
	// the class was found in it: spellings that without a name would be anything,
	// as (150)00004846 is.
	spelt check
	// apart says that whole needs no name for a value that stands apart, in no
	// column: of classes whose values are those of others besides.
	apart bool
	// anywhere says that values have the same form in every country, so that what has
	// another is none: pages are no addresses without a host, and hosts no numbers.
	anywhere bool
	// width is how many digits a number has of which integers lose the zeros it
	// begins with; 0 where they do not.
	width int
	// birth is the day of birth that a hit tells, yyyymmdd; nil for classes that
	// tell none.
	birth func(k *knowledge, hit []byte) int32
	// year is where the year of birth stands in a canonical hit, 0 where its
	// place is not fixed.
	year int

	nears  nearWords // near, prepared
	custom *pattern  // of a class that a job brings
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
	// Checks says that values can be checked: a hit that is only Shaped has the
	// form, and fails, by a wrong digit or a day on which nobody alive was born.
	Checks bool `json:"checks,omitempty"`
	// LinkKey says that values lead to a person without saying anything of one,
	// and that only a name makes a column of the class.
	LinkKey bool `json:"link_key,omitempty"`
	// OfMany says of a link key that it leads to a business, and to no one person.
	OfMany bool `json:"-"`
	// NotPersonal says that values are nobody's: those of businesses and
	// services. They are known so that they are not taken for a person's.
	NotPersonal bool `json:"not_personal,omitempty"`
}

// LeadsToOne reports whether the class is a link key that leads to one person.
func (i Info) LeadsToOne() bool { return i.LinkKey && !i.OfMany }

// table lists the detectors. Each file registers its own before init sorts
// them by name; from then on a Class is a position in it, and nothing changes.
var table []*detector

// wholeOnly reports whether nothing but whole finds the class.
func (d *detector) wholeOnly() bool { return d.whole != nil && d.runs == nil && d.signs == "" }

// named is a grade under a name or a label that speaks for the class: words say
// so, but for what failed a check.
func (d *detector) named(g Grade) Grade {
	if d.Checks {
		return g
	}
	return max(g, Worded)
}

// wholly judges a value under a name or a label that speaks for the class.
func (d *detector) wholly(k *knowledge, v []byte) Grade {
	if d.whole == nil {
		return d.spelt(k, v)
	}
	return d.whole(k, v)
}

// register adds a detector to the table.
func register(d detector) *detector {
	table = append(table, &d)
	return &d
}

func init() {
	slices.SortFunc(table, func(a, b *detector) int { return strings.Compare(a.Name, b.Name) })
	for i, d := range table {
		if i > 0 && table[i-1].Name == d.Name {
			panic("detectors: two classes are called " + d.Name)
		}
		d.class = Class(i)
		d.nears = newNearWords(d.near)
	}
}

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
	i, ok := slices.BinarySearchFunc(table, name, func(d *detector, name string) int { return strings.Compare(d.Name, name) })
	return Class(i), ok
}

// Info is what is known of a class of the table. Of one that a job brings its
// Set knows.
func (c Class) Info() Info { return table[c].Info }

// String is the name of a class of the table.
func (c Class) String() string { return table[c].Name }
