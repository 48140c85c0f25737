package pipelines

import (
	"context"
	"encoding/json"
	"errors"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"

	"github.com/google/go-cmp/cmp"

	"tuomin/benchmarks/corpus"
	"tuomin/detectors"
	"tuomin/pipelines/policy"
	"tuomin/scanners"
	"tuomin/scanners/files"
)

// inCatalog begins the rest of a job that has a catalog.
const inCatalog = "\ncatalog: catalog"

// catalog proposes what is in the bench's input, and confirms all of it.
func (b *bench) catalog() string {
	b.t.Helper()
	dir := filepath.Join(b.dir, "catalog")
	found, err := ScanPaths(context.Background(), []string{filepath.Join(b.dir, "input")}, b.opt)
	if err != nil {
		b.t.Fatal(err)
	}
	if _, err := ProposeCatalog(files.Local{}, dir, "order", found, detectors.Shipped()); err != nil {
		b.t.Fatal(err)
	}
	if _, err := AcceptCatalog(files.Local{}, dir, "", "", "li.na", detectors.Shipped()); err != nil {
		b.t.Fatal(err)
	}
	return policy.CatalogFile(dir, "order")
}

// rewriteLine has one line of the catalog become another; "" takes it out.
func (b *bench) rewriteLine(column, line string) {
	b.t.Helper()
	file := policy.CatalogFile(filepath.Join(b.dir, "catalog"), "order")
	src, err := os.ReadFile(file)
	if err != nil {
		b.t.Fatal(err)
	}
	lines := strings.SplitAfter(string(src), "\n")
	i := slices.IndexFunc(lines, func(l string) bool { return strings.HasPrefix(l, "  - {column: "+column+",") })
	if i < 0 {
		b.t.Fatalf("no line of %s", column)
	}
	if line == "" {
		lines = slices.Delete(lines, i, i+1)
	} else {
		lines[i] = "  - " + line + "\n"
	}
	if err := os.WriteFile(file, []byte(strings.Join(lines, "")), 0o600); err != nil {
		b.t.Fatal(err)
	}
}

// spoil overwrites all pages of every file of the input: only footers can be
// read any more.
func (b *bench) spoil() {
	b.t.Helper()
	paths, err := filepath.Glob(filepath.Join(b.dir, "input", "*", "*.parquet"))
	if err != nil || len(paths) == 0 {
		b.t.Fatal("no input", err)
	}
	for _, path := range paths {
		if err := spoilPages(path); err != nil {
			b.t.Fatal(err)
		}
	}
}

func spoilPages(path string) error {
	src, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	n := len(src)
	footer := int(src[n-8]) | int(src[n-7])<<8 | int(src[n-6])<<16 | int(src[n-5])<<24
	for i := 4; i < n-8-footer; i++ {
		src[i] = 0xff
	}
	return os.WriteFile(path, src, 0o600)
}

// With a catalog that is confirmed for all columns a plan reads footers only:
// it can be made of files in which there is nothing else. With one line less it
// cannot.
func TestPlanReadsFooters(t *testing.T) {
	b := newBench(t, orderRules, "", orders(3000, 2))
	b.catalog()
	b.job = b.load(orderRules+inCatalog, "")
	whole, err := PlanJob(context.Background(), b.job, b.keys, files.Local{}, b.opt)
	if err != nil {
		t.Fatal(err)
	}
	b.spoil()
	plans, err := PlanJob(context.Background(), b.job, b.keys, files.Local{}, b.opt)
	if err != nil {
		t.Fatal(err)
	}
	if a, b := whole[0].Hash(), plans[0].Hash(); a != b {
		t.Errorf("plans %s and %s of the same footers", a, b)
	}
	reads := func() int {
		count := files.NewFaulty(files.Local{}, 1<<30, syscall.EIO, files.OpRead)
		opt := b.opt
		opt.Read.FS = count
		if _, _, err := scanners.Discover(context.Background(), []string{filepath.Join(b.dir, "input")}, opt.Read); err != nil {
			t.Fatal(err)
		}
		found := count.Count()
		if _, err := PlanJob(context.Background(), b.job, b.keys, files.Local{}, opt); err != nil {
			t.Fatal(err)
		}
		return count.Count() - 2*found
	}
	if n := reads(); n != 0 {
		t.Errorf("a plan reads %d times more than it takes to find the files", n)
	}
	b.job = b.load(orderRules, "")
	if _, err := PlanJob(context.Background(), b.job, b.keys, files.Local{}, b.opt); err == nil {
		t.Error("without a catalog the spoilt files are planned too: this test shows nothing")
	}
	b.rewriteLine("city", "{column: city, class: none, verdict: none, status: proposed}")
	b.job = b.load(orderRules+inCatalog, "")
	if _, err := PlanJob(context.Background(), b.job, b.keys, files.Local{}, b.opt); err == nil {
		t.Error("a proposal was trusted")
	}
}

// A run by a confirmed catalog writes the files that a run which classifies by
// itself writes, however many workers there are, and finds nothing to do when
// it is repeated.
func TestRunByCatalog(t *testing.T) {
	data := func(b *bench) map[string]string {
		tree := b.tree()
		maps.DeleteFunc(tree, func(path, _ string) bool { return strings.Contains(path, "_tuomin") })
		return tree
	}
	b := newBench(t, orderRules, "", orders(4000, 2))
	b.must(Committed)
	want := data(b)
	b.catalog()
	b.job = b.load(orderRules+inCatalog, "")
	b.must(Unchanged)
	var tree map[string]string
	for _, workers := range []int{4, 1, 16} {
		if err := os.RemoveAll(filepath.Join(b.dir, "output")); err != nil {
			t.Fatal(err)
		}
		b.opt.Workers = workers
		b.must(Committed)
		if got := data(b); !maps.Equal(got, want) {
			t.Errorf("%d workers: other files than without a catalog", workers)
		}
		if tree != nil && !maps.Equal(b.tree(), tree) {
			t.Errorf("%d workers: other manifests than with four", workers)
		}
		tree = b.tree()
	}
	b.must(Unchanged)
}

// What a run counts while it rewrites is what a scan of the same files counts:
// in pages that are changed, copied and left out, in both formats.
func TestWatch(t *testing.T) {
	lakes := map[string]func(dir string) error{
		"parquet": orders(3000, 1),
		"dictionaries": func(dir string) error {
			return errors.Join(os.MkdirAll(dir, 0o700), corpus.Orders(7, 3000, corpus.Options{}).WriteParquet(
				filepath.Join(dir, "a.parquet"), corpus.Writing{Dictionary: corpus.Always, RowGroup: 700, Page: 4096, PageV2: true}))
		},
		"arrow": func(dir string) error {
			return errors.Join(os.MkdirAll(dir, 0o700), corpus.Orders(7, 3000, corpus.Options{}).WriteArrow(filepath.Join(dir, "a.arrow"), 700))
		},
	}
	for name, lake := range lakes {
		t.Run(name, func(t *testing.T) {
			b := newBench(t, orderRules, "", lake)
			b.catalog()
			b.job = b.load(orderRules+inCatalog, "")
			b.must(Committed)
			r := &runner{job: b.job, keys: b.keys, fs: files.Local{}, opt: b.opt, result: newResult("test")}
			table, units, err := r.discover(context.Background(), &b.job.Tables[0], b.output())
			if err != nil || len(units) != 1 {
				t.Fatal(len(units), err)
			}
			want, err := Scan(context.Background(), table, tallyKey("order", units), b.opt)
			if err != nil {
				t.Fatal(err)
			}
			got := units[0].old.Found
			if len(got) != len(want.Columns) {
				t.Fatalf("%d columns, want %d", len(got), len(want.Columns))
			}
			for i := range got {
				// The words are the catalog's, the numbers are the run's.
				w := want.Columns[i]
				w.Confidence, w.Why = detectors.Certain, confirmedWhy
				w.Minors = detectors.Minors{} // of the day of the scan, which no manifest may say
				for n := range w.Findings {
					w.Findings[n].Telling = false // for the run alone
				}
				if diff := cmp.Diff(w, got[i]); diff != "" {
					t.Errorf("%s: %s", w.Path, diff)
				}
			}
		})
	}
}

// Wherever a run by a catalog is stopped, the next one makes what an undisturbed
// one makes: what is staged is counted again.
func TestCatalogFaults(t *testing.T) {
	b := newBench(t, orderRules, "", orders(600, 2))
	b.catalog()
	b.job = b.load(orderRules+inCatalog, "")
	b.must(Committed)
	want := b.tree()
	for n := 0; ; n += 5 * every(9) {
		if err := os.RemoveAll(filepath.Join(b.dir, "output")); err != nil {
			t.Fatal(err)
		}
		faulty := files.NewFaulty(files.Local{}, n, syscall.EIO)
		b.runOn(faulty)
		if !faulty.Failed() {
			break
		}
		b.partial(want)
		if r := b.run(); r.Err() != nil {
			t.Fatalf("after operation %d failed: %v", n, r.Err())
		}
		if !maps.Equal(b.tree(), want) {
			t.Fatalf("after operation %d failed, the output differs", n)
		}
	}
}

// Every operation of writing a catalog may fail: then each file is what it was
// or what it should be, and nothing else lies beside it.
func TestCatalogFilesFaults(t *testing.T) {
	b := newBench(t, orderRules, "", orders(300, 1))
	found, err := ScanPaths(context.Background(), []string{filepath.Join(b.dir, "input")}, b.opt)
	if err != nil {
		t.Fatal(err)
	}
	edits := map[string]func(fsys files.FS, dir string) error{
		"propose": func(fsys files.FS, dir string) error {
			_, err := ProposeCatalog(fsys, dir, "order", found, detectors.Shipped())
			return err
		},
		"accept": func(fsys files.FS, dir string) error {
			_, err := AcceptCatalog(fsys, dir, "", "**.phone", "li.na", detectors.Shipped())
			return err
		},
	}
	for name, edit := range edits {
		t.Run(name, func(t *testing.T) {
			base := t.TempDir()
			prepare := func(dir string) []byte {
				if name == "propose" {
					return nil
				}
				if err := edits["propose"](files.Local{}, dir); err != nil {
					t.Fatal(err)
				}
				before, err := os.ReadFile(policy.CatalogFile(dir, "order"))
				if err != nil {
					t.Fatal(err)
				}
				return before
			}
			whole := filepath.Join(base, "whole")
			prepare(whole)
			if err := edit(files.Local{}, whole); err != nil {
				t.Fatal(err)
			}
			want, err := os.ReadFile(policy.CatalogFile(whole, "order"))
			if err != nil {
				t.Fatal(err)
			}
			for n := 0; ; n++ {
				dir := filepath.Join(base, "catalog")
				if err := os.RemoveAll(dir); err != nil {
					t.Fatal(err)
				}
				before := prepare(dir)
				faulty := files.NewFaulty(files.Local{}, n, syscall.EIO)
				err := edit(faulty, dir)
				if !faulty.Failed() {
					if err != nil {
						t.Fatal(err)
					}
					return
				}
				if err != nil && !errors.Is(err, syscall.EIO) {
					t.Errorf("operation %d: the error is %v", n, err)
				}
				got, _ := os.ReadFile(policy.CatalogFile(dir, "order"))
				if string(got) != string(before) && string(got) != string(want) {
					t.Errorf("operation %d: the catalog is neither what it was nor what it should be", n)
				}
			}
		})
	}
}

// A scan of data that have not changed writes nothing, and one of new columns
// adds their lines and no other byte.
func TestProposeAgain(t *testing.T) {
	b := newBench(t, orderRules, "", orders(300, 1))
	file := b.catalog()
	propose := func() []CatalogEdit {
		found, err := ScanPaths(context.Background(), []string{filepath.Join(b.dir, "input")}, b.opt)
		if err != nil {
			t.Fatal(err)
		}
		edits, err := ProposeCatalog(files.Local{}, filepath.Dir(file), "order", found, detectors.Shipped())
		if err != nil {
			t.Fatal(err)
		}
		return edits
	}
	stats := statsFile(filepath.Dir(file), "order")
	before := map[string]os.FileInfo{}
	for _, f := range []string{file, stats} {
		info, err := os.Stat(f)
		if err != nil {
			t.Fatal(err)
		}
		before[f] = info
	}
	if edits := propose(); len(edits) != 1 || len(edits[0].Columns) > 0 {
		t.Errorf("edits of unchanged data: %+v", edits)
	}
	for f, info := range before {
		if now, err := os.Stat(f); err != nil || !os.SameFile(now, info) || now.ModTime() != info.ModTime() {
			t.Errorf("%s was written (%v)", filepath.Base(f), err)
		}
	}
	b.rewriteLine("city", "")
	if edits := propose(); !slices.Equal(edits[0].Columns, []string{"city"}) {
		t.Errorf("edits %+v", edits)
	}
	src, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if n := strings.Count(string(src), "status: proposed"); n != 1 {
		t.Errorf("%d lines are proposals, want the new one", n)
	}
}

// What is printed of drift is JSON that programs match on.
func TestDriftJSON(t *testing.T) {
	d := Drift{Table: "order", Column: "a", Change: NewColumn, Action: driftStop, Message: "m", Catalog: "c.yaml", YAML: "{column: a}"}
	b, err := json.Marshal(d)
	if err != nil {
		t.Fatal(err)
	}
	want := `{"table":"order","column":"a","change":"new_column","action":"stop","message":"m","catalog":"c.yaml","yaml":"{column: a}"}`
	if string(b) != want {
		t.Errorf("%s, want %s", b, want)
	}
}
