package report_test

import (
	"bytes"
	"errors"
	"flag"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/mattn/go-runewidth"

	"tuomin/detectors"
	"tuomin/pipelines"
	"tuomin/pipelines/policy"
	"tuomin/pipelines/report"
	"tuomin/scanners"
	"tuomin/scanners/columns"
	"tuomin/transforms"
)

var update = flag.Bool("update", false, "write what is drawn to testdata")

var findings = &pipelines.Findings{
	Tables: []*pipelines.Profile{{
		Table: &scanners.Table{Path: "lake/order", Files: []scanners.File{{Path: "lake/order/a.parquet", Format: scanners.Parquet}}},
		Files: 1, Rows: 1204113,
		Columns: []detectors.Classification{
			{Path: "buyer.id_no", Type: "string", Class: "cn_id18", Verdict: detectors.VerdictIs, Confidence: detectors.Certain, Level: "L4", Share: 0.9996, Rows: 1204113, Nulls: 12, Why: "check digits are right"},
			{Path: "收货人电话", Type: "string", Class: "cn_mobile", Verdict: detectors.VerdictMasked, Confidence: detectors.Likely, Level: "L3", Share: 1, Rows: 1204113, Why: "masked already"},
			{Path: "remark", Type: "string", Class: "cn_mobile", Verdict: detectors.VerdictContains, Confidence: detectors.Certain, Level: "L3", Share: 0.0004, Rows: 1204113, Why: "words beside the values say so"},
			{Path: "c7", Type: "string", Class: "unknown", Verdict: detectors.VerdictUnknown, Confidence: detectors.Possible, Level: "L2", Rows: 1204113, Why: "shaped like cn_id18, but no check digit is right"},
			{Path: "amount", Type: "float64", Class: "none", Verdict: detectors.VerdictNone, Confidence: detectors.Certain, Level: "L1", Rows: 1204113},
		},
		Twins: []detectors.Twin{{A: 0, B: 3, Shared: 411}, {A: 1, B: 2, Shared: 20}, {A: 2, B: 3, Shared: 20}},
	}},
	Failed: []scanners.Failure{{Path: "lake/order/b.parquet", Code: scanners.Code("malformed"), Err: errors.New("footer: cut off")}},
}

var plans = []*pipelines.Plan{{
	Table: "order", Path: "lake/order",
	Columns: []pipelines.PlannedColumn{
		{Path: "buyer.id_no", In: "string", Out: "string", Class: "cn_id18", Verdict: detectors.VerdictIs, Confidence: detectors.Certain, Why: "check digits are right",
			Action: "hmac", Options: map[string]string{"domain": "person"}, Guarantee: transforms.Pseudonym, Rule: "packs/cn-base.yaml:28:6"},
		{Path: "收货人电话", In: "string", Out: "", Class: "cn_mobile", Verdict: detectors.VerdictIs, Confidence: detectors.Likely, Action: "drop", Guarantee: transforms.Removed, Rule: "job.yaml:5:5"},
		{Path: "order_no", In: "int64", Out: "string", Class: "order_id", Verdict: detectors.VerdictIs, Confidence: detectors.Certain, Action: "sha256", Guarantee: transforms.Enumerable, Accepted: "enumerable", Rule: "job.yaml:6:5"},
		{Path: "amount", In: "float64", Out: "float64", Class: "none", Verdict: detectors.VerdictNone, Confidence: detectors.Certain, Action: "keep", Guarantee: transforms.Untouched, Rule: "job.yaml:7:5"},
	},
}}

var result = &pipelines.Result{
	Schema: "tuomin.result/1", Job: "nightly", Outcome: pipelines.OutcomeRefused, Reason: pipelines.InputUnreadable, Files: 3, Bytes: 88_123_456,
	Rows: pipelines.RowCounts{In: 2000, Out: 1990, Dropped: map[string]int64{"expired": 10}},
	Partitions: []pipelines.PartitionResult{
		{Table: "order", Path: "dt=2026-11-19", Outcome: pipelines.OutcomeCommitted, Reason: pipelines.Committed, Rows: pipelines.RowCounts{In: 2000, Out: 1990, Dropped: map[string]int64{"expired": 10}}},
		{Table: "order", Path: "dt=2026-11-20", Outcome: pipelines.OutcomeRefused, Reason: pipelines.InputUnreadable, Rows: pipelines.RowCounts{Dropped: map[string]int64{}}, Error: "b.parquet: footer: cut off"},
	},
	KeyIDs: []string{"person:9f2c"}, Drift: []pipelines.Drift{},
}

// drawings are all reports of this package, for people and for programs.
var drawings = map[string]func(w io.Writer, s report.Style) error{
	"scan":   func(w io.Writer, s report.Style) error { return report.Scan(w, s, findings) },
	"plan":   func(w io.Writer, s report.Style) error { return report.Plan(w, s, plans) },
	"result": func(w io.Writer, s report.Style) error { return report.Result(w, s, result) },
	"before-after": func(w io.Writer, s report.Style) error {
		return report.BeforeAfter(w, s, []report.Field{{"手机", "13800000001"}, {"city", "杭州市"}, {"name", "王某"}}, []report.Field{{"手机", "138****0001"}, {"city", "杭州市"}})
	},
}

func compare(t *testing.T, name string, got []byte) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if *update {
		if err := os.WriteFile(path, got, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), string(got)); diff != "" {
		t.Error(diff)
	}
}

// TestDrawings draws each report in both languages: uncut, in terminals from
// wide to very narrow, and as Markdown.
func TestDrawings(t *testing.T) {
	for name, draw := range drawings {
		for _, lang := range []string{"en", "zh"} {
			var all bytes.Buffer
			for _, width := range []int{0, 100, 80, 50} {
				fmt.Fprintf(&all, "-- %d --\n", width)
				if err := draw(&all, report.Style{Lang: lang, Width: width}); err != nil {
					t.Fatal(err)
				}
			}
			fmt.Fprintln(&all, "-- markdown --")
			if err := draw(&all, report.Style{Lang: lang, Markdown: true}); err != nil {
				t.Fatal(err)
			}
			compare(t, name+"."+lang+".txt", all.Bytes())
		}
	}
}

// What a column lacks is a list: "or" stands between its parts, and not before the first.
func TestNeedsOfExplanation(t *testing.T) {
	name, few := detectors.Need{What: detectors.NeedName, Want: 1}, detectors.Need{What: detectors.NeedValues, Have: 2, Want: 5}
	for _, c := range []struct {
		lang, want string
		needs      []detectors.Need
	}{
		{"en", "to be of it: a name that says so\n", []detectors.Need{name}},
		{"en", "to be of it: 5 values, not 2; or a name that says so\n", []detectors.Need{few, name}},
		{"zh", "若要属于此类别：由列名表明\n", []detectors.Need{name}},
		{"zh", "若要属于此类别：至少 5 个取值，现有 2；或由列名表明\n", []detectors.Need{few, name}},
	} {
		var b bytes.Buffer
		e := &detectors.Explanation{Classes: []detectors.Explained{{Class: "account_id", Needs: c.needs}}}
		if err := report.Explain(&b, report.Style{Lang: c.lang}, e); err != nil {
			t.Fatal(err)
		}
		if !strings.HasSuffix(b.String(), c.want) {
			t.Errorf("%s: %q does not end in %q", c.lang, b.String(), c.want)
		}
	}
}

// Whatever grounds a detector gives, there are Chinese words for it.
func TestGroundsInChinese(t *testing.T) {
	file, err := parser.ParseFile(token.NewFileSet(), "../../detectors/verdicts.go", nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	grounds := 0
	ast.Inspect(file, func(n ast.Node) bool {
		lit, ok := n.(*ast.BasicLit)
		if !ok || lit.Kind != token.STRING {
			return true
		}
		english, err := strconv.Unquote(lit.Value)
		if err != nil || len(strings.Fields(english)) < 2 || strings.HasPrefix(english, "shaped") || strings.HasPrefix(english, ",") {
			return true
		}
		grounds++
		f := &pipelines.Findings{Tables: []*pipelines.Profile{{Table: findings.Tables[0].Table, Columns: []detectors.Classification{{Path: "c", Why: english}}}}}
		var b bytes.Buffer
		if err := report.Scan(&b, report.Style{Lang: "zh"}, f); err != nil {
			t.Fatal(err)
		}
		if strings.Contains(b.String(), english) {
			t.Errorf("in English: %s", english)
		}
		return true
	})
	if grounds < 10 {
		t.Errorf("only %d grounds found: the test shows nothing", grounds)
	}
}

// Colour is decoration: without it the same words stand there.
func TestColourSaysNothing(t *testing.T) {
	strip := strings.NewReplacer("\x1b[0m", "", "\x1b[1m", "", "\x1b[2m", "", "\x1b[31m", "", "\x1b[32m", "", "\x1b[33m", "")
	for name, draw := range drawings {
		var plain, tinted bytes.Buffer
		if err := errors.Join(draw(&plain, report.Style{Lang: "en"}), draw(&tinted, report.Style{Lang: "en", Color: true})); err != nil {
			t.Fatal(err)
		}
		if strings.Contains(plain.String(), "\x1b") {
			t.Errorf("%s: escapes without colour", name)
		}
		if !strings.Contains(tinted.String(), "\x1b") {
			t.Errorf("%s: no colour", name)
		}
		trim := func(s string) string {
			lines := strings.Split(s, "\n")
			for i := range lines {
				lines[i] = strings.TrimRight(lines[i], " ")
			}
			return strings.Join(lines, "\n")
		}
		if diff := cmp.Diff(trim(plain.String()), trim(strip.Replace(tinted.String()))); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
}

// Columns stand under one another whatever the script: what follows a Chinese
// name begins where it begins after an English one.
func TestAligned(t *testing.T) {
	var b bytes.Buffer
	if err := report.Scan(&b, report.Style{Lang: "en"}, findings); err != nil {
		t.Fatal(err)
	}
	at := -1
	for _, line := range strings.Split(b.String(), "\n")[2:7] {
		before, _, ok := strings.Cut(line, "string")
		if !ok {
			before, _, _ = strings.Cut(line, "float64")
		}
		if w := runewidth.StringWidth(before); at >= 0 && w != at {
			t.Errorf("the type stands in column %d, above it in %d", w, at)
		} else {
			at = w
		}
	}
}

// TestDocuments holds the JSON to the contracts that other programs rely on.
func TestDocuments(t *testing.T) {
	failed := policy.Errors{{Pos: policy.Pos{File: "job.yaml", Line: 5, Col: 7}, Path: "rules[0]", Code: policy.Twin, Msg: "is a twin"}}
	for name, write := range map[string]func(w io.Writer) error{
		"scan":        func(w io.Writer) error { return report.ScanJSON(w, findings) },
		"scan-empty":  func(w io.Writer) error { return report.ScanJSON(w, &pipelines.Findings{}) },
		"plan":        func(w io.Writer) error { return report.PlanJSON(w, plans, nil) },
		"plan-failed": func(w io.Writer) error { return report.PlanJSON(w, nil, fmt.Errorf("plan: %w", failed)) },
		"result":      func(w io.Writer) error { return report.Line(w, result) },
		"report":      func(w io.Writer) error { return report.PageJSON(w, account(), made) },
		"reasons": func(w io.Writer) error {
			return report.Reasons(w, report.Style{Lang: "en"}, true, pipelines.Reasons()[:2])
		},
	} {
		var b bytes.Buffer
		if err := write(&b); err != nil {
			t.Fatal(err)
		}
		if bytes.Count(b.Bytes(), []byte("\n")) != 1 {
			t.Errorf("%s is not one line", name)
		}
		compare(t, name+".json", b.Bytes())
	}
}

// A column that contains several classes names them, in a scan and in a plan: its level
// may be another's, and a rule for what a column contains names them all.
func TestAllClassesAreNamed(t *testing.T) {
	contains := func(classes ...string) detectors.Classification {
		c := detectors.Classification{Path: "remark", Type: "string", Class: classes[0], Verdict: detectors.VerdictContains, Level: "L4", Share: 0.25}
		for _, class := range classes {
			c.Findings = append(c.Findings, detectors.Finding{Class: class, Rows: 9})
		}
		c.Findings = append(c.Findings, detectors.Finding{Class: "imei", Rows: 9, Chance: true})
		return c
	}
	for _, c := range []struct {
		lang string
		of   detectors.Classification
		want string
	}{
		{"en", contains("cn_mobile", "cn_id18"), "; also cn_id18\n"},
		{"zh", contains("cn_mobile", "cn_id18", "email"), "；另有 cn_id18、email\n"},
		{"en", contains("cn_mobile", "cn_id18", "email", "ipv4", "url", "qq"), "; also cn_id18, email, ipv4 and 2 more\n"},
	} {
		found := &pipelines.Findings{Tables: []*pipelines.Profile{{Table: &scanners.Table{Path: "t"}, Columns: []detectors.Classification{c.of}}}}
		var b bytes.Buffer
		if err := report.Scan(&b, report.Style{Lang: c.lang}, found); err != nil || !strings.Contains(b.String(), c.want) {
			t.Errorf("%q is not in (%v)\n%s", c.want, err, b.String())
		}
		b.Reset()
		job := &policy.Job{Name: "j", Rules: []policy.Rule{{Match: policy.Match{Verdicts: []string{"contains"}}, Action: policy.Action{Name: "nullify"}}}}
		plan, err := pipelines.NewPlan(job, &policy.Table{Name: "t"}, &columns.Schema{Leaves: []columns.Column{{Path: "remark", Type: columns.Type{Kind: columns.Text}}}},
			pipelines.Basis{Found: []detectors.Classification{c.of}}, nil)
		if err != nil {
			t.Fatal(err)
		}
		if err := report.Plan(&b, report.Style{Lang: c.lang}, []*pipelines.Plan{plan}); err != nil || !strings.Contains(b.String(), c.want) {
			t.Errorf("%q is not in (%v)\n%s", c.want, err, b.String())
		}
	}
}
