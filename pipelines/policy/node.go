package policy

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"regexp"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/parser"
	"github.com/goccy/go-yaml/token"
)

// A Shape is what a Node is.
type Shape uint8

const (
	Scalar Shape = iota
	List
	Map
	NullValue
)

// A Node is one value of a YAML file.
type Node struct {
	Pos    Pos
	Path   string // from the root: tables[0].input
	Shape  Shape
	Text   string // of a scalar, as it stands in the file without its quotes
	Quoted bool   // it had quotes, so it is text whatever it looks like
	Flow   bool   // a list in brackets or a map in braces
	Items  []*Node
	Fields []Field

	uses []string // params that were replaced in Text
}

// A Field is one entry of a map.
type Field struct {
	Key   string
	Pos   Pos
	Value *Node
}

// Get returns the value under a key, or nil.
func (n *Node) Get(key string) *Node {
	for i := range n.Fields {
		if n.Fields[i].Key == key {
			return n.Fields[i].Value
		}
	}
	return nil
}

// maxFile and maxDepth bound what a file can make us do. People write a few
// hundred lines, some ten levels deep. maxCatalog is for files that a scan
// wrote: 100,000 columns of 160 bytes each.
const (
	maxFile    = 1 << 20
	maxCatalog = 16 << 20
	maxDepth   = 40
)

// ReadFile parses a YAML file of one document.
func ReadFile(path string) (*Node, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	b, err := io.ReadAll(io.LimitReader(f, maxFile+1))
	if err != nil {
		return nil, err
	}
	return Parse(path, b)
}

// Parse parses one YAML document. Errors are Errors; one may be ErrTooLarge.
func Parse(name string, src []byte) (*Node, error) { return parse(name, src, maxFile) }

func parse(name string, src []byte, limit int) (n *Node, err error) {
	if len(src) > limit {
		return nil, Errors{{Pos: Pos{name, 1, 1}, Code: BadValue, Msg: ErrTooLarge.Error(), Err: ErrTooLarge}}
	}
	src = bytes.TrimPrefix(src, []byte("\ufeff")) // a byte order mark, as Windows writes it
	// The parser takes the end of a line that Windows wrote after a comment for
	// two, and all lines behind it would be said to stand elsewhere.
	src = bytes.ReplaceAll(src, []byte("\r\n"), []byte("\n"))
	if e := encodingError(name, src); e != nil {
		return nil, Errors{e}
	}
	// The parser has had panics on odd input, found by fuzzing.
	defer func() {
		if v := recover(); v != nil {
			n, err = nil, Errors{{Pos: Pos{name, 1, 1}, Code: Syntax, Msg: "not YAML that can be read"}}
		}
	}()
	file, err := parser.ParseBytes(src, 0)
	if err != nil {
		return nil, Errors{syntaxError(name, src, err)}
	}
	b := &nodeBuilder{file: name}
	var docs []*ast.DocumentNode
	for _, d := range file.Docs {
		if d.Body != nil {
			docs = append(docs, d)
		}
	}
	switch len(docs) {
	case 0:
		return nil, Errors{{Pos: Pos{name, 1, 1}, Code: Syntax, Msg: "the file is empty"}}
	case 1:
	default:
		b.fail(docs[1].Body, "", "a second document: the file must hold one", "")
	}
	n = b.node(docs[0].Body, "", 0)
	return n, b.errs.Sorted()
}

// encodingError refuses what is no text in UTF-8: a name in another encoding is
// none that a table has, and the rule for it would decide nothing.
func encodingError(name string, src []byte) *Error {
	at := -1
	for i := 0; at < 0 && i < len(src); {
		r, n := utf8.DecodeRune(src[i:])
		if r == 0 || r == utf8.RuneError && n == 1 { // zeros are what UTF-16 is full of
			at = i
		}
		i += n
	}
	if at < 0 {
		return nil
	}
	before := src[:at]
	pos := Pos{name, 1 + bytes.Count(before, []byte("\n")), 1 + utf8.RuneCount(before[bytes.LastIndexByte(before, '\n')+1:])}
	return &Error{Pos: pos, Code: Syntax, Msg: "not a text in UTF-8", Hint: "save it as UTF-8, as iconv -f GB18030 -t UTF-8 does with what Windows wrote in Chinese", Err: ErrSyntax}
}

// syntaxError words the parser's complaint, with a hint for what people
// stumble over.
func syntaxError(name string, src []byte, err error) *Error {
	e := &Error{Pos: Pos{name, 1, 1}, Code: Syntax, Msg: "not YAML", Err: ErrSyntax}
	var syn *yaml.SyntaxError
	if errors.As(err, &syn) {
		e.Msg = "not YAML: " + syn.Message
		if syn.Token != nil {
			e.Pos = tokenPos(name, syn.Token)
		}
	}
	line := ""
	if lines := strings.Split(string(src), "\n"); e.Pos.Line <= len(lines) {
		line = lines[e.Pos.Line-1]
	}
	for _, s := range stumbles {
		if s.line != nil && s.line.MatchString(line) || s.said != "" && strings.Contains(e.Msg, s.said) {
			e.Hint = s.hint
			return e
		}
	}
	e.Hint = "keys that belong together begin in the same column, and each ends in a colon and a blank"
	return e
}

// ErrSyntax is what errors of Code Syntax wrap.
var ErrSyntax = errors.New("not YAML")

const quoteGlob = `a pattern that starts with * must be quoted: "*.phone"`

// stumbles are what people stumble over: by the line where the parser gave up, or
// by what it says of it. The first that fits is the likeliest.
var stumbles = []struct {
	line *regexp.Regexp
	said string
	hint string
}{
	{line: regexp.MustCompile(`^ *\t`), hint: "indent with blanks, not with tabs"},
	{line: regexp.MustCompile(`[:\[,]\s*\$\{`), hint: `a param inside {} or [] must be quoted: "${dt}"`},
	{line: regexp.MustCompile(`[：，｛｝［］“”]`), hint: "write : , { } [ ] and quotes as ASCII has them, and a blank after : and ,"},
	{line: regexp.MustCompile(`[:\[,]\s*[^\s"'{]+\{table\}`), hint: `a text with braces must be quoted: "out/{table}/"`},
	{line: regexp.MustCompile(`[:\[,]\s*\*`), hint: quoteGlob},
	{said: "already defined", hint: "write what belongs to a key under it once"},
	{said: "end character of", hint: "a quote that opens has to close"},
	{said: "mapping value is not allowed", hint: `a text with a colon and a blank in it must be quoted: "a: b"`},
	{said: "'}'", hint: "each { or [ has to close, with commas between what it holds"},
	{said: "']'", hint: "each { or [ has to close, with commas between what it holds"},
}

// tokenPos is where a token stands.
func tokenPos(file string, t *token.Token) Pos {
	if t == nil || t.Position == nil {
		return Pos{file, 1, 1}
	}
	return Pos{file, max(t.Position.Line, 1), max(t.Position.Column, 1)}
}

// nodeBuilder turns the library's tree into ours.
type nodeBuilder struct {
	file string
	errs Errors
}

func (b *nodeBuilder) fail(n ast.Node, path, msg, hint string) {
	b.errs = append(b.errs, &Error{Pos: tokenPos(b.file, n.GetToken()), Path: path, Code: Syntax, Msg: msg, Hint: hint, Err: ErrSyntax})
}

func (b *nodeBuilder) node(n ast.Node, path string, depth int) *Node {
	out := &Node{Path: path, Shape: NullValue, Pos: Pos{b.file, 1, 1}}
	if n == nil {
		return out
	}
	out.Pos = tokenPos(b.file, n.GetToken())
	if depth > maxDepth {
		b.fail(n, path, fmt.Sprintf("nested deeper than %d levels", maxDepth), "")
		return out
	}
	switch n := n.(type) {
	case *ast.NullNode:
	case *ast.StringNode:
		out.Shape, out.Text = Scalar, n.Value
		out.Quoted = n.Token.Type == token.DoubleQuoteType || n.Token.Type == token.SingleQuoteType
	case *ast.LiteralNode:
		out.Shape, out.Text, out.Quoted = Scalar, n.Value.Value, true
	case *ast.IntegerNode, *ast.FloatNode, *ast.BoolNode, *ast.InfinityNode, *ast.NanNode:
		out.Shape, out.Text = Scalar, n.GetToken().Value
	case *ast.SequenceNode:
		out.Shape, out.Flow = List, n.IsFlowStyle
		for i, v := range n.Values {
			out.Items = append(out.Items, b.node(v, fmt.Sprintf("%s[%d]", path, i), depth+1))
		}
	case *ast.MappingNode:
		out.Flow = n.IsFlowStyle
		b.mapping(out, n.Values, path, depth)
	case *ast.MappingValueNode:
		b.mapping(out, []*ast.MappingValueNode{n}, path, depth)
	case *ast.AliasNode:
		b.fail(n, path, "anchors and aliases are not used here", quoteGlob)
	case *ast.AnchorNode:
		b.fail(n, path, "anchors and aliases are not used here", "write it out where it is meant")
	case *ast.TagNode:
		b.fail(n, path, "tags are not used here", "write the value without its !tag")
	default:
		b.fail(n, path, "this kind of YAML is not used here", "")
	}
	return out
}

func (b *nodeBuilder) mapping(out *Node, values []*ast.MappingValueNode, path string, depth int) {
	out.Shape = Map
	if len(values) > 0 {
		out.Pos = tokenPos(b.file, values[0].Key.GetToken())
	}
	for _, v := range values {
		var key string
		switch k := v.Key.(type) {
		case *ast.StringNode:
			key = k.Value
		case *ast.MergeKeyNode:
			b.fail(v.Key, path, "merge keys are not used here", "write it out where it is meant")
			continue
		default:
			// true:, 1: and null: are keys that somebody meant as words.
			key = v.Key.GetToken().Value
		}
		at := join(path, key)
		if out.Get(key) != nil {
			b.fail(v.Key, at, "the key stands here twice", "")
			continue
		}
		out.Fields = append(out.Fields, Field{Key: key, Pos: tokenPos(b.file, v.Key.GetToken()), Value: b.node(v.Value, at, depth+1)})
	}
}

// join is the path of a key. What a terminal would take for a command is quoted.
func join(path, key string) string {
	if strings.ContainsFunc(key, func(r rune) bool { return !unicode.IsPrint(r) }) {
		key = strconv.Quote(key)
	}
	if path == "" {
		return key
	}
	return path + "." + key
}
