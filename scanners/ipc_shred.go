package scanners

import (
	"tuomin/scanners/columns"
)

// A shredder makes leaves of vectors. It goes down the path to a leaf and keeps
// for each slot where its value stands in the vector it has come to, and the
// levels it has reached; lists multiply slots, nulls end them.
//
// Where each value of the leaf's array is met at most once and in order, the
// leaf's Values are that array, without its nulls. Where a dictionary, runs,
// list views or a dense union stand in between, a value may be met many times:
// Values are the whole array then, and Index says which.
type shredder struct {
	at       []int32 // position of each slot's value; -1 for slots that have ended
	def, rep []int16
	spareAt  []int32 // list elements are collected here
	spareDef []int16
	spareRep []int16
	depth    int16 // lists that were gone through
	grown    int64 // slots that lists have made, in all stretches
	allowed  int64 // how many they may

	gather gatherer
	index  []int32
	leaf   columns.Leaf
}

// maxSlots is how many slots one stretch may have: 16 bytes each.
const maxSlots = 1 << 24

// shred makes a leaf of column c of the rows in top. It is valid until the next.
func (s *shredder) shred(top *vector, path []step, c *columns.Column) (*columns.Leaf, error) {
	s.begin(top.n, c)
	v, level := top, int16(0)
	var shared *dictionary
	scattered := false
	for i := range path {
		st := &path[i]
		if err := s.nulls(v, st, &level); err != nil {
			return nil, err
		}
		switch v.field.layout {
		case layoutStruct:
			v = v.kids[st.kid]
		case layoutList, layoutListView, layoutFixedList:
			if err := s.expand(v, level+1); err != nil {
				return nil, err
			}
			level++
			scattered = scattered || v.field.layout == layoutListView
			v = v.kids[0]
		case layoutUnion:
			scattered = s.choose(v, st.kid) || scattered
			v = v.kids[st.kid]
		case layoutRuns:
			s.follow(v.index)
			v, scattered = v.kids[1], true
		case layoutDictionary:
			s.follow(v.index)
			shared, v, scattered = v.dict, v.dict.values, true
		}
	}
	l := s.finish(top.n, c)
	if !scattered {
		values, err := s.gather.values(v, s.at)
		l.Values = values
		return l, err
	}
	e, err := s.entries(v, shared)
	if err != nil {
		return nil, err
	}
	l.Values, l.Index = e.values, s.ranked(e)
	return l, nil
}

// begin makes a slot of each row.
func (s *shredder) begin(rows int, c *columns.Column) {
	resize(&s.at, rows)
	for i := range s.at {
		s.at[i] = int32(i)
	}
	clear(resize(&s.def, rows))
	s.rep, s.depth = s.rep[:0], 0
	if c.MaxRep > 0 {
		clear(resize(&s.rep, rows))
	}
}

// nulls ends the slots whose value is null here, and raises the level of all
// others if that can be.
func (s *shredder) nulls(v *vector, st *step, level *int16) error {
	if st.level {
		*level++
	}
	ended := false
	switch v.field.layout {
	case layoutNull:
		for i, at := range s.at {
			if at >= 0 {
				s.at[i], ended = -1, true
			}
		}
	case layoutDictionary:
		for i, at := range s.at {
			if at >= 0 && v.index[at] < 0 {
				s.at[i], ended = -1, true
			}
		}
	default:
		if v.valid == nil {
			break
		}
		for i, at := range s.at {
			if at >= 0 && v.isNull(int(at)) {
				s.at[i], ended = -1, true
			}
		}
	}
	if ended && !st.optional {
		return corrupt("nulls in a column that is declared to have none")
	}
	if st.level {
		for i, at := range s.at {
			if at >= 0 {
				s.def[i] = *level
			}
		}
	}
	return nil
}

// follow replaces positions by what an index has there.
func (s *shredder) follow(index []int32) {
	for i, at := range s.at {
		if at >= 0 {
			s.at[i] = index[at]
		}
	}
}

// choose ends the slots of which a union holds another child, and reports
// whether the child's values may be out of order.
func (s *shredder) choose(v *vector, kid int) (scattered bool) {
	code := byte(unionCode(v.field, kid))
	for i, at := range s.at {
		switch {
		case at < 0:
		case v.data[at] != code:
			s.at[i] = -1
		case v.offsets != nil:
			s.at[i] = v.offsets[at]
		}
	}
	return v.offsets != nil
}

// expand makes a slot of each element of the lists in v.
func (s *shredder) expand(v *vector, level int16) error {
	at, def, rep := s.spareAt[:0], s.spareDef[:0], s.spareRep[:0]
	s.depth++
	for i, pos := range s.at {
		start, n := int32(0), int32(0)
		if pos >= 0 {
			start, n = v.listAt(pos)
		}
		if n == 0 {
			at, def, rep = append(at, -1), append(def, s.def[i]), append(rep, s.rep[i])
			continue
		}
		if len(at)+int(n) > maxSlots {
			return errTooLarge
		}
		s.grown += int64(n)
		for j := range n {
			at, def = append(at, start+j), append(def, level)
			if j == 0 {
				rep = append(rep, s.rep[i])
			} else {
				rep = append(rep, s.depth)
			}
		}
	}
	if s.grown > s.allowed {
		return bomb("lists of %d elements in a batch of much less", s.grown)
	}
	s.at, s.spareAt = at, s.at
	s.def, s.spareDef = def, s.def
	s.rep, s.spareRep = rep, s.rep
	return nil
}

// listAt gives the elements of list i.
func (v *vector) listAt(i int32) (start, n int32) {
	switch v.field.layout {
	case layoutFixedList:
		size := v.listSize()
		return i * size, size
	case layoutListView:
		return v.offsets[i], v.sizes[i]
	}
	return v.offsets[i], v.offsets[i+1] - v.offsets[i]
}

// finish fills in the levels of the leaf.
func (s *shredder) finish(rows int, c *columns.Column) *columns.Leaf {
	present := 0
	for _, at := range s.at {
		if at >= 0 {
			s.at[present] = at
			present++
		}
	}
	slots := len(s.at)
	s.at = s.at[:present]
	s.leaf = columns.Leaf{Column: c, Rows: rows, Slots: slots}
	if c.MaxDef > 0 && present < slots {
		s.leaf.Def = s.def
	}
	if c.MaxRep > 0 {
		s.leaf.Rep = s.rep
	}
	return &s.leaf
}

// entries makes a dictionary of a leaf's array. That of a dictionary is made
// once and kept with it.
func (s *shredder) entries(v *vector, d *dictionary) (*entries, error) {
	if d != nil {
		return d.entries(v)
	}
	var g gatherer
	return newEntries(v, &g)
}

// ranked translates positions in the array to those in its entries.
func (s *shredder) ranked(e *entries) []int32 {
	index := resize(&s.index, len(s.at))
	if index == nil {
		index = []int32{} // nil would say that there is no dictionary
	}
	for i, at := range s.at {
		if e.rank != nil {
			at = e.rank[at]
		}
		index[i] = at
	}
	return index
}
