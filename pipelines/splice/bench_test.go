package splice

import (
	"bytes"
	"io"
	"math/rand/v2"
	"testing"

	"github.com/apache/arrow-go/v18/parquet/compress"

	"tuomin/scanners/columns"
)

// large is a file of one column of 64 MiB in pages of 1 MiB.
func large(crc bool) []byte {
	const page, pages = 1 << 20, 64
	body := make([]byte, 0, pages*(page+64))
	values := make([]byte, page)
	h := PageHeader{Type: DataPageV1, Uncompressed: page, Compressed: page, Values: page / 4, DefEncoding: RLE, RepEncoding: RLE}
	if crc {
		h.HasCRC, h.CRC = true, 0xa738ea1c // of a MiB of zeros
	}
	for range pages {
		body = append(h.Append(body), values...)
	}
	return craftedBody(body, func(n *Node) {
		rows := int64(pages * page / 4)
		n.SetInt(3, KindInt64, rows)
		group(n).SetInt(3, KindInt64, rows)
		meta(n).SetInt(5, KindInt64, rows)
	})
}

func BenchmarkCopy(b *testing.B) {
	for name, crc := range map[string]bool{"plain": false, "crc": true} {
		file := large(crc)
		b.Run(name, func(b *testing.B) {
			f := mustOpen(b, file)
			b.SetBytes(int64(len(file)))
			b.ReportAllocs()
			for b.Loop() {
				w, err := NewWriter(io.Discard, f, Edit{})
				check(b, err)
				check(b, w.StartGroup(0, f.NumRows))
				check(b, w.Copy(0))
				check(b, w.EndGroup())
				check(b, second(w.Close()))
			}
		})
	}
}

func BenchmarkOpen(b *testing.B) {
	file := made(b, compress.Codecs.Snappy, false)
	b.SetBytes(int64(len(mustOpen(b, file).Footer)))
	b.ReportAllocs()
	for b.Loop() {
		_, err := OpenFile(bytes.NewReader(file), int64(len(file)))
		check(b, err)
	}
}

func BenchmarkEncodeRLE(b *testing.B) {
	r := rand.New(rand.NewPCG(9, 10))
	v := make([]int16, 100_000)
	for i := range v {
		v[i] = int16(min(1, r.IntN(20)))
	}
	var dst []byte
	b.SetBytes(int64(2 * len(v)))
	for b.Loop() {
		dst = EncodeRLE(dst[:0], v, 1)
	}
}

// BenchmarkHexPage writes pages of 20,000 hashes in hex.
func BenchmarkHexPage(b *testing.B) {
	var build columns.Builder
	for row := range 20_000 {
		build.Append([]byte(hashed(row))) // half of it zeros
	}
	v := build.Values()
	l := &columns.Leaf{Rows: v.Len(), Slots: v.Len(), Values: &v}
	for name, layout := range map[string]Layout{"plain": {Encoding: Plain}, "delta length": {Encoding: DeltaLengthByteArray}} {
		for codec, id := range map[string]Codec{"none": Uncompressed, "snappy": Snappy, "zstd": Zstd} {
			b.Run(name+"/"+codec, func(b *testing.B) {
				var coders Coders
				cw := NewChunkWriter(io.Discard, Target{Physical: TypeByteArray, MaxDef: 1}, id, &coders)
				b.SetBytes(v.Bytes())
				b.ReportAllocs()
				for b.Loop() {
					cw.Reset(io.Discard, Target{Physical: TypeByteArray, MaxDef: 1}, id)
					check(b, cw.Leaf(l, layout))
				}
			})
		}
	}
}
