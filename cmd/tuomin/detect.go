package main

import (
	"bufio"
	"errors"

	"github.com/spf13/cobra"

	"tuomin/detectors"
	"tuomin/pipelines"
	"tuomin/pipelines/policy"
	"tuomin/pipelines/report"
	"tuomin/transforms"
)

const detectHelpEN = `tuomin detect says what values are: one a line on stdin, and what each holds on
stdout, as soon as it is read. It is for trying a value, or a rule of one's own.

  tuomin detect < values.txt
  tuomin detect --header birthday      as if they stood in a column of that name
  tuomin detect --job JOB.yaml         with the classes that a job brings

Places are bytes of the line. A place may be of several classes, the strongest
first; the one that redaction would go by has a star, and "resolved" in JSON.

  grade   checked   a check digit or registry agrees
          worded    it looks like it, and a word beside it or the name says so,
                    also where the check digit is wrong
          shaped    it looks like it, and is of a class without a check; others
                    whose check digit is wrong are left out

With --format json every line is one of JSON. No text of a line is printed.`

const detectHelpZH = `tuomin detect 说明取值属于什么：从标准输入逐行读取，随读随在标准输出给出每行的
结果。用于试验某个取值，或调试自定义规则。

  tuomin detect < values.txt
  tuomin detect --header birthday      视为该列名下的取值
  tuomin detect --job JOB.yaml         使用作业自带的类别

位置为行内字节。同一位置可属于多个类别，最有力者在前；遮盖时采用的一个带星号，
JSON 中为 "resolved"。

  等级    checked   校验位或登记表相符
          worded    形似，且旁边的文字或列名如此说明；校验位不符者亦在内
          shaped    仅形似，且该类别无校验位；有校验位而不符者不列出

使用 --format json 时每行输出一个 JSON。绝不打印行中的文字。`

func (a *app) detectCommand() *cobra.Command {
	var header, job string
	c := &cobra.Command{
		Use: "detect", Short: a.say("what values are, one a line on stdin", "判断取值，从标准输入逐行读取"),
		Long: detectHelpEN, Annotations: map[string]string{"zh": detectHelpZH},
		Args: cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			set, err := a.classes(job, "")
			if err != nil {
				return err
			}
			out := bufio.NewWriter(a.out)
			err = pipelines.Detect(a.in, header, set, func(l pipelines.Line) error {
				var err error
				if a.format == "json" {
					err = report.DetectedJSON(out, l, set)
				} else {
					err = report.Detected(out, a.style(), l, set)
				}
				return errors.Join(err, out.Flush())
			})
			if errors.Is(err, pipelines.ErrLongLine) {
				return &exitError{code: pipelines.InputUnreadable.Info().Exit, err: err}
			}
			if err != nil {
				return a.fail(err)
			}
			return nil
		},
	}
	c.Flags().StringVar(&header, "header", "", a.say("`NAME` of the column that they stand in", "取值所在列的名称 `NAME`"))
	a.jobFlag(c, &job)
	return c
}

// jobFlag is for commands that look for what a job brings.
func (a *app) jobFlag(c *cobra.Command, job *string) {
	c.Flags().StringVar(job, "job", "", a.say("`FILE` of a job whose classes are looked for too", "作业 `FILE`，其自带的类别一并查找"))
}

// classes are what is shipped, or what a job looks for, under a profile if one
// is named.
func (a *app) classes(job, profile string) (*detectors.Set, error) {
	p, ok := detectors.ProfileOf(profile)
	if !ok {
		var names []string
		for _, p := range detectors.Profiles() {
			names = append(names, string(p))
		}
		return nil, a.usage("--profile: there is no %q\n\thint: %s", "--profile：没有 %q\n\thint: %s", profile, policy.Meant(profile, names))
	}
	set := detectors.Shipped()
	if job != "" {
		var err error
		if set, err = pipelines.LoadClasses(job); err != nil {
			return nil, a.fail(err)
		}
	}
	if profile != "" {
		set = set.Under(p)
	}
	return set, nil
}

const explainHelpEN = `tuomin explain says why a column is what scan says it is, and what would change
that: what its name says, how its values are distributed, and of every class how
many rows and values have a hit, how many pass every check, how often chance
would, whether they count, and what is missing for the column to be of it.

  tuomin explain FILE COLUMN

FILE is whatever scan takes, COLUMN a path as scan shows it (receiver.phone).
The level is that of the column alone: scan raises it for others that stand
beside it. No value is printed.`

const explainHelpZH = `tuomin explain 说明某一列为何如此判定，以及怎样才会改变结论：列名提供的线索、
取值的分布，以及每个类别命中的行数与取值数、通过全部校验的数量、巧合通过的比
例、是否计入，和要属于该类别还缺什么。

  tuomin explain 文件 列

文件与 scan 的参数相同，列按 scan 所示的路径书写（receiver.phone）。
所示级别只看该列本身：scan 会因同表的其他列而升级。绝不打印取值。`

func (a *app) explainCommand() *cobra.Command {
	var job string
	c := &cobra.Command{
		Use: "explain FILE COLUMN", Short: a.say("why a column is what it is", "说明某一列的判定依据"),
		Long: explainHelpEN, Annotations: map[string]string{"zh": explainHelpZH},
		Args: cobra.ExactArgs(2),
		RunE: func(c *cobra.Command, args []string) error {
			set, err := a.classes(job, "")
			if err != nil {
				return err
			}
			m := a.newMeter()
			opt := a.options(m.events())
			opt.Classes = set
			e, err := pipelines.Explain(c.Context(), args[0], args[1], opt)
			m.done()
			if err != nil {
				return a.fail(err)
			}
			if a.format == "json" {
				return report.ExplainJSON(a.out, e)
			}
			return report.Explain(a.out, a.style(), e)
		},
	}
	a.jobFlag(c, &job)
	return c
}

func (a *app) detectorsCommand() *cobra.Command {
	var job, profile string
	c := &cobra.Command{
		Use: "detectors", Short: a.say("every class that is looked for", "全部可识别的类别"),
		Long:        "tuomin detectors lists the classes that are looked for, with their levels and\nwho calls them sensitive: under a profile, if one is named.",
		Annotations: map[string]string{"zh": "tuomin detectors 列出全部可识别的类别、级别，以及依据何者属于敏感个人信息；可\n指定敏感性口径。"},
		Args:        cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			set, err := a.classes(job, profile)
			if err != nil {
				return err
			}
			if a.format == "json" {
				return report.DetectorsJSON(a.out, set.Classes())
			}
			return report.Detectors(a.out, a.style(), set.Classes())
		},
	}
	a.jobFlag(c, &job)
	a.profileFlag(c, &profile)
	return c
}

// profileFlag is for commands that show levels.
func (a *app) profileFlag(c *cobra.Command, profile *string) {
	c.Flags().StringVar(profile, "profile", "", a.say("`NAME` of what is sensitive in law (default: strict)", "敏感性口径 `NAME`（默认 strict）"))
}

func (a *app) transformsCommand() *cobra.Command {
	return &cobra.Command{
		Use: "transforms", Short: a.say("everything that can be done to a column", "全部可用的动作"),
		Long:        "tuomin transforms lists the actions that rules may name, and what each does.",
		Annotations: map[string]string{"zh": "tuomin transforms 列出规则可用的全部动作及其作用。"},
		Args:        cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			if a.format == "json" {
				return report.TransformsJSON(a.out, a.style(), transforms.All())
			}
			return report.Transforms(a.out, a.style(), transforms.All())
		},
	}
}

func (a *app) policiesCommand() *cobra.Command {
	return &cobra.Command{
		Use: "policies", Short: a.say("every policy that is shipped", "全部随附的策略"),
		Long:        "tuomin policies lists the policies that are shipped, by the name that a job\ngives under policy.",
		Annotations: map[string]string{"zh": "tuomin policies 列出随附的策略，作业在 policy 下按名称引用。"},
		Args:        cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			all, err := pipelines.Policies()
			if err != nil {
				return err
			}
			if a.format == "json" {
				return report.PoliciesJSON(a.out, a.style(), all)
			}
			return report.Policies(a.out, a.style(), all)
		},
	}
}
