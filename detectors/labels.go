package detectors

import (
	"bytes"
	"slices"

	"tuomin/scanners/columns"
)

// A label says in text what follows it, as a column's name does of a column:
//
//	姓名：张三　{"birthday": "1890-01-01"}　password=…　<xm>张三</xm>
//
// The word before a colon or an equals sign, or in a tag, is read like a name, and what
// follows is judged as a whole by the classes that the name speaks for.
type labels struct {
	known map[string]labelling // by label
	path  []byte               // of one within another
}

// A labelling is what a label says.
type labelling struct {
	list   []*detector // that it speaks for
	abroad foreigner
	handle func(v []byte) bool // see messenger
}

// longestLabel bounds a label in bytes; its words are shorter. Longer ones are
// prose that ends in a colon.
const longestLabel = 48

// longestLabelled bounds what a label is about, in bytes. Not shorter: keys and
// names of any script. Not longer: prose.
const longestLabelled = 512

// mostLabels bounds how many labels are remembered. A table's JSON has some
// hundred keys; text that is full of colons has any number.
const mostLabels = 1024

// label meets a colon or the like at [p:q).
func (f *Finder) label(p, q int) {
	label := labelBefore(f.b[:p])
	if wordless(label) { // 18:30
		return
	}
	f.inquired = true
	said := f.labels.of(label, f.set)
	if len(said.list) == 0 {
		return
	}
	if f.b[p] == '=' && q < len(f.b) && f.b[q] == '>' { // name => 张三
		q++
	}
	s, e := labelled(f.b, q)
	before := len(f.hits)
	f.labelledBy(said, s, e, f.b[p] == '=' || isJSON(f.b))
	if len(f.hits) == before && said.abroad.detector == nil && isJSON(f.b) && capitalized(f.b[s:e]) > 1 {
		f.labelledBy(labelling{abroad: f.labels.within(f.b[:p], label, f.set)}, s, e, true)
	}
}

// within is what the key that b ends with says of values written as elsewhere, where it
// takes the key around it to tell: {"buyer": {"name": "Ada Byron"}}.
func (l *labels) within(b, label []byte, s *Set) foreigner {
	around := keyAround(b)
	if len(around) == 0 {
		return foreigner{}
	}
	l.path = append(append(append(l.path[:0], around...), '.'), label...)
	return l.of(l.path, s).abroad
}

// keyAround is the key of the object, or the list of objects, that b ends in.
func keyAround(b []byte) []byte {
	depth := 0
	for p := len(b) - 1; p > max(0, len(b)-longestLabelled); p-- {
		switch b[p] {
		case '}', ']':
			depth++
		case '{', '[':
			if depth--; depth >= 0 {
				continue
			}
			depth = 0
			if before := bytes.TrimRight(b[:p], " \t\r\n"); len(before) > 0 && before[len(before)-1] == ':' {
				return labelBefore(before[:len(before)-1])
			}
		}
	}
	return nil
}

// wordless reports whether a label has no word: of a time, 2026-11-20T18:30, of which
// every other one would have to be read and remembered.
func wordless(label []byte) bool {
	for _, c := range label {
		if c >= 0x80 || kinds[c] == kindLetter && c != 'T' {
			return false
		}
	}
	return true
}

// tag meets the > at p that may end a tag: what stands before the next one is what it
// is about.
func (f *Finder) tag(p int) {
	label := labelBefore(f.b[:p])
	if start := p - len(label); len(label) == 0 || start == 0 || f.b[start-1] != '<' && f.b[start-1] != ':' {
		return
	}
	rest := f.b[p+1 : min(len(f.b), p+1+longestLabelled)]
	n := bytes.Index(rest, []byte("</"))
	if n < 0 || bytes.IndexByte(rest[:n], '<') >= 0 {
		return
	}
	f.inquired = true
	if said := f.labels.of(label, f.set); len(said.list) > 0 {
		start, end := trimmed(rest[:n])
		f.labelledBy(said, p+1+start, p+1+end, true)
	}
}

// labelledBy has detectors judge what stands from s to e. A program wrote it where it is
// JSON, a tag or a parameter; elsewhere people write 姓名：Red Shirt, and user: see below.
func (f *Finder) labelledBy(said labelling, s, e int, written bool) {
	if s < e && f.b[e-1] == ')' && bytes.IndexByte(f.b[s:e], '(') < 0 {
		e = blankless(f.b, s, e-1) // (审核人：王小明)
	}
	if s >= e {
		return
	}
	before := len(f.hits)
	for _, d := range said.list {
		e := e
		if d.rule.named {
			if n := bytes.IndexByte(f.b[s:e], ' '); n > 0 && f.b[s-1] == '=' {
				e = s + n // uid=900000037 action=click
			}
			if written && linkIn(f.b[s:e]) || !written && said.handle != nil && said.handle(f.b[s:e]) {
				f.hits = add(f.hits, f.value, s, e, d.class, Worded, false)
			}
			continue
		}
		switch g := d.wholly(f.knowledge, f.b[s:e]); {
		case g == 0:
		case d == cnPersonName:
			f.addPerson(s, e)
		default:
			f.hits = add(f.hits, f.value, s, e, d.class, d.named(g), false)
		}
	}
	if written && len(f.hits) == before && said.abroad.is(f.b[s:e]) {
		f.hits = add(f.hits, f.value, s, e, said.abroad.class, Worded, false)
	}
}

// of is what a label says.
func (l *labels) of(label []byte, s *Set) labelling {
	said, ok := l.known[string(label)]
	if ok {
		return said
	}
	name := s.Names(columns.Path(label))
	for _, all := range [...][]*detector{s.wholes, s.spelts, s.links} {
		for _, d := range all {
			if name.asks(d) && !slices.Contains(said.list, d) {
				said.list = append(said.list, d)
			}
		}
	}
	said.abroad, said.handle = name.foreigner(), messenger(label)
	if said.handle != nil && !slices.Contains(said.list, accountID) {
		said.list = append(said.list, accountID)
	}
	if l.known == nil {
		l.known = make(map[string]labelling)
	}
	if len(l.known) < mostLabels {
		l.known[string(label)] = said
	}
	return said
}

// labelBefore is the word that b ends with, quotes and blanks left out.
func labelBefore(b []byte) []byte {
	for len(b) > 0 && (b[len(b)-1] == ' ' || b[len(b)-1] == '"' || b[len(b)-1] == '\'') {
		b = b[:len(b)-1]
	}
	s := len(b)
	for s > 0 && len(b)-s < longestLabel && labelByte(b[s-1]) {
		s--
	}
	for s < len(b) && b[s]&0xc0 == 0x80 { // cut within a character
		s++
	}
	label := b[s:]
	// Of prose, what follows the last mark: 您好，姓名
	for p := 0; p+2 < len(label); p++ {
		if m := label[p]; m == 0xef || m == 0xe3 && label[p+1] == 0x80 {
			label, p = label[p+3:], -1
		}
	}
	return label
}

func labelByte(c byte) bool {
	return c >= 0x80 || kinds[c] == kindDigit || kinds[c] == kindLetter || c == '_' || c == '-' || c == '.'
}

// labelled is what a label that ends before p is about: what is in quotes, or
// goes on to the next mark of punctuation.
func labelled(b []byte, p int) (s, e int) {
	for p < len(b) && (b[p] == ' ' || b[p] == '\t') {
		p++
	}
	if p < len(b) && (b[p] == '"' || b[p] == '\'') {
		n := bytes.IndexByte(b[p+1:min(len(b), p+1+longestLabelled)], b[p])
		if n < 0 {
			return p, p
		}
		return p + 1, p + 1 + n
	}
	s, e = p, p
	for e < len(b) && e-s < longestLabelled {
		c := b[e]
		switch {
		case c < ' ', c == ',', c == ';', c == '&', c == '|', c == '}', c == ']', c == '"', c == '\'':
			return s, blankless(b, s, e)
		case c>>4 == 0xe && e+2 < len(b):
			if _, action := other(b[e:]); action == stopIt {
				return s, blankless(b, s, e)
			}
			e += 3
		default:
			e++
		}
	}
	return s, blankless(b, s, min(e, len(b)))
}

// blankless is e without the blanks before it.
func blankless(b []byte, s, e int) int {
	for e > s && b[e-1] == ' ' {
		e--
	}
	return e
}
