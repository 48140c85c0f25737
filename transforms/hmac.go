package transforms

import (
	"fmt"
	"slices"

	"tuomin/scanners/columns"
	"tuomin/transforms/keys"
)

var _ = register(Entry{
	Name:  "hmac",
	Doc:   "Writes a keyed pseudonym of the canonical value (HMAC-SHA256 in hex), which joins within its key domain.",
	DocZH: "生成规范化值的带密钥假名（HMAC-SHA256，十六进制），同一关联域内可关联。",
	Laws:  Stable | Distinct | Fresh,
	New: func(o Options) (Transform, error) {
		h := &mac{Bits: 128}
		return h, o.Decode(h)
	},
})

// mac replaces values by pseudonyms of their domain. The canonical form is the
// domain's, not the column's class, and applied value by value: a phone number
// in a column of mixed things joins the same number in a column of nothing
// else. What has not that form goes in as text, and is counted.
type mac struct {
	Domain string `yaml:"domain"`
	Bits   int    `yaml:"bits"`
	As     string `yaml:"as" words:"text"`
}

// textual is the kinds that have one text of their own, whoever wrote them.
var textual = []columns.Kind{columns.Text, columns.UUID, columns.Int, columns.Uint, columns.Decimal, columns.Float, columns.Null}

// asText is the kinds that `as: text` admits besides.
var asText = append(slices.Clone(textual), columns.Binary, columns.Geometry, columns.Bool, columns.Date, columns.Time, columns.Timestamp)

// Validate says what is wrong with the options.
func (h *mac) Validate() error {
	switch {
	case h.Domain == "":
		return fieldErrorf("domain", "a pseudonym needs a key domain, as in {domain: person}")
	case h.Bits != 128 && h.Bits != 256:
		return fieldErrorf("bits", "want 128 or 256, have %d", h.Bits)
	case h.As != "" && h.As != textForm:
		return fieldErrorf("as", "want text, have %q", h.As)
	}
	return nil
}

// Bind ties the transform to a column, or says why it cannot be done to it.
func (h *mac) Bind(in *columns.Column, _ string, env *Env) (Bound, error) {
	fail := func(err error) (Bound, error) {
		return Bound{}, &BindError{Transform: "hmac", Column: in.Path, Type: in.Type, Err: err}
	}
	kinds := textual
	if h.As == textForm {
		kinds = asText
	}
	if err := accept("hmac", in, kinds); err != nil {
		if accept("hmac", in, asText) == nil {
			return fail(ErrAs)
		}
		return Bound{}, err
	}
	form, ok := env.Domain(h.Domain)
	if !ok {
		return fail(fmt.Errorf("%q: %w", h.Domain, ErrDomain))
	}
	b := Bound{
		Out: text, MakesNulls: !in.MapKey, Guarantee: Pseudonym, Domain: h.Domain, Lent: form,
		Laws: Stable | Distinct | Fresh,
	}
	if in.Type == text {
		b.Laws |= SameType
	}
	if _, err := newCanon(form, in.Type, h.As == textForm, env); err != nil {
		return fail(err)
	}
	if env.Key == nil { // a plan needs no keys
		return PerValue(b, func() (Appender, error) { return nil, keys.ErrMissing }), nil
	}
	key, err := env.Key(h.Domain)
	if err == nil {
		_, err = key.MAC()
	}
	if err != nil {
		return fail(err)
	}
	return PerValue(b, func() (Appender, error) { return h.appender(form, in.Type, key, env) }), nil
}

func (h *mac) appender(form string, t columns.Type, key keys.Key, env *Env) (Appender, error) {
	c, err := newCanon(form, t, h.As == textForm, env)
	if err != nil {
		return nil, err
	}
	m, err := key.MAC()
	if err != nil {
		return nil, err
	}
	return func(dst, v []byte) ([]byte, Outcome, error) {
		bytes, outcome, err := c.bytes(v)
		if err != nil || outcome.null() {
			return dst, outcome, err
		}
		return m.AppendHex(dst, bytes, h.Bits), outcome, nil
	}, nil
}
