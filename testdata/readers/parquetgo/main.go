// Command parquetgo prints what parquet-go/parquet-go reads of Parquet files.
package main

import (
	"errors"
	"fmt"
	"io"
	"math"
	"os"
	"strconv"
	"strings"

	"github.com/parquet-go/parquet-go"
	"github.com/parquet-go/parquet-go/format"

	"tuomin/testdata/readers/dump"
)

func main() { dump.Main(read) }

func read(f *dump.File) error {
	file, err := os.Open(f.File)
	if err != nil {
		return err
	}
	defer file.Close()
	info, err := file.Stat()
	if err != nil {
		return err
	}
	p, err := parquet.OpenFile(file, info.Size())
	if err != nil {
		return err
	}
	f.Rows = p.NumRows()
	schema := p.Schema()
	for i, names := range schema.Columns() {
		column, ok := schema.Lookup(names...)
		if !ok {
			return fmt.Errorf("no leaf %s", strings.Join(names, "."))
		}
		f.Read(strings.Join(names, "."), column.Node.Type().Kind().String(), func(leaf *dump.Leaf) error {
			rows := int64(0)
			for g, group := range p.RowGroups() {
				// This release decodes such pages differently from call to
				// call, whoever wrote them: nothing can be held to that.
				if p.Metadata().RowGroups[g].Columns[i].MetaData.Codec == format.Lz4Raw {
					return errors.New("LZ4_RAW pages are not read alike twice")
				}
				n, err := chunk(leaf, group.ColumnChunks()[i], column.MaxDefinitionLevel)
				if err != nil {
					return err
				}
				rows += n
			}
			if rows != f.Rows {
				return fmt.Errorf("read %d of %d rows", rows, f.Rows)
			}
			return nil
		})
	}
	return nil
}

// chunk reads one column chunk and returns how many rows it had.
func chunk(leaf *dump.Leaf, c parquet.ColumnChunk, maxDef int) (rows int64, err error) {
	pages := c.Pages()
	defer pages.Close()
	values := make([]parquet.Value, 4096)
	var scratch []byte
	for {
		page, err := pages.ReadPage()
		if errors.Is(err, io.EOF) {
			return rows, nil
		}
		if err != nil {
			return rows, err
		}
		in := page.Values()
		for {
			n, err := in.ReadValues(values)
			for _, v := range values[:n] {
				if v.RepetitionLevel() == 0 {
					rows++
				}
				if v.DefinitionLevel() < maxDef {
					leaf.Null(v.RepetitionLevel(), v.DefinitionLevel())
					continue
				}
				scratch = text(scratch[:0], v)
				leaf.Value(v.RepetitionLevel(), v.DefinitionLevel(), scratch)
			}
			if errors.Is(err, io.EOF) {
				break
			}
			if err != nil {
				return rows, err
			}
		}
		parquet.Release(page)
	}
}

func text(dst []byte, v parquet.Value) []byte {
	switch v.Kind() {
	case parquet.Boolean:
		return strconv.AppendBool(dst, v.Boolean())
	case parquet.Int32:
		return strconv.AppendInt(dst, int64(v.Int32()), 10)
	case parquet.Int64:
		return strconv.AppendInt(dst, v.Int64(), 10)
	case parquet.Int96:
		x := v.Int96()
		return fmt.Appendf(dst, "%08x%08x%08x", x[2], x[1], x[0])
	case parquet.Float:
		return fmt.Appendf(dst, "%08x", math.Float32bits(v.Float()))
	case parquet.Double:
		return fmt.Appendf(dst, "%016x", math.Float64bits(v.Double()))
	}
	return append(dst, v.ByteArray()...)
}
