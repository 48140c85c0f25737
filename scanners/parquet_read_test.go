package scanners

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"math"
	"slices"
	"testing"

	"github.com/apache/arrow-go/v18/parquet"
	"github.com/apache/arrow-go/v18/parquet/file"

	"tuomin/scanners/columns"
)

// A spelled is a leaf of a row group spelt out: what all readers must agree on.
type spelled struct {
	def, rep []int16
	values   [][]byte
	rows     int64
}

// readSpelled reads a leaf through Source, and holds every stretch to the promises
// of columns.Leaf.
func readSpelled(f Source, part, leaf int) (out spelled, err error) {
	for l, err := range f.Leaf(context.Background(), part, leaf) {
		if err != nil {
			return out, err
		}
		if err := out.add(l); err != nil {
			return out, err
		}
	}
	if want := f.Rows(part); out.rows != want {
		return out, fmt.Errorf("%d rows were yielded where %d were promised", out.rows, want)
	}
	return out, nil
}

var errPromise = errors.New("a leaf breaks its promises")

func (o *spelled) add(l *columns.Leaf) error {
	first := o.rows
	if len(l.Rep) > 0 && l.Rep[0] > 0 {
		first--
	}
	if l.First != first {
		return fmt.Errorf("%w: First is %d, want %d", errPromise, l.First, first)
	}
	present, rows := 0, 0
	for i := range l.Slots {
		d, r := l.Column.MaxDef, int16(0)
		if l.Def != nil {
			d = l.Def[i]
		}
		if l.Rep != nil {
			r = l.Rep[i]
		}
		if d == l.Column.MaxDef {
			present++
		}
		if r == 0 {
			rows++
		}
		o.def, o.rep = append(o.def, d), append(o.rep, r)
	}
	if l.Rows != rows || l.Present() != present || l.Def != nil && present == l.Slots {
		return fmt.Errorf("%w: %d rows, %d values; counted %d and %d of %d slots", errPromise, l.Rows, l.Present(), rows, present, l.Slots)
	}
	o.rows += int64(rows)
	for i := range present {
		at := i
		if l.Index != nil {
			at = int(l.Index[i])
		}
		o.values = append(o.values, bytes.Clone(l.Values.At(at)))
	}
	return nil
}

// arrowOpen opens a file with arrow-go, which panics at annotations younger
// than it is.
func arrowOpen(data []byte) (r *file.Reader, err error) {
	defer func() {
		if v := recover(); v != nil {
			err = fmt.Errorf("arrow-go panicked: %v", v)
		}
	}()
	return file.NewParquetReader(bytes.NewReader(data))
}

// arrowSpelled reads a leaf through arrow-go's column readers.
func arrowSpelled(r *file.Reader, part, leaf int) (out spelled, err error) {
	defer func() {
		if v := recover(); v != nil {
			err = fmt.Errorf("arrow-go panicked: %v", v)
		}
	}()
	col, err := r.RowGroup(part).Column(leaf)
	if err != nil {
		return out, err
	}
	switch c := col.(type) {
	case *file.BooleanColumnChunkReader:
		return arrowBatches(c.ReadBatch, col, func(v bool) []byte { return []byte{map[bool]byte{true: 1}[v]} })
	case *file.Int32ColumnChunkReader:
		return arrowBatches(c.ReadBatch, col, func(v int32) []byte { return binary.LittleEndian.AppendUint32(nil, uint32(v)) })
	case *file.Int64ColumnChunkReader:
		return arrowBatches(c.ReadBatch, col, func(v int64) []byte { return binary.LittleEndian.AppendUint64(nil, uint64(v)) })
	case *file.Int96ColumnChunkReader:
		return arrowBatches(c.ReadBatch, col, func(v parquet.Int96) []byte { return bytes.Clone(v[:]) })
	case *file.Float32ColumnChunkReader:
		return arrowBatches(c.ReadBatch, col, func(v float32) []byte { return binary.LittleEndian.AppendUint32(nil, math.Float32bits(v)) })
	case *file.Float64ColumnChunkReader:
		return arrowBatches(c.ReadBatch, col, func(v float64) []byte { return binary.LittleEndian.AppendUint64(nil, math.Float64bits(v)) })
	case *file.ByteArrayColumnChunkReader:
		return arrowBatches(c.ReadBatch, col, func(v parquet.ByteArray) []byte { return bytes.Clone(v) })
	case *file.FixedLenByteArrayColumnChunkReader:
		return arrowBatches(c.ReadBatch, col, func(v parquet.FixedLenByteArray) []byte { return bytes.Clone(v) })
	}
	return out, fmt.Errorf("arrow-go gives a %T", col)
}

func arrowBatches[T any](read func(int64, []T, []int16, []int16) (int64, int, error), col file.ColumnChunkReader, encode func(T) []byte) (out spelled, err error) {
	const n = 1000
	values, def, rep := make([]T, n), make([]int16, n), make([]int16, n)
	c := col.Descriptor()
	for col.HasNext() {
		slots, count, err := read(n, values, def, rep)
		if err != nil {
			return out, err
		}
		if slots == 0 {
			break
		}
		for i := range slots {
			d, r := int16(0), int16(0)
			if c.MaxDefinitionLevel() > 0 {
				d = def[i]
			}
			if c.MaxRepetitionLevel() > 0 {
				r = rep[i]
			}
			if r == 0 {
				out.rows++
			}
			out.def, out.rep = append(out.def, d), append(out.rep, r)
		}
		for _, v := range values[:count] {
			out.values = append(out.values, encode(v))
		}
	}
	return out, col.Err()
}

// equal says in what two readings differ, without saying what either holds.
func (o spelled) equal(with spelled) error {
	switch {
	case o.rows != with.rows:
		return fmt.Errorf("%d rows, the other has %d", o.rows, with.rows)
	case !slices.Equal(o.def, with.def):
		return errors.New("definition levels differ")
	case !slices.Equal(o.rep, with.rep):
		return errors.New("repetition levels differ")
	case len(o.values) != len(with.values):
		return fmt.Errorf("%d values, the other has %d", len(o.values), len(with.values))
	}
	for i := range o.values {
		if !bytes.Equal(o.values[i], with.values[i]) {
			return fmt.Errorf("value %d differs", i)
		}
	}
	return nil
}

// openBytes opens a file that is in memory.
func openBytes(data []byte, name string) (*ParquetFile, error) {
	return OpenParquet(bytes.NewReader(data), int64(len(data)), name, Options{})
}

// compareWithArrow reads all of a file with both readers. Where arrow-go
// fails, its error is noted and the leaf still has to be read.
func compareWithArrow(t *testing.T, data []byte, name string) (rows int64, notes []string, err error) {
	t.Helper()
	f, err := openBytes(data, name)
	if err != nil {
		return 0, nil, err
	}
	other, otherErr := arrowOpen(data)
	if otherErr != nil {
		notes = append(notes, "arrow-go does not open it: "+otherErr.Error())
	}
	for part := range f.Parts() {
		rows += f.Rows(part)
		for leaf := range f.Schema().Leaves {
			ours, err := readSpelled(f, part, leaf)
			if err != nil {
				return rows, notes, err
			}
			if otherErr != nil {
				continue
			}
			theirs, err := arrowSpelled(other, part, leaf)
			if err != nil {
				notes = append(notes, fmt.Sprintf("arrow-go does not read %s: %v", f.Schema().Leaves[leaf].Path, err))
				continue
			}
			if err := ours.equal(theirs); err != nil {
				t.Errorf("%s: row group %d, column %s: %v", name, part, f.Schema().Leaves[leaf].Path, err)
			}
		}
	}
	return rows, notes, nil
}
