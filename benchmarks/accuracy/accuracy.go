// Package accuracy measures how often the program is right: which columns it
// says are of which class, and which places in text it finds, held against the
// truth of benchmarks/corpus.
//
//	corpus ──> Parquet ──> pipelines.ScanPaths ──┐
//	   └─────> truth, spans ─────────────────────┴──> Scores ──> table, floors
//
// # What counts
//
// A column counts for a class where the truth says that it is of the class, or
// contains it. Under telling names that is everything; under c1 … cn and under
// wrong names it is what values alone can tell, and the rest must not be called
// anything with confidence. A place in text counts where it is covered by a hit
// of its class, of which a check digit, if the class has one, is right.
//
// Columns that only look like something are made by this package, under names
// that tell nothing, in numbers that leave no excuse: see LookAlikes.
//
// # Why not a list of values
//
// Whoever measures values one by one rewards a detector that takes every
// eleventh contract for an identity number. A column is what is decided on, and
// one wrong column is a refused job or a leak.
package accuracy

import (
	"cmp"
	"fmt"
	"maps"
	"slices"

	"tuomin/benchmarks/corpus"
	"tuomin/detectors"
)

// Counts are what was found, what was not, and what was found that is not there.
type Counts struct{ Found, Missed, Wrong int }

// Recall is found of all there is, 1 where there is nothing.
func (c Counts) Recall() float64 { return ratio(c.Found, c.Found+c.Missed) }

// Precision is right of all that was found, 1 where nothing was.
func (c Counts) Precision() float64 { return ratio(c.Found, c.Found+c.Wrong) }

// F1 is the harmonic mean of the two.
func (c Counts) F1() float64 {
	r, p := c.Recall(), c.Precision()
	if r+p == 0 {
		return 0
	}
	return 2 * r * p / (r + p)
}

func (c Counts) total() int { return c.Found + c.Missed + c.Wrong }

func ratio(part, of int) float64 {
	if of == 0 {
		return 1
	}
	return float64(part) / float64(of)
}

// A Score is what was counted of one class.
type Score struct {
	Columns map[corpus.Naming]*Counts
	Text    Counts // places
}

// Scores are those of all classes.
type Scores struct {
	classes map[string]*Score
	// Slips are what was wrong, in words that name columns and no values.
	Slips []string

	// Characters planted in text, and those of them that no hit covers.
	Planted, Residual int
}

// NewScores returns empty scores.
func NewScores() *Scores { return &Scores{classes: make(map[string]*Score)} }

// Classes lists the classes that anything was counted of, by name.
func (s *Scores) Classes() []string { return slices.Sorted(maps.Keys(s.classes)) }

// Of returns the score of a class.
func (s *Scores) Of(class string) *Score {
	c, ok := s.classes[class]
	if !ok {
		c = &Score{Columns: make(map[corpus.Naming]*Counts)}
		for _, n := range []corpus.Naming{corpus.Telling, corpus.Meaningless, corpus.Misleading} {
			c.Columns[n] = &Counts{}
		}
		s.classes[class] = c
	}
	return c
}

func (s *Scores) slip(format string, args ...any) {
	s.Slips = append(s.Slips, fmt.Sprintf(format, args...))
}

// detected reports whether there is a detector for the class: the truth tells of
// the data, and may know more.
func detected(class string) bool {
	_, ok := detectors.ClassOf(class)
	return ok
}

// LeastRecall is the floor of a class. A check digit leaves no doubt, so that
// what is missed is a spelling that nobody thought of; the others may miss one
// column in fifty, of which more than half the cells are dirty or null.
func LeastRecall(class string) float64 {
	if c, ok := detectors.ClassOf(class); ok && c.Info().Checks {
		return 0.995
	}
	return 0.98
}

const (
	// LeastPrecision is the floor of every class. Not lower: each wrong column
	// is one that somebody must look at by hand. Not higher: a table of five
	// rows is judged by five values.
	LeastPrecision = 0.98
	// MostResidual is which part of the characters planted in text may stay
	// uncovered. Not lower: an address without a word that tells its kind ends
	// where a person would read on. Not higher: 0.2 % is one name in five
	// hundred.
	MostResidual = 0.002
)

// A Shortfall is a class below its floor.
type Shortfall struct {
	Class, Where string
	What         string // recall, precision
	Have, Want   float64
}

// String says which class is below which floor, and by how much.
func (f Shortfall) String() string {
	return fmt.Sprintf("%s, %s: %s %.4f, want %.4f", f.Class, f.Where, f.What, f.Have, f.Want)
}

// Shortfalls are all classes below their floors.
func (s *Scores) Shortfalls() (short []Shortfall) {
	for _, class := range s.Classes() {
		score := s.classes[class]
		least := LeastRecall(class)
		for _, n := range slices.SortedFunc(maps.Keys(score.Columns), cmp.Compare[corpus.Naming]) {
			c := score.Columns[n]
			if r := c.Recall(); r < least {
				short = append(short, Shortfall{class, n.String(), "recall", r, least})
			}
			if p := c.Precision(); p < LeastPrecision {
				short = append(short, Shortfall{class, n.String(), "precision", p, LeastPrecision})
			}
		}
		if c, ok := detectors.ClassOf(class); ok && c.Info().Checks && score.Text.Missed > 0 {
			short = append(short, Shortfall{class, "text", "recall", score.Text.Recall(), 1})
		}
	}
	if part := ratio(s.Residual, s.Planted); s.Planted > 0 && part > MostResidual {
		short = append(short, Shortfall{"all classes", "text", "residual", part, MostResidual})
	}
	return short
}
