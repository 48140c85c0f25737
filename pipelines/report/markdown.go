package report

import (
	"bytes"
	"fmt"
	"io"
	"strings"
)

// markdown writes the grid as a table of GitHub's Markdown, which every
// renderer in use knows.
func (g *grid) markdown(w io.Writer) error {
	var b bytes.Buffer
	line := func(cells []string) { fmt.Fprintf(&b, "| %s |\n", strings.Join(cells, " | ")) }
	line(g.head)
	rule := make([]string, len(g.head))
	for i := range rule {
		rule[i] = "---"
		if g.rows[0][i].right {
			rule[i] = "---:"
		}
	}
	line(rule)
	for _, row := range g.rows {
		cells := make([]string, len(row))
		for i, c := range row {
			cells[i] = prose(c.text)
			if c.code {
				// A bar ends a cell even in code; escaped, it is shown as it is.
				cells[i] = strings.ReplaceAll(code(c.text), "|", `\|`)
			}
		}
		line(cells)
	}
	b.WriteByte('\n')
	_, err := w.Write(b.Bytes())
	return err
}

// special are the characters that Markdown or HTML would read as more than
// themselves.
const special = "\\`*_{}[]<>#|~&"

// prose is a text that stands in Markdown as it is.
func prose(s string) string {
	var b strings.Builder
	for _, r := range visible(s) {
		if strings.ContainsRune(special, r) {
			b.WriteByte('\\')
		}
		b.WriteRune(r)
	}
	return b.String()
}

// code is a name that stands in Markdown letter by letter.
func code(s string) string {
	s = visible(s)
	if s == "" {
		return ""
	}
	fence := "`"
	for strings.Contains(s, fence) {
		fence += "`"
	}
	if strings.HasPrefix(s, "`") || strings.HasSuffix(s, "`") {
		s = " " + s + " "
	}
	return fence + s + fence
}

// title begins the part of a page that is about one table.
func (s Style) title(w io.Writer, name, about string) {
	if s.Markdown {
		fmt.Fprintf(w, "## %s\n\n%s\n\n", code(name), prose(about))
		return
	}
	fmt.Fprintf(w, "%s  %s\n", visible(name), visible(about))
}

// note is a sentence below a table.
func (s Style) note(w io.Writer, format string, args ...any) {
	line := visible(fmt.Sprintf(format, args...))
	if s.Markdown {
		line = prose(line) + "\n"
	}
	fmt.Fprintln(w, line)
}
