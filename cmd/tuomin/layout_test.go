package main_test

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// The layout of the program is held here as data: who may import whom, what no
// package may be called, how long a file may be. Tests are free to import what
// they need.

// A room is a package, what it may import of ours, and what of others' modules.
type room struct {
	path   string
	ours   []string
	theirs []string
	// why no more: the sentence that whoever adds an import gets to read.
	why string
}

const (
	modArrow    = "github.com/apache/arrow-go/v18/arrow" // not its Parquet code
	modParquet  = "github.com/apache/arrow-go/v18/parquet"
	modCodecs   = "github.com/klauspost/compress"
	modLz4      = "github.com/pierrec/lz4"
	modBrotli   = "github.com/andybalholm/brotli"
	modYaml     = "github.com/goccy/go-yaml"
	modTink     = "github.com/tink-crypto/tink-go"
	modSync     = "golang.org/x/sync"
	modSys      = "golang.org/x/sys"
	modCobra    = "github.com/spf13/cobra"
	modProgress = "github.com/schollz/progressbar"
	modTerminal = "golang.org/x/term"
	modAround   = "github.com/dlclark/regexp2/v2"
	modWidth    = "github.com/mattn/go-runewidth"
)

var rooms = []room{
	{"scanners/columns", nil, []string{modArrow},
		"columns is a leaf: every stage is built on it, so it can be built on none"},
	{"scanners/files", nil, []string{modSys},
		"files is a leaf: a few file operations, which their faulty twin must be able to copy"},
	{"scanners", []string{"scanners/columns", "scanners/files", "pipelines/splice"}, []string{modArrow, modCodecs, modLz4, modSync},
		"a scanner reads and does not judge: it knows files, and the page headers of splice, but no detector, transform or policy"},
	{"detectors", []string{"scanners/columns"}, []string{modAround},
		"a detector judges and does not read: it knows values, never files, nor what is done about what it finds"},
	{"transforms", []string{"scanners/columns", "transforms/keys"}, nil,
		"a transform rewrites, and neither reads nor judges: what it needs of a detector it is lent as a function, by the pipeline"},
	{"transforms/keys", nil, []string{modTink},
		"keys is a leaf: what holds secrets has as little code around it as can be"},
	{"pipelines/policy", nil, []string{modYaml},
		"policy is a leaf: job files and what they mean, so that lint needs no data and no keys"},
	{"pipelines/splice", []string{"scanners/columns"}, []string{modArrow, modCodecs, modLz4, modBrotli},
		"splice is a leaf: the bytes of Parquet files; it knows nothing of policy or detection"},
	{"pipelines", []string{"scanners", "scanners/columns", "scanners/files", "detectors", "transforms", "transforms/keys", "pipelines/policy", "pipelines/splice"},
		[]string{modSync},
		"the pipeline knows all stages, and nobody that shows what it does"},
	{"pipelines/report", []string{"pipelines", "pipelines/policy", "scanners", "scanners/columns", "detectors", "transforms", "transforms/keys"}, []string{modWidth},
		"a report shows results: it neither reads tables nor changes them"},
	{"benchmarks", []string{"*"}, []string{"*"},
		"benchmarks may import everything"},
	{"benchmarks/accuracy", []string{"benchmarks/corpus", "detectors", "pipelines", "scanners", "scanners/columns"}, nil,
		"accuracy is measured on what the program says, held against the corpus, and on nothing else"},
	{"benchmarks/corpus", nil, []string{modArrow, modParquet},
		"the generator uses none of the program it tests, or the two would share their mistakes"},
	{"benchmarks/readers", []string{"benchmarks/corpus"}, nil,
		"other programs' readers are asked without any of ours"},
	{"cmd/tuomin", []string{"pipelines", "pipelines/policy", "pipelines/report", "scanners", "scanners/columns", "scanners/files", "detectors", "transforms", "transforms/keys", "benchmarks/corpus"},
		[]string{modCobra, modProgress, modTerminal},
		"the program is the person's side: flags, help, progress and exit codes; what is done is in pipelines"},
}

// Edges that somebody will want one day, each with its own answer.
var never = []struct{ from, to, why string }{
	{"detectors", "transforms", "redaction is given its detector as a function by the pipeline; the two never know each other"},
	{"transforms", "detectors", "the pipeline lends a transform what it needs to know of a class, in transforms.Env"},
	{"detectors", "scanners", "a detector sees values, whatever file they came from"},
	{"scanners", "detectors", "what a scanner skipped because nothing was found there would never have been read"},
	{"pipelines", "pipelines/report", "results are values; who shows them is not the pipeline's affair"},
	{"*", "benchmarks", "nothing is built on benchmarks"},
	{"*", "testing", "test code has no place in the program"},
	{"*", "log", "libraries return or tell; only cmd logs"},
	{"*", "log/slog", "libraries return or tell; only cmd logs"},
	{"*", "flag", "flags are cmd's, and it has cobra for them"},
	{"*", "net/http", "the program asks nobody anything over the network"},
	{"*", "math/rand", "what is random must be keyed or seeded: crypto/rand, math/rand/v2"},
	{"*", "unsafe", "untrusted bytes are read here: what it may be used for is listed in layout_test.go"},
}

// excused are edges of never, and words of talk, that stand all the same.
var excused = map[string]string{
	"benchmarks/readers testing": "it is for tests, and takes a testing.TB",
	"scanners unsafe":            "fixed-width buffers are viewed as slices of their type, in whole elements; and the sizes of types",
	"transforms/keys log/slog":   "a key hides itself from loggers, and must name their type to do so",
	"transforms/keys os.Stderr":  "a command that keeps a key may ask for a password",
}

// forbidden says why a package may not import a path, "" if it may.
func forbidden(from, path string) string {
	if _, ok := excused[from+" "+path]; ok {
		return ""
	}
	to, own := strings.CutPrefix(path, "tuomin/")
	for _, n := range never {
		if (n.from == from || n.from == "*" && from != "cmd/tuomin" && !strings.HasPrefix(from, "benchmarks")) && n.to == to {
			return n.why
		}
	}
	i := slices.IndexFunc(rooms, func(r room) bool { return r.path == from })
	if i < 0 {
		return "the package has no line in layout_test.go: say there what it is for and what it may import"
	}
	allowed := rooms[i].theirs
	switch {
	case own:
		allowed = rooms[i].ours
	case !strings.Contains(strings.SplitN(path, "/", 2)[0], "."): // the standard library
		return ""
	}
	for _, a := range allowed {
		if a == "*" || own && a == to || !own && (path == a || strings.HasPrefix(path, a+"/")) {
			return ""
		}
	}
	return rooms[i].why
}

// needed are imports for what the program relies on and no test would miss: the machines
// of tests have it.
var needed = []string{"pipelines/policy time/tzdata"}

func TestImports(t *testing.T) {
	seen := map[string]bool{}
	eachGoFile(t, func(path string, f *ast.File, _ *token.FileSet) {
		from := filepath.ToSlash(filepath.Dir(path))
		if strings.HasSuffix(path, "_test.go") || generator(f) {
			return
		}
		for _, spec := range f.Imports {
			to, err := strconv.Unquote(spec.Path.Value)
			if err != nil {
				t.Fatal(err)
			}
			seen[from+" "+to] = true
			if why := forbidden(from, to); why != "" {
				t.Errorf("%s imports %s: %s", path, to, why)
			}
		}
	})
	for _, r := range rooms {
		if _, err := os.Stat(filepath.Join(moduleRoot(t), r.path)); err != nil {
			t.Errorf("layout_test.go has a line for a package that is not there: %v", err)
		}
		for _, module := range r.theirs {
			if !slices.ContainsFunc(slices.Collect(maps.Keys(seen)), func(edge string) bool { return module == "*" || strings.HasPrefix(edge+"/", r.path+" "+module+"/") }) {
				t.Errorf("%s may import %s, and does not", r.path, module)
			}
		}
	}
	for _, edge := range needed {
		if !seen[edge] {
			t.Errorf("nothing is left of the import %s", edge)
		}
	}
}

// The table must forbid what it is there to forbid.
func TestImportTable(t *testing.T) {
	for _, c := range []struct {
		from, to string
		ok       bool
	}{
		{"detectors", "tuomin/transforms", false},
		{"transforms", "tuomin/detectors", false},
		{"scanners", "tuomin/pipelines", false},
		{"scanners", "tuomin/pipelines/splice", true},
		{"scanners/columns", "tuomin/scanners", false},
		{"scanners/columns", "github.com/apache/arrow-go/v18/arrow/array", true},
		{"scanners/columns", "github.com/apache/arrow-go/v18/parquet/file", false},
		{"pipelines", "github.com/goccy/go-yaml", false},
		{"pipelines/policy", "github.com/goccy/go-yaml/ast", true},
		{"pipelines", "log/slog", false},
		{"cmd/tuomin", "log/slog", true},
		{"cmd/tuomin", "tuomin/benchmarks/corpus", true},
		{"pipelines", "tuomin/benchmarks/corpus", false},
		{"nowhere", "fmt", false},
	} {
		if got := forbidden(c.from, c.to) == ""; got != c.ok {
			t.Errorf("%s may import %s: %t, want %t", c.from, c.to, got, c.ok)
		}
	}
}

const (
	longestFile     = 400 // lines; a longer one has two subjects
	longestFunction = 70  // lines; what does not fit on a screen is not read
)

func TestSizes(t *testing.T) {
	eachGoFile(t, func(path string, f *ast.File, set *token.FileSet) {
		if strings.HasSuffix(path, "_test.go") {
			return
		}
		if n := set.File(f.Pos()).LineCount(); n > longestFile {
			t.Errorf("%s has %d lines, more than %d: split it by meaning", path, n, longestFile)
		}
		for _, d := range f.Decls {
			fn, ok := d.(*ast.FuncDecl)
			if !ok {
				continue
			}
			if n := set.Position(fn.End()).Line - set.Position(fn.Pos()).Line + 1; n > longestFunction {
				t.Errorf("%s: %s has %d lines, more than %d", path, fn.Name.Name, n, longestFunction)
			}
		}
	})
}

// A package's name says what it is about, and these say nothing.
var nameless = []string{"util", "utils", "common", "helper", "helpers", "base", "types", "misc", "shared", "lib"}

func TestNames(t *testing.T) {
	eachGoFile(t, func(path string, f *ast.File, _ *token.FileSet) {
		if slices.Contains(nameless, strings.TrimSuffix(f.Name.Name, "_test")) {
			t.Errorf("%s: package %s says nothing of what is in it", path, f.Name.Name)
		}
	})
}

// Only the program prints and exits: what a library printed could be data.
var talk = []string{"os.Exit", "os.Stdout", "os.Stderr", "fmt.Print", "fmt.Printf", "fmt.Println"}

func TestOnlyTheProgramTalks(t *testing.T) {
	eachGoFile(t, func(path string, f *ast.File, set *token.FileSet) {
		if strings.HasPrefix(path, "cmd/") || strings.HasSuffix(path, "_test.go") || generator(f) {
			return
		}
		ast.Inspect(f, func(n ast.Node) bool {
			if s, ok := n.(*ast.SelectorExpr); ok {
				x, ok := s.X.(*ast.Ident)
				if !ok {
					return true
				}
				word := x.Name + "." + s.Sel.Name
				if slices.Contains(talk, word) && excused[filepath.ToSlash(filepath.Dir(path))+" "+word] == "" {
					t.Errorf("%s: %s: libraries return or tell; only cmd prints and exits", set.Position(n.Pos()), word)
				}
			}
			return true
		})
	})
}

// Words that promise work instead of doing it.
var promises = regexp.MustCompile(`\b(TODO|FIXME|XXX|HACK)\b`)

// hosts looks like the address of a package registry. Where packages come from
// is the business of whoever builds.
var hosts = regexp.MustCompile(`(?i)\b(proxy|sum|registry|mirrors?|index|repo\d*|files|pypi|deb)\.[a-z0-9-]+\.(org|com|net|cn|io|dev)\b`)

func TestTracks(t *testing.T) {
	root := moduleRoot(t)
	places := []string{filepath.Dir(root) + "/"}
	if home, err := os.UserHomeDir(); err == nil {
		places = append(places, home+"/")
	}
	places = slices.DeleteFunc(places, func(p string) bool { return len(p) < 4 }) // no folder, or every path
	eachFile(t, root, func(path string, b []byte) {
		if slices.Contains(b, 0) {
			return // not text
		}
		for i, line := range strings.Split(string(b), "\n") {
			switch {
			case strings.HasSuffix(path, ".go") && path != "cmd/tuomin/layout_test.go" && promises.MatchString(line):
				t.Errorf("%s:%d promises later work: do it, or say what is missing where users read it", path, i+1)
			case hosts.MatchString(line):
				t.Errorf("%s:%d names the host of a package registry", path, i+1)
			case slices.ContainsFunc(places, func(p string) bool { return strings.Contains(line, p) }):
				t.Errorf("%s:%d has a path of this machine", path, i+1)
			}
		}
	})
}

// eachGoFile parses every Go file of this module.
func eachGoFile(t *testing.T, visit func(path string, f *ast.File, set *token.FileSet)) {
	t.Helper()
	set := token.NewFileSet()
	eachFile(t, moduleRoot(t), func(path string, b []byte) {
		if !strings.HasSuffix(path, ".go") || strings.Contains("/"+path, "/testdata/") {
			return
		}
		f, err := parser.ParseFile(set, path, b, parser.ParseComments|parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		visit(path, f, set)
	})
}

// generator reports whether the file is a program of its own, which writes a
// table of its package: go run, never linked.
func generator(f *ast.File) bool {
	return f.Name.Name == "main" && len(f.Comments) > 0 && f.Comments[0].Text() == "" &&
		strings.HasPrefix(f.Comments[0].List[0].Text, "//go:build ignore")
}

// eachFile reads every file that is part of the project.
func eachFile(t *testing.T, root string, visit func(path string, b []byte)) {
	t.Helper()
	built := []string{".git", ".venv", "bin", "dist", "tuomin-demo", "__pycache__"} // as .gitignore has them
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() && slices.Contains(built, d.Name()) {
			return filepath.SkipDir
		}
		if !d.Type().IsRegular() || d.Name() == ".git" { // of a linked worktree
			return nil
		}
		b, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		rel, err := filepath.Rel(root, path)
		if err != nil {
			return err
		}
		visit(filepath.ToSlash(rel), b)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// moduleRoot is the folder of go.mod above this package.
func moduleRoot(t *testing.T) string {
	t.Helper()
	root, err := filepath.Abs(filepath.Join("..", ".."))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(filepath.Join(root, "go.mod")); err != nil {
		t.Fatal(fmt.Errorf("not two folders below the module: %w", err))
	}
	return root
}
