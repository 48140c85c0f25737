package report

import (
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"

	"tuomin/pipelines"
)

// outcomes by the name that people read, and its tint.
func (s Style) outcome(o pipelines.Outcome) cell {
	switch o {
	case pipelines.OutcomeCommitted:
		return tinted(s.say("committed", "已提交"), good)
	case pipelines.OutcomeUnchanged:
		return tinted(s.say("unchanged", "无变化"), faint)
	case pipelines.OutcomeRefused:
		return tinted(s.say("refused", "已拒绝"), alarm)
	}
	return tinted(s.say("failed", "失败"), alarm)
}

// shown is how many partitions a terminal is given: more scroll away what
// matters. Those that were not done are always shown.
const shown = 40

// Result draws how a run ended, for people. The line of JSON that programs
// read comes from Line.
func Result(w io.Writer, s Style, r *pipelines.Result) error {
	g := grid{style: s, give: []giver{{col: 1, cut: cutMiddle, stay: true}, {col: 0, stay: true}}, head: []string{
		s.say("table", "表"), s.say("partition", "分区"), s.say("outcome", "结果"), s.say("rows in", "输入行"), s.say("rows out", "输出行"), s.say("reason", "原因"),
	}}
	hidden := 0
	for i, p := range r.Partitions {
		quiet := p.Outcome == pipelines.OutcomeCommitted || p.Outcome == pipelines.OutcomeUnchanged
		if quiet && i >= shown {
			hidden++
			continue
		}
		g.rows = append(g.rows, []cell{
			text(p.Table), text(p.Path), s.outcome(p.Outcome), num(Count(p.Rows.In)), num(Count(p.Rows.Out)), text(string(p.Reason)),
		})
	}
	if err := g.write(w); err != nil {
		return err
	}
	var b strings.Builder
	if hidden > 0 {
		fmt.Fprintf(&b, s.say("… and %d more, committed or unchanged\n", "……另有 %d 个分区已提交或无变化\n"), hidden)
	}
	fmt.Fprintf(&b, s.say("\n%s: %s in, %s out, %s, %s", "\n%s：输入 %s，输出 %s，%s，%s"),
		s.outcome(r.Outcome).text, s.rows(r.Rows.In), Count(r.Rows.Out)+s.say("", " 行"), s.files(r.Files), Size(r.Bytes))
	for _, why := range slices.Sorted(maps.Keys(r.Rows.Dropped)) {
		fmt.Fprintf(&b, s.say("; %s dropped (%s)", "；删除 %s 行（%s）"), Count(r.Rows.Dropped[why]), why)
	}
	b.WriteByte('\n')
	if info := r.Reason.Info(); info.Exit != 0 {
		fmt.Fprintf(&b, "%s: %s\n", r.Reason, s.say(info.EN, info.ZH))
	}
	for i := range r.Drift {
		b.WriteString(s.drift(&r.Drift[i]) + "\n")
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// Line is the one line of JSON that run and verify end stdout with.
func Line(w io.Writer, r *pipelines.Result) error { return json.NewEncoder(w).Encode(r) }
