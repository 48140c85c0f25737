package detectors

import (
	"cmp"
	"math"
	"slices"
	"strings"

	"tuomin/scanners/columns"
)

// The keys of a map are the names of its values: {birthday: 1990-01-01, name: 张伟}.
// They are not looked at beside them, entry by entry, as a scan reads one leaf after
// the other. What its sampled keys speak for, as column names do, is looked for among
// the sampled values.

// spokenFor are those of wholes that a key speaks for, a bit for each.
func (s *Set) spokenFor(key []byte) (bits uint64) {
	if len(key) > longestLabel {
		return 0
	}
	name := s.Names(columns.Path(key))
	for i, d := range s.wholes {
		if name.Says(d.class) {
			bits |= 1 << i
		}
	}
	return bits
}

// KeysOf reports whether a leaf is the values of a map, or lists of them, and
// which leaf its keys are.
func KeysOf(p columns.Path) (keys columns.Path, ok bool) {
	const values, lists = "{}.value", "[]"
	path := string(p)
	for strings.HasSuffix(path, lists) {
		path = strings.TrimSuffix(path, lists)
	}
	path, ok = strings.CutSuffix(path, values)
	return columns.Path(path + "{}.key"), ok
}

// Keys finds the values of maps that are personal by what keys say of them, and
// by nothing else: a column of such values contains them. It goes by samples, so
// that numbers of rows are estimates.
func Keys(tallies []*Tally, all []Classification) {
	at := make(map[columns.Path]*Tally, len(tallies))
	for _, t := range tallies {
		at[t.col.Path] = t
	}
	for i, t := range tallies {
		if path, ok := KeysOf(t.col.Path); ok && at[path] != nil {
			all[i].name(t, at[path])
		}
	}
}

// name adds to what a column contains the classes that keys speak for.
func (c *Classification) name(values, keys *Tally) {
	spoken := uint64(0)
	for i := range keys.sample.entries {
		spoken |= keys.sample.entries[i].names
	}
	entries := values.sample.sorted()
	type found struct {
		d *detector
		n int64 // sampled values
	}
	var all []found
	for i, d := range values.set.wholes {
		if spoken>>i&1 == 0 || d.NotPersonal || c.has(d.Name) {
			continue
		}
		f := found{d: d}
		for e := range entries {
			f.n += int64(entries[e].shapes >> i & 1)
		}
		if f.n > 0 {
			all = append(all, f)
		}
	}
	slices.SortStableFunc(all, func(a, b found) int { return cmp.Compare(b.n, a.n) })
	for _, f := range all {
		c.contain(values, f.d, f.n, int64(len(entries)))
	}
}

// has reports whether the column is of the class, or contains it.
func (c *Classification) has(class string) bool {
	if c.Class == class {
		return true
	}
	for _, have := range c.Contained() {
		if have == class {
			return true
		}
	}
	return false
}

// contain adds a class of which n of so many sampled values are.
func (c *Classification) contain(t *Tally, d *detector, n, of int64) {
	part := share(n, of)
	rows := int64(math.Round(part * float64(t.values-t.nullish)))
	c.Findings = append(c.Findings, Finding{Class: d.Name, Rows: rows, Whole: rows, Estimated: true})
	level, sensitive := t.set.Grade(d.Name)
	switch c.Verdict {
	case VerdictNone, VerdictUnknown:
		c.Verdict, c.Class, c.Confidence, c.Why = VerdictContains, d.Name, Possible, "keys of the map say so"
		if n >= fewest {
			c.Confidence = Likely
		}
		c.Level, c.Sensitive, c.Share = level, sensitive, round(part)
		return
	}
	c.Level = max(c.Level, level)
	c.Sensitive.Policy = c.Sensitive.Policy || sensitive.Policy
	c.Sensitive.Law = c.Sensitive.Law || sensitive.Law
}
