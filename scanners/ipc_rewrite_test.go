package scanners

import (
	"bytes"
	"context"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
	"github.com/apache/arrow-go/v18/arrow/ipc"
	"github.com/apache/arrow-go/v18/arrow/memory"

	"tuomin/scanners/columns"
)

// rewriteBytes writes a file anew and opens the result.
func rewritten(t testing.TB, src *IPCFile, how Rewrite) (*IPCFile, []byte) {
	t.Helper()
	var buf bytes.Buffer
	if _, err := RewriteIPC(context.Background(), src, &buf, how); err != nil {
		t.Fatal(err)
	}
	out, err := openIPC(buf.Bytes(), Options{})
	if err != nil {
		t.Fatal(err)
	}
	if out.Format() != src.Format() {
		t.Errorf("a %s became a %s", src.Format(), out.Format())
	}
	return out, buf.Bytes()
}

// Whatever was read can be written as it is: the same columns, types and slots.
func TestRewriteIPCIdentity(t *testing.T) {
	for _, path := range corpus(t, filepath.Join("arrow-malformed", "arrow-ipc-stream")) {
		name := filepath.Base(path)
		if _, ok := intactIPC[strings.TrimSuffix(strings.TrimSuffix(name, ".stream"), ".arrow_file")]; !ok {
			continue
		}
		t.Run(name, func(t *testing.T) {
			f, err := Open(context.Background(), File{Path: path}, Options{})
			if err != nil {
				t.Fatal(err)
			}
			defer f.Close()
			src := f.(*IPCFile)
			for _, rows := range []func(int) ([]int32, error){nil, func(int) ([]int32, error) { return nil, nil }} {
				out, data := rewritten(t, src, Rewrite{Rows: rows})
				if _, again := rewritten(t, src, Rewrite{Rows: rows}); !bytes.Equal(data, again) {
					t.Error("a second time, other bytes")
				}
				unchanged(t, out, data)
				if !slices.Equal(out.Schema().Leaves, src.Schema().Leaves) {
					t.Errorf("columns %v became %v", src.Schema().Leaves, out.Schema().Leaves)
				}
				for i, field := range src.arrow.Fields() {
					if got := out.arrow.Field(i); !arrow.TypeEqual(got.Type, field.Type) || got.Name != field.Name || got.Nullable != field.Nullable {
						t.Errorf("field %v became %v", field, got)
					}
				}
				want, err := digestOf(src)
				if err != nil {
					t.Fatal(err)
				}
				if got, err := digestOf(out); got != want {
					t.Errorf("other values: %v", err)
				}
			}
		})
	}
}

// unchanged makes sure that what was written, and is written again, is the same.
func unchanged(t *testing.T, out *IPCFile, data []byte) {
	t.Helper()
	if _, again := rewritten(t, out, Rewrite{Uncut: true, KeepMetadata: func(string) bool { return true }}); !bytes.Equal(data, again) {
		t.Error("written once more, it has other bytes")
	}
}

// What is cut anew shares dictionaries, of which each piece uses others.
func TestRewriteIPCUncut(t *testing.T) {
	dict := &arrow.DictionaryType{IndexType: arrow.PrimitiveTypes.Int32, ValueType: arrow.BinaryTypes.String}
	schema := arrow.NewSchema([]arrow.Field{{Name: "a", Type: dict}, {Name: "b", Type: arrow.ListOf(dict)}, {Name: "c", Type: dict, Nullable: true}, text("d")}, nil)
	batch := func(from, n int) arrow.RecordBatch {
		b := array.NewRecordBuilder(memory.DefaultAllocator, schema)
		fill := func(to array.Builder, s string) {
			if err := to.(*array.BinaryDictionaryBuilder).AppendString(s); err != nil {
				t.Fatal(err)
			}
		}
		for i := from; i < from+n; i++ {
			fill(b.Field(0), fmt.Sprint(i/1000))
			b.Field(1).(*array.ListBuilder).Append(true)
			for range i % 3 {
				fill(b.Field(1).(*array.ListBuilder).ValueBuilder(), fmt.Sprint(i/7000))
			}
			if i%5 == 0 {
				b.Field(2).AppendNull()
			} else {
				fill(b.Field(2), fmt.Sprint(i%5))
			}
			b.Field(3).(*array.StringBuilder).Append(fmt.Sprint(i))
		}
		return b.NewRecordBatch()
	}
	all := []arrow.RecordBatch{batch(0, 2*rewriteRows+1), batch(0, 10), batch(500, rewriteRowsCompressed+7)}
	for _, format := range []Format{ArrowStream, ArrowFile} {
		for _, opts := range [][]ipc.Option{nil, {ipc.WithZstd()}} {
			if testing.Short() && (format == ArrowStream) != (opts == nil) {
				continue // each of both is seen once
			}
			batches := all
			if format == ArrowFile { // which has one dictionary
				batches = all[:1]
			}
			src, err := openIPC(ipcBytes(t, format, schema, batches, opts...), Options{})
			if err != nil {
				t.Fatal(err)
			}
			out, data := rewritten(t, src, Rewrite{})
			if out.Parts() == src.Parts() && opts == nil {
				t.Error("nothing was cut")
			}
			unchanged(t, out, data)
		}
	}
}

// secretSchema has text in every layout that text can have, each value of
// which begins with a word that must not survive.
func secretSchema() *arrow.Schema {
	str := arrow.BinaryTypes.String
	dict := &arrow.DictionaryType{IndexType: arrow.PrimitiveTypes.Int8, ValueType: str}
	field := func(name string, t arrow.DataType) arrow.Field {
		return arrow.Field{Name: name, Type: t, Nullable: true}
	}
	md := arrow.NewMetadata([]string{"comment", "PARQUET:field_id"}, []string{"secret-comment", "7"})
	return arrow.NewSchema([]arrow.Field{
		{Name: "plain", Type: str, Nullable: true, Metadata: md},
		{Name: "required", Type: str},
		field("large", arrow.BinaryTypes.LargeString),
		field("view", arrow.BinaryTypes.StringView),
		field("dict", dict),
		field("list", arrow.ListOf(str)),
		field("pairs", arrow.LargeListOf(arrow.StructOf(field("name", str), field("n", arrow.PrimitiveTypes.Int32)))),
		field("map", arrow.MapOf(str, str)),
		field("fixed", arrow.FixedSizeListOf(2, str)),
		field("deep", arrow.StructOf(field("inner", arrow.StructOf(field("dict", dict), field("keep", dict))))),
		field("lists", arrow.ListOf(arrow.ListOf(dict))),
		field("listview", arrow.ListViewOf(str)),
		field("int", arrow.PrimitiveTypes.Int64),
	}, &md)
}

const secretRows = `[
 {"plain":"secret-a","required":"secret-r1","large":"secret-b","view":"secret-longer-than-twelve","dict":"secret-d1","list":["secret-l1",null,"secret-l2"],
  "pairs":[{"name":"secret-p","n":1},null,{"name":null,"n":2}],"map":[{"key":"secret-k","value":"secret-v"}],"fixed":["secret-f1","secret-f2"],
  "deep":{"inner":{"dict":"secret-d1","keep":"secret-x1"}},"lists":[["secret-q1"],[],null,["secret-q2",null]],"listview":["secret-w"],"int":1},
 {"required":"secret-r2","list":[],"pairs":[],"map":[],"deep":{},"lists":[],"listview":[]},
 {"plain":null,"required":"secret-r3","dict":"secret-d2","fixed":[null,"secret-f3"],"deep":{"inner":null},"lists":null,"int":3},
 {"plain":"secret-z","required":"secret-r4","large":"secret-y","view":"secret-s","dict":"secret-d3","list":["secret-l4"],
  "pairs":[{"name":"secret-p4","n":4}],"map":[{"key":"secret-k4","value":null},{"key":"secret-k5","value":"secret-v5"}],"fixed":null,
  "deep":{"inner":{"dict":"secret-d4","keep":"secret-x4"}},"lists":[["secret-q4"]],"listview":["secret-w4","secret-w5"],"int":4}
]`

func secretFile(t testing.TB, format Format, opts ...ipc.Option) *IPCFile {
	t.Helper()
	schema := secretSchema()
	rec := record(t, schema, secretRows)
	// A slice has bytes around it, and a file has one dictionary for all. The
	// library cannot write a slice of list views.
	slice := rec.NewSlice(1, 4)
	views, _, err := array.FromJSON(memory.DefaultAllocator, schema.Field(11).Type, strings.NewReader(`[[],null,["secret-w4","secret-w5"]]`))
	if err != nil {
		t.Fatal(err)
	}
	if slice, err = slice.SetColumn(11, views); err != nil {
		t.Fatal(err)
	}
	data := ipcBytes(t, format, schema, []arrow.RecordBatch{rec, slice}, opts...)
	src, err := openIPC(data, Options{})
	if err != nil {
		t.Fatal(err)
	}
	return src
}

// openly is a kernel that replaces the word, and makes a null of what ends in 1
// if it may.
func openly(nulls bool) func(context.Context, int, *columns.Leaf, []*columns.Leaf) (*columns.Leaf, error) {
	return func(_ context.Context, _ int, in *columns.Leaf, _ []*columns.Leaf) (*columns.Leaf, error) {
		col := *in.Column
		if nulls && !col.Optional {
			col.Optional = true
			col.MaxDef++
		}
		out := &columns.Leaf{Column: &col, First: in.First, Rows: in.Rows, Slots: in.Slots, Rep: in.Rep}
		var b columns.Builder
		b.Reset()
		next := 0
		for i := range in.Slots {
			def := in.Column.MaxDef
			if in.Def != nil {
				def = in.Def[i]
			}
			if def == in.Column.MaxDef {
				at := next
				if in.Index != nil {
					at = int(in.Index[next])
				}
				next++
				text := string(in.Values.At(at))
				if def = col.MaxDef; nulls && strings.HasSuffix(text, "1") {
					def--
				} else {
					b.Append([]byte(strings.Replace(text, "secret", "open", 1)))
				}
			}
			out.Def = append(out.Def, def)
		}
		values := b.Values()
		out.Values = &values
		return out, nil
	}
}

// expected are the slots that openly makes of those of a leaf.
func expected(before []string, c columns.Column, nulls bool) []string {
	secret, open := fmt.Sprintf("%x", "secret"), fmt.Sprintf("%x", "open")
	var out []string
	for _, s := range before {
		parts := strings.SplitN(s, ",", 3)
		var def int
		fmt.Sscan(parts[1], &def)
		if nulls && !c.Optional && def == int(c.MaxDef) {
			def++ // the column became optional
		}
		if value := strings.Replace(parts[2], secret, open, 1); nulls && strings.HasSuffix(value, "31") {
			parts[2], def = "-", def-1
		} else {
			parts[2] = value
		}
		out = append(out, fmt.Sprintf("%s,%d,%s", parts[0], def, parts[2]))
	}
	return out
}

func allSlots(t testing.TB, src *IPCFile) map[columns.Path][]string {
	t.Helper()
	out := map[columns.Path][]string{}
	for i, c := range src.Schema().Leaves {
		s, err := slots(src, i)
		if err != nil {
			t.Fatal(c.Path, err)
		}
		out[c.Path] = s
	}
	return out
}

var ipcVariants = []struct {
	name   string
	format Format
	opts   []ipc.Option
}{
	{"file", ArrowFile, nil}, {"stream", ArrowStream, nil},
	{"lz4 file", ArrowFile, []ipc.Option{ipc.WithLZ4()}}, {"zstd stream", ArrowStream, []ipc.Option{ipc.WithZstd()}},
}

// Every text leaf can be replaced wherever it stands; nothing of the old values
// is left in the output, and all else is as it was.
func TestRewriteIPCReplace(t *testing.T) {
	for _, c := range ipcVariants {
		for _, nulls := range []bool{false, true} {
			t.Run(fmt.Sprint(c.name, nulls), func(t *testing.T) {
				src := secretFile(t, c.format, c.opts...)
				how := Rewrite{Replace: map[int]Replacement{}}
				for i, col := range src.Schema().Leaves {
					if col.Type.Kind == columns.Text {
						null := nulls && !col.MapKey
						how.Replace[i] = Replacement{Type: col.Type, MakesNulls: null, Make: openly(null)}
					}
				}
				out, data := rewritten(t, src, how)
				before, after := allSlots(t, src), allSlots(t, out)
				for i, col := range src.Schema().Leaves {
					want := before[col.Path]
					if _, ok := how.Replace[i]; ok {
						want = expected(want, col, how.Replace[i].MakesNulls)
					}
					if !slices.Equal(after[col.Path], want) {
						t.Errorf("%s:\n got %v\nwant %v", col.Path, after[col.Path], want)
					}
				}
				if c.opts == nil && bytes.Contains(data, []byte("secret")) {
					t.Error("an old value is in the output")
				}
				if large := out.arrow.Field(2).Type.ID(); large != arrow.LARGE_STRING {
					t.Errorf("large text became %s", out.arrow.Field(2).Type)
				}
			})
		}
	}
}

// One leaf of many is replaced, with others beside it.
func TestRewriteIPCSiblings(t *testing.T) {
	src := secretFile(t, ArrowStream)
	leaf, sibling := src.Schema().Find("deep.inner.dict"), src.Schema().Find("int")
	var seen []string
	how := Rewrite{Replace: map[int]Replacement{leaf: {
		Type: columns.Type{Kind: columns.Text}, Siblings: []int{sibling, leaf},
		Make: func(ctx context.Context, part int, in *columns.Leaf, siblings []*columns.Leaf) (*columns.Leaf, error) {
			s, err := leafSlots(siblings[0])
			if err != nil || siblings[0].Rows != in.Rows || siblings[0].First != in.First || siblings[1].Slots != in.Slots {
				t.Errorf("part %d: %v", part, err)
			}
			seen = append(seen, s...)
			return openly(false)(ctx, part, in, siblings)
		},
	}}, Drop: map[int]bool{sibling: true}}
	out, data := rewritten(t, src, how)
	want, _ := slots(src, sibling)
	if !slices.Equal(seen, want) {
		t.Errorf("the sibling showed %v, not %v", seen, want)
	}
	if out.Schema().Find("int") >= 0 || out.Schema().Find("deep.inner.keep") < 0 {
		t.Errorf("columns %v", out.Schema().Leaves)
	}
	if bytes.Contains(data, []byte("secret-d4")) || !bytes.Contains(data, []byte("secret-x4")) {
		t.Error("the wrong values are in the output")
	}
}

// What is dropped leaves no trace, and takes with it what held nothing else.
func TestRewriteIPCDrop(t *testing.T) {
	for _, c := range ipcVariants[:2] {
		src := secretFile(t, c.format)
		drop := func(paths ...columns.Path) map[int]bool {
			m := map[int]bool{}
			for _, p := range paths {
				m[src.Schema().Find(p)] = true
			}
			return m
		}
		out, data := rewritten(t, src, Rewrite{Drop: drop("plain", "map{}.key", "map{}.value", "deep.inner.keep", "deep.inner.dict", "pairs[].name", "lists[][]", "fixed[]")})
		var got []string
		for _, f := range out.arrow.Fields() {
			got = append(got, f.Name)
		}
		if want := []string{"required", "large", "view", "dict", "list", "pairs", "listview", "int"}; !slices.Equal(got, want) {
			t.Errorf("fields %v, not %v", got, want)
		}
		for _, gone := range []string{"secret-a", "secret-k", "secret-x", "secret-p", "secret-q", "secret-f"} {
			if bytes.Contains(data, []byte(gone)) {
				t.Errorf("%s is in the output", gone)
			}
		}
		before, after := allSlots(t, src), allSlots(t, out)
		for p, s := range after {
			if !slices.Equal(s, before[p]) {
				t.Errorf("%s: %v, not %v", p, s, before[p])
			}
		}
		everything := map[int]bool{}
		for i := range src.Schema().Leaves {
			everything[i] = true
		}
		if out, _ := rewritten(t, src, Rewrite{Drop: everything}); out.Parts() != 2 || out.Rows(0) != 4 || len(out.Schema().Leaves) != 0 {
			t.Errorf("%d parts of %v", out.Parts(), out.Schema().Leaves)
		}
	}
}

// byRow cuts slots where rows begin.
func byRow(slots []string) (rows [][]string) {
	for _, s := range slots {
		if s[0] == '0' {
			rows = append(rows, nil)
		}
		rows[len(rows)-1] = append(rows[len(rows)-1], s)
	}
	return rows
}

// Rows that are left out leave no trace, and rows may move.
func TestRewriteIPCRows(t *testing.T) {
	for _, c := range ipcVariants {
		for _, rows := range [][][]int32{
			{{0, 1}, {0}}, {{3, 2, 1, 0}, {2, 0}}, {{}, {1}}, {{2}, {}}, {{}, {}}, {nil, {2, 1, 0}},
		} {
			t.Run(fmt.Sprint(c.name, rows), func(t *testing.T) {
				src := secretFile(t, c.format, c.opts...)
				replaced := src.Schema().Find("lists[][]")
				how := Rewrite{
					Rows:    func(part int) ([]int32, error) { return rows[part], nil },
					Replace: map[int]Replacement{replaced: {Type: columns.Type{Kind: columns.Text}, Make: openly(false)}},
				}
				out, data := rewritten(t, src, how)
				before, after := allSlots(t, src), allSlots(t, out)
				stays := ""
				for i, col := range src.Schema().Leaves {
					all := byRow(before[col.Path])
					var want []string
					for part, first := range []int{0, 4} {
						at := rows[part]
						if at == nil {
							at = full(int(src.Rows(part)))
						}
						for _, row := range at {
							want = append(want, all[first+int(row)]...)
						}
					}
					if i == replaced {
						want = expected(want, col, false)
					}
					if !slices.Equal(after[col.Path], want) {
						t.Errorf("%s:\n got %v\nwant %v", col.Path, after[col.Path], want)
					}
					stays += strings.Join(want, " ")
				}
				if c.opts != nil {
					return
				}
				for _, s := range []string{"a", "r1", "r2", "d1", "d2", "d3", "d4", "x1", "x4", "k4", "q1", "q4", "w4"} {
					word := "secret-" + s
					if bytes.Contains(data, []byte(word)) != strings.Contains(stays, fmt.Sprintf("%x", word)) {
						t.Errorf("%s is in the output: %v", word, bytes.Contains(data, []byte(word)))
					}
				}
			})
		}
	}
}

// Parts may move too.
func TestRewriteIPCParts(t *testing.T) {
	src := secretFile(t, ArrowFile)
	out, _ := rewritten(t, src, Rewrite{Parts: []int{1, 0}})
	if out.Rows(0) != 3 || out.Rows(1) != 4 {
		t.Errorf("parts of %d and %d rows", out.Rows(0), out.Rows(1))
	}
}
