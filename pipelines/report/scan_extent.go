package report

import (
	"fmt"
	"io"
	"path/filepath"
	"slices"
	"strings"

	"tuomin/pipelines"
	"tuomin/scanners"
)

// extent says, under the name of a table, what it is made of where the name
// does not, and what was left out.
func (s Style) extent(w io.Writer, p *pipelines.Profile) {
	if levels, n := partitions(p.Table); n > 0 {
		fmt.Fprintf(w, s.say("%s, by %s\n", "%s，按 %s 划分\n"), s.partitions(n), strings.Join(levels, ", "))
	}
	if name := begins(p.Table); name != "" {
		fmt.Fprintf(w, s.say("begins at %s: files before it in the directory have other columns, and are another table\n",
			"从 %s 开始：目录中在它之前的文件列不相同，属于另一张表\n"), name)
	}
	if p.Sampled {
		fmt.Fprintln(w, s.say("a sample: what was not read may hold anything", "抽样结果：未读取的部分可能含有任何内容"))
	}
}

// begins is the name of the file that a table is called by, where it has more
// than that one; "" where it is its whole directory.
func begins(t *scanners.Table) string {
	if len(t.Files) < 2 || t.Path != t.Files[0].Path {
		return ""
	}
	return filepath.Base(t.Path)
}

// partitions are the levels by which a table is partitioned, and how many of
// its partitions were read.
func partitions(t *scanners.Table) (levels []string, n int) {
	dirs := map[string]bool{}
	for i := range t.Files {
		for _, v := range t.Files[i].Partition {
			if !slices.Contains(levels, v.Name) {
				levels = append(levels, v.Name)
			}
			dirs[filepath.Dir(t.Files[i].Rel)] = true
		}
	}
	return levels, len(dirs)
}
