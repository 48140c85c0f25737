package report

import (
	"encoding/json"
	"fmt"
	"io"
	"strings"

	"tuomin/detectors"
)

// ExplainJSON writes tuomin.explain/1.
func ExplainJSON(w io.Writer, e *detectors.Explanation) error {
	return json.NewEncoder(w).Encode(struct {
		Schema string `json:"schema"`
		*detectors.Explanation
	}{"tuomin.explain/1", e})
}

// Explain says why a column was judged as it was, and what would change that.
func Explain(w io.Writer, s Style, e *detectors.Explanation) error {
	s.title(w, string(e.Path), fmt.Sprintf(s.say("%s, %s", "%s，%s"), e.Type, s.rows(e.Rows)))
	verdict := s.verdict(e.Verdict)
	if e.Class != string(e.Verdict) { // none and unknown are classes as well
		verdict += " " + e.Class
	}
	s.note(w, s.say("verdict: %s, %s, level %s", "结论：%s，%s，级别 %s"), verdict, s.confidence(e.Confidence), e.Level)
	if e.Why != "" {
		s.note(w, s.say("because: %s", "依据：%s"), s.why(e.Why))
	}
	s.note(w, s.say("name: %s", "列名：%s"), s.nameSays(e))
	s.note(w, s.say("values: %s", "取值：%s"), s.facts(e))
	if len(e.Classes) == 0 {
		s.note(w, "%s", s.say("no class has a hit, and none is named", "没有任何类别命中，列名也未指向任何类别"))
		return nil
	}
	fmt.Fprintln(w)
	g := grid{style: s, give: []giver{{col: 8, cut: cutNot, stay: true}}, head: []string{
		s.say("class", "类别"), s.say("rows", "行"), s.say("whole", "整值"), s.say("checked", "校验通过"), s.say("values", "取值"),
		s.say("pass", "通过"), s.say("rate", "通过率"), s.say("by chance", "巧合率"), s.say("counts, or not, and what is missing", "是否计入，还缺什么"),
	}}
	for i := range e.Classes {
		c := &e.Classes[i]
		g.rows = append(g.rows, []cell{
			name(c.Class), num(Count(int64(c.Rows))), num(Count(int64(c.Whole))), num(Count(int64(c.Checked))), num(Count(int64(c.Values))),
			num(Count(int64(c.Pass)) + "/" + Count(int64(c.Format))), num(percent(c.PassRate)), num(percent(c.Chance)), text(s.outlook(c)),
		})
	}
	return g.write(w)
}

// nameSays is the evidence of a column's name, in words.
func (s Style) nameSays(e *detectors.Explanation) string {
	var says []string
	if n := e.Name; len(n.Classes) > 0 {
		says = append(says, fmt.Sprintf(s.say("speaks for %s", "指向 %s"), strings.Join(n.Classes, s.say(", ", "、"))))
	}
	if e.Name.Role != detectors.RoleNone {
		says = append(says, fmt.Sprintf(s.say("is about a %s", "关于%s"), s.role(e.Name.Role)))
	}
	for _, of := range []struct {
		is     bool
		en, zh string
	}{
		{e.Name.Serial, "numbers things", "表示编号"}, {e.Name.Measure, "measures or dates", "表示度量或时间"},
		{e.Name.Identifies, "names something", "表示标识"},
	} {
		if of.is {
			says = append(says, s.say(of.en, of.zh))
		}
	}
	if len(says) == 0 {
		return s.say("says nothing", "没有提供线索")
	}
	return strings.Join(says, s.say("; ", "；"))
}

// facts are those of the distribution that stand out.
func (s Style) facts(e *detectors.Explanation) string {
	f := &e.Facts
	says := []string{
		fmt.Sprintf(s.say("%s distinct, of which %s were sampled", "%s 个不同取值，抽取其中 %s 个"), Count(int64(e.Distinct)), Count(int64(f.Sampled))),
		fmt.Sprintf(s.say("%.1f characters on average", "平均 %.1f 个字符"), f.Runes),
	}
	for _, of := range []struct {
		share  float64
		en, zh string
	}{
		{f.Opaque, "opaque", "不透明"}, {f.Digits, "digits only", "全为数字"}, {f.Times, "read as times", "形似时间"}, {f.Masked, "masked", "已遮盖"},
	} {
		if of.share > 0 {
			says = append(says, percent(of.share)+" "+s.say(of.en, of.zh))
		}
	}
	for _, of := range []struct {
		is     bool
		en, zh string
	}{
		{f.NearUnique, "hardly ever repeated", "几乎不重复"}, {f.Numbered, "numbered through", "连续编号"}, {f.Telephones, "spread as telephones are", "分布与电话号码相同"},
	} {
		if of.is {
			says = append(says, s.say(of.en, of.zh))
		}
	}
	return strings.Join(says, s.say(", ", "，"))
}

// outlook says whether a class's hits count, and what a column of it would need.
func (s Style) outlook(c *detectors.Explained) string {
	if c.Decides {
		return s.say("decides", "由此判定")
	}
	var parts []string
	if c.Veto != "" {
		parts = append(parts, fmt.Sprintf(s.say("no: %s;", "不计入：%s；"), s.why(c.Veto)))
	}
	for i, n := range c.Needs {
		if i == 0 {
			parts = append(parts, s.say("to be of it:", "若要属于此类别："))
		} else if n.What == detectors.NeedName {
			parts = append(parts, s.say("or", "或"))
		}
		parts = append(parts, s.need(n))
	}
	return strings.TrimRight(strings.Join(parts, s.say(" ", "")), ";；")
}

// need is one thing that is missing.
func (s Style) need(n detectors.Need) string {
	switch n.What {
	case detectors.NeedWhole:
		return fmt.Sprintf(s.say("%s of values nothing but it, not %s;", "%s 的取值应只含此类别，现为 %s；"), percent(n.Want), percent(n.Have))
	case detectors.NeedPass:
		return fmt.Sprintf(s.say("%s pass, not %s;", "通过率应达 %s，现为 %s；"), percent(n.Want), percent(n.Have))
	case detectors.NeedValues:
		return fmt.Sprintf(s.say("%.0f values, not %.0f;", "至少 %.0f 个取值，现有 %.0f；"), n.Want, n.Have)
	case detectors.NeedLuck:
		return fmt.Sprintf(s.say("a chance under %.0e, not %.1e;", "巧合概率应低于 %.0e，现为 %.1e；"), n.Want, n.Have)
	case detectors.NeedLength:
		return s.say("texts of its length;", "长度应与之相当；")
	case detectors.NeedSpread:
		return s.say("values spread as no counter spreads them;", "分布不应像流水号；")
	case detectors.NeedColumn:
		return s.say("all values together;", "需由全部取值共同表明；")
	}
	return s.say("a name that says so", "由列名表明")
}
