package detectors

import (
	_ "embed"
	"strconv"
	"strings"
	"sync"
)

//go:generate go run bins_gen.go ../third/index.js

// binText is a line for each number of digits: that, and the first six digits
// of the bank cards that have as many, in ranges.
//
//go:embed bins.txt
var binText string

// binTable says for the first six digits of a card how many it has: bit n-13
// for n digits.
type binTable struct {
	six [1_000_000]uint8
	two [100]uint8 // of all with the same first two
}

// fewestDigits is where the bits of a binTable begin.
const fewestDigits = 13

var bins = sync.OnceValue(func() *binTable {
	t := new(binTable)
	for line := range strings.Lines(binText) {
		fields := strings.Fields(line)
		digits := int(number([]byte(fields[0])))
		for _, r := range fields[1:] {
			first, last, ok := strings.Cut(r, "-")
			if !ok {
				last = first
			}
			low, err := strconv.Atoi(first)
			high, err2 := strconv.Atoi(last)
			if err != nil || err2 != nil {
				panic("detectors: bins.txt: " + r)
			}
			for six := low; six <= high; six++ {
				t.six[six] |= 1 << (digits - fewestDigits)
				t.two[six/10000] |= t.six[six]
			}
		}
	}
	return t
})

// lengths are the bits of the first six of some digits.
func (t *binTable) lengths(b []byte) uint8 {
	return t.six[two(b)*10000+two(b[2:])*100+two(b[4:])]
}

// leads reports whether some bank issues cards of n digits that begin with those two.
func (t *binTable) leads(n, lead int) bool { return t.two[lead]>>(n-fewestDigits)&1 != 0 }

// issued reports whether a bank issues such cards with that many digits.
func (t *binTable) issued(b []byte) bool {
	return t.lengths(b)>>(len(b)-fewestDigits)&1 != 0
}
