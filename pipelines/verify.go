package pipelines

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"golang.org/x/sync/errgroup"

	"tuomin/detectors"
	"tuomin/scanners"
	"tuomin/scanners/columns"
	"tuomin/scanners/files"
	"tuomin/transforms"
)

// The checks of a verification, by the names that a manifest lists.
const (
	checkDigest     = "digest"     // the files are those that were written
	checkSchema     = "schema"     // names and types are as planned, nothing more
	checkRows       = "rows"       // every row that stays, and no other, in order
	checkLayout     = "layout"     // no byte of a file is outside its pages, indexes and footer; of Arrow, none is another than its values are written as
	checkUntouched  = "untouched"  // kept columns equal the input, levels and values; where rows stay, byte for byte
	checkStatistics = "statistics" // null counts true; nothing about replaced values
	checkRecomputed = "recomputed" // changed columns are what the plan makes of the input
	checkDetectors  = "detectors"  // no detector finds what the plan says is gone
	checkRaw        = "raw_values" // no value that had to go stands anywhere
	checkMetadata   = "metadata"   // nor in metadata, which are the input's, or file names
)

// ErrNotVerified is what every refusal of a verification wraps.
var ErrNotVerified = errors.New("verification refused the output")

// A pair is an input file, what was made of it, and which rows of it.
type pair struct {
	out  string // path, for messages
	sum  string // digest of the output
	src  scanners.Source
	dst  scanners.Source
	rows []Rows // by part; nil means all
}

// A section is some parts of a pair that hold the same rows on both sides. A
// row group is made of a row group; Arrow's batches are cut anew, and a file
// may have none.
type section struct{ in, out []int }

// place is the part that a message names: the output's first, -1 where it has
// none.
func (s section) place() int {
	if len(s.out) == 0 {
		return -1
	}
	return s.out[0]
}

func (p *pair) sections() []section {
	if p.src.Format() != scanners.Parquet {
		return []section{{upTo(p.src.Parts()), upTo(p.dst.Parts())}}
	}
	var list []section
	for part := range p.src.Parts() {
		if p.rowsOf(part).Out() > 0 { // row groups without rows are not written
			list = append(list, section{[]int{part}, []int{len(list)}})
		}
	}
	return list
}

func upTo(n int) []int {
	list := make([]int, n)
	for i := range list {
		list[i] = i
	}
	return list
}

func (p *pair) rowsOf(part int) Rows {
	if p.rows == nil {
		return Rows{N: p.src.Rows(part)}
	}
	return p.rows[part]
}

// verification holds the pairs of one leaf partition to their promises. It
// reads inputs and outputs anew and shares nothing with the rewrite but the
// kernels, whose work it recomputes; that no raw value remains it proves
// without them.
type verification struct {
	promises []promise
	pairs    []*pair
	names    []string // paths and metadata strings that appear in the output
	fs       files.FS
	opt      Options
	raw      *rawSet
	other    bool // another version wrote it
	loose    bool // whether a file has bytes beside its values could not be told
}

// run returns the checks that were passed, or the first doubt.
func (v *verification) run(ctx context.Context) (passed []string, err error) {
	v.raw = newRawSet(v.fs, v.opt.Memory/2, v.opt.Temp)
	defer func() { err = errors.Join(err, v.raw.Close()) }()
	for _, p := range v.pairs {
		if err := errors.Join(v.schema(p), v.layout(ctx, p)); err != nil {
			return nil, err
		}
	}
	if err := v.each(ctx, v.collect); err != nil {
		return nil, err
	}
	v.raw.Seal()
	if err := v.each(ctx, v.compareAndTell); err != nil {
		return nil, err
	}
	if err := v.strings(); err != nil {
		return nil, err
	}
	hits, err := v.raw.Hits()
	if err != nil {
		return nil, err
	}
	for _, h := range hits {
		return nil, v.found(h)
	}
	for _, p := range v.pairs {
		if err := v.keys(p); err != nil {
			return nil, err
		}
	}
	passed = []string{checkDigest, checkSchema, checkRows, checkLayout, checkUntouched, checkStatistics, checkDetectors, checkRaw, checkMetadata}
	if !slices.ContainsFunc(v.promises, func(p promise) bool { return p.effect == transforms.Replace && p.kernel == nil }) {
		passed = append(passed, checkRecomputed)
	}
	if v.loose {
		passed = slices.DeleteFunc(passed, func(c string) bool { return c == checkLayout })
	}
	if v.foreign() {
		passed = slices.DeleteFunc(passed, func(c string) bool { return c == checkDetectors })
	}
	slices.Sort(passed)
	return passed, nil
}

// foreign reports whether something had to go of a class that only the job
// knows: whoever verifies without it cannot look for that again.
func (v *verification) foreign() bool {
	for i := range v.promises {
		for _, class := range v.promises[i].gone {
			if _, ok := v.opt.classes().ClassOf(class); !ok {
				return true
			}
		}
	}
	return false
}

// each runs f for every leaf of every part of every pair, on as many
// goroutines as the options allow.
func (v *verification) each(ctx context.Context, f func(ctx context.Context, w *verifyWorker, p *pair, s section, leaf int) error) error {
	g, ctx := errgroup.WithContext(ctx)
	g.SetLimit(max(v.opt.Workers, 1))
	for _, p := range v.pairs {
		for _, s := range p.sections() {
			for leaf := range p.src.Schema().Leaves {
				g.Go(func() error {
					if err := ctx.Err(); err != nil {
						return err
					}
					return f(ctx, &verifyWorker{find: v.opt.classes().NewFinder()}, p, s, leaf)
				})
			}
		}
	}
	return g.Wait()
}

// compareAndTell compares, and tells the rows of a section once.
func (v *verification) compareAndTell(ctx context.Context, w *verifyWorker, p *pair, s section, leaf int) error {
	err := v.compare(ctx, w, p, s, leaf)
	if leaf == 0 && err == nil {
		for _, part := range s.in {
			v.opt.Events.progress(p.src.Rows(part), 0)
		}
	}
	return err
}

// A verifyWorker is the scratch of one unit.
type verifyWorker struct {
	find *detectors.Finder
	hits []detectors.Span
	text columns.Builder
	// spare says that bytes stand behind the values of a page, see columns.Leaf.
	spare bool
}

func (v *verification) promise(path columns.Path) (int, *promise) {
	for i := range v.promises {
		if v.promises[i].path == path {
			return i, &v.promises[i]
		}
	}
	return -1, nil
}

// schema compares names, order, types and nesting of what was written with
// what was promised, and the number of rows.
func (v *verification) schema(p *pair) error {
	out := p.dst.Schema().Leaves
	at := 0
	for i := range p.src.Schema().Leaves {
		in := &p.src.Schema().Leaves[i]
		_, want := v.promise(in.Path)
		if want == nil {
			return v.doubt(p, -1, in.Path, "no promise was made for it")
		}
		if want.effect == transforms.Drop {
			continue
		}
		if at == len(out) || out[at].Path != in.Path {
			return v.doubt(p, -1, in.Path, "it is missing, or out of its place")
		}
		if why := differs(in, &out[at], want); why != "" {
			return v.doubt(p, -1, in.Path, why)
		}
		at++
	}
	if at != len(out) {
		return v.doubt(p, -1, out[at].Path, "it was not planned")
	}
	var want, got int64
	for part := range p.src.Parts() {
		want += p.rowsOf(part).Out()
	}
	for part := range p.dst.Parts() {
		got += p.dst.Rows(part)
	}
	if want != got {
		return v.doubt(p, -1, "", fmt.Sprintf("%d rows were to be written and %d were", want, got))
	}
	return nil
}

// differs says in what an output column is not what it should be.
func differs(in, out *columns.Column, want *promise) string {
	wantType, wantDef := in.Type.String(), in.MaxDef
	if want.effect == transforms.Replace {
		wantType = want.out
		if want.nulls && !in.Optional && !in.Bare {
			wantDef++
		}
	}
	// What only metadata call a geometry is bytes without them, and they go where
	// it is replaced by nulls.
	geometry := columns.Type{Kind: columns.Geometry}.String() == wantType && out.Type == columns.Type{Kind: columns.Binary}
	switch {
	case out.Type.String() != wantType && !geometry:
		return fmt.Sprintf("its type is %s and should be %s", out.Type, wantType)
	case want.effect == transforms.Keep && out.Type != in.Type && !geometry:
		return "its type does not mean what it meant in the input" // an instant, a wall clock
	case out.MaxDef != wantDef || out.MaxRep != in.MaxRep:
		return "its nesting or nullability has changed"
	}
	return ""
}

// doubt is a refusal with its place. Why never holds a value.
func (v *verification) doubt(p *pair, part int, path columns.Path, why string) error {
	place := scanners.Place{File: p.out, Part: part, Column: path, Row: -1}
	return refuse(NotVerified, &scanners.Error{Op: "verify", Place: place, Err: fmt.Errorf("%w: %s", ErrNotVerified, why)})
}

// found is the refusal for a raw value that survived.
func (v *verification) found(h rawHit) error {
	had := v.promises[h.Raw].path
	if h.Found >= len(v.promises) {
		return refuse(NotVerified, fmt.Errorf("%w: a value of column %s that had to go stands in the name of a file or in metadata\n\thint: look for it in the names of files and columns of the input, and in its metadata", ErrNotVerified, had))
	}
	at := v.promises[h.Found].path
	return refuse(NotVerified, fmt.Errorf("%w: a value of column %s that had to go stands in column %s\n\thint: give %s a rule as strict, or drop it: - {match: {column: %q}, do: drop}", ErrNotVerified, had, at, at, at))
}
