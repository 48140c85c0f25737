// Package scanners opens tables and reads them in parts, leaf by leaf. A
// scanner reads and does not judge.
package scanners

import (
	"context"
	"fmt"
	"io/fs"
	"iter"
	"strings"

	"tuomin/scanners/columns"
)

// A Source is one file (or stream) that can be read in parts, in any order and
// from several goroutines at once.
type Source interface {
	Format() Format
	// Schema is the file's own leaves, without partition columns.
	Schema() *columns.Schema
	// Parts reports how many parts there are: row groups, or IPC batches.
	Parts() int
	// Rows reports how many rows a part has, by the file's metadata.
	Rows(part int) int64
	// Leaf reads one leaf of one part, page by page. What is yielded borrows
	// memory until the loop body returns. After an error nothing more is
	// yielded. The rows yielded add up to Rows(part), or the last yield is an
	// error.
	Leaf(ctx context.Context, part, leaf int) iter.Seq2[*columns.Leaf, error]
	Close() error
}

// A Format is what a file is by its content.
type Format uint8

const (
	NotATable Format = iota
	Parquet
	ArrowFile
	ArrowStream
)

// String is the name of the format.
func (f Format) String() string {
	return [...]string{"", "parquet", "arrow", "arrow-stream"}[f]
}

// A Code says why a file could not be read. Codes are stable: programs match
// on them.
type Code string

const (
	CodeNotATable   Code = "not_a_table"
	CodeEmptyFile   Code = "empty_file"
	CodeTruncated   Code = "truncated"
	CodeCorrupt     Code = "corrupt"
	CodeChecksum    Code = "checksum"
	CodeBomb        Code = "bomb" // a limit was hit
	CodeEncrypted   Code = "encrypted"
	CodeUnsupported Code = "unsupported"
	CodeTableFormat Code = "table_format"
	CodeConflict    Code = "conflict"
	CodeUnreadable  Code = "unreadable"
)

// A Place is where in a table something happened. It never says what was there.
type Place struct {
	File   string
	Part   int          // -1 when the whole file is meant
	Column columns.Path // "" when all columns are meant
	Row    int64        // within the part; -1 when not one row is meant
}

// At is the place that is a whole file.
func At(file string) Place { return Place{File: file, Part: -1, Row: -1} }

// String is the file, and what of it is meant.
func (p Place) String() string {
	var b strings.Builder
	b.WriteString(p.File)
	if p.Part >= 0 {
		fmt.Fprintf(&b, ": row group %d", p.Part)
	}
	if p.Column != "" {
		fmt.Fprintf(&b, ", column %s", p.Column)
	}
	if p.Row >= 0 {
		fmt.Fprintf(&b, ", row %d", p.Row)
	}
	return b.String()
}

// An Error is a failure at a Place. Its text holds no value of the table.
type Error struct {
	Op    string // "open", "read", "rewrite", "verify"
	Place Place
	Code  Code // "" for failures that are not the file's fault
	Err   error
}

// Error is what was done, the place, and what went wrong there.
func (e *Error) Error() string {
	err := e.Err
	if already, ok := err.(*fs.PathError); ok && already.Path == e.Place.File {
		err = already.Err // the system's error names the file too
	}
	return e.Op + " " + e.Place.String() + ": " + err.Error()
}

// Unwrap is what went wrong.
func (e *Error) Unwrap() error { return e.Err }
