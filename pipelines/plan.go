package pipelines

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"tuomin/detectors"
	"tuomin/pipelines/policy"
	"tuomin/scanners/columns"
	"tuomin/transforms"
	"tuomin/transforms/keys"
)

// A Plan says what becomes of every column of one table, and which rule
// decided it. It is complete before the first byte of output.
type Plan struct {
	Table   string          `json:"table"`
	Path    string          `json:"path"`
	Part    string          `json:"part,omitempty"` // the selected partitions, "" for all
	Columns []PlannedColumn `json:"columns"`

	Drift  []Drift  `json:"-"` // how the data differ from what binds
	Policy string   `json:"-"` // hash of the rules
	KeyIDs []string `json:"-"` // "domain:id", sorted

	all     []string       // paths of all columns that the table has, planned or not
	classes *detectors.Set // what is looked for
	shape   string         // of the job, as far as it decides bytes
	at      map[columns.Path]int
}

// index makes columns to be found by their paths, once all are there.
func (p *Plan) index() {
	p.at = make(map[columns.Path]int, len(p.Columns))
	for i := range p.Columns {
		if _, ok := p.at[p.Columns[i].Path]; !ok {
			p.at[p.Columns[i].Path] = i
		}
	}
}

// A PlannedColumn is one leaf of the united schema.
type PlannedColumn struct {
	Path       columns.Path         `json:"path"`
	Partition  bool                 `json:"partition"`
	In         string               `json:"in"`
	Out        string               `json:"out"` // "" where the column is dropped
	Class      string               `json:"class"`
	Verdict    detectors.Verdict    `json:"verdict"`
	Confidence detectors.Confidence `json:"confidence"`
	Why        string               `json:"why,omitempty"`
	Action     string               `json:"action"`
	Options    map[string]string    `json:"options"`
	Guarantee  transforms.Guarantee `json:"guarantee"`
	Accepted   string               `json:"accepted,omitempty"` // a risk that the job accepts by name
	Rule       string               `json:"rule"`               // file:line:col

	found *detectors.Classification
	entry *policy.Entry // of the catalog, where that decides
	fresh bool          // nobody has decided about it
	bound transforms.Bound
	pos   policy.Pos
	left  bool // out by the table's selection, and nothing of it need be hidden
	skip  bool // out by the table's selection
}

// planner is the state of one NewPlan.
type planner struct {
	job   *policy.Job
	table *policy.Table
	env   *transforms.Env
	keys  *keys.Keyset
	plan  *Plan
	errs  policy.Errors
	ids   map[string]bool
}

// NewPlan decides every column of a table by the rules of a job. Keys may be
// nil: then the plan can be shown and not run, if anything in it needs them.
//
// The error is a Refusal that lists everything at once: columns that no rule
// matches, unknown ones that nobody decided, rules that are unsafe on their
// column, and twins. The Plan is returned beside it as far as it goes. New
// columns are in its Drift, and those at which the job stops are no more than
// there.
func NewPlan(job *policy.Job, table *policy.Table, schema *columns.Schema, basis Basis, ks *keys.Keyset) (*Plan, error) {
	p := &planner{job: job, table: table, env: newEnv(job, ks), keys: ks, ids: map[string]bool{}}
	p.plan = &Plan{classes: classesOf(job), Table: table.Name, Path: table.Input, Columns: make([]PlannedColumn, 0, len(schema.Leaves))}
	if len(table.Partitions) > 0 {
		p.plan.Part = table.Part()
	}
	known := byColumn(basis.Found)
	p.selection(schema, known)
	for i := range schema.Leaves {
		leaf := &schema.Leaves[i]
		p.plan.all = append(p.plan.all, string(leaf.Path))
		var err error
		switch c := known.of(leaf); {
		case c != nil && named(p.plan.classes, c):
			p.headless(i, c)
		case c == nil && basis.Profile.unread(leaf.Path):
			// What has it could not be read, and is written nowhere.
		case !leaf.Partition && !table.Selected(string(leaf.Path)):
			err = p.leaveOut(leaf, c)
		case c != nil:
			err = p.column(leaf, c)
		default:
			err = p.newColumn(leaf, basis.Profile)
		}
		if err != nil {
			return nil, err
		}
	}
	p.plan.index()
	p.plan.Drift = append(p.plan.Drift, gone(table.Name, table.Catalog, schema)...)
	if basis.Profile != nil {
		p.twins(basis.Profile)
	}
	p.something()
	p.maps()
	p.seal()
	return p.plan, p.refusal()
}

// refusal turns what was collected into one error under the worst reason.
func (p *planner) refusal() error {
	err := p.errs.Sorted()
	if err == nil {
		return nil
	}
	reasons := map[policy.Code]Reason{
		policy.NoRule: NoRule, policy.Undecided: ColumnUnknown, policy.Twin: TwinColumn,
		policy.Refused: RefusedRule, policy.NotBuilt: NotBuilt,
	}
	reason := Reason("")
	for _, e := range p.errs {
		r := cmp.Or(reasons[e.Code], BadJob)
		if errors.Is(e.Err, keys.ErrMissing) || errors.Is(e.Err, keys.ErrWrong) {
			r = keyReason(e.Err) // the rule is right
		}
		if reason == "" || worse(reason, r) != reason {
			reason = r
		}
	}
	return refuse(reason, err)
}

// column decides one column by the first rule that matches it.
func (p *planner) column(leaf *columns.Column, c *detectors.Classification) error {
	rule := p.rule(leaf, c)
	if rule == nil {
		p.noRule(leaf, c)
		return nil
	}
	if unaware(rule, c) {
		p.strange(leaf, c, rule)
		return nil
	}
	out := planned(leaf, c)
	if p.table.Catalog != nil {
		if e := p.table.Catalog.Entry(string(leaf.Path)); e != nil && e.Status == policy.Confirmed {
			out.entry = e
		}
	}
	return p.bind(leaf, out, rule)
}

func planned(leaf *columns.Column, c *detectors.Classification) PlannedColumn {
	return PlannedColumn{
		Path: leaf.Path, Partition: leaf.Partition, In: leaf.Type.String(),
		Class: c.Class, Verdict: c.Verdict, Confidence: c.Confidence, Why: c.Why, found: c,
	}
}

// bind has a rule done to a column.
func (p *planner) bind(leaf *columns.Column, out PlannedColumn, rule *policy.Rule) error {
	out.Rule, out.pos, out.Action, out.Options = rule.Pos.String(), rule.Pos, rule.Action.Name, rule.Action.Options.Values()
	entry, ok := transforms.Lookup(rule.Action.Name)
	if !ok {
		return nil // the job's own check has said so
	}
	if leaf.Partition && rule.Action.Name != "keep" {
		p.fail(rule, policy.NotBuilt, nil, fmt.Sprintf("match: {partition: %s}, do: keep", leaf.Path),
			"%s is a partition column: changing those is documented, but not built in this version", leaf.Path)
		return nil
	}
	t, err := newTransform(entry, rule.Action.Options)
	if err != nil {
		return err // the job's own check has said so
	}
	if out.bound, err = t.Bind(leaf, out.Class, p.env); err != nil {
		hint := ""
		if errors.Is(err, transforms.ErrDomain) {
			hint = fmt.Sprintf("beside rules: domains: {%s: {form: text}}, or the class whose values join there", out.Options["domain"])
		}
		if errors.Is(err, keys.ErrMissing) {
			hint = "tuomin keys add FILE --kek REF --domain " + out.Options["domain"]
		}
		p.fail(rule, policy.Refused, err, hint, "%v", err)
		return nil
	}
	if err := p.key(out.bound.Domain); err != nil {
		return err
	}
	out.Guarantee, out.Accepted = out.bound.Guarantee, out.bound.Accepted
	if out.bound.Effect != transforms.Drop {
		out.Out = out.bound.Out.String()
	}
	p.plan.Columns = append(p.plan.Columns, out)
	return nil
}

// key notes the key of a domain; one that is not there is found before
// anything is read.
func (p *planner) key(domain string) error {
	if domain == "" || p.keys == nil {
		return nil
	}
	id, err := p.keys.KeyID(domain)
	if err != nil {
		return refuse(keyReason(err), err)
	}
	p.ids[domain+":"+id] = true
	return nil
}

func keyReason(err error) Reason {
	if errors.Is(err, keys.ErrWrong) {
		return KeyWrong
	}
	return KeyMissing
}

func (p *planner) rule(leaf *columns.Column, c *detectors.Classification) *policy.Rule {
	s := policy.Subject{
		Path: string(leaf.Path), Verdict: string(c.Verdict), Type: leaf.Type.String(), Role: string(c.Role), Level: c.Level, Partition: leaf.Partition,
	}
	switch c.Verdict {
	case detectors.VerdictIs, detectors.VerdictMasked, detectors.VerdictDamaged:
		s.Class = c.Class
	case detectors.VerdictContains:
		s.Contains = c.Contained()
	}
	return p.job.Decides(s)
}

// noRule says what to add for a column that no rule matches. It never guesses
// that a column is harmless.
func (p *planner) noRule(leaf *columns.Column, c *detectors.Classification) {
	e := &policy.Error{Pos: p.job.RulesPos, Path: "rules", Code: policy.NoRule}
	switch c.Verdict {
	case detectors.VerdictUnknown:
		e.Code = policy.Undecided
		e.Msg = fmt.Sprintf("column %s is unknown: %s", leaf.Path, c.Why)
		e.Hint = fmt.Sprintf(`look at it, then decide: - {match: {column: %q}, do: drop}`, leaf.Path)
	case detectors.VerdictContains:
		e.Msg = fmt.Sprintf("no rule for column %s, which contains %s", leaf.Path, c.Contained())
		e.Hint = fmt.Sprintf(`add: - {match: {column: %q}, do: drop}`, leaf.Path)
	case detectors.VerdictNone:
		e.Msg = fmt.Sprintf("no rule for column %s, in which nothing was found", leaf.Path)
		e.Hint = `add: - {match: {class: none}, do: keep}`
	default:
		e.Msg = fmt.Sprintf("no rule for column %s, which is %s (%s)", leaf.Path, c.Class, c.Verdict)
		e.Hint = fmt.Sprintf(`add: - {match: {class: %s}, do: drop}`, c.Class)
	}
	p.errs = append(p.errs, e)
}

// unaware reports whether a rule would keep somebody's values that stand among those
// of a harmless class, and knows of the class alone.
func unaware(rule *policy.Rule, c *detectors.Classification) bool {
	strange := c.Strange()
	return rule.Action.Name == "keep" && len(strange) > 0 && !rule.Match.Names(strange)
}

// strange refuses such a rule: a postcode is harmless, and an identity number among
// postcodes is not.
func (p *planner) strange(leaf *columns.Column, c *detectors.Classification, rule *policy.Rule) {
	var rows []string
	for _, f := range c.Findings {
		if f.Strange {
			rows = append(rows, fmt.Sprintf("%s %d", f.Class, f.Rows))
		}
	}
	p.fail(rule, policy.Refused, nil, fmt.Sprintf("look at it, then decide before this rule: - {match: {column: %q}, do: drop}", leaf.Path),
		"column %s is %s, and values of a higher level stand among them (rows: %s); a rule that keeps it must name it", leaf.Path, c.Class, strings.Join(rows, ", "))
}

func (p *planner) fail(rule *policy.Rule, code policy.Code, err error, hint, format string, args ...any) {
	p.errs = append(p.errs, &policy.Error{
		Pos: rule.Action.Pos, Path: rule.Path + ".do", Code: code, Msg: fmt.Sprintf(format, args...), Hint: hint, Err: err,
	})
}

func (p *Plan) planned(path columns.Path) *PlannedColumn {
	if i, ok := p.at[path]; ok {
		return &p.Columns[i]
	}
	return nil
}

// bound is what a column was bound to, nil for one that is not in the plan.
func (p *Plan) bound(path columns.Path) *transforms.Bound {
	if c := p.planned(path); c != nil {
		return &c.bound
	}
	return nil
}

// seal fixes what the hash of the plan is made of beside its columns.
func (p *planner) seal() {
	p.plan.KeyIDs = slices.Sorted(maps.Keys(p.ids))
	o := p.job.Output
	p.plan.shape = fmt.Sprintf("%s\n%s\n%s\n%s\n%d\n%q", p.job.Name, p.job.Purpose, p.job.Recipient, o.Codec, o.Level, o.KeepMetadata)
	h := sha256.New()
	if p.job.Pack != nil {
		fmt.Fprintln(h, p.job.Pack.Hash)
	}
	for i := range p.job.Rules {
		r := p.job.Rules[i]
		r.Match.Pos = policy.Pos{}
		fmt.Fprintf(h, "%+v\n%s\n%v\n", r.Match, r.Action.Name, r.Action.Options.Values())
	}
	p.plan.Policy = hex.EncodeToString(h.Sum(nil))
}

// Hash changes with everything that decides the bytes of the output, and with
// nothing else: where a rule stands in its file is no part of it.
func (p *Plan) Hash() string {
	type column struct {
		Path                 columns.Path
		In, Out, Act, Domain string
		Lent                 string `json:",omitempty"`
		Classes              []string
		Verdict              detectors.Verdict
		Role                 detectors.Role
		Level                string
		Options              map[string]string
	}
	what := struct {
		Schema, Table, Shape string
		Keys                 []string
		Columns              []column
	}{"tuomin.plan/1", p.Table, p.shape, p.KeyIDs, nil}
	for i := range p.Columns {
		c := &p.Columns[i]
		if c.skip || c.fresh && c.Out == "" {
			continue // it leaves no trace, and partitions of before it came stay what they are
		}
		what.Columns = append(what.Columns, column{
			c.Path, c.In, c.Out, c.Action, c.bound.Domain, c.bound.Lent, slices.Sorted(slices.Values(c.Classes())), c.Verdict, c.found.Role, c.found.Level, c.Options,
		})
	}
	b, err := json.Marshal(what)
	if err != nil {
		panic(err) // strings and maps of strings
	}
	sum := sha256.Sum256(b)
	return hex.EncodeToString(sum[:])
}

// Classes is what a column is of, or all that stands in it, most rows first.
func (c *PlannedColumn) Classes() []string {
	if c.Verdict != detectors.VerdictContains {
		return []string{c.Class}
	}
	return c.found.Contained()
}

// needsKeys names the first domain that pseudonyms are made in, "" if none
// are.
func (p *Plan) needsKeys() string {
	for i := range p.Columns {
		if d := p.Columns[i].bound.Domain; d != "" {
			return d
		}
	}
	return ""
}

func (p *Plan) manifestColumns() []ManifestColumn {
	out := make([]ManifestColumn, len(p.Columns))
	for i := range p.Columns {
		c := &p.Columns[i]
		out[i] = ManifestColumn{
			Path: c.Path, In: c.In, Out: c.Out, Class: c.Class, Action: c.Action, Options: c.Options, Guarantee: string(c.Guarantee),
			Nulls: c.bound.MakesNulls, Laws: c.bound.Laws.Names(), Gone: c.gone(), Scope: c.scope(), Accepted: c.Accepted,
		}
	}
	return out
}
