package pipelines

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"testing"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
	"github.com/apache/arrow-go/v18/arrow/ipc"
	"github.com/apache/arrow-go/v18/arrow/memory"
	"github.com/apache/arrow-go/v18/parquet/pqarrow"

	"tuomin/scanners"
)

// filtered is a lake of one file whose rows hold ok and bad, and whose dictionary
// holds others besides: what PyArrow makes of a table that was filtered.
func filtered(name string, others []string) func(dir string) error {
	return func(dir string) error {
		entries := array.NewStringBuilder(memory.DefaultAllocator)
		entries.AppendValues(append([]string{"ok", "bad"}, others...), nil)
		rows := array.NewInt32Builder(memory.DefaultAllocator)
		for i := range int32(2000) {
			rows.Append(i % 2)
		}
		typ := &arrow.DictionaryType{IndexType: arrow.PrimitiveTypes.Int32, ValueType: arrow.BinaryTypes.String}
		schema := arrow.NewSchema([]arrow.Field{{Name: "status", Type: typ}}, nil)
		batch := array.NewRecordBatch(schema, []arrow.Array{array.NewDictionaryArray(typ, rows.NewArray(), entries.NewArray())}, 2000)
		f, err := create(dir, name)
		if err != nil {
			return err
		}
		if filepath.Ext(name) == ".parquet" {
			w, err := pqarrow.NewFileWriter(schema, f, nil, pqarrow.DefaultWriterProps())
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

// create makes a directory with one file.
func create(dir, name string) (*os.File, error) {
	if err := os.Mkdir(dir, 0o755); err != nil {
		return nil, err
	}
	return os.Create(filepath.Join(dir, name))
}

// What a dictionary holds beside the values of a table is published by nobody.
func TestLeftover(t *testing.T) {
	var persons []string
	for i := range 50 {
		persons = append(persons, fmt.Sprintf("138%08d", 10007*i))
	}
	const rules = "\n  - {match: {class: none}, do: keep}"
	for _, c := range []struct {
		name   string
		others []string
	}{
		{"part.parquet", persons},
		{"part.parquet", []string{"new"}},
		{"part.parquet", nil},
		{"part.arrow", persons},
		{"part.arrow", []string{"new"}},
	} {
		t.Run(fmt.Sprint(c.name, len(c.others)), func(t *testing.T) {
			b := newBench(t, rules, "", filtered(c.name, c.others))
			b.must(Committed)
			for entry := range published(t, b.output()) {
				if entry != "ok" && entry != "bad" {
					t.Errorf("an entry of %d bytes is left that no row uses", len(entry))
				}
			}
			if r := b.run(); r.Reason != Unchanged {
				t.Errorf("once more: %s, %v", r.Reason, r.Err())
			}
		})
	}
}

// What a rewrite should not have copied is refused.
func TestLeftoverFound(t *testing.T) {
	for _, others := range [][]string{{"new"}, nil} {
		b := newBench(t, "\n  - {match: {class: none}, do: keep}", "", filtered("part.parquet", others))
		src, err := scanners.Open(context.Background(), scanners.File{Path: filepath.Join(b.dir, "input", "part.parquet")}, scanners.Options{})
		if err != nil {
			t.Fatal(err)
		}
		defer src.Close()
		v := &verification{promises: b.promises()}
		err = v.unused(context.Background(), &verifyWorker{}, &pair{src: src, dst: src}, section{[]int{0}, []int{0}}, 0, &v.promises[0])
		if errors.Is(err, ErrNotVerified) != (others != nil) {
			t.Errorf("%q: %v", others, err)
		}
	}
}

// published are the entries of all dictionaries under a directory.
func published(t *testing.T, dir string) map[string]bool {
	t.Helper()
	found := map[string]bool{}
	err := filepath.WalkDir(dir, func(path string, e fs.DirEntry, err error) error {
		format, ok := map[string]scanners.Format{".parquet": scanners.Parquet, ".arrow": scanners.ArrowFile}[filepath.Ext(path)]
		if err != nil || e.IsDir() || !ok {
			return err
		}
		src, err := scanners.Open(context.Background(), scanners.File{Path: path, Rel: filepath.Base(path), Format: format}, scanners.Options{})
		if err != nil {
			return err
		}
		defer src.Close()
		for part := range src.Parts() {
			for l, err := range src.Leaf(context.Background(), part, 0) {
				if err != nil {
					return err
				}
				for i := range l.Values.Len() {
					found[string(l.Values.At(i))] = true
				}
			}
		}
		return nil
	})
	if err != nil || len(found) == 0 {
		t.Fatalf("%d entries: %v", len(found), err)
	}
	return found
}
