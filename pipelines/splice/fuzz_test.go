package splice

import (
	"bytes"
	"encoding/base64"
	"testing"

	"github.com/apache/arrow-go/v18/parquet/compress"
)

func FuzzThrift(f *testing.F) {
	n := everything()
	f.Add(n.Append(nil))
	f.Add(mustOpen(f, crafted(nil)).Footer)
	f.Fuzz(func(t *testing.T, src []byte) {
		n, used, err := ParseThrift(src)
		skip := compact{src: src}
		skipped := skip.skip(KindStruct, 0)
		if err != nil {
			return
		}
		if skipped != nil || skip.pos != used {
			t.Fatalf("skipped %d bytes where %d were parsed: %v", skip.pos, used, skipped)
		}
		b := n.Append(nil)
		again, used, err := ParseThrift(b)
		if err != nil || used != len(b) || !bytes.Equal(again.Append(nil), b) {
			t.Fatalf("not stable: %v", err)
		}
	})
}

// FuzzFooter mangles a footer behind a fixed page, then opens, walks and
// rewrites what comes of it.
func FuzzFooter(f *testing.F) {
	whole := crafted(nil)
	f.Add(whole)
	f.Add(crafted(func(n *Node) { meta(n).Set(12, Struct(Integer(KindInt64, 0).As(3))) }))
	f.Add(crafted(func(n *Node) { n.Set(5, List(KindStruct, Struct(Binary([]byte("k")).As(1)))) }))
	f.Fuzz(func(t *testing.T, b []byte) {
		file, err := open(b)
		if err != nil {
			if !named(err) {
				t.Fatalf("error without a name: %v", err)
			}
			return
		}
		walked := walk(file, func(*PageHeader, []byte) {})
		out, err := identity(file)
		if err != nil {
			return
		}
		if walked != nil && !named(walked) {
			t.Fatalf("error without a name: %v", walked)
		}
		again, err := open(out)
		if err != nil {
			t.Fatalf("what we wrote cannot be opened: %v", err)
		}
		if _, err := identity(again); err != nil {
			t.Fatalf("what we wrote cannot be copied: %v", err)
		}
		edit := Edit{Leaves: make([]Change, len(file.Leaves)), Rows: true}
		editedKeys(file, &edit)
	})
}

func FuzzPageHeader(f *testing.F) {
	for _, h := range []PageHeader{
		{Type: DataPageV1, Uncompressed: 1, Compressed: 1, Values: 1, HasCRC: true, CRC: 0xffffffff},
		{Type: DataPageV2, Uncompressed: 3, Compressed: 3, Values: 2, Rows: 2, DefBytes: 1, RepBytes: 1},
		{Type: DictionaryPage, Values: 3},
	} {
		f.Add(h.Append(nil))
	}
	f.Fuzz(func(t *testing.T, src []byte) {
		h, err := ParsePageHeader(src)
		if err != nil {
			if !named(err) {
				t.Fatalf("error without a name: %v", err)
			}
			return
		}
		again, err := ParsePageHeader(h.Append(nil))
		again.Length, again.HasStats = h.Length, h.HasStats
		if err != nil || again != h {
			t.Fatalf("%+v became %+v: %v", h, again, err)
		}
	})
}

// FuzzKeys rebuilds metadata that anybody may have written.
func FuzzKeys(f *testing.F) {
	file := mustOpen(f, made(f, compress.Codecs.Snappy, false))
	value, _ := file.Key(keyArrow)
	raw, err := base64.StdEncoding.DecodeString(value)
	check(f, err)
	f.Add(0, raw)
	f.Add(1, []byte(sparkSchema))
	f.Add(2, []byte(madeMeta.Values()[0]))
	f.Add(3, []byte(`{"primary_column":"city","columns":{"city":{"bbox":[1]}}}`))
	str := StringType()
	edit := Edit{Rows: true, Leaves: changes(map[int]Change{
		leafName: {Values: true}, leafCity: {Values: true}, leafAge: {Drop: true}, leafValue: {Values: true, Type: &str},
	})}
	f.Fuzz(func(t *testing.T, key int, value []byte) {
		name := [...]string{keyArrow, keySpark, keyPandas, keyGeo}[key&3]
		if name == keyArrow {
			value = []byte(base64.StdEncoding.EncodeToString(value))
		}
		of := *file
		of.KeyValues = []KeyValue{{Key: name, Value: string(value)}}
		kept, dropped := editedKeys(&of, &edit)
		if len(kept)+len(dropped) == 0 {
			t.Fatal("a key is neither kept nor dropped")
		}
	})
}
