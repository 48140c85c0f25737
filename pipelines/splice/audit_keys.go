package splice

import (
	"encoding/json"
	"fmt"

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
