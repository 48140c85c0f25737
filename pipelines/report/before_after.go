package report

import "io"

// A Field is one leaf of a row, as text. Only the demo has such: its rows are
// synthetic.
type Field struct{ Path, Text string }

// BeforeAfter draws a row beside what was made of it. A field that is not in
// after was dropped.
func BeforeAfter(w io.Writer, s Style, before, after []Field) error {
	made := make(map[string]string, len(after))
	for _, f := range after {
		made[f.Path] = f.Text
	}
	g := grid{style: s, give: []giver{{col: 2, stay: true}, {col: 1, stay: true}}, head: []string{s.say("column", "列"), s.say("before", "处理前"), s.say("after", "处理后")}}
	for _, f := range before {
		now, kept := made[f.Path]
		switch {
		case !kept:
			g.rows = append(g.rows, []cell{text(f.Path), text(f.Text), tinted(s.say("(dropped)", "（已删除）"), faint)})
		case now == f.Text:
			g.rows = append(g.rows, []cell{text(f.Path), text(f.Text), tinted(s.say("(same)", "（不变）"), faint)})
		default:
			g.rows = append(g.rows, []cell{text(f.Path), text(f.Text), tinted(now, good)})
		}
	}
	return g.write(w)
}
