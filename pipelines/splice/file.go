package splice

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"io"
)

// A File is a Parquet file's footer: the tree it was parsed into, and what of
// it reading and rewriting need, checked. It is read-only once opened, and may
// be used by several goroutines as far as its reader may.
type File struct {
	Size       int64
	FooterAt   int64 // where the footer starts
	Version    int
	NumRows    int64
	CreatedBy  string
	Elements   []Element // the schema in the footer's order; the first is the root
	Leaves     []int     // of Elements, those with values, in the order of the chunks
	Groups     []Group
	KeyValues  []KeyValue
	Tree       *Node  // FileMetaData; not to be changed
	Footer     []byte // the bytes of it
	r          io.ReaderAt
	limits     Limits
	shortDicts bool
}

// A KeyValue is one entry of the footer's key-value metadata.
type KeyValue struct {
	Key, Value string
	NoValue    bool
}

// A Group is a row group.
type Group struct {
	NumRows int64
	Chunks  []Chunk // one for each leaf
}

var magic = []byte("PAR1")

const tail = 8 // length of the footer, magic

// OpenFile reads and checks the footer, under DefaultLimits. It reads nothing
// of the data.
func OpenFile(r io.ReaderAt, size int64) (*File, error) {
	return OpenFileLimits(r, size, DefaultLimits)
}

// OpenFileLimits is OpenFile under other limits.
func OpenFileLimits(r io.ReaderAt, size int64, limits Limits) (*File, error) {
	f := &File{Size: size, r: r, limits: limits}
	if err := f.readFooter(); err != nil {
		return nil, err
	}
	for _, step := range [...]func() error{f.readHeadings, f.readSchema, f.readGroups, f.checkOverlaps, f.extendDictionaries} {
		if err := step(); err != nil {
			return nil, err
		}
	}
	return f, nil
}

func (f *File) readFooter() error {
	var head [4]byte
	if f.Size < int64(len(head)) {
		return ErrNotParquet
	}
	if err := readFull(f.r, head[:], 0); err != nil {
		return err
	}
	var end [tail]byte
	if f.Size >= int64(len(magic))+tail {
		if err := readFull(f.r, end[:], f.Size-tail); err != nil {
			return err
		}
	}
	starts, ends := bytes.Equal(head[:], magic), bytes.Equal(end[4:], magic)
	switch {
	case string(head[:]) == "PARE":
		return fmt.Errorf("%w, its footer too", ErrEncrypted)
	case starts && !ends:
		return fmt.Errorf("%w: there is no footer", ErrTruncated)
	case !starts && ends:
		return corrupt("file has a footer, but does not start as it should")
	case !starts:
		return ErrNotParquet
	}
	n := int64(binary.LittleEndian.Uint32(end[:]))
	if f.FooterAt = f.Size - tail - n; f.FooterAt < int64(len(magic)) {
		return corrupt("footer is longer than the file")
	}
	if n > int64(f.limits.Footer) {
		return limit("footer of %d bytes, where %d are allowed", n, f.limits.Footer)
	}
	f.Footer = make([]byte, n)
	if err := readFull(f.r, f.Footer, f.FooterAt); err != nil {
		return err
	}
	tree, used, err := ParseThrift(f.Footer)
	if err != nil {
		return corrupt("footer: %v", err)
	}
	f.Tree = tree
	// A plaintext footer of an encrypted file is followed by its signature.
	if tree.Get(8) != nil || tree.Get(9) != nil {
		return fmt.Errorf("%w, but for its footer", ErrEncrypted)
	}
	if used != len(f.Footer) {
		return corrupt("footer has bytes behind its end")
	}
	return nil
}

// readHeadings reads what is neither schema nor row group.
func (f *File) readHeadings() error {
	f.Version = int(f.Tree.IntOr(1, 0))
	rows, ok := f.Tree.Int(3)
	if !ok || rows < 0 {
		return corrupt("footer does not say how many rows there are")
	}
	f.NumRows = rows
	f.CreatedBy = string(f.Tree.Bytes(6))
	for i := range f.Tree.Get(5).Items() {
		kv := &f.Tree.Get(5).Items()[i]
		f.KeyValues = append(f.KeyValues, KeyValue{string(kv.Bytes(1)), string(kv.Bytes(2)), kv.Get(2) == nil})
	}
	return nil
}

// Key returns the value of the first entry with that key.
func (f *File) Key(key string) (string, bool) {
	for _, kv := range f.KeyValues {
		if kv.Key == key {
			return kv.Value, true
		}
	}
	return "", false
}

// Reader is what the file was opened with.
func (f *File) Reader() io.ReaderAt { return f.r }

// Limits are what the file was opened with.
func (f *File) Limits() Limits { return f.limits }

// Leaf returns the schema element of leaf i.
func (f *File) Leaf(i int) *Element { return &f.Elements[f.Leaves[i]] }
