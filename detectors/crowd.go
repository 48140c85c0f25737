package detectors

import "encoding/binary"

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
	first  int              // where it begins among the values
	size   int              // at most crowdSize
	runs   int              // how many are to be asked about here
	lists  [crowdSize]uint8 // of dispatch.aloneLists, or noRunAlone
	hashes [crowdSize]uint64
	// best is the hit that comes first of a value's, as order has it: its grade, and
	// the lower the further down the list its class stands; 0 where there is none.
	best [crowdSize]uint16

	of    [noRunAlone][crowdSize]uint8 // by list: the places of those values
	among [noRunAlone]int              // how many they are
}

// noRunAlone stands for who is to be asked about a value that is no run alone, or
// that is short enough to be a word for nothing, or of which the column's name
// says more.
const noRunAlone = 0xff

// read looks at the values from first on.
func (c *crowd) read(b *batch, first int) {
	f := b.find
	data, offsets, gap := b.values.Raw()
	offsets = offsets[first:min(len(offsets), first+crowdSize+1)]
	c.first, c.size = first, len(offsets)-1
	k0, k1 := b.tally.key.words()
	numbers := &f.numbers
	runs := 0
	for i := range crowdSize {
		if i+1 >= len(offsets) {
			break
		}
		v := data[offsets[i] : offsets[i+1]-gap]
		c.lists[i], c.best[i] = noRunAlone, 0
		n := len(v)
		if n < 8 {
			continue
		}
		x, y := binary.LittleEndian.Uint64(v), binary.LittleEndian.Uint64(v[n-8:])
		if n <= longestNumber {
			digits, a, k := digitsOf(x)&digitsOf(y), x, k0
			if n > 16 { // as sum does
				z := binary.LittleEndian.Uint64(v[8:])
				digits &= digitsOf(z)
				a, k = binary.LittleEndian.Uint64(v[n-16:]), mix(x^k1, z^k0)
			}
			if digits == tops {
				c.lists[i] = numbers[n][(x&15*10+x>>8&15)&127]
				c.hashes[i] = mix(k1^uint64(n), mix(a^k1, y^k))
				runs++
				continue
			}
		}
		if n > longestNullish && (x|y)&tops == 0 && isAlnum(byte(x)) {
			if kind := wholeRun(v); kind != noRun {
				c.lists[i] = f.asks(kind, v)
				c.hashes[i] = sum(k0, k1, v)
				runs++
			}
		}
	}
	c.runs = runs
	if len(f.named) == 0 {
		return
	}
	for i, list := range c.lists[:c.size] {
		if list != noRunAlone && f.speaks(b.values.At(first+i), list) {
			c.lists[i] = noRunAlone
			c.runs--
		}
	}
}

// gather sorts the runs among the values that were read by who is to be asked
// about them. What stands between them it counts, from on, and it returns from
// where on the values behind the last run wait for that.
func (n *Counter) gather(b *batch, from int) int {
	c := &n.crowd
	clear(c.among[:])
	if c.runs == c.size && b.weights == nil {
		n.others(b, from, c.first)
		for i, list := range c.lists[:c.size] {
			c.of[list][c.among[list]&(crowdSize-1)] = uint8(i)
			c.among[list]++
		}
		b.tally.values += int64(c.size)
		return c.first + c.size
	}
	for place, list := range c.lists[:c.size] {
		if list == noRunAlone {
			continue
		}
		i := c.first + place
		n.others(b, from, i)
		from = i + 1
		if weight := b.weight(i); weight > 0 {
			c.of[list][c.among[list]] = uint8(place)
			c.among[list]++
			b.tally.values += weight
		}
	}
	return from
}

// judge asks about the runs that were gathered, and counts them.
func (n *Counter) judge(b *batch) {
	c, t := &n.crowd, b.tally
	data, offsets, gap := b.values.Raw()
	offsets = offsets[c.first:]
	for list, who := range b.find.aloneLists {
		places := c.of[list][:c.among[list]]
		if len(places) == 0 {
			continue
		}
		for at := range who {
			c.ask(b, places, who, at)
		}
		top := t.sample.top
		for _, place := range places {
			v := data[offsets[place] : offsets[int(place)+1]-gap]
			best := c.best[place]
			if c.hashes[place] <= top || best != 0 && !who[0xff-best&0xff].canonical(v) {
				n.sample(b, v)
				top = t.sample.top
			}
		}
	}
}

// ask has one class judge the runs at those places, and counts its hits.
func (c *crowd) ask(b *batch, places []uint8, who []asked, at int) {
	a, t := &who[at], b.tally
	check, birth := a.check, t.births[a.class]
	data, offsets, gap := b.values.Raw()
	offsets = offsets[c.first:]
	var whole [4]int64
	for _, place := range places {
		v := data[offsets[place] : offsets[int(place)+1]-gap]
		g := check(b.find.knowledge, v)
		if g == 0 {
			continue
		}
		c.best[place] = max(c.best[place], uint16(g)<<8|uint16(0xff-at))
		weight := b.weight(c.first + int(place))
		whole[g&3] += weight
		if birth {
			if h := (Span{End: int32(len(v)), Class: a.class, Grade: g, plain: a.canonical(v)}); !t.adult(v, &h) {
				t.minor(v, weight, []Span{h})
			}
		}
	}
	for g, rows := range whole {
		t.counts[a.class].whole[g] += rows
	}
}

// sample has a run looked at for the sample. Few are: it is asked about again.
func (n *Counter) sample(b *batch, v []byte) {
	f, t := b.find, b.tally
	f.hits, f.value = n.hits[:0], 0
	f.askAlone(wholeRun(v), v)
	own := f.hits
	n.hits, f.hits = own, nil
	canonical := v
	if len(own) > 0 && !own[0].plain {
		canonical = t.canonical(v, own)
	}
	if hash := t.key.sum(canonical); hash <= t.sample.top {
		t.keep(hash, canonical, v, own)
	}
}
