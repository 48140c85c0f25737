package report

import (
	"encoding/json"
	"fmt"
	"io"
	"strings"

	"tuomin/detectors"
	"tuomin/pipelines"
)

type catalogDiffJSON struct {
	Schema string                `json:"schema"`
	Tables []pipelines.TableDiff `json:"tables"`
	Failed []failedJSON          `json:"failed"`
}

// CatalogDiffJSON writes tuomin.catalog-diff/1.
func CatalogDiffJSON(w io.Writer, d *pipelines.CatalogDiff) error {
	doc := catalogDiffJSON{Schema: "tuomin.catalog-diff/1", Tables: d.Tables, Failed: []failedJSON{}}
	if doc.Tables == nil {
		doc.Tables = []pipelines.TableDiff{}
	}
	for _, fail := range d.Failed {
		doc.Failed = append(doc.Failed, failedJSON{fail.Path, string(fail.Code), fail.Err.Error()})
	}
	return json.NewEncoder(w).Encode(doc)
}

// CatalogDiff draws what awaits a decision, a line for each column, and under
// each table the lines that the data speak for.
func CatalogDiff(w io.Writer, s Style, d *pipelines.CatalogDiff) error {
	for i := range d.Tables {
		t := &d.Tables[i]
		if i > 0 {
			fmt.Fprintln(w)
		}
		fmt.Fprintf(w, "%s  %s\n", t.Table, t.File)
		g := grid{style: s, give: []giver{{col: 5}}, head: []string{
			s.say("column", "列"), s.say("difference", "差异"), s.say("catalog", "目录"), s.say("data", "数据"), s.say("share", "占比"), s.say("why", "依据"),
		}}
		for j := range t.Columns {
			g.rows = append(g.rows, s.difference(&t.Columns[j]))
		}
		if err := g.write(w); err != nil {
			return err
		}
		for j := range t.Columns {
			if line := t.Columns[j].YAML; line != "" {
				fmt.Fprintf(w, "  - %s\n", line)
			}
		}
	}
	if len(d.Tables) == 0 && len(d.Failed) == 0 {
		fmt.Fprintln(w, s.say("nothing awaits a decision", "没有待确认的内容"))
	}
	for _, fail := range d.Failed {
		fmt.Fprintf(w, s.say("not read: %s: %s\n", "未能读取：%s：%s\n"), fail.Path, s.Message(fail.Err.Error()))
	}
	return nil
}

func (s Style) difference(d *pipelines.ColumnDiff) []cell {
	change := map[pipelines.Change]cell{
		pipelines.AwaitsReview: text(s.say("proposed", "待确认")),
		pipelines.NewColumn:    tinted(s.say("new", "新列"), warn),
		pipelines.ChangedClass: tinted(s.say("changed", "分类变化"), alarm),
		pipelines.GoneColumn:   tinted(s.say("gone", "已消失"), faint),
	}[d.Change]
	var says, seen, share, why string
	if d.Catalog != nil {
		says = s.verdictOf(d.Catalog)
	}
	if d.Seen != nil {
		seen, why = s.verdictOf(d.Seen), s.why(d.Seen.Why)
		if d.Seen.Verdict != detectors.VerdictNone && d.Seen.Verdict != detectors.VerdictUnknown {
			share = percent(d.Seen.Share)
		}
	}
	return []cell{text(string(d.Column)), change, text(says), text(seen), num(share), tinted(why, faint)}
}

// verdictOf is a verdict with its classes and level: "is cn_mobile L3".
func (s Style) verdictOf(c *detectors.Classification) string {
	classes := c.Class
	if all := c.Contained(); c.Verdict == detectors.VerdictContains && len(all) > 0 {
		classes = strings.Join(all, ", ")
	}
	if c.Verdict == detectors.VerdictNone || c.Verdict == detectors.VerdictUnknown {
		return s.verdict(c.Verdict)
	}
	return s.verdict(c.Verdict) + " " + classes + " " + c.Level
}

type catalogEditJSON struct {
	Schema string                  `json:"schema"`
	Tables []pipelines.CatalogEdit `json:"tables"`
}

// CatalogEditsJSON writes tuomin.catalog-accept/1.
func CatalogEditsJSON(w io.Writer, edits []pipelines.CatalogEdit) error {
	return json.NewEncoder(w).Encode(catalogEditJSON{"tuomin.catalog-accept/1", edits})
}
