package pipelines

import (
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"tuomin/benchmarks/corpus"
	"tuomin/benchmarks/readers"
	"tuomin/pipelines/policy"
	"tuomin/scanners/files"
)

// A night's job with everything that it may say, under each failing operation
// on files: it says so, nothing half-written is visible, and the next run makes
// what an undisturbed one makes.
func TestEveryFaultOfANight(t *testing.T) {
	b := newBench(t, orderRules, "", orders(400, 2))
	columns := ", ready: _SUCCESS, select: [order_id, mobile, city, tags]"
	job := fmt.Sprintf(nightly, columns, fmt.Sprintf(`, mode: "0640", group: %d`, os.Getegid()))
	const days = "dt=2026-11-19..2026-11-20"
	// The first night's classification binds the second; a night that is the
	// first because another has failed is bound by its own.
	if r := b.set(job, days); r.Reason != Committed {
		t.Fatal(r.Err())
	}
	want := b.tree()
	for n := 0; ; n += 2 * every(8) {
		if err := os.RemoveAll(filepath.Join(b.output(), "dt=2026-11-20")); err != nil {
			t.Fatal(err)
		}
		faulty := files.NewFaulty(files.Local{}, n, syscall.EIO)
		r := b.setOn(faulty, job, days)
		if !faulty.Failed() {
			if r.Err() != nil {
				t.Fatalf("no operation failed and the run did: %v", r.Err())
			}
			break
		}
		b.partial(want)
		if r.Err() == nil && r.Reason != Committed {
			t.Errorf("operation %d failed, and the run ended with %s", n, r.Reason)
		}
		if r = b.set(job, days); r.Err() != nil {
			t.Fatalf("after operation %d failed, the next run: %v", n, r.Err())
		}
		if got := b.tree(); !maps.Equal(got, want) {
			t.Fatalf("after operation %d failed, the output differs", n)
		}
	}
}

// Whatever other programs read of the input they read of an output of selected
// columns, but for what was not selected or was changed.
func TestSelectForOtherReaders(t *testing.T) {
	all := readers.Find(t)
	written := readers.Write(t, corpus.Orders(3, 1500, corpus.Options{}), t.TempDir())[0]
	b := newBench(t, orderRules, "", func(dir string) error {
		if err := os.Mkdir(dir, 0o755); err != nil {
			return err
		}
		data, err := os.ReadFile(written)
		if err != nil {
			return err
		}
		return os.WriteFile(filepath.Join(dir, "part.parquet"), data, 0o600)
	})
	for _, name := range []string{"receiver", "tags", "pay_amount", "order_id"} {
		b.job.Tables[0].Select = append(b.job.Tables[0].Select, policy.ColumnName{Name: name})
	}
	changes := b.changes()
	if changes["is_gift"] != readers.Dropped || changes["city"] != readers.Dropped {
		t.Errorf("what is not selected is not dropped by the plan: %v", changes)
	}
	b.must(Committed)
	output, err := filepath.Glob(filepath.Join(b.output(), "*.parquet"))
	if err != nil || len(output) != 1 {
		t.Fatal("no output", err)
	}
	for _, r := range all {
		dumps := r.DumpAll(t, written, output[0])
		for _, d := range readers.Compare(dumps[0], dumps[1], changes) {
			t.Errorf("%s: %s", r.Name, d)
		}
	}
}

// The plan of a night says which night it is of, and that of a range has one for
// each day.
func TestPlanOfNights(t *testing.T) {
	b := newBench(t, orderRules, "", orders(600, 2))
	path := filepath.Join(b.dir, "nightly.yaml")
	if err := os.WriteFile(path, []byte(fmt.Sprintf(nightly, ", select: [order_id, city]", "")), 0o600); err != nil {
		t.Fatal(err)
	}
	jobs, err := LoadJobs(path, []string{"dt=2026-11-19..2026-11-20"})
	if err != nil {
		t.Fatal(err)
	}
	plans, err := PlanAll(t.Context(), jobs, b.keys, files.Local{}, b.opt)
	if err != nil || len(plans) != 2 || plans[0].Part != "dt=2026-11-19" || plans[1].Part != "dt=2026-11-20" {
		t.Fatalf("%d plans: %v", len(plans), err)
	}
	for i := range plans[0].Columns {
		c := &plans[0].Columns[i]
		here := strings.HasPrefix(c.Rule, path+":7:")
		if out := !jobs[0].Tables[0].Selected(string(c.Path)) && !c.Partition; out != here || out && (c.Action != "drop" || c.Out != "" || c.Why != notSelected) {
			t.Errorf("%s: %s by %s (%s)", c.Path, c.Action, c.Rule, c.Why)
		}
	}
}

// Two runs that swap the same table at once: the later one does not put back
// what it had found before.
func TestSwapsRace(t *testing.T) {
	b := newBench(t, orderRules, ", replace: table", orders(600, 2))
	quick := *b
	quick.job = b.load(orderRules, ", replace: table, keep_metadata: [geo]")
	r := b.runOn(&meddler{FS: files.Local{}, lock: func() { quick.must(Committed) }})
	if r.Reason != LostRace {
		t.Errorf("%s: %v", r.Reason, r.Err())
	}
	b.must(Committed)
}

// Nights that each write a directory of their own, beside one another, are not in
// each other's way either.
func TestDirectoryOfItsOwn(t *testing.T) {
	b := newBench(t, orderRules, "", orders(600, 2))
	for _, day := range []string{"2026-11-19", "2026-11-20"} {
		if err := os.Rename(filepath.Join(b.dir, "input", "dt="+day), filepath.Join(b.dir, "input", day)); err != nil {
			t.Fatal(err)
		}
	}
	job := strings.NewReplacer(`input: input, partitions: {dt: "${dt}"}`, `input: "input/${dt}"`, "output/{table}", "output/dt=${dt}").Replace(fmt.Sprintf(nightly, "", ""))
	held, err := openStage(files.Local{}, filepath.Join(b.dir, "output", ".tuomin-test-order"), filepath.Join(b.dir, "output", "dt=2026-11-19"), access{0o644, ownGroup})
	if err != nil {
		t.Fatal(err)
	}
	defer held.Close()
	if r := b.set(job, "dt=2026-11-19..2026-11-20"); r.ended() != ". locked, . committed" {
		t.Errorf("%s: %v", r.ended(), r.Err())
	}
}
