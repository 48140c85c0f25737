package scanners

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"sync"
)

// A dictionary is the values that indices of a field mean, in some batches.
type dictionary struct {
	values *vector // whole, in memory of its own
	held   int64

	mu   sync.Mutex
	made map[*vector]*entries
}

// entries gives those of a leaf's array in the dictionary.
func (d *dictionary) entries(v *vector) (*entries, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if e := d.made[v]; e != nil {
		return e, nil
	}
	e, err := newEntries(v, &gatherer{})
	if err == nil {
		d.made[v] = e
	}
	return e, err
}

// A dictionaryStore keeps the dictionaries of a file that were used last.
// Stretches of one dictionary must find the same object, so that what is done
// once for each of its entries is done once.
type dictionaryStore struct {
	mu      sync.Mutex
	batches map[int64][]int // by id, where they stand among the messages
	kept    []keptDictionary
	held    int64
}

type keptDictionary struct {
	key string
	*dictionary
}

// chain is the messages that make up the dictionary id before message seq: one
// that replaced what was there, and those that added to it.
func (f *IPCFile) chain(id int64, seq int) []int {
	all := f.dictionaries.batches[id]
	n, _ := slices.BinarySearch(all, seq)
	all = all[:n]
	for i := len(all) - 1; i > 0; i-- {
		if !f.messages[all[i]].delta {
			return all[i:]
		}
	}
	return all
}

// key names the state of a field's dictionary before message seq, and of the
// dictionaries within it.
func (f *IPCFile) key(key *strings.Builder, field *ipcField, seq int) {
	fmt.Fprint(key, field.id, f.chain(field.id, seq), "(")
	var inner func(*ipcField)
	inner = func(g *ipcField) {
		if g.layout == layoutDictionary {
			f.key(key, g, seq)
			return
		}
		for _, kid := range g.kids {
			inner(kid)
		}
	}
	inner(field.value)
	key.WriteString(")")
}

// dictionaryKey names what a field's indices mean in the batch at seq.
func (f *IPCFile) dictionaryKey(field *ipcField, seq int) string {
	var b strings.Builder
	f.key(&b, field, seq)
	return b.String()
}

// dictionary gives the values of a field's indices in the batch at seq. The
// store must be locked.
func (f *IPCFile) dictionary(field *ipcField, seq int) (*dictionary, error) {
	key, s := f.dictionaryKey(field, seq), &f.dictionaries
	if i := slices.IndexFunc(s.kept, func(k keptDictionary) bool { return k.key == key }); i >= 0 {
		k := s.kept[i]
		s.kept = append(slices.Delete(s.kept, i, i+1), k)
		return k.dictionary, nil
	}
	d, err := f.readDictionary(field, seq)
	if err != nil {
		return nil, err
	}
	s.kept = append(s.kept, keptDictionary{key, d})
	s.held += d.held
	for s.held > f.limits.Memory/4 && len(s.kept) > 1 {
		s.held -= s.kept[0].held
		s.kept = slices.Delete(s.kept, 0, 1)
	}
	return d, nil
}

func (f *IPCFile) readDictionary(field *ipcField, seq int) (*dictionary, error) {
	d := &dictionary{made: map[*vector]*entries{}}
	var parts []*vector
	for _, at := range f.chain(field.id, seq) {
		b, err := f.header(at, field.total)
		if err != nil {
			return nil, err
		}
		l := f.newLoader()
		l.leaf = -1
		l.dictionary = func(inner *ipcField) (*dictionary, error) { return f.dictionary(inner, at) }
		l.body.start(b)
		n := b.nodes[field.value.node].n
		if n != b.rows || n > math.MaxInt32 {
			return nil, corrupt("a dictionary of %d entries, where %d are declared", n, b.rows)
		}
		v, err := l.load(field.value, 0, n)
		if err != nil {
			return nil, err
		}
		parts = append(parts, v)
		if d.held += l.body.stretch.held + l.body.whole.held; d.held > f.limits.Memory/2 {
			return nil, errTooLarge
		}
	}
	switch len(parts) {
	case 0: // right where all indices are null
		d.values = &vector{field: field.value}
		d.values.kids = emptyKids(field.value)
	case 1:
		d.values = parts[0]
	default:
		var err error
		if d.values, err = concatenate(parts); err != nil {
			return nil, err
		}
	}
	return d, nil
}

// emptyKids are the children of an array without values.
func emptyKids(f *ipcField) []*vector {
	var out []*vector
	for _, kid := range f.kids {
		v := &vector{field: kid, kids: emptyKids(kid)}
		if kid.layout == layoutDictionary {
			v.dict = &dictionary{made: map[*vector]*entries{}, values: &vector{field: kid.value, kids: emptyKids(kid.value)}}
		}
		out = append(out, v)
	}
	return out
}

// concatenate puts a dictionary and what was added to it together.
func concatenate(parts []*vector) (*vector, error) {
	field := parts[0].field
	out := &vector{field: field, offsets: []int32{0}}
	for _, p := range parts {
		for i := range p.n {
			k := out.n
			out.n++
			if k&7 == 0 {
				out.valid = append(out.valid, 0)
			}
			null := p.isNull(i)
			if !null {
				out.valid[k>>3] |= 1 << (k & 7)
			}
			switch {
			case field.layout == layoutFixed && field.boolean():
				if k&7 == 0 {
					out.data = append(out.data, 0)
				}
				out.data[k>>3] |= p.data[(i+p.bits)>>3] >> ((i + p.bits) & 7) & 1 << (k & 7)
			case field.layout == layoutFixed:
				out.data = append(out.data, p.data[i*field.width:(i+1)*field.width]...)
			case field.layout == layoutVariable || field.layout == layoutView:
				if text := p.text(i); !null {
					out.data = append(out.data, text...)
				}
				if len(out.data) > maxStretchText {
					return nil, errTooLarge
				}
				out.offsets = append(out.offsets, int32(len(out.data)))
			case field.layout == layoutNull:
			default:
				return nil, unsupported("a dictionary of lists or structs that grows; write the file anew with whole dictionaries")
			}
		}
	}
	if field.layout == layoutView {
		text := *field
		text.layout = layoutVariable
		out.field = &text
	}
	return out, nil
}

// text is value i of a column of text or bytes. Of a null it says nothing.
func (v *vector) text(i int) []byte {
	if v.isNull(i) {
		return nil
	}
	if v.field.layout == layoutView {
		return v.viewed(i)
	}
	return v.data[v.offsets[i]:v.offsets[i+1]]
}
