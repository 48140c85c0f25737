package scanners

import (
	"context"
	"errors"
	"io"
	"iter"
	"math"
	"sync"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/klauspost/compress/zstd"
	"github.com/pierrec/lz4/v4"

	"tuomin/scanners/columns"
)

// An IPCFile is an Arrow IPC file or stream. Its parts are its record batches;
// those of a stream are found by a first pass over the headers of its messages.
// It may be used from many goroutines at once, as far as its reader may; each
// that is within a loop over Leaf holds a stretch of one leaf, or, where
// buffers are compressed, the leaf's buffers in the batch.
//
// # Why our own reader of batches
//
// Arrow's library decodes a batch whole, which is the table where a writer made
// one batch of it; trusts lengths, so that a file of a kilobyte asks for
// terabytes; and says what is wrong by printing the value. What is needed is
// little: buffers are where the header says, and offsets either ascend or they
// do not. The types, and the writing, are the library's.
type IPCFile struct {
	name    string
	reader  io.ReaderAt
	size    int64
	format  Format
	limits  Limits
	arrow   *arrow.Schema
	fields  []*ipcField // the top level
	total   position
	unions  bool
	encoded map[int64]*ipcField // dictionary fields, one for each id
	schema  *columns.Schema
	paths   [][]step
	tops    []int // of each leaf, the field it is in
	stretch int64 // rows that are read at a time
	readers sync.Pool

	messages     []message // in the order of the stream, or of the footer
	batches      []int     // which of them are record batches
	dictionaries dictionaryStore

	mu      sync.Mutex
	headers map[int]*batchHeader // those used last
}

var _ Source = (*IPCFile)(nil)

// OpenIPC reads the schema of an Arrow IPC file or stream of size bytes, and
// the headers of its messages. Name is what errors call it. Close closes r if
// it is an io.Closer; a failed OpenIPC leaves it open. Errors are *Error.
func OpenIPC(r io.ReaderAt, size int64, name string, opt Options) (_ *IPCFile, err error) {
	f := &IPCFile{
		name: name, reader: r, size: size, stretch: stretchRows,
		limits:  opt.withDefaults().Limits,
		headers: map[int]*batchHeader{},
	}
	f.dictionaries.batches = map[int64][]int{}
	f.readers.New = func() any { return f.newLeafReader() }
	defer func() {
		if v := recover(); v != nil {
			err = f.fail("open", -1, -1, internal(v))
		}
	}()
	if err := f.open(); err != nil {
		return nil, f.fail("open", -1, -1, err)
	}
	return f, nil
}

// Format is ArrowFile or ArrowStream.
func (f *IPCFile) Format() Format { return f.format }

// Schema is the file's leaves, in the order of its schema.
func (f *IPCFile) Schema() *columns.Schema { return f.schema }

// Parts is the number of record batches.
func (f *IPCFile) Parts() int { return len(f.batches) }

// Rows is the number of rows of a batch.
func (f *IPCFile) Rows(part int) int64 { return f.messages[f.batches[part]].rows }

// Close closes the reader that the file was opened with, if it can be closed.
func (f *IPCFile) Close() error {
	if c, ok := f.reader.(io.Closer); ok {
		return c.Close()
	}
	return nil
}

func (f *IPCFile) fail(op string, part, leaf int, err error) error {
	return failIn(f.name, f.schema, op, part, leaf, err)
}

// stretchRows is how many rows are read at a time: enough that the work per
// stretch does not show, and a few hundred kilobytes of text.
const stretchRows = 1 << 14

// Leaf reads one leaf of one batch, some thousand rows at a time.
func (f *IPCFile) Leaf(ctx context.Context, part, leaf int) iter.Seq2[*columns.Leaf, error] {
	return func(yield func(*columns.Leaf, error) bool) {
		r := f.readers.Get().(*leafReader)
		defer func() {
			r.trim()
			f.readers.Put(r)
		}()
		err := r.start(part, leaf)
		for err == nil && r.row < r.rows {
			if err = ctx.Err(); err != nil {
				break
			}
			var l *columns.Leaf
			if l, err = r.next(); err == nil && !yield(l, nil) {
				return
			}
		}
		if err != nil {
			yield(nil, f.fail("read", part, leaf, err))
		}
	}
}

// A leafReader reads leaves, one after the other.
type leafReader struct {
	file  *IPCFile
	load  *loader
	shred shredder
	leaf  int
	row   int64
	rows  int64
	step  int64 // rows of a stretch
}

func (f *IPCFile) newLeafReader() *leafReader {
	return &leafReader{file: f, load: f.newLoader()}
}

func (f *IPCFile) newLoader() *loader {
	l := &loader{}
	l.body = bodyReader{
		r:       f.reader,
		stretch: &arena{limit: f.limits.Memory / 4},
		whole:   &arena{limit: f.limits.Memory / 4},
		opened:  map[int][]byte{},
		lz4:     lz4.NewReader(nil),
	}
	return l
}

// start opens a batch, and reads what its first stretch would need of the
// batch as a whole.
func (r *leafReader) start(part, leaf int) (err error) {
	defer func() {
		if v := recover(); v != nil {
			err = internal(v)
		}
	}()
	f := r.file
	seq := f.batches[part]
	b, err := f.header(seq, f.total)
	if err != nil {
		return err
	}
	field := f.fields[f.tops[leaf]]
	if got := b.nodes[field.node].n; got != b.rows {
		return corrupt("%d values in a batch of %d rows", got, b.rows)
	}
	r.leaf, r.row, r.rows, r.step = leaf, 0, b.rows, f.stretch
	for _, s := range f.paths[leaf] {
		if s.field.layout == layoutRuns {
			r.step = 64 * f.stretch // each stretch reads the ends of all runs
		}
	}
	r.shred.grown, r.shred.allowed = 0, 64*b.bodyLen+unbackedRows
	r.shred.gather.shown, r.shred.gather.allowed = 0, 64*b.bodyLen+f.limits.Memory
	r.load.leaf = leaf
	known := map[*ipcField]*dictionary{}
	r.load.dictionary = func(field *ipcField) (*dictionary, error) {
		if d := known[field]; d != nil {
			return d, nil
		}
		f.dictionaries.mu.Lock()
		defer f.dictionaries.mu.Unlock()
		d, err := f.dictionary(field, seq)
		known[field] = d
		return d, err
	}
	r.load.body.start(b)
	r.load.used = 0
	if b.rows == 0 {
		_, err = r.load.load(field, 0, 0)
	}
	return err
}

// next reads the next stretch. One that needs too much is tried again with
// fewer rows.
func (r *leafReader) next() (l *columns.Leaf, err error) {
	for {
		n := min(r.step, r.rows-r.row)
		l, err = r.stretch(n)
		if err == nil {
			l.First = r.row
			r.row += n
			return l, nil
		}
		if !errors.Is(err, errTooLarge) || n <= 1 {
			return nil, err
		}
		// Of a compressed buffer it is the whole that is too large.
		if r.step = n / 2; r.step > 8 {
			r.step &^= 7
		}
	}
}

func (r *leafReader) stretch(n int64) (l *columns.Leaf, err error) {
	defer func() {
		if v := recover(); v != nil {
			l, err = nil, internal(v)
		}
	}()
	r.load.stretch()
	f := r.file
	v, err := r.load.load(f.fields[f.tops[r.leaf]], r.row, r.row+n)
	if err != nil {
		return nil, err
	}
	return r.shred.shred(v, f.paths[r.leaf], &f.schema.Leaves[r.leaf])
}

// trim lets go of memory that a pool should not keep.
func (r *leafReader) trim() {
	r.load.body.stretch.trim()
	r.load.body.whole.trim()
	clear(r.load.body.opened)
	if cap(r.load.body.packed) > keptMemory {
		r.load.body.packed = nil
	}
	if cap(r.shred.at) > keptMemory/16 {
		r.shred = shredder{}
	}
	clear(r.load.spare)
	r.load.spare, r.load.dictionary = r.load.spare[:0], nil
}

// unbackedRows is how many rows a file may claim without a bit for each, as
// columns of nothing but nulls or of long runs do. More than that takes no
// disk to say and hours to read.
const unbackedRows = 1 << 28

// header reads and keeps the header of a message.
func (f *IPCFile) header(seq int, total position) (*batchHeader, error) {
	const kept = 16
	f.mu.Lock()
	defer f.mu.Unlock()
	if b := f.headers[seq]; b != nil {
		return b, nil
	}
	r := messageReader{r: f.reader, size: f.size}
	m, header, err := r.read(f.messages[seq].start)
	if err != nil {
		return nil, err
	}
	if m != f.messages[seq] {
		return nil, corrupt("the file changed while it was read")
	}
	b, err := parseBatch(m, header, total)
	if err != nil {
		return nil, err
	}
	if len(f.headers) >= kept {
		clear(f.headers)
	}
	f.headers[seq] = b
	return b, nil
}

// zstdReader makes a decoder that stops at limit.
func zstdReader(limit int64) (*zstd.Decoder, error) {
	return zstd.NewReader(nil, zstd.WithDecoderConcurrency(1), zstd.WithDecoderLowmem(true),
		zstd.WithDecoderMaxMemory(uint64(min(limit, math.MaxInt32))))
}
