package pipelines

import (
	"errors"
	"os"
	"path/filepath"
	"syscall"
	"testing"
	"time"

	"tuomin/pipelines/policy"
	"tuomin/scanners/files"
)

// lakeOf is a lake of one file of telephones in each directory.
func lakeOf(dirs ...string) func(string) error {
	return func(lake string) (err error) {
		for i, dir := range dirs {
			dir = filepath.Join(lake, dir)
			phones := telephones(200 * (i + 1))[200*i:]
			err = errors.Join(err, os.MkdirAll(dir, 0o755), writeText(filepath.Join(dir, "a.parquet"), []string{"phone"}, [][]string{phones}))
		}
		return err
	}
}

// Some writers leave a partition column in the files too. What becomes of it there
// does not hang on what stands in the paths, tonight or the nights after.
func TestPartitionColumnInFiles(t *testing.T) {
	b := newBench(t, "\n  - {match: {partition: phone}, do: keep}", "", lakeOf("phone=a", "phone=b"))
	b.must(Committed)
	if err := lakeOf("phone=c")(filepath.Join(b.dir, "input")); err != nil {
		t.Fatal(err)
	}
	b.must(Committed)
	for _, p := range b.must(Unchanged).Partitions {
		m, _, err := readManifest(b.runner().fs, filepath.Join(b.output(), p.Path))
		if err != nil {
			t.Fatal(err)
		}
		for i, want := range []string{"hmac", "keep"} {
			if c := m.Columns[i]; c.Path != "phone" || c.Action != want {
				t.Errorf("%s: column %s: %s, want %s", p.Path, c.Path, c.Action, want)
			}
		}
	}
}

// A partition that holds partitions would be committed beside and over them.
func TestFilesOverPartitions(t *testing.T) {
	for _, dirs := range [][]string{{"", "dt=1"}, {"dt=1", "dt=1/hour=2"}, {"dt=1", "dt=1/hour=2/minute=3"}} {
		b := newBench(t, "\n  - {match: {column: phone}, do: drop}\n  - {match: {class: none}, do: keep}", "", lakeOf(dirs...))
		b.must(NotOneTable)
		if _, err := os.Stat(b.output()); !errors.Is(err, os.ErrNotExist) {
			t.Errorf("%q: something was written: %v", dirs, err)
		}
	}
}

// What a run has displaced that died before it removed it goes with the next one, for
// readers of all directories would take it for data.
func TestDisplaced(t *testing.T) {
	for about, partitions := range map[string][]policy.Choice{"all": nil, "some": {{Name: "dt", Values: []string{"2026-11-19"}}}} {
		b := newBench(t, orderRules, ", replace: partition", orders(600, 2))
		b.job.Tables[0].Partitions = partitions
		b.must(Committed)
		later := time.Now().Add(time.Hour)
		if err := os.Chtimes(input(b, "dt=2026-11-19", "part-00000.parquet"), later, later); err != nil {
			t.Fatal(err)
		}
		displaced := func() []string {
			list, err := filepath.Glob(filepath.Join(filepath.Dir(b.output()), stagePrefix+"*", "*", "data", "*.parquet"))
			if err != nil {
				t.Fatal(err)
			}
			return list
		}
		if r := b.runOn(noRemoval{files.Local{}}); r.Err() == nil || len(displaced()) == 0 {
			t.Fatalf("%s: nothing is displaced: %v", about, r.Err())
		}
		b.must(Unchanged)
		if left := displaced(); len(left) > 0 {
			t.Errorf("%s: %q", about, left)
		}
	}
}

// noRemoval cannot remove stages.
type noRemoval struct{ files.FS }

func (f noRemoval) RemoveAll(name string) error {
	if lockName.MatchString(filepath.Base(name) + ".lock") {
		return syscall.EIO
	}
	return f.FS.RemoveAll(name)
}
