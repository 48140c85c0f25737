package splice

import (
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
			src := EncodeRLE(nil, v, width)
			got, used, err := AppendRLE([]int32{-1}, append(src, 0xee), width, n)
			if err != nil || !slices.Equal(got[1:], v) || width > 0 && used != len(src) {
				t.Fatalf("width %d, %d numbers: used %d of %d, %v", width, n, used, len(src), err)
			}
			if width > 15 {
				continue
			}
			levels := make([]int16, n)
			for i := range v {
				levels[i] = int16(v[i])
			}
			got16, _, err := AppendLevels(nil, EncodeRLE(nil, levels, width), width, n)
			if err != nil || !slices.Equal(got16, levels) {
				t.Fatalf("levels of width %d, %d numbers: %v", width, n, err)
			}
		}
	}
}

func TestRunsRefuse(t *testing.T) {
	for name, src := range map[string][]byte{
		"nothing": {}, "run without value": {16}, "value too large": {16, 200}, "packed without bytes": {5, 1, 2},
		"endless head": {0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff}, "packed for ever": {0xff, 0xff, 0xff, 0xff, 0x7f, 1},
	} {
		if _, _, err := AppendRLE(nil, src, 5, 100); !errors.Is(err, ErrCorrupt) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, _, err := AppendRLE(nil, nil, 33, 1); !errors.Is(err, ErrCorrupt) {
		t.Errorf("33 bits: %v", err)
	}
	if _, _, err := AppendBitPacked(nil, []byte{1}, 3, 8); !errors.Is(err, ErrCorrupt) {
		t.Errorf("bit-packed: %v", err)
	}
	// A run may promise more than is asked for.
	if v, _, err := AppendRLE(nil, []byte{0xfe, 0xff, 0xff, 0xff, 0x0f, 3}, 5, 4); err != nil || len(v) != 4 {
		t.Errorf("%d numbers: %v", len(v), err)
	}
}

// TestBitPacked is the example of Encodings.md: 0 to 7 in three bits each.
func TestBitPacked(t *testing.T) {
	got, used, err := AppendBitPacked(nil, []byte{0b00000101, 0b00111001, 0b01110111}, 3, 8)
	if err != nil || used != 3 || !slices.Equal(got, []int16{0, 1, 2, 3, 4, 5, 6, 7}) {
		t.Errorf("%v, %d, %v", got, used, err)
	}
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
