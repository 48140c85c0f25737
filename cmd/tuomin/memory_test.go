package main

import (
	"math"
	"runtime/debug"
	"testing"

	"github.com/spf13/cobra"
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
