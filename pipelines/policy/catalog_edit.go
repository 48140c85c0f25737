package policy

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

// ErrNotEditable says that a catalog file is laid out in a way that a change of
// its text could spoil. It is left as it is.
var ErrNotEditable = errors.New("the file cannot be changed without touching more than was meant; do it by hand")

// NewCatalog is the text of a catalog of a table that has none, to be written
// to file.
func NewCatalog(file, table string, entries []Entry, names Names) ([]byte, error) {
	var b bytes.Buffer
	fmt.Fprintf(&b, `# What the columns of %[1]s are. A line counts once its status is confirmed.
# %[1]s 各列的分类：status 为 confirmed（已由人确认）的行才生效。
version: 1
table: %[1]s
columns:
`, table)
	for i := range entries {
		b.WriteString("  - " + entries[i].String() + "\n")
	}
	c := &Catalog{File: file, Table: table, names: names, list: &Node{Pos: Pos{file, 1, 1}}}
	return c.edited(b.Bytes(), entries)
}

// plainText is what needs no quotes in YAML, wherever it stands. Numbers and
// words with a meaning of their own do.
var (
	plainText = regexp.MustCompile(`^[\p{Han}A-Za-z_][\p{Han}A-Za-z0-9_.-]*$`)
	yamlWords = []string{"null", "true", "false", "yes", "no", "on", "off", "y", "n", "nan", "inf"}
)

func quoted(s string) string {
	if plainText.MatchString(s) && !slices.Contains(yamlWords, strings.ToLower(s)) {
		return s
	}
	return strconv.Quote(s)
}

// String is the entry as one line of a catalog, without the dash before it.
func (e *Entry) String() string {
	var b strings.Builder
	b.WriteString("{column: " + quoted(e.Column))
	list := func(key string, words []string) {
		switch len(words) {
		case 0:
		case 1:
			b.WriteString(", " + key + ": " + quoted(words[0]))
		default:
			b.WriteString(", " + key + ": [" + strings.Join(words, ", ") + "]")
		}
	}
	text := func(key, s string) {
		if s != "" {
			b.WriteString(", " + key + ": " + quoted(s))
		}
	}
	list("class", e.Classes)
	text("verdict", e.Verdict)
	text("role", e.Role)
	text("level", e.Level)
	list("not", e.Not)
	text("status", string(e.Status))
	text("by", e.By)
	text("note", e.Note)
	b.WriteByte('}')
	return b.String()
}

// Propose returns the text of the catalog with entries for columns that it has
// none for, each behind the one that stands before it in order, which lists the
// columns of the table. Not a byte of what is there changes. Entries of columns
// that it knows, and of those not in order, are left out.
func (c *Catalog) Propose(order []string, entries []Entry) ([]byte, error) {
	proposed := make(map[string]int, len(entries))
	for i := range entries {
		proposed[entries[i].Column] = i
	}
	behind := make(map[int][]Entry) // by the position of the one before, -1 for none
	at := -1
	for _, column := range order {
		if i, ok := c.at[column]; ok {
			at = i
		} else if i, ok := proposed[column]; ok {
			behind[at] = append(behind[at], entries[i])
		}
	}
	if len(behind) == 0 {
		return c.src, nil
	}
	src := newText(c.src)
	want := slices.Clone(behind[-1])
	for i := range c.Entries {
		want = append(append(want, c.Entries[i]), behind[i]...)
	}
	for at, list := range behind {
		line, indent, err := c.place(src, at)
		if err != nil {
			return nil, err
		}
		var lines []string
		for i := range list {
			lines = append(lines, indent+"- "+list[i].String())
		}
		src.insert(line, lines)
	}
	return c.edited(src.apply(), want)
}

// place says where what comes behind the entry at position at goes, -1 for the
// first, and how far lists are indented here.
func (c *Catalog) place(src *text, at int) (line int, indent string, err error) {
	if c.list.Flow {
		return 0, "", c.fail(c.list, "write each column on a line of its own, behind a dash")
	}
	if len(c.Entries) == 0 {
		// columns: without anything, which stands where its key does.
		return c.list.Pos.Line, "  ", nil
	}
	near := c.Entries[max(at, 0)].node
	dash, indent, ok := src.dash(near.Pos.Line - 1)
	if !ok {
		return 0, "", c.fail(near, "write each column on a line of its own, behind a dash")
	}
	if at >= 0 {
		return src.end(dash, len(indent)), indent, nil
	}
	for dash > 0 && src.indent(dash-1) == len(indent) && src.comment(dash-1) {
		dash-- // a comment belongs to the entry below it
	}
	return dash, indent, nil
}

// Accept returns the text of the catalog with the proposals that match
// confirmed by somebody, "" for nobody named, and which columns those are.
func (c *Catalog) Accept(match func(e *Entry) bool, by string) ([]byte, []string, error) {
	src := newText(c.src)
	want := slices.Clone(c.Entries)
	var columns []string
	for i := range want {
		e := &want[i]
		if e.Status != Proposed || !match(e) {
			continue
		}
		if err := c.confirm(src, e, by); err != nil {
			return nil, nil, err
		}
		e.Status = Confirmed
		e.By = cmp.Or(by, e.By)
		columns = append(columns, e.Column)
	}
	if len(columns) == 0 {
		return c.src, nil, nil
	}
	out, err := c.edited(src.apply(), want)
	return out, columns, err
}

// confirm notes the changes that make an entry a confirmed one.
func (c *Catalog) confirm(src *text, e *Entry, by string) error {
	status := e.node.Get("status")
	start, end, ok := src.scalar(status)
	if !ok {
		return c.fail(status, "status: proposed, on one line")
	}
	src.change(start, end, string(Confirmed))
	old := e.node.Get("by")
	switch {
	case by == "":
	case old != nil:
		start, end, ok := src.scalar(old)
		if !ok {
			return c.fail(old, "by: li.na, on one line")
		}
		src.change(start, end, quoted(by))
	case e.node.Flow:
		src.change(end, end, ", by: "+quoted(by))
	default:
		key := e.node.Fields[slices.IndexFunc(e.node.Fields, func(f Field) bool { return f.Key == "status" })]
		eol := src.eol(key.Pos.Line - 1)
		src.change(eol, eol, src.newline+strings.Repeat(" ", key.Pos.Col-1)+"by: "+quoted(by))
	}
	return nil
}

func (c *Catalog) fail(n *Node, hint string) error {
	return Errors{{Pos: n.Pos, Path: n.Path, Code: BadValue, Msg: ErrNotEditable.Error(), Hint: hint, Err: ErrNotEditable}}
}

// edited reads what was made and holds it to what was meant: text is edited by
// places, and a place that was misjudged must not reach the disk.
func (c *Catalog) edited(src []byte, want []Entry) ([]byte, error) {
	made, err := ReadCatalog(c.File, src, c.names)
	if err != nil {
		return nil, c.fail(c.list, "")
	}
	if made.Table != c.Table || !slices.EqualFunc(made.Entries, want, func(a, b Entry) bool { return a.same(&b) }) {
		return nil, c.fail(c.list, "")
	}
	return src, nil
}

// A text is a file in lines, and the changes to be made to it.
type text struct {
	src     []byte
	lines   []int // where each begins
	newline string
	changes []change
}

type change struct {
	start, end int
	text       string
}

func newText(src []byte) *text {
	t := &text{src: src, lines: []int{0}, newline: "\n"}
	for i, b := range src {
		if b == '\n' {
			t.lines = append(t.lines, i+1)
		}
	}
	if i := bytes.IndexByte(src, '\n'); i > 0 && src[i-1] == '\r' {
		t.newline = "\r\n"
	}
	if n := len(t.lines); n > 1 && t.lines[n-1] == len(src) {
		t.lines = t.lines[:n-1] // what is behind the last end of a line is no line
	}
	return t
}

func (t *text) eol(line int) int {
	end := len(t.src)
	if line+1 < len(t.lines) {
		end = t.lines[line+1]
	}
	return t.lines[line] + len(bytes.TrimRight(t.src[t.lines[line]:end], "\r\n"))
}

func (t *text) line(i int) string { return string(t.src[t.lines[i]:t.eol(i)]) }

func (t *text) blank(i int) bool { return strings.TrimSpace(t.line(i)) == "" }

func (t *text) comment(i int) bool {
	return strings.HasPrefix(strings.TrimLeft(t.line(i), " "), "#")
}

func (t *text) indent(i int) int {
	line := t.line(i)
	return len(line) - len(strings.TrimLeft(line, " "))
}

// dash finds the line of the dash that the entry on a line stands behind, and
// what is before it. The dash may stand above the entry, alone or with a
// comment.
func (t *text) dash(line int) (at int, indent string, ok bool) {
	for at = line; at >= 0; at-- {
		rest := strings.TrimLeft(t.line(at), " ")
		after, dashed := strings.CutPrefix(rest, "-")
		after = strings.TrimLeft(after, " ")
		switch {
		case dashed && (at == line || after == "" || after[0] == '#'):
			return at, t.line(at)[:len(t.line(at))-len(rest)], true
		case at == line || t.blank(at) || t.comment(at):
		default:
			return 0, "", false
		}
	}
	return 0, "", false
}

// end is the line behind the last of an entry whose dash stands there: those
// indented further belong to it, with the blank lines between them.
func (t *text) end(dash, indent int) int {
	end := dash + 1
	for i := end; i < len(t.lines); i++ {
		if t.blank(i) {
			continue
		}
		if t.indent(i) <= indent {
			break
		}
		end = i + 1
	}
	return end
}

// scalar finds the text of a scalar, quotes included; false where it stands
// there in another way than on one line.
func (t *text) scalar(n *Node) (start, end int, ok bool) {
	line := n.Pos.Line - 1
	if line >= len(t.lines) {
		return 0, 0, false
	}
	start = t.lines[line]
	for range n.Pos.Col - 1 {
		_, size := utf8.DecodeRune(t.src[start:])
		start += size
	}
	rest := t.src[start:t.eol(line)]
	if !n.Quoted {
		return start, start + len(n.Text), bytes.HasPrefix(rest, []byte(n.Text))
	}
	if len(rest) == 0 {
		return 0, 0, false
	}
	quote := rest[0]
	for i := 1; i < len(rest); i++ {
		switch {
		case quote == '"' && rest[i] == '\\', quote == '\'' && rest[i] == quote && i+1 < len(rest) && rest[i+1] == quote:
			i++
		case rest[i] == quote:
			return start, start + i + 1, quote == '"' || quote == '\''
		}
	}
	return 0, 0, false
}

func (t *text) change(start, end int, s string) { t.changes = append(t.changes, change{start, end, s}) }

// apply makes the changes.
func (t *text) apply() []byte {
	slices.SortStableFunc(t.changes, func(a, b change) int { return cmp.Compare(a.start, b.start) })
	var out []byte
	at := 0
	for _, c := range t.changes {
		out = append(append(out, t.src[at:c.start]...), c.text...)
		at = c.end
	}
	return append(out, t.src[at:]...)
}

// insert puts lines before that of a number.
func (t *text) insert(at int, lines []string) {
	block := strings.Join(lines, t.newline)
	if at < len(t.lines) {
		t.change(t.lines[at], t.lines[at], block+t.newline)
		return
	}
	// Behind the last line, which may have no end.
	if last := len(t.lines) - 1; t.eol(last) == len(t.src) {
		t.change(len(t.src), len(t.src), t.newline+block)
	} else {
		t.change(len(t.src), len(t.src), block+t.newline)
	}
}
