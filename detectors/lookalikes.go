package detectors

import (
	"cmp"
	"math"
	"slices"
)

// Numbers of 15 digits and of 18 characters are look-alikes: each kind has the
// form of others, and one in ten to thirty of them the others' check digit too
// (identifiers.md §10.1, §10.2):
//
//	of 15 digits     IMSI   identity number   business registration   IMEI
//	of 18            identity number   unified code   business numbers
//
// They are judged together. Each class has its own rate in a column, of the
// values that have its form those that pass everything; the true one is at
// nearly 100 %, the others are at chance. Where several are near, as in a
// column of a few values, the name decides, and then what does least harm if it
// is wrong.

// nearRates is how close two rates are for neither to decide. Not lower: a class
// with dirty values would lose to one that has few values, all right. Not
// higher: the rates of look-alikes are 60 points apart at least.
const nearRates = 0.05

// beats decides between classes that a column could both be of: one that says
// more, the one at the higher rate, unless they are near; then the one that
// values alone make, whatever the name, the one that the name speaks for, the one that comes first among look-alikes, one with a check
// digit, and the one with more values.
func (j *judge) beats(c, o *classCounts) bool {
	a, b := share(c.k, c.n), share(o.k, o.n)
	switch {
	case c.rule.generic != o.rule.generic:
		return o.rule.generic
	case a > b+nearRates:
		return true
	case b > a+nearRates:
		return false
	case j.alone(c) != j.alone(o):
		return j.alone(c)
	case c.named != o.named:
		return c.named
	case c.precedence() != o.precedence():
		return c.precedence() > o.precedence()
	case c.rule.checks != o.rule.checks:
		return c.rule.checks
	}
	return c.w > o.w
}

// alone reports whether values make the column one of the class without any help
// of its name.
func (j *judge) alone(c *classCounts) bool {
	return j.isByValues(c) && (!c.rule.spread || j.spread.persons())
}

// precedence orders look-alikes that are equally likely: persons before
// devices, and businesses between them. An identity number of 15 digits is only
// one if its digits 7 to 12 are a date, and an IMSI if it begins with a country's
// code, which no IMEI does.
func (c *classCounts) precedence() int {
	switch c.name {
	case "imsi":
		return 4
	case "cn_id18", "cn_id15":
		return 3
	case "cn_uscc", "cn_bizreg15":
		return 2
	case "imei":
		return 1
	}
	return 0
}

// outweighs decides which of two classes that a column contains it is named
// after: what stands in addresses of pages rather than they, then the one in
// more rows, then as among look-alikes.
func (c *classCounts) outweighs(o *classCounts) bool {
	switch {
	case c.rule.carrier != o.rule.carrier:
		return o.rule.carrier
	case c.rows() != o.rows():
		return c.rows() > o.rows()
	}
	return c.precedence() > o.precedence()
}

// byHexes is how often a value is of the class by chance because it holds a
// hexadecimal number, as keys of objects in addresses of pages do: one in 1,843
// of 16 characters is digits alone. Where values hold none, it is 0. It is for
// classes with a check digit.
func (j *judge) byHexes(c *classCounts) (p float64) {
	const digit = 10. / 16
	for n := fewestDigits; n <= mostHexes; n++ {
		if j.hexes[n] > 0 && j.t.set.table[c.class].takesDigits(n) {
			p += share(j.hexes[n], j.d) * math.Pow(digit, float64(n)) * cmp.Or(c.rule.among, c.rule.chance)
		}
	}
	return p
}

// takesDigits reports whether the class has numbers of n digits that stand alone.
func (d *detector) takesDigits(n int) bool {
	return slices.ContainsFunc(d.runs, func(s shape) bool { return s.kind == digitRun && s.min <= n && n <= s.max })
}

// asLong is how many values are digits, as many as numbers of the class have: the
// others say nothing of how often chance makes one.
func (j *judge) asLong(c *classCounts) (n int64) {
	for digits, values := range j.lengths {
		if j.t.set.table[c.class].takesDigits(digits) {
			n += values
		}
	}
	return n
}

// checksOut makes a column of a weak class that has a check digit: enough
// values have the form, and of those enough are right, as for any class with a
// check digit. It is for classes of which a few right ones mean nothing.
func checksOut(j *judge, c *classCounts) bool {
	return share(c.w, j.d) >= cmp.Or(c.rule.share, wholeShare) && share(c.k, c.n) >= passShare && luck(c.n, c.k, c.rule.chance) < byLuck
}

// shapedLike says which class so many of the values only look like: rather one
// whose shape is something than a weak one, and the one that more look like.
func (j *judge) shapedLike(least float64) string {
	var best *classCounts
	for i := range j.classes {
		c := &j.classes[i]
		if c.chance == "" || share(c.hits, j.d) < least {
			continue
		}
		if best == nil || best.rule.weak && !c.rule.weak || best.rule.weak == c.rule.weak && c.hits > best.hits {
			best = c
		}
	}
	if best == nil {
		return ""
	}
	return "shaped like " + best.name + ", but " + best.chance
}

// strangers are the classes of persons' values that stand among those of a class,
// and are none of them: what a column is called after must not hide them. Of a class
// so rare that the sample has none of it nobody knows, so that it is one.
func (j *judge) strangers(c *classCounts) (found []*classCounts) {
	entries := j.t.sample.sorted()
	bit := j.t.shapeOf(c.class)
	for i := range j.classes {
		o := &j.classes[i]
		if o.class == c.class || o.business || o.rule.named || o.rows() == 0 || o.chance != "" {
			continue
		}
		strange := o.hits == 0
		for n := range entries {
			e := &entries[n]
			strange = strange || e.of(o.class) != 0 && e.of(c.class) == 0 && (!c.whole || e.shapes&bit == 0)
		}
		if strange {
			found = append(found, o)
		}
	}
	return found
}

// strange marks the findings of a higher level than that of the class whose
// values are none of it, and raises the level of the column to theirs.
func (j *judge) strange(c *classCounts) {
	own := j.Level
	for _, o := range j.strangers(c) {
		level, _ := j.t.set.Grade(o.name)
		if level <= own {
			continue
		}
		for i := range j.Findings {
			if f := &j.Findings[i]; f.Class == o.name {
				f.Strange = true
			}
		}
		j.raise(level, "values of a higher level stand among them")
	}
}

// idDigits is how long identity numbers are.
const idDigits = 18

// telling reports whether so many right ones are no chance, however few they are:
// next to all that has the form is right, and neither look-alikes nor, where the
// form itself is rare, numbers that are as long would be. Where the sample holds
// all values, each counts once.
func (j *judge) telling(c *classCounts) bool {
	n, k := c.rows(), c.checked()
	long := share(j.lengths[idDigits], j.d) * float64(j.Distinct)
	if j.t.sample.exact() {
		n, k = c.hits, c.right
	}
	if k == 0 || share(k, n) < passShare {
		return false
	}
	if c.rule.random > 0 {
		return luck(max(n, int64(long)), k, c.rule.random) < fewByLuck
	}
	return luck(n, k, c.rule.chance) < fewByLuck
}
