package pipelines

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"syscall"
	"testing"

	"tuomin/scanners"
	"tuomin/scanners/files"
)

// twoDays is a lake of two partitions.
func twoDays(dir string) error {
	return errors.Join(secrets(filepath.Join(dir, "dt=1", "a.parquet")), secrets(filepath.Join(dir, "dt=2", "a.parquet")))
}

// TestStanding changes what stands in an output between two runs of a job.
// Whatever is not of the job stays, and stops it; whatever is missing is made
// again; what the input has no more goes where the table is replaced.
func TestStanding(t *testing.T) {
	foreign := func(name string) func(b *bench) error {
		return func(b *bench) error {
			path := filepath.Join(b.output(), name)
			return errors.Join(os.MkdirAll(filepath.Dir(path), 0o755), os.WriteFile(path, []byte("of somebody else"), 0o644))
		}
	}
	data := func(b *bench) string {
		list, _ := filepath.Glob(filepath.Join(b.output(), "dt=1", "*.parquet"))
		return list[0]
	}
	for _, c := range []struct {
		about, output string
		change        func(b *bench) error
		want          Reason
	}{
		{"nothing", "", func(*bench) error { return nil }, Unchanged},
		{"a data file is gone", "", func(b *bench) error { return os.Remove(data(b)) }, Committed},
		{"a data file is cut short", "", func(b *bench) error { return os.Truncate(data(b), 100) }, Committed},
		{"the marker is gone", "", func(b *bench) error { return os.Remove(filepath.Join(b.output(), "dt=2", "_SUCCESS")) }, Committed},
		{"a data file is cut short in a table to be replaced", ", replace: table", func(b *bench) error { return os.Truncate(data(b), 100) }, Committed},
		{"a file beside the data", "", foreign("dt=1/more.parquet"), OutputNotOurs},
		{"a file over the partitions", "", foreign("more.parquet"), OutputNotOurs},
		{"a marker over the partitions", "", foreign("_READY"), Unchanged},
		{"a file in a table to be replaced", ", replace: table", foreign("more.parquet"), OutputNotOurs},
		{"a partition of the input is gone", ", replace: partition", func(b *bench) error { return os.RemoveAll(filepath.Join(b.dir, "input", "dt=1")) }, Unchanged},
		{"the same, to be replaced as a table", ", replace: table", func(b *bench) error { return os.RemoveAll(filepath.Join(b.dir, "input", "dt=1")) }, Committed},
		{"a file where the table should be", "", func(b *bench) error {
			return errors.Join(os.RemoveAll(b.output()), os.WriteFile(b.output(), nil, 0o644))
		}, OutputNotOurs},
	} {
		t.Run(c.about, func(t *testing.T) {
			b := newBench(t, hashAndKeep, c.output, twoDays)
			b.must(Committed)
			if err := c.change(b); err != nil {
				t.Fatal(err)
			}
			before := b.tree()
			b.must(c.want)
			after := b.tree()
			if c.want != Committed && fmt.Sprint(after) != fmt.Sprint(before) {
				t.Error("the output has changed")
			}
			if c.want == Committed {
				if r := VerifyOutput(context.Background(), b.output(), filepath.Join(b.dir, "input"), files.Local{}, b.opt); r.Err() != nil {
					t.Error(r.Err())
				}
				b.must(Unchanged)
			}
		})
	}
}

// A file that lies beside partitions is nobody's, and verification says so.
func TestVerifyForeign(t *testing.T) {
	for _, name := range []string{"more.parquet", "dt=3/a.parquet", ".hidden/a.parquet", "_metadata"} {
		b := newBench(t, hashAndKeep, "", twoDays)
		b.must(Committed)
		path := filepath.Join(b.output(), name)
		if err := errors.Join(os.MkdirAll(filepath.Dir(path), 0o755), os.WriteFile(path, []byte("x"), 0o644)); err != nil {
			t.Fatal(err)
		}
		if r := VerifyOutput(context.Background(), b.output(), filepath.Join(b.dir, "input"), files.Local{}, b.opt); r.Reason != NotVerified {
			t.Errorf("%s: %s", name, r.Reason)
		}
	}
}

// An output that is a link is written where the link points to.
func TestOutputLink(t *testing.T) {
	b := newBench(t, hashAndKeep, ", replace: partition", func(dir string) error { return secrets(filepath.Join(dir, "a.parquet")) })
	elsewhere := filepath.Join(b.dir, "disk", "order")
	if err := errors.Join(os.MkdirAll(elsewhere, 0o755), os.Mkdir(filepath.Dir(b.output()), 0o755), os.Symlink(elsewhere, b.output())); err != nil {
		t.Fatal(err)
	}
	b.must(Committed)
	if to, err := os.Readlink(b.output()); err != nil || to != elsewhere {
		t.Fatal("the link is gone:", err)
	}
	if m, _, err := readManifest(files.Local{}, elsewhere); err != nil || m == nil {
		t.Error("nothing was written where it points to:", err)
	}
	b.must(Unchanged)
}

// A directory that cannot be listed is a partition that cannot be read; the
// others are not kept waiting for it.
func TestGroupUnreadableDirectory(t *testing.T) {
	b := newBench(t, hashAndKeep, "", twoDays)
	dir := filepath.Join(b.dir, "input")
	table := &scanners.Table{Path: dir, Files: []scanners.File{{Path: filepath.Join(dir, "dt=1", "a.parquet"), Rel: "dt=1/a.parquet"}}}
	r := &runner{fs: files.Local{}}
	for _, c := range []struct{ failed, unit string }{{"dt=2", "dt=2"}, {"dt=2/a.parquet", "dt=2"}, {"dt=1/b.parquet", "dt=1"}} {
		units, err := r.group(table, []scanners.Failure{{Path: filepath.Join(dir, c.failed)}}, nil)
		if err != nil {
			t.Errorf("%s: %v", c.failed, err)
			continue
		}
		for _, u := range units {
			if got, want := len(u.failed) > 0, u.rel == c.unit; got != want {
				t.Errorf("%s failed, unit %s: %v", c.failed, u.rel, got)
			}
		}
	}
}

// A run that swaps the table goes on with what one that died had staged, and with
// nothing else: neither files of former inputs nor partitions that are gone.
func TestSwapAfterAnother(t *testing.T) {
	for n, died := 0, true; died; n++ {
		b := newBench(t, hashAndKeep, ", replace: table", twoDays)
		died = b.runOn(files.NewFaulty(files.Local{}, n, syscall.EIO, files.OpRename).Broken()).Err() != nil
		input := filepath.Join(b.dir, "input")
		if err := errors.Join(
			os.RemoveAll(filepath.Join(input, "dt=1")),
			os.Rename(filepath.Join(input, "dt=2", "a.parquet"), filepath.Join(input, "dt=2", "b.parquet")),
		); err != nil {
			t.Fatal(err)
		}
		b.must(Committed)
		if r := VerifyOutput(context.Background(), b.output(), input, files.Local{}, b.opt); r.Err() != nil {
			t.Errorf("rename %d: %v", n, r.Err())
		}
		if _, err := os.Stat(filepath.Join(b.output(), "dt=1")); err == nil {
			t.Errorf("rename %d: a partition that is gone is there", n)
		}
	}
}
