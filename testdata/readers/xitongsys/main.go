// Command xitongsys prints what xitongsys/parquet-go reads of Parquet files.
package main

import (
	"fmt"
	"math"
	"strconv"
	"strings"

	"github.com/xitongsys/parquet-go-source/local"
	"github.com/xitongsys/parquet-go/reader"

	"tuomin/testdata/readers/dump"
)

func main() { dump.Main(read) }

func read(f *dump.File) error {
	file, err := local.NewLocalFileReader(f.File)
	if err != nil {
		return err
	}
	defer file.Close()
	r, err := reader.NewParquetColumnReader(file, 1)
	if err != nil {
		return err
	}
	defer r.ReadStop()
	f.Rows = r.GetNumRows()
	for i, column := range r.SchemaHandler.ValueColumns {
		// The first name is the schema's own; the library joins names with \x01.
		names := strings.Split(r.SchemaHandler.InPathToExPath[column], "\x01")
		path := strings.Join(names[1:], ".")
		element := r.SchemaHandler.SchemaElements[r.SchemaHandler.MapIndex[column]]
		maxDef, err := r.SchemaHandler.MaxDefinitionLevel(strings.Split(column, "\x01"))
		if err != nil {
			return fmt.Errorf("%s: %w", path, err)
		}
		f.Read(path, element.GetType().String(), func(leaf *dump.Leaf) error {
			values, reps, defs, err := r.ReadColumnByIndex(int64(i), f.Rows)
			if err != nil {
				return err
			}
			// The library keeps errors of pages to itself and returns fewer rows.
			if rows := add(leaf, values, reps, defs, maxDef); rows != f.Rows {
				return fmt.Errorf("read %d of %d rows", rows, f.Rows)
			}
			return nil
		})
	}
	return nil
}

// add gives the leaf its slots and returns how many rows they are.
func add(leaf *dump.Leaf, values []any, reps, defs []int32, maxDef int32) (rows int64) {
	var scratch []byte
	for i, v := range values {
		if reps[i] == 0 {
			rows++
		}
		if defs[i] < maxDef {
			leaf.Null(int(reps[i]), int(defs[i]))
			continue
		}
		scratch = text(scratch[:0], v)
		leaf.Value(int(reps[i]), int(defs[i]), scratch)
	}
	return rows
}

func text(dst []byte, v any) []byte {
	switch v := v.(type) {
	case bool:
		return strconv.AppendBool(dst, v)
	case int32:
		return strconv.AppendInt(dst, int64(v), 10)
	case int64:
		return strconv.AppendInt(dst, v, 10)
	case float32:
		return fmt.Appendf(dst, "%08x", math.Float32bits(v))
	case float64:
		return fmt.Appendf(dst, "%016x", math.Float64bits(v))
	case string: // INT96 as well
		return append(dst, v...)
	}
	panic(fmt.Sprintf("a value of type %T", v))
}
