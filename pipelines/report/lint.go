package report

import (
	"encoding/json"
	"fmt"
	"io"

	"tuomin/pipelines"
	"tuomin/pipelines/policy"
)

type lintJSON struct {
	Schema   string        `json:"schema"`
	File     string        `json:"file"`
	Job      string        `json:"job"`
	Tests    int           `json:"tests"`
	Errors   []lintError   `json:"errors"`
	Warnings []lintError   `json:"warnings"`
	Defaults []defaultJSON `json:"defaults"`
}

// lintError is an error of a file, for editors and reviews.
type lintError struct {
	At      string      `json:"at"`
	Path    string      `json:"path"`
	Code    policy.Code `json:"code"`
	Message string      `json:"message"`
	Hint    string      `json:"hint,omitempty"`
}

type defaultJSON struct {
	Path    string `json:"path"`
	Value   string `json:"value"`
	Meaning string `json:"meaning"`
}

// LintJSON writes tuomin.lint/1.
func LintJSON(w io.Writer, s Style, l *pipelines.Lint) error {
	doc := lintJSON{Schema: "tuomin.lint/1", File: l.File, Job: l.Name, Tests: l.Tests, Defaults: []defaultJSON{}}
	doc.Errors, doc.Warnings = lintErrors(l.Errors), lintErrors(l.Warnings)
	for _, d := range l.Defaults {
		doc.Defaults = append(doc.Defaults, defaultJSON{d.Path, d.Value, s.say(d.About, d.AboutZH)})
	}
	return json.NewEncoder(w).Encode(doc)
}

func lintErrors(list policy.Errors) []lintError {
	out := make([]lintError, len(list))
	for i, e := range list {
		out[i] = lintError{e.Pos.String(), e.Path, e.Code, e.Msg, e.Hint}
	}
	return out
}

// Lint draws the defaults that a job relies on, under one line that says how
// it stands. Errors and warnings are not repeated.
func Lint(w io.Writer, s Style, l *pipelines.Lint) error {
	if len(l.Errors) > 0 {
		return nil
	}
	state := fmt.Sprintf(s.say("%s: no errors, %s", "%s：没有错误，%s"), l.File, s.warnings(len(l.Warnings)))
	if l.Tests > 0 {
		state += fmt.Sprintf(s.say(", %s passed", "，%s通过"), s.tests(l.Tests))
	}
	if len(l.Defaults) == 0 {
		_, err := fmt.Fprintln(w, state)
		return err
	}
	if _, err := fmt.Fprintf(w, s.say("%s\nwhere it says nothing:\n", "%s\n未写明之处采用默认值：\n"), state); err != nil {
		return err
	}
	g := grid{style: s, give: []giver{{col: 2}}, head: []string{s.say("key", "键"), s.say("default", "默认值"), s.say("meaning", "含义")}}
	for _, d := range l.Defaults {
		g.rows = append(g.rows, []cell{text(d.Path), text(d.Value), tinted(s.say(d.About, d.AboutZH), faint)})
	}
	return g.write(w)
}
