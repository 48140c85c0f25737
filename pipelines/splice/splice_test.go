package splice

import (
	"bytes"
	"errors"
	"io"
	"slices"
	"testing"

	"github.com/apache/arrow-go/v18/parquet/compress"

	"tuomin/scanners/columns"
)

// TestRowsDropped writes the last row group first, half of another, and none
// of a third; all chunks are new, made apart and added.
func TestRowsDropped(t *testing.T) {
	src := mustOpen(t, made(t, compress.Codecs.Snappy, false))
	drop := map[int]Change{}
	for leaf := range src.Leaves {
		drop[leaf] = Change{Drop: leaf != leafName && leaf != leafID}
	}
	edit := Edit{Leaves: changes(drop), Rows: true, Shuffled: true}
	var out bytes.Buffer
	w, err := NewWriter(&out, src, edit)
	check(t, err)
	var coders Coders
	var want []string
	for _, part := range []struct{ source, from, to int }{{2, 1200, 1500}, {0, 0, 300}} {
		check(t, w.StartGroup(part.source, int64(part.to-part.from)))
		for _, leaf := range []int{leafID, leafName} {
			var chunk bytes.Buffer
			cw := NewChunkWriter(&chunk, w.Target(leaf), Gzip, &coders)
			if leaf == leafName {
				for at := part.from; at < part.to; at += 100 {
					check(t, cw.Leaf(newNames(at, at+100), Layout{V2: true, Encoding: DeltaLengthByteArray}))
				}
			} else {
				ids := columns.NewFixed(make([]byte, 8*(part.to-part.from)), 8)
				check(t, cw.Leaf(&columns.Leaf{Rows: ids.Len(), Slots: ids.Len(), Values: &ids}, Layout{Encoding: Plain}))
			}
			made, err := cw.Close()
			check(t, err)
			check(t, w.Add(leaf, made, &chunk))
		}
		check(t, w.EndGroup())
		for row := part.from; row < part.to; row++ {
			if row%3 == 0 {
				want = append(want, "(null)")
			} else {
				want = append(want, hashed(row))
			}
		}
	}
	result, err := w.Close()
	check(t, err)
	if result.Rows != 600 || result.Groups != 2 {
		t.Errorf("%+v", result)
	}
	if got := text(t, table(t, out.Bytes()), "name"); !slices.Equal(got, want) {
		t.Error("rows are not those that were written")
	}
	f := mustOpen(t, out.Bytes())
	if f.CreatedBy != src.CreatedBy {
		t.Errorf("created by %q, and so are its columns that were not touched", f.CreatedBy)
	}
	for i := range f.Groups {
		n := f.Tree.Get(4).Items()[i]
		if n.Get(4) != nil {
			t.Error("still sorted")
		}
		if at, ok := n.Int(7); ok && at != int64(i) {
			t.Errorf("row group %d is numbered %d", i, at)
		}
		var packed int64
		for j := range f.Groups[i].Chunks {
			packed += f.Groups[i].Chunks[j].Length
		}
		if got, ok := n.Int(6); ok && got != packed {
			t.Errorf("row group of %d bytes says %d", packed, got)
		}
		if got, ok := n.Int(5); ok && got != f.Groups[i].Chunks[0].Start {
			t.Errorf("row group starts at %d, says %d", f.Groups[i].Chunks[0].Start, got)
		}
	}
}

// TestWriterRefuses what would make a wrong file.
func TestWriterRefuses(t *testing.T) {
	src := mustOpen(t, made(t, compress.Codecs.Snappy, false))
	str := StringType()
	all := map[int]Change{}
	for leaf := range src.Leaves {
		all[leaf] = Change{Drop: true}
	}
	for name, edit := range map[string]Edit{
		"no column left":     {Leaves: changes(all)},
		"a map of values":    {Leaves: changes(map[int]Change{leafKey: {Drop: true}})},
		"keys that are null": {Leaves: changes(map[int]Change{leafKey: {Values: true, Optional: true}})},
	} {
		if _, err := NewWriter(io.Discard, src, edit); !errors.Is(err, ErrUnsupported) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := NewWriter(io.Discard, src, Edit{Leaves: make([]Change, 3)}); err == nil {
		t.Error("changes for other leaves were taken")
	}
	start := func(edit Edit) *Writer {
		w, err := NewWriter(io.Discard, src, edit)
		check(t, err)
		check(t, w.StartGroup(0, madeGroup))
		return w
	}
	for name, use := range map[string]func() error{
		"copy of a retyped column": func() error { return start(Edit{Leaves: changes(map[int]Change{leafID: {Type: &str}})}).Copy(leafID) },
		"copy of moved rows":       func() error { return start(Edit{Shuffled: true}).Copy(leafID) },
		"leaves out of order":      func() error { return start(Edit{}).Copy(leafCity) },
		"group without all leaves": func() error { return start(Edit{}).EndGroup() },
		"close in a group":         func() error { return second(start(Edit{}).Close()) },
		"group in a group":         func() error { return start(Edit{}).StartGroup(1, 1) },
		"chunk without its rows": func() error {
			return start(Edit{}).Add(leafID, &Rewritten{}, bytes.NewReader(nil))
		},
		"page of another codec": func() error {
			return NewChunkWriter(io.Discard, Target{}, Zstd, &Coders{}).Verbatim(&src.Groups[0].Chunks[0], &PageHeader{}, nil, 0)
		},
		"index beyond the dictionary": func() error {
			cw := NewChunkWriter(io.Discard, Target{Physical: TypeByteArray}, Zstd, &Coders{})
			d, l := indexed(leafOf(2, nil, nil, []string{"a", "b"}))
			check(t, cw.Dictionary(d, Plain))
			return cw.Leaf(l, Layout{Encoding: RLEDictionary, Entries: 1})
		},
		"nulls in a required column": func() error {
			cw := NewChunkWriter(io.Discard, Target{Physical: TypeByteArray}, Zstd, &Coders{})
			return cw.Leaf(leafOf(2, []int16{0, 0}, nil, []string{"a"}), Layout{})
		},
		"rows lost": func() error {
			w, err := NewWriter(io.Discard, src, Edit{})
			check(t, err)
			return second(w.Close())
		},
	} {
		if err := use(); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
}

// TestChunkWriterAllocates nothing per page once warm.
func TestChunkWriterAllocates(t *testing.T) {
	var coders Coders
	target := Target{Physical: TypeByteArray, MaxDef: 1}
	leaf := newNames(0, 3000)
	dictionary, by := indexed(leaf)
	for _, how := range ways {
		cw := NewChunkWriter(io.Discard, target, Zstd, &coders)
		pass := func() {
			cw.Reset(io.Discard, target, Zstd)
			l, layout := leaf, how.layout
			if how.dict {
				check(t, cw.Dictionary(dictionary, Plain))
				l, layout.Entries = by, dictionary.Len()
			}
			check(t, cw.Leaf(l, layout))
		}
		pass()
		pass()
		if n := testing.AllocsPerRun(10, pass); n > 0 && !raceDetector {
			t.Errorf("%s: %v allocations a page", how.name, n)
		}
	}
}

// TestVerbatimStatistics: a page's own minimum and maximum do not outlive its
// values, while its CRC stays.
func TestVerbatimStatistics(t *testing.T) {
	h := PageHeader{Type: DataPageV1, Uncompressed: 2, Compressed: 2, HasCRC: true, CRC: 5, Values: 2, Encoding: RLEDictionary, DefEncoding: RLE, RepEncoding: RLE}
	n, _, err := ParseThrift(h.Append(nil))
	check(t, err)
	n.Get(5).Set(5, Struct(Binary([]byte("canary")).As(5)))
	n.Set(77, Binary([]byte("canary")))
	with, err := ParsePageHeader(n.Append(nil))
	check(t, err)
	if !with.HasStats {
		t.Error("statistics were not seen")
	}
	var out bytes.Buffer
	cw := NewChunkWriter(&out, Target{Physical: TypeByteArray}, Snappy, &Coders{})
	check(t, cw.Verbatim(&Chunk{Codec: Snappy}, &with, []byte{1, 2}, -1))
	made, err := cw.Close()
	check(t, err)
	if want := append(h.Append(nil), 1, 2); !bytes.Equal(out.Bytes(), want) || made.Nulls != -1 {
		t.Errorf("wrote % x, want % x", out.Bytes(), want)
	}
}

// TestCopyLargePage: a page longer than the copier's window passes in pieces,
// and its CRC is still seen to be wrong.
func TestCopyLargePage(t *testing.T) {
	b := large(true)
	out, err := identity(mustOpen(t, b))
	if err != nil || !bytes.Equal(out, b) {
		t.Errorf("comes out changed: %v", err)
	}
	b[4+(2<<20)] ^= 1 // somewhere in the second or third page
	if _, err := identity(mustOpen(t, b)); !errors.Is(err, ErrChecksum) {
		t.Errorf("flipped bit: %v", err)
	}
}

// TestTypes writes a column of each type that a transform may result in, and
// reads the schema back.
func TestTypes(t *testing.T) {
	for want, in := range map[string]columns.Type{
		"utf8": {Kind: columns.Text}, "binary": {Kind: columns.Binary}, "fixed_size_binary[5]": {Kind: columns.Binary, Width: 5},
		"bool": {Kind: columns.Bool, Width: 1}, "int32": {Kind: columns.Int, Width: 4}, "int64": {Kind: columns.Int, Width: 8},
		"float32": {Kind: columns.Float, Width: 4}, "float64": {Kind: columns.Float, Width: 8}, "date32": {Kind: columns.Date, Width: 4},
		"uint32": {Kind: columns.Uint, Width: 4}, "uint64": {Kind: columns.Uint, Width: 8}, "float16": {Kind: columns.Float, Width: 2},
		"decimal(9, 2)":         {Kind: columns.Decimal, Width: 4, Precision: 9, Scale: 2},
		"decimal(18, 0)":        {Kind: columns.Decimal, Width: 8, Precision: 18},
		"decimal(38, 10)":       {Kind: columns.Decimal, Width: 16, Precision: 38, Scale: 10, BigEndian: true},
		"decimal(20, 1)":        {Kind: columns.Decimal, Precision: 20, Scale: 1, BigEndian: true},
		"time32[ms]":            {Kind: columns.Time, Width: 4, Unit: columns.Milli, UTC: true},
		"time64[us]":            {Kind: columns.Time, Width: 8, Unit: columns.Micro, UTC: true},
		"time64[ns]":            {Kind: columns.Time, Width: 8, Unit: columns.Nano},
		"timestamp[us]":         {Kind: columns.Timestamp, Width: 8, Unit: columns.Micro},
		"timestamp[ms, tz=UTC]": {Kind: columns.Timestamp, Width: 8, Unit: columns.Milli, UTC: true},
		"timestamp[ns, tz=UTC]": {Kind: columns.Timestamp, Width: 8, Unit: columns.Nano, UTC: true},
	} {
		leaf, err := TypeOf(in)
		check(t, err)
		f := mustOpen(t, made(t, compress.Codecs.Snappy, false))
		edit := Edit{Leaves: changes(map[int]Change{leafID: {Values: true, Type: &leaf}})}
		out := rewrite(t, f, edit, Snappy, ways[0], func(_, from, to int) *columns.Leaf {
			width := map[Physical]int{TypeBoolean: 1, TypeFixedLenByteArray: leaf.Length}[leaf.Physical] + leaf.Physical.width()
			if width == 0 {
				return leafOf(to-from, nil, nil, slices.Repeat([]string{"0"}, to-from))
			}
			v := columns.NewFixed(make([]byte, width*(to-from)), width)
			return &columns.Leaf{Rows: to - from, Slots: to - from, Values: &v}
		})
		if got := table(t, out).Schema().Field(0).Type.String(); got != want {
			t.Errorf("%v is %s", in, got)
		}
		g := mustOpen(t, out)
		kept, _ := g.Key(keyArrow)
		if got := arrowOf(t, kept).Field(0).Type.String(); got != want {
			t.Errorf("%v is %s in ARROW:schema", in, got)
		}
	}
	for _, in := range []columns.Type{{Kind: columns.Unknown}, {Kind: columns.Int, Width: 2}, {Kind: columns.Timestamp, Julian: true}, {Kind: columns.Interval}} {
		if _, err := TypeOf(in); !errors.Is(err, ErrUnsupported) {
			t.Errorf("%v: %v", in, err)
		}
	}
}

// TestOldList has elements without a level for null.
func TestOldList(t *testing.T) {
	b := crafted(func(n *Node) { n.Get(2).Items()[1].SetInt(3, KindInt32, int64(Repeated)) })
	edit := Edit{Leaves: []Change{{Values: true, Optional: true}}}
	if _, err := NewWriter(io.Discard, mustOpen(t, b), edit); !errors.Is(err, ErrUnsupported) {
		t.Errorf("%v", err)
	}
}

// TestVariant is one unit: dropped whole, or left alone.
func TestVariant(t *testing.T) {
	b := made(t, compress.Codecs.Snappy, false)
	f := mustOpen(t, b)
	for i := range f.Elements {
		if f.Elements[i].Name == "rec" {
			variant := Struct(Struct().As(logicalVariant))
			f.Elements[i].Logical = &variant
		}
	}
	for name, c := range map[string]map[int]Change{
		"drop one":    {leafPhone: {Drop: true}},
		"rewrite one": {leafAge: {Values: true}},
		"mixed":       {leafAge: {Values: true}, leafPhone: {Drop: true}},
	} {
		if _, err := NewWriter(io.Discard, f, Edit{Leaves: changes(c)}); !errors.Is(err, ErrUnsupported) {
			t.Errorf("%s: %v", name, err)
		}
	}
	_, err := NewWriter(io.Discard, f, Edit{Leaves: changes(map[int]Change{leafAge: {Drop: true}, leafPhone: {Drop: true}})})
	check(t, err)
}
