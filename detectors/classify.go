package detectors

import (
	"cmp"
	"math"
	"slices"

	"tuomin/scanners/columns"
)

// Classify judges the column by what was counted, and by its name, as
// identifiers.md §0.4 has it: in this order
//
//	none      nothing but nulls
//	is        positions, by the column's type
//	damaged   identity numbers that a double or Excel has rounded
//	masked    values masked already
//	is        of one class, by the rates of distinct values or by name and rates
//	is        a link key, by name and shape
//	contains  hits that chance does not explain, however few
//	unknown   opaque and near unique
//	none      everything else
//
// so that there is no gap: what might be personal is never none for want of
// values.
func (t *Tally) Classify() Classification {
	j := newJudge(t)
	for _, question := range []func() bool{j.empty, j.geometry, j.damaged, j.masked, j.is, j.linkKey, j.contains, j.unknown, j.none} {
		if question() {
			break
		}
	}
	if j.Verdict == VerdictNone || j.Verdict == VerdictUnknown {
		j.Minors = Minors{} // what only looks like birthdays tells of nobody's age
	}
	return j.Classification
}

// A judge holds what is counted in a column while questions are asked of it.
type judge struct {
	Classification
	t        *Tally
	name     Evidence
	full     int64 // rows, or values, that are neither null nor say that they are
	d        int64 // sampled values: those that follow are of them
	classes  []classCounts
	masks    int64
	roundeds int64 // numbers that a double cannot hold, or in scientific notation
	// scientific are those in scientific notation: of every number of fixed
	// length, digits are lost.
	scientific int64
	opaques    int64
	times      int64
	numbers    int64 // digits, or a decimal fraction
	versions   int64 // 4.18.0.25
	octets     int64 // and of four numbers up to 255, of which one of the last two is no version's
	digits     int64
	lengths    [longestNumber + 1]int64 // values that are digits, by how many
	words      int64                    // without white space
	numbered   int64                    // cy000138
	hans       int64                    // values with Chinese characters
	capitals   int64                    // values that are words with capitals
	streets    int64                    // values that are addresses in letters
	lexicals   int64
	families   int64                  // values that begin with a very common surname
	threes     int64                  // values of three characters
	years      [256]int64             // dates, by look.year
	hexes      [digestHexes + 1]int64 // values with a hexadecimal number, by its length
	digests    int64                  // values that are what a hash function makes
	runes      float64                // mean length
	spread     spreadOf
}

// classCounts are the sampled values that speak for or against one class.
type classCounts struct {
	class Class
	name  string
	// business says that its values are nobody's.
	business bool
	rule     rule
	named    bool
	whole    bool   // the class judges values as a whole
	count           // rows, exact
	hits     int64  // values with a hit
	right    int64  // values with a checked hit
	w, n, k  int64  // identifiers.md §0.4
	inner    int64  // values with a hit that is not all of them
	shaped   int64  // values that all of could be of the class, where it judges so
	zeros    int64  // whole ones that end in 000
	naughts  int64  // and in 0
	sent     bool   // with 0 for the check digit, see rule.sent
	chance   string // why the hits are chance, if they are
}

func newJudge(t *Tally) *judge {
	name := t.name
	j := &judge{t: t, name: name, full: t.values - t.nullish}
	c := &j.Classification
	c.Path, c.Type, c.Partition, c.Role = t.col.Path, t.col.Type.String(), t.col.Partition, name.Role
	c.Rows, c.Nulls, c.Nullish = t.values+t.nulls, t.nulls, t.nullish
	if t.col.Repeated() {
		c.Rows, c.Values = t.rows, t.values+t.nulls
	}
	c.Findings = []Finding{}
	c.Minors = t.minors()
	c.Distinct, c.DistinctExact = t.Distinct()
	j.sample()
	return j
}

// sample adds up the sampled values.
func (j *judge) sample() {
	entries := j.t.sample.sorted()
	j.d = int64(len(entries))
	runes := int64(0)
	for i := range entries {
		j.count(&entries[i].look)
		runes += int64(entries[i].look.runes)
	}
	j.runes = float64(runes) / float64(max(j.d, 1)) // at once: sums of parts are more than 64 where each value is 64
	distinct, _ := j.t.Distinct()
	j.spread = spreadIn(entries, distinct)
	for i := range j.t.counts {
		c := classCounts{class: Class(i), name: j.t.set.Name(Class(i)), count: j.t.counts[i], named: j.name.Says(Class(i))}
		bit := j.t.shapeOf(c.class)
		if c.rows() == 0 && !c.named && bit == 0 {
			continue
		}
		d := j.t.set.table[c.class]
		c.rule, c.business = d.rule, d.NotPersonal
		for n := range entries {
			c.see(&entries[n])
		}
		if alone := d.wholeOnly(); bit != 0 && (alone || c.named) {
			c.whole = alone
			c.w = 0
			for n := range entries {
				if entries[n].shapes&bit != 0 {
					c.shaped++
				}
			}
			if c.named || d.rule.column != nil { // else nobody was asked, but by Explain
				c.w = c.shaped
			}
		}
		if !c.rule.checks {
			c.n, c.k = c.w, c.w
			if c.rule.spread {
				c.n = max(c.w, j.spread.n)
			}
		}
		// One in ten of other numbers ends so.
		if c.sent = c.rule.sent && c.named && c.n >= fewest && share(c.naughts, c.n) >= passShare; c.sent {
			c.k = c.n
		}
		j.classes = append(j.classes, c)
	}
	for i := range j.classes {
		c := &j.classes[i]
		c.chance = j.explain(c)
		if c.rows() > 0 {
			j.Findings = append(j.Findings, Finding{
				Class: c.name, Rows: c.rows(), Whole: c.allWhole(), Checked: c.checked(), Chance: c.chance != "",
				Telling: j.telling(c),
			})
		}
	}
	slices.SortFunc(j.Findings, func(a, b Finding) int {
		return cmp.Or(cmp.Compare(b.Rows, a.Rows), cmp.Compare(a.Class, b.Class))
	})
}

// count adds what a sampled value looks like.
func (j *judge) count(l *look) {
	j.masks += l.has(lookMasked)
	j.opaques += l.has(lookOpaque)
	j.times += l.has(lookTime)
	j.numbers += l.has(lookNumber)
	j.versions += l.has(lookVersion)
	j.octets += l.has(lookOctets)
	j.digits += l.has(lookDigits)
	if l.length <= longestNumber {
		j.lengths[l.length] += l.has(lookDigits)
	}
	j.words += l.has(lookWord)
	j.numbered += l.has(lookNumbered)
	j.hans += l.has(lookHan)
	j.capitals += l.has(lookCapitals)
	j.streets += l.has(lookStreet)
	j.lexicals += l.has(lookLexical)
	j.families += l.has(lookFamily)
	j.years[l.year]++
	j.hexes[l.hexes]++
	j.digests += l.digest()
	if l.runes == 3 {
		j.threes++
	}
	j.scientific += l.has(lookScientific)
	j.roundeds += max(l.has(lookScientific), l.has(lookHuge)*j.float())
}

func (c *classCounts) see(e *entry) {
	o := e.of(c.class)
	if o == 0 {
		return
	}
	c.hits++
	if o&sawChecked != 0 {
		c.right++
	}
	if o&sawWhole == 0 {
		c.inner++
		return
	}
	c.w++
	c.n++
	if o&sawPass != 0 {
		c.k++
	}
	c.zeros += e.look.has(lookZeros)
	if e.look.last == 0 {
		c.naughts++
	}
}

// float is 1 where the column's values are floating point numbers.
func (j *judge) float() int64 {
	if j.t.col.Type.Kind == columns.Float {
		return 1
	}
	return 0
}

// say ends the questions with a verdict.
func (j *judge) say(v Verdict, class string, c Confidence, why string) bool {
	j.Verdict, j.Class, j.Confidence, j.Why = v, class, c, why
	j.Level, j.Sensitive = j.t.set.Grade(class)
	return true
}

// part is what part of the values rows are, and ofSample what part of those
// sampled n are.
func (j *judge) part(rows int64) float64  { return round(share(rows, j.full)) }
func (j *judge) ofSample(n int64) float64 { return round(share(n, j.d)) }

// round rounds to a millionth, so that a number prints short.
func round(x float64) float64 { return math.Round(x*1e6) / 1e6 }

func share(part, of int64) float64 {
	if of == 0 {
		return 0
	}
	return float64(part) / float64(of)
}
