package pipelines

import (
	"bytes"
	"context"

	"tuomin/scanners/columns"
	"tuomin/transforms"
)

// What had to go of a row must not stand in what is kept of it, in Chinese prose
// either:
//
//	收货人         备注
//	张小三 → 9f2c…  给张小三的生日礼物
//
// Beside its pseudonym it would say whose that is. By chance a row speaks of somebody
// who is called as its own customer once in millions. It takes both columns at once to
// see that, so that it is done where Inside has seen that a text could hold a value of
// any row.

// beside walks a kept column and those that had to go row by row.
func (v *verification) beside(ctx context.Context, w *verifyWorker, p *pair, s section, outLeaf, found int) error {
	var gone []*goneRows
	kept := &rowCursor{cursor: newCursor(stretches(ctx, p.dst, s.out, outLeaf))}
	defer kept.Close()
	for leaf := range p.src.Schema().Leaves {
		col := &p.src.Schema().Leaves[leaf]
		at, want := v.promise(col.Path)
		if want.effect == transforms.Keep || want.scope != scopeEverywhere || col.Type.Kind != columns.Text && col.Type.Kind != columns.Binary {
			continue
		}
		rows := &goneRows{rowCursor{cursor: newCursor(v.input(ctx, p, s, leaf))}, at, want}
		defer rows.Close()
		gone = append(gone, rows)
	}
	for {
		ok, err := kept.next()
		if err != nil || !ok {
			return unsound(err)
		}
		for _, g := range gone {
			if _, err := g.next(); err != nil {
				return err
			}
			for _, raw := range g.values {
				if len(raw) >= shortest && g.in(kept.values, raw) && w.goneEverywhere(raw, g) {
					return v.found(rawHit{Raw: g.at, Found: found})
				}
			}
		}
	}
}

// input is the leaf of the input that an output is made of, its rows as they are
// picked.
func (v *verification) input(ctx context.Context, p *pair, s section, leaf int) func(yield func(*columns.Leaf, error) bool) {
	return func(yield func(*columns.Leaf, error) bool) {
		enough := false
		err := v.expected(ctx, p, s, leaf, &promise{}, func(l *columns.Leaf) error {
			if enough = !yield(l, nil); enough {
				return context.Canceled // nobody wants more, and nobody is told
			}
			return nil
		})
		if err != nil && !enough {
			yield(nil, err)
		}
	}
}

// A rowCursor walks a leaf row by row.
type rowCursor struct {
	*cursor
	values [][]byte // of the row: good until the next
}

// next goes on to the next row; false after the last.
func (r *rowCursor) next() (bool, error) {
	r.values = r.values[:0]
	n, err := r.left()
	if n == 0 || err != nil {
		return false, err
	}
	if col := r.leaf.Column; col.MaxRep == 0 {
		if r.def(0) == col.MaxDef {
			r.values = append(r.values, r.at(0))
		}
		r.skip(1)
		return true, nil
	}
	for first := true; n > 0 && (first || r.rep(0) > 0); first = false {
		if r.def(0) == r.leaf.Column.MaxDef {
			r.values = append(r.values, bytes.Clone(r.at(0))) // a row may go on in the next page
		}
		r.skip(1)
		if n, err = r.left(); err != nil {
			return false, err
		}
	}
	return true, nil
}

// goneRows are the values of a column that had to go, row by row.
type goneRows struct {
	rowCursor
	at   int // of its promise
	want *promise
}

// in reports whether a value stands in a text of the row, where Chinese characters
// touch it: others are found without the row.
func (g *goneRows) in(texts [][]byte, raw []byte) bool {
	raw = bytes.TrimSpace(raw)
	for _, text := range texts {
		if len(text) > len(raw) && bytes.Contains(text, raw) && wideEnded(raw) {
			return true
		}
	}
	return false
}

// wideEnded reports whether a value begins or ends with a character that is not ASCII.
func wideEnded(v []byte) bool { return len(v) > 0 && (v[0] >= 0x80 || v[len(v)-1] >= 0x80) }

// goneEverywhere reports whether a value is one that must stand in no column.
func (w *verifyWorker) goneEverywhere(raw []byte, g *goneRows) bool {
	raw = bytes.TrimSpace(raw)
	if scope(raw, g.want, g.at) != everywhere {
		return false
	}
	if !g.want.names {
		return true
	}
	var one columns.Builder
	one.Reset()
	one.Append(raw)
	text := one.Values()
	return w.names(&text)[0]
}
