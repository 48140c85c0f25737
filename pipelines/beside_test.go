package pipelines

import (
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
	"github.com/apache/arrow-go/v18/arrow/ipc"
	"github.com/apache/arrow-go/v18/arrow/memory"
	"github.com/apache/arrow-go/v18/parquet"
	"github.com/apache/arrow-go/v18/parquet/pqarrow"

	"tuomin/scanners/columns"
)

// A row cursor hands out the values of each row, wherever pages are cut, within a row
// too.
func TestRowCursor(t *testing.T) {
	want := []string{"ab", "", "", "c", "d"}
	for cuts := range 1 << 6 { // before which slots from the second on a page begins
		pages := func(yield func(*columns.Leaf, error) bool) {
			l, from := phones(), rowStart{}
			value := 0
			for slot := range l.Slots + 1 {
				if slot == l.Slots || slot > 0 && cuts>>(slot-1)&1 != 0 {
					if !yield(cut(l, from, rowStart{slot, value}, 0), nil) {
						return
					}
					from = rowStart{slot, value}
				}
				if slot < l.Slots && l.Def[slot] == 3 {
					value++
				}
			}
		}
		c := &rowCursor{cursor: newCursor(pages)}
		var got []string
		for {
			ok, err := c.next()
			if err != nil {
				t.Fatal(err)
			}
			if !ok {
				break
			}
			got = append(got, "")
			for _, v := range c.values {
				got[len(got)-1] += string(v)
			}
		}
		c.Close()
		if !slices.Equal(got, want) {
			t.Fatalf("cut at %06b: %q, want %q", cuts, got, want)
		}
	}
}

// What had to go of a row is found in the prose that is kept of it, in lists and
// dictionaries, over many pages and row groups, in Parquet and Arrow; what other rows
// had is not.
func TestBeside(t *testing.T) {
	const n = 5000
	for _, c := range []struct {
		about string
		tell  int // the row whose gift is for one of its own receivers; -1 for none
		want  Reason
	}{{"nobody's", -1, Committed}, {"the first row", 0, NotVerified}, {"the last row", n - 1, NotVerified}, {"one within", 3111, NotVerified}} {
		for _, file := range []string{"a.parquet", "a.arrow"} {
			t.Run(c.about+"/"+filepath.Ext(file)[1:], func(t *testing.T) {
				b := newBench(t, `
  - {match: {column: "receivers[]"}, do: {hmac: {domain: account}}}
  - {match: {column: "*"}, do: keep}`, "", func(dir string) error {
					return gifts(dir, file, n, c.tell)
				})
				r := b.must(c.want)
				if c.want == NotVerified && !strings.Contains(r.Err().Error(), "column receivers[] that had to go stands in column gift") {
					t.Error(r.Err())
				}
			})
		}
	}
}

// gifts is a table of lists of receivers and a dictionary of gifts, each for somebody
// of another row but for that of the row tell.
func gifts(dir, file string, n, tell int) error {
	receivers := array.NewListBuilder(memory.DefaultAllocator, arrow.BinaryTypes.String)
	gift := array.NewDictionaryBuilder(memory.DefaultAllocator, &arrow.DictionaryType{IndexType: arrow.PrimitiveTypes.Int32, ValueType: arrow.BinaryTypes.String}).(*array.BinaryDictionaryBuilder)
	for i := range n {
		of := i + 500 // as rows i+1000 have the same receivers again
		if i == tell {
			of = i
		}
		if err := gift.AppendString(fmt.Sprintf("给%s的礼物", receiver(of))); err != nil {
			return err
		}
		if i%7 == 3 && i != tell {
			receivers.AppendNull()
			continue
		}
		receivers.Append(true)
		for _, who := range []int{i + 1, i} {
			receivers.ValueBuilder().(*array.StringBuilder).Append(receiver(who))
		}
	}
	arrays := []arrow.Array{receivers.NewArray(), gift.NewArray()}
	schema := arrow.NewSchema([]arrow.Field{{Name: "receivers", Type: arrays[0].DataType(), Nullable: true}, {Name: "gift", Type: arrays[1].DataType(), Nullable: true}}, nil)
	batch := array.NewRecordBatch(schema, arrays, int64(n))
	f, err := create(dir, file)
	if err != nil {
		return err
	}
	if filepath.Ext(file) == ".parquet" {
		w, err := pqarrow.NewFileWriter(schema, f, parquet.NewWriterProperties(parquet.WithDataPageSize(2000), parquet.WithMaxRowGroupLength(1700), parquet.WithBatchSize(100)), pqarrow.NewArrowWriterProperties(pqarrow.WithStoreSchema()))
		if err != nil {
			return err
		}
		if err := w.Write(batch); err != nil {
			return err
		}
		return w.Close()
	}
	w, err := ipc.NewFileWriter(f, ipc.WithSchema(schema))
	if err != nil {
		return err
	}
	for from := 0; from < n; from += 900 {
		if err := w.Write(batch.NewSlice(int64(from), int64(min(n, from+900)))); err != nil {
			return err
		}
	}
	if err := w.Close(); err != nil {
		return err
	}
	return f.Close()
}
