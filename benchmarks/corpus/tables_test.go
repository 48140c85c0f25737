package corpus

import (
	"crypto/sha256"
	"encoding/hex"
	"maps"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/google/go-cmp/cmp"
)

// What benchmarks are measured on must not change without anybody saying so:
// figures of different days could not be compared.
func TestTablesStay(t *testing.T) {
	for _, c := range []struct {
		table *Table
		want  string
	}{
		{Narrow(1, 5000), "efa83ae7161d2011"},
		{Wide(1, 5000, 20), "3bc51dbb14cffea3"},
		{Orders(7, 5000, Options{}), "a1eaf1c8fde13eec"},
		{Users(7, 5000, Options{}), "15e1359681e90141"},
	} {
		all := cells(t, c.table, 1000)
		h := sha256.New()
		for _, path := range slices.Sorted(maps.Keys(all)) {
			for _, v := range all[path] {
				h.Write([]byte(path + "\x00" + v + "\x00"))
			}
		}
		if got := hex.EncodeToString(h.Sum(nil)[:8]); got != c.want {
			t.Errorf("%s: the cells of a seed have the digest %s, want %s", c.table.Name(), got, c.want)
		}
	}
}

// Whatever columns are called, the cells and what is planted in them stay; only
// what the names had told is gone.
func TestNaming(t *testing.T) {
	for _, k := range kinds {
		plain := k.make(7, 500, Options{})
		for _, n := range []Naming{Telling, Meaningless, Misleading} {
			for seed := uint64(7); seed < 7+4*styles; seed++ { // through the styles
				checkNames(t, k.make(seed, 1, Options{Naming: n}).columns, k.name+" "+n.String())
			}
			table := k.make(7, 500, Options{Naming: n})
			a, b := plain.Truth().Columns, table.Truth().Columns
			for i := range a {
				if diff := cmp.Diff(a[i].Planted, b[i].Planted); diff != "" {
					t.Errorf("%s %s %s: planted otherwise than in %s:\n%s", k.name, n, b[i].Path, a[i].Path, diff)
				}
				named := n == Telling
				switch {
				case named && (a[i].Class != b[i].Class || a[i].Verdict != b[i].Verdict):
					t.Errorf("%s %s: a telling name changes the truth", k.name, a[i].Path)
				case !named && b[i].Class == "order_id":
					t.Errorf("%s %s: an order number that nothing names is known", k.name, b[i].Path)
				case !named && a[i].Class == "cn_id18" && a[i].Verdict == "is" && b[i].Class != "cn_id18":
					t.Errorf("%s %s: an identity number needs no name", k.name, b[i].Path)
				}
			}
		}
	}
	styles := make(map[string]bool)
	for seed := range uint64(30) {
		styles[Waybills(seed, 1, Options{Naming: Telling}).columns[0].name] = true
	}
	for _, name := range []string{"mail_no", "ydh", "运单号"} {
		if !styles[name] {
			t.Errorf("of 30 seeds none calls a waybill %s, only %v", name, styles)
		}
	}
}

// checkNames fails where two columns side by side have one name, or a column
// that holds something is called what it is by a name that is to mislead.
func checkNames(t *testing.T, columns []*column, where string) {
	t.Helper()
	taken := make(map[string]bool)
	for _, c := range columns {
		if c.name == "" || taken[c.name] {
			t.Errorf("%s: two columns are called %q", where, c.name)
		}
		taken[c.name] = true
		checkNames(t, c.children, where+" "+c.name)
		for e := c.element; e != nil; e = e.element {
			checkNames(t, e.children, where+" "+c.name)
		}
		i := slices.IndexFunc(claims, func(claim struct {
			name, class string
			checked     bool
		}) bool {
			return claim.name == c.name
		})
		if strings.HasSuffix(where, Misleading.String()) && i >= 0 && claims[i].class == c.class {
			t.Errorf("%s: a column of %s is called %s", where, c.class, c.name)
		}
	}
}

// Schemas change in three ways.
func TestVersions(t *testing.T) {
	schema := func(version int) *arrow.Schema { return Waybills(7, 10, Options{Version: version}).Schema() }
	has := func(version int, name string) bool { return schema(version).HasField(name) }
	if has(1, "recv_virtual_phone") || !has(2, "recv_virtual_phone") || !has(0, "recv_virtual_phone") {
		t.Error("the second version brings recv_virtual_phone")
	}
	if has(2, "recv_phone") || !has(2, "consignee_tel") || !has(3, "recv_phone") || has(3, "consignee_tel") {
		t.Error("the third version renames consignee_tel to recv_phone")
	}
	for version, want := range map[int]arrow.Type{1: arrow.INT32, 2: arrow.INT32, 3: arrow.INT64, 0: arrow.INT64} {
		fields, _ := schema(version).FieldsByName("weight_g")
		if fields[0].Type.ID() != want {
			t.Errorf("weight_g is %s in version %d", fields[0].Type, version)
		}
	}
	for _, k := range kinds {
		for version := range newest {
			if n := int64(len(cells(t, k.make(7, 50, Options{Version: version + 1}), 50))); n == 0 {
				t.Errorf("%s: version %d has no cells", k.name, version+1)
			}
		}
	}
	// One table of three schemas: a column that a part has not is null there.
	truth, err := WriteLake(t.TempDir(), 7, 300, Layout{Tables: []string{"waybill"}, Days: 3, Versions: true})
	if err != nil {
		t.Fatal(err)
	}
	for path, absent := range map[string]int64{"recv_virtual_phone": 100, "recv_phone": 200, "consignee_tel": 100} {
		c := truth.Tables[0].Column(path)
		if c == nil || c.Values != 300 || c.Nulls < absent {
			t.Errorf("%s: %+v", path, c)
		}
	}
}

// Some have many orders, and most of the others one or two.
func TestRegulars(t *testing.T) {
	orders := make(map[string]int)
	for _, pin := range cells(t, Orders(7, 20000, Options{Regulars: true}), 5000)["user_pin"] {
		orders[pin]++
	}
	counts := slices.Sorted(maps.Values(orders))
	best, middle := counts[len(counts)-1], counts[len(counts)/2]
	if best < 150 || best > 500 || middle > 4 || len(counts) < 3000 {
		t.Errorf("of %d customers the best has %d orders and the middle one %d", len(counts), best, middle)
	}
}

// In a zipper table the older version ends where the newer begins, and only the
// newer has the new telephone.
func TestZipper(t *testing.T) {
	for _, table := range []*Table{BankBindings(7, 400, Options{People: 100}), Couriers(7, 400, Options{People: 100})} {
		got := cells(t, table, 400)
		id := got["id_no"]
		if table.Name() == "staff" {
			id = got["staff_id"]
		}
		for i := 0; i+1 < 400; i += 4 {
			if got["end_date"][i] != got["start_date"][i+1] || got["end_date"][i+1] != "9999-12-31" {
				t.Fatalf("%s row %d: true until %s, and from %s until %s", table.Name(), i,
					got["end_date"][i], got["start_date"][i+1], got["end_date"][i+1])
			}
			if table.Name() == "staff" && id[i] != id[i+1] {
				t.Fatalf("staff row %d: two versions of two people", i)
			}
			if mobile := got["mobile"]; mobile[i] == mobile[i+1] {
				t.Fatalf("%s row %d: nothing has changed", table.Name(), i)
			}
		}
	}
}

// A snapshot of another day is the same accounts; a few have a new number.
func TestSnapshots(t *testing.T) {
	day := Accounts(7, 4000, Options{}).opt.Day
	before := cells(t, Accounts(7, 4000, Options{Day: day.AddDate(0, 0, -1)}), 4000)
	after := cells(t, Accounts(7, 4000, Options{}), 4000)
	changed := 0
	for i, v := range before["mobile"] {
		if v != after["mobile"][i] {
			changed++
		}
	}
	if changed < 5 || changed > 60 {
		t.Errorf("of 4000 people %d have a new number, want about 20", changed)
	}
	for _, path := range []string{"account_id", "real_name", "id_no", "email"} {
		if !cmp.Equal(before[path], after[path]) {
			t.Errorf("%s is not the same on the next day", path)
		}
	}
}

// The iterator tells what the lake's file tells, and leaves off when asked to.
func TestSpans(t *testing.T) {
	table := Tickets(7, 3000, Options{})
	spans := slices.Collect(table.Spans())
	cellsOf := make(map[string]map[string]bool)
	for _, s := range spans {
		if cellsOf[s.Path+s.Class] == nil {
			cellsOf[s.Path+s.Class] = make(map[string]bool)
		}
		cellsOf[s.Path+s.Class][strconv.FormatInt(s.Row, 10)+" "+strconv.Itoa(s.Slot)] = true
	}
	for _, path := range []string{"content", "messages[].text"} {
		for class, n := range table.Truth().Column(path).Planted {
			if got := int64(len(cellsOf[path+class])); got != n || n == 0 {
				t.Errorf("%s: %d cells have spans of %s, want %d", path, got, class, n)
			}
		}
	}
	n := 0
	for range table.Spans() {
		if n++; n == 10 {
			break
		}
	}
	if n != 10 {
		t.Errorf("%d spans, want 10", n)
	}
	if diff := cmp.Diff(spans, slices.Collect(table.Spans())); diff != "" {
		t.Errorf("asked again, the table tells otherwise:\n%s", diff)
	}
}

// Every sentence can be said, every mention is made by one, and the glossary has
// no word that no column is called by.
func TestNothingIsLeftOver(t *testing.T) {
	pools := [][]string{quiet, telling, notes, searches, several, devices, stacks}
	said := make(map[string]bool)
	for _, pool := range pools {
		for _, s := range pool {
			for _, part := range strings.Split(s, "<")[1:] {
				word, _, found := strings.Cut(part, ">")
				if _, ok := mentionable[word]; !ok || !found {
					t.Errorf("%s: nothing is called %q", s, word)
				}
				said[word] = true
			}
		}
	}
	for word := range mentionable {
		if !said[word] {
			t.Errorf("no sentence mentions <%s>", word)
		}
	}
	names := make(map[string]bool)
	var collect func(columns []*column)
	collect = func(columns []*column) {
		for _, c := range columns {
			names[c.name] = true
			if _, rest, ok := strings.Cut(c.name, "_"); ok && glossary[c.name][0] == "" {
				names[rest] = true
			}
			collect(c.children)
			for e := c.element; e != nil; e = e.element {
				collect(e.children)
			}
		}
	}
	for _, k := range kinds {
		for version := range newest {
			collect(k.make(7, 1, Options{Version: version + 1}).columns)
		}
	}
	for word := range glossary {
		if !names[word] {
			t.Errorf("no column is called %q", word)
		}
	}
}
