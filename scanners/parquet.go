package scanners

import (
	"context"
	"errors"
	"fmt"
	"io"
	"iter"
	"math"
	"runtime"
	"sync"

	"tuomin/pipelines/splice"
	"tuomin/scanners/columns"
)

// A ParquetFile is a Parquet file that is read page by page. Its parts are its
// row groups. It may be used from many goroutines at once, as far as its
// reader may; each that is within a loop over Leaf or Pages holds the memory
// of one page, decoded, and of one dictionary.
//
// # Why our own decoders
//
// A page of PLAIN strings is one buffer already: offsets over it are all that
// a detector needs, and a rewrite must know where pages and levels end, which
// record batches no longer say. Libraries make a slice for each value, which
// costs more than decompression; they read INT96 of 9999 as 1816, skip page
// checksums, and end in silence where a page holds less than it promised. All
// of the format's encodings together are some 600 lines here.
type ParquetFile struct {
	name    string
	reader  io.ReaderAt
	file    *splice.File
	schema  *columns.Schema
	leaves  []parquetLeaf
	memory  int64
	readers sync.Pool // of *parquetReader
}

var _ Source = (*ParquetFile)(nil)

// ErrInternal is a fault of this program that a file's bytes brought about.
var ErrInternal = errors.New("internal fault while decoding")

// OpenParquet reads and checks the footer of a Parquet file of size bytes, and
// nothing of its data. Name is what errors call it. Close closes r if it is an
// io.Closer; a failed OpenParquet leaves it open. Errors are *Error.
func OpenParquet(r io.ReaderAt, size int64, name string, opt Options) (_ *ParquetFile, err error) {
	f := &ParquetFile{name: name, reader: r}
	defer func() {
		if v := recover(); v != nil {
			err = f.fail("open", -1, -1, internal(v))
		}
	}()
	if size == 0 {
		return nil, f.fail("open", -1, -1, &parquetFault{CodeEmptyFile, "the file is empty"})
	}
	limits := opt.withDefaults().Limits
	// Half of the memory for a page as it is stored or decompressed leaves
	// room for what is decoded from it. Offsets are int32.
	page := min(limits.Memory/2, math.MaxInt32-64)
	f.memory = limits.Memory / 4 * 3
	within := splice.DefaultLimits
	within.SchemaDepth = limits.Depth
	within.PageBytes = int(page)
	if f.file, err = splice.OpenFileLimits(r, size, within); err != nil {
		return nil, f.fail("open", -1, -1, err)
	}
	if n := len(f.file.Leaves); n > limits.Leaves {
		return nil, f.fail("open", -1, -1, bomb("%d columns, where %d are allowed", n, limits.Leaves))
	}
	leaves, how, err := parquetSchema(f.file)
	if err != nil {
		return nil, f.fail("open", -1, -1, err)
	}
	f.schema, f.leaves = columns.NewSchema(leaves), how
	if err := f.countRows(); err != nil {
		return nil, f.fail("open", -1, -1, err)
	}
	return f, nil
}

// constantRows is how many rows a file may claim without a bit for each, as runs of one
// value do. Not fewer: a table of numbers that count up can have a thousand million. Not
// more: a few kilobytes of runs say more than is read in a day.
const constantRows = 1 << 32

// countRows refuses row groups that claim more rows than their bytes are bits.
func (f *ParquetFile) countRows() error {
	constant := int64(0)
	for i := range f.file.Groups {
		g, size := &f.file.Groups[i], int64(0)
		for j := range g.Chunks {
			size += g.Chunks[j].Length
		}
		if g.NumRows/8 > size {
			constant += g.NumRows
		}
	}
	if constant > constantRows {
		return bomb("%d rows in row groups of fewer bits", constant)
	}
	return nil
}

// Format is Parquet.
func (f *ParquetFile) Format() Format { return Parquet }

// Schema is the file's leaves, in the order of its column chunks.
func (f *ParquetFile) Schema() *columns.Schema { return f.schema }

// Parts is the number of row groups.
func (f *ParquetFile) Parts() int { return len(f.file.Groups) }

// Rows is the number of rows of a row group.
func (f *ParquetFile) Rows(part int) int64 { return f.file.Groups[part].NumRows }

// File is the footer, for those who rewrite the file.
func (f *ParquetFile) File() *splice.File { return f.file }

// Close closes the reader that the file was opened with, if it can be closed.
func (f *ParquetFile) Close() error {
	if c, ok := f.reader.(io.Closer); ok {
		return c.Close()
	}
	return nil
}

// Leaf reads one leaf of one row group, one page after the other. Values of a
// leaf with an Index are the chunk's dictionary, at an address that no other
// dictionary has while somebody holds it; those of a leaf without are at one
// address that every page uses anew.
func (f *ParquetFile) Leaf(ctx context.Context, part, leaf int) iter.Seq2[*columns.Leaf, error] {
	return func(yield func(*columns.Leaf, error) bool) {
		for page, err := range f.Pages(ctx, part, leaf) {
			if err == nil && page.Header.Type == splice.DictionaryPage {
				continue
			}
			var l *columns.Leaf
			if err == nil {
				l, err = page.Leaf()
			}
			if !yield(l, err) || err != nil {
				return
			}
		}
	}
}

// Pages reads one leaf of one row group as it is stored: its dictionary page,
// if it has one, and then its data pages. Pages of types that nobody knows are
// passed over, as every reader must. The checks that Leaf promises are made
// whether or not the loop asks for what the pages hold.
func (f *ParquetFile) Pages(ctx context.Context, part, leaf int) iter.Seq2[*Page, error] {
	return func(yield func(*Page, error) bool) {
		r, _ := f.readers.Get().(*parquetReader)
		if r == nil {
			r = &parquetReader{}
		}
		defer func() {
			if r.holds() <= keptMemory {
				f.readers.Put(r)
			}
		}()
		r.start(f, part, leaf)
		for {
			if err := ctx.Err(); err != nil {
				yield(nil, f.fail("read", part, leaf, err))
				return
			}
			page, err := r.next()
			if err == io.EOF {
				return
			}
			if err != nil {
				yield(nil, f.fail("read", part, leaf, err))
				return
			}
			if !yield(page, nil) {
				return
			}
		}
	}
}

// keptMemory is how large the buffers may be that are kept for the next chunk.
// Pages are 1 MiB as a rule, and a few times that decoded; keeping what one
// giant took would hold it for the rest of the run, once a worker.
const keptMemory = 32 << 20

func (f *ParquetFile) fail(op string, part, leaf int, err error) error {
	return failIn(f.name, f.schema, op, part, leaf, err)
}

// failIn makes err an *Error with its place and code, if it is none yet. A leaf
// or part of -1 is none.
func failIn(file string, schema *columns.Schema, op string, part, leaf int, err error) error {
	if already := (*Error)(nil); errors.As(err, &already) {
		return err
	}
	place := At(file)
	place.Part = part
	if leaf >= 0 {
		place.Column = schema.Leaves[leaf].Path
	}
	return &Error{Op: op, Place: place, Code: parquetCode(err), Err: err}
}

// spliceCodes are our codes for what splice finds wrong.
var spliceCodes = [...]struct {
	err  error
	code Code
}{
	{splice.ErrNotParquet, CodeNotATable},
	{splice.ErrEncrypted, CodeEncrypted},
	{splice.ErrChecksum, CodeChecksum},
	{splice.ErrLimit, CodeBomb},
	{splice.ErrUnsupported, CodeUnsupported},
	{splice.ErrCorrupt, CodeCorrupt}, // before truncated: a page that ends early in a whole file
	{splice.ErrTruncated, CodeTruncated},
	{ErrInternal, CodeCorrupt},
	{context.Canceled, ""},
	{context.DeadlineExceeded, ""},
}

func parquetCode(err error) Code {
	var fault *parquetFault
	if errors.As(err, &fault) {
		return fault.code
	}
	for _, c := range spliceCodes {
		if errors.Is(err, c.err) {
			return c.code
		}
	}
	return CodeUnreadable
}

// internal is the error for a panic. Of what was thrown only the runtime's own
// texts are shown: they hold lengths, and never a value.
func internal(v any) error {
	if e, ok := v.(runtime.Error); ok {
		return fmt.Errorf("%w: %s", ErrInternal, e.Error())
	}
	return ErrInternal
}
