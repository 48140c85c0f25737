package accuracy

import (
	"bytes"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"tuomin/benchmarks/corpus"
)

var record = flag.Bool("record", false, "keep the table in benchmarks/runs")

// sizes are small for every day, and full for `make accuracy` and `make soak`.
type sizes struct {
	rows, textRows int64
	seeds          uint64
	lookAlikes     int
}

func size() sizes {
	if os.Getenv("TUOMIN_SOAK") != "" {
		return sizes{rows: 20_000, textRows: 20_000, seeds: 12, lookAlikes: 100_000}
	}
	// Three seeds have every style of names once.
	return sizes{rows: 4_000, textRows: 2_000, seeds: 3, lookAlikes: 5_000}
}

// No class is below its floor.
func TestAccuracy(t *testing.T) {
	dir, n, s := t.TempDir(), size(), NewScores()
	for seed := range n.seeds {
		for _, naming := range namings {
			if err := s.Columns(t.Context(), dir, 7+seed, n.rows, naming); err != nil {
				t.Fatal(err)
			}
		}
	}
	for _, table := range []*corpus.Table{
		corpus.Orders(7, n.textRows, corpus.Options{RemarkIDs: n.textRows / 20}),
		corpus.Tickets(7, n.textRows, corpus.Options{}),
		corpus.Waybills(7, n.textRows, corpus.Options{}),
		corpus.Accounts(7, n.textRows, corpus.Options{}),
		corpus.DeviceLogs(7, n.textRows, corpus.Options{}),
	} {
		if err := s.Text(t.Context(), dir, table); err != nil {
			t.Fatal(err)
		}
	}
	var out bytes.Buffer
	fmt.Fprintf(&out, "%d seeds of nine tables, %d orders each; text of %d rows a table\n\n", n.seeds, n.rows, n.textRows)
	if err := s.Print(&out); err != nil {
		t.Fatal(err)
	}
	t.Logf("\n%s\n%s", &out, strings.Join(s.Slips, "\n"))
	for _, short := range s.Shortfalls() {
		t.Error(short)
	}
	if len(s.Classes()) < 4 || s.Planted == 0 {
		t.Errorf("%d classes and %d characters were looked for", len(s.Classes()), s.Planted)
	}
	if *record {
		keep(t, out.Bytes())
	}
}

// keep puts a table where those of other days are.
func keep(t *testing.T, table []byte) {
	dir := filepath.Join("..", "runs", time.Now().UTC().Format("2006-01-02")+"-"+Machine())
	if err := os.MkdirAll(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "accuracy.txt"), table, 0o644); err != nil {
		t.Fatal(err)
	}
}

// What is nobody's is taken for nobody's.
func TestLookAlikes(t *testing.T) {
	for _, l := range LookAlikes() {
		t.Run(l.Name, func(t *testing.T) {
			if c := l.False(size().lookAlikes); c != nil {
				t.Errorf("%s %s %s: %s", c.Verdict, c.Class, c.Confidence, c.Why)
			}
		})
	}
}

// A measure that is content with everything is none: a class of which half was
// missed, or as many are wrong as are right, is below its floor.
func TestShortfalls(t *testing.T) {
	for name, c := range map[string]struct {
		counts Counts
		short  int
	}{
		"all right":     {Counts{Found: 100}, 0},
		"half missed":   {Counts{Found: 50, Missed: 50}, 1},
		"half wrong":    {Counts{Found: 50, Wrong: 50}, 1},
		"one in 40":     {Counts{Found: 39, Missed: 1}, 1},
		"one in 100":    {Counts{Found: 99, Wrong: 1}, 0},
		"nothing right": {Counts{Missed: 1, Wrong: 1}, 2},
	} {
		s := NewScores()
		*s.Of("cn_mobile").Columns[corpus.Telling] = c.counts
		if got := len(s.Shortfalls()); got != c.short {
			t.Errorf("%s: %d shortfalls, want %d", name, got, c.short)
		}
	}
	s := NewScores()
	s.Of("cn_id18").Text = Counts{Found: 999, Missed: 1}
	s.Planted, s.Residual = 1000, 3
	if got := len(s.Shortfalls()); got != 2 {
		t.Errorf("a missed check digit and too much residual: %d shortfalls, want 2", got)
	}
}
