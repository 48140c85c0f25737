package main

import (
	"bytes"
	"context"
	"errors"
	"io"
	"os/exec"
	"syscall"
	"testing"
	"testing/iotest"
	"time"
)

// What waits for standard input ends with the first signal, and its exit code
// says which it was.
func TestSignalWhileReading(t *testing.T) {
	for sig, want := range map[syscall.Signal]int{syscall.SIGINT: 130, syscall.SIGTERM: 143} {
		cmd := exec.Command("tuomin", "detect")
		in, err := cmd.StdinPipe()
		if err != nil {
			t.Fatal(err)
		}
		defer in.Close()
		out, err := cmd.StdoutPipe()
		if err != nil {
			t.Fatal(err)
		}
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		hang := time.AfterFunc(time.Minute, func() { _ = cmd.Process.Kill() })
		// Once it has answered, it waits for more.
		if _, err := in.Write([]byte("15700003129\n")); err != nil {
			t.Fatal(err)
		}
		if _, err := out.Read(make([]byte, 99)); err != nil {
			t.Fatal(err)
		}
		if err := cmd.Process.Signal(sig); err != nil {
			t.Fatal(err)
		}
		_ = cmd.Wait() // the exit code says it
		hang.Stop()
		if got := cmd.ProcessState.ExitCode(); got != want {
			t.Errorf("%s: exit %d, want %d", sig, got, want)
		}
	}
}

// Whatever the reads, what is read is what was there, and an error comes after it.
func TestInput(t *testing.T) {
	data := bytes.Repeat([]byte("15700003129\n"), 20_000)
	for _, r := range []io.Reader{bytes.NewReader(data), iotest.HalfReader(bytes.NewReader(data)), iotest.DataErrReader(bytes.NewReader(data))} {
		if err := iotest.TestReader(newInput(context.Background(), r), data); err != nil {
			t.Error(err)
		}
	}
	wrong := errors.New("wrong")
	if _, err := io.ReadAll(newInput(context.Background(), iotest.ErrReader(wrong))); err != wrong {
		t.Error(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	silent, _ := io.Pipe()
	time.AfterFunc(10*time.Millisecond, cancel)
	for range 2 {
		if n, err := newInput(ctx, silent).Read(make([]byte, 9)); n != 0 || err != context.Canceled {
			t.Error(n, err)
		}
	}
}
