package pipelines

import (
	"cmp"
	"context"
	"errors"
	"math"
	"slices"
	"sync"

	"golang.org/x/sync/errgroup"
	"golang.org/x/sync/semaphore"

	"tuomin/detectors"
	"tuomin/scanners"
	"tuomin/scanners/columns"
)

// A Profile is what a scan learnt about one table.
type Profile struct {
	Table   *scanners.Table
	Files   int   // that were read whole
	Rows    int64 // in them
	Sampled bool  // some row groups were left out on purpose: it is no evidence of what is not there
	Columns []detectors.Classification
	Twins   []detectors.Twin
	// Agreements are what columns say of the same rows, where identity numbers
	// stand beside them.
	Agreements []detectors.Agreement
	Failed     []scanners.Failure // files of the table that could not be read; nothing of them is counted
}

// Scan reads every value in use of every column of a table, and classifies the
// columns. A file that cannot be read to its end counts for nothing and is
// listed in Failed; the others are still done. The error is of the context or
// of the machine, never of a file.
//
// The result depends on the table and the key alone: not on workers, batches
// or the order in which files were finished.
func Scan(ctx context.Context, t *scanners.Table, key detectors.TallyKey, opt Options) (*Profile, error) {
	return scanLeaves(ctx, t, key, opt, nil)
}

// scanLeaves reads some leaves of a table, by their positions in its schema;
// nil means all. Those that it does not read are not in the Profile.
func scanLeaves(ctx context.Context, t *scanners.Table, key detectors.TallyKey, opt Options, only []bool) (*Profile, error) {
	s := newScan(t, key, opt)
	s.restrict(only)
	g, reading := errgroup.WithContext(ctx)
	// Files in flight are bounded too: each holds a tally per leaf.
	g.SetLimit(max(opt.Workers, 1))
	for i := range t.Files {
		g.Go(func() error { return s.file(reading, &t.Files[i]) })
	}
	if err := g.Wait(); err != nil {
		return nil, err
	}
	p, tallies := s.profile()
	if err := s.together(ctx, p, tallies); err != nil {
		return nil, err
	}
	detectors.Raise(p.Columns) // once it is known what all of them are
	return p, nil
}

func newScan(t *scanners.Table, key detectors.TallyKey, opt Options) *scan {
	k := detectors.SampleSize(len(t.Schema.Leaves))
	return &scan{
		table: t, opt: opt, key: key, k: k,
		slots:   semaphore.NewWeighted(int64(max(opt.Workers, 1))),
		total:   newTallies(t.Schema, opt.classes(), key, k),
		workers: sync.Pool{New: func() any { return newScanWorker(opt.classes()) }},
	}
}

// restrict has only some leaves read, and beside them the keys of those that are
// values of maps; nil means all.
func (s *scan) restrict(only []bool) {
	s.only, s.reads = only, slices.Clone(only)
	for leaf := range only {
		if path, ok := detectors.KeysOf(s.table.Schema.Leaves[leaf].Path); ok && only[leaf] {
			if keys := s.table.Schema.Find(path); keys >= 0 {
				s.reads[keys] = true
			}
		}
	}
}

// profile is what all files that were read say together.
func (s *scan) profile() (*Profile, []*detectors.Tally) {
	p := &Profile{Table: s.table, Files: len(s.table.Files) - len(s.failed), Rows: s.rows, Failed: s.failed}
	sortFailures(p.Failed)
	var all []*detectors.Tally
	merged := s.total.merged()
	for leaf, tally := range merged {
		if s.only == nil || s.only[leaf] {
			all = append(all, tally)
			c := tally.Classify()
			if len(s.failed) > 0 && !s.total.held[leaf] {
				c = unread(c)
			}
			p.Columns = append(p.Columns, c)
		}
	}
	p.Twins = detectors.Twins(all)
	detectors.Positions(all, p.Columns)
	detectors.Keys(merged, all, p.Columns)
	return p, all
}

// unreadWhy is the grounds of what is said of a column of which nothing was seen.
const unreadWhy = "no file that has it could be read"

// unread is the classification of a column that stands in files that failed and in
// no other: it may hold anything, whatever the others say of their rows.
func unread(c detectors.Classification) detectors.Classification {
	c.Class, c.Verdict, c.Confidence, c.Why = string(detectors.VerdictUnknown), detectors.VerdictUnknown, detectors.Possible, unreadWhy
	c.Level, c.Sensitive = detectors.Shipped().Grade(c.Class)
	return c
}

// unread reports whether a column could not be read.
func (p *Profile) unread(path columns.Path) bool {
	return p != nil && slices.ContainsFunc(p.Columns, func(c detectors.Classification) bool { return c.Path == path && c.Why == unreadWhy })
}

// scan is the state of one Scan.
type scan struct {
	table   *scanners.Table
	opt     Options
	key     detectors.TallyKey
	k       int
	only    []bool              // leaves of the table that are asked about; nil means all
	reads   []bool              // leaves that are read for them; nil means all
	slots   *semaphore.Weighted // one for each goroutine that reads
	workers sync.Pool

	mu     sync.Mutex
	total  *tallies
	rows   int64
	failed []scanners.Failure
}

// file reads one file into tallies of its own, and adds them to the table's
// only when all of it was read.
func (s *scan) file(ctx context.Context, f *scanners.File) error {
	own := s.total.file()
	rows, err := s.read(ctx, f, own)
	s.mu.Lock()
	defer s.mu.Unlock()
	var bad *scanners.Error
	switch {
	case err == nil:
		s.rows += rows
		s.total.add(own)
		return nil
	case ctx.Err() != nil:
		return ctx.Err()
	case errors.As(err, &bad) && bad.Code != "":
		fail := scanners.Failure{Path: f.Path, Code: bad.Code, Err: err}
		s.failed = append(s.failed, fail)
		if s.opt.Events.Failed != nil {
			s.opt.Events.Failed(fail)
		}
		return nil
	}
	return err
}

func (s *scan) read(ctx context.Context, f *scanners.File, own *tallies) (rows int64, err error) {
	src, err := scanners.Open(ctx, *f, s.opt.Read)
	if err != nil {
		return 0, err
	}
	defer src.Close()
	return s.source(ctx, f, src, own, func(_, leaf int) bool {
		return s.reads == nil || s.reads[s.table.Schema.Find(src.Schema().Leaves[leaf].Path)]
	})
}

// source reads those leaves of an open file that are wanted into tallies.
func (s *scan) source(ctx context.Context, f *scanners.File, src scanners.Source, own *tallies, want func(part, leaf int) bool) (rows int64, err error) {
	for part := range src.Parts() {
		rows += src.Rows(part)
	}
	g, ctx := errgroup.WithContext(ctx)
	for part := range src.Parts() {
		for leaf := range src.Schema().Leaves {
			if !want(part, leaf) {
				continue
			}
			if err := s.slots.Acquire(ctx, 1); err != nil {
				return 0, cmp.Or(g.Wait(), err) // the reader's own, if one failed first
			}
			g.Go(func() error {
				defer s.slots.Release(1)
				return s.unit(ctx, src, part, leaf, own)
			})
		}
	}
	if err := g.Wait(); err != nil {
		return 0, err
	}
	own.absent(src.Schema(), f, rows)
	return rows, nil
}

// unit reads one leaf of one part.
func (s *scan) unit(ctx context.Context, src scanners.Source, part, leaf int, own *tallies) error {
	w, end := s.watch(own, &src.Schema().Leaves[leaf])
	defer end()
	bytes, err := w.leaf(ctx, src, part, leaf)
	if leaf == 0 {
		s.opt.Events.progress(src.Rows(part), bytes)
	} else {
		s.opt.Events.progress(0, bytes)
	}
	return err
}

// watch lends a worker that counts stretches of one leaf of one part into
// tallies, until end is called.
func (s *scan) watch(own *tallies, col *columns.Column) (w *scanWorker, end func()) {
	w = s.workers.Get().(*scanWorker)
	at := s.table.Schema.Find(col.Path)
	w.begin(own.take(at), col.Type)
	return w, func() {
		w.end()
		own.give(at, w.tally)
		s.workers.Put(w)
	}
}

// A scanWorker holds what one goroutine needs to detect: scratch that is
// reused, so that nothing is allocated once it is warm.
type scanWorker struct {
	tally *detectors.Tally // of the leaf at hand
	typ   columns.Type
	from  *columns.Values // the dictionary that dict is a copy of, nil where there is none
	bytes int64

	find    *detectors.Finder
	counter detectors.Counter
	dict    columns.Builder // entries of the chunk's dictionary, which is only borrowed
	used    columns.Builder // those of them that a slot uses
	width   int             // of the entries, 0 where they differ
	entries columns.Values  // the same
	weights []uint32        // of all entries
	slots   int64           // what they add up to
	counts  []uint32        // of those in use
}

func newScanWorker(set *detectors.Set) *scanWorker { return &scanWorker{find: set.NewFinder()} }

// leaf runs the detectors over one leaf of one part: plain values as they
// come, a dictionary's entries once, when it is known how many slots use each.
func (w *scanWorker) leaf(ctx context.Context, src scanners.Source, part, leaf int) (bytes int64, err error) {
	for l, err := range src.Leaf(ctx, part, leaf) {
		if err != nil {
			return w.bytes, err
		}
		w.see(l)
	}
	return w.bytes, nil
}

// begin starts on a leaf of a part; end must follow, and see be called between
// them for each stretch once.
func (w *scanWorker) begin(t *detectors.Tally, typ columns.Type) {
	w.tally, w.typ, w.from, w.bytes = t, typ, nil, 0
	w.find.Under(t.Name())
}

// see counts a stretch. Nothing of it is kept, but for texts that the Finder
// remembers to hold nothing.
func (w *scanWorker) see(l *columns.Leaf) {
	w.tally.Null(int64(l.Nulls()))
	if l.Column.Repeated() {
		w.tally.Rows(int64(l.Rows))
		w.tally.Lists(int64(l.Lists()))
	}
	if l.Index == nil {
		w.bytes += l.Values.Bytes()
		w.add(l.Values, nil)
		return
	}
	if l.Values != w.from {
		w.addDictionary()
		w.from = l.Values
		w.keep(l.Values)
		w.bytes += l.Values.Bytes()
	}
	if w.slots += int64(len(l.Index)); w.slots > math.MaxUint32 { // a weight cannot say more
		w.add(w.inUse(), w.counts)
		clear(w.weights)
		w.slots = int64(len(l.Index))
	}
	for _, i := range l.Index {
		w.weights[i]++
	}
}

func (w *scanWorker) end() { w.addDictionary() }

// keep copies a dictionary, because its memory is only lent until the loop
// over the chunk goes on.
func (w *scanWorker) keep(dict *columns.Values) {
	w.dict.Reset()
	w.width = dict.Width()
	for i := range dict.Len() {
		w.dict.Append(dict.At(i))
	}
	if cap(w.weights) < dict.Len() {
		w.weights = make([]uint32, dict.Len())
	}
	w.weights = w.weights[:dict.Len()]
	clear(w.weights)
	w.slots = 0
}

// addDictionary adds the entries in use.
func (w *scanWorker) addDictionary() {
	if w.from != nil {
		w.add(w.inUse(), w.counts)
	}
	w.from = nil
}

// inUse is the entries of the dictionary that slots use, whose numbers are in
// counts. An entry that no slot uses is no value of the table.
func (w *scanWorker) inUse() *columns.Values {
	all := w.dict.Values()
	w.used.Reset()
	w.counts = w.counts[:0]
	for i, n := range w.weights {
		if n > 0 {
			w.used.Append(all.At(i))
			w.counts = append(w.counts, n)
		}
	}
	w.entries = w.used.Values()
	if width := w.width; width > 0 {
		data, _, _ := w.entries.Raw()
		w.entries = columns.NewFixed(data, width)
	}
	return &w.entries
}

func (w *scanWorker) add(v *columns.Values, weights []uint32) {
	if v.Len() == 0 {
		return
	}
	w.counter.Count(w.find, w.tally, w.typ, v, weights)
}
