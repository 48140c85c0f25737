package files

import "io/fs"

// faultyFile is a file whose operations its Faulty counts and fails.
type faultyFile struct {
	file File
	fs   *Faulty
	name string
}

// Read reads on, or fails.
func (f *faultyFile) Read(p []byte) (int, error) {
	if err := f.fs.fail(OpRead, f.name); err != nil {
		return 0, err
	}
	return f.file.Read(p)
}

// ReadAt reads from a place on, or fails.
func (f *faultyFile) ReadAt(p []byte, off int64) (int, error) {
	if err := f.fs.fail(OpRead, f.name); err != nil {
		return 0, err
	}
	return f.file.ReadAt(p, off)
}

// Write writes on, or fails: after half of p where its Faulty writes short.
func (f *faultyFile) Write(p []byte) (n int, err error) {
	if err := f.fs.fail(OpWrite, f.name); err != nil {
		if f.fs.short {
			n, _ = f.file.Write(p[:len(p)/2])
		}
		return n, err
	}
	return f.file.Write(p)
}

// Stat describes the file, or fails.
func (f *faultyFile) Stat() (fs.FileInfo, error) {
	if err := f.fs.fail(OpStat, f.name); err != nil {
		return nil, err
	}
	return f.file.Stat()
}

// Sync brings the file to the disk, or fails.
func (f *faultyFile) Sync() error {
	return f.fs.do(OpSync, f.name, f.file.Sync)
}

// Chmod changes who may do what with the file, or fails.
func (f *faultyFile) Chmod(mode fs.FileMode) error {
	return f.fs.do(OpChmod, f.name, func() error { return f.file.Chmod(mode) })
}

// Chown gives the file to an owner and a group, or fails.
func (f *faultyFile) Chown(uid, gid int) error {
	return f.fs.do(OpChown, f.name, func() error { return f.file.Chown(uid, gid) })
}

// Close closes the file in any case: a close that fails has given the
// descriptor back.
func (f *faultyFile) Close() error {
	err := f.file.Close()
	if ferr := f.fs.fail(OpClose, f.name); ferr != nil {
		return ferr
	}
	return err
}
