package splice

import (
	"bytes"
	"context"
	"fmt"
	"testing"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
	"github.com/apache/arrow-go/v18/arrow/memory"
	"github.com/apache/arrow-go/v18/parquet"
	"github.com/apache/arrow-go/v18/parquet/compress"
	"github.com/apache/arrow-go/v18/parquet/file"
	"github.com/apache/arrow-go/v18/parquet/pqarrow"

	"tuomin/scanners/columns"
)

// The table of the tests. Its leaves, in order:
const (
	leafID    = iota // int64, required
	leafName         // large_string, null in every fifth row
	leafCity         // dictionary of strings, required
	leafAt           // timestamp with a zone
	leafTag          // list of strings: null, empty, with nulls
	leafPhone        // in a struct
	leafAge          // in the same struct
	leafKey          // of a map
	leafValue
)

const (
	madeRows  = 1500
	madeGroup = 600
)

var madeMeta = arrow.NewMetadata(
	[]string{"pandas", "note"},
	[]string{`{"index_columns":[{"kind":"range","start":0,"stop":1500,"step":1}],"attributes":{"who":"canary"},` +
		`"columns":[{"name":"name","field_name":"name","pandas_type":"unicode","numpy_type":"object","metadata":null},` +
		`{"name":"city","field_name":"city","pandas_type":"categorical","numpy_type":"int8","metadata":{"num_categories":7}}]}`, "canary"})

func madeSchema() *arrow.Schema {
	comment := arrow.NewMetadata([]string{"comment"}, []string{"canary"})
	return arrow.NewSchema([]arrow.Field{
		{Name: "id", Type: arrow.PrimitiveTypes.Int64},
		{Name: "name", Type: arrow.BinaryTypes.LargeString, Nullable: true, Metadata: comment},
		{Name: "city", Type: &arrow.DictionaryType{IndexType: arrow.PrimitiveTypes.Int8, ValueType: arrow.BinaryTypes.String}},
		{Name: "at", Type: &arrow.TimestampType{Unit: arrow.Microsecond, TimeZone: "Asia/Shanghai"}, Nullable: true},
		{Name: "tags", Type: arrow.ListOf(arrow.BinaryTypes.String), Nullable: true},
		{Name: "rec", Type: arrow.StructOf(
			arrow.Field{Name: "phone", Type: arrow.BinaryTypes.String, Nullable: true},
			arrow.Field{Name: "age", Type: arrow.PrimitiveTypes.Int32, Nullable: true}), Nullable: true},
		{Name: "m", Type: arrow.MapOf(arrow.BinaryTypes.String, arrow.PrimitiveTypes.Int64), Nullable: true},
	}, &madeMeta)
}

// tagsOf are the tags of a row: nil is null, and so is an empty tag.
func tagsOf(row int) []string {
	switch {
	case row%7 == 0:
		return nil
	case row%5 == 0:
		return []string{}
	}
	tags := make([]string, row%3+1)
	for i := range tags {
		if (row+i)%4 != 0 {
			tags[i] = fmt.Sprintf("tag-%d", (row*31+i)%97)
		}
	}
	return tags
}

func nameOf(row int) string { return fmt.Sprintf("name-%d", row*7919%1009) }

func madeRecord(from, to int) arrow.RecordBatch {
	b := array.NewRecordBuilder(memory.DefaultAllocator, madeSchema())
	cities := b.Field(2).(*array.BinaryDictionaryBuilder)
	tags := b.Field(4).(*array.ListBuilder)
	rec := b.Field(5).(*array.StructBuilder)
	m := b.Field(6).(*array.MapBuilder)
	for row := from; row < to; row++ {
		b.Field(0).(*array.Int64Builder).Append(int64(row))
		if row%5 == 0 {
			b.Field(1).AppendNull()
		} else {
			b.Field(1).(*array.LargeStringBuilder).Append(nameOf(row))
		}
		_ = cities.AppendString(fmt.Sprintf("city-%d", row%7))
		b.Field(3).(*array.TimestampBuilder).Append(arrow.Timestamp(1_700_000_000_000_000 + row))
		if all := tagsOf(row); all == nil {
			tags.AppendNull()
		} else {
			tags.Append(true)
			for _, tag := range all {
				if tag == "" {
					tags.ValueBuilder().AppendNull()
				} else {
					tags.ValueBuilder().(*array.StringBuilder).Append(tag)
				}
			}
		}
		rec.Append(true)
		rec.FieldBuilder(0).(*array.StringBuilder).Append(fmt.Sprintf("phone-%d", row))
		rec.FieldBuilder(1).(*array.Int32Builder).Append(int32(row % 90))
		m.Append(true)
		m.KeyBuilder().(*array.StringBuilder).Append("k")
		m.ItemBuilder().(*array.Int64Builder).Append(int64(row))
	}
	return b.NewRecordBatch()
}

// made is a file of the table, as arrow-go writes it.
func made(t testing.TB, codec compress.Compression, v2 bool, opts ...parquet.WriterProperty) []byte {
	t.Helper()
	opts = append(opts, parquet.WithCompression(codec), parquet.WithDataPageSize(2<<10), parquet.WithBatchSize(100),
		parquet.WithMaxRowGroupLength(madeGroup), parquet.WithSortingColumns([]parquet.SortingColumn{{ColumnIdx: 0}, {ColumnIdx: 1}, {ColumnIdx: 3}}))
	if v2 {
		opts = append(opts, parquet.WithDataPageVersion(parquet.DataPageV2))
	}
	var out bytes.Buffer
	w, err := pqarrow.NewFileWriter(madeSchema(), &out, parquet.NewWriterProperties(opts...),
		pqarrow.NewArrowWriterProperties(pqarrow.WithStoreSchema()))
	if err != nil {
		t.Fatal(err)
	}
	for from := 0; from < madeRows; from += madeGroup {
		if err := w.Write(madeRecord(from, min(from+madeGroup, madeRows))); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// table reads a file through arrow-go.
func table(t testing.TB, b []byte) arrow.Table {
	t.Helper()
	r, err := file.NewParquetReader(bytes.NewReader(b))
	if err != nil {
		t.Fatal(err)
	}
	pr, err := pqarrow.NewFileReader(r, pqarrow.ArrowReadProperties{BatchSize: 1 << 20}, memory.DefaultAllocator)
	if err != nil {
		t.Fatal(err)
	}
	tab, err := pr.ReadTable(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	return tab
}

// text is a column of the table as text, row by row.
func text(t testing.TB, tab arrow.Table, name string) []string {
	t.Helper()
	at := tab.Schema().FieldIndices(name)
	if len(at) != 1 {
		t.Fatalf("column %s occurs %d times", name, len(at))
	}
	var all []string
	for _, chunk := range tab.Column(at[0]).Data().Chunks() {
		for i := range chunk.Len() {
			all = append(all, chunk.ValueStr(i))
		}
	}
	return all
}

// leafOf builds a leaf from slots: a nil value is a slot without one.
func leafOf(rows int, def, rep []int16, values []string) *columns.Leaf {
	var b columns.Builder
	b.Reset()
	for _, v := range values {
		b.Append([]byte(v))
	}
	vs := b.Values()
	slots := len(def)
	if def == nil {
		slots = len(values)
	}
	return &columns.Leaf{Rows: rows, Slots: slots, Def: def, Rep: rep, Values: &vs}
}

// indexed is the same leaf by way of a dictionary.
func indexed(l *columns.Leaf) (dictionary *columns.Values, by *columns.Leaf) {
	var b columns.Builder
	b.Reset()
	seen := map[string]int32{}
	c := *l
	c.Index = []int32{}
	for i := range l.Values.Len() {
		v := string(l.Values.At(i))
		if _, ok := seen[v]; !ok {
			seen[v] = int32(len(seen))
			b.Append([]byte(v))
		}
		c.Index = append(c.Index, seen[v])
	}
	vs := b.Values()
	c.Values = &vs
	return &vs, &c
}
