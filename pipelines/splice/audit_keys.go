package splice

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math"
	"slices"

	"github.com/apache/arrow-go/v18/arrow"
)

// SameKeys refuses key-value metadata that are not another file's, of whose leaves
// some are kept as they are: a key that it has not, or other words under one. What is
// rebuilt must be read by those who read it, and say of kept columns what it said.
func (f *File) SameKeys(of *File, kept func(leaf int) bool) error {
	for _, kv := range f.KeyValues {
		var was *KeyValue
		for i := range of.KeyValues {
			if of.KeyValues[i].Key == kv.Key {
				was = &of.KeyValues[i]
			}
			if of.KeyValues[i] == kv {
				break // keys may stand twice
			}
		}
		same := false
		switch {
		case was == nil:
		case *was == kv:
			same = true
		case kv.Key == keyArrow:
			same = f.sameArrow(kv.Value, of, was.Value, kept)
		case kv.Key == keyPandas, kv.Key == keySpark, kv.Key == keyGeo:
			same = json.Valid([]byte(kv.Value))
		}
		if !same {
			return fmt.Errorf("key-value metadata: %w", ErrAltered)
		}
	}
	return nil
}

// sameArrow reports whether a schema of Arrow's has the file's columns, and those that
// are kept as the other file's schema has them.
func (f *File) sameArrow(value string, of *File, was string, kept func(leaf int) bool) (same bool) {
	defer func() { // of a library that was made for its own bytes
		if recover() != nil {
			same = false
		}
	}()
	schema, err := readArrow(value)
	if err != nil {
		return false
	}
	source, err := readArrow(was)
	if err != nil {
		return false
	}
	before := map[string]arrow.Field{}
	for _, field := range source.Fields() {
		before[field.Name] = field
	}
	stays := map[string]bool{}
	for i := range of.Elements {
		if of.Elements[i].Depth == 1 {
			all := true
			for _, leaf := range of.leavesOf(i) {
				all = all && kept(leaf)
			}
			stays[of.Elements[i].Name] = all
		}
	}
	fields := schema.Fields()
	for i := range f.Elements {
		if f.Elements[i].Depth != 1 {
			continue
		}
		name := f.Elements[i].Name
		if len(fields) == 0 || fields[0].Name != name {
			return false
		}
		field := fields[0]
		fields = fields[1:]
		if stays[name] && (field.Nullable != before[name].Nullable || !arrow.TypeEqual(field.Type, before[name].Type)) {
			return false
		}
	}
	return len(fields) == 0
}

// SameFooter refuses a footer that says of the file and of its row groups anything but
// what another file's says of the row groups that they were made of. Of columns and
// chunks it says what others look at.
func (f *File) SameFooter(of *File, from []int) error {
	if !within(f.Tree, of.Tree, 2, 3, 4, 5, 7) {
		return fmt.Errorf("footer: %w", ErrAltered)
	}
	for i, g := range from {
		if !f.sameGroup(i, &of.Tree.Get(4).Items()[g]) {
			return fmt.Errorf("row group %d of the footer: %w", i, ErrAltered)
		}
	}
	return nil
}

// sameGroup holds what the footer says of a row group to what stood there of that which
// it was made of: sizes may be those of its new chunks, and places move.
func (f *File) sameGroup(i int, was *Node) bool {
	now := &f.Tree.Get(4).Items()[i]
	var plain, packed int64
	start := int64(math.MaxInt64)
	for j := range f.Groups[i].Chunks {
		c := &f.Groups[i].Chunks[j]
		plain += c.Uncompressed
		packed += c.Meta.IntOr(7, 0)
		start = min(start, c.Start)
	}
	for _, field := range []struct {
		id   int16
		made int64
	}{{2, plain}, {5, start}, {6, packed}, {7, int64(i)}} {
		v, ok := now.Int(field.id)
		if n := now.Get(field.id); n != nil && (!ok || v != field.made && v != was.IntOr(field.id, v+1)) {
			return false
		}
	}
	sorted, by := now.Get(4).Items(), was.Get(4).Items()
	if len(sorted) > len(by) {
		return false
	}
	for j := range sorted {
		if !within(&sorted[j], &by[j], 1) { // its number may be another
			return false
		}
	}
	return within(now, was, 1, 2, 3, 4, 5, 6, 7)
}

// within reports whether all fields of a struct stand in another, but for some.
func within(n, of *Node, but ...int16) bool {
	for i := range n.kids {
		k := &n.kids[i]
		if slices.Contains(but, k.ID) {
			continue
		}
		if was := of.Get(k.ID); was == nil || k.Kind != was.Kind || !bytes.Equal(k.Append(nil), was.Append(nil)) {
			return false
		}
	}
	return true
}
