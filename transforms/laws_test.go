package transforms_test

import (
	"context"
	"fmt"
	"runtime/debug"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"tuomin/scanners/columns"
	"tuomin/transforms"
)

// configured is ways to use each transform that the laws are tried with. A
// transform in the table that is not here fails the suite.
var configured = map[string][]struct{ options, class string }{
	"keep":    {{"", "none"}},
	"drop":    {{"", "cn_mobile"}},
	"nullify": {{"", "cn_mobile"}},
	"mask": {
		{"{keep_first: 3, keep_last: 4}", "cn_mobile"}, {"", "none"}, {`{with: "＊", keep_last: 1}`, "cn_address"},
		{"{profile: display}", "cn_mobile"}, {"{profile: display}", "cn_id18"}, {"{profile: display}", "cn_address"},
		{"{profile: waybill}", "cn_mobile"},
	},
	"sha256": {{"", "account_id"}, {"{accept_enumerable: true}", "cn_mobile"}},
	"hmac":   {{"{domain: mobile}", "cn_mobile"}, {"{domain: person, bits: 256}", "cn_id18"}, {"{domain: account}", "account_id"}},
	"generalize": {{"{to: month}", "date"}, {"{to: year}", "date"}, {"{to: city}", "cn_address"}, {"{to: district}", "cn_address"},
		{"{to: bucket, width: 100}", "amount"}, {"{to: bucket, width: 0.5, min: -20, max: 65.25}", "amount"}},
	"replace": {{"", "cn_mobile"}, {"{with: hidden}", "cn_address"}, {"{with: 0}", "none"}},
}

func TestTable(t *testing.T) {
	all := transforms.All()
	if !slices.IsSortedFunc(all, func(a, b transforms.Entry) int { return strings.Compare(a.Name, b.Name) }) {
		t.Error("the table is not sorted by name")
	}
	for _, e := range all {
		if strings.Trim(e.Name, "abcdefghijklmnopqrstuvwxyz0123456789_") != "" || e.Doc == "" || e.DocZH == "" || e.New == nil {
			t.Errorf("%q: name, doc and constructor must be there", e.Name)
		}
		if len(configured[e.Name]) == 0 {
			t.Errorf("%s: no options to try its laws with", e.Name)
		}
		if e.Laws.Has(transforms.Fresh | transforms.Overlapping) {
			t.Errorf("%s: fresh and overlapping", e.Name)
		}
		if got, ok := transforms.Lookup(e.Name); !ok || got.Name != e.Name {
			t.Errorf("%s: Lookup finds another", e.Name)
		}
	}
}

// each calls f with every configured transform that replaces values.
func each(t *testing.T, f func(t *testing.T, b transforms.Bound, bindTo func(*columns.Column) transforms.Bound, class string)) {
	for _, e := range transforms.All() {
		for _, c := range configured[e.Name] {
			bindTo := func(col *columns.Column) transforms.Bound { return rebind(t, e.Name, c.options, col, c.class) }
			b := bindTo(&columns.Column{Path: "c", Type: textType})
			if b.Effect != transforms.Replace {
				continue
			}
			t.Run(e.Name+c.options+"/"+c.class, func(t *testing.T) {
				if !b.Laws.Has(e.Laws) {
					t.Errorf("bound, it promises %q; in the table %q", b.Laws, e.Laws)
				}
				f(t, b, bindTo, c.class)
			})
		}
	}
}

// shared lends one keyset to all binds of a test, or pseudonyms would differ.
var shared = testEnv()

func rebind(t *testing.T, name, opts string, col *columns.Column, class string) transforms.Bound {
	t.Helper()
	b, err := tryBind(name, opts, col, class, shared)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// one runs a kernel over one required value.
func one(t *testing.T, b transforms.Bound, v string) slot {
	t.Helper()
	col := &columns.Column{Path: "c", Type: textType}
	out, err := b.NewKernel().Apply(context.Background(), pages(col, layouts[0], values(v), 1)[0], nil)
	if err != nil {
		t.Fatal(err)
	}
	return read(t, out)[0]
}

// dirty is what columns hold beside what their class says.
var dirty = []string{"", "NULL", " ", "x", "\xff\xfe", "未知", "1970", strings.Repeat("长", 300), "2024-02-30", "0", "\x00"}

// Whatever the layout, the nesting and the page cuts, each value comes out as
// it does alone; what was null stays null, what was empty stays empty; and no
// buffer holds anything else.
func TestSameResultEverywhere(t *testing.T) {
	each(t, func(t *testing.T, alone transforms.Bound, bindTo func(*columns.Column) transforms.Bound, class string) {
		input := values(append(people(class, 40), dirty...)...)
		input = append(input, input[:20]...)
		want := map[string]slot{}
		for _, s := range input {
			want[s.value] = one(t, alone, s.value)
		}
		for _, shape := range shapes {
			slots := shape.make(slices.Clone(input))
			b := bindTo(&shape.col)
			if b.MakesNulls == false && shape.col.MapKey == false && slices.ContainsFunc(input, func(s slot) bool { return want[s.value].null }) {
				t.Fatal("it makes nulls and does not say so")
			}
			for _, lay := range layouts {
				for _, cut := range []int{len(slots), 7, 1} {
					k := b.NewKernel()
					at := 0
					for _, page := range pages(&shape.col, lay, slots, cut) {
						out, err := k.Apply(context.Background(), page, nil)
						if err != nil {
							t.Fatal(err)
						}
						if *out.Column != *b.Column(&shape.col) || out.First != page.First || out.Rows != page.Rows || out.Slots != page.Slots {
							t.Fatal("the result is of another place or column")
						}
						if holds(out, canary) {
							t.Fatalf("%s, %s: a canary is in the output", shape.name, lay.name)
						}
						for _, got := range read(t, out) {
							exp := slots[at]
							if !exp.null && !exp.empty {
								rep := exp.rep
								exp = want[exp.value]
								exp.rep = rep
							}
							if got != exp {
								t.Fatalf("%s, %s, pages of %d: slot %d differs", shape.name, lay.name, cut, at)
							}
							at++
						}
					}
					if at != len(slots) {
						t.Fatalf("%d slots became %d", len(slots), at)
					}
					if n := k.Counts(); n.Values() != int64(len(input)) {
						t.Fatalf("%d values counted, there were %d", n.Values(), len(input))
					}
				}
			}
		}
	})
}

// A leaf that is nothing but a dictionary's entries is what a page rewrite
// hands over.
func TestBareDictionary(t *testing.T) {
	each(t, func(t *testing.T, b transforms.Bound, _ func(*columns.Column) transforms.Bound, class string) {
		if !b.PerValue {
			t.Skip("the transform does not say that it can")
		}
		entries := append(people(class, 10), dirty...)
		col := &columns.Column{Path: "c", Type: textType, MaxDef: 1, Optional: true}
		out, err := b.NewKernel().Apply(context.Background(), &columns.Leaf{Column: col, Values: variable(entries, "")}, nil)
		if err != nil {
			t.Fatal(err)
		}
		got := read(t, out)
		if len(got) != len(entries) {
			t.Fatalf("%d entries became %d", len(entries), len(got))
		}
		for i, e := range entries {
			if got[i] != one(t, b, e) {
				t.Errorf("entry %d differs from what it is alone", i)
			}
		}
	})
}

func TestLaws(t *testing.T) {
	each(t, func(t *testing.T, b transforms.Bound, _ func(*columns.Column) transforms.Bound, class string) {
		var in []string
		seen := map[string]bool{}
		for _, v := range people(class, 200) {
			if !seen[v] {
				in, seen[v] = append(in, v), true
			}
		}
		results := map[slot]string{}
		for _, v := range in {
			got := one(t, b, v)
			if b.Laws.Has(transforms.Stable) && got != one(t, b, v) {
				t.Fatal("not stable")
			}
			if other, dup := results[got]; dup && b.Laws.Has(transforms.Distinct) {
				t.Fatalf("not distinct: %d and %d bytes", len(other), len(v))
			}
			results[got] = v
			if b.Laws.Has(transforms.Fresh) && (seen[got.value] || strings.Contains(got.value, v)) {
				t.Fatal("not fresh")
			}
			if b.Laws.Has(transforms.SameLength) && utf8.RuneCountInString(got.value) != utf8.RuneCountInString(v) {
				t.Fatal("not of the same length")
			}
		}
		if b.Laws.Has(transforms.SameType) != (b.Out == textType) {
			t.Errorf("promises %q and makes %s of string", b.Laws, b.Out)
		}
		if b.Laws.Has(transforms.Fresh) == b.Laws.Has(transforms.Overlapping) {
			t.Errorf("%q: one of fresh and overlapping must hold", b.Laws)
		}
	})
}

// Months of typed dates sort as the dates do.
func TestGeneralizeIsOrdered(t *testing.T) {
	col := &columns.Column{Path: "d", Type: columns.Type{Kind: columns.Timestamp, Unit: columns.Milli, Width: 8}}
	for _, to := range []string{"month", "year"} {
		b := bind(t, "generalize", "{to: "+to+"}", col, "none")
		if !b.Laws.Has(transforms.Ordered) {
			t.Fatal("no longer promised")
		}
		var in []int64
		for i := range int64(400) {
			in = append(in, (i-200)*86400_000*17)
		}
		out, err := b.NewKernel().Apply(context.Background(), fixed(col, in...), nil)
		if err != nil {
			t.Fatal(err)
		}
		got := read(t, out)
		if !slices.IsSortedFunc(got, func(a, b slot) int { return strings.Compare(a.value, b.value) }) {
			t.Errorf("to %s: not ordered", to)
		}
	}
}

// A kernel that has met its largest page allocates nothing more.
func TestNoAllocations(t *testing.T) {
	info, ok := debug.ReadBuildInfo()
	if ok && slices.Contains(info.Settings, debug.BuildSetting{Key: "-race", Value: "true"}) {
		t.Skip("the standard library allocates more under the race detector")
	}
	each(t, func(t *testing.T, _ transforms.Bound, bindTo func(*columns.Column) transforms.Bound, class string) {
		for _, shape := range shapes {
			b := bindTo(&shape.col)
			slots := shape.make(values(append(people(class, 50), "", "x")...))
			for _, lay := range layouts {
				k := b.NewKernel()
				all := pages(&shape.col, lay, slots, 20)
				run := func() {
					for _, page := range all {
						if _, err := k.Apply(context.Background(), page, nil); err != nil {
							t.Fatal(err)
						}
					}
				}
				run()
				if n := testing.AllocsPerRun(10, run); n != 0 {
					t.Errorf("%s, %s: %v allocations", shape.name, lay.name, n)
				}
			}
		}
	})
}

// A cancelled context stops every kernel.
func TestCancelled(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	each(t, func(t *testing.T, b transforms.Bound, _ func(*columns.Column) transforms.Bound, _ string) {
		col := &columns.Column{Path: "c", Type: textType}
		if _, err := b.NewKernel().Apply(ctx, pages(col, layouts[0], values("x"), 1)[0], nil); err != context.Canceled {
			t.Errorf("error %v", err)
		}
	})
}

func BenchmarkTransform(b *testing.B) {
	const n = 8192
	for _, e := range transforms.All() {
		for _, c := range configured[e.Name] {
			for _, lay := range layouts[:3] {
				col := &columns.Column{Path: "c", Type: textType, MaxDef: 1, Optional: true}
				bound := bind(b, e.Name, c.options, col, c.class)
				if bound.Effect != transforms.Replace {
					continue
				}
				vs := people(c.class, n)
				if lay.name == "dictionary" {
					for i := range vs {
						vs[i] = vs[i%256]
					}
				}
				page := pages(col, lay, values(vs...), n)[0]
				b.Run(fmt.Sprintf("%s%s/%s/%s", e.Name, strings.ReplaceAll(c.options, " ", ""), c.class, lay.name), func(b *testing.B) {
					k := bound.NewKernel()
					if _, err := k.Apply(context.Background(), page, nil); err != nil {
						b.Fatal(err) // and now it is warm
					}
					bytes := 0
					for _, v := range vs {
						bytes += len(v)
					}
					b.SetBytes(int64(bytes))
					b.ReportAllocs()
					for b.Loop() {
						if _, err := k.Apply(context.Background(), page, nil); err != nil {
							b.Fatal(err)
						}
					}
					b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/n, "ns/value")
				})
			}
		}
	}
}
