package transforms

import (
	"bytes"
	"math"
	"math/bits"
	"strconv"
	"strings"
)

// buckets cut the numbers into stretches of one width. A bucket is written
// with its bounds, "[20,30)": the lower belongs to it and the upper does not,
// which holds for whole numbers and for fractions alike, and cannot be taken
// for an amount or an age. Without bounds the cuts are the multiples of the
// width; with min they start there, and what is below is "<18"; what is at max
// or above is ">=65", and the last bucket before it may be narrower.
//
// The few who are very old or very rich are alone in their bucket: min and max
// are there to put them together.
//
// All numbers are counted in units of the last digit that width, min and max
// have, so that 0.3 lies where its digits say, and not where its double does.
type buckets struct {
	width      int64 // in units, as are the others
	scale      int   // digits after the point of a unit
	start      int64 // a cut
	min, max   int64
	hasMin     bool
	hasMax     bool
	minT, maxT string // as results write them
}

// longestScale is how many digits after the point width and bounds may have.
// More than money has (four); fewer than would leave no room for the values:
// nine leave nine digits before the point.
const longestScale = 9

// outermost bounds the units of width, min and max, so that the cut above any
// value is a number too.
const outermost = math.MaxInt64 / 4

func newBuckets(width, low, high string) (*buckets, error) {
	b := &buckets{}
	options := []struct {
		name, text string
		into       *int64
	}{{"width", width, &b.width}, {"min", low, &b.min}, {"max", high, &b.max}}
	for _, o := range options {
		if _, fraction, ok := strings.Cut(o.text, "."); ok {
			b.scale = max(b.scale, len(fraction))
		}
		if b.scale > longestScale {
			return nil, fieldErrorf(o.name, "want at most %d digits after the point", longestScale)
		}
	}
	for _, o := range options {
		if o.text == "" {
			continue
		}
		n, exact, size := units([]byte(o.text), b.scale)
		if size != inside || !exact || n > outermost || n < -outermost {
			return nil, fieldErrorf(o.name, "want a number like 100 or 0.5")
		}
		*o.into = n
	}
	b.hasMin, b.hasMax = low != "", high != ""
	switch {
	case width == "" || b.width <= 0:
		return nil, fieldErrorf("width", "want how wide a bucket is, as in {to: bucket, width: 100}")
	case b.hasMin && b.hasMax && b.max <= b.min:
		return nil, fieldErrorf("max", "must be above min")
	}
	if b.hasMin {
		b.start = b.min
	}
	b.minT, b.maxT = string(appendUnits([]byte("<"), b.min, b.scale)), string(appendUnits([]byte(">="), b.max, b.scale))
	return b, nil
}

func (b *buckets) appender(env *Env) Appender {
	return func(dst, v []byte) ([]byte, Outcome, error) {
		if env.Nullish(v) {
			return dst, NullNullish, nil
		}
		n, _, size := units(bytes.TrimSpace(v), b.scale)
		switch {
		case size == notNumber:
			return dst, NullNoRule, nil
		case b.hasMin && (size == below || size == inside && n < b.min):
			return append(dst, b.minT...), Made, nil
		case b.hasMax && (size == above || size == inside && n >= b.max):
			return append(dst, b.maxT...), Made, nil
		case size != inside || n > outermost || n < -outermost:
			return dst, NullNoRule, nil // no bucket can be written for it
		}
		low := n - b.start
		if low %= b.width; low < 0 {
			low += b.width
		}
		low = n - low
		high := low + b.width
		if b.hasMax {
			high = min(high, b.max)
		}
		dst = appendUnits(append(dst, '['), low, b.scale)
		dst = appendUnits(append(dst, ','), high, b.scale)
		return append(dst, ')'), Made, nil
	}
}

// A magnitude is where a number lies.
type magnitude uint8

const (
	notNumber magnitude = iota
	inside              // an int64 holds its units
	below
	above
)

// units reads a number as programs write it, -12.50 or 1.25e+20, in units of
// 10^-scale, rounded down. Exact says that nothing was rounded.
func units(v []byte, scale int) (n int64, exact bool, size magnitude) {
	switch string(v) {
	case "Inf", "+Inf":
		return 0, false, above
	case "-Inf":
		return 0, false, below
	}
	negative := len(v) > 0 && v[0] == '-'
	if negative || len(v) > 0 && v[0] == '+' {
		v = v[1:]
	}
	mantissa, exponent, ok := cutExponent(v)
	if !ok {
		return 0, false, notNumber
	}
	whole, fraction, point := bytes.Cut(mantissa, []byte{'.'})
	if len(whole)+len(fraction) == 0 || digits(whole) != len(whole) || digits(fraction) != len(fraction) || point && len(whole) == 0 {
		return 0, false, notNumber
	}
	// What counts is the first so many digits; zeros stand for those that are
	// not written, and what comes after them is rounded away.
	count := len(whole) + exponent + scale
	var u uint64
	exact, size = true, inside
	for i := 0; i < max(count, len(whole)+len(fraction)) && size == inside; i++ {
		var d uint64
		switch {
		case i < len(whole):
			d = uint64(whole[i] - '0')
		case i < len(whole)+len(fraction):
			d = uint64(fraction[i-len(whole)] - '0')
		case u == 0:
			i = count // nothing but zeros is left
			continue
		}
		if i >= count {
			exact = exact && d == 0
			continue
		}
		high, low := bits.Mul64(u, 10)
		if u = low + d; high > 0 || u > math.MaxInt64-1 {
			size = above
		}
	}
	n = int64(u)
	if negative {
		if size == above {
			return 0, false, below
		}
		n = -n
		if !exact {
			n--
		}
	}
	return n, exact, size
}

// cutExponent takes "e+20" off a number. Exponents of more than three digits
// are of no type that there is.
func cutExponent(v []byte) (mantissa []byte, exponent int, ok bool) {
	at := bytes.IndexAny(v, "eE")
	if at < 0 {
		return v, 0, true
	}
	tail := v[at+1:]
	negative := len(tail) > 0 && tail[0] == '-'
	if negative || len(tail) > 0 && tail[0] == '+' {
		tail = tail[1:]
	}
	if len(tail) == 0 || len(tail) > 3 || digits(tail) != len(tail) {
		return nil, 0, false
	}
	exponent = number(tail)
	if negative {
		exponent = -exponent
	}
	return v[:at], exponent, true
}

// appendUnits writes a number of units with all its digits after the point.
func appendUnits(dst []byte, n int64, scale int) []byte {
	if n < 0 {
		dst, n = append(dst, '-'), -n
	}
	if scale == 0 {
		return strconv.AppendInt(dst, n, 10)
	}
	unit := int64(1)
	for range scale {
		unit *= 10
	}
	dst = strconv.AppendInt(dst, n/unit, 10)
	dst = append(dst, '.')
	fraction := n % unit
	for p := unit / 10; p > 1 && fraction < p; p /= 10 {
		dst = append(dst, '0')
	}
	return strconv.AppendInt(dst, fraction, 10)
}
