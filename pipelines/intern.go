package pipelines

import (
	"bytes"
	"hash/maphash"

	"tuomin/scanners/columns"
)

// An interner numbers the distinct values among the entries of a dictionary,
// in the order in which they first stand there.
type interner struct {
	seed    maphash.Seed
	slots   []int32 // open addressing: number + 1, 0 is free
	builder columns.Builder
	width   int
	numbers []int32 // entry → number; -1 where the entry is not in use
}

// number takes the entries in use, and returns how many distinct values they
// are. Entries beyond the end of v count as empty.
func (n *interner) number(v *columns.Values, used []bool) int {
	if n.slots == nil {
		n.seed = maphash.MakeSeed()
	}
	size := 16
	for size < 2*len(used) {
		size *= 2
	}
	if cap(n.slots) < size {
		n.slots = make([]int32, size)
	}
	n.slots = n.slots[:size]
	clear(n.slots)
	n.builder.Reset()
	n.width = v.Width()
	n.numbers = n.numbers[:0]
	count := int32(0)
	for i, u := range used {
		if !u {
			n.numbers = append(n.numbers, -1)
			continue
		}
		var b []byte
		if i < v.Len() {
			b = v.At(i)
		}
		number, isNew := n.find(b, count)
		if isNew {
			n.builder.Append(b)
			count++
		}
		n.numbers = append(n.numbers, number)
	}
	return int(count)
}

// find returns the number of b, which is next if b was not there.
func (n *interner) find(b []byte, next int32) (number int32, isNew bool) {
	mask := uint64(len(n.slots) - 1)
	made := n.builder.Values()
	for i := maphash.Bytes(n.seed, b) & mask; ; i = (i + 1) & mask {
		switch at := n.slots[i]; {
		case at == 0:
			n.slots[i] = next + 1
			return next, true
		case bytes.Equal(made.At(int(at-1)), b):
			return at - 1, false
		}
	}
}

// values are the distinct ones, by number. They are valid until the next call
// of number.
func (n *interner) values() columns.Values {
	v := n.builder.Values()
	if n.width > 0 {
		data, _, _ := v.Raw()
		return columns.NewFixed(data, n.width)
	}
	return v
}
