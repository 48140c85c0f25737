package detectors

import (
	"cmp"
	"math"
	"slices"
)

// explain says why the hits of a class are chance, or "" where they are not:
// identifiers.md §0.4, §10.2.
func (j *judge) explain(c *classCounts) string {
	r := &c.rule
	if c.rows() == 0 {
		return ""
	}
	if r.objects != nil && r.objects(j, c) {
		return "all values together object"
	}
	if c.worded() > 0 || c.sent {
		return ""
	}
	if !r.checks {
		return j.explainShape(c)
	}
	if c.checked() == 0 {
		return "no check digit is right"
	}
	if (!c.named || c.w == 0) && luck(j.full, c.checked(), j.byHexes(c)) > byLuck {
		return "no more are right than hexadecimal numbers that happen to be digits"
	}
	if r.weak && !c.named && share(c.k, j.d) < wholeShare && luck(c.hits, c.right, r.chance) > byLuck {
		return "too few of that shape to tell from chance"
	}
	if n := j.asLong(c); r.among > 0 && c.inner == 0 && share(j.digits, j.d) >= opaqueShare &&
		luck(n, c.right, r.among) > byLuck && misfortune(n, c.right, passShare) < byLuck {
		return "as many have form and check digit as of any such numbers"
	}
	// Look-alikes come in columns: then the sample holds many, and each
	// counts once. Where hits are rare, rows are what there is.
	n, k := c.hits, c.right
	if n < fewest && !j.t.sample.exact() {
		// A few right ones among keys that nobody named are what any keys have,
		// and the column stays unknown: it stops a job all the same.
		stray := !c.named && c.allWhole() == c.rows() && j.opaqueKeys() && luck(c.rows(), c.checked(), r.chance) > byLuck
		switch {
		case stray:
			return "no more values have the shape than of any others"
		case c.pass() > 0:
			return ""
		}
		n, k = c.rows(), c.checked()
	}
	if luck(n, k, r.chance) > byLuck && misfortune(n, k, passShare) < byLuck {
		return "the check digit is right as often as by chance: business numbers of this shape"
	}
	return ""
}

// explainShape does so for classes without check digit: values that are
// numbered through, or that pass no more often than other numbers do.
func (j *judge) explainShape(c *classCounts) string {
	switch {
	case !c.rule.weak || c.named:
	case c.inner > 0 && c.rule.text != nil && c.rule.text(j, c):
		return ""
	default:
		return "the shape alone says nothing"
	}
	if c.named || c.inner > 0 || c.rows() > c.allWhole() {
		return ""
	}
	switch {
	case share(j.opaques, j.d) >= opaqueShare && j.nearUnique() && luck(j.full, c.allWhole(), strayShare) > byLuck:
		return "no more values have the shape than of any others"
	case !c.rule.spread, c.w == 0:
	case j.spread.counter():
		return "numbered through"
	case (j.name.Serial || j.spread.n >= spreadValues && j.name.Says(orderID.class)) && !(j.spread.persons() && share(c.k, c.n) >= passShare):
		return "the name speaks of numbering"
	case luck(c.n, c.k, c.rule.chance) > byLuck && misfortune(c.n, c.k, passShare) < byLuck:
		return "as many have the shape as of any such numbers"
	}
	return ""
}

func (j *judge) empty() bool {
	if j.full > 0 {
		return false
	}
	return j.say(VerdictNone, "none", Possible, "nothing but nulls")
}

// damaged finds identity numbers that lost digits: they are personal still.
func (j *judge) damaged() bool {
	for i := range j.classes {
		c := &j.classes[i]
		switch {
		case !c.rule.long && c.named && c.rule.plain > 0 && share(j.scientific, j.d) >= namedShare:
			j.Share = j.ofSample(j.scientific)
			return j.say(VerdictDamaged, c.name, j.enough(j.scientific), "the name says so, and the numbers are in scientific notation")
		case !c.rule.long:
		case c.named && share(j.roundeds, j.d) >= namedShare:
			j.Share = j.ofSample(j.roundeds)
			return j.say(VerdictDamaged, c.name, j.enough(j.roundeds), "the name says so, and the numbers are too long for a double")
		case c.n >= fewest && share(c.w, j.d) >= namedShare && share(c.zeros, c.n) >= excelShare:
			j.Share = j.part(c.allWhole())
			return j.say(VerdictDamaged, c.name, Certain, "the form is right, and the last three digits are 000, as Excel leaves them")
		}
	}
	return false
}

// masked finds values that somebody masked before. One that was forgotten makes
// it a column that contains something.
func (j *judge) masked() bool {
	var named []Class
	for i := range j.classes {
		c := &j.classes[i]
		if c.allWhole() > 0 && c.chance == "" || c.rows() > 0 && c.chance == "" && !c.business && !j.blurred(c) {
			return false
		}
		if c.named && !c.rule.named {
			named = append(named, c.class)
		}
	}
	part := share(j.masks, j.d)
	if part < wholeShare && !(len(named) > 0 && part >= namedShare) {
		return false
	}
	j.Share = j.ofSample(j.masks)
	return j.say(VerdictMasked, j.maskedClass(named), j.enough(j.masks), "masked already")
}

// leading is the largest share of sampled values that begin with the same six
// characters.
func (j *judge) leading() float64 {
	leads := make(map[uint16]int64)
	most := int64(0)
	entries := j.t.sample.sorted()
	for i := range entries {
		l := &entries[i].look
		leads[l.lead]++
		most = max(most, leads[l.lead])
	}
	return share(most, j.d)
}

// enough is Certain where there are enough values to be sure of, and Likely
// where a name made up for them.
func (j *judge) enough(n int64) Confidence {
	if n >= fewest {
		return Certain
	}
	return Likely
}

// is finds the one class that a column is of.
func (j *judge) is() bool {
	var best *classCounts
	for i := range j.classes {
		if c := &j.classes[i]; (j.isByValues(c) || j.isByName(c)) && !j.hides(c) && (best == nil || j.beats(c, best)) {
			best = c
		}
	}
	if best == nil {
		return false
	}
	j.Share = j.part(best.allWhole())
	values, name := j.isByValues(best), j.isByName(best)
	if best.whole && !best.named && best.rows() == 0 { // they were not counted, as nobody knew
		j.estimate(best)
	}
	for i := range j.Findings {
		if f := &j.Findings[i]; f.Class == best.name {
			f.Chance = false
		}
	}
	confidence, why := Likely, "the values have the form"
	switch {
	case values && (best.whole || best.rule.weak && !best.rule.checks) && !name:
		why = "all values together look like it"
	case values && best.rule.proof != "":
		why = best.rule.proof
		if name {
			confidence = Certain
		}
	case values && best.rule.checks:
		confidence, why = Certain, "check digits are right"
	case name && (values || best.whole && best.w >= fewest && share(best.w, j.d) >= wholeShare):
		confidence, why = Certain, "the name says so, and the values have the form"
	case values && best.rule.spread && j.spread.persons():
		confidence, why = Certain, "the values have the form, and are spread as no counter spreads them"
	case name:
		why = "the name says so, and most values have the form"
	}
	j.say(VerdictIs, best.name, confidence, why)
	j.strange(best)
	return true
}

// hides reports whether the column is not to be called after the class because
// a person's values stand in it: among those of businesses, or in what carries
// them. Where all values are of a business, and the name says so, those that
// could be a person's too are not (identifiers.md §10.1).
func (j *judge) hides(c *classCounts) bool {
	switch {
	case !c.rule.carrier && !c.business:
		return false
	case c.named && !c.rule.carrier && share(c.k, j.d) > 1-nearRates:
		return len(j.strangers(c)) > 0
	}
	return slices.ContainsFunc(j.classes, func(o classCounts) bool {
		return o.class != c.class && o.rows() > 0 && o.chance == "" && !o.business
	})
}

// estimate makes the finding of a class that was judged by the sample alone.
func (j *judge) estimate(c *classCounts) {
	j.Share = j.ofSample(c.w)
	rows := int64(math.Round(j.Share * float64(j.full)))
	j.Findings = append(j.Findings, Finding{Class: c.name, Rows: rows, Whole: rows, Estimated: true})
}

// isByValues reports whether a column is of the class without its name's help.
func (j *judge) isByValues(c *classCounts) bool {
	r := &c.rule
	if c.whole || r.weak {
		return r.column != nil && (c.w >= fewest || r.sure) && r.column(j, c)
	}
	switch {
	case r.named, c.sent,
		share(c.w, j.d) < cmp.Or(r.share, wholeShare),
		share(c.k, c.n) < passShare,
		c.n < fewest,
		luck(c.n, c.k, r.chance) >= byLuck,
		r.longest > 0 && (j.runes < r.shortest || j.runes > r.longest):
		return false
	case r.spread:
		// A shape is not enough: a counter has it too, and of few values nobody can
		// tell one.
		return !j.spread.counter() && (c.named || j.spread.n >= spreadValues && !j.name.Serial && !j.name.Measure) || j.spread.persons()
	case !r.checks:
		// Nobody numbers things with addresses or mail: only what could be a
		// number is refused for its name.
		return c.named || !j.name.Serial || share(j.numbers, j.d) < opaqueShare
	}
	return true
}

func (j *judge) isByName(c *classCounts) bool {
	return c.named && !c.rule.named && (c.rule.objects == nil || !c.rule.objects(j, c)) && c.w > 0 && share(c.w, j.d) >= namedShare && share(c.k, c.n) >= namedShare
}

// contains finds what stands in a column that is something else.
func (j *judge) contains() bool {
	var most *classCounts
	level := ""
	var sensitive Sensitive
	for i := range j.classes {
		c := &j.classes[i]
		if c.rows() == 0 || c.chance != "" || c.business {
			continue
		}
		if most == nil || c.outweighs(most) {
			most = c
		}
		l, s := j.t.set.Grade(c.name)
		level = max(level, l)
		sensitive.Policy = sensitive.Policy || s.Policy
		sensitive.Law = sensitive.Law || s.Law
	}
	if most == nil {
		return false
	}
	confidence, why := j.weight(most)
	j.Share = j.part(most.rows())
	j.say(VerdictContains, most.name, confidence, why)
	j.Level, j.Sensitive = level, sensitive
	return true
}

// weight says how sure it is that a column contains a class.
func (j *judge) weight(c *classCounts) (Confidence, string) {
	n, k := c.rows(), c.checked()
	if j.t.sample.exact() { // distinct values, rather than one that fills the column
		n, k = c.hits, c.right
	}
	switch {
	case c.rule.checks && luck(n, k, c.rule.chance) < byLuck:
		return Certain, cmp.Or(c.rule.proof, "check digits are right")
	case c.worded() >= fewest:
		return Likely, "words beside the values say so"
	case !c.rule.checks && luck(max(n, c.n), n, c.rule.chance) < byLuck:
		return Likely, "more values have the form than chance explains"
	}
	return Possible, "too few values to tell chance from more"
}

func (j *judge) none() bool {
	confidence := Likely
	if j.d < fewest {
		confidence = Possible
	}
	return j.say(VerdictNone, "none", confidence, j.shapedLike(0))
}

// maskedClass guesses the class of masked values: of those that the name speaks
// for, or of all where there are none, the one whose values are as long. Where
// none is, it is the first that the name speaks for, one of fixed length if
// there is: masks that shorten what they hide are on those.
func (j *judge) maskedClass(named []Class) string {
	guess := "unknown"
	fixed := false
	for i, d := range j.t.set.table {
		c := Class(i)
		if len(named) > 0 && !slices.Contains(named, c) {
			continue
		}
		plain := d.rule.plain
		if plain > 0 && math.Abs(j.runes-float64(plain)) < 0.1 {
			return d.Name
		}
		if len(named) > 0 && (guess == "unknown" || plain > 0 && !fixed) {
			guess, fixed = d.Name, plain > 0
		}
	}
	return guess
}
