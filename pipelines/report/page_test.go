package report_test

import (
	"bytes"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"unicode"

	"github.com/mattn/go-runewidth"

	"tuomin/detectors"
	"tuomin/pipelines"
	"tuomin/pipelines/report"
	"tuomin/scanners/columns"
	"tuomin/transforms"
)

var made = report.Made{At: "2026-11-20T03:04:05Z", Host: "build-7", Version: "v1.2.0"}

// account is a second run: one partition made again, one new, one refused; a
// column treated otherwise, one come and one gone, another key.
func account() *pipelines.Account {
	found := findings.Tables[0].Columns
	before := &pipelines.Manifest{
		Schema: "tuomin.manifest/1", Job: "nightly", Table: "order", Plan: "p1", Policy: "a0a0a0a0a0a0a0", KeyIDs: []string{"person:0000"},
		Columns: []pipelines.ManifestColumn{
			{Path: "buyer.id_no", In: "string", Out: "string", Class: "cn_id18", Action: "hmac", Options: map[string]string{"domain": "person"}, Guarantee: string(transforms.Pseudonym)},
			{Path: "收货人电话", In: "string", Out: "string", Class: "none", Action: "keep", Guarantee: string(transforms.Untouched)},
			{Path: "fax", In: "string", Out: "string", Class: "none", Action: "keep", Guarantee: string(transforms.Untouched)},
		},
		Found: found, Rows: pipelines.RowCounts{In: 1900, Out: 1900}, Verified: []string{"digest"},
	}
	now := *before
	now.Previous, now.Policy, now.KeyIDs = "1111111111111111", "b1b1b1b1b1b1b1", []string{"person:9f2c"}
	now.Columns = []pipelines.ManifestColumn{
		before.Columns[0],
		{Path: "收货人电话", In: "string", Out: "string", Class: "cn_mobile", Action: "mask", Options: map[string]string{"keep_first": "3", "keep_last": "4"}, Guarantee: string(transforms.Masked)},
		{Path: "remark", In: "string", Out: "string", Class: "cn_mobile", Action: "keep", Guarantee: string(transforms.Untouched)},
		{Path: "c7", In: "string", Class: "unknown", Action: "drop", Guarantee: string(transforms.Removed)},
		{Path: "order_no", In: "int64", Out: "string", Class: "order_id", Action: "sha256", Guarantee: string(transforms.Enumerable), Accepted: "accept_enumerable: the 7e9 of cn_mobile in 17 min on two cores"},
		{Path: "amount", In: "float64", Out: "float64", Class: "none", Action: "keep", Guarantee: string(transforms.Untouched)},
	}
	now.Rows = pipelines.RowCounts{In: 2000, Out: 1990, Dropped: map[string]int64{"expired": 10}}
	now.Counts = map[string]int64{"buyer.id_no nullish": 18, "a column without_form": 2}
	now.Dropped = []string{"pandas"}
	now.Verified = []string{"digest", "rows", "a_later_check"}
	now.Outputs = []pipelines.OutputFile{{Name: "a-0123.parquet", Rows: 1990, Bytes: 88_123_456, SHA256: "feed"}}
	fresh := now
	fresh.Previous = ""
	fresh.Verified = []string{"digest", "rows"}
	second := *result
	return &pipelines.Account{
		Job: "nightly", Purpose: "analytics", Recipient: "growth", Result: &second,
		Tables: []pipelines.AccountTable{{
			Name: "order", Input: "lake/order", Output: "extracts/order", Last: before,
			Parts: []pipelines.AccountPartition{
				{Result: result.Partitions[0], Now: &now, Before: before, Hash: "2222222222222222"},
				{Result: pipelines.PartitionResult{Table: "order", Path: "dt=2026-11-21", Outcome: pipelines.OutcomeCommitted, Reason: pipelines.Committed, Rows: now.Rows}, Now: &fresh, Hash: "3333333333333333"},
				{Result: result.Partitions[1]},
			},
		}},
	}
}

// codeSpan is what stands in Markdown letter by letter.
var codeSpan = regexp.MustCompile("``+.*?``+|`[^`]*`")

// TestPage holds the page that somebody signs to what it must say, in both
// languages.
func TestPage(t *testing.T) {
	for _, lang := range []string{"en", "zh"} {
		var b bytes.Buffer
		if err := report.Page(&b, report.Style{Lang: lang, Width: 20, Color: true}, account(), made); err != nil {
			t.Fatal(err)
		}
		compare(t, "report."+lang+".md", b.Bytes())
	}
}

// Two pages of the same differ in nothing but when and where they were made,
// and that stands in the last line.
func TestPageIsDeterministic(t *testing.T) {
	var a, b bytes.Buffer
	other := report.Made{At: "2027-01-01T00:00:00Z", Host: "elsewhere", Version: "v9"}
	for w, m := range map[*bytes.Buffer]report.Made{&a: made, &b: other} {
		if err := report.Page(w, report.Style{Lang: "en"}, account(), m); err != nil {
			t.Fatal(err)
		}
	}
	x, y := strings.Split(strings.TrimSpace(a.String()), "\n"), strings.Split(strings.TrimSpace(b.String()), "\n")
	for i := range x {
		if x[i] != y[i] && i != len(x)-1 {
			t.Errorf("line %d differs: %q, %q", i+1, x[i], y[i])
		}
	}
	if x[len(x)-1] == y[len(y)-1] {
		t.Error("the last line does not say when and where")
	}
}

// Names come from whoever wrote the table. None of them may do anything on a
// terminal or in a rendered page, or break a table apart.
func TestHostileNames(t *testing.T) {
	for _, hostile := range []string{
		"a|b", "a`b``c", "`", "a\nb", "a\x1b[31mb", "<script>alert(1)</script>", "[x](http://example.org)", "a\u202eb", "a\rb", "\u0085", "*_#~", "\\|",
	} {
		f := *findings.Tables[0]
		f.Twins = nil
		f.Columns = []detectors.Classification{{Path: columns.Path(hostile), Type: "string", Class: "none", Verdict: detectors.VerdictNone}}
		acc := account()
		acc.Tables[0].Name = hostile
		acc.Tables[0].Parts[0].Now.Columns[1].Path = columns.Path(hostile)
		acc.Tables[0].Parts[1].Now.Columns[1].Path = columns.Path(hostile)
		var term, table, page bytes.Buffer
		found := &pipelines.Findings{Tables: []*pipelines.Profile{&f}}
		for _, err := range []error{
			report.Scan(&term, report.Style{Lang: "en"}, found),
			report.Scan(&table, report.Style{Lang: "en", Markdown: true}, found),
			report.Page(&page, report.Style{Lang: "en"}, acc, made),
		} {
			if err != nil {
				t.Fatal(err)
			}
		}
		if got := strings.Count(term.String(), "\n"); got != 3 {
			t.Errorf("%q: %d lines on a terminal, want 3", hostile, got)
		}
		for _, text := range []string{term.String(), table.String(), page.String()} {
			if i := strings.IndexFunc(text, func(r rune) bool { return r != '\n' && (unicode.IsControl(r) || r == '\u202e') }); i >= 0 {
				t.Errorf("%q: %q reaches the reader", hostile, text[i:i+1])
			}
		}
		// Every row of a table has as many bars that are not escaped as its head.
		for _, text := range []string{table.String(), page.String()} {
			head := 0
			for _, line := range strings.Split(text, "\n") {
				bars := strings.Count(strings.ReplaceAll(strings.ReplaceAll(line, `\\`, ""), `\|`, ""), "|")
				if !strings.HasPrefix(line, "|") {
					head = 0
					continue
				}
				if head == 0 {
					head = bars
				}
				// In a code span a backslash is no escape, and a bar after one still ends the cell.
				if bars != head && !strings.Contains(hostile, `\`) {
					t.Errorf("%q: %d bars, the head has %d: %s", hostile, bars, head, line)
				}
			}
			for _, line := range strings.Split(text, "\n") {
				outside := codeSpan.ReplaceAllString(line, "")
				if strings.Contains(outside, "<script>") || strings.Contains(outside, "](") {
					t.Errorf("%q is live: %s", hostile, line)
				}
			}
		}
	}
}

// However narrow a terminal is, a table of hundreds of long paths fits into
// it, as long as the words of the verdicts do.
func TestFits(t *testing.T) {
	f := *findings.Tables[0]
	f.Columns = nil
	for i := range 300 {
		c := findings.Tables[0].Columns[i%5]
		c.Path = columns.Path(fmt.Sprintf("订单.扩展信息.level_%d.%s.phone_number_%d", i, strings.Repeat("nested_", i%9), i))
		f.Columns = append(f.Columns, c)
	}
	for _, lang := range []string{"en", "zh"} {
		for _, room := range []int{60, 80, 100, 120, 200} {
			var b bytes.Buffer
			if err := report.Scan(&b, report.Style{Lang: lang, Width: room}, &pipelines.Findings{Tables: []*pipelines.Profile{{Table: f.Table, Columns: f.Columns}}}); err != nil {
				t.Fatal(err)
			}
			ends := 0
			for _, line := range strings.Split(b.String(), "\n") {
				if w := runewidth.StringWidth(line); w > room {
					t.Fatalf("%d wide in a terminal of %d: %s", w, room, line)
				}
				if at := strings.Index(line, "  "); at > 0 && strings.HasSuffix(line[:at], fmt.Sprint(ends)) {
					ends++
				}
			}
			if ends != 300 {
				t.Errorf("at %d the ends of paths can be read for %d of 300", room, ends)
			}
		}
	}
}

// What is not true of a partition that another plan made is said before anybody signs.
func TestPageOfTwoPlans(t *testing.T) {
	for lang, want := range map[string]string{
		"en": "`order` `dt=2026-11-20` was made by another plan: there `remark` is `drop`, and not `keep`",
		"zh": "`order` `dt=2026-11-20` 由另一方案生成：其中 `remark` 为 `drop`，而非 `keep`",
	} {
		a := account()
		older := a.Tables[0].Parts[0].Now
		older.Plan, older.Columns = "p0", slices.Clone(older.Columns)
		older.Columns[2].Action, older.Columns[2].Out = "drop", ""
		a.Tables[0].Parts[0].Result.Path = "dt=2026-11-20"
		var b bytes.Buffer
		if err := report.Page(&b, report.Style{Lang: lang}, a, made); err != nil {
			t.Fatal(err)
		}
		if !strings.Contains(b.String(), want) {
			t.Errorf("%s does not say: %s\n%s", lang, want, b.String())
		}
		b.Reset()
		if err := report.Page(&b, report.Style{Lang: lang}, account(), made); err != nil || strings.Contains(b.String(), "another plan") || strings.Contains(b.String(), "另一方案") {
			t.Errorf("of one plan it speaks of two, or %v", err)
		}
	}
}

// Why a partition was not done stands on the page in its language, and hints do not.
func TestPageOfErrors(t *testing.T) {
	for lang, want := range map[string]string{
		"en": "partition dt=1: another run has committed to this output meanwhile; run again",
		"zh": "分区 dt=1：期间另一次运行已提交到此输出；请重新运行",
	} {
		a := account()
		a.Result.Partitions = slices.Clone(a.Result.Partitions)
		a.Result.Partitions[0].Error = "partition dt=1: another run has committed to this output meanwhile; run again\n\thint: none"
		var b bytes.Buffer
		if err := report.Page(&b, report.Style{Lang: lang}, a, made); err != nil {
			t.Fatal(err)
		}
		if text := b.String(); !strings.Contains(text, "\n  - "+want+"\n") || strings.Contains(text, "hint") {
			t.Errorf("%s: %s", lang, text)
		}
	}
}

// What there is a code for there are words for, in both languages.
func TestWords(t *testing.T) {
	zh, en := report.Style{Lang: "zh"}, report.Style{Lang: "en"}
	page := func(s report.Style, a *pipelines.Account) string {
		var b bytes.Buffer
		if err := report.Page(&b, s, a, made); err != nil {
			t.Fatal(err)
		}
		return b.String()
	}
	for _, e := range transforms.All() {
		a := account()
		a.Tables[0].Parts[1].Now.Columns = []pipelines.ManifestColumn{{Path: "c7", Class: "cn_id18", Action: e.Name, Options: map[string]string{"domain": "d", "to": "year"}, Guarantee: string(transforms.Hashed)}}
		for _, s := range []report.Style{zh, en} {
			if strings.Contains(page(s, a), "| "+e.Name+"(") {
				t.Errorf("%s: there are no words for what %s does", s.Lang, e.Name)
			}
		}
	}
	if text := page(zh, account()); !strings.Contains(text, "17 分钟") || strings.Contains(text, "on two cores") {
		t.Error("the accepted risk is in English")
	}
	for _, g := range constants(t, "../../transforms/transforms.go", "Guarantee") {
		a := account()
		a.Tables[0].Parts[1].Now.Columns = []pipelines.ManifestColumn{{Path: "c7", Class: "cn_id18", Action: "hmac", Guarantee: g}}
		if !strings.Contains(page(zh, a), "（`"+g+"`）") {
			t.Errorf("there are no words for the guarantee %s", g)
		}
	}
	for _, c := range constants(t, "../verify.go", "") {
		a := account()
		for _, part := range a.Tables[0].Parts[:2] {
			part.Now.Verified = []string{c}
		}
		if !strings.Contains(page(zh, a), "（`"+c+"`）") {
			t.Errorf("there are no words for the check %s", c)
		}
	}
}

// constants are those of a type in a file; of no type, those whose names begin
// with check.
func constants(t *testing.T, path, typ string) (values []string) {
	t.Helper()
	file, err := parser.ParseFile(token.NewFileSet(), path, nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	ast.Inspect(file, func(n ast.Node) bool {
		spec, ok := n.(*ast.ValueSpec)
		if !ok || len(spec.Values) != 1 {
			return true
		}
		id, _ := spec.Type.(*ast.Ident)
		lit, ok := spec.Values[0].(*ast.BasicLit)
		if !ok || lit.Kind != token.STRING || (typ != "") != (id != nil && id.Name == typ) || typ == "" && !strings.HasPrefix(spec.Names[0].Name, "check") {
			return true
		}
		v, err := strconv.Unquote(lit.Value)
		if err != nil {
			t.Fatal(err)
		}
		values = append(values, v)
		return true
	})
	if len(values) < 5 {
		t.Fatalf("%s: only %d constants found: the test shows nothing", path, len(values))
	}
	return values
}
