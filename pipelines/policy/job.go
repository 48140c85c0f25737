package policy

import (
	"fmt"
	"net/url"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"time"
	_ "time/tzdata" // an image with nothing but the program has no zones
)

// A Job says which tables are made safe, by which rules, for whom, and where
// the results go.
type Job struct {
	File      string // it was read from
	Name      string // stable: locks, manifests and staging are named by it
	Purpose   string
	Recipient string
	Keys      Keys
	Zone      *time.Location
	Tables    []Table
	Rules     []Rule            // the job's own, then the policy's
	RulesPos  Pos               // where to add one
	Domains   map[string]string // name → form: a class, "document", "device" or "text"
	Catalog   string            // directory of catalogs, "" where the job has none
	Drift     Drift
	Output    Output
	Pack      *Pack
	Profile   string     // of what is sensitive in law; "" is the default
	Detectors []Detector // those of its policy, then the job's own
	Tests     []Test
	Defaults  []Default // that the job relies on
}

// Keys says where the keys of pseudonyms are.
type Keys struct {
	Pos       Pos
	Keyset    string // path of the keyset file, "" where the job has none
	KEK       string // reference to what it is encrypted under
	Ephemeral bool   // keys that live no longer than the run
}

// A Table is one input.
type Table struct {
	Pos     Pos
	Name    string
	Input   string
	Catalog *Catalog // nil where the job has none

	// Which part of it is meant; see partitions.go.
	Partitions []Choice
	Ready      string // name of the marker of a partition that is complete, "" for none
	ReadyPos   Pos
	Select     []ColumnName
	SelectPos  Pos
}

// What a job file may hold, and what is documented and comes later.
var (
	jobKeys      = []string{"version", "name", "params", "policy", "purpose", "recipient", "keys", "zone", "tables", "rules", "domains", "recipients", "catalog", "drift", "output", "tests", "profile", "detectors"}
	jobUnbuilt   = []string{"rows", "risk", "joint", "retention"}
	tableKeys    = []string{"name", "input", "partitions", "ready", "select"}
	tableUnbuilt = []string{"derive", "bind"}
	keysKeys     = []string{"keyset", "kek", "epoch"}
	epochs       = []string{"none"}
)

// nameForm: names become parts of directory names on every kind of machine.
var nameForm = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$`)

// ValidName reports whether a job or a table may be called so.
func ValidName(name string) bool { return nameForm.MatchString(name) }

// LoadJobs reads a job file and the policy it names. Set is what the run gives
// its params, name=value each; where one is a range of days, there is a job for
// each of them, in their order, else one. Errors are Errors, or of reading
// files.
func LoadJobs(path string, names Names, set []string) ([]*Job, error) {
	n, err := ReadFile(path)
	if err != nil {
		return nil, err
	}
	return readJobs(n, path, names, set)
}

// job reads a job whose params have been replaced.
func (r *reader) job(n *Node, path string) (*Job, error) {
	j := &Job{
		File: path, Zone: time.UTC, Domains: map[string]string{}, RulesPos: n.Pos,
		Drift:  Drift{Pos: n.Pos, NewColumn: NewColumnStop},
		Output: Output{Replace: ReplaceRefuse, Mode: 0o644, Success: "_SUCCESS", Pos: n.Pos},
	}
	dir := filepath.Dir(path)
	if !r.keys(n, jobKeys, jobUnbuilt) {
		return nil, r.errs.Sorted()
	}
	r.header(n, j)
	r.policy(n, j, dir)
	r.profile(n, &j.Profile)
	j.Detectors = append(j.Detectors, r.detectors(n.Get("detectors"))...)
	r.keySource(n.Get("keys"), j, dir)
	r.tables(n, j, dir)
	own := r.rules(n.Get("rules"))
	if rules := n.Get("rules"); rules != nil {
		j.RulesPos = rules.Pos
	}
	r.domains(n.Get("domains"), j.Domains)
	r.catalogs(n.Get("catalog"), j, dir)
	r.drift(n.Get("drift"), j)
	r.output(n.Get("output"), j, dir)
	r.swaps(n, j)
	r.recipient(n, j)
	j.Rules = own
	if j.Pack != nil {
		j.Rules = append(j.Rules, j.Pack.Rules...)
	}
	r.unreached(j.Rules)
	j.Tests = r.tests(n.Get("tests"), j)
	if len(r.errs) == 0 {
		r.runTests(j) // rules that are wrong decide nothing
	}
	j.Defaults = applied(n)
	return j, r.errs.Sorted()
}

// required returns the value under a key, or says that it is missing, at the
// map that lacks it.
func (r *reader) required(n *Node, key, hint string) *Node {
	v := n.Get(key)
	if v == nil {
		r.fail(n, Missing, hint, "%s is missing", key)
	}
	return v
}

func (r *reader) header(n *Node, j *Job) {
	if v := r.required(n, "version", "version: 1"); v != nil && r.text(v) != "1" {
		r.fail(v, BadValue, "this program reads version 1", "no such version: %s", v.describe())
	}
	if v := r.required(n, "name", "name: my-job; it stays the same as long as the output does"); v != nil {
		j.Name = r.name(v)
	}
	for key, into := range map[string]*string{"purpose": &j.Purpose, "recipient": &j.Recipient} {
		if v := n.Get(key); v != nil {
			*into = r.text(v)
		}
	}
	if v := n.Get("zone"); v != nil {
		z, err := time.LoadLocation(r.text(v))
		if err != nil || v.Text == "" || v.Text == "Local" {
			r.fail(v, BadValue, "zone: Asia/Shanghai", "no such time zone: %s", v.describe())
			return
		}
		j.Zone = z
	}
}

func (r *reader) name(v *Node) string {
	s := r.text(v)
	if len(v.uses) > 0 {
		r.fail(v, BadValue, "what stands on disk is found again by it", "a name has no params: it is the same in every run")
		return s
	}
	if v.Shape == Scalar && !nameForm.MatchString(s) {
		r.fail(v, BadValue, "it becomes part of directory names", "want letters, digits, '.', '_' and '-', at most 64, have %s", v.describe())
	}
	return s
}

func (r *reader) policy(n *Node, j *Job, dir string) {
	name, at := basePack, n
	if v := n.Get("policy"); v != nil {
		name, at = r.text(v), v
	}
	pack, err := loadPack(name, dir, r.names)
	if list, ok := err.(Errors); ok {
		r.errs = append(r.errs, list...)
		return
	}
	if err != nil {
		r.fail(at, BadValue, "shipped: "+strings.Join(Packs(), ", ")+"; or the path of a file", "policy %s: %v", at.describe(), err)
		return
	}
	j.Pack = pack
	j.Profile, j.Detectors = pack.Profile, slices.Clone(pack.Detectors)
	for _, d := range pack.Detectors {
		if d.Name != "" {
			r.names.Classes = append(slices.Clone(r.names.Classes), d.Name)
		}
	}
	for name, form := range pack.Domains {
		j.Domains[name] = form
	}
}

func (r *reader) keySource(n *Node, j *Job, dir string) {
	if n == nil {
		return
	}
	j.Keys.Pos = n.Pos
	if n.Shape == Scalar {
		j.Keys.Ephemeral = r.oneOf(n, []string{"ephemeral"}) == "ephemeral"
		return
	}
	if !r.keys(n, keysKeys, nil) {
		return
	}
	if v := r.required(n, "keyset", "keyset: file:keys/mine.json; make one with tuomin keys new"); v != nil {
		s := r.text(v)
		path, ok := strings.CutPrefix(s, "file:")
		if v.Shape == Scalar && !ok {
			r.fail(v, BadValue, "keyset: file:keys/mine.json", "want a reference that starts with file:")
		}
		j.Keys.Keyset = r.place(v, dir, path)
	}
	if v := r.required(n, "kek", "kek: env:TUOMIN_KEK"); v != nil {
		j.Keys.KEK = r.text(v)
		if path, ok := strings.CutPrefix(j.Keys.KEK, "file:"); ok {
			j.Keys.KEK = "file:" + r.place(v, dir, path)
		} else if !strings.HasPrefix(j.Keys.KEK, "env:") && !strings.HasPrefix(j.Keys.KEK, "exec:") && v.Shape == Scalar {
			// What stands there may be the secret: it is not repeated.
			r.fail(v, BadValue, "kek: env:TUOMIN_KEK; a secret never stands in a job file", "want a reference: env:, file: or exec:")
			j.Keys.KEK = ""
		}
	}
	if v := n.Get("epoch"); v != nil {
		r.oneOf(v, epochs, "day", "month", "quarter")
	}
}

// local is the path that a file:// URL is of, or a path itself; false for a URL of
// somewhere else.
func local(path string) (string, bool) {
	if !strings.Contains(path, "://") {
		return path, true
	}
	u, err := url.Parse(path)
	if err != nil || !strings.EqualFold(u.Scheme, "file") || u.Host != "" && u.Host != "localhost" {
		return path, false
	}
	return filepath.FromSlash(u.Path), true
}

// shellPath begins a path that a shell would put another for.
const shellPath = `(~(/|$)|(.*/)?\$[A-Za-z_])`

var forShell = regexp.MustCompile("^" + shellPath)

// place is the path that n says, relative to dir. What only a shell knows is refused:
// an output would go to a directory called ~.
func (r *reader) place(n *Node, dir, path string) string {
	if forShell.MatchString(path) {
		r.fail(n, BadValue, `write the path out, or "${lake}/orders" with params: {lake: string} and --set lake=/data/lake`, "~ and $NAME are not replaced in paths")
	}
	return resolve(dir, path)
}

func resolve(dir, path string) string {
	if path == "" || filepath.IsAbs(path) {
		return path
	}
	return filepath.Join(dir, path)
}

func (r *reader) tables(n *Node, j *Job, dir string) {
	list := r.required(n, "tables", "tables: [{name: orders, input: lake/orders/}]")
	if list == nil {
		return
	}
	if list.Shape != List || len(list.Items) == 0 {
		r.fail(list, BadValue, "tables: [{name: orders, input: lake/orders/}]", "want a list of tables, have %s", list.describe())
		return
	}
	seen := map[string]bool{}
	for _, item := range list.Items {
		if !r.keys(item, tableKeys, tableUnbuilt) {
			continue
		}
		t := Table{Pos: item.Pos}
		if v := r.required(item, "name", ""); v != nil {
			t.Name = r.name(v)
			if seen[t.Name] {
				r.fail(v, BadValue, "", "two tables are called %s", v.describe())
			}
			seen[t.Name] = true
		}
		if v := r.required(item, "input", "input: lake/orders/"); v != nil {
			t.Input = r.text(v)
			switch path, ok := local(t.Input); {
			case t.Input == "" && v.Shape == Scalar:
				r.fail(v, BadValue, "input: lake/orders/", "want a path, have nothing")
			case t.Input == "-":
				r.fail(v, BadValue, "write the stream to a file, and name that", "a job reads its input more than once, and the standard input can be read only once")
			case ok && path != "":
				t.Input = r.place(v, dir, path)
			}
		}
		r.part(item, &t)
		j.Tables = append(j.Tables, t)
	}
}

func (r *reader) domains(n *Node, into map[string]string) {
	if n == nil {
		return
	}
	if n.Shape != Map {
		r.fail(n, BadValue, "domains: {person: {form: cn_id18}}", "want names and their forms, have %s", n.describe())
		return
	}
	for _, f := range n.Fields {
		if r.keys(f.Value, []string{"form"}, nil) {
			if v := r.required(f.Value, "form", "form: cn_id18, or another class, document, device, or text"); v != nil {
				into[f.Key] = r.known(v, "form", r.names.forms())
			}
		}
	}
}

// recipient makes sure that whoever gets the output is known to be of the
// house: extracts for others must have their rows in another order (D17),
// which is not built.
func (r *reader) recipient(n *Node, j *Job) {
	declared := map[string]bool{}
	if j.Pack != nil {
		for name, internal := range j.Pack.Recipients {
			declared[name] = internal
		}
	}
	r.recipients(n.Get("recipients"), declared)
	v := n.Get("recipient")
	if v == nil || j.Recipient == "" {
		return
	}
	internal, known := declared[j.Recipient]
	hint := fmt.Sprintf("recipients: {%s: {internal: true}}", j.Recipient)
	switch {
	case !known:
		r.fail(v, BadValue, hint, "recipient %s is declared neither in the job nor in its policy", v.describe())
	case !internal:
		r.fail(v, NotBuilt, hint, "recipient %s is not internal; extracts for others need output.order: shuffled, which is not built in this version", v.describe())
	}
}

func (r *reader) recipients(n *Node, into map[string]bool) {
	if n == nil {
		return
	}
	if n.Shape != Map {
		r.fail(n, BadValue, "recipients: {growth: {internal: true}}", "want names, have %s", n.describe())
		return
	}
	for _, f := range n.Fields {
		into[f.Key] = false
		if r.keys(f.Value, []string{"internal"}, []string{"ground", "contract", "fields", "expires"}) {
			if v := f.Value.Get("internal"); v != nil {
				into[f.Key] = r.flag(v)
			}
		}
	}
}
