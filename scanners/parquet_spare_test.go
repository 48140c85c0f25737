package scanners

import (
	"bytes"
	"context"
	"fmt"
	"testing"

	"tuomin/pipelines/splice"
)

// Pages of fastparquet end in 8 bytes that no value accounts for. They are
// passed over, as other readers do; that they are not zero is told; and more of
// them are a page that does not hold what it says.
func TestSpareBytes(t *testing.T) {
	fixed := leafOf("a", splice.TypeFixedLenByteArray, splice.Required)
	fixed.length = 3
	for _, c := range []struct {
		about  string
		leaf   element
		values []byte // four of them
	}{
		{"byte arrays", plainText, strings4},
		{"booleans", leafOf("a", splice.TypeBoolean, splice.Required), []byte{0b0101}},
		{"int32", leafOf("a", splice.TypeInt32, splice.Required), bytes.Repeat([]byte{1, 2, 3, 4}, 4)},
		{"int64", leafOf("a", splice.TypeInt64, splice.Required), bytes.Repeat([]byte{1, 2, 3, 4}, 8)},
		{"int96", leafOf("a", splice.TypeInt96, splice.Required), bytes.Repeat([]byte{1, 2, 3, 4}, 12)},
		{"float", leafOf("a", splice.TypeFloat, splice.Required), bytes.Repeat([]byte{1, 2, 3, 4}, 4)},
		{"double", leafOf("a", splice.TypeDouble, splice.Required), bytes.Repeat([]byte{1, 2, 3, 4}, 8)},
		{"fixed", fixed, []byte("abcdefghijkl")},
	} {
		plain, _ := spared(t, fourRows(c.leaf, 4, pageOf(v1(4, splice.Plain), c.values)))
		for _, behind := range [][]byte{{}, {0}, make([]byte, 8), {0, 9}, []byte("13800138"), make([]byte, 9), []byte("138001380")} {
			body := cat(c.values, behind)
			for layout, pages := range map[string][]byte{
				"V1":         pageOf(v1(4, splice.Plain), body),
				"V2":         pageOf(v2(4, 4, 0, 0, 0, splice.Plain), body),
				"dictionary": cat(dictionaryOf(4, body), pageOf(v1(4, splice.RLEDictionary), []byte{2, 3, 0b11_10_01_00, 0})),
			} {
				name := fmt.Sprintf("%s, %s, %d bytes behind", c.about, layout, len(behind))
				values, spare := spared(t, fourRows(c.leaf, 4, pages))
				switch {
				case len(behind) > 8:
					if values != "" {
						t.Errorf("%s: was read", name)
					}
				case values != plain || plain == "":
					t.Errorf("%s: other values", name)
				case spare != (bytes.Count(behind, []byte{0}) < len(behind)):
					t.Errorf("%s: spare is %v", name, spare)
				}
			}
		}
	}
}

// So is what stands behind levels, indices, and values that are not PLAIN.
func TestSpareRuns(t *testing.T) {
	maybe := leafOf("a", splice.TypeByteArray, splice.Optional)
	flags, numbers := leafOf("a", splice.TypeBoolean, splice.Required), leafOf("a", splice.TypeInt32, splice.Required)
	ones, bits := []byte{4 << 1, 1}, []byte{3, 0b1111}
	delta := []byte{128, 1, 4, 4, 2, 2, 0, 0, 0, 0} // 1, 2, 3, 4
	for about, file := range map[string]func(behind []byte) []byte{
		"V1 levels": func(b []byte) []byte {
			return fourRows(maybe, 4, pageOf(v1(4, splice.Plain), cat(levelsV1(cat(ones, b)...), strings4)))
		},
		"V2 levels": func(b []byte) []byte {
			return fourRows(maybe, 4, pageOf(v2(4, 4, 0, 0, 2+len(b), splice.Plain), cat(ones, b, strings4)))
		},
		"packed levels": func(b []byte) []byte {
			return fourRows(maybe, 4, pageOf(v1(4, splice.Plain), cat(levelsV1(cat(bits, b)...), strings4)))
		},
		"indices": func(b []byte) []byte {
			return fourRows(plainText, 4, cat(dictionaryOf(4, strings4), pageOf(v1(4, splice.RLEDictionary), cat([]byte{2, 3, 0b11_10_01_00, 0}, b))))
		},
		"booleans":        func(b []byte) []byte { return fourRows(flags, 4, pageOf(v1(4, splice.RLE), levelsV1(cat(bits, b)...))) },
		"behind booleans": func(b []byte) []byte { return fourRows(flags, 4, pageOf(v1(4, splice.RLE), cat(levelsV1(bits...), b))) },
		"numbers in delta": func(b []byte) []byte {
			return fourRows(numbers, 4, pageOf(v1(4, splice.DeltaBinaryPacked), cat(delta, b)))
		},
	} {
		plain, _ := spared(t, file(nil))
		for _, behind := range []string{"", "\x00\x00\x00", "13800138000"} {
			values, spare := spared(t, file([]byte(behind)))
			if values != plain || plain == "" || spare != (len(behind) == 11) {
				t.Errorf("%s, %q behind: spare is %v, values %s want %s", about, behind, spare, values, plain)
			}
		}
	}
}

// And what stands in a page of nulls, where writers leave headers of what is not there.
func TestSpareNothing(t *testing.T) {
	nulls := []byte{4 << 1, 0}
	delta := []byte{128, 1, 4, 0, 0}
	for _, c := range []struct {
		about    string
		physical splice.Physical
		encoding splice.Encoding
		header   []byte
	}{
		{"numbers in delta", splice.TypeInt32, splice.DeltaBinaryPacked, delta},
		{"lengths", splice.TypeByteArray, splice.DeltaLengthByteArray, delta},
		{"prefixes", splice.TypeByteArray, splice.DeltaByteArray, cat(delta, delta)},
		{"bytes apart", splice.TypeDouble, splice.ByteStreamSplit, nil},
		{"booleans", splice.TypeBoolean, splice.RLE, []byte{2, 0, 0, 0, 0, 1}},
		{"indices", splice.TypeByteArray, splice.RLEDictionary, []byte{3}},
	} {
		leaf := leafOf("a", c.physical, splice.Optional)
		for _, header := range [][]byte{nil, c.header} {
			for _, behind := range []string{"", "\x00\x00\x00", "13800138000"} {
				body := cat(nulls, header, []byte(behind))
				_, spare := spared(t, fourRows(leaf, 4, pageOf(v2(4, 4, 4, 0, len(nulls), c.encoding), body)))
				if spare != (len(behind) == 11) {
					t.Errorf("%s, header % x, %q behind: spare is %v", c.about, header, behind, spare)
				}
			}
		}
	}
}

// spared is the values of a file of one column, "" where they cannot be read,
// and whether it has spare bytes.
func spared(t *testing.T, data []byte) (values string, spare bool) {
	t.Helper()
	f, err := openBytes(data, "spare")
	if err != nil {
		t.Fatal(err)
	}
	for l, err := range f.Leaf(context.Background(), 0, 0) {
		if err != nil {
			return "", false
		}
		spare = spare || l.Spare
		for i := range l.Present() {
			at := i
			if l.Index != nil {
				at = int(l.Index[i])
			}
			values += fmt.Sprintf("%x ", l.Values.At(at))
		}
	}
	return values, spare
}
