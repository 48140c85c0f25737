package pipelines

import (
	"context"
	"path/filepath"
	"testing"

	"tuomin/detectors"
	"tuomin/scanners"
)

// A file that has other columns than when it was found was replaced meanwhile: none of
// it is counted, and nothing panics.
func TestScanOfAFileThatChanged(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a.parquet")
	write := func(names ...string) {
		t.Helper()
		values := make([][]string, len(names))
		for i := range values {
			values[i] = []string{"x", "y"}
		}
		if err := writeText(path, names, values); err != nil {
			t.Fatal(err)
		}
	}
	for _, then := range [][]string{{"a", "b"}, {"c"}, {"a", "c"}} {
		write("a")
		tables, _, err := scanners.Discover(context.Background(), []string{path}, scanners.Options{})
		if err != nil || len(tables) != 1 {
			t.Fatalf("%d tables, %v", len(tables), err)
		}
		write(then...)
		p, err := Scan(context.Background(), tables[0], detectors.TallyKey{}, Options{Workers: 1})
		if err != nil {
			t.Fatalf("%v: %v", then, err)
		}
		if len(p.Failed) != 1 || p.Failed[0].Code != scanners.CodeUnreadable || p.Rows != 0 {
			t.Errorf("%v: %d rows, failed: %v", then, p.Rows, p.Failed)
		}
	}
}
