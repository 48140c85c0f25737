package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"runtime"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"tuomin/pipelines"
	"tuomin/scanners"
)

// streams are where a command reads and writes: data on out, everything else
// on err.
type streams struct {
	in  io.Reader
	out io.Writer
	err io.Writer
}

// app is what all subcommands share: the streams, and the flags every command
// has.
type app struct {
	streams
	format     string
	lang       string
	workers    int
	memory     string
	temp       string
	quiet      bool
	noProgress bool
}

const rootHelpEN = `tuomin finds personal data in Parquet and Arrow tables and makes it safe to use.

  tuomin demo                 see the whole chain work on synthetic tables
  tuomin scan   PATH...       what personal data is in here?
  tuomin plan   JOB.yaml      what would happen to every column, and which rule decides
  tuomin run    JOB.yaml      do it: staged, verified, committed
  tuomin verify OUTPUT --against INPUT
                              the verification alone
  tuomin keys   new|add|list  the keys that pseudonyms are made with
  tuomin catalog diff|accept  what people have decided about columns
  tuomin help   reasons       every exit code and reason, and whether to retry

Start with "tuomin scan" on a directory of yours: it only reads.`

const rootHelpZH = `tuomin（脱敏）在 Parquet 和 Arrow 表中发现个人信息，并使其可以安全使用。

  tuomin demo                 在合成数据上演示完整流程
  tuomin scan   路径...       这里有哪些个人信息？
  tuomin plan   作业.yaml     每一列将如何处理，由哪条规则决定
  tuomin run    作业.yaml     执行：暂存、输出校验、提交
  tuomin verify 输出 --against 输入
                              只做输出校验
  tuomin keys   new|add|list  生成假名所用的密钥
  tuomin catalog diff|accept  由人确认的列分类
  tuomin help   reasons       全部退出码与原因，以及是否可以重试

可以先对自己的目录执行 tuomin scan：它只读不写。`

// run executes one command line and returns its exit code.
func run(ctx context.Context, args []string, s streams) int {
	a := &app{streams: s}
	root := a.root()
	root.SetArgs(args)
	root.SetIn(s.in)
	root.SetOut(s.out)
	root.SetErr(s.err)
	err := root.ExecuteContext(ctx)
	if err == nil {
		return 0
	}
	var e *exitError
	if !errors.As(err, &e) {
		// cobra's own: an unknown command or flag.
		e = &exitError{code: 4, err: err}
	}
	if e.err != nil {
		fmt.Fprintf(s.err, "tuomin: %v\n", e.err)
	}
	return e.code
}

// An exitError ends the program with a code. Without an err everything has
// been said already.
type exitError struct {
	code int
	err  error
}

func (e *exitError) Error() string {
	if e.err == nil {
		return "exit " + strconv.Itoa(e.code)
	}
	return e.err.Error()
}
func (e *exitError) Unwrap() error { return e.err }

func (a *app) root() *cobra.Command {
	a.lang = languageFromEnv(os.Getenv)
	root := &cobra.Command{
		Use:           "tuomin",
		SilenceErrors: true,
		SilenceUsage:  true,
		PersistentPreRunE: func(*cobra.Command, []string) error {
			return a.checkFlags()
		},
	}
	root.CompletionOptions.HiddenDefaultCmd = true
	f := root.PersistentFlags()
	f.StringVar(&a.format, "format", "", "table on a terminal, or json")
	f.StringVar(&a.lang, "lang", a.lang, "zh or en")
	f.IntVar(&a.workers, "workers", runtime.NumCPU(), "how many goroutines read and rewrite")
	f.StringVar(&a.memory, "memory", "512MiB", "what may be held in memory before it spills to --temp")
	f.StringVar(&a.temp, "temp", "", "directory of temporary files (default the system's)")
	f.BoolVar(&a.quiet, "quiet", false, "print only results and errors")
	f.BoolVar(&a.noProgress, "no-progress", false, "no progress bar or lines")
	root.AddCommand(a.scanCommand(), a.planCommand(), a.runCommand(), a.verifyCommand(), a.keysCommand(), a.catalogCommand(),
		a.demoCommand(), a.versionCommand(), a.reasonsCommand())
	root.SetHelpFunc(a.help)
	// Known before arguments are looked at: or in `--help --lang zh` cobra takes
	// --lang for the value of --help.
	root.InitDefaultHelpFlag()
	return root
}

// help prints the text that the command carries in both languages, and then
// its flags.
func (a *app) help(c *cobra.Command, _ []string) {
	text := a.say(rootHelpEN, rootHelpZH)
	if c.HasParent() {
		text = c.Long
		if zh, ok := c.Annotations["zh"]; ok && a.lang == "zh" {
			text = zh
		}
	}
	fmt.Fprintln(a.out, strings.TrimSpace(text))
	if own := c.LocalNonPersistentFlags(); own.HasAvailableFlags() {
		fmt.Fprintf(a.out, "\n%s\n%s", a.say("Flags:", "参数："), own.FlagUsages())
	}
	fmt.Fprintf(a.out, "\n%s\n%s", a.say("Flags of every command:", "通用参数："), c.Root().PersistentFlags().FlagUsages())
}

// say picks the sentence of the user's language.
func (a *app) say(en, zh string) string {
	if a.lang == "zh" {
		return zh
	}
	return en
}

// languageFromEnv follows LC_ALL, LC_MESSAGES and LANG, in the order that
// POSIX gives them.
func languageFromEnv(env func(string) string) string {
	for _, name := range []string{"LC_ALL", "LC_MESSAGES", "LANG"} {
		if v := env(name); v != "" {
			if strings.HasPrefix(strings.ToLower(v), "zh") {
				return "zh"
			}
			return "en"
		}
	}
	return "en"
}

func (a *app) checkFlags() error {
	switch {
	case a.lang != "zh" && a.lang != "en":
		return usage("--lang is zh or en, not %q", a.lang)
	case a.format != "" && a.format != "table" && a.format != "json":
		return usage("--format is table or json, not %q", a.format)
	case a.workers < 1:
		return usage("--workers must be at least 1")
	}
	memory, err := parseSize(a.memory)
	if err == nil {
		capMemory(memory)
	}
	return err
}

func usage(format string, args ...any) error {
	return &exitError{code: 4, err: fmt.Errorf(format, args...)}
}

// parseSize reads "512MiB", "2G" or a number of bytes; units are of 1024.
func parseSize(s string) (int64, error) {
	num := strings.TrimRight(s, "iBbKkMmGg ")
	shift := 0
	switch unit := strings.ToUpper(strings.TrimSpace(s[len(num):])); strings.TrimSuffix(strings.TrimSuffix(unit, "B"), "I") {
	case "":
	case "K":
		shift = 10
	case "M":
		shift = 20
	case "G":
		shift = 30
	default:
		return 0, usage("--memory: %q is no size; write 512MiB or 2GiB", s)
	}
	n, err := strconv.ParseInt(num, 10, 32)
	if err != nil || n <= 0 {
		return 0, usage("--memory: %q is no size; write 512MiB or 2GiB", s)
	}
	return n << shift, nil
}

// options are the pipeline's, from the flags.
func (a *app) options(events pipelines.Events) pipelines.Options {
	memory, _ := parseSize(a.memory) // checked before any command runs
	return pipelines.Options{
		Workers: a.workers, Memory: memory, Temp: a.temp, Events: events, Version: version(),
		Read: scanners.Options{Stdin: a.in},
	}
}

// fail turns a pipeline's error into the exit code of its reason.
func (a *app) fail(err error) error {
	return &exitError{code: pipelines.Refused("", err).Reason.Info().Exit, err: err}
}
