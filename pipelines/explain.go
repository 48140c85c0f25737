package pipelines

import (
	"cmp"
	"context"
	"fmt"
	"strings"

	"golang.org/x/sync/errgroup"

	"tuomin/detectors"
	"tuomin/pipelines/policy"
	"tuomin/scanners"
	"tuomin/scanners/columns"
)

// A NoColumnError says that no table has the column, and which was probably
// meant.
type NoColumnError struct {
	Column string
	Hint   string
}

// Error names the column, and the one that was probably meant.
func (e *NoColumnError) Error() string {
	if e.Hint == "" {
		return fmt.Sprintf("there is no column %s", e.Column)
	}
	return fmt.Sprintf("there is no column %s\n\thint: did you mean %s?", e.Column, e.Hint)
}

// Explain scans one column of the one table at path, and tells what its verdict
// rests on. A file that cannot be read is an error: half a column explains
// nothing.
func Explain(ctx context.Context, path, column string, opt Options) (*detectors.Explanation, error) {
	tables, failed, err := scanners.Discover(ctx, []string{path}, opt.Read)
	if err != nil {
		return nil, err
	}
	if len(failed) > 0 {
		return nil, refuse(InputUnreadable, failed[0].Err)
	}
	var names []string
	for _, t := range tables {
		leaf := t.Schema.Find(columns.Path(column))
		if leaf >= 0 {
			return explainLeaf(ctx, t, leaf, opt)
		}
		for i := range t.Schema.Leaves {
			names = append(names, string(t.Schema.Leaves[i].Path))
		}
	}
	return nil, refuse(BadJob, &NoColumnError{column, cmp.Or(leavesOf(column, names), policy.Closest(column, names))})
}

// leavesOf names the first leaves of a group, a list or a map: those are explained.
func leavesOf(group string, names []string) string {
	const most = 5 // of a line
	var leaves []string
	for _, name := range names {
		if rest, ok := strings.CutPrefix(name, group); ok && rest != "" && strings.ContainsAny(rest[:1], ".[{") && len(leaves) < most {
			leaves = append(leaves, name)
		}
	}
	return strings.Join(leaves, " or ")
}

func explainLeaf(ctx context.Context, t *scanners.Table, leaf int, opt Options) (*detectors.Explanation, error) {
	s := newScan(t, scanKey(t), opt)
	only := make([]bool, len(t.Schema.Leaves))
	only[leaf] = true
	s.restrict(only)
	s.total.explains = true
	g, ctx := errgroup.WithContext(ctx)
	g.SetLimit(max(opt.Workers, 1))
	for i := range t.Files {
		g.Go(func() error { return s.file(ctx, &t.Files[i]) })
	}
	if err := g.Wait(); err != nil {
		return nil, err
	}
	if len(s.failed) > 0 {
		return nil, refuse(InputUnreadable, s.failed[0].Err)
	}
	tallies := s.total.merged()
	e := tallies[leaf].Explain()
	all := []detectors.Classification{e.Classification}
	detectors.Keys(tallies, tallies[leaf:leaf+1], all)
	e.Classification = all[0]
	return &e, nil
}
