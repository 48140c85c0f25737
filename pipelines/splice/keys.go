package splice

import (
	"bytes"
	"encoding/json"
	"slices"
)

// Key-value metadata is where writers put whatever they like, values of the
// data included: a comment, a bounding box, the labels of a data frame. When a
// file is changed, a key is therefore kept only if what it holds is known:
//
//	org.apache.spark.version, .legacyDateTime,   kept: without them the dates and timestamps
//	.legacyINT96, .timeZone                      of untouched columns are read otherwise
//	                                             (1500-01-01 as 1500-01-10)
//	geo                                          kept for untouched columns
//	ARROW:schema, pandas,                        rebuilt without what is said of touched
//	org.apache.spark.sql.parquet.row.metadata    columns
//	any other                                    dropped, unless the caller names it
const (
	keyArrow  = "ARROW:schema"
	keyPandas = "pandas"
	keySpark  = "org.apache.spark.sql.parquet.row.metadata"
	keyGeo    = "geo"
)

var keptKeys = []string{
	"org.apache.spark.version",
	"org.apache.spark.legacyDateTime",
	"org.apache.spark.legacyINT96",
	"org.apache.spark.timeZone",
}

// keyPlan is the output's key-value metadata.
type keyPlan struct {
	kept    []KeyValue
	dropped []string // the keys that are lost
}

// planKeys is the key-value metadata of a file under an edit. Nothing is lost where
// nothing changes.
func planKeys(src *File, edit *Edit) keyPlan {
	var p keyPlan
	if edit.identity() {
		p.kept = src.KeyValues
		return p
	}
	e := newMetaEdit(src, edit)
	for _, kv := range src.KeyValues {
		value, keep := e.value(kv.Key, kv.Value)
		if !keep {
			p.dropped = append(p.dropped, kv.Key)
			continue
		}
		p.kept = append(p.kept, KeyValue{kv.Key, value, kv.NoValue})
	}
	p.dropped = append(p.dropped, e.dropped...)
	return p
}

// apply puts the plan into a footer.
func (p *keyPlan) apply(footer *Node) {
	if len(p.kept) == 0 {
		footer.Remove(5)
		return
	}
	items := make([]Node, len(p.kept))
	for i, kv := range p.kept {
		items[i] = Struct(Binary([]byte(kv.Key)).As(1))
		if !kv.NoValue {
			items[i].Set(2, Binary([]byte(kv.Value)))
		}
	}
	footer.Set(5, List(KindStruct, items...))
}

// metaEdit rewrites metadata that speaks of columns by name, or by a schema
// of its own whose leaves stand in the order of the file's.
type metaEdit struct {
	edit    *Edit
	leaves  []Change
	columns map[string][]int // leaves below each element under the root
	dropped []string         // keys within keys
}

func newMetaEdit(src *File, edit *Edit) *metaEdit {
	e := &metaEdit{edit: edit, leaves: edit.Leaves, columns: map[string][]int{}}
	if e.leaves == nil {
		e.leaves = make([]Change, len(src.Leaves))
	}
	for i := range src.Elements {
		if src.Elements[i].Depth == 1 {
			e.columns[src.Elements[i].Name] = src.leavesOf(i)
		}
	}
	return e
}

// value is what becomes of one entry. Rebuilding works on bytes that anybody
// may have written, with a library that was made for its own: a panic there
// costs the key, not the run.
func (e *metaEdit) value(key, value string) (out string, keep bool) {
	defer func() {
		if recover() != nil {
			out, keep = "", false
		}
	}()
	switch key {
	case keyArrow:
		return e.arrow(value)
	case keyPandas:
		return e.json(value, e.pandas)
	case keySpark:
		return e.json(value, e.spark)
	case keyGeo:
		return e.json(value, e.geo)
	}
	return value, slices.Contains(keptKeys, key) || slices.Contains(e.edit.KeepKeys, key)
}

// touched reports whether any of the leaves changes, and gone whether all do
// go.
func (e *metaEdit) touched(leaves []int) bool {
	return slices.ContainsFunc(leaves, func(i int) bool { return e.leaves[i].touched() })
}

func (e *metaEdit) gone(leaves []int) bool {
	return !slices.ContainsFunc(leaves, func(i int) bool { return !e.leaves[i].Drop })
}

// optional reports whether one of the leaves may be null that could not.
func (e *metaEdit) optional(leaves []int) bool {
	return slices.ContainsFunc(leaves, func(i int) bool { return e.leaves[i].Optional })
}

// object is JSON of any content.
type object = map[string]any

func (e *metaEdit) json(value string, edit func(object) bool) (string, bool) {
	d := json.NewDecoder(bytes.NewReader([]byte(value)))
	d.UseNumber()
	var o object
	if err := d.Decode(&o); err != nil || !edit(o) {
		return "", false
	}
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(o); err != nil {
		return "", false
	}
	return string(bytes.TrimSuffix(b.Bytes(), []byte("\n"))), true
}

// pandas keeps what pandas needs to build its frame: types, index, and what
// the columns' own index is. Attributes of the frame are the user's, and go.
func (e *metaEdit) pandas(o object) bool {
	for key := range o {
		switch key {
		case "columns", "index_columns", "column_indexes", "creator", "pandas_version", "partition_columns":
		default:
			delete(o, key)
		}
	}
	var columns []any
	gone := map[string]bool{}
	list, _ := o["columns"].([]any)
	for _, item := range list {
		c, _ := item.(object)
		name, ok := c["field_name"].(string)
		if !ok {
			name, _ = c["name"].(string)
		}
		leaves, known := e.columns[name]
		if known && e.gone(leaves) {
			gone[name] = true
			continue
		}
		if known && e.touched(leaves) {
			c["metadata"] = nil
			if len(leaves) == 1 && e.leaves[leaves[0]].Type != nil {
				c["pandas_type"], c["numpy_type"] = pandasType(e.leaves[leaves[0]].Type)
			} else if c["pandas_type"] == "categorical" {
				c["pandas_type"], c["numpy_type"] = "unicode", "object"
			}
		}
		columns = append(columns, c)
	}
	o["columns"] = columns
	index := []any{}
	list, _ = o["index_columns"].([]any)
	for _, item := range list {
		// A string names a column; an object is a range, which counts rows.
		name, named := item.(string)
		if named && !gone[name] || !named && !e.edit.Rows && !e.edit.Shuffled {
			index = append(index, item)
		}
	}
	o["index_columns"] = index
	return true
}

// pandasType names a type as pandas metadata does: of the values, of the array.
func pandasType(t *LeafType) (string, string) {
	switch {
	case t.Logical.Get(logicalDecimal) != nil:
		return "decimal", "object"
	case t.Logical.Get(logicalTimestamp) != nil:
		return "datetime", "datetime64[ns]"
	case t.Logical.Get(logicalTime) != nil:
		return "time", "object"
	case t.Converted == convertedDate:
		return "date", "object"
	case t.isString():
		return "unicode", "object"
	case t.Logical.Get(logicalFloat16) != nil:
		return "float16", "float16"
	}
	unsigned := ""
	if t.Logical.Get(logicalInteger) != nil {
		unsigned = "u"
	}
	switch t.Physical {
	case TypeBoolean:
		return "bool", "bool"
	case TypeInt32:
		return unsigned + "int32", unsigned + "int32"
	case TypeInt64:
		return unsigned + "int64", unsigned + "int64"
	case TypeFloat:
		return "float32", "float32"
	case TypeDouble:
		return "float64", "float64"
	}
	return "bytes", "object"
}

const (
	convertedUTF8    = 0
	convertedDate    = 6
	logicalTime      = 7
	logicalTimestamp = 8
	logicalInteger   = 10
	logicalFloat16   = 15
)

func (t *LeafType) isString() bool {
	return t.Physical == TypeByteArray && t.Converted == convertedUTF8
}

// geo keeps what GeoParquet says of untouched columns. A bounding box of rows
// that are gone is not true any more, and says where they were.
func (e *metaEdit) geo(o object) bool {
	columns, _ := o["columns"].(object)
	for name, item := range columns {
		leaves, known := e.columns[name]
		if !known || e.touched(leaves) {
			delete(columns, name)
		} else if c, ok := item.(object); ok && e.edit.Rows {
			delete(c, "bbox")
		}
	}
	primary, _ := o["primary_column"].(string)
	_, there := columns[primary]
	return there
}
