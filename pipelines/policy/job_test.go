package policy

import (
	"errors"
	"flag"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "write what is said of each file of testdata/jobs beside it")

// What a job may name, in tests: the pipelines bring the real ones.
var testNames = Names{
	Classes:  packClasses(),
	Actions:  []string{"keep", "drop", "nullify", "mask", "sha256", "hmac", "generalize", "replace"},
	Checks:   []string{"luhn", "mod11-2"},
	Profiles: []string{"strict", "gbt45574-2025"},
}

// packClasses are the classes that the shipped policies speak of.
func packClasses() []string {
	var classes []string
	for _, name := range Packs() {
		src, err := packs.ReadFile("packs/" + name + ".yaml")
		if err != nil {
			panic(err) // an embedded file can be read
		}
		for _, list := range regexp.MustCompile(`class: (\w+|\[[^]]*\])|form: (\w+)`).FindAllStringSubmatch(string(src), -1) {
			classes = append(classes, regexp.MustCompile(`\w+`).FindAllString(list[1]+" "+list[2], -1)...)
		}
	}
	slices.Sort(classes)
	return slices.DeleteFunc(slices.Compact(classes), func(c string) bool { return c == "text" || c == "none" })
}

// check is all that reading a job says.
func check(name string, src []byte) error {
	n, err := Parse(name, src)
	if err != nil {
		return err
	}
	_, err = readJobs(n, name, testNames, nil)
	return err
}

// Each file of testdata/jobs is wrong, and what is said of it stands beside it:
// all of it at once, each with its place, and with a hint where we know one.
func TestWrongJobs(t *testing.T) {
	paths, err := filepath.Glob("testdata/jobs/*.yaml")
	if err != nil || len(paths) == 0 {
		t.Fatal("no jobs", err)
	}
	for _, path := range paths {
		t.Run(filepath.Base(path), func(t *testing.T) {
			src, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			err = check(filepath.Base(path), src)
			if err == nil {
				t.Fatal("nothing is said of it")
			}
			golden(t, strings.TrimSuffix(path, ".yaml")+".txt", err.Error()+"\n")
		})
	}
}

// A right job is read with its defaults, and the policy's rules come after its
// own.
func TestJob(t *testing.T) {
	n, err := Parse("job.yaml", []byte(`version: 1
name: nightly
recipient: growth
recipients: {growth: {internal: true}}
zone: Asia/Shanghai
tables: [{name: order, input: lake/order}, {name: user, input: /data/user}]
rules:
  - {match: {column: ["**.phone", mobile], verdict: is}, do: {mask: {keep_first: 3}}}
output: {path: "out/{table}/", mode: "0640"}
`))
	if err != nil {
		t.Fatal(err)
	}
	jobs, err := readJobs(n, "jobs/job.yaml", testNames, nil)
	if err != nil {
		t.Fatal(err)
	}
	j := jobs[0]
	if j.Tables[0].Input != filepath.Join("jobs", "lake", "order") || j.Tables[1].Input != "/data/user" {
		t.Errorf("inputs %s and %s: relative paths are the job file's", j.Tables[0].Input, j.Tables[1].Input)
	}
	if got := j.OutputPath("user"); got != filepath.Join("jobs", "out", "user") {
		t.Errorf("output %s", got)
	}
	if j.Output.Replace != ReplaceRefuse || j.Output.Success != "_SUCCESS" || j.Output.Mode != 0o640 || j.Zone.String() != "Asia/Shanghai" || j.SwapsTable() {
		t.Errorf("output %+v in zone %s", j.Output, j.Zone)
	}
	if len(j.Rules) < 6 || j.Rules[0].Pos.Line != 8 || j.Rules[1].Pos.File != "packs/cn-base.yaml" || j.Domains["person"] != "cn_id18" {
		t.Errorf("%d rules, the first at %s, the second at %s", len(j.Rules), j.Rules[0].Pos, j.Rules[1].Pos)
	}
	var mask struct {
		First int `yaml:"keep_first"`
	}
	if err := j.Rules[0].Action.Options.Decode(&mask); err != nil || mask.First != 3 {
		t.Errorf("mask keeps %d (%v)", mask.First, err)
	}
}

// The condition of a rule: all kinds must hold, of each kind one.
func TestMatch(t *testing.T) {
	phone := Subject{Path: "receiver.phone", Class: "cn_mobile", Verdict: "is", Type: "string", Role: "recipient", Level: "L3"}
	remark := Subject{Path: "remark", Verdict: "contains", Contains: []string{"cn_mobile", "cn_id18"}, Type: "string", Level: "L4"}
	device := Subject{Path: "c7", Verdict: "unknown", Type: "string", Level: "L2"}
	city := Subject{Path: "city", Verdict: "none", Type: "string", Level: "L1"}
	day := Subject{Path: "dt", Verdict: "none", Type: "string", Level: "L1", Partition: true}
	all := []Subject{phone, remark, device, city, day}
	for _, c := range []struct{ match, want string }{
		{"{}", "receiver.phone remark c7 city dt"},
		{"{class: cn_mobile}", "receiver.phone"},
		{"{class: [cn_id18, cn_mobile]}", "receiver.phone"},
		{"{class: none}", "city dt"},
		{"{contains: cn_mobile}", ""}, // it contains more than that
		{"{contains: [cn_id18, cn_mobile, cn_address]}", "remark"},
		{"{verdict: unknown}", "c7"},
		{"{verdict: [unknown, none], type: string}", "c7 city dt"},
		{"{type: int64}", ""},
		{"{role: recipient}", "receiver.phone"},
		{"{level: [L3, L4]}", "receiver.phone remark"},
		{"{column: \"*\"}", "remark c7 city dt"},
		{"{column: \"**.phone\", class: cn_id18}", ""},
		{"{partition: \"d*\"}", "dt"},
		{"{partition: city}", ""},
	} {
		n, err := Parse("m.yaml", []byte(c.match))
		if err != nil {
			t.Fatal(err)
		}
		r := &reader{names: testNames}
		m := r.match(n)
		var got []string
		for _, s := range all {
			if m.Match(s) {
				got = append(got, s.Path)
			}
		}
		if strings.Join(got, " ") != c.want || len(r.errs) > 0 {
			t.Errorf("%s matches %q, want %q (%v)", c.match, got, c.want, r.errs)
		}
	}
}

// Whatever stands in a file, reading it ends, and each error has its place.
func FuzzJob(f *testing.F) {
	paths, err := filepath.Glob("testdata/jobs/*.yaml")
	if err != nil {
		f.Fatal(err)
	}
	for _, path := range append(paths, "packs/cn-base.yaml") {
		src, err := os.ReadFile(path)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(src)
	}
	f.Fuzz(func(t *testing.T, src []byte) {
		err := check("fuzz.yaml", src)
		var list Errors
		switch {
		case err == nil, errors.Is(err, ErrTooLarge):
		case !errors.As(err, &list):
			t.Errorf("an error without a place: %v", err)
		default:
			for _, e := range list {
				if e.Pos.Line < 1 || e.Pos.Col < 1 || e.Msg == "" || e.Code == "" {
					t.Errorf("an error at %s that says %q", e.Pos, e.Msg)
				}
			}
		}
	})
}

// What Windows and URLs put before what is meant is no mistake.
func TestBefore(t *testing.T) {
	n, err := Parse("job.yaml", []byte("\ufeffversion: 1\nname: n\ntables: [{name: a, input: \"file:///lake/a\"}]\nrules: [{match: {class: none}, do: keep}]\noutput: {path: \"file:///out/{table}\"}\n"))
	if err != nil {
		t.Fatal(err)
	}
	jobs, err := readJobs(n, filepath.Join("jobs", "job.yaml"), testNames, nil)
	if err != nil {
		t.Fatal(err)
	}
	if j := jobs[0]; j.Tables[0].Input != "/lake/a" || j.OutputPath("a") != "/out/a" {
		t.Error(j.Tables[0].Input, j.OutputPath("a"))
	}
}

// A file that nobody wrote is the job's mistake, and has a place.
func TestTooLarge(t *testing.T) {
	var errs Errors
	if _, err := Parse("job.yaml", make([]byte, maxFile+1)); !errors.Is(err, ErrTooLarge) || !errors.As(err, &errs) {
		t.Error(err)
	}
}
