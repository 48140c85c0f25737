package pipelines

import (
	"encoding/json"
	"errors"
	"io"
	"reflect"
	"strings"

	"tuomin/pipelines/policy"
	"tuomin/transforms"
)

// WriteSchema writes the JSON Schema of job files.
func WriteSchema(w io.Writer) error {
	var actions []policy.ActionShape
	for _, entry := range transforms.All() {
		var p shaper
		// Its defaults alone may be no options, and p says which is missing.
		_, err := entry.New(&p)
		a := policy.ActionShape{Name: entry.Name, Doc: entry.Doc, Options: p.options}
		var missing *transforms.FieldError
		if errors.As(err, &missing) {
			a.Needs = missing.Field
		}
		actions = append(actions, a)
	}
	e := json.NewEncoder(w)
	e.SetIndent("", "  ")
	e.SetEscapeHTML(false)
	return e.Encode(policy.Schema(names(), actions))
}

// A shaper is Options that say nothing, and note what could have been said.
type shaper struct{ options []policy.OptionShape }

// Decode notes which options an action reads, for the schema of job files.
func (s *shaper) Decode(into any) error {
	t := reflect.TypeOf(into).Elem()
	for i := range t.NumField() {
		f := t.Field(i)
		name, _, _ := strings.Cut(f.Tag.Get("yaml"), ",")
		if name == "" {
			continue // what an options struct keeps for itself
		}
		o := policy.OptionShape{Name: name, Kind: f.Type.Kind()}
		if words := f.Tag.Get("words"); words != "" {
			o.Words = strings.Fields(words)
		}
		s.options = append(s.options, o)
	}
	return transforms.None{}.Decode(into)
}
