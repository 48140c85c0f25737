package transforms

import "fmt"

// A profile says for each class what of a value may show.
type profile map[string]showing

// showing is what shows of one value: runes of its canonical form, so that
// "+86 138 0013 8000" and "13800138000" show the same; or, for an address, the
// divisions down to the district.
type showing struct {
	first, last int
	hide        int // at least so many are hidden, or all
	divisions   bool
}

// profiles holds the two that the founding policies and standards ask for.
//
// display is for people who look at records (内容替换, promised by all six
// policies, which give no numbers). A mobile number shows as every Chinese
// service shows it, 138****8000. An ID number shows three and four of its
// eighteen characters: with the first six, as often seen, what is hidden would
// be the birth date alone, some 3,300 candidates once the check digit is used;
// hiding the county too leaves 66 times as many (6,611 codes were ever issued,
// under about a hundred first three digits). An
// address shows down to the district. Account and order numbers show their
// last four, enough to talk about one on the phone.
//
// waybill is GB/T 41833-2022, electronic waybills: at least six digits of a
// phone number are hidden (the display form hides four, and fails), and of an
// address the unit and room; we hide all below the district, as no list of
// what a room may be called is complete. Nothing but name, phone and address
// may stand on a waybill (快递暂行条例, art. 22), so other classes have no rule.
var profiles = map[string]profile{
	"display": {
		"cn_mobile":  {first: 3, last: 4, hide: 4},
		"cn_id18":    {first: 3, last: 4, hide: 11},
		"cn_address": {divisions: true},
		"account_id": {last: 4, hide: 4},
		"order_id":   {last: 4, hide: 4},
	},
	"waybill": {
		"cn_mobile":  {first: 3, last: 2, hide: 6},
		"cn_address": {divisions: true},
	},
}

// covers is how many cover characters stand for the hidden rest of an address
// and for a value that has not the form of its class: always four, so that
// they do not tell how long it was.
const covers = 4

func (p profile) bind(class, with string, env *Env) (func() (Appender, error), error) {
	s, ok := p[class]
	switch {
	case !ok:
		return nil, fmt.Errorf("class %q: %w", class, ErrProfile)
	case s.divisions:
		return func() (Appender, error) { return divisionMask(env, with), nil }, nil
	}
	newAppender := func() (Appender, error) { return s.mask(class, with, env) }
	_, err := newAppender()
	return newAppender, err
}

// mask shows parts of the canonical form. What has not that form might be
// anything, and is hidden whole.
func (s showing) mask(class, with string, env *Env) (Appender, error) {
	canonical, err := env.Canonical(class)
	if err != nil {
		return nil, err
	}
	var form []byte
	return func(dst, v []byte) ([]byte, Outcome, error) {
		var ok bool
		form, ok = canonical(form[:0], v)
		if !ok {
			return appendCovers(dst, with), MadeOfText, nil
		}
		return appendMasked(dst, form, s.first, s.last, s.hide, with), Made, nil
	}, nil
}

// divisionMask shows an address down to the smallest division that is known.
func divisionMask(env *Env, with string) Appender {
	return func(dst, v []byte) ([]byte, Outcome, error) {
		for _, to := range [...]string{"district", "city", "province"} {
			if out, ok := env.Division(dst, v, to); ok {
				return appendCovers(out, with), Made, nil
			}
		}
		return appendCovers(dst, with), MadeOfText, nil
	}
}

func appendCovers(dst []byte, with string) []byte {
	for range covers {
		dst = append(dst, with...)
	}
	return dst
}
