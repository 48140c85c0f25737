// Command arrowv15 prints what apache/arrow/go v15 reads of Parquet files:
// chunk by chunk, or with -table as Arrow tables, which is how most programs
// use it.
package main

import (
	"context"
	"flag"
	"fmt"
	"math"
	"os"
	"strconv"

	"github.com/apache/arrow/go/v15/arrow"
	"github.com/apache/arrow/go/v15/arrow/array"
	"github.com/apache/arrow/go/v15/arrow/memory"
	"github.com/apache/arrow/go/v15/parquet"
	"github.com/apache/arrow/go/v15/parquet/file"
	"github.com/apache/arrow/go/v15/parquet/pqarrow"

	"tuomin/testdata/readers/dump"
)

var asTable = flag.Bool("table", false, "read Arrow tables")

func main() {
	dump.Main(func(f *dump.File) error {
		if !flag.Parsed() || !*asTable {
			return chunks(f)
		}
		return table(f)
	})
}

func chunks(f *dump.File) error {
	r, err := file.OpenParquetFile(f.File, false)
	if err != nil {
		return err
	}
	defer r.Close()
	f.Rows = r.NumRows()
	schema := r.MetaData().Schema
	for c := range schema.NumColumns() {
		column := schema.Column(c)
		f.Read(column.Path(), column.PhysicalType().String(), func(leaf *dump.Leaf) error {
			for g := range r.NumRowGroups() {
				cr, err := r.RowGroup(g).Column(c)
				if err != nil {
					return err
				}
				meta, err := r.MetaData().RowGroup(g).ColumnChunk(c)
				if err != nil {
					return err
				}
				n, err := chunk(leaf, cr, int(column.MaxDefinitionLevel()))
				if err != nil {
					return err
				}
				if n != meta.NumValues() {
					return fmt.Errorf("read %d of %d slots", n, meta.NumValues())
				}
			}
			return nil
		})
	}
	return nil
}

const batch = 4096

// chunk reads one column chunk and returns how many slots it had.
func chunk(leaf *dump.Leaf, cr file.ColumnChunkReader, maxDef int) (int64, error) {
	switch cr := cr.(type) {
	case *file.BooleanColumnChunkReader:
		return slots(leaf, cr, cr.ReadBatch, maxDef, func(dst []byte, v bool) []byte { return strconv.AppendBool(dst, v) })
	case *file.Int32ColumnChunkReader:
		return slots(leaf, cr, cr.ReadBatch, maxDef, func(dst []byte, v int32) []byte { return strconv.AppendInt(dst, int64(v), 10) })
	case *file.Int64ColumnChunkReader:
		return slots(leaf, cr, cr.ReadBatch, maxDef, func(dst []byte, v int64) []byte { return strconv.AppendInt(dst, v, 10) })
	case *file.Int96ColumnChunkReader:
		return slots(leaf, cr, cr.ReadBatch, maxDef, func(dst []byte, v parquet.Int96) []byte { return fmt.Appendf(dst, "%x", v[:]) })
	case *file.Float32ColumnChunkReader:
		return slots(leaf, cr, cr.ReadBatch, maxDef, func(dst []byte, v float32) []byte { return fmt.Appendf(dst, "%08x", math.Float32bits(v)) })
	case *file.Float64ColumnChunkReader:
		return slots(leaf, cr, cr.ReadBatch, maxDef, func(dst []byte, v float64) []byte { return fmt.Appendf(dst, "%016x", math.Float64bits(v)) })
	case *file.ByteArrayColumnChunkReader:
		return slots(leaf, cr, cr.ReadBatch, maxDef, func(dst []byte, v parquet.ByteArray) []byte { return append(dst, v...) })
	case *file.FixedLenByteArrayColumnChunkReader:
		return slots(leaf, cr, cr.ReadBatch, maxDef, func(dst []byte, v parquet.FixedLenByteArray) []byte { return append(dst, v...) })
	}
	return 0, fmt.Errorf("a column reader of type %T", cr)
}

type more interface {
	HasNext() bool
	Err() error
}

func slots[T any](leaf *dump.Leaf, cr more, read func(int64, []T, []int16, []int16) (int64, int, error),
	maxDef int, text func([]byte, T) []byte) (total int64, err error) {
	values, defs, reps := make([]T, batch), make([]int16, batch), make([]int16, batch)
	var scratch []byte
	for cr.HasNext() {
		clear(reps)
		for i := range defs {
			defs[i] = int16(maxDef) // not filled where the column is required
		}
		n, got, err := read(batch, values, defs, reps)
		if err != nil {
			return total, err
		}
		if n == 0 {
			break
		}
		at := 0
		for i := range n {
			if int(defs[i]) < maxDef {
				leaf.Null(int(reps[i]), int(defs[i]))
				continue
			}
			if at == got {
				return total, fmt.Errorf("%d values for more slots", got)
			}
			scratch = text(scratch[:0], values[at])
			leaf.Value(int(reps[i]), int(defs[i]), scratch)
			at++
		}
		total += n
	}
	return total, cr.Err()
}

func table(f *dump.File) error {
	file, err := os.Open(f.File)
	if err != nil {
		return err
	}
	defer file.Close()
	t, err := pqarrow.ReadTable(context.Background(), file, nil, pqarrow.ArrowReadProperties{}, memory.DefaultAllocator)
	if err != nil {
		return err
	}
	f.Rows = t.NumRows()
	for i := range int(t.NumCols()) {
		field := t.Schema().Field(i)
		leaves := make(map[string]*dump.Leaf)
		chunks := t.Column(i).Data().Chunks()
		if len(chunks) == 0 { // so it is for a dictionary column of no rows
			chunks = append(chunks, array.NewBuilder(memory.DefaultAllocator, field.Type).NewArray())
		}
		for _, a := range chunks {
			walk(f, leaves, field.Name, a)
		}
	}
	return nil
}

// walk adds what an array holds to the leaves below path. Levels are 0 for a
// null and 1 for a value; the lengths of a list path[] or map path{} are a leaf
// of their own, path.
func walk(f *dump.File, leaves map[string]*dump.Leaf, path string, a arrow.Array) {
	leaf := func(typ string) *dump.Leaf {
		if leaves[path] == nil {
			leaves[path] = f.Leaf(path, typ)
		}
		return leaves[path]
	}
	switch a := a.(type) {
	case *array.Struct:
		fields := a.DataType().(*arrow.StructType).Fields()
		for i := range fields {
			walk(f, leaves, path+"."+fields[i].Name, a.Field(i))
		}
	case array.ListLike: // maps as well
		l := leaf("lengths")
		for i := range a.Len() {
			if a.IsNull(i) {
				l.Null(0, 0)
				continue
			}
			from, to := a.ValueOffsets(i)
			l.Value(0, 1, strconv.AppendInt(nil, to-from, 10))
		}
		below := path + "[]"
		if _, ok := a.(*array.Map); ok {
			below = path + "{}"
		}
		walk(f, leaves, below, a.ListValues())
	default:
		l := leaf(a.DataType().String())
		for i := range a.Len() {
			if a.IsNull(i) {
				l.Null(0, 0)
			} else {
				l.Value(0, 1, []byte(a.ValueStr(i)))
			}
		}
	}
}
