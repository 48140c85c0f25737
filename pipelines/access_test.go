package pipelines

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

// Files and directories are given to the group and get the mode, those of
// levels above the leaf and of whole tables too; what stood there before is
// left as it was.
func TestModeAndGroup(t *testing.T) {
	if os.Geteuid() != 0 {
		t.Skip("only root may give files to any group")
	}
	const group = 4711
	for name, more := range map[string]string{"partition": "", "table": `, replace: table`} {
		t.Run(name, func(t *testing.T) {
			b := newBench(t, orderRules, more+fmt.Sprintf(`, mode: "0640", group: %d`, group), orders(600, 2))
			before := filepath.Join(b.dir, "output")
			if err := os.Mkdir(before, 0o701); err != nil {
				t.Fatal(err)
			}
			b.must(Committed)
			seen := 0
			err := filepath.WalkDir(b.output(), func(path string, e fs.DirEntry, err error) error {
				if err != nil {
					return err
				}
				info, err := e.Info()
				if err != nil {
					return err
				}
				want := fs.FileMode(0o640)
				if e.IsDir() {
					want = fs.ModeDir | 0o750
				}
				if gid := info.Sys().(*syscall.Stat_t).Gid; info.Mode() != want || gid != group {
					t.Errorf("%s has mode %s and group %d", path, info.Mode(), gid)
				}
				seen++
				return nil
			})
			if err != nil || seen < 13 {
				t.Fatalf("%d files and directories (%v)", seen, err)
			}
			if info, err := os.Stat(before); err != nil || info.Mode().Perm() != 0o701 || info.Sys().(*syscall.Stat_t).Gid == group {
				t.Errorf("the directory above has mode %v", info.Mode())
			}
		})
	}
}

// Who may read an output can also go there: directories that a run makes above it are
// given to its readers too.
func TestWayToOutput(t *testing.T) {
	b := newBench(t, orderRules, "", orders(300, 1))
	b.job.Output.Path = filepath.Join(b.dir, "far", "away", "{table}")
	b.must(Committed)
	for _, dir := range []string{"far", "far/away", "far/away/order", "far/away/order/dt=2026-11-20"} {
		if info, err := os.Stat(filepath.Join(b.dir, dir)); err != nil || info.Mode().Perm() != 0o755 {
			t.Errorf("%s: %v, %v", dir, info.Mode(), err)
		}
	}
	list, _ := filepath.Glob(filepath.Join(b.dir, "far", "away", ".tuomin-*"))
	for _, stage := range list {
		if info, err := os.Stat(stage); err != nil || info.Mode().Perm() != 0o700 {
			t.Errorf("%s: %v, %v", stage, info.Mode(), err)
		}
	}
}

// A group that is not there, or not ours to give to, is an error of the job
// before anything is read.
func TestWrongGroup(t *testing.T) {
	b := newBench(t, orderRules, ", group: no_such_group_here", orders(300, 1))
	r := b.must(BadJob)
	if !strings.Contains(r.Err().Error(), "job.yaml:18:") || !strings.Contains(r.Err().Error(), "output.group: this machine has no group no_such_group_here") {
		t.Error(r.Err())
	}
	if _, err := os.Stat(filepath.Join(b.dir, "output")); err == nil {
		t.Error("there is an output")
	}
	for _, c := range []struct {
		group, uid int
		own        []int
		want       bool
	}{{5, 0, nil, true}, {5, 1000, []int{4, 5}, true}, {5, 1000, []int{4, 6}, false}, {5, 1000, nil, false}} {
		if got := mayGive(c.group, c.uid, c.own); got != c.want {
			t.Errorf("user %d of groups %v may give to %d: %v", c.uid, c.own, c.group, got)
		}
	}
}
