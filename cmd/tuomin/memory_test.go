package main

import (
	"math"
	"runtime/debug"
	"testing"

	"github.com/spf13/cobra"

	"tuomin/pipelines"
)

// The collector is told what --memory allows, unless somebody told it already.
func TestCapMemory(t *testing.T) {
	old := debug.SetMemoryLimit(-1)
	t.Cleanup(func() { debug.SetMemoryLimit(old) })
	for _, c := range []struct {
		memory, env string
		want        int64
	}{
		{"512MiB", "", 448 << 20}, {"2GiB", "", 1792 << 20}, {"1MiB", "", leastHeap}, {"512MiB", "1GiB", math.MaxInt64},
	} {
		debug.SetMemoryLimit(math.MaxInt64)
		t.Setenv("GOMEMLIMIT", c.env)
		if err := (&app{lang: "en", workers: 1, memory: c.memory}).checkFlags(&cobra.Command{}); err != nil {
			t.Fatal(err)
		}
		if got := debug.SetMemoryLimit(-1); got != c.want {
			t.Errorf("--memory %s, GOMEMLIMIT=%q: limit %d, want %d", c.memory, c.env, got, c.want)
		}
	}
}

// More memory admits larger pages and batches; less refuses none that could be read.
func TestMemoryOfReaders(t *testing.T) {
	for size, want := range map[string]int64{"2GiB": 2 << 30, "64MiB": 512 << 20} {
		a := &app{memory: size}
		if got := a.options(pipelines.Events{}).Read.Limits.Memory; got != want {
			t.Errorf("%s: readers may hold %d bytes, want %d", size, got, want)
		}
	}
}
