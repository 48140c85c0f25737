package policy

import (
	"regexp"
	"slices"
	"strings"
)

// A Detector is a class that a job or a pack brings, or what it says is nothing
// of a class that there is:
//
//	detectors:
//	  - name: badge_no
//	    title: Badge
//	    title_zh: 工牌号
//	    level: L3
//	    words: [badge, 工牌]
//	    pattern: 'GP\d{6}'
//	    samples: {hit: [GP000001], miss: [GP00001]}
//	  - {class: cn_person_name, never: [王老吉]}
type Detector struct {
	Pos            Pos
	Name           string
	Title, TitleZH string
	Level          string
	Sensitive      bool // by the policy that brings it
	Words          []string
	Literals       []string
	Pattern        string
	Backtracking   bool
	Check          string
	Hit, Miss      []string

	Class string   // that exists, and of which
	Never []string // these texts are nothing

	node *Node
}

// Fail is an error at one of the detector's fields, or at an item of its list:
// what the detectors say of a pattern or a sample.
func (d *Detector) Fail(field string, item int, hint string, err error) *Error {
	at := d.node
	path := strings.Split(field, ".")
	for _, key := range path {
		if v := at.Get(key); v != nil {
			at = v
		}
	}
	if at.Shape == List && item < len(at.Items) {
		at = at.Items[item]
	}
	return &Error{Pos: at.Pos, Path: at.Path, Code: BadValue, Msg: err.Error(), Hint: hint, Err: err}
}

var (
	detectorKeys = []string{"name", "title", "title_zh", "level", "sensitive", "words", "literals", "pattern", "engine", "check", "samples", "class", "never"}
	newKeys      = detectorKeys[1:11] // of a class that is new
	sampleKeys   = []string{"hit", "miss"}
	engines      = []string{"re2", "backtracking"}
)

// className: names stand in rules, catalogs and reports, beside those that are
// shipped.
var className = regexp.MustCompile(`^[a-z][a-z0-9_]{1,63}$`)

// reserved are words that mean something else where a class may stand.
var reserved = append([]string{"text", Stop}, verdicts...)

const newDetector = `detectors: [{name: badge_no, level: L3, words: [badge], pattern: 'GP\d{6}', samples: {hit: [GP000001], miss: [GP00001]}}]`

// detectors reads the list, and makes its classes known to what is read next.
func (r *reader) detectors(n *Node) (list []Detector) {
	if n == nil {
		return nil
	}
	if n.Shape != List {
		r.fail(n, BadValue, newDetector, "want a list of detectors, have %s", n.describe())
		return nil
	}
	before := len(r.errs)
	r.names.Classes = slices.Clone(r.names.Classes)
	for _, item := range n.Items {
		if !r.keys(item, detectorKeys, nil) {
			continue
		}
		d := Detector{Pos: item.Pos, node: item}
		if item.Get("class") != nil || item.Get("never") != nil {
			r.never(item, &d)
		} else {
			r.detector(item, &d)
		}
		list = append(list, d)
	}
	if len(r.errs) == before && r.names.Detectors != nil {
		r.errs = append(r.errs, r.names.Detectors(list)...)
	}
	return list
}

func (r *reader) never(n *Node, d *Detector) {
	for _, key := range append([]string{"name"}, newKeys...) {
		if v := n.Get(key); v != nil {
			r.fail(v, BadValue, "a class that exists takes no more than never", "%s is for classes that are new", key)
		}
	}
	if v := r.required(n, "class", "class: cn_person_name"); v != nil {
		d.Class = r.known(v, "class", r.names.Classes)
	}
	if v := r.required(n, "never", "never: [王老吉]"); v != nil {
		d.Never = r.texts(v)
	}
}

func (r *reader) detector(n *Node, d *Detector) {
	if v := r.required(n, "name", "name: badge_no"); v != nil {
		d.Name = r.text(v)
		switch {
		case v.Shape != Scalar:
		case !className.MatchString(d.Name), slices.Contains(reserved, d.Name):
			r.fail(v, BadValue, "name: badge_no", "want small letters, digits and _, at most 64, have %s", v.describe())
		case slices.Contains(r.names.Classes, d.Name):
			r.fail(v, BadValue, "give it another name, or say with never what is no hit of it", "there is a class %s already", v.describe())
		default:
			r.names.Classes = append(r.names.Classes, d.Name)
		}
	}
	d.Title, d.TitleZH, d.Level = d.Name, d.Name, "L3"
	for key, into := range map[string]*string{"title": &d.Title, "title_zh": &d.TitleZH, "pattern": &d.Pattern} {
		if v := n.Get(key); v != nil {
			*into = r.text(v)
		}
	}
	if v := n.Get("level"); v != nil {
		d.Level = r.oneOf(v, levels)
	}
	if v := n.Get("sensitive"); v != nil {
		d.Sensitive = r.flag(v)
	}
	for key, into := range map[string]*[]string{"words": &d.Words, "literals": &d.Literals} {
		if v := n.Get(key); v != nil {
			*into = r.texts(v)
		}
	}
	if v := n.Get("engine"); v != nil {
		d.Backtracking = r.oneOf(v, engines) == "backtracking"
	}
	if v := n.Get("check"); v != nil {
		d.Check = r.oneOf(v, r.names.Checks)
	}
	if (n.Get("pattern") == nil) == (n.Get("literals") == nil) {
		r.fail(n, BadValue, `pattern: 'GP\d{6}'; or literals: [甲方乙]`, "a class is found by a pattern or by literals, and by one of them")
	}
	r.samples(n, d)
}

// samples reads values that the class must find and such that it must not: a
// pattern that nobody has tried is one that finds nothing, or everything.
func (r *reader) samples(n *Node, d *Detector) {
	const hint = "samples: {hit: [GP000001], miss: [GP00001]}"
	v := r.required(n, "samples", hint)
	if v == nil || !r.keys(v, sampleKeys, nil) {
		return
	}
	for i, into := range []*[]string{&d.Hit, &d.Miss} { // what both lack is said in this order
		if list := r.required(v, sampleKeys[i], hint); list != nil {
			*into = r.texts(list)
		}
	}
}

// profile reads which document decides what is sensitive in law.
func (r *reader) profile(n *Node, into *string) {
	if v := n.Get("profile"); v != nil {
		*into = r.oneOf(v, r.names.Profiles)
	}
}

// detectorSchema is that of one of them.
func detectorSchema(names Names) schema {
	return object(nil, detectorKeys, map[string]schema{
		"name": pattern(className.String()), "title": scalar(), "title_zh": scalar(), "level": words(levels), "sensitive": boolean(),
		"words": oneOrMany(filled()), "literals": oneOrMany(filled()), "pattern": filled(), "engine": words(engines), "check": words(names.Checks),
		"samples": object(sampleKeys, sampleKeys, map[string]schema{"hit": oneOrMany(filled()), "miss": oneOrMany(filled())}),
		"class":   words(names.Classes), "never": oneOrMany(filled()),
	})
}
