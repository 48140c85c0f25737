package detectors

import (
	"encoding/binary"
	"math/bits"
	"testing"

	"github.com/apache/arrow-go/v18/arrow/array"

	"tuomin/benchmarks/corpus"
	"tuomin/scanners/columns"
)

// BenchmarkFloor is what an exhaustive scan of the narrow table cannot do without,
// and nothing else: each value is hashed, each character of text looked up once,
// each number judged by those who want it, in the best order, and each amount made
// a text. Nobody is dispatched to, no address is followed, nothing is counted or
// sampled. BenchmarkScan is to be held against it: it is per row, as decoding is.
func BenchmarkFloor(b *testing.B) {
	const rows = 50_000
	k := known()
	k0, k1 := testKey.words()
	var sink uint64
	var parts []func()
	for batch := range corpus.Narrow(1, rows).Batches(rows) {
		for i, field := range batch.Schema().Fields() {
			switch col := batch.Column(i).(type) {
			case *array.String:
				v := columns.NewVariable(col.ValueBytes(), col.ValueOffsets(), 0)
				if field.Name == "city" { // a dictionary: its entries are looked at once
					continue
				}
				runs := map[uint8][]int32{}
				for n := range v.Len() {
					if kind := wholeRun(v.At(n)); kind != noRun {
						list := k.asks(kind, v.At(n))
						runs[list] = append(runs[list], int32(n))
					}
				}
				parts = append(parts, func() {
					for n := range v.Len() {
						sink += sum(k0, k1, v.At(n))
					}
					for list, places := range runs {
						for _, a := range k.aloneLists[list] {
							for _, n := range places {
								sink += uint64(a.check(k, v.At(int(n))))
							}
						}
					}
					if len(runs) == 0 {
						sink += characters(k, &v)
					}
				})
			case *array.Float64:
				parts = append(parts, func() {
					for _, f := range col.Float64Values() {
						brief, _ := columns.BriefFloat(f)
						sink += sumBrief(k0, k1, brief)
					}
				})
			case *array.Int64:
				parts = append(parts, func() {
					for _, n := range col.Int64Values() {
						brief, _ := columns.BriefInt(n)
						sink += sumBrief(k0, k1, brief)
					}
				})
			}
		}
	}
	if len(parts) < 7 {
		b.Fatalf("%d columns", len(parts))
	}
	for b.Loop() {
		for _, part := range parts {
			part()
		}
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/rows, "ns/row")
	if sink == 0 {
		b.Fatal("nothing was read")
	}
}

// characters looks up each Chinese character, and where each number ends.
func characters(k *knowledge, v *columns.Values) (sink uint64) {
	for n := range v.Len() {
		t := v.At(n)
		for p := 0; p+8 <= len(t); {
			x := binary.LittleEndian.Uint64(t[p:])
			if x&0xc0c0f0 == 0x8080e0 {
				sink += uint64(k.han.of[placeOf(x)])
				p += 3
				continue
			}
			digits := bits.TrailingZeros64(^digitsOf(x)&tops) >> 3
			sink += uint64(digits)
			p += max(digits, 1)
		}
	}
	return sink
}
