package policy

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
)

func parseJob(t *testing.T, text string) *Job {
	t.Helper()
	n, err := Parse("job.yaml", []byte(text))
	if err != nil {
		t.Fatal(err)
	}
	j, err := readJobs(n, "job.yaml", testNames, nil)
	if err != nil {
		t.Fatal(err)
	}
	return j[0]
}

// A job that writes every default out is the job that says nothing.
func TestDefaults(t *testing.T) {
	job := func(keys, output, rest string) *Job {
		return parseJob(t, fmt.Sprintf("version: 1\nname: n\nkeys: {keyset: \"file:k\", kek: \"env:K\"%s}\ntables: [{name: t, input: i}]\noutput: {path: o%s}\n%s", keys, output, rest))
	}
	silent := job("", "", "")
	said := map[string]string{}
	for _, d := range silent.Defaults {
		if d.About == "" || d.AboutZH == "" {
			t.Errorf("%s: what does it mean?", d.Path)
		}
		group, key, nested := strings.Cut(d.Path, ".")
		switch {
		case d.Value == "": // there is no word for it
		case nested:
			said[group] += fmt.Sprintf(", %s: %q", key, d.Value)
		default:
			said["rest"] += fmt.Sprintf("%s: %s\n", group, d.Value)
		}
	}
	if len(silent.Defaults) != len(defaults) {
		t.Errorf("%d defaults applied of %d", len(silent.Defaults), len(defaults))
	}
	loud := job(said["keys"], said["output"], said["rest"])
	if len(loud.Defaults) != 1 || loud.Defaults[0].Path != "output.codec" {
		t.Errorf("a job that says everything still relies on %v", loud.Defaults)
	}
	ignore := cmpopts.IgnoreFields(Job{}, "Defaults", "Zone", "Rules", "Pack")
	if diff := cmp.Diff(silent, loud, ignore, cmpopts.IgnoreTypes(Pos{}), cmpopts.IgnoreUnexported(Output{})); diff != "" || loud.Zone.String() != silent.Zone.String() || loud.Pack.Name != silent.Pack.Name {
		t.Errorf("the defaults are others than reading a job applies:\n%s", diff)
	}
}

// What hardly anybody means, and what looks like it and is meant.
func TestWarnings(t *testing.T) {
	const none = "{match: {class: none}, do: keep}"
	for _, c := range []struct {
		rules []string
		want  string // code at rule
	}{
		{[]string{none}, ""},
		{nil, "no_rule"},
		{[]string{"{match: {class: none, column: city}, do: keep}"}, ""},
		{[]string{"{match: {column: phone}, do: drop}"}, ""}, // whatever is in it, none as well
		{[]string{"{match: {verdict: [is, none]}, do: drop}"}, ""},

		{[]string{"{match: {class: cn_mobile}, do: drop}", "{match: {class: cn_mobile, column: a}, do: mask}", none}, "shadowed 1"},
		{[]string{"{match: {class: cn_mobile, column: a}, do: drop}", "{match: {class: cn_mobile}, do: mask}", none}, ""},
		{[]string{"{match: {class: cn_mobile}, do: drop}", "{match: {class: cn_id18}, do: drop}", "{match: {class: [cn_id18, cn_mobile]}, do: mask}", none}, "shadowed 2"},
		{[]string{"{match: {class: cn_mobile}, do: drop}", "{match: {class: [cn_id18, cn_mobile]}, do: mask}", none}, ""},
		{[]string{"{match: {column: \"**\"}, do: drop}", none}, "shadowed 1"},
		{[]string{"{match: {column: \"*.phone\"}, do: drop}", "{match: {column: [a.phone, b.phone]}, do: mask}", none}, "shadowed 1"},
		{[]string{"{match: {column: \"*.phone\"}, do: drop}", "{match: {column: [a.phone, phone]}, do: mask}", none}, ""},
		{[]string{"{match: {column: \"a*\"}, do: drop}", "{match: {column: \"ab*\"}, do: mask}", none}, ""}, // true, and nobody compares patterns
		{[]string{"{match: {verdict: [is, masked, damaged]}, do: drop}", "{match: {class: cn_id18}, do: mask}", none}, "shadowed 1"},
		{[]string{"{match: {verdict: is}, do: drop}", "{match: {class: cn_id18}, do: mask}", none}, ""}, // masked ones are left
		{[]string{"{match: {verdict: contains}, do: drop}", "{match: {contains: cn_id18}, do: nullify}", none}, "shadowed 1"},
		{[]string{"{match: {contains: [cn_id18, cn_mobile]}, do: drop}", "{match: {contains: cn_id18}, do: nullify}", none}, "shadowed 1"},
		{[]string{"{match: {contains: cn_id18}, do: drop}", "{match: {contains: [cn_id18, cn_mobile]}, do: nullify}", none}, ""},
		{[]string{none, "{match: {verdict: none}, do: drop}"}, "shadowed 1"},
		{[]string{"{match: {type: string}, do: drop}", "{match: {type: [string, int64]}, do: mask}", none}, ""},
		{[]string{"{match: {level: [L3, L4]}, do: drop}", "{match: {level: L3, role: self}, do: mask}", none}, "shadowed 1"},
		{[]string{"{match: {partition: \"d*\"}, do: keep}", "{match: {partition: dt}, do: keep}", none}, "shadowed 1"},
		{[]string{"{match: {partition: dt}, do: keep}", "{match: {column: dt}, do: keep}", none}, ""},

		{[]string{"{match: {class: cn_mobile, verdict: contains}, do: drop}", none}, "shadowed 0"},
		{[]string{"{match: {contains: cn_mobile, verdict: unknown}, do: drop}", none}, "shadowed 0"},
		{[]string{"{match: {class: cn_mobile, contains: cn_id18}, do: drop}", none}, "shadowed 0"},

		{[]string{"{match: {verdict: contains}, do: keep}", none}, "keeps_all 0"},
		{[]string{"{match: {level: L4}, do: keep}", none}, "keeps_all 0"},
		{[]string{"{match: {}, do: keep}"}, "keeps_all 0"},
		{[]string{"{match: {verdict: masked}, do: keep}", none}, ""},
		{[]string{"{match: {verdict: unknown, column: c7}, do: keep}", none}, ""},
		{[]string{"{match: {class: cn_mobile}, do: keep}", none}, ""},
	} {
		j := parseJob(t, "version: 1\nname: n\ntables: [{name: t, input: i}]\noutput: {path: o}\nrules: ["+strings.Join(c.rules, ", ")+"]\n")
		var got []string
		for _, e := range j.Warnings() {
			got = append(got, strings.TrimSuffix(strings.Replace(strings.Replace(string(e.Code)+" "+e.Path, "rules[", "", 1), "]", "", 1), " rules"))
		}
		if strings.Join(got, ", ") != c.want {
			t.Errorf("%s: %q, want %q", strings.Join(c.rules, " "), got, c.want)
		}
	}
}

// A rule that is said to be taken by others matches nothing that they leave,
// whatever the column.
func TestShadowedRulesNeverDecide(t *testing.T) {
	matches := []string{
		"{}", "{class: cn_mobile}", "{class: [cn_mobile, none]}", "{class: none}", "{verdict: is}", "{verdict: [is, masked, damaged]}", "{verdict: [none, unknown]}",
		"{contains: cn_mobile}", "{contains: [cn_mobile, cn_id18]}", "{verdict: contains}", "{column: a}", "{column: \"*\"}", "{column: \"**\"}", "{column: [a, b.a]}",
		"{type: string}", "{type: [string, int64]}", "{level: L3}", "{role: self}", "{partition: \"*\"}", "{class: cn_mobile, column: a}", "{verdict: masked, class: cn_mobile}",
	}
	var rules []Rule
	for _, text := range matches {
		n, err := Parse("m.yaml", []byte(text))
		if err != nil {
			t.Fatal(err)
		}
		r := &reader{names: testNames}
		rules = append(rules, Rule{Match: r.match(n)})
	}
	var columns []Subject
	for _, path := range []string{"a", "b", "b.a"} {
		for _, typ := range []string{"string", "int64"} {
			for _, s := range []Subject{
				{Verdict: "is", Class: "cn_mobile"}, {Verdict: "masked", Class: "cn_mobile"}, {Verdict: "is", Class: "cn_id18"}, {Verdict: "none"}, {Verdict: "unknown"},
				{Verdict: "contains", Contains: []string{"cn_mobile"}}, {Verdict: "contains", Contains: []string{"cn_mobile", "cn_id18"}},
			} {
				s.Path, s.Type = path, typ
				columns = append(columns, s, s, s)
				columns[len(columns)-1].Partition, columns[len(columns)-2].Role, columns[len(columns)-3].Level = true, "self", "L3"
			}
		}
	}
	found := 0
	for i := range rules {
		for k := range rules {
			pair := []Rule{rules[i], rules[k]}
			if shadowed(pair, 1) == nil {
				continue
			}
			found++
			for _, s := range columns {
				if pair[1].Match.Match(s) && !pair[0].Match.Match(s) {
					t.Errorf("%s is said to take all of %s, and not %s", matches[i], matches[k], s)
				}
			}
		}
	}
	if found < 60 {
		t.Errorf("only %d pairs of rules are known to shadow one another", found)
	}
}

// An action that a message shows can be pasted into a job.
func TestActionsAreWrittenAsTheyAreRead(t *testing.T) {
	for _, text := range []string{
		"drop", "{mask: {keep_first: 3, with: \"#\"}}", "{mask: {keep_last: 4, profile: \"a: b, c}\"}}", "{generalize: {to: city}}", "{generalize: {min: \"-0.5\", to: bucket, width: 2.5}}",
		"{replace: {with: 已隐藏}}", "{replace: {with: \"\"}}", "{replace: {with: \"null\"}}",
	} {
		read := func(text string) Action {
			n, err := Parse("a.yaml", []byte("do: "+text))
			if err != nil {
				t.Fatal(err)
			}
			return (&reader{names: testNames}).action(n.Get("do"))
		}
		a := read(text)
		if again := read(a.String()); again.Name != a.Name || !cmp.Equal(again.Options.Values(), a.Options.Values()) {
			t.Errorf("%s is written as %s", text, a)
		}
	}
}

// What is wrong in one place is said in one order.
func TestErrorsOfOnePlace(t *testing.T) {
	const text = "version: 1\nname: n\ntables: [{name: t, input: i}]\noutput: {path: o}\ndetectors:\n  - {name: badge_no, literals: [a], samples: {}}\n"
	for range 20 {
		_, err := ReadJob("job.yaml", []byte(text), testNames)
		list, ok := err.(Errors)
		if !ok || len(list) != 2 || list[0].Msg != "hit is missing" || list[1].Msg != "miss is missing" {
			t.Fatal(err)
		}
	}
}

// A name that a block of YAML ends in a line break is said so that the break is seen.
func TestUnmetName(t *testing.T) {
	const job = "version: 1\nname: n\ntables: [{name: t, input: in}]\nrules:\n  - match:\n      column: |\n        mobile\n    do: drop\noutput: {path: out}\n"
	j, err := ReadJob("job.yaml", []byte(job), testNames)
	if err != nil {
		t.Fatal(err)
	}
	if list := j.Unmet([]string{"mobile"}); len(list) != 1 || list[0].Msg != `no table has a column "mobile\n"` {
		t.Errorf("%v", list)
	}
}
