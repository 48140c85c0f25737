package scanners

import (
	"bytes"
	"context"
	"fmt"
	"iter"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
	"github.com/apache/arrow-go/v18/arrow/ipc"
	"github.com/apache/arrow-go/v18/arrow/memory"

	"tuomin/scanners/columns"
)

func nullable(name string, t arrow.DataType) arrow.Field {
	return arrow.Field{Name: name, Type: t, Nullable: true}
}

// layoutCases are columns "c" as JSON, and the slots of their leaves.
var layoutCases = []struct {
	name   string
	typ    arrow.DataType
	rows   string // of the column
	leaves string // path type: slots; …
}{
	{"text", arrow.BinaryTypes.String, `["ab",null,"","c"]`, "c string: 0,1,6162 0,0,- 0,1, 0,1,63"},
	{"bool", arrow.FixedWidthTypes.Boolean, `[true,null,false,true]`, "c bool: 0,1,01 0,0,- 0,1,00 0,1,01"},
	{"int16", arrow.PrimitiveTypes.Int16, `[-2,null,258]`, "c int16: 0,1,feff 0,0,- 0,1,0201"},
	{"null", arrow.Null, `[null,null]`, "c null: 0,0,- 0,0,-"},
	{"decimal", &arrow.Decimal128Type{Precision: 20, Scale: 1}, `["1.5",null]`, "c decimal(20,1): 0,1,0f000000000000000000000000000000 0,0,-"},
	{"fixed bytes", &arrow.FixedSizeBinaryType{ByteWidth: 2}, `["AAE=",null]`, "c binary(2): 0,1,0001 0,0,-"},
	{"no bytes", &arrow.FixedSizeBinaryType{ByteWidth: 0}, `["",null]`, "c binary: 0,1, 0,0,-"},
	{"date", arrow.FixedWidthTypes.Date32, `["1970-01-02",null]`, "c date: 0,1,01000000 0,0,-"},
	{"instant", &arrow.TimestampType{Unit: arrow.Second, TimeZone: "Asia/Shanghai"}, `[1,null]`, "c timestamp[s]: 0,1,0100000000000000 0,0,-"},
	{"months", arrow.FixedWidthTypes.MonthInterval, `[{"months":3},null]`, "c interval: 0,1,03000000 0,0,-"},
	{"days", arrow.FixedWidthTypes.DayTimeInterval, `[{"days":1,"milliseconds":2},null]`, "c interval: 0,1,0100000002000000 0,0,-"},
	{"large text", arrow.BinaryTypes.LargeString, `["ab",null,"c"]`, "c string: 0,1,6162 0,0,- 0,1,63"},
	{"views", arrow.BinaryTypes.StringView, `["short",null,"longer than twelve","another long one","longer than twelve"]`,
		"c string: 0,1,73686f7274 0,0,- 0,1,6c6f6e676572207468616e207477656c7665 0,1,616e6f74686572206c6f6e67206f6e65 0,1,6c6f6e676572207468616e207477656c7665"},
	{"dictionary", &arrow.DictionaryType{IndexType: arrow.PrimitiveTypes.Uint16, ValueType: arrow.BinaryTypes.String}, `["a",null,"b","a"]`,
		"c string: 0,1,61 0,0,- 0,1,62 0,1,61"},
	{"dictionary of which nothing is used", &arrow.DictionaryType{IndexType: arrow.PrimitiveTypes.Int8, ValueType: arrow.BinaryTypes.String}, `[null,null]`, "c string: 0,0,- 0,0,-"},
	{"dictionary of numbers", &arrow.DictionaryType{IndexType: arrow.PrimitiveTypes.Int64, ValueType: arrow.PrimitiveTypes.Int8}, `[7,null,8,7]`,
		"c int8: 0,1,07 0,0,- 0,1,08 0,1,07"},
	{"runs", arrow.RunEndEncodedOf(arrow.PrimitiveTypes.Int32, arrow.BinaryTypes.String), `["a","a",null,null,"b"]`,
		"c string: 0,1,61 0,1,61 0,0,- 0,0,- 0,1,62"},
	{"list", arrow.ListOf(arrow.BinaryTypes.String), `[["a","b"],[],null,["c",null]]`,
		"c[] string: 0,3,61 1,3,62 0,1,- 0,0,- 0,3,63 1,2,-"},
	{"large list", arrow.LargeListOf(arrow.PrimitiveTypes.Int8), `[[1],null,[2,3]]`, "c[] int8: 0,3,01 0,0,- 0,3,02 1,3,03"},
	{"list views", arrow.ListViewOf(arrow.PrimitiveTypes.Int8), `[[1],null,[],[2,3]]`, "c[] int8: 0,3,01 0,0,- 0,1,- 0,3,02 1,3,03"},
	{"large list views", arrow.LargeListViewOf(arrow.PrimitiveTypes.Int8), `[[1],null,[],[2,3]]`, "c[] int8: 0,3,01 0,0,- 0,1,- 0,3,02 1,3,03"},
	{"lists of a size", arrow.FixedSizeListOf(2, arrow.PrimitiveTypes.Int8), `[[1,null],null,[2,3]]`, "c[] int8: 0,3,01 1,2,- 0,0,- 0,3,02 1,3,03"},
	{"lists of lists", arrow.ListOf(arrow.ListOf(arrow.PrimitiveTypes.Int8)), `[[[1,2],[]],[null,[3]],[],null]`,
		"c[][] int8: 0,5,01 2,5,02 1,3,- 0,2,- 1,5,03 0,1,- 0,0,-"},
	{"struct", arrow.StructOf(nullable("a", arrow.PrimitiveTypes.Int8), arrow.Field{Name: "b", Type: arrow.BinaryTypes.String}), `[{"a":1,"b":"x"},null,{"a":null,"b":"y"}]`,
		"c.a int8: 0,2,01 0,0,- 0,1,-; c.b string: 0,1,78 0,0,- 0,1,79"},
	{"map", arrow.MapOf(arrow.BinaryTypes.String, arrow.PrimitiveTypes.Int8), `[[{"key":"k","value":1},{"key":"l","value":null}],[],null]`,
		"c{}.key string: 0,2,6b 1,2,6c 0,1,- 0,0,-; c{}.value int8: 0,3,01 1,2,- 0,1,- 0,0,-"},
	{"dictionaries in lists", arrow.ListOf(&arrow.DictionaryType{IndexType: arrow.PrimitiveTypes.Int8, ValueType: arrow.BinaryTypes.String}), `[["a","b"],null,["a",null]]`,
		"c[] string: 0,3,61 1,3,62 0,0,- 0,3,61 1,2,-"},
	{"sparse union", arrow.SparseUnionOf([]arrow.Field{nullable("a", arrow.BinaryTypes.String), nullable("b", arrow.PrimitiveTypes.Int8)}, []int8{5, 7}), `[[5,"x"],[7,1],[5,null],[7,2]]`,
		"c.a string: 0,1,78 0,0,- 0,0,- 0,0,-; c.b int8: 0,0,- 0,1,01 0,0,- 0,1,02"},
	{"dense union", arrow.DenseUnionOf([]arrow.Field{nullable("a", arrow.BinaryTypes.String), nullable("b", arrow.PrimitiveTypes.Int8)}, []int8{5, 7}), `[[5,"x"],[7,1],[5,null],[7,2]]`,
		"c.a string: 0,1,78 0,0,- 0,0,- 0,0,-; c.b int8: 0,0,- 0,1,01 0,0,- 0,1,02"},
}

// leavesOf writes all leaves as the cases do.
func leavesOf(src Source) (string, error) {
	var out []string
	for i, c := range src.Schema().Leaves {
		s, err := slots(src, i)
		if err != nil {
			return "", err
		}
		out = append(out, fmt.Sprintf("%s %s: %s", c.Path, c.Type, strings.Join(s, " ")))
	}
	return strings.Join(out, "; "), nil
}

// Every layout reads the same from files and streams, whole or cut, whatever
// the codec and however few rows are read at a time; and writes the same.
func TestIPCLayouts(t *testing.T) {
	for _, c := range layoutCases {
		t.Run(c.name, func(t *testing.T) {
			schema := arrow.NewSchema([]arrow.Field{nullable("c", c.typ)}, nil)
			if arrow.IsUnion(c.typ.ID()) {
				schema = arrow.NewSchema([]arrow.Field{{Name: "c", Type: c.typ}}, nil)
			}
			col, _, err := array.FromJSON(memory.DefaultAllocator, c.typ, strings.NewReader(c.rows))
			if err != nil {
				t.Fatal(err)
			}
			whole := array.NewRecordBatch(schema, []arrow.Array{col}, int64(col.Len()))
			for _, v := range ipcVariants {
				data := ipcBytes(t, v.format, schema, []arrow.RecordBatch{whole}, v.opts...)
				for _, stretch := range []int64{1, 2, 3, stretchRows} {
					src, err := openIPC(data, Options{})
					if err != nil {
						t.Fatal(v.name, err)
					}
					src.stretch = stretch
					if got, err := leavesOf(src); err != nil || got != c.leaves {
						t.Errorf("%s, %d rows at a time:\n got %s, %v\nwant %s", v.name, stretch, got, err, c.leaves)
					}
				}
				src, _ := openIPC(data, Options{})
				out, _ := rewritten(t, src, Rewrite{})
				if got, err := leavesOf(out); err != nil || got != c.leaves {
					t.Errorf("%s, written anew:\n got %s, %v\nwant %s", v.name, got, err, c.leaves)
				}
			}
		})
	}
}

// Bytes under nulls and outside of slices are no values; a dictionary's null
// entries and unused ones are none either.
func TestIPCHiddenBytes(t *testing.T) {
	hidden := array.NewData(arrow.BinaryTypes.String, 3, []*memory.Buffer{
		memory.NewBufferBytes([]byte{0b101}), memory.NewBufferBytes(arrow.Int32Traits.CastToBytes([]int32{0, 1, 7, 8})), memory.NewBufferBytes([]byte("asecretb")),
	}, nil, 1, 0)
	indices := array.NewData(arrow.PrimitiveTypes.Int8, 4, []*memory.Buffer{
		memory.NewBufferBytes([]byte{0b1011}), memory.NewBufferBytes([]byte{0, 1, 99, 2}), // 99 is under a null
	}, nil, 1, 0)
	typ := &arrow.DictionaryType{IndexType: arrow.PrimitiveTypes.Int8, ValueType: arrow.BinaryTypes.String}
	dict := array.NewDictionaryArray(typ, array.MakeFromData(indices), array.MakeFromData(hidden))
	plain := array.MakeFromData(hidden)
	for _, c := range []struct {
		name string
		col  arrow.Array
		want []string
	}{
		{"plain", plain, []string{"0,1,61", "0,0,-", "0,1,62"}},
		{"dictionary", dict, []string{"0,1,61", "0,0,-", "0,0,-", "0,1,62"}},
	} {
		schema := arrow.NewSchema([]arrow.Field{nullable("c", c.col.DataType())}, nil)
		data := ipcBytes(t, ArrowStream, schema, []arrow.RecordBatch{array.NewRecordBatch(schema, []arrow.Array{c.col}, int64(c.col.Len()))})
		if !bytes.Contains(data, []byte("secret")) {
			t.Fatal("the library no longer writes what is hidden: make the file by hand")
		}
		src, err := openIPC(data, Options{})
		if err != nil {
			t.Fatal(err)
		}
		if got, err := slots(src, 0); err != nil || !slices.Equal(got, c.want) {
			t.Errorf("%s: got %v, %v", c.name, got, err)
		}
		for l := range src.Leaf(context.Background(), 0, 0) {
			data, offsets, _ := l.Values.Raw()
			if bytes.Contains(data[offsets[0]:], []byte("secret")) {
				t.Errorf("%s: hidden bytes are between values", c.name)
			}
		}
		if _, data := rewritten(t, src, Rewrite{}); bytes.Contains(data, []byte("secret")) {
			t.Errorf("%s: hidden bytes were written", c.name)
		}
	}
}

// A dictionary is one object for all stretches of all batches that share it,
// and another once it changes; what grows and what is replaced reads right.
func TestIPCDictionaries(t *testing.T) {
	typ := &arrow.DictionaryType{IndexType: arrow.PrimitiveTypes.Int8, ValueType: arrow.BinaryTypes.String}
	schema := arrow.NewSchema([]arrow.Field{nullable("c", typ)}, nil)
	batch := func(rows string) arrow.RecordBatch { return record(t, schema, rows) }
	first := batch(`[{"c":"a"},{"c":"b"}]`)
	batches := []arrow.RecordBatch{first, first, batch(`[{"c":"a"},{"c":"b"},{"c":"c"}]`), batch(`[{"c":"x"}]`)}
	for _, deltas := range []bool{false, true} {
		src, err := openIPC(ipcBytes(t, ArrowStream, schema, batches, ipc.WithDictionaryDeltas(deltas)), Options{})
		if err != nil {
			t.Fatal(err)
		}
		src.stretch = 1
		if got, err := slots(src, 0); err != nil || strings.Join(got, " ") != "0,1,61 0,1,62 0,1,61 0,1,62 0,1,61 0,1,62 0,1,63 0,1,78" {
			t.Errorf("deltas %v: got %v, %v", deltas, got, err)
		}
		var seen []*columns.Values
		for _, part := range []int{0, 1, 2, 3, 1} {
			for l, err := range src.Leaf(context.Background(), part, 0) {
				if err != nil {
					t.Fatal(err)
				}
				seen = append(seen, l.Values)
			}
		}
		same := func(i, j int) bool { return seen[i] == seen[j] }
		if !same(0, 1) || !same(0, 2) || !same(4, 5) || same(3, 4) || same(6, 7) || !same(0, 8) {
			t.Errorf("deltas %v: dictionaries %p", deltas, seen)
		}
	}
	large := slices.Repeat([]arrow.RecordBatch{first}, 3)
	src, err := openIPC(ipcBytes(t, ArrowFile, schema, large), Options{})
	if err != nil || src.Parts() != 3 {
		t.Fatal(src, err)
	}
}

// One batch that does not fit into memory is read in shorter stretches, as
// long as it is not compressed; and written anew as several.
func TestIPCMemory(t *testing.T) {
	const rows, size = 20000, 2000
	b := array.NewStringBuilder(memory.DefaultAllocator)
	for i := range rows {
		b.Append(fmt.Sprintf("%0*d", size, i))
	}
	schema := arrow.NewSchema([]arrow.Field{text("c")}, nil)
	rec := array.NewRecordBatch(schema, []arrow.Array{b.NewArray()}, rows)
	opt := Options{Limits: Limits{Memory: 16 << 20}}
	src, err := openIPC(ipcBytes(t, ArrowFile, schema, []arrow.RecordBatch{rec}), opt)
	if err != nil {
		t.Fatal(err)
	}
	check := func(src *IPCFile) {
		t.Helper()
		row := 0
		for part := range src.Parts() {
			for l, err := range src.Leaf(context.Background(), part, 0) {
				if err != nil {
					t.Fatal(err)
				}
				if l.Values.Bytes() > 4<<20 {
					t.Fatalf("a stretch of %d bytes", l.Values.Bytes())
				}
				for i := range l.Values.Len() {
					if want := fmt.Sprintf("%0*d", size, row); string(l.Values.At(i)) != want {
						t.Fatalf("row %d is another", row)
					}
					row++
				}
			}
		}
		if row != rows {
			t.Errorf("%d rows", row)
		}
	}
	check(src)
	var buf bytes.Buffer
	if _, err := RewriteIPC(context.Background(), src, &buf, Rewrite{}); err != nil {
		t.Fatal(err)
	}
	out, err := openIPC(buf.Bytes(), opt)
	if err != nil || out.Parts() < 2 {
		t.Fatal(out.Parts(), err)
	}
	check(out)

	src, err = openIPC(ipcBytes(t, ArrowFile, schema, []arrow.RecordBatch{rec}, ipc.WithZstd()), opt)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := slots(src, 0); codeOf(err) != CodeBomb {
		t.Errorf("compressed: %v", err)
	}
}

// Once warm, a stretch costs no allocation.
func TestIPCAllocations(t *testing.T) {
	for _, c := range layoutCases {
		switch c.name {
		case "runs", "list views", "large list views", "dense union":
			continue // each stretch has a dictionary of its own
		case "sparse union":
			continue // the library cannot make a long one
		}
		schema := arrow.NewSchema([]arrow.Field{{Name: "c", Type: c.typ, Nullable: !arrow.IsUnion(c.typ.ID())}}, nil)
		col, _, err := array.FromJSON(memory.DefaultAllocator, c.typ, strings.NewReader(c.rows))
		if err != nil {
			t.Fatal(err)
		}
		long, err := array.Concatenate(slices.Repeat([]arrow.Array{col}, 1000), memory.DefaultAllocator)
		if err != nil {
			t.Fatal(err)
		}
		src, err := openIPC(ipcBytes(t, ArrowStream, schema, []arrow.RecordBatch{array.NewRecordBatch(schema, []arrow.Array{long}, int64(long.Len()))}), Options{})
		if err != nil {
			t.Fatal(err)
		}
		src.stretch = 8
		next, stop := iter.Pull2(src.Leaf(context.Background(), 0, 0))
		defer stop()
		for range 10 {
			next()
		}
		if n := testing.AllocsPerRun(100, func() { next() }); n > 0 {
			t.Errorf("%s: %v allocations per stretch", c.name, n)
		}
	}
}

// Leaves of all parts can be read at once.
func TestIPCConcurrently(t *testing.T) {
	for _, v := range ipcVariants {
		rec := record(t, secretSchema(), secretRows)
		src, err := openIPC(ipcBytes(t, v.format, rec.Schema(), slices.Repeat([]arrow.RecordBatch{rec}, 20), v.opts...), Options{})
		if err != nil {
			t.Fatal(err)
		}
		want, err := leavesOf(src)
		if err != nil {
			t.Fatal(err)
		}
		var wg sync.WaitGroup
		for range 4 {
			wg.Go(func() {
				if got, err := leavesOf(src); err != nil || got != want {
					t.Errorf("%s: %v", v.name, err)
				}
			})
		}
		wg.Wait()
	}
}
