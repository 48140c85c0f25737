package main

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"tuomin/transforms/keys"
)

const atOnceJob = `version: 1
name: nights
params: {dt: date}
keys: {keyset: "file:keys.json", kek: "env:TUOMIN_TEST_KEK"}
tables: [{name: person, input: lake/person, partitions: {dt: "${dt}"}}]
rules: [{match: {class: none}, do: keep}]
output: {path: "out/{table}", replace: partition}
`

// A night is one run of the job, as a process of its own.
type night struct {
	*exec.Cmd
	out bytes.Buffer
}

func startNight(t *testing.T, dir, day string) *night {
	t.Helper()
	n := &night{Cmd: exec.Command("tuomin", "run", "--quiet", "--no-progress", "job.yaml", "--set", "dt="+day)}
	n.Dir, n.Stdout, n.Stderr = dir, &n.out, &n.out
	if err := n.Start(); err != nil {
		t.Fatal(err)
	}
	return n
}

// ends waits for a night, and wants its exit code and what it says.
func (n *night) ends(t *testing.T, code int, says string) {
	t.Helper()
	err := n.Wait()
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		t.Fatal(err)
	}
	if got := n.ProcessState.ExitCode(); got != code || !strings.Contains(n.out.String(), says) {
		t.Errorf("exit %d, want %d with %s: %s", got, code, says, n.out.String())
	}
}

// While one run of a job is at a day, stopped in the midst of it, others of the
// same job do other days, and one on the same day is told to come later. When
// the first goes on, it ends as if nothing had been.
func TestAtOnce(t *testing.T) {
	dir := t.TempDir()
	t.Setenv("TUOMIN_TEST_KEK", strings.Repeat("5b", 32))
	for i, day := range []string{"2026-11-01", "2026-11-02", "2026-11-03"} {
		folder := filepath.Join(dir, "lake", "person", "dt="+day)
		err := os.MkdirAll(folder, 0o755)
		for part := 0; err == nil && part < 12; part++ {
			err = writePeople(filepath.Join(folder, fmt.Sprintf("part-%d.parquet", part)), 100*i+part, 4000, []string{"mobile", "city", "amount"})
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := errors.Join(
		os.WriteFile(filepath.Join(dir, "job.yaml"), []byte(atOnceJob), 0o600),
		keys.NewFile(filepath.Join(dir, "keys.json"), "env:TUOMIN_TEST_KEK", []string{"mobile"}),
	); err != nil {
		t.Fatal(err)
	}
	first := startNight(t, dir, "2026-11-01")
	stopped(t, first, filepath.Join(dir, "out"))
	if entries, err := os.ReadDir(filepath.Join(dir, "out", "person")); err == nil && len(entries) > 0 {
		t.Error("something was published before it was whole")
	}
	same := startNight(t, dir, "2026-11-01")
	same.ends(t, 10, `"reason":"locked","retryable":true`)
	other, another := startNight(t, dir, "2026-11-02"), startNight(t, dir, "2026-11-03")
	other.ends(t, 0, `"reason":"committed"`)
	another.ends(t, 0, `"reason":"committed"`)
	if err := first.Process.Signal(syscall.SIGCONT); err != nil {
		t.Fatal(err)
	}
	first.ends(t, 0, `"reason":"committed"`)
	startNight(t, dir, "2026-11-01..2026-11-03").ends(t, 0, `"outcome":"unchanged"`)
}

// stopped stops a run while it has a file half done: it holds its lock then.
func stopped(t *testing.T, n *night, out string) {
	t.Helper()
	for start := time.Now(); time.Since(start) < 30*time.Second; time.Sleep(time.Millisecond) {
		parts, err := filepath.Glob(filepath.Join(out, ".tuomin-nights-person", "*", "data", "*.part"))
		if err != nil {
			t.Fatal(err)
		}
		if len(parts) > 0 {
			if err := n.Process.Signal(syscall.SIGSTOP); err != nil {
				t.Fatal(err)
			}
			return
		}
	}
	_ = n.Process.Kill() // it may have ended by itself
	t.Fatalf("it never began to write: %s", n.out.String())
}

// SIGTERM and Ctrl-C end a run in order, each with its own exit code, and the
// same command goes on.
func TestSignals(t *testing.T) {
	dir := t.TempDir()
	t.Setenv("TUOMIN_TEST_KEK", strings.Repeat("5b", 32))
	folder := filepath.Join(dir, "lake", "person", "dt=2026-11-01")
	err := os.MkdirAll(folder, 0o755)
	for part := 0; err == nil && part < 12; part++ {
		err = writePeople(filepath.Join(folder, fmt.Sprintf("part-%d.parquet", part)), part, 4000, []string{"mobile", "city", "amount"})
	}
	if err := errors.Join(err,
		os.WriteFile(filepath.Join(dir, "job.yaml"), []byte(atOnceJob), 0o600),
		keys.NewFile(filepath.Join(dir, "keys.json"), "env:TUOMIN_TEST_KEK", []string{"mobile"}),
	); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		signal os.Signal
		code   int
	}{{os.Interrupt, 130}, {syscall.SIGTERM, 143}} {
		n := startNight(t, dir, "2026-11-01")
		stopped(t, n, filepath.Join(dir, "out"))
		if err := errors.Join(n.Process.Signal(c.signal), n.Process.Signal(syscall.SIGCONT)); err != nil {
			t.Fatal(err)
		}
		n.ends(t, c.code, `"reason":"interrupted","retryable":true`)
		if _, err := os.Stat(filepath.Join(dir, "out", "person")); err == nil {
			t.Error("there is an output")
		}
		// What it staged would be mistaken for what the next one has begun.
		if err := os.RemoveAll(filepath.Join(dir, "out")); err != nil {
			t.Fatal(err)
		}
	}
	startNight(t, dir, "2026-11-01").ends(t, 0, `"reason":"committed"`)
}
