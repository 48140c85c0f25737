package corpus

import "github.com/apache/arrow-go/v18/arrow"

// Schemas change. A table with versions has had three: the second brought
// columns, and in the third one got another name and one more bits. Options say
// which version is wanted.
const (
	oldest    = 1
	renamedIn = 3
	widenedIn = 3
	newest    = 3
)

// added is a column that the second version brought.
func added(c *column) *column {
	c.since = 2
	return c
}

// once is a column that had another name before the third version.
func once(was string, c *column) *column {
	c.was = was
	return c
}

// widened is a column of integers that had 32 bits before the third version.
func widened(c *column) *column {
	c.narrow = true
	return c
}

// atVersion is the columns as a version of the schema had them.
func atVersion(columns []*column, version int) []*column {
	if version == 0 {
		version = newest
	}
	var had []*column
	for _, c := range columns {
		if c.since > version {
			continue
		}
		if c.was != "" && version < renamedIn {
			c.name = c.was
		}
		if c.narrow && version < widenedIn {
			c.typ = arrow.PrimitiveTypes.Int32
		}
		had = append(had, c)
	}
	return had
}
