package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"math"
	"os"
	"runtime"
	"slices"
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
	commands   []*cobra.Command // in the order of the help
	format     string
	lang       string
	workers    int
	memory     string
	temp       string
	quiet      bool
	noProgress bool
}

// run executes one command line and returns its exit code.
func run(ctx context.Context, args []string, s streams) int {
	a := &app{streams: s, lang: language(args, os.Getenv)}
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
		// cobra's own, an unknown command or flag; or what was to be shown could not
		// be written, which is the machine's fault.
		e = &exitError{code: 4, err: err}
		var full *fs.PathError
		if errors.As(err, &full) {
			e.code = pipelines.IOFailed.Info().Exit
		}
	}
	if e.err != nil {
		a.tell(e.err)
	}
	return e.code
}

// tell says on stderr what went wrong.
func (a *app) tell(err error) {
	text := err.Error()
	if errors.Is(err, context.Canceled) {
		text = a.say("interrupted", "已中断")
	}
	fmt.Fprintf(a.err, "tuomin: %s\n", a.style().Message(text))
}

// An exitError ends the program with a code. Without an err everything has
// been said already.
type exitError struct {
	code int
	err  error
}

// Error is what is left to be said, or the code where nothing is.
func (e *exitError) Error() string {
	if e.err == nil {
		return "exit " + strconv.Itoa(e.code)
	}
	return e.err.Error()
}

// Unwrap is the error that ended the program, nil where it was told already.
func (e *exitError) Unwrap() error { return e.err }

func (a *app) root() *cobra.Command {
	root := &cobra.Command{
		Use:           "tuomin",
		SilenceErrors: true,
		SilenceUsage:  true,
		Args:          cobra.ArbitraryArgs,
		PersistentPreRunE: func(c *cobra.Command, _ []string) error {
			return a.checkFlags(c)
		},
		RunE: func(c *cobra.Command, args []string) error {
			if len(args) > 0 {
				return a.unknown(c, args)
			}
			return c.Help()
		},
	}
	root.CompletionOptions.DisableDefaultCmd = true
	f := root.PersistentFlags()
	f.StringVar(&a.format, "format", "", a.say("`FORMAT`: table, json, or markdown (of what is a report)", "格式 `FORMAT`：table、json 或 markdown（限报告类）"))
	f.StringVar(&a.lang, "lang", a.lang, a.say("`LANGUAGE`: zh or en (default: that of the locale)", "语言 `LANGUAGE`：zh 或 en（默认随系统区域设置）"))
	f.Lookup("lang").DefValue = "" // the pages of help are the same everywhere
	f.IntVar(&a.workers, "workers", 0, a.say("`N` goroutines work at once (default: one a core)", "并行读取与改写的协程数 `N`（默认每核一个）"))
	f.StringVar(&a.memory, "memory", "512MiB", a.say("`SIZE` in memory; more spills to --temp", "内存上限 `SIZE`，超出部分写入 --temp"))
	f.StringVar(&a.temp, "temp", "", a.say("`DIR` of temporary files (default: the system's)", "临时文件目录 `DIR`（默认为系统目录）"))
	f.BoolVar(&a.quiet, "quiet", false, a.say("print only results and errors", "只输出结果与错误"))
	f.BoolVar(&a.noProgress, "no-progress", false, a.say("no progress bar or lines", "不显示进度"))
	f.BoolP("help", "h", false, a.say("print this text", "显示本说明"))
	a.commands = []*cobra.Command{
		a.demoCommand(), a.scanCommand(), a.lintCommand(), a.planCommand(), a.runCommand(), a.verifyCommand(), a.reportCommand(), a.keysCommand(), a.catalogCommand(),
		a.detectCommand(), a.explainCommand(), a.detectorsCommand(), a.transformsCommand(), a.policiesCommand(), a.reasonsCommand(), a.versionCommand(), a.completionCommand(),
	}
	root.AddCommand(a.commands...)
	root.SetHelpCommand(a.helpCommand())
	root.SetHelpFunc(a.help)
	root.SetFlagErrorFunc(a.flagError)
	a.arguments(root)
	a.complete(root)
	return root
}

// arguments has a command, and all below it, say what it wants in the user's
// language when it is given something else.
func (a *app) arguments(c *cobra.Command) {
	c.SuggestionsMinimumDistance = 2 // more, and short names are near everything
	if check := c.Args; check != nil {
		c.Args = func(c *cobra.Command, args []string) error {
			if err := check(c, args); err == nil {
				return nil
			}
			if c.HasSubCommands() {
				return a.unknown(c, args)
			}
			return a.usage("wants: %s %s\n\thint: tuomin help %s", "用法：%s %s\n\t提示：tuomin help %s",
				c.Parent().CommandPath(), c.Use, strings.TrimPrefix(c.CommandPath(), "tuomin "))
		}
	}
	for _, s := range c.Commands() {
		a.arguments(s)
	}
}

// say picks the sentence of the user's language.
func (a *app) say(en, zh string) string {
	if a.lang == "zh" {
		return zh
	}
	return en
}

// language is known before flags are read, as their own texts are in it. What
// is no language here is refused when the flags are.
func language(args []string, env func(string) string) string {
	lang := languageFromEnv(env)
	for i, arg := range args {
		value, ok := strings.CutPrefix(arg, "--lang=")
		switch {
		case arg == "--":
			return lang
		case arg == "--lang" && i+1 < len(args):
			value, ok = args[i+1], true
		}
		if ok && (value == "zh" || value == "en") {
			lang = value
		}
	}
	return lang
}

// languageFromEnv follows LC_ALL, LC_MESSAGES and LANG, in the order that
// POSIX gives them. Where a terminal is said to be of GBK or Big5, Chinese in UTF-8
// could not be read on it, and English can.
func languageFromEnv(env func(string) string) string {
	for _, name := range []string{"LC_ALL", "LC_MESSAGES", "LANG"} {
		if v := strings.ToLower(env(name)); v != "" {
			_, codes, named := strings.Cut(v, ".")
			if strings.HasPrefix(v, "zh") && (!named || strings.HasPrefix(codes, "utf")) {
				return "zh"
			}
			return "en"
		}
	}
	return "en"
}

func (a *app) checkFlags(c *cobra.Command) error {
	if strings.HasPrefix(c.Name(), cobra.ShellCompRequestCmd) {
		return nil // of a shell, about a line that is still being typed
	}
	switch may := formats(c); {
	case a.lang != "zh" && a.lang != "en":
		return a.usage("--lang is zh or en, not %q", "--lang 可取 zh 或 en，而非 %q", a.lang)
	case a.format != "" && !slices.Contains(may, a.format):
		return a.usage("--format of %s is %s, not %q", "%s 的 --format 可取 %s，而非 %q",
			c.CommandPath(), strings.Join(may, a.say(" or ", " 或 ")), a.format)
	case a.workers < 0:
		return a.usage("--workers must be at least 1, or 0 for one on each core", "--workers 至少为 1；0 表示每核一个")
	}
	if a.workers == 0 {
		a.workers = runtime.NumCPU()
	}
	memory, ok := parseSize(a.memory)
	if !ok {
		return a.usage("--memory: %q is no size; write 512MiB or 2GiB", "--memory：%q 不是容量；写法如 512MiB 或 2GiB", a.memory)
	}
	capMemory(memory)
	return nil
}

func usage(format string, args ...any) error {
	return &exitError{code: 4, err: fmt.Errorf(format, args...)}
}

// usage is an error of the command line in the user's language.
func (a *app) usage(en, zh string, args ...any) error { return usage(a.say(en, zh), args...) }

// parseSize reads "512MiB", "2G" or a number of bytes; units are of 1024.
func parseSize(s string) (n int64, ok bool) {
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
		return 0, false
	}
	n, err := strconv.ParseInt(num, 10, 64)
	return n << shift, err == nil && n > 0 && n <= math.MaxInt64>>shift
}

// options are the pipeline's, from the flags.
func (a *app) options(events pipelines.Events) pipelines.Options {
	memory, _ := parseSize(a.memory) // checked before any command runs
	// With more memory larger pages and batches can be read. With less, none are
	// refused for it that could be read before: more spills.
	limits := scanners.Limits{Memory: max(memory, scanners.DefaultLimits.Memory)}
	return pipelines.Options{
		Workers: a.workers, Memory: memory, Temp: a.temp, Events: events, Version: version(),
		Read: scanners.Options{Stdin: a.in, Limits: limits},
	}
}

// fail turns a pipeline's error into the exit code of its reason.
func (a *app) fail(err error) error {
	return &exitError{code: pipelines.Refused("", err).Reason.Info().Exit, err: err}
}
