package pipelines

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"tuomin/pipelines/splice"
)

// sparing is a lake of one file by the writer, of one column of text in three
// pages, each with bytes behind its values and behind its levels.
func sparing(writer, behind, levels string, v2 bool) func(dir string) error {
	return func(dir string) error {
		var out []byte
		for page := range 3 {
			def := append([]byte{100<<1&0x7f | 0x80, 100 << 1 >> 7, 1}, levels...) // a run of ones
			body := def
			if !v2 {
				body = append(binary.LittleEndian.AppendUint32(nil, uint32(len(def))), def...)
			}
			for row := range 100 {
				v := [...]string{"ok", "bad", "new"}[(page+row)%3]
				body = append(binary.LittleEndian.AppendUint32(body, uint32(len(v))), v...)
			}
			body = append(body, behind...)
			h := splice.PageHeader{Type: splice.DataPageV1, Values: 100, Encoding: splice.Plain, Compressed: len(body), Uncompressed: len(body)}
			if v2 {
				h.Type, h.Rows, h.DefBytes = splice.DataPageV2, 100, len(def)
			} else {
				h.DefEncoding, h.RepEncoding = splice.RLE, splice.RLE
			}
			out = append(h.Append(out), body...)
		}
		return oneText(dir, writer, out, 300)
	}
}

// oneText makes a lake of one file by the writer, of one column of text that may be
// null, whose pages hold so many rows.
func oneText(dir, writer string, pages []byte, rows int64) error {
	i32 := func(id int16, v int64) splice.Node { return splice.Integer(splice.KindInt32, v).As(id) }
	i64 := func(id int16, v int64) splice.Node { return splice.Integer(splice.KindInt64, v).As(id) }
	text := func(s string) splice.Node { return splice.Binary([]byte(s)) }
	size := int64(len(pages))
	chunk := splice.Struct(i64(2, 0), splice.Struct(
		i32(1, int64(splice.TypeByteArray)), splice.List(splice.KindInt32).As(2), splice.List(splice.KindBinary, text("status")).As(3),
		i32(4, int64(splice.Uncompressed)), i64(5, rows), i64(6, size), i64(7, size), i64(9, 4),
	).As(3))
	group := splice.Struct(splice.List(splice.KindStruct, chunk).As(1), i64(2, size), i64(3, rows))
	schema := splice.List(splice.KindStruct, splice.Struct(text("root").As(4), i32(5, 1)),
		splice.Struct(i32(1, int64(splice.TypeByteArray)), i32(3, int64(splice.Optional)), text("status").As(4), i32(6, 0)))
	footer := splice.Struct(i32(1, 1), schema.As(2), i64(3, rows), splice.List(splice.KindStruct, group).As(4), text(writer).As(6))
	out := append([]byte("PAR1"), pages...)
	at := len(out)
	out = footer.Append(out)
	out = append(binary.LittleEndian.AppendUint32(out, uint32(len(out)-at)), "PAR1"...)
	return errors.Join(os.Mkdir(dir, 0o755), os.WriteFile(filepath.Join(dir, "part.parquet"), out, 0o644))
}

// What stands behind the values or the levels of a page is published by nobody, as no detector
// has seen it: of fastparquet, which is known for it, the column is written anew
// without; of others a kept column is refused. Zeros say nothing.
func TestSpareBytes(t *testing.T) {
	const fastparquet, other = "fastparquet-python version 2026.9.0 (build 0)", "parquet-cpp-arrow version 26.0.1"
	const zeros, number = "\x00\x00\x00\x00\x00\x00\x00\x00", "13800138"
	const keep, change = "\n  - {match: {column: \"**\"}, do: keep}", "\n  - {match: {column: \"**\"}, do: {hmac: {domain: person}}}"
	for _, c := range []struct {
		writer, behind, levels, rules string
		want                          Reason
		copied                        bool
	}{
		{fastparquet, zeros, "", keep, Committed, true},
		{fastparquet, number, "", keep, Committed, false},
		{fastparquet, zeros, "", change, Committed, false},
		{fastparquet, number, "", change, Committed, false},
		{other, zeros, "", keep, Committed, true},
		{other, number, "", keep, NotVerified, false},
		{other, number, "", change, Committed, false},
		{other, "", "", keep, Committed, true},
		{fastparquet, "", "", keep, Committed, true},
		{fastparquet, "", number, keep, Committed, false},
		{other, "", zeros, keep, Committed, true},
		{other, "", number, keep, NotVerified, false},
		{other, "", number, change, Committed, false},
		{other, zeros, number, change, Committed, false},
	} {
		for _, v2 := range []bool{false, true} {
			t.Run(fmt.Sprintf("%.5s %q %q %.20s V2 %v", c.writer, c.behind, c.levels, c.rules[5:], v2), func(t *testing.T) {
				b := newBench(t, c.rules, "", sparing(c.writer, c.behind, c.levels, v2))
				b.must(c.want)
				if c.want != Committed {
					return
				}
				in, err := os.ReadFile(filepath.Join(b.dir, "input", "part.parquet"))
				if err != nil {
					t.Fatal(err)
				}
				chunk := b.outputs()[0].File().Groups[0].Chunks[0]
				names, err := filepath.Glob(filepath.Join(b.output(), "*.parquet"))
				if err != nil {
					t.Fatal(err)
				}
				out, err := os.ReadFile(names[0])
				if err != nil {
					t.Fatal(err)
				}
				pages := out[chunk.Start : chunk.Start+chunk.Length]
				if same := bytes.HasPrefix(in[4:], pages); same != c.copied {
					t.Errorf("pages are those of the input: %v", same)
				}
				if bytes.Contains(out, []byte(number)) {
					t.Error("what stood behind the values stands in the output")
				}
				if values := texts(t, b.output(), "status"); len(values) != 300 {
					t.Errorf("%d rows", len(values))
				}
			})
		}
	}
}
