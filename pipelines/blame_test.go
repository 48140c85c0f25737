package pipelines

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
	"github.com/apache/arrow-go/v18/arrow/ipc"
	"github.com/apache/arrow-go/v18/arrow/memory"

	"tuomin/pipelines/splice"
)

// writeUnion writes an Arrow stream with one column that is a union.
func writeUnion(path string) error {
	typ := arrow.SparseUnionOf([]arrow.Field{
		{Name: "s", Type: arrow.BinaryTypes.String, Nullable: true}, {Name: "i", Type: arrow.PrimitiveTypes.Int64, Nullable: true},
	}, []arrow.UnionTypeCode{0, 1})
	schema := arrow.NewSchema([]arrow.Field{{Name: "u", Type: typ}}, nil)
	b := array.NewRecordBuilder(memory.DefaultAllocator, schema)
	defer b.Release()
	u := b.Field(0).(*array.SparseUnionBuilder)
	for i := range 50 {
		u.Append(0)
		u.Child(0).(*array.StringBuilder).Append(secret(i))
		u.Child(1).AppendNull()
	}
	batch := b.NewRecordBatch()
	defer batch.Release()
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	w := ipc.NewWriter(f, ipc.WithSchema(schema))
	return errors.Join(w.Write(batch), w.Close(), f.Close())
}

// TestBlame runs jobs that must fail while a file is rewritten: it must be
// said whether the rules or the file must be mended, as no repetition helps.
func TestBlame(t *testing.T) {
	hash := "\n  - {match: {column: \"**\"}, do: {hmac: {domain: person}}}"
	for _, c := range []struct {
		about, rules string
		lake         func(dir string) error
		want         Reason
		says         string
	}{
		{"an older file whose columns all go", "\n  - {match: {column: name}, do: drop}\n  - {match: {column: \"**\"}, do: keep}", func(dir string) error {
			return errors.Join(secrets(filepath.Join(dir, "new.parquet")), writeText(filepath.Join(dir, "old.parquet"), []string{"name"}, [][]string{text(50, secret)}))
		}, RefusedRule, "old.parquet"},
		{"half a union", hash, func(dir string) error {
			return errors.Join(os.MkdirAll(dir, 0o755), writeUnion(filepath.Join(dir, "u.arrow")))
		}, RefusedRule, "u.arrow"},
		{"an index that points nowhere", hashAndKeep, func(dir string) error {
			path := filepath.Join(dir, "part.parquet")
			return errors.Join(secrets(path), output{data: path}.chunk(1, func(c *splice.Node) {
				c.SetInt(4, splice.KindInt64, 1<<40)
				c.SetInt(5, splice.KindInt32, 100)
			}))
		}, InputUnreadable, "part.parquet"},
	} {
		t.Run(c.about, func(t *testing.T) {
			b := newBench(t, c.rules, "", c.lake)
			if r := b.must(c.want); !strings.Contains(r.Err().Error(), c.says) {
				t.Errorf("it does not say where: %v", r.Err())
			}
			if len(b.tree()) > 0 {
				t.Error("something was published")
			}
		})
	}
}
