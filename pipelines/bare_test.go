package pipelines

import (
	"errors"
	"os"
	"path/filepath"
	"testing"

	"github.com/apache/arrow-go/v18/parquet"
	"github.com/apache/arrow-go/v18/parquet/file"
	"github.com/apache/arrow-go/v18/parquet/schema"
)

// bareLists is a lake of one file as parquet-avro writes lists, whose elements have
// no level for null.
func bareLists(values ...string) func(dir string) error {
	return func(dir string) error {
		element, err := schema.NewPrimitiveNodeConverted("array", parquet.Repetitions.Repeated, parquet.Types.ByteArray, schema.ConvertedTypes.UTF8, 0, 0, 0, -1)
		if err != nil {
			return err
		}
		list, err := schema.NewGroupNodeConverted("tel", parquet.Repetitions.Optional, schema.FieldList{element}, schema.ConvertedTypes.List, -1)
		if err != nil {
			return err
		}
		root, err := schema.NewGroupNode("root", parquet.Repetitions.Required, schema.FieldList{list}, -1)
		if err != nil {
			return err
		}
		if err := os.Mkdir(dir, 0o755); err != nil {
			return err
		}
		f, err := os.Create(filepath.Join(dir, "part.parquet"))
		if err != nil {
			return err
		}
		w := file.NewParquetWriter(f, root)
		group, err := w.AppendRowGroupChecked()
		if err != nil {
			return err
		}
		column, err := group.NextColumn()
		if err != nil {
			return err
		}
		// A null list, an empty one, and one of all values.
		def, rep := []int16{0, 1}, []int16{0, 0}
		var texts []parquet.ByteArray
		for i, v := range values {
			def, rep, texts = append(def, 2), append(rep, int16(min(i, 1))), append(texts, parquet.ByteArray(v))
		}
		_, err = column.(*file.ByteArrayColumnChunkWriter).WriteBatch(texts, def, rep)
		return errors.Join(err, column.Close(), w.Close())
	}
}

// Lists whose elements cannot be null are hashed as others are; where an element
// would become null, or all shall, that is refused: the latter before a run.
func TestBareLists(t *testing.T) {
	tel := text(300, func(i int) string { return secret(i) })
	for _, c := range []struct {
		do     string
		values []string
		want   Reason
	}{
		{"{hmac: {domain: person}}", tel, Committed},
		{"{hmac: {domain: person}}", append(tel, ""), RefusedRule},
		{"{mask: {keep_last: 1}}", append(tel, ""), Committed},
		{"nullify", tel, RefusedRule},
		{"keep", tel, Committed},
	} {
		b := newBench(t, "\n  - {match: {column: \"**\"}, do: "+c.do+"}", "", bareLists(c.values...))
		if r := b.must(c.want); c.want == Committed && r.Rows.Out != 3 {
			t.Errorf("%s: %d rows", c.do, r.Rows.Out)
		}
	}
}
