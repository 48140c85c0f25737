package pipelines

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
	"slices"
	"strings"

	"tuomin/pipelines/policy"
	"tuomin/scanners"
	"tuomin/scanners/files"
)

// verify holds what was staged to the plan before anybody can see it, and what the
// manifest will say.
func (r *runner) verify(ctx context.Context, t *task, st *stage, u *unit, names []string, records []*fileRecord) ([]string, error) {
	said, err := r.manifest(t, u, records, nil).encode()
	if err != nil {
		return nil, err
	}
	v := &verification{promises: t.plan.promises(), fs: r.fs, opt: r.opt, names: []string{u.rel, string(said)}}
	defer v.close()
	for i, f := range u.files {
		out := st.part(names[i])
		p, err := v.pair(ctx, *f, out, records[i].Output)
		if err != nil {
			return nil, err
		}
		if p.rows, _, err = r.rows(ctx, p.src); err != nil {
			return nil, err
		}
	}
	return v.run(ctx)
}

// pair opens an input and what was made of it, and adds both. The output must
// be, byte for byte, what its record says.
func (v *verification) pair(ctx context.Context, in scanners.File, out string, record OutputFile) (*pair, error) {
	p := &pair{out: out}
	var err error
	if p.sum, err = digestFile(v.fs, out); err != nil {
		return nil, err
	}
	if p.sum != record.SHA256 {
		return nil, v.doubt(p, -1, "", "it is not what was written: its digest differs")
	}
	if p.src, err = scanners.Open(ctx, in, v.opt.Read); err != nil {
		return nil, err
	}
	v.pairs = append(v.pairs, p)
	p.dst, err = scanners.Open(ctx, scanners.File{Path: out, Rel: filepath.Base(out), Format: in.Format}, v.opt.Read)
	if err != nil {
		return nil, unsound(err)
	}
	// The output's name is the input's with something behind it.
	stem := strings.TrimSuffix(filepath.Base(in.Path), filepath.Ext(in.Path))
	v.names = append(append(v.names, stem, filepath.Base(out)), surroundings(p.dst)...)
	return p, nil
}

func (v *verification) close() {
	for _, p := range v.pairs {
		for _, s := range []scanners.Source{p.src, p.dst} {
			if s != nil {
				_ = s.Close() // only read from
			}
		}
	}
}

// VerifyOutput holds an output to its manifests and to the input that it was
// made from: everything that a run checks before it commits, but what only the
// job and its keys could recompute.
func VerifyOutput(ctx context.Context, output, input string, fsys files.FS, opt Options) *Result {
	result := newResult("")
	r := &runner{fs: fsys, opt: opt, result: result, job: &policy.Job{}}
	if err := r.verifyOutput(ctx, output, input); err != nil {
		result.add(PartitionResult{Path: ".", Reason: ReasonOf(err), err: err})
	}
	result.seal()
	return result
}

func (r *runner) verifyOutput(ctx context.Context, output, input string) error {
	output = filepath.Clean(output)
	tables, failed, err := scanners.Discover(ctx, []string{input}, r.opt.Read)
	if err != nil {
		return err
	}
	if len(tables) != 1 {
		return notOneTable(&policy.Table{Input: input}, tables, failed)
	}
	units, err := r.group(tables[0], failed, nil)
	if err != nil {
		return err
	}
	stands, err := walkOutput(r.fs, output)
	if err != nil {
		return err
	}
	leaves := stands.leaves
	above := levelsAbove(output, units)
	if own := filepath.FromSlash(scanners.OwnLevels(output)); above != own && slices.ContainsFunc(units, func(u *unit) bool { return u.rel == own || within(own, u.rel) }) {
		below, err := filepath.Rel(filepath.FromSlash(scanners.OwnLevels(input)), own)
		if err != nil {
			return err
		}
		return refuse(NotVerified, fmt.Errorf("%w: %s is a partition, and %s is all of them: give that partition of it, as in --against %s", ErrNotVerified, output, input, filepath.Join(input, below)))
	}
	for i := range leaves {
		leaves[i] = filepath.Join(above, leaves[i])
	}
	for _, u := range units {
		p := PartitionResult{Path: u.rel, Reason: Unchanged}
		if !slices.Contains(leaves, u.rel) {
			p.err = refuse(NotVerified, fmt.Errorf("%w: partition %s of the input is not in it", ErrNotVerified, u.rel))
		} else if leaf, err := filepath.Rel(above, u.rel); err != nil {
			p.err = err
		} else {
			r.opt.Events.stage(which(output, units, u), "verify")
			r.opt.Events.total(u.rows())
			p.err = r.verifyLeaf(ctx, filepath.Join(output, leaf), tables[0], u, stands.beside, &p)
		}
		leaves = slices.DeleteFunc(leaves, func(rel string) bool { return rel == u.rel })
		if p.err != nil {
			p.Reason = ReasonOf(p.err)
		}
		r.result.add(p)
	}
	for _, rel := range leaves {
		err := refuse(NotVerified, fmt.Errorf("%w: the input has no partition %s", ErrNotVerified, rel))
		r.result.add(PartitionResult{Path: rel, Reason: NotVerified, err: err})
	}
	return nil
}

// levelsAbove are the k=v levels that the path of an output ends in, where it
// is some partitions of a table, and the input is those partitions too.
func levelsAbove(output string, units []*unit) string {
	own := filepath.FromSlash(scanners.OwnLevels(output))
	if slices.ContainsFunc(units, func(u *unit) bool { return u.rel != own && !within(own, u.rel) }) {
		return "."
	}
	return own
}

// verifyLeaf verifies one leaf partition by its manifest. Names are those that lie in
// the output and in no partition.
func (r *runner) verifyLeaf(ctx context.Context, leaf string, t *scanners.Table, u *unit, names []string, result *PartitionResult) error {
	if len(u.failed) > 0 {
		return unreadable(u)
	}
	m, sum, err := readManifest(r.fs, leaf)
	if ReasonOf(err) == OutputNotOurs {
		return refuse(NotVerified, fmt.Errorf("%w: %w", ErrNotVerified, err))
	}
	if err != nil {
		return err
	}
	if m == nil {
		return lost(leaf, manifestName, fs.ErrNotExist)
	}
	r.result.Job, result.Table, result.manifest = m.Job, m.Table, sum
	result.holds(m)
	if err := m.contradiction(leaf); err != nil {
		return err
	}
	if m.Rows.In != m.Rows.Out {
		return refuse(NotVerified, fmt.Errorf("%w: %s left out rows by a rule, which cannot be repeated without its job", ErrNotVerified, leaf))
	}
	markers, err := r.strangers(leaf, m)
	if err != nil {
		return err
	}
	if err := r.sized(leaf, m); err != nil {
		return err
	}
	v := &verification{fs: r.fs, opt: r.opt, names: slices.Concat([]string{u.rel}, names, markers)}
	defer v.close()
	var about []byte
	for _, name := range []string{manifestName, runName} {
		if about, err = readFile(r.fs, filepath.Join(leaf, name)); err != nil {
			return lost(leaf, name, err)
		}
		v.names = append(v.names, string(about))
	}
	v.promises = m.promises(nil)
	if v.other = writtenBy(about) != r.opt.Version; !v.other {
		v.promises = m.promises(t.Schema)
	}
	if len(m.Inputs) != len(u.files) || len(m.Outputs) != len(m.Inputs) {
		return refuse(NotVerified, fmt.Errorf("%w: %s was made from %d files and the input has %d", ErrNotVerified, leaf, len(m.Inputs), len(u.files)))
	}
	for i, f := range u.files {
		id, err := identify(r.fs, f)
		if err != nil {
			return err
		}
		if id.SHA256, err = digestFile(r.fs, f.Path); err != nil {
			return err
		}
		was := m.Inputs[i]
		was.MTime = id.MTime // a copy is the same file, whenever it was made
		if id != was {
			return refuse(NotVerified, fmt.Errorf("%w: %s is not the file that the output was made from", ErrNotVerified, f.Path))
		}
		if _, err := v.pair(ctx, *f, filepath.Join(leaf, m.Outputs[i].Name), m.Outputs[i]); err != nil {
			return err
		}
	}
	if result.checks, err = v.run(ctx); err != nil {
		return err
	}
	return v.counted(leaf, m)
}

// sized makes sure that the files of a manifest are there, as long as it says.
func (r *runner) sized(leaf string, m *Manifest) error {
	for _, o := range m.Outputs {
		info, err := r.fs.Stat(filepath.Join(leaf, o.Name))
		if err != nil {
			return lost(leaf, o.Name, err)
		}
		if info.Size() != o.Bytes {
			return refuse(NotVerified, fmt.Errorf("%w: %s does not have the bytes that its manifest says", ErrNotVerified, filepath.Join(leaf, o.Name)))
		}
	}
	return nil
}

// writtenBy is the version of the program that a run.json tells of. Another one may
// know other spellings and places, and would not make the same values of the input.
func writtenBy(run []byte) string {
	var about struct {
		Version string `json:"version"`
	}
	if json.Unmarshal(run, &about) != nil {
		return ""
	}
	return about.Version
}

// lost makes a doubt of the error that a file of an output is not there: it was, when
// the output was committed, and does not come back.
func lost(leaf, name string, err error) error {
	if !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return refuse(NotVerified, fmt.Errorf("%w: %s has no %s any more", ErrNotVerified, leaf, name))
}

// counted holds the numbers of rows in a manifest to those in the files.
func (v *verification) counted(leaf string, m *Manifest) error {
	var in, out int64
	for i, p := range v.pairs {
		var rows int64
		for part := range p.dst.Parts() {
			rows += p.dst.Rows(part)
		}
		for part := range p.src.Parts() {
			in += p.src.Rows(part)
		}
		if out += rows; rows != m.Outputs[i].Rows {
			return refuse(NotVerified, fmt.Errorf("%w: %s does not have the rows that its manifest says", ErrNotVerified, p.out))
		}
	}
	if in != m.Rows.In || out != m.Rows.Out || len(m.Rows.Dropped) > 0 {
		return refuse(NotVerified, fmt.Errorf("%w: the rows in %s are not as many as its manifest says", ErrNotVerified, leaf))
	}
	return nil
}

// strangers refuses what lies in a leaf partition and its manifest does not
// know: whoever is given the directory is given that too. Of markers, which have
// nothing but a name, it returns the names.
func (r *runner) strangers(leaf string, m *Manifest) (markers []string, err error) {
	known := map[string]bool{manifestDir: true, manifestName: true, runName: true}
	for _, o := range m.Outputs {
		known[o.Name] = true
	}
	for _, dir := range []string{"", manifestDir} {
		entries, err := r.fs.ReadDir(filepath.Join(leaf, dir))
		if err != nil {
			return nil, err
		}
		for _, e := range entries {
			if name := filepath.Join(dir, e.Name()); !known[name] {
				if err := marker(leaf, name, e); err != nil {
					return nil, err
				}
				markers = append(markers, e.Name())
			}
		}
	}
	return markers, nil
}
