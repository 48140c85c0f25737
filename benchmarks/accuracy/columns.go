package accuracy

import (
	"context"
	"fmt"
	"maps"
	"path/filepath"
	"slices"

	"tuomin/benchmarks/corpus"
	"tuomin/detectors"
	"tuomin/pipelines"
)

// Columns writes the nine tables of a seed below dir, of so many orders, scans
// them as the program does, and counts what it said of each column.
func (s *Scores) Columns(ctx context.Context, dir string, seed uint64, rows int64, n corpus.Naming) error {
	dir = filepath.Join(dir, fmt.Sprintf("%s-%d", n, seed))
	truth, err := corpus.WriteLake(dir, seed, rows, corpus.Layout{Tables: corpus.All(), Naming: n})
	if err != nil {
		return err
	}
	for _, t := range truth.Tables {
		found, err := pipelines.ScanPaths(ctx, []string{filepath.Join(dir, t.Name)}, pipelines.Options{Workers: 2, Memory: 512 << 20})
		if err != nil {
			return err
		}
		if len(found.Failed) > 0 || len(found.Tables) != 1 {
			return fmt.Errorf("%s: %d tables, %d files not read", t.Name, len(found.Tables), len(found.Failed))
		}
		for i := range found.Tables[0].Columns {
			c := &found.Tables[0].Columns[i]
			if want := t.Column(string(c.Path)); want != nil {
				s.column(n, fmt.Sprintf("%s-%d/%s", n, seed, t.Name), want, c)
			}
		}
	}
	return nil
}

// column counts one.
func (s *Scores) column(n corpus.Naming, table string, want *corpus.ColumnTruth, have *detectors.Classification) {
	if n == corpus.Misleading && have.Class == "secret_column" {
		return // what is called a password is treated as one, whatever it holds: nothing is lost
	}
	said := classes(have)
	for _, class := range expected(want) {
		if !detected(class) || n != corpus.Telling && tooFew(want, class, have) || want.Verdict == "contains" && unproven[class] {
			continue
		}
		count := s.Of(class).Columns[n]
		if (slices.Contains(said, class) || slices.Contains(said, also[class])) && sameVerdict(want, have) || carries(want, have, said) {
			count.Found++
			continue
		}
		count.Missed++
		s.slip("%s.%s (%s): want %s %s, have %s %s %s: %s", table, want.Path, have.Type, want.Verdict, class, have.Verdict, have.Class, have.Confidence, have.Why)
	}
	if have.Confidence == detectors.Possible {
		return
	}
	for _, class := range said {
		if wrong(want, class) {
			s.Of(class).Columns[n].Wrong++
			s.slip("%s.%s (%s): want %s %s, have %s %s %s: %s", table, want.Path, have.Type, want.Verdict, want.Class, have.Verdict, class, have.Confidence, have.Why)
		}
	}
}

// unproven are classes of which a value in a text is none unless something
// beside it says so: how often that is seen is counted by places.
var unproven = map[string]bool{"cn_person_name": true, "cn_waybill": true}

// also are classes that are as right as the truth's: a longitude is a position
// whether or not the table's rows are a track, and a taxpayer is known by the
// code of the company.
var also = map[string]string{"geo_track": "geo_latlon", "cn_uscc": "cn_tax_id"}

// fewCells is how many cells of a class without check digit there must be for
// it to be told without a name. Not fewer: how telephones are spread shows in
// fifty different ones, and some of a table's are the same. Not more: small
// tables are tables.
const fewCells = 100

// fewValues is how many different ones it takes whatever proves them
// (identifiers.md §0.4).
const fewValues = 5

func tooFew(want *corpus.ColumnTruth, class string, have *detectors.Classification) bool {
	c, _ := detectors.ClassOf(class)
	return !c.Info().Checks && want.Planted[class] < fewCells || have.Distinct < fewValues
}

func sameVerdict(want *corpus.ColumnTruth, have *detectors.Classification) bool {
	return want.Verdict == "contains" || string(have.Verdict) == want.Verdict
}

// carries reports whether a column that is something carries something else, as
// addresses of pages do, and was said to contain that: it is what matters.
func carries(want *corpus.ColumnTruth, have *detectors.Classification, said []string) bool {
	return len(want.Planted) > 1 && have.Verdict == detectors.VerdictContains && slices.ContainsFunc(said, func(class string) bool {
		_, planted := want.Planted[class]
		return planted
	})
}

// classes are what a column was said to be of or to contain.
func classes(c *detectors.Classification) []string {
	switch c.Verdict {
	case detectors.VerdictContains:
		return c.Contained()
	case detectors.VerdictIs, detectors.VerdictMasked, detectors.VerdictDamaged:
		return []string{c.Class}
	}
	return nil
}

// expected are the classes that a scan should name. Of text, link keys are none:
// only a name makes one.
func expected(want *corpus.ColumnTruth) []string {
	switch want.Verdict {
	case "is", "masked", "damaged":
		return []string{want.Class}
	case "contains":
		return slices.DeleteFunc(slices.Sorted(maps.Keys(want.Planted)), linkKey)
	}
	return nil
}

func linkKey(class string) bool {
	c, ok := detectors.ClassOf(class)
	return ok && c.Info().LinkKey
}

// wrong reports whether nothing in the column is of the class. Where the truth
// claims nothing, or a class that there is no detector for, that is known only
// of what the values imitate.
func wrong(want *corpus.ColumnTruth, class string) bool {
	if slices.Contains(want.Not, class) {
		return true
	}
	_, planted := want.Planted[class]
	switch {
	case class == want.Class, class == also[want.Class], class == "unknown", planted:
		return false
	case want.Verdict == "none", want.Verdict == "unknown":
		return true
	}
	return detected(want.Class)
}
