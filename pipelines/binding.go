package pipelines

import (
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
	"slices"

	"tuomin/detectors"
	"tuomin/pipelines/policy"
	"tuomin/scanners/columns"
	"tuomin/scanners/files"
)

// binding is the manifest whose classification binds a run: that of any
// partition of the output, whether the run is about it or not, as all of them
// carry on what the first run found. Nil where nothing has been committed.
func (r *runner) binding(jt *policy.Table, units []*unit) (*Manifest, error) {
	for _, u := range units {
		if u.old != nil {
			return u.old, nil
		}
	}
	out := r.job.OutputPath(jt.Name)
	dir, m, err := firstManifest(r.fs, out)
	if err != nil || m == nil {
		return nil, err
	}
	return m, r.ours(jt, dir, m)
}

// absent is what binds and is about columns that these inputs do not have.
// Others may: it is carried on.
func absent(schema *columns.Schema, before []detectors.Classification) (list []detectors.Classification) {
	for i := range before {
		if schema.Find(before[i].Path) < 0 {
			list = append(list, before[i])
		}
	}
	return list
}

// firstManifest finds the manifest that comes first under a directory.
func firstManifest(fsys files.FS, dir string) (string, *Manifest, error) {
	m, _, err := readManifest(fsys, dir)
	if m != nil || err != nil {
		return dir, m, err
	}
	entries, err := fsys.ReadDir(dir)
	if errors.Is(err, fs.ErrNotExist) {
		return dir, nil, nil
	}
	if err != nil {
		return dir, nil, err
	}
	for _, e := range entries {
		if name := e.Name(); e.IsDir() && name[0] != '_' && name[0] != '.' {
			if at, m, err := firstManifest(fsys, filepath.Join(dir, name)); m != nil || err != nil {
				return at, m, err
			}
		}
	}
	return dir, nil, nil
}

// settled looks at the output again, now that the unit is locked: another run
// may have been quicker. It reports whether that has done the work.
func (r *runner) settled(t *task, u *unit) (bool, error) {
	m, sum, err := readManifest(r.fs, filepath.Join(t.out, u.rel))
	if err != nil || sum == u.oldSum {
		return false, err
	}
	u.old, u.oldSum = m, sum
	if m.current(t.hash, u.ids) {
		return true, nil
	}
	return false, lostRace(u.rel)
}

// raced refuses to commit beside a partition that has been committed meanwhile by
// another job, or that was classified otherwise than what was classified by itself
// alone: the two would be treated differently. The next run is bound by that one.
func (r *runner) raced(t *task, u *unit) error {
	if t.bound != nil {
		return nil
	}
	_, m, err := firstManifest(r.fs, t.out)
	if err != nil || m == nil {
		return err
	}
	ours := m.Job == r.job.Name && m.Table == t.table.Name
	if ours && (!t.fresh || slices.EqualFunc(m.Found, t.found, sameVerdict)) {
		return nil
	}
	return lostRace(u.rel)
}

func sameVerdict(a, b detectors.Classification) bool {
	return a.Path == b.Path && a.Class == b.Class && a.Verdict == b.Verdict
}

func lostRace(rel string) error {
	return refuse(LostRace, fmt.Errorf("partition %s: another run has committed to this output meanwhile; run again", rel))
}
