package splice

import (
	"bytes"
	"encoding/binary"
	"errors"
	"io"
	"slices"
	"testing"

	"github.com/apache/arrow-go/v18/parquet/compress"
)

// crafted is a file of one required INT32 column with two rows, after edit
// had its way with the footer.
func crafted(edit func(footer *Node)) []byte { return craftedBody(twoInts(), edit) }

// twoInts is a page of two numbers.
func twoInts() []byte {
	h := PageHeader{Type: DataPageV1, Uncompressed: 8, Compressed: 8, Values: 2, DefEncoding: RLE, RepEncoding: RLE}
	return append(h.Append(nil), 1, 0, 0, 0, 2, 0, 0, 0)
}

func craftedBody(body []byte, edit func(footer *Node)) []byte {
	b := append([]byte("PAR1"), body...)
	meta := Struct(
		Integer(KindInt32, int64(TypeInt32)).As(1),
		List(KindInt32, Integer(KindInt32, 0)).As(2),
		List(KindBinary, Binary([]byte("n"))).As(3),
		Integer(KindInt32, 0).As(4),
		Integer(KindInt64, 2).As(5),
		Integer(KindInt64, int64(len(body))).As(6),
		Integer(KindInt64, int64(len(body))).As(7),
		Integer(KindInt64, 4).As(9))
	footer := Struct(
		Integer(KindInt32, 1).As(1),
		List(KindStruct,
			Struct(Binary([]byte("schema")).As(4), Integer(KindInt32, 1).As(5)),
			Struct(Integer(KindInt32, int64(TypeInt32)).As(1), Integer(KindInt32, 0).As(3), Binary([]byte("n")).As(4))).As(2),
		Integer(KindInt64, 2).As(3),
		List(KindStruct, Struct(
			List(KindStruct, Struct(Integer(KindInt64, 4).As(2), meta.As(3))).As(1),
			Integer(KindInt64, int64(len(body))).As(2),
			Integer(KindInt64, 2).As(3))).As(4))
	if edit != nil {
		edit(&footer)
	}
	n := len(b)
	b = footer.Append(b)
	b = binary.LittleEndian.AppendUint32(b, uint32(len(b)-n))
	return append(b, "PAR1"...)
}

// group, column and meta are the parts of a crafted footer.
func group(n *Node) *Node  { return &n.Get(4).Items()[0] }
func column(n *Node) *Node { return &group(n).Get(1).Items()[0] }
func meta(n *Node) *Node   { return column(n).Get(3) }

func TestOpenRefuses(t *testing.T) {
	whole := crafted(nil)
	check(t, second(open(whole)))
	cases := []struct {
		name string
		file []byte
		want error
	}{
		{"empty", nil, ErrNotParquet},
		{"text", []byte("id,name\n1,x\n2,y\n3,z\n"), ErrNotParquet},
		{"magic alone", []byte("PAR1"), ErrTruncated},
		{"cut before the footer", whole[:20], ErrTruncated},
		{"cut by a byte", whole[:len(whole)-1], ErrTruncated},
		{"no magic in front", append([]byte("PARX"), whole[4:]...), ErrCorrupt},
		{"footer encrypted", append(append([]byte("PARE"), whole[4:len(whole)-4]...), "PARE"...), ErrEncrypted},
		{"footer longer than the file", append(append([]byte{}, whole[:len(whole)-8]...), "\xff\xff\xff\x7fPAR1"...), ErrCorrupt},
		{"columns encrypted", crafted(func(n *Node) { n.Set(8, Struct()) }), ErrEncrypted},
		{"a column encrypted", crafted(func(n *Node) { column(n).Set(8, Struct()) }), ErrEncrypted},
		{"rows that no row group holds", crafted(func(n *Node) { n.SetInt(3, KindInt64, 3) }), ErrCorrupt},
		{"negative rows", crafted(func(n *Node) { n.SetInt(3, KindInt64, -2); group(n).SetInt(3, KindInt64, -2) }), ErrCorrupt},
		{"values that are not rows", crafted(func(n *Node) { meta(n).SetInt(5, KindInt64, 1) }), ErrCorrupt},
		{"chunk in the magic", crafted(func(n *Node) { meta(n).SetInt(9, KindInt64, 1) }), ErrCorrupt},
		{"chunk in the footer", crafted(func(n *Node) { meta(n).SetInt(7, KindInt64, 1<<20) }), ErrCorrupt},
		{"chunk of endless length", crafted(func(n *Node) { meta(n).SetInt(7, KindInt64, 1<<63-1) }), ErrCorrupt},
		{"chunk of negative length", crafted(func(n *Node) { meta(n).SetInt(7, KindInt64, -1) }), ErrCorrupt},
		{"chunk of another type", crafted(func(n *Node) { meta(n).SetInt(1, KindInt32, 2) }), ErrCorrupt},
		{"chunk of another column", crafted(func(n *Node) { meta(n).Get(3).SetItems([]Node{Binary([]byte("m"))}) }), ErrCorrupt},
		{"chunk in another file", crafted(func(n *Node) { column(n).Set(1, Binary([]byte("other.parquet"))) }), ErrUnsupported},
		{"chunks that overlap", crafted(func(n *Node) {
			n.Get(4).SetItems([]Node{group(n).Clone(), group(n).Clone()})
			n.SetInt(3, KindInt64, 4)
		}), ErrCorrupt},
		{"column without chunk", crafted(func(n *Node) { group(n).Get(1).SetItems(nil) }), ErrCorrupt},
		{"schema without end", crafted(func(n *Node) { n.Get(2).Items()[0].SetInt(5, KindInt32, 2) }), ErrCorrupt},
		{"schema with two roots", crafted(func(n *Node) { n.Get(2).Items()[0].SetInt(5, KindInt32, 0) }), ErrCorrupt},
		{"schema too deep", crafted(deep), ErrLimit},
		{"structs for ever", crafted(func(n *Node) { n.Set(100, nested(100)) }), ErrLimit},
		{"row group without a list of columns", crafted(func(n *Node) {
			n.Get(2).SetItems(n.Get(2).Items()[:1])
			n.Get(2).Items()[0].SetInt(5, KindInt32, 0)
			group(n).Remove(1)
		}), ErrCorrupt},
		{"a type of the future", crafted(func(n *Node) { n.Get(2).Items()[1].SetInt(1, KindInt32, 8) }), ErrCorrupt},
	}
	for _, c := range cases {
		if _, err := open(c.file); !errors.Is(err, c.want) {
			t.Errorf("%s: %v, want %v", c.name, err, c.want)
		}
	}
}

// nested is so many structs in each other.
func nested(depth int) Node {
	n := Struct()
	for range depth {
		n = Struct(n.As(1))
	}
	return n
}

func second[T any](_ T, err error) error { return err }

func deep(n *Node) {
	elements := []Node{n.Get(2).Items()[0].Clone()}
	for range 200 {
		elements = append(elements, Struct(Binary([]byte("g")).As(4), Integer(KindInt32, 1).As(5)))
	}
	n.Get(2).SetItems(append(elements, n.Get(2).Items()[1].Clone()))
}

// TestFooterBehindItsEnd: bytes between the footer's last field and its length
// are a signature of an encrypted file, or something that no rewrite would
// see.
func TestFooterBehindItsEnd(t *testing.T) {
	b := crafted(nil)
	n := binary.LittleEndian.Uint32(b[len(b)-8:])
	long := append([]byte{}, b[:len(b)-8]...)
	long = append(long, make([]byte, 28)...)
	long = append(binary.LittleEndian.AppendUint32(long, n+28), "PAR1"...)
	if _, err := open(long); !errors.Is(err, ErrCorrupt) {
		t.Errorf("%v", err)
	}
}

// TestEmptyGroup is PyArrow's row group without rows: data_page_offset is 0
// and there is but a dictionary page.
func TestEmptyGroup(t *testing.T) {
	h := PageHeader{Type: DictionaryPage}
	body := h.Append(nil)
	b := craftedBody(body, func(n *Node) {
		n.SetInt(3, KindInt64, 0)
		group(n).SetInt(3, KindInt64, 0)
		meta(n).SetInt(5, KindInt64, 0)
		meta(n).SetInt(9, KindInt64, 0)
		meta(n).Set(11, Integer(KindInt64, 4))
		column(n).SetInt(2, KindInt64, int64(4+len(body))) // its end, also legal
	})
	f := mustOpen(t, b)
	if c := &f.Groups[0].Chunks[0]; c.Start != 4 || c.Length != int64(len(body)) || !c.Dictionary {
		t.Errorf("chunk is %+v", f.Groups[0].Chunks[0])
	}
	out, err := identity(f)
	if err != nil || !bytes.Equal(out, b) {
		t.Errorf("comes out changed: %v", err)
	}
}

// TestPagesMustFill: pages that end before their chunk does, or after it, or
// hold other numbers of values.
func TestPagesMustFill(t *testing.T) {
	page := twoInts()
	size := int64(len(page))
	dictionary := append((&PageHeader{Type: DictionaryPage, Uncompressed: 4, Compressed: 4, Values: 1}).Append(nil), 7, 0, 0, 0)
	cases := []struct {
		name string
		body []byte
		edit func(*Node)
	}{
		{"bytes behind", append(twoInts(), "some bytes"...), nil},
		{"a byte less", page, func(n *Node) { meta(n).SetInt(7, KindInt64, size-1) }},
		{"a page more", append(twoInts(), page...), nil},
		{"a dictionary behind the values", slices.Concat(page, dictionary), nil},
		{"two dictionaries", slices.Concat(dictionary, dictionary, page), nil},
		{"a page less", page, func(n *Node) {
			meta(n).SetInt(5, KindInt64, 4)
			group(n).SetInt(3, KindInt64, 4)
			n.SetInt(3, KindInt64, 4)
		}},
	}
	for _, c := range cases {
		f := mustOpen(t, craftedBody(c.body, c.edit))
		if err := walk(f, func(*PageHeader, []byte) {}); !errors.Is(err, ErrCorrupt) {
			t.Errorf("%s: %v", c.name, err)
		}
		if _, err := identity(f); !errors.Is(err, ErrCorrupt) {
			t.Errorf("%s: copied: %v", c.name, err)
		}
	}
}

// TestShortDictionary is a file of parquet-mr 1.2.8, and what pretends to be
// one.
func TestShortDictionary(t *testing.T) {
	dict := (&PageHeader{Type: DictionaryPage, Uncompressed: 4, Compressed: 4, Values: 1}).Append(nil)
	head := int64(len(dict))
	dict = append(dict, 7, 0, 0, 0)
	data := (&PageHeader{Uncompressed: 2, Compressed: 2, Values: 2, Encoding: PlainDictionary, DefEncoding: RLE, RepEncoding: RLE}).Append(nil)
	body := append(append(dict, data...), 0, 4)
	short := func(by string, n *Node) {
		n.Set(6, Binary([]byte(by)))
		meta(n).SetInt(7, KindInt64, int64(len(body))-head)
		meta(n).SetInt(9, KindInt64, 4+head+4)
		meta(n).Set(11, Integer(KindInt64, 4))
	}
	f := mustOpen(t, craftedBody(body, func(n *Node) { short("parquet-mr version 1.2.8 (build x)", n) }))
	if c := f.Groups[0].Chunks[0]; c.Length != int64(len(body)) {
		t.Errorf("chunk of %d bytes was read as %d", len(body), c.Length)
	}
	out, err := identity(f)
	check(t, err)
	check(t, walk(mustOpen(t, out), func(*PageHeader, []byte) {}))
	f = mustOpen(t, craftedBody(body, func(n *Node) { short("parquet-mr version 1.2.9", n) }))
	if err := walk(f, func(*PageHeader, []byte) {}); !errors.Is(err, ErrCorrupt) {
		t.Errorf("a later version: %v", err)
	}
	if _, err := open(craftedBody(body[:len(body)-2], func(n *Node) { short("parquet-mr", n) })); !errors.Is(err, ErrCorrupt) {
		t.Errorf("no room to extend: %v", err)
	}
	for by, want := range map[string]bool{
		"parquet-mr": true, "parquet-mr version 1.2.8": true, "parquet-mr version 1.2.9": false,
		"parquet-mr version 1.13.1 (build 1)": false, "parquet-cpp version 1.0.0": false, "": false,
	} {
		if shortDictionaries(by) != want {
			t.Errorf("%q: %v", by, !want)
		}
	}
}

// TestPageLimits: sizes that a header claims are refused before they are
// believed.
func TestPageLimits(t *testing.T) {
	for name, h := range map[string]PageHeader{
		"bytes":  {Uncompressed: 1 << 30, Compressed: 8, Values: 2},
		"values": {Uncompressed: 8, Compressed: 8, Values: 1 << 30},
	} {
		f := mustOpen(t, craftedBody(append(h.Append(nil), make([]byte, 8)...), nil))
		if err := walk(f, func(*PageHeader, []byte) {}); !errors.Is(err, ErrLimit) {
			t.Errorf("%s: %v", name, err)
		}
	}
	f := mustOpen(t, craftedBody(append((&PageHeader{Uncompressed: 1 << 30, Compressed: 8, Values: 2}).Append(nil), make([]byte, 8)...), nil))
	f.limits.PageBytes = 1 << 30
	check(t, walk(f, func(*PageHeader, []byte) {}))
}

// TestPageReaderAllocates nothing once warm.
func TestPageReaderAllocates(t *testing.T) {
	f := mustOpen(t, made(t, compress.Codecs.Snappy, false))
	var p PageReader
	pass := func() {
		for i := range f.Groups {
			for j := range f.Groups[i].Chunks {
				p.Reset(f, &f.Groups[i].Chunks[j])
				for {
					if _, err := p.Next(); err != nil {
						if err != io.EOF {
							t.Fatal(err)
						}
						break
					}
					if _, err := p.Body(); err != nil {
						t.Fatal(err)
					}
				}
			}
		}
	}
	pass()
	if n := testing.AllocsPerRun(5, pass); n > 0 && !raceDetector {
		t.Errorf("%v allocations for the pages of a file", n)
	}
}

func TestFooterLimit(t *testing.T) {
	b := crafted(nil)
	limits := DefaultLimits
	limits.Footer = 10
	if _, err := OpenFileLimits(bytes.NewReader(b), int64(len(b)), limits); !errors.Is(err, ErrLimit) {
		t.Errorf("%v", err)
	}
}

// TestIndexesMustBeTheirs: an index that points elsewhere, or carries bytes of
// its own, is not copied.
func TestIndexesMustBeTheirs(t *testing.T) {
	page := twoInts()
	index := func(at int64) []byte {
		n := Struct(List(KindStruct, Struct(Integer(KindInt64, at).As(1), Integer(KindInt32, int64(len(page))).As(2), Integer(KindInt64, 0).As(3))).As(1))
		return n.Append(nil)
	}
	for name, c := range map[string]struct {
		body []byte
		want error
	}{
		"its own page":  {append(twoInts(), index(4)...), nil},
		"another place": {append(twoInts(), index(5)...), ErrCorrupt},
		"bytes behind":  {append(append(twoInts(), index(4)...), "canary"...), ErrCorrupt},
	} {
		f := mustOpen(t, craftedBody(c.body, func(n *Node) {
			meta(n).SetInt(7, KindInt64, int64(len(page)))
			column(n).Set(4, Integer(KindInt64, int64(4+len(page))))
			column(n).Set(5, Integer(KindInt32, int64(len(c.body)-len(page))))
		}))
		if _, err := identity(f); !errors.Is(err, c.want) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// TestBloom copies a filter whose length the writer did not give, and refuses
// one that is not as long as it says.
func TestBloom(t *testing.T) {
	head := Struct(Integer(KindInt32, 32).As(1), Struct(Struct().As(1)).As(2), Struct(Struct().As(1)).As(3), Struct(Struct().As(1)).As(4))
	bloom := append(head.Append(nil), bytes.Repeat([]byte{0xab}, 32)...)
	page := int64(len(twoInts()))
	for _, c := range []struct {
		length int64
		want   error
	}{{0, nil}, {int64(len(bloom)), nil}, {int64(len(bloom)) - 1, ErrCorrupt}, {1 << 40, ErrCorrupt}} {
		body := append(append(twoInts(), "a gap that is not copied"...), bloom...)
		f := mustOpen(t, craftedBody(body, func(n *Node) {
			meta(n).SetInt(7, KindInt64, page)
			meta(n).Set(14, Integer(KindInt64, 4+int64(len(body)-len(bloom))))
			if c.length > 0 {
				meta(n).Set(15, Integer(KindInt64, c.length))
			}
		}))
		out, err := identity(f)
		if !errors.Is(err, c.want) {
			t.Errorf("length %d: %v", c.length, err)
		}
		if err != nil {
			continue
		}
		if at := mustOpen(t, out).Groups[0].Chunks[0].Bloom.Offset; !bytes.Equal(out[at:at+int64(len(bloom))], bloom) {
			t.Error("filter changed")
		}
		if bytes.Contains(out, []byte("gap")) {
			t.Error("bytes between the parts were copied")
		}
	}
}
