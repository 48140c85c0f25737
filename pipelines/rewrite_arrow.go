package pipelines

import (
	"context"
	"fmt"
	"io"
	"slices"

	"tuomin/scanners"
	"tuomin/scanners/columns"
	"tuomin/transforms"
)

// arrow writes an IPC file or stream anew.
func (w *fileRewrite) arrow(ctx context.Context, src *scanners.IPCFile, out io.Writer) error {
	how := scanners.Rewrite{
		Replace:      map[int]scanners.Replacement{},
		Drop:         map[int]bool{},
		KeepMetadata: func(key string) bool { return slices.Contains(w.job.Output.KeepMetadata, key) },
		Telling:      telling(w.plan.classes),
	}
	if w.moves() {
		how.Rows = func(part int) ([]int32, error) { return w.rows[part].Keep, nil }
	}
	kernels := map[columns.Path]transforms.Kernel{}
	for i := range src.Schema().Leaves {
		in := &src.Schema().Leaves[i]
		b := w.plan.bound(in.Path)
		switch {
		case b == nil:
			return fmt.Errorf("column %s is not in the plan", in.Path)
		case b.Effect == transforms.Drop:
			how.Drop[i] = true
		case b.Effect == transforms.Replace:
			made, err := w.replacement(src, in, b, kernels)
			if err != nil {
				return err
			}
			how.Replace[i] = made
		}
	}
	lost, err := scanners.RewriteIPC(ctx, src, out, how)
	if err != nil {
		return err
	}
	for path, kernel := range kernels {
		w.record.count(path, kernel.Counts())
	}
	w.record.Lost = lost
	for part := range src.Parts() {
		w.opt.Events.progress(src.Rows(part), 0)
	}
	return nil
}

func (w *fileRewrite) replacement(src *scanners.IPCFile, in *columns.Column, b *transforms.Bound, kernels map[columns.Path]transforms.Kernel) (scanners.Replacement, error) {
	kernel := b.NewKernel()
	kernels[in.Path] = kernel
	made := scanners.Replacement{
		Type: b.Out, MakesNulls: b.MakesNulls,
		Make: func(ctx context.Context, part int, in *columns.Leaf, siblings []*columns.Leaf) (*columns.Leaf, error) {
			made, err := kernel.Apply(ctx, in, siblings)
			if err != nil {
				return nil, failed(scanners.Place{File: w.path, Part: part, Column: in.Column.Path, Row: -1}, err)
			}
			return made, nil
		},
	}
	for _, path := range b.Siblings {
		at := src.Schema().Find(path)
		if at < 0 {
			return made, fmt.Errorf("column %s, which the transform of %s needs beside it, is not in the file", path, in.Path)
		}
		made.Siblings = append(made.Siblings, at)
	}
	return made, nil
}
