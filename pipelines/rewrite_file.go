package pipelines

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"hash"
	"io"
	"path/filepath"

	"tuomin/pipelines/splice"
	"tuomin/scanners"
	"tuomin/scanners/columns"
	"tuomin/transforms"
)

// write makes the output of one input file in the stage: written, synced and
// recorded.
func (r *runner) write(ctx context.Context, t *task, st *stage, watch *watch, f *scanners.File, id Identity, name string) (*fileRecord, error) {
	src, err := scanners.Open(ctx, *f, r.opt.Read)
	if err != nil {
		return nil, err
	}
	defer src.Close()
	rows, dropped, err := r.rows(ctx, src)
	if err != nil {
		return nil, err
	}
	if id.SHA256, err = digestFile(r.fs, f.Path); err != nil {
		return nil, err
	}
	file, err := st.create(name)
	if err != nil {
		return nil, err
	}
	out := &hashed{w: file, h: sha256.New()}
	rec := &fileRecord{Input: id, Dropped: dropped, Counts: map[string]int64{}, Version: r.opt.Version}
	w := &fileRewrite{runner: r, plan: t.plan, path: f.Path, src: src, rows: rows, record: rec, watch: watch}
	if w.seen, err = watch.file(ctx, f, src, w.byPage); err == nil {
		err = w.to(ctx, out)
	}
	if err := errors.Join(err, file.Sync(), file.Close()); err != nil {
		return nil, err
	}
	watch.done(w.seen)
	for part := range src.Parts() {
		rec.RowsIn += src.Rows(part)
		rec.Output.Rows += rows[part].Out()
	}
	rec.Output.Name = filepath.Base(name)
	rec.Output.Bytes = out.n
	rec.Output.SHA256 = hex.EncodeToString(out.h.Sum(nil))
	return rec, st.finish(name, rec)
}

// hashed counts and digests what it passes on.
type hashed struct {
	w io.Writer
	h hash.Hash
	n int64
}

// Write writes and hashes.
func (h *hashed) Write(p []byte) (int, error) {
	n, err := h.w.Write(p)
	h.h.Write(p[:n])
	h.n += int64(n)
	return n, err
}

// A rowFilter is a filter with the leaves it looks at, and the reason that
// its rows are counted under.
type rowFilter struct {
	filter transforms.Filter
	leaves []columns.Path
	reason string
}

// rows decides for each part which rows are written, and in what order.
func (r *runner) rows(ctx context.Context, src scanners.Source) (rows []Rows, dropped map[string]int64, err error) {
	rows = make([]Rows, src.Parts())
	dropped = map[string]int64{}
	for part := range rows {
		rows[part].N = src.Rows(part)
		if len(r.filters) == 0 && r.permute == nil {
			continue
		}
		gone := transforms.NewMask(int(rows[part].N))
		for _, f := range r.filters {
			mask, err := r.filter(ctx, src, part, f)
			if err != nil {
				return nil, nil, err
			}
			for i := range int(rows[part].N) {
				if mask.Has(i) && !gone.Has(i) {
					gone.Set(i)
					dropped[f.reason]++
				}
			}
		}
		keep := make([]int32, 0, rows[part].N)
		for i := range int(rows[part].N) {
			if !gone.Has(i) {
				keep = append(keep, int32(i))
			}
		}
		if r.permute != nil {
			r.permute(part, keep)
		}
		if r.permute != nil || len(keep) < int(rows[part].N) {
			rows[part].Keep = keep
		}
	}
	return rows, dropped, nil
}

func (r *runner) filter(ctx context.Context, src scanners.Source, part int, f rowFilter) (transforms.Mask, error) {
	leaves := make([]*columns.Leaf, len(f.leaves))
	for i, path := range f.leaves {
		at := src.Schema().Find(path)
		if at < 0 {
			return nil, fmt.Errorf("column %s, by which rows are dropped, is not in the file", path)
		}
		var err error
		if leaves[i], err = gather(ctx, src, part, at); err != nil {
			return nil, err
		}
	}
	return f.filter.Rows(ctx, leaves)
}

// A fileRewrite makes one output file.
type fileRewrite struct {
	*runner
	plan    *Plan
	path    string
	src     scanners.Source
	rows    []Rows
	trimmed map[place]bool // chunks that are written anew, without what no slot uses
	record  *fileRecord
	watch   *watch
	seen    *tallies // of the file, nil where nobody watches
}

func (w *fileRewrite) to(ctx context.Context, out io.Writer) error {
	switch src := w.src.(type) {
	case *scanners.ParquetFile:
		return w.blame(w.parquet(ctx, src, out))
	case *scanners.IPCFile:
		return w.blame(w.arrow(ctx, src, out))
	}
	return fmt.Errorf("cannot write files of format %s", w.src.Format())
}

// blame tells whose fault a failed rewrite is: that of the rules, which ask of
// this file what its format cannot say (half a union, nulls where there is no
// place for them, no column at all); that of the file, in a place that only
// copying looks at; or, all else, the machine's.
func (w *fileRewrite) blame(err error) error {
	var at *scanners.Error
	switch found := errors.As(err, &at); {
	case found && at.Op == "rewrite" && at.Code == scanners.CodeUnsupported:
		return refuse(RefusedRule, err)
	case found:
		return err
	}
	for _, kind := range [...]error{splice.ErrCorrupt, splice.ErrTruncated, splice.ErrChecksum, splice.ErrLimit} {
		if errors.Is(err, kind) {
			return &scanners.Error{Op: "read", Place: scanners.At(w.path), Code: scanners.CodeCorrupt, Err: err}
		}
	}
	return err
}

// moves reports whether any part drops or moves rows: then every column of it
// is written anew.
func (w *fileRewrite) moves() bool {
	for _, r := range w.rows {
		if !r.All() {
			return true
		}
	}
	return false
}

// parquet writes the file by splicing: untouched chunks are copied, the others
// made by several workers at once and written in their order.
func (w *fileRewrite) parquet(ctx context.Context, src *scanners.ParquetFile, out io.Writer) error {
	edit := splice.Edit{
		Leaves: make([]splice.Change, len(src.Schema().Leaves)), Rows: w.moves(), Shuffled: w.permute != nil,
		KeepKeys: w.job.Output.KeepMetadata, Telling: telling(w.plan.classes),
	}
	for i := range src.Schema().Leaves {
		change, err := w.change(&src.Schema().Leaves[i], src.File().Leaf(i))
		if err != nil {
			return err
		}
		edit.Leaves[i] = change
	}
	sw, err := splice.NewWriter(out, src.File(), edit)
	if err != nil {
		return &scanners.Error{Op: "rewrite", Place: scanners.At(w.path), Code: scanners.CodeUnsupported, Err: err}
	}
	if err := w.trim(ctx, src, &edit); err != nil {
		return err
	}
	made := w.chunks(ctx, src, &edit)
	defer made.stop()
	for part := range src.Parts() {
		if w.rows[part].Out() == 0 {
			continue // an empty row group says nothing, and some readers trip over it
		}
		if err := sw.StartGroup(part, w.rows[part].Out()); err != nil {
			return err
		}
		for leaf := range src.Schema().Leaves {
			if err := w.chunk(sw, made, part, leaf, &edit); err != nil {
				return err
			}
		}
		if err := sw.EndGroup(); err != nil {
			return err
		}
		w.opt.Events.progress(src.Rows(part), 0)
	}
	result, err := sw.Close()
	if err != nil {
		return err
	}
	w.record.Lost = result.DroppedKeys
	return nil
}

func (w *fileRewrite) chunk(sw *splice.Writer, made *chunkQueue, part, leaf int, edit *splice.Edit) error {
	switch change := edit.Leaves[leaf]; {
	case change.Drop:
		return nil
	case w.copies(part, leaf, change):
		return sw.Copy(leaf)
	}
	c, err := made.take()
	if err != nil {
		return err
	}
	if err := sw.Add(leaf, c.made, c.buf.reader()); err != nil {
		return err
	}
	path := w.src.Schema().Leaves[leaf].Path
	w.record.count(path, c.counts)
	w.opt.Events.progress(0, c.made.Uncompressed)
	return made.done(c)
}

// count adds what a kernel treated apart.
func (r *fileRecord) count(path columns.Path, c transforms.Counts) {
	for what, n := range map[string]int64{"without_form": c.WithoutForm(), "nullish": c.Nullish(), "unreadable": c.Unreadable()} {
		if n > 0 {
			r.Counts[string(path)+" "+what] += n
		}
	}
}

// change is what the plan makes of a leaf, in the words of splice. An annotation
// that says more than the type does (JSON, a geometry) was true of the values
// that are gone: readers fail on others under it. Nulls may keep it.
func (w *fileRewrite) change(in *columns.Column, e *splice.Element) (splice.Change, error) {
	b := w.plan.bound(in.Path)
	switch {
	case b == nil:
		return splice.Change{}, fmt.Errorf("column %s is not in the plan", in.Path)
	case b.Effect == transforms.Drop:
		return splice.Change{Drop: true}, nil
	case b.Effect == transforms.Keep:
		return splice.Change{}, nil
	}
	c := splice.Change{Values: true, Optional: b.Column(in).Optional && !in.Optional}
	if b.Out != in.Type || !b.Blank && e.SaysMore() {
		t, err := splice.TypeOf(b.Out)
		if err != nil {
			place := scanners.At(w.path)
			place.Column = in.Path
			return c, &scanners.Error{Op: "rewrite", Place: place, Code: scanners.CodeUnsupported, Err: err}
		}
		c.Type = &t
	}
	return c, nil
}
