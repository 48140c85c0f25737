package detectors

import "strings"

// nearWords are words that say of a number after them what it is. It is for
// hits in text, of which there are few.
type nearWords struct {
	first [256]bool // bytes that any of them begins with, in either case
	words []string
}

func newNearWords(list string) (n nearWords) {
	n.words = strings.Fields(list)
	for _, w := range n.words {
		n.first[w[0]] = true
		if kinds[w[0]] == kindLetter {
			n.first[w[0]&^0x20] = true
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
	for i, c := range b {
		if !n.first[c] {
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
