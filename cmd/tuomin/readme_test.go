package main

import (
	"errors"
	"flag"
	"fmt"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/testscript"

	"tuomin/benchmarks/corpus"
	"tuomin/detectors"
	"tuomin/pipelines"
	"tuomin/transforms"
)

var update = flag.Bool("update", false, "write what is printed from the code anew")

// readmes are the same text in both languages.
var readmes = map[string]string{"en": "../../README.md", "zh": "../../README.zh.md"}

func readme(t *testing.T, lang string) string {
	t.Helper()
	b, err := os.ReadFile(readmes[lang])
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// The tables of the READMEs that say what the program can do are printed from
// the code; each stands after its name in a comment.
func TestReadmeTables(t *testing.T) {
	for lang, path := range readmes {
		text := readme(t, lang)
		a := &app{lang: lang}
		for name, table := range map[string]string{
			"commands": a.commandTable(), "classes": a.classTable(), "actions": a.actionTable(), "exits": a.exitTable(), "reasons": a.reasonTable(),
		} {
			begin, end := "<!-- "+name+" -->\n", "<!-- end -->\n"
			before, rest, ok := strings.Cut(text, begin)
			old, after, closed := strings.Cut(rest, end)
			switch {
			case !ok || !closed:
				t.Errorf("%s: no table %s", path, name)
			case *update:
				text = before + begin + table + end + after
			case old != table:
				t.Errorf("%s: table %s is not what the code says; run go test ./cmd/tuomin -run Readme -update", path, name)
			}
		}
		if *update {
			if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
				t.Fatal(err)
			}
		}
	}
}

func (a *app) exitTable() string {
	var b strings.Builder
	b.WriteString(a.say("| exit | meaning |\n|---|---|\n", "| 退出码 | 含义 |\n|---|---|\n"))
	for _, e := range pipelines.Exits() {
		fmt.Fprintf(&b, "| %d | %s |\n", e.Code, a.say(e.EN, e.ZH))
	}
	return b.String()
}

func (a *app) commandTable() string {
	var b strings.Builder
	b.WriteString(a.say("| command | what it does |\n", "| 命令 | 作用 |\n") + "|---|---|\n")
	suffix := a.say(".md", ".zh.md")
	for _, c := range a.root().Commands() {
		if c.Name() == "help" {
			continue
		}
		fmt.Fprintf(&b, "| [`tuomin %s`](cmd/tuomin/help/tuomin-%s%s) | %s |\n", strings.ReplaceAll(c.Use, "|", `\|`), c.Name(), suffix, c.Short)
	}
	return b.String()
}

func (a *app) classTable() string {
	var b strings.Builder
	b.WriteString(a.say("| class | what it is | 名称 | level |\n|---|---|---|---|\n", "| 类别 | 名称 | 级别 |\n|---|---|---|\n"))
	for _, c := range detectors.Classes() {
		if a.lang == "zh" {
			fmt.Fprintf(&b, "| `%s` | %s | %s |\n", c.Name, c.TitleZH, c.Level)
		} else {
			fmt.Fprintf(&b, "| `%s` | %s | %s | %s |\n", c.Name, c.Title, c.TitleZH, c.Level)
		}
	}
	return b.String()
}

func (a *app) actionTable() string {
	var b strings.Builder
	b.WriteString(a.say("| action | what it does |\n", "| 动作 | 作用 |\n") + "|---|---|\n")
	for _, e := range transforms.All() {
		fmt.Fprintf(&b, "| `%s` | %s |\n", e.Name, a.say(e.Doc, e.DocZH))
	}
	return b.String()
}

func (a *app) reasonTable() string {
	var b strings.Builder
	b.WriteString(a.say("| exit | reason | retry | meaning |\n", "| 退出码 | 原因 | 可重试 | 含义 |\n") + "|---|---|---|---|\n")
	for _, r := range pipelines.Reasons() {
		retry := a.say("no", "否")
		if r.Retryable {
			retry = a.say("yes", "是")
		}
		fmt.Fprintf(&b, "| %d | `%s` | %s | %s |\n", r.Exit, r.Reason, retry, a.say(r.EN, r.ZH))
	}
	return b.String()
}

// The job files of the READMEs can be read, and are the same in both.
func TestReadmeJobs(t *testing.T) {
	jobs := map[string][]string{}
	for lang, path := range readmes {
		for i, m := range regexp.MustCompile("(?s)```yaml\n(.*?)```\n").FindAllStringSubmatch(readme(t, lang), -1) {
			if !strings.Contains(m[1], "\ntables:") {
				continue // a catalog
			}
			file := filepath.Join(t.TempDir(), "job.yaml")
			if err := os.WriteFile(file, []byte(m[1]), 0o600); err != nil {
				t.Fatal(err)
			}
			var set []string
			if strings.Contains(m[1], "params:") {
				set = []string{"dt=2026-11-20"}
			}
			if _, err := pipelines.LoadJobs(file, set); err != nil {
				t.Errorf("%s, job %d: %v", path, i+1, err)
			}
			jobs[lang] = append(jobs[lang], m[1])
		}
	}
	if diff := cmp.Diff(jobs["en"], jobs["zh"]); diff != "" || len(jobs["en"]) == 0 {
		t.Errorf("%d jobs; the READMEs differ:\n%s", len(jobs["en"]), diff)
	}
}

// The table of dependencies is go.mod's list of what is required directly.
func TestReadmeDependencies(t *testing.T) {
	mod, err := os.ReadFile("../../go.mod")
	if err != nil {
		t.Fatal(err)
	}
	var want []string
	for _, m := range regexp.MustCompile(`(?m)^(?:require )?\s*([\w.-]+\.\w+/\S+) v\S+$`).FindAllStringSubmatch(string(mod), -1) {
		want = append(want, strings.TrimPrefix(m[1], "github.com/"))
	}
	slices.Sort(want)
	if len(want) < 10 {
		t.Fatalf("only %d modules found in go.mod: the test shows nothing", len(want))
	}
	for lang, heading := range map[string]string{"en": "### Dependencies\n", "zh": "### 依赖\n"} {
		_, section, ok := strings.Cut(readme(t, lang), heading)
		if !ok {
			t.Errorf("%s: no section of dependencies", lang)
		}
		section, _, _ = strings.Cut(section, "\n## ")
		var got []string
		for _, line := range strings.Split(section, "\n") {
			if cells := strings.Split(line, "|"); len(cells) > 2 {
				for _, m := range regexp.MustCompile("`([^`]+)`").FindAllStringSubmatch(cells[1], -1) {
					got = append(got, m[1])
				}
			}
		}
		slices.Sort(got)
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s: the table of dependencies is not what go.mod requires directly (-go.mod +README):\n%s", readmes[lang], diff)
		}
	}
}

// Links that lead to a file of the project lead somewhere.
func TestReadmeLinks(t *testing.T) {
	links := 0
	for lang := range readmes {
		for _, m := range regexp.MustCompile(`\]\(([^):#]+)\)`).FindAllStringSubmatch(readme(t, lang), -1) {
			links++
			if _, err := os.Stat(filepath.Join("../..", m[1])); err != nil {
				t.Errorf("%s: %v", readmes[lang], err)
			}
		}
	}
	if links < 10 {
		t.Errorf("only %d links found: the test shows nothing", links)
	}
}

// walk is the five minutes of a README: its blocks of shell, in their order.
func walk(t *testing.T, lang string) string {
	t.Helper()
	_, rest, ok := strings.Cut(readme(t, lang), "<!-- walk -->\n")
	part, _, closed := strings.Cut(rest, "<!-- end -->\n")
	blocks := regexp.MustCompile("(?s)```sh\n(.*?)```\n").FindAllStringSubmatch(part, -1)
	if !ok || !closed || len(blocks) < 3 {
		t.Fatalf("%s: no five minutes", readmes[lang])
	}
	var b strings.Builder
	for _, m := range blocks {
		b.WriteString(m[1])
	}
	return b.String()
}

// TestReadmeWalk pastes the commands of the README into a shell, on tables that
// are not the demo's: a partitioned one, one file, and one whose columns have
// names that say nothing. The second time nothing has changed.
func TestReadmeWalk(t *testing.T) {
	if _, err := exec.LookPath("openssl"); err != nil && os.Getenv("CI") != "true" {
		t.Skip("no openssl here, which makes the key")
	}
	commands := walk(t, "en")
	if zh := walk(t, "zh"); zh != commands {
		t.Errorf("the READMEs have different commands:\n%s", cmp.Diff(commands, zh))
	}
	first, again, ok := strings.Cut(commands, "tuomin run")
	if !ok || !strings.HasPrefix(first, "DATA=lake/order\n") {
		t.Fatalf("the five minutes begin otherwise, or run nothing:\n%s", commands)
	}
	again = "tuomin run" + again
	data := map[string]string{"lake": "../lake/order", "file": "../lake/user/part-00000.parquet", "bare": "../bare/order"}
	var script strings.Builder
	for _, name := range slices.Sorted(maps.Keys(data)) {
		script.WriteString(strings.ReplaceAll(`
mkdir NAME
cd NAME
exec sh -eu ../NAME.sh
stdout '"outcome":"committed"'
stdout 'verified: out/extract'
grep 'De-identification report: first' report.md
grep '"schema":"tuomin.report/1"' report.json
exec sh -eu ../NAME-again.sh
stdout '"outcome":"unchanged"'
cd ..
`, "NAME", name))
	}
	file := filepath.Join(t.TempDir(), "walk.txtar")
	if err := os.WriteFile(file, []byte(script.String()), 0o644); err != nil {
		t.Fatal(err)
	}
	testscript.Run(t, testscript.Params{
		Files: []string{file}, RequireExplicitExec: true,
		Setup: func(e *testscript.Env) error {
			e.Setenv("LANG", "C")
			e.Setenv("GORACE", os.Getenv("GORACE"))
			_, err := corpus.WriteLake(filepath.Join(e.WorkDir, "lake"), 11, 1200, corpus.Layout{Days: 2})
			_, bare := corpus.WriteLake(filepath.Join(e.WorkDir, "bare"), 12, 1200, corpus.Layout{Naming: corpus.Meaningless})
			for name, path := range data {
				set := "DATA=" + path + "\n"
				err = errors.Join(err, bare,
					os.WriteFile(filepath.Join(e.WorkDir, name+".sh"), []byte(set+strings.TrimPrefix(commands, "DATA=lake/order\n")), 0o644),
					os.WriteFile(filepath.Join(e.WorkDir, name+"-again.sh"), []byte(set+again), 0o644))
			}
			return err
		},
	})
}

// The classes that the READMEs bring as an example are right, down to their
// samples.
func TestReadmeDetectors(t *testing.T) {
	for lang := range readmes {
		_, text, ok := strings.Cut(readme(t, lang), "```yaml\ndetectors:\n")
		example, _, closed := strings.Cut(text, "```\n")
		if !ok || !closed {
			t.Fatalf("%s: no example of detectors", lang)
		}
		file := filepath.Join(t.TempDir(), "job.yaml")
		job := "version: 1\nname: own\ntables: [{name: t, input: i}]\noutput: {path: o}\ndetectors:\n" + example
		if err := os.WriteFile(file, []byte(job), 0o644); err != nil {
			t.Fatal(err)
		}
		loaded, err := pipelines.LoadJob(file)
		if err != nil {
			t.Errorf("%s: %v", lang, err)
		} else if len(loaded.Detectors) < 2 {
			t.Errorf("%s: only %d detectors", lang, len(loaded.Detectors))
		}
	}
}
