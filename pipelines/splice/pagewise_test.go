package splice

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"slices"
	"testing"

	"github.com/apache/arrow-go/v18/parquet"
	"github.com/apache/arrow-go/v18/parquet/compress"

	"tuomin/scanners/columns"
)

// pagewise rewrites a dictionary column by writing another dictionary before
// its data pages, which stay as they are.
func pagewise(w *Writer, src *File, group, leaf int, entry func([]byte) string) error {
	c := &src.Groups[group].Chunks[leaf]
	var coders Coders
	var p PageReader
	p.Reset(src, c)
	var chunk bytes.Buffer
	cw := NewChunkWriter(&chunk, w.Target(leaf), c.Codec, &coders)
	for {
		h, err := p.Next()
		if err == io.EOF {
			made, err := cw.Close()
			return errors.Join(err, w.Add(leaf, made, &chunk))
		}
		if err != nil {
			return err
		}
		body, err := p.Body()
		if err != nil {
			return err
		}
		if h.IsData() {
			err = cw.Verbatim(c, h, body, 0)
		} else {
			err = newEntries(cw, &coders, c, h, body, entry)
		}
		if err != nil {
			return err
		}
	}
}

func newEntries(cw *ChunkWriter, coders *Coders, c *Chunk, h *PageHeader, body []byte, entry func([]byte) string) error {
	plain, err := coders.Decompress(nil, c.Codec, body, h.Uncompressed)
	if err != nil {
		return err
	}
	var b columns.Builder
	b.Reset()
	for len(plain) > 0 {
		n := 4 + int(plain[0]) // no entry of the tests is longer
		b.Append([]byte(entry(plain[4:n])))
		plain = plain[n:]
	}
	v := b.Values()
	return cw.Dictionary(&v, h.Encoding)
}

// TestPagewise rewrites a dictionary chunk by its dictionary page alone. The
// bodies of its data pages must stay, their statistics must not.
func TestPagewise(t *testing.T) {
	for _, v2 := range []bool{false, true} {
		b := made(t, compress.Codecs.Zstd, v2, parquet.WithPageIndexEnabled(true))
		src := mustOpen(t, b)
		edit := Edit{Leaves: changes(map[int]Change{leafCity: {Values: true}})}
		var out bytes.Buffer
		w, err := NewWriter(&out, src, edit)
		check(t, err)
		for g := range src.Groups {
			check(t, w.StartGroup(g, src.Groups[g].NumRows))
			for leaf := range src.Leaves {
				if leaf == leafCity {
					check(t, pagewise(w, src, g, leaf, func(old []byte) string { return "town" + string(old[4:]) }))
				} else {
					check(t, w.Copy(leaf))
				}
			}
			check(t, w.EndGroup())
		}
		_, err = w.Close()
		check(t, err)
		for row, got := range text(t, table(t, out.Bytes()), "city") {
			if want := fmt.Sprintf("town-%d", row%7); got != want {
				t.Fatalf("row %d: got %s, want %s", row, got, want)
			}
		}
		if bytes.Contains(out.Bytes(), []byte("city-")) {
			t.Error("an old entry is still there")
		}
		if !slices.Equal(dataPages(t, src, leafCity), dataPages(t, mustOpen(t, out.Bytes()), leafCity)) {
			t.Error("data pages changed")
		}
		f := mustOpen(t, out.Bytes())
		check(t, walk(f, func(h *PageHeader, _ []byte) {}))
		if got := f.Groups[0].Chunks[leafCity].NullCount; got != 0 {
			t.Errorf("null count %d", got)
		}
	}
}

// dataPages are the bodies of a leaf's data pages.
func dataPages(t *testing.T, f *File, leaf int) []string {
	var all []string
	var p PageReader
	for g := range f.Groups {
		p.Reset(f, &f.Groups[g].Chunks[leaf])
		for {
			h, err := p.Next()
			if err == io.EOF {
				break
			}
			check(t, err)
			body, err := p.Body()
			check(t, err)
			if h.IsData() {
				all = append(all, string(body))
			}
		}
	}
	return all
}

// TestLevelsVerbatim keeps the level bytes of the source's pages and puts new
// values behind them.
func TestLevelsVerbatim(t *testing.T) {
	for _, v2 := range []bool{false, true} {
		b := made(t, compress.Codecs.Snappy, v2, parquet.WithDictionaryDefault(false))
		src := mustOpen(t, b)
		var out bytes.Buffer
		w, err := NewWriter(&out, src, Edit{Leaves: changes(map[int]Change{leafTag: {Values: true}})})
		check(t, err)
		for g := range src.Groups {
			check(t, w.StartGroup(g, src.Groups[g].NumRows))
			for leaf := range src.Leaves {
				if leaf == leafTag {
					check(t, sameLevels(w, src, g, leaf))
				} else {
					check(t, w.Copy(leaf))
				}
			}
			check(t, w.EndGroup())
		}
		_, err = w.Close()
		check(t, err)
		before, after := text(t, table(t, b), "tags"), text(t, table(t, out.Bytes()), "tags")
		for row := range before {
			if want := bytes.ReplaceAll([]byte(before[row]), []byte("tag-"), []byte("new-")); string(want) != after[row] {
				t.Fatalf("row %d: got %s, want %s", row, after[row], want)
			}
		}
	}
}

func sameLevels(w *Writer, src *File, group, leaf int) error {
	c, e := &src.Groups[group].Chunks[leaf], src.Leaf(leaf)
	var coders Coders
	var p PageReader
	p.Reset(src, c)
	var chunk bytes.Buffer
	cw := NewChunkWriter(&chunk, w.Target(leaf), Zstd, &coders) // another codec than the source's
	for {
		h, err := p.Next()
		if err == io.EOF {
			made, err := cw.Close()
			return errors.Join(err, w.Add(leaf, made, &chunk))
		}
		if err != nil {
			return err
		}
		body, err := p.Body()
		if err != nil {
			return err
		}
		page := Page{
			V2: h.Type == DataPageV2, Values: h.Values, Nulls: h.Nulls, Rows: h.Rows,
			DefEncoding: h.DefEncoding, RepEncoding: h.RepEncoding, Encoding: Plain,
		}
		var values []byte
		if page.V2 {
			page.Rep, page.Def = body[:h.RepBytes], body[h.RepBytes:h.RepBytes+h.DefBytes]
			levels := h.RepBytes + h.DefBytes
			if values = body[levels:]; h.IsCompressed {
				values, err = coders.Decompress(nil, c.Codec, values, h.Uncompressed-levels)
			}
		} else if values, err = coders.Decompress(nil, c.Codec, body, h.Uncompressed); err == nil {
			page.Rep, page.Def, values, err = SplitV1(h, values, e.MaxDef, e.MaxRep)
			page.Nulls = -1
		}
		if err != nil {
			return err
		}
		page.Data = bytes.ReplaceAll(values, []byte("tag-"), []byte("new-"))
		if err := cw.Page(&page); err != nil {
			return err
		}
	}
}
