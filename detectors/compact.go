package detectors

// compact is a number without the separators that people write into it, in
// capitals: 943 476 5919, 123.456.789-09, 97 10 13-9019902.
//
// It is handed over by value: the slice of a local array, given to a function
// that the compiler does not know, would be allocated.
type compact struct {
	text [34]byte // as long as the longest account number
	n    int
}

// compacted reads a value that is letters, digits and single separators
// between them; n is 0 where it is something else.
func compacted(v []byte) (c compact) {
	parted := true
	for _, b := range v {
		switch {
		case kinds[b] == kindDigit || kinds[b] == kindLetter:
			if c.n == len(c.text) {
				return compact{}
			}
			c.text[c.n] = b
			if kinds[b] == kindLetter {
				c.text[c.n] = b &^ 0x20
			}
			c.n++
			parted = false
		case parted || b != ' ' && b != '-' && b != '.' && b != '/':
			return compact{}
		default:
			parted = true
		}
	}
	if parted {
		return compact{}
	}
	return c
}

// foreign makes the judge of whole values of numbers from abroad: right is
// asked about what is at least so long and at most so long without separators,
// and what is right has the grade: Checked where there is a check digit.
// A value that is not right is no hit: these are short numbers with one check
// digit or none, which nothing but their column's name makes what they are, and
// a wrong one under such a name is no better than any other number.
func foreign(least, most int, grade Grade, right func(c compact) bool) check {
	return func(_ *knowledge, v []byte) Grade {
		if len(v) < least || len(v) > most+most/2 { // no separator for every two characters
			return 0
		}
		if c := compacted(v); c.n >= least && c.n <= most && right(c) {
			return grade
		}
		return 0
	}
}

// foreignForm is such a number without separators. It is not checked: a typing
// error stays one person's.
func foreignForm(least, most int) form {
	return func(dst, v []byte) ([]byte, bool) {
		v = innerText(v)
		c := compacted(v)
		if c.n < least || c.n > most {
			return dst, false
		}
		return append(dst, c.text[:c.n]...), true
	}
}

// digits are the digits of a number that has nothing else, nil otherwise.
func (c *compact) digits() []byte {
	if b := c.text[:c.n]; digitsOnly(b) {
		return b
	}
	return nil
}

// weighted adds up the digits of b, each times its weight.
func weighted(b []byte, weights string) (sum int) {
	for i := range weights {
		sum += int(b[i]-'0') * int(weights[i]-'0')
	}
	return sum
}
