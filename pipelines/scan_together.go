package pipelines

import (
	"cmp"
	"context"
	"hash/fnv"
	"slices"

	"golang.org/x/sync/errgroup"

	"tuomin/detectors"
	"tuomin/scanners"
	"tuomin/scanners/columns"
)

// Where identity numbers are found, they are read once more beside the columns
// that may say the same, at the head of the parts of some files: what the
// columns of a row say together is the best evidence in a table.
//
// Which files and rows depends on names and parts alone, and the summary of
// each merges with all others, so that it does not matter who reads what.

const (
	// togetherFiles is how many files are read. Not fewer: a partition may be
	// odd. Not more: each costs a footer and the first page of each column.
	togetherFiles = 16
	// togetherRows is how many rows of a part are read. Not fewer: half of them
	// may be null. Not more: a page has about as many.
	togetherRows = 1024
)

// together lets what the columns of a row say together decide.
func (s *scan) together(ctx context.Context, p *Profile, tallies []*detectors.Tally) error {
	identities, others := detectors.Telling(tallies, p.Columns)
	if len(identities) == 0 {
		return nil
	}
	var leaves []columns.Column
	for _, i := range append(identities, others...) {
		leaves = append(leaves, *tallies[i].Column())
	}
	total := detectors.NewJoint(leaves, 0, s.key)
	g, ctx := errgroup.WithContext(ctx)
	g.SetLimit(max(s.opt.Workers, 1))
	for _, f := range s.chosen() {
		g.Go(func() error {
			own := detectors.NewJoint(leaves, 0, s.key)
			if err := s.beside(ctx, f, leaves, own); err != nil {
				return err
			}
			s.mu.Lock()
			total.Merge(own)
			s.mu.Unlock()
			return nil
		})
	}
	if err := g.Wait(); err != nil {
		return err
	}
	p.Agreements = s.opt.classes().Agree(p.Columns, total.Agreements())
	return nil
}

// chosen is some of the files that were read, by a hash of their names.
func (s *scan) chosen() []*scanners.File {
	type named struct {
		hash uint64
		file *scanners.File
	}
	var all []named
	for i := range s.table.Files {
		f := &s.table.Files[i]
		if slices.ContainsFunc(s.failed, func(bad scanners.Failure) bool { return bad.Path == f.Path }) {
			continue
		}
		h := fnv.New64a()
		h.Write([]byte(f.Rel))
		all = append(all, named{h.Sum64(), f})
	}
	slices.SortFunc(all, func(a, b named) int { return cmp.Or(cmp.Compare(a.hash, b.hash), cmp.Compare(a.file.Rel, b.file.Rel)) })
	var files []*scanners.File
	for _, n := range all[:min(len(all), togetherFiles)] {
		files = append(files, n.file)
	}
	return files
}

// beside reads the leaves at the head of each part of a file into the summary.
func (s *scan) beside(ctx context.Context, f *scanners.File, leaves []columns.Column, joint *detectors.Joint) error {
	src, err := scanners.Open(ctx, *f, s.opt.Read)
	if err != nil {
		return err
	}
	defer src.Close()
	for part := range src.Parts() {
		rows := make([]*columns.Leaf, len(leaves))
		for i := range leaves {
			if at := src.Schema().Find(leaves[i].Path); at >= 0 && !src.Schema().Leaves[at].Repeated() {
				if rows[i], err = head(ctx, src, part, at); err != nil {
					return err
				}
			}
		}
		joint.Add(rows)
	}
	return nil
}

// head is the first rows of a flat leaf of a part, as text, in memory of its
// own.
func head(ctx context.Context, src scanners.Source, part, leaf int) (*columns.Leaf, error) {
	col := &src.Schema().Leaves[leaf]
	out := &columns.Leaf{Column: col, Def: []int16{}}
	var text, scratch columns.Builder
	text.Reset()
	for l, err := range src.Leaf(ctx, part, leaf) {
		if err != nil {
			return nil, err
		}
		values := columns.Render(col.Type, l.Values, &scratch)
		for at, slot := 0, 0; slot < l.Slots && out.Rows < togetherRows; slot++ {
			def := col.MaxDef
			if l.Def != nil {
				def = l.Def[slot]
			}
			if def == col.MaxDef {
				i := at
				if l.Index != nil {
					i = int(l.Index[at])
				}
				text.Append(values.At(i))
				at++
			}
			out.Def = append(out.Def, def)
			out.Rows++
		}
		if out.Rows == togetherRows {
			break
		}
	}
	out.Slots = out.Rows
	v := text.Values()
	out.Values = &v
	return out, nil
}
