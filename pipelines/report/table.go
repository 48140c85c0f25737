// Package report draws what pipelines found and did: tables for a terminal,
// and the JSON documents that other programs rely on.
//
// Nothing here holds a value of the data: it is given counts, names and
// places, and cannot draw more.
package report

import (
	"bytes"
	"io"
	"strings"

	"github.com/mattn/go-runewidth"
)

// A Style says how a terminal wants its tables.
type Style struct {
	Lang  string // zh or en
	Color bool   // false when the output is no terminal or NO_COLOR is set
	Width int    // columns of the terminal; 0 means do not cut
}

func (s Style) say(en, zh string) string {
	if s.Lang == "zh" {
		return zh
	}
	return en
}

// A tint is what a cell means, and so its colour. It never carries meaning
// alone: every tinted word says the same without it.
type tint uint8

const (
	plain tint = iota
	bold
	faint
	good
	warn
	alarm
)

var escapes = [...]string{"", "\x1b[1m", "\x1b[2m", "\x1b[32m", "\x1b[33m", "\x1b[31m"}

// A cell is a text of one line.
type cell struct {
	text  string
	tint  tint
	right bool // numbers end under one another
}

func text(s string) cell           { return cell{text: s} }
func num(s string) cell            { return cell{text: s, right: true} }
func tinted(s string, t tint) cell { return cell{text: s, tint: t} }

// A grid is a table whose columns are aligned by what a terminal shows: a
// Chinese character is two wide.
type grid struct {
	style Style
	head  []string
	rows  [][]cell
	// give is the column that is cut first when the terminal is too narrow.
	give int
}

const gap = 2 // blanks between columns

// narrowest is how far the giving column is cut: less says nothing.
const narrowest = 12

// width of a text on a terminal. East Asian ambiguous characters count as one:
// the boxes and arrows we print are never next to a column edge that matters.
var width = (&runewidth.Condition{EastAsianWidth: false, StrictEmojiNeutral: true}).StringWidth

func (g *grid) write(w io.Writer) error {
	if len(g.rows) == 0 {
		return nil
	}
	widths := g.widths()
	var b bytes.Buffer
	if len(g.head) > 0 {
		cells := make([]cell, len(g.head))
		for i, h := range g.head {
			cells[i] = cell{text: h, tint: faint, right: g.rows[0][i].right}
		}
		g.line(&b, cells, widths)
	}
	for _, row := range g.rows {
		g.line(&b, row, widths)
	}
	_, err := w.Write(b.Bytes())
	return err
}

func (g *grid) widths() []int {
	widths := make([]int, len(g.rows[0]))
	total := -gap
	for i := range widths {
		if i < len(g.head) {
			widths[i] = width(g.head[i])
		}
		for _, row := range g.rows {
			widths[i] = max(widths[i], width(row[i].text))
		}
		total += widths[i] + gap
	}
	if over := total - g.style.Width; g.style.Width > 0 && over > 0 {
		widths[g.give] = max(widths[g.give]-over, min(narrowest, widths[g.give]))
	}
	return widths
}

func (g *grid) line(b *bytes.Buffer, row []cell, widths []int) {
	start := b.Len()
	for i, c := range row {
		if i > 0 {
			b.WriteString(strings.Repeat(" ", gap))
		}
		t := c.text
		if width(t) > widths[i] {
			t = runewidth.Truncate(t, widths[i], "…")
		}
		pad := strings.Repeat(" ", max(widths[i]-width(t), 0))
		if c.right {
			b.WriteString(pad)
		}
		if g.style.Color && c.tint != plain {
			b.WriteString(escapes[c.tint] + t + "\x1b[0m")
		} else {
			b.WriteString(t)
		}
		if !c.right {
			b.WriteString(pad)
		}
	}
	line := bytes.TrimRight(b.Bytes()[start:], " ")
	b.Truncate(start + len(line))
	b.WriteByte('\n')
}
