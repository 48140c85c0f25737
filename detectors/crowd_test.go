package detectors

import (
	"bytes"
	"cmp"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"tuomin/scanners/columns"
)

// aloneOrNot are values as columns of numbers have them: of every class's own data,
// numbers of any length and first digits, and what else stands there.
func aloneOrNot(t *testing.T, r *rand.Rand, n int) columns.Values {
	own := ownValues(t)
	var alone [][]byte
	for _, v := range own {
		if len(v) >= 8 && wholeRun(v) != noRun {
			alone = append(alone, v)
		}
	}
	others := []string{
		"", "-", "张伟", "电话 13800138000", "138 0013 8000", "未知", " 13800138000 ", "undefined", "UNDEFINED", "null", "12345678A12345678",
		"13800138O00", "1380013800０", "0000000000000000000000",
	}
	var b columns.Builder
	for i := range n {
		// Stretches of little text, of much, and of none; the last of numbers only, so
		// long that crowds are of nothing else.
		stretch := i / 900 % 4
		switch kind := r.IntN([]int{60, 8, 60, 9}[stretch]); {
		case stretch == 2 && kind < 30:
			b.Append(anyDigits(r, 8+r.IntN(13)))
		case stretch == 2 || kind == 3 || kind == 7:
			b.Append([]byte(child(r)))
		case kind == 0:
			b.Append(own[r.IntN(len(own))])
		case kind == 1:
			b.Append([]byte(others[r.IntN(len(others))]))
		case kind%4 == 2:
			b.Append(alone[r.IntN(len(alone))])
		case kind%4 == 3: // a birth in it
			b.Append([]byte(counties[r.IntN(len(counties))] + birth(r).Format("060102") + string(anyDigits(r, 3))))
		default:
			b.Append(anyDigits(r, 8+r.IntN(14)))
		}
	}
	return b.Values()
}

// child is an identity number of somebody born from 2011 on in a county that was
// abolished the year before, so of nobody; now and then with a small x.
func child(r *rand.Rand) string {
	b := "110103" + time.Date(2011, 1, 1+r.IntN(15*365), 0, 0, 0, 0, time.UTC).Format("20060102") + "000"
	b += checkDigit(b)
	if r.IntN(2) == 0 {
		return strings.ToLower(b)
	}
	return b
}

func anyDigits(r *rand.Rand, n int) []byte {
	b := make([]byte, n)
	for i := range b {
		b[i] = '0' + byte(r.IntN(10))
	}
	return b
}

// TestCount: what is counted without Spans is counted as with them, and sampled
// alike: whatever the column is called and however it is stored, in batches of any
// size, one after the other.
func TestCount(t *testing.T) {
	customs := own(t, []Custom{badge}, Never{Class: "cn_mobile", Texts: []string{"13800138000"}})
	runs := 0
	type kind struct {
		name   columns.Path
		typ    columns.Type
		set    *Set
		mapKey bool
		sample int
	}
	kinds := []kind{
		{name: "c1", sample: 300}, {name: "c1", sample: 1}, {name: "imei", sample: 300}, {name: "id_no", sample: 300},
		{name: "qq", sample: 300}, {name: "birthday", sample: 64}, {name: "meid", sample: 64}, {name: "device_id", sample: 300},
		{name: "tel", sample: 300}, {name: "c1", set: customs, sample: 300}, {name: "m{}.key", mapKey: true, sample: 300},
		{name: "c1", typ: columns.Type{Kind: columns.Decimal}, sample: 300},
	}
	for _, d := range table { // whose hits a name makes better
		if d.whole != nil && d.runs != nil {
			kinds = append(kinds, kind{name: columns.Path(strings.Fields(d.words)[0]), sample: 64})
		}
	}
	for _, c := range kinds {
		for seed := range uint64(4) {
			r := rand.New(rand.NewPCG(seed, 7))
			all := aloneOrNot(t, r, 6000)
			set := cmp.Or(c.set, Shipped())
			col := &columns.Column{Path: c.name, Type: c.typ, MapKey: c.mapKey}
			col.Type.Kind = cmp.Or(col.Type.Kind, columns.Text)
			want, got := set.NewTally(col, testKey, c.sample), set.NewTally(col, testKey, c.sample)
			f := set.NewFinder()
			f.Under(want.Name())
			var counter Counter
			for from := 0; from < all.Len(); {
				to := min(from+[]int{1, 2, 255, 256, 257, 900, 2049}[r.IntN(7)], all.Len())
				v := all.Slice(from, to)
				from = to
				weights := make([]uint32, v.Len())
				for i := range weights {
					weights[i] = r.Uint32N(3)
				}
				if seed%2 == 0 {
					weights = nil
				}
				hits := f.Find(&v, nil)
				inOrder(t, hits)
				want.Add(&v, weights, hits)
				counter.Count(f, got, columns.Type{Kind: columns.Text}, &v, weights)
				runs += counter.crowd.runs
			}
			if m := want.Classify().Minors; m.Under14 == 0 || m.Under18 == m.Under14 {
				t.Errorf("%s, seed %d: children of no two ages, %v", c.name, seed, m)
			}
			if !bytes.Equal(got.Seal(), want.Seal()) {
				t.Errorf("%s, seed %d: another tally than that of Spans", c.name, seed)
			}
		}
	}
	if runs < 10_000 {
		t.Errorf("%d runs were counted", runs)
	}
}

// inOrder fails where the hits of a value are not in order.
func inOrder(t *testing.T, hits []Span) {
	t.Helper()
	for i := 1; i < len(hits); i++ {
		if hits[i].Value == hits[i-1].Value && hits[i].compare(&hits[i-1]) < 0 {
			t.Fatalf("%v stands before %v", hits[i-1], hits[i])
		}
	}
}

// Values of one width that stand end to end are counted as others are.
func TestCountFixed(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 7))
	var ids []byte
	for range 1000 {
		ids = append(ids, child(r)...)
	}
	v := columns.NewFixed(ids, 18)
	col := &columns.Column{Path: "c1", Type: columns.Type{Kind: columns.Text}}
	want, got, f := NewTally(col, testKey, 300), NewTally(col, testKey, 300), NewFinder()
	want.Add(&v, nil, f.Find(&v, nil))
	var counter Counter
	counter.Count(f, got, col.Type, &v, nil)
	if !bytes.Equal(got.Seal(), want.Seal()) {
		t.Error("another tally than that of Spans")
	}
}

// A Counter shows nothing of what it counted.
func TestCounterHides(t *testing.T) {
	var counter Counter
	v := text([]string{"13800138000", "13800138001"})
	counter.Count(NewFinder(), NewTally(leafOf("c1", columns.Text), testKey, 64), columns.Type{Kind: columns.Text}, v, nil)
	for _, verb := range []string{"%v", "%+v", "%#v", "%s"} {
		if got := fmt.Sprintf(verb, &counter); got != "[counter]" {
			t.Errorf("%s shows %d characters", verb, len(got))
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
