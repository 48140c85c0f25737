package pipelines

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"tuomin/scanners/files"
)

// people is a table of so many rows: an identity number that is hashed, a note
// and a code that are kept, and a name that is dropped.
type people struct {
	n     int
	more  map[string][]string // columns beside those, or instead of them
	omit  string
	order []string // of the columns of more
}

func (p people) write(dir string) error {
	names := []string{"id_no", "note", "code", "name"}
	values := [][]string{
		ids(p.n), text(p.n, func(i int) string { return fmt.Sprintf("第 %d 号柜台", i%7) }),
		text(p.n, func(i int) string { return []string{"new", "paid", "sent"}[i%3] }),
		text(p.n, func(i int) string { return fmt.Sprintf("customer %d", i) }),
	}
	for _, name := range p.order {
		if i := slices.Index(names, name); i >= 0 {
			values[i] = p.more[name]
		} else {
			names, values = append(names, name), append(values, p.more[name])
		}
	}
	if i := slices.Index(names, p.omit); i >= 0 {
		names, values = slices.Delete(names, i, i+1), slices.Delete(values, i, i+1)
	}
	return errors.Join(os.MkdirAll(dir, 0o700), writeText(filepath.Join(dir, "a.parquet"), names, values))
}

const peopleRules = `
  - {match: {column: name}, do: drop}
  - {match: {class: none}, do: keep}
  - {match: {verdict: [contains, masked]}, do: keep}
  - {match: {verdict: unknown}, do: drop}
catalog: catalog`

// telephones are numbers of nobody.
func telephones(n int) []string {
	return text(n, func(i int) string { return fmt.Sprintf("1%d%d0000%04d", 3+i%6, i%10, i*7919%10000) })
}

// others are identity numbers of nobody that are not in id_no.
func others(n int) []string { return ids(n + 400)[400:] }

// lookalikes have the form of identity numbers, and but the first a wrong check
// digit.
func lookalikes(n int) []string {
	list := others(n)
	for i := 1; i < n; i++ {
		last := "0"
		if strings.HasSuffix(list[i], last) {
			last = "1"
		}
		list[i] = list[i][:17] + last
	}
	return list
}

// A catalog was confirmed for a table, and then the data, or the catalog,
// changed.
func TestDrift(t *testing.T) {
	hex := func(n int) []string { return text(n, func(i int) string { return fmt.Sprintf("%016x", i*2654435761) }) }
	mix := func(some []string, n int, other func(i int) string) []string {
		return text(n, func(i int) string {
			if i < len(some) {
				return some[i]
			}
			return other(i)
		})
	}
	plain := func(i int) string { return fmt.Sprintf("第 %d 次来，尽快", i) }
	numbers := ids(400)
	other := func(i int) string { return numbers[i] }
	with := func(n int, name string, values []string) people {
		return people{n: n, more: map[string][]string{name: values}, order: []string{name}}
	}
	for _, c := range []struct {
		about string
		data  people
		line  [2]string // of a column, and what stands in the catalog instead
		rules string    // that come first
		drift string
		want  Reason
		says  []string
		notes string // Change and Action of drift that does not stop it
	}{
		{about: "the same again", data: people{n: 400}, want: Committed},
		{about: "a new column", data: with(400, "phone2", telephones(400)), want: ColumnDrift,
			says: []string{"column phone2 of order is new", "add what it is to", "- {column: phone2, class: cn_mobile, verdict: is, level: L3, status: confirmed}"}},
		{about: "a new column that is dropped", data: with(400, "phone2", telephones(400)), drift: "{new_column: drop}", want: Committed, notes: "new_column drop"},
		{about: "a new column that is nullified", data: with(400, "phone2", telephones(400)), drift: "{new_column: nullify}", want: Committed, notes: "new_column nullify"},
		{about: "a column is gone", data: people{n: 400, omit: "code"}, want: Committed, notes: "gone_column none"},
		{about: "a column is renamed", data: people{n: 400, omit: "code", more: map[string][]string{"state": text(400, func(int) string { return "new" })}, order: []string{"state"}},
			want: ColumnDrift, says: []string{"column state of order is new", "class: none"}, notes: "gone_column none"},
		{about: "identity numbers in a kept note", data: with(400, "note", mix(ids(30), 400, plain)), want: ColumnDrift,
			says: []string{"column note of order: cn_id18 stands in it, and the catalog (", "says none", "if it is so, its entry becomes", "- {column: note, class: cn_id18, verdict: contains, level: L4, status: confirmed}", "with not: [cn_id18]"}},
		{about: "telephones in a kept code", data: with(400, "code", telephones(400)), want: ColumnDrift, says: []string{"column code", "cn_mobile"}},
		{about: "telephones in a dropped name", data: with(400, "name", telephones(400)), want: Committed},
		{about: "telephones among identity numbers that become pseudonyms", data: with(400, "id_no", mix(telephones(60), 400, other)), want: Committed},
		{about: "telephones among identity numbers that are masked", data: with(400, "id_no", mix(telephones(60), 400, other)), want: ColumnDrift, says: []string{"cn_mobile stands in it"},
			rules: "\n  - {match: {column: id_no}, do: {mask: {keep_first: 6, keep_last: 4}}}"},
		{about: "telephones among identity numbers whose digests are kept", data: with(400, "id_no", mix(telephones(60), 400, other)), want: ColumnDrift, says: []string{"cn_mobile stands in it"},
			rules: "\n  - {match: {column: id_no}, do: {sha256: {accept_enumerable: true}}}"},
		{about: "one identity number in a kept note", data: with(400, "note", mix([]string{"柜台 " + others(1)[0]}, 400, plain)), want: ColumnDrift, says: []string{"cn_id18"}},
		{about: "one identity number among a few codes", data: with(400, "code", mix(others(1), 400, func(i int) string { return []string{"new", "paid"}[i%2] })), want: ColumnDrift, says: []string{"cn_id18"}},
		{about: "four, and one with a slip", data: with(400, "note", mix(append(others(4), lookalikes(2)[1]), 400, plain)), want: ColumnDrift, says: []string{"cn_id18"}},
		{about: "one, and one of its form that is none", data: with(400, "note", mix(append(others(1), lookalikes(2)[1]), 400, plain)), want: Committed},
		{about: "one number that Luhn passes", data: with(400, "note", mix([]string{"柜台 6222020000000079194"}, 400, plain)), want: Committed},
		{about: "five numbers that Luhn passes", data: with(400, "note", mix([]string{"6222020000000000000", "6222020000000079194", "6222020000000158386", "6222020000000237578", "6222020000000316760"}, 400, plain)), want: ColumnDrift, says: []string{"bank_card"}},
		{about: "one number that may be chance", data: with(400, "note", mix([]string{"柜台 " + telephones(1)[0]}, 400, plain)), want: Committed},
		{about: "nothing but nulls", data: people{n: 400, more: map[string][]string{"note": make([]string, 400), "code": make([]string, 400)}, order: []string{"note", "code"}}, want: Committed},
		{about: "a tiny partition", data: people{n: 3}, want: Committed},
		{about: "business numbers in a tiny partition, one of them right by chance", data: with(10, "code", lookalikes(10)), want: Committed},
		{about: "identity numbers in a tiny partition", data: with(10, "code", ids(10)), want: ColumnDrift, says: []string{"cn_id18"}},
		{about: "a code that has become a key", data: with(400, "code", hex(400)), want: ColumnDrift, says: []string{"column code of order: its values have become opaque"}},
		{about: "addresses that nobody here reads", data: with(400, "address", text(400, func(i int) string { return fmt.Sprintf("Room %d, No. %d Wensan Road", i, i%90) })), want: ColumnDrift,
			line: [2]string{"code", `{column: code, class: none, verdict: none, status: confirmed}
  - {column: address, class: none, verdict: none, status: confirmed}`}, says: []string{"column address of order: its name speaks of a person's"}},
		{about: "a key that somebody has looked at", data: with(400, "code", hex(400)), want: Committed,
			line: [2]string{"code", `{column: code, class: none, verdict: none, level: L1, status: confirmed, note: batches}`}},
		{about: "a class that somebody has ruled out", data: with(400, "code", telephones(400)), want: Committed,
			line: [2]string{"code", `{column: code, class: none, verdict: none, not: cn_mobile, status: confirmed}`}},
		{about: "another class than was ruled out", data: with(400, "code", ids(400)), want: ColumnDrift, says: []string{"cn_id18"},
			line: [2]string{"code", `{column: code, class: none, verdict: none, not: cn_mobile, status: confirmed}`}},
		{about: "masked values in clear", data: with(400, "code", telephones(400)), want: ColumnDrift, says: []string{"cn_mobile stands in it"},
			line: [2]string{"code", `{column: code, class: cn_mobile, verdict: masked, status: confirmed}`}},
		{about: "a kept column repeats the hashed one", data: with(400, "note", ids(400)), want: TwinColumn, says: []string{"hold the same values"},
			line: [2]string{"note", `{column: note, class: cn_id18, verdict: contains, status: confirmed}`}},
		{about: "a proposal is classified by reading", data: with(400, "code", telephones(400)), want: Committed,
			line: [2]string{"code", `{column: code, class: none, verdict: none, status: proposed}`}},
		{about: "a column without a line", data: people{n: 400}, line: [2]string{"code", ""}, want: ColumnDrift, says: []string{"- {column: code, class: none, verdict: none, level: L1, status: confirmed}"}},
		{about: "drift found while another column is proposed", data: with(400, "note", mix(ids(30), 400, plain)), want: ColumnDrift, says: []string{"column note of order: cn_id18"},
			line: [2]string{"code", `{column: code, class: none, verdict: none, status: proposed}`}},
	} {
		t.Run(c.about, func(t *testing.T) {
			b := newBench(t, c.rules+strings.TrimSuffix(peopleRules, inCatalog), "", people{n: 400}.write)
			b.catalog()
			if c.line[0] != "" {
				b.rewriteLine(c.line[0], c.line[1])
			}
			rules := c.rules + peopleRules
			if c.drift != "" {
				rules += "\ndrift: " + c.drift
			}
			b.job = b.load(rules, "")
			if err := c.data.write(filepath.Join(b.dir, "input")); err != nil {
				t.Fatal(err)
			}
			r := b.must(c.want)
			for _, says := range c.says {
				if !strings.Contains(r.Err().Error(), says) {
					t.Errorf("%q is not said:\n%v", says, r.Err())
				}
			}
			var notes []string
			stops := 0
			for _, d := range r.Drift {
				if d.Action == driftStop {
					stops++
				} else {
					notes = append(notes, string(d.Change)+" "+d.Action)
				}
			}
			if got := strings.Join(notes, "; "); got != c.notes {
				t.Errorf("drift that is only noted: %q, want %q", got, c.notes)
			}
			if (stops > 0) != (c.want == ColumnDrift) {
				t.Errorf("%d of the result's drift stop it", stops)
			}
			if _, err := os.Stat(b.output()); (c.want == Committed) != (err == nil) || err != nil && !errors.Is(err, fs.ErrNotExist) {
				t.Errorf("the output: %v", err)
			}
		})
	}
}

// What a stop prints can be pasted, and then the job runs.
func TestDriftPaste(t *testing.T) {
	b := newBench(t, strings.TrimSuffix(peopleRules, inCatalog), "", people{n: 400}.write)
	file := b.catalog()
	data := people{n: 400, more: map[string][]string{"phone2": telephones(400), "收货人[]": text(400, func(int) string { return "在" })}, order: []string{"phone2", "收货人[]"}}
	if err := data.write(filepath.Join(b.dir, "input")); err != nil {
		t.Fatal(err)
	}
	b.job = b.load(peopleRules, "")
	r := b.must(ColumnDrift)
	f, err := os.OpenFile(file, os.O_APPEND|os.O_WRONLY, 0)
	if err != nil {
		t.Fatal(err)
	}
	for _, d := range r.Drift {
		if _, err := f.WriteString("  - " + d.YAML + "\n"); err != nil {
			t.Fatal(err)
		}
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
	b.job = b.load(peopleRules, "")
	b.must(Committed)
}

// A dropped new column leaves no trace, in the plan's hash either: partitions of
// before it came are not made again.
func TestNewColumnLeavesOthers(t *testing.T) {
	b := newBench(t, orderRules, "", orders(600, 2))
	b.catalog()
	b.rewriteLine("pay_amount", "")
	rules := orderRules + inCatalog + "\ndrift: {new_column: drop}"
	b.job = b.load(rules, "")
	dropped := b.must(Committed)
	if len(dropped.Drift) != 1 || dropped.Drift[0].Column != "pay_amount" {
		t.Errorf("drift %+v", dropped.Drift)
	}
	b.must(Unchanged)
	if v := VerifyOutput(context.Background(), b.output(), filepath.Join(b.dir, "input"), files.Local{}, b.opt); v.Err() != nil {
		t.Errorf("verify alone: %v", v.Err())
	}
	b.rewriteLine("item_count", "")
	b.job = b.load(rules, "")
	if r := b.run(); r.Reason != OutputExists {
		t.Errorf("a column less in the output is %s, want %s", r.Reason, OutputExists)
	}
}

// Without a catalog the classification of what has been committed binds: a
// partition that holds another class is drift, one that holds less is none, and
// a column that nobody had seen stops the job.
func TestDriftWithoutCatalog(t *testing.T) {
	rules := strings.TrimSuffix(peopleRules, inCatalog)
	day := func(b *bench, n string, p people) error {
		return p.write(filepath.Join(b.dir, "input", "dt=2026-11-"+n))
	}
	with := func(name string, values []string) people {
		return people{n: 400, more: map[string][]string{name: values}, order: []string{name}}
	}
	one := func(value string) []string {
		return text(400, func(i int) string { return []string{value, "尽快"}[min(i, 1)] })
	}
	contracts := text(400, func(i int) string { return lookalikes(40)[i%40] })
	for _, c := range []struct {
		about string
		first people
		data  people
		want  Reason
		says  string
	}{
		{"less than before", people{n: 400}, people{n: 4}, Committed, ""},
		{"identity numbers in a kept note", people{n: 400}, with("note", ids(400)), ColumnDrift,
			"partition dt=2026-11-21: column note of order: cn_id18 stands in it, and what the output was classified by says none"},
		{"one identity number", people{n: 400}, with("note", one(others(1)[0])), ColumnDrift, "cn_id18 stands in it"},
		{"one identity number where look-alikes stood", with("note", contracts), with("note", one(others(1)[0])), Committed, ""},
		{"five where look-alikes stood", with("note", contracts), with("note", text(400, func(i int) string { return []string{"new", others(9)[i%9]}[i%2] })), ColumnDrift, "cn_id18 stands in it"},
		{"a new column", people{n: 400}, with("state", ids(400)), ColumnDrift, "column state of order is new"},
	} {
		t.Run(c.about, func(t *testing.T) {
			b := newBench(t, rules, ", replace: partition", func(string) error { return nil })
			if err := day(b, "20", c.first); err != nil {
				t.Fatal(err)
			}
			b.must(Committed)
			first := b.tree()
			if err := day(b, "21", c.data); err != nil {
				t.Fatal(err)
			}
			r := b.must(c.want)
			if c.says != "" && !strings.Contains(r.Err().Error(), c.says) {
				t.Errorf("%q is not said: %v", c.says, r.Err())
			}
			for path, sum := range first {
				if b.tree()[path] != sum {
					t.Errorf("%s changed", path)
				}
			}
		})
	}
}

// A partition in drift is refused, and those that agree with the catalog are
// committed. Nothing of the refused one is left, staged or not.
func TestDriftOfOnePartition(t *testing.T) {
	rules := strings.TrimSuffix(peopleRules, inCatalog)
	day := func(dir, n string, p people) error { return p.write(filepath.Join(dir, "dt=2026-11-"+n)) }
	b := newBench(t, rules, "", func(dir string) error { return day(dir, "20", people{n: 400}) })
	b.catalog()
	b.job = b.load(peopleRules, "")
	input := filepath.Join(b.dir, "input")
	odd := people{n: 400, more: map[string][]string{"code": telephones(400)}, order: []string{"code"}}
	if err := errors.Join(day(input, "21", odd), day(input, "22", people{n: 300})); err != nil {
		t.Fatal(err)
	}
	r := b.must(ColumnDrift)
	var got []string
	for _, p := range r.Partitions {
		got = append(got, p.Path+" "+string(p.Reason))
	}
	if want := []string{"dt=2026-11-20 committed", "dt=2026-11-21 drift", "dt=2026-11-22 committed"}; !slices.Equal(got, want) {
		t.Errorf("%q, want %q", got, want)
	}
	if len(r.Drift) != 1 || r.Drift[0].Partition != "dt=2026-11-21" || !slices.Equal(r.Drift[0].Found, []string{"cn_mobile"}) {
		t.Errorf("drift %+v", r.Drift)
	}
	err := filepath.WalkDir(filepath.Join(b.dir, "output"), func(path string, e fs.DirEntry, err error) error {
		if err == nil && !e.IsDir() && (strings.Contains(path, "dt=2026-11-21") || strings.HasSuffix(path, partSuffix)) {
			t.Errorf("%s is left", path)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}
