package pipelines

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"tuomin/benchmarks/corpus"
	"tuomin/benchmarks/readers"
	"tuomin/scanners/files"
)

// TestOtherReaders writes one table with PyArrow, DuckDB and Polars (and Spark
// in the soak), runs a job over each file, and has every other reader hold the
// output to the input: what it read before it reads now, equal but for the
// plan, and where there is much that could mislead its predicates, they answer as
// before.
func TestOtherReaders(t *testing.T) {
	all := readers.Find(t)
	dir := t.TempDir()
	written := readers.Write(t, corpus.Orders(3, 3000, corpus.Options{}), dir)
	if testing.Short() {
		written = written[:1] // the readers are programs of their own, and have no race detector
	}
	for _, written := range written {
		name := strings.TrimSuffix(filepath.Base(written), ".parquet")
		t.Run(name, func(t *testing.T) {
			b := newBench(t, orderRules, "", func(dir string) error {
				if err := os.Mkdir(dir, 0o755); err != nil {
					return err
				}
				data, err := os.ReadFile(written)
				if err != nil {
					return err
				}
				return os.WriteFile(filepath.Join(dir, "part.parquet"), data, 0o600)
			})
			changes := b.changes()
			b.must(Committed)
			output, err := filepath.Glob(filepath.Join(b.output(), "*.parquet"))
			if err != nil || len(output) != 1 {
				t.Fatalf("the output is %d files: %v %v", len(output), b.tree(), err)
			}
			for _, r := range all {
				dump := r.DumpAll
				if r.CanFilter() && (name == "pyarrow-v2-indexed" || name == "duckdb-default") { // page indexes, Bloom filters
					dump = r.Predicates
				}
				dumps := dump(t, written, output[0])
				for _, d := range readers.Compare(dumps[0], dumps[1], changes) {
					t.Errorf("%s: %s", r.Name, d)
				}
			}
		})
	}
}

// changes is what the plan of the job does, for Compare.
func (b *bench) changes() readers.Changes {
	b.t.Helper()
	plans, err := PlanJob(context.Background(), b.job, b.keys, files.Local{}, b.opt)
	if err != nil {
		b.t.Fatal(err)
	}
	changes := readers.Changes{}
	for _, p := range plans {
		for i := range p.Columns {
			switch c := &p.Columns[i]; {
			case c.Action == "keep":
			case c.Out == "":
				changes[string(c.Path)] = readers.Dropped
			default:
				changes[string(c.Path)] = readers.Replaced
			}
		}
	}
	if len(changes) == 0 {
		b.t.Fatal("the plan changes nothing")
	}
	return changes
}
