package files

import (
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"syscall"
)

// Local is the local file system. Its zero value is ready to use.
type Local struct{}

var _ FS = Local{}

// Open opens a file to be read.
func (Local) Open(name string) (File, error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, err // not f, which would be a nil in an interface
	}
	return f, nil
}

// Create makes a file that is not there yet, for its owner alone, and follows no link.
func (Local) Create(name string) (File, error) {
	f, err := os.OpenFile(name, os.O_RDWR|os.O_CREATE|os.O_EXCL|noFollow, 0o600)
	if err != nil {
		return nil, err
	}
	return f, nil
}

// MkdirAll makes a directory and those above it, and brings each to the disk.
func (l Local) MkdirAll(name string) error {
	name = filepath.Clean(name)
	switch info, err := os.Stat(name); {
	case err == nil && info.IsDir():
		return nil
	case err == nil:
		return &fs.PathError{Op: "mkdir", Path: name, Err: syscall.ENOTDIR}
	case !errors.Is(err, fs.ErrNotExist):
		return err
	}
	parent := filepath.Dir(name)
	if parent != name {
		if err := l.MkdirAll(parent); err != nil {
			return err
		}
	}
	// Another process may have been quicker; its directory does as well.
	if err := os.Mkdir(name, 0o700); err != nil && !errors.Is(err, fs.ErrExist) {
		return err
	}
	return l.SyncDir(parent)
}

// SyncDir brings the names in a directory to the disk.
func (Local) SyncDir(name string) error {
	d, err := os.Open(name)
	if err != nil {
		return err
	}
	err = d.Sync()
	// Some file systems cannot sync a directory and need not.
	if errors.Is(err, syscall.EINVAL) || errors.Is(err, errors.ErrUnsupported) {
		err = nil
	}
	return errors.Join(err, d.Close())
}

// Rename gives a file or directory another name, in one step.
func (Local) Rename(from, to string) error { return os.Rename(from, to) }

// Exchange swaps two names in one step, or fails with ErrNoExchange.
func (Local) Exchange(a, b string) error {
	if err := exchange(a, b); err != nil {
		return &os.LinkError{Op: "exchange", Old: a, New: b, Err: err}
	}
	return nil
}

// Remove removes a file or an empty directory.
func (Local) Remove(name string) error { return os.Remove(name) }

// RemoveAll removes a name and all below it.
func (Local) RemoveAll(name string) error { return os.RemoveAll(name) }

// ReadDir lists a directory by name.
func (Local) ReadDir(name string) ([]fs.DirEntry, error) { return os.ReadDir(name) }

// Stat describes what a name stands for, behind links.
func (Local) Stat(name string) (fs.FileInfo, error) { return os.Stat(name) }

// Lock takes the lock of that name, or fails with ErrLocked; a process that ends has given it back.
func (Local) Lock(name string) (io.Closer, error) {
	f, err := os.OpenFile(name, os.O_RDWR|os.O_CREATE|noFollow, 0o600)
	if err != nil {
		return nil, err
	}
	if err := lock(f); err != nil {
		f.Close()
		return nil, &fs.PathError{Op: "lock", Path: name, Err: err}
	}
	return f, nil
}
