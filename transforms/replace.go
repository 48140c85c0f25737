package transforms

import (
	"errors"
	"fmt"

	"tuomin/scanners/columns"
)

var _ = register(Entry{
	Name:  "replace",
	Doc:   "Writes one fixed value over every value; by default the name of the class, as in <cn_mobile>.",
	DocZH: "将每个值替换为同一固定值；默认为类别名称，例如 <cn_mobile>。",
	Laws:  Stable | Overlapping,
	New: func(o Options) (Transform, error) {
		r := new(replace)
		return r, o.Decode(r)
	},
})

// replace writes the same value everywhere, also over "" and "NULL": what is
// left of a value is that there was one. It counts as overlapping although
// nothing of a value shows, because nobody can know that the fixed text does
// not stand in the column already: a column may have been replaced before.
type replace struct {
	With string `yaml:"with"`
}

// ErrLooksReal says that a fixed value would be taken for somebody's.
var ErrLooksReal = errors.New("the fixed value has the form of the class, and would be taken for somebody's")

// Bind ties the transform to a column, or says why it cannot be done to it.
func (r *replace) Bind(in *columns.Column, class string, env *Env) (Bound, error) {
	fail := func(err error) (Bound, error) {
		return Bound{}, &BindError{Transform: "replace", Column: in.Path, Type: in.Type, Err: err}
	}
	switch {
	case in.Group != "":
		return fail(ErrGroup)
	case in.MapKey:
		return fail(ErrSameKeys)
	}
	with := r.With
	if with == "" {
		with = placeholder(class)
	}
	// Where a class has so many values that nobody counts them, any text may
	// have its form.
	if canonical, err := env.Canonical(class); err == nil && env.Space(class) > 0 {
		if _, real := canonical(nil, []byte(with)); real {
			return fail(fmt.Errorf("%q: %w", class, ErrLooksReal))
		}
	}
	b := Bound{Guarantee: Removed, Laws: Stable | Overlapping}
	var fixed []byte
	if fixed, b.Out = constant(in.Type, with); b.Out == in.Type {
		b.Laws |= SameType
	}
	return PerValue(b, func() (Appender, error) {
		return func(dst, _ []byte) ([]byte, Outcome, error) { return append(dst, fixed...), Made, nil }, nil
	}), nil
}

// placeholder is what stands for a value of a class. Angle brackets, because
// no class has them in its values, and nobody takes the result for one.
func placeholder(class string) string {
	switch class {
	case "", "none", "unknown":
		return "<removed>"
	}
	return "<" + class + ">"
}

// constant is a text as a column of type t stores it, and the type that the
// column then has: t where the text reads as a value of it ("0" in a column of
// numbers, "1970-01-01" in one of dates), else text.
func constant(t columns.Type, s string) ([]byte, columns.Type) {
	if t.Kind == columns.Binary && t.Width == 0 {
		return []byte(s), t
	}
	if stored, ok := parseStored(t, s); ok {
		return stored, t
	}
	return []byte(s), text
}
