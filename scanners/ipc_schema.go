package scanners

import (
	"bytes"
	"encoding/binary"
	"fmt"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/extensions"
	"github.com/apache/arrow-go/v18/arrow/ipc"
)

// maxSchemaText is how many bytes of names, time zones and metadata a schema may have.
// Those of 10,000 columns with comments are 1 MiB.
const maxSchemaText = 64 << 20

// An encoding says which fields are dictionaries, which arrow.Schema does not.
type encoding struct {
	dictionary bool
	id         int64
	kids       []encoding
}

// schemaReader checks a schema's flatbuffer before a library is let at it,
// which follows a field that is its own child for ever.
type schemaReader struct {
	limits Limits
	fields int
	text   int
}

func (r *schemaReader) read(schema flatTable) ([]encoding, error) {
	if schema.flat == nil {
		return nil, corrupt("there is no schema")
	}
	if schema.int16(schemaEndianness) != 0 {
		return nil, unsupported("big-endian; write it anew on a little-endian machine, such as with PyArrow")
	}
	r.metadata(schema.vector(schemaMetadata, 4))
	fields, err := r.children(schema.vector(schemaFields, 4), 1)
	if err == nil && schema.flat.bad {
		err = corrupt("the schema points out of its message")
	}
	return fields, err
}

func (r *schemaReader) children(v flatVector, depth int) ([]encoding, error) {
	if v.n > 0 && depth > r.limits.Depth {
		return nil, bomb("columns nested deeper than %d levels", r.limits.Depth)
	}
	var out []encoding
	for i := range v.n {
		field := v.table(i)
		r.fields++
		r.text += field.vector(fieldName, 1).n
		if field.uint8(fieldKind) == typeTimestamp {
			r.text += field.table(fieldType).vector(timestampZone, 1).n
		}
		r.metadata(field.vector(fieldMetadata, 4))
		switch {
		case field.flat == nil || field.flat.bad:
			return nil, corrupt("the schema points out of its message")
		case r.fields > 4*r.limits.Leaves:
			return nil, bomb("more than %d fields", 4*r.limits.Leaves)
		case r.text > maxSchemaText:
			return nil, bomb("names and metadata of more than %d bytes", maxSchemaText)
		}
		if field.uint8(fieldKind) == typeInteger {
			if bits := field.table(fieldType).number(integerBits, 4); bits > 64 {
				return nil, unsupported("column %.60q: an integer of %d bits; write it as a decimal or as text", field.vector(fieldName, 1).bytes, bits)
			}
		}
		kids, err := r.children(field.vector(fieldChildren, 4), depth+1)
		if err != nil {
			return nil, err
		}
		out = append(out, encoding{
			dictionary: field.has(fieldDictionary),
			id:         field.table(fieldDictionary).int64(encodingID),
			kids:       kids,
		})
	}
	return out, nil
}

// metadata counts the bytes of key-value pairs. Many may share one string.
func (r *schemaReader) metadata(pairs flatVector) {
	for i := range pairs.n {
		pair := pairs.table(i)
		r.text += pair.vector(0, 1).n + pair.vector(1, 1).n
		if r.text > maxSchemaText || pair.flat == nil {
			return
		}
	}
}

// schemaMessage wraps a schema that stands somewhere in a flatbuffer, such as
// a file's footer, into the message that a stream begins with.
func schemaMessage(schema flatTable) []byte {
	const head = 32 // a multiple of 8, so that what follows stays aligned
	buf := make([]byte, 8+head+len(schema.flat.buf))
	le := binary.LittleEndian
	le.PutUint32(buf, continuation)
	le.PutUint32(buf[4:], uint32(len(buf)-8))
	m := buf[8:]
	le.PutUint32(m, 16) // the root table, with its vtable before it
	le.PutUint16(m[4:], 10)
	le.PutUint16(m[6:], 12)
	for i, at := range []uint16{8, 10, 4} { // version, header's type, header
		le.PutUint16(m[8+2*i:], at)
	}
	le.PutUint32(m[16:], 16-4)
	le.PutUint32(m[20:], uint32(head+schema.pos-20))
	le.PutUint16(m[24:], metadataV5)
	m[26] = messageSchema
	copy(m[head:], schema.flat.buf)
	return buf
}

// parseSchema has arrow-go read the types of a schema that was checked.
func parseSchema(schema flatTable) (s *arrow.Schema, err error) {
	defer func() {
		if v := recover(); v != nil {
			s, err = nil, corrupt("the schema cannot be decoded")
		}
	}()
	r, err := ipc.NewReader(bytes.NewReader(schemaMessage(schema)))
	if err != nil {
		// Its text may hold a field's name, and with it the schema's bytes.
		return nil, unsupported("the schema has a type that is not known, or a broken one")
	}
	defer r.Release()
	return r.Schema(), nil
}

// storage is the type that values are stored in.
func storage(t arrow.DataType) arrow.DataType {
	for {
		ext, ok := t.(arrow.ExtensionType)
		if !ok {
			return t
		}
		t = ext.StorageType()
	}
}

// fields makes the trees of the schema's fields.
func (b *fieldBuilder) fields(s *arrow.Schema, encodings []encoding) (out []*ipcField, total position, err error) {
	if s.NumFields() != len(encodings) {
		return nil, total, corrupt("%d columns of %d can be decoded", s.NumFields(), len(encodings))
	}
	for i, f := range s.Fields() {
		field, err := b.field(f.Type, f.Nullable, encodings[i], &total)
		if err != nil {
			return nil, total, fmt.Errorf("column %d: %w", i, err)
		}
		field.name = f.Name
		out = append(out, field)
	}
	return out, total, nil
}

// maxPrecision is how many digits decimals of so many bits can have.
var maxPrecision = map[int]int{32: 9, 64: 18, 128: 38, 256: 76}

// A fieldBuilder makes ipcFields of arrow's types.
type fieldBuilder struct {
	dictionaries map[int64]*ipcField // by id, the first field that has it
	unions       bool                // there is one
}

// A position counts what a batch has of nodes, buffers and variadic counts.
type position struct{ node, buffer, variadic int }

// field makes the tree of one field, which stands at pos in its batch.
func (b *fieldBuilder) field(t arrow.DataType, nullable bool, e encoding, pos *position) (*ipcField, error) {
	_, uuid := t.(*extensions.UUIDType)
	t = storage(t)
	f := &ipcField{typ: t, uuid: uuid, nullable: nullable, position: *pos}
	if e.dictionary != (t.ID() == arrow.DICTIONARY) {
		return nil, corrupt("a dictionary's type cannot be decoded")
	}
	layout, ok := layouts[t.ID()]
	if !ok {
		return nil, unsupported("type %s", t)
	}
	f.layout = layout
	pos.node++
	pos.buffer += layoutBuffers[layout]
	switch t := t.(type) {
	case arrow.DecimalType:
		if p, most := int(t.GetPrecision()), maxPrecision[t.BitWidth()]; p < 1 || p > most {
			return nil, corrupt("a decimal of %d digits", p)
		}
		f.width = t.BitWidth() / 8
	case *arrow.DictionaryType:
		f.id, f.width = e.id, indexWidth(t.IndexType)
		return f, b.dictionary(f, t, e)
	case arrow.FixedWidthDataType:
		if f.width = t.Bytes(); f.width < 0 {
			return nil, corrupt("values of %d bytes", f.width)
		}
	}
	switch layout {
	case layoutView:
		pos.variadic++
	case layoutUnion:
		b.unions = true
		if t.ID() == arrow.DENSE_UNION {
			pos.buffer++
		}
	}
	return f, b.kids(f, e, pos)
}

func (b *fieldBuilder) kids(f *ipcField, e encoding, pos *position) error {
	nested, ok := f.typ.(arrow.NestedType)
	if !ok {
		return nil
	}
	fields := nested.Fields()
	if m, ok := f.typ.(*arrow.MapType); ok {
		fields = []arrow.Field{m.ElemField()}
	}
	if len(fields) != len(e.kids) {
		return corrupt("%d children where %d are declared", len(e.kids), len(fields))
	}
	for i, kid := range fields {
		k, err := b.field(kid.Type, kid.Nullable, e.kids[i], pos)
		if err != nil {
			return err
		}
		k.name = kid.Name
		f.kids = append(f.kids, k)
	}
	return nil
}

// dictionary makes the tree of a dictionary's values, which have batches of
// their own. Two fields may share a dictionary if their values are of one type.
func (b *fieldBuilder) dictionary(f *ipcField, t *arrow.DictionaryType, e encoding) (err error) {
	switch old := b.dictionaries[e.id]; {
	case old == nil:
		b.dictionaries[e.id] = f
	case !arrow.TypeEqual(old.typ.(*arrow.DictionaryType).ValueType, t.ValueType):
		return corrupt("two types of values in one dictionary")
	}
	// Another field's tree is made all the same: its leaves are others.
	f.value, err = b.field(t.ValueType, true, encoding{kids: e.kids}, &f.total)
	return err
}

func indexWidth(t arrow.DataType) int { return t.(arrow.FixedWidthDataType).Bytes() }

// Metadata is the keys and values that the schema and its fields carry beside
// their types.
func (f *IPCFile) Metadata() []string {
	list := metadataOf(f.arrow.Metadata(), nil)
	for _, field := range f.arrow.Fields() {
		list = metadataBelow(field, list)
	}
	return list
}

func metadataOf(md arrow.Metadata, list []string) []string {
	return append(append(list, md.Keys()...), md.Values()...)
}

func metadataBelow(f arrow.Field, list []string) []string {
	list = metadataOf(f.Metadata, list)
	t := storage(f.Type)
	if d, ok := t.(*arrow.DictionaryType); ok {
		t = storage(d.ValueType)
	}
	if nested, ok := t.(arrow.NestedType); ok {
		for _, kid := range nested.Fields() {
			list = metadataBelow(kid, list)
		}
	}
	return list
}
