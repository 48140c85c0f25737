package detectors

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"tuomin/scanners/columns"
)

// A line of testdata/<name>.txt:
//
//	hit    checked  110105⟦…⟧   a value, the span in brackets; all of it without
//	named  worded   1234        the same, where a column's name or a label says so
//	miss            1234        no hit of the class, but Shaped where digits are checked
//	refuse          1234        the same, even where a name says so
//	form   86138…   138…        a value and its canonical form
//	noise  digits15 0.025       of what share of such values there may be hits, see noises
//
// where \t stands between fields.
type testLine struct {
	kind   string
	fields []string
}

func testLines(t testing.TB, name string) (lines []testLine) {
	t.Helper()
	f, err := os.Open(filepath.Join("testdata", name+".txt"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	s := bufio.NewScanner(f)
	for s.Scan() {
		if line := s.Text(); line != "" && line[0] != '#' {
			fields := strings.Split(line, "\t")
			lines = append(lines, testLine{fields[0], fields[1:]})
		}
	}
	if err := s.Err(); err != nil || len(lines) == 0 {
		t.Fatalf("%s: %d lines: %v", name, len(lines), err)
	}
	return lines
}

// ownValues are the values that the test data of all classes with runs end in.
func ownValues(t testing.TB) (own [][]byte) {
	t.Helper()
	for _, d := range table {
		if d.runs == nil {
			continue
		}
		for _, line := range testLines(t, d.Name) {
			if len(line.fields) > 0 {
				own = append(own, []byte(line.fields[len(line.fields)-1]))
			}
		}
	}
	return own
}

// surroundings are put around every hit: none may change what is found, but
// for the grade, which words may raise.
var surroundings = [][2]string{
	{"", ""}, {" ", " "}, {"\ufeff", "\u200b"}, {"'", ""}, {"备注：", "，谢谢"}, {"(", ")"}, {"给你，", "。"}, {"no.1; ", "; ok"},
}

func TestDetectors(t *testing.T) {
	for c, info := range Classes() {
		if info.LinkKey {
			continue // only a name makes a column of it
		}
		t.Run(info.Name, func(t *testing.T) {
			for n, line := range testLines(t, info.Name) {
				switch line.kind {
				case "hit":
					for _, around := range surroundings {
						checkHit(t, n, Class(c), around, line.fields[0], line.fields[1])
					}
				case "named":
					checkNamed(t, n, Class(c), line.fields[0], line.fields[1])
				case "miss", "refuse":
					f := NewFinder()
					if line.kind == "refuse" {
						f.Under(Evidence{classes: []Class{Class(c)}})
					}
					for _, h := range f.Find(text([]string{line.fields[0]}), nil) {
						if h.Class == Class(c) && !(info.Checks && h.Grade == Shaped) {
							t.Errorf("line %d: %v where nothing is", n, h)
						}
					}
				case "form":
					checkForm(t, n, info.Name, line.fields[0], line.fields[1])
				case "noise":
					checkNoise(t, Class(c), line.fields[0], line.fields[1])
				default:
					t.Errorf("line %d: %q", n, line.kind)
				}
			}
		})
	}
}

func checkHit(t *testing.T, n int, c Class, around [2]string, grade, value string) {
	t.Helper()
	want := value
	if open := strings.Index(value, "⟦"); open >= 0 {
		close := strings.Index(value, "⟧")
		want = value[open+len("⟦") : close]
		value = strings.NewReplacer("⟦", "", "⟧", "").Replace(value)
	}
	all := around[0] + value + around[1]
	for _, h := range find(text([]string{all})) {
		if h.Class == c && all[h.Start:h.End] == want && (h.Grade.String() == grade || h.Grade > Shaped) {
			return
		}
	}
	t.Errorf("line %d between %q: not found, or in another place: %v", n, around, find(text([]string{all})))
}

// checkNamed puts around a value what a name does not mind, and before it a label.
func checkNamed(t *testing.T, n int, c Class, grade, value string) {
	t.Helper()
	f := NewFinder()
	found := func(all string) bool {
		for _, h := range f.Find(text([]string{all}), nil) {
			if h.Class == c && all[h.Start:h.End] == value && (h.Grade.String() == grade || h.Grade > Shaped) {
				return true
			}
		}
		return false
	}
	for _, word := range strings.Fields(table[c].words) {
		if all := word + "：" + value + "，谢谢"; !found(all) {
			t.Errorf("line %d after the label %s: not found", n, word)
		}
	}
	f.Under(Evidence{classes: []Class{c}})
	for _, around := range surroundings[:4] {
		if !found(around[0] + value + around[1]) {
			t.Errorf("line %d between %q: not found", n, around)
		}
	}
}

func checkForm(t *testing.T, n int, name, value, want string) {
	t.Helper()
	form, err := Shipped().Canonical(name)
	if err != nil {
		t.Fatal(err)
	}
	got, ok := form(nil, []byte(value))
	if want == "-" {
		if ok {
			t.Errorf("line %d has a form and should not", n)
		}
		return
	}
	if !ok || string(got) != want {
		t.Errorf("line %d: another form", n)
	}
	if again, ok := form(nil, got); !ok || !bytes.Equal(again, got) {
		t.Errorf("line %d: the form of a form is another", n)
	}
}

// noises generate what is of no class: so many characters of a kind.
var noises = map[string]func(r *rand.Rand, n int) string{
	"digits": func(r *rand.Rand, n int) string { // n random digits, the first not 0
		return fmt.Sprintf("%d%0*d", 1+r.IntN(9), n-1, r.Int64N(int64(math.Pow10(min(n-1, 18)))))
	},
	"hex": func(r *rand.Rand, n int) string {
		return fmt.Sprintf("%016x%016x%016x%016x", r.Uint64(), r.Uint64(), r.Uint64(), r.Uint64())[:n]
	},
	"time": func(r *rand.Rand, n int) string { // 20241120153000123…
		t := time.Date(2015, 1, 1, 0, 0, 0, 0, time.UTC).Add(time.Duration(r.Int64N(12 * 365 * 24 * int64(time.Hour))))
		return fmt.Sprintf("%s%06d", t.Format("20060102150405"), r.IntN(1e6))[:n]
	},
	"epoch": func(r *rand.Rand, n int) string {
		return fmt.Sprintf("%d%09d", 1262304000+r.Int64N(8e8), r.Int64N(1e9))[:n]
	},
	"goods": func(r *rand.Rand, n int) string { // a letter, and digits
		return fmt.Sprintf("%c%0*d", 'A'+rune(r.IntN(26)), n-1, r.Int64N(int64(math.Pow10(n-1))))
	},
	"contract": func(r *rand.Rand, n int) string { return (contract(r, 0) + "000000")[:n] },
	"counter":  func(r *rand.Rand, n int) string { return fmt.Sprintf("%0*d", n, 1000000+r.IntN(1e6)) },
	"version":  func(r *rand.Rand, _ int) string { return fmt.Sprintf("%d.%d.%d", r.IntN(20), r.IntN(50), r.IntN(300)) },
	"words": func(r *rand.Rand, _ int) string {
		list := strings.Fields("order status_code user.name logo@2x.png a=b C++ std::vector 2024-01-15 12:30:45 3.14 sale-2024 /api/v1/items x86_64 N/A $9.99")
		return list[r.IntN(len(list))] + " " + list[r.IntN(len(list))]
	},
}

var noiseName = regexp.MustCompile(`^([a-z]+)(\d*)$`)

// checkNoise holds a class to the share of hits that it may have in noise, of
// those that pass where digits are checked.
func checkNoise(t *testing.T, c Class, name, bound string) {
	t.Helper()
	most, err := strconv.ParseFloat(bound, 64)
	m := noiseName.FindStringSubmatch(name)
	if err != nil || m == nil || noises[m[1]] == nil {
		t.Fatalf("noise %s up to %s is nothing that can be tested", name, bound)
	}
	length, _ := strconv.Atoi(m[2])
	const n = 20000
	values := generate(n, func(r *rand.Rand, _ int) string { return noises[m[1]](r, length) })
	hits, last := 0, int32(-1)
	for _, h := range find(text(values)) {
		if h.Class == c && h.Value != last && !(c.Info().Checks && h.Grade == Shaped) {
			hits, last = hits+1, h.Value
		}
	}
	if got := float64(hits) / n; got > most {
		t.Errorf("hits in %v of %s, more than %v", got, name, most)
	}
}

// The vectors of identifiers.md: what values alone decide, and, under a name
// that speaks for their class, what takes one. What only a distribution decides
// is for the tests of verdicts.
func TestVectors(t *testing.T) {
	data, err := os.ReadFile("testdata/vectors.json")
	if err != nil {
		t.Fatal(err)
	}
	var vectors []struct {
		Type, Value, Level string
		Valid              bool
	}
	if err := json.Unmarshal(data, &vectors); err != nil {
		t.Fatal(err)
	}
	// The values of a column are judged together, see TestVectorColumns.
	const alone, together = 551, 3
	judged := 0
	for i, v := range vectors {
		c, ok := ClassOf(strings.ToLower(v.Type))
		if !ok {
			t.Fatalf("vector %d: no class %s", i, v.Type)
		}
		if v.Level == "column" {
			continue
		}
		judged++
		hit := false
		finder := NewFinder()
		var name Evidence
		if v.Level == "header" {
			name.classes = []Class{c}
		}
		finder.Under(Apart(name))
		for _, h := range finder.Find(text([]string{v.Value}), nil) {
			hit = hit || h.Class == c && h.Start == 0 && int(h.End) == len(v.Value) && !(c.Info().Checks && h.Grade == Shaped)
		}
		if hit != v.Valid {
			t.Errorf("vector %d (%s): hit %v, want %v", i, v.Type, hit, v.Valid)
		}
	}
	if judged != alone || len(vectors) != alone+together {
		t.Errorf("%d of %d vectors are of values, want %d of %d", judged, len(vectors), alone, alone+together)
	}
}

// The vectors of level column stand for columns of such values: milliseconds,
// dates and versions, which have none of the classes that each has the form of.
func TestVectorColumns(t *testing.T) {
	day := time.Date(2024, 1, 15, 0, 0, 0, 0, time.UTC)
	for _, c := range []struct {
		class, name string
		kind        columns.Kind
		gen         func(*rand.Rand, int) string
	}{
		{"cn_iot_number", "c1", columns.Text, milliseconds},
		{"cn_iot_number", "c1", columns.Int, milliseconds},
		{"cn_tbz", "c1", columns.Text, func(r *rand.Rand, _ int) string { return day.AddDate(0, 0, -r.IntN(3000)).Format("20060102") }},
		{"cn_tbz", "c1", columns.Int, func(r *rand.Rand, _ int) string { return day.AddDate(0, 0, -r.IntN(3000)).Format("20060102") }},
		{"ipv4", "version", columns.Text, semver},
		{"ipv4", "c1", columns.Text, semver},
	} {
		tally := tallied(leafOf(c.name, c.kind), generate(1000, c.gen))
		said := tally.Classify()
		if said.Class == c.class || slices.Contains(said.Contained(), c.class) {
			t.Errorf("%s under %s: taken for it: %+v", c.class, c.name, said)
		}
	}
}

// milliseconds of the years 2014 to 2017: 13 digits that begin as the numbers of
// terminals do.
func milliseconds(r *rand.Rand, _ int) string {
	return number10(1_440_000_000_000 + r.IntN(50_000_000_000))
}

func semver(r *rand.Rand, _ int) string {
	return fmt.Sprintf("%d.%d.%d.%d", 1+r.IntN(8), r.IntN(20), r.IntN(3), r.IntN(40))
}

// slow is an independent implementation of two classes: regular expressions,
// and the standard's formula instead of the table of weights.
var (
	slowRun    = regexp.MustCompile(`[0-9A-Za-z]+`)
	slowMobile = regexp.MustCompile(`^(?:86|0086|0|17951)?(?:1(?:3\d|4[579]|5[0-35-9]|6[2567]|7[0-35-8]|8\d|9[0-35-9])\d{8}|1740\d{7}|1741[0-2]\d{6}|1749\d{7})$`)
	slowID     = regexp.MustCompile(`^(?:1[1-5]|2[1-3]|3[1-7]|4[1-6]|5[0-4]|6[1-5]|71|8[1-3])\d{15}[\dXx]$`)
)

// Runs without separators are found as the reference finds them.
func TestAgainstReference(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 6))
	var values []string
	for i := range 20000 {
		v := []byte([]string{identity(r, i), mobile(r, i), contract(r, i), "86" + mobile(r, i), serial(r, i), fmt.Sprint(r.Int64())}[i%6])
		if i%2 == 0 { // change a character
			v[r.IntN(len(v))] = "0123456789Xxa.,"[r.IntN(15)]
		}
		values = append(values, "编号"+string(v)+"。")
	}
	hits := find(text(values))
	for i, v := range values {
		own := map[string]bool{}
		for len(hits) > 0 && int(hits[0].Value) == i {
			if h := hits[0]; h.Class == cnMobile.class || h.Class == cnID18.class && h.Grade == Checked {
				own[v[h.Start:h.End]] = true
			}
			hits = hits[1:]
		}
		for _, at := range slowRun.FindAllStringIndex(v, -1) {
			run := v[at[0]:at[1]]
			// What a fraction makes of a number is tested by name.
			if strings.ContainsAny(v[max(0, at[0]-1):min(len(v), at[1]+1)], ".") {
				delete(own, run)
				continue
			}
			want := slowMobile.MatchString(run) || slowID.MatchString(run) && slowValid(run)
			if want != own[run] {
				t.Fatalf("value %d: found %v, the reference says %v", i, own[run], want)
			}
		}
	}
}

// slowValid is (1 − 2·n) mod 11 of the first 17 as a number of base 13, and a
// date by its own arithmetic.
func slowValid(id string) bool {
	n := 0
	for _, c := range id[:17] {
		n = (n*13 + int(c-'0')) % 11
	}
	check := ((1-2*n)%11 + 11) % 11
	want := fmt.Sprint(check)
	if check == 10 {
		want = "X"
	}
	month, day := int(number([]byte(id[10:12]))), int(number([]byte(id[12:14])))
	year := int(number([]byte(id[6:10])))
	days := [13]int{0, 31, 28 + leap(year), 31, 30, 31, 30, 31, 31, 30, 31, 30, 31}
	return strings.EqualFold(id[17:], want) && year >= 1850 && year <= 2026 && month >= 1 && month <= 12 && day >= 1 && day <= days[month] &&
		divisions().region(int(number([]byte(id[:6]))))
}

func leap(y int) int {
	if y%400 == 0 || y%4 == 0 && y%100 != 0 {
		return 1
	}
	return 0
}

func TestFindAllocates(t *testing.T) {
	all := benchColumns()
	for _, value := range ownValues(t) {
		for _, around := range surroundings {
			all["test data"] = append(all["test data"], around[0]+string(value)+around[1])
		}
	}
	for name, values := range all {
		v := text(values)
		f := NewFinder()
		hits := f.Find(v, nil)
		if n := testing.AllocsPerRun(10, func() { hits = f.Find(v, hits[:0]) }); n > 0 {
			t.Errorf("%s: %v allocations", name, n)
		}
	}
}

func benchColumns() map[string][]string {
	return map[string][]string{
		"ids": generate(4096, identity), "mobiles": generate(4096, mobile), "addresses": generate(4096, address),
		"remarks": generate(4096, remark), "hex": generate(4096, hexID), "contracts": generate(4096, contract),
		"names":     {"请联系王小明先生，或者陈静女士", "收件人：刘洋 13800138000", "姓名：欧阳小明，性别：男", "阿依古丽·买买提老师"},
		"times":     generate(4096, hour),
		"fullwidth": {"电话：１３８００１３８０００", "身份证３２０３１１１９０１０１０１００９Ｘ"},
	}
}

// hour is one of thousands that stand before a colon, and are no label.
func hour(r *rand.Rand, _ int) string {
	return time.Date(2026, 1, 1, r.IntN(366*24), r.IntN(60), 0, 0, time.UTC).Format(time.RFC3339)
}

func BenchmarkFind(b *testing.B) {
	for name, values := range benchColumns() {
		b.Run(name, func(b *testing.B) {
			v := text(values)
			f := NewFinder()
			hits := f.Find(v, nil)
			b.SetBytes(v.Bytes())
			b.ReportAllocs()
			for b.Loop() {
				hits = f.Find(v, hits[:0])
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/float64(v.Len()), "ns/value")
		})
	}
}

// FuzzFind: whatever the bytes, spans lie within the value, in order, and no
// class has a place twice; canonical forms are their own.
func FuzzFind(f *testing.F) {
	for _, info := range Classes() {
		if !info.LinkKey {
			for _, line := range testLines(f, info.Name) {
				f.Add([]byte(line.fields[len(line.fields)-1]))
			}
		}
	}
	f.Add([]byte("\xe4\xb8\x31\xef\xbc\x00\xe2\x80"))
	f.Add([]byte("\xef\xbc \xa60000000000000000000")) // halves of a character, which a form must not join
	finder := NewFinder()
	var div []byte
	f.Fuzz(func(t *testing.T, b []byte) {
		v := columns.NewVariable(b, []int32{0, int32(len(b))}, 0)
		hits := finder.Find(&v, nil)
		for i, h := range hits {
			if h.Value != 0 || h.Start < 0 || h.End <= h.Start || int(h.End) > len(b) || h.Grade < Shaped || h.Grade > Checked {
				t.Fatalf("span %v of %d", h, len(b))
			}
			if i > 0 && hits[i-1].compare(&h) >= 0 || h.repeats(hits[:i]) {
				t.Fatalf("span %v after %v", h, hits[i-1])
			}
		}
		for _, info := range Classes() {
			form, err := Shipped().Canonical(info.Name)
			if err != nil {
				t.Fatal(err)
			}
			if once, ok := form(nil, b); ok {
				if twice, ok := form(nil, once); !ok || !bytes.Equal(once, twice) {
					t.Fatalf("%s: a form's form is another", info.Name)
				}
			}
		}
		div, _ = AppendDivision(div[:0], b, "district")
		Nullish(b)
		Masked(b)
	})
}
