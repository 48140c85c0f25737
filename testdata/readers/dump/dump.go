// Package dump is what the reader programs beside it have in common: they
// print what they read of Parquet files, a line of JSON for each file, so that
// two files can be compared as one reader sees them.
package dump

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"flag"
	"fmt"
	"hash"
	"os"
	"unicode/utf8"
)

// A File is what was read of one file.
type File struct {
	File   string  `json:"file"`
	Rows   int64   `json:"rows"`
	Leaves []*Leaf `json:"leaves"`
	Error  string  `json:"error,omitempty"`

	cells, failed bool
}

// A Leaf is one leaf column. Its digest covers every slot with its levels, so
// that equal digests mean equal nesting too.
type Leaf struct {
	Path   string    `json:"path"` // as the Parquet schema has it, with dots
	Type   string    `json:"type"`
	Slots  int64     `json:"slots"`
	Nulls  int64     `json:"nulls"` // slots that hold no value, absent lists included
	SHA256 string    `json:"sha256"`
	Cells  []*string `json:"cells,omitempty"` // with -values: every slot, null where there is no value
	Error  string    `json:"error,omitempty"` // why it could not be read whole

	file *File
	sum  hash.Hash
	head []byte
}

// Leaf begins a leaf of the file.
func (f *File) Leaf(path, typ string) *Leaf {
	l := &Leaf{Path: path, Type: typ, file: f, sum: sha256.New()}
	f.Leaves = append(f.Leaves, l)
	return l
}

// Read begins a leaf and reads it. One that cannot be read does not keep the
// others from being read.
func (f *File) Read(path, typ string, read func(l *Leaf) error) {
	l := f.Leaf(path, typ)
	if err := guard(read, l); err != nil {
		l.Error, f.failed = err.Error(), true
		fmt.Fprintf(os.Stderr, "%s: %s: %v\n", f.File, path, err)
	}
}

// Value adds a slot that holds a value.
func (l *Leaf) Value(rep, def int, v []byte) {
	l.slot(rep, def, len(v))
	l.sum.Write(v)
	if l.file.cells {
		s := string(v)
		if !utf8.Valid(v) {
			s = "0x" + hex.EncodeToString(v)
		}
		l.Cells = append(l.Cells, &s)
	}
}

// Null adds a slot that holds none.
func (l *Leaf) Null(rep, def int) {
	l.slot(rep, def, -1)
	l.Nulls++
	if l.file.cells {
		l.Cells = append(l.Cells, nil)
	}
}

func (l *Leaf) slot(rep, def, length int) {
	l.Slots++
	l.head = fmt.Appendf(l.head[:0], "%d,%d,%d:", rep, def, length)
	l.sum.Write(l.head)
}

// Main reads the files named on the command line with read, prints what was
// read, and ends the program with 1 if any could not be read whole.
func Main(read func(f *File) error) {
	cells := flag.Bool("values", false, "print the values too")
	flag.Parse()
	out := json.NewEncoder(os.Stdout)
	failed := false
	for _, path := range flag.Args() {
		f := &File{File: path, Leaves: []*Leaf{}, cells: *cells}
		if err := guard(read, f); err != nil {
			f.Error, f.failed = err.Error(), true
			fmt.Fprintf(os.Stderr, "%s: %v\n", path, err)
		}
		failed = failed || f.failed
		for _, l := range f.Leaves {
			l.SHA256 = hex.EncodeToString(l.sum.Sum(nil))
		}
		if err := out.Encode(f); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
	}
	if failed {
		os.Exit(1)
	}
}

// guard makes an error of a panic: some of these libraries panic on files that
// they do not understand.
func guard[T any](read func(T) error, of T) (err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("panic: %v", p)
		}
	}()
	return read(of)
}
