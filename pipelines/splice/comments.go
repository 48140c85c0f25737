package splice

import (
	"encoding/json"
	"slices"
	"strings"

	"github.com/apache/arrow-go/v18/arrow"

	"tuomin/scanners/columns"
)

// What people write beside a column that stays, a comment mostly, stays with it. But
// an example in a comment may be somebody's telephone, which no rule decides about:
// what tells of somebody goes.

// tells reports whether a text may hold what is somebody's.
func (e *metaEdit) tells(text string) bool { return e.edit.Telling != nil && e.edit.Telling(text) }

// quietField is an untouched field without what tells of somebody.
func (e *metaEdit) quietField(f arrow.Field) arrow.Field {
	var keys, values []string
	for i, key := range f.Metadata.Keys() {
		value := f.Metadata.Values()[i]
		if key != fieldNumber && !strings.HasPrefix(key, "ARROW:extension:") && (e.tells(value) || e.tells(key)) {
			e.dropped = append(e.dropped, keyArrow+"/"+f.Name)
			continue
		}
		keys, values = append(keys, key), append(values, value)
	}
	if len(keys) < f.Metadata.Len() {
		f.Metadata = arrow.NewMetadata(keys, values)
	}
	f.Type = columns.MapFields(f.Type, e.quietField)
	return f
}

// quietJSON takes out of the fields in a Spark schema what tells of somebody.
func (e *metaEdit) quietJSON(node any) {
	switch node := node.(type) {
	case []any:
		for _, item := range node {
			e.quietJSON(item)
		}
	case object:
		metadata, _ := node["metadata"].(object)
		for key, value := range metadata {
			if e.tells(key) || e.tellsWithin(value) {
				delete(metadata, key)
				name, _ := node["name"].(string)
				e.dropped = append(e.dropped, keySpark+"/"+name)
			}
		}
		for _, inner := range node {
			e.quietJSON(inner)
		}
	}
}

// tellsWithin reports whether a value of JSON tells of somebody, or anything within it,
// as the labels of an index do.
func (e *metaEdit) tellsWithin(value any) bool {
	switch value := value.(type) {
	case string:
		return e.tells(value)
	case json.Number:
		return e.tells(value.String())
	case []any:
		return e.tellsWhole(value) || slices.ContainsFunc(value, e.tellsWithin)
	case object:
		if e.tellsWhole(value) {
			return true
		}
		for key, inner := range value {
			if e.tells(key) || e.tellsWithin(inner) {
				return true
			}
		}
	}
	return false
}

// tellsWhole asks of a list or an object as it stands in JSON.
func (e *metaEdit) tellsWhole(value any) bool {
	text, err := json.Marshal(value)
	return err != nil || e.tells(string(text))
}
