package pipelines

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
	"github.com/apache/arrow-go/v18/arrow/memory"
	"github.com/apache/arrow-go/v18/parquet"
	"github.com/apache/arrow-go/v18/parquet/pqarrow"

	"tuomin/pipelines/splice"
)

// writeHuge writes a column of long texts, every ninth of them null, and one of
// numbers, each in a single page.
func writeHuge(path string, rows int, version parquet.DataPageVersion) error {
	schema := arrow.NewSchema([]arrow.Field{
		{Name: "t", Type: arrow.BinaryTypes.String, Nullable: true}, {Name: "n", Type: arrow.PrimitiveTypes.Int64},
	}, nil)
	b := array.NewRecordBuilder(memory.DefaultAllocator, schema)
	defer b.Release()
	for i := range rows {
		b.Field(1).(*array.Int64Builder).Append(int64(i) * 1_000_003)
		if i%9 == 4 {
			b.Field(0).AppendNull()
			continue
		}
		b.Field(0).(*array.StringBuilder).Append(fmt.Sprintf("%07d %s", i, strings.Repeat("长", i%400)))
	}
	batch := b.NewRecordBatch()
	defer batch.Release()
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	w, err := pqarrow.NewFileWriter(schema, f, parquet.NewWriterProperties(parquet.WithDictionaryDefault(false),
		parquet.WithDataPageVersion(version), parquet.WithDataPageSize(1<<30), parquet.WithMaxRowGroupLength(1<<30)), pqarrow.DefaultWriterProps())
	if err != nil {
		return errors.Join(err, f.Close())
	}
	return errors.Join(w.Write(batch), w.Close())
}

// pageSizes are those of a leaf of the first row group.
func pageSizes(path string, leaf int) (sizes []int, err error) {
	b, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	f, err := splice.OpenFile(bytes.NewReader(b), int64(len(b)))
	if err != nil {
		return nil, err
	}
	var r splice.PageReader
	r.Reset(f, &f.Groups[0].Chunks[leaf])
	for {
		h, err := r.Next()
		if err == io.EOF {
			return sizes, nil
		}
		if err != nil {
			return nil, err
		}
		sizes = append(sizes, h.Uncompressed)
	}
}

// A page of many megabytes comes out as many pages, which hold what one page
// would: verification recomputes them from the input.
func TestHugePages(t *testing.T) {
	for _, version := range []parquet.DataPageVersion{parquet.DataPageV1, parquet.DataPageV2} {
		for _, do := range []string{"{mask: {keep_first: 7}}", "{hmac: {domain: person}}"} {
			if testing.Short() && (version == parquet.DataPageV1) != (do[1] == 'm') {
				continue // each of both is seen once
			}
			b := newBench(t, "\n  - {match: {column: \"**\"}, do: "+do+"}", "", func(dir string) error {
				return errors.Join(os.Mkdir(dir, 0o755), writeHuge(filepath.Join(dir, "part.parquet"), 20_000, version))
			})
			if in, err := pageSizes(filepath.Join(b.dir, "input", "part.parquet"), 0); err != nil || len(in) != 1 || in[0] < hugePage {
				t.Fatalf("pages of the input: %v (%v)", in, err)
			}
			if r := b.must(Committed); r.Rows.Out != 20_000 {
				t.Errorf("%s: %d rows", do, r.Rows.Out)
			}
			out, err := filepath.Glob(filepath.Join(b.output(), "*.parquet"))
			if err != nil || len(out) != 1 {
				t.Fatal(out, err)
			}
			sizes, err := pageSizes(out[0], 0)
			if err != nil || len(sizes) < 3 {
				t.Errorf("%s: pages of %v (%v)", do, sizes, err)
			}
			for _, size := range sizes {
				if size > 2*pageBytes {
					t.Errorf("%s: a page of %d bytes", do, size)
				}
			}
		}
	}
}
