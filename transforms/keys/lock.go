package keys

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"syscall"
)

// lock keeps two commands from adding a domain at once, the later of which
// would lose the earlier's key. The file itself is replaced, so the lock is
// taken on its directory.
func lock(path string) (unlock func(), err error) {
	dir, err := os.Open(filepath.Dir(path))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("%w: keyset %w", ErrMissing, err)
	}
	if err != nil {
		return nil, fmt.Errorf("keyset: %w", err)
	}
	if err := syscall.Flock(int(dir.Fd()), syscall.LOCK_EX); err != nil {
		return nil, fmt.Errorf("keyset: lock %s: %w", dir.Name(), errors.Join(err, dir.Close()))
	}
	return func() { _ = dir.Close() }, nil
}
