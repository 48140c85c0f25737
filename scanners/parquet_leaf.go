package scanners

import (
	"encoding/binary"
	"math"
	"unsafe"

	"tuomin/pipelines/splice"
	"tuomin/scanners/columns"
)

// A leafDecoder turns uncompressed pages of one chunk into leaves. It keeps its
// buffers from page to page and from chunk to chunk, so that a warm one
// allocates only once a chunk: the header of a dictionary's values, whose
// address tells dictionaries apart.
type leafDecoder struct {
	memory memoryLimit
	column *columns.Column
	leaf   *parquetLeaf

	dict        *columns.Values // nil where the chunk has none, or not yet
	dictSpare   bool
	dictOffsets []int32
	dictFixed   []byte

	rep, def []int16
	index    []int32
	offsets  []int32
	prefix   []int32
	made     []byte // values that do not stand in the page as they are
	delta    deltaReader
	values   columns.Values
	suffixes columns.Values
	out      columns.Leaf
	spare    bool // of the page at hand: see columns.Leaf

	rows    int64 // begun in the pages before
	lastDef int16 // of the slot before, where a page may begin within a row
}

// start readies the decoder for a chunk.
func (d *leafDecoder) start(c *columns.Column, l *parquetLeaf) {
	d.column, d.leaf, d.dict = c, l, nil
	d.rows, d.lastDef = 0, 0
}

// A memoryLimit bounds what the buffers of one reader take together.
type memoryLimit struct{ held, limit int64 }

// sized returns buf with n elements, whose content is of no account.
func sized[T any](m *memoryLimit, buf []T, n int) ([]T, error) {
	if n <= cap(buf) && buf != nil {
		return buf[:n], nil
	}
	size := int64(unsafe.Sizeof(*new(T)))
	// An eighth more, as pages differ a little in size.
	room := max(int64(n)+int64(n)/8, 64)
	more := (room - int64(cap(buf))) * size
	if m.held+more > m.limit {
		return nil, bomb("the page would take more than %d bytes of memory", m.limit)
	}
	m.held += more
	return make([]T, room)[:n], nil
}

// dictionary decodes the body of a dictionary page of n entries. Its values
// stay valid until the next chunk; body must too.
func (d *leafDecoder) dictionary(n int, body []byte) (*columns.Leaf, error) {
	values := new(columns.Values)
	var err error
	d.spare = false
	d.dictOffsets, d.dictFixed, err = d.plain(values, n, body, d.dictOffsets, d.dictFixed)
	if err != nil {
		return nil, err
	}
	d.dict, d.dictSpare = values, d.spare
	d.out = columns.Leaf{Column: d.column, Rows: n, Slots: n, Values: values, Spare: d.spare}
	return &d.out, nil
}

// A sections is an uncompressed data page, cut in its three parts.
type sections struct {
	slots          int
	rep, def       []byte // without the lengths that may stand before them
	oldRep, oldDef bool   // encoded BIT_PACKED rather than RLE
	encoding       splice.Encoding
	values         []byte

	storedRep, storedDef []byte // with the lengths
}

// page decodes a data page.
func (d *leafDecoder) page(s *sections) (*columns.Leaf, error) {
	leaf := &d.out
	*leaf = columns.Leaf{Column: d.column, Slots: s.slots, Rows: s.slots, First: d.rows, Values: &d.values}
	d.spare = false
	present, err := d.levels(leaf, s)
	if err != nil {
		return nil, err
	}
	if present > 0 && d.column.Type.Kind == columns.Null {
		return nil, corrupt("a column that can hold nothing but nulls holds values")
	}
	if err := d.decode(leaf, s.encoding, present, s.values); err != nil {
		return nil, err
	}
	d.rows += int64(leaf.Rows)
	leaf.Spare = d.spare
	return leaf, nil
}

// levels decodes the levels, and counts the rows that begin and the slots that
// hold a value.
func (d *leafDecoder) levels(leaf *columns.Leaf, s *sections) (present int, err error) {
	c := d.column
	present = s.slots
	if c.MaxDef > 0 {
		if rest, only := onlyRun(s.def, levelWidth(c.MaxDef), s.slots, c.MaxDef); only && !s.oldDef {
			d.behind(rest)
		} else if present, err = d.fillLevels(&d.def, s.slots, s.def, c.MaxDef, s.oldDef); err != nil {
			return 0, err
		}
		if present < s.slots {
			leaf.Def = d.def
		}
	}
	if c.MaxRep == 0 {
		return present, nil
	}
	if _, err = d.fillLevels(&d.rep, s.slots, s.rep, c.MaxRep, s.oldRep); err != nil {
		return 0, err
	}
	leaf.Rep = d.rep
	return present, d.countRows(leaf)
}

// fillLevels decodes n levels into dst and counts those that are max.
func (d *leafDecoder) fillLevels(dst *[]int16, n int, src []byte, max int16, old bool) (atMax int, err error) {
	if *dst, err = sized(&d.memory, *dst, n); err != nil {
		return 0, err
	}
	fill := fillHybrid[int16]
	if old {
		fill = fillBitPacked
	}
	rest, err := fill(*dst, src, levelWidth(max))
	if err != nil {
		return 0, err
	}
	d.behind(rest)
	return checkLevels(*dst, max)
}

// behind takes note of what stands behind levels or values.
func (d *leafDecoder) behind(rest []byte) { d.spare = d.spare || says(rest) }

// countRows counts the rows that begin in a page with repetition levels, and
// holds the levels to what they mean: the first page begins with a row, and
// only a list that has an element goes on.
func (d *leafDecoder) countRows(leaf *columns.Leaf) error {
	rows := 0
	before := d.lastDef
	for i, r := range leaf.Rep {
		def := d.column.MaxDef
		if leaf.Def != nil {
			def = leaf.Def[i]
		}
		if r == 0 {
			rows++
		} else if least := d.leaf.listDef[r]; def < least || before < least {
			return corrupt("a list goes on that has no elements")
		}
		before = def
	}
	d.lastDef = before
	leaf.Rows = rows
	if len(leaf.Rep) > 0 && leaf.Rep[0] > 0 {
		if d.rows == 0 {
			return corrupt("the first page begins within a row")
		}
		leaf.First--
	}
	return nil
}

// decode decodes n values into leaf.
func (d *leafDecoder) decode(leaf *columns.Leaf, encoding splice.Encoding, n int, src []byte) (err error) {
	physical, width := d.leaf.physical, d.leaf.width
	switch encoding {
	case splice.Plain:
		d.offsets, d.made, err = d.plain(&d.values, n, src, d.offsets, d.made)
		return err
	case splice.PlainDictionary, splice.RLEDictionary:
		return d.indices(leaf, n, src)
	}
	if n == 0 {
		// Nothing to decode, whatever the encoding; some writers leave no
		// bytes at all.
		d.values = d.empty()
		d.behindNothing(encoding, src)
		return nil
	}
	switch {
	case encoding == splice.RLE && physical == splice.TypeBoolean:
		return d.booleans(n, src)
	case encoding == splice.DeltaBinaryPacked && (physical == splice.TypeInt32 || physical == splice.TypeInt64):
		if d.made, err = sized(&d.memory, d.made, n*width); err != nil {
			return err
		}
		d.values = columns.NewFixed(d.made, width)
		err = d.delta.fillDeltas(d.made, src, width)
		d.behind(d.delta.src)
		return err
	case encoding == splice.DeltaLengthByteArray && physical == splice.TypeByteArray:
		d.offsets, err = d.lengths(&d.values, n, src, d.offsets)
		return err
	case encoding == splice.DeltaByteArray && (physical == splice.TypeByteArray || physical == splice.TypeFixedLenByteArray):
		return d.prefixes(n, src)
	case encoding == splice.ByteStreamSplit && width > 0 && physical != splice.TypeInt96:
		if n > len(src)/width || n*width != len(src) {
			return corrupt("%d bytes of values where %d values of %d bytes are wanted", len(src), n, width)
		}
		if d.made, err = sized(&d.memory, d.made, len(src)); err != nil {
			return err
		}
		unshuffle(d.made, src, width)
		d.values = columns.NewFixed(d.made, width)
		return nil
	}
	return unsupported("encoding %d for physical type %d", encoding, physical)
}

// empty is no values, in the column's layout.
func (d *leafDecoder) empty() columns.Values {
	if width := d.column.Type.Width; width > 0 {
		return columns.NewFixed(nil, width)
	}
	return columns.NewVariable(nil, nil, 0)
}

// plain decodes n PLAIN values into v, with the buffers given where it needs
// any. It copies nothing but booleans, which take a byte each.
func (d *leafDecoder) plain(v *columns.Values, n int, src []byte, offsets []int32, made []byte) (_ []int32, _ []byte, err error) {
	var rest []byte
	switch d.leaf.physical {
	case splice.TypeByteArray:
		if n > len(src)/4 {
			return offsets, made, corrupt("%d bytes cannot hold %d values", len(src), n)
		}
		buf, err := sized(&d.memory, offsets, n+1)
		if err != nil {
			return offsets, made, err
		}
		offsets = buf
		*v = columns.NewVariable(src, offsets, 4)
		if rest, err = plainOffsets(offsets, src); err != nil {
			return offsets, made, err
		}
	case splice.TypeBoolean:
		size := packedSize(n, 1)
		if size > len(src) {
			return offsets, made, corrupt("%d bytes cannot hold %d booleans", len(src), n)
		}
		buf, err := sized(&d.memory, made, n)
		if err != nil {
			return offsets, made, err
		}
		made = buf
		unpack(made, src, 1)
		*v = columns.NewFixed(made, 1)
		rest = src[size:]
	default:
		width := d.leaf.width
		if n > len(src)/width || n*width+spareBytes < len(src) {
			return offsets, made, corrupt("%d bytes of values where %d values of %d bytes are wanted", len(src), n, width)
		}
		*v = columns.NewFixed(src[:n*width], width)
		rest = src[n*width:]
	}
	more, err := spare(rest)
	d.spare = d.spare || more
	return offsets, made, err
}

// indices decodes the indices of n values into the dictionary.
func (d *leafDecoder) indices(leaf *columns.Leaf, n int, src []byte) (err error) {
	if d.dict == nil {
		if n > 0 {
			return corrupt("a page of indices without a dictionary")
		}
		d.values = d.empty()
		d.behindNothing(splice.RLEDictionary, src)
		return nil
	}
	if d.index, err = sized(&d.memory, d.index, n); err != nil {
		return err
	}
	leaf.Values, leaf.Index = d.dict, d.index
	d.spare = d.spare || d.dictSpare
	if n == 0 {
		d.behindNothing(splice.RLEDictionary, src)
		return nil
	}
	if len(src) == 0 || src[0] > 32 {
		return corrupt("indices of no valid width")
	}
	width := uint(src[0])
	rest, err := fillHybrid(d.index, src[1:], width)
	if err != nil {
		return err
	}
	d.behind(rest)
	return checkIndex(d.index, d.dict.Len())
}

// booleans decodes n booleans in runs, which follow the length they take.
func (d *leafDecoder) booleans(n int, src []byte) (err error) {
	if len(src) < 4 || uint64(binary.LittleEndian.Uint32(src)) > uint64(len(src)-4) {
		return corrupt("booleans are cut off")
	}
	end := 4 + int(binary.LittleEndian.Uint32(src))
	if d.made, err = sized(&d.memory, d.made, n); err != nil {
		return err
	}
	d.values = columns.NewFixed(d.made, 1)
	rest, err := fillHybrid(d.made, src[4:end], 1)
	d.behind(rest)
	d.behind(src[end:])
	return err
}

// lengths decodes n DELTA_LENGTH_BYTE_ARRAY values into v: the lengths, then
// the bytes, which stay where they are.
func (d *leafDecoder) lengths(v *columns.Values, n int, src []byte, offsets []int32) ([]int32, error) {
	buf, err := sized(&d.memory, offsets, n+1)
	if err != nil {
		return offsets, err
	}
	sum, rest, err := d.delta.fillLengths(buf[1:], src)
	if err != nil {
		return buf, err
	}
	if sum != int64(len(rest)) {
		return buf, corrupt("%d bytes of values where the lengths add up to %d", len(rest), sum)
	}
	lengthOffsets(buf)
	*v = columns.NewVariable(rest, buf, 0)
	return buf, nil
}

// prefixes decodes n DELTA_BYTE_ARRAY values: how much each shares with the
// one before it, then the rest of each as in DELTA_LENGTH_BYTE_ARRAY.
func (d *leafDecoder) prefixes(n int, src []byte) (err error) {
	if d.prefix, err = sized(&d.memory, d.prefix, n); err != nil {
		return err
	}
	shared, rest, err := d.delta.fillLengths(d.prefix, src)
	if err != nil {
		return err
	}
	if d.index, err = d.lengths(&d.suffixes, n, rest, d.index); err != nil {
		return err
	}
	total := shared + d.suffixes.Bytes()
	width := d.leaf.width
	switch {
	case width > 0 && total != int64(n)*int64(width):
		return corrupt("values of %d bytes together", total)
	case total > math.MaxInt32: // offsets are int32
		return bomb("values of %d bytes in one page", total)
	}
	if d.offsets, err = sized(&d.memory, d.offsets, n+1); err != nil {
		return err
	}
	if d.made, err = sized(&d.memory, d.made, int(total)); err != nil {
		return err
	}
	if err := joinPrefixes(d.made, d.offsets, d.prefix, &d.suffixes); err != nil {
		return err
	}
	if width == 0 {
		d.values = columns.NewVariable(d.made, d.offsets, 0)
		return nil
	}
	for i, at := range d.offsets {
		if int(at) != i*width {
			return corrupt("values differ in length")
		}
	}
	d.values = columns.NewFixed(d.made, width)
	return nil
}
