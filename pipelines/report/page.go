package report

import (
	"bytes"
	"cmp"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"

	"tuomin/detectors"
	"tuomin/pipelines"
	"tuomin/transforms"
)

// Made is when, where and by what a report was written: the only lines of it
// that differ between two reports of the same.
type Made struct {
	At      string `json:"at"` // RFC 3339, UTC
	Host    string `json:"host"`
	Version string `json:"version"`
}

// Page writes the report of a run as one page of Markdown, for the person who
// signs it. It is whole without knowing the job file.
func Page(w io.Writer, s Style, a *pipelines.Account, made Made) error {
	s.Markdown = true
	p := &page{Style: s, account: a}
	p.summary()
	p.attention()
	for i := range a.Tables {
		p.table(&a.Tables[i])
	}
	p.meanings()
	p.verified()
	p.signature(made)
	_, err := io.WriteString(w, p.b.String())
	return err
}

// What a page begins with.
const (
	titleEN = "De-identification report: "
	titleZH = "脱敏处理报告："
)

// IsReport reports whether what begins so is a page, or the JSON of one: another may
// be written over it.
func IsReport(head []byte) bool {
	return slices.ContainsFunc([]string{"# " + titleEN, "# " + titleZH, `{"schema":"` + reportSchema + `"`}, func(start string) bool {
		return bytes.HasPrefix(head, []byte(start))
	})
}

// page is the state of one Page.
type page struct {
	Style
	account *pipelines.Account
	b       strings.Builder
}

func (p *page) head(level int, en, zh string, args ...any) {
	fmt.Fprintf(&p.b, "%s %s\n\n", strings.Repeat("#", level), fmt.Sprintf(p.say(en, zh), args...))
}

func (p *page) para(en, zh string, args ...any) {
	fmt.Fprintf(&p.b, p.say(en, zh)+"\n\n", args...)
}

func (p *page) item(line string) { fmt.Fprintf(&p.b, "- %s\n", line) }

// draw writes a table; one without rows is not written.
func (p *page) draw(head []string, rows [][]cell) {
	g := grid{style: p.Style, head: head, rows: rows}
	// A builder takes everything.
	_ = g.write(&p.b)
}

// summary is what somebody reads who reads no further.
func (p *page) summary() {
	r := p.account.Result
	p.head(1, titleEN+"%s", titleZH+"%s", prose(p.account.Job))
	if info := r.Reason.Info(); p.account.Standing {
		p.para("What stands in the output, as its manifests have it. No run was made for this page, and no input was read.",
			"依据清单说明输出的现状。生成本页时未执行作业，也未读取输入。")
	} else {
		p.para("Outcome: **%s**, %s (`%s`).", "结果：**%s**，%s（`%s`）。", p.outcome(r.Outcome).text, p.say(info.EN, info.ZH), r.Reason)
	}
	rows := [][]cell{}
	add := func(en, zh string, c cell) {
		if c.text != "" {
			rows = append(rows, []cell{text(p.say(en, zh)), c})
		}
	}
	add("purpose", "处理目的", text(p.account.Purpose))
	add("recipient", "接收方", text(cmp.Or(p.account.Recipient, p.say("internal", "内部"))))
	add("rows", "行数", text(p.rowCounts(r.Rows)))
	add("personal data", "个人信息", text(p.extent()))
	add("partitions", "分区", text(p.outcomes(r)))
	add("files that stand", "现有文件", text(p.standing()))
	add("keys (domain:id)", "密钥（关联域:编号）", name(strings.Join(r.KeyIDs, ", ")))
	add("digest of all manifests", "全部清单的摘要", name(r.Manifest))
	p.draw([]string{p.say("what", "项目"), p.say("value", "内容")}, rows)
}

func (p *page) rowCounts(n pipelines.RowCounts) string {
	line := fmt.Sprintf(p.say("%s in, %s out", "输入 %s，输出 %s"), Count(n.In), Count(n.Out))
	for _, why := range slices.Sorted(maps.Keys(n.Dropped)) {
		line += fmt.Sprintf(p.say("; %s left out (%s)", "；删除 %s（%s）"), Count(n.Dropped[why]), why)
	}
	return line
}

// extent is how much of the tables is personal data.
func (p *page) extent() string {
	all, personal, highest := 0, 0, ""
	for i := range p.account.Tables {
		t := &p.account.Tables[i]
		for _, c := range t.Columns() {
			all++
			if p.personal(t, &c) {
				personal++
				if f := t.Found(string(c.Path)); f != nil {
					highest = max(highest, f.Level)
				}
			}
		}
	}
	switch {
	case all == 0:
		return ""
	case personal == 0:
		return fmt.Sprintf(p.say("found in none of %s", "%s中均未发现"), p.counted(int64(all), "column", "列"))
	}
	return fmt.Sprintf(p.say("found in %d of %s, highest level %s", "%[2]s中有 %[1]d 列，最高级别 %[3]s"), personal, p.counted(int64(all), "column", "列"), highest)
}

// standing is what the manifests list.
func (p *page) standing() string {
	files, bytes := 0, int64(0)
	for _, t := range p.account.Tables {
		for _, part := range t.Parts {
			if part.Now != nil {
				for _, o := range part.Now.Outputs {
					files++
					bytes += o.Bytes
				}
			}
		}
	}
	if files == 0 {
		return ""
	}
	return fmt.Sprintf(p.say("%s, %s", "%s，%s"), p.files(files), Size(bytes))
}

// outcomes counts the partitions by how they ended.
func (p *page) outcomes(r *pipelines.Result) string {
	var parts []string
	for _, o := range []pipelines.Outcome{pipelines.OutcomeCommitted, pipelines.OutcomeUnchanged, pipelines.OutcomeRefused, pipelines.OutcomeFailed} {
		n := 0
		for _, one := range r.Partitions {
			if one.Outcome == o {
				n++
			}
		}
		if n > 0 {
			word := p.outcome(o).text
			if p.account.Standing {
				word = ""
			}
			parts = append(parts, strings.TrimSpace(fmt.Sprintf("%d %s", n, word)))
		}
	}
	return strings.Join(parts, p.say(", ", "，"))
}

// attention is what a person who signs must have seen: what was not read or
// not done, and every risk that somebody took.
func (p *page) attention() {
	p.head(2, "To be noted before signing", "签字前须知")
	begin := p.b.Len()
	r := p.account.Result
	for _, one := range r.Partitions {
		if one.Error != "" {
			p.undone(&one)
		}
	}
	for _, w := range r.Warnings {
		p.item(prose(p.Message(w.Path + ": " + w.Msg)))
	}
	if len(r.Partitions) == 0 && r.Reason.Info().Exit != 0 {
		p.item(p.say("Nothing was read or written.", "未读取也未写出任何数据。"))
	}
	for i := range p.account.Tables {
		p.risks(&p.account.Tables[i])
	}
	if p.b.Len() == begin {
		p.b.WriteString(p.say("Nothing: no input was left unread, no risk was accepted, and no personal data was kept as it was.\n", "无：没有未读取的输入，未接受任何风险，没有原样保留的个人信息。\n"))
	}
	p.b.WriteByte('\n')
}

// undone says what was not done, and why, line by line. Hints are for whoever
// writes the job.
func (p *page) undone(r *pipelines.PartitionResult) {
	info := r.Reason.Info()
	p.item(fmt.Sprintf(p.say("%s was not done: %s (`%s`)", "%s 未完成：%s（`%s`）"), place(r.Table, r.Path), p.say(info.EN, info.ZH), r.Reason))
	for _, line := range strings.Split(p.Message(r.Error), "\n") {
		if !strings.HasPrefix(line, "\t") && line != "" {
			p.b.WriteString("  - " + prose(line) + "\n")
		}
	}
}

// place names a partition, or a table that has none.
func place(table, partition string) string {
	if partition == "." {
		return code(table)
	}
	return code(table) + " " + code(partition)
}

func (p *page) risks(t *pipelines.AccountTable) {
	for _, c := range t.Columns() {
		where := code(t.Name) + " " + code(string(c.Path))
		if c.Accepted != "" {
			p.item(fmt.Sprintf(p.say("Risk accepted for %s: %s", "%s 已接受的风险：%s"), where, prose(p.accepted(c.Accepted))))
		}
		if c.Guarantee == string(transforms.Untouched) && p.personal(t, &c) {
			p.item(fmt.Sprintf(p.say("%s holds personal data (%s) and was kept as it was", "%s 含有个人信息（%s），且原样保留"), where, p.found(t, &c)))
		}
	}
	for _, d := range t.Otherwise() {
		p.item(fmt.Sprintf(p.say("%s was made by another plan: there %s is %s, and not %s", "%s 由另一方案生成：其中 %s 为 %s，而非 %s"),
			place(t.Name, d.Partition), code(d.Column), code(d.Now), code(d.Was)))
	}
	for _, part := range t.Parts {
		if part.Now != nil && len(part.Now.Dropped) > 0 {
			p.item(fmt.Sprintf(p.say("%s: metadata of the files that was not carried over: %s", "%s：未带入输出的文件元数据：%s"),
				place(t.Name, part.Result.Path), code(strings.Join(part.Now.Dropped, ", "))))
			break // files of one table carry the same keys
		}
	}
}

// personal reports whether anything was found in a column.
func (p *page) personal(t *pipelines.AccountTable, c *pipelines.ManifestColumn) bool {
	f := t.Found(string(c.Path))
	return c.Class != "none" || f != nil && f.Verdict != detectors.VerdictNone
}

// found says what a column holds: the class, and how it holds it.
func (p *page) found(t *pipelines.AccountTable, c *pipelines.ManifestColumn) string {
	f := t.Found(string(c.Path))
	class := p.class(c.Class)
	if f == nil {
		return class
	}
	switch f.Verdict {
	case detectors.VerdictContains:
		var all []string
		for _, one := range f.Contained() {
			all = append(all, p.class(one))
		}
		if all == nil {
			all = []string{class}
		}
		return fmt.Sprintf(p.say("%s, among other text", "文本中含有%s"), strings.Join(all, p.say(", ", "、")))
	case detectors.VerdictMasked:
		return fmt.Sprintf(p.say("%s, masked already", "%s，已脱敏"), class)
	case detectors.VerdictDamaged:
		return fmt.Sprintf(p.say("%s, digits lost", "%s，位数已丢失"), class)
	}
	return class
}
