package corpus

import (
	"bytes"
	"crypto/sha256"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
	"github.com/apache/arrow-go/v18/arrow/ipc"
	"github.com/apache/arrow-go/v18/arrow/memory"
	"github.com/apache/arrow-go/v18/parquet"
	"github.com/apache/arrow-go/v18/parquet/pqarrow"
	"github.com/google/go-cmp/cmp"
)

// tables are all of them, small.
func tables(rows int64) []*Table {
	all := []*Table{Orders(7, rows, Options{Naming: Meaningless}), Narrow(7, rows), Wide(7, rows, 16)}
	for _, k := range kinds {
		all = append(all, k.make(7, rows, Options{}))
	}
	return all
}

// cells gives every leaf's values as strings, by path; nulls are left out.
func cells(t *testing.T, table *Table, batch int) map[string][]string {
	t.Helper()
	all := make(map[string][]string)
	for b := range table.Batches(batch) {
		for i, c := range table.columns {
			gather(all, c, c.name, b.Column(i))
		}
	}
	return all
}

func gather(all map[string][]string, c *column, path string, a arrow.Array) {
	switch a := a.(type) {
	case *array.Struct:
		for i, k := range c.children {
			gather(all, k, path+"."+k.name, a.Field(i))
		}
	case *array.Map:
		gather(all, c.key, path+"{}.key", a.Keys())
		gather(all, c.element, path+"{}.value", a.Items())
	case *array.List:
		gather(all, c.element, path+"[]", a.ListValues())
	default:
		for i := range a.Len() {
			if a.IsValid(i) {
				all[path] = append(all[path], a.ValueStr(i))
			}
		}
	}
}

func TestSameSeedSameBytes(t *testing.T) {
	dir := t.TempDir()
	for _, w := range []Writing{
		{}, {Codec: "zstd", Level: 1, RowGroup: 500}, {Codec: "gzip", PageV2: true, Dictionary: Always, Page: 1024},
		{Codec: "none", Dictionary: Never, Text: parquet.Encodings.DeltaLengthByteArray, Indexes: true, Bloom: true},
	} {
		var sums [3][32]byte
		for i := range sums {
			path := filepath.Join(dir, "t.parquet")
			if err := Orders(7, 2000, Options{}).WriteParquet(path, w); err != nil {
				t.Fatal(err)
			}
			b, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			sums[i] = sha256.Sum256(b)
		}
		if sums[0] != sums[1] || sums[0] != sums[2] {
			t.Errorf("%+v: three files of one seed differ", w)
		}
	}
	for _, k := range kinds {
		if cmp.Equal(cells(t, k.make(7, 100, Options{}), 100), cells(t, k.make(8, 100, Options{}), 100)) {
			t.Errorf("%s: two seeds give one table", k.name)
		}
	}
}

// A table must not depend on how it is cut.
func TestCuts(t *testing.T) {
	for _, table := range tables(1000) {
		want, truth := cells(t, table, 1000), *table.Truth()
		if got := cells(t, table, 7); !cmp.Equal(want, got) {
			t.Errorf("%s: batches of 7 rows hold other cells than one of 1000", table.Name())
		}
		if diff := cmp.Diff(truth, *table.Truth()); diff != "" {
			t.Errorf("%s: the truth depends on batches:\n%s", table.Name(), diff)
		}
	}
	for _, k := range kinds {
		opt := Options{People: 1000, Regulars: true}
		whole := cells(t, k.make(7, 1000, opt), 100)
		first := cells(t, k.make(7, 400, opt), 100)
		opt.First = 400
		rest := cells(t, k.make(7, 600, opt), 100)
		for path, v := range whole {
			if k.name != "user" && !cmp.Equal(v, append(first[path], rest[path]...)) {
				t.Errorf("%s %s: two parts of a table are not the table", k.name, path)
			}
		}
	}
}

// Whoever finds a number of this corpus must not find a person.
func TestNobody(t *testing.T) {
	gone := make(map[string]bool)
	for _, code := range abolished {
		gone[code] = true
	}
	for _, table := range append(tables(5000), Orders(7, 5000, Options{RemarkIDs: 40})) {
		for path, values := range cells(t, table, 4096) {
			for _, v := range values {
				for _, run := range runs(v) {
					switch {
					case len(run) == 18 && run[:2] != "20" && check([]byte(run)) == run[17]: // 20 is no province
						birth, err := time.Parse("20060102", run[6:14])
						if old := birth.Year() >= 1880 && birth.Year() <= 1910; err == nil && !old && !(gone[run[:6]] && birth.Year() >= 2012) {
							t.Fatalf("%s: %s has a number that may have been issued", table.Name(), path)
						}
					case len(run) == 11 && run[0] == '1' && run[3:7] != "0000" && run[3:7] != "0001":
						t.Fatalf("%s: %s has a telephone number outside the placeholders", table.Name(), path)
					}
				}
			}
		}
	}
}

// runs are the maximal runs of digits and X in v, folded; what has other letters
// in it is no run.
func runs(v string) []string {
	v = strings.Map(func(r rune) rune {
		if r >= '！' && r <= '～' {
			r -= '！' - '!'
		}
		return r
	}, strings.ToUpper(v))
	all := strings.FieldsFunc(v, func(r rune) bool { return (r < '0' || r > '9') && (r < 'A' || r > 'Z') })
	return slices.DeleteFunc(all, func(run string) bool { return strings.Trim(run, "0123456789X") != "" })
}

func TestNumbersAreRight(t *testing.T) {
	if c := check([]byte("11010519491231002")); c != 'X' {
		t.Errorf("check of the standard's example is %c", c)
	}
	if c := luhn([]byte("35000000000000")); c != '6' {
		t.Errorf("check digit of the first number of type 35000000 is %c", c)
	}
	got := cells(t, Narrow(7, 5000), 5000)
	for _, id := range got["id_no"] {
		if len(id) != 18 || check([]byte(id)) != id[17] {
			t.Fatal("an identity number has a wrong check digit")
		}
	}
	for _, imei := range got["imei"] {
		if len(imei) != 15 || luhn([]byte(imei[:14])) != imei[14] {
			t.Fatal("a device number has a wrong check digit")
		}
	}
	distinct := make(map[string]bool)
	for _, m := range got["mobile"] {
		distinct[m[:3]] = true
	}
	if len(distinct) < 15 {
		t.Errorf("telephones have %d network codes, want at least 15", len(distinct))
	}
}

// Look-alikes pass a check as often as chance has it, and no more.
func TestLookAlikes(t *testing.T) {
	got := cells(t, Orders(7, 22000, Options{}), 4096)
	for path, c := range map[string]struct {
		pass func(v string) bool
		want float64
	}{
		"trade_no":      {func(v string) bool { return check([]byte(v)) == v[17] }, 1. / 11},
		"contract_no":   {func(v string) bool { return check([]byte(v)) == v[17] }, 1. / 11},
		"device_serial": {func(v string) bool { return luhn([]byte(v[:14])) == v[14] }, 1. / 10},
	} {
		n := 0
		for _, v := range got[path] {
			if c.pass(v) {
				n++
			}
		}
		if share := float64(n) / float64(len(got[path])); share < c.want-0.01 || share > c.want+0.01 {
			t.Errorf("%s: %.3f pass, want about %.3f", path, share, c.want)
		}
	}
	mobiles := make(map[string]bool)
	for _, v := range got["mobile"] {
		mobiles[v] = true
	}
	for _, v := range got["ticket_serial"] {
		if mobiles[v] {
			t.Fatal("a ticket's number is somebody's telephone: the columns would be twins")
		}
	}
}

func TestTruth(t *testing.T) {
	table := Orders(7, 20000, Options{RemarkIDs: 5})
	truth, got := table.Truth(), cells(t, table, 3000)
	for _, c := range truth.Columns {
		if n := int64(len(got[c.Path])); n != c.Values-c.Nulls {
			t.Errorf("%s: the truth has %d values, the table %d", c.Path, c.Values-c.Nulls, n)
		}
	}
	for path, want := range map[string]map[string]int64{
		"buyer_remark": {"cn_mobile": count(got["buyer_remark"], func(v string) bool { return hasRun(v, 11) }),
			"cn_id18": count(got["buyer_remark"], func(v string) bool { return hasRun(v, 18) })},
		"receiver.phone":    {"cn_mobile": count(got["receiver.phone"], func(v string) bool { return digitsIn(v) >= 11 })},
		"receiver.phones[]": {"cn_mobile": int64(len(got["receiver.phones[]"]))},
		"buyer_id_no":       {"cn_id18": count(got["buyer_id_no"], func(v string) bool { return digitsIn(v) >= 17 })},
	} {
		c := truth.Column(path)
		if diff := cmp.Diff(want, c.Planted); diff != "" {
			t.Errorf("%s (-counted +truth):\n%s", path, diff)
		}
	}
	if n := truth.Column("buyer_remark").Planted["cn_id18"]; n != 5 {
		t.Errorf("%d remarks mention an identity number, want 5", n)
	}
	c := truth.Column("mobile")
	if c.Class != "cn_mobile" || c.Verdict != "is" || c.Dirty == 0 || c.Nullish == 0 {
		t.Errorf("mobile: %+v", c)
	}
	// Each way of spelling is there.
	for _, mark := range []string{"+86 1", "0086-1", "１", "\t", `\N`, "未知"} {
		if count(got["mobile"], func(v string) bool { return strings.Contains(v, mark) }) == 0 {
			t.Errorf("no mobile is spelled with %q", mark)
		}
	}
	unnamed := Orders(7, 100, Options{Naming: Meaningless}).Truth()
	if c := unnamed.Column("c1"); c == nil || c.Verdict != "unknown" {
		t.Errorf("an order number that nothing names: %+v", c)
	}
}

func count(values []string, is func(string) bool) (n int64) {
	for _, v := range values {
		if is(v) {
			n++
		}
	}
	return n
}

func hasRun(v string, length int) bool {
	for _, r := range runs(v) {
		if len(r) == length {
			return true
		}
	}
	return false
}

func digitsIn(v string) (n int) {
	for _, r := range runs(v) {
		n += len(strings.Trim(r, "X"))
	}
	return n
}

// What is written reads back, in every form.
func TestWritten(t *testing.T) {
	dir := t.TempDir()
	for i, table := range tables(1500) {
		want := cells(t, table, 1500)
		for codec := range codecs {
			if i > 0 && codec != "zstd" {
				continue
			}
			path := filepath.Join(dir, fmt.Sprintf("%d%s.parquet", i, codec))
			if err := table.WriteParquet(path, Writing{Codec: codec, RowGroup: 400}); err != nil {
				t.Fatal(err)
			}
			f, err := os.Open(path)
			if err != nil {
				t.Fatal(err)
			}
			read, err := pqarrow.ReadTable(t.Context(), f, nil, pqarrow.ArrowReadProperties{}, memory.DefaultAllocator)
			f.Close()
			if err != nil {
				t.Fatalf("%s: %v", path, err)
			}
			if read.NumRows() != 1500 || int(read.NumCols()) != len(table.columns) {
				t.Errorf("%s: %d rows, %d columns", path, read.NumRows(), read.NumCols())
			}
		}
		var stream bytes.Buffer
		if err := table.WriteStream(&stream, 400); err != nil {
			t.Fatal(err)
		}
		r, err := ipc.NewReader(&stream)
		if err != nil {
			t.Fatal(err)
		}
		compareIPC(t, table, want, r.Next, r.RecordBatch, r.Err)
		path := filepath.Join(dir, "t.arrow")
		if err := table.WriteArrow(path, 400); err != nil {
			t.Fatal(err)
		}
		f, err := os.Open(path)
		if err != nil {
			t.Fatal(err)
		}
		fr, err := ipc.NewFileReader(f)
		if err != nil {
			t.Fatal(err)
		}
		at := 0
		compareIPC(t, table, want, func() bool { at++; return at <= fr.NumRecords() }, func() arrow.RecordBatch {
			b, err := fr.RecordBatch(at - 1)
			if err != nil {
				t.Fatal(err)
			}
			return b
		}, func() error { return nil })
		f.Close()
	}
}

func compareIPC(t *testing.T, table *Table, want map[string][]string, next func() bool, batch func() arrow.RecordBatch, failed func() error) {
	t.Helper()
	got := make(map[string][]string)
	for next() {
		for i, c := range table.columns {
			gather(got, c, c.name, batch().Column(i))
		}
	}
	if err := failed(); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("%s: what was read is not what was written", table.Name())
	}
}

func BenchmarkOrders(b *testing.B) {
	for b.Loop() {
		for range Orders(7, 10000, Options{}).Batches(10000) {
		}
	}
	b.ReportMetric(float64(b.N)*10000/b.Elapsed().Seconds(), "rows/s")
}

func BenchmarkNarrow(b *testing.B) {
	for b.Loop() {
		for range Narrow(7, 10000).Batches(10000) {
		}
	}
	b.ReportMetric(float64(b.N)*10000/b.Elapsed().Seconds(), "rows/s")
}
