package policy

import (
	"math/rand/v2"
	"regexp"
	"strings"
	"testing"
)

func TestGlob(t *testing.T) {
	for _, c := range []struct {
		pattern, yes, no string
	}{
		{"phone", "phone", "phones a.phone"},
		{"*phone", "phone telephone", "a.phone"},
		{"*.phone", "a.phone .phone", "phone a.b.phone"},
		{"**.phone", "phone a.phone a.b.phone", "telephone"},
		{"receiver.**", "receiver.a receiver.a.b", "receiver"},
		{"receiver.phones[]", "receiver.phones[]", "receiver.phones receiver.phonesx"},
		{"ext{}.value", "ext{}.value", "ext.value"},
		{"手?", "手机", "手 手机号"},
		{"**", "a a.b 手机", ""},
		{"", "", "a"},
	} {
		g := NewGlob(c.pattern)
		for _, path := range strings.Fields(c.yes) {
			if !g.Match(path) {
				t.Errorf("%s does not match %s", c.pattern, path)
			}
		}
		for _, path := range strings.Fields(c.no) {
			if g.Match(path) {
				t.Errorf("%s matches %s", c.pattern, path)
			}
		}
	}
}

// reference is the same glob as a regular expression.
func reference(pattern string) *regexp.Regexp {
	var b strings.Builder
	b.WriteString(`^`)
	for strings.HasPrefix(pattern, "**.") {
		b.WriteString(`(?:(?s:.*)\.)?`)
		pattern = pattern[3:]
	}
	for i := 0; i < len(pattern); {
		stars := len(pattern[i:]) - len(strings.TrimLeft(pattern[i:], "*"))
		switch {
		case stars >= 2:
			b.WriteString(`(?s:.*)`)
		case stars == 1:
			b.WriteString(`[^.]*`)
		case pattern[i] == '?':
			b.WriteString(`[^.]`)
		default:
			b.WriteString(regexp.QuoteMeta(pattern[i : i+1]))
		}
		i += max(stars, 1)
	}
	return regexp.MustCompile(b.String() + `$`)
}

func TestGlobAgainstRegexp(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	draw := func(letters string, n int) string {
		b := make([]byte, r.IntN(n))
		for i := range b {
			b[i] = letters[r.IntN(len(letters))]
		}
		return string(b)
	}
	matches := 0
	for range 200_000 {
		pattern, path := draw("ab.*?**[", 8), draw("ab.[", 9)
		want := reference(pattern).MatchString(path)
		if got := NewGlob(pattern).Match(path); got != want {
			t.Fatalf("%q and %q: %t, want %t", pattern, path, got, want)
		}
		if want {
			matches++
		}
	}
	if matches < 1000 {
		t.Errorf("only %d matches: the test shows nothing", matches)
	}
}

// A pattern full of stars takes no longer than its length times the path's.
func TestGlobTime(t *testing.T) {
	g := NewGlob(strings.Repeat("*a", 200) + "b")
	if g.Match(strings.Repeat("a", 5000)) {
		t.Error("matches what does not end in b")
	}
}
