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

// The kernels below are what no transform of the table does yet: drop rows,
// read a sibling, read a side table, ask a store in bulk. They hold the
// framework to its contract.

// optOut is a Filter that drops the rows whose first leaf stands in a side
// table.
type optOut struct{ table transforms.SideTable }

func (f optOut) Rows(_ context.Context, leaves []*columns.Leaf) (transforms.Mask, error) {
	l := leaves[0]
	if l.Rep != nil {
		return nil, errors.New("the key column is a list")
	}
	drop := transforms.NewMask(l.Rows)
	i := 0
	for row := range l.Rows {
		if l.Def != nil && l.Def[row] != l.Column.MaxDef {
			continue
		}
		e := i
		if l.Index != nil {
			e = int(l.Index[i])
		}
		if _, out := f.table.Lookup(l.Values.At(e)); out {
			drop.Set(row)
		}
		i++
	}
	return drop, nil
}

type mapTable map[string]string

func (m mapTable) Lookup(key []byte) ([]byte, bool) {
	v, ok := m[string(key)]
	return []byte(v), ok
}

func TestFilterDropsRows(t *testing.T) {
	users := values("u1", "u2", "u3", "u2", "u4")
	users[4] = slot{null: true}
	env := testEnv()
	env.Side = func(name string) (transforms.SideTable, error) {
		if name != "optout" {
			return nil, errors.New("no such table")
		}
		return mapTable{"u2": "", "u9": ""}, nil
	}
	side, err := env.Side("optout")
	if err != nil {
		t.Fatal(err)
	}
	col := &columns.Column{Path: "user", Type: textType, MaxDef: 1, Optional: true}
	for _, lay := range layouts {
		drop, err := optOut{side}.Rows(context.Background(), pages(col, lay, users, len(users)))
		if err != nil {
			t.Fatal(err)
		}
		var got []bool
		for i := range users {
			got = append(got, drop.Has(i))
		}
		if !slices.Equal(got, []bool{false, true, false, true, false}) || drop.Count() != 2 {
			t.Errorf("%s: %v", lay.name, got)
		}
	}
	if drop := transforms.NewMask(130); drop.Count() != 0 || drop.Has(200) {
		t.Error("an empty mask has rows")
	} else if drop.Set(129); !drop.Has(129) || drop.Has(128) || drop.Count() != 1 {
		t.Error("the last row of a mask")
	}
}

// byRow writes the row's key behind each value; a row without key becomes
// null.
func byRow() transforms.Bound {
	b := transforms.Bound{Out: textType, MakesNulls: true, Laws: transforms.Overlapping}
	return transforms.PerRow(b, "user", func() (transforms.RowAppender, error) {
		return func(dst, v, key []byte) ([]byte, transforms.Outcome, error) {
			if key == nil {
				return dst, transforms.NullNoRule, nil
			}
			return append(append(append(dst, v...), '@'), key...), transforms.Made, nil
		}, nil
	})
}

func TestPerRowReadsItsSibling(t *testing.T) {
	b := byRow()
	if b.PerValue || !slices.Equal(b.Siblings, []columns.Path{"user"}) {
		t.Fatalf("bound as %+v", b)
	}
	user := &columns.Column{Path: "user", Type: textType, MaxDef: 1, Optional: true}
	for _, shape := range shapes {
		slots := shape.make(values("a", "b", "a", "c", "d", "a", "e", "", "b"))
		rows := 0
		for _, s := range slots {
			if s.rep == 0 {
				rows++
			}
		}
		var users []slot
		for i := range rows {
			users = append(users, slot{value: fmt.Sprint("u", i%4), null: i%5 == 3})
			if users[i].null {
				users[i].value = ""
			}
		}
		want := expectRows(slots, users)
		for _, lay := range layouts {
			for _, cut := range []int{len(slots), 4, 1} {
				k := b.NewKernel()
				var got []slot
				for _, page := range pages(&shape.col, lay, slots, cut) {
					out, err := k.Apply(context.Background(), page, []*columns.Leaf{sibling(user, lay, users, page)})
					if err != nil {
						t.Fatalf("%s, %s: %v", shape.name, lay.name, err)
					}
					if holds(out, canary) {
						t.Fatal("a canary is in the output")
					}
					got = append(got, read(t, out)...)
				}
				if !slices.Equal(got, want) {
					t.Errorf("%s, %s, pages of %d: %v, want %v", shape.name, lay.name, cut, got, want)
				}
			}
		}
	}
}

func expectRows(slots, users []slot) (want []slot) {
	row := -1
	for _, s := range slots {
		if s.rep == 0 {
			row++
		}
		if !s.null && !s.empty {
			if users[row].null {
				s = slot{null: true, rep: s.rep}
			} else {
				s.value += "@" + users[row].value
			}
		}
		want = append(want, s)
	}
	return want
}

// sibling is the rows of another column that a page touches.
func sibling(col *columns.Column, lay layout, all []slot, page *columns.Leaf) *columns.Leaf {
	n := 1
	for s := 1; s < page.Slots; s++ {
		if page.Rep == nil || page.Rep[s] == 0 {
			n++
		}
	}
	l := pages(col, lay, all[page.First:page.First+int64(n)], n)[0]
	l.First = page.First
	return l
}

func TestPerRowRefusesOtherRows(t *testing.T) {
	col := &columns.Column{Path: "c", Type: textType}
	page := pages(col, layouts[0], values("a", "b"), 2)[0]
	short := pages(col, layouts[0], values("u"), 1)[0]
	other := pages(col, layouts[0], values("u", "u"), 2)[0]
	other.First = 7
	list := pages(&shapes[3].col, layouts[0], values("u", "u"), 2)[0]
	for i, siblings := range [][]*columns.Leaf{nil, {short}, {other}, {list}} {
		_, err := byRow().NewKernel().Apply(context.Background(), page, siblings)
		if !errors.Is(err, transforms.ErrSiblings) {
			t.Errorf("case %d: %v", i, err)
		}
	}
}

// vault is a kernel that asks a store once per page for all distinct values.
type vault struct {
	asks    int
	failing error
	inner   transforms.Kernel
	tokens  map[string]string
}

func newVault(failing error) *vault {
	v := &vault{failing: failing}
	b := transforms.PerValue(transforms.Bound{Out: textType}, func() (transforms.Appender, error) {
		return func(dst, value []byte) ([]byte, transforms.Outcome, error) {
			return append(dst, v.tokens[string(value)]...), transforms.Made, nil
		}, nil
	})
	v.inner = b.NewKernel()
	return v
}

func (v *vault) Counts() transforms.Counts { return v.inner.Counts() }

func (v *vault) Apply(ctx context.Context, in *columns.Leaf, s []*columns.Leaf) (*columns.Leaf, error) {
	v.asks++
	if v.failing != nil {
		return nil, &transforms.ValueError{Column: in.Column.Path, Row: -1, Err: v.failing}
	}
	v.tokens = map[string]string{}
	for i := range in.Values.Len() {
		value := string(in.Values.At(i))
		if _, ok := v.tokens[value]; !ok {
			v.tokens[value] = fmt.Sprintf("t%d", len(v.tokens))
		}
	}
	return v.inner.Apply(ctx, in, s)
}

func TestBulkKernelFails(t *testing.T) {
	down := errors.New("the store is down")
	col := &columns.Column{Path: "c", Type: textType}
	page := pages(col, layouts[2], values("a", "b", "a", "a"), 4)[0]
	good := newVault(nil)
	if out, err := good.Apply(context.Background(), page, nil); err != nil || good.asks != 1 || len(read(t, out)) != 4 {
		t.Errorf("asked %d times, error %v", good.asks, err)
	}
	out, err := newVault(down).Apply(context.Background(), page, nil)
	var at *transforms.ValueError
	if out != nil || !errors.Is(err, down) || !errors.As(err, &at) || at.Column != "c" {
		t.Errorf("leaf %v, error %v", out, err)
	}
}

// counting is a PerValue kernel that tells which values it was asked for.
func counting(f transforms.Appender) (transforms.Kernel, *[]string) {
	asked := new([]string)
	b := transforms.PerValue(transforms.Bound{Out: textType}, func() (transforms.Appender, error) {
		return func(dst, v []byte) ([]byte, transforms.Outcome, error) {
			*asked = append(*asked, string(v))
			return f(dst, v)
		}, nil
	})
	return b.NewKernel(), asked
}

func echo(dst, v []byte) ([]byte, transforms.Outcome, error) {
	return append(append(dst, '<'), v...), transforms.Made, nil
}

// Each entry in use is done once, however many pages use it, and those that
// none uses are not done at all.
func TestDictionaryEntriesAreDoneOnce(t *testing.T) {
	col := &columns.Column{Path: "c", Type: textType}
	slots := values("d", "a", "d", "d", "b", "a", "e", "b", "d", "c", "a", "e")
	for _, lay := range layouts[2:] {
		k, asked := counting(echo)
		all := pages(col, lay, slots, 3)
		for _, page := range all {
			out, err := k.Apply(context.Background(), page, nil)
			if err != nil {
				t.Fatal(err)
			}
			if &out.Index[0] != &page.Index[0] {
				t.Error("the index need not change and did")
			}
			if out.Values.Len() > page.Values.Len() || holds(out, canary) {
				t.Error("the result has entries that nobody uses")
			}
		}
		slices.Sort(*asked)
		if got := strings.Join(*asked, ""); got != "abcde" {
			t.Errorf("%s: asked for %s", lay.name, got)
		}
		// A new part may have another dictionary in the same memory.
		if _, err := k.Apply(context.Background(), all[0], nil); err != nil {
			t.Fatal(err)
		}
		if len(*asked) != 7 {
			t.Errorf("%s: the first page of a part asked for %d more, want 2", lay.name, len(*asked)-5)
		}
	}
}

func TestFailuresSayWhereAndNotWhat(t *testing.T) {
	const secret = "s3cr3t"
	bad := errors.New("bad value")
	fail := func(dst, v []byte) ([]byte, transforms.Outcome, error) {
		if string(v) == secret {
			return dst, transforms.Made, bad
		}
		return echo(dst, v)
	}
	for _, lay := range layouts {
		k, asked := counting(fail)
		col := &columns.Column{Path: "s.c", Type: textType, MaxDef: 1, Optional: true}
		slots := []slot{{value: "a"}, {null: true}, {value: "b"}, {value: secret}, {value: "a"}}
		page := pages(col, lay, slots, len(slots))[0]
		page.First = 1000
		_, err := k.Apply(context.Background(), page, nil)
		var at *transforms.ValueError
		if !errors.Is(err, bad) || !errors.As(err, &at) || at.Row != 1003 || at.Column != "s.c" {
			t.Errorf("%s: %v", lay.name, err)
		}
		if strings.Contains(fmt.Sprintf("%+v %#v", err, err), secret) {
			t.Errorf("%s: the error tells the value", lay.name)
		}
		// Nothing of the failed page is taken for done.
		*asked = nil
		if _, err := k.Apply(context.Background(), page, nil); !errors.Is(err, bad) {
			t.Errorf("%s, again: %v", lay.name, err)
		}
	}
}

func TestBrokenLeavesAreRefused(t *testing.T) {
	col := &columns.Column{Path: "c", Type: textType, MaxDef: 1, Optional: true}
	b := bind(t, "hmac", "{domain: account}", col, "none")
	for _, c := range []struct {
		name string
		leaf columns.Leaf
		want error
	}{
		{"an index beyond the dictionary", columns.Leaf{Values: variable([]string{"a"}, ""), Index: []int32{0, 1}}, transforms.ErrIndex},
		{"a negative index", columns.Leaf{Values: variable([]string{"a"}, ""), Index: []int32{-1}}, transforms.ErrIndex},
		{"fewer values than levels", columns.Leaf{Values: variable([]string{""}, ""), Def: []int16{1, 1}}, transforms.ErrLevels},
		{"more values than levels", columns.Leaf{Values: variable([]string{"", "a"}, ""), Def: []int16{1}}, transforms.ErrLevels},
	} {
		c.leaf.Column, c.leaf.First, c.leaf.Rows = col, 0, 2
		if _, err := b.NewKernel().Apply(context.Background(), &c.leaf, nil); !errors.Is(err, c.want) {
			t.Errorf("%s: %v", c.name, err)
		}
	}
}

// A map key must stay required: nullify is refused at once, and a value that
// says there is none when it comes.
func TestMapKeys(t *testing.T) {
	col := &columns.Column{Path: "m{}.key", Type: textType, MaxDef: 2, MaxRep: 1, RepDef: 2, MapKey: true}
	if _, err := tryBind("nullify", "", col, "none", testEnv()); !errors.Is(err, transforms.ErrMapKey) {
		t.Errorf("nullify: %v", err)
	}
	for name, opts := range map[string]string{"hmac": "{domain: account}", "sha256": "", "generalize": "{to: year}"} {
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

// A VARIANT is kept, dropped or made null as a whole.
func TestGroups(t *testing.T) {
	metadata := &columns.Column{Path: "v.metadata", Type: columns.Type{Kind: columns.Binary}, MaxDef: 1, Group: "v"}
	for name, opts := range map[string]string{"mask": "", "sha256": "", "hmac": "{domain: account, as: text}", "generalize": "{to: city}"} {
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
	required := *metadata
	required.MaxDef = 0
	if _, err := tryBind("nullify", "", &required, "none", testEnv()); !errors.Is(err, transforms.ErrGroup) {
		t.Errorf("a required VARIANT: %v", err)
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
