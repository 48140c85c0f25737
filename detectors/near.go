package detectors

import "strings"

// nearWords are words that say of a number after them what it is. It is for
// hits in text, of which there are few.
type nearWords struct {
	begins [nearBegins]bool // how any of them begins: see nearBegin
	words  []string
}

// nearBegins is how many beginnings are told apart.
const nearBegins = 1 << 10

// nearBegin tells how a word begins, in either case, by two bytes: Chinese words
// have the first in common with a third of all characters, and the second with
// few.
func nearBegin(first, second byte) uint {
	return (uint(first|0x20)*37 + uint(second|0x20)) % nearBegins
}

func newNearWords(list string) (n nearWords) {
	n.words = strings.Fields(list)
	for _, w := range n.words {
		if len(w) > 1 {
			n.begins[nearBegin(w[0], w[1])] = true
			continue
		}
		for second := range 256 {
			n.begins[nearBegin(w[0], byte(second))] = true
		}
	}
	return n
}

// wordsBefore is how many bytes before a number are searched for a word that
// says what it is. Not fewer: 收货人联系电话： is 24 bytes. Not more: the word
// would belong to something else.
const wordsBefore = 24

// before reports whether a word stands at the end of b.
func (n *nearWords) before(b []byte) bool {
	b = b[max(0, len(b)-wordsBefore):]
	for i := range b {
		second := byte(0)
		if i+1 < len(b) {
			second = b[i+1]
		}
		if !n.begins[nearBegin(b[i], second)] {
			continue
		}
		for _, w := range n.words {
			if hasFold(b[i:], w) {
				return true
			}
		}
	}
	return false
}

// hasFold reports whether b begins with w, which is in lower case.
func hasFold(b []byte, w string) bool {
	if len(b) < len(w) {
		return false
	}
	for i := range len(w) {
		if c := b[i]; c != w[i] && (c|0x20 != w[i] || kinds[c] != kindLetter) {
			return false
		}
	}
	return true
}
