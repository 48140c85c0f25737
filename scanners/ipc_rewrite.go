package scanners

import (
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
	"github.com/apache/arrow-go/v18/arrow/ipc"

	"tuomin/scanners/columns"
)

// A Rewrite says how an IPC file is to be written anew.
type Rewrite struct {
	Replace map[int]Replacement // by leaf
	Drop    map[int]bool        // leaves that are left out; what has no leaf left goes too
	// Rows gives the rows of a part that are written, in the order in which
	// they are; nil means all. Nil for the function means all of all parts.
	Rows func(part int) ([]int32, error)
	// Uncut says that batches stay as they are cut. What was written by a rewrite, and
	// is so written again, gives the same bytes if it holds nothing else.
	Uncut bool
	// Parts is the order in which parts are written; nil is as they stand.
	Parts []int
	// KeepMetadata says which keys of the schema's and the fields' metadata
	// stay: they may hold anything. Nil keeps none. What says how values are
	// to be read stays in any case.
	KeepMetadata func(key string) bool
	// Telling reports whether a text may hold what is somebody's. What does not stays
	// beside fields that stay, such as a comment. Nil: any may.
	Telling func(text string) bool
}

// A Replacement makes the new values of a leaf.
type Replacement struct {
	Type       columns.Type // of what Make returns
	MakesNulls bool         // even where the column is required
	Siblings   []int        // leaves that Make wants beside its own
	// Make returns a leaf with as many slots as in. Siblings cover the same
	// rows. It is called from one goroutine, with parts in order.
	Make func(ctx context.Context, part int, in *columns.Leaf, siblings []*columns.Leaf) (*columns.Leaf, error)
}

// Batches are cut anew at fixed numbers of rows, so that a file that is one
// batch needs not be held in memory, and the output does not depend on it.
// Compressed buffers can only be read whole: fewer cuts, less work done twice.
const (
	rewriteRows           = 1 << 16
	rewriteRowsCompressed = 1 << 18
	rewriteBytes          = 64 << 20 // of a batch, as the source has it
)

// RewriteIPC writes src to w in the same format, file or stream, with the same
// codec. All arrays are built anew: nothing is in them but the values that are
// written. Untouched columns keep their types; dictionaries lose the entries that no
// row uses. Replaced leaves get plain arrays in their place, whatever they were
// encoded as.
//
// It returns the metadata keys that were left out. Errors are *Error, but for
// those of w, of ctx, and of Make.
func RewriteIPC(ctx context.Context, src *IPCFile, w io.Writer, how Rewrite) (lost []string, err error) {
	r := rewriter{src: src, how: how, load: src.newLoader(), dictionaries: map[string]*dictionary{}}
	part := -1
	defer func() {
		if v := recover(); v != nil {
			lost, err = nil, src.fail("rewrite", part, -1, internal(v))
		}
	}()
	if err := r.plan(); err != nil {
		return nil, src.fail("rewrite", -1, -1, err)
	}
	if err := r.open(w); err != nil {
		return nil, err
	}
	if src.format == ArrowFile {
		// A file has one dictionary for all batches.
		if part, err = r.each(ctx, r.mark); err == nil {
			err = r.marked()
		}
	}
	if err == nil {
		part, err = r.each(ctx, r.part)
	}
	if err == nil {
		err = r.out.Close()
	}
	if fault := (*parquetFault)(nil); errors.As(err, &fault) || errors.Is(err, ErrInternal) || errors.Is(err, errRead) {
		err = src.fail("rewrite", part, -1, err)
	}
	if err != nil {
		return nil, err
	}
	return slices.Sorted(maps.Keys(r.take.edit.lost)), nil
}

// A rewriter is one call of RewriteIPC.
type rewriter struct {
	src          *IPCFile
	how          Rewrite
	take         taker
	load         *loader
	schema       *arrow.Schema
	places       []int // of each field of the source, where it stands in schema
	out          batchWriter
	dictionaries map[string]*dictionary // of the whole file, as they must stay the same
}

type batchWriter interface {
	Write(arrow.RecordBatch) error
	Close() error
}

// plan makes the output's schema.
func (r *rewriter) plan() error {
	src := r.src
	e := &r.take.edit
	*e = edit{dropped: r.how.Drop, replaced: map[int]*newLeaf{}, keep: r.how.KeepMetadata, telling: r.how.Telling, lost: map[string]bool{}}
	r.take.uses = map[useOf]*usage{}
	for i, n := range r.how.Replace {
		if i < 0 || i >= len(src.schema.Leaves) || n.Make == nil {
			return fmt.Errorf("%w: there is no leaf %d to replace", ErrInternal, i)
		}
		c := src.schema.Leaves[i]
		if c.MapKey && n.MakesNulls {
			return unsupported("a map key cannot become null")
		}
		path := src.paths[i]
		typ, err := replacementType(path[len(path)-1].field.typ, c.Type, n.Type)
		if err != nil {
			return err
		}
		e.replaced[i] = &newLeaf{column: c, typ: typ, optional: c.Optional || n.MakesNulls}
	}
	fields, err := e.fields(src.arrow.Fields(), src.fields)
	if err != nil {
		return err
	}
	place := 0
	for _, f := range src.fields {
		r.places = append(r.places, place)
		if !e.drops(f) {
			place++
		}
	}
	r.load.edit = e
	md := e.metadata(src.arrow.Metadata(), whole)
	r.schema = arrow.NewSchema(fields, &md)
	return nil
}

// open starts the output.
func (r *rewriter) open(w io.Writer) error {
	opts := []ipc.Option{ipc.WithSchema(r.schema)}
	codec := int8(codecNone)
	for _, seq := range r.src.batches {
		b, err := r.src.header(seq, r.src.total)
		if err != nil {
			return r.src.fail("rewrite", -1, -1, err)
		}
		if codec = b.codec; b.rows > 0 {
			break
		}
	}
	switch codec {
	case codecLZ4:
		opts = append(opts, ipc.WithLZ4())
	case codecZstd:
		opts = append(opts, ipc.WithZstd())
	}
	if r.src.format == ArrowStream {
		r.out = ipc.NewWriter(w, opts...)
		return nil
	}
	fw, err := ipc.NewFileWriter(w, opts...)
	r.out = fw
	return err
}

// each calls do for each part, and says where it failed.
func (r *rewriter) each(ctx context.Context, do func(ctx context.Context, part int, rows []int32) error) (int, error) {
	parts := r.how.Parts
	if parts == nil {
		parts = make([]int, r.src.Parts())
		for i := range parts {
			parts[i] = i
		}
	}
	for _, part := range parts {
		var rows []int32
		if r.how.Rows != nil {
			var err error
			if rows, err = r.how.Rows(part); err != nil {
				return part, err
			}
			n := r.src.Rows(part)
			if i := slices.IndexFunc(rows, func(row int32) bool { return row < 0 || int64(row) >= n }); i >= 0 {
				return part, fmt.Errorf("%w: row %d of %d", ErrInternal, rows[i], n)
			}
		}
		if err := do(ctx, part, rows); err != nil {
			return part, err
		}
	}
	return -1, nil
}

// mark finds out which entries of dictionaries a part uses.
func (r *rewriter) mark(ctx context.Context, part int, rows []int32) error {
	r.take.marking = true
	defer func() { r.take.marking = false }()
	return r.windows(ctx, part, rows, func(a, b int64, at []int32) error {
		for i, f := range r.src.fields {
			if !hasDictionary(f) || r.take.edit.drops(f) || r.take.edit.touches(f) && !r.partly(f) {
				continue
			}
			if _, err := r.column(ctx, part, i, a, b, at); err != nil {
				return err
			}
		}
		return nil
	})
}

// marked ends marking, with the dictionaries in dictionaries.
func (r *rewriter) marked() error {
	r.take.marking = true
	defer func() { r.take.marking = false }()
	return r.take.markInner()
}

// partly reports whether something of a field stays as it is.
func (r *rewriter) partly(f *ipcField) bool {
	for i := f.lo; i < f.hi; i++ {
		if !r.take.edit.dropped[i] && r.take.edit.replaced[i] == nil {
			return true
		}
	}
	return false
}

func hasDictionary(f *ipcField) bool {
	return f.layout == layoutDictionary || slices.ContainsFunc(f.kids, hasDictionary)
}

// part writes one part.
func (r *rewriter) part(ctx context.Context, part int, rows []int32) error {
	if r.src.format == ArrowStream && !r.goesOn(part) {
		clear(r.dictionaries)
		clear(r.take.uses)
		r.take.marked = nil
		err := r.mark(ctx, part, rows)
		for next := part + 1; err == nil && r.goesOn(next); next++ {
			err = r.mark(ctx, next, rows)
		}
		if err == nil {
			err = r.marked()
		}
		if err != nil {
			return err
		}
	}
	return r.windows(ctx, part, rows, func(a, b int64, at []int32) error {
		var cols []arrow.Array
		for i, f := range r.src.fields {
			if r.take.edit.drops(f) {
				continue
			}
			data, err := r.column(ctx, part, i, a, b, at)
			if err != nil {
				return err
			}
			cols = append(cols, array.MakeFromData(data))
		}
		return r.out.Write(array.NewRecordBatch(r.schema, cols, int64(len(at))))
	})
}

// goesOn reports whether a part was cut off the one before it: it has its
// dictionaries, which hold what both use.
func (r *rewriter) goesOn(part int) bool {
	at := r.src.batches
	return r.how.Uncut && part > 0 && part < len(at) && at[part] == at[part-1]+1
}

// dictionary is what a field's indices mean. One that was seen before is the
// same object, which a file needs.
func (r *rewriter) dictionary(f *ipcField, seq int) (*dictionary, error) {
	key := r.src.dictionaryKey(f, seq)
	if d := r.dictionaries[key]; d != nil {
		return d, nil
	}
	r.src.dictionaries.mu.Lock()
	defer r.src.dictionaries.mu.Unlock()
	d, err := r.src.dictionary(f, seq)
	if err == nil {
		r.dictionaries[key] = d
	}
	return d, err
}
