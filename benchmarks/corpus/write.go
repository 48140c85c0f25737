package corpus

import (
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/apache/arrow-go/v18/arrow/ipc"
	"github.com/apache/arrow-go/v18/parquet"
	"github.com/apache/arrow-go/v18/parquet/compress"
	"github.com/apache/arrow-go/v18/parquet/pqarrow"
)

// A Dictionary says which columns a Parquet file has dictionaries for.
type Dictionary uint8

const (
	Repeating Dictionary = iota // those with few different values
	Never
	Always
)

// Writing says how a table becomes a Parquet file. The zero value is snappy,
// first-version pages, one row group in 65,536 rows.
type Writing struct {
	Codec      string // "none", "snappy", "gzip", "brotli", "zstd", "lz4"; "" is snappy
	Level      int    // of the codec; 0 is its default
	RowGroup   int    // rows; 0 is 65,536
	Page       int64  // bytes of a page before it is closed; 0 is the library's default
	PageV2     bool
	Dictionary Dictionary
	Text       parquet.Encoding // of strings without dictionary; zero is PLAIN
	Indexes    bool             // page indexes
	Bloom      bool             // a Bloom filter for each column
}

// codecs by the names that people write.
var codecs = map[string]compress.Compression{
	"": compress.Codecs.Snappy, "none": compress.Codecs.Uncompressed, "snappy": compress.Codecs.Snappy, "gzip": compress.Codecs.Gzip,
	"brotli": compress.Codecs.Brotli, "zstd": compress.Codecs.Zstd, "lz4": compress.Codecs.Lz4Raw,
}

// WriteParquet makes the table as a Parquet file. The same table and writing
// give the same bytes.
func (t *Table) WriteParquet(path string, w Writing) error {
	props, err := w.properties(t)
	if err != nil {
		return fmt.Errorf("write %s: %w", path, err)
	}
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	defer f.Close() // the Parquet writer closes it; this is for errors
	pw, err := pqarrow.NewFileWriter(t.schema, f, props, pqarrow.NewArrowWriterProperties(pqarrow.WithStoreSchema()))
	if err != nil {
		return fmt.Errorf("write %s: %w", path, err)
	}
	for batch := range t.Batches(w.rowGroup()) {
		if err := pw.Write(batch); err != nil {
			return fmt.Errorf("write %s: %w", path, err)
		}
	}
	if err := pw.Close(); err != nil {
		return fmt.Errorf("write %s: %w", path, err)
	}
	return nil
}

func (w *Writing) rowGroup() int {
	if w.RowGroup > 0 {
		return w.RowGroup
	}
	return 65_536
}

func (w *Writing) properties(t *Table) (*parquet.WriterProperties, error) {
	codec, ok := codecs[w.Codec]
	if !ok {
		return nil, fmt.Errorf("no codec is called %q", w.Codec)
	}
	props := []parquet.WriterProperty{
		parquet.WithCompression(codec),
		parquet.WithMaxRowGroupLength(int64(w.rowGroup())),
		parquet.WithDictionaryDefault(w.Dictionary == Always),
		// No column begins with a dictionary and goes on without: the library
		// lists the encodings of such a chunk in the order of a Go map.
		parquet.WithDictionaryPageSizeLimit(1 << 30),
		parquet.WithBloomFilterEnabled(w.Bloom),
		parquet.WithPageIndexEnabled(w.Indexes),
	}
	if w.Level != 0 {
		props = append(props, parquet.WithCompressionLevel(w.Level))
	}
	if w.Page > 0 {
		props = append(props, parquet.WithDataPageSize(w.Page))
	}
	if w.PageV2 {
		props = append(props, parquet.WithDataPageVersion(parquet.DataPageV2))
	}
	for _, c := range t.columns {
		c.leaves("", func(path string, leaf *column) {
			path = inParquet.Replace(path)
			switch {
			case leaf.repeats && w.Dictionary == Repeating:
				props = append(props, parquet.WithDictionaryFor(path, true))
			case w.Text != parquet.Encodings.Plain && isText(leaf):
				props = append(props, parquet.WithEncodingFor(path, w.Text))
			}
		})
	}
	return parquet.NewWriterProperties(props...), nil
}

// inParquet turns our paths into those of the Parquet schema.
var inParquet = strings.NewReplacer("[]", ".list.element", "{}", ".key_value")

// isText reports whether the leaf is a column of strings.
func isText(c *column) bool { return c.typ != nil && c.typ.Name() == "utf8" }

// WriteArrow makes the table as an Arrow IPC file of batches of so many rows.
func (t *Table) WriteArrow(path string, batch int) error {
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	defer f.Close()
	w, err := ipc.NewFileWriter(f, ipc.WithSchema(t.schema))
	if err != nil {
		return fmt.Errorf("write %s: %w", path, err)
	}
	for b := range t.Batches(batch) {
		if err := w.Write(b); err != nil {
			return fmt.Errorf("write %s: %w", path, err)
		}
	}
	if err := w.Close(); err != nil {
		return fmt.Errorf("write %s: %w", path, err)
	}
	return f.Close()
}

// WriteStream makes the table as an Arrow IPC stream.
func (t *Table) WriteStream(to io.Writer, batch int) error {
	w := ipc.NewWriter(to, ipc.WithSchema(t.schema))
	for b := range t.Batches(batch) {
		if err := w.Write(b); err != nil {
			return fmt.Errorf("write stream: %w", err)
		}
	}
	return w.Close()
}
