package pipelines

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"unicode/utf8"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
	"github.com/apache/arrow-go/v18/arrow/memory"
	"github.com/apache/arrow-go/v18/parquet/pqarrow"

	"tuomin/benchmarks/corpus"
	"tuomin/detectors"
	"tuomin/scanners/files"
)

// writeText writes a table of text columns: values[i] are those of column i,
// "" is a null.
func writeText(path string, names []string, values [][]string) error {
	var fields []arrow.Field
	for _, name := range names {
		fields = append(fields, arrow.Field{Name: name, Type: arrow.BinaryTypes.String, Nullable: true})
	}
	schema := arrow.NewSchema(fields, nil)
	b := array.NewRecordBuilder(memory.DefaultAllocator, schema)
	defer b.Release()
	for i := range names {
		col := b.Field(i).(*array.StringBuilder)
		for _, v := range values[i] {
			if v == "" {
				col.AppendNull()
			} else {
				col.Append(v)
			}
		}
	}
	batch := b.NewRecordBatch()
	defer batch.Release()
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	w, err := pqarrow.NewFileWriter(schema, f, nil, pqarrow.DefaultWriterProps())
	if err != nil {
		return errors.Join(err, f.Close())
	}
	return errors.Join(w.Write(batch), w.Close())
}

func text(n int, value func(i int) string) []string {
	out := make([]string, n)
	for i := range out {
		out[i] = value(i)
	}
	return out
}

// ids are identity numbers of nobody, born in 1880 and after.
func ids(n int) []string {
	return text(n, func(i int) string {
		id := fmt.Sprintf("110105%d%02d%02d%03d", 1880+i%30, 1+i%12, 1+i/12%28, i%1000)
		sum := 0
		for k, w := range []int{7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2} {
			sum += int(id[k]-'0') * w
		}
		return id + "10X98765432"[sum%11:][:1]
	})
}

// every is the step of a test that tries one thing after another: all of them, or with
// -short one of so many. `make test` does both, and the few with the race detector, under
// which all of them take ten times as long.
func every(step int) int {
	if testing.Short() {
		return step
	}
	return 1
}

// wide is how many columns the widest table has.
func wide() int { return 10_000 / every(10) }

// TestOddTables takes tables through scan and run that no example has, each
// with its defined outcome.
func TestOddTables(t *testing.T) {
	keepAll := "\n  - {match: {class: none}, do: keep}"
	dropMost := "\n  - {match: {column: \"f*7\"}, do: drop}\n  - {match: {column: \"**\"}, do: keep}"
	dropHits := "\n  - {match: {verdict: [contains, is]}, do: drop}\n  - {match: {column: \"**\"}, do: keep}"
	million := 1_000_000 / every(20)
	for _, c := range []struct {
		about string
		write func(path string) error
		want  []detectors.Verdict // of the columns; nil: the file cannot be read
		rules string
		run   Reason
	}{
		{"no rows", func(p string) error { return writeText(p, []string{"mobile", "x"}, [][]string{{}, {}}) },
			[]detectors.Verdict{"none", "none"}, "\n  - {match: {column: \"**\"}, do: keep}", Committed},
		{"no bytes", func(p string) error { return os.WriteFile(p, nil, 0o644) }, nil, keepAll, NotOneTable},
		{"no columns", func(p string) error { return writeText(p, nil, nil) }, []detectors.Verdict{}, keepAll, Committed},
		{"two columns of one name", func(p string) error { return writeText(p, []string{"a", "a"}, [][]string{{"x"}, {"y"}}) }, nil, keepAll, NotOneTable},
		{"only nulls", func(p string) error { return writeText(p, []string{"mobile"}, [][]string{make([]string, 3000)}) },
			[]detectors.Verdict{"none"}, keepAll, Committed},
		{"four rows", func(p string) error { return writeText(p, []string{"c1", "x"}, [][]string{ids(4), {"", "", "", ""}}) },
			[]detectors.Verdict{"contains", "none"}, dropHits, Committed},
		{"five identity numbers in many remarks", func(p string) error {
			id := ids(5)
			return writeText(p, []string{"x", "remark"}, [][]string{text(million, func(i int) string { return "快递"[:3*(i&1)] }), text(million, func(i int) string {
				if i%(million/5) == 77 {
					return "报关用" + id[i/(million/5)] + "，请核对"
				}
				return fmt.Sprintf("第%d次购买，尽快发货", i)
			})})
		}, []detectors.Verdict{"none", "contains"}, dropHits, Committed},
		{"bytes that are no UTF-8", func(p string) error {
			return writeText(p, []string{"a"}, [][]string{text(500, func(i int) string { return "\xff\xfe\x80手\xe6\x89" + fmt.Sprint(i%9) })})
		}, []detectors.Verdict{"none"}, keepAll, Committed},
		{"a thousand columns, or ten", func(p string) error {
			names, values := make([]string, wide()), make([][]string, wide())
			for i := range names {
				names[i], values[i] = fmt.Sprintf("f%d", i), []string{"a", "b", ""}
			}
			return writeText(p, names, values)
		}, make([]detectors.Verdict, wide()), dropMost, Committed},
		{"every column dropped", func(p string) error { return writeText(p, []string{"a"}, [][]string{{"x"}}) },
			[]detectors.Verdict{"none"}, "\n  - {match: {column: \"**\"}, do: drop}", RefusedRule},
	} {
		t.Run(c.about, func(t *testing.T) {
			b := newBench(t, c.rules, "", func(dir string) error {
				return errors.Join(os.Mkdir(dir, 0o755), c.write(filepath.Join(dir, "part.parquet")))
			})
			found, err := ScanPaths(context.Background(), []string{filepath.Join(b.dir, "input")}, b.opt)
			if err != nil {
				t.Fatal(err)
			}
			switch {
			case c.want == nil:
				if len(found.Failed) != 1 || found.Failed[0].Code == "" {
					t.Errorf("failed: %v", found.Failed)
				}
			case len(found.Tables) != 1 || len(found.Tables[0].Columns) != len(c.want):
				t.Fatalf("%d tables, failed %v", len(found.Tables), found.Failed)
			default:
				for i, want := range c.want {
					if got := found.Tables[0].Columns[i].Verdict; want != "" && got != want {
						t.Errorf("column %d is %s, want %s", i, got, want)
					}
				}
			}
			if r := b.run(); r.Reason != c.run {
				t.Errorf("run: %s, want %s: %v", r.Reason, c.run, r.Err())
			}
		})
	}
}

// A directory that may not be read is not passed over: what is in it might be
// part of the table.
func TestUnreadableDirectory(t *testing.T) {
	if os.Geteuid() == 0 {
		t.Skip("root reads everything; the faulty file system covers it in scanners")
	}
	b := newBench(t, orderRules, "", orders(600, 2))
	shut := filepath.Join(b.dir, "input", "dt=2026-11-20")
	if err := os.Chmod(shut, 0); err != nil {
		t.Fatal(err)
	}
	defer os.Chmod(shut, 0o755)
	if r := b.run(); r.Err() == nil {
		t.Errorf("reason %s", r.Reason)
	}
	if len(b.tree()) > 0 {
		t.Error("something was written")
	}
}

// A full disk ends the run with its own reason, whenever it is full, and the
// same run succeeds when there is room.
func TestDiskFull(t *testing.T) {
	b := newBench(t, orderRules, "", orders(600, 2))
	b.must(Committed)
	want := b.tree()
	seen := map[Reason]int{}
	for n := 0; ; n += 2 * every(7) {
		if err := os.RemoveAll(filepath.Join(b.dir, "output")); err != nil {
			t.Fatal(err)
		}
		full := files.NewFaulty(files.Local{}, n, syscall.ENOSPC)
		r := b.runOn(full)
		if !full.Failed() {
			break
		}
		seen[r.Reason]++
		b.partial(want)
		if r.Err() != nil && r.Reason != DiskFull && r.Reason != InputUnreadable {
			t.Errorf("operation %d: %s: %v", n, r.Reason, r.Err())
		}
	}
	if seen[DiskFull] == 0 {
		t.Errorf("no run ended with %s: %v", DiskFull, seen)
	}
}

// Names as long as a file system lets them be leave no room for more: they are
// cut, where a character ends, and stay apart.
func TestLongNames(t *testing.T) {
	b := newBench(t, "\n  - {match: {class: none}, do: keep}", "", func(dir string) error {
		errs := []error{os.Mkdir(dir, 0o755)}
		for _, name := range []string{strings.Repeat("x", 247) + ".parquet", strings.Repeat("x", 246) + "y.parquet", strings.Repeat("订", 82) + ".parquet", "x." + strings.Repeat("z", 253)} {
			errs = append(errs, writeText(filepath.Join(dir, name), []string{"city"}, [][]string{{"广州", "深圳"}}))
		}
		return errors.Join(errs...)
	})
	if r := b.must(Committed); r.Rows.Out != 8 || r.Files != 4 {
		t.Errorf("%d rows in %d files", r.Rows.Out, r.Files)
	}
	for name := range b.tree() {
		if !utf8.ValidString(name) {
			t.Errorf("%q", name)
		}
	}
	b.must(Unchanged)
}

// Files that could be written in part only do not keep a disk full.
func TestDiskStaysFull(t *testing.T) {
	b := newBench(t, orderRules, "", orders(600, 2))
	full := files.NewFaulty(files.Local{}, 1, syscall.ENOSPC, files.OpWrite).Broken()
	if r := b.runOn(full); r.Reason != DiskFull {
		t.Errorf("%s: %v", r.Reason, r.Err())
	}
	left, err := filepath.Glob(filepath.Join(b.dir, "output", stagePrefix+"*", "*", "data", "*"))
	if err != nil || len(left) > 0 {
		t.Errorf("left is %q: %v", left, err)
	}
}

// A partition that holds a file from the corpus of broken ones is refused, and
// nothing of it is written.
func TestRunMalformed(t *testing.T) {
	dir := corpora(t, "parquet-malformed")
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	refused := 0
	for _, e := range entries {
		if !strings.HasSuffix(e.Name(), ".parquet") {
			continue
		}
		bad := filepath.Join(dir, e.Name())
		found, err := ScanPaths(context.Background(), []string{bad}, Options{Workers: 2, Memory: 64 << 20, Temp: t.TempDir()})
		if err != nil {
			t.Fatal(err)
		}
		if len(found.Failed) == 0 {
			continue // intact, whatever the corpus calls it
		}
		if refused++; testing.Short() && refused > 5 {
			break
		}
		t.Run(e.Name(), func(t *testing.T) {
			b := newBench(t, "\n  - {match: {column: \"**\"}, do: keep}", "", func(dir string) error {
				data, err := os.ReadFile(bad)
				good := corpus.Users(5, 50, corpus.Options{})
				return errors.Join(err, os.Mkdir(dir, 0o755), os.WriteFile(filepath.Join(dir, "bad.parquet"), data, 0o644),
					good.WriteParquet(filepath.Join(dir, "good.parquet"), corpus.Writing{}))
			})
			// One that could be opened, and has other columns, is another table.
			if r := b.run(); r.Reason != InputUnreadable && r.Reason != NotOneTable {
				t.Errorf("reason %s: %v", r.Reason, r.Err())
			}
			if len(b.tree()) > 0 {
				t.Error("something was written")
			}
		})
	}
	if refused == 0 {
		t.Error("no file was refused: the test shows nothing")
	}
}
