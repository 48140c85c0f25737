package pipelines

import (
	"fmt"
	"slices"
	"sync"
	"testing"

	"tuomin/scanners/files"
)

// TestRawSet asks the same questions of a set that fits in memory and of one
// that must spill from the start.
func TestRawSet(t *testing.T) {
	for _, limit := range []int64{1 << 30, 0} {
		t.Run(fmt.Sprintf("limit=%d", limit), func(t *testing.T) {
			const n = 100_000 // so many that tables grow
			s := newRawSet(files.Local{}, limit, t.TempDir())
			defer s.Close()
			var wg sync.WaitGroup
			for w := range 4 {
				wg.Go(func() {
					for i := w; i < n; i += 4 {
						s.Add(fmt.Appendf(nil, "value %d", i), everywhere, 3)
					}
				})
			}
			wg.Wait()
			s.Add([]byte("narrow"), 5, 4)
			s.Seal()

			got := map[rawHit]int{}
			ask := func(v string, scope, leaf int) {
				if h, ok := s.Ask([]byte(v), scope, leaf); ok {
					got[h]++
				}
			}
			ask("value 7", everywhere, 1)
			if limit == 0 {
				ask("value 7", everywhere, 1) // and is told of once
			}
			ask("value 99999", everywhere, 2)
			ask("value 100000", everywhere, 6) // never added
			ask("value 7", 5, 7)               // added, but not for this scope
			ask("narrow", everywhere, 8)       // the same the other way round
			ask("narrow", 5, 9)
			hits, err := s.Hits()
			if err != nil {
				t.Fatal(err)
			}
			for _, h := range hits {
				got[h]++
			}
			want := map[rawHit]int{{3, 1}: 1, {3, 2}: 1, {4, 9}: 1}
			if len(got) != len(want) {
				t.Errorf("got %v, want %v", got, want)
			}
			for h := range want {
				if got[h] != 1 {
					t.Errorf("missing %v in %v", h, got)
				}
			}
			if (limit == 0) != s.spills.Load() {
				t.Errorf("spilled: %v with a limit of %d", s.spills.Load(), limit)
			}
		})
	}
}

// What is in memory when the limit is reached is found as well as what comes after.
func TestRawSetSpillsLate(t *testing.T) {
	s := newRawSet(files.Local{}, 1<<20, t.TempDir())
	defer s.Close()
	n := 0
	for ; !s.spills.Load(); n++ {
		s.Add(fmt.Appendf(nil, "value %d", n), everywhere, n)
	}
	s.Seal()
	for i := range n {
		s.Ask(fmt.Appendf(nil, "value %d", i), everywhere, i)
	}
	hits, err := s.Hits()
	if err != nil {
		t.Fatal(err)
	}
	own := 0
	for _, h := range hits {
		if h.Raw == h.Found {
			own++
		}
	}
	if n < 40 || own != n || len(hits) != n {
		t.Errorf("%d values were added, %d are found among %d", n, own, len(hits))
	}
}

// What only begins as a value does is asked for where nothing was added, and not found.
func TestRawSetOfOne(t *testing.T) {
	s := newRawSet(files.Local{}, 0, t.TempDir())
	defer s.Close()
	s.Add([]byte("customer 1"), everywhere, 3)
	s.Seal()
	for i := range 1000 {
		s.Ask(fmt.Appendf(nil, "customer %d", i), everywhere, 5)
	}
	if hits, err := s.Hits(); err != nil || !slices.Equal(hits, []rawHit{{3, 5}}) {
		t.Errorf("%v: %v", hits, err)
	}
}

// A table tells entries apart of which half is the same, and keeps all as it grows.
func TestRawTable(t *testing.T) {
	var table rawTable
	if _, ok := table.find(rawEntry{a: 1, b: 1}); ok {
		t.Error("something is found in an empty table")
	}
	const n = 60
	for range 2 {
		for i := range uint64(n * n) {
			table.insert(rawEntry{a: i / n, b: i%n + 2, leaf: uint32(i)})
		}
		table.insert(rawEntry{leaf: 7}) // no hash is a free slot
	}
	if table.n != n*n+1 {
		t.Errorf("%d entries, want %d", table.n, n*n+1)
	}
	for i := range uint64(n * n) {
		if leaf, ok := table.find(rawEntry{a: i / n, b: i%n + 2}); !ok || leaf != uint32(i) {
			t.Fatalf("entry %d: %d, %t", i, leaf, ok)
		}
		if _, ok := table.find(rawEntry{a: i / n, b: i%n + n + 2}); ok {
			t.Fatalf("what was not added is found beside entry %d", i)
		}
	}
	if leaf, ok := table.find(rawEntry{}); !ok || leaf != 7 {
		t.Errorf("the entry of zeros: %d, %t", leaf, ok)
	}
}

// A spill yields what was written to it.
func TestSpill(t *testing.T) {
	s, err := newSpill(files.Local{}, t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	defer s.close()
	want := []rawEntry{{1 << 63, 2, 3}, {4, 1 << 62, 1 << 31}, {}}
	for _, e := range want {
		if err := s.write(e); err != nil {
			t.Fatal(err)
		}
	}
	var got []rawEntry
	if err := s.each(func(e rawEntry) { got = append(got, e) }); err != nil || !slices.Equal(got, want) {
		t.Errorf("%v, want %v: %v", got, want, err)
	}
}

// TestRawSetFullDisk: a spill that cannot be written must not look like a
// clean answer.
func TestRawSetFullDisk(t *testing.T) {
	s := newRawSet(files.Local{}, 0, "/nonexistent/directory")
	defer s.Close()
	for i := range 2000 {
		s.Add(fmt.Appendf(nil, "%d", i), everywhere, 0)
	}
	s.Seal()
	s.Ask([]byte("1"), everywhere, 0)
	if _, err := s.Hits(); err == nil {
		t.Error("no error from a set that could not spill")
	}
}
