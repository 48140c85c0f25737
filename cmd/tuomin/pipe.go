package main

import (
	"errors"
	"io"
	"os"
	"os/signal"
	"syscall"
)

// standardStreams are those of the process. A reader that went away is told by
// the write, and need not end the program by a signal.
func standardStreams() streams {
	signal.Ignore(syscall.SIGPIPE)
	return streams{os.Stdin, &pipe{File: os.Stdout}, &pipe{File: os.Stderr}}
}

// A pipe is stdout or stderr whose reader may go away when it has seen enough,
// as head does. That is no error: what is written afterwards goes nowhere, the
// work is finished, and the exit code is the work's own.
type pipe struct {
	*os.File
	gone bool
}

// Write has no error where the reader went away.
func (p *pipe) Write(b []byte) (int, error) {
	if p.gone {
		return len(b), nil
	}
	n, err := p.File.Write(b)
	if errors.Is(err, syscall.EPIPE) {
		p.gone = true
		return len(b), nil
	}
	return n, err
}

// WriteString hides the file's own, which knows nothing of readers that left.
func (p *pipe) WriteString(s string) (int, error) { return io.WriteString(struct{ io.Writer }{p}, s) }
