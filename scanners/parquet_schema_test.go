package scanners

import (
	"strings"
	"testing"

	"tuomin/pipelines/splice"
	"tuomin/scanners/columns"
)

const (
	required, optional, repeated = splice.Required, splice.Optional, splice.Repeated

	convertedUTF8, convertedMap, convertedMapKeyValue, convertedList = 0, 1, 2, 3
)

func textField(name string, r splice.Repetition) element {
	e := leafOf(name, splice.TypeByteArray, r)
	e.converted = convertedUTF8
	return e
}

func groupField(name string, r splice.Repetition, children ...element) element {
	return groupOf(name, r, noConverted, children...)
}

func listField(name string, r splice.Repetition, child element) element {
	return groupOf(name, r, convertedList, child)
}

func TestParquetPaths(t *testing.T) {
	newList := groupField("a", optional, groupField("list", repeated, textField("element", optional)))
	newList.logical = logicalNode(3)
	variant := groupField("a", optional, leafOf("metadata", splice.TypeByteArray, required), leafOf("value", splice.TypeByteArray, optional),
		groupField("typed_value", optional, textField("x", optional)))
	variant.logical = logicalNode(16)
	type leaf struct {
		path                   columns.Path
		maxDef, maxRep, repDef int16
		optional, key, bare    bool
		group                  columns.Path
	}
	for name, c := range map[string]struct {
		schema element
		want   []leaf
	}{
		"flat":     {textField("a", required), []leaf{{path: "a"}}},
		"optional": {textField("a", optional), []leaf{{path: "a", maxDef: 1, optional: true}}},
		"struct":   {groupField("a", optional, textField("b", required)), []leaf{{path: "a.b", maxDef: 1}}},
		"three-level list": {listField("a", optional, groupField("list", repeated, textField("element", optional))),
			[]leaf{{path: "a[]", maxDef: 3, maxRep: 1, repDef: 2, optional: true}}},
		"list by its logical type alone": {newList, []leaf{{path: "a[]", maxDef: 3, maxRep: 1, repDef: 2, optional: true}}},
		"list of PyArrow's items": {listField("a", required, groupField("list", repeated, textField("item", required))),
			[]leaf{{path: "a[]", maxDef: 1, maxRep: 1, repDef: 1}}},
		"list of Hive": {listField("a", optional, groupField("bag", repeated, textField("array_element", optional))),
			[]leaf{{path: "a[]", maxDef: 3, maxRep: 1, repDef: 2, optional: true}}},
		"two-level list":          {listField("a", optional, textField("array", repeated)), []leaf{{path: "a[]", maxDef: 2, maxRep: 1, repDef: 2, bare: true}}},
		"two-level list of pairs": {listField("a", required, groupField("x", repeated, textField("b", required), textField("c", optional))), []leaf{{path: "a[].b", maxDef: 1, maxRep: 1, repDef: 1}, {path: "a[].c", maxDef: 2, maxRep: 1, repDef: 1, optional: true}}},
		"two-level, called array": {listField("a", required, groupField("array", repeated, textField("b", required))), []leaf{{path: "a[].b", maxDef: 1, maxRep: 1, repDef: 1}}},
		"two-level, called tuple": {listField("a", required, groupField("a_tuple", repeated, textField("b", required))), []leaf{{path: "a[].b", maxDef: 1, maxRep: 1, repDef: 1}}},
		"list of lists": {listField("a", optional, groupField("list", repeated, listField("element", optional, groupField("list", repeated, textField("element", optional))))),
			[]leaf{{path: "a[][]", maxDef: 5, maxRep: 2, repDef: 4, optional: true}}},
		"two-level list of lists": {listField("a", required, listField("array", repeated, textField("array", repeated))),
			[]leaf{{path: "a[][]", maxDef: 2, maxRep: 2, repDef: 2, bare: true}}},
		"repeated without annotation":       {textField("a", repeated), []leaf{{path: "a[]", maxDef: 1, maxRep: 1, repDef: 1, bare: true}}},
		"repeated group without annotation": {groupField("a", repeated, textField("b", optional)), []leaf{{path: "a[].b", maxDef: 2, maxRep: 1, repDef: 1, optional: true}}},
		"list of structs with lists": {listField("a", required, groupField("list", repeated, groupField("element", optional, textField("b", repeated)))),
			[]leaf{{path: "a[].b[]", maxDef: 3, maxRep: 2, repDef: 3, bare: true}}},
		"map": {groupOf("a", optional, convertedMap, groupField("key_value", repeated, textField("key", required), textField("value", optional))),
			[]leaf{{path: "a{}.key", maxDef: 2, maxRep: 1, repDef: 2, key: true}, {path: "a{}.value", maxDef: 3, maxRep: 1, repDef: 2, optional: true}}},
		"map of Hive": {groupOf("a", optional, convertedMapKeyValue, groupField("map", repeated, textField("k", optional), groupField("v", optional, textField("b", required)))),
			[]leaf{{path: "a{}.key", maxDef: 3, maxRep: 1, repDef: 2, optional: true, key: true}, {path: "a{}.value.b", maxDef: 3, maxRep: 1, repDef: 2}}},
		"map without values": {groupOf("a", required, convertedMap, groupField("key_value", repeated, textField("key", required))),
			[]leaf{{path: "a{}.key", maxDef: 1, maxRep: 1, repDef: 1, key: true}}},
		"map of three is none": {groupOf("a", required, convertedMap, groupField("x", repeated, textField("b", required), textField("c", required), textField("d", required))),
			[]leaf{{path: "a.x[].b", maxDef: 1, maxRep: 1, repDef: 1}, {path: "a.x[].c", maxDef: 1, maxRep: 1, repDef: 1}, {path: "a.x[].d", maxDef: 1, maxRep: 1, repDef: 1}}},
		"variant": {groupField("s", required, variant),
			[]leaf{{path: "s.a.metadata", maxDef: 1, group: "s.a"}, {path: "s.a.value", maxDef: 2, optional: true, group: "s.a"}, {path: "s.a.typed_value.x", maxDef: 3, optional: true, group: "s.a"}}},
	} {
		f, err := openBytes(schemaFile(c.schema), name)
		if err != nil {
			t.Error(err)
			continue
		}
		got := f.Schema().Leaves
		if len(got) != len(c.want) {
			t.Errorf("%s: %d leaves, want %d", name, len(got), len(c.want))
			continue
		}
		for i, w := range c.want {
			g := leaf{got[i].Path, got[i].MaxDef, got[i].MaxRep, got[i].RepDef, got[i].Optional, got[i].MapKey, got[i].Bare, got[i].Group}
			if g != w {
				t.Errorf("%s: got %+v, want %+v", name, g, w)
			}
		}
	}
}

func TestParquetTypes(t *testing.T) {
	stored := func(p splice.Physical, length, converted int64, logical *splice.Node) element {
		return element{name: "a", physical: p, length: length, converted: converted, logical: logical}
	}
	with := func(id int16, fields ...splice.Node) *splice.Node {
		n := splice.Struct(splice.Struct(fields...).As(id))
		return &n
	}
	unit := func(id int16) splice.Node { return splice.Struct(splice.Struct().As(id)).As(2) }
	yes, no := splice.Boolean(true), splice.Boolean(false)
	for _, c := range []struct {
		in   element
		want string
	}{
		{stored(splice.TypeBoolean, 0, -1, nil), "bool"},
		{stored(splice.TypeInt32, 0, -1, nil), "int32"},
		{stored(splice.TypeInt64, 0, -1, nil), "int64"},
		{stored(splice.TypeInt96, 0, -1, nil), "timestamp[int96]"},
		{stored(splice.TypeInt96, 0, -1, with(8, yes.As(1), unit(3))), "timestamp[int96]"},
		{stored(splice.TypeFloat, 0, -1, nil), "float32"},
		{stored(splice.TypeDouble, 0, -1, nil), "float64"},
		{stored(splice.TypeByteArray, 0, -1, nil), "binary"},
		{stored(splice.TypeFixedLenByteArray, 7, -1, nil), "binary(7)"},
		{stored(splice.TypeByteArray, 0, 0, nil), "string"},
		{stored(splice.TypeByteArray, 0, 4, nil), "string"},
		{stored(splice.TypeByteArray, 0, -1, logicalNode(1)), "string"},
		{stored(splice.TypeByteArray, 0, -1, logicalNode(12)), "string"},
		{stored(splice.TypeInt32, 0, 0, nil), "unknown"},
		{stored(splice.TypeInt32, 0, 6, nil), "date"},
		{stored(splice.TypeInt64, 0, 6, nil), "unknown"},
		{stored(splice.TypeInt32, 0, 15, nil), "int32"},
		{stored(splice.TypeInt32, 0, 11, nil), "uint32"},
		{stored(splice.TypeInt64, 0, 14, nil), "uint64"},
		{stored(splice.TypeInt64, 0, 11, nil), "unknown"},
		{stored(splice.TypeInt32, 0, -1, with(10, splice.Integer(splice.KindInt8, 16).As(1), no.As(2))), "uint32"},
		{stored(splice.TypeInt32, 0, 7, nil), "time[ms]"},
		{stored(splice.TypeInt64, 0, -1, with(7, no.As(1), unit(3))), "time[ns]"},
		{stored(splice.TypeInt64, 0, 9, nil), "timestamp[ms]"},
		{stored(splice.TypeInt64, 0, -1, with(8, yes.As(1), unit(2))), "timestamp[us]"},
		{stored(splice.TypeInt64, 0, -1, with(8, yes.As(1))), "unknown"},
		{stored(splice.TypeInt64, 0, -1, decimalNode(18, 2)), "decimal(18,2)"},
		{stored(splice.TypeFixedLenByteArray, 9, -1, decimalNode(20, 0)), "decimal(20,0)"},
		{stored(splice.TypeDouble, 0, -1, decimalNode(18, 2)), "unknown"},
		{stored(splice.TypeFixedLenByteArray, 2, -1, logicalNode(15)), "float16"},
		{stored(splice.TypeFixedLenByteArray, 16, -1, logicalNode(14)), "uuid"},
		{stored(splice.TypeFixedLenByteArray, 16, -1, nil), "binary(16)"},
		{stored(splice.TypeFixedLenByteArray, 15, -1, logicalNode(14)), "unknown"},
		{stored(splice.TypeByteArray, 0, -1, logicalNode(17)), "geometry"},
		{stored(splice.TypeByteArray, 0, -1, logicalNode(18)), "geometry"},
		{stored(splice.TypeFixedLenByteArray, 21, -1, logicalNode(17)), "unknown"},
		{stored(splice.TypeFixedLenByteArray, 12, 21, nil), "interval"},
		{stored(splice.TypeInt32, 0, -1, logicalNode(11)), "null"},
		{stored(splice.TypeFixedLenByteArray, 12, 21, logicalNode(11)), "interval"},
		{stored(splice.TypeByteArray, 0, -1, logicalNode(99)), "unknown"},
		{stored(splice.TypeByteArray, 0, 0, logicalNode(99)), "string"},
	} {
		f, err := openBytes(schemaFile(c.in), "types")
		if err != nil {
			t.Errorf("want %s: %v", c.want, err)
			continue
		}
		if got := f.Schema().Leaves[0].Type.String(); got != c.want {
			t.Errorf("physical type %d, converted %d: got %s, want %s", c.in.physical, c.in.converted, got, c.want)
		}
	}
}

// Columns that GeoParquet names are geometries if they are bytes; what cannot be
// read names none.
func TestGeoMetadata(t *testing.T) {
	leaves := []element{
		leafOf("g", splice.TypeByteArray, splice.Optional), leafOf("other", splice.TypeByteArray, splice.Optional),
		leafOf("n", splice.TypeInt64, splice.Optional),
	}
	for geo, want := range map[string]string{
		`{"version":"1.1.0","primary_column":"g","columns":{"g":{"encoding":"WKB"}}}`: "geometry binary int64",
		`{"columns":{"n":{},"other":{},"gone":{}}}`:                                   "binary geometry int64",
		`{"columns":["g"]}`: "binary binary int64",
		`{"columns":{"g":`:  "binary binary int64",
		``:                  "binary binary int64",
	} {
		root := groupOf("root", splice.Required, noConverted, leaves...)
		pair := splice.Struct(splice.Binary([]byte("geo")).As(1), splice.Binary([]byte(geo)).As(2))
		data := endFile([]byte("PAR1"), splice.Struct(i32(1, 1), splice.List(splice.KindStruct, root.nodes(nil)...).As(2), i64(3, 0),
			splice.List(splice.KindStruct, pair).As(5)))
		f, err := openBytes(data, "geo")
		if err != nil {
			t.Fatal(err)
		}
		var types []string
		for _, leaf := range f.Schema().Leaves {
			types = append(types, leaf.Type.String())
		}
		if got := strings.Join(types, " "); got != want {
			t.Errorf("%s: %s, want %s", geo, got, want)
		}
	}
}
