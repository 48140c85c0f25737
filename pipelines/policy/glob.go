package policy

import "strings"

// A Glob matches the paths of leaves: * is any text without a dot, ** any text
// at all, ? one character without a dot, everything else stands for itself,
// [] and {} included. "*.phone" does not match a top-level phone; "**.phone"
// matches that too.
type Glob struct{ pattern string }

// NewGlob returns the glob of a pattern; every pattern is one.
func NewGlob(pattern string) Glob { return Glob{pattern} }

// String is the pattern as it was written.
func (g Glob) String() string { return g.pattern }

// Match reports whether the whole path matches. It takes time in proportion to
// the length of path times that of the pattern, whatever they are.
func (g Glob) Match(path string) bool {
	p := g.pattern
	// at[i]: the first i bytes of the pattern match what was read of the path.
	at := make([]bool, len(p)+1)
	at[0] = true
	if rest, ok := strings.CutPrefix(p, "**."); ok && (Glob{rest}).Match(path) {
		return true
	}
	stars(p, at)
	for i := 0; i < len(path); i++ {
		next := make([]bool, len(p)+1)
		any := false
		for j := range len(p) {
			if !at[j] {
				continue
			}
			switch {
			case p[j] == '*':
				if path[i] != '.' || double(p, j) {
					next[j], any = true, true
				}
			case p[j] == '?' && path[i] != '.':
				// One character may be several bytes; its tail belongs to it.
				if i+1 < len(path) && path[i+1]&0xc0 == 0x80 {
					next[j] = true
				} else {
					next[j+1] = true
				}
				any = true
			case p[j] == path[i]:
				next[j+1], any = true, true
			}
		}
		if !any {
			return false
		}
		at = next
		stars(p, at)
	}
	return at[len(p)]
}

// double reports whether the star at j is one of a pair.
func double(p string, j int) bool {
	return j+1 < len(p) && p[j+1] == '*' || j > 0 && p[j-1] == '*'
}

// stars lets every star that was reached match nothing.
func stars(p string, at []bool) {
	for j := range len(p) {
		if at[j] && p[j] == '*' {
			at[j+1] = true
		}
	}
}
