package main

import (
	"context"
	"io"
)

// An input is standard input that a signal can end: what waits in a read, for a
// person who types or a program that is slow, cannot look at its context.
type input struct {
	ctx  context.Context
	r    io.Reader
	buf  []byte
	left []byte // of buf, not yet handed on
	err  error  // that comes after it
}

func newInput(ctx context.Context, r io.Reader) *input {
	return &input{ctx: ctx, r: r, buf: make([]byte, 64<<10)}
}

// Read reads, unless the context ends first. The read that then still waits ends
// with the process.
func (in *input) Read(p []byte) (int, error) {
	if len(in.left) == 0 && in.err == nil {
		in.fill()
	}
	n := copy(p, in.left)
	if in.left = in.left[n:]; len(in.left) > 0 {
		return n, nil
	}
	return n, in.err
}

func (in *input) fill() {
	type result struct {
		n   int
		err error
	}
	got := make(chan result, 1)
	go func() {
		n, err := in.r.Read(in.buf)
		got <- result{n, err}
	}()
	select {
	case r := <-got:
		in.left, in.err = in.buf[:r.n], r.err
	case <-in.ctx.Done():
		in.err = in.ctx.Err()
	}
}
