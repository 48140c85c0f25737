package pipelines

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
	"github.com/apache/arrow-go/v18/arrow/memory"
	"github.com/apache/arrow-go/v18/parquet"
	"github.com/apache/arrow-go/v18/parquet/compress"
	"github.com/apache/arrow-go/v18/parquet/pqarrow"

	"tuomin/pipelines/splice"
	"tuomin/scanners"
	"tuomin/scanners/columns"
)

// What arrow-go does not write, or writes in one way only, tests put into the
// footers of its files.

// writeRecord writes one record to a Parquet file.
func writeRecord(path string, batch arrow.RecordBatch, opts ...parquet.WriterProperty) error {
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	w, err := pqarrow.NewFileWriter(batch.Schema(), f, parquet.NewWriterProperties(opts...), pqarrow.DefaultWriterProps())
	if err != nil {
		return errors.Join(err, f.Close())
	}
	return errors.Join(w.Write(batch), w.Close())
}

// refoot edits the footer of a file in place.
func refoot(path string, edit func(footer *splice.Node)) error {
	data, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	f, err := splice.OpenFile(strings.NewReader(string(data)), int64(len(data)))
	if err != nil {
		return err
	}
	footer := f.Tree.Clone()
	edit(&footer)
	out := footer.Append(data[:f.FooterAt:f.FooterAt])
	out = binary.LittleEndian.AppendUint32(out, uint32(len(out))-uint32(f.FooterAt))
	return os.WriteFile(path, append(out, "PAR1"...), 0o644)
}

// element is the element of that name in a footer's schema.
func element(footer *splice.Node, name string) *splice.Node {
	items := footer.Get(2).Items()
	return &items[slices.IndexFunc(items, func(n splice.Node) bool { return string(n.Bytes(4)) == name })]
}

// outputs opens the Parquet files of an output.
func (b *bench) outputs() (files []*scanners.ParquetFile) {
	b.t.Helper()
	names, err := filepath.Glob(filepath.Join(b.output(), "*.parquet"))
	if err != nil || len(names) == 0 {
		b.t.Fatalf("%d files: %v", len(names), err)
	}
	for _, name := range names {
		f, err := os.Open(name)
		if err != nil {
			b.t.Fatal(err)
		}
		stat, err := f.Stat()
		if err != nil {
			b.t.Fatal(err)
		}
		src, err := scanners.OpenParquet(f, stat.Size(), name, scanners.Options{})
		if err != nil {
			b.t.Fatal(err)
		}
		b.t.Cleanup(func() { _ = src.Close() })
		files = append(files, src)
	}
	return files
}

// An annotation goes with the values that it was true of: new ones are what the
// plan says and no more. Text stays annotated as it was, to the byte.
func TestAnnotations(t *testing.T) {
	const asText, asBytes = "1", "" // the field of the logical type that is wanted
	logical := func(id int16) *splice.Node {
		n := splice.Struct(splice.Struct().As(id))
		return &n
	}
	hmac, mask, replace := "{hmac: {domain: person, as: text}}", "{mask: {keep_first: 1}}", "{replace: {with: x}}"
	for _, c := range []struct {
		about     string
		logical   *splice.Node
		converted int64 // -1 for none
		rules     map[string]string
	}{
		{"JSON", logical(12), 19, map[string]string{hmac: asText, mask: asText, replace: asText, "nullify": "12"}},
		{"JSON of old", nil, 19, map[string]string{hmac: asText, "nullify": "19 of old"}},
		{"an enum", logical(4), 4, map[string]string{hmac: asText, mask: asText, replace: asText, "nullify": "4"}},
		{"BSON", logical(13), 20, map[string]string{hmac: asText, mask: asBytes, replace: asBytes, "nullify": "13"}},
		{"a geometry", logical(17), -1, map[string]string{hmac: asText, replace: asText, "nullify": "17"}},
		{"a geography", logical(18), -1, map[string]string{hmac: asText, replace: asText, "nullify": "18"}},
		{"of tomorrow", logical(99), -1, map[string]string{replace: asText}},
		{"UTF-8", logical(1), 0, map[string]string{hmac: asText, mask: asText, replace: asText, "nullify": asText}},
		{"UTF-8 of old", nil, 0, map[string]string{hmac: "0 of old", mask: "0 of old", "nullify": "0 of old"}},
		{"bytes", nil, -1, map[string]string{hmac: asText, mask: asBytes, "nullify": asBytes}},
	} {
		for rule, want := range c.rules {
			t.Run(c.about+" "+rule, func(t *testing.T) {
				b := newBench(t, "\n  - {match: {column: c}, do: "+rule+"}\n  - {match: {column: \"**\"}, do: keep}", "", func(dir string) error {
					path := filepath.Join(dir, "part.parquet")
					values := text(500, func(i int) string { return fmt.Sprintf(`{"a": %d}`, i%90) })
					return errors.Join(os.Mkdir(dir, 0o755), writeText(path, []string{"c", "d"}, [][]string{values, text(500, func(i int) string { return "ok" })}), refoot(path, func(footer *splice.Node) {
						n := element(footer, "c")
						n.Remove(6, 10)
						if c.converted >= 0 {
							n.SetInt(6, splice.KindInt32, c.converted)
						}
						if c.logical != nil {
							n.Set(10, c.logical.Clone())
						}
					}))
				})
				b.must(Committed)
				tree := b.outputs()[0].File().Tree
				if got := annotated(element(tree, "c")); got != want {
					t.Errorf("is annotated %q, want %q", got, want)
				}
				if got := annotated(element(tree, "d")); got != asText {
					t.Errorf("a column that stays is annotated %q", got)
				}
			})
		}
	}
}

// annotated is the field of an element's logical type, or the number of its
// converted one where that is alone.
func annotated(n *splice.Node) string {
	for id := range int16(100) {
		if n.Get(10).Get(id) != nil {
			return fmt.Sprint(id)
		}
	}
	if converted, ok := n.Int(6); ok {
		return fmt.Sprint(converted, " of old")
	}
	return ""
}

// Where a rule leaves no value, no page uses a dictionary and none is written:
// DuckDB cannot decompress one of no bytes in Hadoop's frames, the codec of
// Spark's files that are made so.
func TestNoEmptyDictionary(t *testing.T) {
	for name, codec := range map[string]compress.Compression{"snappy": compress.Codecs.Snappy, "zstd": compress.Codecs.Zstd, "none": compress.Codecs.Uncompressed} {
		for _, v2 := range []bool{false, true} {
			t.Run(fmt.Sprint(name, " V2 ", v2), func(t *testing.T) {
				rules := "\n  - {match: {column: \"tags*\"}, do: nullify}\n  - {match: {column: \"empty*\"}, do: {hmac: {domain: person}}}\n  - {match: {column: \"**\"}, do: keep}"
				b := newBench(t, rules, "", func(dir string) error {
					return errors.Join(os.Mkdir(dir, 0o755), writeTags(filepath.Join(dir, "part.parquet"), codec, v2))
				})
				b.must(Committed)
				f := b.outputs()[0]
				for leaf, column := range f.Schema().Leaves {
					c := &f.File().Groups[0].Chunks[leaf]
					if c.Dictionary != (column.Path == "kept[]") {
						t.Errorf("%s: has a dictionary: %v", column.Path, c.Dictionary)
					}
				}
			})
		}
	}
}

// The same of Spark's file in that codec.
func TestNoEmptyDictionaryOfSpark(t *testing.T) {
	b := newBench(t, "\n  - {match: {column: \"tags{}.*\"}, do: drop}\n  - {match: {column: \"**\"}, do: nullify}", "", func(dir string) error {
		data, err := os.ReadFile(filepath.Join("..", "testdata", "spark", "lz4", "part-00000.parquet"))
		return errors.Join(err, os.Mkdir(dir, 0o755), os.WriteFile(filepath.Join(dir, "part.parquet"), data, 0o644))
	})
	b.must(Committed)
	f := b.outputs()[0]
	for leaf, column := range f.Schema().Leaves {
		if c := &f.File().Groups[0].Chunks[leaf]; c.Dictionary || c.Codec != splice.LZ4Hadoop {
			t.Errorf("%s: has a dictionary: %v, codec %d", column.Path, c.Dictionary, c.Codec)
		}
	}
}

// A page of nothing but nulls may be the first that anybody writes of a dictionary
// whose entries have new numbers.
func TestDictionaryBeginsWithNulls(t *testing.T) {
	for _, v2 := range []bool{false, true} {
		b := newBench(t, "\n  - {match: {column: \"**\"}, do: {hmac: {domain: person}}}", "", func(dir string) error {
			var pages bytes.Buffer
			w := splice.NewChunkWriter(&pages, splice.Target{Physical: splice.TypeByteArray, MaxDef: 1}, splice.Uncompressed, &splice.Coders{})
			var entries columns.Builder
			entries.Reset()
			for _, v := range append(ids(3), "NULL") { // which becomes a null, so that the dictionary is another
				entries.Append([]byte(v))
			}
			dictionary := entries.Values()
			err := w.Dictionary(&dictionary, splice.Plain)
			for _, index := range [][]int32{{}, {0, 1, 2, 3, 0, 1, 2, 3}} {
				page := columns.Leaf{Rows: 8, Slots: 8, Def: make([]int16, 8), Values: &dictionary, Index: index}
				for i := range index {
					page.Def[i] = 1
				}
				err = errors.Join(err, w.Leaf(&page, splice.Layout{V2: v2, Encoding: splice.RLEDictionary, Entries: 4}))
			}
			return errors.Join(err, oneText(dir, "parquet-cpp-arrow version 26.0.1", pages.Bytes(), 16))
		})
		b.opt.Workers = 1
		b.must(Committed)
		if got := b.outputs()[0].File().Groups[0].Chunks[0].NullCount; got != 8+2 {
			t.Errorf("V2 %v: %d nulls", v2, got)
		}
	}
}

// writeTags writes three lists of text with dictionaries, one of which holds
// nothing.
func writeTags(path string, codec compress.Compression, v2 bool) error {
	var fields []arrow.Field
	for _, name := range []string{"tags", "kept", "empty"} {
		fields = append(fields, arrow.Field{Name: name, Type: arrow.ListOf(arrow.BinaryTypes.String), Nullable: true})
	}
	b := array.NewRecordBuilder(memory.DefaultAllocator, arrow.NewSchema(fields, nil))
	for row := range 900 {
		for i := range fields {
			list := b.Field(i).(*array.ListBuilder)
			list.Append(row%4 > 0)
			for n := range row % 4 {
				if i == 2 {
					list.ValueBuilder().AppendNull()
				} else {
					list.ValueBuilder().(*array.StringBuilder).Append(fmt.Sprint("tag ", n))
				}
			}
		}
	}
	opts := []parquet.WriterProperty{parquet.WithCompression(codec), parquet.WithDictionaryDefault(true)}
	if v2 {
		opts = append(opts, parquet.WithDataPageVersion(parquet.DataPageV2))
	}
	return writeRecord(path, b.NewRecordBatch(), opts...)
}

// Files of one table may have one column in two widths: what becomes of it is of
// one, and stored so.
func TestWidths(t *testing.T) {
	for _, rule := range []string{"nullify", "{replace: {with: \"7\"}}"} {
		b := newBench(t, "\n  - {match: {column: \"**\"}, do: "+rule+"}", "", func(dir string) error {
			narrow := array.NewInt32Builder(memory.DefaultAllocator)
			narrow.AppendValues([]int32{1, 2, 3}, nil)
			wide := array.NewInt64Builder(memory.DefaultAllocator)
			wide.AppendValues([]int64{4, 5, 6}, nil)
			err := os.Mkdir(dir, 0o755)
			for name, values := range map[string]arrow.Array{"a.parquet": narrow.NewArray(), "b.parquet": wide.NewArray()} {
				schema := arrow.NewSchema([]arrow.Field{{Name: "n", Type: values.DataType(), Nullable: true}}, nil)
				err = errors.Join(err, writeRecord(filepath.Join(dir, name), array.NewRecordBatch(schema, []arrow.Array{values}, 3)))
			}
			return err
		})
		b.must(Committed)
		for _, f := range b.outputs() {
			c := &f.File().Groups[0].Chunks[0]
			if f.Schema().Leaves[0].Type.String() != "int64" || slices.Contains(c.Encodings, splice.DeltaLengthByteArray) {
				t.Errorf("%s: %s in encodings %v", rule, f.Schema().Leaves[0].Type, c.Encodings)
			}
		}
	}
}

// So may numbers, decimals and times of all sizes: of nulls, too, the wider is written.
func TestWidthsOfNulls(t *testing.T) {
	for _, c := range []struct {
		want string
		of   [2]arrow.DataType
	}{
		{"uint64", [2]arrow.DataType{arrow.PrimitiveTypes.Uint32, arrow.PrimitiveTypes.Uint64}},
		{"decimal(18,2)", [2]arrow.DataType{&arrow.Decimal128Type{Precision: 9, Scale: 2}, &arrow.Decimal128Type{Precision: 18, Scale: 2}}},
		{"decimal(38,2)", [2]arrow.DataType{&arrow.Decimal128Type{Precision: 38, Scale: 2}, &arrow.Decimal128Type{Precision: 9, Scale: 2}}},
		{"time[us]", [2]arrow.DataType{arrow.FixedWidthTypes.Time32ms, arrow.FixedWidthTypes.Time64us}},
		{"time[ms]", [2]arrow.DataType{arrow.Null, arrow.FixedWidthTypes.Time32ms}},
		{"float32", [2]arrow.DataType{arrow.FixedWidthTypes.Float16, arrow.PrimitiveTypes.Float32}},
		{"float16", [2]arrow.DataType{arrow.Null, arrow.FixedWidthTypes.Float16}},
	} {
		t.Run(c.want, func(t *testing.T) {
			b := newBench(t, "\n  - {match: {column: \"**\"}, do: nullify}", "", func(dir string) error {
				err := os.Mkdir(dir, 0o755)
				for i, typ := range c.of {
					schema := arrow.NewSchema([]arrow.Field{{Name: "n", Type: typ, Nullable: true}}, nil)
					values := array.MakeArrayOfNull(memory.DefaultAllocator, typ, 3)
					err = errors.Join(err, writeRecord(filepath.Join(dir, fmt.Sprint(i, ".parquet")), array.NewRecordBatch(schema, []arrow.Array{values}, 3)))
				}
				return err
			})
			b.must(Committed)
			for _, f := range b.outputs() {
				if got := f.Schema().Leaves[0].Type.String(); got != c.want {
					t.Errorf("it is %s", got)
				}
			}
		})
	}
}

// Polars cannot read deltas of a required text of which a struct above is null.
func TestRequiredBelowNull(t *testing.T) {
	for _, c := range []struct {
		required bool
		want     splice.Encoding
	}{{true, splice.Plain}, {false, splice.DeltaLengthByteArray}} {
		b := newBench(t, "\n  - {match: {column: \"**\"}, do: {mask: {keep_first: 1}}}", "", func(dir string) error {
			name := arrow.Field{Name: "name", Type: arrow.BinaryTypes.String, Nullable: !c.required}
			schema := arrow.NewSchema([]arrow.Field{{Name: "s", Type: arrow.StructOf(name), Nullable: true}}, nil)
			rec, _, err := array.RecordFromJSON(memory.DefaultAllocator, schema, strings.NewReader(`[{"s":{"name":"somebody"}},{"s":null},{"s":{"name":"another"}}]`))
			if err != nil {
				return err
			}
			return errors.Join(os.Mkdir(dir, 0o755), writeRecord(filepath.Join(dir, "a.parquet"), rec, parquet.WithDictionaryDefault(false)))
		})
		b.must(Committed)
		for _, f := range b.outputs() {
			if got := f.File().Groups[0].Chunks[0].Encodings; !slices.Contains(got, c.want) {
				t.Errorf("required %v: encodings %v", c.required, got)
			}
		}
	}
}
