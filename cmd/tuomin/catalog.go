package main

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"tuomin/detectors"
	"tuomin/pipelines"
	"tuomin/pipelines/report"
	"tuomin/scanners/files"
)

const catalogHelpEN = `tuomin catalog keeps what people have decided about columns.

  tuomin scan --catalog DIR PATH...        propose a line for each column
  tuomin catalog diff DIR [PATH...]        what awaits a decision
  tuomin catalog accept DIR [--table NAME] [--column GLOB] [--by NAME]
                                           proposed lines become confirmed ones

DIR holds one YAML file for each table, to be reviewed and kept in git:

  version: 1
  table: order
  columns:
    - {column: mobile, class: cn_mobile, verdict: is, role: self, level: L3, status: confirmed, by: li.na}
    - {column: batch_no, class: none, verdict: none, level: L1, status: confirmed, note: counts up}
    - {column: remark, class: [cn_mobile, cn_address], verdict: contains, level: L3, status: proposed}

Edit it as you like: comments, order and quotes stay, and only a status changes,
or lines are added. A scan never touches a line that is there. "not:" lists
classes that values look like and are not; class none with a note also says that
a column may look unknown to a scan. With --job JOB.yaml classes may be such as
that job brings. What a scan counted goes to DIR/.stats, which nothing depends
on.

In a job, "catalog: DIR" makes confirmed lines decide. Where all columns of a
table are confirmed, plan reads footers only, and run holds the data to the
catalog while it rewrites them. Columns with proposed lines are classified by
reading, as without a catalog. A column without a line is new:
drift: {new_column: stop | drop | nullify}. A class that nobody foresaw stops
the job. Both are exit 7, and show the line to add.

diff ends with exit 7 while anything awaits a decision.`

const catalogHelpZH = `tuomin catalog 管理由人确认的列分类（目录）。

  tuomin scan --catalog 目录 路径...        提议：每张表一个文件，每列一行
  tuomin catalog diff 目录 [路径...]        有哪些待确认；给出路径时与数据比对
  tuomin catalog accept 目录 [--table 名称] [--column 通配符] [--by 姓名]
                                           将提议的行改为已确认

目录中每张表一个 YAML 文件，供评审并纳入 git：

  version: 1
  table: order
  columns:
    - {column: mobile, class: cn_mobile, verdict: is, role: self, level: L3, status: confirmed, by: li.na}
    - {column: batch_no, class: none, verdict: none, level: L1, status: confirmed, note: 顺序递增}
    - {column: remark, class: [cn_mobile, cn_address], verdict: contains, level: L3, status: proposed}

可以随意编辑：注释、顺序和引号都会保留，只改动状态或添加行。扫描从不改动已有的
行。not: 列出形似但并非的类别；class: none 并写明 note，同时表示该列可以被判为
未知。加上 --job 作业.yaml，类别也可以是该作业自带的。扫描的计数写入
目录/.stats，没有任何功能依赖它。

作业中写 catalog: 目录，则以已确认的行为准。整张表的列都已确认时，plan 只读取文
件尾，run 在改写的同时用数据核对目录。仅有提议的列按数据分类，与没有目录时相同。
没有行的列是新列：drift: {new_column: stop | drop | nullify}。出现未预料的类别时
作业停止。两者的退出码都是 7，并给出应添加的行。

只要还有待确认的内容，diff 的退出码就是 7。`

func (a *app) catalogCommand() *cobra.Command {
	c := &cobra.Command{
		Use: "catalog diff|accept", Short: a.say("what people have decided about columns", "由人确认的列分类"),
		Long: catalogHelpEN, Annotations: map[string]string{"zh": catalogHelpZH},
		Args: cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error { return c.Help() },
	}
	var table, column, by, job string
	diff := &cobra.Command{
		Use: "diff DIR [PATH...]", Short: a.say("what awaits a decision", "待确认的内容"), Long: catalogHelpEN, Annotations: c.Annotations, Args: cobra.MinimumNArgs(1),
		RunE: func(c *cobra.Command, args []string) error { return a.catalogDiff(c, args[0], table, job, args[1:]) },
	}
	diff.Flags().StringVar(&table, "table", "", a.say("`NAME` of one table", "表名 `NAME`"))
	accept := &cobra.Command{
		Use: "accept DIR", Short: a.say("confirm proposals", "确认建议"), Long: catalogHelpEN, Annotations: c.Annotations, Args: cobra.ExactArgs(1),
		RunE: func(_ *cobra.Command, args []string) error { return a.catalogAccept(args[0], table, column, by, job) },
	}
	accept.Flags().StringVar(&table, "table", "", a.say("`NAME` of one table", "表名 `NAME`"))
	accept.Flags().StringVar(&column, "column", "", a.say("`GLOB` of columns, such as '**.phone'", "列通配 `GLOB`，如 '**.phone'"))
	accept.Flags().StringVar(&by, "by", "", a.say("`WHO` confirms them", "确认人 `WHO`"))
	a.jobFlag(diff, &job)
	a.jobFlag(accept, &job)
	c.AddCommand(diff, accept)
	return c
}

func (a *app) catalogDiff(c *cobra.Command, dir, table, job string, paths []string) error {
	set, err := a.classes(job, "")
	if err != nil {
		return err
	}
	m := a.newMeter()
	opt := a.options(m.events())
	opt.Classes = set
	d, err := pipelines.DiffCatalog(c.Context(), files.Local{}, dir, table, paths, opt)
	m.done()
	if err != nil {
		return a.fail(err)
	}
	if a.format == "json" {
		err = report.CatalogDiffJSON(a.out, d)
	} else {
		err = report.CatalogDiff(a.out, a.style(), d)
	}
	switch {
	case err != nil:
		return err
	case len(d.Failed) > 0:
		return &exitError{code: pipelines.InputUnreadable.Info().Exit}
	case d.Open():
		return &exitError{code: pipelines.ColumnDrift.Info().Exit}
	}
	return nil
}

func (a *app) catalogAccept(dir, table, column, by, job string) error {
	set, err := a.classes(job, "")
	if err != nil {
		return err
	}
	edits, err := pipelines.AcceptCatalog(files.Local{}, dir, table, column, by, set)
	if err != nil {
		return a.fail(err)
	}
	if a.format == "json" {
		return report.CatalogEditsJSON(a.out, edits)
	}
	for _, e := range edits {
		fmt.Fprintf(a.out, a.say("%s: confirmed %s\n", "%s：已确认 %s\n"), e.File, strings.Join(e.Columns, a.say(", ", "、")))
	}
	if len(edits) == 0 {
		fmt.Fprintln(a.out, a.say("nothing was proposed", "没有待确认的提议"))
	}
	return nil
}

// propose writes what a scan found into the catalog, and says so.
func (a *app) propose(dir, table string, found *pipelines.Findings, set *detectors.Set) error {
	edits, err := pipelines.ProposeCatalog(files.Local{}, dir, table, found, set)
	for _, e := range edits {
		if len(e.Columns) > 0 && !a.quiet {
			fmt.Fprintf(a.err, a.say("tuomin: %s: proposed %s\n", "tuomin：%s：已提议 %s\n"), e.File, strings.Join(e.Columns, a.say(", ", "、")))
		}
	}
	if err != nil {
		return a.fail(err)
	}
	return nil
}
