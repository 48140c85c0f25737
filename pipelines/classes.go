package pipelines

import (
	"errors"
	"slices"
	"strings"

	"tuomin/detectors"
	"tuomin/pipelines/policy"
	"tuomin/scanners/columns"
)

// classes are what is looked for where a job says nothing else.
func (o *Options) classes() *detectors.Set {
	if o.Classes == nil {
		return detectors.Shipped()
	}
	return o.Classes
}

// classesOf are those of a job: what is shipped, what it brings, and the levels
// of its profile. A job that was loaded has no errors left.
func classesOf(job *policy.Job) *detectors.Set {
	profile, _ := detectors.ProfileOf(job.Profile)
	set := detectors.Shipped().Under(profile)
	if job.Pack != nil {
		set = set.WithLevels(job.Pack.Levels)
	}
	if len(job.Detectors) > 0 {
		customs, nevers, _ := split(job.Detectors)
		set, _ = set.With(customs, nevers)
	}
	return set
}

// Policies are the packs that are shipped.
func Policies() ([]*policy.Pack, error) { return policy.Shipped(names()) }

// LoadClasses reads which classes a job file brings, beside those that are shipped.
// Its params need no values for that, and its catalog need not be there.
func LoadClasses(path string) (*detectors.Set, error) {
	job, err := policy.CheckClasses(path, names())
	if err != nil {
		return nil, noJob(err)
	}
	return classesOf(job), nil
}

// isClass tells the name of a class from the verdicts that stand in its place.
func isClass(name string) bool {
	return name != string(detectors.VerdictNone) && name != string(detectors.VerdictUnknown)
}

// telling returns a function that reports whether values that are somebody's stand in
// a text, which is in no column, or may. It is for one goroutine.
func telling(set *detectors.Set) func(text string) bool {
	var find *detectors.Finder
	return func(text string) bool {
		if structured(text) {
			return true
		}
		if find == nil {
			find = set.NewFinder()
		}
		var b columns.Builder
		b.Append([]byte(text))
		v := b.Values()
		return slices.ContainsFunc(find.Find(&v, nil), func(h detectors.Span) bool {
			info := set.Info(h.Class)
			return info.Level >= personalLevel && !(info.Checks && h.Grade == detectors.Shaped)
		})
	}
}

// structured reports whether a text is a list or an object, as JSON or as Python prints
// them. Those are data and no prose: the labels of an index are all values of another
// column, and no detector knows a nickname.
func structured(text string) bool {
	text = strings.TrimSpace(text)
	if len(text) <= len("[]") {
		return false
	}
	ends := text[:1] + text[len(text)-1:]
	return ends == "[]" || ends == "{}" || ends == "()"
}

// split turns what a job says into what detectors are made of. At has for each
// custom class, and then for each never, which of the list it was.
func split(list []policy.Detector) (customs []detectors.Custom, nevers []detectors.Never, at []int) {
	var late []int
	for i := range list {
		d := &list[i]
		if d.Class != "" {
			nevers = append(nevers, detectors.Never{Class: d.Class, Texts: d.Never})
			late = append(late, i)
			continue
		}
		at = append(at, i)
		customs = append(customs, detectors.Custom{
			Name: d.Name, Title: d.Title, TitleZH: d.TitleZH, Level: d.Level, Sensitive: detectors.Sensitive{Policy: d.Sensitive},
			Words: d.Words, Literals: d.Literals, Pattern: d.Pattern, Backtracking: d.Backtracking, Check: d.Check, Hit: d.Hit, Miss: d.Miss,
		})
	}
	return customs, nevers, append(at, late...)
}

// fields are where in a job stands what a CustomError names.
var fields = map[string]string{"hit": "samples.hit", "miss": "samples.miss"}

// detectorErrors says what is wrong with a job's detectors, each at its place.
func detectorErrors(list []policy.Detector) (errs policy.Errors) {
	customs, nevers, at := split(list)
	_, wrong := detectors.Shipped().With(customs, nevers)
	for _, w := range wrong {
		field := w.Field
		if long, ok := fields[field]; ok {
			field = long
		}
		hint := ""
		switch {
		case errors.Is(w, detectors.ErrMissed) && list[at[w.At]].Check != "":
			hint = "a hit must have the right check digit: " + list[at[w.At]].Check
		case errors.Is(w, detectors.ErrEmpty):
			hint = "say what must be there at least: \\d+ rather than \\d*"
		case field == "pattern" && strings.Contains(w.Error(), "(?"):
			hint = "engine: backtracking, for patterns that look around themselves"
		}
		errs = append(errs, list[at[w.At]].Fail(field, w.Item, hint, w))
	}
	return errs
}
