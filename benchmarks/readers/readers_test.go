package readers

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"tuomin/benchmarks/corpus"
)

func TestCompare(t *testing.T) {
	leaf := func(path, sum string, nulls int64) Leaf {
		return Leaf{Path: path, Type: "string", Slots: 10, Nulls: nulls, SHA256: sum}
	}
	before := &Dump{Rows: 10, Leaves: []Leaf{leaf("a", "1", 0), leaf("b", "2", 0), leaf("c", "x", 2), leaf("c[]", "3", 0),
		{Path: "odd", Error: "unknown encoding"}},
		Predicates: []Predicate{{"a", "is null", 0, 0}, {"b", "is null", 0, 0}}}
	plan := Changes{"b": Replaced, "c[]": Dropped}
	for name, c := range map[string]struct {
		after Dump
		want  []string // each in one of the differences; none at all if empty
	}{
		"as planned": {Dump{Rows: 10, Leaves: []Leaf{leaf("a", "1", 0), leaf("b", "9", 3), {Path: "odd"}},
			Predicates: []Predicate{{"a", "is null", 0, 0}, {"b", "is null", 3, 3}}}, nil},
		"unreadable":       {Dump{Error: "panic"}, []string{"cannot be read: panic"}},
		"values":           {Dump{Rows: 10, Leaves: []Leaf{leaf("a", "7", 0), leaf("b", "9", 0), {Path: "odd"}}}, []string{"a: the values differ"}},
		"nulls":            {Dump{Rows: 10, Leaves: []Leaf{leaf("a", "7", 1), leaf("b", "9", 0), {Path: "odd"}}}, []string{"a: 0 nulls became 1"}},
		"rows":             {Dump{Rows: 9, Leaves: []Leaf{leaf("a", "1", 0), leaf("b", "9", 0), {Path: "odd"}}}, []string{"10 rows became 9"}},
		"not dropped":      {Dump{Rows: 10, Leaves: []Leaf{leaf("a", "1", 0), leaf("b", "9", 0), leaf("c[]", "3", 0), {Path: "odd"}}}, []string{"c[]: should be gone"}},
		"lost and gained":  {Dump{Rows: 10, Leaves: []Leaf{leaf("b", "9", 0), leaf("z", "9", 0), {Path: "odd"}}}, []string{"a: is gone", "z: is new"}},
		"no longer read":   {Dump{Rows: 10, Leaves: []Leaf{{Path: "a", Error: "short page"}, leaf("b", "9", 0), {Path: "odd"}}}, []string{"a: cannot be read any more"}},
		"replaced, broken": {Dump{Rows: 10, Leaves: []Leaf{leaf("a", "1", 0), {Path: "b", Error: "short page"}, {Path: "odd"}}}, []string{"b: cannot be read any more"}},
		"a statistic lies": {Dump{Rows: 10, Leaves: []Leaf{leaf("a", "1", 0), leaf("b", "9", 3), {Path: "odd"}},
			Predicates: []Predicate{{"a", "is null", 4, 4}, {"b", "is null", 0, 3}}},
			[]string{"a is null: 0 rows became 4", "b is null: 0 rows answer, 3 should"}},
	} {
		got := Compare(before, &c.after, plan)
		if len(got) != len(c.want) {
			t.Errorf("%s: %q, want %q", name, got, c.want)
			continue
		}
		for i, w := range c.want {
			if !strings.Contains(got[i], w) {
				t.Errorf("%s: %q, want %q", name, got[i], w)
			}
		}
	}
	if got := Compare(&Dump{Error: "panic"}, &Dump{Error: "panic"}, nil); got != nil {
		t.Errorf("what was never readable: %q", got)
	}
}

func TestLeafPath(t *testing.T) {
	for raw, want := range map[string]string{
		"receiver.phones.list.element": "receiver.phones[]", "a.list.item.b": "a[].b", "a.bag.array": "a[]", "a.bag.array_element.list.element": "a[][]",
		"tags.key_value.key": "tags{}.key", "tags.map.value.list.element": "tags{}.value[]", "list.element": "list.element", "a.list.elements": "a.list.elements",
	} {
		if got := leafPath(raw); got != want {
			t.Errorf("%s: %s, want %s", raw, got, want)
		}
	}
}

// Every reader reads what every writer wrote, or says that it cannot; those
// that see the same thing agree on it.
func TestReaders(t *testing.T) {
	programs := Find(t)
	dir := t.TempDir()
	table := corpus.Orders(7, 3000, corpus.Options{})
	ours := filepath.Join(dir, "arrow-go.parquet")
	if err := table.WriteParquet(ours, corpus.Writing{RowGroup: 1000}); err != nil {
		t.Fatal(err)
	}
	files := append(Write(t, table, dir), ours)
	cannot := map[string][]string{ // what each is known not to read
		"arrow-v15":       {"duckdb-v2", "polars-sink", "pyarrow-fallback", "spark-lz4"},
		"arrow-v15-table": {"duckdb-v2", "polars-sink", "pyarrow-fallback", "spark-lz4"},
		"xitongsys":       {"polars-sink", "pyarrow-fallback", "pyarrow-unused-entries", "pyarrow-v2-indexed", "spark-lz4"},
		"parquet-go":      {"polars-sink", "pyarrow-fallback", "spark-lz4"},
	}
	sums := make(map[string]string) // of order_id and mobile in one file, as levels show them
	for _, r := range programs {
		for i, d := range r.DumpAll(t, files...) {
			name := strings.TrimSuffix(filepath.Base(files[i]), ".parquet")
			bad := d.Error != ""
			for _, l := range d.Leaves {
				bad = bad || l.Error != ""
			}
			if known := slices.Contains(cannot[r.Name], name); bad != known {
				t.Errorf("%s: reading %s failed: %t, known to fail: %t: %s", r.Name, name, bad, known, d.Error)
			}
			if bad {
				continue
			}
			rows := int64(3000)
			switch name {
			case "pyarrow-no-rows":
				rows = 0
			case "pyarrow-unused-entries":
				rows = 1000
			}
			if d.Rows != rows {
				t.Errorf("%s: %d rows of %s, want %d", r.Name, d.Rows, name, rows)
			}
			if r.CanFilter() || r.Name == "arrow-v15-table" {
				continue
			}
			for _, path := range []string{"order_id", "mobile", "receiver.phones[]"} {
				l := d.Leaf(path)
				if l == nil {
					t.Errorf("%s: no leaf %s of %s", r.Name, path, name)
					continue
				}
				if key := name + " " + path; sums[key] == "" {
					sums[key] = l.SHA256
				} else if sums[key] != l.SHA256 {
					t.Errorf("%s reads other values of %s, %s", r.Name, name, path)
				}
			}
		}
	}
}

// A difference of one value shows, and nothing differs from itself.
func TestOneValue(t *testing.T) {
	dir := t.TempDir()
	a, b := filepath.Join(dir, "a.parquet"), filepath.Join(dir, "b.parquet")
	for path, opt := range map[string]corpus.Options{a: {}, b: {RemarkIDs: 1}} {
		if err := corpus.Orders(7, 500, opt).WriteParquet(path, corpus.Writing{}); err != nil {
			t.Fatal(err)
		}
	}
	for _, r := range Find(t) {
		d := r.DumpAll(t, a, b)
		if got := Compare(d[0], d[0], nil); len(got) > 0 {
			t.Errorf("%s: a file differs from itself: %q", r.Name, got)
		}
		// What follows the remark in its row is drawn anew, what stands before
		// it is not.
		got := Compare(d[0], d[1], nil)
		if !slices.ContainsFunc(got, func(s string) bool { return strings.HasPrefix(s, "buyer_remark: ") }) {
			t.Errorf("%s: one remark was changed, and it sees %q", r.Name, got)
		}
		for _, s := range got {
			if strings.HasPrefix(s, "order_id") || strings.HasPrefix(s, "receiver") || strings.HasPrefix(s, "mobile") {
				t.Errorf("%s: %s, and should not", r.Name, s)
			}
		}
	}
}

func TestPredicates(t *testing.T) {
	file := filepath.Join(t.TempDir(), "users.parquet")
	if err := corpus.Users(7, 1000, corpus.Options{}).WriteParquet(file, corpus.Writing{RowGroup: 300, Indexes: true, Bloom: true}); err != nil {
		t.Fatal(err)
	}
	for _, r := range Find(t) {
		if !r.CanFilter() {
			continue
		}
		d := r.Predicates(t, file)[0]
		if d.Error != "" || len(d.Predicates) < 100 {
			t.Fatalf("%s: %d answers, %s", r.Name, len(d.Predicates), d.Error)
		}
		for _, p := range d.Predicates {
			if p.Count != p.Scan {
				t.Errorf("%s: %s %s: %d rows answer, %d should", r.Name, p.Path, p.Op, p.Count, p.Scan)
			}
		}
	}
}

// A program that dies has not read the file.
func TestDead(t *testing.T) {
	r := Reader{Name: "nobody", command: []string{filepath.Join(t.TempDir(), "no-program")}}
	if d := r.Dump(t, os.DevNull); d.Error == "" {
		t.Error("a program that is not there read a file")
	}
}
