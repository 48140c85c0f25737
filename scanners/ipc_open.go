package scanners

import (
	"bytes"
	"encoding/binary"
	"io"
	"slices"

	"tuomin/scanners/columns"
)

const ipcMagic = "ARROW1"

func (f *IPCFile) open() error {
	if f.size == 0 {
		return &parquetFault{CodeEmptyFile, "the file is empty"}
	}
	head := make([]byte, min(f.size, int64(len(ipcMagic))))
	if err := readAt(f.reader, head, 0); err != nil {
		return err
	}
	var err error
	if string(head) == ipcMagic {
		f.format = ArrowFile
		err = f.openFile()
	} else {
		f.format = ArrowStream
		err = f.openStream()
	}
	if err != nil {
		return err
	}
	for i := range f.messages {
		total := f.total
		if m := &f.messages[i]; m.kind == messageDictionary {
			field := f.encoded[m.id]
			if field == nil {
				return corrupt("a dictionary that no column has")
			}
			total = field.total
		}
		if _, err := f.header(i, total); err != nil {
			return err
		}
	}
	return f.countRows()
}

// openStream goes from message to message.
func (f *IPCFile) openStream() error {
	r := messageReader{r: f.reader, size: f.size}
	first, schema, err := r.read(0)
	switch {
	case err == io.EOF:
		return truncated("a stream without a schema")
	case err != nil:
		return err
	case first.kind != messageSchema:
		return corrupt("a stream that does not begin with its schema")
	}
	if err := f.readSchema(schema); err != nil {
		return err
	}
	off := first.end()
	for {
		m, _, err := r.read(off)
		if err == io.EOF {
			return f.atEnd(off)
		}
		if err != nil {
			return err
		}
		if err := f.add(m); err != nil {
			return err
		}
		off = m.end()
	}
}

// atEnd checks that nothing but zeros follows the end of a stream: a second
// one, as cat makes it, would be left unread.
func (f *IPCFile) atEnd(off int64) error {
	var mark [8]byte
	n := min(f.size-off, 8)
	if err := readAt(f.reader, mark[:n], off); err != nil {
		return err
	}
	if n >= 4 && binary.LittleEndian.Uint32(mark[:]) == continuation {
		off += n
	}
	zeros := make([]byte, 4096)
	for buf := make([]byte, len(zeros)); off < f.size; off += n {
		n = min(f.size-off, int64(len(buf)))
		if err := readAt(f.reader, buf[:n], off); err != nil {
			return err
		}
		if !bytes.Equal(buf[:n], zeros[:n]) {
			return corrupt("%d bytes after the end of the stream", f.size-off)
		}
	}
	return nil
}

// blockSize is the size of a Block in File.fbs: an offset, the length of the
// metadata with what stands before it, padding, and the length of the body.
const blockSize = 24

// openFile reads the footer, which stands before its length and the magic.
func (f *IPCFile) openFile() error {
	const tail = 4 + len(ipcMagic)
	if f.size < int64(8+tail) {
		return truncated("a file of %d bytes", f.size)
	}
	end := make([]byte, tail)
	if err := readAt(f.reader, end, f.size-int64(tail)); err != nil {
		return err
	}
	if string(end[4:]) != ipcMagic {
		return truncated("the file does not end as an Arrow file does")
	}
	n := int64(int32(binary.LittleEndian.Uint32(end)))
	start := f.size - int64(tail) - n
	if n < 8 || start < 8 {
		return corrupt("a footer of %d bytes", n)
	}
	buf := make([]byte, n)
	if err := readAt(f.reader, buf, start); err != nil {
		return err
	}
	footer := (&flat{buf: buf}).root()
	if err := f.readSchema(footer.table(footerSchema)); err != nil {
		return err
	}
	r := messageReader{r: f.reader, size: start}
	for _, part := range []struct {
		field int
		kind  uint8
	}{{footerDictionaries, messageDictionary}, {footerBatches, messageBatch}} {
		blocks := footer.vector(part.field, blockSize)
		for i := range blocks.n {
			off, body := blocks.int64(i*blockSize), blocks.int64(i*blockSize+16)
			if off < 8 || off >= start {
				return corrupt("a block that lies outside of the file")
			}
			m, _, err := r.read(off)
			switch {
			case err == io.EOF:
				return corrupt("a block without a message")
			case err != nil:
				return err
			case m.kind != part.kind || m.bodyLen != body || m.body != off+int64(blocks.int32(i*blockSize+8)):
				return corrupt("a block that is not the message it says")
			}
			if err := f.add(m); err != nil {
				return err
			}
		}
	}
	if footer.flat.bad {
		return corrupt("the footer points out of itself")
	}
	return f.overlaps()
}

// overlaps makes sure that no two messages share bytes: a footer may name one
// batch a million times.
func (f *IPCFile) overlaps() error {
	sorted := slices.Clone(f.messages)
	slices.SortFunc(sorted, func(a, b message) int { return int(min(max(a.start-b.start, -1), 1)) })
	for i := 1; i < len(sorted); i++ {
		if sorted[i].start < sorted[i-1].end() {
			return corrupt("two blocks that overlap")
		}
	}
	return nil
}

// add takes a message into the index.
func (f *IPCFile) add(m message) error {
	const entry = 128 // bytes that it takes, about
	if int64(len(f.messages)) > f.limits.Memory/4/entry {
		return bomb("more than %d batches", len(f.messages))
	}
	switch m.kind {
	case messageBatch:
		f.batches = append(f.batches, len(f.messages))
	case messageDictionary:
		f.dictionaries.batches[m.id] = append(f.dictionaries.batches[m.id], len(f.messages))
	case messageSchema:
		return corrupt("a second schema")
	default:
		return unsupported("a tensor is no table")
	}
	if m.version < metadataV5 && f.unions {
		return unsupported("a union as Arrow wrote it before 1.0; write the file anew, such as with PyArrow")
	}
	f.messages = append(f.messages, m)
	return nil
}

// countRows refuses batches that claim rows by the billion and have no bytes
// for them.
func (f *IPCFile) countRows() error {
	unbacked := int64(0)
	for _, i := range f.batches {
		m := &f.messages[i]
		if m.rows > 1<<40 {
			return bomb("a batch of %d rows", m.rows)
		}
		if m.rows > 8*m.bodyLen {
			unbacked += m.rows
		}
	}
	if unbacked > unbackedRows {
		return bomb("%d rows in batches of fewer bits", unbacked)
	}
	return nil
}

// readSchema makes the fields, leaves and paths.
func (f *IPCFile) readSchema(schema flatTable) error {
	sr := schemaReader{limits: f.limits}
	encodings, err := sr.read(schema)
	if err != nil {
		return err
	}
	if f.arrow, err = parseSchema(schema); err != nil {
		return err
	}
	b := fieldBuilder{dictionaries: map[int64]*ipcField{}}
	if f.fields, f.total, err = b.fields(f.arrow, encodings); err != nil {
		return err
	}
	f.unions, f.encoded = b.unions, b.dictionaries
	w := leafWalk{limits: f.limits}
	for i, field := range f.fields {
		if err := w.field(field, columns.Column{Path: columns.Path(field.name)}, nil, false); err != nil {
			return err
		}
		for len(f.tops) < len(w.columns) {
			f.tops = append(f.tops, i)
		}
	}
	f.schema, f.paths = columns.NewSchema(w.columns), w.paths
	return nil
}
