package scanners

import (
	"bytes"
	"context"
	"encoding/hex"
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
	"github.com/apache/arrow-go/v18/arrow/ipc"
	"github.com/apache/arrow-go/v18/arrow/memory"

	"tuomin/scanners/columns"
)

// record makes a batch of what JSON says.
func record(t testing.TB, schema *arrow.Schema, rows string) arrow.RecordBatch {
	t.Helper()
	rec, _, err := array.RecordFromJSON(memory.DefaultAllocator, schema, strings.NewReader(rows))
	if err != nil {
		t.Fatal(err)
	}
	return rec
}

// ipcBytes writes batches as a file or a stream.
func ipcBytes(t testing.TB, format Format, schema *arrow.Schema, batches []arrow.RecordBatch, opts ...ipc.Option) []byte {
	t.Helper()
	var buf bytes.Buffer
	opts = append(opts, ipc.WithSchema(schema))
	var w interface {
		Write(arrow.RecordBatch) error
		Close() error
	} = ipc.NewWriter(&buf, opts...)
	if format == ArrowFile {
		fw, err := ipc.NewFileWriter(&buf, opts...)
		if err != nil {
			t.Fatal(err)
		}
		w = fw
	}
	for _, b := range batches {
		if err := w.Write(b); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return buf.Bytes()
}

func openIPC(data []byte, opt Options) (*IPCFile, error) {
	return OpenIPC(bytes.NewReader(data), int64(len(data)), "test", opt)
}

// slots writes each slot of a leaf as "rep,def,value": values in hexadecimal
// digits, - where there is none.
func slots(src Source, leaf int) ([]string, error) {
	var out []string
	for part := range src.Parts() {
		rows := int64(0)
		for l, err := range src.Leaf(context.Background(), part, leaf) {
			if err != nil {
				return out, err
			}
			if l.First != rows {
				return out, fmt.Errorf("a stretch begins at row %d, not %d", l.First, rows)
			}
			rows += int64(l.Rows)
			more, err := leafSlots(l)
			if err != nil {
				return out, err
			}
			out = append(out, more...)
		}
		if rows != src.Rows(part) {
			return out, fmt.Errorf("%d rows of %d", rows, src.Rows(part))
		}
	}
	return out, nil
}

func leafSlots(l *columns.Leaf) (out []string, err error) {
	next, starts := 0, 0
	for i := range l.Slots {
		def, rep := l.Column.MaxDef, int16(0)
		if l.Def != nil {
			def = l.Def[i]
		}
		if l.Rep != nil {
			rep = l.Rep[i]
		}
		if rep == 0 {
			starts++
		}
		v := "-"
		if def == l.Column.MaxDef && l.Column.Type.Kind != columns.Null {
			at := next
			if l.Index != nil {
				at = int(l.Index[next])
			}
			v = hex.EncodeToString(l.Values.At(at))
			next++
		}
		out = append(out, fmt.Sprintf("%d,%d,%s", rep, def, v))
	}
	if starts != l.Rows || next != l.Present() {
		return out, fmt.Errorf("%d rows, %d values; the leaf says %d and %d", starts, next, l.Rows, l.Present())
	}
	return out, nil
}

func codeOf(err error) Code {
	if e := (*Error)(nil); errors.As(err, &e) {
		return e.Code
	}
	return ""
}

// text makes an optional column of text.
func text(name string) arrow.Field {
	return arrow.Field{Name: name, Type: arrow.BinaryTypes.String, Nullable: true}
}
