package scanners

import (
	"cmp"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
)

// A PartitionFilter says which partitions of a table are wanted, by their
// directories alone: what it leaves out is not opened. The zero value wants
// all.
type PartitionFilter struct {
	// Values that a level may have; of levels that are not named, any will do.
	Values []PartitionValue
	// Latest is how many of the last partitions are wanted, 0 for all. Those
	// are in order of the outermost levels whose values all begin with a digit,
	// dates and hours, and of the outermost level where it does not: of
	// dt=…/city=… the last day is wanted with all its cities. A table without
	// partitions is one.
	Latest int
}

// ParsePartitions reads "latest:3" and "dt=2026-11-20", as a person asks for
// partitions.
func ParsePartitions(words []string) (f PartitionFilter, err error) {
	for _, w := range words {
		if n, ok := strings.CutPrefix(w, "latest:"); ok {
			if f.Latest, err = strconv.Atoi(n); err != nil || f.Latest < 1 {
				return f, fmt.Errorf("%q: want latest:1, or another number of partitions", w)
			}
			continue
		}
		v, ok := parsePartition(w)
		if !ok {
			return f, fmt.Errorf("%q: want latest:1, or a partition like dt=2026-11-20", w)
		}
		f.Values = append(f.Values, v)
	}
	return f, nil
}

func (f *PartitionFilter) all() bool { return len(f.Values) == 0 && f.Latest == 0 }

// errNoPartition says that a filter left nothing of a table.
var errNoPartition = errors.New("it has none of the partitions that are asked for")

// choose leaves out the candidates of partitions that are not wanted. A table
// of which nothing is left has failed: whoever names a partition must hear that
// it is not there.
func (d *discovery) choose() {
	f := &d.opt.Partitions
	if f.all() {
		return
	}
	type place struct {
		table  string
		values []PartitionValue
	}
	places := make([]place, len(d.found))
	byTable := map[string][][]PartitionValue{} // wanted by their values
	for i, c := range d.found {
		p := place{table: "-"}
		if c.spool == nil {
			p.table, _, p.values = splitPartitions(c.root, c.path)
		}
		places[i] = p
		if _, met := byTable[p.table]; !met {
			byTable[p.table] = nil
		}
		if f.wants(p.values) {
			byTable[p.table] = append(byTable[p.table], p.values)
		}
	}
	since := map[string]func([]PartitionValue) bool{}
	for table, values := range byTable {
		since[table] = latest(values, f.Latest)
		if len(values) == 0 {
			d.fail(filepath.Clean(table), CodeUnreadable, errNoPartition)
		}
	}
	kept := d.found[:0]
	for i, c := range d.found {
		if f.wants(places[i].values) && since[places[i].table](places[i].values) {
			kept = append(kept, c)
		}
	}
	d.found = kept
}

// wants reports whether each level that is named has one of its values.
func (f *PartitionFilter) wants(values []PartitionValue) bool {
	for _, want := range f.Values {
		if !slices.ContainsFunc(values, func(v PartitionValue) bool {
			return v.Name == want.Name && slices.Contains(f.Values, v)
		}) {
			return false
		}
	}
	return true
}

// latest returns what reports whether a partition is among the last n; with n
// 0, every one is.
func latest(all [][]PartitionValue, n int) func([]PartitionValue) bool {
	levels := dated(all)
	key := func(values []PartitionValue) []PartitionValue { return values[:min(levels, len(values))] }
	compare := func(a, b []PartitionValue) int { return slices.CompareFunc(key(a), key(b), compareValues) }
	sorted := slices.SortedFunc(slices.Values(all), compare)
	sorted = slices.CompactFunc(sorted, func(a, b []PartitionValue) bool { return compare(a, b) == 0 })
	if n == 0 || len(sorted) <= n {
		return func([]PartitionValue) bool { return true }
	}
	first := sorted[len(sorted)-n]
	return func(values []PartitionValue) bool { return compare(values, first) >= 0 }
}

// dated is how many of the outermost levels have values that all begin with a
// digit, nulls aside; 1 where the first does not.
func dated(all [][]PartitionValue) int {
	for level := 0; ; level++ {
		met := false
		for _, values := range all {
			if level >= len(values) || values[level].Null {
				continue
			}
			met = true
			if v := values[level].Value; v == "" || v[0] < '0' || v[0] > '9' {
				return max(level, 1)
			}
		}
		if !met {
			return max(level, 1)
		}
	}
}

// compareValues orders values of one level: numbers by how large they are, so
// that hour=9 is before hour=10, everything else by its bytes, null first.
func compareValues(a, b PartitionValue) int {
	switch {
	case a.Null != b.Null:
		if a.Null {
			return -1
		}
		return 1
	case number(a.Value) && number(b.Value):
		x, y := strings.TrimLeft(a.Value, "0"), strings.TrimLeft(b.Value, "0")
		return cmp.Or(cmp.Compare(len(x), len(y)), strings.Compare(x, y))
	}
	return strings.Compare(a.Value, b.Value)
}

func number(s string) bool {
	return s != "" && strings.Trim(s, "0123456789") == ""
}
