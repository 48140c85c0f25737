// Package readers asks other programs what they read of a Parquet file, for
// tests: arrow/go v15, xitongsys/parquet-go and parquet-go as small Go programs
// of their own modules, PyArrow, DuckDB and Polars through Python.
//
//	for _, r := range readers.Find(t) {
//		before, after := r.Dump(t, input), r.Dump(t, output)
//		for _, d := range readers.Compare(before, after, plan) {
//			t.Error(d)
//		}
//	}
//
// # Why
//
// A file that our own reader likes proves little: consumers run other readers,
// old ones among them, each with its own gaps. What is asked of them is not
// that they read everything, but that whatever one of them reads of the input
// it reads of the output, equal but for what was planned. They cannot be linked
// in: two versions of Arrow define the same assembly symbols twice.
package readers

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"tuomin/benchmarks/corpus"
)

// A Reader is a program that reads Parquet files.
type Reader struct {
	Name    string // "arrow-v15", "pyarrow"
	command []string
}

// patience is how long a program may take for one call. The tables of tests
// take seconds.
const patience = 3 * time.Minute

// Find returns the readers there are. One that cannot be had is logged and left
// out; with CI=true it fails the test, and where there are none at all the test
// is skipped.
func Find(t testing.TB) []Reader {
	t.Helper()
	f := find(t)
	for _, err := range f.missing {
		absent(t, err)
	}
	if len(f.readers) == 0 {
		t.Skip("none of the other readers is here: `make test` sets them up")
	}
	return f.readers
}

// Write has PyArrow, DuckDB and Polars write the table into dir, each in the
// ways that matter, and returns the files. It skips the test where they are
// missing, and fails it with CI=true.
func Write(t testing.TB, table *corpus.Table, dir string) []string {
	t.Helper()
	f := find(t)
	if f.python == "" {
		absent(t, errNoPython)
		t.Skip(errNoPython)
	}
	arrow := filepath.Join(t.TempDir(), "table.arrow")
	if err := table.WriteArrow(arrow, 4096); err != nil {
		t.Fatal(err)
	}
	args := []string{filepath.Join(f.root, "testdata", "oracle", "write.py"), arrow, dir}
	if os.Getenv("TUOMIN_SOAK") != "" {
		args = append(args, "--spark")
	}
	if out, err := run(append([]string{f.python}, args...)); err != nil {
		t.Fatalf("write.py: %v\n%s", err, out)
	}
	files, err := filepath.Glob(filepath.Join(dir, "*.parquet"))
	if err != nil || len(files) == 0 {
		t.Fatalf("write.py wrote no files into %s: %v", dir, err)
	}
	return files
}

func absent(t testing.TB, err error) {
	t.Helper()
	if os.Getenv("CI") == "true" {
		t.Fatal(err)
	}
	t.Log(err)
}

var errNoPython = errors.New("no .venv with PyArrow, DuckDB and Polars: `make test` sets it up")

type found struct {
	root, python string
	readers      []Reader
	missing      []error
}

// once for a process: building takes seconds.
var once = sync.OnceValues(func() (*found, error) {
	root, err := moduleRoot()
	if err != nil {
		return nil, err
	}
	f := &found{root: root}
	for _, m := range []struct{ name, module, flag string }{
		{"arrow-v15", "arrowv15", ""}, {"arrow-v15-table", "arrowv15", "-table"}, {"xitongsys", "xitongsys", ""}, {"parquet-go", "parquetgo", ""},
	} {
		program, err := build(root, m.module)
		if err != nil {
			f.missing = append(f.missing, fmt.Errorf("reader %s: %w", m.name, err))
			continue
		}
		r := Reader{Name: m.name, command: []string{program}}
		if m.flag != "" {
			r.command = append(r.command, m.flag)
		}
		f.readers = append(f.readers, r)
	}
	python := filepath.Join(root, ".venv", "bin", "python")
	if err := exec.Command(python, "-c", "import pyarrow, duckdb, polars").Run(); err != nil {
		f.missing = append(f.missing, errNoPython)
		return f, nil
	}
	f.python = python
	for _, engine := range []string{"pyarrow", "duckdb", "polars"} {
		script := filepath.Join(root, "testdata", "oracle", "dump.py")
		f.readers = append(f.readers, Reader{Name: engine, command: []string{python, script, "--engine", engine}})
	}
	return f, nil
})

func find(t testing.TB) *found {
	t.Helper()
	f, err := once()
	if err != nil {
		t.Fatal(err)
	}
	return f
}

// moduleRoot is the folder of go.mod above the working directory.
func moduleRoot() (string, error) {
	dir, err := os.Getwd()
	if err != nil {
		return "", err
	}
	for {
		if _, err := os.Stat(filepath.Join(dir, "go.mod")); err == nil {
			return dir, nil
		}
		parent := filepath.Dir(dir)
		if parent == dir {
			return "", errors.New("no go.mod above the working directory")
		}
		dir = parent
	}
}

// build returns the program of a nested module, built anew if its source is
// younger. Several test processes may do so at once.
func build(root, module string) (string, error) {
	program, source := filepath.Join(root, "bin", "readers", module), filepath.Join(root, "testdata", "readers", module)
	if fresh(program, source, filepath.Join(root, "testdata", "readers", "dump")) {
		return program, nil
	}
	if err := os.MkdirAll(filepath.Dir(program), 0o755); err != nil {
		return "", err
	}
	tmp := fmt.Sprintf("%s.%d", program, os.Getpid())
	defer os.Remove(tmp)
	c := exec.Command("go", "build", "-o", tmp, ".")
	c.Dir = source
	if out, err := c.CombinedOutput(); err != nil {
		return "", fmt.Errorf("go build: %w\n%s", err, out)
	}
	return program, os.Rename(tmp, program)
}

// fresh reports whether the program is younger than everything in the folders.
func fresh(program string, folders ...string) bool {
	p, err := os.Stat(program)
	if err != nil {
		return false
	}
	for _, folder := range folders {
		err := filepath.WalkDir(folder, func(_ string, d fs.DirEntry, err error) error {
			if err != nil {
				return err
			}
			if i, err := d.Info(); err != nil || (!d.IsDir() && i.ModTime().After(p.ModTime())) {
				return errors.Join(errStale, err)
			}
			return nil
		})
		if err != nil {
			return false
		}
	}
	return true
}

var errStale = errors.New("the source is younger")

// Dump asks what the reader reads of one file.
func (r Reader) Dump(t testing.TB, file string) *Dump {
	t.Helper()
	return r.DumpAll(t, file)[0]
}

// DumpAll asks what the reader reads of each file, in one run of the program.
func (r Reader) DumpAll(t testing.TB, files ...string) []*Dump {
	t.Helper()
	return r.dump(t, nil, files)
}

// Values is Dump with every value in Leaf.Cells.
func (r Reader) Values(t testing.TB, file string) *Dump {
	t.Helper()
	return r.dump(t, []string{"--values"}, []string{file})[0]
}

// Predicates is DumpAll with answers to IS NULL and ranges, from readers that
// can give them: PyArrow, DuckDB and Polars. It takes a second or two a file.
func (r Reader) Predicates(t testing.TB, files ...string) []*Dump {
	t.Helper()
	if !r.CanFilter() {
		t.Fatalf("%s answers no predicates", r.Name)
	}
	return r.dump(t, []string{"--predicates"}, files)
}

// CanFilter reports whether the reader answers predicates.
func (r Reader) CanFilter() bool { return len(r.command) > 2 }

func (r Reader) dump(t testing.TB, flags, files []string) []*Dump {
	t.Helper()
	if len(files) == 0 {
		t.Fatal("no files to read")
	}
	command := append(append(append([]string{}, r.command...), flags...), files...)
	out, err := run(command)
	var dumps []*Dump
	for d := json.NewDecoder(bytes.NewReader(out)); ; {
		var dump Dump
		if err := d.Decode(&dump); err != nil {
			break
		}
		dump.name()
		dumps = append(dumps, &dump)
	}
	// A program that died in the middle has told of the files before.
	for i := len(dumps); i < len(files); i++ {
		dumps = append(dumps, &Dump{File: files[i], Error: fmt.Sprintf("the reader ended: %v", err)})
	}
	return dumps
}

// run returns what a program prints; its error has the end of what it said.
func run(command []string) ([]byte, error) {
	ctx, stop := context.WithTimeout(context.Background(), patience)
	defer stop()
	c := exec.CommandContext(ctx, command[0], command[1:]...)
	var out, said bytes.Buffer
	c.Stdout, c.Stderr = &out, &said
	err := c.Run()
	if err != nil {
		tail := said.Bytes()
		err = fmt.Errorf("%w: %s", err, tail[max(0, len(tail)-2000):])
	}
	return out.Bytes(), err
}
