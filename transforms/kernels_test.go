package transforms_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"testing"

	"tuomin/scanners/columns"
	"tuomin/transforms"
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
