package transforms_test

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"tuomin/scanners/columns"
)

// A slot is one slot of a leaf as a test writes it: a value, a null, or (list
// columns) an empty list.
type slot struct {
	value string
	null  bool
	empty bool
	rep   int16
}

func values(vs ...string) []slot {
	out := make([]slot, len(vs))
	for i, v := range vs {
		out[i].value = v
	}
	return out
}

// withNulls makes every third slot a null, values being kept.
func withNulls(in []slot) (out []slot) {
	for i, s := range in {
		if i%3 == 1 {
			out = append(out, slot{null: true})
		}
		out = append(out, s)
	}
	return append(out, slot{null: true})
}

// inLists puts slots into lists of up to three, some empty.
func inLists(in []slot) (out []slot) {
	for i, s := range in {
		if i%5 == 4 {
			out = append(out, slot{empty: true})
		}
		if i%3 != 0 {
			s.rep = 1
		}
		if len(out) > 0 && out[len(out)-1].empty {
			s.rep = 0
		}
		out = append(out, s)
	}
	return out
}

// canary stands wherever a value of nobody may be in the input, and must be
// nowhere in any output.
const canary = "CANARY-79"

// A layout is a way to hold the same slots.
type layout struct {
	name string
	make func(col *columns.Column, rows int64, present []string) (*columns.Values, []int32)
}

var layouts = []layout{
	{"arrow", func(_ *columns.Column, _ int64, p []string) (*columns.Values, []int32) { return variable(p, ""), nil }},
	{"parquet", func(_ *columns.Column, _ int64, p []string) (*columns.Values, []int32) {
		return variable(p, canary[:4]), nil
	}},
	{"dictionary", func(_ *columns.Column, _ int64, p []string) (*columns.Values, []int32) { return dictionary(p, false) }},
	{"sorted dictionary", func(_ *columns.Column, _ int64, p []string) (*columns.Values, []int32) { return dictionary(p, true) }},
}

// variable lays values out with gap between them. What stands before the first
// and behind the last is a canary.
func variable(vs []string, gap string) *columns.Values {
	data := []byte(canary)
	offsets := []int32{int32(len(data))}
	for _, v := range vs {
		data = append(append(data, v...), gap...)
		offsets = append(offsets, int32(len(data)))
	}
	data = append(data, canary...)
	out := columns.NewVariable(data, offsets, int32(len(gap)))
	return &out
}

// dictionary lays values out as the entries of a dictionary, in order of first
// use or in reverse order of their bytes, among entries that nobody uses.
func dictionary(vs []string, sorted bool) (*columns.Values, []int32) {
	var distinct []string
	for _, v := range vs {
		if !slices.Contains(distinct, v) {
			distinct = append(distinct, v)
		}
	}
	if sorted {
		slices.Sort(distinct)
		slices.Reverse(distinct)
	}
	entries := []string{canary + "-unused"}
	for i, v := range distinct {
		entries = append(entries, v)
		if i%2 == 0 {
			entries = append(entries, fmt.Sprintf("%s-%d", canary, i))
		}
	}
	index := make([]int32, len(vs))
	for i, v := range vs {
		index[i] = int32(slices.Index(entries, v))
	}
	return variable(entries, ""), index
}

// pages lays slots out and cuts them into leaves of at most n slots. Pages of
// a dictionary share it.
func pages(col *columns.Column, lay layout, in []slot, n int) (out []*columns.Leaf) {
	var present []string
	for _, s := range in {
		if !s.null && !s.empty {
			present = append(present, s.value)
		}
	}
	all, index := lay.make(col, 0, present)
	at, row := 0, int64(-1)
	for len(in) > 0 {
		page := in[:min(n, len(in))]
		in = in[len(page):]
		l := &columns.Leaf{Column: col, First: max(row, 0), Slots: len(page)}
		if page[0].rep == 0 {
			l.First = row + 1
		}
		from := at
		for _, s := range page {
			if s.rep == 0 {
				l.Rows++
				row++
			}
			if col.MaxRep > 0 {
				l.Rep = append(l.Rep, s.rep)
			}
			if col.MaxDef > 0 {
				l.Def = append(l.Def, defOf(col, s))
			}
			if !s.null && !s.empty {
				at++
			}
		}
		if index != nil {
			l.Values, l.Index = all, index[from:at:at]
		} else {
			l.Values, _ = lay.make(col, 0, present[from:at])
		}
		out = append(out, l)
	}
	return out
}

// defOf is the level of a slot: list columns of the tests are an optional list
// of leaves, so that 0 is a null list, and 1 an empty one.
func defOf(col *columns.Column, s slot) int16 {
	switch {
	case s.empty:
		return 1
	case s.null:
		return col.MaxDef - 1
	}
	return col.MaxDef
}

// read gives the slots of a leaf back, by its levels alone.
func read(t *testing.T, l *columns.Leaf) (out []slot) {
	t.Helper()
	i := 0
	n := l.Slots
	if l.Def != nil && len(l.Def) != n || l.Rep != nil && len(l.Rep) != n {
		t.Fatalf("%d slots, %d definition and %d repetition levels", n, len(l.Def), len(l.Rep))
	}
	for s := range n {
		var got slot
		if l.Rep != nil {
			got.rep = l.Rep[s]
		}
		switch {
		case l.Def == nil || l.Def[s] == l.Column.MaxDef:
			e := i
			if l.Index != nil {
				e = int(l.Index[i])
			}
			got.value = string(columns.AppendText(nil, l.Column.Type, l.Values.At(e)))
			i++
		case l.Def[s] == l.Column.MaxDef-1 && l.Column.Optional:
			got.null = true
		default:
			got.empty = true
		}
		out = append(out, got)
	}
	if i != l.Present() {
		t.Fatalf("the levels speak of %d values and there are %d", i, l.Present())
	}
	return out
}

// holds reports whether any buffer of the leaf holds one of the needles.
func holds(l *columns.Leaf, needles ...string) bool {
	data, _, _ := l.Values.Raw()
	for _, n := range needles {
		if bytes.Contains(data, []byte(n)) {
			return true
		}
	}
	return false
}

// shapes are the columns that text may stand in, and what they do to slots.
var shapes = []struct {
	name string
	col  columns.Column
	make func([]slot) []slot
}{
	{"required", columns.Column{Path: "c", Type: textType}, func(s []slot) []slot { return s }},
	{"optional", columns.Column{Path: "c", Type: textType, MaxDef: 1, Optional: true}, withNulls},
	{"optional in optional", columns.Column{Path: "s.c", Type: textType, MaxDef: 2, Optional: true}, withNulls},
	{"list of required", columns.Column{Path: "l[]", Type: textType, MaxDef: 2, MaxRep: 1, RepDef: 2}, inLists},
	{"list of optional", columns.Column{Path: "l[]", Type: textType, MaxDef: 3, MaxRep: 1, RepDef: 2, Optional: true},
		func(s []slot) []slot { return inLists(withNulls(s)) }},
}

var textType = columns.Type{Kind: columns.Text}

// people generates values as the classes write them: no real person's. Numbers
// are of block zero; births are before 1910.
func people(class string, n int) []string {
	r := rand.New(rand.NewPCG(7, uint64(len(class))))
	out := make([]string, n)
	for i := range out {
		switch class {
		case "cn_mobile":
			out[i] = fmt.Sprintf("1380000%04d", r.IntN(10000))
		case "cn_id18":
			out[i] = withCheckDigit(fmt.Sprintf("110105%04d%02d%02d%03d", 1880+r.IntN(30), 1+r.IntN(12), 1+r.IntN(28), r.IntN(1000)))
		case "cn_address":
			out[i] = fmt.Sprintf("广东省深圳市%s测试路%d号%d室", []string{"南山区", "福田区", "龙岗区"}[r.IntN(3)], r.IntN(900), 100+r.IntN(900))
		case "date":
			out[i] = fmt.Sprintf("%04d-%02d-%02d", 1890+r.IntN(130), 1+r.IntN(12), 1+r.IntN(28))
		case "amount":
			out[i] = fmt.Sprintf("%.2f", float64(r.IntN(200000)-20000)/100)
		default:
			out[i] = fmt.Sprintf("jd_%x", r.Uint64())
		}
	}
	return out
}

func withCheckDigit(first17 string) string {
	weights := [17]int{7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2}
	sum := 0
	for i, w := range weights {
		sum += w * int(first17[i]-'0')
	}
	return first17 + string("10X98765432"[sum%11])
}

// fixed is a leaf of integers of 8 bytes.
func fixed(col *columns.Column, vs ...int64) *columns.Leaf {
	var data []byte
	for _, v := range vs {
		data = binary.LittleEndian.AppendUint64(data, uint64(v))
	}
	v := columns.NewFixed(data, 8)
	return &columns.Leaf{Column: col, Rows: len(vs), Slots: len(vs), Values: &v}
}
