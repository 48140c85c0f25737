package files

import (
	"crypto/rand"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
)

// WriteFile makes name stand for data, whole or not at all, whatever happens
// meanwhile: it writes beside it, syncs, renames and syncs the directory.
// After an error name is what it was, but for one in the last step, when it
// may be new and not yet on the disk.
func WriteFile(fsys FS, name string, data []byte, mode fs.FileMode) (err error) {
	temp := hidden(filepath.Dir(name))
	f, err := fsys.Create(temp)
	if err != nil {
		return err
	}
	_, err = f.Write(data)
	if err == nil && mode != 0o600 {
		err = f.Chmod(mode)
	}
	if err == nil {
		err = f.Sync()
	}
	// An error of Close counts: NFS tells only then that the disk was full.
	if cerr := f.Close(); err == nil {
		err = cerr
	}
	if err == nil {
		err = fsys.Rename(temp, name)
	}
	if err != nil {
		return errors.Join(err, fsys.Remove(temp))
	}
	return fsys.SyncDir(filepath.Dir(name))
}

// Spill opens a new file that has no name, so that it goes when it is closed
// or the process ends, and that nobody else can open. The file is made in dir,
// or where that is "" in the system's directory for temporary files.
func Spill(fsys FS, dir string) (File, error) {
	if dir == "" {
		dir = os.TempDir()
	}
	name := hidden(dir)
	f, err := fsys.Create(name)
	if err != nil {
		return nil, fmt.Errorf("spill file: %w", err)
	}
	if err := fsys.Remove(name); err != nil {
		// With a name it would outlive us, and it holds raw values.
		return nil, fmt.Errorf("spill file: %w", errors.Join(err, f.Close(), fsys.Remove(name)))
	}
	return f, nil
}

// hidden is a name in dir that nobody can guess, and that no reader of tables
// takes for data.
func hidden(dir string) string { return filepath.Join(dir, ".tuomin-"+rand.Text()) }
