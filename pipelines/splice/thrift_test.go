package splice

import (
	"bytes"
	"encoding/binary"
	"errors"
	"runtime"
	"testing"
)

func TestThriftRefuses(t *testing.T) {
	endless := append([]byte{0x19, 0xf5}, 0xff, 0xff, 0xff, 0xff, 0x07) // field 1, a list of 2^31-1 i32
	cases := []struct {
		name string
		src  []byte
		want error
	}{
		{"nothing", nil, ErrTruncated},
		{"no end", []byte{0x15, 0x02}, ErrTruncated},
		{"list of 2^31 in a kilobyte", append(endless, make([]byte, 1024)...), ErrCorrupt},
		{"list longer than 2^31", []byte{0x19, 0xf5, 0xff, 0xff, 0xff, 0xff, 0x7f, 0}, ErrCorrupt},
		{"string longer than its bytes", []byte{0x18, 0x7f, 'a', 0}, ErrTruncated},
		{"string longer than 2^31", []byte{0x18, 0xff, 0xff, 0xff, 0xff, 0x7f, 0}, ErrCorrupt},
		{"number that never ends", append([]byte{0x16}, bytes.Repeat([]byte{0xff}, 20)...), ErrCorrupt},
		{"i32 of 33 bits", binary.AppendUvarint([]byte{0x15}, 1<<33), ErrCorrupt},
		{"type that does not exist", []byte{0x1e, 0}, ErrCorrupt},
		{"field twice", []byte{0x15, 0x02, 0x05, 0x02, 0x04, 0}, ErrCorrupt},
		{"field twice, one that goes back between", []byte{0x35, 0x02, 0x05, 0x02, 0x04, 0x25, 0x02, 0}, ErrCorrupt},
		{"structs for ever", bytes.Repeat([]byte{0x1c}, 1000), ErrLimit},
		{"lists for ever", append([]byte{0x19}, bytes.Repeat([]byte{0x19}, 1000)...), ErrLimit},
		{"fields for ever", append(bytes.Repeat([]byte{0x11}, 2000), 0), ErrCorrupt},
	}
	var before, after runtime.MemStats
	for _, c := range cases {
		runtime.ReadMemStats(&before)
		_, _, err := ParseThrift(c.src)
		runtime.ReadMemStats(&after)
		if !errors.Is(err, c.want) {
			t.Errorf("%s: %v, want %v", c.name, err, c.want)
		}
		if made := after.TotalAlloc - before.TotalAlloc; made > uint64(256*len(c.src)+64<<10) {
			t.Errorf("%s: %d bytes allocated for %d", c.name, made, len(c.src))
		}
	}
}

// everything has a field of each kind, long ids and one that goes back.
func everything() Node {
	return Struct(
		Boolean(true).As(1), Boolean(false).As(2), Integer(KindInt8, -1).As(3), Integer(KindInt16, -300).As(4),
		Integer(KindInt32, 1<<31-1).As(5), Integer(KindInt64, -1<<63).As(6), Node{Kind: KindDouble, num: 0x400921fb54442d18}.As(7),
		Binary([]byte("bytes")).As(8), List(KindInt32, make16(KindInt32)...).As(9),
		List(KindTrue, Node{Kind: KindTrue, num: 1}, Node{Kind: KindTrue, num: 2}, Node{Kind: KindTrue}).As(10),
		Node{Kind: KindMap, key: KindBinary, elem: KindInt64, kids: []Node{Binary([]byte("k")), Integer(KindInt64, 7)}}.As(11),
		Node{Kind: KindMap}.As(12), Struct(Struct().As(1)).As(13),
		Node{Kind: KindUUID, bin: bytes.Repeat([]byte{7}, 16)}.As(14), Node{Kind: KindSet, elem: KindBinary}.As(200),
		Integer(KindInt32, 5).As(-3))
}

func make16(kind Kind) []Node {
	all := make([]Node, 16)
	for i := range all {
		all[i] = Integer(kind, int64(i*i))
	}
	return all
}

func TestThriftEverything(t *testing.T) {
	n := everything()
	b := n.Append(nil)
	parsed, used, err := ParseThrift(append(b, 1, 2, 3))
	if err != nil || used != len(b) {
		t.Fatalf("%d of %d bytes: %v", used, len(b), err)
	}
	if !bytes.Equal(parsed.Append(nil), b) {
		t.Error("comes out changed")
	}
	skip := compact{src: b}
	if err := skip.skip(KindStruct, 0); err != nil || skip.pos != len(b) {
		t.Errorf("skipped %d of %d bytes: %v", skip.pos, len(b), err)
	}
	for cut := range b {
		if _, _, err := ParseThrift(b[:cut]); !errors.Is(err, ErrTruncated) {
			t.Errorf("cut at %d: %v", cut, err)
		}
	}
	if f, ok := parsed.Float(7); !ok || f < 3.14 || f > 3.15 {
		t.Errorf("double is %v", f)
	}
	if !parsed.Bool(1, false) || parsed.Bool(2, true) || !parsed.Bool(99, true) {
		t.Error("bools are wrong")
	}
}

func TestThriftEdits(t *testing.T) {
	n := Struct(Integer(KindInt16, 1).As(2), Binary([]byte("x")).As(5))
	kept := n.Clone()
	n.SetInt(2, KindInt64, 9) // keeps its kind
	n.Set(3, Boolean(true))
	n.Set(9, Struct())
	n.Remove(5, 7)
	want := Struct(Integer(KindInt16, 9).As(2), Boolean(true).As(3), Struct().As(9))
	if got := n.Append(nil); !bytes.Equal(got, want.Append(nil)) {
		t.Errorf("got % x", got)
	}
	if v, _ := kept.Int(2); v != 1 || string(kept.Bytes(5)) != "x" {
		t.Error("a clone changed with its original")
	}
	var none *Node
	if _, ok := none.Get(1).Get(2).Int(3); ok || none.Items() != nil || none.Bytes(1) != nil || none.IntOr(1, 4) != 4 {
		t.Error("a nil node has something")
	}
}

func TestPageHeaderRefuses(t *testing.T) {
	v2 := PageHeader{Type: DataPageV2, Uncompressed: 10, Compressed: 10, Values: 3, Rows: 3}
	cases := map[string]func(n *Node){
		"no size":                   func(n *Node) { n.Remove(3) },
		"negative size":             func(n *Node) { n.SetInt(3, KindInt32, -1) },
		"no part for its type":      func(n *Node) { n.Remove(8) },
		"a part of another type":    func(n *Node) { n.Set(5, n.Get(8).Clone()) },
		"levels longer than page":   func(n *Node) { n.Get(8).SetInt(5, KindInt32, 11) },
		"levels of negative size":   func(n *Node) { n.Get(8).SetInt(6, KindInt32, -1) },
		"more nulls than values":    func(n *Node) { n.Get(8).SetInt(2, KindInt32, 4) },
		"more rows than values":     func(n *Node) { n.Get(8).SetInt(3, KindInt32, 4) },
		"a size that is a string":   func(n *Node) { n.Set(2, Binary([]byte("x"))) },
		"an encoding of the future": func(n *Node) { n.Get(8).SetInt(4, KindInt32, 1000) },
		"a size twice":              func(n *Node) { n.kids = append(n.kids, Integer(KindInt32, 10).As(2)) },
		"a part's field twice":      func(n *Node) { n.Get(8).kids = append(n.Get(8).kids, Integer(KindInt32, 4).As(1)) },
	}
	for name, edit := range cases {
		n, _, err := ParseThrift(v2.Append(nil))
		check(t, err)
		edit(n)
		if _, err := ParsePageHeader(n.Append(nil)); !errors.Is(err, ErrCorrupt) {
			t.Errorf("%s: %v", name, err)
		}
	}
}
