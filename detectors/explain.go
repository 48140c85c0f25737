package detectors

import (
	"cmp"
	"slices"
)

// An Explanation is everything that a verdict on a column rests on: counts,
// rates and what they were held against, and no value.
type Explanation struct {
	Classification
	Name    NameSays    `json:"name"`
	Facts   Facts       `json:"facts"`
	Classes []Explained `json:"classes"` // with a hit or a name, most rows first
}

// NameSays is the evidence of a column's name.
type NameSays struct {
	Classes    []string `json:"classes"`
	Role       Role     `json:"role"`
	Serial     bool     `json:"serial"`     // it numbers things
	Measure    bool     `json:"measure"`    // it measures, dates or counts
	Identifies bool     `json:"identifies"` // it names something
}

// Facts are how the sampled values are distributed. Shares are of them.
type Facts struct {
	Sampled    int64   `json:"sampled"` // distinct values that rates are of
	Runes      float64 `json:"runes"`   // mean length
	Opaque     float64 `json:"opaque"`  // of letters, digits and -_:.| only
	Digits     float64 `json:"digits"`
	Numbers    float64 `json:"numbers"`
	Times      float64 `json:"times"`
	Words      float64 `json:"words"` // without white space
	Masked     float64 `json:"masked"`
	NearUnique bool    `json:"near_unique"`
	Codes      int     `json:"codes"`      // network codes among eleven digits that begin with 1
	Numbered   bool    `json:"numbered"`   // those are numbered through
	Telephones bool    `json:"telephones"` // those are spread as telephones are
}

// Explained is what became of one class.
type Explained struct {
	Class    string  `json:"class"`
	Named    bool    `json:"named"` // the column's name speaks for it
	Rows     int64   `json:"rows"`
	Whole    int64   `json:"whole"`
	Checked  int64   `json:"checked"`
	Worded   int64   `json:"worded"`
	Values   int64   `json:"values"`      // sampled ones that are nothing but one hit: w
	Format   int64   `json:"format"`      // that have its format: n
	Pass     int64   `json:"pass"`        // that pass everything: k
	PassRate float64 `json:"pass_rate"`   // k ÷ n
	Chance   float64 `json:"chance_rate"` // of another number with the format to pass
	Luck     float64 `json:"luck"`        // of as many to pass by chance
	Veto     string  `json:"veto"`        // why the hits count for nothing, "" if they count
	Needs    []Need  `json:"needs"`       // what a column of the class would need besides
	Decides  bool    `json:"decides"`     // the column is of it
}

// A Need is what a column lacks to be of a class: Have is under Want, or for
// luck and length not within it.
type Need struct {
	What string  `json:"what"`
	Have float64 `json:"have"`
	Want float64 `json:"want"`
}

// What a Need may be.
const (
	NeedWhole  = "whole_share" // of distinct values that are nothing but a hit
	NeedPass   = "pass_share"  // of those with the format that pass
	NeedValues = "values"      // with the format
	NeedLuck   = "luck"        // of as many passes
	NeedLength = "length"      // mean, of text
	NeedSpread = "spread"      // as telephones are
	NeedColumn = "column"      // that all values together look like it
	NeedName   = "name"        // that speaks for it: Have is 0 or 1
)

// Explain judges the column as Classify does, and says what it rests on.
func (t *Tally) Explain() Explanation {
	j := newJudge(t)
	e := Explanation{
		Classification: t.Classify(),
		Name:           NameSays{Classes: []string{}, Role: t.name.Role, Serial: t.name.Serial, Measure: t.name.Measure, Identifies: t.name.identifies},
		Facts: Facts{
			Sampled: j.d, Runes: round(j.runes), Opaque: j.ofSample(j.opaques), Digits: j.ofSample(j.digits), Numbers: j.ofSample(j.numbers),
			Times: j.ofSample(j.times), Words: j.ofSample(j.words), Masked: j.ofSample(j.masks), NearUnique: j.nearUnique(),
			Codes: j.spread.codes, Numbered: j.spread.n > 0 && j.spread.counter(), Telephones: j.spread.persons(),
		},
		Classes: []Explained{},
	}
	for _, c := range t.name.classes {
		e.Name.Classes = append(e.Name.Classes, t.set.Name(c))
	}
	for i := range j.classes {
		c := &j.classes[i]
		if c.whole {
			c.w = c.shaped
			if !c.rule.checks && c.rule.column == nil { // any text is of it, as far as it goes: that is no rate
				c.n, c.k = 0, 0
			}
		}
		if c.rows() == 0 && !c.named && c.w == 0 {
			continue
		}
		e.Classes = append(e.Classes, j.explained(c, e.Class, e.Verdict))
	}
	slices.SortStableFunc(e.Classes, func(a, b Explained) int {
		return cmp.Or(cmp.Compare(b.Rows, a.Rows), cmp.Compare(a.Class, b.Class))
	})
	return e
}

func (j *judge) explained(c *classCounts, class string, v Verdict) Explained {
	x := Explained{
		Class: c.name, Named: c.named, Rows: c.rows(), Whole: c.allWhole(), Checked: c.checked(), Worded: c.worded(),
		Values: c.w, Format: c.n, Pass: c.k, PassRate: round(share(c.k, c.n)), Chance: round(c.rule.chance), Luck: luck(c.n, c.k, c.rule.chance),
		Veto: c.chance, Needs: []Need{},
	}
	x.Decides = v == VerdictIs && x.Class == class
	if !x.Decides {
		x.Needs = append(x.Needs, j.needs(c)...)
	}
	return x
}

// needs is what the column lacks to be of the class by its values. The same
// conditions decide in isByValues; a test holds the two together.
func (j *judge) needs(c *classCounts) (needs []Need) {
	r := &c.rule
	need := func(what string, have, want float64) { needs = append(needs, Need{what, round(have), want}) }
	switch {
	case r.named:
		need(NeedName, 0, 1)
		return needs
	case c.whole || r.weak:
		if c.w < fewest {
			need(NeedValues, float64(c.w), fewest)
		} else if r.column == nil || !r.column(j, c) {
			need(NeedColumn, 0, 1)
		}
	default:
		if want := cmp.Or(r.share, wholeShare); share(c.w, j.d) < want {
			need(NeedWhole, share(c.w, j.d), want)
		}
		if share(c.k, c.n) < passShare {
			need(NeedPass, share(c.k, c.n), passShare)
		}
		if c.n < fewest {
			need(NeedValues, float64(c.n), fewest)
		}
		if l := luck(c.n, c.k, r.chance); l >= byLuck {
			needs = append(needs, Need{NeedLuck, l, byLuck})
		}
		if r.longest > 0 && (j.runes < r.shortest || j.runes > r.longest) {
			need(NeedLength, j.runes, r.shortest)
		}
	}
	if len(needs) == 0 && !j.isByValues(c) {
		need(NeedSpread, 0, 1)
	}
	if len(needs) > 0 && !c.named {
		need(NeedName, 0, 1)
	}
	return needs
}
