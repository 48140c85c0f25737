package splice

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strings"
)

// A Codec is how page bodies are compressed.
type Codec int8

const (
	Uncompressed Codec = 0
	Snappy       Codec = 1
	Gzip         Codec = 2
	LZO          Codec = 3 // nobody writes it; not supported
	Brotli       Codec = 4
	LZ4Hadoop    Codec = 5 // LZ4 in Hadoop's frames, or bare in files of early parquet-cpp
	Zstd         Codec = 6
	LZ4Raw       Codec = 7
)

// A Range is bytes of the file. Offset 0 is a range that is not there.
type Range struct {
	Offset, Length int64
}

// A Chunk is one leaf of one row group. Its pages are the Length bytes from
// Start on, which OpenFile has checked to lie within the file and to be shared
// with no other chunk. (ColumnChunk.file_offset, which some writers point
// elsewhere, is not used.)
type Chunk struct {
	Start, Length int64
	Dictionary    bool // starts with a dictionary page, as far as the footer knows
	Codec         Codec
	Physical      Physical
	Encodings     []Encoding
	NumValues     int64 // slots: nulls included
	Uncompressed  int64 // sum of its pages, headers included
	Bloom         Range // Length 0 where the writer did not say
	OffsetIndex   Range
	ColumnIndex   Range
	// NullCount is -1 where unknown. All other statistics are only in Meta.
	NullCount int64
	Meta      *Node // ColumnMetaData; its field 12 is Statistics
	Tree      *Node // ColumnChunk
}

// Statistics is the chunk's Statistics as the file has them, or nil.
func (c *Chunk) Statistics() *Node { return c.Meta.Get(12) }

func (f *File) readGroups() error {
	groups := f.Tree.Get(4).Items()
	f.Groups = make([]Group, len(groups))
	var rows int64
	for i := range groups {
		if err := f.readGroup(&f.Groups[i], &groups[i]); err != nil {
			return fmt.Errorf("row group %d: %w", i, err)
		}
		if rows += f.Groups[i].NumRows; rows < 0 {
			return corrupt("row groups have more rows than can be counted")
		}
	}
	if rows != f.NumRows {
		return corrupt("footer promises %d rows, its row groups hold %d", f.NumRows, rows)
	}
	return nil
}

func (f *File) readGroup(g *Group, n *Node) error {
	rows, ok := n.Int(3)
	if !ok || rows < 0 {
		return corrupt("does not say how many rows it has")
	}
	g.NumRows = rows
	columns := n.Get(1).Items()
	if n.Get(1) == nil || len(columns) != len(f.Leaves) {
		return corrupt("has %d columns, where the schema has %d", len(columns), len(f.Leaves))
	}
	g.Chunks = make([]Chunk, len(columns))
	for i := range columns {
		c := &g.Chunks[i]
		err := f.readChunk(c, &columns[i], i)
		if err == nil && f.Leaf(i).MaxRep == 0 && c.NumValues != rows {
			err = corrupt("chunk of %d values in a row group of %d rows", c.NumValues, rows)
		}
		if err == nil && c.NumValues < rows {
			err = corrupt("chunk of %d values in a row group of %d rows", c.NumValues, rows)
		}
		if err != nil {
			return fmt.Errorf("column %s: %w", dotted(f.Path(f.Leaves[i])), err)
		}
	}
	return nil
}

func (f *File) readChunk(c *Chunk, n *Node, leaf int) error {
	c.Tree, c.Meta = n, n.Get(3)
	if n.Get(8) != nil || n.Get(9) != nil {
		return fmt.Errorf("%w in this column", ErrEncrypted)
	}
	if len(n.Bytes(1)) > 0 {
		return fmt.Errorf("%w: its data are in another file", ErrUnsupported)
	}
	if c.Meta == nil {
		return corrupt("chunk has no metadata")
	}
	if err := f.matchLeaf(c, leaf); err != nil {
		return err
	}
	for _, e := range c.Meta.Get(2).Items() {
		v, _ := e.Value()
		c.Encodings = append(c.Encodings, Encoding(v))
	}
	codec, ok := c.Meta.Int(4)
	if !ok || codec < 0 || codec > math.MaxInt8 {
		return corrupt("codec does not exist")
	}
	c.Codec = Codec(codec)
	if c.NumValues, ok = c.Meta.Int(5); !ok || c.NumValues < 0 {
		return corrupt("chunk does not say how many values it has")
	}
	c.Uncompressed = c.Meta.IntOr(6, 0)
	if c.Uncompressed < 0 {
		return corrupt("chunk has a negative size")
	}
	c.NullCount = c.Meta.Get(12).IntOr(3, -1)
	if err := f.readRange(c); err != nil {
		return err
	}
	c.Bloom = Range{c.Meta.IntOr(14, 0), c.Meta.IntOr(15, 0)}
	c.OffsetIndex = Range{n.IntOr(4, 0), n.IntOr(5, 0)}
	c.ColumnIndex = Range{n.IntOr(6, 0), n.IntOr(7, 0)}
	return nil
}

// matchLeaf checks that the chunk is of the leaf that its position says it is.
func (f *File) matchLeaf(c *Chunk, leaf int) error {
	t, ok := c.Meta.Int(1)
	if c.Physical = Physical(t); !ok || c.Physical != f.Leaf(leaf).Physical {
		return corrupt("chunk is of another type than its column")
	}
	path := c.Meta.Get(3).Items()
	want := f.Path(f.Leaves[leaf])
	if len(path) != len(want) {
		return corrupt("chunk is of another column")
	}
	for i := range path {
		if string(path[i].Raw()) != want[i] {
			return corrupt("chunk is of another column")
		}
	}
	return nil
}

// readRange finds the chunk's bytes. A dictionary_page_offset of 0 means that
// there is no dictionary; a data_page_offset of 0 that there is nothing else
// (an empty row group of PyArrow).
func (f *File) readRange(c *Chunk) error {
	data, _ := c.Meta.Int(9)
	dict, _ := c.Meta.Int(11)
	c.Start, c.Length = data, c.Meta.IntOr(7, -1)
	if dict > 0 && (dict < data || data == 0) {
		c.Start, c.Dictionary = dict, true
	}
	switch {
	case c.Length < 0:
		return corrupt("chunk has no size")
	case c.Length == 0 && c.NumValues == 0:
		return nil
	case c.Start < int64(len(magic)) || c.Length > f.FooterAt-c.Start:
		return corrupt("chunk lies outside the file's data")
	}
	return nil
}

// checkOverlaps refuses chunks that share bytes: one could carry out what the
// other was to lose.
func (f *File) checkOverlaps() error {
	var all []*Chunk
	for i := range f.Groups {
		for j := range f.Groups[i].Chunks {
			if c := &f.Groups[i].Chunks[j]; c.Length > 0 {
				all = append(all, c)
			}
		}
	}
	slices.SortFunc(all, func(a, b *Chunk) int { return cmp.Compare(a.Start, b.Start) })
	for i := 1; i < len(all); i++ {
		if all[i-1].Start+all[i-1].Length > all[i].Start {
			return corrupt("column chunks overlap")
		}
	}
	return nil
}

// shortDictionaries reports whether a file is of parquet-mr before 1.2.9,
// whose chunk sizes leave out the header of the dictionary page (IMPALA-694,
// PARQUET-816).
func shortDictionaries(createdBy string) bool {
	v, ok := strings.CutPrefix(createdBy, "parquet-mr")
	if !ok {
		return false
	}
	var major, minor, patch int
	if n, _ := fmt.Sscanf(strings.TrimPrefix(strings.TrimSpace(v), "version "), "%d.%d.%d", &major, &minor, &patch); n < 2 {
		return true // the oldest do not say
	}
	return major < 1 || major == 1 && (minor < 2 || minor == 2 && patch < 9)
}

// extendDictionaries gives the chunks of such files the bytes they lack. The
// room must be there, before the next chunk and the footer, or the file is
// refused: cut short, an untouched column would break.
func (f *File) extendDictionaries() error {
	if !shortDictionaries(f.CreatedBy) {
		return nil
	}
	var p PageReader
	for i := range f.Groups {
		for j := range f.Groups[i].Chunks {
			c := &f.Groups[i].Chunks[j]
			if c.Length == 0 {
				continue
			}
			if err := f.extend(&p, c); err != nil {
				return fmt.Errorf("row group %d, column %s: %w", i, dotted(f.Path(f.Leaves[j])), err)
			}
		}
	}
	return f.checkOverlaps()
}

func (f *File) extend(p *PageReader, c *Chunk) error {
	p.Reset(f, c)
	h, err := p.Next()
	if err != nil || h.Type != DictionaryPage {
		return err
	}
	head := int64(h.Length)
	for {
		if _, err = p.Next(); err != nil {
			break
		}
	}
	if p.pos == p.end { // whole as it is: a later version under an old name
		return nil
	}
	grown := *c
	grown.Length += head
	if grown.Length > f.FooterAt-grown.Start {
		return err
	}
	p.Reset(f, &grown)
	for err = nil; err == nil; {
		_, err = p.Next()
	}
	if p.pos != p.end {
		return err
	}
	*c = grown
	return nil
}
