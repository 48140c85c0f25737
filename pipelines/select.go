package pipelines

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
	"slices"

	"tuomin/pipelines/policy"
	"tuomin/scanners"
)

// Which leaf partitions a job is about, and whether they are ready. Nothing
// else of the table is read, not even a footer: a night's job costs what its
// night holds, however many nights stand beside it.

// chosen is what to read of a table's input, and the partitions that are not
// to be read: late ones, and such as are not there.
func (r *runner) chosen(ctx context.Context, jt *policy.Table) (leaves []scanners.LeafDir, late []*unit, err error) {
	if !jt.Partial() {
		return []scanners.LeafDir{{Path: jt.Input}}, nil, nil
	}
	info, err := r.fs.Stat(jt.Input)
	switch {
	case errors.Is(err, fs.ErrNotExist) && len(jt.Partitions) == 0:
		// The table of one directory that is made anew every night. Where
		// partitions are selected, the directory above them does not come and
		// go: then its absence is a slip in the path.
		return nil, []*unit{{rel: ".", late: notReady("%s is not there yet", jt.Input)}}, nil
	case err != nil:
		return nil, nil, refuse(NotOneTable, fmt.Errorf("input %s: %w", jt.Input, err))
	case !info.IsDir():
		return nil, nil, refuse(NotOneTable, fmt.Errorf("input %s is no directory: there are no partitions to select and no marker to look for", jt.Input))
	}
	s, err := scanners.Select(ctx, r.fs, jt.Input, wanted(jt))
	if err != nil {
		return nil, nil, err
	}
	if err := levels(jt, s); err != nil {
		return nil, nil, err
	}
	for _, part := range s.Missing {
		late = append(late, &unit{rel: part, late: missing(jt, s, part)})
	}
	for _, l := range s.Leaves {
		if ready, err := r.ready(jt, l.Path); err != nil {
			return nil, nil, err
		} else if !ready {
			late = append(late, &unit{rel: l.Rel, late: notReady("%s has no %s yet", l.Path, jt.Ready)})
			continue
		}
		leaves = append(leaves, l)
	}
	return leaves, late, nil
}

// wanted is the partitions that a job selects, as scanners have it.
func wanted(jt *policy.Table) []scanners.Wanted {
	list := make([]scanners.Wanted, len(jt.Partitions))
	for i, c := range jt.Partitions {
		list[i] = scanners.Wanted{Name: c.Name, Values: c.Values}
	}
	return list
}

// ready reports whether the marker that the job waits for stands in the
// directory; true where it waits for none.
func (r *runner) ready(jt *policy.Table, dir string) (bool, error) {
	if jt.Ready == "" {
		return true, nil
	}
	_, err := r.fs.Stat(filepath.Join(dir, jt.Ready))
	if errors.Is(err, fs.ErrNotExist) {
		return false, nil
	}
	return err == nil, err
}

// levels refuses partition columns that the table does not have. A directory
// with nothing in it may be a table that has yet to get its first partition.
func levels(jt *policy.Table, s *scanners.Selection) error {
	if !s.Bottom {
		return nil
	}
	var errs policy.Errors
	for _, c := range jt.Partitions {
		if slices.Contains(s.Levels, c.Name) {
			continue
		}
		e := &policy.Error{Pos: c.Pos, Path: c.Path, Code: policy.UnknownKey, Msg: fmt.Sprintf("%s has no partition column %s", jt.Input, c.Name)}
		if len(s.Levels) > 0 {
			e.Hint = policy.Meant(c.Name, s.Levels)
		}
		errs = append(errs, e)
	}
	if errs == nil {
		return nil
	}
	return refuse(BadJob, errs.Sorted())
}

// missing is what is said of a selected partition that is not there. A job
// that waits for markers waits for the partition too.
func missing(jt *policy.Table, s *scanners.Selection, part string) error {
	if jt.Ready != "" {
		return notReady("%s has no partition %s yet", jt.Input, part)
	}
	there := "it has no partitions at all"
	for _, c := range jt.Partitions {
		values := s.There[c.Name]
		switch n := len(values); {
		case n == 1:
			there = fmt.Sprintf("of %s it has %s", c.Name, values[0])
		case n > 1:
			there = fmt.Sprintf("of %s it has %d, from %s to %s", c.Name, n, values[0], values[n-1])
		}
	}
	return refuse(NoPartition, fmt.Errorf("%s has no partition %s: %s; where it may be late, say ready: _SUCCESS", jt.Input, part, there))
}

func notReady(format string, args ...any) error {
	return refuse(NotReady, fmt.Errorf(format, args...))
}
