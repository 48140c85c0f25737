package detectors

import (
	"encoding/binary"
	"math"

	"tuomin/scanners/columns"
)

// numbers counts the numbers of a column that nobody could want: quantities,
// amounts, codes, most of what number columns hold. Of an integer that no
// detector asks for by its length, it takes no text to know that there is no
// hit, and none to hash it as its text is hashed.
type numbers struct {
	rest    []byte
	weights []uint32
	values  columns.Values
}

// add counts such values of v in t, as Find and t.Add would, and returns the
// others with their weights: what is returned is valid until the next add.
func (n *numbers) add(f *Finder, t *Tally, typ columns.Type, v *columns.Values, weights []uint32) (*columns.Values, []uint32) {
	width := v.Width()
	integers, signed := typ.Kind == columns.Int || typ.Kind == columns.Uint, typ.Kind == columns.Int
	if !integers && (typ.Kind != columns.Float || width != 8) || len(f.named) > 0 || f.set.own {
		return v, weights
	}
	n.rest, n.weights = n.rest[:0], n.weights[:0]
	data, _, _ := v.Raw()
	k0, k1 := t.key.words()
	top := t.sample.top
	weight := int64(1)
	values := int64(0)
	for i := range v.Len() {
		if weights != nil {
			if weight = int64(weights[i]); weight == 0 {
				continue
			}
		}
		var stored uint64
		if width == 8 {
			stored = binary.LittleEndian.Uint64(data[8*i:])
		} else {
			stored = extended(data[i*width:(i+1)*width], signed)
		}
		var b columns.Brief
		var ok bool
		if integers { // of eight bytes without a sign, those that are too large for one are too long too
			b, ok = columns.BriefInt(int64(stored))
		} else {
			b, ok = columns.BriefFloat(math.Float64frombits(stored))
		}
		if !ok || f.wanted(b) {
			n.rest = append(n.rest, data[i*width:(i+1)*width]...)
			if weights != nil {
				n.weights = append(n.weights, weights[i])
			}
			continue
		}
		values += weight
		if hash := sumBrief(k0, k1, b); hash <= top {
			t.scratch = b.Append(t.scratch[:0])
			t.keep(hash, t.scratch, t.scratch, nil)
			top = t.sample.top
		}
	}
	t.values += values
	n.values = columns.NewFixed(n.rest, width)
	if weights == nil {
		return &n.values, nil
	}
	return &n.values, n.weights
}

// extended is an integer of less than eight bytes, little endian, in eight.
func extended(b []byte, signed bool) (n uint64) {
	for i, c := range b {
		n |= uint64(c) << (8 * i)
	}
	if free := 64 - 8*len(b); signed {
		n = uint64(int64(n<<free) >> free)
	}
	return n
}

// wanted reports whether some detector asks for the number, or for either of the
// two runs of digits that it is with a point between them.
func (d *dispatch) wanted(b columns.Brief) bool {
	asks := d.lone >> b.Whole
	if b.Whole < b.Len {
		asks = d.dotted>>b.Whole | d.last>>(b.Len-b.Whole-1)
	}
	return asks&1 != 0 && b.Len >= shortestHit
}

// lengths works out of which lengths somebody wants runs of digits.
func (d *dispatch) lengths() {
	d.stops = ^uint32(1<<longRun - 1)
	for n := range 32 {
		if d.who[digitRun][n][followerOf['$']] != 0 || d.who[digitRun][n][followerOf[0xc2]] != 0 {
			d.stops |= 1 << n
		}
		if d.alone[digitRun][n] != 0 {
			d.lone |= 1 << n
		}
		if d.who[digitRun][n][followerOf['$']] != 0 {
			d.last |= 1 << n
		}
		// Who is asked about points wants several, which no number has.
		for _, a := range d.lists[d.who[digitRun][n][followerOf['.']]] {
			if !table[a.class].pair {
				d.dotted |= 1 << n
			}
		}
	}
}
