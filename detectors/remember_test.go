package detectors

import (
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
)

// What a Finder remembers of texts changes nothing: it finds in each what one finds
// that meets it for the first time. Every value is met three times, before others
// with other numbers in it, and such that begin as it does and go on as another one.
func TestRemembered(t *testing.T) {
	var values []string
	for _, info := range Classes() {
		if info.LinkKey {
			continue
		}
		for _, line := range testLines(t, info.Name) {
			values = append(values, line.fields[len(line.fields)-1])
		}
	}
	for _, column := range benchColumns() {
		values = append(values, column[:min(len(column), 200)]...)
	}
	r := rand.New(rand.NewPCG(7, 8))
	n := len(values)
	for i := range n {
		v := values[i]
		values = append(values, v, v, v)
		for range 3 { // other numbers, and once more those that were there
			values = append(values, strings.Map(func(c rune) rune {
				if c >= '0' && c <= '9' {
					return '0' + rune(r.IntN(10))
				}
				return c
			}, v), v)
		}
		if len(v) > openingBytes {
			values = append(values, v[:openingBytes]+values[r.IntN(n)], v[:openingBytes]+v, v[:openingBytes])
		}
	}
	// Digits of escapes become anything.
	signs := `"` + strings.Repeat(`\u0021`, 11) + `"`
	values = append(values, signs, signs, signs, `"\u0031\u0033\u0038\u0030\u0030\u0031\u0033\u0038\u0030\u0030\u0030"`)
	// What a label speaks for counts, and which label that is.
	for _, v := range []string{"生日：20260231，共3件", "生日：18990508，共3件", "地址2：没有这个地方，共3件", "12：30送到门口，共3件", "护照:E12345678，放门口", "护照:X12345678，放门口"} {
		values = append(values, v, v, v, strings.ReplaceAll(v, "0", "9"), v)
	}
	// What the opening asks about goes on behind it: a name without a hit, and one.
	values = append(values, "姓名：买买提阿卜杜江的包裹已经破损了很多次", "姓名：买买提阿卜杜江的包裹又破损了", "姓名：买买提阿卜杜江的包裹又丢了",
		"姓名：买买提阿卜杜·拉西提", "姓名：买买提阿卜杜·拉西提，急")
	f, fresh := NewFinder(), NewFinder()
	known := 0
	for _, value := range values {
		v := text([]string{value})
		hits := f.Find(v, nil)
		known += f.empties.known
		fresh.openings, fresh.empties.slots = nil, nil
		if want := fresh.Find(v, nil); !slices.Equal(hits, want) {
			t.Fatalf("of %d bytes: %v, want %v", len(value), hits, want)
		}
	}
	if known < n/5 {
		t.Errorf("%d of %d texts were known: the test shows nothing", known, len(values))
	}
}

// A text is known by all of its bytes but for its digits, and by those too where they
// count.
func TestEmptyText(t *testing.T) {
	const text = "共3件，预算8318元，放门口即可，谢谢"
	for n := 8; n <= len(text); n++ {
		v := []byte(text[:n])
		var exact, shape emptyText
		exact.put(v, true)
		shape.put(v, false)
		if !exact.is(v) || !shape.is(v) {
			t.Fatalf("a text of %d bytes is not known again", n)
		}
		for i := range v {
			other := slices.Clone(v)
			digit := v[i]-'0' <= 9
			if other[i] ^= 1; exact.is(other) || shape.is(other) != digit {
				t.Fatalf("of %d bytes, with another at %d: exact %v, shape %v", n, i, exact.is(other), shape.is(other))
			}
		}
	}
}
