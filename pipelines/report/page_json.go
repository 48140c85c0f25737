package report

import (
	"encoding/json"
	"io"

	"tuomin/detectors"
	"tuomin/pipelines"
)

// reportJSON is tuomin.report/1: what the page says, for programs.
type reportJSON struct {
	Schema    string            `json:"schema"`
	Job       string            `json:"job"`
	Purpose   string            `json:"purpose"`
	Recipient string            `json:"recipient"`
	Standing  bool              `json:"standing"` // read from an output; no run was made, and none is compared with
	Result    *pipelines.Result `json:"result"`   // tuomin.result/1
	Tables    []reportTable     `json:"tables"`
	Made      Made              `json:"made"`
}

type reportTable struct {
	Name       string                 `json:"name"`
	Input      string                 `json:"input"` // "" where only the output was looked at
	Output     string                 `json:"output"`
	Columns    []reportColumn         `json:"columns"`
	First      bool                   `json:"first"` // there is no last run to compare with
	Changes    []pipelines.Difference `json:"changes"`
	Checks     []string               `json:"checks"` // passed by all partitions that stand
	Partitions []reportPartition      `json:"partitions"`
}

type reportColumn struct {
	Path       string               `json:"path"`
	In         string               `json:"in"`
	Out        string               `json:"out"`
	Class      string               `json:"class"`
	Verdict    detectors.Verdict    `json:"verdict"`
	Confidence detectors.Confidence `json:"confidence"`
	Level      string               `json:"level"`
	Role       detectors.Role       `json:"role"`
	Share      float64              `json:"share"`
	Action     string               `json:"action"`
	Options    map[string]string    `json:"options"`
	Guarantee  string               `json:"guarantee"`
	Accepted   string               `json:"accepted,omitempty"`
}

type reportPartition struct {
	Path     string                 `json:"path"`
	Outcome  pipelines.Outcome      `json:"outcome"`
	Reason   pipelines.Reason       `json:"reason"`
	Rows     pipelines.RowCounts    `json:"rows"`
	Before   *pipelines.RowCounts   `json:"before,omitempty"` // of the run before, where there was one
	Manifest string                 `json:"manifest"`
	Previous string                 `json:"previous"`
	Plan     string                 `json:"plan"`
	Policy   string                 `json:"policy"`
	KeyIDs   []string               `json:"key_ids"`
	Counts   map[string]int64       `json:"counts"`
	Metadata []string               `json:"dropped_metadata"`
	Outputs  []pipelines.OutputFile `json:"outputs"`
	Error    string                 `json:"error,omitempty"`
}

const reportSchema = "tuomin.report/1"

// PageJSON writes tuomin.report/1.
func PageJSON(w io.Writer, a *pipelines.Account, made Made) error {
	doc := reportJSON{
		Schema: reportSchema, Job: a.Job, Purpose: a.Purpose, Recipient: a.Recipient, Standing: a.Standing, Result: a.Result, Tables: []reportTable{}, Made: made,
	}
	for i := range a.Tables {
		doc.Tables = append(doc.Tables, tableReport(&a.Tables[i]))
	}
	return json.NewEncoder(w).Encode(doc)
}

func tableReport(t *pipelines.AccountTable) reportTable {
	doc := reportTable{
		Name: t.Name, Input: t.Input, Output: t.Output, First: t.Last == nil,
		Columns: []reportColumn{}, Changes: some(t.Changes()), Checks: some(t.Checks()), Partitions: []reportPartition{},
	}
	for _, c := range t.Columns() {
		col := reportColumn{
			Path: string(c.Path), In: c.In, Out: c.Out, Class: c.Class, Action: c.Action, Options: c.Options, Guarantee: c.Guarantee, Accepted: c.Accepted,
		}
		if col.Options == nil {
			col.Options = map[string]string{}
		}
		if f := t.Found(col.Path); f != nil {
			col.Verdict, col.Confidence, col.Level, col.Role, col.Share = f.Verdict, f.Confidence, f.Level, f.Role, f.Share
		}
		doc.Columns = append(doc.Columns, col)
	}
	for _, part := range t.Parts {
		r := &part.Result
		p := reportPartition{
			Path: r.Path, Outcome: r.Outcome, Reason: r.Reason, Rows: r.Rows, Manifest: part.Hash, Error: r.Error,
			KeyIDs: []string{}, Counts: map[string]int64{}, Metadata: []string{}, Outputs: []pipelines.OutputFile{},
		}
		if part.Before != nil && part.Before != part.Now {
			p.Before = &part.Before.Rows
		}
		if m := part.Now; m != nil {
			p.Previous, p.Plan, p.Policy, p.KeyIDs, p.Metadata, p.Outputs = m.Previous, m.Plan, m.Policy, some(m.KeyIDs), some(m.Dropped), some(m.Outputs)
			if m.Counts != nil {
				p.Counts = m.Counts
			}
		}
		doc.Partitions = append(doc.Partitions, p)
	}
	return doc
}

// some is the list, and never null: programs loop over it.
func some[T any](list []T) []T {
	if list == nil {
		return []T{}
	}
	return list
}
