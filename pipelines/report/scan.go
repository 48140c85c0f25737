package report

import (
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strings"

	"tuomin/detectors"
	"tuomin/pipelines"
	"tuomin/scanners"
)

type scanJSON struct {
	Schema string       `json:"schema"`
	Tables []tableJSON  `json:"tables"`
	Failed []failedJSON `json:"failed"`
}

type tableJSON struct {
	Path    string                     `json:"path"`
	Format  string                     `json:"format"`
	Files   int                        `json:"files"`
	Rows    int64                      `json:"rows"`
	Sampled bool                       `json:"sampled"`
	Begins  string                     `json:"begins,omitempty"` // its first file, where other tables lie in the directory
	Parts   *partsJSON                 `json:"partitions,omitempty"`
	Columns []detectors.Classification `json:"columns"`
	Twins   []twinJSON                 `json:"twins,omitempty"`
	// Agreements are what columns say of the same rows.
	Agreements []detectors.Agreement `json:"agreements,omitempty"`
}

// partsJSON is how a table is partitioned.
type partsJSON struct {
	Levels []string `json:"levels"`
	Count  int      `json:"count"` // of those that were read
}

// twinJSON is two columns that hold the same values.
type twinJSON struct {
	A      string `json:"a"`
	B      string `json:"b"`
	Shared int    `json:"shared"` // of the sampled distinct values
}

type failedJSON struct {
	Path  string `json:"path"`
	Code  string `json:"code"`
	Error string `json:"error"`
}

// ScanJSON writes tuomin.scan/1.
func ScanJSON(w io.Writer, f *pipelines.Findings) error {
	doc := scanJSON{Schema: "tuomin.scan/1", Tables: []tableJSON{}, Failed: []failedJSON{}}
	for _, p := range f.Tables {
		t := tableJSON{Path: p.Table.Path, Format: format(p.Table), Files: p.Files, Rows: p.Rows, Sampled: p.Sampled, Columns: p.Columns, Agreements: p.Agreements, Begins: begins(p.Table)}
		if levels, n := partitions(p.Table); n > 0 {
			t.Parts = &partsJSON{levels, n}
		}
		if t.Columns == nil {
			t.Columns = []detectors.Classification{}
		}
		for _, twin := range p.Twins {
			t.Twins = append(t.Twins, twinJSON{string(p.Columns[twin.A].Path), string(p.Columns[twin.B].Path), twin.Shared})
		}
		doc.Tables = append(doc.Tables, t)
	}
	for _, fail := range f.Failed {
		doc.Failed = append(doc.Failed, failedJSON{fail.Path, string(fail.Code), fail.Err.Error()})
	}
	return json.NewEncoder(w).Encode(doc)
}

func format(t *scanners.Table) string {
	if len(t.Files) == 0 {
		return ""
	}
	return t.Files[0].Format.String()
}

// Scan draws what was found, table by table.
func Scan(w io.Writer, s Style, f *pipelines.Findings) error {
	for i, p := range f.Tables {
		if i > 0 && !s.Markdown {
			fmt.Fprintln(w)
		}
		s.title(w, p.Table.Path, fmt.Sprintf(s.say("%s, %s, %s", "%s，%s，%s"), format(p.Table), s.files(p.Files), s.rows(p.Rows)))
		s.extent(w, p)
		if err := s.profile(p).write(w); err != nil {
			return err
		}
		for _, group := range twinGroups(p) {
			s.note(w, s.say("these share values: %s", "以下各列有相同取值：%s"), strings.Join(group, s.say(", ", "、")))
		}
	}
	if len(f.Failed) > 0 {
		if !s.Markdown && len(f.Tables) > 0 {
			fmt.Fprintln(w)
		}
		s.note(w, s.say("%s could not be read:", "%s未能读取："), s.files(len(f.Failed)))
		g := grid{style: s, give: []giver{{col: 2, cut: cutNot, stay: true}, {col: 0, cut: cutMiddle, stay: true}}, head: []string{s.say("file", "文件"), s.say("code", "代码"), s.say("why", "原因")}}
		for _, fail := range f.Failed {
			g.rows = append(g.rows, []cell{name(fail.Path), tinted(string(fail.Code), alarm), text(s.Message(fail.Err.Error()))})
		}
		return g.write(w)
	}
	return nil
}

func (s Style) profile(p *pipelines.Profile) *grid {
	g := &grid{style: s, give: []giver{{col: 7}, {col: 1}, {col: 4}, {col: 0, cut: cutMiddle, stay: true}}, head: []string{
		s.say("column", "列"), s.say("type", "类型"), s.say("class", "类别"), s.say("verdict", "结论"), s.say("confidence", "置信"),
		s.say("level", "级别"), s.say("share", "占比"), s.say("why", "依据"),
	}}
	for i := range p.Columns {
		c := &p.Columns[i]
		share := ""
		if c.Verdict != detectors.VerdictNone && c.Verdict != detectors.VerdictUnknown {
			share = percent(c.Share)
		}
		g.rows = append(g.rows, []cell{
			name(string(c.Path)), tinted(c.Type, faint), tinted(c.Class, s.weight(c)), text(s.verdict(c.Verdict)), text(s.confidence(c.Confidence)),
			text(c.Level), num(share), tinted(s.grounds(c.Why, c.Class, c.Verdict, c.Contained()), faint),
		})
	}
	return g
}

// grounds are why a column is what it is, and the other classes that it contains: its
// level may be that of any of them, and a rule for it names them all.
func (s Style) grounds(why, class string, verdict detectors.Verdict, contained []string) string {
	why = s.why(why)
	others := slices.DeleteFunc(contained, func(other string) bool { return other == class })
	if verdict != detectors.VerdictContains || len(others) == 0 {
		return why
	}
	const most = 3 // of a column of prose there may be a dozen
	also := strings.Join(others[:min(most, len(others))], s.say(", ", "、"))
	if more := len(others) - most; more > 0 {
		also += fmt.Sprintf(s.say(" and %d more", " 等另外 %d 类"), more)
	}
	return why + fmt.Sprintf(s.say("; also %s", "；另有 %s"), also)
}

// weight is how loud a column is: personal ones are, what nobody knows is a
// warning, and what is harmless stands back.
func (s Style) weight(c *detectors.Classification) tint {
	switch c.Verdict {
	case detectors.VerdictIs, detectors.VerdictContains, detectors.VerdictDamaged:
		return alarm
	case detectors.VerdictUnknown:
		return warn
	case detectors.VerdictMasked:
		return good
	}
	return faint
}

func (s Style) verdict(v detectors.Verdict) string {
	if s.Lang != "zh" {
		return string(v)
	}
	return map[detectors.Verdict]string{
		detectors.VerdictIs: "是", detectors.VerdictContains: "含有", detectors.VerdictMasked: "已脱敏",
		detectors.VerdictDamaged: "已损坏", detectors.VerdictUnknown: "未知", detectors.VerdictNone: "无",
	}[v]
}

func (s Style) confidence(c detectors.Confidence) string {
	if s.Lang != "zh" {
		return string(c)
	}
	return map[detectors.Confidence]string{detectors.Certain: "确定", detectors.Likely: "很可能", detectors.Possible: "可能"}[c]
}

// twinGroups joins pairs that have a column in common, as ten columns of one
// telephone are 45 pairs.
func twinGroups(p *pipelines.Profile) (groups [][]string) {
	in := make([]int, len(p.Columns)) // the first column that is linked to it, by steps
	for i := range in {
		in[i] = i
	}
	first := func(i int) int {
		for in[i] != i {
			i = in[i]
		}
		return i
	}
	for _, t := range p.Twins {
		a, b := first(t.A), first(t.B)
		in[max(a, b)] = min(a, b)
	}
	at := make(map[int]int)
	for i := range p.Columns {
		f := first(i)
		n, ok := at[f]
		if !ok {
			n = len(groups)
			at[f], groups = n, append(groups, nil)
		}
		groups[n] = append(groups[n], string(p.Columns[i].Path))
	}
	return slices.DeleteFunc(groups, func(g []string) bool { return len(g) == 1 })
}
