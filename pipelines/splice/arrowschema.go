package splice

import (
	"bytes"
	"encoding/base64"
	"strings"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/ipc"
)

// ARROW:schema is the schema that the writer had in memory, as the first
// message of an Arrow stream in base64. Arrow readers take from it what
// Parquet cannot say: large strings, dictionaries, time zones. It must
// therefore stay for untouched columns, and go for others: PyArrow reads a
// column that it says is a dictionary by its dictionary pages, and fails if
// two entries became one.
//
// A schema that arrow-go cannot read (128-bit integers) is dropped whole; the
// file is then read by its Parquet types.

func (e *metaEdit) arrow(value string) (string, bool) {
	schema, err := readArrow(value)
	if err != nil {
		return "", false
	}
	var fields []arrow.Field
	for _, f := range schema.Fields() {
		leaves, known := e.columns[f.Name]
		if !known {
			return "", false // not this file's schema
		}
		if e.gone(leaves) {
			continue
		}
		if e.touched(leaves) && arrowLeaves(f.Type) != len(leaves) {
			return "", false
		}
		var ok bool
		if f, ok = e.arrowField(f, leaves); !ok {
			return "", false
		}
		fields = append(fields, f)
	}
	meta := e.arrowMetadata(schema.Metadata())
	var out bytes.Buffer
	w := ipc.NewWriter(&out, ipc.WithSchema(arrow.NewSchema(fields, &meta)))
	if err := w.Close(); err != nil {
		return "", false
	}
	return base64.StdEncoding.EncodeToString(out.Bytes()), true
}

// readArrow reads what stands under ARROW:schema.
func readArrow(value string) (*arrow.Schema, error) {
	raw, err := base64.StdEncoding.DecodeString(strings.TrimSpace(value))
	if err == nil {
		err = checkArrowSchema(raw)
	}
	if err != nil {
		return nil, err
	}
	r, err := ipc.NewReader(bytes.NewReader(raw))
	if err != nil {
		return nil, err
	}
	defer r.Release()
	return r.Schema(), nil
}

// arrowMetadata holds the schema's metadata to the rules of the file's, of
// which it is often a copy.
func (e *metaEdit) arrowMetadata(m arrow.Metadata) arrow.Metadata {
	var keys, values []string
	for i, key := range m.Keys() {
		if value, keep := e.value(key, m.Values()[i]); keep {
			keys, values = append(keys, key), append(values, value)
		} else {
			e.dropped = append(e.dropped, keyArrow+"/"+key)
		}
	}
	return arrow.NewMetadata(keys, values)
}

func arrowLeaves(t arrow.DataType) int {
	switch t := t.(type) {
	case *arrow.StructType:
		n := 0
		for _, f := range t.Fields() {
			n += arrowLeaves(f.Type)
		}
		return n
	case *arrow.MapType:
		return arrowLeaves(t.KeyType()) + arrowLeaves(t.ItemType())
	case arrow.ListLikeType:
		return arrowLeaves(t.Elem())
	case arrow.ExtensionType:
		return arrowLeaves(t.StorageType())
	}
	return 1
}

// fieldNumber is under which key Arrow has a field's number in Parquet's schema.
const fieldNumber = "PARQUET:field_id"

// arrowField edits a field of which some leaves are touched and some stay. Its
// metadata, where people put comments, goes but for the field's number.
func (e *metaEdit) arrowField(f arrow.Field, leaves []int) (arrow.Field, bool) {
	if !e.touched(leaves) {
		return e.quietField(f), true
	}
	t, ok := e.arrowType(f.Type, leaves)
	if !ok {
		return f, false
	}
	var meta arrow.Metadata
	if id, ok := f.Metadata.GetValue(fieldNumber); ok {
		meta = arrow.NewMetadata([]string{fieldNumber}, []string{id})
	}
	nullable := f.Nullable || len(leaves) == 1 && e.optional(leaves)
	return arrow.Field{Name: f.Name, Type: t, Nullable: nullable, Metadata: meta}, true
}

func (e *metaEdit) arrowType(t arrow.DataType, leaves []int) (arrow.DataType, bool) {
	switch t := t.(type) {
	case *arrow.StructType:
		var fields []arrow.Field
		for _, f := range t.Fields() {
			n := arrowLeaves(f.Type)
			under := leaves[:n]
			leaves = leaves[n:]
			if e.gone(under) {
				continue
			}
			f, ok := e.arrowField(f, under)
			if !ok {
				return nil, false
			}
			fields = append(fields, f)
		}
		return arrow.StructOf(fields...), true
	case *arrow.MapType:
		n := arrowLeaves(t.KeyType())
		if e.gone(leaves[:n]) || e.gone(leaves[n:]) {
			return nil, false
		}
		key, ok1 := e.arrowField(t.KeyField(), leaves[:n])
		item, ok2 := e.arrowField(t.ItemField(), leaves[n:])
		m := arrow.MapOfFields(key, item)
		m.KeysSorted = t.KeysSorted && !e.touched(leaves[:n])
		return m, ok1 && ok2
	case *arrow.FixedSizeListType:
		f, ok := e.arrowField(t.ElemField(), leaves)
		return arrow.FixedSizeListOfField(t.Len(), f), ok
	case *arrow.LargeListType:
		f, ok := e.arrowField(t.ElemField(), leaves)
		return arrow.LargeListOfField(f), ok
	case arrow.ListLikeType:
		f, ok := e.arrowField(t.ElemField(), leaves)
		return arrow.ListOfField(f), ok
	case arrow.ExtensionType:
		return e.arrowType(t.StorageType(), leaves)
	case *arrow.DictionaryType:
		return e.arrowType(t.ValueType, leaves)
	case *arrow.RunEndEncodedType:
		return e.arrowType(t.Encoded(), leaves)
	}
	return arrowLeaf(t, &e.leaves[leaves[0]]), true
}

// arrowLeaf is a changed leaf's type: by its Parquet type if that is new, else
// the plainest of its kind.
func arrowLeaf(t arrow.DataType, c *Change) arrow.DataType {
	if c.Type == nil {
		switch t.ID() {
		case arrow.LARGE_STRING, arrow.STRING_VIEW:
			return arrow.BinaryTypes.String
		case arrow.LARGE_BINARY, arrow.BINARY_VIEW:
			return arrow.BinaryTypes.Binary
		}
		return t
	}
	return newArrow(c.Type)
}

// newArrow is what Arrow calls a type that TypeOf gives.
func newArrow(t *LeafType) arrow.DataType {
	switch {
	case t.Logical.Get(logicalDecimal) != nil && t.Precision <= 38:
		return &arrow.Decimal128Type{Precision: int32(t.Precision), Scale: int32(t.Scale)}
	case t.Logical.Get(logicalDecimal) != nil:
		return &arrow.Decimal256Type{Precision: int32(t.Precision), Scale: int32(t.Scale)}
	case t.Logical.Get(logicalTimestamp) != nil:
		return arrowTimestamp(t.Logical.Get(logicalTimestamp))
	case t.Logical.Get(logicalTime) != nil && t.Physical == TypeInt32:
		return arrow.FixedWidthTypes.Time32ms
	case t.Logical.Get(logicalTime) != nil:
		return &arrow.Time64Type{Unit: arrowUnit(t.Logical.Get(logicalTime))}
	case t.Logical.Get(logicalInteger) != nil: // the unsigned
		return map[Physical]arrow.DataType{TypeInt32: arrow.PrimitiveTypes.Uint32, TypeInt64: arrow.PrimitiveTypes.Uint64}[t.Physical]
	case t.Logical.Get(logicalFloat16) != nil:
		return arrow.FixedWidthTypes.Float16
	case t.Converted == convertedDate:
		return arrow.FixedWidthTypes.Date32
	case t.isString():
		return arrow.BinaryTypes.String
	}
	switch t.Physical {
	case TypeBoolean:
		return arrow.FixedWidthTypes.Boolean
	case TypeInt32:
		return arrow.PrimitiveTypes.Int32
	case TypeInt64:
		return arrow.PrimitiveTypes.Int64
	case TypeFloat:
		return arrow.PrimitiveTypes.Float32
	case TypeDouble:
		return arrow.PrimitiveTypes.Float64
	case TypeFixedLenByteArray:
		return &arrow.FixedSizeBinaryType{ByteWidth: t.Length}
	}
	return arrow.BinaryTypes.Binary
}

// arrowUnit is the unit of a time or timestamp.
func arrowUnit(clock *Node) arrow.TimeUnit {
	switch unit := clock.Get(2); {
	case unit.Get(1) != nil:
		return arrow.Millisecond
	case unit.Get(3) != nil:
		return arrow.Nanosecond
	}
	return arrow.Microsecond
}

func arrowTimestamp(ts *Node) arrow.DataType {
	t := &arrow.TimestampType{Unit: arrowUnit(ts)}
	if ts.Bool(1, false) {
		t.TimeZone = "UTC"
	}
	return t
}
