package detectors

// groups reads a number that is written in groups, each a whole run of digits,
// with one separator between two, or a blank after a bracket: 138-0013-8000,
// (86) 13800138000, 320311 19010101 009X.
type groups struct {
	b       []byte
	p       int // end of the last group
	n       int // digits so far
	count   int // groups
	digits  [20]byte
	letterX bool // 18 characters may end in X
}

// next reads one more group; false says that there is none, or one that is no
// whole run, or too long.
func (g *groups) next() bool {
	if g.count > 0 {
		if g.p >= len(g.b) || !separator(g.b[g.p]) {
			return false
		}
		g.p++
		if g.b[g.p-1] == ')' && g.p < len(g.b) && g.b[g.p] == ' ' {
			g.p++
		}
	}
	from := g.n
	for g.p < len(g.b) && g.n < len(g.digits) {
		c := g.b[g.p]
		if c-'0' > 9 && !(g.letterX && g.n == 17 && c|0x20 == 'x') {
			break
		}
		g.digits[g.n] = c
		g.n++
		g.p++
	}
	if g.n == from || g.p < len(g.b) && (kinds[g.b[g.p]] == kindDigit || kinds[g.b[g.p]] == kindLetter) {
		return false
	}
	g.count++
	return true
}

// joined reads as many letters and digits as dst holds, in whole runs that a
// blank or a hyphen parts: 91310000 MA0000007L. It returns where they end, 0
// where runs do not add up to that.
func joined(b []byte, s int, dst []byte) (end int) {
	n := 0
	for p := s; p < len(b); p++ {
		from := n
		for p < len(b) && (kinds[b[p]] == kindDigit || kinds[b[p]] == kindLetter) {
			if n == len(dst) {
				return 0
			}
			dst[n] = b[p]
			n++
			p++
		}
		switch {
		case n == from:
			return 0
		case n == len(dst):
			return p
		case p == len(b) || b[p] != ' ' && b[p] != '-':
			return 0
		}
	}
	return 0
}

func separator(c byte) bool { return c == ' ' || c == '-' || c == ')' }

// unbroken refuses a number that is a part of a decimal fraction, and takes in
// the .0 that pandas leaves.
func unbroken(b []byte, s, e int) (end int, ok bool) {
	if s >= 2 && b[s-1] == '.' && kinds[b[s-2]] == kindDigit {
		return e, false
	}
	if e+1 < len(b) && b[e] == '.' && kinds[b[e+1]] == kindDigit {
		for e++; e < len(b) && b[e] == '0'; e++ {
		}
		if e < len(b) && (kinds[b[e]] == kindDigit || kinds[b[e]] == kindLetter || b[e] == '.') {
			return e, false
		}
	}
	return e, true
}
