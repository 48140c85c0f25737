// Package splice takes Parquet files apart without decoding them, and puts
// them together again with some column chunks replaced.
//
// # Layout
//
//	"PAR1"
//	row group 0   leaf 0   [dictionary page] [data page]…   ┐ a chunk: from the first
//	              leaf 1   [dictionary page] [data page]…   │ page, total_compressed_size
//	              …                                          ┘ bytes; a page is a header
//	row group 1   …                                            (Thrift) and a body
//	Bloom filters, column indexes, offset indexes              (anywhere; by offset)
//	footer        FileMetaData (Thrift): schema, row groups, where each chunk lies,
//	              its statistics, key-value metadata
//	4 bytes       length of the footer, little-endian
//	"PAR1"
//
// Everything that says what is where lies at the end, and a chunk says nothing
// of its place. So a rewrite can copy a chunk byte for byte and correct a few
// numbers in the footer; that is what Writer does. What a chunk's pages hold
// is the business of scanners and transforms.
//
// # Why our own Thrift tree
//
// The obvious way, a library's structs for the footer, was measured on the
// public files: 42 of 65 valid footers came out changed. Structs invent what
// they hold as plain ints (a null_count of 0 that nobody counted, after which
// IS NULL finds no rows in DuckDB) and lose the fields of a format younger
// than they are. A generic tree of the Thrift compact protocol knows no
// defaults: what is not touched comes out as it went in, fields nobody has
// heard of included. It is also smaller than any generated code, and, as it
// is read from files that strangers wrote, bounds what it allocates by the
// length of its input.
//
// # Standard
//
// https://github.com/apache/parquet-format, release 2.12: README.md,
// Encodings.md, Compression.md and src/main/thrift/parquet.thrift, whose field
// numbers are used here.
package splice

import (
	"errors"
	"fmt"
)

// What can be wrong with a file. Errors of this package wrap one of these, or
// are errors of the reader underneath. None holds a value of the data.
var (
	ErrNotParquet  = errors.New("not a Parquet file")
	ErrTruncated   = errors.New("file ends early")
	ErrCorrupt     = errors.New("file is corrupt")
	ErrEncrypted   = errors.New("file is encrypted")
	ErrUnsupported = errors.New("not supported")
	ErrLimit       = errors.New("over the limit")
	ErrChecksum    = errors.New("checksum does not match")
)

func corrupt(format string, args ...any) error {
	return fmt.Errorf("%w: %w", ErrCorrupt, fmt.Errorf(format, args...))
}

func limit(format string, args ...any) error {
	return fmt.Errorf("%w: %w", ErrLimit, fmt.Errorf(format, args...))
}

// Limits bound what a file may make us allocate. Whatever is over is refused
// with ErrLimit.
type Limits struct {
	Footer      int   // bytes of footer; the tree takes up to 64 times that
	SchemaDepth int   // levels of nesting
	PageHeader  int   // bytes of one page header, statistics included
	PageBytes   int   // bytes of one page, before and after compression
	PageValues  int   // values of one page, nulls included: 6 bytes of levels and index each
	Index       int64 // bytes of one offset index, column index or Bloom filter
}

// DefaultLimits let pass whatever we have seen a writer do on purpose.
var DefaultLimits = Limits{
	Footer:      128 << 20,       // 1,000 columns in 400 row groups, as Spark writes them
	SchemaDepth: 100,             // people nest five deep, JSON converters thirty
	PageHeader:  16 << 20,        // as parquet-cpp: two statistics of long strings
	PageBytes:   256 << 20,       // writers aim at 1 MiB; a single long value can make it more
	PageValues:  64 << 20,        // a constant column may be one page in any row group
	Index:       128<<20 + 1<<10, // parquet-mr's largest Bloom filter, and its header
}
