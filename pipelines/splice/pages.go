package splice

import (
	"encoding/binary"
	"fmt"
	"hash/crc32"
	"io"

	"tuomin/scanners/columns"
)

// A ChunkWriter writes the pages of one new chunk, and counts what goes into
// the chunk's metadata. Pages hold no offsets, so a chunk may be written
// anywhere and copied to its place later: see Writer.Add.
//
// Every page gets a CRC, and none gets statistics: what a page of the source
// said of its values must not outlive them.
type ChunkWriter struct {
	out    io.Writer
	codec  Codec
	coders *Coders
	leaf   Target
	made   Rewritten
	err    error

	head, body, packed []byte
	lengths            []int32
}

// A Target is what a leaf is in the output.
type Target struct {
	Physical       Physical
	MaxDef, MaxRep int16
}

// A Rewritten is what a ChunkWriter wrote.
type Rewritten struct {
	Codec        Codec
	Length       int64 // bytes in the file
	Uncompressed int64
	Values       int64 // slots: nulls included
	Nulls        int64 // -1 where a page was taken over without counting them
	Dictionary   int64 // bytes of the dictionary page, 0 where there is none
	counts       []pageCount
	levels       []Encoding
}

// pageCount is an entry of encoding_stats.
type pageCount struct {
	page     PageType
	encoding Encoding
	n        int
}

// NewChunkWriter returns a writer of pages to out.
func NewChunkWriter(out io.Writer, leaf Target, codec Codec, coders *Coders) *ChunkWriter {
	c := &ChunkWriter{coders: coders}
	c.Reset(out, leaf, codec)
	return c
}

// Reset begins another chunk, keeping memory.
func (c *ChunkWriter) Reset(out io.Writer, leaf Target, codec Codec) {
	c.out, c.leaf, c.codec, c.err = out, leaf, codec, nil
	c.made = Rewritten{Codec: codec, counts: c.made.counts[:0], levels: c.made.levels[:0]}
}

// Dictionary writes the dictionary page, of all entries in v. The encoding is
// Plain, or PlainDictionary where the data pages are to say so too.
func (c *ChunkWriter) Dictionary(v *columns.Values, encoding Encoding) error {
	if c.err != nil {
		return c.err
	}
	if c.made.Length > 0 {
		return c.fail(fmt.Errorf("splice: a dictionary page must be the chunk's first"))
	}
	body, err := AppendPlain(c.body[:0], c.leaf.Physical, v, nil)
	if c.body = body; err != nil {
		return c.fail(err)
	}
	h := PageHeader{Type: DictionaryPage, Values: v.Len(), Encoding: encoding}
	if err := c.compress(&h, 0, body); err != nil {
		return c.fail(err)
	}
	c.made.Dictionary = c.made.Length
	return nil
}

// Verbatim writes a page of the chunk from as it is: for the data pages of a
// dictionary that was replaced entry by entry. The body and its CRC stay, only
// statistics leave the header. Nulls is how many slots hold no value, or -1
// where nobody counted.
func (c *ChunkWriter) Verbatim(from *Chunk, h *PageHeader, body []byte, nulls int) error {
	if c.err != nil {
		return c.err
	}
	if from.Codec != c.codec {
		return c.fail(fmt.Errorf("splice: page of codec %d in a chunk of codec %d", from.Codec, c.codec))
	}
	if len(body) != h.Compressed || !h.IsData() {
		return c.fail(fmt.Errorf("splice: not a whole data page"))
	}
	if h.Type == DataPageV2 {
		nulls = h.Nulls
	}
	copied := *h
	return c.fail(c.emit(&copied, nulls, body))
}

// A Page is a data page whose levels and values are encoded, but not
// compressed.
type Page struct {
	V2     bool
	Values int // slots
	Nulls  int // slots without a value
	Rows   int // rows that begin here; only V2 says it
	// The levels as the page has them: in V1 with their lengths in front (or
	// BitPacked without), in V2 bare. Empty where the leaf has none.
	Rep, Def                 []byte
	RepEncoding, DefEncoding Encoding // of V1
	Encoding                 Encoding
	Data                     []byte
}

// Page writes a page whose parts are ready: for level bytes taken over from
// the source with new values behind them.
func (c *ChunkWriter) Page(p *Page) error {
	if c.err != nil {
		return c.err
	}
	if p.V2 {
		return c.fail(c.writeV2(p))
	}
	c.body = append(append(append(c.body[:0], p.Rep...), p.Def...), p.Data...)
	return c.fail(c.writeV1(p, c.body))
}

func (c *ChunkWriter) writeV1(p *Page, body []byte) error {
	return c.compress(&PageHeader{
		Type: DataPageV1, Values: p.Values, Encoding: p.Encoding,
		DefEncoding: p.DefEncoding, RepEncoding: p.RepEncoding,
	}, p.Nulls, body)
}

func (c *ChunkWriter) writeV2(p *Page) error {
	h := PageHeader{
		Type: DataPageV2, Values: p.Values, Nulls: p.Nulls, Rows: p.Rows, Encoding: p.Encoding,
		DefBytes: len(p.Def), RepBytes: len(p.Rep), saysCompressed: true,
	}
	body := append(append(c.packed[:0], p.Rep...), p.Def...)
	h.Uncompressed = len(body) + len(p.Data)
	// A page without values has nothing to compress, and there are readers
	// that fail on the zero bytes that are left.
	if h.IsCompressed = c.codec != Uncompressed && len(p.Data) > 0; h.IsCompressed {
		var err error
		if body, err = c.coders.Compress(body, c.codec, p.Data); err != nil {
			return err
		}
	} else {
		body = append(body, p.Data...)
	}
	c.packed = body
	return c.emit(&h, p.Nulls, body)
}

// compress writes a page whose body is compressed as a whole.
func (c *ChunkWriter) compress(h *PageHeader, nulls int, body []byte) error {
	h.Uncompressed = len(body)
	if c.codec != Uncompressed {
		var err error
		if c.packed, err = c.coders.Compress(c.packed[:0], c.codec, body); err != nil {
			return err
		}
		body = c.packed
	}
	return c.emit(h, nulls, body)
}

func (c *ChunkWriter) emit(h *PageHeader, nulls int, body []byte) error {
	if len(body) > maxPage || h.Uncompressed > maxPage {
		return limit("page of %d bytes", max(len(body), h.Uncompressed))
	}
	h.Compressed = len(body)
	if !h.HasCRC {
		h.HasCRC, h.CRC = true, crc32.ChecksumIEEE(body)
	}
	c.head = h.Append(c.head[:0])
	if _, err := c.out.Write(c.head); err != nil {
		return err
	}
	if _, err := c.out.Write(body); err != nil {
		return err
	}
	c.made.count(h, nulls, len(c.head), c.leaf)
	return nil
}

// maxPage is the largest size that a page header can say.
const maxPage = 1<<31 - 1

func (r *Rewritten) count(h *PageHeader, nulls, head int, leaf Target) {
	r.Length += int64(head + h.Compressed)
	r.Uncompressed += int64(head + h.Uncompressed)
	if h.IsData() {
		r.Values += int64(h.Values)
		if nulls < 0 || r.Nulls < 0 {
			r.Nulls = -1
		} else {
			r.Nulls += int64(nulls)
		}
		def, rep := h.DefEncoding, h.RepEncoding
		if h.Type == DataPageV2 {
			def, rep = RLE, RLE
		}
		if leaf.MaxDef > 0 {
			r.level(def)
		}
		if leaf.MaxRep > 0 {
			r.level(rep)
		}
	}
	for i := range r.counts {
		if k := &r.counts[i]; k.page == h.Type && k.encoding == h.Encoding {
			k.n++
			return
		}
	}
	r.counts = append(r.counts, pageCount{h.Type, h.Encoding, 1})
}

func (r *Rewritten) level(e Encoding) {
	for _, seen := range r.levels {
		if seen == e {
			return
		}
	}
	r.levels = append(r.levels, e)
}

func (c *ChunkWriter) fail(err error) error {
	if c.err == nil {
		c.err = err
	}
	return err
}

// Close ends the chunk. The result is valid until the next Reset.
func (c *ChunkWriter) Close() (*Rewritten, error) {
	return &c.made, c.err
}

// SplitV1 cuts the decompressed body of a V1 page into its level bytes, their
// lengths included, and its values.
func SplitV1(h *PageHeader, body []byte, maxDef, maxRep int16) (rep, def, values []byte, err error) {
	if rep, body, err = cutLevels(h.RepEncoding, body, maxRep, h.Values); err == nil {
		def, values, err = cutLevels(h.DefEncoding, body, maxDef, h.Values)
	}
	return rep, def, values, err
}

func cutLevels(e Encoding, body []byte, maxLevel int16, n int) (levels, rest []byte, err error) {
	if maxLevel == 0 {
		return nil, body, nil
	}
	size := 0
	switch e {
	case RLE:
		if len(body) < 4 {
			return nil, nil, corrupt("page is shorter than its levels")
		}
		v := binary.LittleEndian.Uint32(body)
		if v > maxPage-4 {
			return nil, nil, corrupt("page is shorter than its levels")
		}
		size = 4 + int(v)
	case BitPacked:
		size = (n*LevelWidth(maxLevel) + 7) / 8
	default:
		return nil, nil, fmt.Errorf("%w: levels in encoding %d", ErrUnsupported, e)
	}
	if size > len(body) {
		return nil, nil, corrupt("page is shorter than its levels")
	}
	return body[:size:size], body[size:], nil
}
