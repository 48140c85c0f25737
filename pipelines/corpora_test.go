package pipelines

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"tuomin/benchmarks/corpus"
)

// corpora is the folder of public broken files beside the project. CI has it.
func corpora(t *testing.T, name string) string {
	t.Helper()
	for dir, _ := os.Getwd(); dir != filepath.Dir(dir); dir = filepath.Dir(dir) {
		if path := filepath.Join(dir, "..", "shared", "corpora", name); exists(path) {
			return path
		}
	}
	if os.Getenv("CI") == "true" {
		t.Fatalf("corpus %s is not there", name)
	}
	t.Skipf("corpus %s is not there", name)
	return ""
}

func exists(path string) bool { _, err := os.Stat(path); return err == nil }

// TestScanMalformed scans every broken file with a good one beside it, as a
// table that somebody's export left: the good one is done, each broken one has
// a code and a message without its bytes, and none takes long.
func TestScanMalformed(t *testing.T) {
	for _, name := range []string{"parquet-malformed", "arrow-malformed"} {
		err := filepath.WalkDir(corpora(t, name), func(path string, e os.DirEntry, err error) error {
			if err != nil || e.IsDir() || strings.HasPrefix(e.Name(), "README") || strings.HasPrefix(e.Name(), "LICENSE") {
				return err
			}
			t.Run(e.Name(), func(t *testing.T) { scanMalformed(t, path) })
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
}

func scanMalformed(t *testing.T, path string) {
	t.Parallel()
	dir := t.TempDir()
	good := filepath.Join(dir, "good.parquet")
	if err := corpus.Users(5, 50, corpus.Options{}).WriteParquet(good, corpus.Writing{}); err != nil {
		t.Fatal(err)
	}
	begin := time.Now()
	found, err := ScanPaths(context.Background(), []string{path, good}, Options{Workers: 2, Memory: 64 << 20, Temp: dir})
	if err != nil {
		t.Fatal(err)
	}
	// Five seconds by the requirement; the race detector and neighbours on two
	// cores take their share.
	if took := time.Since(begin); took > 20*time.Second {
		t.Errorf("took %s", took)
	}
	users := false
	for _, p := range found.Tables {
		users = users || p.Table.Path == good && p.Rows == 50
	}
	if !users {
		t.Error("the good file beside it was not scanned")
	}
	tables := len(found.Tables) - 1
	for _, f := range found.Failed {
		if f.Code == "" || f.Err == nil {
			t.Errorf("failed without a code: %v", f.Err)
		}
	}
	switch {
	case len(found.Failed) > 1:
		t.Errorf("%d failures of one file", len(found.Failed))
	case len(found.Failed) == 0 && tables != 1:
		t.Errorf("neither failed nor read")
	case len(found.Failed) == 1:
		for _, p := range found.Tables {
			if p.Table.Path != good && p.Rows > 0 {
				t.Errorf("failed, and yet %d rows count", p.Rows)
			}
		}
	}
}
