package pipelines

import (
	"context"
	"slices"
	"strings"

	"tuomin/pipelines/splice"
	"tuomin/scanners"
	"tuomin/scanners/columns"
	"tuomin/transforms"
)

// leftover reports whether a chunk holds more than the values of its rows: entries
// of its dictionary that no slot uses, as PyArrow writes them of a filtered table,
// or bytes behind the values of a page. They are no values of the table, so that
// nobody has looked at them, and must not be copied. A dictionary comes before all
// else, and mostly the next page uses all there are: then no more is read.
func leftover(ctx context.Context, src *scanners.ParquetFile, part, leaf int) (bool, error) {
	// Only fastparquet is known to leave bytes behind values. To look for them in
	// the files of all writers would decode every column that is kept once more;
	// verification does so anyway, and refuses what was not foreseen here.
	padded := strings.HasPrefix(src.File().CreatedBy, "fastparquet")
	var used []bool
	unused := 0
	for page, err := range src.Pages(ctx, part, leaf) {
		if err != nil {
			return false, err
		}
		first := page.Header.Type == splice.DictionaryPage
		if used == nil && !first && !padded {
			return false, nil
		}
		if !first && !indexed(page) && !padded {
			continue
		}
		l, err := page.Leaf()
		if err != nil {
			return false, err
		}
		if l.Spare {
			return true, nil
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
		if unused == 0 && !padded {
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

// trim finds the chunks that would be copied but for what they hold beside the
// table's values.
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
