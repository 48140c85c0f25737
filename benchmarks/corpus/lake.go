package corpus

import (
	"fmt"
	"os"
	"path/filepath"
	"time"
)

// A Layout says how a lake is cut.
type Layout struct {
	Days        int // partitions of the orders, ending at Options.Day; 0 is one
	Files       int // in each partition; 0 is one
	Writing     Writing
	Meaningless bool // columns are called c1, c2, …
}

// WriteLake makes a small lake in dir, and returns its truth, which it writes
// too:
//
//	dir/order/dt=2026-11-20/part-00000.parquet   rows orders, over all partitions
//	dir/order/dt=2026-11-20/_SUCCESS
//	dir/user/part-00000.parquet                  the people who ordered
//	dir/truth.json
func WriteLake(dir string, seed uint64, rows int64, l Layout) (*Truth, error) {
	days, files := max(l.Days, 1), max(l.Files, 1)
	people := max(rows/4, 1)
	last := time.Date(2026, 11, 20, 0, 0, 0, 0, time.UTC)
	truth := &Truth{Schema: "tuomin.truth/1", Seed: seed}
	parts := int64(days * files)
	var orders *TableTruth
	for i := range parts {
		day := last.AddDate(0, 0, int(i)/files-days+1)
		folder := filepath.Join(dir, "order", "dt="+day.Format(time.DateOnly))
		// Rows that do not divide evenly are the first parts'.
		first := i*(rows/parts) + min(i, rows%parts)
		n := rows / parts
		if i < rows%parts {
			n++
		}
		t := Orders(seed, n, Options{First: first, People: people, Day: day, Meaningless: l.Meaningless})
		if err := writePart(t, folder, int(i)%files, l.Writing); err != nil {
			return nil, err
		}
		if orders == nil {
			orders = t.Truth()
		} else {
			orders.merge(t.Truth())
		}
	}
	users := Users(seed, people, Options{Day: last, Meaningless: l.Meaningless})
	if err := writePart(users, filepath.Join(dir, "user"), 0, l.Writing); err != nil {
		return nil, err
	}
	truth.Tables = []*TableTruth{orders, users.Truth()}
	return truth, os.WriteFile(filepath.Join(dir, "truth.json"), truth.JSON(), 0o644)
}

// writePart writes one file of a folder, and says that the folder is complete.
func writePart(t *Table, folder string, number int, w Writing) error {
	if err := os.MkdirAll(folder, 0o755); err != nil {
		return err
	}
	if err := t.WriteParquet(filepath.Join(folder, fmt.Sprintf("part-%05d.parquet", number)), w); err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(folder, "_SUCCESS"), nil, 0o644)
}
