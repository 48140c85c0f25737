package scanners

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
	"github.com/apache/arrow-go/v18/arrow/ipc"
	"github.com/apache/arrow-go/v18/arrow/memory"

	"tuomin/scanners/columns"
)

// Metadata may hold anything, and stays only where it is asked for.
func TestRewriteIPCMetadata(t *testing.T) {
	src := secretFile(t, ArrowStream)
	var buf bytes.Buffer
	lost, err := RewriteIPC(context.Background(), src, &buf, Rewrite{})
	if err != nil || !slices.Equal(lost, []string{"comment"}) || bytes.Contains(buf.Bytes(), []byte("secret-comment")) {
		t.Errorf("lost %v, %v", lost, err)
	}
	out, err := openIPC(buf.Bytes(), Options{})
	if err != nil {
		t.Fatal(err)
	}
	if md := out.arrow.Field(0).Metadata; md.FindKey("PARQUET:field_id") < 0 {
		t.Errorf("the field's metadata are %v", md)
	}
	out, _ = rewritten(t, src, Rewrite{KeepMetadata: func(key string) bool { return key == "comment" }})
	if md := out.arrow.Metadata(); md.FindKey("comment") < 0 {
		t.Errorf("the schema's metadata are %v", md)
	}
}

// What people wrote beside a field that stays, or below it, stays unless it tells of
// somebody; of a field that does not, nothing does.
func TestRewriteIPCComments(t *testing.T) {
	comment := func(text string) arrow.Metadata { return arrow.NewMetadata([]string{"comment"}, []string{text}) }
	leaf := func(name, text string) arrow.Field {
		return arrow.Field{Name: name, Type: arrow.PrimitiveTypes.Int64, Metadata: comment(text)}
	}
	fields := []arrow.Field{
		leaf("a", "about a"), leaf("b", "secret of b"), leaf("c", "about c"),
		{Name: "s", Type: arrow.StructOf(leaf("x", "about x"), leaf("y", "secret of y")), Metadata: comment("about s")},
		{Name: "l", Type: arrow.ListOfField(leaf("item", "secret of items"))},
	}
	all := comment("about all")
	schema := arrow.NewSchema(fields, &all)
	var in, out bytes.Buffer
	w := ipc.NewWriter(&in, ipc.WithSchema(schema))
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	src, err := openIPC(in.Bytes(), Options{})
	if err != nil {
		t.Fatal(err)
	}
	how := Rewrite{Drop: map[int]bool{2: true}, Telling: func(text string) bool { return strings.HasPrefix(text, "secret") }}
	if _, err := RewriteIPC(context.Background(), src, &out, how); err != nil {
		t.Fatal(err)
	}
	for text, want := range map[string]bool{"secret": false, "about a": true, "about c": false, "about s": true, "about x": true, "about all": false} {
		if bytes.Contains(out.Bytes(), []byte(text)) != want {
			t.Errorf("%s is in the output: %v", text, !want)
		}
	}
}

// New types, and old ones that stay.
func TestRewriteIPCTypes(t *testing.T) {
	src := secretFile(t, ArrowStream)
	constant := func(typ columns.Type, value []byte) Replacement {
		return Replacement{Type: typ, Make: func(_ context.Context, _ int, in *columns.Leaf, _ []*columns.Leaf) (*columns.Leaf, error) {
			out := *in
			col := *in.Column
			col.Type = typ
			out.Column = &col
			values := columns.NewFixed(bytes.Repeat(value, in.Present()), len(value))
			if typ.Width == 0 {
				var b columns.Builder
				for range in.Present() {
					b.Append(value)
				}
				values = b.Values()
			}
			out.Values, out.Index = &values, nil
			return &out, nil
		}}
	}
	for _, c := range []struct {
		typ   columns.Type
		value string
		want  arrow.DataType
	}{
		{columns.Type{Kind: columns.Date, Width: 4}, "1234", arrow.FixedWidthTypes.Date32},
		{columns.Type{Kind: columns.Bool, Width: 1}, "\x01", arrow.FixedWidthTypes.Boolean},
		{columns.Type{Kind: columns.Int, Width: 8}, "12345678", arrow.PrimitiveTypes.Int64},
		{columns.Type{Kind: columns.Binary, Width: 3}, "abc", &arrow.FixedSizeBinaryType{ByteWidth: 3}},
		{columns.Type{Kind: columns.Binary}, "abc", arrow.BinaryTypes.Binary},
		{columns.Type{Kind: columns.Decimal, Width: 16, Precision: 20, Scale: 2}, "0123456789abcdef", &arrow.Decimal128Type{Precision: 20, Scale: 2}},
		{columns.Type{Kind: columns.Timestamp, Width: 8, Unit: columns.Micro, UTC: true}, "12345678", &arrow.TimestampType{Unit: arrow.Microsecond, TimeZone: "UTC"}},
	} {
		leaf := src.Schema().Find("list[]")
		out, _ := rewritten(t, src, Rewrite{Replace: map[int]Replacement{leaf: constant(c.typ, []byte(c.value))}})
		if got := out.arrow.Field(5).Type.(*arrow.ListType).Elem(); !arrow.TypeEqual(got, c.want) {
			t.Errorf("%s became %s", c.typ, got)
		}
		if got := out.Schema().Leaves[leaf].Type; got != c.typ {
			t.Errorf("%s reads as %s", c.typ, got)
		}
		s, err := slots(out, leaf)
		if want := fmt.Sprintf("0,3,%x", c.value); err != nil || s[0] != want {
			t.Errorf("%s: %v, %v", c.typ, s, err)
		}
	}
	julian := constant(columns.Type{Kind: columns.Timestamp, Width: 12, Julian: true}, make([]byte, 12))
	if _, err := RewriteIPC(context.Background(), src, &bytes.Buffer{}, Rewrite{Replace: map[int]Replacement{0: julian}}); codeOf(err) != CodeUnsupported {
		t.Error(err)
	}
}

type brokenWriter struct{ left int }

var errBroken = errors.New("the disk is full")

func (w *brokenWriter) Write(p []byte) (int, error) {
	if w.left -= len(p); w.left < 0 {
		return 0, errBroken
	}
	return len(p), nil
}

// Refusals, and errors of others, which come back as they are.
func TestRewriteIPCErrors(t *testing.T) {
	src := secretFile(t, ArrowFile)
	find := src.Schema().Find
	errKernel := errors.New("no key")
	text := columns.Type{Kind: columns.Text}
	union := arrow.NewSchema([]arrow.Field{{Name: "u", Type: arrow.SparseUnionOf([]arrow.Field{{Name: "a", Type: arrow.BinaryTypes.String}, {Name: "b", Type: arrow.PrimitiveTypes.Int32}}, []int8{0, 1})}}, nil)
	lists := arrow.NewSchema([]arrow.Field{{Name: "l", Type: arrow.ListOf(union.Field(0).Type)}}, nil)
	unionLists, err := openIPC(ipcBytes(t, ArrowStream, lists, []arrow.RecordBatch{record(t, lists, `[{"l":[[0,"x"]]}]`)}), Options{})
	if err != nil {
		t.Fatal(err)
	}
	unions, err := openIPC(ipcBytes(t, ArrowStream, union, []arrow.RecordBatch{record(t, union, `[{"u":[0,"x"]}]`)}), Options{})
	if err != nil {
		t.Fatal(err)
	}
	canceled, cancel := context.WithCancel(context.Background())
	cancel()
	short := func(_ context.Context, _ int, in *columns.Leaf, _ []*columns.Leaf) (*columns.Leaf, error) {
		out := *in
		out.Slots--
		return &out, nil
	}
	for _, c := range []struct {
		name string
		ctx  context.Context
		src  *IPCFile
		how  Rewrite
		code Code
		is   error
	}{
		{name: "half of a map", how: Rewrite{Drop: map[int]bool{find("map{}.value"): true}}, code: CodeUnsupported},
		{name: "a key that may become null", how: Rewrite{Replace: map[int]Replacement{find("map{}.key"): {Type: text, MakesNulls: true, Make: openly(true)}}}, code: CodeUnsupported},
		{name: "a key that becomes null", how: Rewrite{Replace: map[int]Replacement{find("map{}.key"): {Type: text, Make: func(ctx context.Context, part int, in *columns.Leaf, s []*columns.Leaf) (*columns.Leaf, error) {
			out, err := openly(false)(ctx, part, in, s)
			var none columns.Values
			out.Values = &none
			for i, d := range out.Def {
				if d == out.Column.MaxDef {
					out.Def[i]--
				}
			}
			return out, err
		}}}}, code: CodeUnsupported},
		{name: "a child of a union", src: unions, how: Rewrite{Drop: map[int]bool{0: true}}, code: CodeUnsupported},
		{name: "a child of a union in a list", src: unionLists, how: Rewrite{Drop: map[int]bool{0: true}}, code: CodeUnsupported},
		{name: "a kernel's error", how: Rewrite{Replace: map[int]Replacement{0: {Type: text, Make: func(context.Context, int, *columns.Leaf, []*columns.Leaf) (*columns.Leaf, error) {
			return nil, errKernel
		}}}}, is: errKernel},
		{name: "a kernel that forgets a row", how: Rewrite{Replace: map[int]Replacement{0: {Type: text, Make: short}}}, is: ErrInternal, code: CodeCorrupt},
		{name: "a row that is not there", how: Rewrite{Rows: func(int) ([]int32, error) { return []int32{4}, nil }}, is: ErrInternal, code: CodeCorrupt},
		{name: "canceled", ctx: canceled, is: context.Canceled},
	} {
		t.Run(c.name, func(t *testing.T) {
			if c.ctx == nil {
				c.ctx = context.Background()
			}
			if c.src == nil {
				c.src = src
			}
			_, err := RewriteIPC(c.ctx, c.src, &bytes.Buffer{}, c.how)
			if err == nil || codeOf(err) != c.code || c.is != nil && !errors.Is(err, c.is) {
				t.Errorf("got %q: %v", codeOf(err), err)
			}
			if err != nil && strings.Contains(err.Error(), "secret") {
				t.Errorf("the error holds a value")
			}
		})
	}
	for n := 0; ; n += 97 {
		_, err := RewriteIPC(context.Background(), src, &brokenWriter{n}, Rewrite{})
		if err == nil {
			break
		}
		if !errors.Is(err, errBroken) {
			t.Fatalf("after %d bytes: %v", n, err)
		}
	}
}

// Two columns may share a dictionary: each is written with the entries that it uses,
// as those of the other are none of its values.
func TestRewriteIPCSharedDictionary(t *testing.T) {
	dict := &arrow.DictionaryType{IndexType: arrow.PrimitiveTypes.Int8, ValueType: arrow.BinaryTypes.String}
	schema := arrow.NewSchema([]arrow.Field{{Name: "a", Type: dict}, {Name: "b", Type: dict}}, nil)
	entries := record(t, arrow.NewSchema([]arrow.Field{text("v")}, nil), `[{"v":"one"},{"v":"two"},{"v":"three"}]`).Column(0)
	column := func(index ...int8) arrow.Array {
		b := array.NewInt8Builder(memory.DefaultAllocator)
		b.AppendValues(index, nil)
		return array.NewDictionaryArray(dict, b.NewArray(), entries)
	}
	batch := array.NewRecordBatch(schema, []arrow.Array{column(0, 0, 1, 0, 0), column(2, 2, 2, 2, 2)}, 5)
	for _, format := range []Format{ArrowStream, ArrowFile} {
		src, err := openIPC(replaced(ipcBytes(t, format, schema, []arrow.RecordBatch{batch}), 1, 0), Options{})
		if err != nil {
			t.Fatal(err)
		}
		if src.fields[0].id != src.fields[1].id {
			t.Fatal("they have a dictionary each")
		}
		out, _ := rewritten(t, src, Rewrite{})
		for leaf, want := range []string{"one two", "three"} {
			for l, err := range out.Leaf(context.Background(), 0, leaf) {
				if err != nil {
					t.Fatal(err)
				}
				var got []string
				for i := range l.Values.Len() {
					got = append(got, string(l.Values.At(i)))
				}
				if strings.Join(got, " ") != want {
					t.Errorf("%s: column %d has the entries %v, want %s", format, leaf, got, want)
				}
			}
		}
	}
}
