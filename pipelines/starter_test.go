package pipelines

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
	"github.com/apache/arrow-go/v18/arrow/memory"
	"github.com/apache/arrow-go/v18/parquet/pqarrow"

	"tuomin/benchmarks/corpus"
	"tuomin/scanners/files"
)

// start scans a directory and makes a job of it, which must be without errors
// and warnings.
func start(t *testing.T, dir string) (*Starter, string, error) {
	t.Helper()
	opt := Options{Workers: 2, Memory: 64 << 20, Temp: t.TempDir()}
	found, err := ScanPaths(context.Background(), []string{filepath.Join(dir, "in")}, opt)
	if err != nil {
		t.Fatal(err)
	}
	job := filepath.Join(dir, "job.yaml")
	var s *Starter
	for _, zh := range []func(string) string{strings.ToUpper, nil} {
		if s, err = NewStarter(found, job, zh); err != nil {
			return nil, job, err
		}
		if err := os.WriteFile(job, s.Text, 0o600); err != nil {
			t.Fatal(err)
		}
		l, err := LintJob(job, nil)
		if err != nil {
			t.Fatal(err)
		}
		if len(l.Errors)+len(l.Warnings) > 0 {
			t.Fatalf("lint: %v %v\n%s", l.Errors, l.Warnings, s.Text)
		}
	}
	return s, job, nil
}

// planJob plans a job that a starter wrote.
func planJob(t *testing.T, job string) ([]*Plan, error) {
	t.Helper()
	j, err := LoadJob(job)
	if err != nil {
		t.Fatal(err)
	}
	return PlanJob(context.Background(), j, nil, files.Local{}, Options{Workers: 2, Memory: 64 << 20, Temp: t.TempDir()})
}

// A job that was made of a scan is planned as it is, whatever the tables are;
// what somebody must decide about is dropped, and named.
func TestStarter(t *testing.T) {
	pins := func(n, times int) []string {
		return text(n*times, func(i int) string { return fmt.Sprintf("jd_%07x", (i%n+1)*7919%0xfffffff) })
	}
	opaque := text(900, func(i int) string { return fmt.Sprintf("%x", uint64(i+1)*0x9e3779b97f4a7c15) })
	for _, c := range []struct {
		about     string
		write     func(dir string) error
		decisions []string // among those
		leftOut   int
		refused   Reason // of the plan, "" where it passes
	}{
		{"orders", orders(1200, 2), []string{"contract_no", "device_serial"}, 0, ""},
		{"the tables of a shop", func(dir string) error {
			_, err := corpus.WriteLake(dir, 5, 400, corpus.Layout{Tables: corpus.All(), Days: 2, Versions: true})
			// What says what is planted in them is no table.
			return errors.Join(err, os.Remove(filepath.Join(dir, "truth.json")), os.Remove(filepath.Join(dir, "spans.jsonl")))
		}, nil, 0, ""},
		{"names that mean nothing", func(dir string) error {
			return corpus.Users(3, 900, corpus.Options{Naming: corpus.Meaningless}).WriteParquet(filepath.Join(dir, "u.parquet"), corpus.Writing{})
		}, nil, 0, ""},
		{"names that could be anything", func(dir string) error {
			names := []string{"a\nb: c", "x # y", `quo"te`, "星*号", "- {match: {}, do: keep}", "tab\tbed", "${dt}", "mobile"}
			values := slices.Repeat([][]string{opaque}, len(names)-1)
			return writeText(filepath.Join(dir, "it's & more.parquet"), names, append(values, ids(900)))
		}, []string{"a\nb: c", "星*号", "${dt}"}, 0, ""},
		{"a column that repeats another", func(dir string) error {
			return writeText(filepath.Join(dir, "t.parquet"), []string{"user_pin", "c2", "kind"}, [][]string{pins(90, 10), pins(90, 10), text(900, func(i int) string { return "甲乙丙"[3*(i%3):][:3] })})
		}, []string{"c2"}, 0, ""},
		{"a partition of telephones", func(dir string) error {
			for i := range 40 {
				part := filepath.Join(dir, fmt.Sprintf("mobile=1380000%04d", i*97))
				if err := errors.Join(os.MkdirAll(part, 0o755), writeText(filepath.Join(part, "p.parquet"), []string{"kind"}, [][]string{{"a", "b", "a"}})); err != nil {
					return err
				}
			}
			return nil
		}, []string{"mobile"}, 0, NotBuilt},
		{"tables beside one another", func(dir string) error {
			return errors.Join(
				writeText(filepath.Join(dir, "a.parquet"), []string{"k1", "k2"}, [][]string{{"x", "y"}, {"y", "y"}}),
				writeText(filepath.Join(dir, "b.parquet"), []string{"l1", "l2"}, [][]string{{"x", "y"}, {"y", "y"}}),
				writeText(filepath.Join(dir, "c.parquet"), []string{"m1", "m2"}, [][]string{{"x", "y"}, {"y", "y"}}),
				writeText(filepath.Join(dir, "d.parquet"), []string{"m1", "m2"}, [][]string{{"x", "y"}, {"y", "y"}}))
		}, nil, 1, ""},
		{"a table of which nothing would stay", func(dir string) error {
			other := filepath.Join(dir, "other")
			return errors.Join(os.Mkdir(other, 0o755),
				writeText(filepath.Join(dir, "a.parquet"), []string{"k"}, [][]string{opaque}),
				writeText(filepath.Join(other, "b.parquet"), []string{"l1", "l2"}, [][]string{{"x", "y"}, {"y", "y"}}))
		}, nil, 1, ""},
		{"half of a map", func(dir string) error {
			f, err := os.Create(filepath.Join(dir, "m.parquet"))
			if err != nil {
				return err
			}
			colours := array.NewStringBuilder(memory.DefaultAllocator)
			colours.AppendValues(text(300, func(i int) string { return []string{"red", "blue"}[i%2] }), nil)
			births := bornIn(300)
			schema := arrow.NewSchema(append(births.Schema().Fields(), arrow.Field{Name: "colour", Type: arrow.BinaryTypes.String}), nil)
			batch := array.NewRecordBatch(schema, append(births.Columns(), colours.NewArray()), 300)
			w, err := pqarrow.NewFileWriter(batch.Schema(), f, nil, pqarrow.DefaultWriterProps())
			return errors.Join(err, w.Write(batch), w.Close())
		}, []string{"m{}.**"}, 0, ""},
		{"half of a map that repeats a column", func(dir string) error {
			schema := arrow.NewSchema([]arrow.Field{{Name: "mobile", Type: arrow.BinaryTypes.String}, {Name: "tags", Type: arrow.MapOf(arrow.BinaryTypes.String, arrow.BinaryTypes.String)}}, nil)
			rows := text(300, func(i int) string {
				return fmt.Sprintf(`{"mobile": "1380000%04[1]d", "tags": [{"key": "city", "value": "bj"}, {"key": "phone", "value": "1380000%04[1]d"}]}`, i)
			})
			batch, _, err := array.RecordFromJSON(memory.DefaultAllocator, schema, strings.NewReader("["+strings.Join(rows, ",")+"]"))
			if err != nil {
				return err
			}
			return writeRecord(filepath.Join(dir, "m.parquet"), batch)
		}, []string{"tags{}.**"}, 0, ""},
		{"values for names of columns", func(dir string) error {
			other := filepath.Join(dir, "other")
			return errors.Join(os.Mkdir(other, 0o755),
				writeText(filepath.Join(dir, "a.parquet"), []string{"k", ids(1)[0]}, [][]string{text(300, func(int) string { return "x" }), ids(300)}),
				writeText(filepath.Join(other, "b.parquet"), []string{"l1", "l2"}, [][]string{{"x", "y"}, {"y", "y"}}))
		}, nil, 1, ""},
		{"a file that cannot be read", func(dir string) error {
			return errors.Join(os.WriteFile(filepath.Join(dir, "x"), []byte("no table"), 0o600),
				writeText(filepath.Join(dir, "a.parquet"), []string{"k"}, [][]string{{"a", "b"}}))
		}, nil, 0, InputUnreadable},
		{"a name that is taken", func(dir string) error {
			for _, sub := range []string{"a/t", "b/t", "c/数据"} {
				sub = filepath.Join(dir, filepath.FromSlash(sub))
				if err := errors.Join(os.MkdirAll(sub, 0o755), writeText(filepath.Join(sub, "a.parquet"), []string{"k"}, [][]string{{"a", "b"}})); err != nil {
					return err
				}
			}
			return nil
		}, nil, 0, ""},
	} {
		t.Run(c.about, func(t *testing.T) {
			dir := t.TempDir()
			in := filepath.Join(dir, "in")
			if !strings.Contains(c.about, "orders") {
				if err := os.Mkdir(in, 0o755); err != nil {
					t.Fatal(err)
				}
			}
			if err := c.write(in); err != nil {
				t.Fatal(err)
			}
			s, job, err := start(t, dir)
			if err != nil {
				t.Fatal(err)
			}
			for _, name := range c.decisions {
				if !slices.Contains(s.Decisions, name) {
					t.Errorf("%q is not to be decided about, of %q", name, s.Decisions)
				}
			}
			if bytes.Contains(s.Text, []byte(ids(1)[0])) {
				t.Error("a value stands in the job")
			}
			_, stay, _ := strings.Cut(string(s.Text), "decide: these stay")
			for _, of := range s.Decisions {
				if of, all := strings.CutSuffix(of, "**"); all && strings.Contains(stay, of) {
					t.Errorf("%q is dropped and said to stay", of)
				}
			}
			if len(s.LeftOut) != c.leftOut {
				t.Errorf("left out: %q", s.LeftOut)
			}
			plans, err := planJob(t, job)
			if c.refused != "" {
				if ReasonOf(err) != c.refused {
					t.Errorf("the plan: %v", err)
				}
				return
			}
			if err != nil || len(plans) == 0 {
				t.Errorf("the plan: %v\n%s", err, s.Text)
			}
		})
	}
}

// Where there is nothing to make a job of, that is the answer.
func TestStarterOfNothing(t *testing.T) {
	opaque := text(900, func(i int) string { return fmt.Sprintf("%x", uint64(i+1)*0x9e3779b97f4a7c15) })
	for about, write := range map[string]func(string) error{
		"no table": func(dir string) error { return os.WriteFile(filepath.Join(dir, "x"), []byte("text"), 0o600) },
		"nothing to keep": func(dir string) error {
			return writeText(filepath.Join(dir, "a.parquet"), []string{"k"}, [][]string{opaque})
		},
		"values for names of columns": func(dir string) error {
			return writeText(filepath.Join(dir, "a.parquet"), []string{"id", ids(1)[0]}, [][]string{text(300, func(int) string { return "x" }), ids(300)})
		},
		"nothing in there": func(string) error { return nil },
	} {
		dir := t.TempDir()
		if err := errors.Join(os.Mkdir(filepath.Join(dir, "in"), 0o755), write(filepath.Join(dir, "in"))); err != nil {
			t.Fatal(err)
		}
		if _, _, err := start(t, dir); !errors.Is(err, ErrNoInput) {
			t.Errorf("%s: %v", about, err)
		}
	}
}

// What other programs wrote, in all shapes that there are: each file gives a
// job that can be planned, or that the plan refuses because of the file alone.
func TestStarterOfCorpora(t *testing.T) {
	root := filepath.Dir(corpora(t, "parquet-malformed"))
	step, n, tried := every(4), 0, 0
	err := filepath.WalkDir(root, func(path string, e fs.DirEntry, err error) error {
		if err != nil || !e.Type().IsRegular() {
			return err
		}
		if n++; n%step != 0 {
			return nil
		}
		dir := t.TempDir()
		if err := errors.Join(os.Mkdir(filepath.Join(dir, "in"), 0o755), os.Symlink(path, filepath.Join(dir, "in", "t"))); err != nil {
			return err
		}
		_, job, err := start(t, dir)
		if errors.Is(err, ErrNoInput) {
			return nil // not a table, or one of unknown columns alone
		}
		if err != nil {
			t.Errorf("%s: %v", e.Name(), err)
			return nil
		}
		tried++
		if _, err := planJob(t, job); err != nil && ReasonOf(err) != InputUnreadable {
			t.Errorf("%s: %v", e.Name(), err)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if tried*step < 30 {
		t.Errorf("only %d files gave a job", tried)
	}
}
