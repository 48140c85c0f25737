package report

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"

	"tuomin/detectors"
	"tuomin/pipelines"
	"tuomin/pipelines/policy"
	"tuomin/transforms"
)

type planJSON struct {
	Schema string            `json:"schema"`
	Tables []*pipelines.Plan `json:"tables"`
	Drift  []pipelines.Drift `json:"drift"`
	Errors []errorJSON       `json:"errors"`
}

type errorJSON struct {
	At      string `json:"at"`
	Code    string `json:"code"`
	Message string `json:"message"`
}

// PlanJSON writes tuomin.plan/1. err is what planning ended with, nil for
// nothing.
func PlanJSON(w io.Writer, plans []*pipelines.Plan, err error) error {
	doc := planJSON{Schema: "tuomin.plan/1", Tables: plans, Drift: []pipelines.Drift{}, Errors: []errorJSON{}}
	if doc.Tables == nil {
		doc.Tables = []*pipelines.Plan{}
	}
	for _, p := range doc.Tables {
		doc.Drift = append(doc.Drift, p.Drift...)
		for i := range p.Columns {
			if p.Columns[i].Options == nil {
				p.Columns[i].Options = map[string]string{}
			}
		}
	}
	list := policyErrors(err)
	for _, e := range list {
		doc.Errors = append(doc.Errors, errorJSON{e.Pos.String(), string(e.Code), e.Path + ": " + e.Msg})
	}
	if reason := pipelines.ReasonOf(err); err != nil && len(list) == 0 && reason != pipelines.ColumnDrift {
		doc.Errors = append(doc.Errors, errorJSON{"", string(reason), err.Error()})
	}
	return json.NewEncoder(w).Encode(doc)
}

// policyErrors finds all errors with positions, through joined ones too.
func policyErrors(err error) policy.Errors {
	switch e := err.(type) {
	case nil:
		return nil
	case policy.Errors:
		return e
	case interface{ Unwrap() []error }:
		var all policy.Errors
		for _, one := range e.Unwrap() {
			all = append(all, policyErrors(one)...)
		}
		return all
	}
	return policyErrors(errors.Unwrap(err))
}

// Plan draws what would become of every column, one line each.
func Plan(w io.Writer, s Style, plans []*pipelines.Plan) error {
	for i, p := range plans {
		if i > 0 && !s.Markdown {
			fmt.Fprintln(w)
		}
		s.title(w, strings.TrimSpace(p.Table+"  "+p.Part), p.Path)
		g := grid{style: s, give: []giver{
			{col: 8}, {col: 5}, {col: 3}, {col: 6}, {col: 7, cut: cutStart, stay: true}, {col: 4, cut: cutNot, stay: true}, {col: 0, cut: cutMiddle, stay: true},
		}, head: []string{
			s.say("column", "列"), s.say("class", "类别"), s.say("verdict", "结论"), s.say("confidence", "置信"),
			s.say("action", "动作"), s.say("type", "类型"), s.say("guarantee", "保证"), s.say("rule", "规则"), s.say("why", "依据"),
		}}
		for j := range p.Columns {
			g.rows = append(g.rows, s.planned(&p.Columns[j]))
		}
		if err := g.write(w); err != nil {
			return err
		}
		for j := range p.Columns {
			if c := &p.Columns[j]; c.Accepted != "" {
				s.note(w, s.say("accepted by the job: %s on %s", "作业已接受的风险：%s（列 %s）"), c.Accepted, c.Path)
			}
		}
		for j := range p.Drift {
			fmt.Fprintln(w, s.drift(&p.Drift[j]))
		}
	}
	return nil
}

func (s Style) planned(c *pipelines.PlannedColumn) []cell {
	typ := c.In
	switch {
	case c.Out == "":
		typ += " → –"
	case c.Out != c.In:
		typ += " → " + c.Out
	}
	loud := plain
	switch {
	case c.Guarantee == transforms.Enumerable:
		loud = warn
	case c.Action == "keep" && c.Verdict != detectors.VerdictNone:
		loud = alarm
	case c.Action == "keep":
		loud = faint
	}
	return []cell{
		name(string(c.Path)), text(c.Class), text(s.verdict(c.Verdict)), text(s.confidence(c.Confidence)),
		tinted(c.Action+options(c.Options), loud), text(typ), text(string(c.Guarantee)), tinted(c.Rule, faint),
		tinted(s.grounds(c.Why, c.Class, c.Verdict, c.Classes()), faint),
	}
}

// options are those of an action, as short as a line allows.
func options(o map[string]string) string {
	if len(o) == 0 {
		return ""
	}
	var parts []string
	for _, key := range slices.Sorted(maps.Keys(o)) {
		parts = append(parts, key+"="+o[key])
	}
	return "(" + strings.Join(parts, " ") + ")"
}
