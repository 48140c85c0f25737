package pipelines

import (
	"context"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"path/filepath"
	"strings"
	"testing"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
	"github.com/apache/arrow-go/v18/arrow/extensions"
	"github.com/apache/arrow-go/v18/arrow/ipc"
	"github.com/apache/arrow-go/v18/arrow/memory"
	"github.com/apache/arrow-go/v18/parquet/pqarrow"

	"tuomin/scanners"
	"tuomin/scanners/columns"
)

const devices = 3000

// deviceOf is a random UUID, version 4, as its 16 bytes.
func deviceOf(row uint64, column byte) (id [16]byte) {
	digest := sha256.Sum256(append(binary.BigEndian.AppendUint64(nil, row), column))
	copy(id[:], digest[:])
	id[6], id[8] = id[6]&0x0f|0x40, id[8]&0x3f|0x80
	return id
}

var uuidType = columns.Type{Kind: columns.UUID, Width: 16}

// devicesIn is a lake of one file with devices as text in capitals, as UUIDs, and
// two further columns of UUIDs.
func devicesIn(name string) func(dir string) error {
	return func(dir string) error {
		names := []string{"oaid", "idfa", "trace", "gone"}
		arrays := make([]arrow.Array, len(names))
		fields := make([]arrow.Field, len(names))
		texts := array.NewStringBuilder(memory.DefaultAllocator)
		for row := range uint64(devices) {
			id := deviceOf(row, 1)
			texts.Append(strings.ToUpper(string(columns.AppendText(nil, uuidType, id[:]))))
		}
		arrays[0], fields[0] = texts.NewArray(), arrow.Field{Name: names[0], Type: arrow.BinaryTypes.String}
		for i := 1; i < len(names); i++ {
			ids := extensions.NewUUIDBuilder(memory.DefaultAllocator)
			for row := range uint64(devices) {
				ids.AppendBytes(deviceOf(row, byte(i)))
			}
			arrays[i], fields[i] = ids.NewArray(), arrow.Field{Name: names[i], Type: extensions.NewUUIDType(), Nullable: true}
		}
		schema := arrow.NewSchema(fields, nil)
		batch := array.NewRecordBatch(schema, arrays, devices)
		f, err := create(dir, name)
		if err != nil {
			return err
		}
		if filepath.Ext(name) == ".parquet" {
			w, err := pqarrow.NewFileWriter(schema, f, nil, pqarrow.NewArrowWriterProperties(pqarrow.WithStoreSchema()))
			if err != nil {
				return err
			}
			return errors.Join(w.Write(batch), w.Close())
		}
		w, err := ipc.NewFileWriter(f, ipc.WithSchema(schema))
		if err != nil {
			return err
		}
		return errors.Join(w.Write(batch), w.Close(), f.Close())
	}
}

// UUIDs of the type of that name are found as their text is, and join with it; what
// is kept, or made null, keeps the type.
func TestUUIDs(t *testing.T) {
	const rules = `
  - {match: {column: trace}, do: keep}
  - {match: {column: gone}, do: nullify}
  - {match: {class: device_uuid}, do: {hmac: {domain: device}}}`
	for name, format := range map[string]scanners.Format{"part.parquet": scanners.Parquet, "part.arrow": scanners.ArrowFile} {
		t.Run(name, func(t *testing.T) {
			b := newBench(t, rules, "", devicesIn(name))
			b.must(Committed)
			output, err := filepath.Glob(filepath.Join(b.output(), "*"+filepath.Ext(name)))
			if err != nil || len(output) != 1 {
				t.Fatalf("%v: %v", output, err)
			}
			src, err := scanners.Open(context.Background(), scanners.File{Path: output[0], Rel: name, Format: format}, scanners.Options{})
			if err != nil {
				t.Fatal(err)
			}
			defer src.Close()
			var types []string
			for _, leaf := range src.Schema().Leaves {
				types = append(types, leaf.Type.String())
			}
			if got := strings.Join(types, " "); got != "string string uuid uuid" {
				t.Errorf("types are %s", got)
			}
			values := textsOf(t, src)
			if len(values[0]) != devices || strings.Join(values[0], " ") != strings.Join(values[1], " ") {
				t.Error("the pseudonyms of text and of UUIDs differ")
			}
			for row, text := range values[2] {
				if id := deviceOf(uint64(row), 2); text != string(columns.AppendText(nil, uuidType, id[:])) {
					t.Fatalf("row %d of what was kept has changed", row)
				}
			}
			if len(values[2]) != devices || len(values[3]) != 0 {
				t.Errorf("%d values are kept, %d are left of those made null", len(values[2]), len(values[3]))
			}
		})
	}
}

// textsOf are the values of each leaf, row by row, without nulls.
func textsOf(t *testing.T, src scanners.Source) [][]string {
	t.Helper()
	leaves := src.Schema().Leaves
	texts := make([][]string, len(leaves))
	for i := range leaves {
		add := func(v []byte) { texts[i] = append(texts[i], string(columns.AppendText(nil, leaves[i].Type, v))) }
		for part := range src.Parts() {
			for l, err := range src.Leaf(context.Background(), part, i) {
				if err != nil {
					t.Fatal(err)
				}
				if l.Index == nil {
					for n := range l.Values.Len() {
						add(l.Values.At(n))
					}
				}
				for _, n := range l.Index {
					add(l.Values.At(int(n)))
				}
			}
		}
	}
	return texts
}
