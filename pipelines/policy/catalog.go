package policy

import (
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
)

// A Catalog says what the columns of one table are, as people have decided. It
// is a file that is reviewed, one entry for each column, in the order of the
// schema:
//
//	version: 1
//	table: order
//	columns:
//	  - {column: mobile, class: cn_mobile, verdict: is, level: L3, status: confirmed, by: li.na}
//	  - {column: remark, class: [cn_mobile, cn_address], verdict: contains, level: L3, status: proposed}
//
// # Why
//
// It holds no count and no date, so that it changes only when somebody
// decides, and a change of one column is one line of a diff. What is edited is
// the text (see Propose and Accept): comments, order, blank lines and quotes are
// a reviewer's, and writing the tree out again would lose them.
type Catalog struct {
	File    string
	Table   string
	Entries []Entry

	src   []byte
	names Names
	list  *Node          // of the entries
	at    map[string]int // positions in Entries
}

// A Status says whether an entry counts.
type Status string

const (
	Proposed  Status = "proposed"  // by a scan; nobody has decided yet
	Confirmed Status = "confirmed" // by a person: it decides
)

// An Entry is what the catalog says of one column.
type Entry struct {
	Pos     Pos
	Column  string   // path of the leaf
	Classes []string // one; of verdict contains, all that it contains
	Verdict string
	Role    string
	Level   string   // "" is that of its classes
	Not     []string // classes that the values look like, and that somebody has ruled out
	Status  Status
	By      string // who confirmed it
	Note    string // why

	node *Node
}

// same compares what two entries say, wherever they stand.
func (e *Entry) same(o *Entry) bool {
	return e.Column == o.Column && e.Verdict == o.Verdict && e.Role == o.Role && e.Level == o.Level && e.Status == o.Status &&
		e.By == o.By && e.Note == o.Note && slices.Equal(e.Classes, o.Classes) && slices.Equal(e.Not, o.Not)
}

// Entry returns the entry of a column, or nil.
func (c *Catalog) Entry(column string) *Entry {
	if i, ok := c.at[column]; ok {
		return &c.Entries[i]
	}
	return nil
}

var (
	catalogKeys    = []string{"version", "table", "columns"}
	catalogUnbuilt = []string{"subject"}
	entryKeys      = []string{"column", "class", "verdict", "role", "level", "not", "status", "by", "note"}
)

// CatalogExt ends the names of catalog files: <table>.yaml.
const CatalogExt = ".yaml"

// LoadCatalog reads a catalog file.
func LoadCatalog(path string, names Names) (*Catalog, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	src, err := io.ReadAll(io.LimitReader(f, maxCatalog+1))
	if err != nil {
		return nil, err
	}
	return ReadCatalog(path, src, names)
}

// ReadCatalog reads the text of a catalog file. Errors are Errors, or
// ErrTooLarge.
func ReadCatalog(path string, src []byte, names Names) (*Catalog, error) {
	n, err := parse(path, src, maxCatalog)
	if err != nil {
		return nil, err
	}
	r := &reader{names: names}
	c := &Catalog{File: path, src: src, names: names, at: map[string]int{}}
	if !r.keys(n, catalogKeys, catalogUnbuilt) {
		return nil, r.errs.Sorted()
	}
	if v := r.required(n, "version", "version: 1"); v != nil && r.text(v) != "1" {
		r.fail(v, BadValue, "this program reads version 1", "no such version: %s", v.describe())
	}
	if v := r.required(n, "table", "table: order; the file is named by it"); v != nil {
		// One that was copied for another table would decide for columns of the
		// same names.
		if c.Table = r.name(v); nameForm.MatchString(c.Table) && filepath.Base(path) != c.Table+CatalogExt {
			r.fail(v, BadValue, "name the file "+c.Table+CatalogExt+", or the table as the file", "the catalog of %s is called %s", v.describe(), filepath.Base(path))
		}
	}
	if v := r.required(n, "columns", "columns: followed by a line for each"); v != nil {
		c.list = v
		r.entries(v, c)
	}
	return c, r.errs.Sorted()
}

func (r *reader) entries(list *Node, c *Catalog) {
	switch list.Shape {
	case NullValue:
		return
	case List:
	default:
		r.fail(list, BadValue, "- {column: mobile, class: cn_mobile, verdict: is, status: proposed}", "want a list of columns, have %s", list.describe())
		return
	}
	for _, item := range list.Items {
		if !r.keys(item, entryKeys, nil) {
			continue
		}
		e := r.entry(item)
		if at, twice := c.at[e.Column]; !twice {
			c.at[e.Column] = len(c.Entries)
		} else if e.Column != "" {
			r.fail(item, BadValue, "one column, one entry", "column %s stands at %s too", e.Column, c.Entries[at].Pos)
		}
		c.Entries = append(c.Entries, e)
	}
}

func (r *reader) entry(n *Node) Entry {
	e := Entry{Pos: n.Pos, node: n}
	before := len(r.errs)
	if v := r.required(n, "column", "column: receiver.phone, the path of a leaf"); v != nil {
		e.Column = r.text(v)
	}
	if v := r.required(n, "class", "class: cn_mobile, or none"); v != nil {
		e.Classes = r.classes(v, "none", "unknown")
	}
	if v := r.required(n, "verdict", "verdict: is"); v != nil {
		e.Verdict = r.oneOf(v, verdicts)
	}
	if v := r.required(n, "status", "status: proposed"); v != nil {
		e.Status = Status(r.oneOf(v, []string{string(Proposed), string(Confirmed)}))
	}
	if v := n.Get("role"); v != nil {
		e.Role = r.oneOf(v, roles)
	}
	if v := n.Get("level"); v != nil {
		e.Level = r.oneOf(v, levels)
	}
	if v := n.Get("not"); v != nil {
		e.Not = r.classes(v, "unknown")
	}
	for key, into := range map[string]*string{"by": &e.By, "note": &e.Note} {
		if v := n.Get(key); v != nil {
			*into = r.text(v)
		}
	}
	if len(r.errs) == before {
		r.agree(n, &e)
	}
	return e
}

// classes reads names of classes, and of the other words that may stand there.
func (r *reader) classes(n *Node, more ...string) []string {
	known := append(slices.Clone(r.names.Classes), more...)
	out := r.texts(n)
	for i, s := range out {
		if s != "" && !slices.Contains(known, s) {
			r.fail(item(n, i), UnknownKey, meant(s, slices.Clone(known)), "no such class: %s", item(n, i).describe())
		}
		if slices.Contains(out[:i], s) {
			r.fail(item(n, i), BadValue, "", "%s stands here twice", s)
		}
	}
	return out
}

// agree holds class and verdict to one another: an entry that says two things
// would be read as the milder one.
func (r *reader) agree(n *Node, e *Entry) {
	at := n.Get("class")
	word := func(s string) bool { return slices.Contains(e.Classes, s) }
	detected := !word("none") && !word("unknown")
	switch {
	case e.Verdict != "contains" && len(e.Classes) > 1:
		r.fail(at, BadValue, "verdict: contains, if all of them stand in it", "verdict %s speaks of one class, and here are %d", e.Verdict, len(e.Classes))
	case e.Verdict == "none" && !word("none"), e.Verdict == "unknown" && !word("unknown"):
		r.fail(at, BadValue, fmt.Sprintf("class: %s, or verdict: is", e.Verdict), "verdict %s goes with class %s", e.Verdict, e.Verdict)
	case word("none") && e.Verdict != "none":
		r.fail(at, BadValue, "class: none goes with verdict: none", "class none and verdict %s contradict each other", e.Verdict)
	case !detected && e.Verdict != "none" && e.Verdict != "unknown" && !(e.Verdict == "masked" && len(e.Classes) == 1):
		r.fail(at, BadValue, "name the class, or write verdict: unknown", "verdict %s must say of which class", e.Verdict)
	}
	for i, s := range e.Not {
		if word(s) {
			r.fail(item(n.Get("not"), i), BadValue, "", "%s is the class, and ruled out at once", s)
		}
	}
}
