package report

import (
	"fmt"
	"strconv"
)

// Count prints n with its thousands apart: 1,204,113.
func Count(n int64) string {
	s := strconv.FormatInt(n, 10)
	start := 0
	if n < 0 {
		start = 1
	}
	for i := len(s) - 3; i > start; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}

// files and rows are numbers of them: 1 file, 3 个文件.
func (s Style) files(n int) string  { return s.counted(int64(n), "file", "个文件") }
func (s Style) rows(n int64) string { return s.counted(n, "row", "行") }

func (s Style) partitions(n int) string { return s.counted(int64(n), "partition", "个分区") }
func (s Style) warnings(n int) string   { return s.counted(int64(n), "warning", "条警告") }
func (s Style) tests(n int) string      { return s.counted(int64(n), "test", "项测试") }

func (s Style) counted(n int64, en, zh string) string {
	if s.Lang != "zh" && n != 1 {
		en += "s"
	}
	return Count(n) + " " + s.say(en, zh)
}

// percent prints a share so that neither "all" nor "none" is ever claimed by
// rounding: 100% and 0% mean exactly that.
func percent(share float64) string {
	switch {
	case share <= 0:
		return "0%"
	case share >= 1:
		return "100%"
	case share < 0.001:
		return "<0.1%"
	case share > 0.999:
		return ">99.9%"
	}
	return fmt.Sprintf("%.1f%%", 100*share)
}

// Size prints bytes in units of 1024: 84.1 MiB.
func Size(n int64) string {
	const units = "KMGTPE"
	if n < 1024 {
		return fmt.Sprintf("%d B", n)
	}
	f, i := float64(n)/1024, 0
	for f >= 1024 && i < len(units)-1 {
		f, i = f/1024, i+1
	}
	return fmt.Sprintf("%.1f %ciB", f, units[i])
}
