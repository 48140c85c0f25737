//go:build unix

package files

import (
	"os"

	"golang.org/x/sys/unix"
)

const noFollow = unix.O_NOFOLLOW

// lock uses flock, which the kernel takes back when the last descriptor is
// closed, so that a killed run leaves no stale lock; and which, unlike the
// locks of fcntl, is not lost when another part of the process closes the
// file.
func lock(f *os.File) error {
	for {
		switch err := unix.Flock(int(f.Fd()), unix.LOCK_EX|unix.LOCK_NB); err {
		case unix.EINTR:
		case unix.EWOULDBLOCK:
			return ErrLocked
		default:
			return err
		}
	}
}
