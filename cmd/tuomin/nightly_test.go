package main

import (
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"hash/fnv"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"time"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
	"github.com/apache/arrow-go/v18/arrow/memory"
	"github.com/apache/arrow-go/v18/parquet/pqarrow"
	"github.com/rogpeppe/go-internal/testscript"

	"tuomin/pipelines"
)

// What the scripts of nights need beside the program: tables that change as
// those of lakes do, and what came of it in a form that can be compared.

// kinds are columns of invented values: of row i, in the file of that seed.
var kinds = map[string]func(seed, i int) string{
	"mobile": func(seed, i int) string {
		return fmt.Sprintf("1%d0000%04d", []int{38, 39, 50, 51, 52, 58, 59, 87}[(seed+i)%8], (i*7919+seed)%10000)
	},
	"city":   func(seed, i int) string { return []string{"广州", "深圳", "杭州", "成都"}[(seed+i)%4] },
	"amount": func(seed, i int) string { return strconv.Itoa((i*31+seed)%500) + ".50" },
	"none":   func(int, int) string { return "" },
}

// rangeOf are the days that a path names as a..b.
var rangeOf = regexp.MustCompile(`(\d{4}-\d\d-\d\d)\.\.(\d{4}-\d\d-\d\d)`)

// people PATH ROWS COLUMN... writes a Parquet file of invented people, and the
// marker beside it. PATH may name a range of days, a..b: then there is a file
// for each. COLUMN is a kind or name=kind.
func people(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 3 {
		ts.Fatalf("usage: people PATH ROWS COLUMN...")
	}
	rows, err := strconv.Atoi(args[1])
	ts.Check(err)
	paths := []string{args[0]}
	if days := rangeOf.FindStringSubmatch(args[0]); days != nil {
		from, err := time.Parse(time.DateOnly, days[1])
		ts.Check(err)
		to, err := time.Parse(time.DateOnly, days[2])
		ts.Check(err)
		for paths = nil; !from.After(to); from = from.AddDate(0, 0, 1) {
			paths = append(paths, strings.Replace(args[0], days[0], from.Format(time.DateOnly), 1))
		}
	}
	for _, p := range paths {
		seed := fnv.New32a()
		seed.Write([]byte(p))
		p = ts.MkAbs(p)
		ts.Check(os.MkdirAll(filepath.Dir(p), 0o755))
		ts.Check(writePeople(p, int(seed.Sum32()), rows, args[2:]))
		ts.Check(os.WriteFile(filepath.Join(filepath.Dir(p), "_SUCCESS"), nil, 0o644))
	}
}

func writePeople(path string, seed, rows int, columns []string) error {
	var fields []arrow.Field
	var fill []func(seed, i int) string
	for _, c := range columns {
		name, kind, ok := strings.Cut(c, "=")
		if !ok {
			kind = name
		}
		if kinds[kind] == nil {
			return fmt.Errorf("no kind %s", kind)
		}
		fields, fill = append(fields, arrow.Field{Name: name, Type: arrow.BinaryTypes.String, Nullable: true}), append(fill, kinds[kind])
	}
	schema := arrow.NewSchema(fields, nil)
	b := array.NewRecordBuilder(memory.DefaultAllocator, schema)
	defer b.Release()
	for c := range fields {
		for i := range rows {
			if v := fill[c](seed, i); v != "" {
				b.Field(c).(*array.StringBuilder).Append(v)
			} else {
				b.Field(c).AppendNull()
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

// result FILE writes what the last line of stdout says, a line for the run and
// one for each partition.
func result(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: result FILE")
	}
	lines := strings.Split(strings.TrimSpace(ts.ReadFile("stdout")), "\n")
	var r pipelines.Result
	ts.Check(json.Unmarshal([]byte(lines[len(lines)-1]), &r))
	var b strings.Builder
	fmt.Fprintf(&b, "%s %s retry=%v rows=%d/%d\n", r.Outcome, r.Reason, r.Retryable, r.Rows.In, r.Rows.Out)
	for _, p := range r.Partitions {
		fmt.Fprintf(&b, "%s %s %s %s %d/%d\n", p.Table, p.Path, p.Outcome, p.Reason, p.Rows.In, p.Rows.Out)
	}
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), []byte(b.String()), 0o644))
}

// generation is what changes in the name of a file when its input or the plan
// does.
var generation = regexp.MustCompile(`-[0-9a-f]{8}\.parquet$`)

// tree DIR FILE writes the names of all files under a directory, generations
// left out.
func tree(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: tree DIR FILE")
	}
	root := ts.MkAbs(args[0])
	var b strings.Builder
	ts.Check(filepath.WalkDir(root, func(path string, e fs.DirEntry, err error) error {
		if err == nil && !e.IsDir() {
			rel, _ := filepath.Rel(root, path)
			fmt.Fprintln(&b, generation.ReplaceAllString(filepath.ToSlash(rel), "-*.parquet"))
		}
		return err
	}))
	ts.Check(os.WriteFile(ts.MkAbs(args[1]), []byte(b.String()), 0o644))
}

// freeze DIR notes the bytes of every file under a directory but run.json;
// frozen DIR EXCEPT... wants them to be the same, but for the partitions named,
// of which each must differ.
func frozen(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 1 {
		ts.Fatalf("usage: frozen DIR [CHANGED...]")
	}
	root := ts.MkAbs(args[0])
	before := map[string]string{}
	ts.Check(json.Unmarshal([]byte(ts.ReadFile("frozen.json")), &before))
	after := bytesOf(ts, root)
	changed := map[string]bool{}
	for path := range before {
		if before[path] != after[path] {
			changed[strings.Split(path, "/")[0]] = true
		}
	}
	for path := range after {
		if _, ok := before[path]; !ok {
			changed[strings.Split(path, "/")[0]] = true
		}
	}
	for _, want := range args[1:] {
		if !changed[want] {
			ts.Fatalf("%s is as it was", want)
		}
		delete(changed, want)
	}
	for name := range changed {
		ts.Fatalf("%s has changed", name)
	}
}

func freeze(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: freeze DIR")
	}
	b, err := json.Marshal(bytesOf(ts, ts.MkAbs(args[0])))
	ts.Check(err)
	ts.Check(os.WriteFile(ts.MkAbs("frozen.json"), b, 0o644))
}

func bytesOf(ts *testscript.TestScript, root string) map[string]string {
	out := map[string]string{}
	ts.Check(filepath.WalkDir(root, func(path string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() || e.Name() == "run.json" {
			return err
		}
		data, err := os.ReadFile(path)
		rel, _ := filepath.Rel(root, path)
		out[filepath.ToSlash(rel)] = fmt.Sprintf("%x", sha256.Sum256(data))
		return err
	}))
	return out
}
