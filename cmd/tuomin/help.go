package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"regexp"
	"strings"

	"github.com/spf13/cobra"

	"tuomin/pipelines/report"

	"tuomin/pipelines"
)

const rootHelpEN = `tuomin finds personal data in Parquet and Arrow tables and makes it safe to use.

Start with "tuomin scan" on a directory of yours, which only reads, or with
"tuomin demo", which writes invented tables and does all there is on them.`

const rootHelpZH = `tuomin（脱敏）在 Parquet 和 Arrow 表中发现个人信息，并使其可以安全使用。

可以先对自己的目录执行 tuomin scan：它只读不写；或执行 tuomin demo：在合成数据上
演示完整流程。`

// help prints the text that the command carries in both languages, its
// commands, and its flags.
func (a *app) help(c *cobra.Command, _ []string) {
	if a.format == "json" {
		// A help text that cannot be written has nobody to tell.
		_ = json.NewEncoder(a.out).Encode(a.describe(c))
		return
	}
	fmt.Fprint(a.out, a.helpText(c))
}

func (a *app) helpText(c *cobra.Command) string {
	var b strings.Builder
	if c.HasParent() {
		fmt.Fprintln(&b, strings.TrimSpace(a.long(c)))
	} else {
		fmt.Fprintf(&b, "%s\n\n%s\n", a.say(rootHelpEN, rootHelpZH), a.say("Commands:", "命令："))
		b.WriteString(twoColumns(a.commandList()))
	}
	if own := a.flags(c.LocalNonPersistentFlags().FlagUsages()); own != "" {
		fmt.Fprintf(&b, "\n%s\n%s", a.say("Flags:", "参数："), own)
	}
	fmt.Fprintf(&b, "\n%s\n%s", a.say("Flags of every command:", "通用参数："), a.flags(c.Root().PersistentFlags().FlagUsages()))
	if !c.HasParent() {
		var rows [][2]string
		for _, e := range pipelines.Exits() {
			rows = append(rows, [2]string{fmt.Sprintf("%3d", e.Code), a.say(e.EN, e.ZH)})
		}
		fmt.Fprintf(&b, "\n%s\n%s", a.say("Exit codes:", "退出码："), twoColumns(rows))
		fmt.Fprintf(&b, "\n%s\n", a.say(`"tuomin help COMMAND" tells of one command, "tuomin help reasons" of every way a
run can end.`, `“tuomin help 命令”说明某个命令，“tuomin help reasons”列出运行的全部结束原因。`))
	}
	return b.String()
}

// long is the text of a command in the user's language.
func (a *app) long(c *cobra.Command) string {
	if zh, ok := c.Annotations["zh"]; ok && a.lang == "zh" {
		return zh
	}
	return c.Long
}

// commandList is every command that is not hidden, in the order in which they
// were added: the order in which somebody needs them.
func (a *app) commandList() (rows [][2]string) {
	for _, c := range a.commands {
		if c.IsAvailableCommand() {
			rows = append(rows, [2]string{c.Use, c.Short})
		}
	}
	return rows
}

// twoColumns aligns what stands right by what a terminal shows.
func twoColumns(rows [][2]string) string {
	left := 0
	for _, r := range rows {
		left = max(left, report.Width(r[0]))
	}
	var b strings.Builder
	for _, r := range rows {
		fmt.Fprintf(&b, "  %s%s   %s\n", r[0], strings.Repeat(" ", left-report.Width(r[0])), r[1])
	}
	return b.String()
}

// theDefault is what the flag library says of a default value.
var theDefault = regexp.MustCompile(` \(default (.*)\)\n`)

// flags is the list of flags, all of it in the user's language.
func (a *app) flags(usages string) string {
	if a.lang == "zh" {
		return theDefault.ReplaceAllString(usages, "（默认 $1）\n")
	}
	return usages
}

// flagLine is one line of a list of flags: its short form, its name, what it
// takes, and what it is for.
var flagLine = regexp.MustCompile(`(?m)^ +(?:-(\w), )?--([a-z-]+) ?(\S*) +(.*)$`)

// A helpJSON is tuomin.help/1: a command, and those below it.
type helpJSON struct {
	Schema   string     `json:"schema,omitempty"`
	Command  string     `json:"command"`
	Use      string     `json:"use"`
	Short    string     `json:"short"`
	Long     string     `json:"long"`
	Flags    []flagJSON `json:"flags"`
	Commands []helpJSON `json:"commands"`
}

type flagJSON struct {
	Name  string `json:"name"`
	Takes string `json:"takes"` // "" for a switch
	Usage string `json:"usage"`
}

func (a *app) describe(c *cobra.Command) helpJSON {
	doc := helpJSON{Schema: "tuomin.help/1", Command: c.CommandPath(), Use: c.Use, Short: c.Short, Long: a.long(c), Flags: []flagJSON{}, Commands: []helpJSON{}}
	below := c.Commands()
	usages := c.LocalNonPersistentFlags().FlagUsages()
	if !c.HasParent() {
		doc.Long, below = a.say(rootHelpEN, rootHelpZH), a.commands
		usages += c.PersistentFlags().FlagUsages()
	}
	for _, m := range flagLine.FindAllStringSubmatch(a.flags(usages), -1) {
		doc.Flags = append(doc.Flags, flagJSON{m[2], m[3], m[4]})
	}
	for _, s := range below {
		if s.IsAvailableCommand() {
			one := a.describe(s)
			one.Schema = ""
			doc.Commands = append(doc.Commands, one)
		}
	}
	return doc
}

// helpCommand is "tuomin help COMMAND".
func (a *app) helpCommand() *cobra.Command {
	return &cobra.Command{
		Use: "help [COMMAND...]", Short: a.say("explain a command", "说明某个命令"),
		Long:        "tuomin help prints what a command does, its flags, and the exit codes.",
		Annotations: map[string]string{"zh": "tuomin help 说明某个命令的作用、参数与退出码。"},
		RunE: func(c *cobra.Command, args []string) error {
			to, rest, err := c.Root().Find(args)
			if err != nil || len(rest) > 0 {
				return a.unknown(c.Root(), args)
			}
			return to.Help()
		},
		ValidArgsFunction: func(c *cobra.Command, args []string, _ string) ([]string, cobra.ShellCompDirective) {
			to, _, err := c.Root().Find(args)
			if err != nil {
				return nil, cobra.ShellCompDirectiveNoFileComp
			}
			var names []string
			for _, s := range to.Commands() {
				if s.IsAvailableCommand() {
					names = append(names, s.Name()+"\t"+s.Short)
				}
			}
			return names, cobra.ShellCompDirectiveNoFileComp
		},
	}
}

// unknown says that there is no such command, and which was probably meant.
func (a *app) unknown(below *cobra.Command, args []string) error {
	for len(args) > 0 {
		next, _, err := below.Find(args[:1])
		if err != nil || next == below {
			break
		}
		below, args = next, args[1:]
	}
	if len(args) == 0 {
		return a.usage("see tuomin help", "参见 tuomin help")
	}
	return a.didYouMean(fmt.Errorf(a.say("there is no command %q", "没有命令 %q"), args[0]), below.SuggestionsFor(args[0]))
}

func (a *app) didYouMean(err error, names []string) error {
	if len(names) > 0 {
		err = fmt.Errorf(a.say("%w\n\thint: did you mean %s?", "%w\n\t提示：是否想输入 %s？"), err, strings.Join(names, a.say(" or ", " 或 ")))
	} else {
		err = fmt.Errorf(a.say("%w\n\thint: tuomin help lists what there is", "%w\n\t提示：tuomin help 列出全部命令与参数"), err)
	}
	return &exitError{code: 4, err: err}
}

// flagError says in the user's language what is wrong with a flag. The errors
// are the flag library's own types, told apart by what can be asked of them.
func (a *app) flagError(c *cobra.Command, err error) error {
	var named interface{ GetSpecifiedName() string }
	var invalid interface{ GetValue() string }
	switch {
	case errors.As(err, &invalid):
		text, _, _ := strings.Cut(err.Error(), " flag: ") // and what strconv says
		return usage("%s", text)
	case !errors.As(err, &named):
		return a.usage("%w", "参数有误：%w", err)
	case c.Flags().Lookup(named.GetSpecifiedName()) != nil:
		return a.usage("--%s needs a value", "--%s 需要一个取值", named.GetSpecifiedName())
	}
	name := named.GetSpecifiedName()
	var near []string
	for _, m := range flagLine.FindAllStringSubmatch(c.Flags().FlagUsages(), -1) {
		// The same measure as for commands.
		probe := &cobra.Command{SuggestionsMinimumDistance: 2}
		probe.AddCommand(&cobra.Command{Use: m[2], Run: func(*cobra.Command, []string) {}})
		if len(probe.SuggestionsFor(name)) > 0 {
			near = append(near, "--"+m[2])
		}
	}
	return a.didYouMean(fmt.Errorf(a.say("%s has no flag --%s", "%s 没有参数 --%s"), c.CommandPath(), name), near)
}
