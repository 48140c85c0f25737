package scanners

import (
	"github.com/apache/arrow-go/v18/arrow"

	"tuomin/scanners/columns"
)

// A gatherer makes Values of an array, without copying where the layout allows.
type gatherer struct {
	data    []byte
	offsets []int32
	text    columns.Builder
	out     columns.Values
	shown   int64 // bytes that views have shown, in all stretches: they may overlap
	allowed int64
}

// values gives the values of v at the positions, which ascend. They are valid
// until the next call. No byte of another value is among them.
func (g *gatherer) values(v *vector, at []int32) (*columns.Values, error) {
	first, n := 0, len(at)
	if n > 0 {
		first = int(at[0])
	}
	dense := n == 0 || int(at[n-1])-first == n-1
	switch f := v.field; f.layout {
	case layoutFixed:
		switch {
		case f.boolean():
			g.booleans(v, at)
		case f.width == 0:
			clear(resize(&g.offsets, n+1))
			g.out = columns.NewVariable(nil, g.offsets, 0)
		case dense:
			g.out = columns.NewFixed(v.data[first*f.width:(first+n)*f.width], f.width)
		default:
			g.data = g.data[:0]
			for _, i := range at {
				g.data = append(g.data, v.data[int(i)*f.width:(int(i)+1)*f.width]...)
			}
			g.out = columns.NewFixed(g.data, f.width)
		}
	case layoutVariable:
		switch {
		case n == 0:
			g.empty()
		case dense:
			offsets := v.offsets[first : first+n+1]
			g.out = columns.NewVariable(v.data[:offsets[n]], offsets, 0)
		default:
			g.pick(v, at)
		}
	case layoutView:
		return &g.out, g.views(v, at)
	default: // nulls only
		g.empty()
	}
	return &g.out, nil
}

func (g *gatherer) empty() {
	g.offsets = append(g.offsets[:0], 0)
	g.out = columns.NewVariable(nil, g.offsets, 0)
}

func (g *gatherer) booleans(v *vector, at []int32) {
	g.data = g.data[:0]
	for _, i := range at {
		bit := v.bits + int(i)
		g.data = append(g.data, v.data[bit>>3]>>(bit&7)&1)
	}
	g.out = columns.NewFixed(g.data, 1)
}

// pick takes some values of many. What is null mostly has no bytes, and then
// the text needs no copy; where it has, it must not be among the values.
func (g *gatherer) pick(v *vector, at []int32) {
	offsets := append(g.offsets[:0], v.offsets[at[0]])
	touching := true
	for k, i := range at {
		touching = touching && v.offsets[i] == offsets[k]
		offsets = append(offsets, v.offsets[i+1])
	}
	g.offsets = offsets
	data := v.data[:offsets[len(at)]]
	if !touching {
		data = g.data[:0]
		for k, i := range at {
			offsets[k] = int32(len(data))
			data = append(data, v.data[v.offsets[i]:v.offsets[i+1]]...)
		}
		offsets[len(at)] = int32(len(data))
		g.data = data
	}
	g.out = columns.NewVariable(data, offsets, 0)
}

func (g *gatherer) views(v *vector, at []int32) error {
	g.text.Reset()
	for _, i := range at {
		text := v.viewed(int(i))
		if g.text.Size()+len(text) > maxStretchText {
			return errTooLarge
		}
		if g.shown += int64(len(text)); g.allowed > 0 && g.shown > g.allowed {
			return bomb("%d bytes of text in a batch of much less", g.shown)
		}
		g.text.Append(text)
	}
	g.out = g.text.Values()
	return nil
}

// A set of entries is an array as a dictionary of its values that are not null.
type entries struct {
	values *columns.Values
	rank   []int32 // of each position; nil where none is null
}

// newEntries makes the entries of an array. They are a new object each time:
// work that was done once for a dictionary is found again by its pointer.
func newEntries(v *vector, g *gatherer) (*entries, error) {
	e := &entries{}
	at := make([]int32, 0, v.n)
	nulls := v.field.layout == layoutNull
	if v.valid != nil || nulls {
		e.rank = make([]int32, v.n)
	}
	for i := range v.n {
		if nulls || v.isNull(i) {
			e.rank[i] = -1
			continue
		}
		if e.rank != nil {
			e.rank[i] = int32(len(at))
		}
		at = append(at, int32(i))
	}
	values, err := g.values(v, at)
	if err != nil {
		return nil, err
	}
	own := *values
	e.values = &own
	return e, nil
}

// unionCode is the type id of a union's child.
func unionCode(f *ipcField, kid int) int8 { return f.typ.(arrow.UnionType).TypeCodes()[kid] }

// listSize is how many elements each list of a fixed size has.
func (v *vector) listSize() int32 { return v.field.typ.(*arrow.FixedSizeListType).Len() }
