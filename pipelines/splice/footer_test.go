package splice

import (
	"fmt"
	"testing"

	"github.com/apache/arrow-go/v18/parquet/compress"

	"tuomin/scanners/columns"
)

// TestFooterInStep: what the footer says of leaves by their number follows
// them when a leaf before them goes.
func TestFooterInStep(t *testing.T) {
	src := mustOpen(t, made(t, compress.Codecs.Snappy, false))
	var orders []Node
	for i := range src.Leaves {
		orders = append(orders, Struct(Struct().As(int16(i+1)))) // to tell them apart
	}
	src.Tree.Set(7, List(KindStruct, orders...))
	str := StringType()
	edit := Edit{Leaves: changes(map[int]Change{leafCity: {Drop: true}, leafAge: {Values: true, Type: &str}})}
	f := mustOpen(t, rewrite(t, src, edit, Zstd, ways[3], func(_, from, to int) *columns.Leaf {
		def := make([]int16, to-from)
		values := make([]string, to-from)
		for i := range def {
			def[i], values[i] = 2, "x"
		}
		return leafOf(to-from, def, nil, values)
	}))
	var sorted, ordered []int64
	for _, s := range f.Tree.Get(4).Items()[0].Get(4).Items() {
		sorted = append(sorted, s.IntOr(1, -1))
	}
	for _, o := range f.Tree.Get(7).Items() {
		ordered = append(ordered, int64(o.kids[0].ID))
	}
	if got := fmt.Sprint(sorted, ordered); got != "[0 1 2] [1 2 4 5 6 1 8 9]" {
		t.Errorf("sorted by and ordered as %s", got)
	}
	for i := range f.Groups {
		var plain int64
		for j := range f.Groups[i].Chunks {
			plain += f.Groups[i].Chunks[j].Uncompressed
		}
		if got := f.Tree.Get(4).Items()[i].IntOr(2, 0); got != plain {
			t.Errorf("row group of %d bytes says %d", plain, got)
		}
	}
	src.Tree.Set(7, List(KindStruct, orders[0])) // of which leaf?
	f = mustOpen(t, rewrite(t, src, Edit{Leaves: changes(map[int]Change{leafCity: {Drop: true}})}, Zstd, ways[3], nil))
	if f.Tree.Get(7) != nil {
		t.Error("columns are ordered as nobody knows")
	}
}

// TestEncodings are those of the pages that were written, each once, and
// counted.
func TestEncodings(t *testing.T) {
	src := mustOpen(t, made(t, compress.Codecs.Snappy, false))
	edit := Edit{Leaves: changes(map[int]Change{leafName: {Values: true}})}
	for name, want := range map[string]string{
		"V1 plain":        "[0 3] 0:0:1 ",
		"V2 delta length": "[6 3] 3:6:1 ",
		"V1 dictionary":   "[0 8 3] 2:0:1 0:8:1 ",
		"V2 dictionary":   "[0 8 3] 2:0:1 3:8:1 ",
	} {
		for _, how := range ways {
			if how.name != name {
				continue
			}
			f := mustOpen(t, rewrite(t, src, edit, Snappy, how, func(_, from, to int) *columns.Leaf { return newNames(from, to) }))
			c := &f.Groups[0].Chunks[leafName]
			got := fmt.Sprint(c.Encodings, " ")
			for _, s := range c.Meta.Get(13).Items() {
				got += fmt.Sprintf("%d:%d:%d ", s.IntOr(1, -1), s.IntOr(2, -1), s.IntOr(3, -1))
			}
			if got != want {
				t.Errorf("%s: got %s, want %s", name, got, want)
			}
		}
	}
}
