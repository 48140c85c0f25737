package corpus

import (
	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
)

// A column is a leaf with a fill, a struct with children, a list with an
// element, or a map with a key and an element.
type column struct {
	name  string
	typ   arrow.DataType     // of a leaf
	nulls float64            // share of nulls
	must  func(d *draw) bool // this row's cell must not be null
	fill  func(d *draw, b array.Builder)
	// pool makes the leaf a dictionary of these words, in this order, in every
	// batch: files that cannot replace a dictionary need it so.
	pool     []string
	children []*column
	element  *column
	key      *column
	length   func(d *draw) int // of a list or map
	// repeats says that the leaf holds few different values, and is worth a
	// dictionary.
	repeats bool

	since  int    // the version of the schema that brought the column
	was    string // its name before version renamedIn
	narrow bool   // 32 bits wide before version widenedIn

	class, verdict string   // the truth; empty where none is claimed
	unnamed        string   // unknown or unclaimed, where a name that does not tell leaves no more
	not            []string // classes that the values imitate
	path           string   // of a leaf, as job files write it
	counts         counters
}

// unclaimed, in place of unknown, is for columns about which a scan may say one
// thing or another once their name tells nothing: the truth leaves it open.
const unclaimed = "-"

// counters are what was planted in one leaf.
type counters struct {
	planted map[string]int64 // cells that hold the class, by class
	values  int64            // leaf values, nulls included
	nulls   int64
	nullish int64 // cells that say in words that there is nothing
	dirty   int64 // planted cells in an unusual spelling
}

func (c *counters) plant(class string) {
	if c.planted == nil {
		c.planted = make(map[string]int64)
	}
	c.planted[class]++
}

// dataType is the type that readers of the table see.
func (c *column) dataType() arrow.DataType {
	switch {
	case c.children != nil:
		fields := make([]arrow.Field, len(c.children))
		for i, k := range c.children {
			fields[i] = k.field()
			// A null struct has null children, and some readers look there first.
			fields[i].Nullable = fields[i].Nullable || c.nulls > 0
		}
		return arrow.StructOf(fields...)
	case c.key != nil:
		return arrow.MapOf(c.key.dataType(), c.element.dataType())
	case c.element != nil:
		return arrow.ListOf(c.element.dataType())
	case c.pool != nil:
		return &arrow.DictionaryType{IndexType: arrow.PrimitiveTypes.Int32, ValueType: arrow.BinaryTypes.String}
	}
	return c.typ
}

// storage is the type that cells are gathered in: a dictionary's indices.
func (c *column) storage() arrow.DataType {
	if c.pool != nil {
		return arrow.PrimitiveTypes.Int32
	}
	return c.dataType()
}

func (c *column) field() arrow.Field {
	return arrow.Field{Name: c.name, Type: c.dataType(), Nullable: c.nulls > 0 || c.element != nil}
}

func (c *column) reset() {
	c.counts = counters{}
	for _, k := range c.children {
		k.reset()
	}
	for _, k := range []*column{c.key, c.element} {
		if k != nil {
			k.reset()
		}
	}
}

// append makes one cell.
func (c *column) append(d *draw, b array.Builder) {
	if c.nulls > 0 && d.Float64() < c.nulls && (c.must == nil || !c.must(d)) {
		c.countNull()
		b.AppendNull()
		return
	}
	switch {
	case c.children != nil:
		s := b.(*array.StructBuilder)
		s.Append(true)
		for i, k := range c.children {
			k.append(d, s.FieldBuilder(i))
		}
	case c.key != nil:
		m := b.(*array.MapBuilder)
		m.Append(true)
		for i := range c.length(d) {
			d.slot = i
			c.key.append(d, m.KeyBuilder())
			c.element.append(d, m.ItemBuilder())
		}
		d.slot = 0
	case c.element != nil:
		l := b.(*array.ListBuilder)
		l.Append(true)
		for i := range c.length(d) {
			d.slot = i
			c.element.append(d, l.ValueBuilder())
		}
		d.slot = 0
	default:
		c.counts.values++
		d.marked = &c.counts
		d.buf, d.spans = d.buf[:0], d.spans[:0]
		c.fill(d, b)
		for _, s := range d.spans {
			if d.report != nil {
				s.Path, s.Row, s.Slot = c.path, d.row-d.opt.First, d.slot
				d.report(s)
			}
		}
	}
}

// countNull counts the null leaf values that a null cell stands for: one for
// each leaf below it, none for what is in a list.
func (c *column) countNull() {
	if c.element != nil {
		return
	}
	for _, k := range c.children {
		k.countNull()
	}
	if c.children == nil {
		c.counts.values++
		c.counts.nulls++
	}
}

// finish turns gathered cells into the column's own type.
func (c *column) finish(cells arrow.Array) arrow.Array {
	if c.pool == nil {
		return cells
	}
	return array.NewDictionaryArray(c.dataType(), cells, words(c.pool))
}

// leaves yields the leaves below c with their paths, as job files write them.
func (c *column) leaves(above string, yield func(path string, leaf *column)) {
	c.below(above+c.name, yield)
}

func (c *column) below(path string, yield func(path string, leaf *column)) {
	switch {
	case c.children != nil:
		for _, k := range c.children {
			k.leaves(path+".", yield)
		}
	case c.key != nil:
		c.key.leaves(path+"{}.", yield)
		c.element.leaves(path+"{}.", yield)
	case c.element != nil:
		c.element.below(path+"[]", yield)
	default:
		yield(path, c)
	}
}
