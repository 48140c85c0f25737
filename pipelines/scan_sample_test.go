package pipelines

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"tuomin/benchmarks/corpus"
	"tuomin/detectors"
	"tuomin/scanners"
)

// A sample has its share of the row groups, at least one; the same ones
// wherever the table lies and however many workers read it; more of them where
// the share is larger; and it says that it is one.
func TestSample(t *testing.T) {
	dir := t.TempDir()
	for _, place := range []string{"a", "b"} {
		for i, name := range []string{"0.parquet", "1.parquet"} {
			table := corpus.Orders(uint64(i), 2000, corpus.Options{People: 500})
			path := filepath.Join(dir, place, "t", name)
			if err := errors.Join(os.MkdirAll(filepath.Dir(path), 0o755), table.WriteParquet(path, corpus.Writing{RowGroup: 200})); err != nil {
				t.Fatal(err)
			}
		}
	}
	scan := func(place string, share float64, workers int) *Profile {
		t.Helper()
		found, err := ScanExtent(context.Background(), []string{filepath.Join(dir, place)}, Extent{Sample: share}, Options{Workers: workers, Memory: 64 << 20, Temp: dir})
		if err != nil || len(found.Tables) != 1 || len(found.Failed) > 0 {
			t.Fatalf("%v, %d failed", err, len(found.Failed))
		}
		return found.Tables[0]
	}
	var before map[string][]int
	for _, c := range []struct {
		share   float64
		groups  int
		sampled bool
	}{{0.0001, 1, true}, {0.1, 2, true}, {0.101, 3, true}, {0.5, 10, true}, {0.96, 20, false}, {1, 20, false}, {0, 20, false}} {
		p := scan("a", c.share, 1)
		if p.Sampled != c.sampled || p.Rows != int64(200*c.groups) || p.Columns[0].Rows != p.Rows {
			t.Errorf("share %v: %d rows, sampled: %t", c.share, p.Rows, p.Sampled)
		}
		if !c.sampled {
			continue
		}
		other := scan("b", c.share, 8)
		if diff := cmp.Diff(only(p.Table), only(other.Table)); diff != "" {
			t.Errorf("share %v: another place, other row groups:\n%s", c.share, diff)
		}
		same := scan("a", c.share, 8)
		if diff := cmp.Diff(p.Columns, same.Columns); diff != "" {
			t.Errorf("share %v: more workers, another answer:\n%s", c.share, diff)
		}
		for name, parts := range before {
			for _, part := range parts {
				if !slices.Contains(only(p.Table)[name], part) {
					t.Errorf("share %v: row group %d of %s was in a smaller sample and is not in this", c.share, part, name)
				}
			}
		}
		before = only(p.Table)
	}
}

func only(t *scanners.Table) map[string][]int {
	out := map[string][]int{}
	for i := range t.Files {
		out[t.Files[i].Rel] = t.Files[i].Only
	}
	return out
}

func TestAtLeast(t *testing.T) {
	f := &Findings{Tables: []*Profile{{
		Columns: []detectors.Classification{{Path: "a", Level: "L1"}, {Path: "b", Level: "L3"}, {Path: "c", Level: "L4"}, {Path: "d", Level: "L3"}},
		Twins:   []detectors.Twin{{A: 0, B: 1}, {A: 1, B: 3, Shared: 7}},
	}}, Failed: []scanners.Failure{{Path: "x"}}}
	got := f.AtLeast("L3")
	p := got.Tables[0]
	if len(p.Columns) != 3 || p.Columns[0].Path != "b" || len(got.Failed) != 1 {
		t.Errorf("%d columns, the first %s", len(p.Columns), p.Columns[0].Path)
	}
	if diff := cmp.Diff([]detectors.Twin{{A: 0, B: 2, Shared: 7}}, p.Twins); diff != "" {
		t.Error(diff)
	}
	if f.Highest() != "L4" || len(f.Tables[0].Columns) != 4 || (&Findings{}).Highest() != "" {
		t.Errorf("highest %q of %d columns", f.Highest(), len(f.Tables[0].Columns))
	}
}
