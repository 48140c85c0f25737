package report

import (
	_ "embed"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"sync"
)

// Errors speak English wherever they come from, and are put together of parts:
//
//	job.yaml:10:40: rules[2].do: cannot hmac column oaid (string): key missing
//	└ place ───────────────────┘ └ message ────────────────────┘   └ message ┘
//
// For who reads Chinese, messages are found in that text and said anew. The table is
// a file, one line below the other, for whoever knows both languages and no Go.
//
//go:embed messages.txt
var messagesText string

// A message is what the program says with things filled in.
type message struct {
	pattern *regexp.Regexp
	zh      string
	fixed   int // bytes of it that are always the same
}

var messages = sync.OnceValue(func() (list []message) {
	var en string
	for line := range strings.Lines(messagesText) {
		line = strings.TrimSuffix(line, "\n")
		switch {
		case line == "", strings.HasPrefix(line, "# "):
		case en == "":
			en = line
		default:
			parts := strings.Split(en, "%s")
			fixed := len(strings.Join(parts, ""))
			for i := range parts {
				parts[i] = regexp.QuoteMeta(parts[i])
			}
			list = append(list, message{regexp.MustCompile("^" + strings.Join(parts, "(.*?)") + "$"), line, fixed})
			en = ""
		}
	}
	slices.SortStableFunc(list, func(a, b message) int { return b.fixed - a.fixed })
	return list
})

// Message is an error's text in the language of the reader, with nothing in it that a
// terminal would obey but its line breaks and tabs.
func (s Style) Message(text string) string {
	text = harmless(text)
	if s.Lang != "zh" {
		return text
	}
	lines := strings.Split(text, "\n")
	for i, line := range lines {
		rest := strings.TrimLeft(line, "\t")
		indent := line[:len(line)-len(rest)]
		if hint, ok := strings.CutPrefix(rest, "hint: "); ok {
			indent, rest = indent+"提示：", hint
		}
		lines[i] = indent + inChinese(rest)
	}
	return strings.Join(lines, "\n")
}

// inChinese says a line in Chinese, as far as its parts are known. Of the messages
// that it could end with, the one with most words is meant: a short one, such as
// "%s: no %s", fits much that it does not mean. What stands before it is said as if
// it ended there.
func inChinese(text string) string {
	var best *message
	var found []string
	from := 0
	for at := 0; ; {
		if m, args := messageOf(text[at:]); m != nil && (best == nil || m.fixed >= best.fixed) {
			best, found, from = m, args, at
		}
		next := strings.Index(text[at:], ": ")
		if next < 0 {
			break
		}
		at += next + len(": ")
	}
	if best == nil {
		return text
	}
	args := make([]any, len(found))
	for i, arg := range found {
		if args[i] = arg; strings.Contains(arg, " ") || arg == "nothing" { // else it is a name
			args[i] = inChinese(arg)
		}
	}
	zh := fmt.Sprintf(best.zh, args...)
	if from == 0 {
		return zh
	}
	const here = "\x00" // which harmless has taken out of texts
	return strings.Replace(inChinese(text[:from]+here), here, zh, 1)
}

// messageOf is the message with most words that the whole text is, nil for none.
func messageOf(text string) (*message, []string) {
	list := messages()
	for i := range list {
		if args := list[i].pattern.FindStringSubmatch(text); args != nil {
			return &list[i], args[1:]
		}
	}
	return nil, nil
}
