package scanners

import (
	"github.com/apache/arrow-go/v18/arrow"

	"tuomin/scanners/columns"
)

// A layout is how an array lies in buffers (Columnar.rst, "Physical Memory
// Layout"). What differs only in the width of offsets is one layout.
type layout uint8

const (
	layoutNull       layout = iota + 1
	layoutFixed             // validity, values; booleans are fixed too
	layoutVariable          // validity, offsets, values
	layoutView              // validity, views, and any number of buffers
	layoutList              // validity, offsets; maps are lists too
	layoutListView          // validity, offsets, sizes
	layoutFixedList         // validity
	layoutStruct            // validity
	layoutUnion             // type ids, and offsets if it is dense
	layoutRuns              // nothing: all is in the children
	layoutDictionary        // validity, indices
)

var layouts = map[arrow.Type]layout{
	arrow.NULL: layoutNull,
	arrow.BOOL: layoutFixed, arrow.INT8: layoutFixed, arrow.INT16: layoutFixed, arrow.INT32: layoutFixed,
	arrow.INT64: layoutFixed, arrow.UINT8: layoutFixed, arrow.UINT16: layoutFixed, arrow.UINT32: layoutFixed,
	arrow.UINT64: layoutFixed, arrow.FLOAT16: layoutFixed, arrow.FLOAT32: layoutFixed, arrow.FLOAT64: layoutFixed,
	arrow.DECIMAL32: layoutFixed, arrow.DECIMAL64: layoutFixed, arrow.DECIMAL128: layoutFixed, arrow.DECIMAL256: layoutFixed,
	arrow.DATE32: layoutFixed, arrow.DATE64: layoutFixed, arrow.TIME32: layoutFixed, arrow.TIME64: layoutFixed,
	arrow.TIMESTAMP: layoutFixed, arrow.DURATION: layoutFixed, arrow.INTERVAL_MONTHS: layoutFixed,
	arrow.INTERVAL_DAY_TIME: layoutFixed, arrow.INTERVAL_MONTH_DAY_NANO: layoutFixed, arrow.FIXED_SIZE_BINARY: layoutFixed,
	arrow.STRING: layoutVariable, arrow.BINARY: layoutVariable, arrow.LARGE_STRING: layoutVariable, arrow.LARGE_BINARY: layoutVariable,
	arrow.STRING_VIEW: layoutView, arrow.BINARY_VIEW: layoutView,
	arrow.LIST: layoutList, arrow.LARGE_LIST: layoutList, arrow.MAP: layoutList,
	arrow.LIST_VIEW: layoutListView, arrow.LARGE_LIST_VIEW: layoutListView,
	arrow.FIXED_SIZE_LIST: layoutFixedList, arrow.STRUCT: layoutStruct,
	arrow.SPARSE_UNION: layoutUnion, arrow.DENSE_UNION: layoutUnion,
	arrow.RUN_END_ENCODED: layoutRuns, arrow.DICTIONARY: layoutDictionary,
}

// layoutBuffers is how many buffers a layout has in a batch, but for what is
// variadic and for the offsets of dense unions.
var layoutBuffers = [...]int{
	layoutNull: 0, layoutFixed: 2, layoutVariable: 3, layoutView: 2, layoutList: 2, layoutListView: 3,
	layoutFixedList: 1, layoutStruct: 1, layoutUnion: 1, layoutRuns: 0, layoutDictionary: 2,
}

// An ipcField is a field of the schema and where its parts stand in a batch.
type ipcField struct {
	name     string
	typ      arrow.DataType // without extension types
	uuid     bool           // the extension type was arrow.uuid
	layout   layout
	nullable bool
	width    int       // bytes of a fixed value or of an index
	position           // in the batch, as if no view before it had buffers
	lo, hi   int       // the leaves in it, within the file's
	id       int64     // of a dictionary
	value    *ipcField // of a dictionary
	total    position  // what a batch of the dictionary has
	kids     []*ipcField
}

// wide reports whether offsets are of 64 bits.
func (f *ipcField) wide() bool {
	switch f.typ.ID() {
	case arrow.LARGE_STRING, arrow.LARGE_BINARY, arrow.LARGE_LIST, arrow.LARGE_LIST_VIEW:
		return true
	}
	return false
}

// boolean reports whether values are bits.
func (f *ipcField) boolean() bool { return f.typ.ID() == arrow.BOOL }

// A step goes from a field to one of its children, on the way to a leaf.
type step struct {
	field *ipcField
	kid   int // which child comes next
	// optional says that a slot may end here: where it may not, a null is
	// corruption, as no definition level could say it.
	optional bool
	level    bool // being there is a definition level
}

// A leafWalk names the leaves below a field and counts their levels.
type leafWalk struct {
	columns []columns.Column
	paths   [][]step
	text    int
	limits  Limits
}

// field walks f, of which c describes what stands above it. A null of f is one
// definition level, however the null is said: by f's own bits, by an entry of
// its dictionary, or by a run.
func (w *leafWalk) field(f *ipcField, c columns.Column, above []step, optional bool) error {
	f.lo = len(w.columns)
	defer func() { f.hi = len(w.columns) }()
	optional = optional || f.nullable || f.layout == layoutNull
	switch f.layout {
	case layoutDictionary:
		return w.field(f.value, c, then(above, step{field: f, optional: optional}), optional)
	case layoutRuns:
		optional = optional || f.kids[1].nullable
		return w.field(f.kids[1], c, then(above, step{field: f, kid: 1, optional: optional}), optional)
	case layoutUnion:
		// A struct of which each row has one child.
		return w.children(f, c, step{field: f, optional: true}, above)
	}
	here := step{field: f, optional: optional, level: optional}
	c.Optional = optional
	if optional {
		c.MaxDef++
	}
	switch f.layout {
	case layoutStruct:
		return w.children(f, c, here, above)
	case layoutList, layoutListView, layoutFixedList:
		c.MaxDef++
		c.MaxRep++
		c.RepDef = c.MaxDef
		if f.typ.ID() == arrow.MAP {
			return w.pairs(f.kids[0], c, then(above, here))
		}
		c.Path += "[]"
		return w.field(f.kids[0], c, then(above, here), false)
	}
	return w.leaf(f, c, then(above, here))
}

// then is above and one more, in memory of its own.
func then(above []step, s step) []step { return append(above[:len(above):len(above)], s) }

// children walks the children of a struct or union.
func (w *leafWalk) children(f *ipcField, c columns.Column, here step, above []step) error {
	for i, kid := range f.kids {
		inner := c
		inner.Path += columns.Path("." + kid.name)
		here.kid = i
		if err := w.field(kid, inner, then(above, here), f.layout == layoutUnion); err != nil {
			return err
		}
	}
	return nil
}

// pairs walks the struct in a map, which cannot be null, as its keys cannot.
func (w *leafWalk) pairs(entries *ipcField, c columns.Column, above []step) error {
	entries.lo = len(w.columns)
	for i, kid := range entries.kids {
		inner := c
		inner.Path += columns.Path([...]string{"{}.key", "{}.value"}[i])
		inner.MapKey = c.MapKey || i == 0
		if err := w.field(kid, inner, then(above, step{field: entries, kid: i}), false); err != nil {
			return err
		}
	}
	entries.hi = len(w.columns)
	return nil
}

func (w *leafWalk) leaf(f *ipcField, c columns.Column, above []step) error {
	if c.Type = columnType(f.typ); f.uuid {
		c.Type.Kind = columns.UUID
	}
	w.columns = append(w.columns, c)
	w.paths = append(w.paths, above)
	w.text += len(c.Path)
	switch {
	case len(w.columns) > w.limits.Leaves:
		return bomb("more than %d columns", w.limits.Leaves)
	case w.text > maxParquetPaths:
		return bomb("paths of more than %d bytes", maxParquetPaths)
	}
	return nil
}

// columnType says what values of an arrow type mean.
func columnType(t arrow.DataType) columns.Type {
	c := columns.Type{Kind: columns.Unknown}
	if w, ok := t.(arrow.FixedWidthDataType); ok {
		c.Width = w.Bytes()
	}
	switch t := t.(type) {
	case *arrow.NullType:
		c.Kind = columns.Null
	case *arrow.BooleanType:
		c.Kind, c.Width = columns.Bool, 1
	case *arrow.Int8Type, *arrow.Int16Type, *arrow.Int32Type, *arrow.Int64Type:
		c.Kind = columns.Int
	case *arrow.Uint8Type, *arrow.Uint16Type, *arrow.Uint32Type, *arrow.Uint64Type:
		c.Kind = columns.Uint
	case *arrow.Float16Type, *arrow.Float32Type, *arrow.Float64Type:
		c.Kind = columns.Float
	case arrow.DecimalType:
		c.Kind, c.Precision, c.Scale = columns.Decimal, int(t.GetPrecision()), int(t.GetScale())
	case *arrow.Date32Type, *arrow.Date64Type:
		c.Kind = columns.Date
	case *arrow.Time32Type:
		c.Kind, c.Unit = columns.Time, unit(t.Unit)
	case *arrow.Time64Type:
		c.Kind, c.Unit = columns.Time, unit(t.Unit)
	case *arrow.TimestampType:
		c.Kind, c.Unit, c.UTC = columns.Timestamp, unit(t.Unit), t.TimeZone != ""
	case *arrow.DurationType, *arrow.MonthIntervalType, *arrow.DayTimeIntervalType, *arrow.MonthDayNanoIntervalType:
		c.Kind = columns.Interval
	case *arrow.StringType, *arrow.LargeStringType, *arrow.StringViewType:
		c.Kind = columns.Text
	case *arrow.BinaryType, *arrow.LargeBinaryType, *arrow.BinaryViewType, *arrow.FixedSizeBinaryType:
		c.Kind = columns.Binary
	}
	return c
}

func unit(u arrow.TimeUnit) columns.Unit {
	return [...]columns.Unit{arrow.Second: columns.Second, arrow.Millisecond: columns.Milli, arrow.Microsecond: columns.Micro, arrow.Nanosecond: columns.Nano}[u]
}
