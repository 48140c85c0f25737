package policy

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// Each file of testdata/catalogs is wrong, and what is said of it stands beside
// it: all of it at once.
func TestWrongCatalogs(t *testing.T) {
	paths, err := filepath.Glob("testdata/catalogs/*.yaml")
	if err != nil || len(paths) == 0 {
		t.Fatal("no catalogs", err)
	}
	for _, path := range paths {
		t.Run(filepath.Base(path), func(t *testing.T) {
			src, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			_, err = ReadCatalog(filepath.Base(path), src, testNames)
			if err == nil {
				t.Fatal("nothing is said of it")
			}
			golden(t, strings.TrimSuffix(path, ".yaml")+".txt", err.Error()+"\n")
		})
	}
}

// golden compares with a file, or with -update writes it.
func golden(t *testing.T, file, got string) {
	t.Helper()
	if *update {
		if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Error(diff)
	}
}

var orderProposals = []Entry{
	{Column: "order_id", Classes: []string{"order_id"}, Verdict: "is", Level: "L2", Status: Proposed},
	{Column: "收货人.手机", Classes: []string{"cn_mobile"}, Verdict: "is", Role: "recipient", Level: "L3", Status: Proposed},
	{Column: "tags{}.value", Classes: []string{"cn_mobile", "cn_address"}, Verdict: "contains", Level: "L3", Status: Proposed},
	{Column: "2024", Classes: []string{"none"}, Verdict: "none", Level: "L1", Status: Proposed},
	{Column: "no", Classes: []string{"unknown"}, Verdict: "unknown", Level: "L2", Status: Proposed},
}

func newCatalog(t *testing.T, table string, entries []Entry) []byte {
	t.Helper()
	src, err := NewCatalog(table+".yaml", table, entries, testNames)
	if err != nil {
		t.Fatal(err)
	}
	return src
}

func columnsOf(entries []Entry) (out []string) {
	for _, e := range entries {
		out = append(out, e.Column)
	}
	return out
}

// What is written is what is read, and proposing it again changes nothing.
func TestNewCatalog(t *testing.T) {
	src := newCatalog(t, "order", orderProposals)
	golden(t, "testdata/catalog_new.txt", string(src))
	c, err := ReadCatalog("order.yaml", src, testNames)
	if err != nil {
		t.Fatal(err)
	}
	if c.Table != "order" || !slices.EqualFunc(c.Entries, orderProposals, func(a, b Entry) bool { return a.same(&b) }) {
		t.Errorf("read as %+v", c.Entries)
	}
	again, err := c.Propose(columnsOf(orderProposals), orderProposals)
	if err != nil || !bytes.Equal(again, src) {
		t.Errorf("a second proposal of the same changes the file (%v)", err)
	}
}

// Each file of testdata/edits is a catalog as somebody left it. Beside it stands
// what proposing and accepting make of it: their own lines and not a byte else.
func TestCatalogEdits(t *testing.T) {
	paths, err := filepath.Glob("testdata/edits/*.yaml")
	if err != nil || len(paths) == 0 {
		t.Fatal("no catalogs", err)
	}
	for _, path := range paths {
		src, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		for name, src := range map[string][]byte{
			"as it is":       src,
			"for Windows":    bytes.ReplaceAll(src, []byte("\n"), []byte("\r\n")),
			"without an end": bytes.TrimRight(src, "\n"),
		} {
			t.Run(filepath.Base(path)+" "+name, func(t *testing.T) {
				got := edit(t, src)
				if name == "without an end" {
					got = strings.TrimRight(got, "\n") + "\n"
				}
				golden(t, strings.TrimSuffix(path, ".yaml")+".txt", strings.TrimRight(strings.ReplaceAll(got, "\r\n", "\n"), "\n")+"\n")
				if name == "for Windows" && !strings.HasPrefix(got, "not editable") && strings.Count(got, "\n") != strings.Count(got, "\r\n") {
					t.Error("lines end in two ways")
				}
			})
		}
	}
}

// edit proposes all columns and accepts what is proposed of two of them.
func edit(t *testing.T, src []byte) string {
	t.Helper()
	c, err := ReadCatalog("order.yaml", src, testNames)
	if err != nil {
		t.Fatal(err)
	}
	made, err := c.Propose(columnsOf(orderProposals), orderProposals)
	if err != nil {
		return "not editable: " + err.Error()
	}
	keeps(t, src, made)
	if c, err = ReadCatalog("order.yaml", made, testNames); err != nil {
		t.Fatal(err)
	}
	two := func(e *Entry) bool { return e.Column == "order_id" || e.Column == "收货人.手机" }
	accepted, columns, err := c.Accept(two, "li.na")
	if err != nil {
		return "not editable: " + err.Error()
	}
	if c, err = ReadCatalog("order.yaml", accepted, testNames); err != nil {
		t.Fatal(err)
	}
	for _, column := range columns {
		if e := c.Entry(column); e.Status != Confirmed || e.By != "li.na" {
			t.Errorf("%s was accepted and is %s by %q", column, e.Status, e.By)
		}
	}
	if _, again, err := c.Accept(two, "wang.wei"); len(again) > 0 || err != nil {
		t.Errorf("accepted twice: %q (%v)", again, err)
	}
	return string(accepted)
}

// keeps makes sure that every line that was there still is, in order.
func keeps(t *testing.T, before, after []byte) {
	t.Helper()
	rest := strings.Split(string(after), "\n")
	for _, line := range strings.Split(string(before), "\n") {
		i := slices.Index(rest, line)
		if i < 0 {
			i = slices.Index(rest, line+"\r")
		}
		if i < 0 {
			t.Fatalf("line %q is gone", line)
		}
		rest = rest[i+1:]
	}
}

// A catalog of ten thousand columns is read and added to in a moment.
func TestWideCatalog(t *testing.T) {
	var entries []Entry
	for i := range 10_000 {
		entries = append(entries, Entry{Column: fmt.Sprintf("feature_%05d", i), Classes: []string{"none"}, Verdict: "none", Level: "L1", Status: Proposed})
	}
	even := slices.DeleteFunc(slices.Clone(entries), func(e Entry) bool { return e.Column[len(e.Column)-1]%2 == 1 })
	c, err := ReadCatalog("wide.yaml", newCatalog(t, "wide", even), testNames)
	if err != nil {
		t.Fatal(err)
	}
	made, err := c.Propose(columnsOf(entries), entries)
	if err != nil {
		t.Fatal(err)
	}
	if want := newCatalog(t, "wide", entries); !bytes.Equal(made, want) {
		t.Error("adding half of the columns is not what writing all of them is")
	}
}

// Whatever a catalog looks like, an edit either makes what was meant and keeps
// every other byte, or refuses.
func FuzzCatalogEdits(f *testing.F) {
	paths, err := filepath.Glob("testdata/edits/*.yaml")
	if err != nil {
		f.Fatal(err)
	}
	for _, path := range paths {
		src, err := os.ReadFile(path)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(src)
	}
	f.Fuzz(func(t *testing.T, src []byte) {
		c, err := ReadCatalog("order.yaml", src, testNames)
		if err != nil {
			return
		}
		made, err := c.Propose(columnsOf(orderProposals), orderProposals)
		if err != nil {
			if !errors.Is(err, ErrNotEditable) {
				t.Fatal(err)
			}
			return
		}
		if len(made) < len(src) {
			t.Error("something is gone")
		}
		for _, want := range orderProposals {
			if c, err = ReadCatalog("order.yaml", made, testNames); err != nil || c.Entry(want.Column) == nil {
				t.Fatalf("%s is not in it (%v)", want.Column, err)
			}
		}
		if _, _, err := c.Accept(func(*Entry) bool { return true }, "li.na"); err != nil && !errors.Is(err, ErrNotEditable) {
			t.Error(err)
		}
	})
}
