package main

import (
	"crypto/sha256"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"tuomin/benchmarks/corpus"
	"tuomin/transforms/keys"
)

const killJob = `version: 1
name: kill
policy: cn-base
purpose: analytics
keys: {keyset: "file:keys.json", kek: "env:TUOMIN_TEST_KEK"}
tables: [{name: order, input: input/order}]
rules:
  - {match: {verdict: contains}, do: drop}
  - {match: {column: "*name"}, do: drop}
  - {match: {verdict: unknown}, do: drop}
  - {match: {class: none}, do: keep}
output: {path: "output/{table}"}
`

// TestKill kills the program with SIGKILL at random moments and runs it again:
// what comes out is what an undisturbed run makes, byte for byte, and at no
// time is anything visible but whole partitions. Only runs that a kill found
// alive count; one that was done begins anew. With TUOMIN_SOAK=1 on two
// million rows and twenty times.
func TestKill(t *testing.T) {
	rows, kills := int64(200_000), 3
	if testing.Short() { // the program has no race detector, and all else here takes ten times as long under it
		rows, kills = 20_000, 1
	}
	if os.Getenv("TUOMIN_SOAK") != "" {
		rows, kills = 2_000_000, 20
	}
	dir := t.TempDir()
	t.Setenv("TUOMIN_TEST_KEK", strings.Repeat("5a", 32))
	if _, err := corpus.WriteLake(filepath.Join(dir, "input"), 11, rows, corpus.Layout{Days: 6, Files: 2}); err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(
		os.WriteFile(filepath.Join(dir, "job.yaml"), []byte(killJob), 0o600),
		keys.NewFile(filepath.Join(dir, "keys.json"), "env:TUOMIN_TEST_KEK", []string{"person", "mobile", "account", "order"}),
	); err != nil {
		t.Fatal(err)
	}
	build(t, dir)
	start := time.Now()
	if code, out := program(t, dir, nil); code != 0 {
		t.Fatalf("exit %d: %s", code, out)
	}
	took := time.Since(start)
	output := filepath.Join(dir, "output", "order")
	want := treeOf(t, output)
	if err := os.RemoveAll(filepath.Join(dir, "output")); err != nil {
		t.Fatal(err)
	}
	w := watchPartitions(t, output, want)
	whole := func() {
		t.Helper()
		if got := treeOf(t, output); !maps.Equal(got, want) {
			t.Fatal("the output differs from that of an undisturbed run")
		}
	}
	r := rand.New(rand.NewPCG(uint64(time.Now().UnixNano()), 3))
	for killed := 0; killed < kills; {
		after := time.Duration(r.Int64N(int64(took)))
		switch code, out := program(t, dir, &after); code {
		case -1:
			killed++
			t.Logf("kill %d after %s", killed, after.Round(time.Millisecond))
		case 0: // it was done before, and begins anew
			whole()
			w.pause(func() error { return os.RemoveAll(filepath.Join(dir, "output")) })
		default:
			t.Fatalf("exit %d: %s", code, out)
		}
	}
	if code, out := program(t, dir, nil); code != 0 {
		t.Fatalf("after the kills: exit %d: %s", code, out)
	}
	w.stop()
	whole()
	if code, out := program(t, dir, nil); code != 0 || !strings.Contains(out, `"outcome":"unchanged"`) {
		t.Errorf("once more: exit %d: %s", code, out)
	}
	t.Logf("%d rows; an undisturbed run takes %s", rows, took.Round(time.Millisecond))
}

// build makes the program that is killed, in dir: as users have it, for with the race
// detector it takes ten times as long.
func build(t *testing.T, dir string) {
	t.Helper()
	if _, err := exec.LookPath("go"); err != nil && os.Getenv("CI") != "true" {
		t.Skipf("there is no go to build the program with: %v", err)
	}
	if out, err := exec.Command("go", "build", "-o", filepath.Join(dir, "tuomin"), ".").CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
}

// program runs the job, and kills it after a while if that is given. -1 is the
// exit code of one that was killed.
func program(t *testing.T, dir string, after *time.Duration) (code int, output string) {
	t.Helper()
	cmd := exec.Command(filepath.Join(dir, "tuomin"), "run", "--no-progress", "--quiet", "job.yaml")
	cmd.Dir = dir
	var out strings.Builder
	cmd.Stdout, cmd.Stderr = &out, &out
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	if after != nil {
		timer := time.AfterFunc(*after, func() { _ = cmd.Process.Kill() }) // it may be done already
		defer timer.Stop()
	}
	err := cmd.Wait()
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		t.Fatal(err)
	}
	return cmd.ProcessState.ExitCode(), out.String()
}

// treeOf is the digest of every file below a directory, but for run.json, which
// alone may differ between two runs.
func treeOf(t *testing.T, dir string) map[string]string {
	t.Helper()
	sums := map[string]string{}
	err := filepath.WalkDir(dir, func(path string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() || e.Name() == "run.json" {
			return err
		}
		data, err := os.ReadFile(path)
		rel, _ := filepath.Rel(dir, path)
		sums[rel] = fmt.Sprintf("%x", sha256.Sum256(data))
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return sums
}

// A watch looks at an output all the time.
type watch struct {
	t       *testing.T
	done    chan struct{}
	running sync.WaitGroup
	looking sync.Mutex
	looks   int
}

// watchPartitions fails the test where any partition is ever seen without all
// its files.
func watchPartitions(t *testing.T, output string, want map[string]string) *watch {
	files := map[string][]string{}
	for path := range want {
		day, rest, _ := strings.Cut(path, "/")
		files[day] = append(files[day], rest)
	}
	w := &watch{t: t, done: make(chan struct{})}
	w.running.Go(func() {
		for {
			select {
			case <-w.done:
				return
			case <-time.After(2 * time.Millisecond):
			}
			if err := w.look(output, files); err != nil {
				t.Error(err)
				return
			}
		}
	})
	return w
}

func (w *watch) look(output string, files map[string][]string) error {
	w.looking.Lock()
	defer w.looking.Unlock()
	w.looks++
	days, err := os.ReadDir(output)
	if err != nil {
		return nil // not there yet
	}
	for _, day := range days {
		if files[day.Name()] == nil {
			return fmt.Errorf("%s was visible, which no run writes", day.Name())
		}
		for _, name := range files[day.Name()] {
			if _, err := os.Stat(filepath.Join(output, day.Name(), name)); err != nil {
				return fmt.Errorf("partition %s was visible without %s", day.Name(), name)
			}
		}
	}
	return nil
}

// pause does what nobody is to look at.
func (w *watch) pause(do func() error) {
	w.t.Helper()
	w.looking.Lock()
	defer w.looking.Unlock()
	if err := do(); err != nil {
		w.t.Fatal(err)
	}
}

func (w *watch) stop() {
	close(w.done)
	w.running.Wait()
	if w.looks == 0 {
		w.t.Error("nobody looked")
	}
}
