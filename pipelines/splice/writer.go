package splice

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io"
)

// An Edit says what becomes of a file. The zero Edit changes nothing.
type Edit struct {
	Leaves   []Change // one for each leaf of the source; nil: all stay
	Rows     bool     // rows are dropped
	Shuffled bool     // rows are in another order
	KeepKeys []string // key-value metadata to keep that would be dropped
	// Telling reports whether a text, such as a column's comment, may hold what is
	// somebody's: it is not kept then. Nil means that none does.
	Telling func(text string) bool
}

// A Change says what becomes of a leaf.
type Change struct {
	Drop     bool
	Values   bool      // replaced, in some row groups at least
	Type     *LeafType // its new type; nil: the same
	Optional bool      // may be null now; if it was required, all row groups need new levels
}

// touched reports whether the leaf's values or type are not the source's.
func (c *Change) touched() bool { return c.Drop || c.Values || c.Type != nil || c.Optional }

func (e *Edit) identity() bool {
	for i := range e.Leaves {
		if e.Leaves[i].touched() {
			return false
		}
	}
	return !e.Rows && !e.Shuffled
}

// A Writer writes a file made of a source's chunks and new ones:
//
//	w, err := NewWriter(out, src, edit)
//	for each row group that keeps rows {
//		w.StartGroup(group, rows)
//		for each leaf that is not dropped, in order {
//			w.Copy(leaf)
//			// or, written meanwhile by a ChunkWriter,  w.Add(leaf, made, bytes)
//		}
//		w.EndGroup()
//	}
//	result, err := w.Close()
//
// Row groups may come in any order, and each may be of another row group of
// the source, or of none. After an error the Writer does nothing more. It is
// for one goroutine.
//
// # What is in the footer
//
// Of a copied chunk only offsets change. A new chunk's metadata is made from
// the pages that were written: sizes, encodings, the number of nulls. It has
// no minimum, maximum, distinct count, histogram, Bloom filter, page index or
// key-value metadata, as those of the source speak of values that are gone.
//
// created_by stays the source's, even if every chunk is new. Readers judge
// columns by it that we did not touch: Spark and Hive shift INT96 timestamps
// unless parquet-mr wrote them, parquet-mr trusts the string statistics of any
// writer but its own before 1.8 (PARQUET-251), so that another name would
// revive wrong ones. What such readers distrust in a new chunk is not there.
type Writer struct {
	out   counter
	src   *File
	edit  Edit
	plan  schemaPlan
	keys  keyPlan
	pages PageReader

	groups  []Node   // finished
	chunks  [][]Node // of each finished group
	pending []copied // whose indexes and Bloom filters must still be written
	rows    int64
	open    *openGroup
	err     error
}

type openGroup struct {
	source  int
	rows    int64
	next    int // output leaf
	chunks  []Node
	changed bool // not all chunks are the source's
	start   int64
}

// A Result says what was written.
type Result struct {
	Size        int64
	Rows        int64
	Groups      int
	DroppedKeys []string // keys of the key-value metadata that were left out
}

// counter counts what it writes, and writes small pieces together.
type counter struct {
	w   io.Writer
	n   int64
	buf []byte
}

const direct = 64 << 10 // pieces of this size are not worth copying together

// Write counts what it passes on, small pieces together.
func (c *counter) Write(p []byte) (int, error) {
	c.n += int64(len(p))
	if len(c.buf)+len(p) <= direct {
		c.buf = append(c.buf, p...)
		return len(p), nil
	}
	if err := c.flush(); err != nil {
		return 0, err
	}
	if len(p) < direct {
		c.buf = append(c.buf, p...)
		return len(p), nil
	}
	return c.w.Write(p)
}

func (c *counter) flush() error {
	if len(c.buf) == 0 {
		return nil
	}
	_, err := c.w.Write(c.buf)
	c.buf = c.buf[:0]
	return err
}

// NewWriter checks the edit against the source and begins the file. Edits that
// would make an invalid file are ErrUnsupported: no leaf left, a map without
// its keys, a VARIANT in parts.
func NewWriter(out io.Writer, src *File, edit Edit) (*Writer, error) {
	if edit.Leaves == nil {
		edit.Leaves = make([]Change, len(src.Leaves))
	}
	if len(edit.Leaves) != len(src.Leaves) {
		return nil, fmt.Errorf("splice: %d changes for %d leaves", len(edit.Leaves), len(src.Leaves))
	}
	w := &Writer{out: counter{w: out}, src: src, edit: edit}
	var err error
	if w.plan, err = planSchema(src, edit.Leaves); err != nil {
		return nil, err
	}
	w.keys = planKeys(src, &edit)
	if _, err := w.out.Write(magic); err != nil {
		return nil, err
	}
	return w, nil
}

// Target is what a leaf of the source is in the output.
func (w *Writer) Target(leaf int) Target { return w.plan.targets[leaf] }

var errOrder = errors.New("splice: writer used out of order")

func (w *Writer) fail(err error) error {
	if w.err == nil {
		w.err = err
	}
	return w.err
}

// StartGroup begins a row group that takes its place, and what metadata it has
// beside its chunks', from the source's; source -1 is a group of its own. A
// row group that lost all its rows is not started.
func (w *Writer) StartGroup(source int, rows int64) error {
	if w.err != nil || w.open != nil || source >= len(w.src.Groups) {
		return w.fail(errOrder)
	}
	if rows == 0 && (source < 0 || w.src.Groups[source].NumRows != 0) || rows < 0 {
		return w.fail(fmt.Errorf("splice: row group of %d rows", rows))
	}
	w.open = &openGroup{source: source, rows: rows, start: w.out.n}
	w.open.changed = source < 0 || len(w.plan.kept) != len(w.src.Leaves)
	return nil
}

// expect checks that a leaf is the one whose turn it is.
func (w *Writer) expect(leaf int) error {
	if w.err != nil {
		return w.err
	}
	if w.open == nil || w.open.next >= len(w.plan.kept) || w.plan.kept[w.open.next] != leaf {
		return w.fail(errOrder)
	}
	return nil
}

// Add takes a chunk that was written elsewhere, as bytes that were counted by
// the ChunkWriter that made them.
func (w *Writer) Add(leaf int, made *Rewritten, chunk io.Reader) error {
	if err := w.expect(leaf); err != nil {
		return err
	}
	start := w.out.n
	n, err := io.Copy(&w.out, chunk)
	if err == nil && n != made.Length {
		err = fmt.Errorf("splice: chunk of %d bytes where %d were written", n, made.Length)
	}
	if err != nil {
		return w.fail(err)
	}
	target := w.Target(leaf)
	if made.Values < w.open.rows || target.MaxRep == 0 && made.Values != w.open.rows {
		return w.fail(fmt.Errorf("splice: chunk of %d values in a row group of %d rows", made.Values, w.open.rows))
	}
	w.open.chunks = append(w.open.chunks, newChunkNode(w.src.Path(w.src.Leaves[leaf]), target, start, made))
	w.open.next++
	w.open.changed = true
	return nil
}

// EndGroup ends the row group.
func (w *Writer) EndGroup() error {
	if w.err != nil || w.open == nil || w.open.next != len(w.plan.kept) {
		return w.fail(errOrder)
	}
	w.groups = append(w.groups, w.groupNode())
	w.chunks = append(w.chunks, w.open.chunks)
	w.rows += w.open.rows
	w.open = nil
	return nil
}

// Close writes Bloom filters, page indexes and footer. It does not close what
// is underneath.
func (w *Writer) Close() (*Result, error) {
	if w.err != nil || w.open != nil {
		return nil, w.fail(errOrder)
	}
	if !w.edit.Rows && w.rows != w.src.NumRows {
		return nil, w.fail(fmt.Errorf("splice: %d rows written, where the source has %d", w.rows, w.src.NumRows))
	}
	if err := w.writePending(); err != nil {
		return nil, w.fail(err)
	}
	footer := w.footerNode()
	b := footer.Append(nil)
	if len(b) > maxPage {
		return nil, w.fail(limit("footer of %d bytes", len(b)))
	}
	b = append(binary.LittleEndian.AppendUint32(b, uint32(len(b))), magic...)
	if _, err := w.out.Write(b); err != nil {
		return nil, w.fail(err)
	}
	if err := w.out.flush(); err != nil {
		return nil, w.fail(err)
	}
	w.err = errOrder // nothing may follow
	return &Result{Size: w.out.n, Rows: w.rows, Groups: len(w.groups), DroppedKeys: w.keys.dropped}, nil
}
