package main

import (
	"github.com/spf13/cobra"

	"tuomin/pipelines"
	"tuomin/pipelines/report"
)

const scanHelpEN = `tuomin scan says what personal data is in tables. It only reads.

  tuomin scan PATH...
  tuomin scan PATH... --partitions latest:1 --fail-on L4

PATH is a Parquet or Arrow file, a directory, a glob, a Hive-partitioned
directory (dt=2026-11-20/…), or - for an Arrow stream on stdin. Files are
recognised by content, not by name. Every value in use of every column is
looked at, unless --sample says otherwise.

  verdict   is        the column is of the class
            contains  values of the class stand in it, among others or in text
            masked    of the class, masked already
            damaged   of the class, with digits lost on the way (Excel, doubles)
            unknown   for all that is known, it could be about persons or link to one
            none      nothing that is looked for

No value of the data is ever printed. Files that cannot be read are listed with
a code, the others are still scanned, and the exit code is 3.

--partitions looks into some partitions and opens no file of the others:
dt=2026-11-20 (it may be given several times), latest:1, latest:7. The latest
are by date and hour where those are levels: of dt=…/city=… the last day with
all its cities. A table that has none of them counts as not read.

--sample 0.1 reads one row group in ten, always the same ones. The result says
so, and is no evidence: what was not read may hold anything.

--fail-on L4 exits 1 when a column of level L4 or above was found, also when
files could not be read: they could only add to it. Where nothing was found and
files could not be read, the exit code is 3.

--profile says by which document information is sensitive in law: gbt45574-2025,
gbt35273-2020, or strict, which is by either. The first does not list numbers of
identity documents. --job takes that, levels and classes from a job.

--init JOB.yaml writes a job to begin with: a rule for each class that was
found, and each column that somebody has to decide about. It knows the classes
that are shipped, and goes without --job.`

const scanHelpZH = `tuomin scan 说明表中有哪些个人信息。它只读不写。

  tuomin scan 路径...
  tuomin scan 路径... --partitions latest:1 --fail-on L4

路径可以是 Parquet 或 Arrow 文件、目录、通配符、Hive 分区目录
（dt=2026-11-20/…），或以 - 表示从标准输入读取 Arrow 流。文件按内容识别，与文件
名无关。每一列的每个取值都会检查，除非使用 --sample。

  结论      是         该列属于此类别
            含有       列中混有此类别的取值，或出现在文本里
            已脱敏     属于此类别，但已被遮盖
            已损坏     属于此类别，但位数已丢失（Excel、浮点数）
            未知       含义不明，可能涉及个人或关联到个人
            无         未发现所查找的内容

绝不打印任何数据取值。无法读取的文件会列出代码，其余照常扫描，退出码为 3。

--partitions 只查看部分分区，其余分区的文件不会打开：dt=2026-11-20（可重复）、
latest:1、latest:7。“最新”按日期与小时层级判断：对 dt=…/city=…，即最后一天的
全部城市。没有所选分区的表视为未能读取。

--sample 0.1 读取十分之一的行组，每次都是同样的行组。结果会注明抽样，不能作为
依据：未读取的部分可能含有任何内容。

--fail-on L4 在发现 L4 及以上级别的列时退出码为 1，即使有文件未能读取：未读取的
部分只会更多。未发现且有文件未能读取时，退出码为 3。

--profile 指定依据哪份标准认定敏感个人信息：gbt45574-2025、gbt35273-2020，或
strict（任一标准即算）；前者不再列入证件号码。--job 则沿用作业的口径、级别与自带
类别。

--init 作业.yaml 写出一个起步用的作业：为发现的每个类别给出一条规则，并列出需要
人工判断的列。它只使用随附的类别，不能与 --job 同用。`

func (a *app) scanCommand() *cobra.Command {
	var catalog, table, job, profile string
	var f scanFlags
	c := &cobra.Command{
		Use: "scan PATH...", Short: a.say("find personal data in tables", "在表中发现个人信息"),
		Long: scanHelpEN, Annotations: map[string]string{"zh": scanHelpZH, "markdown": "yes"},
		Args: cobra.MinimumNArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			extent, err := f.extent(a)
			if err != nil {
				return err
			}
			if catalog != "" && f.sample < 1 {
				return usage("%s", a.say("--catalog wants all row groups read: a sample is no evidence of what a column holds", "--catalog 需要读取全部行组：抽样不能说明列中没有什么"))
			}
			if job != "" && f.init != "" {
				return usage("%s", a.say("--init makes a job of the classes that are shipped: leave out --job, and give the new job its detectors", "--init 依据随附的类别生成作业：请去掉 --job，再将其 detectors 写入新作业"))
			}
			set, err := a.classes(job, profile)
			if err != nil {
				return err
			}
			m := a.newMeter()
			opt := a.options(m.events())
			opt.Classes = set
			found, err := pipelines.ScanExtent(c.Context(), args, extent, opt)
			m.done()
			if err != nil {
				return a.fail(err)
			}
			if a.format == "json" {
				err = report.ScanJSON(a.out, found.AtLeast(f.minLevel))
			} else {
				err = report.Scan(a.out, a.style(), found.AtLeast(f.minLevel))
			}
			if err != nil {
				return err
			}
			if catalog != "" {
				if err := a.propose(catalog, table, found, set); err != nil {
					return err
				}
			}
			if f.init != "" {
				if err := a.starter(f.init, found); err != nil {
					return err
				}
			}
			return f.verdict(found)
		},
	}
	c.Flags().StringVar(&catalog, "catalog", "", a.say("`DIR` of catalogs to propose into", "写入建议的目录库 `DIR`"))
	c.Flags().StringVar(&table, "table", "", a.say("`NAME` of the one table, with --catalog", "表名 `NAME`（与 --catalog 连用）"))
	a.jobFlag(c, &job)
	a.profileFlag(c, &profile)
	f.declare(a, c)
	return c
}
