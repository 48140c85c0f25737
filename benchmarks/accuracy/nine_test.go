package accuracy

import (
	"os"
	"path/filepath"
	"slices"
	"testing"

	"tuomin/benchmarks/corpus"
	"tuomin/detectors"
	"tuomin/pipelines"
)

// firstClasses are those of which no column may be missed, whatever it is
// called.
var firstClasses = []string{"cn_id18", "cn_mobile", "cn_address", "imei", "bank_card", "email"}

// nineRows is how many rows each table has: 100,000, few with -short, and a million in
// `make soak`.
func nineRows() int64 {
	switch {
	case os.Getenv("TUOMIN_SOAK") != "":
		return 1_000_000
	case testing.Short():
		return 20_000
	}
	return 100_000
}

// In the nine tables, under telling names and under none, every planted column
// of the first classes is found, nothing is taken for what it imitates, and no
// link key passes as nothing.
func TestNineTables(t *testing.T) {
	for _, naming := range []corpus.Naming{corpus.Telling, corpus.Meaningless} {
		for _, name := range corpus.All() {
			t.Run(naming.String()+"/"+name, func(t *testing.T) {
				table, err := corpus.Make(name, 11, nineRows(), corpus.Options{Naming: naming})
				if err != nil {
					t.Fatal(err)
				}
				path := filepath.Join(t.TempDir(), name+".parquet")
				if err := table.WriteParquet(path, corpus.Writing{Codec: "snappy"}); err != nil {
					t.Fatal(err)
				}
				found, err := pipelines.ScanPaths(t.Context(), []string{path}, pipelines.Options{Workers: 2, Memory: 512 << 20})
				if err != nil || len(found.Failed) > 0 || len(found.Tables) != 1 {
					t.Fatal(found, err)
				}
				checked := 0
				for i := range found.Tables[0].Columns {
					c := &found.Tables[0].Columns[i]
					if want := table.Truth().Column(string(c.Path)); want != nil {
						checkNine(t, want, c)
						checked++
					}
				}
				if checked != len(table.Truth().Columns) {
					t.Errorf("%d columns of %d", checked, len(table.Truth().Columns))
				}
			})
		}
	}
}

func checkNine(t *testing.T, want *corpus.ColumnTruth, have *detectors.Classification) {
	t.Helper()
	said := classes(have)
	told := func(problem string) {
		t.Helper()
		t.Errorf("%s (%s): %s: want %s %s, have %s %s %s: %s", want.Path, have.Type, problem, want.Verdict, want.Class, have.Verdict, have.Class, have.Confidence, have.Why)
	}
	if want.Verdict == "is" && slices.Contains(firstClasses, want.Class) && !slices.Contains(said, want.Class) {
		told("missed")
	}
	for _, class := range said {
		if wrong(want, class) {
			told("taken for " + class)
		}
	}
	for class := range want.Planted {
		// Of some the truth claims nothing without a name: two hundred merchants.
		if linkKey(class) && (want.Verdict == "is" || want.Verdict == "unknown") && have.Verdict == detectors.VerdictNone {
			told("a link key that passes as nothing")
		}
	}
}
