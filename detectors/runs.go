package detectors

import (
	"encoding/binary"
	"math/bits"
	"slices"
	"strings"
	"sync"
)

// A run is a longest stretch of ASCII letters and digits. Most identifiers are
// one run, or begin with one, so that a value is taken apart into runs and
// only those detectors are asked that said they want such a run:
//
//	电话 138-0013-8000, imei 350000000000006
//	     └┬┘            └┬─┘ └─────┬───────┘
//	      3 digits,      letters   15 digits, then the end
//	      then a -

// A runKind says what a run consists of.
type runKind uint8

const (
	noRun     runKind = iota
	digitRun          // digits only
	letterRun         // letters only
	mixedRun          // both
)

// A shape is the runs that a detector wants to be asked about.
type shape struct {
	kind     runKind
	min, max int    // how many characters
	then     string // which of followers stand after the run; "" that it does not matter
}

// followers are the characters that make a difference after a run; $ stands
// for the end of the value and for all others, 号 included. Of a longer character
// the first byte is looked at: what else begins so is for the detector to refuse.
const followers = "$ -.:()@/_+=*<·号"

// A check judges a run that would be all of a hit; grade 0 says that it is
// none. It keeps nothing of b, allocates nothing and cannot fail.
type check func(k *knowledge, b []byte) Grade

// A finding judges the run b[s:e] and what is around it: where the hit is, of
// which the run must be a part, and how good it is. The rest is as for check.
type finding func(k *knowledge, b []byte, s, e int) (from, to int, g Grade)

// longestRun is the length of runs from which on their length does not matter:
// hashes of 64 characters are the longest that anything wants.
const longestRun = 65

// longestNumber is up to which length numbers are told apart by their first two
// digits. Not less: ICCIDs have 20. Not more: nobody wants one but as a secret.
const longestNumber = 20

// dispatch says who is to be asked about a run: a position in lists, 0 for
// nobody.
type dispatch struct {
	who   [mixedRun + 1][longestRun + 1][16]uint8
	lists [][]asked
	signs [256]uint8 // about a character that is in no run
	// About a run that is all of a value, and long numbers among them by their first
	// two digits: a position in aloneLists.
	alone      [mixedRun + 1][longestRun + 1]uint8
	numbers    [longestNumber + 1][128]uint8
	aloneLists [][]asked
	// Of which lengths somebody wants runs of digits, a bit for each up to 31:
	// that are all of a value, last in it, or before a point.
	lone, last, dotted uint32
	// stops are the lengths at which a text's digits are more than a part of it:
	// those of which somebody wants runs that no ASCII character follows, and
	// from longRun on.
	stops uint32
}

// asked is what it takes to ask a detector.
type asked struct {
	check   check
	find    finding // nil: check, about the run alone
	class   Class
	through bool
	plain   int  // bytes of a canonical hit that is all of its value: see rule; 0 where any is canonical; or never
	caps    bool // canonical hits have no small letters
	nears   *nearWords
}

// dispatcher is the dispatch of the table.
var dispatcher = sync.OnceValue(func() *dispatch {
	d := &dispatch{}
	number := numbering(&d.lists)
	list := func(wants func(*detector) bool) uint8 {
		var list []asked
		for _, det := range table {
			if wants(det) {
				list = append(list, det.asked())
			}
		}
		return number(list)
	}
	alone := numbering(&d.aloneLists)
	for kind := digitRun; kind <= mixedRun; kind++ {
		for n := range longestRun + 1 {
			for f := range len([]rune(followers)) {
				d.who[kind][n][f] = list(func(det *detector) bool { return det.wants(kind, n, f) })
			}
			var list []asked
			for _, a := range d.lists[d.who[kind][n][0]] {
				if table[a.class].beside {
					continue
				}
				if a.check == nil {
					a.check = a.alone
				}
				list = append(list, a)
			}
			d.alone[kind][n] = alone(list)
		}
	}
	for n := 2; n <= longestNumber; n++ {
		for lead := range 100 {
			list := slices.Clone(d.aloneLists[d.alone[digitRun][n]])
			d.numbers[n][lead] = alone(slices.DeleteFunc(list, func(a asked) bool {
				leads := table[a.class].leads
				return leads != nil && !leads(n, lead)
			}))
		}
	}
	for c := range 0x80 {
		d.signs[c] = list(func(det *detector) bool { return strings.IndexByte(det.signs, byte(c)) >= 0 })
	}
	if len(d.aloneLists) > noRunAlone {
		panic("detectors: more kinds of runs alone than a crowd can tell from none")
	}
	d.lengths()
	return d
})

// asks is who is to be asked about a run that is all of the value b, of two
// characters or more.
func (d *dispatch) asks(kind runKind, b []byte) uint8 {
	if kind == digitRun && len(b) <= longestNumber {
		return d.numbers[len(b)][two(b)&127]
	}
	return d.alone[kind][min(len(b), longestRun)]
}

// numbering returns a function that adds a list to lists, unless the same is there,
// and says at which position it stands. Nobody is at 0.
func numbering(lists *[][]asked) func([]asked) uint8 {
	*lists = [][]asked{nil}
	known := map[string]uint8{"": 0}
	return func(list []asked) uint8 {
		var names string
		for _, a := range list {
			names += string(rune(a.class))
		}
		at, ok := known[names]
		if !ok {
			at = uint8(len(*lists))
			if int(at) != len(*lists) {
				panic("detectors: more kinds of runs than a byte can number")
			}
			known[names] = at
			*lists = append(*lists, list)
		}
		return at
	}
}

func (d *detector) asked() asked {
	a := asked{
		check: d.check, find: d.find, class: d.class, through: d.through,
		plain: d.rule.plain, caps: d.rule.capitals, nears: &d.nears,
	}
	if d.form == nil {
		a.plain = 0
	}
	return a
}

// alone has a finding judge a run that is all of a value.
func (a asked) alone(k *knowledge, b []byte) Grade {
	if s, e, g := a.find(k, b, 0, len(b)); s == 0 && e == len(b) {
		return g
	}
	return 0
}

// canonical reports whether a hit that is all of the value b is in canonical
// spelling.
func (a *asked) canonical(b []byte) bool {
	if a.caps {
		for _, c := range b {
			if c >= 'a' {
				return false
			}
		}
	}
	return a.plain == 0 || len(b) == a.plain && b[len(b)-1] < 'a'
}

// wants reports whether the detector wants to be asked about n characters of
// that kind before that follower.
func (d *detector) wants(kind runKind, n, follower int) bool {
	for _, s := range d.runs {
		if s.kind != kind || n < s.min || n > s.max {
			continue
		}
		if s.then == "" {
			return true
		}
		for _, r := range s.then {
			if f := []rune(followers)[follower]; r == f || r == '$' && f == '号' {
				return true
			}
		}
	}
	return false
}

// followerOf is the position of a byte among followers.
var followerOf = func() (t [256]uint8) {
	at := uint8(0)
	for _, r := range followers {
		if r != '$' {
			t[string(r)[0]] = at
		}
		at++
	}
	return
}()

const (
	each = 0x0101010101010101 // byte of a word
	tops = 0x80 * each
)

// classesOf marks which of eight bytes are digits and which are letters, by
// their top bits. Each byte is looked at without its own top bit, so that
// adding 0x80-c, which sets it from c on, carries nothing over.
func classesOf(x uint64) (digit, letter uint64) {
	y := x &^ tops
	lower := y | 0x20*each
	digit = (y + (0x80-'0')*each) &^ (y + (0x80-'9'-1)*each) &^ x & tops
	letter = (lower + (0x80-'a')*each) &^ (lower + (0x80-'z'-1)*each) &^ x & tops
	return digit, letter
}

// digitsOf is the first result of classesOf.
func digitsOf(x uint64) uint64 {
	y := x &^ tops
	return (y + (0x80-'0')*each) &^ (y + (0x80-'9'-1)*each) &^ x & tops
}

// wordAt is the eight bytes from p on, with zeros for those beyond the end.
func wordAt(b []byte, p int) (x uint64) {
	switch {
	case p+8 <= len(b):
		return binary.LittleEndian.Uint64(b[p:])
	case len(b) >= 8:
		return binary.LittleEndian.Uint64(b[len(b)-8:]) >> (8 * (p + 8 - len(b)) & 63)
	}
	for i := len(b) - 1; i >= p; i-- {
		x = x<<8 | uint64(b[i])
	}
	return x
}

// wholeRun is the kind of run that all of b is, noRun if it is none.
func wholeRun(b []byte) runKind {
	n := len(b)
	if n < 8 {
		e, kind := endOfRun(b, 0)
		if e < n {
			return noRun
		}
		return kind
	}
	x := binary.LittleEndian.Uint64(b)
	if digitsOf(x) == tops { // of numbers nothing else is asked
		p := 8
		for p < n && digitsOf(binary.LittleEndian.Uint64(b[min(p, n-8):])) == tops {
			p += 8
		}
		if p >= n {
			return digitRun
		}
	}
	digit, letter := classesOf(x)
	if digit|letter != tops {
		return noRun
	}
	for p := 8; p < n; p += 8 {
		d, l := classesOf(binary.LittleEndian.Uint64(b[min(p, n-8):]))
		if d|l != tops {
			return noRun
		}
		digit |= d
		letter |= l
	}
	return kindOf(digit, letter)
}

func kindOf(digit, letter uint64) runKind {
	switch {
	case letter == 0:
		return digitRun
	case digit == 0:
		return letterRun
	}
	return mixedRun
}

// endOfRun is where a run ends that begins at p, and of what kind it is.
func endOfRun(b []byte, p int) (end int, kind runKind) {
	var digit, letter uint64
	for {
		d, l := classesOf(wordAt(b, p))
		if d|l == tops {
			digit |= d
			letter |= l
			p += 8
			if p < len(b) {
				continue
			}
			return len(b), kindOf(digit, letter)
		}
		n := bits.TrailingZeros64(^(d|l)&tops) &^ 7
		below := uint64(1)<<n - 1
		return p + n/8, kindOf(digit|d&below, letter|l&below)
	}
}
