package splice

import (
	"bytes"
	"errors"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"testing"
)

// corpus returns the files of a public corpus beside the repository.
func corpus(t testing.TB, name string) map[string][]byte {
	t.Helper()
	dir, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	for ; ; dir = filepath.Dir(dir) {
		if _, err := os.Stat(filepath.Join(dir, "go.mod")); err == nil {
			break
		}
		if dir == filepath.Dir(dir) {
			t.Fatal("no go.mod above the test")
		}
	}
	paths, _ := filepath.Glob(filepath.Join(dir, "..", "shared", "corpora", name, "*"))
	if len(paths) == 0 {
		if os.Getenv("CI") == "true" {
			t.Fatalf("corpus %s is not there", name)
		}
		t.Skipf("corpus %s is not there", name)
	}
	files := map[string][]byte{}
	for _, p := range paths {
		b, err := os.ReadFile(p)
		if err != nil {
			t.Fatal(err)
		}
		files[filepath.Base(p)] = b
	}
	return files
}

func open(b []byte) (*File, error) { return OpenFile(bytes.NewReader(b), int64(len(b))) }

func mustOpen(t testing.TB, b []byte) *File {
	t.Helper()
	f, err := open(b)
	if err != nil {
		t.Fatal(err)
	}
	return f
}

// refused are the files of the valid corpus that we refuse, and why.
var refused = map[string]error{
	"repeated_no_annotation.parquet": ErrCorrupt, // says 0 rows and has 6
}

// badPages are those whose footer is right, but not all of their pages.
var badPages = map[string]error{
	"datapage_v1-corrupt-checksum.parquet":           ErrChecksum,
	"rle-dict-uncompressed-corrupt-checksum.parquet": ErrChecksum,
	"large_string_map.brotli.parquet":                ErrLimit, // a page of 1 GiB
}

func TestValidCorpus(t *testing.T) {
	headers := 0
	for name, b := range corpus(t, "parquet-valid") {
		f, err := open(b)
		if want := refused[name]; !errors.Is(err, want) {
			t.Errorf("%s: %v, want %v", name, err, want)
		}
		if err != nil {
			continue
		}
		if !bytes.Equal(f.Tree.Append(nil), f.Footer) {
			t.Errorf("%s: footer comes out changed", name)
		}
		err = walk(f, func(h *PageHeader, raw []byte) {
			headers++
			n, used, err := ParseThrift(raw)
			if err != nil || used != len(raw) || !bytes.Equal(n.Append(nil), raw) {
				t.Errorf("%s: page header comes out changed: %v", name, err)
			}
			if !h.HasStats && !bytes.Equal(h.Append(nil), raw) {
				t.Errorf("%s: typed page header comes out changed", name)
			}
		})
		if want := badPages[name]; !errors.Is(err, want) {
			t.Errorf("%s: %v, want %v", name, err, want)
		}
		indexes(t, name, f)
	}
	t.Logf("%d page headers", headers)
}

func indexes(t *testing.T, name string, f *File) {
	for i := range f.Groups {
		for j := range f.Groups[i].Chunks {
			c := &f.Groups[i].Chunks[j]
			for _, r := range [...]Range{c.OffsetIndex, c.ColumnIndex} {
				b, err := f.ReadRange(r)
				if err != nil {
					t.Errorf("%s: %v", name, err)
				}
				if b == nil {
					continue
				}
				n, used, err := ParseThrift(b)
				if err != nil || used != len(b) || !bytes.Equal(n.Append(nil), b) {
					t.Errorf("%s: page index comes out changed: %v", name, err)
				}
			}
		}
	}
}

// walk reads all pages of a file and returns the first error.
func walk(f *File, each func(h *PageHeader, raw []byte)) error {
	var p PageReader
	for i := range f.Groups {
		for j := range f.Groups[i].Chunks {
			p.Reset(f, &f.Groups[i].Chunks[j])
			for {
				h, err := p.Next()
				if err == io.EOF {
					break
				}
				if err != nil {
					return err
				}
				raw := make([]byte, h.Length)
				if err := readFull(f.r, raw, h.Offset); err != nil {
					return err
				}
				each(h, raw)
				if _, err := p.Body(); err != nil {
					return err
				}
			}
		}
	}
	return nil
}

// TestMalformedCorpus opens, walks and copies files that fuzzers found. None
// may panic, or allocate what its size does not justify.
func TestMalformedCorpus(t *testing.T) {
	var before, after runtime.MemStats
	opened := 0
	for name, b := range corpus(t, "parquet-malformed") {
		runtime.ReadMemStats(&before)
		f, err := open(b)
		if err == nil {
			opened++
			walkErr := walk(f, func(*PageHeader, []byte) {})
			_, copyErr := identity(f)
			if walkErr != nil && copyErr == nil {
				t.Errorf("%s: copied although its pages are wrong: %v", name, walkErr)
			}
			err = walkErr
		}
		runtime.ReadMemStats(&after)
		if made := after.TotalAlloc - before.TotalAlloc; made > 64<<20 {
			t.Errorf("%s: %d bytes allocated for %d", name, made, len(b))
		}
		if err != nil && !named(err) {
			t.Errorf("%s: error without a name: %v", name, err)
		}
	}
	t.Logf("%d could be opened", opened)
}

func named(err error) bool {
	for _, want := range [...]error{ErrNotParquet, ErrTruncated, ErrCorrupt, ErrEncrypted, ErrUnsupported, ErrLimit, ErrChecksum} {
		if errors.Is(err, want) {
			return true
		}
	}
	return false
}

// identity rewrites a file without changes.
func identity(f *File) ([]byte, error) {
	var out bytes.Buffer
	w, err := NewWriter(&out, f, Edit{})
	if err != nil {
		return nil, err
	}
	for i := range f.Groups {
		if err := w.StartGroup(i, f.Groups[i].NumRows); err != nil {
			return nil, err
		}
		for j := range f.Leaves {
			if err := w.Copy(j); err != nil {
				return nil, err
			}
		}
		if err := w.EndGroup(); err != nil {
			return nil, err
		}
	}
	_, err = w.Close()
	return out.Bytes(), err
}

// TestIdentity rewrites every valid file. Where its parts lie as we lay them,
// the whole file is equal; elsewhere its chunks are, and the footer but for
// offsets.
func TestIdentity(t *testing.T) {
	equal, all := 0, 0
	for name, b := range corpus(t, "parquet-valid") {
		f, err := open(b)
		if err != nil {
			continue
		}
		out, err := identity(f)
		if errors.Is(err, ErrChecksum) && badPages[name] == ErrChecksum {
			continue
		}
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		all++
		if bytes.Equal(b, out) {
			equal++
			continue
		}
		g := mustOpen(t, out)
		if !sameChunks(t, f, g) {
			t.Errorf("%s: chunks differ", name)
		}
		if name == "nation.dict-malformed.parquet" {
			checkExtended(t, f, g)
			continue
		}
		if !bytes.Equal(stripOffsets(f.Tree), stripOffsets(g.Tree)) {
			t.Errorf("%s: footer differs in more than offsets", name)
		}
	}
	t.Logf("%d of %d are equal to the byte", equal, all)
	if equal < all/2 {
		t.Errorf("only %d of %d are equal to the byte", equal, all)
	}
}

func sameChunks(t *testing.T, f, g *File) bool {
	for i := range f.Groups {
		for j := range f.Groups[i].Chunks {
			a, b := &f.Groups[i].Chunks[j], &g.Groups[i].Chunks[j]
			x, y := make([]byte, a.Length), make([]byte, b.Length)
			if readFull(f.r, x, a.Start) != nil || readFull(g.r, y, b.Start) != nil || !bytes.Equal(x, y) {
				return false
			}
			if (a.OffsetIndex.Offset == 0) != (b.OffsetIndex.Offset == 0) || (a.Bloom.Offset == 0) != (b.Bloom.Offset == 0) {
				return false
			}
			checkOffsetIndex(t, g, b)
		}
	}
	return true
}

// checkOffsetIndex holds a chunk's offset index to its pages.
func checkOffsetIndex(t *testing.T, f *File, c *Chunk) {
	t.Helper()
	n, err := f.index(c.OffsetIndex)
	if err != nil {
		t.Error(err)
	}
	if n == nil {
		return
	}
	var p PageReader
	p.Reset(f, c)
	pages := n.Get(1).Items()
	for {
		h, err := p.Next()
		if err != nil {
			break
		}
		if !h.IsData() {
			continue
		}
		if len(pages) == 0 || pages[0].IntOr(1, -1) != h.Offset {
			t.Error("offset index does not point to its pages")
			return
		}
		pages = pages[1:]
	}
}

// stripOffsets encodes a footer without places in the file.
func stripOffsets(tree *Node) []byte {
	n := tree.Clone()
	for i := range n.Get(4).Items() {
		group := &n.Get(4).Items()[i]
		group.Remove(5)
		for j := range group.Get(1).Items() {
			c := &group.Get(1).Items()[j]
			c.Remove(2, 4, 5, 6)
			c.Get(3).Remove(9, 10, 11, 14)
		}
	}
	return n.Append(nil)
}

// checkExtended is for a file of parquet-mr 1.2.8, whose chunks are given 15
// bytes less than they have: the header of the dictionary page.
func checkExtended(t *testing.T, f, g *File) {
	t.Helper()
	for i := range f.Leaves {
		before, after := &f.Groups[0].Chunks[i], &g.Groups[0].Chunks[i]
		short, _ := before.Meta.Int(7)
		full, _ := after.Meta.Int(7)
		if before.Dictionary && before.Length-short != 15 || full != before.Length {
			t.Errorf("column %d: %d bytes in the footer, %d read, %d written", i, short, before.Length, full)
		}
	}
}
