package main

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"tuomin/pipelines"
	"tuomin/pipelines/policy"
	"tuomin/pipelines/report"
	"tuomin/scanners/files"
)

const reportHelpEN = `tuomin report writes a page on an output, for the person who signs it.

  tuomin report OUTPUT

It says what was found in which column and how sensitive it is, what was done,
what may be said of every column now, which risks were accepted, and which
checks were passed, in words that need no job file. It is read from the
manifests in OUTPUT, which may hold one table or several.

The page is Markdown; --format json gives tuomin.report/1. "tuomin run --report"
writes both for a run, and there tells also what changed since the run before
and what could not be read. Whether the files are still what the manifests say
is for "tuomin verify" to find out.`

const reportHelpZH = `tuomin report 为输出生成一页报告，供审核人签字。

  tuomin report 输出

报告说明每一列发现了什么、敏感级别如何、做了什么处理、现在可以作何保证、接受了哪
些风险、通过了哪些校验；阅读时不需要作业文件。内容取自输出中的清单，可以是一张表
或多张表。

报告为 Markdown；--format json 给出 tuomin.report/1。“tuomin run --report”为一次
运行同时写出两者，并说明与上次运行相比的变化以及未能读取的内容。文件是否仍与清单
一致，由“tuomin verify”检查。`

func (a *app) reportCommand() *cobra.Command {
	return &cobra.Command{
		Use: "report OUTPUT", Short: a.say("write a page on an output, to be signed", "为输出生成一页供签字的报告"),
		Long: reportHelpEN, Annotations: map[string]string{"zh": reportHelpZH, "markdown": "yes"},
		Args: cobra.ExactArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			account, err := pipelines.AccountOutput(c.Context(), args[0], files.Local{})
			switch {
			case err != nil:
				return a.fail(err)
			case a.format == "json":
				return report.PageJSON(a.out, account, made())
			}
			return report.Page(a.out, a.style(), account, made())
		},
	}
}

// made is when and where a report is written.
func made() report.Made {
	host, err := os.Hostname()
	if err != nil {
		host = "unknown"
	}
	return report.Made{At: time.Now().UTC().Format(time.RFC3339), Host: host, Version: version()}
}

// reportFile is what --report names: a page of Markdown, and the JSON beside
// it. "" is none.
type reportFile string

func (r reportFile) json() string { return strings.TrimSuffix(string(r), ".md") + ".json" }

// checkReport refuses a name that cannot be a report before anything is done. That
// the directory is there and can be written to is found out too.
func (a *app) checkReport(r reportFile, job *policy.Job) error {
	if r == "" {
		return nil
	}
	if !strings.HasSuffix(string(r), ".md") {
		return a.usage("--report wants a name that ends in .md, not %q; the JSON is written beside it", "--report 的文件名须以 .md 结尾，而非 %q；JSON 会写在其旁", string(r))
	}
	if err := pipelines.ReportApart(job, string(r)); err != nil {
		return usage("--report: %w", err)
	}
	for _, name := range []string{string(r), r.json()} {
		if err := a.mayReplace(name); err != nil {
			return err
		}
	}
	probe, err := os.CreateTemp(filepath.Dir(string(r)), ".tuomin-report-")
	if err != nil {
		return a.fail(fmt.Errorf("--report: %w", err))
	}
	return errors.Join(probe.Close(), os.Remove(probe.Name()))
}

// mayReplace refuses to write a report over anything but a report: what lies beside
// keys.md is a keyset.
func (a *app) mayReplace(name string) error {
	info, err := os.Stat(name)
	if err != nil || !info.Mode().IsRegular() {
		return nil // whether it can be written is found out then
	}
	f, err := os.Open(name)
	if err != nil {
		return a.fail(fmt.Errorf("--report: %w", err))
	}
	defer f.Close()
	var head [64]byte
	n, err := io.ReadFull(f, head[:])
	switch {
	case n == 0 && err == io.EOF, report.IsReport(head[:n]):
		return nil
	case err != nil && err != io.ErrUnexpectedEOF:
		return a.fail(fmt.Errorf("--report: %w", err))
	}
	return a.usage("--report: %s is no report, and is left alone; write it somewhere else", "--report：%s 不是报告，不会改动；请写到别处", name)
}

// writeReport writes page and JSON of a run, each whole or not at all.
func (a *app) writeReport(r reportFile, job *policy.Job, result *pipelines.Result) error {
	if r == "" {
		return nil
	}
	account, m := result.Account(job), made()
	var page, doc bytes.Buffer
	if err := errors.Join(report.Page(&page, a.style(), account, m), report.PageJSON(&doc, account, m)); err != nil {
		return err
	}
	err := errors.Join(
		files.WriteFile(files.Local{}, string(r), page.Bytes(), 0o644),
		files.WriteFile(files.Local{}, r.json(), doc.Bytes(), 0o644))
	if err != nil {
		return fmt.Errorf("--report: %w", err)
	}
	return nil
}
