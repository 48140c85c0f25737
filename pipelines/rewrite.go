package pipelines

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"

	"tuomin/pipelines/splice"
	"tuomin/scanners"
	"tuomin/scanners/columns"
	"tuomin/transforms"
	"tuomin/transforms/keys"
)

// pageRows is where pages are cut that have no cut of the source to follow:
// after this many rows, or once they hold pageBytes. Readers decode a page as
// a whole, so a larger one costs them memory; a smaller one costs a header and
// a call for the same rows. 20,000 is what parquet-mr cuts at too.
const (
	pageRows  = 20_000
	pageBytes = 1 << 20
)

// crowded is the share of slots to entries under which a dictionary that must
// be renumbered anyway is not worth having: with fewer than two slots to an
// entry it is larger than the values themselves. Not more, because three slots
// to an entry already pay.
const crowded = 2

// A rewriter makes new column chunks, one at a time. It is the scratch of one
// worker.
type rewriter struct {
	chunk  *splice.ChunkWriter
	index  []int32
	data   []byte
	scrap  []int32
	intern interner
}

func newRewriter(level int) *rewriter {
	return &rewriter{chunk: splice.NewChunkWriter(io.Discard, splice.Target{}, splice.Uncompressed, &splice.Coders{Level: level})}
}

// A column is one leaf of one row group that is to be rewritten.
type column struct {
	name  string // of the file, for messages
	file  *scanners.ParquetFile
	part  int
	leaf  int
	bound *transforms.Bound // nil where the values stay and only rows go or move
	rows  Rows
	codec splice.Codec
	seen  *scanWorker // counts each page's values once, before they change; nil where nobody counts
}

// byPage reports whether pages are made of pages: rows stay where they are, and
// the kernel asks for no siblings.
func (c *column) byPage() bool {
	return c.bound != nil && c.rows.All() && len(c.bound.Siblings) == 0 && c.bound.PerValue
}

// see counts a stretch.
func (c *column) see(l *columns.Leaf) {
	if c.seen != nil {
		c.seen.see(l)
	}
}

func (c *column) in() *columns.Column { return &c.file.Schema().Leaves[c.leaf] }

func (c *column) out() *columns.Column {
	if c.bound == nil {
		return c.in()
	}
	return c.bound.Column(c.in())
}

func (c *column) source() *splice.Chunk { return &c.file.File().Groups[c.part].Chunks[c.leaf] }

// physical is how the new values are stored: as they were, unless they became
// text, or of the type that another file of the table has.
func (c *column) physical() splice.Physical {
	if out := c.out().Type; out != c.in().Type {
		if t, err := splice.TypeOf(out); err == nil { // else change has refused it
			return t.Physical
		}
	}
	return c.source().Physical
}

// encoding is that of values outside dictionaries. Results are mostly of one
// length, and hashes do not compress: DELTA_LENGTH_BYTE_ARRAY spares them four
// bytes a value and is faster both ways. All readers of D10 know it. Polars 2.1
// panics on more than one such page of a required leaf where a struct above it is
// null.
func (c *column) encoding() splice.Encoding {
	if c.physical() != splice.TypeByteArray || c.bound == nil {
		return splice.Plain
	}
	if out := c.out(); out.MaxDef > 0 && !out.Optional && !out.Repeated() {
		return splice.Plain
	}
	return splice.DeltaLengthByteArray
}

// rewrite writes the new chunk to out: page by page, with the cuts and levels
// of the source, where that can be.
func (w *rewriter) rewrite(ctx context.Context, c *column, out io.Writer) (made *splice.Rewritten, counts transforms.Counts, err error) {
	to := c.out()
	w.chunk.Reset(out, splice.Target{Physical: c.physical(), MaxDef: to.MaxDef, MaxRep: to.MaxRep}, c.codec)
	var kernel transforms.Kernel
	if c.bound != nil {
		kernel = c.bound.NewKernel()
	}
	if c.byPage() {
		err = w.pages(ctx, c, kernel)
	} else {
		err = w.whole(ctx, c, kernel)
	}
	if err != nil {
		return nil, counts, c.fail(err)
	}
	if kernel != nil {
		counts = kernel.Counts()
	}
	made, err = w.chunk.Close()
	return made, counts, err
}

func (c *column) fail(err error) error {
	return failed(scanners.Place{File: c.name, Part: c.part, Column: c.in().Path, Row: -1}, err)
}

// failed gives an error of a rewrite its place and its reason. What reading
// says of a file has both.
func failed(place scanners.Place, err error) error {
	var read *scanners.Error
	if errors.As(err, &read) || errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) {
		return err
	}
	at := &scanners.Error{Op: "rewrite", Place: place, Err: err}
	var value *transforms.ValueError
	switch {
	case errors.Is(err, keys.ErrMissing), errors.Is(err, keys.ErrWrong):
		return refuse(keyReason(err), at)
	case errors.As(err, &value), errors.Is(err, transforms.ErrForm), errors.Is(err, transforms.ErrTooLarge):
		return refuse(RefusedRule, at)
	case errors.Is(err, errTooMuch):
		at.Op, at.Code = "read", scanners.CodeBomb
	}
	return at
}

// whole writes a chunk whose rows are picked, or whose kernel looks at
// siblings. Pages are cut anew.
func (w *rewriter) whole(ctx context.Context, c *column, kernel transforms.Kernel) error {
	var siblings []columns.Path
	if c.bound != nil {
		siblings = c.bound.Siblings
	}
	l, err := gatherRows(ctx, c.file, c.part, c.leaf, siblings, c.rows, kernel)
	if err != nil {
		return err
	}
	for page := range cutPages(l) {
		if err := w.chunk.Leaf(page, splice.Layout{Encoding: c.encoding()}); err != nil {
			return err
		}
	}
	return nil
}

// pages writes a chunk page by page.
func (w *rewriter) pages(ctx context.Context, c *column, kernel transforms.Kernel) error {
	d, err := w.dictionary(ctx, c, kernel)
	if err != nil {
		return err
	}
	for page, err := range c.file.Pages(ctx, c.part, c.leaf) {
		if err != nil {
			return err
		}
		switch {
		case page.Header.Type == splice.DictionaryPage:
		case d != nil && d.verbatim && indexed(page):
			l, err := page.Leaf()
			if err != nil {
				return err
			}
			err = w.chunk.Verbatim(c.source(), page.Header, page.Body, l.Slots-l.Present())
			if err != nil {
				return err
			}
		case d != nil && indexed(page):
			if err := w.renumber(ctx, c, page, d); err != nil {
				return err
			}
		default:
			if err := w.plain(ctx, c, page, kernel); err != nil {
				return err
			}
		}
	}
	return nil
}

func indexed(p *scanners.Page) bool {
	return p.Header.Encoding == splice.RLEDictionary || p.Header.Encoding == splice.PlainDictionary
}

// A dictionary is what became of a chunk's dictionary.
type dictionary struct {
	verbatim bool              // entry by entry: data pages stay as they are
	entries  columns.Values    // the new ones, where they are renumbered
	number   []int32           // old entry → new entry
	plain    bool              // no dictionary any more: write the values out
	kernel   transforms.Kernel // for the second pass, whose counts nobody reads
}

// dictionary looks at all data pages that use the chunk's dictionary and
// writes the new one, if there is to be one. Nil means that no page uses one.
//
// Where all entries are in use and stay distinct, the new dictionary takes the
// place of the old and data pages need not be touched, unless more stands in them
// than anybody reads, or the job wants another codec. Otherwise they are
// renumbered: an entry that no slot uses would be a blank beside others, and
// PyArrow, which reads such a column into a dictionary, fails on two entries
// that are equal. Where no entry is left in use there is no dictionary: DuckDB
// cannot decompress one of no bytes in Hadoop's frames.
func (w *rewriter) dictionary(ctx context.Context, c *column, kernel transforms.Kernel) (*dictionary, error) {
	var used []bool
	var result *columns.Values
	slots, entries, nulls, spare := 0, 0, false, false
	for page, err := range c.file.Pages(ctx, c.part, c.leaf) {
		if err != nil {
			return nil, err
		}
		if page.Header.Type == splice.DictionaryPage || !indexed(page) {
			continue
		}
		l, err := page.Leaf()
		if err != nil {
			return nil, err
		}
		c.see(l)
		out, err := kernel.Apply(ctx, l, nil)
		if err != nil {
			return nil, err
		}
		if used == nil {
			used = make([]bool, l.Values.Len())
		}
		for _, i := range out.Index {
			if !used[i] {
				used[i] = true
				entries++
			}
		}
		slots += len(l.Index)
		nulls = nulls || len(out.Index) != len(l.Index)
		spare = spare || l.Spare
		result = out.Values
	}
	if used == nil {
		return nil, nil
	}
	distinct := w.intern.number(result, used)
	stay := !nulls && !spare && c.out().MaxDef == c.in().MaxDef && c.codec == c.source().Codec
	if stay && entries > 0 && entries == len(used) && distinct == entries {
		return &dictionary{verbatim: true}, w.chunk.Dictionary(result, splice.Plain)
	}
	d := &dictionary{number: w.intern.numbers, entries: w.intern.values(), kernel: c.bound.NewKernel()}
	if d.plain = entries == 0 || distinct*crowded > slots; d.plain {
		return d, nil
	}
	return d, w.chunk.Dictionary(&d.entries, splice.Plain)
}

// renumber writes a page of a dictionary whose entries have new numbers.
func (w *rewriter) renumber(ctx context.Context, c *column, page *scanners.Page, d *dictionary) error {
	l, err := page.Leaf()
	if err != nil {
		return err
	}
	out, err := d.kernel.Apply(ctx, l, nil)
	if err != nil {
		return err
	}
	w.index = w.index[:0]
	if w.index == nil {
		w.index = []int32{} // nil would say that there is no dictionary
	}
	for _, i := range out.Index {
		w.index = append(w.index, d.number[i])
	}
	renumbered := *out
	renumbered.Values, renumbered.Index = &d.entries, w.index
	as := splice.Layout{V2: page.Header.Type == splice.DataPageV2, Encoding: splice.RLEDictionary, Entries: d.entries.Len()}
	if !as.V2 && page.Header.Encoding == splice.PlainDictionary {
		as.Encoding = splice.PlainDictionary
	}
	if d.plain {
		as.Encoding = c.encoding()
	}
	return w.chunk.Leaf(&renumbered, as)
}

// plain writes a page of values that stand for themselves. Its level bytes are
// taken over as they are, unless the kernel made nulls, of values or of what stands
// above them, or more than levels may stand there. A huge page becomes many.
func (w *rewriter) plain(ctx context.Context, c *column, page *scanners.Page, kernel transforms.Kernel) error {
	l, err := page.Leaf()
	if err != nil {
		return err
	}
	c.see(l)
	v2 := page.Header.Type == splice.DataPageV2
	if huge(l) {
		for piece := range cutFlat(l) {
			out, err := kernel.Apply(ctx, piece, nil)
			if err != nil {
				return err
			}
			if err := w.chunk.Leaf(out, splice.Layout{V2: v2, Encoding: c.encoding()}); err != nil {
				return err
			}
		}
		return nil
	}
	out, err := kernel.Apply(ctx, l, nil)
	if err != nil {
		return err
	}
	if l.Spare || out.Column.MaxDef != l.Column.MaxDef || !slices.Equal(out.Def, l.Def) || page.Header.DefEncoding == splice.BitPacked || page.Header.RepEncoding == splice.BitPacked {
		return w.chunk.Leaf(out, splice.Layout{V2: v2, Encoding: c.encoding()})
	}
	p := splice.Page{
		V2: v2, Values: l.Slots, Nulls: l.Slots - l.Present(), Rows: l.Rows,
		RepEncoding: page.Header.RepEncoding, DefEncoding: page.Header.DefEncoding, Encoding: c.encoding(),
	}
	if p.Rep, p.Def, err = page.Levels(); err != nil {
		return err
	}
	if p.Encoding == splice.DeltaLengthByteArray {
		w.data, w.scrap, err = splice.AppendDeltaLength(w.data[:0], out.Values, out.Index, w.scrap)
	} else {
		w.data, err = splice.AppendPlain(w.data[:0], c.physical(), out.Values, out.Index)
	}
	if err != nil {
		return err
	}
	p.Data = w.data
	return w.chunk.Page(&p)
}

// gatherRows reads a whole leaf, picks its rows and runs the kernel over it,
// with its siblings beside it.
func gatherRows(ctx context.Context, src scanners.Source, part, leaf int, siblings []columns.Path, rows Rows, kernel transforms.Kernel) (*columns.Leaf, error) {
	l, err := gather(ctx, src, part, leaf)
	if err != nil {
		return nil, err
	}
	if l, err = pick(l, rows); err != nil || kernel == nil {
		return l, err
	}
	beside := make([]*columns.Leaf, len(siblings))
	for i, path := range siblings {
		at := src.Schema().Find(path)
		if at < 0 {
			return nil, fmt.Errorf("column %s, which the transform of %s needs beside it, is not in the file", path, l.Column.Path)
		}
		if beside[i], err = gather(ctx, src, part, at); err != nil {
			return nil, err
		}
		if beside[i], err = pick(beside[i], rows); err != nil {
			return nil, err
		}
	}
	return kernel.Apply(ctx, l, beside)
}
