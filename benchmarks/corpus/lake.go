package corpus

import (
	"bufio"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"time"
)

// A Layout says what is in a lake and how it is cut.
type Layout struct {
	Tables   []string // names; none is order and user
	Days     int      // partitions, ending at 2026-11-20; 0 is one
	Files    int      // in each partition; 0 is one
	Writing  Writing
	Naming   Naming
	Versions bool // older partitions have older schemas
}

// A habit is how a table comes into a lake.
type habit uint8

const (
	whole     habit = iota // one folder
	daily                  // a partition for each day has the day's rows
	snapshots              // a partition for each day has all rows, as they were on it
)

// A kind is a table that a lake may have.
type kind struct {
	name  string
	habit habit
	make  func(seed uint64, rows int64, opt Options) *Table
	rows  func(orders, people int64) int64
}

// kinds are all of them, in the order in which they are written.
var kinds = []kind{
	{"order", daily, Orders, func(orders, _ int64) int64 { return orders }},
	{"user", whole, Users, func(_, people int64) int64 { return people }},
	{"account", snapshots, Accounts, func(_, people int64) int64 { return people }},
	{"waybill", daily, Waybills, func(orders, _ int64) int64 { return orders }},
	{"device_log", daily, DeviceLogs, func(orders, _ int64) int64 { return orders }},
	{"realname", whole, RealNames, func(_, people int64) int64 { return max(people/2, 1) }},
	{"bank_binding", whole, BankBindings, func(_, people int64) int64 { return people }},
	{"ticket", daily, Tickets, func(orders, _ int64) int64 { return max(orders/4, 1) }},
	{"track", daily, Tracks, func(orders, _ int64) int64 { return orders }},
	{"staff", whole, Couriers, func(_, people int64) int64 { return ((&Options{People: people}).staff() + 2) / 3 * 4 }},
}

// All is the names of the nine tables of a shop with couriers. The table user is
// not among them: account has what it has.
func All() (names []string) {
	for _, k := range kinds {
		if k.name != "user" {
			names = append(names, k.name)
		}
	}
	return names
}

// WriteLake makes a lake in dir, of so many orders over all partitions and what
// goes with them, and returns its truth, which it writes too:
//
//	dir/order/dt=2026-11-20/part-00000.parquet   rows orders, over all partitions
//	dir/order/dt=2026-11-20/_SUCCESS
//	dir/user/part-00000.parquet                  the people who ordered
//	dir/truth.json                               what is planted in which column
//	dir/spans.jsonl                              and where in texts, one a line
//
// Tables of tickets, waybills, devices and tracks are cut as orders are; the
// table of accounts is whole in every partition; those of real names, bank
// cards and staff have one folder, the last two as zipper tables. In a lake with
// more than orders and users, some people order far more often than others.
func WriteLake(dir string, seed uint64, rows int64, l Layout) (*Truth, error) {
	if len(l.Tables) == 0 {
		l.Tables = []string{"order", "user"}
	}
	for _, name := range l.Tables {
		if _, err := Make(name, seed, 0, Options{}); err != nil {
			return nil, err
		}
	}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return nil, err
	}
	f, err := os.Create(filepath.Join(dir, "spans.jsonl"))
	if err != nil {
		return nil, err
	}
	defer f.Close() // for errors: below it is closed and asked
	spans := &spanFile{w: bufio.NewWriter(f)}
	w := lakeWriter{dir: dir, seed: seed, orders: rows, people: max(rows/4, 1), layout: l, spans: spans}
	truth := &Truth{Schema: "tuomin.truth/1", Seed: seed}
	for _, k := range kinds {
		if !slices.Contains(l.Tables, k.name) {
			continue
		}
		t, err := w.write(&k)
		if err != nil {
			return nil, err
		}
		truth.Tables = append(truth.Tables, t)
	}
	if err := errors.Join(spans.err, spans.w.Flush(), f.Close()); err != nil {
		return nil, err
	}
	return truth, os.WriteFile(filepath.Join(dir, "truth.json"), truth.JSON(), 0o644)
}

// Make is the table of that name, one of All or user.
func Make(name string, seed uint64, rows int64, opt Options) (*Table, error) {
	k := kindOf(name)
	if k == nil {
		return nil, fmt.Errorf("the corpus has no table %q", name)
	}
	return k.make(seed, rows, opt), nil
}

func kindOf(name string) *kind {
	i := slices.IndexFunc(kinds, func(k kind) bool { return k.name == name })
	if i < 0 {
		return nil
	}
	return &kinds[i]
}

// A lakeWriter writes the tables of one lake.
type lakeWriter struct {
	dir            string
	seed           uint64
	orders, people int64
	layout         Layout
	spans          *spanFile
}

// write writes all files of a table.
func (w *lakeWriter) write(k *kind) (*TableTruth, error) {
	days, files := max(w.layout.Days, 1), max(w.layout.Files, 1)
	if k.habit == whole {
		days, files = 1, 1
	}
	rows := k.rows(w.orders, w.people)
	// Rows that do not divide evenly are the first parts'.
	parts := int64(days * files)
	if k.habit == snapshots {
		parts = int64(files)
	}
	var truth *TableTruth
	for i := range days * files {
		part := int64(i) % parts
		day := time.Date(2026, 11, 20, 0, 0, 0, 0, time.UTC).AddDate(0, 0, i/files-days+1)
		opt := Options{
			First: part*(rows/parts) + min(part, rows%parts), People: w.people, Day: day, Naming: w.layout.Naming,
			Regulars: len(w.layout.Tables) > 2,
		}
		if w.layout.Versions {
			opt.Version = oldest + (i/files)*(newest-oldest+1)/days
		}
		n := rows / parts
		if part < rows%parts {
			n++
		}
		t := k.make(w.seed, n, opt)
		folder := k.name
		if k.habit != whole {
			folder = filepath.Join(k.name, "dt="+day.Format(time.DateOnly))
		}
		if err := w.writePart(t, folder, i%files); err != nil {
			return nil, err
		}
		if truth == nil {
			truth = t.Truth()
		} else {
			truth.merge(t.Truth())
		}
	}
	return truth, nil
}

// writePart writes one file of a folder, and says that the folder is complete.
func (w *lakeWriter) writePart(t *Table, folder string, number int) error {
	if err := os.MkdirAll(filepath.Join(w.dir, folder), 0o755); err != nil {
		return err
	}
	file := filepath.Join(folder, fmt.Sprintf("part-%05d.parquet", number))
	t.report = w.spans.of(t.name, filepath.ToSlash(file))
	defer func() { t.report = nil }()
	if err := t.WriteParquet(filepath.Join(w.dir, file), w.layout.Writing); err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(w.dir, folder, "_SUCCESS"), nil, 0o644)
}
