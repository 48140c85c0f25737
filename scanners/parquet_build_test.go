package scanners

import (
	"encoding/binary"
	"hash/crc32"

	"tuomin/pipelines/splice"
)

// An element of a schema that a test makes up. Children make it a group.
type element struct {
	name       string
	physical   splice.Physical
	repetition splice.Repetition
	length     int64
	converted  int64 // -1 for none
	logical    *splice.Node
	children   []element
}

const noConverted = -1

func leafOf(name string, p splice.Physical, r splice.Repetition) element {
	return element{name: name, physical: p, repetition: r, converted: noConverted}
}

func groupOf(name string, r splice.Repetition, converted int64, children ...element) element {
	return element{name: name, physical: splice.TypeNone, repetition: r, converted: converted, children: children}
}

// logicalNode is the LogicalType with that field, an empty struct.
func logicalNode(id int16) *splice.Node {
	n := splice.Struct(splice.Struct().As(id))
	return &n
}

func i32(id int16, v int64) splice.Node { return splice.Integer(splice.KindInt32, v).As(id) }
func i64(id int16, v int64) splice.Node { return splice.Integer(splice.KindInt64, v).As(id) }

// nodes is the element and those below it, in the order of a footer.
func (e element) nodes(dst []splice.Node) []splice.Node {
	n := splice.Struct()
	if e.physical != splice.TypeNone {
		n.Set(1, i32(1, int64(e.physical)))
	}
	if e.length != 0 {
		n.Set(2, i32(2, e.length))
	}
	n.Set(3, i32(3, int64(e.repetition)))
	n.Set(4, splice.Binary([]byte(e.name)))
	if e.physical == splice.TypeNone {
		n.Set(5, i32(5, int64(len(e.children))))
	}
	if e.converted != noConverted {
		n.Set(6, i32(6, e.converted))
	}
	if e.logical != nil {
		n.Set(10, *e.logical)
	}
	dst = append(dst, n)
	for _, child := range e.children {
		dst = child.nodes(dst)
	}
	return dst
}

// A chunkOf is one column chunk that a test makes up.
type chunkOf struct {
	leaf   element // below the root
	codec  splice.Codec
	values int64
	pages  []byte
}

// fileOf writes a Parquet file of one row group.
func fileOf(rows int64, chunks ...chunkOf) []byte {
	out := []byte("PAR1")
	var root element
	root.name, root.physical, root.converted = "root", splice.TypeNone, noConverted
	var columns []splice.Node
	for _, c := range chunks {
		root.children = append(root.children, c.leaf)
		columns = append(columns, splice.Struct(i64(2, 0), splice.Struct(
			i32(1, int64(c.leaf.physical)),
			splice.List(splice.KindInt32).As(2),
			splice.List(splice.KindBinary, splice.Binary([]byte(c.leaf.name))).As(3),
			i32(4, int64(c.codec)), i64(5, c.values), i64(6, int64(len(c.pages))), i64(7, int64(len(c.pages))),
			i64(9, int64(len(out))),
		).As(3)))
		out = append(out, c.pages...)
	}
	group := splice.Struct(splice.List(splice.KindStruct, columns...).As(1), i64(2, 0), i64(3, rows))
	footer := splice.Struct(i32(1, 1), splice.List(splice.KindStruct, root.nodes(nil)...).As(2), i64(3, rows),
		splice.List(splice.KindStruct, group).As(4))
	return endFile(out, footer)
}

// schemaFile writes a Parquet file without rows.
func schemaFile(children ...element) []byte {
	root := groupOf("root", splice.Required, noConverted, children...)
	return endFile([]byte("PAR1"), splice.Struct(i32(1, 1), splice.List(splice.KindStruct, root.nodes(nil)...).As(2), i64(3, 0)))
}

func endFile(out []byte, footer splice.Node) []byte {
	at := len(out)
	out = footer.Append(out)
	out = binary.LittleEndian.AppendUint32(out, uint32(len(out)-at))
	return append(out, "PAR1"...)
}

// pageOf writes a page. Sizes that the header leaves 0 are those of the body;
// withCRC adds its checksum.
func pageOf(h splice.PageHeader, body []byte) []byte {
	if h.Compressed == 0 {
		h.Compressed = len(body)
	}
	if h.Uncompressed == 0 {
		h.Uncompressed = len(body)
	}
	return append(h.Append(nil), body...)
}

func withCRC(h splice.PageHeader, body []byte) splice.PageHeader {
	h.HasCRC, h.CRC = true, crc32.ChecksumIEEE(body)
	return h
}

// strings4 are four PLAIN values.
var strings4 = []byte("\x01\x00\x00\x00a\x02\x00\x00\x00bb\x00\x00\x00\x00\x03\x00\x00\x00ccc")

// v1 is the header of a V1 page of n values, its levels in runs.
func v1(n int, e splice.Encoding) splice.PageHeader {
	return splice.PageHeader{Type: splice.DataPageV1, Values: n, Encoding: e, DefEncoding: splice.RLE, RepEncoding: splice.RLE}
}

func v2(n, rows, nulls, rep, def int, e splice.Encoding) splice.PageHeader {
	return splice.PageHeader{Type: splice.DataPageV2, Values: n, Rows: rows, Nulls: nulls, RepBytes: rep, DefBytes: def, Encoding: e}
}

func dictionaryOf(n int, body []byte) []byte {
	return pageOf(splice.PageHeader{Type: splice.DictionaryPage, Values: n, Encoding: splice.Plain}, body)
}

// levelsV1 puts the length in front that levels have in V1 pages.
func levelsV1(runs ...byte) []byte {
	return append(binary.LittleEndian.AppendUint32(nil, uint32(len(runs))), runs...)
}
