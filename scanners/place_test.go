package scanners

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"tuomin/scanners/columns"
)

// A message says where once.
func TestErrorText(t *testing.T) {
	denied := func(path string) error { return &fs.PathError{Op: "open", Path: path, Err: fs.ErrPermission} }
	for _, c := range []struct {
		err  Error
		want string
	}{
		{Error{Op: "open", Place: At("a.parquet"), Err: denied("a.parquet")}, "open a.parquet: permission denied"},
		{Error{Op: "open", Place: At("a.parquet"), Err: denied("b")}, "open a.parquet: open b: permission denied"},
		{Error{Op: "read", Place: Place{File: "a.parquet", Part: 2, Column: columns.Path("x"), Row: -1}, Err: denied("a.parquet")},
			"read a.parquet: row group 2, column x: permission denied"},
	} {
		if got := c.err.Error(); got != c.want {
			t.Errorf("%q, want %q", got, c.want)
		}
	}
}

// Whatever is found beside tables is named by its failure, once.
func TestFailuresNameTheirPath(t *testing.T) {
	dir, elsewhere := t.TempDir(), t.TempDir()
	if err := errors.Join(
		syscall.Mkfifo(filepath.Join(dir, "pipe.parquet"), 0o600),
		os.Symlink(filepath.Join(dir, "nowhere"), filepath.Join(dir, "dangling.parquet")),
		os.Symlink(elsewhere, filepath.Join(dir, "dt=1")),
		os.WriteFile(filepath.Join(dir, "empty.parquet"), nil, 0o600),
		os.WriteFile(filepath.Join(dir, "text.csv"), []byte("a,b\n"), 0o600),
	); err != nil {
		t.Fatal(err)
	}
	_, failed, err := Discover(context.Background(), []string{dir, filepath.Join(dir, "missing")}, Options{})
	if err != nil || len(failed) != 6 {
		t.Fatalf("%d failures: %v (%v)", len(failed), failed, err)
	}
	for _, f := range failed {
		if n := strings.Count(f.Err.Error(), f.Path); n != 1 {
			t.Errorf("%s is named %d times: %v", f.Path, n, f.Err)
		}
	}
}
