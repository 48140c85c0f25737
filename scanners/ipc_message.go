package scanners

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"math"
)

// Fields of the tables in Message.fbs and File.fbs.
const (
	messageVersion, messageHeaderType, messageHeader, messageBodyLength = 0, 1, 2, 3
	schemaEndianness, schemaFields, schemaMetadata                      = 0, 1, 2
	fieldName, fieldKind, fieldType                                     = 0, 2, 3
	fieldDictionary, fieldChildren, fieldMetadata                       = 4, 5, 6
	timestampZone, integerBits                                          = 1, 0
	encodingID                                                          = 0
	batchLength, batchNodes, batchBuffers, batchCompression             = 0, 1, 2, 3
	batchVariadicCounts                                                 = 4
	dictionaryID, dictionaryData, dictionaryIsDelta                     = 0, 1, 2
	compressionCodec                                                    = 0
	footerSchema, footerDictionaries, footerBatches                     = 1, 2, 3
)

// Kinds of messages.
const (
	messageSchema     = 1
	messageDictionary = 2
	messageBatch      = 3
)

// Kinds of fields whose types say more: how many bits integers have, and the text of a
// time zone.
const (
	typeInteger   = 2
	typeTimestamp = 10
)

// Versions of the metadata: what is older has another layout.
const (
	metadataV4 = 3
	metadataV5 = 4
)

const continuation = 0xFFFFFFFF

// A message is where a message stands in the file, and what its header says
// that is needed before it is read.
type message struct {
	kind    uint8
	version int16
	delta   bool // of a dictionary
	start   int64
	body    int64
	bodyLen int64
	rows    int64 // of a batch or dictionary
	id      int64 // of a dictionary
}

// end is where the next message begins.
func (m *message) end() int64 { return m.body + m.bodyLen }

// messageReader reads message headers of a file whose size bounds everything.
type messageReader struct {
	r    io.ReaderAt
	size int64
	meta []byte // reused
}

// read reads the header of the message at off. At the end of a stream it
// returns io.EOF.
func (r *messageReader) read(off int64) (m message, header flatTable, err error) {
	prefix, n, err := r.prefix(off)
	if err != nil {
		return m, header, err
	}
	if n < 8 || int64(n) > r.size-off-prefix {
		return m, header, truncated("a message of %d bytes, with %d left in the file", n, r.size-off-prefix)
	}
	m.start = off
	f := &flat{buf: resize(&r.meta, int(n))}
	if err := readAt(r.r, f.buf, off+prefix); err != nil {
		return m, header, err
	}
	root := f.root()
	if v := root.int16(messageVersion); !f.bad && (v < metadataV4 || v > metadataV5) {
		return m, header, unsupported("metadata of version %d, written before Arrow 0.8 or after this program", v+1)
	}
	m.version = root.int16(messageVersion)
	m.kind = root.uint8(messageHeaderType)
	m.bodyLen = root.int64(messageBodyLength)
	m.body = off + prefix + int64(n)
	header = root.table(messageHeader)
	batch := header
	if m.kind == messageDictionary {
		m.id, m.delta = header.int64(dictionaryID), header.uint8(dictionaryIsDelta) != 0
		batch = header.table(dictionaryData)
	}
	if m.kind != messageSchema {
		m.rows = batch.int64(batchLength)
	}
	switch {
	case f.bad || header.flat == nil || batch.flat == nil:
		return m, header, corrupt("the header of a message points out of it")
	case m.bodyLen < 0 || m.rows < 0:
		return m, header, corrupt("a message of negative length")
	case m.bodyLen > r.size-m.body:
		return m, header, truncated("a body of %d bytes, with %d left in the file", m.bodyLen, r.size-m.body)
	}
	return m, header, nil
}

// prefix reads what stands before a message: its length, since Arrow 0.15
// after four bytes of ones.
func (r *messageReader) prefix(off int64) (prefix int64, n int32, err error) {
	var b [8]byte
	left := r.size - off
	switch {
	case left == 0:
		return 0, 0, io.EOF // the mark at the end is optional
	case left < 4:
		return 0, 0, truncated("%d bytes where a message should begin", left)
	}
	head := b[:min(left, 8)]
	if err := readAt(r.r, head, off); err != nil {
		return 0, 0, err
	}
	length := binary.LittleEndian.Uint32(b[:])
	prefix = 4
	if length == continuation {
		if left < 8 {
			return 0, 0, truncated("%d bytes where a message should begin", left)
		}
		length, prefix = binary.LittleEndian.Uint32(b[4:]), 8
	}
	switch {
	case length == 0:
		return prefix, 0, io.EOF
	case length > math.MaxInt32:
		return 0, 0, corrupt("a message of negative length")
	}
	return prefix, int32(length), nil
}

// looksLikeStream reports whether a file begins with the message that every
// Arrow stream begins with. Head is its first bytes.
func looksLikeStream(r io.ReaderAt, size int64, head []byte) bool {
	if len(head) >= 4 && binary.LittleEndian.Uint32(head) == continuation {
		return true
	}
	if len(head) < 16 || binary.LittleEndian.Uint32(head) > 64<<20 {
		return false // text read as a length is more than that
	}
	mr := messageReader{r: r, size: size}
	m, _, err := mr.read(0)
	return err == nil && m.kind == messageSchema
}

// readAt fills b, which the caller knows to lie within the file.
func readAt(r io.ReaderAt, b []byte, off int64) error {
	n, err := r.ReadAt(b, off)
	switch {
	case n == len(b):
		return nil
	case err == nil || err == io.EOF:
		return truncated("the file became shorter while it was read")
	}
	return fmt.Errorf("%w: %w", errRead, err)
}

// resize returns buf with n bytes, which may be anything.
func resize[T any](buf *[]T, n int) []T {
	if cap(*buf) < n {
		*buf = make([]T, n)
	}
	*buf = (*buf)[:n]
	return *buf
}

func truncated(format string, args ...any) error {
	return &parquetFault{CodeTruncated, fmt.Sprintf(format, args...)}
}

// errRead is a failure of the disk rather than of the file.
var errRead = errors.New("cannot read")
