package pipelines

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
	"github.com/apache/arrow-go/v18/arrow/ipc"
	"github.com/apache/arrow-go/v18/arrow/memory"
	"github.com/apache/arrow-go/v18/parquet/pqarrow"

	"tuomin/detectors"
)

// bornIn is a map with a day of birth in each of so many rows, beside a colour.
func bornIn(rows int) arrow.RecordBatch {
	typ := arrow.MapOf(arrow.BinaryTypes.String, arrow.BinaryTypes.String)
	b := array.NewRecordBuilder(memory.DefaultAllocator, arrow.NewSchema([]arrow.Field{{Name: "m", Type: typ, Nullable: true}}, nil))
	m := b.Field(0).(*array.MapBuilder)
	keys, values := m.KeyBuilder().(*array.StringBuilder), m.ItemBuilder().(*array.StringBuilder)
	for i := range rows {
		m.Append(true)
		keys.Append("birthday")
		values.Append(fmt.Sprintf("19%02d-%02d-%02d", i%90, 1+i%12, 1+i%28))
		keys.Append("colour")
		values.Append([]string{"red", "blue"}[i%2])
	}
	return b.NewRecordBatch()
}

// What a map's values are, its keys say: in a scan of the table, in one of that
// column alone, and where it is explained.
func TestMapKeys(t *testing.T) {
	batch := bornIn(1000)
	parquet, stream := filepath.Join(t.TempDir(), "m.parquet"), filepath.Join(t.TempDir(), "m.arrows")
	f, err := os.Create(parquet)
	if err != nil {
		t.Fatal(err)
	}
	w, err := pqarrow.NewFileWriter(batch.Schema(), f, nil, pqarrow.DefaultWriterProps())
	if err := errors.Join(err, w.Write(batch), w.Close()); err != nil {
		t.Fatal(err)
	}
	g, err := os.Create(stream)
	if err != nil {
		t.Fatal(err)
	}
	s := ipc.NewWriter(g, ipc.WithSchema(batch.Schema()))
	if err := errors.Join(s.Write(batch), s.Close(), g.Close()); err != nil {
		t.Fatal(err)
	}
	check := func(about string, c *detectors.Classification) {
		if c.Verdict != detectors.VerdictContains || c.Class != "date_of_birth" || len(c.Findings) != 1 || c.Findings[0].Rows != 1000 || c.Share != 0.5 {
			t.Errorf("%s: %s %s of %v, findings %v", about, c.Verdict, c.Class, c.Share, c.Findings)
		}
	}
	ctx := context.Background()
	for _, path := range []string{parquet, stream} {
		found, err := ScanPaths(ctx, []string{path}, Options{Workers: 2})
		if err != nil || len(found.Tables) != 1 || len(found.Tables[0].Columns) != 2 {
			t.Fatalf("%s: %v", path, err)
		}
		check("a scan", &found.Tables[0].Columns[1])
		table := found.Tables[0].Table
		p, err := scanLeaves(ctx, table, scanKey(table), Options{Workers: 1}, []bool{false, true})
		if err != nil || len(p.Columns) != 1 {
			t.Fatalf("%s: %v", path, err)
		}
		check("a scan of the values", &p.Columns[0])
		e, err := Explain(ctx, path, "m{}.value", Options{Workers: 1})
		if err != nil {
			t.Fatalf("%s: %v", path, err)
		}
		check("an explanation", &e.Classification)
		var none *NoColumnError
		if _, err := Explain(ctx, path, "m", Options{Workers: 1}); !errors.As(err, &none) || none.Hint != "m{}.key or m{}.value" {
			t.Errorf("a map: %v", err)
		}
	}
}
