package main

import (
	"fmt"

	"github.com/spf13/cobra"

	"tuomin/pipelines"
	"tuomin/pipelines/policy"
	"tuomin/pipelines/report"
)

const lintHelpEN = `tuomin lint checks a job file without its data and its keys.

  tuomin lint JOB.yaml [--strict] [--set dt=2026-11-20]
  tuomin lint --schema            the JSON Schema of job files, for editors

It reads the file and the policy that it names, decodes the options of every
action, looks for rules that can never decide or that are refused wherever they
do, and holds the job's own tests against its rules. Everything that is wrong is
said at once, with file, line and column (exit 4). Then it prints the defaults
that the job relies on. Warnings go to stderr; with --strict they are exit 1.

A test is a column that you have in mind, and what must become of it:

  tests:
    - {column: phone, class: cn_mobile, expect: {mask: {profile: waybill}}}
    - {column: remark, contains: [cn_mobile, cn_id18], expect: drop}
    - {column: c7, verdict: unknown, expect: stop}

  column     its path; all other conditions are one value each
  class      what it is, or none; the verdict is then is, or none
  contains   the classes that it contains; the verdict is then contains
  verdict    masked or damaged, beside class; or unknown
  type, role, level, partition: true
             as scan says them; type is string where it is left out, and level
             that of the class
  expect     an action as after do: without options, whatever they are; with
             options, exactly these. stop: no rule may decide, so that the job
             stops at the column

plan and run refuse a job whose tests fail, as they refuse any job with errors.

An editor with a YAML language server checks and completes a job file that
begins with: # yaml-language-server: $schema=job.schema.json`

const lintHelpZH = `tuomin lint 检查作业文件，无需数据与密钥。

  tuomin lint 作业.yaml [--strict] [--set dt=2026-11-20]
  tuomin lint --schema            输出作业文件的 JSON Schema，供编辑器使用

它读取作业文件及其引用的策略，解析每个动作的选项，找出永远不会生效或必定被拒绝
的规则，并以作业自带的测试检验规则。所有错误一次列出，给出文件、行与列（退出码
4）。随后列出作业所采用的默认值。警告写到标准错误；使用 --strict 时，有警告则
退出码为 1。

测试描述一个设想中的列，以及应当如何处理：

  tests:
    - {column: phone, class: cn_mobile, expect: {mask: {profile: waybill}}}
    - {column: remark, contains: [cn_mobile, cn_id18], expect: drop}
    - {column: c7, verdict: unknown, expect: stop}

  column     列的路径；其余条件各写一个值
  class      列的类别，或 none；结论相应为“是”或“无”
  contains   列中含有的类别；结论为“含有”
  verdict    与 class 同用时可为 masked 或 damaged；也可单独写 unknown
  type、role、level、partition: true
             与 scan 所示相同；type 省略时为 string，level 省略时取类别的级别
  expect     与 do 之后的写法相同：不写选项则不论选项，写了选项则须完全一致；
             stop 表示不应有任何规则匹配，作业会在该列停下

测试不通过的作业与其他有误的作业一样，会被 plan 和 run 拒绝。

使用 YAML 语言服务的编辑器，可在作业文件开头写上：
# yaml-language-server: $schema=job.schema.json 以获得检查与补全。`

func (a *app) lintCommand() *cobra.Command {
	var strict, schema bool
	var set []string
	c := &cobra.Command{
		Use: "lint JOB.yaml", Short: a.say("check a job file, without data or keys", "检查作业文件，无需数据与密钥"),
		Long: lintHelpEN, Annotations: map[string]string{"zh": lintHelpZH},
		Args: cobra.MaximumNArgs(1),
		RunE: func(_ *cobra.Command, args []string) error {
			switch {
			case schema && len(args) == 0:
				return pipelines.WriteSchema(a.out)
			case schema:
				return usage("%s", a.say("--schema is about all job files: name none", "--schema 针对所有作业文件，不必指定文件"))
			case len(args) == 0:
				return usage("%s", a.say("lint wants a job file", "请给出作业文件"))
			}
			return a.lint(args[0], set, strict)
		},
	}
	c.Flags().BoolVar(&strict, "strict", false, a.say("exit 1 if there are warnings", "有警告时退出码为 1"))
	c.Flags().BoolVar(&schema, "schema", false, a.say("print the JSON Schema of job files", "输出作业文件的 JSON Schema"))
	c.Flags().StringArrayVar(&set, "set", nil, a.say("a param, `dt=2026-11-20`; else one that it could have", "参数取值 `dt=2026-11-20`；未给出时取一个可能的值"))
	return c
}

func (a *app) lint(file string, set []string, strict bool) error {
	l, err := pipelines.LintJob(file, set)
	if err != nil {
		return a.fail(err)
	}
	if a.format == "json" {
		err = report.LintJSON(a.out, a.style(), l)
	} else {
		a.complain(l)
		err = report.Lint(a.out, a.style(), l)
	}
	switch {
	case err != nil:
		return err
	case len(l.Errors) > 0:
		return &exitError{code: pipelines.BadJob.Info().Exit}
	case strict && len(l.Warnings) > 0:
		return &exitError{code: 1}
	}
	return nil
}

// complain says everything that a lint found, on stderr.
func (a *app) complain(l *pipelines.Lint) {
	for _, e := range l.Errors {
		fmt.Fprintf(a.err, "tuomin: %s: %s\n", a.say("error", "错误"), a.style().Message(e.Error()))
	}
	a.warn(l.Warnings)
}

// warn says on stderr what is not wrong and hardly meant.
func (a *app) warn(list policy.Errors) {
	for _, e := range list {
		fmt.Fprintf(a.err, "tuomin: %s: %s\n", a.say("warning", "警告"), a.style().Message(e.Error()))
	}
}
