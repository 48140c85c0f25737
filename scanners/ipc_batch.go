package scanners

import (
	"bytes"
	"encoding/binary"
	"io"
	"slices"

	"github.com/klauspost/compress/zstd"
	"github.com/pierrec/lz4/v4"
)

// Codecs of a batch's buffers.
const (
	codecLZ4  = 0
	codecZstd = 1
	codecNone = -1
)

// A batchHeader says where the buffers of a batch or dictionary lie.
type batchHeader struct {
	message
	codec    int8
	nodes    []node
	buffers  []extent // within the body
	variadic []int    // how many buffers the views before view i have together
}

type node struct{ n, nulls int64 }

type extent struct{ off, n int64 }

// parseBatch reads a header, which must be of the fields that total counts.
func parseBatch(m message, header flatTable, total position) (*batchHeader, error) {
	if m.kind == messageDictionary {
		header = header.table(dictionaryData)
	}
	b := &batchHeader{message: m, codec: codecNone}
	if header.has(batchCompression) {
		b.codec = int8(header.table(batchCompression).uint8(compressionCodec))
		if b.codec != codecLZ4 && b.codec != codecZstd {
			return nil, unsupported("a codec that is not known")
		}
	}
	nodes := header.vector(batchNodes, 16)
	buffers := header.vector(batchBuffers, 16)
	counts := header.vector(batchVariadicCounts, 8)
	if header.flat.bad || nodes.n != total.node || counts.n < total.variadic {
		return nil, corrupt("a batch of %d arrays, where the schema has %d", nodes.n, total.node)
	}
	b.variadic = make([]int, 1, total.variadic+1)
	for i := range total.variadic {
		n := counts.int64(8 * i)
		if n < 0 || n > int64(buffers.n) {
			return nil, corrupt("a column of %d buffers", n)
		}
		b.variadic = append(b.variadic, b.variadic[i]+int(n))
	}
	if want := total.buffer + b.variadic[total.variadic]; buffers.n != want {
		return nil, corrupt("a batch of %d buffers, where its columns have %d", buffers.n, want)
	}
	for i := range nodes.n {
		n := node{nodes.int64(16 * i), nodes.int64(16*i + 8)}
		if n.n < 0 || n.nulls < 0 || n.nulls > n.n {
			return nil, corrupt("an array with %d nulls in %d values", n.nulls, n.n)
		}
		b.nodes = append(b.nodes, n)
	}
	for i := range buffers.n {
		e := extent{buffers.int64(16 * i), buffers.int64(16*i + 8)}
		if e.off < 0 || e.n < 0 || e.off > m.bodyLen || e.n > m.bodyLen-e.off {
			return nil, corrupt("a buffer that lies outside of its batch")
		}
		b.buffers = append(b.buffers, e)
	}
	return b, nil
}

// An arena hands out memory that is taken back all at once.
type arena struct {
	blocks [][]byte
	used   int // blocks that are full or being filled
	free   []byte
	held   int64 // bytes of all blocks
	limit  int64
}

const arenaBlock = 1 << 20

// errTooLarge means that a stretch needs more memory than it may have: a
// shorter one may not.
var errTooLarge = bomb("one batch of a column needs more memory than the limit allows; raise it, or write smaller batches")

// bytes gives n bytes, which may be anything, aligned to 8.
func (a *arena) bytes(n int64) ([]byte, error) {
	if n > int64(len(a.free)) {
		if n > a.limit {
			return nil, errTooLarge
		}
		if err := a.grow(int(n)); err != nil {
			return nil, err
		}
	}
	b := a.free[:n:n]
	a.free = a.free[min(int(n+7)&^7, len(a.free)):]
	return b, nil
}

func (a *arena) grow(n int) error {
	for i := a.used; i < len(a.blocks); i++ {
		if len(a.blocks[i]) >= n {
			a.blocks[i], a.blocks[a.used] = a.blocks[a.used], a.blocks[i]
			a.free = a.blocks[a.used]
			a.used++
			return nil
		}
	}
	size := max(n, arenaBlock)
	for a.held+int64(size) > a.limit && a.used < len(a.blocks) { // too small to be of use
		a.held -= int64(len(a.blocks[a.used]))
		a.blocks = slices.Delete(a.blocks, a.used, a.used+1)
	}
	if a.held+int64(size) > a.limit {
		return errTooLarge
	}
	a.blocks = slices.Insert(a.blocks, a.used, make([]byte, size))
	a.held += int64(size)
	a.free = a.blocks[a.used]
	a.used++
	return nil
}

// reset takes all memory back.
func (a *arena) reset() { a.used, a.free = 0, nil }

// trim lets go of what is more than a pool should keep.
func (a *arena) trim() {
	a.reset()
	if a.held > keptMemory {
		a.blocks, a.held = nil, 0
	}
}

// A bodyReader gives the bytes of a batch's buffers. What is not compressed is
// read a stretch at a time; a compressed buffer is kept whole.
type bodyReader struct {
	r       io.ReaderAt
	b       *batchHeader
	stretch *arena // for one stretch of rows
	whole   *arena // for the batch
	opened  map[int][]byte
	zstd    *zstd.Decoder
	lz4     *lz4.Reader
	packed  []byte
}

func (r *bodyReader) start(b *batchHeader) {
	r.b = b
	r.stretch.reset()
	r.forget()
}

// forget lets go of the buffers that were decompressed.
func (r *bodyReader) forget() {
	r.whole.reset()
	clear(r.opened)
}

// length is how many bytes buffer i has, decompressed.
func (r *bodyReader) length(i int) (int64, error) {
	if r.b.codec == codecNone {
		return r.b.buffers[i].n, nil
	}
	b, err := r.open(i)
	return int64(len(b)), err
}

// read gives n bytes of buffer i. They may be written to if owned.
func (r *bodyReader) read(i int, off, n int64) (b []byte, owned bool, err error) {
	if n == 0 {
		return nil, true, nil // a buffer of no rows may be left out
	}
	size, err := r.length(i)
	if err != nil {
		return nil, false, err
	}
	if off < 0 || n < 0 || off > size || n > size-off {
		return nil, false, corrupt("a buffer of %d bytes is too short for its column", size)
	}
	if r.b.codec != codecNone {
		b, err = r.open(i)
		return b[off : off+n : off+n], false, err
	}
	if b, err = r.stretch.bytes(n); err != nil {
		return nil, false, err
	}
	return b, true, readAt(r.r, b, r.b.body+r.b.buffers[i].off+off)
}

// open decompresses buffer i, which begins with its length.
func (r *bodyReader) open(i int) ([]byte, error) {
	if b, ok := r.opened[i]; ok || r.b.buffers[i].n == 0 {
		return b, nil
	}
	e := r.b.buffers[i]
	if e.n < 8 {
		return nil, corrupt("a compressed buffer of %d bytes", e.n)
	}
	if e.n > r.whole.limit {
		return nil, errTooLarge
	}
	packed := resize(&r.packed, int(e.n))
	if err := readAt(r.r, packed, r.b.body+e.off); err != nil {
		return nil, err
	}
	size := int64(binary.LittleEndian.Uint64(packed))
	packed = packed[8:]
	if size < -1 {
		return nil, corrupt("a buffer of %d bytes", size)
	}
	stored := size == -1 // as it would not have shrunk
	if stored {
		size = int64(len(packed))
	}
	b, err := r.whole.bytes(size)
	if err != nil {
		return nil, err
	}
	if stored {
		copy(b, packed)
	} else if err := r.decompress(b, packed); err != nil {
		return nil, err
	}
	r.opened[i] = b
	return b, nil
}

// decompress fills dst, which src must hold exactly.
func (r *bodyReader) decompress(dst, src []byte) error {
	var err error
	n := 0
	if r.b.codec == codecZstd {
		if r.zstd == nil {
			if r.zstd, err = zstdReader(r.whole.limit); err != nil {
				return err
			}
		}
		var out []byte
		out, err = r.zstd.DecodeAll(src, dst[:0])
		if n = len(out); n == len(dst) && n > 0 && &out[0] != &dst[0] {
			copy(dst, out)
		}
	} else {
		r.lz4.Reset(bytes.NewReader(src))
		if n, err = io.ReadFull(r.lz4, dst); err == nil {
			var more [1]byte
			k, _ := r.lz4.Read(more[:])
			n += k
		}
	}
	if err != nil || n != len(dst) {
		return corrupt("a compressed buffer does not hold the %d bytes that it says", len(dst))
	}
	return nil
}
