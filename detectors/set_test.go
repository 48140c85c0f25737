package detectors

import (
	"bytes"
	"errors"
	"fmt"
	"math/rand/v2"
	"strconv"
	"strings"
	"testing"
	"time"

	"tuomin/scanners/columns"
)

// own is a set with two classes of a job.
func own(t *testing.T, customs []Custom, nevers ...Never) *Set {
	t.Helper()
	set, errs := Shipped().With(customs, nevers)
	for _, err := range errs {
		t.Fatal(err)
	}
	return set
}

var badge = Custom{
	Name: "badge_no", Title: "Badge", TitleZH: "工牌号", Level: "L3", Words: []string{"badge", "工牌"},
	Pattern: `\bGP\d{6}\b`, Hit: []string{"GP000001"}, Miss: []string{"GP1"},
}

// A class that a job brings is found, tallied, judged, named, sealed and
// explained as those of the table are, and theirs stay what they were.
func TestCustom(t *testing.T) {
	set := own(t, []Custom{badge})
	c, ok := set.ClassOf("badge_no")
	if !ok || set.Name(c) != "badge_no" || set.Info(c).Level != "L3" {
		t.Fatalf("class %v: %v", c, set.Info(c))
	}
	gp := func(r *rand.Rand, i int) string { return "GP" + strconv.Itoa(100000+r.IntN(900000)) }
	for _, k := range []struct {
		name   string
		values []string
		want   string
	}{
		{"c1", generate(200, gp), "is badge_no L3"},
		{"工牌", generate(3, gp), "is badge_no L3"},
		{"c1", generate(200, sometimes(20, gp, remark)), "contains badge_no L3"},
		{"c1", generate(200, remark), "none none L1"},
		{"c1", generate(200, identity), "is cn_id18 L4"},
	} {
		col := leafOf(k.name, columns.Text)
		tally := set.NewTally(col, testKey, maxSample)
		f := set.NewFinder()
		f.Under(tally.Name())
		v := text(k.values)
		tally.Add(v, nil, f.Find(v, nil))
		got := tally.Classify()
		if s := string(got.Verdict) + " " + got.Class + " " + got.Level; s != k.want {
			t.Errorf("%s: %s, want %s (%s)", k.name, s, k.want, got.Why)
		}
		again, err := set.OpenTally(col, testKey, tally.Seal())
		if err != nil || !bytes.Equal(again.Seal(), tally.Seal()) {
			t.Errorf("%s: sealed and opened it is another: %v", k.name, err)
		}
		if strings.Contains(k.want, "badge") {
			if _, err := Shipped().OpenTally(col, testKey, tally.Seal()); !errors.Is(err, ErrSealed) {
				t.Errorf("%s: opened where nobody knows the class: %v", k.name, err)
			}
		}
	}
	v := text([]string{"工牌：ＧＰ０００００１。"})
	hits := set.NewFinder().Find(v, nil)
	if len(hits) != 1 || hits[0].Class != c || hits[0].Grade != Worded || string(v.At(0)[hits[0].Start:hits[0].End]) != "ＧＰ０００００１" {
		t.Errorf("full-width, after a word: %v", hits)
	}
}

// What a job says is no hit is none, in text, as a whole value, in either width.
func TestNever(t *testing.T) {
	set := own(t, nil, Never{"cn_mobile", []string{"13800138000"}})
	f := set.NewFinder()
	for value, want := range map[string]int{
		"13800138000": 0, "１３８００１３８０００": 0, "电话13800138000，或13900139000": 1, "13900139000": 1,
	} {
		if hits := f.Find(text([]string{value}), nil); len(hits) != want {
			t.Errorf("%d hits, want %d", len(hits), want)
		}
	}
}

// Every way in which a class can be wrong, and where.
func TestCustomErrors(t *testing.T) {
	with := func(change func(c *Custom)) Custom {
		c := badge
		change(&c)
		return c
	}
	for name, k := range map[string]struct {
		custom Custom
		field  string
		want   error
	}{
		"taken":        {with(func(c *Custom) { c.Name = "cn_mobile" }), "name", ErrTaken},
		"no way":       {with(func(c *Custom) { c.Pattern = "" }), "pattern", ErrNoWay},
		"two ways":     {with(func(c *Custom) { c.Literals = []string{"x"} }), "pattern", ErrNoWay},
		"empty":        {with(func(c *Custom) { c.Pattern = `\d*` }), "pattern", ErrEmpty},
		"empty around": {with(func(c *Custom) { c.Pattern, c.Backtracking = `(?=a)?`, true }), "pattern", ErrEmpty},
		"no check":     {with(func(c *Custom) { c.Check = "crc" }), "check", ErrNoCheck},
		"missed":       {with(func(c *Custom) { c.Hit = []string{"GP000001", "XX"} }), "hit", ErrMissed},
		"wrong digit":  {with(func(c *Custom) { c.Pattern, c.Check, c.Hit = `\d+`, "luhn", []string{"79927398710"} }), "hit", ErrMissed},
		"fires":        {with(func(c *Custom) { c.Miss = []string{"GP999999"} }), "miss", ErrFires},
		"no samples":   {with(func(c *Custom) { c.Miss = nil }), "samples", ErrNoSample},
	} {
		_, errs := Shipped().With([]Custom{k.custom}, nil)
		if len(errs) != 1 || errs[0].Field != k.field || !errors.Is(errs[0], k.want) {
			t.Errorf("%s: %v", name, errs)
		}
	}
	if _, errs := Shipped().With([]Custom{with(func(c *Custom) { c.Pattern = "(" })}, []Never{{Class: "nobody"}}); len(errs) != 2 {
		t.Errorf("not all errors at once: %v", errs)
	}
}

// A pattern that looks around itself is stopped, and what it was stopped at is
// suspect: no clean value, whatever the clock says.
func TestBacktracking(t *testing.T) {
	set := own(t, []Custom{{
		Name: "nested", Level: "L3", Pattern: `(?<=a)(x+x+)+y`, Backtracking: true, Hit: []string{"axxy"}, Miss: []string{"xxy"},
	}})
	f := set.NewFinder()
	start := time.Now()
	for name, value := range map[string]string{"hard": "a" + strings.Repeat("x", 3000), "long": strings.Repeat("b", backtrackCell+1)} {
		hits := f.Find(text([]string{value}), nil)
		if len(hits) != 1 || hits[0].Start != 0 || int(hits[0].End) != len(value) || hits[0].Grade != Worded {
			t.Errorf("%s: %v", name, hits)
		}
	}
	if took := time.Since(start); took > 20*backtrackTime {
		t.Errorf("it took %v to give up", took)
	}
	if hits := f.Find(text([]string{"baxxxy"}), nil); len(hits) != 1 || hits[0].Start != 2 || hits[0].End != 6 {
		t.Errorf("what it looks behind at is no part of the hit: %v", hits)
	}
}

// Published numbers of each check, and the same with a digit changed.
func TestAlgorithms(t *testing.T) {
	right := map[string]string{
		"luhn": "79927398713", "mod11-2": "11010519491231002X", "mod31": "91350100M000100Y43",
		"mod97": "GB82WEST12345698765432", "verhoeff": "2363", "mod11-10": "07945",
	}
	for _, a := range algorithms {
		v := []byte(right[a.name])
		if !a.right(v) {
			t.Errorf("%s: its own example is wrong", a.name)
		}
		if a.right(nil) {
			t.Errorf("%s: nothing is right", a.name)
		}
		for i := range v {
			if v[i] < '0' || v[i] > '9' {
				continue
			}
			was := v[i]
			v[i] = '0' + (was-'0'+1)%10
			if a.right(v) {
				t.Errorf("%s: right with digit %d changed", a.name, i)
			}
			v[i] = was
		}
	}
}

// The two documents differ in identity numbers, and strict is by either.
func TestProfiles(t *testing.T) {
	for p, want := range map[Profile]string{Strict: "L4 true", GBT35273: "L4 true", GBT45574: "L3 false"} {
		level, s := Shipped().Under(p).Grade("cn_id18")
		if got := level + " " + strconv.FormatBool(s.Law); got != want {
			t.Errorf("%s: cn_id18 is %s, want %s", p, got, want)
		}
	}
	if level, _ := Shipped().WithLevels(map[string]string{"cn_mobile": "L4"}).Grade("cn_mobile"); level != "L4" {
		t.Errorf("a policy's level is not taken: %s", level)
	}
	if _, ok := ProfileOf("gbt-2025"); ok {
		t.Error("a profile that there is not")
	}
}

// Levels rise by what stands beside, and by nothing else.
func TestRaise(t *testing.T) {
	is := func(class, level string) Classification {
		return Classification{Class: class, Verdict: VerdictIs, Level: level, Why: "w"}
	}
	for name, c := range map[string]struct {
		columns []Classification
		want    string
	}{
		"device alone":                {[]Classification{is("imei", "L2"), is("none", "L1")}, "L2 L1"},
		"device and account":          {[]Classification{is("imei", "L2"), is("account_id", "L2")}, "L3 L2"},
		"device and text of accounts": {[]Classification{is("imei", "L2"), {Class: "account_id", Verdict: VerdictContains, Level: "L2"}}, "L2 L2"},
		"device and tenant":           {[]Classification{is("imei", "L2"), is("tenant_id", "L2")}, "L2 L2"},
		"document alone":              {[]Classification{is("cn_id18", "L3")}, "L3"},
		"document and card":           {[]Classification{is("cn_id18", "L3"), is("bank_card", "L4")}, "L4 L4"},
		"one quasi":                   {[]Classification{is("gender", "L2"), is("account_id", "L2")}, "L2 L2"},
		"two quasi":                   {[]Classification{is("gender", "L2"), is("date_of_birth", "L2"), is("account_id", "L2")}, "L3 L3 L2"},
		"two quasi and no key":        {[]Classification{is("gender", "L2"), is("date_of_birth", "L2")}, "L2 L2"},
		"in text": {[]Classification{is("imei", "L2"), {
			Class: "cn_mobile", Verdict: VerdictContains, Level: "L3", Findings: []Finding{{Class: "cn_mobile"}},
		}}, "L3 L3"},
	} {
		Raise(c.columns)
		var got []string
		for _, one := range c.columns {
			got = append(got, one.Level)
			if raised := strings.Contains(one.Why, RaisedBy); raised && one.Level == "L2" {
				t.Errorf("%s: said to be raised, and is not", name)
			}
		}
		if s := strings.Join(got, " "); s != c.want {
			t.Errorf("%s: %s, want %s", name, s, c.want)
		}
		before := strings.Join(got, " ")
		Raise(c.columns)
		for i := range c.columns {
			if c.columns[i].Level != got[i] {
				t.Errorf("%s: raised twice, from %s", name, before)
			}
		}
	}
}

// What Explain says is missing is what isByValues refuses for: nothing missing
// is a column of the class, for every shape of column.
func TestExplainAgrees(t *testing.T) {
	columnsOf := map[string]func(*rand.Rand, int) string{
		"ids": identity, "contracts": contract, "mobiles": mobile, "counter": serial, "scattered": scattered, "remarks": remark,
		"addresses": address, "hex": hexID, "mixed": sometimes(2, mobile, remark), "mostly": sometimes(3, remark, identity),
	}
	needs := 0
	for name, f := range columnsOf {
		for _, n := range []int{3, 60, 1000} {
			for _, header := range []string{"c1", "mobile", "id_no", "order_no"} {
				tally := tallied(leafOf(header, columns.Text), generate(n, f))
				j := newJudge(tally)
				for i := range j.classes {
					c := &j.classes[i]
					missing := j.needs(c)
					needs += len(missing)
					if (len(missing) == 0) != j.isByValues(c) {
						t.Errorf("%s, %d, %s: %s: of it %v, and missing %v", name, n, header, c.name, j.isByValues(c), missing)
					}
				}
				e := tally.Explain()
				if got := tally.Classify(); e.Class != got.Class || e.Verdict != got.Verdict {
					t.Errorf("%s: explained as %s %s, judged %s %s", name, e.Verdict, e.Class, got.Verdict, got.Class)
				}
			}
		}
	}
	if needs == 0 {
		t.Error("nothing was ever missing")
	}
}

// The table of registration numbers is the check that classes of a job may name.
func TestMod1110(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	right := 0
	for range 20000 {
		b := []byte("110000" + fmt.Sprintf("%09d", r.IntN(1e9)))
		table := bizreg15(nil, b) == Checked
		if table != mod1110Right(b) {
			t.Fatalf("a number is right by one of them")
		}
		if table {
			right++
		}
	}
	if right < 1800 || right > 2200 {
		t.Errorf("%d of 20000 are right", right)
	}
}
