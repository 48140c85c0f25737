package pipelines

import (
	"context"
	"slices"

	"tuomin/pipelines/splice"
	"tuomin/scanners"
	"tuomin/scanners/columns"
	"tuomin/transforms"
)

// leftover reports whether a chunk's dictionary has entries that no slot uses, as
// PyArrow writes them of a filtered table. They are no values of the table, so
// that nobody has looked at them, and must not be copied. A dictionary comes before
// all else, and mostly the next page uses all there are: then no more is read.
func leftover(ctx context.Context, src *scanners.ParquetFile, part, leaf int) (bool, error) {
	var used []bool
	unused := 0
	for page, err := range src.Pages(ctx, part, leaf) {
		if err != nil {
			return false, err
		}
		first := page.Header.Type == splice.DictionaryPage
		if used == nil && !first {
			return false, nil
		}
		if !first && !indexed(page) {
			continue
		}
		l, err := page.Leaf()
		if err != nil {
			return false, err
		}
		if first {
			unused = l.Values.Len()
			used = make([]bool, unused)
		}
		for _, i := range l.Index {
			if !used[i] {
				used[i] = true
				unused--
			}
		}
		if unused == 0 {
			return false, nil
		}
	}
	return unused > 0, nil
}

// copies reports whether a chunk is copied as it stands.
func (w *fileRewrite) copies(part, leaf int, change splice.Change) bool {
	return !change.Values && w.rows[part].All() && !w.trimmed[place{part, leaf}]
}

// place is that of a chunk in its file.
type place struct{ part, leaf int }

// trim finds the chunks that would be copied but for what their dictionaries hold
// beside the table's values.
func (w *fileRewrite) trim(ctx context.Context, src *scanners.ParquetFile, edit *splice.Edit) error {
	w.trimmed = map[place]bool{}
	for part := range src.Parts() {
		for leaf := range src.Schema().Leaves {
			if c := edit.Leaves[leaf]; c.Drop || w.rows[part].Out() == 0 || !w.copies(part, leaf, c) {
				continue
			}
			left, err := leftover(ctx, src, part, leaf)
			if err != nil {
				return err
			}
			if left {
				w.trimmed[place{part, leaf}] = true
			}
		}
	}
	return nil
}

// unused refuses a kept column whose dictionary holds entries that no row uses:
// nobody has looked at them, and they are not written.
func (v *verification) unused(ctx context.Context, w *verifyWorker, p *pair, s section, leaf int, want *promise) error {
	if want.effect != transforms.Keep {
		return nil
	}
	none := func(*columns.Values) error { return nil }
	return unsound(w.dictionaries(ctx, p.dst, s.out, leaf, none, func(d *scanWorker) error {
		if slices.Contains(d.weights, 0) {
			return v.doubt(p, s.place(), want.path, "its dictionary holds entries that no row uses")
		}
		return nil
	}))
}
