package report

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"tuomin/pipelines"
	"tuomin/transforms"
)

// table is what was found in one table and done to it.
func (p *page) table(t *pipelines.AccountTable) {
	p.head(2, "Table %s", "表 %s", code(t.Name))
	if t.Input == "" {
		p.para("Output: %s", "输出：%s", code(t.Output))
	} else {
		p.para("From %s to %s", "由 %s 到 %s", code(t.Input), code(t.Output))
	}
	if t.Columns() == nil {
		p.para("Nothing stands in the output.", "输出中没有内容。")
		p.parts(t)
		return
	}
	p.columns(t)
	p.apart(t)
	p.changes(t)
	p.parts(t)
}

// columns shows those with personal data and those that were changed; of the
// others there may be hundreds, and their names are enough.
func (p *page) columns(t *pipelines.AccountTable) {
	var rows [][]cell
	var kept []string
	for _, c := range t.Columns() {
		if c.Guarantee == string(transforms.Untouched) && !p.personal(t, &c) {
			kept = append(kept, code(string(c.Path)))
			continue
		}
		level, sure, role := "", "", ""
		if f := t.Found(string(c.Path)); f != nil {
			level, sure, role = f.Level, p.confidence(f.Confidence), p.role(f.Role)
		}
		rows = append(rows, []cell{
			name(string(c.Path)), text(p.found(t, &c)), text(sure), text(level), text(role),
			text(p.did(c.Action, c.Options)), text(p.guarantee(c.Guarantee)),
		})
	}
	p.draw([]string{
		p.say("column", "列"), p.say("found", "发现"), p.say("sure", "置信"), p.say("level", "级别"), p.say("about", "涉及"),
		p.say("what was done", "处理"), p.say("result", "结果"),
	}, rows)
	if len(kept) > 0 {
		p.para("Nothing was found in %s, kept as they were: %s", "以下 %s未发现个人信息，原样保留：%s",
			p.counted(int64(len(kept)), "column", "列"), strings.Join(kept, p.say(", ", "、")))
	}
}

// apart is how many values a transform could not treat like the others.
func (p *page) apart(t *pipelines.AccountTable) {
	total := map[string]int64{}
	for _, part := range t.Parts {
		if part.Now != nil {
			for what, n := range part.Now.Counts {
				total[what] += n
			}
		}
	}
	if len(total) == 0 {
		return
	}
	p.head(3, "Values treated apart", "单独处理的取值")
	var rows [][]cell
	for _, what := range slices.Sorted(maps.Keys(total)) {
		at := strings.LastIndexByte(what, ' ') // a path may hold blanks, a reason holds none
		rows = append(rows, []cell{name(what[:at]), num(Count(total[what])), text(p.Style.apart(what[at+1:]))})
	}
	p.draw([]string{p.say("column", "列"), p.say("values", "取值数"), p.say("why", "原因")}, rows)
}

// changes is what differs from the last run.
func (p *page) changes(t *pipelines.AccountTable) {
	if p.account.Standing {
		return // the manifests that these replaced are gone
	}
	p.head(3, "Change since the last run", "与上次运行相比")
	if t.Last == nil {
		p.para("This is the first run: there is nothing to compare with.", "这是第一次运行，没有可比较的内容。")
		return
	}
	var rows [][]cell
	for _, c := range t.Changes() {
		word := changes[c.Kind]
		was, now := c.Was, c.Now
		if c.Kind == "policy" {
			was, now = short(was), short(now)
		}
		rows = append(rows, []cell{name(c.Column), text(p.say(word.en, word.zh)), name(was), name(now)})
	}
	p.draw([]string{p.say("column", "列"), p.say("change", "变化"), p.say("before", "此前"), p.say("now", "现在")}, rows)
	fresh, again, same := 0, 0, 0
	var was, now int64
	for _, part := range t.Parts {
		switch {
		case part.Now == nil || part.Result.Error != "":
		case part.Before == nil:
			fresh++
		case part.Now == part.Before:
			same++
		default:
			again++
			was, now = was+part.Before.Rows.Out, now+part.Now.Rows.Out
		}
	}
	if len(rows) == 0 {
		p.para("Classes, actions, keys and rules are those of the last run.", "类别、处理方式、密钥与规则均与上次相同。")
	}
	p.para("Partitions: %d new, %d made again, %d untouched.", "分区：新增 %d，重做 %d，未变 %d。", fresh, again, same)
	if again > 0 {
		p.para("Rows of those made again: %s before, %s now.", "重做分区的行数：此前 %s，现在 %s。", Count(was), Count(now))
	}
}

// listed is how many partitions a page lists: a backfill has a thousand, and
// the JSON beside the page has them all. Those that were not done are always
// listed.
const listed = 40

func (p *page) parts(t *pipelines.AccountTable) {
	p.head(3, "Partitions", "分区")
	var rows [][]cell
	hidden := 0
	for i, part := range t.Parts {
		if i >= listed && part.Result.Error == "" {
			hidden++
			continue
		}
		before := text(p.say("none", "无"))
		if part.Now != nil && part.Now.Previous != "" {
			before = name(short(part.Now.Previous))
		}
		r := &part.Result
		rows = append(rows, []cell{
			name(r.Path), text(p.outcome(r.Outcome).text), num(Count(r.Rows.In)), num(Count(r.Rows.Out)), name(short(part.Hash)), before,
		})
	}
	p.draw([]string{
		p.say("partition", "分区"), p.say("outcome", "结果"), p.say("rows in", "输入行"), p.say("rows out", "输出行"),
		p.say("manifest", "清单"), p.say("replaces", "取代的清单"),
	}, rows)
	if hidden > 0 {
		p.para("… and %d more, which the JSON beside this page lists.", "……另有 %d 个分区，见随附的 JSON。", hidden)
	}
}

// short is enough of a digest to find it by.
func short(digest string) string { return digest[:min(len(digest), 12)] }

// meanings explains the results that the page speaks of.
func (p *page) meanings() {
	used := map[string]bool{}
	for i := range p.account.Tables {
		for _, c := range p.account.Tables[i].Columns() {
			used[c.Guarantee] = true
		}
	}
	if len(used) == 0 {
		return
	}
	p.head(2, "What the results mean", "结果的含义")
	for _, g := range slices.Sorted(maps.Keys(used)) {
		if t, ok := guarantees[transforms.Guarantee(g)]; ok {
			p.item(fmt.Sprintf(p.say("**%s** (`%s`): %s", "**%s**（`%s`）：%s"), p.say(t.en, t.zh), g, p.say(t.meansEN, t.meansZH)))
		}
	}
	p.b.WriteByte('\n')
}

// verified lists the checks that everything which stands has passed.
func (p *page) verified() {
	var passed []string
	seen := false
	for i := range p.account.Tables {
		t := &p.account.Tables[i]
		if t.Columns() == nil {
			continue
		}
		if !seen {
			passed, seen = t.Checks(), true
			continue
		}
		others := t.Checks()
		passed = slices.DeleteFunc(passed, func(c string) bool { return !slices.Contains(others, c) })
	}
	if !seen {
		return
	}
	p.head(2, "Checks passed", "通过的校验")
	p.para("Before it was put in place, the output was read again independently. These checks passed for every partition that stands:",
		"输出在生效之前经过独立重读。现有全部分区均通过以下校验：")
	for _, c := range checks {
		if slices.Contains(passed, c.code) {
			p.item(fmt.Sprintf(p.say("**%s** (`%s`): %s", "**%s**（`%s`）：%s"), p.say(c.en, c.zh), c.code, p.say(c.meansEN, c.meansZH)))
		}
	}
	for _, c := range passed {
		if !slices.ContainsFunc(checks, func(known check) bool { return known.code == c }) {
			p.item(code(c)) // of a later version of the program
		}
	}
	p.b.WriteByte('\n')
}

// signature is where the page is signed, and the only lines with a time.
func (p *page) signature(made Made) {
	p.head(2, "Signature", "签字")
	p.draw([]string{p.say("reviewed by", "审核人"), p.say("date", "日期"), p.say("remarks", "备注")}, [][]cell{{text("　"), text("　"), text("　")}})
	fmt.Fprintf(&p.b, "---\n\n"+p.say("Written %s on %s by tuomin %s.\n", "%s 于 %s 由 tuomin %s 写出。\n"),
		made.At, prose(made.Host), prose(made.Version))
}
