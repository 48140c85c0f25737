package transforms_test

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"

	"tuomin/scanners/columns"
	"tuomin/transforms"
)

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

// A transform may make values of fixed width: a null entry then takes its
// place with zeros, and a result of another width is an error.
func TestResultsOfFixedWidth(t *testing.T) {
	number := columns.Type{Kind: columns.Int, Width: 8}
	length := func(dst, v []byte) ([]byte, transforms.Outcome, error) {
		switch string(v) {
		case "":
			return dst, transforms.NullNullish, nil
		case "odd":
			return append(dst, 1), transforms.Made, nil
		}
		return binary.LittleEndian.AppendUint64(dst, uint64(len(v))), transforms.Made, nil
	}
	b := transforms.PerValue(transforms.Bound{Out: number, MakesNulls: true},
		func() (transforms.Appender, error) { return length, nil })
	col := &columns.Column{Path: "c", Type: textType}
	want := []slot{{value: "1"}, {null: true}, {value: "3"}, {value: "1"}, {null: true}}
	for _, lay := range layouts {
		for _, cut := range []int{5, 1} {
			var got []slot
			k := b.NewKernel()
			for _, page := range pages(col, lay, values("a", "", "abc", "a", ""), cut) {
				out, err := k.Apply(context.Background(), page, nil)
				if err != nil {
					t.Fatal(err)
				}
				if out.Values.Width() != 8 {
					t.Fatalf("values of width %d", out.Values.Width())
				}
				got = append(got, read(t, out)...)
			}
			if !slices.Equal(got, want) {
				t.Errorf("%s, pages of %d: %v", lay.name, cut, got)
			}
		}
		page := pages(col, lay, values("a", "odd"), 2)[0]
		if _, err := b.NewKernel().Apply(context.Background(), page, nil); !errors.Is(err, transforms.ErrLevels) {
			t.Errorf("%s: a result of one byte: %v", lay.name, err)
		}
	}
}

// Kernels of one Bound work side by side and say the same.
func TestKernelsShareNothing(t *testing.T) {
	each(t, func(t *testing.T, b transforms.Bound, _ func(*columns.Column) transforms.Bound, class string) {
		col := &columns.Column{Path: "c", Type: textType}
		in := append(people(class, 50), dirty...)
		results := make([][]slot, 4)
		var wg sync.WaitGroup
		for i := range results {
			wg.Go(func() {
				k := b.NewKernel()
				for _, page := range pages(col, layouts[i%len(layouts)], values(in...), 9) {
					out, err := k.Apply(context.Background(), page, nil)
					if err != nil {
						t.Error(err)
						return
					}
					results[i] = append(results[i], read(t, out)...)
				}
			})
		}
		wg.Wait()
		for i := range results {
			if !slices.Equal(results[i], results[0]) {
				t.Errorf("kernel %d differs", i)
			}
		}
	})
}
