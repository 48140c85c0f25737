package pipelines

import (
	"fmt"
	"path/filepath"
	"strings"
)

// apart refuses an output inside its input, and the other way round: the next
// run would read what this one wrote.
func apart(in, out string) error {
	a, b := realPath(in), realPath(out)
	if a == b || within(a, b) || within(b, a) {
		return refuse(OutputOverlaps, fmt.Errorf("output %s and input %s lie inside one another; write somewhere else", out, in))
	}
	return nil
}

// realPath follows the links of as much of the path as exists.
func realPath(p string) string {
	p, err := filepath.Abs(p)
	if err != nil {
		return p
	}
	for rest := ""; ; {
		if real, err := filepath.EvalSymlinks(p); err == nil {
			return filepath.Join(real, rest)
		}
		dir := filepath.Dir(p)
		if dir == p {
			return filepath.Join(p, rest)
		}
		p, rest = dir, filepath.Join(filepath.Base(p), rest)
	}
}

func within(dir, p string) bool { return strings.HasPrefix(p, dir+string(filepath.Separator)) }
