package pipelines

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"tuomin/scanners/files"
	"tuomin/transforms/keys"
)

// A provocation brings about one reason, on a bench of two days.
type provocation func(b *bench) *Result

// meddler does something once, just before the first operation of a kind.
type meddler struct {
	files.FS
	once   sync.Once
	lock   func() // before the first lock is taken
	create func() // before the first file is made
	swap   func() // before the first directory is put in place
}

func (m *meddler) Lock(name string) (io.Closer, error) {
	if m.lock != nil {
		m.once.Do(m.lock)
	}
	return m.FS.Lock(name)
}

func (m *meddler) Create(name string) (files.File, error) {
	if m.create != nil {
		m.once.Do(m.create)
	}
	return m.FS.Create(name)
}

func (m *meddler) Rename(from, to string) error {
	if info, err := m.Stat(from); m.swap != nil && err == nil && info.IsDir() {
		m.once.Do(m.swap)
	}
	return m.FS.Rename(from, to)
}

func (m *meddler) Exchange(a, b string) error {
	if m.swap != nil {
		m.once.Do(m.swap)
	}
	return m.FS.Exchange(a, b)
}

// with is the run of a job with other rules or another output.
func with(rules, output string) provocation {
	return func(b *bench) *Result {
		b.job = b.load(rules, output)
		return b.run()
	}
}

// after is the run of the job after something was done to its directory.
func after(do func(b *bench) error) provocation {
	return func(b *bench) *Result {
		if err := do(b); err != nil {
			b.t.Fatal(err)
		}
		return b.run()
	}
}

func again(b *bench) *Result {
	b.must(Committed)
	return b.run()
}

func input(b *bench, parts ...string) string {
	return filepath.Join(append([]string{b.dir, "input"}, parts...)...)
}

// wrongKEK is what opening the job's keys with another KEK ends with.
func wrongKEK(b *bench) *Result {
	b.t.Setenv("TUOMIN_OTHER_KEK", strings.Repeat("08", 32))
	_, err := keys.Open(filepath.Join(b.dir, "keys.json"), "env:TUOMIN_OTHER_KEK")
	return RefusedKeys("test", err)
}

// otherKeys runs with another keyset than that of the day that stands.
func otherKeys(b *bench) *Result {
	b.must(Committed)
	file := filepath.Join(b.dir, "other.json")
	if err := keys.NewFile(file, "env:TUOMIN_TEST_KEK", []string{"person", "mobile", "account", "order"}); err != nil {
		b.t.Fatal(err)
	}
	var err error
	if b.keys, err = keys.Open(file, "env:TUOMIN_TEST_KEK"); err != nil {
		b.t.Fatal(err)
	}
	return b.run()
}

// newColumn runs after a day has come with a column more.
func newColumn(b *bench) *Result {
	for i, names := range [][]string{{"mobile", "city"}, {"mobile", "city", "father_mobile"}} {
		dir := filepath.Join(b.dir, "people", fmt.Sprintf("dt=%d", i+1))
		cells := [][]string{mobiles(300), text(300, func(i int) string { return []string{"广州", "深圳"}[i%2] }), mobiles(300)}
		if err := errors.Join(os.MkdirAll(dir, 0o755), writeText(filepath.Join(dir, "a.parquet"), names, cells[:len(names)])); err != nil {
			b.t.Fatal(err)
		}
		b.job.Tables[0].Input = filepath.Join(b.dir, "people")
		if i == 0 {
			b.must(Committed)
		}
	}
	return b.run()
}

func mobiles(n int) []string {
	return text(n, func(i int) string { return fmt.Sprintf("138%04d%04d", 0, i*7919%10000) })
}

// held runs while somebody holds the lock of each day.
func held(b *bench) *Result {
	r := &runner{job: b.job, fs: files.Local{}}
	tk := &task{table: &b.job.Tables[0], out: b.output()}
	for _, day := range []string{"dt=2026-11-19", "dt=2026-11-20"} {
		st, err := openStage(r.fs, r.stageRoot(tk), filepath.Join(b.output(), day), access{0o644, ownGroup})
		if err != nil {
			b.t.Fatal(err)
		}
		defer st.Close()
	}
	return b.run()
}

// tampered is the verification of an output to which a file was added.
func tampered(b *bench) *Result {
	b.must(Committed)
	data, err := os.ReadFile(input(b, "dt=2026-11-20", "part-00000.parquet"))
	if err == nil {
		err = os.WriteFile(filepath.Join(b.output(), "dt=2026-11-20", "more.parquet"), data, 0o644)
	}
	if err != nil {
		b.t.Fatal(err)
	}
	return VerifyOutput(context.Background(), b.output(), input(b), files.Local{}, b.opt)
}

// touched runs while an input is replaced after it was looked at.
func touched(b *bench) *Result {
	return b.runOn(&meddler{FS: files.Local{}, create: func() {
		if err := os.Chtimes(input(b, "dt=2026-11-19", "part-00000.parquet"), time.Time{}, time.Now().Add(time.Hour)); err != nil {
			b.t.Error(err)
		}
	}})
}

// overtaken runs while another run with other rules commits the same days.
func overtaken(b *bench) *Result {
	quick := *b
	quick.job = b.load(orderRules, `, keep_metadata: [geo]`)
	return b.runOn(&meddler{FS: files.Local{}, lock: func() { quick.must(Committed) }})
}

// cancelled runs under a context that has ended.
func cancelled(b *bench) *Result {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	return Run(ctx, b.job, b.keys, files.Local{}, b.opt)
}

// provocations are how each reason comes about.
var provocations = map[Reason]provocation{
	Committed: func(b *bench) *Result { return b.run() },
	Unchanged: again,
	BadJob: func(b *bench) *Result {
		path := filepath.Join(b.dir, "bad.yaml")
		if err := os.WriteFile(path, []byte("version: 1\n"), 0o600); err != nil {
			b.t.Fatal(err)
		}
		_, err := LoadJob(path)
		return Refused("", err)
	},
	NoRule:        with("\n  - {match: {verdict: [contains, unknown]}, do: drop}", ""),
	RefusedRule:   with("\n  - {match: {class: cn_mobile}, do: {sha256: {}}}"+orderRules, ""),
	TwinColumn:    with("\n  - {match: {column: mobile}, do: keep}"+orderRules, ""),
	NotBuilt:      with("\n  - {match: {partition: dt}, do: drop}"+orderRules, ""),
	OutputNotOurs: after(func(b *bench) error { return os.MkdirAll(filepath.Join(b.output(), "dt=2026-11-20", "x"), 0o755) }),
	OutputExists: func(b *bench) *Result {
		b.must(Committed)
		return after(func(b *bench) error { return late(input(b, "dt=2026-11-20", "late.parquet"))("") })(b)
	},
	OutputOverlaps: after(func(b *bench) error { b.job.Output.Path = input(b, "out"); return nil }),
	KeysChanged:    otherKeys,
	IOFailed: func(b *bench) *Result {
		return b.runOn(files.NewFaulty(files.Local{}, 0, syscall.EIO, files.OpMkdir).Broken())
	},
	DiskFull: func(b *bench) *Result {
		return b.runOn(files.NewFaulty(files.Local{}, 0, syscall.ENOSPC, files.OpWrite).Broken())
	},
	NotReady:      after(func(b *bench) error { b.job.Tables[0].Ready = "_NEVER"; return nil }),
	ColumnUnknown: with("\n  - {match: {class: none}, do: keep}", ""),
	ColumnDrift:   newColumn,
	NotVerified:   tampered,
	KeyMissing:    after(func(b *bench) error { b.keys = nil; return nil }),
	KeyWrong:      wrongKEK,
	Locked:        held,
	InputUnreadable: after(func(b *bench) error {
		return os.WriteFile(input(b, "dt=2026-11-20", "bad.parquet"), []byte("PAR1 and so on"), 0o644)
	}),
	NotOneTable:  after(func(b *bench) error { return os.RemoveAll(input(b)) }),
	NoPartition:  func(b *bench) *Result { return b.set(fmt.Sprintf(nightly, "", ""), "dt=2026-12-24") },
	InputChanged: touched,
	LostRace:     overtaken,
	Interrupted:  cancelled,
}

// Every reason comes about as the table says; none is only on paper, and none
// leaves anything half-written.
func TestEveryReason(t *testing.T) {
	listed := map[Reason]bool{}
	for i, info := range Reasons() {
		listed[info.Reason] = true
		provoke, ok := provocations[info.Reason]
		if !ok {
			t.Errorf("%s: nothing provokes it; add to provocations", info.Reason)
			continue
		}
		if i%every(4) > 0 {
			continue
		}
		t.Run(string(info.Reason), func(t *testing.T) {
			b := newBench(t, orderRules, "", orders(900, 2))
			r := provoke(b)
			if r.Reason != info.Reason || r.Retryable != info.Retryable || r.Outcome != info.Reason.outcome() {
				t.Errorf("ended with %s, %s, retryable %v: %v", r.Reason, r.Outcome, r.Retryable, r.Err())
			}
			if (info.Exit == 0) != (r.Outcome == OutcomeCommitted || r.Outcome == OutcomeUnchanged) {
				t.Errorf("exit %d is for %s", info.Exit, r.Outcome)
			}
		})
	}
	for reason := range provocations {
		if !listed[reason] {
			t.Errorf("%s is provoked and not in Reasons", reason)
		}
	}
}

// Every exit code of a reason has a line of its own in the help, and every line
// is in order.
func TestEveryExit(t *testing.T) {
	lines := map[int]bool{}
	last := -1
	for _, e := range Exits() {
		if lines[e.Code] = true; e.Code <= last || e.Code == 2 || e.EN == "" || e.ZH == "" {
			t.Errorf("exit %d is out of order, Go's own, or says nothing", e.Code)
		}
		last = e.Code
	}
	for _, r := range Reasons() {
		if !lines[r.Exit] {
			t.Errorf("exit %d of %s has no line", r.Exit, r.Reason)
		}
		if r.Exit != 0 && worse(Committed, r.Reason) != r.Reason {
			t.Errorf("%s does not weigh more than a commit", r.Reason)
		}
	}
}

// Of two first runs at once, on different days, the later to commit finds a
// classification that it did not make: where that differs from its own, the run
// must be made again under it.
func TestFirstRunsRace(t *testing.T) {
	job := strings.NewReplacer("{dt: date}", "{dt: int}", "input: input", "input: people").Replace(fmt.Sprintf(nightly, "", ""))
	cities := text(300, func(i int) string { return []string{"广州", "深圳"}[i%2] })
	for _, c := range []struct {
		about       string
		first, then []string
		want        Reason
	}{
		{"telephones, then cities", mobiles(300), cities, LostRace},
		{"telephones, then other telephones", mobiles(300), mobiles(900), Committed},
	} {
		t.Run(c.about, func(t *testing.T) {
			b := newBench(t, orderRules, "", orders(300, 1))
			for day, cells := range map[string][]string{"dt=1": c.first, "dt=2": c.then} {
				dir := filepath.Join(b.dir, "people", day)
				if err := errors.Join(os.MkdirAll(dir, 0o755), writeText(filepath.Join(dir, "a.parquet"), []string{"mobile"}, [][]string{cells})); err != nil {
					t.Fatal(err)
				}
			}
			quick := &meddler{FS: files.Local{}, create: func() {
				if r := b.set(job, "dt=1"); r.Reason != Committed {
					t.Error(r.Err())
				}
			}}
			if r := b.setOn(quick, job, "dt=2"); r.Reason != c.want {
				t.Errorf("%s, want %s: %v", r.Reason, c.want, r.Err())
			}
			_, err := os.Stat(filepath.Join(b.output(), "dt=2"))
			if (err == nil) != (c.want == Committed) {
				t.Errorf("the later partition: %v", err)
			}
		})
	}
}
