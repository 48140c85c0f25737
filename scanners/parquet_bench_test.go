package scanners

import (
	"bytes"
	"context"
	"fmt"
	"math/rand/v2"
	"testing"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
	"github.com/apache/arrow-go/v18/arrow/memory"
	"github.com/apache/arrow-go/v18/parquet"
	"github.com/apache/arrow-go/v18/parquet/compress"
	"github.com/apache/arrow-go/v18/parquet/file"
	"github.com/apache/arrow-go/v18/parquet/pqarrow"
)

// benchRows is an eighth of the narrow table that speed is measured on, so
// that a run takes seconds.
const benchRows = 1 << 18

// narrowTable writes a table shaped as the tables of a lake are: five text
// columns of nearly unique values of 18, 11, 15, 40 and 31 bytes, one of a few
// names, and three numbers; zstd, two row groups. Letters stand for digits, so
// that nothing in it can be anybody's.
func narrowTable(tb testing.TB, rows int, more ...parquet.WriterProperty) []byte {
	tb.Helper()
	r := rand.New(rand.NewPCG(7, 8))
	names := []string{"id", "mobile", "imei", "address", "remark", "city", "amount", "count", "score"}
	kinds := []arrow.DataType{
		arrow.BinaryTypes.String, arrow.BinaryTypes.String, arrow.BinaryTypes.String, arrow.BinaryTypes.String, arrow.BinaryTypes.String,
		arrow.BinaryTypes.String, arrow.PrimitiveTypes.Int64, arrow.PrimitiveTypes.Int32, arrow.PrimitiveTypes.Float64,
	}
	fields := make([]arrow.Field, len(names))
	props := []parquet.WriterProperty{
		parquet.WithCompression(compress.Codecs.Zstd), parquet.WithMaxRowGroupLength(int64(rows / 2)),
		parquet.WithDictionaryDefault(false), parquet.WithDictionaryFor("city", true),
	}
	for i := range names {
		fields[i] = arrow.Field{Name: names[i], Type: kinds[i], Nullable: true}
	}
	b := array.NewRecordBuilder(memory.DefaultAllocator, arrow.NewSchema(fields, nil))
	text := func(size int, alphabet string) string {
		out := make([]byte, size)
		for i := range out {
			out[i] = alphabet[r.IntN(len(alphabet))]
		}
		return string(out)
	}
	parts := make([]string, 500)
	for i := range parts {
		parts[i] = text(9, "abcdefghijklmnopqrstuvwxyz") + " "
	}
	for range rows {
		for i, size := range []int{18, 11, 15} {
			b.Field(i).(*array.StringBuilder).Append(text(size, "abcdefghij"))
		}
		b.Field(3).(*array.StringBuilder).Append(parts[r.IntN(500)] + parts[r.IntN(500)] + parts[r.IntN(500)] + text(10, "abcdefghij"))
		b.Field(4).(*array.StringBuilder).Append(parts[r.IntN(500)] + parts[r.IntN(500)] + parts[r.IntN(500)] + "a")
		b.Field(5).(*array.StringBuilder).Append(parts[r.IntN(300)])
		b.Field(6).(*array.Int64Builder).Append(r.Int64N(1e6))
		b.Field(7).(*array.Int32Builder).Append(r.Int32N(100))
		b.Field(8).(*array.Float64Builder).Append(r.Float64())
	}
	return writeArrow(tb, b.NewRecordBatch(), rows/2, append(props, more...)...)
}

// writeArrow writes a batch with arrow-go, cut into row groups, and releases it.
func writeArrow(tb testing.TB, rec arrow.RecordBatch, group int, props ...parquet.WriterProperty) []byte {
	tb.Helper()
	defer rec.Release()
	var out bytes.Buffer
	w, err := pqarrow.NewFileWriter(rec.Schema(), &out, parquet.NewWriterProperties(props...), pqarrow.DefaultWriterProps())
	if err != nil {
		tb.Fatal(err)
	}
	for at := int64(0); at < rec.NumRows(); at += int64(group) {
		if err := w.Write(rec.NewSlice(at, min(at+int64(group), rec.NumRows()))); err != nil {
			tb.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		tb.Fatal(err)
	}
	return out.Bytes()
}

// BenchmarkParquetDecode decodes the narrow table on one core, with this
// package and with arrow-go's record reader: compare within one run.
func BenchmarkParquetDecode(b *testing.B) {
	data := narrowTable(b, benchRows)
	b.Run("tuomin", func(b *testing.B) { benchOurs(b, data, 9) })
	b.Run("arrow-go", func(b *testing.B) { benchArrow(b, data) })
}

func benchOurs(b *testing.B, data []byte, leaves int) {
	b.SetBytes(int64(len(data)))
	b.ReportAllocs()
	f, err := openBytes(data, "bench")
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		rows := 0
		for part := range f.Parts() {
			for leaf := range f.Schema().Leaves {
				for l, err := range f.Leaf(context.Background(), part, leaf) {
					if err != nil {
						b.Fatal(err)
					}
					rows += l.Rows
				}
			}
		}
		if rows != leaves*benchRows {
			b.Fatal(rows)
		}
	}
	b.ReportMetric(float64(benchRows)*float64(b.N)/b.Elapsed().Seconds(), "rows/s")
}

func benchArrow(b *testing.B, data []byte) {
	b.SetBytes(int64(len(data)))
	b.ReportAllocs()
	for b.Loop() {
		if n, err := arrowRecords(data); err != nil || n != benchRows {
			b.Fatal(n, err)
		}
	}
	b.ReportMetric(float64(benchRows)*float64(b.N)/b.Elapsed().Seconds(), "rows/s")
}

// BenchmarkParquetEncodings decodes one uncompressed column of 262,144 rows, a
// tenth of them null: what the decoders themselves cost.
func BenchmarkParquetEncodings(b *testing.B) {
	r := rand.New(rand.NewPCG(9, 10))
	integers := func(b array.Builder) { b.(*array.Int64Builder).Append(r.Int64N(1e6)) }
	doubles := func(b array.Builder) { b.(*array.Float64Builder).Append(r.Float64()) }
	texts := func(b array.Builder) { b.(*array.StringBuilder).Append(fmt.Sprintf("%018x", r.Uint64()>>8)) }
	few := func(b array.Builder) { b.(*array.StringBuilder).Append(fmt.Sprintf("city %d", r.IntN(300))) }
	for _, c := range []struct {
		name     string
		kind     arrow.DataType
		add      func(array.Builder)
		encoding parquet.Encoding
	}{
		{"plain text", arrow.BinaryTypes.String, texts, parquet.Encodings.Plain},
		{"dictionary", arrow.BinaryTypes.String, few, parquet.Encodings.RLEDict},
		{"delta length", arrow.BinaryTypes.String, texts, parquet.Encodings.DeltaLengthByteArray},
		{"delta strings", arrow.BinaryTypes.String, texts, parquet.Encodings.DeltaByteArray},
		{"plain int64", arrow.PrimitiveTypes.Int64, integers, parquet.Encodings.Plain},
		{"delta int64", arrow.PrimitiveTypes.Int64, integers, parquet.Encodings.DeltaBinaryPacked},
		{"split double", arrow.PrimitiveTypes.Float64, doubles, parquet.Encodings.ByteStreamSplit},
	} {
		build := array.NewRecordBuilder(memory.DefaultAllocator, arrow.NewSchema([]arrow.Field{{Name: "a", Type: c.kind, Nullable: true}}, nil))
		for range benchRows {
			if r.IntN(10) == 0 {
				build.Field(0).AppendNull()
			} else {
				c.add(build.Field(0))
			}
		}
		dictionary := c.encoding == parquet.Encodings.RLEDict
		props := []parquet.WriterProperty{parquet.WithDictionaryDefault(dictionary)}
		if !dictionary {
			props = append(props, parquet.WithEncoding(c.encoding))
		}
		data := writeArrow(b, build.NewRecordBatch(), benchRows, props...)
		b.Run(c.name+"/tuomin", func(b *testing.B) { benchOurs(b, data, 1) })
		b.Run(c.name+"/arrow-go", func(b *testing.B) { benchArrow(b, data) })
	}
}

// arrowRecords reads all of a file with arrow-go's record reader.
func arrowRecords(data []byte) (rows int64, err error) {
	r, err := file.NewParquetReader(bytes.NewReader(data))
	if err != nil {
		return 0, err
	}
	fr, err := pqarrow.NewFileReader(r, pqarrow.ArrowReadProperties{BatchSize: 64 << 10}, memory.DefaultAllocator)
	if err != nil {
		return 0, err
	}
	records, err := fr.GetRecordReader(context.Background(), nil, nil)
	if err != nil {
		return 0, fmt.Errorf("record reader: %w", err)
	}
	defer records.Release()
	for records.Next() {
		rows += records.RecordBatch().NumRows()
	}
	return rows, records.Err()
}
