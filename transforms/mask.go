package transforms

import (
	"bytes"
	"unicode"
	"unicode/utf8"

	"tuomin/scanners/columns"
)

var _ = register(Entry{
	Name:  "mask",
	Doc:   "Writes one character over all but the first and last few; or masks as a profile (display, waybill) says for the class. Hides a checked number whole rather than less than three characters of it.",
	DocZH: "遮盖首尾以外的字符；或按类别使用遮盖方案（display 展示、waybill 面单）。带校验的号码若遮盖不足三位，则全部遮盖。",
	Laws:  Stable | Overlapping,
	New: func(o Options) (Transform, error) {
		m := &mask{With: "*"}
		return m, o.Decode(m)
	},
})

// leastChecked is how many characters must be hidden of a value with a check, or all are.
// A check digit gives one of them away, so that one hides nothing and two leave ten
// numbers to try. More would hide whole what PCI DSS lets show of the shortest cards:
// six and four of thirteen digits.
const leastChecked = 3

// mask hides the middle of a value. A value that is no longer than what would
// be kept is hidden whole: "keep the last four" is said of numbers with
// eleven digits, and must not publish those with four.
type mask struct {
	First   int    `yaml:"keep_first"`
	Last    int    `yaml:"keep_last"`
	With    string `yaml:"with"`
	Profile string `yaml:"profile" words:"display waybill"`
}

// Validate says what is wrong with the options.
func (m *mask) Validate() error {
	cover, size := utf8.DecodeRuneInString(m.With)
	switch {
	case m.First < 0:
		return fieldErrorf("keep_first", "cannot be negative")
	case m.Last < 0:
		return fieldErrorf("keep_last", "cannot be negative")
	case size != len(m.With) || size == 0 || cover == utf8.RuneError || unicode.IsSpace(cover) || unicode.IsControl(cover):
		return fieldErrorf("with", "want one visible character")
	case unicode.IsLetter(cover) || unicode.IsNumber(cover):
		// 13800008000 is somebody's.
		return fieldErrorf("with", "a letter or digit would make masked values look like real ones")
	case m.Profile != "" && (m.First > 0 || m.Last > 0):
		return fieldErrorf("profile", "a profile decides what is kept: leave out keep_first and keep_last")
	case m.Profile != "" && profiles[m.Profile] == nil:
		return fieldErrorf("profile", "want display or waybill, have %q", m.Profile)
	}
	return nil
}

// Bind ties the transform to a column, or says why it cannot be done to it.
func (m *mask) Bind(in *columns.Column, class string, env *Env) (Bound, error) {
	if err := accept("mask", in, identifying); err != nil {
		return Bound{}, err
	}
	if in.MapKey {
		return Bound{}, &BindError{Transform: "mask", Column: in.Path, Type: in.Type, Err: ErrSameKeys}
	}
	b := Bound{Out: text, Guarantee: Masked, Laws: Stable | Overlapping}
	if in.Type.Kind == columns.Binary && in.Type.Width == 0 {
		b.Out = in.Type
	}
	if b.Out == in.Type {
		b.Laws |= SameType
	}
	hide := 1
	if env.Checked(class) {
		hide, b.Lent = leastChecked, "checked"
	}
	newAppender := func() (Appender, error) {
		return func(dst, v []byte) ([]byte, Outcome, error) { return m.append(dst, v, hide), Made, nil }, nil
	}
	if m.Profile == "" {
		b.Laws |= SameLength
	} else {
		var err error
		if newAppender, err = profiles[m.Profile].bind(class, m.With, env); err != nil {
			return Bound{}, &BindError{Transform: "mask", Column: in.Path, Type: in.Type, Err: err}
		}
	}
	if in.Type.Kind == columns.Binary && b.Out == text {
		return PerValue(b, func() (Appender, error) {
			masking, err := newAppender()
			return m.textual(masking), err
		}), nil
	}
	return PerValue(b, newAppender), nil
}

// append masks what stands between blanks: they are no part of what may show. Where
// fewer than hide runes would be hidden, all are.
func (m *mask) append(dst, v []byte, hide int) []byte {
	inner := bytes.TrimSpace(v)
	before := len(v) - len(bytes.TrimLeftFunc(v, unicode.IsSpace))
	dst = append(dst, v[:before]...)
	dst = appendMasked(dst, inner, m.First, m.Last, hide, m.With)
	return append(dst, v[before+len(inner):]...)
}

// textual masks bytes of which nobody has promised that they are text: of what would
// be kept, it hides the bytes that are none too, or readers would refuse the column.
func (m *mask) textual(masking Appender) Appender {
	var masked []byte
	return func(dst, v []byte) ([]byte, Outcome, error) {
		var outcome Outcome
		var err error
		masked, outcome, err = masking(masked[:0], v)
		for rest := masked; len(rest) > 0; {
			r, size := utf8.DecodeRune(rest)
			if r == utf8.RuneError && size == 1 {
				dst = append(dst, m.With...)
			} else {
				dst = append(dst, rest[:size]...)
			}
			rest = rest[size:]
		}
		return dst, outcome, err
	}
}

// appendMasked appends v with its first and last runes kept and each of the
// others replaced, or with all of them replaced where fewer than hide would
// be. A byte that is no UTF-8 counts as a rune.
func appendMasked(dst, v []byte, first, last, hide int, with string) []byte {
	n := runes(v)
	if n-first-last < hide {
		first, last = 0, 0
	}
	if n == len(v) { // ASCII, as most values are: runes need not be walked
		dst = append(dst, v[:first]...)
		for range n - first - last {
			dst = append(dst, with...)
		}
		return append(dst, v[n-last:]...)
	}
	for i := 0; len(v) > 0; i++ {
		_, size := utf8.DecodeRune(v)
		if i < first || i >= n-last {
			dst = append(dst, v[:size]...)
		} else {
			dst = append(dst, with...)
		}
		v = v[size:]
	}
	return dst
}

// runes counts as appendMasked walks. (utf8.RuneCount copies values of more
// than 32 bytes in Go 1.26.)
func runes(v []byte) (n int) {
	for len(v) > 0 {
		size := 1
		if v[0] >= utf8.RuneSelf {
			_, size = utf8.DecodeRune(v)
		}
		v = v[size:]
		n++
	}
	return n
}
