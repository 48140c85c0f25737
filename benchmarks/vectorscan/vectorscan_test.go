// Package vectorscan measures our detectors beside Vectorscan, the fastest
// engine of regular expressions there is, on the same values in one run.
//
// It is asked in two ways: one call a value, which is what a program does that
// wants to know of each value what it is, and over blocks of 64 KiB, which is the
// fastest that it can do and says neither which value a match is in nor whether
// a check digit is right. Our detectors are all that there are.
package vectorscan

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"github.com/apache/arrow-go/v18/arrow/array"

	"tuomin/benchmarks/corpus"
	"tuomin/detectors"
	"tuomin/scanners/columns"
)

const (
	rows   = 200_000
	rounds = 15 // of each; the median counts
	// leastTimes is how many times faster we are at least than a call for each value.
	leastTimes = 5
)

func BenchmarkVectorscan(b *testing.B) {
	scan := build(b)
	for _, column := range []string{"mobile", "address", "remark"} {
		b.Run(column, func(b *testing.B) {
			values, file := write(b, column)
			for b.Loop() {
				calls, blocks, ours := measure(b, scan, file, values)
				b.ReportMetric(ours, "ours-ns/value")
				b.ReportMetric(calls, "calls-ns/value")
				b.ReportMetric(blocks, "blocks-ns/value")
				b.ReportMetric(calls/ours, "calls/ours")
				b.ReportMetric(blocks/ours, "blocks/ours")
				if calls < leastTimes*ours {
					b.Errorf("a value takes %.1f ns, and a call of Vectorscan %.1f: the bound is %d times", ours, calls, leastTimes)
				}
			}
		})
	}
}

// build compiles scan.c, or skips the benchmark where that cannot be.
func build(b *testing.B) string {
	out := filepath.Join(b.TempDir(), "scan")
	cmd := exec.Command("cc", "-O2", "-o", out, "testdata/scan.c", "-lhs")
	if msg, err := cmd.CombinedOutput(); err != nil {
		b.Skipf("no Vectorscan to compare with: make vectorscan installs it where it may (%v, %.200s)", err, msg)
	}
	return out
}

// write puts a column into a file as scan.c reads it, and returns it as
// detectors do.
func write(b *testing.B, column string) (*columns.Values, string) {
	var values columns.Builder
	var file bytes.Buffer
	table := corpus.Narrow(1, rows)
	for batch := range table.Batches(1 << 16) {
		at := batch.Schema().FieldIndices(column)[0]
		for i := range int(batch.NumRows()) {
			v := []byte(batch.Column(at).(*array.String).Value(i))
			values.Append(v)
			file.Write(binary.NativeEndian.AppendUint32(nil, uint32(len(v))))
			file.Write(v)
		}
	}
	path := filepath.Join(b.TempDir(), column)
	if err := os.WriteFile(path, file.Bytes(), 0o600); err != nil {
		b.Fatal(err)
	}
	v := values.Values()
	return &v, path
}

// measure is the nanoseconds that a value takes each way, and all our detectors: of
// each the median round. They take turns, as the speed of a machine is not the same for
// long.
func measure(b *testing.B, scan, file string, v *columns.Values) (calls, blocks, ours float64) {
	cmd := exec.Command(scan, file)
	cmd.Stderr = os.Stderr
	turn, err := cmd.StdinPipe()
	if err != nil {
		b.Fatal(err)
	}
	says, err := cmd.StdoutPipe()
	if err != nil {
		b.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		b.Fatal(err)
	}
	f := detectors.NewFinder()
	hits := f.Find(v, nil)
	var took [3][rounds]float64
	for i := range rounds {
		var found, again int
		if _, err := fmt.Fprintln(turn); err != nil {
			b.Fatal(err)
		}
		if _, err := fmt.Fscanln(says, &took[0][i], &found, &took[1][i], &again); err != nil || found == 0 {
			b.Fatalf("it found %d: %v", found, err)
		}
		start := time.Now()
		hits = f.Find(v, hits[:0])
		took[2][i] = float64(time.Since(start).Nanoseconds()) / float64(v.Len())
	}
	if err := errors.Join(turn.Close(), cmd.Wait()); err != nil {
		b.Fatal(err)
	}
	for i := range took {
		slices.Sort(took[i][:])
	}
	return took[0][rounds/2], took[1][rounds/2], took[2][rounds/2]
}
