package main

import (
	"github.com/spf13/cobra"

	"tuomin/pipelines"
	"tuomin/pipelines/report"
)

const scanHelpEN = `tuomin scan says what personal data is in tables. It only reads.

  tuomin scan PATH...

PATH is a Parquet or Arrow file, a directory, a glob, a Hive-partitioned
directory (dt=2026-11-20/…), or - for an Arrow stream on stdin. Files are
recognised by content, not by name. Every value in use of every column is
looked at; nothing is sampled.

  verdict   is        the column is of the class
            contains  values of the class stand in it, among others or in text
            masked    of the class, masked already
            damaged   of the class, with digits lost on the way (Excel, doubles)
            unknown   opaque and hardly ever repeated: could link to a person
            none      nothing that is looked for

No value of the data is ever printed. Files that cannot be read are listed with
a code, the others are still scanned, and the exit code is 3.`

const scanHelpZH = `tuomin scan 说明表中有哪些个人信息。它只读不写。

  tuomin scan 路径...

路径可以是 Parquet 或 Arrow 文件、目录、通配符、Hive 分区目录
（dt=2026-11-20/…），或以 - 表示从标准输入读取 Arrow 流。文件按内容识别，与文件
名无关。每一列的每个取值都会检查，不抽样。

  结论      是         该列属于此类别
            含有       列中混有此类别的取值，或出现在文本里
            已脱敏     属于此类别，但已被遮盖
            已损坏     属于此类别，但位数已丢失（Excel、浮点数）
            未知       含义不明且几乎不重复，可能用于关联到个人
            无         未发现所查找的内容

绝不打印任何数据取值。无法读取的文件会列出代码，其余照常扫描，退出码为 3。`

func (a *app) scanCommand() *cobra.Command {
	var catalog, table string
	c := &cobra.Command{
		Use: "scan PATH...", Short: a.say("find personal data in tables", "在表中发现个人信息"),
		Long: scanHelpEN, Annotations: map[string]string{"zh": scanHelpZH, "markdown": "yes"},
		Args: cobra.MinimumNArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			m := a.newMeter()
			found, err := pipelines.ScanPaths(c.Context(), args, a.options(m.events()))
			m.done()
			if err != nil {
				return a.fail(err)
			}
			if a.format == "json" {
				err = report.ScanJSON(a.out, found)
			} else {
				err = report.Scan(a.out, a.style(), found)
			}
			if err != nil {
				return err
			}
			if catalog != "" {
				if err := a.propose(catalog, table, found); err != nil {
					return err
				}
			}
			if len(found.Failed) > 0 {
				return &exitError{code: 3}
			}
			return nil
		},
	}
	c.Flags().StringVar(&catalog, "catalog", "", a.say("`DIR` of catalogs to propose into", "写入建议的目录库 `DIR`"))
	c.Flags().StringVar(&table, "table", "", a.say("`NAME` of the one table, with --catalog", "表名 `NAME`（与 --catalog 连用）"))
	return c
}
