package pipelines

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
	"github.com/apache/arrow-go/v18/arrow/memory"

	"tuomin/pipelines/splice"
)

const variantRows = 400

// variants is a lake of one file with a VARIANT, and one in a struct, both
// shredded so that "value" is null wherever there is one. VARIANTs are null in
// every fourth row, or required; the struct is null in every fifth.
func variants(required bool) func(dir string) error {
	return func(dir string) error {
		shredded := arrow.StructOf(
			arrow.Field{Name: "metadata", Type: arrow.BinaryTypes.Binary},
			arrow.Field{Name: "value", Type: arrow.BinaryTypes.Binary, Nullable: true},
			arrow.Field{Name: "typed_value", Type: arrow.PrimitiveTypes.Int64, Nullable: true})
		schema := arrow.NewSchema([]arrow.Field{
			{Name: "status", Type: arrow.BinaryTypes.String},
			{Name: "v", Type: shredded, Nullable: !required},
			{Name: "s", Type: arrow.StructOf(arrow.Field{Name: "o", Type: arrow.BinaryTypes.String, Nullable: true}, arrow.Field{Name: "w", Type: shredded, Nullable: !required}), Nullable: true},
		}, nil)
		b := array.NewRecordBuilder(memory.DefaultAllocator, schema)
		variant := func(b *array.StructBuilder, row int) {
			if row%4 == 0 && !required {
				b.AppendNull()
				return
			}
			b.Append(true)
			b.FieldBuilder(0).(*array.BinaryBuilder).Append([]byte{1, 0, 0})
			b.FieldBuilder(1).AppendNull()
			b.FieldBuilder(2).(*array.Int64Builder).Append(int64(row % 9))
		}
		for row := range variantRows {
			b.Field(0).(*array.StringBuilder).Append("ok")
			variant(b.Field(1).(*array.StructBuilder), row)
			s := b.Field(2).(*array.StructBuilder)
			if row%5 == 0 {
				s.AppendNull()
				continue
			}
			s.Append(true)
			s.FieldBuilder(0).(*array.StringBuilder).Append("new")
			variant(s.FieldBuilder(1).(*array.StructBuilder), row)
		}
		path := filepath.Join(dir, "part.parquet")
		return errors.Join(os.Mkdir(dir, 0o755), writeRecord(path, b.NewRecordBatch()), refoot(path, func(footer *splice.Node) {
			for _, name := range []string{"v", "w"} {
				element(footer, name).Set(10, splice.Struct(splice.Struct().As(16)))
			}
		}))
	}
}

// All leaves of a VARIANT made null are a VARIANT that is null, in rows where it
// was already as in others, and what stands above it stays.
func TestVariants(t *testing.T) {
	const rules = `
  - {match: {column: "v.**"}, do: nullify}
  - {match: {column: "s.w.**"}, do: nullify}
  - {match: {column: "**"}, do: keep}`
	b := newBench(t, rules, "", variants(false))
	b.must(Committed)
	f := b.outputs()[0]
	for leaf, column := range f.Schema().Leaves {
		l, err := gather(context.Background(), f, 0, leaf)
		if err != nil {
			t.Fatal(err)
		}
		c := over(l)
		for row := range variantRows {
			if _, err := c.left(); err != nil {
				t.Fatal(err)
			}
			want := column.MaxDef
			above := strings.HasPrefix(string(column.Path), "s.")
			switch {
			case above && row%5 == 0:
				want = 0
			case column.Group != "":
				want = column.GroupDef - 1
			}
			if got := c.def(0); got != want {
				t.Fatalf("row %d of %s has level %d, want %d", row, column.Path, got, want)
			}
			c.skip(1)
		}
	}
	if n := fmt.Sprint(f.Schema().Leaves[1].GroupDef, f.Schema().Leaves[5].GroupDef); n != "1 2" {
		t.Errorf("VARIANTs are there from the levels %s on", n)
	}
}

// A VARIANT that is required cannot be null, and that is what is said.
func TestRequiredVariants(t *testing.T) {
	b := newBench(t, "\n  - {match: {column: \"v.**\"}, do: nullify}\n  - {match: {column: \"**\"}, do: keep}", "", variants(true))
	if err := b.must(RefusedRule).Err(); !strings.Contains(err.Error(), "required, and cannot be null: drop the whole column") {
		t.Error(err)
	}
}
