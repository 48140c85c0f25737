package detectors

import (
	"cmp"
	"fmt"
	"slices"

	"tuomin/scanners/columns"
)

// A Joint is what the columns of a table say together, row by row: whether the
// birth date in an identity number is the one in a date column, its sex the one
// in a code, its province the one of an address. Nothing in a table is better
// evidence (identifiers.md §0.4).
//
// It samples rows by the keyed hash of one leaf, the anchor, so that neither
// the place of a row nor the cuts of batches matter, and Merge commutes. Of a
// sampled row it holds, for each leaf, a birth date, a sex and a province as
// far as the value tells them: no value. It is for one goroutine.
//
// # Why one anchor
//
// Rows chosen by place would differ between two orders of the same table, and
// rows chosen by all their values would cost a hash of each.
type Joint struct {
	leaves []columns.Column
	anchor int
	key    TallyKey
	k      int
	top    uint64
	rows   map[uint64][]fact // by hash of the anchor
	picked []pick
	text   []byte
}

type pick struct {
	row  int
	hash uint64
}

// jointRows is how many rows are held at most, jointCells how many values of
// leaves in all, and jointLeast how many rows at least. Not lower: what holds in
// 64 rows of 64 holds in 95 of a hundred. Not higher: every worker has a Joint of
// each table.
const (
	jointRows  = 1024
	jointCells = 1 << 18
	jointLeast = 64
)

// NewJoint returns an empty summary of the rows of a table that has these
// leaves. The anchor is the position of one of them, which must not be in a
// list. The key may be that of the table's tallies.
func NewJoint(leaves []columns.Column, anchor int, key TallyKey) *Joint {
	return &Joint{
		leaves: leaves, anchor: anchor, key: key, top: ^uint64(0), rows: make(map[uint64][]fact),
		k: max(jointLeast, min(jointRows, jointCells/max(1, len(leaves)))),
	}
}

// Format hides what was sampled.
func (j *Joint) Format(f fmt.State, _ rune) {
	_, _ = fmt.Fprintf(f, "[joint of %d leaves]", len(j.leaves))
}

// Add adds rows. part has the same rows of every leaf, in the order given to
// NewJoint, with text for values as columns.Render makes it; nil stands for a
// leaf that is left out. Leaves in lists say nothing here.
func (j *Joint) Add(part []*columns.Leaf) {
	anchor := part[j.anchor]
	if anchor == nil || anchor.Column.Repeated() {
		return
	}
	j.picked = j.picked[:0]
	walk(anchor, func(row int, v []byte) {
		if start, end := trimmed(v); end > start {
			if h := j.key.sum(v[start:end]); h <= j.top {
				j.picked = append(j.picked, pick{row, h})
			}
		}
	})
	if len(j.picked) == 0 {
		return
	}
	facts := make([]fact, len(j.picked)*len(part)) // row by row
	for i, leaf := range part {
		if leaf == nil || leaf.Column.Repeated() {
			continue
		}
		next := 0
		walk(leaf, func(row int, v []byte) {
			for next < len(j.picked) && j.picked[next].row < row {
				next++
			}
			if next < len(j.picked) && j.picked[next].row == row {
				facts[next*len(part)+i] = j.fact(v)
			}
		})
	}
	for n, p := range j.picked {
		j.keep(p.hash, facts[n*len(part):(n+1)*len(part)])
	}
}

// walk calls f with every row of a flat leaf that holds a value.
func walk(l *columns.Leaf, f func(row int, v []byte)) {
	at := 0
	for row := range l.Rows {
		if l.Def != nil && l.Def[row] < l.Column.MaxDef {
			continue
		}
		i := at
		if l.Index != nil {
			i = int(l.Index[at])
		}
		f(row, l.Values.At(i))
		at++
	}
}

// keep adds a row, or the lesser of two with one anchor: which of them came
// first must not matter.
func (j *Joint) keep(hash uint64, facts []fact) {
	if hash > j.top {
		return
	}
	if have, ok := j.rows[hash]; ok {
		if slices.CompareFunc(facts, have, fact.compare) < 0 {
			copy(have, facts)
		}
		return
	}
	j.rows[hash] = slices.Clone(facts)
	if len(j.rows) > 2*j.k {
		j.settle()
	}
}

// settle drops all rows but the k with the smallest hashes.
func (j *Joint) settle() {
	if len(j.rows) <= j.k {
		return
	}
	hashes := make([]uint64, 0, len(j.rows))
	for h := range j.rows {
		hashes = append(hashes, h)
	}
	slices.Sort(hashes)
	for _, h := range hashes[j.k:] {
		delete(j.rows, h)
	}
	j.top = hashes[j.k-1]
}

// Merge adds the rows of o, a summary of other rows of the same table.
func (j *Joint) Merge(o *Joint) {
	for h, facts := range o.rows {
		j.keep(h, facts)
	}
	j.settle()
}

// An Agreement is how often two columns said the same of the same row.
type Agreement struct {
	A     columns.Path `json:"a"`    // holds identity numbers
	B     columns.Path `json:"b"`    // says the same, or something else
	On    string       `json:"on"`   // "birth_date", "sex" or "province"
	Rows  int64        `json:"rows"` // sampled rows in which both say something
	Equal int64        `json:"equal"`
}

// Holds reports whether the columns are about the same person: in nine of ten
// rows, and in so many that the toss of a coin would not do it.
func (a Agreement) Holds() bool {
	return float64(a.Equal) >= 0.9*float64(a.Rows) && luck(a.Rows, a.Equal, 0.5) < byLuck
}

// Agreements compares each column of identity numbers with every column that
// tells one of the same facts, in the order of the schema.
func (j *Joint) Agreements() []Agreement {
	j.settle()
	var found []Agreement
	for a := range j.leaves {
		for b := range j.leaves {
			if a == b {
				continue
			}
			on := [3]Agreement{{On: "birth_date"}, {On: "sex"}, {On: "province"}}
			for _, facts := range j.rows {
				x, y := facts[a], facts[b]
				if !x.identity {
					continue
				}
				on[0].add(x.birth != 0 && y.birth != 0, x.birth == y.birth)
				on[1].add(x.sex != 0 && y.sex != 0, x.sex == y.sex)
				on[2].add(x.province != 0 && y.province != 0, x.province == y.province)
			}
			for _, agreement := range on {
				if agreement.Rows > 0 {
					agreement.A, agreement.B = j.leaves[a].Path, j.leaves[b].Path
					found = append(found, agreement)
				}
			}
		}
	}
	return found
}

func (a *Agreement) add(both, equal bool) {
	if !both {
		return
	}
	a.Rows++
	if equal {
		a.Equal++
	}
}

// A fact is what one value tells of a person; zero is what it does not tell.
type fact struct {
	birth    int32 // yyyymmdd
	sex      byte  // 1 male, 2 female (GB/T 2261.1)
	province byte  // GB/T 2260
	identity bool  // from an identity number
}

func (f fact) compare(o fact) int {
	return cmp.Or(cmp.Compare(f.birth, o.birth), cmp.Compare(f.sex, o.sex), cmp.Compare(f.province, o.province), cmp.Compare(f.mark(), o.mark()))
}

func (f fact) mark() byte {
	if f.identity {
		return 1
	}
	return 0
}

// fact reads a value. An identity number need not have the right check digit:
// one that Excel rounded tells as much.
func (j *Joint) fact(v []byte) (f fact) {
	start, end := trimmed(v)
	v = v[start:end]
	switch {
	case len(v) == 18 && allDigits(v[:17]) && inRange(v[6:10], 1850, 2100) && inRange(v[10:12], 1, 12) && inRange(v[12:14], 1, 31):
		return fact{birth: int32(number(v[6:14])), sex: 2 - (v[16]-'0')&1, province: byte(number(v[:2])), identity: true}
	case len(v) == 6 && allDigits(v):
		f.province = byte(number(v[:2])) // a division, if it is one
	default:
		if f.birth, _ = readDate(v); f.birth > 0 {
			return f
		}
		if code := genderCode(v); code == '1' || code == '2' {
			f.sex = code - '0'
			return f
		}
		f.province = j.provinceOf(v)
	}
	return f
}
