package pipelines

import (
	"context"
	"errors"
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

// Data pages that could stay as they are, as each entry of their dictionary became
// another, are written anew where the job's codec is not theirs.
func TestCodecOfDictionary(t *testing.T) {
	rules := "\n  - {match: {column: id}, do: {hmac: {domain: person}}}\n  - {match: {column: \"**\"}, do: keep}"
	for _, codec := range []string{"uncompressed", "snappy", "gzip", "brotli", "zstd", "lz4_raw"} {
		t.Run(codec, func(t *testing.T) {
			few := ids(5)
			b := newBench(t, rules, ", codec: "+codec, func(dir string) error {
				return errors.Join(os.Mkdir(dir, 0o755), writeText(filepath.Join(dir, "part.parquet"), []string{"id", "x"},
					[][]string{text(300, func(i int) string { return few[i%len(few)] }), text(300, func(int) string { return "a" })}))
			})
			b.must(Committed)
			if got := texts(t, b.output(), "id"); len(got) != 300 || got[0] != got[5] || got[0] == got[1] {
				t.Errorf("%d rows, the first of which are %v", len(got), got[:min(len(got), 6)])
			}
		})
	}
}
