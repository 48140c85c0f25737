package splice

import (
	"bytes"
	"compress/gzip"
	"encoding/binary"
	"errors"
	"fmt"
	"math/rand/v2"
	"testing"

	"github.com/pierrec/lz4/v4"
)

var codecs = []Codec{Uncompressed, Snappy, Gzip, Brotli, LZ4Hadoop, Zstd, LZ4Raw}

// bodies are pages of all sorts.
func bodies() map[string][]byte {
	r := rand.New(rand.NewPCG(1, 2))
	random := make([]byte, 300_000)
	for i := range random {
		random[i] = byte(r.Uint32())
	}
	return map[string][]byte{
		"nothing": {}, "a byte": {7}, "zeros": make([]byte, 700_000), "random": random,
		"hex": fmt.Appendf(nil, "%x", random[:50_000]),
	}
}

func TestCodecs(t *testing.T) {
	for _, level := range []int{0, 5} {
		used := Coders{Level: level} // for everything, so that what was before could be seen
		for _, codec := range codecs {
			for name, body := range bodies() {
				fresh := Coders{Level: level}
				packed, err := fresh.Compress(nil, codec, body)
				check(t, err)
				for range 3 {
					again, err := used.Compress([]byte("before"), codec, body)
					if err != nil || !bytes.Equal(again[6:], packed) {
						t.Errorf("codec %d, %s: other bytes from a coder that was used: %v", codec, name, err)
					}
				}
				got, err := used.Decompress([]byte("before"), codec, packed, len(body))
				if err != nil || string(got[:6]) != "before" || !bytes.Equal(got[6:], body) {
					t.Errorf("codec %d, level %d, %s: %v", codec, level, name, err)
				}
				for _, size := range []int{len(body) - 1, len(body) + 1} {
					if size < 0 {
						continue
					}
					if _, err := used.Decompress(nil, codec, packed, size); !errors.Is(err, ErrCorrupt) {
						t.Errorf("codec %d, %s: %d bytes as %d: %v", codec, name, len(body), size, err)
					}
				}
			}
		}
	}
	var used Coders
	if _, err := used.Compress(nil, LZO, nil); !errors.Is(err, ErrUnsupported) {
		t.Errorf("LZO: %v", err)
	}
	if _, err := used.Decompress(nil, 77, []byte{1}, 1); !errors.Is(err, ErrUnsupported) {
		t.Errorf("codec 77: %v", err)
	}
}

// TestCodecsMangled: bytes that are not what they claim give errors, and no
// more memory than the page was said to have.
func TestCodecsMangled(t *testing.T) {
	var c Coders
	r := rand.New(rand.NewPCG(3, 4))
	for _, codec := range codecs[1:] {
		packed, err := c.Compress(nil, codec, bodies()["hex"])
		check(t, err)
		for range 200 {
			bad := bytes.Clone(packed[:r.IntN(len(packed))])
			for range 3 {
				if len(bad) > 0 {
					bad[r.IntN(len(bad))] ^= byte(r.Uint32())
				}
			}
			got, err := c.Decompress(nil, codec, bad, 100_000)
			if err != nil && !errors.Is(err, ErrCorrupt) || cap(got) > 1<<20 {
				t.Fatalf("codec %d: %v, %d bytes", codec, err, cap(got))
			}
		}
	}
}

func TestGzipMembers(t *testing.T) {
	var b bytes.Buffer
	for _, part := range []string{"one", "", "two"} {
		w := gzip.NewWriter(&b)
		_, err := w.Write([]byte(part))
		check(t, err)
		check(t, w.Close())
	}
	var c Coders
	got, err := c.Decompress(nil, Gzip, b.Bytes(), 6)
	if err != nil || string(got) != "onetwo" {
		t.Errorf("got %q: %v", got, err)
	}
}

// TestHadoopFrames: frames of several blocks, as Hadoop writes them; bare
// blocks, as early parquet-cpp did; and no frame of ours over 128 KiB.
func TestHadoopFrames(t *testing.T) {
	var c Coders
	block := func(b []byte) []byte {
		out, err := c.appendLZ4(nil, b)
		check(t, err)
		return out
	}
	body := bytes.Repeat([]byte("some text "), 1000)
	frame := binary.BigEndian.AppendUint32(nil, uint32(len(body)))
	for _, part := range [][]byte{body[:3000], body[3000:]} {
		p := block(part)
		frame = append(binary.BigEndian.AppendUint32(frame, uint32(len(p))), p...)
	}
	for name, src := range map[string][]byte{"two blocks": frame, "bare": block(body)} {
		got, err := c.Decompress(nil, LZ4Hadoop, src, len(body))
		if err != nil || !bytes.Equal(got, body) {
			t.Errorf("%s: %v", name, err)
		}
	}
	packed, err := c.Compress(nil, LZ4Hadoop, make([]byte, 1<<20))
	check(t, err)
	for frames := 0; len(packed) > 0; frames++ {
		size, n := binary.BigEndian.Uint32(packed), binary.BigEndian.Uint32(packed[4:])
		if size > 128<<10 {
			t.Fatalf("frame %d has %d bytes", frames, size)
		}
		if _, err := lz4.UncompressBlock(packed[8:8+n], make([]byte, size)); err != nil {
			t.Fatal(err)
		}
		packed = packed[8+n:]
	}
}

// TestZstdHex: the fastest level must still code hex digits in about half.
func TestZstdHex(t *testing.T) {
	hex := bodies()["hex"]
	var c Coders
	packed, err := c.Compress(nil, Zstd, hex)
	if err != nil || len(packed) > len(hex)*60/100 {
		t.Errorf("%d bytes of hex became %d: %v", len(hex), len(packed), err)
	}
}

func TestCodersAllocate(t *testing.T) {
	body := bodies()["hex"]
	for _, codec := range []Codec{Uncompressed, Snappy, Zstd, LZ4Raw, LZ4Hadoop} {
		var c Coders
		var packed, out []byte
		var err error
		pass := func() {
			packed, err = c.Compress(packed[:0], codec, body)
			check(t, err)
			out, err = c.Decompress(out[:0], codec, packed, len(body))
			check(t, err)
		}
		pass()
		pass()
		if n := testing.AllocsPerRun(10, pass); n > 0 && !raceDetector {
			t.Errorf("codec %d: %v allocations a page", codec, n)
		}
	}
}
