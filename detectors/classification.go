package detectors

import "tuomin/scanners/columns"

// A Verdict is what a column was judged to be (design §3).
type Verdict string

const (
	VerdictIs       Verdict = "is"       // the column is of the class
	VerdictContains Verdict = "contains" // values of the class stand in it, among others or in text
	VerdictMasked   Verdict = "masked"   // values of the class, masked already
	VerdictDamaged  Verdict = "damaged"  // values of the class, of which digits were lost on the way
	VerdictUnknown  Verdict = "unknown"  // opaque and near unique: a link key that nobody named
	VerdictNone     Verdict = "none"     // nothing that anybody looks for
)

// A Confidence is how well a verdict is founded. It comes from counting.
type Confidence string

const (
	Certain  Confidence = "certain"
	Likely   Confidence = "likely"
	Possible Confidence = "possible"
)

// A Classification is the verdict on one column and what speaks for it. It
// holds counts and no value. Its JSON is one of columns[] in tuomin.scan/1.
type Classification struct {
	Path          columns.Path `json:"path"`
	Type          string       `json:"type"`
	Class         string       `json:"class"` // "none" or "unknown" for those verdicts
	Verdict       Verdict      `json:"verdict"`
	Confidence    Confidence   `json:"confidence"`
	Role          Role         `json:"role"`
	Level         string       `json:"level"` // L1 to L4
	Sensitive     Sensitive    `json:"sensitive"`
	Share         float64      `json:"share"` // non-null rows of the class ÷ non-null rows
	Rows          int64        `json:"rows"`
	Values        int64        `json:"values,omitempty"` // leaf values, in lists only: there all that follows counts those
	Nulls         int64        `json:"nulls"`
	Nullish       int64        `json:"nullish,omitempty"` // values that say there is none, counted as null in Share
	Distinct      int64        `json:"distinct"`
	DistinctExact bool         `json:"distinct_exact"`
	Findings      []Finding    `json:"findings"`        // most rows first
	Minors        Minors       `json:"minors,omitzero"` // where values tell an age
	Partition     bool         `json:"partition,omitempty"`
	Why           string       `json:"why,omitempty"` // in a few words, none of them a value
}

// Sensitive says who calls a class sensitive: a policy among those we ship, or
// the law.
type Sensitive struct {
	Policy bool `json:"policy"`
	Law    bool `json:"law"`
}

// A Finding counts the rows in which a class was found; in lists, the values.
type Finding struct {
	Class   string `json:"class"`
	Rows    int64  `json:"rows"`             // with a hit
	Whole   int64  `json:"whole"`            // that are nothing but a hit
	Checked int64  `json:"checked"`          // with a hit that a check digit or registry confirms
	Chance  bool   `json:"chance,omitempty"` // what chance explains: no reason to treat the column
	// Telling says that so many are right that no chance made them, however few
	// they are. It is of one profile, and no later run asks.
	Telling bool `json:"-"`
	// Strange says that the values are somebody's, of a higher level than those
	// that the column is called after, and none of them.
	Strange bool `json:"strange,omitempty"`
	// Estimated says that the counts are those of the sample, scaled up: the
	// class shows in all values together, and in none of them.
	Estimated bool `json:"estimated,omitempty"`
}

// Contained names the classes that chance does not explain, most rows first.
// A rule for a column that contains something must list them all.
func (c *Classification) Contained() []string {
	var classes []string
	for _, f := range c.Findings {
		if !f.Chance {
			classes = append(classes, f.Class)
		}
	}
	return classes
}

// Strange names the classes of persons' values of a higher level that stand
// among those that the column is called after, most rows first.
func (c *Classification) Strange() []string {
	var classes []string
	for _, f := range c.Findings {
		if f.Strange {
			classes = append(classes, f.Class)
		}
	}
	return classes
}

// A Role is whom a column is about, by its name.
type Role string

const (
	RoleSelf      Role = "self"
	RoleSender    Role = "sender"
	RoleRecipient Role = "recipient"
	RoleCourier   Role = "courier"
	RoleWorker    Role = "worker"
	RoleRelative  Role = "relative"
	RoleMinor     Role = "minor"
	RoleNone      Role = ""
)
