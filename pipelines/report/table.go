// Package report draws what pipelines found and did: tables for a terminal,
// pages of Markdown, and the JSON documents that other programs rely on.
//
// Nothing here holds a value of the data: it is given counts, names and
// places, and cannot draw more. (BeforeAfter draws rows that the demo invented.)
package report

import (
	"bytes"
	"fmt"
	"io"
	"strings"
	"unicode"

	"github.com/mattn/go-runewidth"
)

// A Style says how somebody wants their tables.
type Style struct {
	Lang     string // zh or en
	Color    bool   // false when the output is no terminal or NO_COLOR is set
	Width    int    // columns of the terminal; 0 means do not cut
	Markdown bool   // tables and titles of Markdown, which are never cut
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
	faint
	good
	warn
	alarm
)

var escapes = [...]string{"", "\x1b[2m", "\x1b[32m", "\x1b[33m", "\x1b[31m"}

// A cell is a text of one line.
type cell struct {
	text  string
	tint  tint
	right bool // numbers end under one another
	code  bool // a name or a code word, which Markdown sets apart
}

func text(s string) cell           { return cell{text: s} }
func name(s string) cell           { return cell{text: s, code: true} }
func num(s string) cell            { return cell{text: s, right: true} }
func tinted(s string, t tint) cell { return cell{text: s, tint: t} }

// A grid is a table whose columns are aligned by what a terminal shows: a
// Chinese character is two wide.
type grid struct {
	style Style
	head  []string
	rows  [][]cell
	// give lists the columns that make room when the terminal is too narrow, in
	// the order in which they do.
	give []giver
}

// A giver is a column that makes room. It is cut, to narrowest at least, and
// where that is not enough it stands back altogether, unless the table would
// be worth nothing without it.
type giver struct {
	col  int
	cut  cut
	stay bool
}

// A cut is where a text is shortened.
type cut uint8

const (
	cutEnd    cut = iota
	cutStart      // of a place in a file, whose end says more
	cutMiddle     // of a path, whose two ends say most
	cutNot        // of a sentence, which goes on in the next line
)

const gap = 2 // blanks between columns

// narrowest is how far a column is cut: less says nothing, and more would take
// columns away that could still be read.
const narrowest = 12

// width of a text on a terminal. East Asian ambiguous characters count as one:
// the boxes and arrows we print are never next to a column edge that matters.
var width = (&runewidth.Condition{EastAsianWidth: false, StrictEmojiNeutral: true}).StringWidth

// Width is how many columns of a terminal a text takes.
func Width(s string) int { return width(s) }

func (g *grid) write(w io.Writer) error {
	if len(g.rows) == 0 {
		return nil
	}
	for _, row := range g.rows {
		for i := range row {
			row[i].text = visible(row[i].text)
		}
	}
	if g.style.Markdown {
		return g.markdown(w)
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

// away is the width of a column that is not shown.
const away = -1

// widths are those of the columns, as the terminal allows them.
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
	if g.style.Width == 0 {
		return widths
	}
	over := total - g.style.Width
	for _, v := range g.give {
		full := widths[v.col]
		least := min(full, narrowest)
		switch {
		case over <= 0:
			return widths
		case full-over >= least || v.stay:
			widths[v.col] = max(full-over, least)
			over -= full - widths[v.col]
		default:
			widths[v.col] = away
			over -= full + gap
		}
	}
	return widths
}

// line writes a row, and below it what is left of sentences that are too long
// for their columns.
func (g *grid) line(b *bytes.Buffer, row []cell, widths []int) {
	start, more := b.Len(), false
	rest := make([]cell, len(row))
	for i, c := range row {
		if widths[i] == away {
			continue
		}
		if b.Len() > start {
			b.WriteString(strings.Repeat(" ", gap))
		}
		t, left := g.fit(i, c.text, widths[i])
		rest[i] = cell{text: left, tint: c.tint, right: c.right}
		more = more || left != ""
		pad := strings.Repeat(" ", max(widths[i]-width(t), 0))
		if c.right {
			b.WriteString(pad)
		}
		if g.style.Color && c.tint != plain && t != "" {
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
	if more {
		g.line(b, rest, widths)
	}
}

// fit shortens a text to a width, as its column is cut. What of it goes on in
// the next line is left.
func (g *grid) fit(col int, t string, room int) (now, left string) {
	if width(t) <= room {
		return t, ""
	}
	how := cutEnd
	for _, v := range g.give {
		if v.col == col {
			how = v.cut
		}
	}
	switch how {
	case cutStart:
		return ending(t, room), ""
	case cutMiddle:
		return Shorten(t, room), ""
	case cutNot:
		now = runewidth.Truncate(t, room, "")
		// Between words, where the line has a second one; Chinese has no blanks.
		if at := strings.LastIndexByte(t[:min(len(now)+1, len(t))], ' '); at > 0 {
			now = t[:at]
		}
		return now, strings.TrimLeft(t[len(now):], " ")
	}
	return runewidth.Truncate(t, room, "…"), ""
}

// Shorten cuts a path in its middle, so that it is no wider than room.
func Shorten(t string, room int) string {
	t = visible(t)
	if width(t) <= room {
		return t
	}
	head := runewidth.Truncate(t, (room-1)/2, "")
	return head + ending(t, room-width(head))
}

// ending is the end of a text, after an ellipsis.
func ending(t string, room int) string {
	runes := []rune(t)
	at := len(runes)
	for used := 1; at > 0; at-- {
		if used += runewidth.RuneWidth(runes[at-1]); used > room {
			break
		}
	}
	return "…" + string(runes[at:])
}

// harmless is a text of several lines with nothing in it that a terminal would obey
// but its line breaks and tabs.
func harmless(s string) string {
	return strings.Map(func(r rune) rune {
		if r != '\n' && r != '\t' && unseen(r) {
			return '\ufffd'
		}
		return r
	}, s)
}

// visible shows what a name may hold and a terminal or a page would obey:
// control characters, line breaks, and marks that turn the direction of text.
func visible(s string) string {
	if !strings.ContainsFunc(s, unseen) {
		return s
	}
	var b strings.Builder
	for _, r := range s {
		if unseen(r) {
			fmt.Fprintf(&b, "\\u%04x", r)
		} else {
			b.WriteRune(r)
		}
	}
	return b.String()
}

func unseen(r rune) bool {
	return unicode.IsControl(r) || unicode.In(r, unicode.Cf, unicode.Zl, unicode.Zp)
}
