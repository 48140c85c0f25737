package policy

import (
	"cmp"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"
)

// A param is a value that a job file leaves open and a run is given:
//
//	params: {dt: date, hour: int, region: {type: string, values: [north, south], default: north}}
//
// ${dt} in any text of the job stands for its value. Every run of a job
// replaces them before anything else is looked at, so what is wrong with a
// value is said where it is used.
type param struct {
	name   string
	at     *Node // its declaration
	kind   string
	layout string   // Go's, of a date as it is written into the job
	values []string // of a string: all that it may be; nil for any
	preset string   // value where the run gives none, as it is written into the job; "" for none
	wrong  bool     // the declaration has errors, and they have been said
}

// A binding is a value for each param, as it is written into the job.
type binding map[string]string

var (
	paramName = regexp.MustCompile(`^[A-Za-z_][A-Za-z0-9_]{0,63}$`)
	// What a declaration may say.
	paramKeys   = []string{"type", "format", "values", "default"}
	paramKinds  = []string{"date", "int", "string"}
	dateFormats = []string{"yyyy-MM-dd", "yyyyMMdd"}
	paramUse    = regexp.MustCompile(`\$?\$\{[^}]*\}?`)
	// dateLayouts are the ways in which partitions write days.
	dateLayouts = map[string]string{"yyyy-MM-dd": time.DateOnly, "yyyyMMdd": "20060102"}
)

// mostDays is how many days a range may have. Not fewer: ten years are the
// longest backfills that lakes hold. Not more: a slip in the year asks for
// centuries, and every day costs a walk over the input's directories.
const mostDays = 3660

const paramsHint = "params: {dt: date}, or int, or string"

// params reads the declarations.
func (r *reader) params(n *Node) []param {
	if n == nil {
		return nil
	}
	if n.Shape != Map {
		r.fail(n, BadValue, paramsHint, "want names and their types, have %s", n.describe())
		return nil
	}
	var out []param
	for _, f := range n.Fields {
		before := len(r.errs)
		p := param{name: f.Key, at: f.Value, layout: time.DateOnly}
		if !paramName.MatchString(f.Key) {
			r.errs = append(r.errs, &Error{Pos: f.Pos, Path: join(n.Path, f.Key), Code: BadValue, Msg: "want a name of letters, digits and _", Hint: paramsHint})
		}
		r.param(&p)
		p.wrong = len(r.errs) > before
		out = append(out, p)
	}
	return out
}

// param reads one declaration: a type, or its long form.
func (r *reader) param(p *param) {
	kind := p.at
	if p.at.Shape == Map {
		if !r.keys(p.at, paramKeys, nil) {
			return
		}
		if kind = r.required(p.at, "type", "type: date"); kind == nil {
			return
		}
	}
	p.kind = r.oneOf(kind, paramKinds)
	if p.at.Shape != Map {
		return
	}
	if v := p.at.Get("format"); v != nil {
		if p.kind != "date" {
			r.fail(v, BadValue, "", "only a date has a format")
		}
		p.layout = dateLayouts[r.oneOf(v, dateFormats)]
	}
	if v := p.at.Get("values"); v != nil {
		if p.values = r.texts(v); p.kind != "string" {
			r.fail(v, BadValue, "type: string", "only a string has values to choose from")
		}
	}
	if v := p.at.Get("default"); v != nil {
		if s := r.text(v); v.Shape == Scalar {
			var why, hint string
			if p.preset, why, hint = p.value(s); why != "" {
				r.fail(v, BadValue, hint, "%s", why)
			}
		}
	}
}

// value turns what was given for a param into what is written into the job, or
// says why it cannot be.
func (p *param) value(s string) (text, why, hint string) {
	given := (&Node{Text: s}).describe()
	switch p.kind {
	case "date":
		d, ok := parseDate(s)
		if !ok {
			return "", "want a day, have " + given, p.name + "=2026-11-20, or 20261120"
		}
		return d.Format(p.layout), "", ""
	case "int":
		if _, err := strconv.ParseInt(s, 10, 64); err != nil {
			return "", "want a whole number, have " + given, ""
		}
		return s, "", ""
	}
	switch {
	case p.values != nil && !slices.Contains(p.values, s):
		return "", "no such value: " + given, meant(s, slices.Clone(p.values))
	case s == "" || s == "." || s == ".." || len(s) > 255 || strings.ContainsAny(s, `/\`) || strings.ContainsFunc(s, unicode.IsControl):
		return "", "want a text without slashes and control characters, have " + given, "it may become part of a path"
	}
	return s, "", ""
}

// parseDate takes a day in either way of writing it, whichever the job uses:
// schedulers have both at hand.
func parseDate(s string) (time.Time, bool) {
	for _, layout := range []string{time.DateOnly, "20060102"} {
		if d, err := time.Parse(layout, s); err == nil {
			return d, true
		}
	}
	return time.Time{}, false
}

// days are those of a range a..b, both ends included.
func (p *param) days(from, to string) (list []string, why, hint string) {
	a, ok := parseDate(from)
	b, ok2 := parseDate(to)
	hint = "--set " + p.name + "=2026-11-01..2026-11-19"
	switch {
	case p.kind != "date":
		return nil, "only a date can be given as a range", ""
	case !ok || !ok2:
		return nil, "want two days, have " + (&Node{Text: from + ".." + to}).describe(), hint
	case b.Before(a):
		return nil, "the range ends before it begins", hint
	case b.Sub(a) >= mostDays*24*time.Hour:
		return nil, fmt.Sprintf("the range has more than %d days", mostDays), hint
	}
	for ; !a.After(b); a = a.AddDate(0, 0, 1) {
		list = append(list, a.Format(p.layout))
	}
	return list, "", ""
}

// bindings gives every param its value: what a run sets, else its default.
// There is one for each day of a range, else one. ranged is the param that has
// a range, "" for none. After errors there is still one, of sample values, so
// that the rest of the file can be looked at.
func (r *reader) bindings(n *Node, params []param, set []string) (list []binding, ranged string) {
	given := r.given(n, params, set)
	base, days := binding{}, []string(nil)
	for i := range params {
		p := &params[i]
		s, ok := given[p.name]
		from, to, isRange := strings.Cut(s, "..")
		var why, hint string
		switch {
		case p.wrong:
		case !ok && p.preset == "" && r.lint: // whatever a run will give it
		case !ok && p.preset == "":
			why, hint = "has no value", "give it: --set "+p.name+"="+p.sample()
		case !ok:
			base[p.name] = p.preset
		case isRange && p.kind == "date" && ranged != "":
			why = "only one param can have a range, and " + ranged + " has one"
		case isRange && p.kind == "date":
			ranged = p.name
			days, why, hint = p.days(from, to)
		default:
			base[p.name], why, hint = p.value(s)
		}
		if why != "" && ok {
			why = "--set " + p.name + ": " + why
		}
		if why != "" {
			r.fail(p.at, cmp.Or(map[bool]Code{false: Missing}[ok], BadValue), hint, "%s", why)
		}
		if base[p.name] == "" {
			base[p.name] = p.sample()
		}
	}
	if len(days) == 0 {
		return []binding{base}, ranged
	}
	for _, day := range days {
		b := binding{ranged: day}
		for name, v := range base {
			if name != ranged {
				b[name] = v
			}
		}
		list = append(list, b)
	}
	return list, ranged
}

// sample is a value that a param could have.
func (p *param) sample() string {
	switch {
	case p.kind == "date":
		return time.Date(2026, 11, 20, 0, 0, 0, 0, time.UTC).Format(p.layout)
	case p.kind == "int":
		return "1"
	case len(p.values) > 0:
		return p.values[0]
	}
	return "value"
}

// given takes apart what a run sets, name=value each.
func (r *reader) given(n *Node, params []param, set []string) map[string]string {
	at := &Node{Pos: n.Pos, Path: "params"}
	if v := n.Get("params"); v != nil {
		at = v
	}
	var names []string
	for i := range params {
		names = append(names, params[i].name)
	}
	given := map[string]string{}
	for _, s := range set {
		name, value, ok := strings.Cut(s, "=")
		_, twice := given[name]
		switch {
		case !ok:
			r.fail(at, BadValue, "--set dt=2026-11-20", "--set wants name=value")
			continue
		case !slices.Contains(names, name) && len(names) == 0:
			r.fail(at, UnknownKey, "params: {"+name+": date}", "--set %s: the job has no params", name)
		case !slices.Contains(names, name):
			r.fail(at, UnknownKey, meant(name, slices.Clone(names)), "--set %s: no such param", name)
		case twice:
			r.fail(at, BadValue, "", "--set %s stands there twice", name)
		}
		given[name] = value
	}
	return given
}

// bind copies a tree with the params in its texts replaced. $${ stands for ${
// itself.
func (r *reader) bind(n *Node, params []param, b binding) *Node {
	out := *n
	out.Items, out.Fields = nil, nil
	for _, item := range n.Items {
		out.Items = append(out.Items, r.bind(item, params, b))
	}
	for _, f := range n.Fields {
		if n.Path != "" || f.Key != "params" {
			f.Value = r.bind(f.Value, params, b)
		}
		out.Fields = append(out.Fields, f)
	}
	if n.Shape != Scalar {
		return &out
	}
	out.Text = paramUse.ReplaceAllStringFunc(n.Text, func(s string) string {
		name := strings.TrimSuffix(strings.TrimPrefix(s, "${"), "}")
		value, ok := b[name]
		switch {
		case strings.HasPrefix(s, "$$"):
			return s[1:]
		case !strings.HasSuffix(s, "}"):
			r.fail(n, BadValue, "${dt}; and $${ stands for ${ itself", "${ without its }")
			return s
		case !ok:
			hint := "declare it: params: {" + name + ": date}; and $${ stands for ${ itself"
			if near := nearParam(name, params); near != "" {
				hint = "did you mean ${" + near + "}?"
			}
			r.fail(n, UnknownKey, hint, "no such param: %s", (&Node{Text: name}).describe())
			return s
		}
		out.uses = append(out.uses, name)
		return value
	})
	return &out
}

func nearParam(name string, params []param) string {
	var names []string
	for i := range params {
		names = append(names, params[i].name)
	}
	return closest(name, names)
}

// readJobs reads a job once for each binding of its params.
func readJobs(n *Node, path string, names Names, set []string) ([]*Job, error) {
	return (&reader{names: names}).jobs(n, path, set)
}

// CheckJob reads a job file as LoadJobs does, for who wants to know whether it
// is right: a param that has no value yet is none of its errors.
func CheckJob(path string, names Names, set []string) (*Job, error) {
	n, err := ReadFile(path)
	if err != nil {
		return nil, err
	}
	return checkJob(n, path, names, set)
}

// CheckClasses is CheckJob for who wants to know which classes a job brings: its
// catalog, which may be what those are to be proposed into, is not read.
func CheckClasses(path string, names Names) (*Job, error) {
	n, err := ReadFile(path)
	if err != nil {
		return nil, err
	}
	n.Fields = slices.DeleteFunc(n.Fields, func(f Field) bool { return f.Key == "catalog" })
	return checkJob(n, path, names, nil)
}

func checkJob(n *Node, path string, names Names, set []string) (*Job, error) {
	jobs, err := (&reader{names: names, lint: true}).jobs(n, path, set)
	if err != nil {
		return nil, err
	}
	return jobs[0], nil
}

func (r *reader) jobs(n *Node, path string, set []string) ([]*Job, error) {
	params := r.params(n.Get("params"))
	list, ranged := r.bindings(n, params, set)
	var jobs []*Job
	for _, b := range list {
		own := &reader{names: r.names, ranged: ranged}
		bound := own.bind(n, params, b)
		job, err := own.job(bound, path)
		if err != nil || len(r.errs) > 0 {
			// Those of the other days are the same.
			return nil, append(r.errs, own.errs...).Sorted()
		}
		jobs = append(jobs, job)
	}
	return jobs, nil
}
