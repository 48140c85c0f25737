package scanners

import (
	"context"
	"iter"

	"tuomin/scanners/columns"
)

// partial shows some parts of a source, as if there were no others.
type partial struct {
	Source
	parts []int
}

// Parts is how many are shown.
func (p *partial) Parts() int { return len(p.parts) }

// Rows is how many rows a part that is shown has.
func (p *partial) Rows(part int) int64 { return p.Source.Rows(p.parts[part]) }

// Leaf reads a leaf of a part that is shown.
func (p *partial) Leaf(ctx context.Context, part, leaf int) iter.Seq2[*columns.Leaf, error] {
	return p.Source.Leaf(ctx, p.parts[part], leaf)
}
