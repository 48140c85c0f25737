package pipelines

import (
	"bytes"
	"io"

	"tuomin/scanners/files"
)

// A chunkBuffer holds a new chunk until its turn to be written: in memory as
// far as the limit lets it, then in a file that has no name. Most chunks are a
// few megabytes and never see the disk twice.
type chunkBuffer struct {
	fs    files.FS
	temp  string
	limit int
	mem   bytes.Buffer
	file  files.File // nil until memory was not enough
	size  int64
}

// Write appends to the memory, or to the file from when that is not enough.
func (b *chunkBuffer) Write(p []byte) (int, error) {
	if b.file == nil && b.mem.Len()+len(p) > b.limit {
		f, err := files.Spill(b.fs, b.temp)
		if err != nil {
			return 0, err
		}
		b.file = f
	}
	b.size += int64(len(p))
	if b.file != nil {
		return b.file.Write(p)
	}
	return b.mem.Write(p)
}

// reader yields what was written.
func (b *chunkBuffer) reader() io.Reader {
	if b.file == nil {
		return bytes.NewReader(b.mem.Bytes())
	}
	inFile := b.size - int64(b.mem.Len())
	return io.MultiReader(bytes.NewReader(b.mem.Bytes()), io.NewSectionReader(b.file, 0, inFile))
}

// reset forgets what was written and keeps the memory.
func (b *chunkBuffer) reset() error {
	var err error
	if b.file != nil {
		err = b.file.Close()
	}
	b.file, b.size = nil, 0
	b.mem.Reset()
	return err
}
