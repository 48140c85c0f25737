package scanners

import (
	"strings"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/extensions"

	"tuomin/scanners/columns"
)

// An edit is what is changed of a schema's leaves.
type edit struct {
	dropped  map[int]bool
	replaced map[int]*newLeaf
	keep     func(key string) bool // metadata
	telling  func(text string) bool
	lost     map[string]bool // metadata keys that were not kept
}

// A newLeaf is what a leaf is replaced by.
type newLeaf struct {
	column   columns.Column // of the source
	typ      arrow.DataType
	optional bool
	leaf     *columns.Leaf // the stretch that is being written
	entries  []int32       // of each of its slots that an array has: which value, or missing
}

// drops reports whether all of a field is dropped.
func (e *edit) drops(f *ipcField) bool {
	for i := f.lo; i < f.hi; i++ {
		if !e.dropped[i] {
			return false
		}
	}
	return f.lo < f.hi
}

// touches reports whether anything of a field is dropped or replaced.
func (e *edit) touches(f *ipcField) bool {
	for i := f.lo; i < f.hi; i++ {
		if e.dropped[i] || e.replaced[i] != nil {
			return true
		}
	}
	return false
}

// field is what becomes of a field, which is not dropped.
func (e *edit) field(f arrow.Field, tree *ipcField) (arrow.Field, error) {
	if !e.touches(tree) {
		return e.untouched(f), nil
	}
	out := arrow.Field{Name: f.Name, Type: f.Type, Nullable: f.Nullable}
	out.Metadata = e.metadata(f.Metadata, changed)
	var err error
	out.Type, out.Nullable, err = e.typ(storage(f.Type), tree, f.Nullable)
	return out, err
}

// fields are those of a schema or struct that stay.
func (e *edit) fields(fields []arrow.Field, trees []*ipcField) ([]arrow.Field, error) {
	var out []arrow.Field
	for i, f := range fields {
		if e.drops(trees[i]) {
			continue
		}
		g, err := e.field(f, trees[i])
		if err != nil {
			return nil, err
		}
		out = append(out, g)
	}
	return out, nil
}

// typ is the type that a touched field gets. Dictionaries and runs above what
// is replaced become plain: two entries may have become one.
func (e *edit) typ(t arrow.DataType, tree *ipcField, nullable bool) (arrow.DataType, bool, error) {
	switch t := t.(type) {
	case *arrow.DictionaryType:
		return e.typ(storage(t.ValueType), tree.value, nullable)
	case *arrow.RunEndEncodedType:
		return e.typ(storage(t.Encoded()), tree.kids[1], nullable || tree.kids[1].nullable)
	case *arrow.StructType:
		fields, err := e.fields(t.Fields(), tree.kids)
		return arrow.StructOf(fields...), nullable, err
	case *arrow.MapType:
		entries := tree.kids[0]
		pair := t.ElemField().Type.(*arrow.StructType)
		fields, err := e.fields(pair.Fields(), entries.kids)
		if err != nil || len(fields) < 2 {
			return nil, false, orError(err, unsupported("the keys and values of a map can only be dropped together"))
		}
		m := arrow.MapOfFields(fields[0], fields[1])
		m.KeysSorted = t.KeysSorted && !e.touches(entries.kids[0])
		return m, nullable, nil
	case arrow.UnionType:
		return nil, false, unsupported("one child of a union cannot be changed alone; keep or drop the whole column")
	case arrow.ListLikeType:
		elem, err := e.field(t.ElemField(), tree.kids[0])
		if err != nil {
			return nil, false, err // arrow panics on a list of no type
		}
		return listType(t, elem), nullable, nil
	}
	n := e.replaced[tree.lo]
	return n.typ, n.optional, nil
}

func orError(err, otherwise error) error {
	if err != nil {
		return err
	}
	return otherwise
}

// listType is a list of another element, as t is one.
func listType(t arrow.ListLikeType, elem arrow.Field) arrow.DataType {
	switch t := t.(type) {
	case *arrow.LargeListType:
		return arrow.LargeListOfField(elem)
	case *arrow.ListViewType:
		return arrow.ListViewOfField(elem)
	case *arrow.LargeListViewType:
		return arrow.LargeListViewOfField(elem)
	case *arrow.FixedSizeListType:
		return arrow.FixedSizeListOfField(t.Len(), elem)
	}
	return arrow.ListOfField(elem)
}

// untouched is a field that stays, and so do those below it.
func (e *edit) untouched(f arrow.Field) arrow.Field {
	f.Metadata = e.metadata(f.Metadata, kept)
	f.Type = columns.MapFields(f.Type, e.untouched)
	return f
}

// Whose metadata they are.
const (
	whole   = iota // the schema's
	kept           // a field's that stays
	changed        // a field's that does not
)

// metadata keeps what the job keeps and the ids of columns; of fields that stay the
// name of their extension type, and what tells of nobody.
func (e *edit) metadata(md arrow.Metadata, of int) arrow.Metadata {
	var keys, values []string
	for i, key := range md.Keys() {
		value := md.Values()[i]
		switch {
		case key == "PARQUET:field_id", e.keep != nil && e.keep(key):
		case strings.HasPrefix(key, "ARROW:extension:"):
			if of == changed {
				continue // the new values are not of that type
			}
		case of == kept && e.telling != nil && !e.telling(key) && !e.telling(value):
		default:
			e.lost[key] = true
			continue
		}
		keys, values = append(keys, key), append(values, value)
	}
	return arrow.NewMetadata(keys, values)
}

// replacementType is the arrow type of new values: that of the old ones where
// they mean the same.
func replacementType(old arrow.DataType, in, out columns.Type) (arrow.DataType, error) {
	switch {
	case out.Kind == columns.UUID:
		return extensions.NewUUIDType(), nil
	case in == out:
		return old, nil
	}
	units := [...]arrow.TimeUnit{columns.Second: arrow.Second, columns.Milli: arrow.Millisecond, columns.Micro: arrow.Microsecond, columns.Nano: arrow.Nanosecond}
	switch out.Kind {
	case columns.Text:
		return arrow.BinaryTypes.String, nil
	case columns.Binary:
		if out.Width > 0 {
			return &arrow.FixedSizeBinaryType{ByteWidth: out.Width}, nil
		}
		return arrow.BinaryTypes.Binary, nil
	case columns.Null:
		return arrow.Null, nil
	case columns.Bool:
		return arrow.FixedWidthTypes.Boolean, nil
	case columns.Timestamp:
		if out.Width != 8 || out.Julian {
			break
		}
		t := &arrow.TimestampType{Unit: units[out.Unit]}
		if out.UTC {
			t.TimeZone = "UTC"
		}
		return t, nil
	case columns.Decimal:
		if !out.BigEndian && maxPrecision[8*out.Width] > 0 {
			return arrow.NewDecimalType(decimalID[out.Width], int32(out.Precision), int32(out.Scale))
		}
	}
	if t := plainTypes[plainType{out.Kind, out.Width, out.Unit}]; t != nil {
		return t, nil
	}
	return nil, unsupported("new values of type %s", out)
}

var decimalID = map[int]arrow.Type{4: arrow.DECIMAL32, 8: arrow.DECIMAL64, 16: arrow.DECIMAL128, 32: arrow.DECIMAL256}

type plainType struct {
	kind  columns.Kind
	width int
	unit  columns.Unit
}

var plainTypes = map[plainType]arrow.DataType{
	{columns.Int, 1, 0}: arrow.PrimitiveTypes.Int8, {columns.Int, 2, 0}: arrow.PrimitiveTypes.Int16,
	{columns.Int, 4, 0}: arrow.PrimitiveTypes.Int32, {columns.Int, 8, 0}: arrow.PrimitiveTypes.Int64,
	{columns.Uint, 1, 0}: arrow.PrimitiveTypes.Uint8, {columns.Uint, 2, 0}: arrow.PrimitiveTypes.Uint16,
	{columns.Uint, 4, 0}: arrow.PrimitiveTypes.Uint32, {columns.Uint, 8, 0}: arrow.PrimitiveTypes.Uint64,
	{columns.Float, 2, 0}: arrow.FixedWidthTypes.Float16, {columns.Float, 4, 0}: arrow.PrimitiveTypes.Float32,
	{columns.Float, 8, 0}: arrow.PrimitiveTypes.Float64,
	{columns.Date, 4, 0}:  arrow.FixedWidthTypes.Date32, {columns.Date, 8, 0}: arrow.FixedWidthTypes.Date64,
	{columns.Time, 4, columns.Second}: arrow.FixedWidthTypes.Time32s, {columns.Time, 4, columns.Milli}: arrow.FixedWidthTypes.Time32ms,
	{columns.Time, 8, columns.Micro}: arrow.FixedWidthTypes.Time64us, {columns.Time, 8, columns.Nano}: arrow.FixedWidthTypes.Time64ns,
}
