package report

import (
	"encoding/json"
	"fmt"
	"io"

	"tuomin/detectors"
	"tuomin/pipelines/policy"
	"tuomin/transforms"
)

// DetectorsJSON writes tuomin.detectors/1.
func DetectorsJSON(w io.Writer, all []detectors.Info) error {
	return json.NewEncoder(w).Encode(struct {
		Schema    string           `json:"schema"`
		Detectors []detectors.Info `json:"detectors"`
	}{"tuomin.detectors/1", all})
}

// Detectors lists the classes that are looked for.
func Detectors(w io.Writer, s Style, all []detectors.Info) error {
	g := grid{style: s, give: []giver{{col: 1, cut: cutNot, stay: true}}, head: []string{
		s.say("class", "类别"), s.say("what it is", "名称"), s.say("level", "级别"), s.say("sensitive", "敏感"), s.say("found by", "识别依据"),
	}}
	for i := range all {
		d := &all[i]
		g.rows = append(g.rows, []cell{name(d.Name), text(s.say(d.Title, d.TitleZH)), text(d.Level), text(s.sensitive(d.Sensitive)), text(s.foundBy(d))})
	}
	return g.write(w)
}

func (s Style) sensitive(by detectors.Sensitive) string {
	switch {
	case by.Policy && by.Law:
		return s.say("by policy and law", "政策、法律")
	case by.Policy:
		return s.say("by policy", "政策")
	case by.Law:
		return s.say("by law", "法律")
	}
	return ""
}

func (s Style) foundBy(d *detectors.Info) string {
	switch {
	case d.LinkKey:
		return s.say("the column's name", "列名")
	case d.Checks:
		return s.say("values, with a check digit", "取值，含校验位")
	}
	return s.say("values", "取值")
}

// TransformsJSON writes tuomin.transforms/1.
func TransformsJSON(w io.Writer, s Style, all []transforms.Entry) error {
	type one struct {
		Name string   `json:"name"`
		Doc  string   `json:"doc"`
		Laws []string `json:"laws"`
	}
	doc := struct {
		Schema     string `json:"schema"`
		Transforms []one  `json:"transforms"`
	}{Schema: "tuomin.transforms/1"}
	for _, t := range all {
		doc.Transforms = append(doc.Transforms, one{t.Name, s.say(t.Doc, t.DocZH), append([]string{}, t.Laws.Names()...)})
	}
	return json.NewEncoder(w).Encode(doc)
}

// Transforms lists what can be done to a column.
func Transforms(w io.Writer, s Style, all []transforms.Entry) error {
	g := grid{style: s, give: []giver{{col: 1, cut: cutNot, stay: true}}, head: []string{s.say("action", "动作"), s.say("what it does", "作用")}}
	for _, t := range all {
		g.rows = append(g.rows, []cell{name(t.Name), text(s.say(t.Doc, t.DocZH))})
	}
	return g.write(w)
}

// PoliciesJSON writes tuomin.policies/1.
func PoliciesJSON(w io.Writer, s Style, all []*policy.Pack) error {
	type one struct {
		Name  string `json:"name"`
		About string `json:"about"`
		Rules int    `json:"rules"`
		Hash  string `json:"sha256"`
	}
	doc := struct {
		Schema   string `json:"schema"`
		Policies []one  `json:"policies"`
	}{Schema: "tuomin.policies/1"}
	for _, p := range all {
		doc.Policies = append(doc.Policies, one{p.Name, s.say(p.About, p.AboutZH), len(p.Rules), p.Hash})
	}
	return json.NewEncoder(w).Encode(doc)
}

// Policies lists the packs that are shipped.
func Policies(w io.Writer, s Style, all []*policy.Pack) error {
	g := grid{style: s, give: []giver{{col: 1, cut: cutNot, stay: true}}, head: []string{s.say("policy", "策略"), s.say("what it is", "说明"), s.say("rules", "规则")}}
	for _, p := range all {
		g.rows = append(g.rows, []cell{name(p.Name), text(s.say(p.About, p.AboutZH)), num(fmt.Sprint(len(p.Rules)))})
	}
	return g.write(w)
}
