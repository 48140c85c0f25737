package transforms

// An Outcome is what became of one value.
type Outcome uint8

const (
	Made        Outcome = iota // a result
	MadeOfText                 // a result, made from the value's text as it has not the canonical form
	NullNullish                // null, as the value said that there is none
	NullNoRule                 // null, as the value could not be read as what the transform works on
	NullAsked                  // null, as the transform makes everything null
	outcomes
)

// null reports whether the value became null.
func (o Outcome) null() bool { return o >= NullNullish }

// Counts is what a kernel did, by outcome: one for each slot that held a
// value, or for each value of a leaf that is nothing but a dictionary's
// entries. It merges by adding.
type Counts [outcomes]int64

// Merge adds the counts of another kernel.
func (c *Counts) Merge(o Counts) {
	for i, n := range o {
		c[i] += n
	}
}

// Values is how many values there were.
func (c *Counts) Values() (n int64) {
	for _, k := range c {
		n += k
	}
	return n
}

// Nulls is how many values became null.
func (c *Counts) Nulls() int64 { return c[NullNullish] + c[NullNoRule] + c[NullAsked] }

// WithoutForm is how many values went into a pseudonym as text, because they
// have not the canonical form. Such values do not join with other writings of
// the same thing.
func (c *Counts) WithoutForm() int64 { return c[MadeOfText] }

// Nullish is how many values said that there is none ("", "NULL") and became
// null.
func (c *Counts) Nullish() int64 { return c[NullNullish] }

// Unreadable is how many values became null because the transform could not
// read them: a text that is no date, an address without a division.
func (c *Counts) Unreadable() int64 { return c[NullNoRule] }
