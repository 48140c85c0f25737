package transforms_test

import (
	"bufio"
	"context"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"tuomin/scanners/columns"
	"tuomin/transforms"
	"tuomin/transforms/keys"
)

// goldenEnv is testEnv with the keys that testdata/hmac.txt was computed with.
func goldenEnv(t *testing.T) *transforms.Env {
	t.Helper()
	text, err := os.ReadFile("keys/testdata/golden.keyset.json")
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "golden.json") // with the mode it must have
	if err := os.WriteFile(path, text, 0o600); err != nil {
		t.Fatal(err)
	}
	t.Setenv("TEST_KEK", strings.Repeat("c5", 32))
	set, err := keys.Open(path, "env:TEST_KEK")
	if err != nil {
		t.Fatal(err)
	}
	env := testEnv()
	env.Key = func(domain string) (keys.Key, error) { return set.Key(domain, keys.Scope{Purpose: "test"}) }
	return env
}

// columnTypes is what a case file calls the types.
var columnTypes = map[string]columns.Type{
	"string":        textType,
	"binary":        {Kind: columns.Binary},
	"binary11":      {Kind: columns.Binary, Width: 11},
	"bool":          {Kind: columns.Bool, Width: 1},
	"int32":         {Kind: columns.Int, Width: 4},
	"int64":         {Kind: columns.Int, Width: 8},
	"float32":       {Kind: columns.Float, Width: 4},
	"float64":       {Kind: columns.Float, Width: 8},
	"decimal":       {Kind: columns.Decimal, Width: 8, Precision: 18, Scale: 2},
	"decimal_be":    {Kind: columns.Decimal, Width: 5, Precision: 11, Scale: 2, BigEndian: true},
	"date":          {Kind: columns.Date, Width: 4},
	"timestamp":     {Kind: columns.Timestamp, Unit: columns.Milli, Width: 8},
	"timestamp_utc": {Kind: columns.Timestamp, Unit: columns.Milli, Width: 8, UTC: true},
	"uuid":          {Kind: columns.UUID, Width: 16},
	"interval":      {Kind: columns.Interval, Width: 12},
}

// store writes a value of a case file as a column of the type stores it.
func store(t *testing.T, typ columns.Type, word string) []byte {
	t.Helper()
	number := func() float64 {
		f, err := strconv.ParseFloat(word, 64)
		if err != nil {
			t.Fatal(err)
		}
		return f
	}
	instant := func(layout string) time.Time {
		at, err := time.Parse(layout, word)
		if err != nil {
			t.Fatal(err)
		}
		return at
	}
	eight := func(n int64) []byte { return binary.LittleEndian.AppendUint64(nil, uint64(n)) }
	switch typ.Kind {
	case columns.Text, columns.Binary:
		s, err := strconv.Unquote(word)
		if err != nil {
			t.Fatalf("%s: %v", word, err)
		}
		return []byte(s)
	case columns.UUID:
		raw, err := hex.DecodeString(strings.ReplaceAll(word, "-", ""))
		if err != nil {
			t.Fatal(err)
		}
		return raw
	case columns.Bool:
		return []byte{word[0] - '0'}
	case columns.Int:
		return eight(int64(number()))[:typ.Width]
	case columns.Float:
		if typ.Width == 4 {
			return binary.LittleEndian.AppendUint32(nil, math.Float32bits(float32(number())))
		}
		return eight(int64(math.Float64bits(number())))
	case columns.Decimal:
		cents := eight(int64(math.Round(number() * 100)))[:typ.Width]
		if typ.BigEndian {
			slices.Reverse(cents)
		}
		return cents
	case columns.Date:
		return binary.LittleEndian.AppendUint32(nil, uint32(instant("2006-01-02").Unix()/86400))
	case columns.Timestamp:
		return eight(instant("2006-01-02T15:04:05").UnixMilli())
	}
	t.Fatalf("no values of %s", typ)
	return nil
}

// refusals is what a case file calls the reasons.
var refusals = map[string]func(error) bool{
	"field":      func(err error) bool { var f *transforms.FieldError; return errors.As(err, &f) },
	"type":       func(err error) bool { return errors.Is(err, transforms.ErrType) },
	"enumerable": func(err error) bool { return errors.Is(err, transforms.ErrEnumerable) },
	"form":       func(err error) bool { return errors.Is(err, transforms.ErrForm) },
	"profile":    func(err error) bool { return errors.Is(err, transforms.ErrProfile) },
	"domain":     func(err error) bool { return errors.Is(err, transforms.ErrDomain) },
	"real":       func(err error) bool { return errors.Is(err, transforms.ErrLooksReal) },
	"as":         func(err error) bool { return errors.Is(err, transforms.ErrAs) },
}

func TestCases(t *testing.T) {
	files, err := filepath.Glob("testdata/*.txt")
	if err != nil {
		t.Fatal(err)
	}
	tried := map[string]bool{}
	for _, file := range files {
		name := strings.TrimSuffix(filepath.Base(file), ".txt")
		tried[name] = true
		t.Run(name, func(t *testing.T) { runCases(t, name, file) })
	}
	for _, e := range transforms.All() {
		if !tried[e.Name] {
			t.Errorf("no testdata/%s.txt", e.Name)
		}
	}
}

func runCases(t *testing.T, name, file string) {
	if _, ok := transforms.Lookup(name); !ok {
		t.Fatal("the file belongs to no transform")
	}
	env := goldenEnv(t)
	in, err := os.Open(file)
	if err != nil {
		t.Fatal(err)
	}
	defer in.Close()
	do, class := "", "none"
	col := &columns.Column{Path: "c", Type: textType, MaxDef: 1, Optional: true}
	cases := 0
	lines := bufio.NewScanner(in)
	for n := 1; lines.Scan(); n++ {
		line := strings.TrimSpace(lines.Text())
		verb, rest, _ := strings.Cut(line, " ")
		switch {
		case line == "" || verb == "#":
		case verb == "do":
			do = rest
		case verb == "on":
			typ, c, _ := strings.Cut(rest, " ")
			known, ok := columnTypes[typ]
			if !ok {
				t.Fatalf("line %d: no type %q", n, typ)
			}
			class = c
			col = &columns.Column{Path: "c", Type: known, MaxDef: 1, Optional: true}
		case verb == "refuse":
			cases++
			opts, reason := rest[:strings.LastIndexByte(rest, ' ')], rest[strings.LastIndexByte(rest, ' ')+1:]
			_, err := tryBind(name, opts, col, class, env)
			if err == nil || refusals[reason] == nil || !refusals[reason](err) {
				t.Errorf("line %d: want a refusal for its %s, have %v", n, reason, err)
			}
		default:
			cases++
			value, want, ok := strings.Cut(line, " -> ")
			if !ok {
				t.Fatalf("line %d: neither a case nor a command", n)
			}
			b, err := tryBind(name, do, col, class, env)
			if err != nil {
				t.Fatalf("line %d: %v", n, err)
			}
			runCase(t, n, b, col, store(t, col.Type, value), want)
		}
	}
	if err := lines.Err(); err != nil {
		t.Fatal(err)
	}
	if cases == 0 {
		t.Error("the file has no cases")
	}
}

func runCase(t *testing.T, line int, b transforms.Bound, col *columns.Column, stored []byte, want string) {
	t.Helper()
	vs := columns.NewVariable(stored, []int32{0, int32(len(stored))}, 0)
	if col.Type.Width > 0 {
		vs = columns.NewFixed(stored, col.Type.Width)
	}
	out, err := b.NewKernel().Apply(context.Background(), &columns.Leaf{Column: col, Rows: 1, Slots: 1, Values: &vs}, nil)
	if is := refusals[want]; is != nil {
		if err == nil || !is(err) {
			t.Errorf("line %d: want an error of %s, have %v", line, want, err)
		}
		return
	}
	if err != nil {
		t.Errorf("line %d: %v", line, err)
		return
	}
	got := read(t, out)[0]
	text := strconv.Quote(got.value)
	if got.null {
		text = "null"
	}
	if want[0] == '"' {
		unquoted, err := strconv.Unquote(want)
		if err != nil {
			t.Fatalf("line %d: %v", line, err)
		}
		want = strconv.Quote(unquoted)
	}
	if text != want {
		t.Errorf("line %d: %s, want %s", line, text, want)
	}
}
