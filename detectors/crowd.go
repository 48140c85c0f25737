package detectors

import (
	"encoding/binary"

	"tuomin/scanners/columns"
)

const (
	// crowdSize is how many values are looked at together. Not fewer: their first
	// digits lead to some ten lists, each of which has to be worth a loop for each
	// class. Not more: a place among them is a byte.
	crowdSize = 256
	// textCrowds is how many crowds are taken for text where a quarter of the first or
	// more is: to count values between runs one by one takes longer. Not more: values
	// may be sorted, and runs follow. Not fewer: looking takes some 5 ns a value.
	textCrowds = 8
)

// A crowd is values that are runs alone, by who is to be asked about them.
type crowd struct {
	first  int // where it begins among the values
	size   int
	runs   int              // how many are runs alone
	lists  [crowdSize]uint8 // of dispatch.aloneLists, or noRunAlone
	hashes [crowdSize]uint64
	// best is the hit that comes first of a value's: its grade, and the lower the
	// further down the list its class stands; 0 where there is none.
	best [crowdSize]uint16

	of [noRunAlone + 1][crowdSize]uint8 // by list: the places of those values
	n  [noRunAlone + 1]int              // how many they are
}

// noRunAlone stands for who is to be asked about a value that is no run alone, or
// that is short enough to be a word for nothing. A list with that number is not
// asked here.
const noRunAlone = 0xff

// read looks at the next values.
func (c *crowd) read(f *Finder, t *Tally, v *columns.Values) {
	data, offsets, gap := v.Raw()
	offsets = offsets[c.first:min(len(offsets), c.first+crowdSize+1)]
	c.size = len(offsets) - 1
	k0, k1 := t.key.words()
	numbers := &f.numbers
	runs := 0
	for i := range crowdSize {
		if i+1 >= len(offsets) {
			break
		}
		b := data[offsets[i] : offsets[i+1]-gap]
		c.lists[i], c.best[i] = noRunAlone, 0
		n := len(b)
		if n < 8 {
			continue
		}
		x, y := binary.LittleEndian.Uint64(b), binary.LittleEndian.Uint64(b[n-8:])
		if n <= longestNumber {
			digits, a, k := digitsOf(x)&digitsOf(y), x, k0
			if n > 16 { // as sum does
				z := binary.LittleEndian.Uint64(b[8:])
				digits &= digitsOf(z)
				a, k = binary.LittleEndian.Uint64(b[n-16:]), mix(x^k1, z^k0)
			}
			if digits == tops {
				c.lists[i] = numbers[n][(x&15*10+x>>8&15)&127]
				c.hashes[i] = mix(k1^uint64(n), mix(a^k1, y^k))
				runs++
				continue
			}
		}
		if n > longestNullish && (x|y)&tops == 0 && isAlnum(byte(x)) {
			if kind := wholeRun(b); kind != noRun {
				c.lists[i] = f.asks(kind, b)
				c.hashes[i] = sum(k0, k1, b)
				runs++
			}
		}
	}
	c.runs = runs
}

// gather sorts the runs among the values that were read by who is to be asked
// about them. What stands between them it counts, from on, and it returns from
// where on the values behind the last run wait for that.
func (n *Counter) gather(f *Finder, t *Tally, v *columns.Values, weights []uint32, from int) int {
	c := &n.crowd
	if len(f.named) > 0 {
		for i, list := range c.lists[:c.size] {
			if list != noRunAlone && f.speaks(v.At(c.first+i), list) {
				c.lists[i] = noRunAlone
				c.runs--
			}
		}
	}
	clear(c.n[:])
	if c.runs == c.size && weights == nil {
		n.others(f, t, v, weights, from, c.first)
		for i, list := range c.lists[:c.size] {
			c.of[list][c.n[list]&(crowdSize-1)] = uint8(i)
			c.n[list]++
		}
		t.values += int64(c.size)
		return c.first + c.size
	}
	for place, list := range c.lists[:c.size] {
		if list == noRunAlone {
			continue
		}
		i := c.first + place
		n.others(f, t, v, weights, from, i)
		from = i + 1
		if weight := weightOf(weights, i); weight > 0 {
			c.of[list][c.n[list]] = uint8(place)
			c.n[list]++
			t.values += weight
		}
	}
	return from
}

func weightOf(weights []uint32, i int) int64 {
	if weights == nil {
		return 1
	}
	return int64(weights[i])
}

// judge asks about the runs that were gathered, and counts them.
func (n *Counter) judge(f *Finder, t *Tally, v *columns.Values, weights []uint32) {
	c := &n.crowd
	data, offsets, gap := v.Raw()
	offsets = offsets[c.first:]
	for list, who := range f.aloneLists {
		places := c.of[list][:c.n[list]]
		if len(places) == 0 {
			continue
		}
		for at := range who {
			n.ask(f, t, v, weights, places, who, at)
		}
		top := t.sample.top
		for _, place := range places {
			b := data[offsets[place] : offsets[int(place)+1]-gap]
			best := c.best[place]
			if c.hashes[place] <= top || best != 0 && !who[0xff-best&0xff].canonical(b) {
				n.sample(f, t, b)
				top = t.sample.top
			}
		}
	}
}

// ask has one class judge the runs at those places, and counts its hits.
func (n *Counter) ask(f *Finder, t *Tally, v *columns.Values, weights []uint32, places []uint8, who []asked, at int) {
	c := &n.crowd
	a := &who[at]
	check, birth := a.check, t.births[a.class]
	data, offsets, gap := v.Raw()
	offsets = offsets[c.first:]
	var whole [4]int64
	for _, place := range places {
		b := data[offsets[place] : offsets[int(place)+1]-gap]
		g := check(f.knowledge, b)
		if g == 0 {
			continue
		}
		c.best[place] = max(c.best[place], uint16(g)<<8|uint16(0xff-at))
		weight := weightOf(weights, c.first+int(place))
		whole[g&3] += weight
		if birth {
			if h := (Span{End: int32(len(b)), Class: a.class, Grade: g, plain: a.canonical(b)}); !t.adult(b, &h) {
				t.minor(b, weight, []Span{h})
			}
		}
	}
	for g, rows := range whole {
		t.counts[a.class].whole[g] += rows
	}
}

// sample has a run looked at for the sample.
func (n *Counter) sample(f *Finder, t *Tally, b []byte) {
	f.hits, f.value = n.hits[:0], 0
	f.askAlone(wholeRun(b), b)
	own := f.hits
	n.hits, f.hits = own, nil
	canonical := b
	if len(own) > 0 && !own[0].plain {
		canonical = t.canonical(b, own)
	}
	if hash := t.key.sum(canonical); hash <= t.sample.top {
		t.keep(hash, canonical, b, own)
	}
}
