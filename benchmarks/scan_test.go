package benchmarks_test

import (
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"testing"
	"time"

	"github.com/apache/arrow-go/v18/arrow/memory"
	"github.com/apache/arrow-go/v18/parquet"
	"github.com/apache/arrow-go/v18/parquet/file"
	"github.com/apache/arrow-go/v18/parquet/pqarrow"

	"tuomin/benchmarks/corpus"
	"tuomin/pipelines"
	"tuomin/scanners"
)

// The narrow table of the design is 2,097,152 rows in row groups of 131,072,
// zstd. TUOMIN_BENCH_ROWS makes it smaller for a first look.
func benchRows() int64 {
	if n, err := strconv.ParseInt(os.Getenv("TUOMIN_BENCH_ROWS"), 10, 64); err == nil {
		return n
	}
	return 2_097_152
}

func narrowFile(tb testing.TB, rows int64, w corpus.Writing) string {
	path := filepath.Join(tb.TempDir(), "narrow.parquet")
	if err := corpus.Narrow(1, rows).WriteParquet(path, w); err != nil {
		tb.Fatal(err)
	}
	return path
}

// BenchmarkScan measures the whole scanner on one worker, and in the same run
// what reading alone takes: with our decoder, and with arrow-go's record
// reader. The last part is the ratios of medians of interleaved runs; a scan
// that takes more than twice the time of decoding is a failure.
func BenchmarkScan(b *testing.B) {
	rows := benchRows()
	path := narrowFile(b, rows, corpus.Writing{Codec: "zstd", RowGroup: 131_072})
	bytes := valueBytes(b, path)
	for _, c := range []struct {
		name string
		do   func() error
	}{
		{"decode", func() error { return decode(path) }},
		{"arrow-go", func() error { return decodeArrow(path) }},
		{"scan", func() error { return scan(path) }},
	} {
		b.Run(c.name, func(b *testing.B) {
			b.SetBytes(bytes)
			b.ReportAllocs()
			for b.Loop() {
				if err := c.do(); err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric(float64(rows)*float64(b.N)/b.Elapsed().Seconds(), "rows/s")
		})
	}
	b.Run("ratios", func(b *testing.B) {
		var d, a, s []time.Duration
		for b.Loop() {
			for range 7 {
				d = append(d, timed(b, func() error { return decode(path) }))
				a = append(a, timed(b, func() error { return decodeArrow(path) }))
				s = append(s, timed(b, func() error { return scan(path) }))
			}
		}
		full := float64(median(s)) / float64(median(d))
		b.ReportMetric(full, "scan/decode")
		b.ReportMetric(float64(median(d))/float64(median(a)), "decode/arrow-go")
		if full > 2 {
			b.Errorf("an exhaustive scan takes %.2f times what decoding takes; the bound is 2", full)
		}
	})
}

// BenchmarkScanEncoding is the same scan over every way in which the table can
// be stored.
func BenchmarkScanEncoding(b *testing.B) {
	rows := benchRows() / 8
	for _, c := range []struct {
		name string
		w    corpus.Writing
	}{
		{"plain", corpus.Writing{Codec: "none", Dictionary: corpus.Never}},
		{"dictionary", corpus.Writing{Codec: "none", Dictionary: corpus.Always}},
		{"delta_length", corpus.Writing{Codec: "none", Dictionary: corpus.Never, Text: parquet.Encodings.DeltaLengthByteArray}},
		{"delta", corpus.Writing{Codec: "none", Dictionary: corpus.Never, Text: parquet.Encodings.DeltaByteArray}},
		{"snappy", corpus.Writing{Codec: "snappy"}},
		{"zstd", corpus.Writing{Codec: "zstd"}},
		{"gzip", corpus.Writing{Codec: "gzip"}},
		{"lz4", corpus.Writing{Codec: "lz4"}},
		{"pages_v2", corpus.Writing{Codec: "zstd", PageV2: true}},
	} {
		path := narrowFile(b, rows, c.w)
		bytes := valueBytes(b, path)
		for name, do := range map[string]func(string) error{"decode": decode, "scan": scan} {
			b.Run(c.name+"/"+name, func(b *testing.B) {
				b.SetBytes(bytes)
				for b.Loop() {
					if err := do(path); err != nil {
						b.Fatal(err)
					}
				}
				b.ReportMetric(float64(rows)*float64(b.N)/b.Elapsed().Seconds(), "rows/s")
			})
		}
	}
}

// BenchmarkScanWide is the scan of the design's wide table, of which 95 columns are
// measures, codes and times that are nobody's, beside reading it.
func BenchmarkScanWide(b *testing.B) {
	const columns = 100
	rows := benchRows() / 16
	path := filepath.Join(b.TempDir(), "wide.parquet")
	if err := corpus.Wide(1, rows, columns).WriteParquet(path, corpus.Writing{Codec: "snappy"}); err != nil {
		b.Fatal(err)
	}
	bytes := valueBytes(b, path)
	for name, do := range map[string]func(string) error{"decode": decode, "scan": scan} {
		b.Run(name, func(b *testing.B) {
			b.SetBytes(bytes)
			for b.Loop() {
				if err := do(path); err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/float64(rows*columns), "ns/value")
		})
	}
}

// BenchmarkScanFiles is the scan of one file beside that of as many rows in files of a
// row group each, as the writers of lakes leave them, in one run. More than 1.5 times
// that of one is a failure: it is 2.5 where each file fills a sample of its own, and
// some 1.1 with what it takes to open them.
func BenchmarkScanFiles(b *testing.B) {
	const rows = 131_072
	one := narrowFile(b, benchRows(), corpus.Writing{Codec: "zstd", RowGroup: rows})
	lake := b.TempDir()
	for i := range benchRows() / rows {
		path := filepath.Join(lake, strconv.FormatInt(i, 10)+".parquet")
		if err := corpus.Narrow(1+uint64(i), rows).WriteParquet(path, corpus.Writing{Codec: "zstd", RowGroup: rows}); err != nil {
			b.Fatal(err)
		}
	}
	var d, s []time.Duration
	for b.Loop() {
		for range 5 {
			s = append(s, timed(b, func() error { return scan(one) }))
			d = append(d, timed(b, func() error { return scan(lake) }))
		}
	}
	ratio := float64(median(d)) / float64(median(s))
	b.ReportMetric(ratio, "files/file")
	if ratio > 1.5 {
		b.Errorf("rows in many files take %.2f times what they take in one; the bound is 1.5", ratio)
	}
}

func timed(tb testing.TB, do func() error) time.Duration {
	start := time.Now()
	if err := do(); err != nil {
		tb.Fatal(err)
	}
	return time.Since(start)
}

func median(d []time.Duration) time.Duration {
	slices.Sort(d)
	return d[len(d)/2]
}

func open(path string) (scanners.Source, error) {
	return scanners.Open(context.Background(), scanners.File{Path: path, Rel: filepath.Base(path), Format: scanners.Parquet}, scanners.Options{})
}

// decode reads every value of every leaf, and no more.
func decode(path string) error {
	_, err := readAll(path)
	return err
}

func readAll(path string) (bytes int64, err error) {
	src, err := open(path)
	if err != nil {
		return 0, err
	}
	defer src.Close()
	for part := range src.Parts() {
		for leaf := range src.Schema().Leaves {
			for l, err := range src.Leaf(context.Background(), part, leaf) {
				if err != nil {
					return 0, err
				}
				if l.Index == nil {
					bytes += l.Values.Bytes()
					continue
				}
				bytes += int64(len(l.Index)) * 4 // what a reader of dictionaries is given
			}
		}
	}
	return bytes, nil
}

func valueBytes(tb testing.TB, path string) int64 {
	n, err := readAll(path)
	if err != nil || n == 0 {
		tb.Fatalf("%d bytes: %v", n, err)
	}
	return n
}

// decodeArrow reads the file with the library's record reader as it comes.
func decodeArrow(path string) error {
	f, err := file.OpenParquetFile(path, false)
	if err != nil {
		return err
	}
	defer f.Close()
	props := pqarrow.ArrowReadProperties{BatchSize: 1 << 16}
	r, err := pqarrow.NewFileReader(f, props, memory.DefaultAllocator)
	if err != nil {
		return err
	}
	rr, err := r.GetRecordReader(context.Background(), nil, nil)
	if err != nil {
		return err
	}
	defer rr.Release()
	n := int64(0)
	for {
		rec, err := rr.Read()
		if err == io.EOF {
			break
		}
		if err != nil {
			return err
		}
		n += rec.NumRows()
	}
	if n != f.NumRows() {
		return fmt.Errorf("%d rows, want %d", n, f.NumRows())
	}
	return nil
}

// scan is what `tuomin scan` does with the file, on one worker.
func scan(path string) error {
	found, err := pipelines.ScanPaths(context.Background(), []string{path}, pipelines.Options{Workers: 1, Memory: 512 << 20})
	if err != nil {
		return err
	}
	if len(found.Failed) > 0 || len(found.Tables) != 1 {
		return fmt.Errorf("%d tables, %d failed", len(found.Tables), len(found.Failed))
	}
	return nil
}
