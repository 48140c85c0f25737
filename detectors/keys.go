package detectors

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"tuomin/scanners/columns"
)

// The keys of a map are the names of its values: {birthday: 1990-01-01, name: 张伟}.
// A scan reads one leaf after the other, and so does not see which value stands
// under which key. It counts what the keys speak for, as column names do, and
// samples the values: what keys speak for that is among the values, or can be as
// the sample is not all of them, the column contains.

// KeysOf is the leaf of the keys of a map, for the leaf of its values, or of lists
// of them; false for another one.
func KeysOf(p columns.Path) (keys columns.Path, ok bool) {
	path := string(p)
	for strings.HasSuffix(path, "[]") {
		path = strings.TrimSuffix(path, "[]")
	}
	if path, ok = strings.CutSuffix(path, "{}.value"); !ok {
		return "", false
	}
	return columns.Path(path + "{}.key"), true
}

// keyCounts are how many entries of maps have keys that speak for which classes: a
// telephone is a mobile or a landline.
type keyCounts struct {
	rows map[spoken]int64
	// known is what keys speak for, by their hash: of as many as the JSON of a
	// table has. Others are read again each time.
	known map[uint64]spoken
}

// spoken are the classes that a key speaks for, a byte each, ascending; a class is in
// it twice where the key says no more than that there are persons: client, created_by.
type spoken string

// said are the classes for which a key speaks whatever the values are.
func (s spoken) said() (said spoken) {
	for i := range len(s) {
		if class := s[i : i+1]; strings.Count(string(s), string(class)) == 1 {
			said += class
		}
	}
	return said
}

// mostSpoken is more sets of classes than keys can speak for: there are not as
// many words.
const mostSpoken = 1 << 16

// add counts a key that so many entries have.
func (k *keyCounts) add(s *Set, hash uint64, key []byte, weight int64) {
	classes, ok := k.known[hash]
	if !ok {
		classes = s.spokenFor(key)
		if len(k.known) < mostLabels {
			k.known[hash] = classes
		}
	}
	if classes != "" {
		k.rows[classes] += weight
	}
}

// spokenFor are the classes of persons' values that a key speaks for.
func (s *Set) spokenFor(key []byte) spoken {
	if len(key) > longestLabel || digitsOnly(key) {
		return ""
	}
	var classes []byte
	name := s.Names(columns.Path(key))
	for _, d := range s.table {
		switch {
		case d.NotPersonal, d.rule.named:
		case name.Says(d.class):
			classes = append(classes, byte(d.class))
		case name.asks(d):
			classes = append(classes, byte(d.class), byte(d.class))
		}
	}
	return spoken(classes)
}

// Keys adds to what columns of maps' values contain the classes that keys speak
// for. all are the classifications of these tallies; keys are the tallies of every
// leaf that was read.
func Keys(keys, tallies []*Tally, all []Classification) {
	for i, t := range tallies {
		path, ok := KeysOf(t.col.Path)
		if !ok {
			continue
		}
		c := &all[i]
		if c.Verdict == VerdictIs && c.Share < 1 {
			c.Verdict = VerdictContains // the rest stands under other keys, and is something else
			c.regrade(t.set)
		}
		for _, k := range keys {
			if k.col.Path == path && k.keys != nil {
				c.contain(t, k.keys.rows)
			}
		}
	}
}

// byKeys is why a column contains what no value of it gives away.
const byKeys = "keys of the map say so"

// regrade lifts the level to that of the most sensitive class among the findings.
func (c *Classification) regrade(s *Set) {
	for _, class := range c.Contained() {
		level, sensitive := s.Grade(class)
		c.Level = max(c.Level, level)
		c.Sensitive.Policy = c.Sensitive.Policy || sensitive.Policy
		c.Sensitive.Law = c.Sensitive.Law || sensitive.Law
	}
}

// contain adds the classes that keys of so many entries speak for.
func (c *Classification) contain(values *Tally, keys map[spoken]int64) {
	for _, classes := range slices.Sorted(maps.Keys(keys)) {
		have := c.Contained()
		if slices.ContainsFunc([]byte(classes), func(class byte) bool {
			name := values.set.Name(Class(class))
			return c.Class == name || slices.Contains(have, name)
		}) {
			continue // what stands under such keys has been found
		}
		seen, said := values.shaped(classes), classes.said()
		if len(seen) == 0 && (values.sample.exact() || len(said) == 0) {
			continue // what stands under such keys is something else
		}
		if c.Verdict == VerdictNone || c.Verdict == VerdictUnknown {
			c.Verdict, c.Confidence, c.Why = VerdictContains, Possible, byKeys
			c.Level, c.Sensitive = "", Sensitive{}
		}
		if len(seen) > 0 && c.Why == byKeys {
			c.Confidence = Likely
		}
		for _, class := range []byte(cmp.Or(seen, said)) {
			c.find(values.set.Name(Class(class)), min(keys[classes], values.values))
		}
	}
	slices.SortFunc(c.Findings, func(a, b Finding) int {
		return cmp.Or(cmp.Compare(b.Rows, a.Rows), cmp.Compare(a.Class, b.Class))
	})
	if c.Why == byKeys {
		c.Class = c.Contained()[0]
		for _, f := range c.Findings {
			if f.Class == c.Class {
				c.Share = round(share(f.Rows, values.values-values.nullish))
			}
		}
	}
	if c.Verdict == VerdictContains {
		c.regrade(values.set)
	}
}

// shaped are those of some classes that sampled values could be in which nothing
// was found.
func (t *Tally) shaped(classes spoken) (seen spoken) {
	for _, class := range []byte(classes) {
		bit := t.shapeOf(Class(class))
		for i := range t.sample.entries {
			if e := &t.sample.entries[i]; e.seen[0] == 0 && e.shapes&bit != 0 {
				seen += spoken([]byte{class})
				break
			}
		}
	}
	return seen
}

// find adds a finding of a class, of no more than so many values. One that chance
// explained is none any more.
func (c *Classification) find(class string, rows int64) {
	for i := range c.Findings {
		if c.Findings[i].Class == class {
			c.Findings[i].Chance = false
			return
		}
	}
	c.Findings = append(c.Findings, Finding{Class: class, Rows: rows, Whole: rows, Estimated: true})
}
