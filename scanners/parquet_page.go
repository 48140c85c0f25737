package scanners

import (
	"fmt"
	"io"

	"tuomin/pipelines/splice"
	"tuomin/scanners/columns"
)

// A Page is one page of a column chunk as it is stored, and what it holds once
// somebody asks. It and all it gives are valid until the body of the loop over
// Pages returns.
type Page struct {
	// Header says what the page is: a dictionary page or a data page, its
	// encoding, and how many values it has, nulls included.
	Header *splice.PageHeader
	// Body is the page as it stands in the file, compressed where the chunk
	// is. Its checksum, where the header has one, was right.
	Body []byte

	reader *parquetReader
	opened bool
	parts  sections
	leaf   *columns.Leaf
	err    error
}

// Levels is the repetition and definition levels as they are stored, before
// compression: in a V1 page with their lengths in front (but not BIT_PACKED
// ones), in a V2 page without. Those that the leaf has not, and those of a
// dictionary page, are empty.
func (p *Page) Levels() (rep, def []byte, err error) {
	if err := p.open(); err != nil {
		return nil, nil, err
	}
	return p.parts.storedRep, p.parts.storedDef, nil
}

// Leaf decodes the page. That of a dictionary page is the entries, as slots
// without levels; the leaves of the data pages that use it share its Values.
func (p *Page) Leaf() (*columns.Leaf, error) {
	if p.leaf == nil && p.err == nil {
		p.leaf, p.err = p.decode()
	}
	return p.leaf, p.err
}

func (p *Page) decode() (leaf *columns.Leaf, err error) {
	if err := p.open(); err != nil {
		return nil, err
	}
	defer func() {
		if v := recover(); v != nil {
			leaf, err = nil, p.reader.fail(internal(v))
		}
	}()
	if leaf, err = p.reader.decoder.page(&p.parts); err != nil {
		return nil, p.reader.fail(err)
	}
	return leaf, nil
}

// open decompresses the page and cuts it into its parts.
func (p *Page) open() (err error) {
	if p.opened || p.err != nil {
		return p.err
	}
	defer func() {
		if v := recover(); v != nil {
			err = internal(v)
		}
		if err != nil {
			p.err = p.reader.fail(err)
		}
		p.opened, err = true, p.err
	}()
	if p.Header.Type == splice.DataPageV2 {
		return p.openV2()
	}
	raw, err := p.reader.decompress(p.Body, p.Header.Uncompressed, &p.reader.raw)
	if err != nil {
		return err
	}
	return p.openV1(raw)
}

// openV1 cuts the body of a V1 page: repetition levels, definition levels,
// values.
func (p *Page) openV1(raw []byte) (err error) {
	h, c := p.Header, p.reader.decoder.column
	s := sections{slots: h.Values, encoding: h.Encoding}
	s.storedRep, s.storedDef, s.values, err = splice.SplitV1(h, raw, c.MaxDef, c.MaxRep)
	if err != nil {
		return err
	}
	s.rep, s.oldRep = levelRuns(s.storedRep, h.RepEncoding)
	s.def, s.oldDef = levelRuns(s.storedDef, h.DefEncoding)
	p.parts = s
	return nil
}

// levelRuns takes the length off levels that stand in runs.
func levelRuns(stored []byte, e splice.Encoding) (levels []byte, old bool) {
	if old = e == splice.BitPacked; old || len(stored) < 4 {
		return stored, old
	}
	return stored[4:], false
}

// openV2 cuts the body of a V2 page, of which only the values are compressed,
// and they only where they are any: some writers leave no byte for none.
func (p *Page) openV2() error {
	h := p.Header
	levels := h.RepBytes + h.DefBytes
	stored := p.Body[levels:]
	values, err := stored, error(nil)
	if size := h.Uncompressed - levels; h.IsCompressed && len(stored) > 0 {
		values, err = p.reader.decompress(stored, size, &p.reader.raw)
	} else if len(stored) != size && len(stored) > 0 {
		err = corrupt("a page of %d bytes that should have %d", len(stored), size)
	}
	p.parts = sections{
		slots: h.Values, encoding: h.Encoding, values: values,
		rep: p.Body[:h.RepBytes], def: p.Body[h.RepBytes:levels],
	}
	p.parts.storedRep, p.parts.storedDef = p.parts.rep, p.parts.def
	return err
}

// A parquetReader reads the pages of one chunk after the other, with buffers
// that it keeps.
type parquetReader struct {
	file       *ParquetFile
	part, leaf int
	chunk      *splice.Chunk
	pages      splice.PageReader
	coders     splice.Coders
	decoder    leafDecoder
	raw        []byte // a data page, decompressed
	dictionary []byte // the dictionary page, decompressed
	page       Page
	largest    int // body seen, and so the size of the buffer in pages
}

func (r *parquetReader) start(f *ParquetFile, part, leaf int) {
	r.file, r.part, r.leaf = f, part, leaf
	r.chunk = &f.file.Groups[part].Chunks[leaf]
	r.pages.Reset(f.file, r.chunk)
	r.decoder.memory.limit = f.memory
	r.decoder.start(&f.schema.Leaves[leaf], &f.leaves[leaf])
	r.page = Page{reader: r}
}

// holds is about how many bytes its buffers have.
func (r *parquetReader) holds() int64 { return r.decoder.memory.held + int64(r.largest) }

// next reads the next page, or reports io.EOF after the last if they held all
// that the footer promised.
func (r *parquetReader) next() (page *Page, err error) {
	defer func() {
		if v := recover(); v != nil {
			page, err = nil, internal(v)
		}
	}()
	if r.page.Header != nil && r.page.Header.IsData() {
		// The rows must be counted, whether or not anybody looked at them.
		if err := r.page.count(); err != nil {
			return nil, err
		}
	}
	for {
		h, err := r.pages.Next()
		if err == io.EOF {
			return nil, r.finish()
		}
		if err != nil {
			return nil, err
		}
		if !h.IsData() && h.Type != splice.DictionaryPage {
			continue
		}
		body, err := r.pages.Body()
		if err != nil {
			return nil, err
		}
		r.page = Page{Header: h, Body: body, reader: r}
		r.largest = max(r.largest, len(body))
		if h.Type == splice.DictionaryPage {
			err = r.readDictionary()
		}
		return &r.page, err
	}
}

// finish holds what was read to what the row group promised.
func (r *parquetReader) finish() error {
	if want := r.file.Rows(r.part); r.decoder.rows != want {
		return corrupt("the pages hold %d rows, the row group promises %d", r.decoder.rows, want)
	}
	return io.EOF
}

// count counts the rows of a page that was not decoded.
func (p *Page) count() error {
	d := &p.reader.decoder
	if p.leaf != nil || p.err != nil {
		return p.err
	}
	if d.column.MaxRep == 0 {
		d.rows += int64(p.Header.Values)
		return nil
	}
	_, err := p.Leaf()
	return err
}

// readDictionary decodes a dictionary page, which must outlive the pages that
// use it.
func (r *parquetReader) readDictionary() error {
	p := &r.page
	if e := p.Header.Encoding; e != splice.Plain && e != splice.PlainDictionary {
		return unsupported("encoding %d of a dictionary", e)
	}
	raw, err := r.decompress(p.Body, p.Header.Uncompressed, &r.dictionary)
	if err != nil {
		return err
	}
	if r.chunk.Codec == splice.Uncompressed {
		if r.dictionary, err = sized(&r.decoder.memory, r.dictionary, len(raw)); err != nil {
			return err
		}
		copy(r.dictionary, raw)
		raw = r.dictionary
	}
	p.parts, p.opened = sections{slots: p.Header.Values, encoding: splice.Plain, values: raw}, true
	p.leaf, err = r.decoder.dictionary(p.Header.Values, raw)
	return err
}

// decompress gives the size bytes that src decompresses to, in buf; or src
// itself where the chunk is not compressed.
func (r *parquetReader) decompress(src []byte, size int, buf *[]byte) ([]byte, error) {
	if r.chunk.Codec == splice.Uncompressed {
		if len(src) != size {
			return nil, corrupt("a page of %d bytes that should have %d", len(src), size)
		}
		return src, nil
	}
	dst, err := sized(&r.decoder.memory, *buf, size)
	if err != nil {
		return nil, err
	}
	*buf = dst
	return r.coders.Decompress(dst[:0], r.chunk.Codec, src, size)
}

// fail says where in the chunk err happened.
func (r *parquetReader) fail(err error) error {
	if r.page.Header != nil {
		err = fmt.Errorf("page at offset %d: %w", r.page.Header.Offset, err)
	}
	return r.file.fail("read", r.part, r.leaf, err)
}
