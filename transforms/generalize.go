package transforms

import (
	"slices"
	"time"

	"tuomin/scanners/columns"
)

var _ = register(Entry{
	Name:  "generalize",
	Doc:   "Makes values coarser: a date becomes its month or year, an address its province, city or district, a number its bucket.",
	DocZH: "泛化：日期取到月或年，地址取到省、市或区县，数字取到区间。",
	Laws:  Stable | Overlapping,
	New: func(o Options) (Transform, error) {
		g := new(generalize)
		return g, o.Decode(g)
	},
})

// generalize keeps what statistics need of a value. Months and years are text,
// "2024-01" and "2024", even where the column was a date: the first of a month
// would be a day that nobody was born on, and counts as one to whoever does
// not know. Text sorts and groups as well, and says what it is.
//
// What cannot be read becomes null and is counted: there is no coarser form of
// something unknown, and to keep it would publish it.
type generalize struct {
	To    string `yaml:"to" words:"month year province city district bucket"`
	Width string `yaml:"width"` // of a bucket: a number, as are the bounds
	Min   string `yaml:"min"`
	Max   string `yaml:"max"`

	buckets *buckets
}

var dateParts = []string{"month", "year"}
var divisions = []string{"province", "city", "district"}

const toBucket = "bucket"

// Validate says what is wrong with the options.
func (g *generalize) Validate() error {
	switch {
	case g.To == toBucket:
		var err error
		g.buckets, err = newBuckets(g.Width, g.Min, g.Max)
		return err
	case !slices.Contains(dateParts, g.To) && !slices.Contains(divisions, g.To):
		return fieldErrorf("to", "want month, year, province, city, district or bucket, have %q", g.To)
	}
	for _, option := range []struct{ name, value string }{{"width", g.Width}, {"min", g.Min}, {"max", g.Max}} {
		if option.value != "" {
			return fieldErrorf(option.name, "only buckets have one, as in {to: bucket, width: 100}")
		}
	}
	return nil
}

// Bind ties the transform to a column, or says why it cannot be done to it.
func (g *generalize) Bind(in *columns.Column, _ string, env *Env) (Bound, error) {
	if in.MapKey {
		return Bound{}, &BindError{Transform: "generalize", Column: in.Path, Type: in.Type, Err: ErrSameKeys}
	}
	b := Bound{Out: text, MakesNulls: true, Guarantee: Generalized, Laws: Stable | Overlapping}
	if in.Type == text {
		b.Laws |= SameType
	}
	if g.To == toBucket {
		if err := accept("generalize", in, counted); err != nil {
			return Bound{}, err
		}
		return PerValue(b, func() (Appender, error) { return g.buckets.appender(env), nil }), nil
	}
	if slices.Contains(divisions, g.To) {
		if err := accept("generalize", in, addressed); err != nil {
			return Bound{}, err
		}
		return PerValue(b, func() (Appender, error) { return g.division(env), nil }), nil
	}
	if err := accept("generalize", in, dated); err != nil {
		return Bound{}, err
	}
	b.Laws |= Ordered // within the years that people live in
	if in.Type.Kind != columns.Date && in.Type.Kind != columns.Timestamp {
		b.Laws &^= Ordered // 2024/2/1 sorts behind 2024/11/1
	}
	var zone *time.Location
	if in.Type.Kind == columns.Timestamp && in.Type.UTC && env.Zone != nil {
		zone, b.Lent = env.Zone, env.Zone.String()
	}
	return PerValue(b, func() (Appender, error) { return g.date(zone, env), nil }), nil
}

func (g *generalize) division(env *Env) Appender {
	return func(dst, v []byte) ([]byte, Outcome, error) {
		if env.Nullish(v) {
			return dst, NullNullish, nil
		}
		out, ok := env.Division(dst, v, g.To)
		if !ok {
			return dst, NullNoRule, nil
		}
		return out, Made, nil
	}
}

// date makes dates coarser: of instants, which alone have a zone, those that are there.
func (g *generalize) date(zone *time.Location, env *Env) Appender {
	return func(dst, v []byte) ([]byte, Outcome, error) {
		if env.Nullish(v) {
			return dst, NullNullish, nil
		}
		d, ok := parseDate(v)
		if ok && zone != nil {
			d, ok = d.in(zone)
		}
		if !ok || g.To == "month" && d.month == 0 {
			return dst, NullNoRule, nil
		}
		dst = d.appendYear(dst)
		if g.To == "month" {
			dst = append(dst, '-', byte('0'+d.month/10), byte('0'+d.month%10))
		}
		return dst, Made, nil
	}
}

// in moves a date whose time of day is an instant's in UTC to the zone.
func (d date) in(zone *time.Location) (date, bool) {
	if !d.hasClock {
		return d, false
	}
	t := time.Date(d.year, time.Month(d.month), d.day, d.hour, d.minute, d.second, 0, time.UTC).In(zone)
	return date{year: t.Year(), month: int(t.Month()), day: t.Day()}, true
}
