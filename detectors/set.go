package detectors

import (
	"bytes"
	"fmt"
	"math/bits"
	"slices"
	"strings"
	"sync"
)

// A Set is the classes that are looked for: those of the table, and after them
// those that a job brings. It is shared, and never changes once it is made.
//
// A Class is a position in it. Those of the table have the same in every Set, so
// that its dispatch is made once and a job's classes cost nothing where there
// are none.
type Set struct {
	*knowledge
	table   []*detector
	words   *dictionary
	profile Profile
	levels  map[string]string         // of classes, where a policy has others
	customs []*detector               // of the job
	never   map[Class]map[string]bool // hits that are none, folded, by class
	own     bool                      // the job brings classes, or hits that are none
}

// Shipped is the classes of the table and nothing else.
var Shipped = sync.OnceValue(func() *Set {
	return &Set{knowledge: known(), table: table, words: newLexicon(table), profile: Strict}
})

// Under is the set with another profile.
func (s *Set) Under(p Profile) *Set {
	if p == s.profile {
		return s
	}
	other := *s
	other.profile = p
	return &other
}

// WithLevels is the set with other levels of some classes, as a policy has them.
func (s *Set) WithLevels(levels map[string]string) *Set {
	if len(levels) == 0 {
		return s
	}
	other := *s
	other.levels = levels
	return &other
}

// grade is the level of a class and who calls it sensitive.
func (s *Set) grade(i *Info) (string, Sensitive) {
	level, sensitive := s.profile.grade(i)
	if l, ok := s.levels[i.Name]; ok {
		level = l
	}
	return level, sensitive
}

// NewFinder returns a Finder of the set's classes. Births after today are none.
func (s *Set) NewFinder() *Finder {
	f := &Finder{knowledge: s.knowledge, set: s}
	for _, d := range s.customs {
		f.customs = append(f.customs, d.custom.matcher(d.class, &d.nears))
	}
	return f
}

// Classes lists all classes, those of the table by name and then those of the
// job as they stand there.
func (s *Set) Classes() []Info {
	all := make([]Info, len(s.table))
	for i, d := range s.table {
		all[i] = d.Info
		all[i].Level, all[i].Sensitive = s.grade(&d.Info)
	}
	return all
}

// ClassOf returns the class of that name.
func (s *Set) ClassOf(name string) (Class, bool) {
	if c, ok := ClassOf(name); ok {
		return c, true
	}
	i := slices.IndexFunc(s.customs, func(d *detector) bool { return d.Name == name })
	return Class(len(table) + i), i >= 0
}

// Info is what is known of a class.
func (s *Set) Info(c Class) Info {
	info := s.table[c].Info
	info.Level, info.Sensitive = s.grade(&info)
	return info
}

// InfoOf is what is known of the class of that name.
func (s *Set) InfoOf(name string) (Info, bool) {
	c, ok := s.ClassOf(name)
	if !ok {
		return Info{}, false
	}
	return s.Info(c), true
}

// Name is the name of a class.
func (s *Set) Name(c Class) string { return s.table[c].Name }

// Grade is the level of a class and who calls it sensitive. What is of no class
// is of the lowest.
func (s *Set) Grade(class string) (string, Sensitive) {
	if c, ok := s.ClassOf(class); ok {
		return s.grade(&s.table[c].Info)
	}
	if class == "unknown" {
		return "L2", Sensitive{} // as link keys are
	}
	return "L1", Sensitive{}
}

// Canonical returns the function that writes values of a form in one spelling:
// the form is the name of a class, "document" or "device", which many classes share, or "text". The function appends to dst, and
// reports false for a value that has not the form. It is for one goroutine.
func (s *Set) Canonical(name string) (func(dst, v []byte) ([]byte, bool), error) {
	switch name {
	case "document":
		return documentForm, nil
	case "device":
		return deviceForm, nil
	case "text":
		return textForm, nil
	}
	c, ok := s.ClassOf(name)
	if !ok {
		known := make([]string, len(s.table))
		for i, d := range s.table {
			known[i] = d.Name
		}
		return nil, fmt.Errorf("no such form: it is one of %s, document, device, or text", strings.Join(known, ", "))
	}
	if s.table[c].form == nil {
		return textForm, nil
	}
	return s.table[c].form, nil
}

// shapes is knowledge.shapes, but for values that the job says are none.
func (s *Set) shapes(v []byte, wide *[maxWidth]byte, number bool, asked uint64) uint64 {
	found := s.knowledge.shapes(v, wide, number, asked)
	for rest := found; rest != 0; rest &= rest - 1 {
		if i := bits.TrailingZeros64(rest); s.excepted(s.wholes[i].class, v) {
			found &^= 1 << i
		}
	}
	return found
}

// excepted reports whether the job says that this text is nothing of the class.
func (s *Set) excepted(c Class, text []byte) bool {
	list := s.never[c]
	return list != nil && list[string(folded(text))]
}

// folded is a text as lists compare it: in ASCII where it is full-width, in
// lower case, without white space around it.
func folded(text []byte) []byte {
	if foldable(text) {
		var f folding
		f.fold(text)
		text = f.text
	}
	start, end := trimmed(text)
	return bytes.ToLower(text[start:end])
}

// ofJob adds what the job's own classes find in the value at hand, and takes out
// what it says is none.
func (f *Finder) ofJob(b []byte, from int) {
	for _, m := range f.customs {
		f.hits = m.find(f.value, b, f.hits)
	}
	if len(f.set.never) == 0 {
		return
	}
	kept := slices.DeleteFunc(f.hits[from:], func(h Span) bool { return f.set.excepted(h.Class, b[h.Start:h.End]) })
	f.hits = f.hits[:from+len(kept)]
}
