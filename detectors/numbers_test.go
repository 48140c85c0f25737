package detectors

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"math"
	"math/rand/v2"
	"testing"

	"tuomin/scanners/columns"
)

// anyNumber is of any length and sign, a telephone or a point's coordinate now
// and then.
func anyNumber(r *rand.Rand, floats bool) float64 {
	switch r.IntN(9) {
	case 0:
		return 13800000000 + float64(r.IntN(10000))
	case 1:
		return -float64(r.IntN(1e6))
	case 2:
		return float64(r.IntN(20))
	case 3:
		if floats {
			return math.Exp(r.Float64() * 40)
		}
	case 4, 5:
		if floats {
			return float64(r.IntN(1e6)) / 100
		}
	}
	return math.Floor(math.Exp(r.Float64() * 42))
}

// stored is the numbers as a column of the type holds them.
func stored(typ columns.Type, numbers []float64) columns.Values {
	var data []byte
	for _, n := range numbers {
		switch {
		case typ.Kind == columns.Float:
			data = binary.LittleEndian.AppendUint64(data, math.Float64bits(n))
		case typ.Kind == columns.Uint:
			data = append(data, binary.LittleEndian.AppendUint64(nil, uint64(math.Abs(n))*9)[:typ.Width]...)
		default:
			data = append(data, binary.LittleEndian.AppendUint64(nil, uint64(int64(n)))[:typ.Width]...)
		}
	}
	return columns.NewFixed(data, typ.Width)
}

// TestNumbers: numbers that are counted as they are stored, and those that are
// left, are together what they are as text: the same counts, the same sample.
func TestNumbers(t *testing.T) {
	types := []columns.Type{{Kind: columns.Float, Width: 8}}
	for _, width := range []int{1, 2, 4, 8} {
		types = append(types, columns.Type{Kind: columns.Int, Width: width}, columns.Type{Kind: columns.Uint, Width: width})
	}
	for _, typ := range types {
		for _, name := range []string{"c1", "amount", "mobile"} {
			for seed := range uint64(4) {
				r := rand.New(rand.NewPCG(seed, 5))
				all := make([]float64, 20000)
				weights := make([]uint32, len(all))
				for i := range all {
					all[i], weights[i] = anyNumber(r, typ.Kind == columns.Float), r.Uint32N(3)
				}
				if seed%2 == 0 {
					weights = nil
				}
				v := stored(typ, all)
				col := &columns.Column{Path: columns.Path(name), Type: typ}
				f := NewFinder()
				var b columns.Builder

				want := NewTally(col, testKey, 500)
				f.Under(want.Name())
				text := columns.Render(typ, &v, &b)
				want.Add(text, weights, f.Find(text, nil))

				got := NewTally(col, testKey, 500)
				var n numbers
				rest, left := n.add(f, got, typ, &v, weights)
				if 4*rest.Len() > 3*len(all) { // every fourth, and there is nothing to compare
					t.Errorf("%s: %d of %d numbers are left to be read as text", typ, rest.Len(), len(all))
				}
				text = columns.Render(typ, rest, &b)
				got.Add(text, left, f.Find(text, nil))
				if !bytes.Equal(got.Seal(), want.Seal()) {
					t.Errorf("%s under %q: another tally than that of their text", typ, name)
				}
			}
		}
	}
}

// TestBooleans: they are counted as what they are as text, one by one.
func TestBooleans(t *testing.T) {
	typ := columns.Type{Kind: columns.Bool, Width: 1}
	for _, name := range []columns.Path{"c1", "gender"} {
		for seed := range uint64(6) {
			r := rand.New(rand.NewPCG(seed, 6))
			data, weights := make([]byte, r.IntN(300)), make([]uint32, 300)
			for i := range data {
				data[i], weights[i] = byte(r.IntN(2)), r.Uint32N(3)
			}
			if weights = weights[:len(data)]; seed%2 == 0 {
				weights = nil
			}
			v := columns.NewFixed(data, 1)
			col := &columns.Column{Path: name, Type: typ}
			want, got := NewTally(col, testKey, 64), NewTally(col, testKey, 64)
			f := NewFinder()
			f.Under(want.Name())
			var b columns.Builder
			text := columns.Render(typ, &v, &b)
			want.Add(text, weights, f.Find(text, nil))
			var counter Counter
			if counter.Count(f, got, typ, &v, weights); !bytes.Equal(got.Seal(), want.Seal()) {
				t.Errorf("%s, seed %d: another tally than that of their text", name, seed)
			}
			if allocs := testing.AllocsPerRun(5, func() { counter.Count(f, got, typ, &v, weights) }); allocs > 0 {
				t.Errorf("%v allocations per batch", allocs)
			}
		}
	}
}

// Where a name speaks for a class that judges whole values, each number is
// asked about, however short it is.
func TestNumbersUnderName(t *testing.T) {
	f := NewFinder()
	f.named = []*detector{cnMobile}
	typ := columns.Type{Kind: columns.Int, Width: 8}
	v := stored(typ, []float64{1, 2, 3})
	var n numbers
	tally := NewTally(&columns.Column{Path: "c1", Type: typ}, testKey, 64)
	if rest, _ := n.add(f, tally, typ, &v, nil); rest.Len() != 3 {
		t.Errorf("%d of 3 numbers are left", rest.Len())
	}
}

func TestNumbersAllocates(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 5))
	for _, typ := range []columns.Type{{Kind: columns.Int, Width: 8}, {Kind: columns.Float, Width: 8}} {
		all := make([]float64, 20000)
		for i := range all {
			all[i] = anyNumber(r, typ.Kind == columns.Float)
		}
		v := stored(typ, all)
		f, tally := NewFinder(), NewTally(&columns.Column{Path: "c1", Type: typ}, testKey, maxSample)
		var n numbers
		for range 3 {
			n.add(f, tally, typ, &v, nil)
		}
		if allocs := testing.AllocsPerRun(5, func() { n.add(f, tally, typ, &v, nil) }); allocs > 0 {
			t.Errorf("%s: %v allocations per batch", typ, allocs)
		}
	}
}

// The hash of a text in two words is that of its bytes.
func TestSumBrief(t *testing.T) {
	k0, k1 := testKey.words()
	for n := int64(1); n < 1e16; n = n*3/2 + 1 {
		b, ok := columns.BriefInt(n)
		if want := sum(k0, k1, fmt.Append(nil, n)); !ok || sumBrief(k0, k1, b) != want {
			t.Errorf("%d: another hash than that of its text", n)
		}
	}
}

func BenchmarkNumbers(b *testing.B) {
	r := rand.New(rand.NewPCG(1, 5))
	for _, typ := range []columns.Type{{Kind: columns.Int, Width: 8}, {Kind: columns.Float, Width: 8}} {
		b.Run(typ.String(), func(b *testing.B) {
			all := make([]float64, 1<<18)
			for i := range all {
				all[i] = float64(r.IntN(1e6))
				if typ.Kind == columns.Float {
					all[i] /= 100
				}
			}
			v := stored(typ, all)
			f, tally := NewFinder(), NewTally(&columns.Column{Path: "c1", Type: typ}, testKey, maxSample)
			var n numbers
			n.add(f, tally, typ, &v, nil)
			b.SetBytes(v.Bytes())
			b.ReportAllocs()
			for b.Loop() {
				n.add(f, tally, typ, &v, nil)
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/float64(len(all)), "ns/value")
		})
	}
}
