package files

import (
	"io"
	"io/fs"
	"sync/atomic"
)

// An Op is a kind of file operation.
type Op string

const (
	OpOpen      Op = "open"
	OpCreate    Op = "create"
	OpMkdir     Op = "mkdir"
	OpSyncDir   Op = "syncdir"
	OpRename    Op = "rename"
	OpExchange  Op = "exchange"
	OpRemove    Op = "remove"
	OpRemoveAll Op = "removeall"
	OpReadDir   Op = "readdir"
	OpStat      Op = "stat"
	OpLock      Op = "lock"
	OpRead      Op = "read"
	OpWrite     Op = "write"
	OpSync      Op = "sync"
	OpChmod     Op = "chmod"
	OpChown     Op = "chown"
	OpClose     Op = "close"
)

// Faulty is an FS of which one operation fails. A test counts up:
//
//	for n := 0; ; n++ {
//		fsys := files.NewFaulty(files.Local{}, n, syscall.EIO)
//		err := run(fsys)
//		if !fsys.Failed() {
//			break // there is no n-th operation: err must be nil
//		}
//		// err must be the injected one, and nothing half-written be there
//	}
type Faulty struct {
	fs    FS
	err   error
	ops   map[Op]bool // nil means all
	n     int64       // which of them fails
	every bool        // and all after it
	short bool        // a failing write writes half of its bytes first
	count atomic.Int64
}

var _ FS = (*Faulty)(nil)

// NewFaulty returns fsys with its n-th operation, counted from 0, failing with
// err. Where ops are given, no others count or fail.
func NewFaulty(fsys FS, n int, err error, ops ...Op) *Faulty {
	f := &Faulty{fs: fsys, err: err, n: int64(n)}
	for _, op := range ops {
		if f.ops == nil {
			f.ops = map[Op]bool{}
		}
		f.ops[op] = true
	}
	return f
}

// Short makes a failing write put half of its bytes into the file first, as a
// disk that fills up does. It returns f.
func (f *Faulty) Short() *Faulty { f.short = true; return f }

// Broken makes all operations after the failing one fail too, as when a disk
// is gone: nothing can be cleaned up then. It returns f.
func (f *Faulty) Broken() *Faulty { f.every = true; return f }

// Count reports how many operations there were.
func (f *Faulty) Count() int { return int(f.count.Load()) }

// Failed reports whether an operation was made to fail.
func (f *Faulty) Failed() bool { return f.count.Load() > f.n }

// fail counts an operation, and returns the error where it is the one.
func (f *Faulty) fail(op Op, name string) error {
	if f.ops != nil && !f.ops[op] {
		return nil
	}
	i := f.count.Add(1) - 1
	if i == f.n || f.every && i > f.n {
		return &fs.PathError{Op: string(op), Path: name, Err: f.err}
	}
	return nil
}

// Open opens a file for reading, or fails.
func (f *Faulty) Open(name string) (File, error) {
	if err := f.fail(OpOpen, name); err != nil {
		return nil, err
	}
	return f.file(name)(f.fs.Open(name))
}

// Create creates a file, or fails.
func (f *Faulty) Create(name string) (File, error) {
	if err := f.fail(OpCreate, name); err != nil {
		return nil, err
	}
	return f.file(name)(f.fs.Create(name))
}

func (f *Faulty) file(name string) func(File, error) (File, error) {
	return func(file File, err error) (File, error) {
		if err != nil {
			return nil, err
		}
		return &faultyFile{file, f, name}, nil
	}
}

// MkdirAll makes a directory and those above it, or fails.
func (f *Faulty) MkdirAll(name string) error {
	return f.do(OpMkdir, name, func() error { return f.fs.MkdirAll(name) })
}

// SyncDir makes the names in a directory last, or fails.
func (f *Faulty) SyncDir(name string) error {
	return f.do(OpSyncDir, name, func() error { return f.fs.SyncDir(name) })
}

// Rename renames a file or directory, or fails.
func (f *Faulty) Rename(from, to string) error {
	return f.do(OpRename, from, func() error { return f.fs.Rename(from, to) })
}

// Exchange swaps two names, or fails.
func (f *Faulty) Exchange(a, b string) error {
	return f.do(OpExchange, a, func() error { return f.fs.Exchange(a, b) })
}

// Remove removes a file or empty directory, or fails.
func (f *Faulty) Remove(name string) error {
	return f.do(OpRemove, name, func() error { return f.fs.Remove(name) })
}

// RemoveAll removes what a name stands for, and all below it, or fails.
func (f *Faulty) RemoveAll(name string) error {
	return f.do(OpRemoveAll, name, func() error { return f.fs.RemoveAll(name) })
}

func (f *Faulty) do(op Op, name string, op1 func() error) error {
	if err := f.fail(op, name); err != nil {
		return err
	}
	return op1()
}

// ReadDir lists a directory, or fails.
func (f *Faulty) ReadDir(name string) ([]fs.DirEntry, error) {
	if err := f.fail(OpReadDir, name); err != nil {
		return nil, err
	}
	return f.fs.ReadDir(name)
}

// Stat describes what a name stands for, or fails.
func (f *Faulty) Stat(name string) (fs.FileInfo, error) {
	if err := f.fail(OpStat, name); err != nil {
		return nil, err
	}
	return f.fs.Stat(name)
}

// Lock takes the lock of that name, or fails.
func (f *Faulty) Lock(name string) (io.Closer, error) {
	if err := f.fail(OpLock, name); err != nil {
		return nil, err
	}
	return f.fs.Lock(name)
}
