package transforms_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"tuomin/scanners/columns"
	"tuomin/transforms"
	"tuomin/transforms/keys"
)

// A map key must stay required: nullify is refused at once, and a value that
// says there is none when it comes. Nor may two keys become one.
func TestMapKeys(t *testing.T) {
	col := &columns.Column{Path: "m{}.key", Type: textType, MaxDef: 2, MaxRep: 1, RepDef: 2, MapKey: true}
	if _, err := tryBind("nullify", "", col, "none", testEnv()); !errors.Is(err, transforms.ErrMapKey) {
		t.Errorf("nullify: %v", err)
	}
	for name, opts := range map[string]string{"replace": "", "mask": "{keep_last: 4}", "generalize": "{to: year}"} {
		if _, err := tryBind(name, opts, col, "none", testEnv()); !errors.Is(err, transforms.ErrSameKeys) {
			t.Errorf("%s: %v", name, err)
		}
	}
	for name, opts := range map[string]string{"hmac": "{domain: account}", "sha256": ""} {
		b := bind(t, name, opts, col, "none")
		if b.MakesNulls || b.Column(col).Optional {
			t.Errorf("%s: a map key becomes optional", name)
		}
		for _, lay := range layouts {
			page := pages(col, lay, values("1890", ""), 2)[0]
			if _, err := b.NewKernel().Apply(context.Background(), page, nil); !errors.Is(err, transforms.ErrMapKey) {
				t.Errorf("%s, %s: %v", name, lay.name, err)
			}
		}
	}
}

// An element of a list of the oldest kind has no level for null: nullify is refused
// at once, all else on the value that would become one.
func TestBareLists(t *testing.T) {
	col := &columns.Column{Path: "l[]", Type: textType, MaxDef: 2, MaxRep: 1, RepDef: 2, Bare: true}
	if _, err := tryBind("nullify", "", col, "none", testEnv()); !errors.Is(err, transforms.ErrBare) {
		t.Errorf("nullify: %v", err)
	}
	for name, opts := range map[string]string{"hmac": "{domain: account}", "sha256": "", "generalize": "{to: month}", "mask": "{keep_last: 1}", "replace": ""} {
		b := bind(t, name, opts, col, "none")
		if out := b.Column(col); out.Optional || out.MaxDef != col.MaxDef {
			t.Errorf("%s: a bare list gets nulls", name)
		}
		for _, lay := range layouts {
			if _, err := b.NewKernel().Apply(context.Background(), pages(col, lay, values("1890-01-01", "1890-02-01"), 2)[0], nil); err != nil {
				t.Errorf("%s, %s: %v", name, lay.name, err)
			}
			_, err := b.NewKernel().Apply(context.Background(), pages(col, lay, values("1890-01-01", ""), 2)[0], nil)
			if b.MakesNulls != errors.Is(err, transforms.ErrBare) {
				t.Errorf("%s, %s: %v", name, lay.name, err)
			}
		}
	}
}

// A VARIANT is kept, dropped or made null as a whole.
func TestGroups(t *testing.T) {
	metadata := &columns.Column{Path: "v.metadata", Type: columns.Type{Kind: columns.Binary}, MaxDef: 1, Group: "v", GroupDef: 1}
	for name, opts := range map[string]string{"mask": "", "sha256": "", "hmac": "{domain: account, as: text}", "generalize": "{to: city}", "replace": ""} {
		if _, err := tryBind(name, opts, metadata, "none", testEnv()); !errors.Is(err, transforms.ErrGroup) {
			t.Errorf("%s: %v", name, err)
		}
	}
	for _, name := range []string{"keep", "drop"} {
		bind(t, name, "", metadata, "none")
	}
	b := bind(t, "nullify", "", metadata, "none")
	in := &columns.Leaf{Column: metadata, Rows: 3, Slots: 3, Def: []int16{1, 0, 1}, Values: variable([]string{"a", "b"}, "")}
	out, err := b.NewKernel().Apply(context.Background(), in, nil)
	if err != nil {
		t.Fatal(err)
	}
	if !slices.Equal(out.Def, []int16{0, 0, 0}) || out.Values.Len() != 0 || *out.Column != *metadata {
		t.Errorf("levels %v of %+v", out.Def, out.Column)
	}
	// In a struct, of which row 1 is null: that stays so, and the struct of the
	// others stays there.
	inner := *metadata
	inner.MaxDef, inner.GroupDef = 2, 2
	in = &columns.Leaf{Column: &inner, Rows: 3, Slots: 3, Def: []int16{2, 0, 1}, Values: variable([]string{"a"}, "")}
	if out, err = bind(t, "nullify", "", &inner, "none").NewKernel().Apply(context.Background(), in, nil); err != nil {
		t.Fatal(err)
	}
	if !slices.Equal(out.Def, []int16{1, 0, 1}) {
		t.Errorf("levels %v in a struct", out.Def)
	}
	for level, want := range []error{transforms.ErrGroupRequired, nil} {
		inner.GroupDef = int16(level)
		if _, err := tryBind("nullify", "", &inner, "none", testEnv()); !errors.Is(err, want) {
			t.Errorf("a VARIANT of level %d: %v", level, err)
		}
	}
	inner.MaxRep = 1
	if _, err := tryBind("nullify", "", &inner, "none", testEnv()); !errors.Is(err, transforms.ErrGroupList) {
		t.Errorf("a VARIANT in a list: %v", err)
	}
}

// A fixed value keeps a column's type where it is a value of it, whole, and the
// column becomes text where it is not.
func TestFixedUUID(t *testing.T) {
	uuid := columns.Type{Kind: columns.UUID, Width: 16}
	col := &columns.Column{Path: "c", Type: uuid, MaxDef: 1, Optional: true}
	for with, want := range map[string]columns.Kind{
		"00":                                   columns.Text,
		"":                                     columns.Text,
		"550e8400e29b41d4a716446655440000":     columns.Text,
		"550e8400-e29b-41d4-a716-4466554400":   columns.Text,
		"550e8400-e29b-41d4-a716-446655440000": columns.UUID,
		"550E8400-E29B-41D4-A716-446655440000": columns.UUID,
	} {
		b := bind(t, "replace", fmt.Sprintf("{with: %q}", with), col, "none")
		if b.Out.Kind != want {
			t.Errorf("%q makes the column %s", with, b.Out)
		}
		values := columns.NewFixed(make([]byte, 16), 16)
		out, err := b.NewKernel().Apply(context.Background(), &columns.Leaf{Column: col, Rows: 1, Slots: 1, Values: &values}, nil)
		if err != nil {
			t.Fatalf("%q: %v", with, err)
		}
		if got := string(columns.AppendText(nil, b.Out, out.Values.At(0))); with != "" && !strings.EqualFold(got, with) {
			t.Errorf("%q became %q", with, got)
		}
	}
}

// One kernel meets files whose column is required and files where it is not.
func TestColumnsOfManyFiles(t *testing.T) {
	k := bind(t, "hmac", "{domain: account}", &shapes[0].col, "none").NewKernel()
	for range 2 {
		for _, shape := range shapes {
			slots := shape.make(values("a", "", "b"))
			out, err := k.Apply(context.Background(), pages(&shape.col, layouts[0], slots, len(slots))[0], nil)
			if err != nil {
				t.Fatal(err)
			}
			if got := read(t, out); !out.Column.Optional || len(got) != len(slots) {
				t.Errorf("%s: %d slots, column %+v", shape.name, len(got), out.Column)
			}
		}
	}
}

// A plan binds without keys; a kernel does not run without.
func TestPlanNeedsNoKeys(t *testing.T) {
	env := testEnv()
	env.Key = nil
	col := &columns.Column{Path: "c", Type: textType}
	b, err := tryBind("hmac", "{domain: account}", col, "none", env)
	if err != nil {
		t.Fatal(err)
	}
	if b.Guarantee != transforms.Pseudonym || b.Domain != "account" {
		t.Errorf("bound as %+v", b)
	}
	page := pages(col, layouts[0], values("a"), 1)[0]
	if _, err := b.NewKernel().Apply(context.Background(), page, nil); !errors.Is(err, keys.ErrMissing) {
		t.Errorf("without a key: %v", err)
	}
	env.Key = func(string) (keys.Key, error) { return keys.Key{}, keys.ErrMissing }
	if _, err := tryBind("hmac", "{domain: account}", col, "none", env); !errors.Is(err, keys.ErrMissing) {
		t.Errorf("with a key missing: %v", err)
	}
}

func TestCounts(t *testing.T) {
	col := &columns.Column{Path: "c", Type: textType}
	b := bind(t, "hmac", "{domain: mobile}", col, "cn_mobile")
	for _, lay := range layouts {
		k := b.NewKernel()
		in := values("13800000000", "call me", "13800000000", "", "NULL", "call me", "x")
		for _, page := range pages(col, lay, in, 4) {
			if _, err := k.Apply(context.Background(), page, nil); err != nil {
				t.Fatal(err)
			}
		}
		var sum transforms.Counts
		sum.Merge(k.Counts())
		sum.Merge(k.Counts())
		if sum.Values() != 14 || sum.Nulls() != 4 || sum.Nullish() != 4 || sum.WithoutForm() != 6 || sum.Unreadable() != 0 {
			t.Errorf("%s: %+v", lay.name, sum)
		}
	}
}

func TestRefusalsAreWords(t *testing.T) {
	col := &columns.Column{Path: "receiver.phone", Type: textType}
	_, err := tryBind("sha256", "", col, "cn_mobile", testEnv())
	const want = "cannot sha256 column receiver.phone (string): the hash can be undone by trying all values, the 7e9 of cn_mobile in 17 min on two cores: use hmac, or say accept_enumerable: true"
	if err == nil || err.Error() != want {
		t.Errorf("%v\nwant %s", err, want)
	}
	flag := &columns.Column{Path: "ok", Type: columns.Type{Kind: columns.Bool, Width: 1}}
	_, err = tryBind("mask", "", flag, "none", testEnv())
	if err == nil || err.Error() != "cannot mask column ok: bool is not a type it works on" {
		t.Errorf("%v", err)
	}
	b := bind(t, "sha256", "{accept_enumerable: true}", col, "cn_mobile")
	if b.Guarantee != transforms.Enumerable || !strings.Contains(b.Accepted, "17 min") {
		t.Errorf("accepted as %q, %q", b.Guarantee, b.Accepted)
	}
}
