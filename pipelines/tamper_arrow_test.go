package pipelines

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
	"github.com/apache/arrow-go/v18/arrow/ipc"
	"github.com/apache/arrow-go/v18/arrow/memory"

	"tuomin/scanners/files"
)

// writeBatch writes a batch as an Arrow file or, by its name, stream.
func writeBatch(path string, batch arrow.RecordBatch) error {
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	var w interface {
		Write(arrow.RecordBatch) error
		Close() error
	} = ipc.NewWriter(f, ipc.WithSchema(batch.Schema()))
	if filepath.Ext(path) == ".arrow" {
		if w, err = ipc.NewFileWriter(f, ipc.WithSchema(batch.Schema())); err != nil {
			return err
		}
	}
	return errors.Join(w.Write(batch), w.Close(), f.Close())
}

// arrowSecrets is a table of a column that is hashed and one that is kept, with nulls.
func arrowSecrets() arrow.RecordBatch {
	schema := arrow.NewSchema([]arrow.Field{{Name: "name", Type: arrow.BinaryTypes.String, Nullable: true}, {Name: "x", Type: arrow.BinaryTypes.String, Nullable: true}}, nil)
	b := array.NewRecordBuilder(memory.DefaultAllocator, schema)
	defer b.Release()
	for i := range 500 {
		b.Field(0).(*array.StringBuilder).Append(secret(i))
		if i%3 == 0 {
			b.Field(1).AppendNull()
		} else {
			b.Field(1).(*array.StringBuilder).Append(fmt.Sprint("kept ", i%3))
		}
	}
	return b.NewRecordBatch()
}

// withText gives the kept column of the data file, of which all values have six bytes,
// other bytes and offsets.
func (o output) withText(change func(text []byte, offsets []int32) ([]byte, []int32)) error {
	b, err := os.ReadFile(o.data)
	if err != nil {
		return err
	}
	var batch arrow.RecordBatch
	if filepath.Ext(o.data) == ".arrow" {
		r, err := ipc.NewFileReader(bytes.NewReader(b))
		if err != nil {
			return err
		}
		if batch, err = r.RecordBatch(0); err != nil {
			return err
		}
	} else {
		r, err := ipc.NewReader(bytes.NewReader(b))
		if err != nil || !r.Next() {
			return errors.Join(err, r.Err())
		}
		batch = r.RecordBatch()
	}
	x := batch.Column(1).(*array.String)
	offsets := append([]int32(nil), x.ValueOffsets()...)
	text, offsets := change(bytes.Clone(x.ValueBytes()), offsets)
	data := array.NewData(x.DataType(), x.Len(), []*memory.Buffer{x.Data().Buffers()[0], memory.NewBufferBytes(arrow.Int32Traits.CastToBytes(offsets)), memory.NewBufferBytes(text)}, nil, x.NullN(), 0)
	return writeBatch(o.data, array.NewRecordBatch(batch.Schema(), []arrow.Array{batch.Column(0), array.MakeFromData(data)}, batch.NumRows()))
}

// TestForgedArrow is TestForged for the other formats: what stands under a null, or
// beside what is read, is refused.
func TestForgedArrow(t *testing.T) {
	raw := secret(77)
	for about, c := range map[string]struct {
		only   string // of this kind of file alone
		fine   bool
		tamper func(o output) error
	}{
		"written once more": {fine: true, tamper: func(o output) error {
			return o.withText(func(text []byte, offsets []int32) ([]byte, []int32) { return text, offsets })
		}},
		"bytes under a null": {tamper: func(o output) error {
			return o.withText(func(text []byte, offsets []int32) ([]byte, []int32) {
				for i := range offsets[1:] {
					offsets[i+1] += int32(len(raw))
				}
				return append([]byte(raw), text...), offsets
			})
		}},
		"bytes before the footer": {only: ".arrow", tamper: func(o output) error {
			b, err := os.ReadFile(o.data)
			return errors.Join(err, o.insert(len(b)-10-int(binary.LittleEndian.Uint32(b[len(b)-10:])), []byte((raw + "        ")[:24])))
		}},
		"bytes behind the magic": {only: ".arrow", tamper: func(o output) error {
			b, err := os.ReadFile(o.data)
			copy(b[6:], raw[:2])
			return errors.Join(err, os.WriteFile(o.data, b, 0o644))
		}},
	} {
		for _, ext := range []string{".arrow", ".arrows"} {
			if c.only != "" && c.only != ext {
				continue
			}
			t.Run(about+ext, func(t *testing.T) {
				b := newBench(t, hashAndKeep, "", func(dir string) error {
					return errors.Join(os.Mkdir(dir, 0o755), writeBatch(filepath.Join(dir, "part"+ext), arrowSecrets()))
				})
				b.must(Committed)
				data, err := filepath.Glob(filepath.Join(b.output(), "*"+ext))
				if err != nil || len(data) != 1 {
					t.Fatal(data, err)
				}
				o := output{b.output(), data[0]}
				if err := errors.Join(c.tamper(o), o.redigest()); err != nil {
					t.Fatal(err)
				}
				r := VerifyOutput(context.Background(), b.output(), filepath.Join(b.dir, "input"), files.Local{}, b.opt)
				switch {
				case c.fine:
					if r.Err() != nil {
						t.Error(r.Err())
					}
				case r.Reason != NotVerified || !strings.Contains(r.Err().Error(), "other bytes than its values are written as"):
					t.Errorf("%s: %v", r.Reason, r.Err())
				}
			})
		}
	}
}
