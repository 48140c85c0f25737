// Package files is the few file operations that the product uses, and nothing
// that it does not: what is not in FS cannot be got wrong.
//
//	create   name.part  0600, never an existing file, never through a link
//	write, sync         the bytes are on the disk
//	rename, sync dir    the name is on the disk, and stands for all of them
//
// # Why
//
// A file that is renamed without being synced can be empty after a power loss,
// and a name whose directory was not synced can be gone; the libraries for
// object stores do neither on local disks. And every failure must be tried in
// tests, so the operations stand behind an interface with two implementations:
// Local, and Faulty, which fails any one of them.
package files

import (
	"errors"
	"io"
	"io/fs"
)

// Errors that a caller decides by. They are wrapped in an *fs.PathError or an
// *os.LinkError, which hold the names.
var (
	// ErrLocked means that another process, or another open of this one,
	// holds the lock.
	ErrLocked = errors.New("another run holds the lock")
	// ErrNoExchange means that two names cannot be swapped in one step here:
	// not on this system, or not on this file system.
	ErrNoExchange = errors.New("the file system cannot swap two names in one step")
)

// A File is an open file. Reading at an offset may be done from several
// goroutines at once.
type File interface {
	io.ReadWriteCloser
	io.ReaderAt
	Stat() (fs.FileInfo, error)
	// Sync returns once what was written is on the disk. After an error the
	// file must be given up: what the kernel had failed to write it may have
	// dropped, and a second Sync would say that all is well.
	Sync() error
	Chmod(mode fs.FileMode) error
	// Chown gives the file to a user and a group; -1 leaves either.
	Chown(uid, gid int) error
}

// An FS does file operations. All methods can be called from several
// goroutines at once. Names are the system's own.
type FS interface {
	// Open opens a file for reading.
	Open(name string) (File, error)
	// Create makes a new file with mode 0600, for reading and writing. It
	// fails where anything stands under the name, a dangling link included.
	Create(name string) (File, error)
	// MkdirAll makes a directory, and those above it, with mode 0700 before
	// umask, and returns once their names are on the disk.
	MkdirAll(name string) error
	// SyncDir returns once the names in a directory are on the disk.
	SyncDir(name string) error
	// Rename moves a file or directory; a file that stands there is replaced.
	Rename(from, to string) error
	// Exchange swaps what two names stand for, in one step, or fails with
	// ErrNoExchange.
	Exchange(a, b string) error
	Remove(name string) error
	// RemoveAll removes a tree. It follows no links, and to find nothing is
	// no error.
	RemoveAll(name string) error
	// ReadDir lists a directory, by name.
	ReadDir(name string) ([]fs.DirEntry, error)
	// Stat follows links.
	Stat(name string) (fs.FileInfo, error)
	// Lock takes the lock that the file stands for, making the file where
	// there is none, and fails with ErrLocked rather than wait. Close gives it
	// back; so does the end of the process, however it ends. The file stays.
	Lock(name string) (io.Closer, error)
}
