package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// The jobs that some documents need: one that is wrong, and one whose last day
// cannot be read.
const (
	wrongJob = `version: 1
name: wrong
tables: [{name: t, input: in}]
rules: [{match: {class: cn_mobil}, do: drop}]
output: {path: "out/{table}"}
`
	demoDir = "tuomin-demo/"
)

// TestContracts holds the documents that other programs rely on, field by
// field, to testdata/contracts.golden: adding a field is a new line there, and a
// line that goes or changes its type breaks somebody's program. Whatever the
// command, with --format json stdout is one document with a schema.
func TestContracts(t *testing.T) {
	golden, err := filepath.Abs("testdata/contracts.golden")
	if err != nil {
		t.Fatal(err)
	}
	t.Chdir(t.TempDir())
	t.Setenv("KEK", strings.Repeat("0a", 32))
	if err := os.WriteFile("wrong.yaml", []byte(wrongJob), 0o644); err != nil {
		t.Fatal(err)
	}
	broken := func() {
		if err := os.WriteFile(demoDir+"input/order/dt=2026-11-20/z.parquet", []byte("notes"), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	shapes := map[string]map[string]bool{} // schema → "path type"
	for _, c := range []struct {
		line, schema string
		exit         int
		first        func()
	}{
		{line: "demo --rows 900", schema: "tuomin.demo/1"},
		{line: "scan tuomin-demo/input/user tuomin-demo/input/order", schema: "tuomin.scan/1"},
		{line: "scan tuomin-demo/input", schema: "tuomin.scan/1", exit: 3}, // truth.json is no table
		{line: "plan tuomin-demo/demo.yaml", schema: "tuomin.plan/1"},
		{line: "plan wrong.yaml", schema: "tuomin.plan/1", exit: 4},
		{line: "run tuomin-demo/demo.yaml", schema: "tuomin.result/1"},
		{line: "verify tuomin-demo/output/user --against tuomin-demo/input/user", schema: "tuomin.result/1"},
		{line: "run tuomin-demo/demo.yaml --report page.md", schema: "tuomin.result/1", exit: 11, first: broken},
		{line: "report tuomin-demo/output", schema: "tuomin.report/1"},
		{line: "keys new k.json --kek env:KEK --domain person", schema: "tuomin.keys/1"},
		{line: "keys add k.json --kek env:KEK --domain order", schema: "tuomin.keys/1"},
		{line: "keys list k.json --kek env:KEK", schema: "tuomin.keys/1"},
		{line: "reasons", schema: "tuomin.reasons/1"},
		{line: "explain tuomin-demo/input/user mobile", schema: "tuomin.explain/1"},
		{line: "detectors --profile gbt45574-2025", schema: "tuomin.detectors/1"},
		{line: "transforms", schema: "tuomin.transforms/1"},
		{line: "policies", schema: "tuomin.policies/1"},
		{line: "version", schema: "tuomin.version/1"},
		{line: "help", schema: "tuomin.help/1"},
		{line: "help run", schema: "tuomin.help/1"},
	} {
		if c.first != nil {
			c.first()
		}
		var out, errs bytes.Buffer
		args := append(strings.Fields(c.line), "--format", "json")
		if code := run(context.Background(), args, streams{strings.NewReader(""), &out, &errs}); code != c.exit {
			t.Fatalf("tuomin %s: exit %d, want %d: %s", c.line, code, c.exit, errs.Bytes())
		}
		if schema := learn(t, shapes, out.Bytes()); schema != c.schema {
			t.Errorf("tuomin %s: schema %q, want %q", c.line, schema, c.schema)
		}
	}
	for _, path := range []string{"page.json", demoDir + "input/truth.json", demoDir + "output/user/_tuomin/manifest.json", demoDir + "output/order/dt=2026-11-18/_tuomin/manifest.json"} {
		b, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		learn(t, shapes, b)
	}
	var got strings.Builder
	for _, schema := range slices.Sorted(maps.Keys(shapes)) {
		fmt.Fprintf(&got, "%s\n", schema)
		for _, line := range slices.Sorted(maps.Keys(shapes[schema])) {
			fmt.Fprintf(&got, "  %s\n", line)
		}
	}
	if *update {
		if err := os.WriteFile(golden, []byte(got.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got.String()); diff != "" {
		t.Errorf("the documents are not those of testdata/contracts.golden (-want +got):\n%s", diff)
	}
}

// learn notes which fields a document has, and of which types.
func learn(t *testing.T, shapes map[string]map[string]bool, b []byte) string {
	t.Helper()
	var doc map[string]any
	d := json.NewDecoder(bytes.NewReader(b))
	if err := d.Decode(&doc); err != nil || d.More() {
		t.Fatalf("%v, or more than one document: %.200s", err, b)
	}
	schema, _ := doc["schema"].(string)
	if shapes[schema] == nil {
		shapes[schema] = map[string]bool{}
	}
	for key, v := range doc {
		shape(shapes[schema], key, v)
	}
	return schema
}

// shape writes each field below a value as its path and type.
func shape(into map[string]bool, path string, v any) {
	switch v := v.(type) {
	case map[string]any:
		if inner, ok := v["schema"].(string); ok {
			into[path+" "+inner] = true // a document within, which has its own lines
			return
		}
		// The keys of these are names of the data or the job, no fields.
		if name := path[strings.LastIndexByte(path, '.')+1:]; slices.Contains([]string{"options", "counts", "dropped", "planted"}, name) {
			into[path+" map"] = true
			return
		}
		for key, one := range v {
			shape(into, path+"."+key, one)
		}
	case []any:
		into[path+" list"] = true
		for _, one := range v {
			shape(into, path+"[]", one)
		}
	case string:
		into[path+" string"] = true
	case float64:
		into[path+" number"] = true
	case bool:
		into[path+" bool"] = true
	default:
		into[path+" null"] = true
	}
}
