package detectors

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"tuomin/scanners/columns"
)

// mixed is values of every kind that there is, with repetitions.
func mixed(n int) []string {
	return generate(n, func(r *rand.Rand, i int) string {
		switch i % 9 {
		case 0:
			return identity(r, i)
		case 1:
			return contract(r, i)
		case 2:
			return mobile(r, i)
		case 3:
			return " " + mobile(r, i) + " "
		case 4:
			return remark(r, i) + mobile(r, i) + "，" + identity(r, i)
		case 5:
			return address(r, i)
		case 6:
			return ""
		case 7:
			return fmt.Sprint(r.IntN(50))
		}
		return hexID(r, i)
	})
}

// However values are cut, ordered and encoded, the tally is the same.
func TestMergeCommutes(t *testing.T) {
	values := mixed(12000)
	col := leafOf("c1", columns.Text)
	for _, k := range []int{64, 500, maxSample} {
		whole := NewTally(col, testKey, k)
		v := text(values)
		whole.Add(v, nil, find(v))
		whole.Null(77)
		want, wantBytes := whole.Classify(), whole.Seal()
		for seed := range uint64(6) {
			r := rand.New(rand.NewPCG(seed, 1))
			got := inParts(r, col, k, values)
			if diff := cmp.Diff(want, got.Classify()); diff != "" {
				t.Fatalf("k %d, seed %d: %s", k, seed, diff)
			}
			if !bytes.Equal(wantBytes, got.Seal()) {
				t.Fatalf("k %d, seed %d: the sealed bytes differ", k, seed)
			}
		}
	}
}

// inParts counts the values in any order, in parts that are dictionaries or
// plain, some of which travel or know of another, and merges them as a tree of any shape.
func inParts(r *rand.Rand, col *columns.Column, k int, values []string) *Tally {
	values = slices.Clone(values)
	r.Shuffle(len(values), func(i, j int) { values[i], values[j] = values[j], values[i] })
	var parts []*Tally
	for len(values) > 0 {
		n := min(1+r.IntN(3000), len(values))
		part := NewTally(col, testKey, k)
		if len(parts) > 0 && r.IntN(2) == 0 {
			part.Toward(parts[r.IntN(len(parts))])
		}
		if r.IntN(2) == 0 {
			v := text(values[:n])
			part.Add(v, nil, find(v))
		} else {
			entries, weights := dictionary2(values[:n])
			v := text(entries)
			part.Add(v, weights, find(v))
		}
		values = values[n:]
		parts = append(parts, part)
	}
	parts[r.IntN(len(parts))].Null(77)
	for len(parts) > 1 {
		i, j := r.IntN(len(parts)), r.IntN(len(parts))
		if i == j {
			continue
		}
		from := parts[j]
		if r.IntN(3) == 0 {
			var err error
			if from, err = Shipped().OpenTally(col, testKey, from.Seal()); err != nil {
				panic(err)
			}
		}
		parts[i].Merge(from)
		parts = slices.Delete(parts, j, j+1)
	}
	return parts[0]
}

// dictionary2 is each value once with its number, and entries that no row uses.
func dictionary2(values []string) (entries []string, weights []uint32) {
	at := make(map[string]int)
	for _, v := range values {
		i, ok := at[v]
		if !ok {
			i = len(entries)
			at[v] = i
			entries = append(entries, v, "never used 13800000001")
			weights = append(weights, 0, 0)
		}
		weights[i]++
	}
	return entries, weights
}

// Rows are exact, whatever the sample holds.
func TestCounts(t *testing.T) {
	values := []string{
		"", "110105188012310018", "110105188012310019", "x", "电话 13800000001", "13800000001", "13800000001/13900000002",
	}
	for i := range values {
		if id := values[i]; len(id) == 18 {
			values[i] = id[:17] + checkDigit(id[:17]) // and one that is wrong
			if i == 2 {
				values[i] = id[:17] + "Z"
				values[i] = id[:17] + string("0123456789"[(int(checkDigit(id[:17])[0])+1)%10])
			}
		}
	}
	col := leafOf("c1", columns.Text)
	tally := NewTally(col, testKey, 2)
	v := text(values)
	for range 3 {
		tally.Add(v, []uint32{5, 10, 20, 40, 80, 160, 320}, find(v))
	}
	tally.Null(1000)
	got := tally.Classify()
	want := []Finding{
		{Class: "cn_mobile", Rows: 3 * 560, Whole: 3 * 160},
		{Class: "cn_id18", Rows: 3 * 30, Whole: 3 * 30, Checked: 3 * 10},
	}
	if diff := cmp.Diff(want, got.Findings); diff != "" {
		t.Error(diff)
	}
	if got.Rows != 3*635+1000 || got.Nulls != 1000 || got.Nullish != 15 {
		t.Errorf("rows %d, nulls %d, nullish %d", got.Rows, got.Nulls, got.Nullish)
	}
}

// Spellings of a number are one value.
func TestCanonicalOnce(t *testing.T) {
	tally := tallied(leafOf("c1", columns.Text), []string{"13800000001", " 13800000001", "13800000001　", `"13800000001"`, "'13800000001"})
	if n, exact := tally.Distinct(); n != 1 || !exact {
		t.Errorf("%d distinct, exact %t", n, exact)
	}
}

func TestDistinct(t *testing.T) {
	for _, n := range []int{0, 1, 255, 256, 257, 1000, 30000, 200000} {
		tally := NewTally(leafOf("n", columns.Int), testKey, 256)
		for from := 0; from < n; from += 1000 {
			v := text(generateFrom(from, min(from+1000, n)))
			tally.Add(v, nil, nil)
			tally.Add(v, nil, nil)
		}
		got, exact := tally.Distinct()
		if exact != (n <= 256) {
			t.Errorf("%d values: exact %t", n, exact)
		}
		// 4 standard errors; the key is fixed, so that this cannot fail by chance.
		if math.Abs(float64(got)-float64(n)) > 4*float64(n)/math.Sqrt(254) || exact && got != int64(n) {
			t.Errorf("%d values: counted %d", n, got)
		}
	}
}

func generateFrom(from, to int) (out []string) {
	for i := from; i < to; i++ {
		out = append(out, fmt.Sprint(i))
	}
	return out
}

func TestSampleSize(t *testing.T) {
	for leaves, want := range map[int]int{0: 4096, 1: 4096, 256: 4096, 257: 2048, 512: 2048, 513: 1024, 1025: 512, 4096: 256, 4097: 256, 10000: 256} {
		if got := SampleSize(leaves); got != want {
			t.Errorf("%d leaves: %d, want %d", leaves, got, want)
		}
	}
}

// A sealed tally says nothing, opens to its equal, and opens for nothing else.
func TestSeal(t *testing.T) {
	col := leafOf("c1", columns.Text)
	tally := tallied(col, mixed(3000))
	sealed := tally.Seal()
	opened, err := Shipped().OpenTally(col, testKey, sealed)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(opened.Seal(), sealed) {
		t.Error("it opens to something else")
	}
	if bytes.Contains(sealed, []byte("cn_mobile")) {
		t.Error("it is not encrypted")
	}
	other := leafOf("c2", columns.Text)
	if _, err := Shipped().OpenTally(other, testKey, sealed); !errors.Is(err, ErrSealed) {
		t.Errorf("another column: %v", err)
	}
	if _, err := Shipped().OpenTally(col, TallyKey{8}, sealed); !errors.Is(err, ErrSealed) {
		t.Errorf("another key: %v", err)
	}
	for _, n := range []int{0, 5, len(sealVersion) + 1, 30, len(sealed) / 2, len(sealed) - 1} {
		if _, err := Shipped().OpenTally(col, testKey, sealed[:n]); !errors.Is(err, ErrSealed) {
			t.Errorf("cut to %d bytes: %v", n, err)
		}
	}
	// What is authentic but of another version must not panic either.
	plain := tally.appendPlain(nil)
	r := rand.New(rand.NewPCG(3, 4))
	for range 2000 {
		b := bytes.Clone(plain[:r.IntN(len(plain)+1)])
		for range 1 + r.IntN(4) {
			if len(b) > 0 {
				b[r.IntN(min(len(b), 200))] = byte(r.Uint32())
			}
		}
		_ = NewTally(col, testKey, 1).readPlain(b)
	}
}

// Nothing of a value shows in what a tally prints.
func TestTallyHides(t *testing.T) {
	tally := tallied(leafOf("c1", columns.Text), []string{"13800000001", "13900000002"})
	encoded, err := json.Marshal([]any{tally})
	if err != nil {
		t.Fatal(err)
	}
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%x", "%q"} {
		if got := fmt.Sprintf(verb, tally); got != "[tally of c1]" {
			t.Errorf("%s shows %q", verb, got)
		}
	}
	if string(encoded) != "[{}]" {
		t.Errorf("JSON shows %s", encoded)
	}
	verdict := fmt.Sprintf("%+v", tally.Classify())
	if strings.Contains(verdict, "1380") {
		t.Error("a verdict shows a value")
	}
}

func TestAddAllocates(t *testing.T) {
	for _, kind := range []columns.Kind{columns.Text, columns.Int} {
		tally := NewTally(leafOf("c1", kind), testKey, maxSample)
		v := text(mixed(20000))
		hits := find(v)
		for range 3 {
			tally.Add(v, nil, hits)
		}
		if n := testing.AllocsPerRun(5, func() { tally.Add(v, nil, hits) }); n > 0 {
			t.Errorf("kind %d: %v allocations per batch", kind, n)
		}
	}
}

func BenchmarkAdd(b *testing.B) {
	for _, c := range []struct {
		name string
		gen  func(*rand.Rand, int) string
	}{
		{"mobile", mobile}, {"hex", hexID}, {"remark", remark}, {"address", address},
		{"code", func(r *rand.Rand, _ int) string { return fmt.Sprint(r.IntN(300)) }},
		{"serial", serial},
	} {
		b.Run(c.name, func(b *testing.B) {
			values := generate(1<<18, c.gen)
			v := text(values)
			hits := find(v)
			tally := NewTally(leafOf("c1", columns.Text), testKey, maxSample)
			tally.Add(v, nil, hits)
			b.ReportAllocs()
			b.SetBytes(v.Bytes())
			for b.Loop() {
				tally.Add(v, nil, hits)
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/float64(len(values)), "ns/value")
		})
	}
}
