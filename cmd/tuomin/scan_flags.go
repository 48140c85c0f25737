package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"tuomin/pipelines"
	"tuomin/scanners"
)

// scanFlags are what a scan reads, what of it is shown, and what its exit code
// is.
type scanFlags struct {
	partitions []string
	sample     float64
	minLevel   string
	failOn     string
	init       string
}

func (f *scanFlags) declare(a *app, c *cobra.Command) {
	flags := c.Flags()
	flags.StringArrayVar(&f.partitions, "partitions", nil, a.say("latest:N, or a `PART` like dt=2026-11-20 (repeatable)", "latest:N，或分区 `PART` 如 dt=2026-11-20（可重复）"))
	flags.Float64Var(&f.sample, "sample", 1, a.say("`SHARE` of row groups to read, such as 0.1", "读取行组的比例 `SHARE`，例如 0.1"))
	flags.StringVar(&f.minLevel, "min-level", "", a.say("show only columns of this `LEVEL` and above", "只显示该级别 `LEVEL` 及以上的列"))
	flags.StringVar(&f.failOn, "fail-on", "", a.say("exit 1 when a column of this `LEVEL` or above is found", "发现该级别 `LEVEL` 及以上的列时退出码为 1"))
	flags.StringVar(&f.init, "init", "", a.say("write a new `JOB.yaml` to begin with", "写出起步用的作业 `JOB.yaml`，不覆盖已有文件"))
}

var levels = []string{"L1", "L2", "L3", "L4"}

// unused makes sure, before hours of scanning, that a file can be written there and
// none is.
func (a *app) unused(name string) error {
	_, err := os.Lstat(name)
	if err == nil {
		return a.usage("--init: %s exists, and is left alone", "--init：%s 已经存在，不会改动", name)
	}
	if errors.Is(err, fs.ErrNotExist) {
		_, err = os.Stat(filepath.Dir(name))
	}
	if err != nil {
		return a.fail(fmt.Errorf("--init: %w", err))
	}
	return nil
}

func (f *scanFlags) extent(a *app) (e pipelines.Extent, err error) {
	for name, level := range map[string]string{"--min-level": f.minLevel, "--fail-on": f.failOn} {
		if level != "" && !slices.Contains(levels, level) {
			return e, a.usage("%s is one of %s, not %q", "%s 可取 %s，而非 %q", name, strings.Join(levels, ", "), level)
		}
	}
	if !(f.sample > 0 && f.sample <= 1) { // NaN is neither
		return e, a.usage("--sample is a share above 0 and up to 1, such as 0.1", "--sample 是大于 0、不超过 1 的比例，例如 0.1")
	}
	if f.init != "" {
		if err := a.unused(f.init); err != nil {
			return e, err
		}
	}
	e.Sample = f.sample
	if e.Partitions, err = scanners.ParsePartitions(f.partitions); err != nil {
		return e, usage("--partitions %v", err)
	}
	return e, nil
}

// verdict is the exit code. What was found is found whatever could not be read,
// so that the threshold comes before the partial reading.
func (f *scanFlags) verdict(found *pipelines.Findings) error {
	switch {
	case f.failOn != "" && found.Highest() >= f.failOn:
		return &exitError{code: 1}
	case len(found.Failed) > 0:
		return &exitError{code: 3}
	}
	return nil
}

// starter writes the job that --init asks for, and says what comes next.
func (a *app) starter(file string, found *pipelines.Findings) error {
	var zh func(string) string
	if a.lang == "zh" {
		zh = a.style().Message
	}
	s, err := pipelines.NewStarter(found, file, zh)
	if err != nil {
		return usage("--init: %w", err)
	}
	if err := writeNew(file, s.Text); err != nil {
		return a.fail(fmt.Errorf("--init: %w", err))
	}
	if !a.quiet {
		fmt.Fprintf(a.err, a.say("tuomin: wrote %s; columns to decide about: %d, tables left out: %d. Next: tuomin lint %[1]s && tuomin plan %[1]s\n",
			"tuomin：已写出 %s；待定的列：%d，未列入的表：%d。下一步：tuomin lint %[1]s && tuomin plan %[1]s\n"), file, len(s.Decisions), len(s.LeftOut))
	}
	return nil
}

// writeNew writes a file that is not there, whole or not at all.
func writeNew(name string, text []byte) error {
	f, err := os.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
	if err != nil {
		return err
	}
	_, err = f.Write(text)
	if err = errors.Join(err, f.Close()); err != nil {
		return errors.Join(err, os.Remove(name))
	}
	return nil
}
