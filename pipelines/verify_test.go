package pipelines

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
	"github.com/apache/arrow-go/v18/arrow/memory"

	"tuomin/benchmarks/corpus"
	"tuomin/detectors"
	"tuomin/scanners"
	"tuomin/scanners/columns"
	"tuomin/scanners/files"
	"tuomin/transforms"
)

// TestTampered holds outputs that are not what a plan promises to the promises
// of that plan: each must be refused, and for the right reason. The outputs
// are those of other jobs, so each is a file as a faulty rewrite would leave it.
func TestTampered(t *testing.T) {
	promised := strings.Replace(orderRules, "\n  - {match: {verdict: contains}, do: drop}", "\n  - {match: {verdict: contains}, do: nullify}", 1)
	for i, c := range []struct {
		about, rules string
		rows         int64 // of the output's input, 0 is the same
		seed         uint64
		says         string
	}{
		{"as planned", promised, 0, 7, ""},
		{"a raw value in a masked column", "\n  - {match: {column: mobile}, do: keep}" + strings.Replace(promised, "do: {mask: {keep_first: 3, keep_last: 4}}", "do: keep", 1), 0, 7, ""},
		{"a masked column masked otherwise", strings.Replace(promised, "keep_first: 3, keep_last: 4", "keep_first: 2, keep_last: 4", 1), 0, 7, "receiver.phone"},
		{"a dropped column that stands", strings.Replace(promised, "{verdict: unknown}, do: drop", "{verdict: unknown}, do: keep", 1), 0, 7, "out of its place"},
		{"a nullified column that is dropped", strings.Replace(promised, "{column: \"receiver.name\"}, do: nullify", "{column: \"receiver.name\"}, do: drop", 1), 0, 7, "receiver.name"},
		{"a free text that stands", strings.Replace(promised, "{verdict: contains}, do: nullify", "{verdict: contains}, do: keep", 1), 0, 7, "remark"},
		{"rows that are missing", promised, 1900, 7, "rows"},
		{"other values in kept columns", promised, 0, 8, ""},
	} {
		if i%every(4) > 0 {
			continue
		}
		t.Run(c.about, func(t *testing.T) {
			b := newBench(t, promised, "", oneFile(7, 2000))
			other := newBench(t, c.rules, "", oneFile(c.seed, max(c.rows, 2000-100*btoi(c.rows > 0))))
			other.keys = b.keys
			if r := other.run(); r.Err() != nil {
				t.Fatal(r.Err())
			}
			err := verifyPair(t, b.promises(), filepath.Join(b.dir, "input", "part.parquet"), other.output())
			switch fine := c.about == "as planned"; {
			case fine && err != nil:
				t.Errorf("refused: %v", err)
			case !fine && !errors.Is(err, ErrNotVerified):
				t.Errorf("not refused: %v", err)
			case !fine && !strings.Contains(err.Error(), c.says):
				t.Errorf("the refusal does not speak of %s: %v", c.says, err)
			}
		})
	}
}

// One in 32 pseudonyms has the shape of a UUID by chance, which is no leak.
func TestPseudonymsOfUUIDs(t *testing.T) {
	r := rand.New(rand.NewPCG(7, 7))
	uuids := text(2000, func(int) string {
		return fmt.Sprintf("%08x-%04x-4%03x-8%03x-%012x", r.Uint32(), r.IntN(1<<16), r.IntN(1<<12), r.IntN(1<<12), r.Int64N(1<<48))
	})
	rules := "\n  - {match: {column: oaid}, do: {hmac: {domain: person}}}" + strings.TrimSuffix(peopleRules, inCatalog)
	b := newBench(t, rules, "", people{n: 2000, more: map[string][]string{"oaid": uuids}, order: []string{"oaid"}}.write)
	b.must(Committed)
}

func btoi(b bool) int64 {
	if b {
		return 1
	}
	return 0
}

// oneFile is a table of one file.
func oneFile(seed uint64, rows int64) func(dir string) error {
	return func(dir string) error {
		table := corpus.Orders(seed, rows, corpus.Options{People: 500})
		return errors.Join(os.Mkdir(dir, 0o755), table.WriteParquet(filepath.Join(dir, "part.parquet"), corpus.Writing{RowGroup: 700}))
	}
}

// promises are those of the plan of a job's one table.
func (b *bench) promises() []promise {
	b.t.Helper()
	plans, err := PlanJob(context.Background(), b.job, b.keys, files.Local{}, b.opt)
	if err != nil {
		b.t.Fatal(err)
	}
	return plans[0].promises()
}

// verifyPair holds the one data file of an output to the promises of a plan and an input.
func verifyPair(t *testing.T, promises []promise, in, output string) error {
	t.Helper()
	out, err := filepath.Glob(filepath.Join(output, "*.parquet"))
	if err != nil || len(out) != 1 {
		t.Fatalf("%d files in the output (%v)", len(out), err)
	}
	v := &verification{promises: promises, fs: files.Local{}, opt: Options{Workers: 2, Memory: 1 << 20, Temp: t.TempDir()}}
	defer v.close()
	sum, err := digestFile(v.fs, out[0])
	if err != nil {
		t.Fatal(err)
	}
	f := scanners.File{Path: in, Rel: filepath.Base(in), Format: scanners.Parquet}
	if _, err = v.pair(context.Background(), f, out[0], OutputFile{SHA256: sum}); err != nil {
		return err
	}
	passed, err := v.run(context.Background())
	if keys := !slices.ContainsFunc(promises, func(p promise) bool { return p.kernel == nil }); err == nil && keys && len(passed) != 10 {
		t.Errorf("passed %q", passed)
	}
	return err
}

// What nobody can make again without keys has the nulls and lists of the input still,
// but for values that say that there is none.
func TestShapeWithoutKeys(t *testing.T) {
	const rules = "\n  - {match: {column: \"**\"}, do: {hmac: {domain: person}}}"
	lists := func(rows string) func(dir string) error {
		return func(dir string) error {
			element := arrow.Field{Name: "element", Type: arrow.BinaryTypes.String, Nullable: true}
			schema := arrow.NewSchema([]arrow.Field{{Name: "x", Type: arrow.ListOfField(element), Nullable: true}}, nil)
			rec, _, err := array.RecordFromJSON(memory.DefaultAllocator, schema, strings.NewReader(rows))
			if err != nil {
				return err
			}
			return errors.Join(os.Mkdir(dir, 0o755), writeRecord(filepath.Join(dir, "part.parquet"), rec))
		}
	}
	const input = `[{"x":["a1","b1"]},{"x":["c1"]},{"x":[null]},{"x":[]},{"x":null},{"x":["NULL","e1"]}]`
	for rows, same := range map[string]bool{
		input: true,
		`[{"x":["a1"]},{"x":["b1","c1"]},{"x":[null]},{"x":[]},{"x":null},{"x":["NULL","e1"]}]`:      false,
		`[{"x":["a1","b1"]},{"x":["c1"]},{"x":["d1"]},{"x":[]},{"x":null},{"x":["NULL","e1"]}]`:      false,
		`[{"x":["a1","b1"]},{"x":["c1"]},{"x":[null]},{"x":null},{"x":[]},{"x":["NULL","e1"]}]`:      false,
		`[{"x":["a1","b1"]},{"x":["c1"]},{"x":[]},{"x":[null]},{"x":null},{"x":["NULL","e1"]}]`:      false,
		`[{"x":["a1","b1"]},{"x":["c1"]},{"x":[null]},{"x":[]},{"x":null},{"x":["NULL"]}]`:           false,
		`[{"x":["a1","b1"]},{"x":["c1"]},{"x":[null]},{"x":[]},{"x":null},{"x":["NULL","e1","f1"]}]`: false,
	} {
		b, other := newBench(t, rules, "", lists(input)), newBench(t, rules, "", lists(rows))
		other.must(Committed)
		promises := b.promises()
		promises[0].kernel = nil
		err := verifyPair(t, promises, filepath.Join(b.dir, "input", "part.parquet"), other.output())
		if (err == nil) != same || err != nil && !errors.Is(err, ErrNotVerified) {
			t.Errorf("%s: %v", rows, err)
		}
	}
}

// What a kept column's values mean is as much of it as they are; a changed one has the
// type and the levels that were promised, and no other.
func TestDiffers(t *testing.T) {
	wall := columns.Type{Kind: columns.Timestamp, Width: 8, Unit: columns.Micro}
	instant, text, bytes := wall, columns.Type{Kind: columns.Text}, columns.Type{Kind: columns.Binary}
	instant.UTC = true
	kept, hashed := promise{effect: transforms.Keep}, promise{effect: transforms.Replace, out: text.String()}
	nulled := hashed
	nulled.nulls = true
	must := func(typ columns.Type) columns.Column { return columns.Column{Type: typ} }
	may := func(typ columns.Type) columns.Column { return columns.Column{Type: typ, MaxDef: 1, Optional: true} }
	list := columns.Column{Type: text, MaxDef: 1, MaxRep: 1}
	for _, c := range []struct {
		about   string
		in, out columns.Column
		want    promise
		same    bool
	}{
		{"clocks", may(wall), may(wall), kept, true},
		{"instants", may(instant), may(instant), kept, true},
		{"clocks as instants", may(wall), may(instant), kept, false},
		{"instants as clocks", may(instant), may(wall), kept, false},
		{"text as bytes", may(text), may(bytes), kept, false},
		{"required as optional", must(text), may(text), kept, false},
		{"optional as required", may(text), must(text), kept, false},
		{"one as a list", may(text), list, kept, false},
		{"hashes", may(wall), may(text), hashed, true},
		{"hashes as bytes", may(wall), may(bytes), hashed, false},
		{"what was hashed", may(wall), may(wall), hashed, false},
		{"hashes that became optional", must(wall), may(text), hashed, false},
		{"hashes that may become so", must(wall), may(text), nulled, true},
		{"and are not", must(wall), must(text), nulled, false},
		{"and were", may(wall), may(text), nulled, true},
	} {
		if why := differs(&c.in, &c.out, &c.want); (why == "") != c.same {
			t.Errorf("%s: %s", c.about, why)
		}
	}
}

// A changed column that holds another value of what was to be gone is refused without
// keys too, and an output with a column more than was planned.
func TestStillFound(t *testing.T) {
	const rules = "\n  - {match: {column: mobile}, do: {mask: {keep_first: 3, keep_last: 4}}}\n  - {match: {column: \"**\"}, do: keep}"
	table := func(names []string, values ...[]string) func(dir string) error {
		return func(dir string) error {
			return errors.Join(os.Mkdir(dir, 0o755), writeText(filepath.Join(dir, "part.parquet"), names, values))
		}
	}
	const n = 300
	state := text(n, func(i int) string { return []string{"new", "paid"}[i%2] })
	for _, c := range []struct {
		about, rules, says string
		lake               func(dir string) error
	}{
		{"as planned", rules, "", table([]string{"mobile", "state"}, telephones(n), state)},
		{"another telephone", strings.Replace(rules, "mask: {keep_first: 3, keep_last: 4}", `replace: {with: "19900001234"}`, 1), "a detector still finds cn_mobile in it", table([]string{"mobile", "state"}, state, state)},
		{"one column more", rules, "it was not planned", table([]string{"mobile", "state", "more"}, telephones(n), state, state)},
	} {
		b, other := newBench(t, rules, "", table([]string{"mobile", "state"}, telephones(n), state)), newBench(t, c.rules, "", c.lake)
		promises := b.promises()
		promises[0].kernel = nil
		other.must(Committed)
		err := verifyPair(t, promises, filepath.Join(b.dir, "input", "part.parquet"), other.output())
		if c.says == "" && err != nil || c.says != "" && (!errors.Is(err, ErrNotVerified) || !strings.Contains(err.Error(), c.says)) {
			t.Errorf("%s: %v", c.about, err)
		}
	}
}

// A pseudonym is no value of its column, however short those are: that takes no key.
func TestNotFresh(t *testing.T) {
	lake := func(pins []string) func(dir string) error {
		return func(dir string) error {
			return errors.Join(os.Mkdir(dir, 0o755), writeText(filepath.Join(dir, "part.parquet"), []string{"pin"}, [][]string{pins}))
		}
	}
	pins := text(300, func(i int) string { return fmt.Sprintf("p%04d", i) })
	b := newBench(t, "\n  - {match: {column: pin}, do: {hmac: {domain: account}}}", "", lake(pins))
	promises := b.promises()
	promises[0].kernel, promises[0].gone = nil, nil
	for with, fresh := range map[string]bool{"p0300": true, "p0007": false} {
		other := newBench(t, `
  - {match: {column: pin}, do: {replace: {with: "`+with+`"}}}`, "", lake(text(300, func(int) string { return "x" })))
		other.must(Committed)
		err := verifyPair(t, promises, filepath.Join(b.dir, "input", "part.parquet"), other.output())
		if (err == nil) != fresh || err != nil && !strings.Contains(err.Error(), "a value of column pin that had to go stands in column pin") {
			t.Errorf("%s: %v", with, err)
		}
	}
}

// What only the job knows can be looked for with it alone: it is not said to have been.
func TestForeignClasses(t *testing.T) {
	set, wrong := detectors.Shipped().With([]detectors.Custom{{Name: "badge_no", Level: "L3", Pattern: `\bGP\d{6}\b`, Hit: []string{"GP000018"}, Miss: []string{"GP1"}}}, nil)
	if len(wrong) > 0 {
		t.Fatal(wrong)
	}
	b := newBench(t, "\n  - {match: {column: \"**\"}, do: {mask: {keep_first: 2}}}", "", func(dir string) error {
		return errors.Join(os.Mkdir(dir, 0o755), writeText(filepath.Join(dir, "part.parquet"), []string{"code"}, [][]string{text(9, func(i int) string { return fmt.Sprintf("GP%06d", i) })}))
	})
	b.must(Committed)
	promises := b.promises()
	promises[0].gone = []string{"badge_no"}
	for _, c := range []struct {
		classes *detectors.Set
		looked  bool
	}{{nil, false}, {set, true}} {
		v := &verification{promises: promises, fs: files.Local{}, opt: Options{Classes: c.classes, Memory: 1 << 20, Temp: t.TempDir()}}
		if passed, err := v.run(context.Background()); err != nil || slices.Contains(passed, checkDetectors) != c.looked {
			t.Errorf("%q: %v", passed, err)
		}
	}
}

// A changed byte is found by `tuomin verify` wherever it is.
func TestVerifyFindsChangedBytes(t *testing.T) {
	b := newBench(t, orderRules, "", oneFile(7, 500))
	b.must(Committed)
	out, err := filepath.Glob(filepath.Join(b.output(), "*.parquet"))
	if err != nil || len(out) != 1 {
		t.Fatal(out, err)
	}
	good, err := os.ReadFile(out[0])
	if err != nil {
		t.Fatal(err)
	}
	for at := 4; at < len(good); at += len(good)/40 + 1 {
		bad := append([]byte(nil), good...)
		bad[at] ^= 0x10
		if err := os.WriteFile(out[0], bad, 0o644); err != nil {
			t.Fatal(err)
		}
		v := VerifyOutput(context.Background(), b.output(), filepath.Join(b.dir, "input"), files.Local{}, b.opt)
		if v.Reason != NotVerified {
			t.Errorf("byte %d changed: %s", at, v.Reason)
		}
	}
}

// An address that was made coarser, down to its district, has the form of one still:
// the check for what had to go must not mistake it. What says more is refused.
func TestCoarserAddresses(t *testing.T) {
	heads := []string{"浙江省杭州市西湖区", "广东省深圳市南山区", "北京市朝阳区", "新疆维吾尔自治区乌鲁木齐市天山区", "海南省海口市龙华区"}
	addresses := text(1200, func(i int) string {
		return fmt.Sprintf("%s测试路%d号%d幢%d室", heads[i%len(heads)], i+1, i%9+1, 101+i%7)
	})
	data := people{n: 1200, more: map[string][]string{"address": addresses}, order: []string{"address"}}
	for _, do := range []string{"{generalize: {to: district}}", "{generalize: {to: city}}", "{mask: {profile: display}}", "{mask: {profile: waybill}}"} {
		b := newBench(t, "\n  - {match: {column: address}, do: "+do+"}\n  - {match: {column: id_no}, do: drop}\n  - {match: {column: name}, do: drop}\n  - {match: {class: none}, do: keep}", "", data.write)
		b.must(Committed)
		if r := VerifyOutput(context.Background(), b.output(), filepath.Join(b.dir, "input"), files.Local{}, b.opt); r.Err() != nil {
			t.Errorf("%s, verified alone: %v", do, r.Err())
		}
	}
	for text, want := range map[string]bool{
		"浙江省杭州市西湖区": true, "北京市朝阳区": true, "浙江省": true, "浙江省杭州市西湖区测试路1号": false, "浙江省杭州市西湖区三墩镇": false, "杭州市西湖区": false, "": false,
	} {
		if region([]byte(text)) != want {
			t.Errorf("%s is a region: %v", text, !want)
		}
	}
}

// Small numbers are small in however many bytes; text that is padded is text.
func TestPadded(t *testing.T) {
	zeros := strings.Repeat("\x00", 12)
	for v, want := range map[string]bool{
		zeros: true, "\x05" + zeros: true, zeros + "\x01\x02\x03\x04": true, "\x05\x01\x02\x03\x04" + zeros: false,
		"13800000000" + zeros: false, zeros + "\x01" + zeros + "\x01": false, "abcdefgh": false,
	} {
		if padded([]byte(v)) != want {
			t.Errorf("%q is padded: %v", v, !want)
		}
	}
}

// Of fewer than 2^32 values, two columns share many for good reasons.
func TestSmall(t *testing.T) {
	for v, want := range map[string]bool{
		"123456789": true, "1234567890": false, "-1234.56": true, "2026-11-24": true, "2026-11-24T08:00:00.000000Z": true,
		"2026-11-24T08:00:00.123456Z": false, "2026/11/24 08:00:00": true, "20261124080000": true, "20261324080000": false,
		"12345678901234": false, "18000101000000": false, "2026112408000": false, "order1": false, "2026年11月24日": false,
		"100.000000000000000000": true, "-12345.6700000000": true, "1234567890.00": false, "12345.678901": false, "138.0000.0000": false, "1380000000000": false,
	} {
		if small([]byte(v)) != want {
			t.Errorf("%s is small: %v", v, !want)
		}
	}
}

// What another version wrote is not made again: it may have known other spellings.
func TestVerifyAnotherVersion(t *testing.T) {
	b := newBench(t, "\n  - {match: {class: cn_mobile}, do: {mask: {keep_first: 3, keep_last: 4}}}"+orderRules, "", orders(600, 1))
	b.opt.Version = "1.0"
	b.must(Committed)
	leaf := filepath.Join(b.output(), "dt=2026-11-20")
	m, _, err := readManifest(files.Local{}, leaf)
	if err != nil {
		t.Fatal(err)
	}
	for i := range m.Columns {
		if m.Columns[i].Action == "mask" {
			m.Columns[i].Options["keep_first"] = "2" // as if this version masked otherwise
		}
	}
	text, _ := m.encode()
	if err := os.WriteFile(filepath.Join(leaf, manifestName), text, 0o644); err != nil {
		t.Fatal(err)
	}
	for version, want := range map[string]Reason{"1.0": NotVerified, "1.1": Unchanged} {
		b.opt.Version = version
		if r := VerifyOutput(context.Background(), b.output(), filepath.Join(b.dir, "input"), files.Local{}, b.opt); r.Reason != want {
			t.Errorf("%s: %s: %v", version, r.Reason, r.Err())
		}
	}
}
