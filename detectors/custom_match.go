package detectors

import (
	"bytes"
	"cmp"
	"regexp"
	"slices"

	"github.com/dlclark/regexp2/v2"
)

// A pattern is how a class of a job finds its hits. It is shared.
type pattern struct {
	plain    *regexp.Regexp
	around   *regexp2.Regexp
	literals literals
	right    func(letters []byte) bool // nil where nothing is checked
	digits   bool                      // it is asked about digits alone
}

// matches reports whether the pattern finds anything in b.
func (p *pattern) matches(b []byte) bool {
	found := false
	p.each(b, func(_, _ int, _ bool) { found = true })
	return found
}

// each calls yield with every match in b, from left to right. A value that is
// too long or too hard for a pattern that looks around itself is suspect as a
// whole, and is one match.
func (p *pattern) each(b []byte, yield func(s, e int, suspect bool)) {
	switch {
	case p.plain != nil:
		group := 2 * max(p.plain.SubexpIndex("value"), 0)
		for _, m := range p.plain.FindAllSubmatchIndex(b, -1) {
			if m[group] >= 0 {
				yield(m[group], m[group+1], false)
			}
		}
	case p.around != nil:
		if len(b) > backtrackCell {
			yield(0, len(b), true)
			return
		}
		found, err := p.around.FindAllStringIndex(string(b), -1)
		if err != nil {
			yield(0, len(b), true)
			return
		}
		for _, m := range found {
			yield(m[0], m[1], false)
		}
	default:
		p.literals.each(b, yield)
	}
}

// A matcher is a pattern at work, for one goroutine.
type matcher struct {
	*pattern
	class   Class
	nears   *nearWords
	folding folding
	letters []byte
}

func (p *pattern) matcher(c Class, nears *nearWords) *matcher {
	return &matcher{pattern: p, class: c, nears: nears}
}

// find appends the hits in a value. It is read folded, as by the other
// detectors.
func (m *matcher) find(i int, b []byte, hits []Span) []Span {
	text, places := b, []int32(nil)
	if foldable(b) {
		m.folding.fold(b)
		text, places = m.folding.text, m.folding.places
	}
	m.each(text, func(s, e int, suspect bool) {
		if s == e {
			return
		}
		g := Shaped
		switch {
		case suspect: // no chance explains it away
			g = Worded
		case m.right != nil && m.right(m.bare(text[s:e])):
			g = Checked
		case s > 0 && m.nears.before(text[:s]):
			g = Worded
		}
		from, to := s, e
		if places != nil {
			from, to = int(places[s]), int(after(b, places[e-1]))
		}
		hits = add(hits, i, from, to, m.class, g, places == nil && s == 0 && e == len(text))
	})
	return hits
}

// bare is the letters and digits of a hit, or the digits, which are what is
// checked.
func (m *matcher) bare(hit []byte) []byte {
	m.letters = m.letters[:0]
	for _, c := range hit {
		if kinds[c] == kindDigit || kinds[c] == kindLetter && !m.digits {
			m.letters = append(m.letters, c)
		}
	}
	return bytes.ToUpper(m.letters)
}

// literals are texts to look for, by the byte that they begin with, longer ones
// first. They are found in either case, and as whole words: GP1 is not in GP12.
type literals struct{ by [256][]string }

func newLiterals(list []string) (l literals) {
	for _, text := range list {
		w := string(folded([]byte(text)))
		if w == "" {
			continue
		}
		l.by[w[0]] = append(l.by[w[0]], w)
		if kinds[w[0]] == kindLetter {
			l.by[w[0]&^0x20] = append(l.by[w[0]&^0x20], w)
		}
	}
	for i := range l.by {
		slices.SortFunc(l.by[i], func(a, b string) int { return cmp.Compare(len(b), len(a)) })
	}
	return l
}

func (l *literals) each(b []byte, yield func(s, e int, suspect bool)) {
	for p := 0; p < len(b); p++ {
		for _, w := range l.by[b[p]] {
			if hasFold(b[p:], w) && !splits(b, p) && !splits(b, p+len(w)) {
				yield(p, p+len(w), false)
				p += len(w) - 1
				break
			}
		}
	}
}

// splits reports whether letters or digits stand on both sides of p.
func splits(b []byte, p int) bool {
	word := func(c byte) bool { return kinds[c] == kindDigit || kinds[c] == kindLetter }
	return p > 0 && p < len(b) && word(b[p-1]) && word(b[p])
}
