package splice

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"io"
	"math"
	"strings"
)

// A File is a Parquet file's footer: the tree it was parsed into, and what of
// it reading and rewriting need, checked. It is read-only once opened, and may
// be used by several goroutines as far as its reader may.
type File struct {
	Size      int64
	FooterAt  int64 // where the footer starts
	NumRows   int64
	CreatedBy string
	Elements  []Element // the schema in the footer's order; the first is the root
	Leaves    []int     // of Elements, those with values, in the order of the chunks
	Groups    []Group
	KeyValues []KeyValue
	Tree      *Node  // FileMetaData; not to be changed
	Footer    []byte // the bytes of it
	r         io.ReaderAt
	limits    Limits
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

// OpenFile reads and checks the footer, under DefaultLimits. Of the data it reads
// nothing but the headers of pages, where the footer is too old to be believed.
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
		return corrupt("footer: %w", err)
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

// A Physical type is how values are stored.
type Physical int8

const (
	TypeNone              Physical = -1 // of a group
	TypeBoolean           Physical = 0
	TypeInt32             Physical = 1
	TypeInt64             Physical = 2
	TypeInt96             Physical = 3
	TypeFloat             Physical = 4
	TypeDouble            Physical = 5
	TypeByteArray         Physical = 6
	TypeFixedLenByteArray Physical = 7
)

// A Repetition is how often an element occurs in its parent.
type Repetition int8

const (
	Required Repetition = 0
	Optional Repetition = 1
	Repeated Repetition = 2
)

// An Element is a group or leaf of the schema. Annotations are kept as the
// file has them; NoAnnotation where it has none.
type Element struct {
	Name       string
	Parent     int // of File.Elements; -1 for the root
	Children   int // 0 for leaves
	Depth      int // 0 for the root
	Leaf       int // its number among the leaves, or -1
	Physical   Physical
	TypeLength int // bytes of TypeFixedLenByteArray
	Repetition Repetition
	Converted  int // ConvertedType, or NoAnnotation
	Scale      int // of a decimal ConvertedType
	Precision  int
	Logical    *Node // LogicalType, a union; nil where absent
	MaxDef     int16 // definition level of a value
	MaxRep     int16
	// RepDef is the definition level from which on the innermost list the
	// element stands in has an element: 0 outside lists.
	RepDef int16
}

// NoAnnotation stands for a ConvertedType that is not there.
const NoAnnotation = math.MinInt

// Path is the names from below the root down to element i.
func (f *File) Path(i int) []string {
	path := make([]string, f.Elements[i].Depth)
	for ; f.Elements[i].Depth > 0; i = f.Elements[i].Parent {
		path[f.Elements[i].Depth-1] = f.Elements[i].Name
	}
	return path
}

// readSchema flattens the list of elements, which is a tree in pre-order with
// the number of children in each node, and computes the levels.
func (f *File) readSchema() error {
	list := f.Tree.Get(2).Items()
	if len(list) == 0 {
		return corrupt("footer has no schema")
	}
	f.Elements = make([]Element, len(list))
	type open struct{ element, left int } // a group that waits for children
	var stack []open
	for i := range list {
		parent := -1
		if i > 0 {
			for len(stack) > 0 && stack[len(stack)-1].left == 0 {
				stack = stack[:len(stack)-1]
			}
			if len(stack) == 0 {
				return corrupt("schema has elements outside its root")
			}
			top := &stack[len(stack)-1]
			top.left--
			parent = top.element
		}
		e := &f.Elements[i]
		if err := e.read(&list[i], i == 0); err != nil {
			return err
		}
		if e.Children > len(list)-i-1 {
			return corrupt("schema has fewer elements than it promises")
		}
		if err := f.place(i, parent); err != nil {
			return err
		}
		if e.Physical == TypeNone {
			stack = append(stack, open{i, e.Children})
		}
	}
	for _, o := range stack {
		if o.left != 0 {
			return corrupt("schema has fewer elements than it promises")
		}
	}
	return nil
}

// place computes what an element has from its parent.
func (f *File) place(i, parent int) error {
	e := &f.Elements[i]
	e.Parent, e.Leaf = parent, -1
	if e.Physical != TypeNone {
		e.Leaf = len(f.Leaves)
		f.Leaves = append(f.Leaves, i)
	}
	if parent < 0 {
		return nil // the root's repetition means nothing
	}
	up := &f.Elements[parent]
	e.Depth, e.MaxDef, e.MaxRep, e.RepDef = up.Depth+1, up.MaxDef, up.MaxRep, up.RepDef
	if e.Depth > f.limits.SchemaDepth {
		return limit("schema is nested more than %d deep", f.limits.SchemaDepth)
	}
	switch e.Repetition {
	case Optional:
		e.MaxDef++
	case Repeated:
		e.MaxDef++
		e.MaxRep++
		e.RepDef = e.MaxDef
	}
	return nil
}

func (e *Element) read(n *Node, root bool) error {
	e.Name = string(n.Bytes(4))
	e.Physical = TypeNone
	children := n.IntOr(5, 0)
	if children < 0 || children > math.MaxInt32 {
		return corrupt("schema element has a negative number of children")
	}
	e.Children = int(children)
	if t, ok := n.Int(1); ok && !root {
		if t < 0 || t > int64(TypeFixedLenByteArray) {
			return corrupt("physical type does not exist")
		}
		if e.Physical = Physical(t); e.Children > 0 {
			return corrupt("schema element is both a group and a leaf")
		}
	}
	rep := n.IntOr(3, int64(Required))
	if rep < 0 || rep > int64(Repeated) {
		return corrupt("repetition does not exist")
	}
	e.Repetition = Repetition(rep)
	e.TypeLength = int(n.IntOr(2, 0))
	if e.Physical == TypeFixedLenByteArray && e.TypeLength <= 0 {
		return corrupt("fixed-length type without length")
	}
	e.Converted = int(n.IntOr(6, NoAnnotation))
	e.Scale, e.Precision = int(n.IntOr(7, 0)), int(n.IntOr(8, 0))
	e.Logical = n.Get(10)
	return nil
}

// dotted joins a path for messages.
func dotted(path []string) string { return strings.Join(path, ".") }
