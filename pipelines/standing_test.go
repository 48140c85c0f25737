package pipelines

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"strings"
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

// What is empty tells by its name.
func TestVerifyNamesBeside(t *testing.T) {
	for about, c := range map[string]struct {
		name string
		want Reason
	}{
		"a marker":            {"_READY", Unchanged},
		"a directory":         {"old/older/", Unchanged},
		"a marker that tells": {"_" + secret(7), NotVerified},
		"a directory that tells, over an empty one": {secret(7) + "/old/", NotVerified},
	} {
		b := newBench(t, hashAndKeep, "", twoDays)
		b.must(Committed)
		path := filepath.Join(b.output(), c.name)
		err := os.MkdirAll(filepath.Dir(path), 0o755)
		if strings.HasSuffix(c.name, "/") {
			err = errors.Join(err, os.MkdirAll(path, 0o755))
		} else {
			err = errors.Join(err, os.WriteFile(path, nil, 0o644))
		}
		if err != nil {
			t.Fatal(err)
		}
		if r := VerifyOutput(context.Background(), b.output(), filepath.Join(b.dir, "input"), files.Local{}, b.opt); r.Reason != c.want {
			t.Errorf("%s: %s: %v", about, r.Reason, r.Err())
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

// What would be written and could not be found again is refused: a directory that
// holds data and directories with data, and a name that JSON cannot hold.
func TestUnfit(t *testing.T) {
	for _, c := range []struct {
		file  string
		want  Reason
		days  int // that are written all the same
		about string
	}{
		{"dt=1/hour=1/a.parquet", NotOneTable, 0, "dt=1 holds files beside"},
		{"dt=1/bad\xff.parquet", InputUnreadable, 1, "UTF-8"},
	} {
		b := newBench(t, hashAndKeep, "", twoDays)
		path := filepath.Join(b.dir, "input", c.file)
		if err := errors.Join(os.MkdirAll(filepath.Dir(path), 0o755), secrets(path)); err != nil {
			t.Fatal(err)
		}
		r := b.run()
		if r.Reason != c.want || !strings.Contains(r.Err().Error(), c.about) {
			t.Errorf("%q: %s, want %s: %v", c.file, r.Reason, c.want, r.Err())
		}
		if days, _ := filepath.Glob(filepath.Join(b.output(), "*")); len(days) != c.days {
			t.Errorf("%q: %q was written", c.file, days)
		}
	}
}

// An output does not go into what another job has put out.
func TestOutputInOutput(t *testing.T) {
	b := newBench(t, hashAndKeep, "", twoDays)
	b.must(Committed)
	before := b.tree()
	inner := *b
	inner.job = b.load(hashAndKeep, "")
	inner.job.Name, inner.job.Output.Path = "inner", filepath.Join(b.output(), "dt=1", "of", "{table}")
	inner.must(OutputNotOurs)
	if after := b.tree(); !maps.Equal(before, after) {
		t.Error("the output has changed")
	}
	b.must(Unchanged)
}

// How the directories above a table are called is written nowhere.
func TestNameAbove(t *testing.T) {
	b := newBench(t, hashAndKeep, "", func(dir string) error { return twoDays(filepath.Join(filepath.Dir(dir), "bad\xff")) })
	b.job.Tables[0].Input = filepath.Join(b.dir, "bad\xff")
	b.must(Committed)
}

// What is staged is no data for readers who look into every directory, however the
// run ends.
func TestStagedIsNoData(t *testing.T) {
	for _, output := range []string{"", ", replace: table"} {
		for about, end := range map[string]provocation{
			"an input changes": touched,
			"no directories can be put in place": func(b *bench) *Result {
				return b.runOn(noSwap{files.Local{}, b.output()})
			},
		} {
			b := newBench(t, orderRules, output, orders(600, 2))
			if r := end(b); r.Err() == nil {
				t.Fatalf("%s: %s", about, r.Reason)
			}
			staged := 0
			if err := filepath.WalkDir(filepath.Dir(b.output()), func(path string, e fs.DirEntry, err error) error {
				if strings.HasSuffix(path, partSuffix) {
					staged++
				}
				if filepath.Ext(path) == ".parquet" && !within(b.output(), path) {
					t.Errorf("%s: %s", about, path)
				}
				return err
			}); err != nil {
				t.Fatal(err)
			}
			if staged == 0 {
				t.Errorf("%s: nothing is staged", about)
			}
			b.must(Committed)
		}
	}
}

// noSwap cannot put directories in place under a path.
type noSwap struct {
	files.FS
	under string
}

func (f noSwap) Rename(from, to string) error {
	if to == f.under || filepath.Dir(to) == f.under {
		return syscall.EIO
	}
	return f.FS.Rename(from, to)
}

// What another job, or a person, put into an output while a run was at work is not
// swapped away.
func TestDisturbed(t *testing.T) {
	for _, output := range []string{", replace: partition", ", replace: table"} {
		b := newBench(t, orderRules, output, orders(600, 1))
		other := *b
		other.job = b.load(orderRules, output+", keep_metadata: [geo]")
		other.job.Name = "other"
		var theirs map[string]string
		r := b.runOn(&meddler{FS: files.Local{}, create: func() {
			other.must(Committed)
			theirs = other.tree()
		}})
		if r.Reason != LostRace || !maps.Equal(b.tree(), theirs) {
			t.Errorf("%s: %s: %v", output, r.Reason, r.Err())
		}

		// The other may be quicker by as little as it takes to put a directory in place,
		// where there was nothing and where there was an empty one.
		for _, empty := range []bool{false, true} {
			b := newBench(t, orderRules, output, orders(600, 1))
			other := *b
			other.job = b.load(orderRules, output+", keep_metadata: [geo]")
			other.job.Name = "other"
			if empty {
				if err := os.MkdirAll(filepath.Join(b.output(), "dt=2026-11-20"), 0o755); err != nil {
					t.Fatal(err)
				}
			}
			r := b.runOn(&meddler{FS: files.Local{}, swap: func() {
				other.must(Committed)
				theirs = other.tree()
			}})
			if r.Reason != LostRace || !maps.Equal(b.tree(), theirs) {
				t.Errorf("%s: empty %v: %s: %v", output, empty, r.Reason, r.Err())
			}
			other.must(Unchanged)
		}

		b = newBench(t, orderRules, output, orders(600, 1))
		foreign := filepath.Join(b.output(), "dt=2026-11-20", "theirs.parquet")
		r = b.runOn(&meddler{FS: files.Local{}, create: func() {
			if err := errors.Join(os.MkdirAll(filepath.Dir(foreign), 0o755), os.WriteFile(foreign, nil, 0o644)); err != nil {
				t.Error(err)
			}
		}})
		if _, err := os.Stat(foreign); r.Reason != OutputNotOurs || err != nil {
			t.Errorf("%s: %s: %v, %v", output, r.Reason, r.Err(), err)
		}
	}
}

// An input that is replaced while it is read is to blame for what comes of it: the
// run can be tried again, and nobody need look at a refused verification.
func TestReplacedInput(t *testing.T) {
	for _, output := range []string{"", ", replace: table"} {
		b := newBench(t, orderRules, output, orders(600, 2))
		r := b.runOn(&meddler{FS: files.Local{}, create: func() {
			if err := os.Rename(input(b, "dt=2026-11-20", "part-00000.parquet"), input(b, "dt=2026-11-19", "part-00000.parquet")); err != nil {
				t.Error(err)
			}
		}})
		if r.Reason != InputChanged {
			t.Errorf("%s: %v", r.Reason, r.Err())
		}
	}
}

// A machine that has no more files to open is no fault of a file, and no doubt of an
// output.
func TestTooManyOpenFiles(t *testing.T) {
	b := newBench(t, hashAndKeep, "", twoDays)
	for n, failed := 0, true; failed; n++ {
		fsys := files.NewFaulty(files.Local{}, n, syscall.EMFILE, files.OpOpen)
		b.opt.Read.FS = fsys
		r := b.runOn(fsys)
		if failed = fsys.Failed(); failed && r.Err() != nil && r.Reason != IOFailed {
			t.Errorf("open %d: %s: %v", n, r.Reason, r.Err())
		}
		if err := os.RemoveAll(filepath.Dir(b.output())); err != nil {
			t.Fatal(err)
		}
	}
}

// Verification alone makes again what takes no keys, and holds a manifest to its files:
// who changed a file and its digest, or a number, is found out.
func TestVerifyAlone(t *testing.T) {
	masked := func(first int) string {
		return fmt.Sprintf("\n  - {match: {class: cn_mobile}, do: {mask: {keep_first: %d, keep_last: 4}}}", first) + orderRules
	}
	weak := newBench(t, masked(6), "", orders(600, 1))
	weak.must(Committed)
	for about, change := range map[string]func(b *bench, m *Manifest) error{
		"less of a telephone is masked": func(b *bench, m *Manifest) error {
			list, err := filepath.Glob(filepath.Join(weak.output(), "*", "*.parquet"))
			if err != nil {
				return err
			}
			data, err := os.ReadFile(list[0])
			m.Outputs[0].Bytes = int64(len(data))
			m.Outputs[0].SHA256, _ = digestFile(files.Local{}, list[0])
			return errors.Join(err, os.WriteFile(filepath.Join(b.output(), "dt=2026-11-20", m.Outputs[0].Name), data, 0o644))
		},
		"another number of bytes": func(_ *bench, m *Manifest) error { m.Outputs[0].Bytes++; return nil },
		"another input":           func(_ *bench, m *Manifest) error { m.Inputs[0].Size++; return nil },
		"rows that were dropped":  func(_ *bench, m *Manifest) error { m.Rows.Dropped = map[string]int64{"minor": 1}; return nil },
		"half a manifest":         nil,
		"no manifest":             nil,
	} {
		b := newBench(t, masked(3), "", orders(600, 1))
		b.must(Committed)
		leaf := filepath.Join(b.output(), "dt=2026-11-20")
		m, _, err := readManifest(files.Local{}, leaf)
		if err != nil {
			t.Fatal(err)
		}
		if change != nil {
			err = change(b, m)
		}
		text, _ := m.encode()
		if about == "half a manifest" {
			text = text[:len(text)/2]
		}
		if err := errors.Join(err, os.WriteFile(filepath.Join(leaf, manifestName), text, 0o644)); err != nil {
			t.Fatal(err)
		}
		if about == "no manifest" {
			if err := os.Remove(filepath.Join(leaf, manifestName)); err != nil {
				t.Fatal(err)
			}
		}
		if r := VerifyOutput(context.Background(), b.output(), filepath.Join(b.dir, "input"), files.Local{}, b.opt); r.Reason != NotVerified {
			t.Errorf("%s: %s: %v", about, r.Reason, r.Err())
		}
	}
}

// What a killed run has staged of a partition that has left the input since goes with
// the next run, unless somebody is at work on it; what the run would go on with stays
// until then.
func TestStagedOfGone(t *testing.T) {
	staged := func(b *bench) (dirs []string) {
		all, err := filepath.Glob(filepath.Join(filepath.Dir(b.output()), stagePrefix+"*", "*"))
		if err != nil {
			t.Fatal(err)
		}
		for _, path := range all {
			if info, err := os.Stat(path); err == nil && info.IsDir() {
				dirs = append(dirs, path)
			}
		}
		return dirs
	}
	b := newBench(t, hashAndKeep, "", twoDays)
	if r := b.runOn(noSwap{files.Local{}, filepath.Join(b.output(), "dt=1")}); r.Err() == nil {
		t.Fatal("a directory was put in place that cannot be")
	}
	if got := staged(b); len(got) != 1 {
		t.Fatalf("%q is staged", got)
	}
	if err := os.RemoveAll(filepath.Join(b.dir, "input", "dt=1")); err != nil {
		t.Fatal(err)
	}
	lock, err := files.Local{}.Lock(staged(b)[0] + ".lock")
	if err != nil {
		t.Fatal(err)
	}
	b.run()
	if got := staged(b); len(got) != 1 {
		t.Errorf("%q is staged while another run is at work on it", got)
	}
	if err := lock.Close(); err != nil {
		t.Fatal(err)
	}
	b.run()
	if got := staged(b); len(got) != 0 {
		t.Errorf("%q is staged and nobody will go on with it", got)
	}
}
