package detectors

import (
	"math/bits"
	"sync"
	"time"
)

// knowledge is what detectors look things up in. It is shared and never
// changes.
type knowledge struct {
	*dispatch
	han       *hanTable
	elements  *elementTable
	divisions *divisionTable
	bins      *binTable
	persons   *personTable
	ethnic    map[string]bool
	countries *countryTable
	wholes    []*detector // that judge values as a whole
	spelts    []*detector // that judge spellings as a whole
	links     []*detector // that only a name makes
	today     int32       // yyyymmdd: nobody was born later
}

var known = sync.OnceValue(func() *knowledge {
	y, m, d := time.Now().Date()
	k := &knowledge{
		dispatch: dispatcher(), han: hanMeanings(), elements: elements(), divisions: divisions(), bins: bins(),
		persons: persons(), ethnic: ethnicWords(), countries: countries(),
		today: int32(y*10000 + int(m)*100 + d),
	}
	for _, d := range table {
		if d.whole != nil {
			k.wholes = append(k.wholes, d)
		}
		if d.spelt != nil {
			k.spelts = append(k.spelts, d)
		}
		if d.rule.named {
			k.links = append(k.links, d)
		}
	}
	if len(k.wholes) > 64 {
		panic("detectors: more classes judge whole values than a word has bits")
	}
	return k
})

// shapes says which of those of wholes that are asked could be what all of a
// value is, a bit for each. v is trimmed and folded, and wide is lent for widened.
func (k *knowledge) shapes(v []byte, wide *[maxWidth]byte, number bool, asked uint64) (found uint64) {
	if len(v) == 0 {
		return 0
	}
	for ; asked != 0; asked &= asked - 1 {
		i := bits.TrailingZeros64(asked)
		if d := k.wholes[i]; d.whole(k, d.widened(wide, v, number)) > 0 {
			found |= 1 << i
		}
	}
	return found
}

// maxWidth is the most digits that integers lose zeros of.
const maxWidth = 8

// widened puts back the zeros that a number of a fixed width began with before
// it became an integer: postcode 010000 is 10000 in such a column.
func (d *detector) widened(wide *[maxWidth]byte, v []byte, number bool) []byte {
	if !number || len(v) >= d.width || !digitsOnly(v) {
		return v
	}
	zeros := d.width - len(v)
	copy(wide[:], "00000000"[:zeros])
	copy(wide[zeros:], v)
	return wide[:d.width]
}
