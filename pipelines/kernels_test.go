package pipelines

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"tuomin/benchmarks/corpus"
	"tuomin/scanners"
	"tuomin/scanners/columns"
	"tuomin/scanners/files"
	"tuomin/transforms"
)

// Rows that are dropped or moved, kernels that read a sibling or a side table,
// and ones that fail in bulk have no user yet; the chain must carry them all
// the same, from Parquet and from Arrow, through the verification.

// evenRows drops every row whose first leaf has an odd number as its last
// digit.
type evenRows struct{}

func (evenRows) Rows(_ context.Context, leaves []*columns.Leaf) (transforms.Mask, error) {
	l := leaves[0]
	drop := transforms.NewMask(l.Rows)
	c := over(l)
	for i := range l.Rows {
		if n, err := c.left(); err != nil || n == 0 {
			return nil, fmt.Errorf("row %d is missing: %w", i, err)
		}
		if b := c.at(0); c.def(0) == l.Column.MaxDef && b[0]&1 == 1 {
			drop.Set(i)
		}
		c.skip(1)
	}
	return drop, nil
}

// reverse puts the rows of a part in the opposite order.
func reverse(_ int, keep []int32) { slices.Reverse(keep) }

// besides writes whether the sibling of each row has a value, and what a side
// table says of it.
type besides struct {
	side transforms.SideTable
	fail bool
	out  columns.Builder
	leaf columns.Leaf
	col  columns.Column
	val  columns.Values
}

var errBulk = errors.New("the store is not there")

func (k *besides) Apply(_ context.Context, in *columns.Leaf, siblings []*columns.Leaf) (*columns.Leaf, error) {
	if k.fail {
		return nil, &transforms.ValueError{Column: in.Column.Path, Row: -1, Err: errBulk}
	}
	k.out.Reset()
	self, beside := over(in), over(siblings[0])
	for range in.Slots {
		if _, err := self.left(); err != nil {
			return nil, err
		}
		if _, err := beside.left(); err != nil {
			return nil, err
		}
		if self.def(0) == in.Column.MaxDef {
			word := []byte("none")
			if beside.def(0) == siblings[0].Column.MaxDef {
				word, _ = k.side.Lookup(beside.at(0))
			}
			k.out.Append(word)
		}
		self.skip(1)
		beside.skip(1)
	}
	k.val = k.out.Values()
	k.leaf = *in
	k.leaf.Values, k.leaf.Index, k.leaf.Column = &k.val, nil, &k.col
	return &k.leaf, nil
}

func (k *besides) Counts() (c transforms.Counts) { return c }

// sides is a side table of two entries.
type sides struct{}

func (sides) Lookup(key []byte) ([]byte, bool) {
	if bytes.HasPrefix(key, []byte("1")) {
		return []byte("one"), true
	}
	return []byte("other"), false
}

// task plans the job's table as Run does, and lets a test bind columns to
// what it likes.
func (b *bench) task(r *runner) (*task, []*unit) {
	b.t.Helper()
	jt := &b.job.Tables[0]
	t, units, err := r.discover(context.Background(), jt, b.output())
	if err != nil {
		b.t.Fatal(err)
	}
	tk, err := r.plan(context.Background(), jt, t, units)
	if err != nil {
		b.t.Fatal(err)
	}
	tk.out = b.output()
	return tk, units
}

func (b *bench) runner() *runner {
	return &runner{job: b.job, keys: b.keys, fs: files.Local{}, opt: b.opt, result: newResult(b.job.Name)}
}

// lakes are the same orders as Parquet and as Arrow.
var lakes = map[string]func(dir string) error{
	"parquet": func(dir string) error {
		table := corpus.Orders(7, 5000, corpus.Options{})
		return errors.Join(os.MkdirAll(dir, 0o755), table.WriteParquet(filepath.Join(dir, "a.parquet"), corpus.Writing{RowGroup: 1900, Page: 8 << 10}))
	},
	"arrow": func(dir string) error {
		return errors.Join(os.MkdirAll(dir, 0o755), corpus.Orders(7, 5000, corpus.Options{}).WriteArrow(filepath.Join(dir, "a.arrow"), 1900))
	},
}

// texts reads a flat leaf of every part of every file of a table as text.
func texts(t *testing.T, dir, path string) []string {
	t.Helper()
	tables, _, err := scanners.Discover(context.Background(), []string{dir}, scanners.Options{})
	if err != nil || len(tables) != 1 {
		t.Fatalf("%d tables: %v", len(tables), err)
	}
	var out []string
	for _, f := range tables[0].Files {
		src, err := scanners.Open(context.Background(), f, scanners.Options{})
		if err != nil {
			t.Fatal(err)
		}
		leaf := src.Schema().Find(columns.Path(path))
		typ := src.Schema().Leaves[leaf].Type
		for part := range src.Parts() {
			l, err := gather(context.Background(), src, part, leaf)
			if err != nil {
				t.Fatal(err)
			}
			var b columns.Builder
			text := columns.Render(typ, l.Values, &b)
			c := over(l)
			for range l.Slots {
				if _, err := c.left(); err != nil {
					t.Fatal(err)
				}
				word := "∅"
				if c.def(0) == l.Column.MaxDef {
					at := c.value
					if l.Index != nil {
						at = int(l.Index[at])
					}
					word = string(text.At(at))
				}
				out = append(out, word)
				c.skip(1)
			}
		}
		if err := src.Close(); err != nil {
			t.Fatal(err)
		}
	}
	return out
}

func TestRows(t *testing.T) {
	for name, lake := range lakes {
		for _, c := range []struct {
			about   string
			filter  bool
			permute func(int, []int32)
		}{{"dropped", true, nil}, {"moved", false, reverse}, {"both", true, reverse}} {
			if testing.Short() && c.about != "both" {
				continue
			}
			t.Run(name+" "+c.about, func(t *testing.T) {
				b := newBench(t, orderRules, "", lake)
				r := b.runner()
				if c.filter {
					r.filters = []rowFilter{{evenRows{}, []columns.Path{"item_count"}, "odd"}}
				}
				r.permute = c.permute
				tk, units := b.task(r)
				var p PartitionResult
				if err := r.partition(context.Background(), tk, units[0], &p); err != nil {
					t.Fatal(err)
				}
				times, amounts := texts(t, filepath.Join(b.dir, "input"), "order_time"), texts(t, filepath.Join(b.dir, "input"), "item_count")
				var want []string
				for from := 0; from < len(times); from += 1900 {
					var part []string
					for i := from; i < min(from+1900, len(times)); i++ {
						if odd := amounts[i] != "∅" && (amounts[i][len(amounts[i])-1]&1) == 1; !odd || !c.filter {
							part = append(part, times[i])
						}
					}
					if c.permute != nil {
						slices.Reverse(part)
					}
					want = append(want, part...)
				}
				if got := texts(t, b.output(), "order_time"); !slices.Equal(got, want) {
					t.Errorf("%d rows came out, and not those %d that should", len(got), len(want))
				}
				if p.Rows.Out != int64(len(want)) || c.filter && p.Rows.Dropped["odd"] != 5000-p.Rows.Out {
					t.Errorf("counted %+v", p.Rows)
				}
			})
		}
	}
}

func TestSiblings(t *testing.T) {
	for name, lake := range lakes {
		for _, permute := range []func(int, []int32){nil, reverse} {
			t.Run(fmt.Sprintf("%s permuted %v", name, permute != nil), func(t *testing.T) {
				b := newBench(t, orderRules, "", lake)
				r := b.runner()
				r.permute = permute
				tk, units := b.task(r)
				b.bindBesides(tk, false)
				if err := r.partition(context.Background(), tk, units[0], new(PartitionResult)); err != nil {
					t.Fatal(err)
				}
				pins, phones := texts(t, filepath.Join(b.dir, "input"), "city"), texts(t, filepath.Join(b.dir, "input"), "mobile")
				var want []string
				for from := 0; from < len(pins); from += 1900 {
					var part []string
					for i := from; i < min(from+1900, len(pins)); i++ {
						word := map[bool]string{true: "one", false: "other"}[strings.HasPrefix(phones[i], "1")]
						if phones[i] == "∅" {
							word = "none"
						}
						if pins[i] == "∅" {
							word = "∅"
						}
						part = append(part, word)
					}
					if permute != nil {
						slices.Reverse(part)
					}
					want = append(want, part...)
				}
				if got := texts(t, b.output(), "city"); !slices.Equal(got, want) {
					t.Error("the kernel was not given the rows beside its own")
				}
			})
		}
	}
}

// bindBesides gives column city to the kernel that reads mobile beside it.
func (b *bench) bindBesides(tk *task, fail bool) {
	for i := range tk.plan.Columns {
		c := &tk.plan.Columns[i]
		if c.Path != "city" {
			continue
		}
		typ := columns.Type{Kind: columns.Text}
		c.Out = typ.String()
		c.bound = transforms.Bound{Effect: transforms.Replace, Out: typ, Siblings: []columns.Path{"mobile"}, Laws: transforms.Overlapping}
		leaf := tk.in.Schema.Leaves[tk.in.Schema.Find("city")]
		leaf.Type = typ
		c.bound.NewKernel = func() transforms.Kernel { return &besides{side: sides{}, fail: fail, col: leaf} }
	}
}

// A kernel that fails, as one does whose store is down, leaves nothing behind.
func TestBulkFailure(t *testing.T) {
	for name, lake := range lakes {
		t.Run(name, func(t *testing.T) {
			b := newBench(t, orderRules, "", lake)
			r := b.runner()
			tk, units := b.task(r)
			b.bindBesides(tk, true)
			err := r.partition(context.Background(), tk, units[0], new(PartitionResult))
			if !errors.Is(err, errBulk) || ReasonOf(err) != RefusedRule {
				t.Errorf("got %v (%s)", err, ReasonOf(err))
			}
			if len(b.tree()) > 0 {
				t.Error("something became visible")
			}
		})
	}
}
