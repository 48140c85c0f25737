package splice

import (
	"fmt"
	"io"
	"math"
)

// copied is a chunk whose indexes and Bloom filter must follow it.
type copied struct {
	group, leaf int // of the output
	from        *Chunk
	moved       int64 // by how many bytes
}

// Copy takes the leaf's chunk of the source's row group as it is. On the way
// the headers of its pages are walked, so that exactly the chunk is copied (a
// byte more can be a minimum: Polars writes the chunk's metadata once more
// behind each), and CRCs are checked where there are any.
func (w *Writer) Copy(leaf int) error {
	if err := w.expect(leaf); err != nil {
		return err
	}
	o := w.open
	if o.source < 0 || o.rows != w.src.Groups[o.source].NumRows || w.edit.Shuffled {
		return w.fail(fmt.Errorf("splice: a chunk cannot be copied where rows were dropped or moved"))
	}
	if c := &w.edit.Leaves[leaf]; c.Type != nil || w.Target(leaf).MaxDef != w.src.Leaf(leaf).MaxDef {
		return w.fail(fmt.Errorf("splice: a chunk cannot be copied whose column has another type now"))
	}
	c := &w.src.Groups[o.source].Chunks[leaf]
	start := w.out.n
	if err := w.copyPages(c); err != nil {
		return w.fail(fmt.Errorf("row group %d, column %s: %w", o.source, dotted(w.src.Path(w.src.Leaves[leaf])), err))
	}
	moved := start - c.Start
	if c.Length == 0 {
		moved = 0
	}
	w.pending = append(w.pending, copied{len(w.groups), o.next, c, moved})
	o.chunks = append(o.chunks, movedChunkNode(c, moved))
	o.next++
	return nil
}

func (w *Writer) copyPages(c *Chunk) error {
	w.pages.Reset(w.src, c)
	// Nothing is held or decompressed, so sizes do not matter.
	w.pages.limits.PageBytes, w.pages.limits.PageValues = math.MaxInt, math.MaxInt
	w.pages.skip = false
	for {
		_, err := w.pages.Next()
		if err == io.EOF {
			return nil
		}
		if err == nil {
			err = w.pages.copyTo(&w.out)
		}
		if err != nil {
			return err
		}
	}
}

// movedChunkNode is the source's ColumnChunk with its offsets corrected; those
// of indexes and Bloom filter come later. Offset 0 means that there is nothing
// and stays.
func movedChunkNode(c *Chunk, moved int64) Node {
	n := c.Tree.Clone()
	meta := n.Get(3)
	for _, id := range [...]int16{9, 10, 11} { // data, index and dictionary page
		if v, ok := meta.Int(id); ok && v > 0 {
			meta.SetInt(id, KindInt64, v+moved)
		}
	}
	if v, ok := meta.Int(7); ok && v != c.Length { // a size that was short
		meta.SetInt(7, KindInt64, c.Length)
	}
	// file_offset is a number without a meaning that writers agree on. It
	// moves with the chunk where it points to it or its end, and is 0, as the
	// format advises, where it points to what is not copied.
	if v, ok := n.Int(2); ok && v != 0 {
		if v >= c.Start && v <= c.Start+c.Length {
			n.SetInt(2, KindInt64, v+moved)
		} else {
			n.SetInt(2, KindInt64, 0)
		}
	}
	return n
}

// writePending writes Bloom filters, then column indexes, then offset indexes:
// what is read for one purpose lies together, as parquet-cpp has it.
func (w *Writer) writePending() error {
	for _, write := range [...]func(*copied, *Node) error{w.copyBloom, w.copyColumnIndex, w.copyOffsetIndex} {
		for i := range w.pending {
			c := &w.pending[i]
			if err := write(c, &w.chunks[c.group][c.leaf]); err != nil {
				leaf := w.plan.kept[c.leaf]
				return fmt.Errorf("column %s: %w", dotted(w.src.Path(w.src.Leaves[leaf])), err)
			}
		}
	}
	return nil
}

// ReadRange reads an index or a Bloom filter. Ranges that are not there give
// nil.
func (f *File) ReadRange(r Range) ([]byte, error) {
	if r.Offset == 0 || r.Length == 0 {
		return nil, nil
	}
	if r.Offset < int64(len(magic)) || r.Length < 0 || r.Length > f.FooterAt-r.Offset {
		return nil, corrupt("index or Bloom filter lies outside the file's data")
	}
	if r.Length > f.limits.Index {
		return nil, limit("index or Bloom filter of %d bytes", r.Length)
	}
	b := make([]byte, r.Length)
	return b, readFull(f.r, b, r.Offset)
}

// index reads a range that must be one Thrift structure and nothing else.
func (f *File) index(r Range) (*Node, error) {
	b, err := f.ReadRange(r)
	if b == nil || err != nil {
		return nil, err
	}
	n, used, err := ParseThrift(b)
	if err != nil {
		return nil, corrupt("page index: %w", err)
	}
	if used != len(b) {
		return nil, corrupt("page index has bytes behind its end")
	}
	return n, nil
}

func (w *Writer) copyColumnIndex(c *copied, chunk *Node) error {
	n, err := w.src.index(c.from.ColumnIndex)
	if n == nil || err != nil {
		return err
	}
	return w.writeIndex(n, chunk, 6, 7)
}

// copyOffsetIndex writes the index with the new places of the pages: they are
// absolute, so its own length may change.
func (w *Writer) copyOffsetIndex(c *copied, chunk *Node) error {
	n, err := w.src.index(c.from.OffsetIndex)
	if n == nil || err != nil {
		return err
	}
	pages := n.Get(1).Items()
	for i := range pages {
		at, ok := pages[i].Int(1)
		size, _ := pages[i].Int(2)
		end := c.from.Start + c.from.Length
		if !ok || at < c.from.Start || size < 0 || at > end-size {
			return corrupt("offset index points outside its chunk")
		}
		pages[i].SetInt(1, KindInt64, at+c.moved)
	}
	return w.writeIndex(n, chunk, 4, 5)
}

func (w *Writer) writeIndex(n, chunk *Node, offset, length int16) error {
	b := n.Append(nil)
	chunk.SetInt(offset, KindInt64, w.out.n)
	chunk.SetInt(length, KindInt32, int64(len(b)))
	_, err := w.out.Write(b)
	return err
}

// copyBloom copies a Bloom filter.
func (w *Writer) copyBloom(c *copied, chunk *Node) error {
	at, err := w.src.bloom(c.from)
	if err != nil {
		return err
	}
	b, err := w.src.ReadRange(at)
	if b == nil || err != nil {
		return err
	}
	chunk.Get(3).SetInt(14, KindInt64, w.out.n)
	_, err = w.out.Write(b)
	return err
}
