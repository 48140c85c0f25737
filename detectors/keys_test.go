package detectors

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"testing"

	"tuomin/scanners/columns"
)

// What a map's values are, its keys say.
func TestKeys(t *testing.T) {
	born := func(r *rand.Rand) string {
		return fmt.Sprintf("19%02d-%02d-%02d", r.IntN(100), 1+r.IntN(12), 1+r.IntN(28))
	}
	person := func(r *rand.Rand) string {
		return []string{"张伟", "王芳", "李娜", "刘洋", "陈静"}[r.IntN(5)]
	}
	serial := func(r *rand.Rand) string { return fmt.Sprintf("SKU-%06d", r.IntN(1e6)) }
	colour := func(r *rand.Rand) string { return []string{"红", "蓝", "白"}[r.IntN(3)] }
	number := func(r *rand.Rand) string { return fmt.Sprint(r.IntN(90)) }
	type entries map[string]func(*rand.Rand) string
	for _, c := range []struct {
		about string
		path  columns.Path
		kind  columns.Kind
		of    entries
		want  []string // that it contains by its keys
	}{
		{"births and names", "m{}.value", columns.Text, entries{"birthday": born, "name": person, "colour": colour}, []string{"cn_person_name", "date_of_birth"}},
		{"births in words of several parts", "m{}.value", columns.Text, entries{"buyerDateOfBirth": born}, []string{"date_of_birth"}},
		{"Chinese keys", "m{}.value", columns.Text, entries{"出生日期": born, "规格": colour}, []string{"date_of_birth"}},
		{"in lists", "m{}.value[]", columns.Text, entries{"birthday": born}, []string{"date_of_birth"}},
		{"a map of maps", "m{}.value{}.value", columns.Text, entries{"birthday": born}, []string{"date_of_birth"}},
		{"goods", "m{}.value", columns.Text, entries{"brand": colour, "name": serial, "colour": colour}, nil},
		{"a key whose values are something else", "m{}.value", columns.Text, entries{"birthday": serial}, nil},
		{"who buys", "m{}.value", columns.Text, entries{"buyer": person, "a": serial, "b": serial}, []string{"cn_person_name"}},
		{"programs under keys for persons", "m{}.value", columns.Text, entries{"agent": serial, "client": serial}, nil},
		{"numbers", "m{}.value", columns.Int, entries{"weight": number, "count": number}, nil},
		{"no map", "m.value", columns.Text, entries{"birthday": serial, "note": born}, nil},
	} {
		keyPath, ok := KeysOf(c.path)
		if !ok {
			keyPath = "m.key"
		}
		keyCol := columns.Column{Path: keyPath, Type: columns.Type{Kind: columns.Text}, MapKey: ok}
		col := columns.Column{Path: c.path, Type: columns.Type{Kind: c.kind}}
		r := rand.New(rand.NewPCG(1, 2))
		var keys, values [2][]string // in two parts
		for i := range 1000 {
			for _, key := range slices.Sorted(maps.Keys(c.of)) {
				keys[i%2] = append(keys[i%2], key)
				values[i%2] = append(values[i%2], c.of[key](r))
			}
		}
		count := func(col *columns.Column, parts [2][]string) *Tally {
			whole := NewTally(col, TallyKey{}, 1024)
			for _, part := range parts {
				own := NewTally(col, TallyKey{}, 1024)
				f, v := NewFinder(), text(part)
				f.Under(own.Name())
				own.Add(v, nil, f.Find(v, nil))
				opened, err := Shipped().OpenTally(col, TallyKey{}, own.Seal())
				if err != nil {
					t.Fatalf("%s: %v", c.about, err)
				}
				whole.Merge(opened)
			}
			return whole
		}
		tallies := []*Tally{count(&keyCol, keys), count(&col, values)}
		all := []Classification{tallies[0].Classify(), tallies[1].Classify()}
		before := all[1].Verdict
		Keys(tallies, tallies, all)
		got := all[1].Contained()
		slices.Sort(got)
		if !slices.Equal(got, c.want) {
			t.Errorf("%s: contains %v, want %v", c.about, got, c.want)
		}
		if len(c.want) > 0 && (all[1].Verdict != VerdictContains || all[1].Level < "L2") || len(c.want) == 0 && all[1].Verdict != before {
			t.Errorf("%s: %s %s, level %s", c.about, all[1].Verdict, all[1].Class, all[1].Level)
		}
	}
}
