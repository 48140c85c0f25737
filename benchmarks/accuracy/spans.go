package accuracy

import (
	"context"
	"path/filepath"
	"slices"

	"tuomin/benchmarks/corpus"
	"tuomin/detectors"
	"tuomin/scanners"
	"tuomin/scanners/columns"
)

// A place is a cell, or in a list one element.
type place struct {
	row  int64
	slot int
}

// Text finds what is planted in the texts of a table, and counts it by places
// and by characters.
func (s *Scores) Text(ctx context.Context, dir string, table *corpus.Table) error {
	path := filepath.Join(dir, table.Name()+".parquet")
	if err := table.WriteParquet(path, corpus.Writing{RowGroup: int(max(table.Rows(), 1))}); err != nil {
		return err
	}
	planted := make(map[string]map[place][]corpus.Span)
	for span := range table.Spans() {
		if planted[span.Path] == nil {
			planted[span.Path] = make(map[place][]corpus.Span)
		}
		at := place{span.Row, span.Slot}
		planted[span.Path][at] = append(planted[span.Path][at], span)
	}
	src, err := scanners.Open(ctx, scanners.File{Path: path, Rel: filepath.Base(path), Format: scanners.Parquet}, scanners.Options{})
	if err != nil {
		return err
	}
	defer src.Close()
	for leaf := range src.Schema().Leaves {
		col := &src.Schema().Leaves[leaf]
		truth := table.Truth().Column(string(col.Path))
		if truth == nil || truth.Verdict != "contains" {
			continue
		}
		if err := s.leaf(ctx, src, leaf, planted[string(col.Path)]); err != nil {
			return err
		}
	}
	return nil
}

// leaf looks into every cell of one column.
func (s *Scores) leaf(ctx context.Context, src scanners.Source, leaf int, planted map[place][]corpus.Span) error {
	col := &src.Schema().Leaves[leaf]
	find := detectors.NewFinder()
	find.Under(detectors.Names(col.Path))
	at := place{row: -1}
	for l, err := range src.Leaf(ctx, 0, leaf) {
		if err != nil {
			return err
		}
		hits := find.Find(l.Values, nil)
		value := 0
		for slot := range l.Slots {
			if l.Rep != nil && l.Rep[slot] > 0 {
				at.slot++
			} else {
				at.row, at.slot = at.row+1, 0
			}
			if l.Def != nil && l.Def[slot] < col.MaxDef {
				continue
			}
			i := value
			if l.Index != nil {
				i = int(l.Index[value])
			}
			value++
			s.cell(planted[at], of(hits, i))
		}
	}
	return nil
}

// of are the hits of one value.
func of(hits []detectors.Span, value int) []detectors.Span {
	from, _ := slices.BinarySearchFunc(hits, value, func(h detectors.Span, v int) int { return int(h.Value) - v })
	to := from
	for to < len(hits) && int(hits[to].Value) == value {
		to++
	}
	return hits[from:to]
}

// cell counts one.
func (s *Scores) cell(planted []corpus.Span, hits []detectors.Span) {
	for _, p := range planted {
		if !findable(p) {
			continue
		}
		s.Planted += p.End - p.Start
		s.Residual += uncovered(p, hits)
		if slices.ContainsFunc(hits, func(h detectors.Span) bool { return confirms(h, p) }) {
			s.Of(p.Class).Text.Found++
		} else {
			s.Of(p.Class).Text.Missed++
		}
	}
	for _, h := range hits {
		if !counts(h) || slices.ContainsFunc(planted, func(p corpus.Span) bool {
			return int(h.Start) < p.End && p.Start < int(h.End)
		}) {
			continue
		}
		s.Of(h.Class.String()).Text.Wrong++
	}
}

// findable leaves out what nobody could find: names that no word tells, values
// that do not stand there in clear, link keys, and classes without a detector.
func findable(p corpus.Span) bool {
	return detected(p.Class) && !linkKey(p.Class) && p.Form == "" && (p.Class != "cn_person_name" || p.Cue)
}

// counts reports whether a hit says anything: one with a wrong check digit does
// not.
func counts(h detectors.Span) bool {
	return !(h.Class.Info().Checks && h.Grade == detectors.Shaped)
}

// confirms reports whether the hit covers the place, as its class.
func confirms(h detectors.Span, p corpus.Span) bool {
	return counts(h) && h.Class.String() == p.Class && int(h.Start) <= p.Start && int(h.End) >= p.End
}

// uncovered is how many bytes of the place no hit of any class covers.
func uncovered(p corpus.Span, hits []detectors.Span) (n int) {
	for at := p.Start; at < p.End; at++ {
		if !slices.ContainsFunc(hits, func(h detectors.Span) bool { return counts(h) && int(h.Start) <= at && at < int(h.End) }) {
			n++
		}
	}
	return n
}

// Judge classifies a column of texts as a scan would.
func Judge(path columns.Path, values *columns.Values) detectors.Classification {
	col := &columns.Column{Path: path, Type: columns.Type{Kind: columns.Text}}
	t := detectors.NewTally(col, detectors.TallyKey{1}, detectors.SampleSize(1))
	find := detectors.NewFinder()
	find.Under(t.Name())
	t.Add(values, nil, find.Find(values, nil))
	return t.Classify()
}
