package pipelines

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"tuomin/benchmarks/corpus"
	"tuomin/pipelines/policy"
	"tuomin/scanners/files"
	"tuomin/transforms/keys"
)

// orderRules treat every column of the corpus' orders, with every transform
// that there is.
const orderRules = `
  - {match: {verdict: contains}, do: drop}
  - {match: {column: "receiver.name"}, do: nullify}
  - {match: {column: "*name"}, do: drop}
  - {match: {class: cn_mobile, column: "receiver.*"}, do: {mask: {keep_first: 3, keep_last: 4}}}
  - {match: {column: city}, do: {sha256: {}}}
  - {match: {column: pay_amount}, do: {replace: {with: "0.00"}}}
  - {match: {column: is_gift}, do: {replace: {with: "false"}}}
  - {match: {column: weight_kg}, do: {generalize: {to: bucket, width: 0.5, max: 20}}}
  - {match: {verdict: unknown}, do: drop}
  - {match: {class: none}, do: keep}`

// A bench is one job in a directory of its own.
type bench struct {
	t    *testing.T
	dir  string
	job  *policy.Job
	keys *keys.Keyset
	opt  Options
}

// newBench writes a job over dir/input, which lake fills, to dir/output.
func newBench(t *testing.T, rules, output string, lake func(dir string) error) *bench {
	t.Helper()
	b := &bench{t: t, dir: t.TempDir(), opt: Options{Workers: 4, Memory: 64 << 20}}
	b.opt.Temp = filepath.Join(b.dir, "temp")
	if err := errors.Join(os.Mkdir(b.opt.Temp, 0o700), lake(filepath.Join(b.dir, "input"))); err != nil {
		t.Fatal(err)
	}
	b.job = b.load(rules, output)
	t.Setenv("TUOMIN_TEST_KEK", strings.Repeat("07", 32))
	file := filepath.Join(b.dir, "keys.json")
	if err := keys.NewFile(file, "env:TUOMIN_TEST_KEK", []string{"person", "mobile", "account", "order", "device"}); err != nil {
		t.Fatal(err)
	}
	var err error
	if b.keys, err = keys.Open(file, "env:TUOMIN_TEST_KEK"); err != nil {
		t.Fatal(err)
	}
	return b
}

func (b *bench) load(rules, output string) *policy.Job {
	b.t.Helper()
	text := fmt.Sprintf(`version: 1
name: test
policy: cn-base
purpose: analytics
keys: {keyset: "file:keys.json", kek: "env:TUOMIN_TEST_KEK"}
tables: [{name: order, input: input}]
rules:%s
output: {path: "output/{table}"%s}
`, rules, output)
	path := filepath.Join(b.dir, "job.yaml")
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		b.t.Fatal(err)
	}
	job, err := LoadJob(path)
	if err != nil {
		b.t.Fatal(err)
	}
	return job
}

func (b *bench) run() *Result { return b.runOn(files.Local{}) }

func (b *bench) runOn(fsys files.FS) *Result {
	return Run(context.Background(), b.job, b.keys, fsys, b.opt)
}

// must runs and wants the reason.
func (b *bench) must(want Reason) *Result {
	b.t.Helper()
	r := b.run()
	if r.Reason != want {
		b.t.Fatalf("reason %s, want %s: %v", r.Reason, want, r.Err())
	}
	return r
}

func (b *bench) output() string { return filepath.Join(b.dir, "output", "order") }

// tree is the digest of every file under the output, but for run.json, which
// alone may differ between two runs.
func (b *bench) tree() map[string]string {
	b.t.Helper()
	sums := map[string]string{}
	err := filepath.WalkDir(b.output(), func(path string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() || e.Name() == "run.json" {
			return err
		}
		data, err := os.ReadFile(path)
		rel, _ := filepath.Rel(b.output(), path)
		sum := sha256.Sum256(data)
		sums[rel] = hex.EncodeToString(sum[:])
		return err
	})
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		b.t.Fatal(err)
	}
	return sums
}

// orders is a lake of so many days.
func orders(rows int64, days int) func(dir string) error {
	return func(dir string) error {
		if _, err := corpus.WriteLake(dir+".all", 7, rows, corpus.Layout{Days: days}); err != nil {
			return err
		}
		return os.Rename(filepath.Join(dir+".all", "order"), dir)
	}
}

func late(path string) func(string) error {
	return func(string) error {
		table := corpus.Orders(8, 300, corpus.Options{First: 1 << 20})
		return table.WriteParquet(path, corpus.Writing{})
	}
}

// A run commits what it verified, a second one finds nothing to do, and a late
// file has its own partition redone and no other.
func TestRun(t *testing.T) {
	b := newBench(t, orderRules, ", replace: partition", orders(3000, 3))
	r := b.must(Committed)
	if r.Rows.In != 3000 || r.Rows.Out != 3000 || len(r.Partitions) != 3 {
		t.Fatalf("rows %+v in %d partitions", r.Rows, len(r.Partitions))
	}
	first := b.tree()
	b.must(Unchanged)
	if got := b.tree(); !maps.Equal(got, first) {
		t.Error("a run that had nothing to do changed the output")
	}
	part := filepath.Join(b.dir, "input", "dt=2026-11-19")
	if err := late(filepath.Join(part, "late.parquet"))(""); err != nil {
		t.Fatal(err)
	}
	if r = b.must(Committed); r.Rows.Out != 3300 {
		t.Errorf("%d rows with the late file, want 3300", r.Rows.Out)
	}
	for path, sum := range b.tree() {
		if strings.HasPrefix(path, "dt=2026-11-19/_tuomin") || strings.Contains(path, "late-") {
			continue
		}
		if first[path] != sum {
			t.Errorf("%s is another file than before", path)
		}
	}
	if v := VerifyOutput(context.Background(), b.output(), filepath.Join(b.dir, "input"), files.Local{}, b.opt); v.Err() != nil {
		t.Errorf("verify alone: %v", v.Err())
	}
	if left, err := os.ReadDir(b.opt.Temp); err != nil || len(left) > 0 {
		t.Errorf("%d temporary files are left (%v)", len(left), err)
	}
}

// What stands is counted the same where the whole table is swapped.
func TestUnchangedCounts(t *testing.T) {
	for _, replace := range []string{"partition", "table"} {
		b := newBench(t, orderRules, ", replace: "+replace, orders(600, 2))
		made := b.must(Committed)
		stands := b.must(Unchanged)
		if stands.Rows.Out != 600 || stands.Files != 2 || stands.Files != made.Files || made.Bytes == 0 || stands.Bytes != made.Bytes || stands.Manifest != made.Manifest {
			t.Errorf("%s: %d rows, %d files of %d bytes, where %d of %d were made", replace, stands.Rows.Out, stands.Files, stands.Bytes, made.Files, made.Bytes)
		}
	}
}

// However many workers there are and however little memory, the bytes are the
// same.
func TestSameBytes(t *testing.T) {
	b := newBench(t, orderRules, "", orders(4000, 2))
	b.must(Committed)
	want := b.tree()
	for _, opt := range []Options{{Workers: 1, Memory: 1 << 20}, {Workers: 16, Memory: 1 << 30}, {Workers: 3, Memory: 4 << 10}} {
		if err := os.RemoveAll(filepath.Join(b.dir, "output")); err != nil {
			t.Fatal(err)
		}
		opt.Temp = b.opt.Temp
		b.opt = opt
		b.must(Committed)
		if got := b.tree(); !maps.Equal(got, want) {
			t.Errorf("%d workers and %d bytes of memory make other bytes", opt.Workers, opt.Memory)
		}
	}
}

// Arrow files and streams come out as what they were.
// Of several partitions, whoever looks on is told which one is worked at.
func TestStagesOfPartitions(t *testing.T) {
	for output, want := range map[string][]string{
		"":                 {"order profile", "order 1/2 rewrite", "order 1/2 verify", "order 1/2 commit", "order 2/2 rewrite", "order 2/2 verify", "order 2/2 commit"},
		", replace: table": {"order profile", "order 1/2 rewrite", "order 1/2 verify", "order 2/2 rewrite", "order 2/2 verify", "order commit"},
	} {
		b := newBench(t, orderRules, output, orders(600, 2))
		var got []string
		b.opt.Events.Stage = func(table, stage string) { got = append(got, table+" "+stage) }
		if b.must(Committed); !slices.Equal(got, want) {
			t.Errorf("%q: %q\nwant %q", output, got, want)
		}
		got = nil
		VerifyOutput(context.Background(), b.output(), filepath.Join(b.dir, "input"), files.Local{}, b.opt)
		if want := []string{b.output() + " 1/2 verify", b.output() + " 2/2 verify"}; !slices.Equal(got, want) {
			t.Errorf("%q alone: %q\nwant %q", output, got, want)
		}
	}
}

func TestRunArrow(t *testing.T) {
	table := corpus.Orders(7, 2500, corpus.Options{})
	for ending, write := range map[string]func(path string) error{
		".arrow": func(path string) error { return table.WriteArrow(path, 700) },
		".arrows": func(path string) error {
			f, err := os.Create(path)
			if err != nil {
				return err
			}
			return errors.Join(table.WriteStream(f, 700), f.Close())
		},
	} {
		t.Run(ending, func(t *testing.T) {
			b := newBench(t, orderRules, "", func(dir string) error {
				return errors.Join(os.MkdirAll(dir, 0o755), write(filepath.Join(dir, "a.arrow")), write(filepath.Join(dir, "b")))
			})
			if r := b.must(Committed); r.Rows.Out != 5000 {
				t.Errorf("%d rows", r.Rows.Out)
			}
			for glob, want := range map[string]int{"a-*.arrow": 1, "b-*" + ending: 1} {
				if got, _ := filepath.Glob(filepath.Join(b.output(), glob)); len(got) != want {
					t.Errorf("%s: %q", glob, got)
				}
			}
			b.must(Unchanged)
			v := VerifyOutput(context.Background(), b.output(), filepath.Join(b.dir, "input"), files.Local{}, b.opt)
			if v.Err() != nil {
				t.Error(v.Err())
			}
		})
	}
}

// Every single operation on files may fail. Then the run says so, nothing
// half-written is visible, and the next run makes what an undisturbed one
// makes.
func TestEveryFault(t *testing.T) {
	b := newBench(t, orderRules, "", orders(600, 2))
	b.must(Committed)
	want := b.tree()
	whole := map[string]bool{}
	for path := range want {
		whole[filepath.Dir(path)] = true
	}
	for n := 0; ; n += every(11) {
		if err := os.RemoveAll(filepath.Join(b.dir, "output")); err != nil {
			t.Fatal(err)
		}
		faulty := files.NewFaulty(files.Local{}, n, syscall.EIO)
		r := b.runOn(faulty)
		if !faulty.Failed() {
			if r.Err() != nil {
				t.Fatalf("no operation failed and the run did: %v", r.Err())
			}
			t.Logf("%d operations", n)
			break
		}
		b.partial(want)
		// Rubbish that could not be removed is no failure.
		if r.Err() == nil && r.Reason != Committed {
			t.Errorf("operation %d failed, and the run ended with %s", n, r.Reason)
		}
		if r = b.run(); r.Err() != nil {
			t.Fatalf("after operation %d failed, the next run: %v", n, r.Err())
		}
		if got := b.tree(); !maps.Equal(got, want) {
			t.Fatalf("after operation %d failed, the output differs", n)
		}
	}
}

// partial refuses an output in which any leaf partition is neither whole nor
// absent.
func (b *bench) partial(want map[string]string) {
	b.t.Helper()
	got := b.tree()
	seen := map[string]bool{}
	for path := range got {
		day, _, _ := strings.Cut(path, "/")
		seen[day] = true
		if got[path] != want[path] {
			b.t.Errorf("%s is visible and not what it should be", path)
		}
	}
	for path := range want {
		if day, _, _ := strings.Cut(path, "/"); seen[day] && got[path] == "" {
			b.t.Errorf("%s is missing beside others of its partition", path)
		}
	}
}

// What stands in the way of a run, and how it ends.
func TestRefusals(t *testing.T) {
	keepAll := "\n  - {match: {column: \"**\"}, do: keep}"
	for _, c := range []struct {
		about, rules, output string
		before               func(b *bench) error
		want                 Reason
		says                 string
	}{
		{"no rule", "\n  - {match: {class: none}, do: keep}", "", nil, ColumnUnknown, "contract_no"},
		{"a twin", "\n  - {match: {column: mobile}, do: keep}\n  - {match: {column: receiver.phone}, do: drop}" + orderRules, "", nil, TwinColumn, "mobile"},
		{"unkeyed hash of telephones", "\n  - {match: {class: cn_mobile}, do: {sha256: {}}}" + orderRules, "", nil, RefusedRule, "sha256"},
		{"a partition column changed", "\n  - {match: {partition: dt}, do: drop}" + orderRules, "", nil, NotBuilt, "partition"},
		{"the keys of a map dropped, and not its values", "\n  - {match: {column: \"tags{}.key\"}, do: drop}\n  - {match: {column: \"tags{}.value\"}, do: nullify}" + orderRules, "", nil, RefusedRule, "map tags"},
		{"output inside input", keepAll, "", func(b *bench) error { b.job.Output.Path = filepath.Join(b.dir, "input", "out"); return nil }, OutputOverlaps, ""},
		{"input inside output", keepAll, "", func(b *bench) error { b.job.Output.Path = b.dir; return nil }, OutputOverlaps, ""},
		{"an output that is not ours", orderRules, "", func(b *bench) error {
			dir := filepath.Join(b.output(), "dt=2026-11-20")
			return errors.Join(os.MkdirAll(dir, 0o755), os.WriteFile(filepath.Join(dir, "a.parquet"), []byte("PAR1"), 0o644))
		}, OutputNotOurs, "dt=2026-11-20"},
		{"a file that cannot be read", orderRules, "", func(b *bench) error {
			return os.WriteFile(filepath.Join(b.dir, "input", "dt=2026-11-20", "bad.parquet"), []byte("PAR1 and so on"), 0o644)
		}, InputUnreadable, "bad.parquet"},
		{"no input", orderRules, "", func(b *bench) error { return os.RemoveAll(filepath.Join(b.dir, "input")) }, "", ""},
		{"keys that are not there", orderRules, "", func(b *bench) error { b.keys = nil; return nil }, KeyMissing, "keys:"},
		{"a domain whose key is not there", "\n  - {match: {column: mobile}, do: {hmac: {domain: card}}}" + orderRules, "", nil, KeyMissing, "keys add FILE --kek REF --domain card"},
	} {
		t.Run(c.about, func(t *testing.T) {
			b := newBench(t, c.rules, c.output, orders(1500, 2))
			if c.before != nil {
				if err := c.before(b); err != nil {
					t.Fatal(err)
				}
			}
			before := b.tree()
			r := b.run()
			if r.Err() == nil || c.want != "" && r.Reason != c.want || !strings.Contains(r.Err().Error(), c.says) {
				t.Errorf("reason %s, want %s with %q: %v", r.Reason, c.want, c.says, r.Err())
			}
			if c.want != InputUnreadable && !maps.Equal(b.tree(), before) {
				t.Error("the output changed")
			}
		})
	}
}

// A partition that can be committed is, whatever is wrong with another.
func TestGoodPartitions(t *testing.T) {
	b := newBench(t, orderRules, "", orders(1500, 3))
	bad := filepath.Join(b.dir, "input", "dt=2026-11-19", "bad.parquet")
	if err := os.WriteFile(bad, []byte("no table"), 0o644); err != nil {
		t.Fatal(err)
	}
	r := b.must(InputUnreadable)
	var got []string
	for _, p := range r.Partitions {
		got = append(got, fmt.Sprintf("%s %s", p.Path, p.Reason))
	}
	want := []string{"dt=2026-11-18 committed", "dt=2026-11-19 input_unreadable", "dt=2026-11-20 committed"}
	if !slices.Equal(got, want) {
		t.Errorf("%q, want %q", got, want)
	}
	if _, err := os.Stat(filepath.Join(b.output(), "dt=2026-11-19")); !errors.Is(err, fs.ErrNotExist) {
		t.Error("the refused partition is there")
	}
	if err := os.Remove(bad); err != nil {
		t.Fatal(err)
	}
	b.must(Committed)
}

// Two runs at once: one works, the other is told to come later.
func TestLocked(t *testing.T) {
	b := newBench(t, orderRules, "", orders(600, 1))
	r := &runner{job: b.job, fs: files.Local{}}
	tk := &task{table: &b.job.Tables[0], out: b.output()}
	st, err := openStage(r.fs, r.stageRoot(tk), filepath.Join(b.output(), "dt=2026-11-20"), access{0o644, ownGroup})
	if err != nil {
		t.Fatal(err)
	}
	b.must(Locked)
	if err := st.Close(); err != nil {
		t.Fatal(err)
	}
	b.must(Committed)
}

// A context that ends stops a run within a moment, and the next goes on.
func TestCancel(t *testing.T) {
	b := newBench(t, orderRules, "", orders(20000, 2))
	for _, after := range []time.Duration{0, 5 * time.Millisecond, 40 * time.Millisecond} {
		ctx, cancel := context.WithTimeout(context.Background(), after)
		start := time.Now()
		r := Run(ctx, b.job, b.keys, files.Local{}, b.opt)
		cancel()
		if took := time.Since(start); took > after+5*time.Second {
			t.Errorf("stopped %s after it should have", took-after)
		}
		if r.Reason != Interrupted && r.Reason != Committed && r.Reason != Unchanged {
			t.Errorf("reason %s: %v", r.Reason, r.Err())
		}
	}
	if r := b.run(); r.Err() != nil {
		t.Fatal(r.Err())
	}
}
