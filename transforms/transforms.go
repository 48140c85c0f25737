// Package transforms rewrites leaf columns so that what identifies a person is
// gone from them. A transform rewrites; it neither reads files nor judges what
// a column holds.
//
//	job file ─Options─> Transform ─Bind(column)─> Bound ─NewKernel─> Kernel, one per worker
//	                                                        pages ───> Apply ───> pages
//
// A transform is a line in a private table (see All), like a detector: one
// file holds its entry, its options and its few lines of work. Most transforms
// are an Appender, a pure function of one value, and PerValue does the rest:
// dictionaries once per entry in use, nulls, levels, memory.
//
// # Why
//
// A kernel is given a stretch of a leaf rather than single values, so that it
// can do a dictionary once and ask a store once; and a leaf rather than a
// record batch, so that a column can be rewritten while the bytes of all
// others are only copied. What was given up is that a kernel cannot see a row:
// if it needs other columns it names them when it is bound.
//
// # What a result may hold
//
// Only bytes that the transform means to keep. Results are appended to memory
// of the kernel's own, in order, one per value in use; so there is no place
// where the input of a null, of an unused dictionary entry or of a neighbour
// could have stayed.
package transforms

import (
	"context"
	"errors"
	"fmt"
	"math/bits"
	"time"

	"tuomin/scanners/columns"
	"tuomin/transforms/keys"
)

// A Transform is a configured way to rewrite leaves. It holds options and no
// state, and may be used from many goroutines at once.
type Transform interface {
	// Bind looks at a leaf's column before any of it is read, with the class
	// that the classification gave it ("cn_mobile"; "none" and "unknown" are
	// those verdicts, "" that nobody said). It says what the leaf will become,
	// or why the transform cannot be used there.
	Bind(in *columns.Column, class string, env *Env) (Bound, error)
}

// A Kernel rewrites one leaf for one worker.
type Kernel interface {
	// Apply returns a leaf with as many slots as in, of the column that
	// Bound.Column describes. It sees a whole page, so that one that must ask
	// a store asks once for all distinct values. The result is valid until the
	// next Apply of this kernel, and may borrow Rep, Def and Index of in. No
	// byte of in reaches it but what the transform means to keep: not under a
	// null, not as a dictionary entry that no slot uses.
	//
	// siblings stand in the order of Bound.Siblings and cover the rows of in.
	Apply(ctx context.Context, in *columns.Leaf, siblings []*columns.Leaf) (*columns.Leaf, error)
	// Counts reports what Apply has done since the kernel was made. The counts
	// of all kernels of one column add up by Counts.Merge.
	Counts() Counts
}

// A Filter decides which rows of a part stay. All filters of a part run before
// any of its leaves is written.
type Filter interface {
	// Rows is given the leaves that the filter named, each covering the same
	// rows, and returns the mask of those to drop.
	Rows(ctx context.Context, leaves []*columns.Leaf) (drop Mask, err error)
}

// A Mask is a set of rows, one bit each.
type Mask []uint64

// NewMask returns an empty mask that has room for rows.
func NewMask(rows int) Mask { return make(Mask, (rows+63)/64) }

// Set puts row i into the mask.
func (m Mask) Set(i int) { m[i/64] |= 1 << (i % 64) }

// Has reports whether row i is in the mask.
func (m Mask) Has(i int) bool { return i/64 < len(m) && m[i/64]&(1<<(i%64)) != 0 }

// Count reports how many rows are in the mask.
func (m Mask) Count() (n int) {
	for _, w := range m {
		n += bits.OnesCount64(w)
	}
	return n
}

// A SideTable is read-only, prepared once per job and shared by all workers:
// an opt-out list, the clocks of another table.
type SideTable interface {
	// Lookup returns what stands beside key; the answer is not to be changed.
	Lookup(key []byte) (value []byte, ok bool)
}

// An Effect is what becomes of a column.
type Effect uint8

const (
	Keep    Effect = iota // the column stays as it is; nobody need open it
	Drop                  // the column is not in the output
	Replace               // the column's values come from a Kernel
)

// String is keep, drop or replace.
func (e Effect) String() string { return [...]string{"keep", "drop", "replace"}[e] }

// A Guarantee is what may be said of a column afterwards, and no more. These
// words stand in plans, manifests and reports, and are never translated.
type Guarantee string

const (
	Untouched   Guarantee = "none"            // the column is what it was
	Removed     Guarantee = "removed"         // nothing of the values is left
	Masked      Guarantee = "masked"          // part of each value still shows
	Pseudonym   Guarantee = "pseudonym"       // reversible only with the key; still personal data
	Hashed      Guarantee = "hash"            // unkeyed: whoever can guess a value can confirm it
	Enumerable  Guarantee = "enumerable_hash" // unkeyed, over values that can all be tried
	Generalized Guarantee = "generalized"     // coarser than it was
)

// Bound is a transform tied to one column.
type Bound struct {
	Effect Effect
	Out    columns.Type // of the values a kernel makes
	// MakesNulls says that a kernel may make a null of a value. The column of
	// the output is then optional (see Column), whether or not any value asks for
	// it, as the first part is written before the last is read.
	MakesNulls bool
	// Blank says that every value becomes null, so that none need be decoded:
	// a caller with another way to write a column of nulls may take it.
	Blank    bool
	Siblings []columns.Path // that Apply wants beside the leaf
	// PerValue says that equal values get equal results whatever their rows.
	// A caller may then hand Apply a leaf that is nothing but a dictionary's
	// entries: no Def, no Rep, no Index. Entries that become null are then
	// told by the Def of the result.
	PerValue  bool
	Laws      Laws
	Guarantee Guarantee
	// Domain is the key domain that made the pseudonyms, "" without one.
	Domain string
	// Lent is what of the Env decides the results: the form of the domain, the zone of
	// days. With the same type, class, options and Lent the same value becomes the same.
	Lent string
	// Accepted names a risk that the job file accepted for this column, as
	// reports name it; "" without one.
	Accepted string
	// NewKernel makes a kernel for one worker. It is nil unless Effect is
	// Replace.
	NewKernel func() Kernel
}

// Column describes the column that kernels make of in. A required column that
// may get nulls becomes optional: its MaxDef grows by one, and what was a
// value's level before is a null's now. One that is bare cannot: its kernels fail
// on the value that would be a null.
func (b *Bound) Column(in *columns.Column) *columns.Column {
	out := *in
	out.Type = b.Out
	if b.MakesNulls && !in.Optional && !in.Bare {
		out.Optional = true
		out.MaxDef++
	}
	return &out
}

// Env is what a job lends its transforms. The functions may be called from
// many goroutines at once, and those they return may not.
type Env struct {
	// Key returns the key of a domain, derived for the job's purpose,
	// recipient and epoch.
	Key func(domain string) (keys.Key, error)
	// Domain returns the form of a domain: the name of a class, or "text".
	Domain func(name string) (form string, ok bool)
	// Canonical returns the function that writes values in one form. It
	// reports false for a value that has not that form.
	Canonical func(form string) (func(dst, v []byte) ([]byte, bool), error)
	// Nullish reports whether a value says that there is none: "", "NULL".
	Nullish func(v []byte) bool
	// Division appends the province, city or district of an address.
	Division func(dst, v []byte, to string) ([]byte, bool)
	// Space is how many values a class has; 0 where nobody can count them.
	Space func(class string) float64
	// Checked reports whether the values of a class pass a check, by which a hidden
	// digit can be found out.
	Checked func(class string) bool
	// Side returns a side table.
	Side func(name string) (SideTable, error)
	// Zone is where the days of instants begin; nil is UTC.
	Zone *time.Location
}

var (
	// ErrType says that a transform cannot be used on a column of that type.
	ErrType = errors.New("cannot be used on this type")
	// ErrMapKey says that a map's key would become null, which no reader of
	// the output would understand.
	ErrMapKey = errors.New("a map key cannot become null")
	// ErrBare says that an element of a list of the oldest kind would become null.
	ErrBare = errors.New("an element of this list cannot become null, as its file has no place for that: mask or replace it, or drop the column")
	// ErrSameKeys says that keys of a map could become one, as most readers refuse
	// and others take for what was not written.
	ErrSameKeys = errors.New("keys of a map would become the same: hash them, or drop the map")
	// ErrGroup says that a leaf of a VARIANT cannot be changed alone.
	ErrGroup = errors.New("one leaf of a VARIANT cannot be changed alone: keep or drop the whole column")
	// ErrGroupRequired and ErrGroupList say why a whole VARIANT cannot be made
	// null.
	ErrGroupRequired = errors.New("the VARIANT it stands in is required, and cannot be null: drop the whole column")
	ErrGroupList     = errors.New("the VARIANT it stands in holds a list or stands in one, and cannot be made null: drop the whole column")
	// ErrEnumerable says that an unkeyed hash of the class can be undone by
	// trying all values.
	ErrEnumerable = errors.New("the hash can be undone by trying all values")
	// ErrProfile says that a masking profile has no rule for the class.
	ErrProfile = errors.New("the profile has no rule for this class: say keep_first and keep_last, or drop the column")
	// ErrDomain says that there is no such key domain.
	ErrDomain = errors.New("no such key domain; the policy lists them under domains")
	// ErrAs says that values of that type have no text of their own.
	ErrAs = errors.New("its text depends on who wrote it: say as: text if all that joins has this type")
	// ErrForm says that a value could not be brought into the form that its
	// pseudonym is made from.
	ErrForm = errors.New("a value has not the form of the domain")
	// ErrTooLarge says that the results of one page do not fit in 2 GiB.
	ErrTooLarge = errors.New("the results of one page exceed 2 GiB")
	// ErrIndex says that an index points outside its dictionary.
	ErrIndex = errors.New("an index points outside the dictionary")
	// ErrLevels says that levels and values do not add up.
	ErrLevels = errors.New("the levels do not fit the values")
)

// A ValueError is a kernel's failure on one row. It says where, never what was
// there.
type ValueError struct {
	Column columns.Path
	Row    int64 // within the part; -1 when not one row is meant
	Err    error
}

// Error is the column, the row and what is wrong, and no value.
func (e *ValueError) Error() string {
	if e.Row < 0 {
		return fmt.Sprintf("column %s: %v", e.Column, e.Err)
	}
	return fmt.Sprintf("column %s, row %d: %v", e.Column, e.Row, e.Err)
}

// Unwrap is the cause, for errors.Is and errors.As.
func (e *ValueError) Unwrap() error { return e.Err }

// A BindError says why a transform cannot be used on a column.
type BindError struct {
	Transform string
	Column    columns.Path
	Type      columns.Type
	Err       error
}

// Error is what cannot be done to which column, and why.
func (e *BindError) Error() string {
	if errors.Is(e.Err, ErrType) {
		return fmt.Sprintf("cannot %s column %s: %s is not a type it works on", e.Transform, e.Column, e.Type)
	}
	return fmt.Sprintf("cannot %s column %s (%s): %v", e.Transform, e.Column, e.Type, e.Err)
}

// Unwrap is the cause, for errors.Is and errors.As.
func (e *BindError) Unwrap() error { return e.Err }
