package pipelines

import (
	"bytes"
	"encoding/json"
	"errors"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"tuomin/pipelines/policy"
	"tuomin/transforms"
)

// cannotSay is what only the reader of job files can know; see policy.Schema.
func cannotSay(e *policy.Error) bool {
	var option *transforms.FieldError
	switch {
	case e.Code == policy.Unreached, e.Code == policy.TestFailed:
		return true // rules against rules
	case slices.Contains([]string{"zone", "policy", "recipient"}, e.Path):
		return e.Code == policy.BadValue && !strings.HasPrefix(e.Msg, "want a text") || e.Code == policy.NotBuilt
	case strings.HasPrefix(e.Path, "params.") && strings.HasSuffix(e.Path, ".default") && !strings.HasPrefix(e.Msg, "want a text"),
		strings.HasPrefix(e.Path, "params.") && (e.Code == policy.BadValue || e.Code == policy.Missing) && !strings.HasPrefix(e.Msg, "want a t") && !strings.HasPrefix(e.Msg, "want a name") && !strings.HasPrefix(e.Msg, "no such value"),
		strings.HasPrefix(e.Msg, "no such param"), strings.HasPrefix(e.Msg, "the mode lets no group"), strings.Contains(e.Msg, " in place"):
		return true // params and their values, and keys against keys
	case strings.HasPrefix(e.Msg, "two tables are called"), strings.HasPrefix(e.Msg, "several tables"), strings.HasPrefix(e.Msg, "the only name that can stand in braces"), strings.HasPrefix(e.Msg, "want a local path"), strings.Contains(e.Msg, "is where the manifest lies"):
		return true
	case errors.As(e, &option):
		// Which option must be there, and which words it may be, can be said.
		return !slices.Contains([]string{"to", "profile", "as", "domain"}, option.Field)
	}
	return false
}

// jobSchema compiles what `tuomin lint --schema` prints, with a validator that
// knows nothing of this program.
func jobSchema(t *testing.T) *jsonschema.Schema {
	t.Helper()
	var b bytes.Buffer
	if err := WriteSchema(&b); err != nil {
		t.Fatal(err)
	}
	doc, err := jsonschema.UnmarshalJSON(&b)
	if err != nil {
		t.Fatal(err)
	}
	c := jsonschema.NewCompiler()
	if err := c.AddResource("job.json", doc); err != nil {
		t.Fatal(err)
	}
	s, err := c.Compile("job.json")
	if err != nil {
		t.Fatal(err)
	}
	return s
}

var (
	yamlInt   = regexp.MustCompile(`^[-+]?[0-9]+$`)
	yamlFloat = regexp.MustCompile(`^[-+]?([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][-+]?[0-9]+)?$`)
)

// plainValue is a node as an editor's YAML 1.2 reader hands it to a schema.
func plainValue(n *policy.Node) any {
	switch {
	case n.Shape == policy.List:
		out := make([]any, len(n.Items))
		for i, item := range n.Items {
			out[i] = plainValue(item)
		}
		return out
	case n.Shape == policy.Map:
		out := make(map[string]any, len(n.Fields))
		for _, f := range n.Fields {
			out[f.Key] = plainValue(f.Value)
		}
		return out
	case n.Shape == policy.NullValue:
		return nil
	case n.Quoted:
		return n.Text
	case n.Text == "true" || n.Text == "false":
		return n.Text == "true"
	case yamlInt.MatchString(n.Text), yamlFloat.MatchString(n.Text):
		f, err := strconv.ParseFloat(n.Text, 64)
		if err != nil {
			return n.Text
		}
		return f
	}
	return n.Text
}

// agree holds one job to both. It reports whether the reader took it.
func agree(t *testing.T, s *jsonschema.Schema, what, path string, value any) bool {
	t.Helper()
	_, err := LoadJob(path)
	var list policy.Errors
	if err != nil && !errors.As(err, &list) {
		t.Fatal(err)
	}
	said := slices.DeleteFunc(slices.Clone(list), cannotSay)
	refused := s.Validate(value)
	switch {
	case len(said) > 0 && refused == nil:
		t.Errorf("%s: the schema takes it; the reader says %v", what, said[0])
	case len(list) == 0 && refused != nil:
		t.Errorf("%s: the reader takes it; the schema says %v", what, refused)
	}
	return len(list) == 0
}

// Every job of the tests of package policy is taken or refused by the schema as
// it is by the reader.
func TestSchemaOfJobs(t *testing.T) {
	s := jobSchema(t)
	for _, dir := range []string{"good", "jobs"} {
		paths, err := filepath.Glob("policy/testdata/" + dir + "/*.yaml")
		if err != nil || len(paths) == 0 {
			t.Fatal("no jobs", err)
		}
		for _, path := range paths {
			n, err := policy.ReadFile(path)
			if err != nil {
				continue // no YAML that anybody's schema would see
			}
			if took := agree(t, s, path, path, plainValue(n)); took != (dir == "good") {
				t.Errorf("%s: taken by the reader: %t", path, took)
			}
		}
	}
}

// A mutant is a job with one thing changed.
type mutant struct {
	what  string
	value any
}

// mutants changes every place of a value in every way that people get wrong:
// left out, misspelt, of another shape, of another kind.
func mutants(path string, v any, yield func(mutant)) {
	for _, other := range []any{nil, true, "", "zzz", 7.0, -1.0, 2.5, []any{}, map[string]any{}, []any{"zzz"}, map[string]any{"zzz": 1.0}} {
		b, err := json.Marshal(other)
		if err != nil {
			panic(err)
		}
		yield(mutant{path + " = " + string(b), other})
	}
	switch v := v.(type) {
	case map[string]any:
		for _, key := range slices.Sorted(maps.Keys(v)) {
			without := maps.Clone(v)
			delete(without, key)
			yield(mutant{path + " without " + key, without})
			misspelt := maps.Clone(without)
			misspelt[key+"x"] = v[key]
			yield(mutant{path + " with " + key + "x", misspelt})
			mutants(path+"."+key, v[key], func(m mutant) {
				changed := maps.Clone(v)
				changed[key] = m.value
				yield(mutant{m.what, changed})
			})
		}
	case []any:
		for i := range v {
			mutants(path+"["+strconv.Itoa(i)+"]", v[i], func(m mutant) {
				changed := slices.Clone(v)
				changed[i] = m.value
				yield(mutant{m.what, changed})
			})
		}
	}
}

func TestSchemaOfMutants(t *testing.T) {
	s := jobSchema(t)
	paths, err := filepath.Glob("policy/testdata/good/*.yaml")
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "job.yaml") // JSON is YAML
	step, n := every(7), 0
	taken, refused := 0, 0
	for _, path := range paths {
		job, err := policy.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		mutants(filepath.Base(path), plainValue(job), func(m mutant) {
			if n++; n%step != 0 {
				return
			}
			if strings.Contains(m.what, ".do.") && strings.HasSuffix(m.what, ` = ""`) {
				return // an option that is empty is one that is left out, which no list of words says
			}
			b, err := json.Marshal(m.value)
			if err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(file, b, 0o600); err != nil {
				t.Fatal(err)
			}
			if agree(t, s, m.what, file, m.value) {
				taken++
			} else {
				refused++
			}
		})
	}
	if taken*step < 100 || refused*step < 1000 {
		t.Errorf("%d mutants taken and %d refused: they try too little", taken, refused)
	}
}
