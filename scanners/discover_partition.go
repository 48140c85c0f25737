package scanners

import (
	"path"
	"path/filepath"
	"strconv"
	"strings"
)

// hiveNull is the directory name that stands for a null partition value.
const hiveNull = "__HIVE_DEFAULT_PARTITION__"

// splitPartitions takes a file's path apart: the directory of its table, its
// path below that, and the values of its k=v levels. Below root, k=v levels
// are partitions wherever they stand; root's own count as far as they are its
// last components, so that "order/dt=2026-01-02" has a column dt as "order" has.
func splitPartitions(root, file string) (table, rel string, values []PartitionValue) {
	dir := filepath.ToSlash(filepath.Dir(file))
	root = filepath.ToSlash(filepath.Clean(root))

	var levels []string // k=v
	table = root
	for {
		base := path.Base(table)
		if _, ok := parsePartition(base); !ok {
			break
		}
		levels = append([]string{base}, levels...)
		table = path.Dir(table)
	}
	below := strings.TrimPrefix(strings.TrimPrefix(dir, root), "/")
	if root == "." {
		below = dir
	}
	for _, part := range strings.Split(below, "/") {
		if _, ok := parsePartition(part); ok {
			levels = append(levels, part)
		} else if part != "" {
			table = path.Join(table, part)
		}
	}
	for _, level := range levels {
		v, _ := parsePartition(level)
		values = append(values, v)
	}
	return filepath.FromSlash(table), path.Join(append(levels, filepath.Base(file))...), values
}

// parsePartition decodes the name of a k=v directory.
func parsePartition(name string) (PartitionValue, bool) {
	k, v, ok := strings.Cut(name, "=")
	if !ok || k == "" {
		return PartitionValue{}, false
	}
	if v == hiveNull {
		return PartitionValue{Name: unescape(k), Null: true}, true
	}
	return PartitionValue{Name: unescape(k), Value: unescape(v)}, true
}

// unescape decodes %XX as Hive and Spark write it. Other than in URLs, a plus
// is a plus, and a percent sign that begins no escape is itself.
func unescape(s string) string {
	if !strings.Contains(s, "%") {
		return s
	}
	out := make([]byte, 0, len(s))
	for i := 0; i < len(s); i++ {
		if s[i] == '%' && i+2 < len(s) {
			if b, err := strconv.ParseUint(s[i+1:i+3], 16, 8); err == nil {
				out = append(out, byte(b))
				i += 2
				continue
			}
		}
		out = append(out, s[i])
	}
	return string(out)
}
