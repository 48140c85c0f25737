package splice

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/ipc"
	"github.com/apache/arrow-go/v18/parquet/compress"
)

// editedKeys is the key-value metadata of a file under an edit, and the keys that it
// loses.
func editedKeys(src *File, edit *Edit) (kept []KeyValue, dropped []string) {
	p := planKeys(src, edit)
	return p.kept, p.dropped
}

// withKeys is the tests' table with other key-value metadata.
func withKeys(t *testing.T, pairs ...string) *File {
	t.Helper()
	f := mustOpen(t, made(t, compress.Codecs.Snappy, false))
	f.KeyValues = nil
	for i := 0; i < len(pairs); i += 2 {
		f.KeyValues = append(f.KeyValues, KeyValue{Key: pairs[i], Value: pairs[i+1]})
	}
	return f
}

func arrowOf(t *testing.T, value string) *arrow.Schema {
	t.Helper()
	raw, err := base64.StdEncoding.DecodeString(value)
	check(t, err)
	r, err := ipc.NewReader(bytes.NewReader(raw))
	check(t, err)
	defer r.Release()
	return r.Schema()
}

func valueOf(kept []KeyValue, key string) string {
	for _, kv := range kept {
		if kv.Key == key {
			return kv.Value
		}
	}
	return ""
}

func TestKeysPolicy(t *testing.T) {
	f := withKeys(t, "org.apache.spark.version", "4.3", "org.apache.spark.legacyINT96", "", "org.apache.spark.timeZone", "Asia/Shanghai",
		"org.apache.spark.legacyDateTime", "", "writer.model.name", "canary", "mine", "kept", keyPandas, "not JSON", keyArrow, "not base64")
	str := StringType()
	edit := Edit{Leaves: changes(map[int]Change{leafName: {Values: true, Type: &str}}), KeepKeys: []string{"mine"}}
	kept, dropped := editedKeys(f, &edit)
	var names []string
	for _, kv := range kept {
		names = append(names, kv.Key)
	}
	want := []string{"org.apache.spark.version", "org.apache.spark.legacyINT96", "org.apache.spark.timeZone", "org.apache.spark.legacyDateTime", "mine"}
	if !slices.Equal(names, want) {
		t.Errorf("kept %q", names)
	}
	if want := []string{"writer.model.name", keyPandas, keyArrow}; !slices.Equal(dropped, want) {
		t.Errorf("dropped %q", dropped)
	}
	if kept, dropped := editedKeys(f, &Edit{}); len(kept) != len(f.KeyValues) || dropped != nil {
		t.Error("an edit without changes changed keys")
	}
}

func TestKeysPandas(t *testing.T) {
	f := withKeys(t, keyPandas, madeMeta.Values()[0])
	edit := Edit{Leaves: changes(map[int]Change{leafName: {Drop: true}, leafCity: {Values: true}}), Rows: true}
	kept, _ := editedKeys(f, &edit)
	got := valueOf(kept, keyPandas)
	want := `{"columns":[{"field_name":"city","metadata":null,"name":"city","numpy_type":"object","pandas_type":"unicode"}],"index_columns":[]}`
	if got != want {
		t.Errorf("got %s", got)
	}
}

const sparkSchema = `{"type":"struct","fields":[
 {"name":"id","type":"long","nullable":false,"metadata":{"comment":"stays"}},
 {"name":"name","type":"string","nullable":true,"metadata":{"comment":"canary"}},
 {"name":"city","type":"string","nullable":true,"metadata":{}},
 {"name":"at","type":"timestamp","nullable":true,"metadata":{}},
 {"name":"tags","type":{"type":"array","elementType":"string","containsNull":true},"nullable":true,"metadata":{}},
 {"name":"rec","type":{"type":"struct","fields":[
   {"name":"phone","type":"string","nullable":true,"metadata":{"comment":"canary"}},
   {"name":"age","type":"integer","nullable":true,"metadata":{"comment":"canary"}}]},"nullable":true,"metadata":{"comment":"canary"}},
 {"name":"m","type":{"type":"map","keyType":"string","valueType":"long","valueContainsNull":true},"nullable":true,"metadata":{}}]}`

func TestKeysSpark(t *testing.T) {
	f := withKeys(t, keySpark, sparkSchema)
	str := StringType()
	edit := Edit{Leaves: changes(map[int]Change{
		leafID: {Values: true, Type: &str, Optional: true}, leafName: {Values: true}, leafTag: {Drop: true},
		leafPhone: {Drop: true}, leafAge: {Values: true, Type: &str}, leafValue: {Values: true, Type: &str},
	})}
	kept, dropped := editedKeys(f, &edit)
	got := valueOf(kept, keySpark)
	if dropped != nil || strings.Contains(got, "canary") || strings.Contains(got, "tags") || strings.Contains(got, "phone") {
		t.Errorf("dropped %v, got %s", dropped, got)
	}
	var s struct {
		Fields []struct {
			Name     string
			Type     any
			Nullable bool
		}
	}
	check(t, json.Unmarshal([]byte(got), &s))
	if id := s.Fields[0]; id.Type != "string" || !id.Nullable {
		t.Errorf("id is %+v", id)
	}
	if !strings.Contains(got, `"keyType":"string"`) || !strings.Contains(got, `"valueType":"string"`) || !strings.Contains(got, `"timestamp"`) {
		t.Errorf("got %s", got)
	}
	quiet := Edit{Leaves: changes(map[int]Change{leafCity: {Values: true}}), Telling: func(text string) bool { return text == "canary" }}
	kept, dropped = editedKeys(f, &quiet)
	if got = valueOf(kept, keySpark); strings.Contains(got, "canary") || !strings.Contains(got, "stays") || len(dropped) == 0 {
		t.Errorf("dropped %v, got %s", dropped, got)
	}
	// Wherever it stands, in labels, numbers and keys too.
	for _, metadata := range []string{`{"ml_attr":{"vals":["x","canary"]}}`, `{"tel":138}`, `{"canary":"x"}`, `{"a":{"canary":1}}`} {
		g := withKeys(t, keySpark, strings.Replace(sparkSchema, `{"comment":"stays"}`, metadata, 1))
		quiet.Telling = func(text string) bool { return text == "canary" || text == "138" }
		kept, _ := editedKeys(g, &quiet)
		if got := valueOf(kept, keySpark); got == "" || strings.Contains(got, "canary") || strings.Contains(got, "138") {
			t.Errorf("of %s is left %s", metadata, got)
		}
	}
	// A list and an object are asked about whole as well.
	for _, metadata := range []string{`{"ml_attr":{"vals":["x","label"]}}`, `{"a":["label"]}`} {
		g := withKeys(t, keySpark, strings.Replace(sparkSchema, `{"comment":"stays"}`, metadata, 1))
		quiet.Telling = func(text string) bool { return text != "" && strings.ContainsRune("[{", rune(text[0])) }
		kept, _ := editedKeys(g, &quiet)
		if got := valueOf(kept, keySpark); got == "" || strings.Contains(got, "label") {
			t.Errorf("of %s is left %s", metadata, got)
		}
	}
	// A column that is not what the file has cannot be edited, only dropped.
	f = withKeys(t, keySpark, strings.Replace(sparkSchema, `"type":"string","nullable":true,"metadata":{"comment":"canary"}},
   {`, `"type":{"type":"array","elementType":{"type":"struct","fields":[]}},"nullable":true,"metadata":{}},
   {`, 1))
	if kept, dropped := editedKeys(f, &edit); kept != nil || len(dropped) != 1 {
		t.Errorf("kept %v, dropped %v", kept, dropped)
	}
}

func TestKeysGeo(t *testing.T) {
	const geo = `{"version":"1.1.0","primary_column":"city","columns":{"city":{"encoding":"WKB","bbox":[1,2,3,4]},"name":{"encoding":"WKB"}}}`
	f := withKeys(t, keyGeo, geo)
	edit := Edit{Leaves: changes(map[int]Change{leafName: {Drop: true}}), Rows: true}
	kept, _ := editedKeys(f, &edit)
	if got := valueOf(kept, keyGeo); got != `{"columns":{"city":{"encoding":"WKB"}},"primary_column":"city","version":"1.1.0"}` {
		t.Errorf("got %s", got)
	}
	edit = Edit{Leaves: changes(map[int]Change{leafCity: {Values: true}})}
	if kept, dropped := editedKeys(f, &edit); kept != nil || len(dropped) != 1 {
		t.Errorf("kept %v, dropped %v", kept, dropped)
	}
}

// TestKeysArrow: untouched columns keep their Arrow types, touched ones lose
// dictionary and comment; what cannot be read is dropped, not copied.
func TestKeysArrow(t *testing.T) {
	f := mustOpen(t, made(t, compress.Codecs.Snappy, false))
	str := StringType()
	edit := Edit{Leaves: changes(map[int]Change{leafCity: {Values: true}, leafAge: {Values: true, Type: &str}, leafTag: {Values: true}})}
	kept, dropped := editedKeys(f, &edit)
	if !slices.Contains(dropped, "ARROW:schema/note") {
		t.Errorf("dropped %q", dropped)
	}
	schema := arrowOf(t, valueOf(kept, keyArrow))
	for name, want := range map[string]string{
		"name": "large_utf8", "city": "utf8", "at": "timestamp[us, tz=Asia/Shanghai]",
		"rec": "struct<phone: utf8 nullable, age: utf8 nullable>", "tags": "list<item: utf8, nullable>",
	} {
		field, _ := schema.FieldsByName(name)
		if got := strings.ReplaceAll(field[0].Type.String(), "element:", "item:"); got != want {
			t.Errorf("%s is %s, want %s", name, got, want)
		}
	}
	if f, _ := schema.FieldsByName("name"); f[0].Metadata.FindKey("comment") < 0 {
		t.Error("an untouched column lost its comment")
	}
	edit.Telling = func(text string) bool { return text == "canary" }
	kept, dropped = editedKeys(f, &edit)
	schema = arrowOf(t, valueOf(kept, keyArrow))
	if f, _ := schema.FieldsByName("name"); f[0].Metadata.FindKey("comment") >= 0 || !slices.Contains(dropped, "ARROW:schema/name") {
		t.Errorf("a comment that tells of somebody is kept, dropped %q", dropped)
	}
	raw, err := base64.StdEncoding.DecodeString(valueOf(f.KeyValues, keyArrow))
	check(t, err)
	for i := range raw { // nothing that comes of a mangled schema may panic
		bad := slices.Clone(raw)
		bad[i] ^= 0x41
		f.KeyValues = []KeyValue{{Key: keyArrow, Value: base64.StdEncoding.EncodeToString(bad)}}
		editedKeys(f, &edit)
	}
}

// TestKeysCorpus rebuilds the Arrow schemas of files by many writers. A
// column is touched and the rest must keep their types.
func TestKeysCorpus(t *testing.T) {
	rebuilt := 0
	for name, b := range corpus(t, "parquet-valid") {
		f, err := open(b)
		if err != nil {
			continue
		}
		value, ok := f.Key(keyArrow)
		if !ok {
			continue
		}
		edit := Edit{Leaves: make([]Change, len(f.Leaves))}
		edit.Leaves[0].Values = true
		kept, _ := editedKeys(f, &edit)
		if valueOf(kept, keyArrow) == "" {
			t.Errorf("%s: schema was dropped", name)
			continue
		}
		rebuilt++
		before, after := arrowOf(t, value).Fields(), arrowOf(t, valueOf(kept, keyArrow)).Fields()
		for i := 1; i < len(before); i++ {
			if !before[i].Equal(after[i]) {
				t.Errorf("%s: field %d is %s, was %s", name, i, after[i], before[i])
			}
		}
	}
	if rebuilt == 0 {
		t.Error("no file has a schema")
	}
}
