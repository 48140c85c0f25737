package pipelines

import (
	"sync/atomic"
	"syscall"
	"testing"

	"tuomin/scanners/files"
)

// open counts the files of an FS that were created and not closed.
type open struct {
	files.FS
	n, made atomic.Int64
}

type openFile struct {
	files.File
	of *open
}

func (o *open) Create(name string) (files.File, error) {
	f, err := o.FS.Create(name)
	if err != nil {
		return nil, err
	}
	o.n.Add(1)
	o.made.Add(1)
	return openFile{f, o}, nil
}

func (f openFile) Close() error {
	f.of.n.Add(-1)
	return f.File.Close()
}

// Whatever chunk fails, and wherever it stands in the queue, what was spilled of it and
// of the others is closed.
func TestSpillsAreClosed(t *testing.T) {
	b := newBench(t, orderRules, "", orders(600, 1))
	b.opt.Memory, b.opt.Workers = 64, 2
	last := &open{FS: files.Local{}}
	for n := 0; ; n += 7 {
		fsys := files.NewFaulty(last, n, syscall.EIO, files.OpWrite)
		b.runOn(fsys)
		if left := last.n.Load(); left != 0 {
			t.Fatalf("write %d fails: %d files are open", n, left)
		}
		if !fsys.Failed() {
			break
		}
	}
	if last.made.Load() < 100 {
		t.Errorf("only %d files were made", last.made.Load())
	}
}
