package pipelines

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
	"slices"
	"strings"
	"syscall"

	"tuomin/pipelines/policy"
	"tuomin/scanners"
	"tuomin/scanners/files"
)

// What stands in an output directory: whose it is, and whether it is whole.

// ours refuses a leaf partition of the output that holds what this job did not
// write: it would be read with what is written, or be gone after the swap.
func (r *runner) ours(jt *policy.Table, leaf string, m *Manifest) error {
	if m != nil && (m.Job != r.job.Name || m.Table != jt.Name) {
		return refuse(OutputNotOurs, fmt.Errorf("%s was written by job %s for table %s", leaf, m.Job, m.Table))
	}
	entries, err := r.list(leaf)
	if err != nil {
		return err
	}
	for _, e := range entries {
		switch {
		case m == nil:
			return refuse(OutputNotOurs, fmt.Errorf("%s is not empty and has no manifest of ours; remove it or write somewhere else", leaf))
		case !hidden(e.Name()) && !slices.ContainsFunc(m.Outputs, func(o OutputFile) bool { return o.Name == e.Name() }):
			return refuse(OutputNotOurs, fmt.Errorf("%s was not written by this job; remove it or write somewhere else", filepath.Join(leaf, e.Name())))
		}
	}
	return nil
}

// undisturbed makes sure that a swap takes away what was found as a leaf partition
// and nothing else: not what another job has committed to the same directory, for
// which it holds locks of its own, nor what somebody has put there meanwhile.
func (r *runner) undisturbed(t *task, u *unit, leaf string) error {
	_, sum, err := readManifest(r.fs, leaf)
	if err != nil {
		return err
	}
	if sum != u.oldSum {
		return lostRace(u.rel)
	}
	return r.ours(t.table, leaf, u.old)
}

// list is what is in a directory of the output, nothing where there is none.
func (r *runner) list(dir string) ([]fs.DirEntry, error) {
	entries, err := r.fs.ReadDir(dir)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, nil
	case errors.Is(err, syscall.ENOTDIR):
		return nil, notADirectory(dir)
	}
	return entries, err
}

func notADirectory(path string) error {
	return refuse(OutputNotOurs, fmt.Errorf("%s is no directory; remove it or write somewhere else", path))
}

// above refuses an output with data files over its partition directories,
// which whoever reads all of it would read too.
func (r *runner) above(out string, units []*unit) error {
	if err := r.inside(out); err != nil {
		return err
	}
	seen := map[string]bool{}
	for _, u := range units {
		for dir := u.rel; dir != "."; {
			dir = filepath.Dir(dir)
			if seen[dir] {
				break
			}
			seen[dir] = true
			entries, err := r.list(filepath.Join(out, dir))
			if err != nil {
				return err
			}
			for _, e := range entries {
				if !e.IsDir() && !hidden(e.Name()) {
					return refuse(OutputNotOurs, fmt.Errorf("%s lies beside partition directories and was not written by this job; remove it or write somewhere else", filepath.Join(out, dir, e.Name())))
				}
			}
		}
	}
	return nil
}

// inside refuses an output that would lie in a leaf partition of another: whoever
// reads that would read this too, and its own job could do no more.
func (r *runner) inside(out string) error {
	for dir := filepath.Dir(out); ; dir = filepath.Dir(dir) {
		switch _, err := r.fs.Stat(filepath.Join(dir, manifestName)); {
		case err == nil:
			return refuse(OutputNotOurs, fmt.Errorf("%s would lie in %s, which is a partition of another output; write somewhere else", out, dir))
		case !errors.Is(err, fs.ErrNotExist) && !errors.Is(err, fs.ErrPermission) && !errors.Is(err, syscall.ENOTDIR):
			return err
		}
		if dir == filepath.Dir(dir) {
			return nil
		}
	}
}

// stands reports whether the files that a manifest speaks of are there, as
// long as it says, and the marker that readers wait for. What is in them is for `tuomin verify` to say.
func (r *runner) stands(leaf string, m *Manifest) (bool, error) {
	if m == nil {
		return false, nil
	}
	must := m.Outputs
	if name := r.job.Output.Success; name != "" {
		must = append(slices.Clip(must), OutputFile{Name: name})
	}
	for _, o := range must {
		info, err := r.fs.Stat(filepath.Join(leaf, o.Name))
		if errors.Is(err, fs.ErrNotExist) || err == nil && info.Size() != o.Bytes {
			return false, nil
		}
		if err != nil {
			return false, err
		}
	}
	return true, nil
}

// allOurs walks an output to see that every directory with data in it has a
// manifest of this job, and counts those.
func (r *runner) allOurs(t *task, dir string) (leaves int, err error) {
	m, _, err := readManifest(r.fs, dir)
	if err != nil {
		return 0, err
	}
	if m != nil {
		return 1, r.ours(t.table, dir, m)
	}
	entries, err := r.fs.ReadDir(dir)
	if err != nil {
		return 0, err
	}
	for _, e := range entries {
		if !e.IsDir() {
			return 0, refuse(OutputNotOurs, fmt.Errorf("%s was not written by this job; remove it or write somewhere else", filepath.Join(dir, e.Name())))
		}
		below, err := r.allOurs(t, filepath.Join(dir, e.Name()))
		if err != nil {
			return 0, err
		}
		leaves += below
	}
	return leaves, nil
}

// A standing is what a walk over an output has met.
type standing struct {
	leaves  []string // leaf partitions, which are the directories that have a manifest
	beside  []string // names of what lies in none of them and leads to none
	strange error    // the first doubt about one of those
}

// walkOutput finds the leaf partitions of an output. Where there is none, nothing
// there is ours; what has bytes and lies in none of them is a doubt.
func walkOutput(fsys files.FS, output string) (*standing, error) {
	s := &standing{}
	switch err := s.walk(fsys, output, "."); {
	case errors.Is(err, fs.ErrNotExist):
		return nil, refuse(OutputNotOurs, fmt.Errorf("there is no output %s", output))
	case err != nil:
		return nil, err
	}
	if len(s.leaves) == 0 {
		return nil, refuse(OutputNotOurs, fmt.Errorf("%s holds no %s: it was not written by tuomin", output, manifestName))
	}
	return s, s.strange
}

func (s *standing) walk(fsys files.FS, dir, rel string) error {
	entries, err := fsys.ReadDir(filepath.Join(dir, rel))
	if err != nil {
		return err
	}
	if slices.ContainsFunc(entries, func(e fs.DirEntry) bool { return e.Name() == manifestDir }) {
		s.leaves = append(s.leaves, rel)
		return nil
	}
	for _, e := range entries {
		name := filepath.Join(rel, e.Name())
		leaves := len(s.leaves)
		if !e.IsDir() {
			s.strange = cmp.Or(s.strange, marker(dir, name, e))
		} else if err := s.walk(fsys, dir, name); err != nil {
			return err
		}
		if len(s.leaves) == leaves {
			s.beside = append(s.beside, e.Name())
		}
	}
	return nil
}

// leftBehind is about partitions that the input has no more. What stands in the output
// of them stays, with a warning: nobody said that it is to go, and the input may be on
// its way back. A run of some partitions knows nothing of the others, but of those that
// lie in them: dt=2026-11-20 had cities, and one is gone.
func (r *runner) leftBehind(ctx context.Context, t *task, units []*unit) error {
	tops := []string{"."}
	if len(t.table.Partitions) > 0 {
		selected, err := scanners.Select(ctx, r.fs, t.out, wanted(t.table))
		switch {
		case errors.Is(err, fs.ErrNotExist): // nothing was committed
			return nil
		case err != nil:
			return err
		}
		tops = nil
		for _, l := range selected.Leaves {
			tops = append(tops, strings.TrimPrefix(l.Path, t.out+string(filepath.Separator)))
		}
	}
	var s standing // what is strange in it is for verification to say
	for _, top := range tops {
		if err := s.walk(r.fs, t.out, top); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
	}
	leaves := s.leaves
	for _, u := range units {
		leaves = slices.DeleteFunc(leaves, func(rel string) bool { return rel == u.rel || strings.HasPrefix(rel, u.rel+"/") })
	}
	for _, rel := range leaves {
		r.result.Warnings = append(r.result.Warnings, &policy.Error{
			Pos: t.table.Pos, Path: t.table.Name, Code: policy.NoInput,
			Msg:  fmt.Sprintf("partition %s stands in the output and is in the input no more", rel),
			Hint: fmt.Sprintf("if it is to go too, remove %s; tuomin verify refuses the output until then", filepath.Join(t.out, rel)),
		})
	}
	return nil
}

// sweep removes what killed runs have staged and nobody will go on with: of partitions
// that this run is done with, such as what one has displaced that died before it could
// remove it, and, if all are this run's, of those that the input has no more.
func (r *runner) sweep(t *task, units []*unit, done map[string]bool) error {
	root := r.stageRoot(t)
	known := map[string]bool{}
	for _, u := range units {
		dir, err := stageDir(root, filepath.Join(t.out, u.rel))
		if err != nil {
			return err
		}
		known[dir] = done[u.rel]
	}
	return sweepStages(r.fs, root, func(dir string) bool {
		done, ours := known[dir]
		return done || !ours && len(t.table.Partitions) == 0
	})
}

// marker lets pass what only says that it is there: an empty file of a name
// that no reader takes for data.
func marker(dir, name string, e fs.DirEntry) error {
	if e.Type().IsRegular() && (hidden(e.Name()) || lockOf(name)) {
		info, err := e.Info()
		if err != nil || info.Size() == 0 {
			return err
		}
	}
	return refuse(NotVerified, fmt.Errorf("%w: %s is in no manifest", ErrNotVerified, filepath.Join(dir, name)))
}

// lockOf reports whether a name is that of a lock in a staging directory, which
// stands beside the tables of a job and outlives its runs.
func lockOf(name string) bool {
	return strings.HasPrefix(filepath.Base(filepath.Dir(name)), stagePrefix) && lockName.MatchString(filepath.Base(name))
}

// hidden reports whether readers pass over a name.
func hidden(name string) bool { return strings.HasPrefix(name, "_") || strings.HasPrefix(name, ".") }
