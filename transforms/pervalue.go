package transforms

import (
	"context"
	"fmt"
	"math"
	"slices"

	"tuomin/scanners/columns"
)

// An Appender rewrites one value: it appends the result to dst and returns the
// longer slice. v is text, whatever the column's type, as columns.AppendText
// writes it; it must neither be changed nor kept. Where the outcome is a null,
// what was appended is forgotten. An error must not quote v.
type Appender func(dst, v []byte) ([]byte, Outcome, error)

// PerValue completes b for a transform that is a pure function of the value.
// newAppender is called once for each kernel, so that an Appender may have
// scratch memory of its own; its error comes out of the kernel's Apply.
//
// The kernels run the Appender once for each value of a plain leaf, and once
// for each entry in use of a dictionary, however many slots and pages share
// it: they remember the dictionary by the pointer Leaf.Values, from the page
// that begins its part. Results of a dictionary are a dictionary whose entries
// stand where they stood; those that no page has used so far are empty, and
// the last of them may be missing altogether.
func PerValue(b Bound, newAppender func() (Appender, error)) Bound {
	b.Effect, b.PerValue = Replace, true
	b.NewKernel = func() Kernel {
		k := &perValue{outs: outs{bound: &b}}
		k.append, k.err = newAppender()
		return k
	}
	return b
}

type perValue struct {
	outs
	levels
	append Appender
	err    error // of making the Appender
	counts Counts

	text    []byte // the value at hand, rendered
	results results
	values  columns.Values
	nulls   []bool // one for each slot that holds a value
	index   []int32
	leaf    columns.Leaf
	dict    dictionary
}

// Counts are the values that were treated apart so far.
func (k *perValue) Counts() Counts { return k.counts }

// Apply makes new values of a page.
func (k *perValue) Apply(ctx context.Context, in *columns.Leaf, _ []*columns.Leaf) (*columns.Leaf, error) {
	if k.err != nil {
		return nil, k.err
	}
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	out := k.column(in.Column)
	fill(&k.leaf, in, out)
	var nulls []bool
	var err error
	if in.Index != nil {
		nulls, err = k.indexed(in, out)
	} else {
		nulls, err = k.plain(in, out)
	}
	if err != nil {
		k.dict.of = nil
		return nil, err
	}
	if k.leaf.Def, err = k.rewrite(in, out, nulls); err != nil {
		return nil, &ValueError{Column: in.Column.Path, Row: -1, Err: err}
	}
	return &k.leaf, nil
}

// plain rewrites values that stand once for each slot. It returns which slots
// became null, or nil.
func (k *perValue) plain(in *columns.Leaf, out *columns.Column) ([]bool, error) {
	n := in.Values.Len()
	k.results.reset(out.Type)
	k.nulls = slices.Grow(k.nulls[:0], n)[:n]
	anyNull := false
	for i := range n {
		outcome, err := k.one(in.Column.Type, in.Values.At(i), out)
		if err != nil {
			return nil, valueError(in, i, err)
		}
		k.counts[outcome]++
		k.nulls[i] = outcome.null()
		if outcome.null() {
			anyNull = true
			continue
		}
		if err := k.results.commit(); err != nil {
			return nil, valueError(in, i, err)
		}
	}
	k.values = k.results.values()
	k.leaf.Values = &k.values
	if !anyNull {
		return nil, nil
	}
	return k.nulls, nil
}

// one appends the result of v to the results, uncommitted.
func (k *perValue) one(t columns.Type, v []byte, out *columns.Column) (Outcome, error) {
	if t.Kind != columns.Text && t.Kind != columns.Binary {
		k.text = columns.AppendText(k.text[:0], t, v)
		v = k.text
	}
	buf, outcome, err := k.append(k.results.data, v)
	if err != nil {
		return outcome, err
	}
	if !outcome.null() {
		k.results.data = buf
		return outcome, nil
	}
	if !out.Optional {
		if out.MapKey {
			return outcome, ErrMapKey
		}
		if out.Bare {
			return outcome, ErrBare
		}
		return outcome, fmt.Errorf("%w: a null in a required column", ErrLevels)
	}
	return outcome, nil
}

// results collects what an Appender makes: like a columns.Builder, but open
// for dictionaries, whose entries do not come in order, and for types of fixed
// width.
type results struct {
	data    []byte
	offsets []int32
	width   int
}

func (r *results) reset(t columns.Type) {
	r.data, r.offsets, r.width = r.data[:0], append(r.offsets[:0], 0), t.Width
}

// commit ends the result that was appended to data.
func (r *results) commit() error {
	if len(r.data) > math.MaxInt32 {
		return ErrTooLarge
	}
	if got := len(r.data) - int(r.offsets[len(r.offsets)-1]); r.width > 0 && got != r.width {
		return fmt.Errorf("%w: a result of %d bytes where the type has %d", ErrLevels, got, r.width)
	}
	r.offsets = append(r.offsets, int32(len(r.data)))
	return nil
}

// blank commits the place of an entry that has no result.
func (r *results) blank() error {
	for range r.width {
		r.data = append(r.data, 0)
	}
	return r.commit()
}

func (r *results) len() int { return len(r.offsets) - 1 }

func (r *results) values() columns.Values {
	if r.width > 0 {
		return columns.NewFixed(r.data, r.width)
	}
	return columns.NewVariable(r.data, r.offsets, 0)
}
