package detectors

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"tuomin/scanners/columns"
)

// distinctMobiles are n different telephones, of which no two calls with other
// offsets share one.
func distinctMobiles(from, n int) []string {
	out := make([]string, n)
	for i := range out {
		j := from + i
		out[i] = codes[j%len(codes)] + "0" + fmt.Sprintf("%07d", j/len(codes))
	}
	return out
}

func TestTwins(t *testing.T) {
	const k = 1024
	make1 := func(name string, kind columns.Kind, values []string) *Tally {
		tally := NewTally(leafOf(name, kind), testKey, k)
		v := text(values)
		tally.Add(v, nil, find(v))
		return tally
	}
	spelt := distinctMobiles(0, 30000)
	for i := range spelt {
		spelt[i] = " " + spelt[i] + "　"
	}
	tallies := []*Tally{
		0: make1("mobile", columns.Text, distinctMobiles(0, 30000)),
		1: make1("copy", columns.Int, distinctMobiles(0, 30000)),
		2: make1("spelt", columns.Text, spelt),
		3: make1("others", columns.Text, distinctMobiles(1e6, 30000)),
		4: make1("a third of it", columns.Text, append(distinctMobiles(20000, 10000), distinctMobiles(2e6, 20000)...)),
		5: make1("few of it", columns.Text, append(distinctMobiles(0, 60), distinctMobiles(3e6, 29940)...)), // 0.2 %
		6: make1("a short list", columns.Text, distinctMobiles(100, 900)),
		7: make1("nineteen", columns.Text, distinctMobiles(0, 19)),
		8: make1("small", columns.Int, generateFrom(0, 5000)),
		9: make1("small too", columns.Int, generateFrom(0, 5000)),
	}
	got := make(map[[2]int]Twin)
	for _, w := range Twins(tallies) {
		if w.A >= w.B {
			t.Errorf("out of order: %+v", w)
		}
		got[[2]int{w.A, w.B}] = w
	}
	for pair, low := range map[[2]int]float64{ // and which part of A's is in B
		{0, 1}: 1, {0, 2}: 1, {1, 2}: 1, {0, 4}: 0.33, {1, 4}: 0.33, {2, 4}: 0.33, {0, 6}: 0.03, {1, 6}: 0.03, {2, 6}: 0.03,
	} {
		w, ok := got[pair]
		if !ok {
			t.Errorf("%v: not found", pair)
			continue
		}
		delete(got, pair)
		if part := float64(w.Shared) / float64(w.OfA); part < low*0.8 || part > low*1.2 {
			t.Errorf("%v: %d of %d, want a part of %.2f", pair, w.Shared, w.OfA, low)
		}
	}
	for pair := range got {
		t.Errorf("%v: no twins", pair)
	}
}

// A UUID is the same however it is spelt, in columns that nobody named. Digests of 32
// digits that are not random UUIDs are none, and stay equal to themselves.
func TestTwinsOfUUIDs(t *testing.T) {
	r := rand.New(rand.NewPCG(7, 8))
	var raw, dashed, capitals, braced, bare []string
	for range 300 {
		b := make([]byte, 16)
		for i := range b {
			b[i] = byte(r.Uint32())
		}
		b[6], b[8] = b[6]&0x0f|0x40, b[8]&0x3f|0x80
		digits := fmt.Sprintf("%x", b)
		raw, bare = append(raw, string(b)), append(bare, digits)
		dashed = append(dashed, fmt.Sprintf("%x-%x-%x-%x-%x", b[:4], b[4:6], b[6:8], b[8:10], b[10:]))
		capitals = append(capitals, strings.ToUpper(digits))
		braced = append(braced, "{"+strings.ToUpper(dashed[len(dashed)-1])+"}")
	}
	spellings := []struct {
		about  string
		kind   columns.Kind
		values []string
	}{
		{"raw", columns.Binary, raw}, {"dashed", columns.Text, dashed}, {"capitals", columns.Text, capitals},
		{"braces", columns.Text, braced}, {"bare", columns.Text, bare}, {"a UUID's type", columns.UUID, dashed},
		{"dashed, as bytes", columns.Binary, dashed},
	}
	var tallies []*Tally
	for _, s := range spellings {
		tallies = append(tallies, tallied(leafOf("c1", s.kind), s.values))
	}
	twins := Twins(tallies)
	for _, w := range twins {
		if w.Shared != 300 {
			t.Errorf("%s and %s share %d", spellings[w.A].about, spellings[w.B].about, w.Shared)
		}
	}
	if n := len(spellings); len(twins) != n*(n-1)/2 {
		t.Errorf("%d twins: %+v", len(twins), twins)
	}
	if got := tallied(leafOf("c1", columns.Binary), append(slices.Repeat(raw, 3), raw...)).Classify(); got.Verdict != VerdictUnknown {
		t.Errorf("raw, four times each: %s %s", got.Verdict, got.Class)
	}
}

// Samples of different size are compared where both know everything.
func TestTwinsOfSize(t *testing.T) {
	small, large := NewTally(leafOf("a", columns.Text), testKey, 256), NewTally(leafOf("b", columns.Text), testKey, 4096)
	v := text(generate(50000, hexID))
	small.Add(v, nil, nil)
	large.Add(v, nil, nil)
	for _, list := range [][]*Tally{{small, large}, {large, small}} {
		twins := Twins(list)
		if len(twins) != 1 || twins[0] != (Twin{A: 0, B: 1, Shared: 256, OfA: 256, OfB: 256}) {
			t.Errorf("got %+v", twins)
		}
	}
}

// rowsOf lays columns out as flat leaves, with nulls where values are empty.
func rowsOf(cols []columns.Column, rows [][]string) []*columns.Leaf {
	part := make([]*columns.Leaf, len(cols))
	for i := range cols {
		l := &columns.Leaf{Column: &cols[i], Rows: len(rows), Slots: len(rows), Def: make([]int16, len(rows))}
		var values []string
		for r, row := range rows {
			if row[i] != "" {
				l.Def[r] = 1
				values = append(values, row[i])
			}
		}
		if i%2 == 1 { // a dictionary, backwards
			for n := range values {
				l.Index = append(l.Index, int32(len(values)-1-n))
			}
			for a, b := 0, len(values)-1; a < b; a, b = a+1, b-1 {
				values[a], values[b] = values[b], values[a]
			}
		}
		l.Values = text(values)
		part[i] = l
	}
	return part
}

func TestJoint(t *testing.T) {
	cols := make([]columns.Column, 6)
	for i, name := range []string{"pin", "id_no", "birthday", "sex", "address", "ordered"} {
		cols[i] = columns.Column{Path: columns.Path(name), Type: columns.Type{Kind: columns.Text}, MaxDef: 1, Optional: true}
	}
	names := map[string]string{"11": "北京市朝阳区", "31": "上海市黄浦区", "44": "广东省广州市", "51": "四川省成都市", "33": "浙江省杭州市", "42": "湖北省武汉市", "37": "山东省济南市", "61": "陕西省西安市"}
	r := rand.New(rand.NewPCG(5, 6))
	var rows [][]string
	for i := range 5000 {
		id := identity(r, i)
		row := []string{fmt.Sprintf("u%05d", i%4000), id, id[6:10] + "-" + id[10:12] + "-" + id[12:14], "2", names[id[:2]] + "和平路1号", birth(r).Format("2006-01-02")}
		if (id[16]-'0')%2 == 1 {
			row[3] = "1"
		}
		if i%7 == 0 {
			row[1+i%5] = ""
		}
		rows = append(rows, row)
	}
	whole := NewJoint(cols, 0, testKey)
	whole.Add(rowsOf(cols, rows))
	holds := make(map[string]bool)
	for _, a := range whole.Agreements() {
		if a.A != "id_no" {
			t.Errorf("%+v: no identity number", a)
		}
		holds[string(a.B)+" "+a.On] = a.Holds()
		if a.Rows < 700 || a.Rows > jointRows {
			t.Errorf("%+v: sampled rows", a)
		}
	}
	for what, want := range map[string]bool{"birthday birth_date": true, "sex sex": true, "address province": true, "ordered birth_date": false} {
		if got, ok := holds[what]; !ok || got != want {
			t.Errorf("%s: %t, want %t", what, got, want)
		}
	}

	// In any order and any parts it is the same.
	want := fmt.Sprint(whole.Agreements())
	for range 5 {
		r.Shuffle(len(rows), func(i, j int) { rows[i], rows[j] = rows[j], rows[i] })
		sum := NewJoint(cols, 0, testKey)
		for from := 0; from < len(rows); {
			to := min(len(rows), from+1+r.IntN(2000))
			part := NewJoint(cols, 0, testKey)
			part.Add(rowsOf(cols, rows[from:to]))
			if r.IntN(2) == 0 {
				sum, part = part, sum
			}
			sum.Merge(part)
			from = to
		}
		if got := fmt.Sprint(sum.Agreements()); got != want {
			t.Fatalf("got %s\nwant %s", got, want)
		}
	}
	if got := fmt.Sprintf("%+v %s", whole, whole); got != "[joint of 6 leaves] [joint of 6 leaves]" {
		t.Errorf("it shows %s", got)
	}
}
