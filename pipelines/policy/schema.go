package policy

import (
	"maps"
	"reflect"
	"slices"
)

// An ActionShape is what an action's options look like, for the schema of job
// files.
type ActionShape struct {
	Name    string
	Doc     string
	Options []OptionShape
	Needs   string // the option that must be there, "" where none must
}

// An OptionShape is one option of an action.
type OptionShape struct {
	Name  string
	Kind  reflect.Kind // String, Int or Bool
	Words []string     // that it may be, nil for any
}

// A schema is a JSON Schema, or a part of one.
type schema = map[string]any

// Schema is the JSON Schema (draft 2020-12) of job files. It is made of the
// tables that the reader goes by, and a test holds it to the reader. What it
// cannot say, and only lint does, is what hangs on other places: names given
// twice, params and their values, a recipient that is declared nowhere, rules that never decide, tests
// of the job, whether numbers of an option make sense together, and what is not
// in the file at all, a policy by its path and the names of time zones.
func Schema(names Names, actions []ActionShape) any {
	classes := append(slices.Clone(names.Classes), "none")
	match := object(nil, matchKeys, map[string]schema{
		"class": oneOrMany(words(classes)), "contains": oneOrMany(words(names.Classes)), "verdict": oneOrMany(words(verdicts)),
		"column": oneOrMany(filled()), "type": oneOrMany(filled()), "role": oneOrMany(words(roles)), "level": oneOrMany(words(levels)),
		"partition": oneOrMany(filled()),
	})
	job := object([]string{"version", "name", "tables", "output"}, jobKeys, map[string]schema{
		"version": {"enum": []any{1, "1"}}, "name": name(), "policy": scalar(), "purpose": scalar(), "recipient": scalar(), "zone": scalar(),
		"keys":    keySource(),
		"params":  params(),
		"tables":  list(table(), 1),
		"rules":   list(object([]string{"match", "do"}, []string{"match", "do"}, map[string]schema{"match": ref("match"), "do": ref("action")}), 0),
		"domains": named(object([]string{"form"}, []string{"form"}, map[string]schema{"form": words(names.forms())})),
		"recipients": named(object(nil, []string{"internal"}, map[string]schema{
			"internal": boolean(),
		})),
		"catalog": place(filled(), ""), "drift": object(nil, driftKeys, map[string]schema{"new_column": words(newColumns), "changed_class": words(changedClasses)}),
		"output":  output(),
		"tests":   list(test(names.Classes), 0),
		"profile": words(names.Profiles), "detectors": list(detectorSchema(names), 0),
	})
	for key, of := range job["properties"].(map[string]schema) {
		if key != "params" && key != "name" {
			job["properties"].(map[string]schema)[key] = open(of).(schema)
		}
	}
	job["$schema"], job["title"] = "https://json-schema.org/draft/2020-12/schema", "tuomin job file"
	job["$defs"] = map[string]schema{"match": open(match).(schema), "action": open(action(actions)).(schema), "param": pattern(`\$\{`)}
	describe(job)
	return job
}

// descriptions are what an editor shows of the keys of a job.
var descriptions = map[string]string{
	"version":    "The version of the format: 1.",
	"name":       "Stable name of the job: locks, manifests and staging are named by it.",
	"params":     "What differs from run to run: ${name} stands for the value that --set gives it.",
	"policy":     "A shipped policy, or the path of one; cn-base where it is left out.",
	"purpose":    "What the output is for; pseudonyms of different purposes do not join.",
	"recipient":  "Who receives the output; declared in the policy, or under recipients.",
	"keys":       "Where the keys of pseudonyms are: a keyset file and what it is encrypted under, or ephemeral.",
	"zone":       "The time zone in which the days of instants begin, such as Asia/Shanghai.",
	"tables":     "The inputs, each one table.",
	"rules":      "The first rule that matches a column decides; those of the policy come after these.",
	"domains":    "Key domains and their canonical forms.",
	"recipients": "Recipients beside those of the policy.",
	"catalog":    "A directory of catalogs, one for each table: what somebody has confirmed of its columns.",
	"drift":      "What becomes of columns that nobody has decided about.",
	"output":     "Where the results go, and in what shape.",
	"profile":    "By which document personal information is sensitive in law; strict is by either.",
	"detectors":  "Classes of the job's own, and what is no hit of those that there are.",
	"tests":      "Columns that the author has in mind, and what must become of them.",
}

func describe(job schema) {
	properties := job["properties"].(map[string]schema)
	for _, key := range slices.Sorted(maps.Keys(properties)) {
		properties[key] = maps.Clone(properties[key])
		properties[key]["description"] = descriptions[key]
	}
}

// object has the keys of a table of the reader's and no others.
func object(required, keys []string, of map[string]schema) schema {
	properties := make(map[string]schema, len(keys))
	for _, key := range keys {
		properties[key] = of[key]
	}
	s := schema{"type": "object", "properties": properties, "additionalProperties": false}
	if len(required) > 0 {
		s["required"] = required
	}
	return s
}

// named is an object whose keys are names that the author gives.
func named(of schema) schema { return schema{"type": "object", "additionalProperties": of} }

func list(of schema, least int) schema {
	s := schema{"type": "array", "items": of}
	if least > 0 {
		s["minItems"] = least
	}
	return s
}

func ref(name string) schema { return schema{"$ref": "#/$defs/" + name} }

func anyOf(of ...any) schema { return schema{"anyOf": of} }

// oneOrMany is a value, or a list of them that is not empty.
func oneOrMany(of schema) schema { return anyOf(of, list(of, 1)) }

// scalar is any of them: 2024 and true are texts where a text is wanted.
func scalar() schema { return schema{"type": []string{"string", "number", "boolean"}} }

// filled is a text that is not empty.
func filled() schema { return schema{"type": []string{"string", "number", "boolean"}, "minLength": 1} }

// place is a path that means the same to us as to a shell. Prefix is what a reference
// to a file begins with.
func place(of schema, prefix string) schema {
	of["not"] = schema{"type": "string", "pattern": "^" + prefix + shellPath}
	return of
}

func words(of []string) schema { return schema{"enum": of} }

func boolean() schema { return schema{"enum": []any{true, false, "true", "false"}} }

func pattern(p string) schema { return schema{"type": "string", "pattern": p} }

func name() schema {
	return anyOf(pattern(nameForm.String()), schema{"type": "number", "minimum": 0}, schema{"type": "boolean"})
}

// params are what a run gives values to, each by its type or in full.
func params() schema {
	s := named(anyOf(words(paramKinds), object([]string{"type"}, paramKeys, map[string]schema{
		"type": words(paramKinds), "format": words(dateFormats), "values": oneOrMany(scalar()), "default": scalar(),
	})))
	s["propertyNames"] = pattern(paramName.String())
	return s
}

// open lets a param stand wherever a scalar does. It is replaced before the
// job is read, so that nobody knows yet what it will be.
func open(of any) any {
	switch of := of.(type) {
	case []any:
		out := make([]any, len(of))
		for i := range of {
			out[i] = open(of[i])
		}
		return out
	case map[string]schema:
		out := make(map[string]schema, len(of))
		for key := range of {
			out[key] = open(of[key]).(schema)
		}
		return out
	case map[string]any:
		if of["enum"] != nil || of["const"] != nil || of["pattern"] != nil || of["type"] == "integer" {
			return anyOf(of, ref("param"))
		}
		out := make(map[string]any, len(of))
		for key := range of {
			out[key] = open(of[key])
		}
		return out
	}
	return of
}

// table is one input, and which part of it is meant.
func table() schema {
	chosen := named(oneOrMany(filled()))
	chosen["minProperties"] = 1
	return object([]string{"name", "input"}, tableKeys, map[string]schema{
		"name": name(), "input": schema{"allOf": []schema{place(filled(), ""), {"not": schema{"const": "-"}}}}, "partitions": chosen, "ready": pattern(`^(_[^/\\]*|\.[^/\\]*[^./\\][^/\\]*)$`), "select": oneOrMany(filled()),
	})
}

func keySource() schema {
	return anyOf(words([]string{"ephemeral"}), object([]string{"keyset", "kek"}, keysKeys, map[string]schema{
		"keyset": place(pattern("^file:"), "file:"), "kek": place(pattern("^(env|file|exec):"), "file:"), "epoch": words(epochs),
	}))
}

func output() schema {
	modes := []any{pattern("^0*6[0246][0246]$")}
	for group := 0; group <= 6; group += 2 {
		for others := 0; others <= 6; others += 2 {
			modes = append(modes, schema{"const": 600 + 10*group + others}) // 0640 without quotes
		}
	}
	return object([]string{"path"}, outputKeys, map[string]schema{
		"path": place(filled(), ""), "replace": words(replaces), "order": words(orders), "files": words(filings), "codec": words(codecs),
		"level": anyOf(schema{"type": "integer", "minimum": 1, "maximum": 22}, pattern("^0*([1-9]|1[0-9]|2[0-2])$")),
		"mode":  anyOf(modes...), "group": filled(), "success": pattern(`^_[^/\\]*$`), "keep_metadata": oneOrMany(scalar()),
	})
}

// action is what may stand after do.
func action(actions []ActionShape) schema {
	var alone []string
	options := map[string]schema{}
	var all []string
	for _, a := range actions {
		of := map[string]schema{}
		var keys []string
		for _, o := range a.Options {
			of[o.Name], keys = option(o), append(keys, o.Name)
		}
		s := object(nil, keys, of)
		s["description"] = a.Doc
		if a.Needs == "" {
			alone = append(alone, a.Name)
			s["type"] = []string{"object", "null"}
		} else {
			s["required"] = []string{a.Needs}
		}
		options[a.Name], all = s, append(all, a.Name)
	}
	written := object(nil, all, options)
	written["minProperties"], written["maxProperties"] = 1, 1
	return anyOf(words(alone), written)
}

func option(o OptionShape) schema {
	switch {
	case o.Kind == reflect.Bool:
		return boolean()
	case o.Kind == reflect.Int:
		return anyOf(schema{"type": "integer"}, pattern(`^[+-]?[0-9]+$`))
	case o.Words != nil:
		return words(o.Words)
	}
	return scalar()
}

// test is a column of one verdict, and what that verdict goes with.
func test(classes []string) schema {
	s := object([]string{"column", "expect"}, testKeys, map[string]schema{
		"column": scalar(), "class": words(append(slices.Clone(classes), "none")), "contains": oneOrMany(words(classes)),
		"verdict": words(verdicts), "type": scalar(), "role": words(roles), "level": words(levels), "partition": boolean(),
		"expect": anyOf(words([]string{Stop}), ref("action")),
	})
	kind := func(required []string, verdicts []string, without ...string) schema {
		properties := map[string]any{"verdict": words(verdicts)}
		for _, key := range without {
			properties[key] = false
		}
		return schema{"required": required, "properties": properties}
	}
	personal := kind([]string{"class"}, []string{"is", "masked", "damaged"}, "contains")
	personal["properties"].(map[string]any)["class"] = words(classes)
	harmless := kind([]string{"class"}, []string{"none"}, "contains")
	harmless["properties"].(map[string]any)["class"] = words([]string{"none"})
	s["anyOf"] = []any{
		personal, harmless,
		kind([]string{"contains"}, []string{"contains"}, "class"),
		kind([]string{"verdict"}, []string{"unknown", "none"}, "class", "contains"),
	}
	return s
}
