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
	for size, want := range map[string]int64{"2GiB": 2 << 30, "64MiB": 512 << 20, "4294967296": 4 << 30} {
		a := &app{memory: size}
		if got := a.options(pipelines.Events{}).Read.Limits.Memory; got != want {
			t.Errorf("%s: readers may hold %d bytes, want %d", size, got, want)
		}
	}
}

// A size is a number of any unit, as long as bytes can be counted in 64 bits.
func TestParseSize(t *testing.T) {
	for s, want := range map[string]int64{
		"1": 1, "512MiB": 512 << 20, "2 GB": 2 << 30, "8589934592": 8 << 30, "9007199254740991K": 9007199254740991 << 10,
		"": 0, "0": 0, "-1": 0, "MiB": 0, "1T": 0, "9223372036854775807K": 0, "9223372036854775808": 0,
	} {
		if got, ok := parseSize(s); ok != (want > 0) || ok && got != want {
			t.Errorf("%q: %d, %t", s, got, ok)
		}
	}
}
