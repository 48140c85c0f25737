package detectors

import (
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
	wholes    []*detector // that judge values as a whole
	today     int32       // yyyymmdd: nobody was born later
}

var known = sync.OnceValue(func() *knowledge {
	y, m, d := time.Now().Date()
	k := &knowledge{
		dispatch: dispatcher(), han: hanMeanings(), elements: elements(), divisions: divisions(), bins: bins(),
		today: int32(y*10000 + int(m)*100 + d),
	}
	for _, d := range table {
		if d.whole != nil {
			k.wholes = append(k.wholes, d)
		}
	}
	if len(k.wholes) > 64 {
		panic("detectors: more classes judge whole values than a word has bits")
	}
	return k
})

// shapes says which of wholes could be what all of a value is, a bit for each.
// v is trimmed and folded.
func (k *knowledge) shapes(v []byte) (bits uint64) {
	if len(v) == 0 {
		return 0
	}
	for i, d := range k.wholes {
		if d.whole(k, v) > 0 {
			bits |= 1 << i
		}
	}
	return bits
}
