package splice

import "fmt"

// Spark's row metadata is its own schema as JSON:
//
//	{"type": "struct", "fields": [{"name", "type", "nullable", "metadata": {"comment": …}}]}
//
// A type is a name, a struct as above, {"type": "array", "elementType"},
// {"type": "map", "keyType", "valueType"} or {"type": "udt", "sqlType"}.
// Within a column its leaves stand in the order of the file's, so the two can
// be walked together without knowing how either spells lists.

func (e *metaEdit) spark(o object) bool {
	if o["type"] != "struct" {
		return false
	}
	list, ok := o["fields"].([]any)
	if !ok {
		return false
	}
	fields := []any{}
	for _, item := range list {
		f, ok := item.(object)
		if !ok {
			return false
		}
		name, _ := f["name"].(string)
		leaves, known := e.columns[name]
		if !known {
			return false // not this file's schema
		}
		if e.gone(leaves) {
			continue
		}
		if e.touched(leaves) {
			if sparkLeaves(f["type"]) != len(leaves) || !e.sparkField(f, leaves) {
				return false
			}
		}
		fields = append(fields, f)
	}
	o["fields"] = fields
	e.quietJSON(o)
	return true
}

func sparkLeaves(t any) int {
	o, ok := t.(object)
	if !ok {
		return 1
	}
	switch o["type"] {
	case "struct":
		n := 0
		fields, _ := o["fields"].([]any)
		for _, item := range fields {
			f, _ := item.(object)
			n += sparkLeaves(f["type"])
		}
		return n
	case "array":
		return sparkLeaves(o["elementType"])
	case "map":
		return sparkLeaves(o["keyType"]) + sparkLeaves(o["valueType"])
	case "udt":
		return sparkLeaves(o["sqlType"])
	}
	return 1
}

// sparkField edits a field whose leaves are touched; comments of what it was
// go with it.
func (e *metaEdit) sparkField(f object, leaves []int) bool {
	t, ok := e.sparkType(f["type"], leaves)
	if !ok {
		return false
	}
	f["type"], f["metadata"] = t, object{}
	if len(leaves) == 1 && e.optional(leaves) {
		f["nullable"] = true
	}
	return true
}

// sparkType edits a type of which some leaves stay.
func (e *metaEdit) sparkType(t any, leaves []int) (any, bool) {
	if !e.touched(leaves) {
		return t, true
	}
	o, ok := t.(object)
	if !ok {
		if c := &e.leaves[leaves[0]]; c.Type != nil {
			return sparkName(c.Type), true
		}
		return t, true
	}
	switch o["type"] {
	case "struct":
		return o, e.sparkStruct(o, leaves)
	case "array":
		o["elementType"], ok = e.sparkType(o["elementType"], leaves)
		if e.optional(leaves) {
			o["containsNull"] = true
		}
		return o, ok
	case "map":
		n := sparkLeaves(o["keyType"])
		keys, values := leaves[:n], leaves[n:]
		if e.gone(keys) || e.gone(values) {
			return nil, false // a set is not a type of Spark's
		}
		var ok2 bool
		o["keyType"], ok = e.sparkType(o["keyType"], keys)
		o["valueType"], ok2 = e.sparkType(o["valueType"], values)
		if e.optional(values) {
			o["valueContainsNull"] = true
		}
		return o, ok && ok2
	}
	return nil, false
}

func (e *metaEdit) sparkStruct(o object, leaves []int) bool {
	list, _ := o["fields"].([]any)
	fields := []any{}
	for _, item := range list {
		f, ok := item.(object)
		if !ok {
			return false
		}
		n := sparkLeaves(f["type"])
		under := leaves[:n]
		leaves = leaves[n:]
		if e.gone(under) {
			continue
		}
		if e.touched(under) && !e.sparkField(f, under) {
			return false
		}
		fields = append(fields, f)
	}
	o["fields"] = fields
	return true
}

func sparkName(t *LeafType) string {
	if t.Logical.Get(logicalDecimal) != nil {
		return fmt.Sprintf("decimal(%d,%d)", t.Precision, t.Scale)
	}
	switch t.Physical {
	case TypeBoolean:
		return "boolean"
	case TypeInt32:
		if t.Converted == convertedDate {
			return "date"
		}
		return "integer"
	case TypeInt64:
		ts := t.Logical.Get(logicalTimestamp)
		switch {
		case ts == nil:
			return "long"
		case ts.Bool(1, false):
			return "timestamp"
		}
		return "timestamp_ntz"
	case TypeFloat:
		return "float"
	case TypeDouble:
		return "double"
	}
	if t.isString() {
		return "string"
	}
	return "binary"
}
