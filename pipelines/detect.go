package pipelines

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"slices"

	"tuomin/detectors"
	"tuomin/scanners/columns"
)

// A Line is what one line of text was found to hold.
type Line struct {
	Number int64
	Hits   []detectors.Span // by start, of one place the strongest class first
	Chosen []bool           // by hit: it is the one that redaction would use
}

// ErrLongLine is a line that no value of a table is as long as.
var ErrLongLine = errors.New("a line is longer than 16 MiB")

const longestLine = 16 << 20

// Detect reads values, one a line, as if they stood in a column of that name,
// and tells what each holds. A line is told as soon as there is nothing more to
// read, so that a person can type.
func Detect(in io.Reader, header string, set *detectors.Set, tell func(Line) error) error {
	find := set.NewFinder()
	find.Under(detectors.Apart(set.Names(columns.Path(header))))
	r := bufio.NewReaderSize(in, 64<<10)
	var b columns.Builder
	var hits []detectors.Span
	for n := int64(1); ; n++ {
		line, err := readLine(r)
		if err == io.EOF && len(line) == 0 {
			return nil
		}
		if err != nil && err != io.EOF {
			return fmt.Errorf("line %d: %w", n, err)
		}
		b.Reset()
		b.Append(line)
		v := b.Values()
		hits = slices.DeleteFunc(find.Find(&v, hits[:0]), func(h detectors.Span) bool {
			return h.Grade == detectors.Shaped && set.Info(h.Class).Checks // it failed its check: it is none
		})
		if err := tell(told(n, hits)); err != nil {
			return err
		}
	}
}

// readLine is the next line without its end.
func readLine(r *bufio.Reader) (line []byte, err error) {
	for {
		part, err := r.ReadSlice('\n')
		line = append(line, part...)
		if len(line) > longestLine {
			return nil, ErrLongLine
		}
		if err == bufio.ErrBufferFull {
			continue
		}
		return bytes.TrimSuffix(bytes.TrimSuffix(line, []byte("\n")), []byte("\r")), err
	}
}

func told(n int64, hits []detectors.Span) Line {
	l := Line{Number: n, Hits: slices.Clone(hits), Chosen: make([]bool, len(hits))}
	for _, best := range detectors.Resolve(nil, hits) {
		l.Chosen[slices.Index(hits, best)] = true
	}
	return l
}
