package transforms

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strconv"
	"strings"
	"time"

	"tuomin/scanners/columns"
)

var _ = register(Entry{
	Name:  "sha256",
	Doc:   "Writes the unkeyed SHA-256 of the canonical value in hex; refused where all values can be tried.",
	DocZH: "对规范化后的值取无密钥 SHA-256（十六进制）；取值空间可穷举的类别将被拒绝。",
	Laws:  Stable | Distinct | Fresh | Exempt,
	New: func(o Options) (Transform, error) {
		s := new(sha)
		return s, o.Decode(s)
	},
})

// sha is the hash that policies name and old joins need. It hides nothing from
// whoever can guess: hmac is what they should have named.
type sha struct {
	Accept bool `yaml:"accept_enumerable"`
}

// triesPerSecond is how many numbers two cores hash and compare in a second,
// measured for the requirements: all 7 × 10^9 mobile numbers in 17 minutes.
const triesPerSecond = 6.96e6

// enumerable is the number of values below which a bare hash is refused.
//
// Not lower: one graphics card tries 10^10 in a second, which is 2^58 in a
// year. Not higher: above it only a class with 64 random bits remains, which
// is what a key would have added.
const enumerable = 1 << 60

// Bind ties the transform to a column, or says why it cannot be done to it.
func (s *sha) Bind(in *columns.Column, class string, env *Env) (Bound, error) {
	if err := accept("sha256", in, identifying); err != nil {
		return Bound{}, err
	}
	b := Bound{
		Out: text, MakesNulls: !in.MapKey, Guarantee: Hashed,
		Laws: Stable | Distinct | Fresh | Exempt,
	}
	if in.Type == text {
		b.Laws |= SameType
	}
	if space := env.Space(class); space > 0 && space < enumerable {
		effort := fmt.Sprintf("the %s of %s in %s on two cores", round(space), class, inWords(space/triesPerSecond))
		if !s.Accept {
			err := fmt.Errorf("%w, %s: use hmac, or say accept_enumerable: true", ErrEnumerable, effort)
			return Bound{}, &BindError{Transform: "sha256", Column: in.Path, Type: in.Type, Err: err}
		}
		b.Guarantee, b.Accepted = Enumerable, "accept_enumerable: "+effort
	}
	form := formOf(class, env)
	newAppender := func() (Appender, error) {
		c, err := newCanon(form, in.Type, true, env)
		if err != nil {
			return nil, err
		}
		return func(dst, v []byte) ([]byte, Outcome, error) {
			bytes, outcome, err := c.bytes(v)
			if err != nil || outcome.null() {
				return dst, outcome, err
			}
			sum := sha256.Sum256(bytes)
			return hex.AppendEncode(dst, sum[:]), outcome, nil
		}, nil
	}
	if _, err := newAppender(); err != nil {
		return Bound{}, &BindError{Transform: "sha256", Column: in.Path, Type: in.Type, Err: err}
	}
	return PerValue(b, newAppender), nil
}

// formOf is the canonical form of a class, or "text" where it has none.
func formOf(class string, env *Env) string {
	if class == "" {
		return textForm
	}
	if _, err := env.Canonical(class); err != nil {
		return textForm
	}
	return class
}

// round writes 7e9, and 2.4e11.
func round(n float64) string {
	return strings.NewReplacer("e+0", "e", "e+", "e").Replace(strconv.FormatFloat(n, 'g', 2, 64))
}

// inWords says a time in the unit that people would use.
func inWords(seconds float64) string {
	for _, u := range []struct {
		seconds float64
		name    string
	}{{365 * 86400, "years"}, {86400, "days"}, {3600, "h"}, {60, "min"}} {
		if seconds >= u.seconds {
			return fmt.Sprintf("%.0f %s", seconds/u.seconds, u.name)
		}
	}
	return (time.Duration(max(seconds, 1)) * time.Second).String()
}
