package main_test

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"tuomin/detectors"
	"tuomin/pipelines"
	"tuomin/transforms"
)

var update = flag.Bool("update", false, "write the tables of the README anew")

// The tables of the README that say what the program can do are printed from
// the code; each stands after its name in a comment.
func TestReadmeTables(t *testing.T) {
	path := filepath.Join(moduleRoot(t), "README.md")
	src, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	text := string(src)
	for name, table := range map[string]string{"classes": classTable(), "actions": actionTable(), "exits": exitTable(), "reasons": reasonTable()} {
		begin, end := "<!-- "+name+" -->\n", "<!-- end -->\n"
		before, rest, ok := strings.Cut(text, begin)
		old, after, closed := strings.Cut(rest, end)
		switch {
		case !ok || !closed:
			t.Errorf("no table %s", name)
		case *update:
			text = before + begin + table + end + after
		case old != table:
			t.Errorf("table %s is not what the code says; run go test ./cmd/tuomin -run Readme -update", name)
		}
	}
	if *update {
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

// The job files of the README can be read.
func TestReadmeJobs(t *testing.T) {
	src, err := os.ReadFile(filepath.Join(moduleRoot(t), "README.md"))
	if err != nil {
		t.Fatal(err)
	}
	jobs := 0
	for _, block := range strings.Split(string(src), "```yaml\n")[1:] {
		text, _, _ := strings.Cut(block, "```")
		if !strings.Contains(text, "\ntables:") {
			continue
		}
		jobs++
		path := filepath.Join(t.TempDir(), "job.yaml")
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		var set []string
		if strings.Contains(text, "params:") {
			set = []string{"dt=2026-11-20"}
		}
		if _, err := pipelines.LoadJobs(path, set); err != nil {
			t.Errorf("job %d: %v", jobs, err)
		}
	}
	if jobs < 2 {
		t.Errorf("%d jobs", jobs)
	}
}

func classTable() string {
	var b strings.Builder
	b.WriteString("| class | what it is | 名称 | level |\n|---|---|---|---|\n")
	for _, c := range detectors.Classes() {
		fmt.Fprintf(&b, "| `%s` | %s | %s | %s |\n", c.Name, c.Title, c.TitleZH, c.Level)
	}
	return b.String()
}

func actionTable() string {
	var b strings.Builder
	b.WriteString("| action | what it does |\n|---|---|\n")
	for _, e := range transforms.All() {
		fmt.Fprintf(&b, "| `%s` | %s |\n", e.Name, e.Doc)
	}
	return b.String()
}

func exitTable() string {
	var b strings.Builder
	b.WriteString("| exit | meaning |\n|---|---|\n")
	for _, e := range pipelines.Exits() {
		fmt.Fprintf(&b, "| %d | %s |\n", e.Code, e.EN)
	}
	return b.String()
}

func reasonTable() string {
	var b strings.Builder
	b.WriteString("| exit | reason | retry | meaning |\n|---|---|---|---|\n")
	for _, r := range pipelines.Reasons() {
		retry := "no"
		if r.Retryable {
			retry = "yes"
		}
		fmt.Fprintf(&b, "| %d | `%s` | %s | %s |\n", r.Exit, r.Reason, retry, r.EN)
	}
	return b.String()
}
