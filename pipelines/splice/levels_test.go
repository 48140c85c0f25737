package splice

import (
	"encoding/binary"
	"errors"
	"math/rand/v2"
	"slices"
	"testing"

	"tuomin/scanners/columns"
)

// numbers are n numbers of up to width bits, with runs of all lengths.
func numbers(r *rand.Rand, n, width int) []int32 {
	v := make([]int32, 0, n)
	for len(v) < n {
		x := int32(r.Uint64() & (1<<width - 1))
		for run := 1 + r.IntN(20)*r.IntN(2); run > 0 && len(v) < n; run-- {
			v = append(v, x)
		}
	}
	return v
}

func TestRuns(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 6))
	for width := 0; width <= 32; width++ {
		for _, n := range []int{0, 1, 7, 8, 9, 16, 63, 1000} {
			v := numbers(r, n, width)
			if got := decoded(EncodeRLE(nil, v, width), width); !slices.Equal(got[:n], v) {
				t.Fatalf("width %d: %d numbers become others", width, n)
			}
			if width > 15 {
				continue
			}
			levels := make([]int16, n)
			for i := range v {
				levels[i] = int16(v[i])
			}
			if got := decoded(EncodeRLE(nil, levels, width), width); !slices.Equal(got[:n], v) {
				t.Fatalf("width %d: %d levels become others", width, n)
			}
		}
	}
}

// decoded is all numbers in runs, and what pads the last.
func decoded(src []byte, width int) (v []int32) {
	for len(src) > 0 {
		head, size := binary.Uvarint(src)
		src = src[size:]
		count, bits := int(head>>1), width // of packed numbers, lowest bits first
		if size = (width + 7) / 8; head&1 != 0 {
			size, count = count*width, count*8
		} else {
			bits = 0 // the same number again and again
		}
		for i := range count {
			var x uint32
			for b := range width {
				at := i*bits + b
				x |= uint32(src[at>>3]>>(at&7)&1) << b
			}
			v = append(v, int32(x))
		}
		src = src[size:]
	}
	return v
}

// TestDeltaInts are the two examples of Encodings.md.
func TestDeltaInts(t *testing.T) {
	for _, c := range []struct {
		in   []int32
		want []byte
	}{
		{[]int32{1, 2, 3, 4, 5}, []byte{0x80, 1, 4, 5, 2, 2, 0, 0, 0, 0}},
		{[]int32{7, 5, 3, 1, 2, 3, 4, 5}, append([]byte{0x80, 1, 4, 8, 14, 3, 2, 0, 0, 0, 0xc0, 0x3f}, make([]byte, 6)...)},
		{nil, []byte{0x80, 1, 4, 0, 0}},
	} {
		if got := AppendDeltaInts(nil, c.in); !slices.Equal(got, c.want) {
			t.Errorf("%v: got % x, want % x", c.in, got, c.want)
		}
	}
}

func TestPlain(t *testing.T) {
	var b columns.Builder
	for _, v := range []string{"ab", "", "c"} {
		b.Append([]byte(v))
	}
	text := b.Values()
	bools := columns.NewFixed([]byte{1, 0, 1, 1, 0, 0, 0, 0, 1}, 1)
	ints := columns.NewFixed([]byte{1, 0, 0, 0, 2, 0, 0, 0}, 4)
	for _, c := range []struct {
		t     Physical
		v     *columns.Values
		index []int32
		want  []byte
	}{
		{TypeByteArray, &text, nil, []byte{2, 0, 0, 0, 'a', 'b', 0, 0, 0, 0, 1, 0, 0, 0, 'c'}},
		{TypeByteArray, &text, []int32{2, 2}, []byte{1, 0, 0, 0, 'c', 1, 0, 0, 0, 'c'}},
		{TypeBoolean, &bools, nil, []byte{0b1101, 1}},
		{TypeBoolean, &bools, []int32{1, 0}, []byte{0b10}},
		{TypeInt32, &ints, nil, []byte{1, 0, 0, 0, 2, 0, 0, 0}},
		{TypeFloat, &ints, []int32{1}, []byte{2, 0, 0, 0}},
	} {
		got, err := AppendPlain(nil, c.t, c.v, c.index)
		if err != nil || !slices.Equal(got, c.want) {
			t.Errorf("type %d: got % x: %v", c.t, got, err)
		}
	}
	if _, err := AppendPlain(nil, TypeInt64, &ints, nil); !errors.Is(err, ErrUnsupported) {
		t.Errorf("four bytes as eight: %v", err)
	}
	if _, err := AppendPlain(nil, TypeInt32, &text, nil); !errors.Is(err, ErrUnsupported) {
		t.Errorf("text as numbers: %v", err)
	}
}
