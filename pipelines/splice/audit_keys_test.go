package splice

import (
	"bytes"
	"encoding/base64"
	"errors"
	"testing"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/ipc"
	"github.com/apache/arrow-go/v18/parquet/compress"
)

// TestSameKeys holds what an edit makes of metadata to the source's, and what nobody
// should make of them.
func TestSameKeys(t *testing.T) {
	f := mustOpen(t, made(t, compress.Codecs.Snappy, false))
	arrowBefore := valueOf(f.KeyValues, keyArrow)
	f.KeyValues = append(f.KeyValues, KeyValue{Key: "org.apache.spark.timeZone", Value: "Asia/Shanghai"}, KeyValue{Key: keyGeo, Value: `{"columns":{}}`})
	edit := Edit{Leaves: changes(map[int]Change{leafCity: {Values: true}})}
	kept, _ := editedKeys(f, &edit)
	edited := valueOf(kept, keyArrow)
	// with is the schema in which columns have other types.
	with := func(types map[string]arrow.DataType, fields ...arrow.Field) string {
		for _, field := range arrowOf(t, edited).Fields() {
			if other, ok := types[field.Name]; ok {
				if field.Type = other; other == nil {
					continue
				}
			}
			fields = append(fields, field)
		}
		var b bytes.Buffer
		check(t, ipc.NewWriter(&b, ipc.WithSchema(arrow.NewSchema(fields, nil))).Close())
		return base64.StdEncoding.EncodeToString(b.Bytes())
	}
	for _, c := range []struct {
		about, key, value string
		same              bool
	}{
		{"as it was edited", keyArrow, edited, true},
		{"as it was", keyArrow, arrowBefore, true},
		{"without what it says beside columns", keyArrow, with(nil), true},
		{"a changed column in another width", keyArrow, with(map[string]arrow.DataType{"city": arrow.BinaryTypes.LargeString}), true},
		{"a kept column in another width", keyArrow, with(map[string]arrow.DataType{"name": arrow.BinaryTypes.String}), false},
		{"a kept column in another zone", keyArrow, with(map[string]arrow.DataType{"at": arrow.FixedWidthTypes.Timestamp_us}), false},
		{"without a column", keyArrow, with(map[string]arrow.DataType{"city": nil}), false},
		{"one more column", keyArrow, with(nil, arrow.Field{Name: "more", Type: arrow.Null}), false},
		{"not base64", keyArrow, "!" + edited, false},
		{"cut off", keyArrow, edited[:len(edited)/8*4], false},
		{"a zone", "org.apache.spark.timeZone", "Asia/Shanghai", true},
		{"another zone", "org.apache.spark.timeZone", "UTC", false},
		{"a key that was not there", "comment", "nothing", false},
		{"places of nobody", keyGeo, `{"columns":{},"version":"1"}`, true},
		{"not JSON", keyGeo, `{"columns":{}`, false},
	} {
		out := *f
		out.KeyValues = []KeyValue{{Key: c.key, Value: c.value}}
		err := out.SameKeys(f, func(leaf int) bool { return leaf != leafCity })
		if (err == nil) != c.same || err != nil && !errors.Is(err, ErrAltered) {
			t.Errorf("%s: %v", c.about, err)
		}
	}
}
