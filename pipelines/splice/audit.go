package splice

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"io"
	"math"
	"slices"
)

// What a verification asks of a file beside its values: a value that had to go
// can stand where no reader of values looks, between chunks, in a page's
// header, in an index, in a field that no version of the format has.
var (
	// ErrStray says that a file has bytes that belong to nothing in it.
	ErrStray = errors.New("bytes are of no page, index or footer, or of two")
	// ErrTelling says that a new chunk has more than its values.
	ErrTelling = errors.New("more is said of the values than of new ones may be")
	// ErrAltered says that a chunk is not the other file's.
	ErrAltered = errors.New("it should be copied from the input and is not")
)

// Accounted refuses a file with bytes that its footer does not speak of, or
// speaks of twice: it must be nothing but magic, chunks, indexes, Bloom
// filters and footer, one behind the other.
func (f *File) Accounted() error {
	all := []Range{{0, int64(len(magic))}, {f.FooterAt, f.Size - f.FooterAt}}
	for i := range f.Groups {
		for j := range f.Groups[i].Chunks {
			c := &f.Groups[i].Chunks[j]
			bloom, err := f.bloom(c)
			if err != nil {
				return err
			}
			all = append(all, Range{c.Start, c.Length}, c.ColumnIndex, c.OffsetIndex, bloom)
		}
	}
	all = slices.DeleteFunc(all, func(r Range) bool { return r.Length == 0 })
	slices.SortFunc(all, func(a, b Range) int { return cmp.Compare(a.Offset, b.Offset) })
	var at int64
	for _, r := range all {
		if r.Offset != at {
			return fmt.Errorf("offset %d: %w", min(at, r.Offset), ErrStray)
		}
		at += r.Length
	}
	return nil
}

// Bare refuses a chunk that says anything of its values but what a ChunkWriter
// says of those that it wrote: sizes, encodings and the number of nulls, and the
// true ones, as a number can be somebody's too. There may be no bounds, in footer or
// page headers, no index, no Bloom filter and no field that is unknown.
func (f *File) Bare(c *Chunk, leaf int) error {
	e := f.Leaf(leaf)
	target := Target{e.Physical, e.MaxDef, e.MaxRep}
	made := Rewritten{Codec: c.Codec}
	var head []byte
	var p PageReader
	p.Reset(f, c)
	p.limits.PageBytes, p.limits.PageValues = math.MaxInt, math.MaxInt // nothing is decompressed
	for {
		h, err := p.Next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return err
		}
		stands, err := f.ReadRange(Range{h.Offset, int64(h.Length)})
		if err != nil {
			return err
		}
		if head = h.Append(head[:0]); !bytes.Equal(head, stands) || h.Type != DictionaryPage && !h.IsData() {
			return fmt.Errorf("page at offset %d: %w", h.Offset, ErrTelling)
		}
		made.count(h, 0, h.Length, target)
		if h.Type == DictionaryPage {
			made.Dictionary = made.Length
		}
	}
	made.Nulls = c.NullCount // which the values tell
	want := newChunkNode(f.Path(f.Leaves[leaf]), target, c.Start, &made)
	if !bytes.Equal(want.Append(nil), c.Tree.Append(nil)) {
		return fmt.Errorf("metadata: %w", ErrTelling)
	}
	return nil
}

// SameChunk refuses a chunk that is not another file's, byte for byte: pages,
// metadata, indexes and Bloom filter, but for the places where they stand.
func SameChunk(f *File, c *Chunk, of *File, from *Chunk) error {
	a, err := f.unplaced(c)
	if err != nil {
		return err
	}
	b, err := of.unplaced(from)
	if err != nil {
		return err
	}
	for i, what := range [...]string{"metadata", "column index", "offset index", "Bloom filter"} {
		if !bytes.Equal(a[i], b[i]) {
			return fmt.Errorf("%s: %w", what, ErrAltered)
		}
	}
	if c.Length != from.Length {
		return fmt.Errorf("pages: %w", ErrAltered)
	}
	x, y := make([]byte, min(c.Length, compared)), make([]byte, min(c.Length, compared))
	for at := int64(0); at < c.Length; at += compared {
		n := min(c.Length-at, compared)
		if err := errors.Join(readFull(f.r, x[:n], c.Start+at), readFull(of.r, y[:n], from.Start+at)); err != nil {
			return err
		}
		if !bytes.Equal(x[:n], y[:n]) {
			return fmt.Errorf("pages: %w", ErrAltered)
		}
	}
	return nil
}

// compared is how many bytes are read at a time to be compared: enough that a
// call does not show, and little beside a page.
const compared = 256 << 10

// unplaced is what a file says of a chunk, and its indexes and Bloom filter,
// without the places where they stand.
func (f *File) unplaced(c *Chunk) (parts [4][]byte, err error) {
	tree := c.Tree.Clone()
	tree.Remove(2, 4, 5, 6, 7)
	tree.Get(3).Remove(7, 9, 10, 11, 14)
	parts[0] = tree.Append(nil)
	n, err := f.index(c.ColumnIndex)
	if err != nil {
		return parts, err
	}
	if n != nil {
		parts[1] = n.Append(nil)
	}
	if n, err = f.index(c.OffsetIndex); err != nil {
		return parts, err
	}
	if n != nil {
		pages := n.Get(1).Items()
		for i := range pages {
			pages[i].SetInt(1, KindInt64, pages[i].IntOr(1, 0)-c.Start)
		}
		parts[2] = n.Append(nil)
	}
	bloom, err := f.bloom(c)
	if err != nil {
		return parts, err
	}
	parts[3], err = f.ReadRange(bloom)
	return parts, err
}

// bloom is where a chunk's Bloom filter stands: a header, which says how many
// bytes follow. Writers before 2.10 of the format do not give the length of
// both.
func (f *File) bloom(c *Chunk) (Range, error) {
	at := c.Bloom
	if at.Offset == 0 {
		return Range{}, nil
	}
	if at.Offset < int64(len(magic)) || at.Offset >= f.FooterAt {
		return at, corrupt("Bloom filter lies outside the file's data")
	}
	head, err := f.ReadRange(Range{at.Offset, min(1024, f.FooterAt-at.Offset)})
	if err != nil {
		return at, err
	}
	n, used, err := ParseThrift(head)
	if err != nil {
		return at, corrupt("Bloom filter: %w", err)
	}
	size, ok := n.Int(1)
	if !ok || size < 0 || size > f.limits.Index || at.Length > 0 && at.Length != int64(used)+size {
		return at, corrupt("Bloom filter is not as long as it says")
	}
	return Range{at.Offset, int64(used) + size}, nil
}

// Strings calls yield with every string in the footer but those that speak of
// chunks: names, key-value metadata, and what may be in fields that nobody
// knows.
func (f *File) Strings(yield func(s []byte)) {
	for i := range f.Tree.kids {
		if n := &f.Tree.kids[i]; n.ID != 4 {
			n.strings(yield)
		}
	}
}

// Strings calls yield with every string in the chunk's metadata but the names
// of its column: bounds, and what writers put beside them.
func (c *Chunk) Strings(yield func(s []byte)) {
	for i := range c.Tree.kids {
		if n := &c.Tree.kids[i]; n.ID != 3 {
			n.strings(yield)
		}
	}
	for i := range c.Meta.kids {
		if n := &c.Meta.kids[i]; n.ID != 3 {
			n.strings(yield)
		}
	}
}

func (n *Node) strings(yield func(s []byte)) {
	if n.Kind == KindBinary {
		yield(n.bin)
	}
	for i := range n.kids {
		n.kids[i].strings(yield)
	}
}
