package detectors

import (
	"bytes"
	"math/rand/v2"
	"testing"

	"tuomin/scanners/columns"
)

// aloneOrNot are values as columns of numbers have them: of every class's own data,
// numbers of any length and first digits, and what else stands there.
func aloneOrNot(t *testing.T, r *rand.Rand, n int) columns.Values {
	var own, alone [][]byte
	for _, d := range table {
		if d.runs == nil {
			continue
		}
		for _, line := range testLines(t, d.Name) {
			if len(line.fields) == 0 {
				continue
			}
			v := []byte(line.fields[len(line.fields)-1])
			own = append(own, v)
			if len(v) >= 8 && wholeRun(v) != noRun {
				alone = append(alone, v)
			}
		}
	}
	others := []string{"", "-", "张伟", "电话 13800138000", "11010519491231002X", "138 0013 8000", "未知", " 13800138000 "}
	var b columns.Builder
	for i := range n {
		// Stretches of little text, of much, and of none.
		switch kind := r.IntN([]int{60, 8, 60, 9}[i/700%4]); {
		case i/700%4 == 2 && kind < 2:
			b.Append(anyDigits(r, 18))
		case kind == 0:
			b.Append(own[r.IntN(len(own))])
		case kind == 1:
			b.Append([]byte(others[r.IntN(len(others))]))
		case kind%4 == 2:
			b.Append(alone[r.IntN(len(alone))])
		case kind%4 == 3: // a birth in it
			form, serial := "20060102", 4
			if r.IntN(2) == 0 {
				form, serial = "060102", 3
			}
			b.Append([]byte(counties[r.IntN(len(counties))] + birth(r).Format(form) + string(anyDigits(r, serial))))
		default:
			b.Append(anyDigits(r, 8+r.IntN(14)))
		}
	}
	return b.Values()
}

func anyDigits(r *rand.Rand, n int) []byte {
	b := make([]byte, n)
	for i := range b {
		b[i] = '0' + byte(r.IntN(10))
	}
	return b
}

// TestCount: numbers that are counted without Spans are counted as with them, and
// sampled alike, whatever the column is called.
func TestCount(t *testing.T) {
	for _, name := range []columns.Path{"c1", "imei", "id_no", "qq", "birthday", "meid", "landline"} {
		for seed := range uint64(4) {
			r := rand.New(rand.NewPCG(seed, 7))
			v := aloneOrNot(t, r, 5000)
			weights := make([]uint32, v.Len())
			for i := range weights {
				weights[i] = r.Uint32N(3)
			}
			if seed%2 == 0 {
				weights = nil
			}
			f := NewFinder()
			col := &columns.Column{Path: name, Type: columns.Type{Kind: columns.Text}}
			want, got := NewTally(col, testKey, 300), NewTally(col, testKey, 300)
			f.Under(want.Name())
			want.Add(&v, weights, f.Find(&v, nil))
			var counter Counter
			counter.Count(f, got, col.Type, &v, weights)
			if counter.crowd.runs == 0 {
				t.Errorf("%s, seed %d: no runs were counted", name, seed)
			}
			if !bytes.Equal(got.Seal(), want.Seal()) {
				t.Errorf("%s, seed %d: another tally than that of Spans", name, seed)
			}
		}
	}
}

func TestCountAllocates(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 7))
	var b columns.Builder
	for range 5000 {
		b.Append(anyDigits(r, 6+r.IntN(16)))
		b.Append([]byte("110105" + birth(r).Format("20060102") + string(anyDigits(r, 3)) + "X"))
	}
	v := b.Values()
	f, tally := NewFinder(), NewTally(&columns.Column{Path: "c1", Type: columns.Type{Kind: columns.Text}}, testKey, 300)
	var counter Counter
	for range 3 {
		counter.Count(f, tally, tally.col.Type, &v, nil)
	}
	if n := testing.AllocsPerRun(5, func() { counter.Count(f, tally, tally.col.Type, &v, nil) }); n > 0 {
		t.Errorf("%v allocations per batch", n)
	}
}
