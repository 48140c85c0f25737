package policy

import (
	"errors"
	"fmt"
	"maps"
	"reflect"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// A reader turns Nodes into values and collects what is wrong with them.
type reader struct {
	names  Names
	errs   Errors
	ranged string // the param of a job that has a range of days
	lint   bool   // params need no value
}

func (r *reader) fail(n *Node, code Code, hint, format string, args ...any) {
	r.errs = append(r.errs, &Error{Pos: n.Pos, Path: n.Path, Code: code, Msg: fmt.Sprintf(format, args...), Hint: hint})
}

// keys checks that n is a map and has no keys but the known and the unbuilt
// ones, of which it says so.
func (r *reader) keys(n *Node, known, unbuilt []string) bool {
	if n.Shape != Map {
		r.fail(n, BadValue, "", "want keys and values (%s), have %s", strings.Join(known, ", "), n.describe())
		return false
	}
	for _, f := range n.Fields {
		at := &Node{Pos: f.Pos, Path: join(n.Path, f.Key)}
		switch {
		case slices.Contains(known, f.Key):
		case slices.Contains(unbuilt, f.Key):
			r.fail(at, NotBuilt, "take it out until then", "%s is documented, but not built in this version", f.Key)
		default:
			r.fail(at, UnknownKey, meant(f.Key, append(slices.Clone(known), unbuilt...)), "no such key")
		}
	}
	return true
}

// Meant is the hint for a name that is not known: the one that was probably
// meant, or else all that there are.
func Meant(name string, known []string) string { return meant(name, slices.Clone(known)) }

func meant(name string, known []string) string {
	switch strings.ToLower(name) {
	case "null", "~":
		return "null is YAML's own word for nothing; the action is called nullify"
	case "true", "false", "yes", "no", "on", "off":
		return "YAML may read this as true or false; quote it if it is a name"
	}
	if c := closest(name, known); c != "" {
		return "did you mean " + c + "?"
	}
	if len(known) == 0 {
		return "take it out"
	}
	if len(known) > mostKnown {
		return "tuomin detectors lists the classes"
	}
	slices.Sort(known)
	return "known: " + strings.Join(slices.Compact(known), ", ")
}

// mostKnown is how many names a hint lists. Not more: nobody reads them. Not
// fewer: the keys of a job are as many, and only of classes there are more.
const mostKnown = 24

// describe says what n is, in words, without repeating more of it than a
// short scalar: a secret may stand there by mistake.
func (n *Node) describe() string {
	switch n.Shape {
	case List:
		if len(n.Items) == 0 {
			return "an empty list"
		}
		return "a list"
	case Map:
		return "keys and values"
	case NullValue:
		return "nothing"
	}
	if len(n.Text) > 40 {
		return "a longer text"
	}
	return strconv.Quote(n.Text)
}

// text reads a scalar; "" with an error where n is none.
func (r *reader) text(n *Node) string {
	if n.Shape != Scalar {
		hint := ""
		if n.Shape == NullValue {
			hint = "write a value, or take the key out"
		}
		r.fail(n, BadValue, hint, "want a text, have %s", n.describe())
		return ""
	}
	return n.Text
}

// texts reads a list of scalars; one scalar stands for a list of one.
func (r *reader) texts(n *Node) []string {
	if n.Shape != List {
		s := r.text(n)
		if n.Shape != Scalar {
			return nil
		}
		return []string{s}
	}
	if len(n.Items) == 0 {
		r.fail(n, BadValue, "", "the list is empty")
	}
	var out []string
	for _, item := range n.Items {
		out = append(out, r.text(item))
	}
	return out
}

// oneOf reads a word of a closed set; the first is returned on error.
func (r *reader) oneOf(n *Node, words []string, unbuilt ...string) string {
	s := r.text(n)
	switch {
	case slices.Contains(words, s):
		return s
	case slices.Contains(unbuilt, s):
		r.fail(n, NotBuilt, "built are: "+strings.Join(words, ", "), "%s is documented, but not built in this version", s)
	case n.Shape == Scalar:
		r.fail(n, BadValue, meant(s, append(slices.Clone(words), unbuilt...)), "no such value: %s", n.describe())
	}
	return words[0]
}

func (r *reader) flag(n *Node) bool { return r.oneOf(n, []string{"false", "true"}) == "true" }

// Options are an action's part of a file, for the transform of that name to
// decode. It implements transforms.Options.
type Options struct{ node *Node }

// OptionsOf are options that say what Values said of others.
func OptionsOf(values map[string]string) Options {
	n := &Node{Shape: Map}
	for _, name := range slices.Sorted(maps.Keys(values)) {
		n.Fields = append(n.Fields, Field{Key: name, Value: &Node{Shape: Scalar, Path: name, Text: values[name]}})
	}
	return Options{n}
}

// Empty reports whether the action stands there without options.
func (o Options) Empty() bool { return o.node == nil || len(o.node.Fields) == 0 }

// Values are the options as they are written, for plans and their hash.
func (o Options) Values() map[string]string {
	out := map[string]string{}
	if o.node != nil {
		for _, f := range o.node.Fields {
			out[f.Key] = f.Value.Text
		}
	}
	return out
}

// plainWord needs no quotes in YAML, wherever it stands.
var plainWord = regexp.MustCompile(`^[\p{L}0-9][\p{L}0-9._-]*$`)

// String writes the options as a job file does, sorted by name.
func (o Options) String() string {
	values := o.Values()
	pairs := make([]string, 0, len(values))
	for _, name := range slices.Sorted(maps.Keys(values)) {
		value := values[name]
		if !plainWord.MatchString(value) || strings.EqualFold(value, "null") {
			value = strconv.Quote(value)
		}
		pairs = append(pairs, name+": "+value)
	}
	return "{" + strings.Join(pairs, ", ") + "}"
}

// A fielder is an error that knows which option it is about.
type fielder interface {
	error
	FieldName() string
}

// Decode fills the struct that into points to, by the yaml tags of its fields,
// and calls its Validate if it has one. Its errors are Errors.
func (o Options) Decode(into any) error {
	r := &reader{}
	v := reflect.ValueOf(into).Elem()
	if o.node != nil {
		names := make([]string, v.NumField())
		for i := range names {
			names[i], _, _ = strings.Cut(v.Type().Field(i).Tag.Get("yaml"), ",")
		}
		known := slices.DeleteFunc(slices.Clone(names), func(name string) bool { return name == "" })
		if r.keys(o.node, known, nil) {
			for i, name := range names {
				if n := o.node.Get(name); n != nil && name != "" {
					r.field(n, v.Field(i))
				}
			}
		}
	}
	if len(r.errs) == 0 {
		if c, ok := into.(interface{ Validate() error }); ok {
			r.validate(o.node, c.Validate())
		}
	}
	return r.errs.Sorted()
}

// field reads one option. The kinds are those that transforms have.
func (r *reader) field(n *Node, v reflect.Value) {
	switch v.Kind() {
	case reflect.String:
		v.SetString(r.text(n))
	case reflect.Bool:
		v.SetBool(r.flag(n))
	case reflect.Int:
		i, err := strconv.Atoi(n.Text)
		if n.Shape != Scalar || err != nil {
			r.fail(n, BadValue, "", "want a whole number, have %s", n.describe())
			return
		}
		v.SetInt(int64(i))
	default:
		panic("policy: an option of a kind that Options cannot decode: " + v.Type().String())
	}
}

// validate gives an error of Validate the place of the option it speaks of.
func (r *reader) validate(n *Node, err error) {
	if err == nil {
		return
	}
	if n == nil {
		n = &Node{}
	}
	at, msg := n, err.Error()
	var f fielder
	if errors.As(err, &f) {
		if field := n.Get(f.FieldName()); field != nil {
			at, msg = field, strings.TrimPrefix(msg, f.FieldName()+": ") // the path says it
		}
	}
	r.errs = append(r.errs, &Error{Pos: at.Pos, Path: at.Path, Code: BadValue, Msg: msg, Err: err})
}
