package pipelines

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"tuomin/pipelines/policy"
	"tuomin/scanners"
	"tuomin/scanners/files"
)

// nightly is a job over one day of the corpus' orders; %s takes what else the
// table says, and what else the output says.
const nightly = `version: 1
name: test
params: {dt: date}
policy: cn-base
purpose: analytics
keys: {keyset: "file:keys.json", kek: "env:TUOMIN_TEST_KEK"}
tables: [{name: order, input: input, partitions: {dt: "${dt}"}%s}]
rules:` + orderRules + `
output: {path: "output/{table}", replace: partition%s}
`

// set runs the job of the text with these params.
func (b *bench) set(text string, set ...string) *Result { return b.setOn(files.Local{}, text, set...) }

func (b *bench) setOn(fsys files.FS, text string, set ...string) *Result {
	b.t.Helper()
	path := filepath.Join(b.dir, "nightly.yaml")
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		b.t.Fatal(err)
	}
	jobs, err := LoadJobs(path, set)
	if err != nil {
		b.t.Fatal(err)
	}
	return RunAll(context.Background(), jobs, b.keys, fsys, b.opt)
}

// ended is how each partition of a result ended.
func (r *Result) ended() string {
	var list []string
	for _, p := range r.Partitions {
		list = append(list, fmt.Sprintf("%s %s", p.Path, p.Reason))
	}
	return strings.Join(list, ", ")
}

// A night's job reads its own night and no other: another partition may hold
// what would stop any run. What stands of other nights stays as it is, and its
// classification and keys bind.
func TestPartitions(t *testing.T) {
	b := newBench(t, orderRules, "", orders(2400, 4))
	bad := filepath.Join(b.dir, "input", "dt=2026-11-17", "bad.parquet")
	if err := os.WriteFile(bad, []byte("no table"), 0o644); err != nil {
		t.Fatal(err)
	}
	job := fmt.Sprintf(nightly, "", "")
	for _, step := range []struct{ set, ended string }{
		{"dt=2026-11-19", "dt=2026-11-19 committed"},
		{"dt=2026-11-20", "dt=2026-11-20 committed"},
		{"dt=2026-11-19", "dt=2026-11-19 unchanged"},
		{"dt=2026-11-18..2026-11-20", "dt=2026-11-18 committed, dt=2026-11-19 unchanged, dt=2026-11-20 unchanged"},
		{"dt=2026-11-16..2026-11-18", "dt=2026-11-16 no_partition, dt=2026-11-17 input_unreadable, dt=2026-11-18 unchanged"},
	} {
		before := b.tree()
		if r := b.set(job, step.set); r.ended() != step.ended {
			t.Fatalf("%s: %s, want %s: %v", step.set, r.ended(), step.ended, r.Err())
		}
		after := b.tree()
		for path, sum := range before {
			if after[path] != sum {
				t.Errorf("%s: %s of another night has changed", step.set, path)
			}
		}
	}
	var found []string
	for _, day := range []string{"18", "19", "20"} {
		m, _, err := readManifest(files.Local{}, filepath.Join(b.output(), "dt=2026-11-"+day))
		if err != nil || m == nil {
			t.Fatal("no manifest", err)
		}
		found = append(found, fmt.Sprint(m.Found), m.Plan)
	}
	if found[0] != found[2] || found[0] != found[4] || found[1] != found[3] || found[1] != found[5] {
		t.Error("the nights are not all bound by the classification of the first")
	}
}

// One night after another makes the bytes that a backfill of all of them makes.
func TestBackfillIsNights(t *testing.T) {
	b := newBench(t, orderRules, "", orders(1500, 3))
	job := fmt.Sprintf(nightly, "", "")
	if r := b.set(job, "dt=2026-11-18..2026-11-20"); r.Reason != Committed || r.Rows.Out != 1500 || len(r.Partitions) != 3 {
		t.Fatalf("%s, %d rows: %v", r.ended(), r.Rows.Out, r.Err())
	}
	want := b.tree()
	if err := os.RemoveAll(filepath.Join(b.dir, "output")); err != nil {
		t.Fatal(err)
	}
	for _, day := range []string{"18", "19", "20"} {
		if r := b.set(job, "dt=202611"+day); r.Reason != Committed {
			t.Fatal(r.ended(), r.Err())
		}
	}
	if !maps.Equal(b.tree(), want) {
		t.Error("the output differs")
	}
}

// Keys that differ from those of any night that stands are noticed, though the
// run is about another; by the plan too, which is shown all the same.
func TestKeysOfOtherNights(t *testing.T) {
	b := newBench(t, orderRules, "", orders(1000, 2))
	job := fmt.Sprintf(nightly, "", "")
	if r := b.set(job, "dt=2026-11-19"); r.Reason != Committed {
		t.Fatal(r.Err())
	}
	other := newBench(t, orderRules, "", orders(300, 1))
	b.keys = other.keys
	if r := b.set(job, "dt=2026-11-20"); r.Reason != KeysChanged {
		t.Errorf("%s: %v", r.ended(), r.Err())
	}
	jobs, err := LoadJobs(filepath.Join(b.dir, "nightly.yaml"), []string{"dt=2026-11-20"})
	if err != nil {
		t.Fatal(err)
	}
	if plans, err := PlanAll(t.Context(), jobs, b.keys, files.Local{}, b.opt); ReasonOf(err) != KeysChanged || len(plans) != 1 {
		t.Errorf("%d plans: %v", len(plans), err)
	}
	if plans, err := PlanAll(t.Context(), jobs, nil, files.Local{}, b.opt); err != nil || len(plans) != 1 {
		t.Errorf("without keys: %d plans: %v", len(plans), err)
	}
}

// What is not ready is not read, and can be tried again; what is, goes on.
func TestReady(t *testing.T) {
	b := newBench(t, orderRules, "", orders(1500, 3))
	marker := func(day string) string { return filepath.Join(b.dir, "input", "dt=2026-11-"+day, "_SUCCESS") }
	if err := os.Remove(marker("19")); err != nil {
		t.Fatal(err)
	}
	bad := filepath.Join(b.dir, "input", "dt=2026-11-19", "half.parquet")
	if err := os.WriteFile(bad, []byte("PAR1"), 0o644); err != nil {
		t.Fatal(err)
	}
	job := fmt.Sprintf(nightly, ", ready: _SUCCESS", "")
	for _, step := range []struct {
		set, ended string
		retry      bool
	}{
		{"dt=2026-11-18", "dt=2026-11-18 committed", false},
		{"dt=2026-11-19", "dt=2026-11-19 input_not_ready", true},
		{"dt=2026-11-21", "dt=2026-11-21 input_not_ready", true},
		{"dt=2026-11-18..2026-11-20", "dt=2026-11-18 unchanged, dt=2026-11-19 input_not_ready, dt=2026-11-20 committed", true},
	} {
		r := b.set(job, step.set)
		if r.ended() != step.ended || r.Retryable != step.retry {
			t.Errorf("%s: %s, want %s: %v", step.set, r.ended(), step.ended, r.Err())
		}
		if step.retry && (r.Reason != NotReady || r.Reason.Info().Exit != 6) {
			t.Errorf("%s: reason %s", step.set, r.Reason)
		}
	}
	all := strings.Replace(job, `, partitions: {dt: "${dt}"}`, "", 1)
	if r := b.set(all, "dt=2026-11-20"); r.ended() != "dt=2026-11-18 unchanged, dt=2026-11-19 input_not_ready, dt=2026-11-20 unchanged" {
		t.Errorf("without a selection: %s: %v", r.ended(), r.Err())
	}
	if err := errors.Join(os.Remove(bad), os.WriteFile(marker("19"), nil, 0o644)); err != nil {
		t.Fatal(err)
	}
	if r := b.set(job, "dt=2026-11-19"); r.Reason != Committed {
		t.Errorf("once ready: %s: %v", r.ended(), r.Err())
	}
}

// A directory without partitions is ready as a whole, and may not be there yet.
func TestReadyDirectory(t *testing.T) {
	b := newBench(t, orderRules, "", orders(300, 1))
	day := filepath.Join(b.dir, "input", "dt=2026-11-20")
	job := strings.Replace(fmt.Sprintf(nightly, ", ready: .done", ""), `input, partitions: {dt: "${dt}"}`, "one", 1)
	if r := b.set(job, "dt=2026-11-20"); r.ended() != ". input_not_ready" {
		t.Fatalf("before it is there: %s: %v", r.ended(), r.Err())
	}
	if err := os.Rename(day, filepath.Join(b.dir, "one")); err != nil {
		t.Fatal(err)
	}
	if r := b.set(job, "dt=2026-11-20"); r.ended() != ". input_not_ready" {
		t.Fatalf("before it is ready: %s: %v", r.ended(), r.Err())
	}
	if err := os.WriteFile(filepath.Join(b.dir, "one", ".done"), nil, 0o644); err != nil {
		t.Fatal(err)
	}
	if r := b.set(job, "dt=2026-11-20"); r.ended() != ". committed" {
		t.Fatalf("%s: %v", r.ended(), r.Err())
	}
}

// Selections that no table can answer.
func TestWrongPartitions(t *testing.T) {
	b := newBench(t, orderRules, "", orders(600, 2))
	for _, c := range []struct {
		table string
		want  Reason
		says  string
	}{
		{`input: input, partitions: {day: "${dt}"}`, BadJob, "nightly.yaml:7:51: tables[0].partitions.day: input has no partition column day"},
		{`input: input, partitions: {dtt: "${dt}"}`, BadJob, "did you mean dt?"},
		{`input: input, partitions: {dt: ["${dt}", 2026-11-01]}`, NoPartition, "of dt it has 2, from 2026-11-19 to 2026-11-20"},
		{`input: missing, partitions: {dt: "${dt}"}`, NotOneTable, "input"},
		{`input: missing, partitions: {dt: "${dt}"}, ready: _SUCCESS`, NotOneTable, "input"},
		{`input: "input/dt=2026-11-20/part-00000.parquet", ready: _SUCCESS`, NotOneTable, "is no directory"},
		{`input: "input/dt=2026-11-20", partitions: {dt: "${dt}"}`, Unchanged, ""},
	} {
		text := strings.Replace(fmt.Sprintf(nightly, "", ""), `input: input, partitions: {dt: "${dt}"}`, c.table, 1)
		r := b.set(text, "dt=2026-11-20")
		said := ""
		if r.Err() != nil {
			said = strings.ReplaceAll(r.Err().Error(), b.dir+"/", "")
		}
		if r.Reason != c.want || !strings.Contains(said, c.says) {
			t.Errorf("%s\n%s, want %s with %q: %s", c.table, r.Reason, c.want, c.says, said)
		}
	}
}

// What is not selected is not in the output, what is selected needs a rule as
// ever, and the plan says which is which.
func TestSelectColumns(t *testing.T) {
	b := newBench(t, orderRules, "", orders(1200, 1))
	columns := ", select: [order_id, receiver, mobile, tags, item_count]"
	if r := b.set(fmt.Sprintf(nightly, columns, ""), "dt=2026-11-20"); r.Reason != Committed {
		t.Fatal(r.Err())
	}
	tables, _, err := scanners.Discover(context.Background(), []string{b.output()}, scanners.Options{})
	if err != nil || len(tables) != 1 {
		t.Fatal(err)
	}
	var got []string
	for _, leaf := range tables[0].Schema.Leaves {
		got = append(got, string(leaf.Path))
	}
	want := "order_id receiver.name receiver.phone receiver.phones[] receiver.address mobile item_count tags{}.key tags{}.value dt"
	if strings.Join(got, " ") != want {
		t.Errorf("columns %s\nwant %s", strings.Join(got, " "), want)
	}
	if v := VerifyOutput(context.Background(), b.output(), filepath.Join(b.dir, "input"), files.Local{}, b.opt); v.Err() != nil {
		t.Errorf("verify alone: %v", v.Err())
	}
	m, _, err := readManifest(files.Local{}, filepath.Join(b.output(), "dt=2026-11-20"))
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range m.Columns {
		selected := slices.Contains(strings.Fields(want), string(c.Path))
		if selected != (c.Out != "") {
			t.Errorf("the manifest says of %s that it became %q", c.Path, c.Out)
		}
		// Its rule would change the first two and keep the last.
		if scope, ok := map[string]string{"buyer_id_no": scopeEverywhere, "is_gift": scopeColumn, "order_time": scopeNone}[string(c.Path)]; ok && scope != c.Scope {
			t.Errorf("former values of %s were looked for in scope %q, want %q", c.Path, c.Scope, scope)
		}
	}
}

// Names in select that are no columns, half of a map, and a twin that is left
// out: all said at once, each where it stands.
func TestWrongSelect(t *testing.T) {
	b := newBench(t, orderRules, "", orders(1200, 1))
	for _, c := range []struct {
		names string
		want  Reason
		says  []string
	}{
		{"order_id, mobil, receiver.fon, Order_ID", BadJob, []string{"select[1]: order has no column mobil", "did you mean mobile?", "receiver.fon", "has no column Order_ID", "did you mean order_id?"}},
		{"order_id, \"tags{}.value\"", RefusedRule, []string{"the keys and values of map tags can only be dropped together"}},
		{"dt", RefusedRule, []string{"nothing would be left"}},
		{"order_id, device_serial", Committed, nil}, // its rule drops the second
	} {
		r := b.set(fmt.Sprintf(nightly, ", select: ["+c.names+"]", ""), "dt=2026-11-20")
		for _, says := range c.says {
			if r.Reason != c.want || !strings.Contains(r.Err().Error(), says) {
				t.Errorf("[%s]: %s, want %s with %q: %v", c.names, r.Reason, c.want, says, r.Err())
			}
		}
	}
	// With mobile left out, a kept column that repeats it gives it away.
	keep := strings.Replace(fmt.Sprintf(nightly, ", select: [order_id, receiver]", ""), "rules:", "rules:\n  - {match: {column: receiver.phone}, do: keep}", 1)
	if r := b.set(keep, "dt=2026-11-20"); r.Reason != TwinColumn {
		t.Errorf("%s: %v", r.Reason, r.Err())
	}
}

// A column that comes anew and is not selected changes nothing, not even the
// plan's hash; one that is selected and goes is for a person to decide.
func TestSelectAndDrift(t *testing.T) {
	b := newBench(t, orderRules, "", orders(600, 1))
	tables, _, err := scanners.Discover(context.Background(), []string{filepath.Join(b.dir, "input")}, scanners.Options{})
	if err != nil || len(tables) != 1 {
		t.Fatal("no table", err)
	}
	profile, err := Scan(context.Background(), tables[0], scanKey(tables[0]), b.opt)
	if err != nil {
		t.Fatal(err)
	}
	schema := tables[0].Schema
	plan := func(columns []string, gone string) (*Plan, error) {
		table := policy.Table{Name: "order", Input: "input"}
		for _, c := range columns {
			table.Select = append(table.Select, policy.ColumnName{Name: c})
		}
		s := *schema
		s.Leaves = slices.Clone(schema.Leaves)
		for i := range s.Leaves {
			if string(s.Leaves[i].Path) == gone {
				s.Leaves[i].Path = "brand_new"
			}
		}
		return NewPlan(b.job, &table, &s, Basis{Found: profile.Columns}, b.keys)
	}
	before, err := plan([]string{"order_id", "city"}, "")
	if err != nil {
		t.Fatal(err)
	}
	after, err := plan([]string{"order_id", "city"}, "is_gift")
	if err != nil || before.Hash() != after.Hash() {
		t.Errorf("a column that nobody selected matters: %v", err)
	}
	for _, columns := range [][]string{{"order_id", "is_gift"}, nil} {
		p, err := plan(columns, "is_gift")
		if err != nil || stopping(p.Drift) == nil {
			t.Errorf("a column of %v has gone, or been renamed: %v", columns, err)
		}
	}
}

// A column that is left out, and that its rule would keep, may repeat one that is kept:
// in the first night, which is read to plan it, and in later ones, which are not.
func TestLeftOutMayRepeatKept(t *testing.T) {
	b := newBench(t, orderRules, "", func(string) error { return nil })
	codes := text(400, func(i int) string { return fmt.Sprintf("柜台 %d 号", i%100) })
	for _, day := range []string{"20", "21"} {
		data := people{n: 400, more: map[string][]string{"note": codes, "code": codes}, order: []string{"note", "code"}}
		if err := data.write(filepath.Join(b.dir, "input", "dt=2026-11-"+day)); err != nil {
			t.Fatal(err)
		}
	}
	job := strings.Replace(fmt.Sprintf(nightly, ", select: [note]", ""), orderRules, strings.TrimSuffix(peopleRules, inCatalog), 1)
	for _, day := range []string{"20", "21"} {
		if r := b.set(job, "dt=2026-11-"+day); r.Reason != Committed {
			t.Errorf("night %s: %s: %v", day, r.ended(), r.Err())
		}
	}
}
