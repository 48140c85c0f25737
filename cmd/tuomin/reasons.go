package main

import (
	"fmt"

	"github.com/spf13/cobra"

	"tuomin/pipelines"
	"tuomin/pipelines/report"
)

const reasonsHelpEN = `tuomin reasons lists every exit code and the stable reason codes behind it, and
whether the same command may succeed later without anybody doing anything.`

const reasonsHelpZH = `tuomin reasons 列出全部退出码及其稳定的原因代码，以及同一命令是否可以直接重试。`

// reasonsCommand is also "tuomin help reasons": cobra's help finds it.
func (a *app) reasonsCommand() *cobra.Command {
	c := &cobra.Command{
		Use:         "reasons",
		Short:       a.say("every exit code and reason", "全部退出码与原因"),
		Long:        reasonsHelpEN,
		Annotations: map[string]string{"zh": reasonsHelpZH},
		Args:        cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			return a.reasons()
		},
	}
	c.SetHelpFunc(func(c *cobra.Command, args []string) {
		if a.format != "json" {
			a.help(c, args)
		}
		// What was asked for is the table.
		if err := a.reasons(); err != nil {
			c.PrintErrln(err)
		}
	})
	return c
}

func (a *app) reasons() error {
	asJSON := a.format == "json"
	if !asJSON {
		if err := report.Exits(a.out, a.style(), pipelines.Exits()); err != nil {
			return err
		}
		fmt.Fprintln(a.out)
	}
	return report.Reasons(a.out, a.style(), asJSON, pipelines.Reasons())
}
