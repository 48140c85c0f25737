package report_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"unicode"

	"tuomin/pipelines/report"
)

// messagesIn are the texts that a job's errors are made of in the files of a
// directory, with %s for each thing that is filled in: what calls of those functions
// are given, and the errors that others wrap.
func messagesIn(t *testing.T, dir string) (list []string) {
	t.Helper()
	says := []string{"fail", "fieldErrorf", "refusal", "notReady", "doubt", "refuse", "New"}
	paths, err := filepath.Glob(filepath.Join(dir, "*.go"))
	if err != nil || len(paths) == 0 {
		t.Fatalf("%s: %v", dir, err)
	}
	for _, path := range paths {
		if strings.HasSuffix(path, "_test.go") {
			continue
		}
		file, err := parser.ParseFile(token.NewFileSet(), path, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(file, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.CallExpr:
				if !slices.Contains(says, called(n)) {
					return true
				}
				for _, arg := range n.Args {
					if inner, ok := arg.(*ast.CallExpr); ok && len(inner.Args) > 0 && strings.HasSuffix(called(inner), "rintf") || ok && called(inner) == "Errorf" {
						arg = inner.Args[0]
					}
					if text, ok := written(arg); ok {
						list = append(list, text)
					}
				}
			case *ast.KeyValueExpr:
				if key, ok := n.Key.(*ast.Ident); ok && (key.Name == "Msg" || key.Name == "Hint" || key.Name == "Message") {
					if inner, ok := n.Value.(*ast.CallExpr); ok && len(inner.Args) > 0 {
						n.Value = inner.Args[0]
					}
					if text, ok := written(n.Value); ok {
						list = append(list, text)
					}
				}
			}
			return true
		})
	}
	return list
}

func called(c *ast.CallExpr) string {
	switch f := c.Fun.(type) {
	case *ast.Ident:
		return f.Name
	case *ast.SelectorExpr:
		return f.Sel.Name
	}
	return ""
}

var verb = regexp.MustCompile(`%[0-9]*[a-z]`)

// written is a text in the source, in which variables stand for %s.
func written(e ast.Expr) (string, bool) {
	switch e := e.(type) {
	case *ast.BasicLit:
		text, err := strconv.Unquote(e.Value)
		return verb.ReplaceAllString(text, "%s"), err == nil && e.Kind == token.STRING
	case *ast.BinaryExpr:
		left, okLeft := written(e.X)
		right, okRight := written(e.Y)
		if !okLeft {
			left = "%s"
		}
		if !okRight {
			right = "%s"
		}
		return left + right, okLeft || okRight
	}
	return "", false
}

// Whatever is wrong with a job, and whatever a run is refused for, there are Chinese
// words for it.
func TestMessagesInChinese(t *testing.T) {
	table, err := os.ReadFile("messages.txt")
	if err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(string(table), "\n")
	prose := regexp.MustCompile(`[a-z]{2,} [a-z]+`)
	example := regexp.MustCompile(`^[a-z_]+: |^\S*--set |^- |^tuomin \w+ --`)
	explained := regexp.MustCompile(`[;,] (it|no|or|for|where|and|that) `) // an example, and words about it
	seen := 0
	for _, dir := range []string{"..", "../policy", "../../transforms", "../../transforms/keys"} {
		for _, text := range messagesIn(t, dir) {
			for _, line := range strings.Split(text, "\n\t") {
				line = strings.TrimPrefix(line, "hint: ")
				for strings.HasPrefix(line, "%s: ") { // a place, or an error of its own
					line = line[len("%s: "):]
				}
				if before, _, ok := strings.Cut(line, ": - {"); ok {
					line = before + ": %s"
				}
				if !prose.MatchString(line) || example.MatchString(line) && !explained.MatchString(line) && !slices.Contains(lines, line) {
					continue
				}
				if seen++; !slices.Contains(lines, line) {
					t.Errorf("%s: no Chinese for\n%s", dir, line)
				}
			}
		}
	}
	if seen < 200 {
		t.Errorf("only %d messages were found", seen)
	}
}

// What is filled into a message stands in its Chinese too, once.
func TestMessagesFilledIn(t *testing.T) {
	table, err := os.ReadFile("messages.txt")
	if err != nil {
		t.Fatal(err)
	}
	en := ""
	for line := range strings.Lines(string(table)) {
		line = strings.TrimSuffix(line, "\n")
		switch {
		case line == "" || line[0] == '#':
			continue
		case en == "":
			en = line
			continue
		}
		n := strings.Count(en, "%s")
		filled := en
		for i := range n {
			filled = strings.Replace(filled, "%s", "<"+strconv.Itoa(i)+">", 1)
		}
		got := (report.Style{Lang: "zh"}).Message(filled)
		for i := range n {
			if strings.Count(got, "<"+strconv.Itoa(i)+">") != 1 {
				t.Errorf("%s\nis said as %s", filled, got)
			}
		}
		if strings.Contains(got, "%!") || !strings.ContainsFunc(got, func(r rune) bool { return unicode.Is(unicode.Han, r) }) {
			t.Errorf("%s\nis said as %s", filled, got)
		}
		en = ""
	}
	if en != "" {
		t.Errorf("no Chinese below %s", en)
	}
}

// Errors are put together of messages and places, which stay as they are.
func TestMessages(t *testing.T) {
	for en, want := range map[string]string{
		"job.yaml:3:5: rules[0]: no such key\n\thint: did you mean match?":                                                     "job.yaml:3:5: rules[0]: 没有这个键\n\t提示：是否想写 match？",
		"job.yaml:3:5: rules: want a list of rules, have keys and values":                                                      "job.yaml:3:5: rules: 应为规则的列表，而这里是 键与值",
		`j.yaml:9:1: rules[2].do: cannot hmac column oaid (string): key missing: no domain "device"`:                           `j.yaml:9:1: rules[2].do: 列 oaid（string）不能做 hmac：缺少密钥：no domain "device"`,
		"verification refused the output: a value of column a: b that had to go stands in column c":                            "输出未通过校验：列 a: b 中应去除的取值出现在列 c 中",
		"partition dt=2026-11-20: column note of order: cn_id18 stands in it, and what the output was classified by says none": "分区 dt=2026-11-20：列 note（order）：其中出现 cn_id18，而输出当初的分类为 none",
		"keyset keys.json exists already: 未做任何改动":                                                                              "密钥集 keys.json 已经存在：未做任何改动",
		"lake/a.parquet: nobody knows this":                                                                                    "lake/a.parquet: nobody knows this",
		"100%s of it":                                                                                                          "100%s of it",
		"two tables are called %d":                                                                                             "有两张表都叫 %d",
		"":                                                                                                                     "",
	} {
		if got := (report.Style{Lang: "zh"}).Message(en); got != want {
			t.Errorf("%s\nis     %s\nwanted %s", en, got, want)
		}
		if got := (report.Style{Lang: "en"}).Message(en); got != en {
			t.Errorf("in English %q is %q", en, got)
		}
	}
	if got := (report.Style{Lang: "zh"}).Message("two tables are called \x1b[31m"); strings.Contains(got, "\x1b") {
		t.Errorf("a terminal would obey %q", got)
	}
}
