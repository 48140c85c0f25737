package scanners

import (
	"io/fs"
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
