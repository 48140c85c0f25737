package main

import (
	"context"
	"errors"
	"fmt"

	"github.com/spf13/cobra"

	"tuomin/pipelines"
	"tuomin/pipelines/policy"
	"tuomin/pipelines/report"
	"tuomin/scanners/files"
	"tuomin/transforms/keys"
)

const planHelpEN = `tuomin plan says what would happen to every column, and which rule decides.

  tuomin plan JOB.yaml [--set dt=2026-11-20]

It reads the input and writes nothing. Where the output has been committed
before, the classification of then binds. A column that no rule matches is an
error (exit 4), an unknown one that nobody decided about is exit 7; each message
shows the line to add. A rule for a column that no table has is a warning.
Without the job's keys the plan is shown all the same.`

const planHelpZH = `tuomin plan 说明每一列将如何处理，以及由哪条规则决定。

  tuomin plan 作业.yaml [--set dt=2026-11-20]

只读取输入，不写任何内容。若输出此前已提交，则以当时的分类为准。未被任何规则匹配
的列报错（退出码 4），无人决定的未知列退出码为 7；每条信息都会给出应添加的规则。
规则所指的列在任何表中都不存在时给出警告。没有密钥也可以查看方案。`

const runHelpEN = `tuomin run does a job: staged, verified, committed.

  tuomin run JOB.yaml [--set dt=2026-11-20]

--set gives the params of the job their values; a range of days,
--set dt=2026-11-01..2026-11-19, does one day after another and ends with one
result for all of them.

The output appears partition by partition, each at once and only after an
independent reading has shown that what had to go is gone, that every row is
there, and that untouched columns are what they were. Until then it lies in a
staging directory beside the output. Stop it whenever you like: the same command
goes on where it was, and does nothing when nothing has changed (exit 0; with
--skip-code 99, which schedulers show as skipped). Several runs of one job may
work on different partitions at once; on the same one the second ends with
exit 10, and can be tried again. So can a run whose partitions are not ready
(exit 6): where the job says ready: _SUCCESS and the marker is missing.

A partition of the output stays when its input is gone: a warning says which.

The last line on stdout is the result as JSON. "tuomin help reasons" lists every
exit code.`

const runHelpZH = `tuomin run 执行作业：暂存、输出校验、提交。

  tuomin run 作业.yaml [--set dt=2026-11-20]

--set 为作业参数赋值；日期区间 --set dt=2026-11-01..2026-11-19 逐日执行，最后只
给出一个覆盖全部日期的结果。

输出按分区出现，每个分区一次性生效；生效之前会独立读取一遍，确认应去除的已经去
除、行数完整、未处理的列与原来一致。在此之前它位于输出旁边的暂存目录。可以随时中
断：重新执行同一命令即从断点继续；没有变化时什么也不做（退出码 0；加 --skip-code
时为 99，调度系统会显示为跳过）。同一作业的多个运行可以同时处理不同分区；处理同
一分区时，后来者以退出码 10 结束，可以重试。作业写明 ready: _SUCCESS 而标记尚未
出现时退出码为 6，同样可以重试。

输入中的分区消失后，输出中的对应分区仍会保留，并以警告说明。

标准输出的最后一行是 JSON 结果。“tuomin help reasons” 列出全部退出码。`

func (a *app) planCommand() *cobra.Command {
	var set []string
	c := &cobra.Command{
		Use: "plan JOB.yaml", Short: a.say("show what would happen to every column", "说明每一列将如何处理"),
		Long: planHelpEN, Annotations: map[string]string{"zh": planHelpZH, "markdown": "yes"},
		Args: cobra.ExactArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			plans, err := a.plan(c.Context(), args[0], set)
			if a.format == "json" {
				if e := report.PlanJSON(a.out, plans, err); e != nil {
					return e
				}
				if err != nil {
					return &exitError{code: pipelines.Refused("", err).Reason.Info().Exit}
				}
				return nil
			}
			if e := report.Plan(a.out, a.style(), plans); e != nil {
				return e
			}
			if err != nil {
				return a.fail(err)
			}
			return nil
		},
	}
	a.setFlag(c, &set)
	return c
}

// setFlag adds --set, which may be given several times. A value may hold
// commas.
func (a *app) setFlag(c *cobra.Command, set *[]string) {
	c.Flags().StringArrayVar(set, "set", nil, a.say("a param, `dt=2026-11-20`, or a range of days", "参数取值 `dt=2026-11-20`，或日期区间"))
}

func (a *app) plan(ctx context.Context, file string, set []string) ([]*pipelines.Plan, error) {
	jobs, err := pipelines.LoadJobs(file, set)
	if err != nil {
		return nil, err
	}
	ks, err := openKeys(jobs[0])
	if err != nil {
		fmt.Fprintf(a.err, "tuomin: %s: %s\n", a.say("planned without keys", "未使用密钥生成方案"), a.style().Message(err.Error()))
		ks = nil
	}
	m := a.newMeter()
	plans, err := pipelines.PlanAll(ctx, jobs, ks, files.Local{}, a.options(m.events()))
	m.done()
	if !a.quiet {
		a.warn(pipelines.Unmet(jobs, plans))
	}
	return plans, err
}

// openKeys opens the keys that a job names, nil where it names none.
func openKeys(job *policy.Job) (*keys.Keyset, error) {
	switch {
	case job.Keys.Ephemeral:
		return keys.NewEphemeral(), nil
	case job.Keys.Keyset == "":
		return nil, nil
	}
	ks, err := keys.Open(job.Keys.Keyset, job.Keys.KEK)
	if err != nil {
		return nil, &policy.Error{Pos: job.Keys.Pos, Path: "keys", Code: policy.BadValue, Msg: err.Error(), Hint: "tuomin help keys", Err: err}
	}
	return ks, nil
}

func (a *app) runCommand() *cobra.Command {
	var set []string
	var skip bool
	var page string
	c := &cobra.Command{
		Use: "run JOB.yaml", Short: a.say("do a job: staged, verified, committed", "执行作业：暂存、输出校验、提交"),
		Long: runHelpEN, Annotations: map[string]string{"zh": runHelpZH},
		Args: cobra.ExactArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			result, err := a.runJob(c.Context(), args[0], set, reportFile(page))
			if err == nil && skip && result.Reason == pipelines.Unchanged {
				return &exitError{code: pipelines.ExitSkipped}
			}
			return err
		},
	}
	a.setFlag(c, &set)
	c.Flags().BoolVar(&skip, "skip-code", false, a.say("exit 99 where there was nothing to do", "无需处理时退出码为 99"))
	c.Flags().StringVar(&page, "report", "", a.say("page on the run, to `FILE.md`; FILE.json beside it", "本次运行的报告 `FILE.md`，旁边另有 FILE.json"))
	return c
}

// runJob does the job and ends the command with its result.
func (a *app) runJob(ctx context.Context, file string, set []string, page reportFile) (*pipelines.Result, error) {
	jobs, err := pipelines.LoadJobs(file, set)
	if err != nil {
		result := pipelines.Refused("", err)
		return result, a.end(result, err)
	}
	if err := a.checkReport(page, jobs[0]); err != nil {
		return nil, err
	}
	var result *pipelines.Result
	ks, err := openKeys(jobs[0])
	if err != nil {
		result = pipelines.RefusedKeys(jobs[0].Name, err)
	} else {
		m := a.newMeter()
		result = pipelines.RunAll(ctx, jobs, ks, files.Local{}, a.options(m.events()))
		m.done()
	}
	late := a.writeReport(page, jobs[0], result)
	err = a.end(result, err)
	var e *exitError
	switch {
	case late == nil:
		return result, err
	case errors.As(err, &e):
		return result, &exitError{code: e.code, err: errors.Join(e.err, late)}
	}
	// What was committed stays so; the same command again writes the report.
	return result, a.fail(late)
}

// end prints a result and makes its reason the exit code. Errors go to stderr,
// and stdout ends with the one line of JSON.
func (a *app) end(result *pipelines.Result, err error) error {
	if err == nil {
		err = result.Err()
	}
	if err != nil {
		a.tell(err)
	}
	if !a.quiet {
		a.warn(result.Warnings)
	}
	if a.format != "json" && !a.quiet {
		if e := report.Result(a.out, a.style(), result); e != nil {
			return e
		}
	}
	if e := report.Line(a.out, result); e != nil {
		return e
	}
	if code := result.Reason.Info().Exit; code != 0 {
		return &exitError{code: code}
	}
	return nil
}

const verifyHelpEN = `tuomin verify holds an output to its manifests and to its input.

  tuomin verify OUTPUT --against INPUT

It is the check that every run makes before it commits, made alone: digests,
schema, rows and order, untouched columns, true null counts, no detector's
finding and no raw value where the manifest says that they are gone. What the
same version of tuomin masked, replaced or hashed is made again from the input;
pseudonyms and coarser values are not, as that takes the job and its keys. Any
doubt is a refusal (exit 8).

A value that had to go, of 8 to 512 bytes, may stand nowhere: as a value, within
text that was kept where letters, digits and Chinese characters meet, within
Chinese prose of its own row, in statistics, metadata, or names of files; nor
may its hex, base64, URL or JSON form. Shorter ones (names of two characters),
numbers of up to nine digits, and those of columns with few possible values
(dates, amounts, cities, states) are looked for in the column itself only:
others hold the same for good reasons.

Every partition of the input must be in the output. To verify some of them, give
a partition of each: out/order/dt=2026-11-20 --against lake/order/dt=2026-11-20.`

const verifyHelpZH = `tuomin verify 依据清单与输入校验一个输出。

  tuomin verify 输出 --against 输入

即每次运行在提交前所做的检查，单独执行：摘要、结构、行与顺序、未处理的列、空值计
数，以及清单声明已去除之处不再有检出、不再有原始值。由同一版本遮盖、替换或
无密钥散列的值，根据输入重新计算一遍；假名与粗化的值需要作业及其密钥，不重新计
算。任何疑问都视为拒绝（退出码 8）。

应去除的取值（8 至 512 字节）不得出现在任何地方：作为取值，在保留的文本中字母、
数字与汉字相接之处，在同一行保留的中文语句中，以及统计信息、元数据与文件名中；其
十六进制、base64、URL 与 JSON 形式亦然。更短的取值（如两个字的姓名）、不超过九位
的数字，以及可能取值很少的列（日期、金额、城市、状态）只检查该列自身，因为其他列
有正当理由含有相同的值。

输入的每个分区都必须在输出中。只校验部分分区时，请分别给出两侧的分区目录：
out/order/dt=2026-11-20 --against lake/order/dt=2026-11-20。`

func (a *app) verifyCommand() *cobra.Command {
	var against string
	c := &cobra.Command{
		Use: "verify OUTPUT --against INPUT", Short: a.say("verify an output against its input", "依据输入校验一个输出"),
		Long: verifyHelpEN, Annotations: map[string]string{"zh": verifyHelpZH},
		Args: cobra.ExactArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			if against == "" {
				return a.usage("--against is needed: the input that %s was made from", "需要 --against：%s 所依据的输入", args[0])
			}
			m := a.newMeter()
			result := pipelines.VerifyOutput(c.Context(), args[0], against, files.Local{}, a.options(m.events()))
			m.done()
			if result.Err() == nil && a.format != "json" && !a.quiet {
				fmt.Fprintf(a.out, a.say("verified: %s\n", "校验通过：%s\n"), args[0])
			}
			return a.end(result, nil)
		},
	}
	c.Flags().StringVar(&against, "against", "", a.say("`INPUT` that the output was made from", "输出所依据的输入 `INPUT`"))
	return c
}
