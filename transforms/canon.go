package transforms

import (
	"bytes"
	"fmt"
	"unicode/utf8"

	"tuomin/scanners/columns"
)

// textForm is the form that every value has.
const textForm = "text"

// A canon brings values into the bytes that a hash is made of: the canonical
// form if the value has it, so that "+86 138…", full-width digits and an
// integer give one hash; its text if not.
type canon struct {
	form    string
	typ     columns.Type
	asText  bool
	nullish func(v []byte) bool
	apply   func(dst, v []byte) ([]byte, bool)
	text    func(dst, v []byte) ([]byte, bool)
	scratch []byte
}

func newCanon(form string, t columns.Type, asText bool, env *Env) (*canon, error) {
	c := &canon{form: form, typ: t, asText: asText, nullish: env.Nullish}
	var err error
	if c.apply, err = env.Canonical(form); err != nil {
		return nil, fmt.Errorf("form %q: %w", form, err)
	}
	if c.text, err = env.Canonical(textForm); err != nil {
		return nil, fmt.Errorf("form %q: %w", textForm, err)
	}
	return c, nil
}

// bytes returns the canonical bytes of v, which are good until the next call.
// A value that says there is none becomes null, before anything else.
//
// Without asText, a float, or a decimal with a fraction, must have the form:
// how its text looks depends on the writer, and a pseudonym that depends on
// the writer joins with nothing.
func (c *canon) bytes(v []byte) ([]byte, Outcome, error) {
	whole := true
	if c.typ.Kind == columns.Decimal && c.typ.Scale > 0 {
		v, whole = cutZeroFraction(v)
	}
	if c.nullish(v) {
		return nil, NullNullish, nil
	}
	var ok bool
	if c.form != textForm {
		if c.scratch, ok = c.apply(c.scratch[:0], v); ok {
			return c.scratch, Made, nil
		}
	}
	if !c.asText && (c.typ.Kind == columns.Float || !whole) {
		return nil, Made, fmt.Errorf("%w %s, and a %s has no text of its own: say as: text", ErrForm, c.form, c.typ)
	}
	// The text form trims, and has nothing to say of some byte strings. Of bytes that are
	// no text, as numbers with their zeros are, those that would be a blank or a quote are
	// as much the value as the rest.
	if c.typ.Kind == columns.Binary && (!utf8.Valid(v) || bytes.IndexByte(v, 0) >= 0) {
		ok = false
	} else {
		c.scratch, ok = c.text(c.scratch[:0], v)
	}
	if !ok {
		c.scratch = append(c.scratch[:0], v...)
	}
	if c.form == textForm {
		return c.scratch, Made, nil
	}
	return c.scratch, MadeOfText, nil
}

// cutZeroFraction makes "12.00" "12", and reports false for "12.50".
func cutZeroFraction(v []byte) ([]byte, bool) {
	point := bytes.IndexByte(v, '.')
	if point < 0 {
		return v, true
	}
	for _, digit := range v[point+1:] {
		if digit != '0' {
			return v, false
		}
	}
	return v[:point], true
}
