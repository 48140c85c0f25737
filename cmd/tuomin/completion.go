package main

import (
	"strings"

	"github.com/spf13/cobra"

	"tuomin/detectors"
)

const completionHelpEN = `tuomin completion prints what a shell needs to complete commands, flags, their
values, and files.

  bash   source <(tuomin completion bash)
  zsh    tuomin completion zsh > "${fpath[1]}/_tuomin"
  fish   tuomin completion fish > ~/.config/fish/completions/tuomin.fish`

const completionHelpZH = `tuomin completion 输出命令行补全脚本，可补全命令、参数、参数取值与文件。

  bash   source <(tuomin completion bash)
  zsh    tuomin completion zsh > "${fpath[1]}/_tuomin"
  fish   tuomin completion fish > ~/.config/fish/completions/tuomin.fish`

func (a *app) completionCommand() *cobra.Command {
	return &cobra.Command{
		Use: "completion bash|zsh|fish", Short: a.say("completion for a shell", "命令行补全脚本"),
		Long: completionHelpEN, Annotations: map[string]string{"zh": completionHelpZH},
		Args: cobra.ExactArgs(1), ValidArgs: []string{"bash", "zsh", "fish"},
		RunE: func(c *cobra.Command, args []string) error {
			switch args[0] {
			case "bash":
				return c.Root().GenBashCompletionV2(a.out, true)
			case "zsh":
				return c.Root().GenZshCompletion(a.out)
			case "fish":
				return c.Root().GenFishCompletion(a.out, true)
			}
			return a.usage("there is no completion for %q; there is for bash, zsh and fish", "没有 %q 的补全脚本；可用 bash、zsh、fish", args[0])
		},
	}
}

// complete tells the shell what the flags and arguments of a command and all
// below it may be: flags by their names, arguments by the words of the usage.
func (a *app) complete(c *cobra.Command) {
	for name := range a.flagValues(c) {
		// The command that is asked decides: --format is not the same for all.
		// The only errors are of flags that are not there or were done already.
		_ = c.RegisterFlagCompletionFunc(name, func(c *cobra.Command, _ []string, _ string) ([]string, cobra.ShellCompDirective) {
			return a.flagValues(c)[name], cobra.ShellCompDirectiveNoFileComp
		})
	}
	switch {
	case c.ValidArgsFunction != nil || len(c.ValidArgs) > 0:
	case strings.Contains(c.Use, "JOB.yaml"):
		c.ValidArgsFunction = func(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
			return []string{"yaml", "yml"}, cobra.ShellCompDirectiveFilterFileExt
		}
	case !strings.Contains(c.Use, " "): // it takes no arguments
		c.ValidArgsFunction = cobra.NoFileCompletions
	}
	for _, s := range c.Commands() {
		a.complete(s)
	}
}

// flagValues are the words that flags take, for those that take words.
func (a *app) flagValues(c *cobra.Command) map[string][]string {
	var classes []string
	for _, info := range detectors.Classes() {
		classes = append(classes, info.Name+"\t"+a.say(info.Title, info.TitleZH))
	}
	var profiles []string
	for _, p := range detectors.Profiles() {
		profiles = append(profiles, string(p))
	}
	levels := []string{"L1", "L2", "L3", "L4"}
	return map[string][]string{
		"format": formats(c), "lang": {"zh\t中文", "en\tEnglish"}, "memory": {"256MiB", "512MiB", "2GiB"},
		"profile": profiles, "class": classes, "min-level": levels, "fail-on": levels, "kek": {"env:", "file:", "exec:"},
	}
}

// formats are those that a command writes: a table and JSON always, and
// Markdown where it makes a report.
func formats(c *cobra.Command) []string {
	list := []string{"table", "json"}
	if c.Annotations["markdown"] != "" {
		list = append(list, "markdown")
	}
	return list
}
