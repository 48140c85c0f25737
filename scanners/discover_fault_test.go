package scanners

import (
	"bytes"
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"

	"github.com/apache/arrow-go/v18/arrow"

	"tuomin/scanners/columns"
	"tuomin/scanners/files"
)

// A conflict names the column, both files, and two types that can be told apart.
func TestDiscoverConflict(t *testing.T) {
	for _, c := range [][3]string{
		{"k x", "k x:i64", "column x is int64 here and string in "},
		{"k x:clock", "k x:instant", "column x is timestamp[us] in UTC here and timestamp[us] in "},
	} {
		root := tree(t, map[string]string{"1": c[0], "2": c[1]})
		_, failed, err := Discover(context.Background(), []string{root}, Options{})
		if err != nil || len(failed) != 1 {
			t.Fatal(failed, err)
		}
		if want := c[2] + filepath.Join(root, "1"); !strings.Contains(failed[0].Error(), want) {
			t.Errorf("%q does not say %q", failed[0].Error(), want)
		}
		if failed[0].Path != filepath.Join(root, "2") {
			t.Errorf("it is %s that failed", failed[0].Path)
		}
	}
}

func TestDiscoverURL(t *testing.T) {
	root := tree(t, map[string]string{"a b": "x"})
	tables, failed, err := Discover(context.Background(), []string{
		"s3://lake/t", "hdfs://nn/t", "gs://b/t", "file://elsewhere/t", "file://" + filepath.ToSlash(root) + "/a%20b",
	}, Options{})
	if err != nil || len(tables) != 1 || len(failed) != 4 {
		t.Fatal(tables, failed, err)
	}
	for _, f := range failed {
		if f.Code != CodeUnsupported || !strings.Contains(f.Err.Error(), "local path") {
			t.Errorf("%s: %s %v", f.Path, f.Code, f.Err)
		}
	}
}

// The standard input can be read again and again, is bounded, and leaves
// nothing in the directory for temporary files.
func TestDiscoverStdin(t *testing.T) {
	schema := arrow.NewSchema(fieldsOf("a"), nil)
	data := ipcBytes(t, ArrowStream, schema, []arrow.RecordBatch{record(t, schema, `[{"a":"1"},{"a":null}]`)})
	opt := Options{Stdin: bytes.NewReader(data), Temp: t.TempDir()}
	tables, failed, err := Discover(context.Background(), []string{"-", "-"}, opt)
	if err != nil || len(failed) > 0 || len(tables) != 1 {
		t.Fatal(tables, failed, err)
	}
	if f := tables[0].Files[0]; f.Format != ArrowStream || f.Rows != 2 || f.Size != int64(len(data)) || tables[0].Path != "-" {
		t.Errorf("%+v", f)
	}
	for range 2 {
		src, err := Open(context.Background(), tables[0].Files[0], opt)
		if err != nil {
			t.Fatal(err)
		}
		got, err := slots(src, 0)
		if want := []string{"0,1,31", "0,0,-"}; err != nil || !slices.Equal(got, want) {
			t.Errorf("got %v, %v", got, err)
		}
		src.Close()
	}
	if left, _ := os.ReadDir(opt.Temp); len(left) > 0 {
		t.Errorf("%s is left", left[0].Name())
	}

	opt.Stdin, opt.Limits.Spool = bytes.NewReader(data), int64(len(data)-1)
	if _, failed, err := Discover(context.Background(), []string{"-"}, opt); err != nil || len(failed) != 1 || failed[0].Code != CodeBomb {
		t.Error(failed, err)
	}
	if _, failed, _ := Discover(context.Background(), []string{"-"}, Options{}); len(failed) != 1 || failed[0].Code != CodeUnreadable {
		t.Error(failed)
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	opt.Stdin = bytes.NewReader(data)
	if _, _, err := Discover(ctx, []string{"-"}, opt); !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
}

// Each file operation fails once. The tables never lack a file in silence.
func TestDiscoverFaults(t *testing.T) {
	root := tree(t, map[string]string{"t/dt=1/a": "x", "t/dt=2/b": "x", "t/dt=2/c": "x"})
	for n := 0; ; n++ {
		fsys := files.NewFaulty(files.Local{}, n, syscall.EIO)
		tables, failed, err := Discover(context.Background(), []string{filepath.Join(root, "t")}, Options{FS: fsys})
		if err != nil {
			t.Fatal(err)
		}
		found := 0
		for _, table := range tables {
			found += len(table.Files)
		}
		if !fsys.Failed() {
			if found != 3 || len(failed) != 0 {
				t.Fatalf("%d files without a fault, %v", found, failed)
			}
			return
		}
		for _, f := range failed {
			if !errors.Is(f, syscall.EIO) || f.Code != CodeUnreadable {
				t.Errorf("fault %d: %s %v", n, f.Code, f.Err)
			}
		}
		if found < 3 && len(failed) == 0 {
			t.Errorf("fault %d: %d files, and nothing failed", n, found)
		}
	}
}

// What a directory holds that may not be read is unreadable, not absent.
func TestDiscoverUnreadable(t *testing.T) {
	root := tree(t, map[string]string{"t/a": "x", "t/b/c": "x"})
	opt := Options{FS: forbidden{files.Local{}, filepath.Join(root, "t", "b")}}
	tables, failed, err := Discover(context.Background(), []string{root}, opt)
	if err != nil || len(tables) != 1 || len(failed) != 1 || failed[0].Code != CodeUnreadable || !errors.Is(failed[0], fs.ErrPermission) {
		t.Error(tables, failed, err)
	}
}

// forbidden is a file system with a directory that may not be read.
type forbidden struct {
	files.FS
	dir string
}

func (f forbidden) ReadDir(name string) ([]fs.DirEntry, error) {
	if name == f.dir {
		return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrPermission}
	}
	return f.FS.ReadDir(name)
}

func TestUniteTypes(t *testing.T) {
	type typ = columns.Type
	micros := typ{Kind: columns.Timestamp, Width: 8, Unit: columns.Micro, UTC: true}
	for _, c := range []struct {
		name    string
		a, b    typ
		want    typ
		differs bool
	}{
		{"integers", typ{Kind: columns.Int, Width: 4}, typ{Kind: columns.Int, Width: 8}, typ{Kind: columns.Int, Width: 8}, false},
		{"signs", typ{Kind: columns.Int, Width: 4}, typ{Kind: columns.Uint, Width: 4}, typ{}, true},
		{"int96", typ{Kind: columns.Timestamp, Width: 12, Julian: true}, micros, micros, false},
		{"instants and clocks", micros, typ{Kind: columns.Timestamp, Width: 8, Unit: columns.Micro}, typ{}, true},
		{"units", micros, typ{Kind: columns.Timestamp, Width: 8, UTC: true}, micros, false},
		{"decimals of one scale", typ{Kind: columns.Decimal, Width: 8, Precision: 12, Scale: 2}, typ{Kind: columns.Decimal, Width: 4, Precision: 9, Scale: 2},
			typ{Kind: columns.Decimal, Width: 8, Precision: 12, Scale: 2}, false},
		{"decimals of two scales", typ{Kind: columns.Decimal, Precision: 12, Scale: 2}, typ{Kind: columns.Decimal, Precision: 12, Scale: 3}, typ{}, true},
		{"text and bytes", typ{Kind: columns.Text}, typ{Kind: columns.Binary}, typ{}, true},
		{"fixed and any", typ{Kind: columns.Binary, Width: 16}, typ{Kind: columns.Binary}, typ{Kind: columns.Binary}, false},
		{"nothing and something", typ{Kind: columns.Null}, micros, micros, false},
		{"geometries and bytes", typ{Kind: columns.Geometry}, typ{Kind: columns.Binary}, typ{Kind: columns.Geometry}, false},
		{"geometries and bytes of one length", typ{Kind: columns.Geometry}, typ{Kind: columns.Binary, Width: 21}, typ{}, true},
		{"intervals", typ{Kind: columns.Interval, Width: 8}, typ{Kind: columns.Interval, Width: 4}, typ{}, true},
	} {
		for range 2 {
			got, ok := uniteTypes(c.a, c.b)
			if ok == c.differs || ok && got != c.want {
				t.Errorf("%s: %s, %s give %s, %v", c.name, c.a, c.b, got, ok)
			}
			c.a, c.b = c.b, c.a
		}
	}
}
