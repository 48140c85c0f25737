package main

import (
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

// maxRSS is what a scan may take of a machine, whatever the files claim of
// themselves.
const maxRSS = 512 << 20

// TestMalformedMemory scans all broken files of the public corpora in one
// process: it ends with the exit code for files that could not be read, and
// never held more than it may.
func TestMalformedMemory(t *testing.T) {
	var paths []string
	for _, name := range []string{"parquet-malformed", "arrow-malformed"} {
		root := filepath.Join("..", "..", "..", "shared", "corpora", name)
		if _, err := os.Stat(root); err != nil {
			if os.Getenv("CI") == "true" {
				t.Fatal(err)
			}
			t.Skipf("the corpora are not there: %v", err)
		}
		err := filepath.WalkDir(root, func(path string, e fs.DirEntry, err error) error {
			if err == nil && !e.IsDir() && !strings.HasPrefix(e.Name(), "README") && !strings.HasPrefix(e.Name(), "LICENSE") {
				paths = append(paths, path)
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	tuomin, err := exec.LookPath("tuomin")
	if err != nil {
		t.Fatal(err)
	}
	c := exec.Command(tuomin, append([]string{"scan", "--format", "json", "--quiet"}, paths...)...)
	if err := c.Run(); c.ProcessState == nil || c.ProcessState.ExitCode() != 3 {
		t.Fatalf("%v: %v", c.ProcessState, err)
	}
	usage, ok := c.ProcessState.SysUsage().(*syscall.Rusage)
	if !ok {
		t.Skip("this system does not tell what a process used")
	}
	if rss := usage.Maxrss << 10; rss > maxRSS { // Linux counts KiB
		t.Errorf("%d MiB of memory for %d files", rss>>20, len(paths))
	} else {
		t.Logf("%d MiB of memory for %d files", rss>>20, len(paths))
	}
}
