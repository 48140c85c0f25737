package scanners

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"

	"tuomin/scanners/files"
)

// Open opens a file that Discover found, or one of which only the Path is set.
// It reads what the format has for a table of contents, and no values. A file that
// has other columns than when it was found, or fewer parts than are asked for, is an
// error.
func Open(ctx context.Context, f File, opt Options) (Source, error) {
	opt = opt.withDefaults()
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	r, size, err := openFile(f, opt)
	if err != nil {
		return nil, &Error{Op: "open", Place: At(f.Path), Code: CodeUnreadable, Err: err}
	}
	src, err := openFormat(f, r, size, opt)
	if err != nil {
		r.Close()
		return nil, err
	}
	differs := ""
	switch n := len(f.Only); {
	case f.Schema != nil && !sameLeaves(f.Schema, src.Schema()):
		differs = "other columns"
	case n > 0 && f.Only[n-1] >= src.Parts():
		differs = "fewer row groups"
	case f.Only == nil:
		return src, nil
	default:
		return &partial{src, f.Only}, nil
	}
	err = fmt.Errorf("it has %s than when it was found: it changed meanwhile", differs)
	return nil, errors.Join(&Error{Op: "open", Place: At(f.Path), Code: CodeUnreadable, Err: err}, src.Close())
}

// readAtCloser is what a Source reads from, and closes with itself.
type readAtCloser interface {
	io.ReaderAt
	io.Closer
}

func openFile(f File, opt Options) (readAtCloser, int64, error) {
	var file files.File = f.spool
	if file == nil {
		var err error
		if file, err = opt.FS.Open(f.Path); err != nil {
			return nil, 0, err
		}
	}
	info, err := file.Stat()
	if err == nil && !info.Mode().IsRegular() {
		err = &fs.PathError{Op: "open", Path: f.Path, Err: errNotRegular}
	}
	if err != nil {
		if f.spool == nil {
			file.Close()
		}
		return nil, 0, err
	}
	if f.spool != nil {
		return shared{file}, info.Size(), nil
	}
	return file, info.Size(), nil
}

var errNotRegular = errors.New("not a regular file")

// shared is a spooled stream, which outlives those that read it: its file has
// no name to open it by again.
type shared struct{ io.ReaderAt }

// Close leaves the file open for the others.
func (shared) Close() error { return nil }

func openFormat(f File, r readAtCloser, size int64, opt Options) (Source, error) {
	format, err := recognise(r, size)
	if err != nil {
		err.Place = At(f.Path)
		return nil, err
	}
	if format == Parquet {
		return concrete(OpenParquet(r, size, f.Path, opt))
	}
	return concrete(OpenIPC(r, size, f.Path, opt))
}

// concrete keeps a nil pointer from becoming a Source that is not nil.
func concrete[S Source](s S, err error) (Source, error) {
	if err != nil {
		return nil, err
	}
	return s, nil
}

// recognise tells what a file is by its first bytes. An error has no place yet.
func recognise(r io.ReaderAt, size int64) (Format, *Error) {
	fail := func(code Code, format string, args ...any) (Format, *Error) {
		return NotATable, &Error{Op: "open", Code: code, Err: fmt.Errorf(format, args...)}
	}
	if size == 0 {
		return fail(CodeEmptyFile, "the file has no bytes: was it cut off, or never written?")
	}
	head := make([]byte, min(size, 16))
	if _, err := r.ReadAt(head, 0); err != nil && err != io.EOF {
		return fail(CodeUnreadable, "%w", err)
	}
	for _, m := range magics {
		if bytes.HasPrefix(head, []byte(m.magic)) {
			if m.format != NotATable {
				return m.format, nil
			}
			return fail(m.code, "%s", m.remedy)
		}
	}
	if looksLikeStream(r, size, head) {
		return ArrowStream, nil
	}
	return fail(CodeNotATable, "neither a Parquet nor an Arrow file; a name that starts with _ or . would keep it out of the table")
}

// magics are the first bytes of what is read, and of what deserves an answer
// better than "not a table".
var magics = []struct {
	magic  string
	format Format
	code   Code
	remedy string
}{
	{magic: "PAR1", format: Parquet},
	{magic: "ARROW1", format: ArrowFile},
	{magic: "PARE", code: CodeEncrypted, remedy: "Parquet with an encrypted footer; decrypt it first, with the keys of whoever wrote it"},
	{magic: "ORC", code: CodeUnsupported, remedy: "ORC is not read yet; convert it to Parquet first, such as with Spark or Hive"},
	{magic: "Obj\x01", code: CodeUnsupported, remedy: "Avro is not read; convert it to Parquet first"},
	{magic: "FEA1", code: CodeUnsupported, remedy: "Feather version 1 is not read; write it as Feather version 2, which is Arrow"},
	{magic: "SEQ", code: CodeUnsupported, remedy: "Hadoop sequence files are not read; convert them to Parquet first"},
}
