package pipelines

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"unicode/utf8"

	"tuomin/detectors"
	"tuomin/pipelines/policy"
	"tuomin/scanners"
	"tuomin/scanners/files"
	"tuomin/transforms/keys"
)

// Run does a job: it profiles what it has to, plans, rewrites, verifies and
// commits, leaf partition by leaf partition. Partitions that can be committed
// are, whatever becomes of the others. All that went wrong is in the Result;
// its Reason decides the exit code.
//
// Keys may be nil for a job that needs none.
func Run(ctx context.Context, job *policy.Job, ks *keys.Keyset, fsys files.FS, opt Options) *Result {
	return RunAll(ctx, []*policy.Job{job}, ks, fsys, opt)
}

// RunAll does a job once for each day of a range, one day after another, as so
// many runs would: the classification of the first binds the next. All days
// are in one Result.
func RunAll(ctx context.Context, jobs []*policy.Job, ks *keys.Keyset, fsys files.FS, opt Options) *Result {
	result := newResult(jobs[0].Name)
	for _, job := range jobs {
		opt.Classes = classesOf(job)
		r := &runner{job: job, keys: ks, fs: fsys, opt: opt, result: result}
		for i := range job.Tables {
			jt := &job.Tables[i]
			if err := r.table(ctx, jt); err != nil {
				result.add(PartitionResult{Table: jt.Name, Path: jt.Part(), Reason: ReasonOf(err), err: err})
			}
		}
		if ctx.Err() != nil {
			break
		}
	}
	result.Warnings = append(result.Warnings, Unmet(jobs, result.plans)...)
	result.seal()
	return result
}

// runner is the state of one Run.
type runner struct {
	job    *policy.Job
	keys   *keys.Keyset
	fs     files.FS
	opt    Options
	result *Result

	// What rows of rules will fill; every part of the chain knows them.
	filters []rowFilter
	permute func(part int, keep []int32)
}

// A unit is one leaf partition: the files of one directory.
type unit struct {
	rel    string // of the table's input and output directory
	files  []*scanners.File
	failed []scanners.Failure
	ids    []Identity
	dir    string    // of its input, where partitions were looked at one by one
	late   error     // why it is not to be read, nil for all that is
	old    *Manifest // what stands in the output, nil where nothing does
	oldSum string
	stands bool // all files that old speaks of are there
}

// rows is what the footers of the unit's files say, as far as they have been
// read.
func (u *unit) rows() (n int64) {
	for _, f := range u.files {
		n += max(f.Rows, 0)
	}
	return n
}

func (r *runner) table(ctx context.Context, jt *policy.Table) error {
	// A link is followed: what it points to is replaced, and not the link.
	out := realPath(r.job.OutputPath(jt.Name))
	if err := apart(jt.Input, out); err != nil {
		return err
	}
	gid, err := groupID(&r.job.Output)
	if err != nil {
		return err
	}
	t, units, err := r.discover(ctx, jt, out)
	if err != nil {
		return err
	}
	if t == nil {
		for _, u := range units {
			r.result.add(PartitionResult{Table: jt.Name, Path: u.rel, Reason: ReasonOf(u.late), err: u.late})
		}
		return nil
	}
	tk, err := r.plan(ctx, jt, t, units)
	if tk != nil && tk.plan != nil {
		r.result.plans = append(r.result.plans, tk.plan)
		r.result.Drift = append(r.result.Drift, bearable(tk.plan.Drift)...)
	}
	if err != nil {
		return err
	}
	if domain := tk.plan.needsKeys(); domain != "" && r.keys == nil {
		return refuse(KeyMissing, fmt.Errorf("pseudonyms of domain %s need keys: say keys: {keyset: …, kek: …} in %s, or keys: ephemeral", domain, r.job.File))
	}
	if err := r.sameKeys(tk, units, out); err != nil {
		return err
	}
	tk.out, tk.access = out, access{r.job.Output.Mode, gid}
	r.result.addKeys(tk.plan.KeyIDs)
	if r.job.SwapsTable() {
		return r.swapTable(ctx, tk, units)
	}
	done := map[string]bool{}
	for _, u := range units {
		p := PartitionResult{Table: jt.Name, Path: u.rel, before: u.old}
		if p.err = r.partition(ctx, tk, u, &p); p.err != nil {
			p.Reason = ReasonOf(p.err)
		}
		done[u.rel] = p.err == nil
		r.result.add(p)
		if ctx.Err() != nil {
			return nil
		}
	}
	return errors.Join(r.leftBehind(ctx, tk, units), r.sweep(tk, units, done))
}

// discover finds the one table of the input, cut into units, and what stands
// in the output for each. Units that are late are among them; where all are,
// there is no table.
func (r *runner) discover(ctx context.Context, jt *policy.Table, out string) (*scanners.Table, []*unit, error) {
	leaves, late, err := r.chosen(ctx, jt)
	if err != nil || len(leaves) == 0 {
		return nil, late, err
	}
	paths := make([]string, len(leaves))
	for i := range leaves {
		paths[i] = leaves[i].Path
	}
	tables, failed, err := scanners.Discover(ctx, paths, r.opt.Read)
	if err != nil {
		return nil, nil, err
	}
	if len(tables) != 1 {
		return nil, nil, notOneTable(jt, tables, failed)
	}
	t := tables[0]
	units, err := r.group(t, failed, paths)
	if err != nil {
		return nil, nil, err
	}
	if err := r.above(out, units); err != nil {
		return nil, nil, err
	}
	for _, u := range units {
		if i := slices.IndexFunc(leaves, func(l scanners.LeafDir) bool { return l.Rel == u.rel }); i >= 0 {
			u.dir = leaves[i].Path
		}
		leaf := filepath.Join(out, u.rel)
		if u.old, u.oldSum, err = readManifest(r.fs, leaf); err != nil {
			return nil, nil, err
		}
		if err := r.ours(jt, leaf, u.old); err != nil {
			return nil, nil, err
		}
		if u.stands, err = r.stands(leaf, u.old); err != nil {
			return nil, nil, err
		}
		for _, f := range u.files {
			if !utf8.ValidString(f.Rel) {
				u.failed = append(u.failed, unnamed(f))
			}
			id, err := identify(r.fs, f)
			if err != nil {
				return nil, nil, err
			}
			u.ids = append(u.ids, id)
		}
	}
	units = append(units, late...)
	slices.SortFunc(units, func(a, b *unit) int { return strings.Compare(a.rel, b.rel) })
	return t, units, nil
}

func notOneTable(jt *policy.Table, tables []*scanners.Table, failed []scanners.Failure) error {
	if len(tables) > 1 {
		var names []string
		for _, t := range tables {
			names = append(names, t.Path)
		}
		return refuse(NotOneTable, fmt.Errorf("input %s holds %d tables (%s); name one of them", jt.Input, len(tables), strings.Join(names, ", ")))
	}
	errs := []error{fmt.Errorf("input %s holds no table that can be read", jt.Input)}
	for _, f := range failed {
		errs = append(errs, f.Err)
	}
	return refuse(atFault(failed, NotOneTable), errors.Join(errs...))
}

// group cuts a table into its leaf partitions, in path order. A failed file
// belongs to the partition it lies in; one that lies elsewhere makes all of
// them doubtful. A directory that cannot be listed, or a path that was asked
// for and failed, is a partition itself.
func (r *runner) group(t *scanners.Table, failed []scanners.Failure, asked []string) ([]*unit, error) {
	by := map[string]*unit{}
	at := func(rel string) *unit {
		if by[rel] == nil {
			by[rel] = &unit{rel: rel}
		}
		return by[rel]
	}
	for i := range t.Files {
		f := &t.Files[i]
		u := at(filepath.Dir(f.Rel))
		u.files = append(u.files, f)
	}
	for _, f := range failed {
		rel, err := filepath.Rel(t.Path, f.Path)
		if err != nil || strings.HasPrefix(rel, "..") {
			rel = "."
		}
		info, err := r.fs.Stat(f.Path)
		if dir := err == nil && info.IsDir(); !dir && (len(asked) < 2 || !slices.Contains(asked, f.Path)) {
			rel = filepath.Dir(rel)
		}
		u := at(rel)
		u.failed = append(u.failed, f)
	}
	units := make([]*unit, 0, len(by))
	for _, u := range by {
		units = append(units, u)
	}
	slices.SortFunc(units, func(a, b *unit) int { return strings.Compare(a.rel, b.rel) })
	for _, u := range units {
		for dir := u.rel; dir != "."; {
			// One directory cannot be put in place without the other.
			dir = filepath.Dir(dir)
			if over := by[dir]; over != nil && (dir == "." || len(over.files) > 0) {
				return nil, refuse(NotOneTable, fmt.Errorf("%s holds files beside its partition directories; move them into a partition", filepath.Join(t.Path, dir)))
			}
		}
	}
	return units, nil
}

// plan decides what happens to every column. What the catalog confirms and what
// the output was classified by before bind; what is left is classified by
// reading everything. Where something binds, whatever is read is held to it:
// here, or where nothing was to be read, partition by partition in the run.
func (r *runner) plan(ctx context.Context, jt *policy.Table, t *scanners.Table, units []*unit) (*task, error) {
	tk := &task{table: jt, in: t, units: units}
	var before []detectors.Classification
	var err error
	if tk.bound, err = r.binding(jt, units); err != nil {
		return nil, err
	}
	if tk.bound != nil {
		before = tk.bound.Found
	}
	found, open, fresh := classified(jt.Catalog, before, t.Schema, r.opt.classes())
	basis := Basis{Found: found}
	tk.fresh = slices.Contains(open, true)
	// What a new column holds need not be known to leave it out.
	look := jt.Catalog != nil && slices.Contains(fresh, true) && r.job.Drift.NewColumn == policy.NewColumnStop
	if tk.fresh || look {
		r.opt.Events.stage(jt.Name, "profile")
		r.opt.Events.total(totalRows(t))
		only := fresh
		if tk.fresh {
			only = nil
		}
		p, err := scanLeaves(ctx, t, tallyKey(jt.Name, units), r.opt, only)
		if err != nil {
			return nil, err
		}
		blame(units, p.Failed)
		basis.Profile = p
	}
	if tk.fresh {
		basis.Found = joined(t.Schema, found, basis.Profile, open)
	}
	basis.Found = append(basis.Found, absent(t.Schema, before)...)
	if tk.plan, err = NewPlan(r.job, jt, t.Schema, basis, r.keys); tk.plan == nil {
		return tk, err
	}
	tk.found = basis.Found
	if tk.fresh {
		tk.plan.Drift = append(tk.plan.Drift, tk.plan.changes(basis.Profile, "")...)
		if jt.Catalog != nil {
			tk.plan, tk.found = tk.plan.counted(basis.Profile, tk.found)
		}
	}
	if stop := stopping(tk.plan.Drift); stop != nil {
		return tk, refuse(ColumnDrift, errors.Join(stop, err))
	}
	if err != nil {
		return tk, err
	}
	tk.hash = tk.plan.Hash()
	return tk, nil
}

// sameKeys refuses keys that differ from those of what stands: partitions of
// both would lie side by side and not join.
func (r *runner) sameKeys(tk *task, units []*unit, out string) error {
	if r.job.SwapsTable() {
		return nil
	}
	if err := tk.plan.sameKeys(tk.bound, out); err != nil {
		return err
	}
	for _, u := range units {
		if err := tk.plan.sameKeys(u.old, filepath.Join(out, u.rel)); err != nil {
			return err
		}
	}
	return nil
}

func (p *Plan) sameKeys(m *Manifest, dir string) error {
	if m == nil {
		return nil
	}
	for _, old := range m.KeyIDs {
		domain, _, _ := strings.Cut(old, ":")
		for _, now := range p.KeyIDs {
			if strings.HasPrefix(now, domain+":") && now != old {
				return refuse(KeysChanged, fmt.Errorf("domain %s: %s was made under key %s, and now it is %s; write to a new output.path, or set output.replace to table", domain, dir, old, now))
			}
		}
	}
	return nil
}

// blame puts files that failed while they were profiled where they belong.
func blame(units []*unit, failed []scanners.Failure) {
	for _, f := range failed {
		for _, u := range units {
			if slices.ContainsFunc(u.files, func(file *scanners.File) bool { return file.Path == f.Path }) {
				u.failed = append(u.failed, f)
			}
		}
	}
}

// tallyKey makes the sampling of a run depend on what is read and nothing
// else, so that the run is the same when it is repeated.
func tallyKey(table string, units []*unit) (key detectors.TallyKey) {
	h := sha256.New()
	fmt.Fprintf(h, "tuomin/tally/1\n%s\n", table)
	for _, u := range units {
		for _, id := range u.ids {
			fmt.Fprintf(h, "%s/%s\n%d\n%s\n", u.rel, id.Name, id.Size, id.Footer)
		}
	}
	copy(key[:], h.Sum(nil))
	return key
}

// addKeys notes which keys the run used.
func (r *Result) addKeys(ids []string) {
	r.KeyIDs = append(r.KeyIDs, ids...)
	slices.Sort(r.KeyIDs)
	r.KeyIDs = slices.Compact(r.KeyIDs)
}

// seal closes the result: a digest over the manifests of all partitions.
func (r *Result) seal() {
	h := sha256.New()
	n := 0
	for _, p := range r.Partitions {
		if p.manifest != "" {
			fmt.Fprintf(h, "%s/%s %s\n", p.Table, p.Path, p.manifest)
			n++
		}
	}
	if n > 0 {
		r.Manifest = hex.EncodeToString(h.Sum(nil))
	}
}
