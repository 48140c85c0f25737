package report

import (
	"fmt"
	"io"

	"tuomin/pipelines"
)

// Exits draws the exit codes, a line each.
func Exits(w io.Writer, s Style, all []pipelines.ExitInfo) error {
	g := grid{style: s, give: []giver{{col: 1}}, head: []string{s.say("exit", "退出码"), s.say("meaning", "含义")}}
	for _, e := range all {
		g.rows = append(g.rows, []cell{num(fmt.Sprint(e.Code)), text(s.say(e.EN, e.ZH))})
	}
	return g.write(w)
}

// exitJSON is an exit code in tuomin.reasons/1.
type exitJSON struct {
	Exit    int    `json:"exit"`
	Meaning string `json:"meaning"`
}

func (s Style) exits(all []pipelines.ExitInfo) []exitJSON {
	out := make([]exitJSON, len(all))
	for i, e := range all {
		out[i] = exitJSON{e.Code, s.say(e.EN, e.ZH)}
	}
	return out
}
