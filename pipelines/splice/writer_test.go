package splice

import (
	"bytes"
	"encoding/base64"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/apache/arrow-go/v18/parquet"
	"github.com/apache/arrow-go/v18/parquet/compress"

	"tuomin/scanners/columns"
)

// A way is how a test writes the pages of a new chunk.
type way struct {
	name   string
	layout Layout
	dict   bool
}

var ways = []way{
	{"V1 plain", Layout{Encoding: Plain}, false},
	{"V2 plain", Layout{V2: true, Encoding: Plain}, false},
	{"V1 delta length", Layout{Encoding: DeltaLengthByteArray}, false},
	{"V2 delta length", Layout{V2: true, Encoding: DeltaLengthByteArray}, false},
	{"V1 dictionary", Layout{Encoding: RLEDictionary}, true},
	{"V2 dictionary", Layout{V2: true, Encoding: RLEDictionary}, true},
}

// rewrite replaces leaves by what make gives for the rows [from, to).
func rewrite(t *testing.T, src *File, edit Edit, codec Codec, how way, make func(leaf, from, to int) *columns.Leaf) []byte {
	t.Helper()
	var out bytes.Buffer
	w, err := NewWriter(&out, src, edit)
	if err != nil {
		t.Fatal(err)
	}
	var coders Coders
	row := 0
	for g := range src.Groups {
		rows := int(src.Groups[g].NumRows)
		check(t, w.StartGroup(g, int64(rows)))
		for leaf := range src.Leaves {
			switch c := &edit.Leaves[leaf]; {
			case c.Drop:
			case !c.touched():
				check(t, w.Copy(leaf))
			default:
				var chunk bytes.Buffer
				cw := NewChunkWriter(&chunk, w.Target(leaf), codec, &coders)
				l := make(leaf, row, row+rows)
				layout := how.layout
				if how.dict {
					var dictionary *columns.Values
					dictionary, l = indexed(l)
					layout.Entries = dictionary.Len()
					check(t, cw.Dictionary(dictionary, Plain))
				}
				check(t, cw.Leaf(l, layout))
				made, err := cw.Close()
				check(t, err)
				check(t, w.Add(leaf, made, &chunk))
			}
		}
		check(t, w.EndGroup())
		row += rows
	}
	result, err := w.Close()
	check(t, err)
	if result.Size != int64(out.Len()) {
		t.Errorf("result says %d bytes of %d", result.Size, out.Len())
	}
	return out.Bytes()
}

func check(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// hashed is a new name, and null for every third row.
func hashed(row int) string { return fmt.Sprintf("%064x", row*2654435761) }

func newNames(from, to int) *columns.Leaf {
	var def []int16
	var values []string
	for row := from; row < to; row++ {
		if row%3 == 0 {
			def = append(def, 0)
		} else {
			def, values = append(def, 1), append(values, hashed(row))
		}
	}
	return leafOf(to-from, def, nil, values)
}

func newTags(from, to int) *columns.Leaf {
	var def, rep []int16
	var values []string
	for row := from; row < to; row++ {
		tags := tagsOf(row)
		switch {
		case tags == nil:
			def, rep = append(def, 0), append(rep, 0)
		case len(tags) == 0:
			def, rep = append(def, 1), append(rep, 0)
		}
		for i, tag := range tags {
			rep = append(rep, int16(min(i, 1)))
			if tag == "" {
				def = append(def, 2)
			} else {
				def, values = append(def, 3), append(values, "new-"+tag)
			}
		}
	}
	return leafOf(to-from, def, rep, values)
}

func changes(touch map[int]Change) []Change {
	c := make([]Change, leafValue+1)
	for leaf, change := range touch {
		c[leaf] = change
	}
	return c
}

// TestRewrite replaces a flat and a nested column in every way, and reads all
// columns back.
func TestRewrite(t *testing.T) {
	codecs := map[Codec]compress.Compression{
		Uncompressed: compress.Codecs.Uncompressed, Snappy: compress.Codecs.Snappy, Gzip: compress.Codecs.Gzip,
		Brotli: compress.Codecs.Brotli, Zstd: compress.Codecs.Zstd, LZ4Raw: compress.Codecs.Lz4Raw,
	}
	for codec, theirs := range codecs {
		for _, v2 := range []bool{false, true} {
			if v2 && codec != Snappy && codec != Zstd {
				continue // the source's codec and its pages have nothing to do with each other
			}
			b := made(t, theirs, v2)
			before := table(t, b)
			src := mustOpen(t, b)
			for _, how := range ways {
				t.Run(fmt.Sprintf("%v/V2 %v/%s", theirs, v2, how.name), func(t *testing.T) {
					edit := Edit{Leaves: changes(map[int]Change{leafName: {Values: true}, leafTag: {Values: true}})}
					out := rewrite(t, src, edit, codec, how, func(leaf, from, to int) *columns.Leaf {
						if leaf == leafName {
							return newNames(from, to)
						}
						return newTags(from, to)
					})
					after := table(t, out)
					for _, name := range []string{"id", "city", "at", "rec", "m"} {
						if !slices.Equal(text(t, before, name), text(t, after, name)) {
							t.Errorf("column %s changed", name)
						}
					}
					for row, got := range text(t, after, "name") {
						if want := hashed(row); row%3 == 0 && got != "(null)" || row%3 != 0 && got != want {
							t.Fatalf("row %d: got %s", row, got)
						}
					}
					want := text(t, before, "tags")
					for row, got := range text(t, after, "tags") {
						if strings.ReplaceAll(got, "new-", "") != want[row] {
							t.Fatalf("row %d: got %s", row, got)
						}
					}
					checkNew(t, out)
				})
			}
		}
	}
}

// checkNew holds the metadata of new chunks to their pages, and looks for
// what the old ones held.
func checkNew(t *testing.T, out []byte) {
	t.Helper()
	f := mustOpen(t, out)
	for i := range f.Groups {
		for _, leaf := range []int{leafName, leafTag} {
			c := &f.Groups[i].Chunks[leaf]
			if s := c.Statistics(); len(s.kids) != 1 || c.NullCount <= 0 {
				t.Errorf("statistics have %d fields, null count %d", len(s.kids), c.NullCount)
			}
			if c.Bloom.Offset != 0 || c.ColumnIndex.Offset != 0 || c.OffsetIndex.Offset != 0 || c.Meta.Get(16) != nil {
				t.Error("an index of the old values is still there")
			}
		}
		list := f.Tree.Get(4).Items()[i].Get(4).Items()
		if len(list) != 1 || list[0].IntOr(1, -1) != leafID {
			t.Errorf("sorted by %d columns", len(list))
		}
	}
	check(t, walk(f, func(*PageHeader, []byte) {}))
	for _, gone := range []string{"name-", "canary", `"tag-`} {
		if bytes.Contains(out, []byte(gone)) {
			t.Errorf("%q is still there", gone)
		}
	}
	value, _ := f.Key(keyArrow)
	raw, _ := base64.StdEncoding.DecodeString(value)
	if len(raw) == 0 || bytes.Contains(raw, []byte("canary")) {
		t.Error("ARROW:schema was lost or holds the comment")
	}
}

// TestDrop drops leaves of every nesting.
func TestDrop(t *testing.T) {
	b := made(t, compress.Codecs.Snappy, false, parquet.WithPageIndexEnabled(true))
	src := mustOpen(t, b)
	before := table(t, b)
	edit := Edit{Leaves: changes(map[int]Change{leafName: {Drop: true}, leafTag: {Drop: true}, leafPhone: {Drop: true}})}
	out := rewrite(t, src, edit, Snappy, way{}, nil)
	after := table(t, out)
	for _, name := range []string{"id", "city", "at", "m"} {
		if !slices.Equal(text(t, before, name), text(t, after, name)) {
			t.Errorf("column %s changed", name)
		}
	}
	if got := text(t, after, "rec")[3]; got != `{"age":3}` {
		t.Errorf("struct is %s", got)
	}
	if after.NumCols() != 5 {
		t.Errorf("%d columns", after.NumCols())
	}
	if at := after.Schema().Field(2).Type.String(); at != "timestamp[us, tz=Asia/Shanghai]" {
		t.Errorf("untouched column is %s now", at)
	}
	f := mustOpen(t, out)
	for i := range f.Groups {
		for j := range f.Groups[i].Chunks {
			if c := &f.Groups[i].Chunks[j]; c.OffsetIndex.Offset == 0 {
				t.Error("a copied chunk lost its offset index")
			} else {
				checkOffsetIndex(t, f, c)
			}
		}
	}
	if n := len(f.Tree.Get(7).Items()); f.Tree.Get(7) != nil && n != len(f.Leaves) {
		t.Errorf("%d column orders for %d leaves", n, len(f.Leaves))
	}
	for _, gone := range []string{"name-", "tag-", "phone-", "canary"} {
		if bytes.Contains(out, []byte(gone)) {
			t.Errorf("%q is still there", gone)
		}
	}
}

// TestRetype makes a required integer an optional string: all chunks get
// levels.
func TestRetype(t *testing.T) {
	b := made(t, compress.Codecs.Zstd, false)
	src := mustOpen(t, b)
	before := table(t, b)
	str := StringType()
	edit := Edit{Leaves: changes(map[int]Change{leafID: {Values: true, Type: &str, Optional: true}})}
	for _, how := range ways {
		out := rewrite(t, src, edit, Zstd, how, func(_, from, to int) *columns.Leaf { return newNames(from, to) })
		after := table(t, out)
		for row, got := range text(t, after, "id") {
			if row%3 == 0 && got != "(null)" || row%3 != 0 && got != hashed(row) {
				t.Fatalf("%s: row %d: got %s", how.name, row, got)
			}
		}
		for _, name := range []string{"name", "city", "at", "tags", "rec", "m"} {
			if !slices.Equal(text(t, before, name), text(t, after, name)) {
				t.Errorf("%s: column %s changed", how.name, name)
			}
		}
	}
}

// A page without slots, such as PyArrow begins a chunk with whose first rows are lists
// of nothing, has no levels: a run of none would be bytes that nobody reads.
func TestPageOfNothing(t *testing.T) {
	for _, how := range ways {
		if how.dict {
			continue
		}
		var out bytes.Buffer
		var coders Coders
		w := NewChunkWriter(&out, Target{Physical: TypeByteArray, MaxDef: 2, MaxRep: 1}, Uncompressed, &coders)
		var b columns.Builder
		b.Reset()
		v := b.Values()
		check(t, w.Leaf(&columns.Leaf{Column: &columns.Column{MaxDef: 2, MaxRep: 1}, Values: &v}, how.layout))
		h, err := ParsePageHeader(out.Bytes())
		check(t, err)
		body := out.Bytes()[h.Length:]
		var rep, def []byte
		if how.layout.V2 {
			rep, def = body[:h.RepBytes], body[h.RepBytes:][:h.DefBytes]
		} else {
			rep, def, _, err = SplitV1(&h, body, 2, 1)
			check(t, err)
			rep, def = rep[4:], def[4:]
		}
		if len(rep)+len(def) > 0 {
			t.Errorf("%s: levels % x and % x of no slot", how.name, rep, def)
		}
	}
}
