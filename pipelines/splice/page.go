package splice

import (
	"errors"
	"fmt"
	"hash/crc32"
	"io"
)

// window is how much a PageReader reads at once: several pages of the usual
// kind where they are small, so that tiny pages do not cost a read each.
const window = 256 << 10

// A PageReader walks the pages of one chunk:
//
//	for {
//		h, err := p.Next()      // io.EOF when the pages have filled the chunk exactly
//		body, err := p.Body()   // optional; checks the CRC
//	}
//
// Pages that do not fill the chunk's bytes exactly, or that hold more or fewer
// values than the chunk promises, are an error: else bytes of a column that
// nobody looked at could travel behind it. One PageReader may be Reset for
// chunk after chunk, and then allocates nothing. It is for one goroutine.
type PageReader struct {
	r      io.ReaderAt
	limits Limits
	pos    int64 // of the next page
	end    int64
	values int64 // still promised by the chunk
	dict   bool  // a dictionary page was seen
	data   bool  // a data page was seen
	header PageHeader
	err    error

	buf  []byte // bytes of the file from at on
	at   int64
	skip bool // the last page's body was not asked for: read no more than headers
}

// Reset begins a chunk of the file.
func (p *PageReader) Reset(f *File, c *Chunk) {
	*p = PageReader{
		r: f.r, limits: f.limits,
		pos: c.Start, end: c.Start + c.Length, values: c.NumValues,
		buf: p.buf[:0],
	}
}

// Next reads the next page's header. The result is valid until the next call.
// At the end of the chunk the error is io.EOF.
func (p *PageReader) Next() (*PageHeader, error) {
	if p.err == nil {
		p.err = p.next()
	}
	if p.err != nil {
		return nil, p.err
	}
	return &p.header, nil
}

func (p *PageReader) next() error {
	if p.pos == p.end {
		if p.values != 0 {
			return corrupt("chunk's pages hold %d values fewer than it promises", p.values)
		}
		return io.EOF
	}
	h, err := p.parse()
	p.skip = true
	if err != nil {
		return fmt.Errorf("page at offset %d: %w", p.pos, err)
	}
	h.Offset = p.pos
	if err := p.admit(&h); err != nil {
		return fmt.Errorf("page at offset %d: %w", p.pos, err)
	}
	p.header = h
	p.pos += int64(h.Length) + int64(h.Compressed)
	return nil
}

// parse reads the header at pos, asking for more bytes as long as it wants
// them.
func (p *PageReader) parse() (PageHeader, error) {
	for want := 512; ; want *= 4 {
		src, err := p.peek(p.pos, want)
		if err != nil {
			return PageHeader{}, err
		}
		h, err := ParsePageHeader(src)
		if !errors.Is(err, ErrTruncated) {
			return h, err
		}
		if int64(len(src)) == p.end-p.pos {
			return h, corrupt("header reaches beyond its chunk")
		}
		if want > p.limits.PageHeader {
			return h, limit("header is longer than %d bytes", p.limits.PageHeader)
		}
	}
}

func (p *PageReader) admit(h *PageHeader) error {
	if int64(h.Compressed) > p.end-p.pos-int64(h.Length) {
		return corrupt("body reaches beyond its chunk")
	}
	if h.Uncompressed > p.limits.PageBytes || h.Compressed > p.limits.PageBytes {
		return limit("page of %d bytes, where %d are allowed; raise the limit of memory, or write smaller pages", max(h.Uncompressed, h.Compressed), p.limits.PageBytes)
	}
	if h.Type == IndexPage || h.Type > DataPageV2 {
		return nil // readers pass over pages of types they do not know
	}
	if h.Values > p.limits.PageValues {
		return limit("page of %d values, where %d are allowed", h.Values, p.limits.PageValues)
	}
	if h.Type == DictionaryPage {
		if p.dict || p.data {
			return corrupt("dictionary page is not the chunk's first")
		}
		p.dict = true
		return nil
	}
	p.data = true
	if p.values -= int64(h.Values); p.values < 0 {
		return corrupt("chunk's pages hold more values than it promises")
	}
	return nil
}

// Body reads the body of the page that Next found, as it is in the file, and
// checks its CRC where the header has one. It is valid until the next call of
// Next, Body or Reset.
func (p *PageReader) Body() ([]byte, error) {
	h := &p.header
	if p.err != nil {
		return nil, p.err
	}
	p.skip = false
	body, err := p.peek(h.Offset+int64(h.Length), h.Compressed)
	if err == nil {
		body = body[:h.Compressed]
		err = h.Check(body)
	}
	if err != nil {
		return nil, fmt.Errorf("page at offset %d: %w", h.Offset, err)
	}
	return body, nil
}

// copyTo writes the page that Next found, header and body, as it is in the
// file, checking the CRC on the way. Pages of any length pass in pieces.
func (p *PageReader) copyTo(w io.Writer) error {
	h := &p.header
	p.skip = false
	var sum uint32
	head, left := h.Length, h.Length+h.Compressed
	for at := h.Offset; left > 0; {
		b, err := p.peek(at, 1)
		if err != nil {
			return err
		}
		b = b[:min(len(b), left)]
		if _, err := w.Write(b); err != nil {
			return err
		}
		at, left = at+int64(len(b)), left-len(b)
		if h.HasCRC {
			skip := min(head, len(b))
			head -= skip
			sum = crc32.Update(sum, crc32.IEEETable, b[skip:])
		}
	}
	if h.HasCRC && sum != h.CRC {
		return fmt.Errorf("page at offset %d: %w", h.Offset, ErrChecksum)
	}
	return nil
}

// Check compares a body with the header's CRC, where it has one.
func (h *PageHeader) Check(body []byte) error {
	if h.HasCRC && crc32.ChecksumIEEE(body) != h.CRC {
		return ErrChecksum
	}
	return nil
}

// peek returns at least n bytes from offset on, or as many as the chunk has.
func (p *PageReader) peek(offset int64, n int) ([]byte, error) {
	n = int(min(int64(n), p.end-offset))
	if from := offset - p.at; from >= 0 && from+int64(n) <= int64(len(p.buf)) {
		return p.buf[from:], nil
	}
	size := n
	if !p.skip {
		size = int(min(int64(max(n, window)), p.end-offset))
	}
	if cap(p.buf) < size {
		p.buf = make([]byte, size)
	}
	p.buf, p.at = p.buf[:size], offset
	if err := readFull(p.r, p.buf, offset); err != nil {
		p.buf = p.buf[:0]
		return nil, err
	}
	return p.buf, nil
}

// readFull reads exactly len(b) bytes. A reader that has fewer, although the
// file was said to have them, is a file that was cut meanwhile.
func readFull(r io.ReaderAt, b []byte, offset int64) error {
	n, err := r.ReadAt(b, offset)
	if n == len(b) {
		return nil
	}
	if err == io.EOF || err == nil {
		return ErrTruncated
	}
	return err
}
