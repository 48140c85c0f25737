package pipelines

import (
	"context"
	"os"
	"path/filepath"
	"testing"

	"tuomin/pipelines/splice"
	"tuomin/scanners"
)

// The job's codec is that of what is made anew, and its marker is the one that stands in
// the output: without it the partition is not what it was.
func TestCodecAndMarker(t *testing.T) {
	b := newBench(t, orderRules, ", replace: partition, codec: gzip, level: 9, success: _DONE", orders(600, 1))
	b.must(Committed)
	files, err := filepath.Glob(filepath.Join(b.output(), "*", "*.parquet"))
	if err != nil || len(files) == 0 {
		t.Fatal("no output", err)
	}
	src, err := scanners.Open(context.Background(), scanners.File{Path: files[0]}, b.opt.Read)
	if err != nil {
		t.Fatal(err)
	}
	defer src.Close()
	f := src.(*scanners.ParquetFile)
	for path, made := range map[string]bool{"receiver.phone": true, "pay_amount": true, "item_count": false} {
		leaf := -1
		for i := range f.Schema().Leaves {
			if string(f.Schema().Leaves[i].Path) == path {
				leaf = i
			}
		}
		if got := f.File().Groups[0].Chunks[leaf].Codec; (got == splice.Gzip) != made {
			t.Errorf("%s is in codec %d", path, got)
		}
	}
	marker := filepath.Join(filepath.Dir(files[0]), "_DONE")
	if _, err := os.Stat(filepath.Join(filepath.Dir(files[0]), "_SUCCESS")); err == nil {
		t.Error("there is a marker that the job does not name")
	}
	b.must(Unchanged)
	if err := os.Remove(marker); err != nil {
		t.Fatal(err)
	}
	b.must(Committed)
	if _, err := os.Stat(marker); err != nil {
		t.Error(err)
	}
}
