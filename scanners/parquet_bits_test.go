package scanners

import (
	"encoding/binary"
	"errors"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"tuomin/scanners/columns"
)

// pack is the plain way to write integers of width bits, low bits first.
func pack(values []uint64, width uint) []byte {
	out := make([]byte, packedSize(len(values), width))
	for i, v := range values {
		for b := uint(0); b < width; b++ {
			at := uint(i)*width + b
			out[at/8] |= byte(v>>b&1) << (at % 8)
		}
	}
	return out
}

func randoms(r *rand.Rand, n int, width uint) []uint64 {
	out := make([]uint64, n)
	for i := range out {
		if width > 0 {
			out[i] = r.Uint64() >> (64 - width)
		}
	}
	return out
}

func TestUnpack(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for width := uint(0); width <= 64; width++ {
		for _, n := range []int{0, 1, 7, 8, 9, 31, 32, 33, 200} {
			want := randoms(r, n, width)
			src := pack(want, width)
			got := make([]uint64, n)
			unpack(got, src, width)
			if !slices.Equal(got, want) {
				t.Fatalf("%d integers of %d bits: got %x, want %x", n, width, got, want)
			}
			if width > 32 {
				continue
			}
			narrow := make([]int32, n)
			unpack(narrow, src, width)
			for i := range narrow {
				if uint64(uint32(narrow[i])) != want[i] {
					t.Fatalf("%d int32 of %d bits: entry %d is %x, want %x", n, width, i, narrow[i], want[i])
				}
			}
		}
	}
}

func TestHybrid(t *testing.T) {
	for _, c := range []struct {
		name  string
		src   []byte
		width uint
		want  []int32
		code  Code
	}{
		{"run", []byte{10, 3}, 2, []int32{3, 3, 3, 3, 3}, ""},
		{"run of two bytes", []byte{4, 0x34, 0x12}, 13, []int32{0x1234, 0x1234}, ""},
		{"packed", []byte{3, 0b10001000, 0b11000110, 0b11111010}, 3, []int32{0, 1, 2, 3, 4, 5, 6, 7}, ""},
		{"packed and padded", []byte{3, 0b10001000, 0b11000110, 0b11111010}, 3, []int32{0, 1, 2}, ""},
		{"packed, the padding not there", []byte{3, 0b10001000, 0b11000110}, 3, []int32{0, 1, 2, 3, 4}, ""},
		{"packed and padded by a block", []byte{9, 0b10001000, 0b11000110, 0b11111010, 0, 0, 0, 0, 0, 0, 0, 0, 0}, 3, []int32{0, 1, 2}, ""},
		{"run, then packed", []byte{4, 1, 3, 0b10101010}, 1, []int32{1, 1, 0, 1, 0, 1, 0, 1, 0, 1}, ""},
		{"no bits", []byte{6}, 0, []int32{0, 0, 0}, ""},
		{"run of too great a value", []byte{2, 4}, 2, []int32{0}, CodeCorrupt},
		{"run too long", []byte{12, 3}, 2, []int32{3, 3, 3, 3, 3}, CodeCorrupt},
		{"cut off before a run", []byte{4, 1}, 1, []int32{1, 1, 1}, CodeCorrupt},
		{"cut off in a run", []byte{4}, 1, []int32{1, 1}, CodeCorrupt},
		{"cut off in packed values", []byte{3, 0}, 2, []int32{0, 0, 0, 0, 0}, CodeCorrupt},
		{"endless length", []byte{0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 1}, 1, []int32{0}, CodeCorrupt},
	} {
		got := make([]int32, len(c.want))
		_, err := fillHybrid(got, c.src, c.width)
		var fault *parquetFault
		switch {
		case c.code == "" && err != nil:
			t.Errorf("%s: %v", c.name, err)
		case c.code == "" && !slices.Equal(got, c.want):
			t.Errorf("%s: got %v, want %v", c.name, got, c.want)
		case c.code != "" && (!errors.As(err, &fault) || fault.code != c.code):
			t.Errorf("%s: got error %v, want code %s", c.name, err, c.code)
		}
	}
}

func TestBitPackedLevels(t *testing.T) {
	// The example of parquet-format's Encodings.md: 0 to 7 in 3 bits each.
	got := make([]int16, 8)
	if _, err := fillBitPacked(got, []byte{0b00000101, 0b00111001, 0b01110111}, 3); err != nil {
		t.Fatal(err)
	}
	if want := []int16{0, 1, 2, 3, 4, 5, 6, 7}; !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
	if _, err := fillBitPacked(got, []byte{0, 0}, 3); err == nil {
		t.Error("levels that are cut off were taken")
	}
}

// appendDeltas writes DELTA_BINARY_PACKED in blocks of 128 and miniblocks of
// 32, each in as many bits as it needs.
func appendDeltas(dst []byte, values []int64) []byte {
	dst = append(dst, 0x80, 0x01, 4)
	dst = binary.AppendUvarint(dst, uint64(len(values)))
	if len(values) == 0 {
		return append(dst, 0)
	}
	dst = binary.AppendVarint(dst, values[0])
	for at := 1; at < len(values); at += 128 {
		block := values[at:min(at+128, len(values))]
		least := int64(math.MaxInt64)
		for i := range block {
			least = min(least, values[at+i]-values[at+i-1])
		}
		dst = binary.AppendVarint(dst, least)
		var widths [4]byte
		var body []byte
		for m := 0; m*32 < len(block); m++ {
			var deltas [32]uint64
			var all uint64
			for i := m * 32; i < min(m*32+32, len(block)); i++ {
				deltas[i-m*32] = uint64(values[at+i] - values[at+i-1] - least)
				all |= deltas[i-m*32]
			}
			for all>>widths[m] != 0 {
				widths[m]++
			}
			body = append(body, pack(deltas[:], uint(widths[m]))...)
		}
		dst = append(append(dst, widths[:]...), body...)
	}
	return dst
}

func TestDeltas(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	var d deltaReader
	for _, n := range []int{0, 1, 2, 32, 33, 128, 129, 130, 1000} {
		for width := uint(0); width <= 64; width += 4 {
			values := make([]int64, n)
			for i, v := range randoms(r, n, width) {
				values[i] = int64(v)
			}
			src := appendDeltas(nil, values)
			got := make([]byte, 8*n)
			if err := d.fillDeltas(got, src, 8); err != nil {
				t.Fatalf("%d values of %d bits: %v", n, width, err)
			}
			for i, want := range values {
				if v := int64(binary.LittleEndian.Uint64(got[8*i:])); v != want {
					t.Fatalf("%d values of %d bits: value %d is %d, want %d", n, width, i, v, want)
				}
			}
			for cut := range min(len(src), 300) {
				if cut < len(src)-16*int(width) { // whole miniblocks are missing, not padding
					if err := d.fillDeltas(got, src[:cut], 8); err == nil && n > 0 {
						t.Fatalf("%d values of %d bits were read from %d of %d bytes", n, width, cut, len(src))
					}
				}
			}
		}
	}
}

func TestPlainOffsets(t *testing.T) {
	src := []byte{2, 0, 0, 0, 'a', 'b', 0, 0, 0, 0, 1, 0, 0, 0, 'c'}
	offsets := make([]int32, 4)
	if rest, err := plainOffsets(offsets, src); err != nil || len(rest) > 0 {
		t.Fatalf("%d bytes are left: %v", len(rest), err)
	}
	v := columns.NewVariable(src, offsets, 4)
	for i, want := range []string{"ab", "", "c"} {
		if got := string(v.At(i)); got != want {
			t.Errorf("value %d: got %q, want %q", i, got, want)
		}
	}
	for cut := range src {
		if _, err := plainOffsets(offsets, src[:cut]); err == nil {
			t.Errorf("values were read from %d of %d bytes", cut, len(src))
		}
	}
	if rest, err := plainOffsets(offsets, append(src, 7)); err != nil || !slices.Equal(rest, []byte{7}) {
		t.Errorf("a byte that belongs to no value: %d are left, %v", len(rest), err)
	}
	if _, err := plainOffsets(make([]int32, 2), []byte{0xff, 0xff, 0xff, 0xff, 0, 0, 0}); err == nil {
		t.Error("a length of 2^32-1 was taken")
	}
}

func TestUnshuffle(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 6))
	for _, width := range []int{1, 2, 4, 5, 8, 16} {
		n := 2500
		want, src := make([]byte, n*width), make([]byte, n*width)
		for i := range want {
			want[i] = byte(r.Uint32())
			src[i%width*n+i/width] = want[i]
		}
		got := make([]byte, n*width)
		unshuffle(got, src, width)
		if !slices.Equal(got, want) {
			t.Errorf("values of %d bytes come out wrong", width)
		}
	}
}
