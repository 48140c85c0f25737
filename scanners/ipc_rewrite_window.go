package scanners

import (
	"cmp"
	"context"
	"errors"
	"slices"

	"github.com/apache/arrow-go/v18/arrow"

	"tuomin/scanners/columns"
)

// windows cuts a part into what becomes a batch. At are the rows that are
// written, counted from a. Rows that move need all of the part at once.
func (r *rewriter) windows(ctx context.Context, part int, rows []int32, do func(a, b int64, at []int32) error) error {
	seq := r.src.batches[part]
	header, err := r.src.header(seq, r.src.total)
	if err != nil {
		return err
	}
	r.load.body.start(header)
	r.load.used = 0
	r.load.dictionary = func(f *ipcField) (*dictionary, error) { return r.dictionary(f, seq) }
	step := int64(rewriteRows)
	if header.codec != codecNone {
		step = rewriteRowsCompressed
	}
	if per := header.bodyLen / max(header.rows, 1); per > 0 {
		step = max(min(step, rewriteBytes/per&^1023), 1024)
	}
	moved := !slices.IsSorted(rows)
	if moved || r.how.Uncut {
		step = max(header.rows, 1)
	}
	for a := int64(0); a < header.rows; {
		if err := ctx.Err(); err != nil {
			return err
		}
		b := min(a+step, header.rows)
		err := inWindow(a, b, rows, r.how.Rows != nil && rows != nil, do)
		if errors.Is(err, errTooLarge) && !moved && !r.how.Uncut && step > 1 {
			step = max(step/2, 1)
			continue
		}
		if err != nil {
			return err
		}
		a = b
	}
	return nil
}

// inWindow gives do the rows that lie from a to b, counted from a; where rows
// are not in order, a to b is all there is.
func inWindow(a, b int64, rows []int32, some bool, do func(a, b int64, at []int32) error) error {
	if !some {
		return do(a, b, full(int(b-a)))
	}
	if slices.IsSorted(rows) {
		lo, _ := slices.BinarySearchFunc(rows, a, func(row int32, a int64) int { return cmp.Compare(int64(row), a) })
		hi, _ := slices.BinarySearchFunc(rows, b, func(row int32, b int64) int { return cmp.Compare(int64(row), b) })
		rows = rows[lo:hi]
	}
	if len(rows) == 0 {
		return nil
	}
	at := make([]int32, len(rows))
	for i, row := range rows {
		at[i] = row - int32(a)
	}
	return do(a, b, at)
}

// column builds one column of a batch.
func (r *rewriter) column(ctx context.Context, part, top int, a, b int64, at []int32) (arrow.ArrayData, error) {
	f := r.src.fields[top]
	if got := r.load.body.b.nodes[f.node].n; got != r.load.body.b.rows {
		return nil, corrupt("%d values in a batch of %d rows", got, r.load.body.b.rows)
	}
	r.load.stretch()
	defer r.load.body.forget()
	if !r.take.marking {
		for leaf := f.lo; leaf < f.hi; leaf++ {
			if r.take.edit.replaced[leaf] == nil || r.take.edit.dropped[leaf] {
				continue
			}
			if err := r.replace(ctx, part, leaf, a, b, at); err != nil {
				return nil, err
			}
		}
	}
	r.load.leaf = -1
	v, err := r.load.load(f, a, b)
	if err != nil {
		return nil, err
	}
	return r.take.field(f, v, at, r.schema.Field(r.places[top]).Type)
}

// replace has the new values of a leaf made.
func (r *rewriter) replace(ctx context.Context, part, leaf int, a, b int64, at []int32) error {
	how := r.how.Replace[leaf]
	in, err := r.leaf(leaf, a, b)
	if err != nil {
		return err
	}
	siblings := make([]*columns.Leaf, len(how.Siblings))
	for i, s := range how.Siblings {
		if siblings[i], err = r.leaf(s, a, b); err != nil {
			return err
		}
	}
	out, err := how.Make(ctx, part, in, siblings)
	if err != nil {
		return err
	}
	return r.take.edit.replaced[leaf].set(in, out, at)
}

// leaf reads the rows a to b of a leaf, in memory of its own shredder.
func (r *rewriter) leaf(leaf int, a, b int64) (*columns.Leaf, error) {
	r.load.leaf = leaf
	v, err := r.load.load(r.src.fields[r.src.tops[leaf]], a, b)
	if err != nil {
		return nil, err
	}
	s := shredder{allowed: 64*r.load.body.b.bodyLen + unbackedRows}
	s.gather.allowed = 64*r.load.body.b.bodyLen + r.src.limits.Memory
	l, err := s.shred(v, r.src.paths[leaf], &r.src.schema.Leaves[leaf])
	if err == nil {
		l.First = a
	}
	return l, err
}
