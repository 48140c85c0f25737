package report

import (
	"encoding/json"
	"fmt"
	"io"

	"tuomin/pipelines"
	"tuomin/transforms/keys"
)

// Keys draws what may be known of a keyset file.
func Keys(w io.Writer, s Style, l *keys.Listing) error {
	g := grid{style: s, head: []string{s.say("domain", "关联域"), s.say("key id", "密钥编号"), s.say("created", "创建日期")}}
	for _, d := range l.Domains {
		g.rows = append(g.rows, []cell{name(d.Name), name(d.KeyID), text(d.Created)})
	}
	return g.write(w)
}

// reasonJSON is one line of tuomin.reasons/1.
type reasonJSON struct {
	Reason    pipelines.Reason `json:"reason"`
	Exit      int              `json:"exit"`
	Retryable bool             `json:"retryable"`
	Meaning   string           `json:"meaning"`
}

// Reasons draws the table of exit codes.
func Reasons(w io.Writer, s Style, asJSON bool, all []pipelines.ReasonInfo) error {
	if asJSON {
		doc := struct {
			Schema  string       `json:"schema"`
			Reasons []reasonJSON `json:"reasons"`
			Exits   []exitJSON   `json:"exits"`
		}{Schema: "tuomin.reasons/1", Exits: s.exits(pipelines.Exits())}
		for _, r := range all {
			doc.Reasons = append(doc.Reasons, reasonJSON{r.Reason, r.Exit, r.Retryable, s.say(r.EN, r.ZH)})
		}
		return json.NewEncoder(w).Encode(doc)
	}
	g := grid{style: s, give: []giver{{col: 3, cut: cutNot, stay: true}}, head: []string{s.say("exit", "退出码"), s.say("reason", "原因"), s.say("retry", "可重试"), s.say("meaning", "含义")}}
	for _, r := range all {
		retry := s.say("no", "否")
		if r.Retryable {
			retry = s.say("yes", "是")
		}
		g.rows = append(g.rows, []cell{num(fmt.Sprint(r.Exit)), name(string(r.Reason)), text(retry), text(s.say(r.EN, r.ZH))})
	}
	return g.write(w)
}
