package files_test

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"syscall"
	"testing"

	"tuomin/scanners/files"
)

// implementations are what a test of the contract runs against.
func implementations() map[string]files.FS {
	return map[string]files.FS{
		"local":  files.Local{},
		"faulty": files.NewFaulty(files.Local{}, 1<<30, syscall.EIO),
	}
}

func TestContract(t *testing.T) {
	for name, fsys := range implementations() {
		t.Run(name, func(t *testing.T) { testContract(t, fsys) })
	}
}

func testContract(t *testing.T, fsys files.FS) {
	dir := filepath.Join(t.TempDir(), "a", "b")
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	must(fsys.MkdirAll(dir))
	must(fsys.MkdirAll(dir))
	name := filepath.Join(dir, "f")
	f, err := fsys.Create(name)
	must(err)
	_, err = f.Write([]byte("Jello"))
	must(err)
	must(f.Sync())
	info, err := f.Stat()
	must(err)
	if info.Mode() != 0o600 {
		t.Errorf("a new file has mode %v", info.Mode())
	}
	must(f.Chmod(0o640))
	must(f.Close())
	must(fsys.SyncDir(dir))

	r, err := fsys.Open(name)
	must(err)
	got, err := io.ReadAll(r)
	must(err)
	var at [2]byte
	_, err = r.ReadAt(at[:], 3)
	must(err)
	must(r.Close())
	if string(got) != "Jello" || string(at[:]) != "lo" {
		t.Errorf("read %q and %q", got, at)
	}
	if info, err := fsys.Stat(name); err != nil || info.Mode() != 0o640 {
		t.Errorf("after Chmod: %v, %v", info.Mode(), err)
	}

	if _, err := fsys.Create(name); !errors.Is(err, fs.ErrExist) {
		t.Errorf("Create over a file: %v", err)
	}
	link := filepath.Join(dir, "link")
	must(os.Symlink(filepath.Join(dir, "nowhere"), link))
	if _, err := fsys.Create(link); err == nil {
		t.Error("Create went through a link")
	}
	if _, err := fsys.Stat(filepath.Join(dir, "nowhere")); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("what the link points to: %v", err)
	}
	if info, err := os.Lstat(link); err != nil || info.Mode()&fs.ModeSymlink == 0 {
		t.Errorf("Lstat: %v, %v", info, err)
	}
	if err := fsys.MkdirAll(filepath.Join(name, "d")); err == nil {
		t.Error("a directory below a file")
	}

	other := filepath.Join(dir, "g")
	must(files.WriteFile(fsys, other, []byte("new"), 0o644))
	must(fsys.Rename(other, name))
	entries, err := fsys.ReadDir(dir)
	must(err)
	if len(entries) != 2 || entries[0].Name() != "f" || entries[1].Name() != "link" {
		t.Errorf("the directory holds %v", entries)
	}
	must(fsys.Remove(link))
	must(fsys.RemoveAll(dir))
	must(fsys.RemoveAll(dir))
	for _, name := range []string{"none", dir} {
		if _, err := fsys.Open(name); !errors.Is(err, fs.ErrNotExist) {
			t.Errorf("Open of nothing: %v", err)
		}
	}
}

func TestExchange(t *testing.T) {
	dir := t.TempDir()
	a, b := filepath.Join(dir, "a"), filepath.Join(dir, "b")
	for _, d := range []string{a, b} {
		if err := os.Mkdir(d, 0o700); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.WriteFile(filepath.Join(a, "was-a"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	err := files.Local{}.Exchange(a, b)
	if errors.Is(err, files.ErrNoExchange) && (runtime.GOOS != "linux" || os.Getenv("CI") != "true") {
		t.Skip(err)
	}
	if err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(filepath.Join(b, "was-a")); err != nil {
		t.Error(err)
	}
	if err := (files.Local{}).Exchange(a, filepath.Join(dir, "c")); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("Exchange with nothing: %v", err)
	}
}

// A lock is held by one, whether or not in one process, and goes with it.
func TestLock(t *testing.T) {
	name := filepath.Join(t.TempDir(), "lock")
	if os.Getenv("LOCK") != "" { // the child of this test
		_, err := files.Local{}.Lock(os.Getenv("LOCK"))
		fmt.Println(err == nil, errors.Is(err, files.ErrLocked))
		select {} // until it is killed
	}
	child := func() string {
		cmd := exec.Command(os.Args[0], "-test.run=^TestLock$")
		cmd.Env = append(os.Environ(), "LOCK="+name)
		out, err := cmd.StdoutPipe()
		if err != nil {
			t.Fatal(err)
		}
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		var got, locked string
		fmt.Fscan(out, &got, &locked)
		cmd.Process.Kill()
		cmd.Wait()
		return got + " " + locked
	}
	l, err := files.Local{}.Lock(name)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := (files.Local{}).Lock(name); !errors.Is(err, files.ErrLocked) {
		t.Errorf("a second lock: %v", err)
	}
	if got := child(); got != "false true" {
		t.Errorf("another process: %s", got)
	}
	if err := l.Close(); err != nil {
		t.Fatal(err)
	}
	if got := child(); got != "true false" {
		t.Errorf("another process, once it is free: %s", got)
	}
	if l, err = (files.Local{}).Lock(name); err != nil {
		t.Fatalf("after its holder was killed: %v", err)
	}
	l.Close()
}

// Whatever fails, the file is the old one or the new one, the error is the
// injected one, and nothing else is left but where it cannot be removed.
func TestWriteFileFaults(t *testing.T) {
	for _, c := range []struct {
		name  string
		err   error
		setup func(*files.Faulty) *files.Faulty
		left  int // files that may stay
	}{
		{"io", syscall.EIO, func(f *files.Faulty) *files.Faulty { return f }, 1},
		{"full", syscall.ENOSPC, (*files.Faulty).Short, 1},
		{"gone", syscall.EIO, (*files.Faulty).Broken, 2},
	} {
		t.Run(c.name, func(t *testing.T) {
			for n := 0; ; n++ {
				name := filepath.Join(t.TempDir(), "f")
				if err := os.WriteFile(name, []byte("old"), 0o600); err != nil {
					t.Fatal(err)
				}
				fsys := c.setup(files.NewFaulty(files.Local{}, n, c.err))
				err := files.WriteFile(fsys, name, []byte("new and longer"), 0o644)
				got, _ := os.ReadFile(name)
				entries, _ := os.ReadDir(filepath.Dir(name))
				if !fsys.Failed() {
					if err != nil || string(got) != "new and longer" || n < 6 || fsys.Count() != n {
						t.Fatalf("without a fault, %d operations: %v, %q", n, err, got)
					}
					return
				}
				if !errors.Is(err, c.err) {
					t.Errorf("fault %d: %v", n, err)
				}
				if string(got) != "old" && string(got) != "new and longer" {
					t.Errorf("fault %d: the file holds %q", n, got)
				}
				if len(entries) > c.left {
					t.Errorf("fault %d: %d files are left", n, len(entries))
				}
			}
		})
	}
}

func TestFaultyCountsWhatItIsTold(t *testing.T) {
	dir := t.TempDir()
	fsys := files.NewFaulty(files.Local{}, 1, syscall.EIO, files.OpSync, files.OpRename)
	if err := files.WriteFile(fsys, filepath.Join(dir, "f"), nil, 0o600); !errors.Is(err, syscall.EIO) || fsys.Count() != 2 {
		t.Errorf("%v after %d", err, fsys.Count())
	}
	short := files.NewFaulty(files.Local{}, 0, syscall.ENOSPC, files.OpWrite).Short()
	f, err := short.Create(filepath.Join(dir, "g"))
	if err != nil {
		t.Fatal(err)
	}
	if n, err := f.Write([]byte("1234")); n != 2 || !errors.Is(err, syscall.ENOSPC) {
		t.Errorf("%d bytes, %v", n, err)
	}
	if n, err := f.Write([]byte("5678")); n != 4 || err != nil {
		t.Errorf("%d bytes, %v", n, err)
	}
	if err := f.Close(); err != nil {
		t.Error(err)
	}
	if got, _ := os.ReadFile(filepath.Join(dir, "g")); !bytes.Equal(got, []byte("125678")) {
		t.Errorf("the file holds %q", got)
	}
}

// A spill file has no name, and where it would keep one it is refused.
func TestSpill(t *testing.T) {
	dir := t.TempDir()
	f, err := files.Spill(files.Local{}, dir)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := f.Write([]byte("x")); err != nil {
		t.Error(err)
	}
	var b [1]byte
	if _, err := f.ReadAt(b[:], 0); err != nil || b[0] != 'x' {
		t.Error(b, err)
	}
	if entries, _ := os.ReadDir(dir); len(entries) > 0 {
		t.Errorf("%s is left", entries[0].Name())
	}
	if err := f.Close(); err != nil {
		t.Error(err)
	}
	fsys := files.NewFaulty(files.Local{}, 0, syscall.EIO, files.OpRemove)
	if _, err := files.Spill(fsys, dir); !errors.Is(err, syscall.EIO) {
		t.Error(err)
	}
	if entries, _ := os.ReadDir(dir); len(entries) > 0 {
		t.Errorf("%s is left", entries[0].Name())
	}
	if _, err := files.Spill(files.Local{}, filepath.Join(dir, "none")); !errors.Is(err, fs.ErrNotExist) {
		t.Error(err)
	}
}
