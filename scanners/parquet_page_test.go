package scanners

import (
	"bytes"
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"testing"

	"github.com/apache/arrow-go/v18/parquet"
	"github.com/apache/arrow-go/v18/parquet/compress"
	"golang.org/x/sync/errgroup"

	"tuomin/pipelines/splice"
)

// TestParquetPages puts the pages of files together again: frames are what the
// chunk has, levels and values what a page decompresses to.
func TestParquetPages(t *testing.T) {
	files := mutants(t)
	for _, path := range corpus(t, "parquet-valid") {
		if _, refused := validRefused[filepath.Base(path)]; refused {
			continue
		}
		data, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		files[filepath.Base(path)] = data
	}
	var coders splice.Coders
	for name, data := range files {
		f, err := openBytes(data, name)
		if err != nil {
			t.Fatal(err)
		}
		for part := range f.Parts() {
			for leaf := range f.Schema().Leaves {
				c := f.File().Groups[part].Chunks[leaf]
				var frames []byte
				for page, err := range f.Pages(context.Background(), part, leaf) {
					if err != nil {
						t.Fatal(err)
					}
					frames = append(append(frames, data[page.Header.Offset:][:page.Header.Length]...), page.Body...)
					rep, def, err := page.Levels()
					if err != nil {
						t.Fatal(err)
					}
					values := page.parts.values
					got := cat(rep, def, values)
					if h := page.Header; h.Type != splice.DataPageV2 {
						want, err := coders.Decompress(nil, c.Codec, page.Body, h.Uncompressed)
						if err != nil || !bytes.Equal(got, want) {
							t.Errorf("%s: levels and values are not the page: %v", name, err)
						}
					} else if len(values) > 0 && len(got) != h.Uncompressed {
						t.Errorf("%s: %d bytes of a page of %d", name, len(got), h.Uncompressed)
					}
				}
				if want := data[c.Start : c.Start+c.Length]; !bytes.Equal(frames, want) && name != "index page" {
					t.Errorf("%s: frames are not the chunk", name)
				}
			}
		}
	}
}

// TestParquetCountsUnasked holds the promise that what nobody decodes is
// counted all the same.
func TestParquetCountsUnasked(t *testing.T) {
	broken := brokenFiles()
	for _, name := range []string{"too few rows", "too many rows", "page of too few", "checksum", "begins within a row"} {
		f, err := openBytes(broken[name].data, name)
		var last error
		for _, err := range f.Pages(context.Background(), 0, 0) {
			last = err
		}
		var e *Error
		if err != nil || !errors.As(last, &e) || e.Place.Part != 0 || e.Place.Column == "" {
			t.Errorf("%s: got error %v", name, last)
		}
	}
}

func TestParquetDictionaryShared(t *testing.T) {
	data := fileOf(8, chunkOf{leaf: plainText, values: 8, pages: cat(dictionaryOf(4, strings4),
		pageOf(v1(4, splice.RLEDictionary), fourIndices), pageOf(v1(4, splice.PlainDictionary), fourIndices))})
	f, err := openBytes(data, "dictionary")
	if err != nil {
		t.Fatal(err)
	}
	var first any
	n := 0
	for page, err := range f.Pages(context.Background(), 0, 0) {
		if err != nil {
			t.Fatal(err)
		}
		l, err := page.Leaf()
		if err != nil {
			t.Fatal(err)
		}
		if isDictionary := page.Header.Type == splice.DictionaryPage; isDictionary != (l.Index == nil) || l.Slots != 4 {
			t.Errorf("page %d: %d slots, index %v", n, l.Slots, l.Index)
		}
		if first == nil {
			first = l.Values
		}
		if l.Values != first {
			t.Errorf("page %d has values of its own", n)
		}
		n++
	}
	if n != 3 {
		t.Errorf("%d pages, want 3", n)
	}
	for l, err := range f.Leaf(context.Background(), 0, 0) {
		if err != nil || l.Values == first {
			t.Errorf("another reading has the first one's dictionary, or fails: %v", err)
		}
	}
}

func TestParquetCancelled(t *testing.T) {
	f, err := openBytes(narrowTable(t, 60), "narrow")
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	for _, err := range f.Leaf(ctx, 0, 0) {
		var e *Error
		if !errors.Is(err, context.Canceled) || !errors.As(err, &e) || e.Code != "" {
			t.Errorf("got %v", err)
		}
	}
}

// failing is a reader whose disk breaks behind the first bytes.
type failing struct {
	bytes.Reader
	from int64
}

var errDisk = errors.New("input/output error")

func (f *failing) ReadAt(p []byte, at int64) (int, error) {
	if at < f.from && f.from <= at+int64(len(p)) {
		return 0, errDisk
	}
	return f.Reader.ReadAt(p, at)
}

func TestParquetReadError(t *testing.T) {
	data := narrowTable(t, 60)
	r := &failing{Reader: *bytes.NewReader(data), from: 40}
	f, err := OpenParquet(r, int64(len(data)), "narrow", Options{})
	if err != nil {
		t.Fatal(err)
	}
	_, err = readSpelled(f, 0, 0)
	var e *Error
	if !errors.Is(err, errDisk) || !errors.As(err, &e) || e.Code != CodeUnreadable {
		t.Errorf("got %v", err)
	}
}

// TestParquetAllocations holds a warm reader to what it promises: nothing for a
// page, and for a chunk the address of its dictionary.
func TestParquetAllocations(t *testing.T) {
	data := narrowTable(t, 20000, parquet.WithDataPageSize(4096), parquet.WithBatchSize(100),
		parquet.WithCompression(compress.Codecs.Uncompressed)) // zstd's own pools are not ours to promise for
	f, err := openBytes(data, "narrow")
	if err != nil {
		t.Fatal(err)
	}
	var r parquetReader
	pages, chunks := 0, len(f.Schema().Leaves)
	read := func() {
		for leaf := range chunks {
			r.start(f, 0, leaf)
			for {
				page, err := r.next()
				if err == io.EOF {
					break
				}
				if err == nil {
					_, err = page.Leaf()
				}
				if err != nil {
					t.Fatal(err)
				}
				pages++
			}
		}
	}
	read()
	if pages < 20*chunks {
		t.Fatalf("%d pages in %d chunks: too few to tell", pages, chunks)
	}
	if got := testing.AllocsPerRun(20, read); got > 1 {
		t.Errorf("%.0f allocations where one chunk of %d has a dictionary", got, chunks)
	}
}

// TestParquetAtOnce reads one file from many goroutines, for the race detector
// and for buffers that two of them might share.
func TestParquetAtOnce(t *testing.T) {
	f, err := openBytes(narrowTable(t, 3000), "narrow")
	if err != nil {
		t.Fatal(err)
	}
	type place struct{ part, leaf int }
	want := map[place]spelled{}
	for part := range f.Parts() {
		for leaf := range f.Schema().Leaves {
			if want[place{part, leaf}], err = readSpelled(f, part, leaf); err != nil {
				t.Fatal(err)
			}
		}
	}
	var g errgroup.Group
	for range 3 {
		for p, w := range want {
			g.Go(func() error {
				got, err := readSpelled(f, p.part, p.leaf)
				if err != nil {
					return err
				}
				return got.equal(w)
			})
		}
	}
	if err := g.Wait(); err != nil {
		t.Error(err)
	}
}
