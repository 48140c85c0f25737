package detectors

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"tuomin/scanners/columns"
)

// Children are counted exactly, in whole numbers and within text, and on their
// birthday they are no longer.
func TestMinors(t *testing.T) {
	today := known().today
	if today%10000 == 229 {
		t.Skip("nobody has this birthday in most years")
	}
	id := func(day int32) string { // 110103 was abolished in 2010: nobody born since has such a number
		b := "110103" + dashless(day) + "001"
		return b + checkDigit(b)
	}
	lastDay := (today/10000-ageOfMinor)*10000 + 1231 // eighteen on the last day of this year
	minor := int64(1)
	if today%10000 == 1231 {
		minor = 0
	}
	wrong := []byte(id(today - 50000))
	wrong[17] = '0' + (wrong[17]-'0'+1)%10
	for _, c := range []struct {
		about, name      string
		values           []string
		weights          []uint32
		under14, under18 int64
	}{
		{"identity numbers", "c1", []string{id(today - 130000), id(today - 150000), id(18900131)}, []uint32{5, 7, 100}, 5, 12},
		{"fourteen today, eighteen today", "c1", []string{id(today - 140000), id(today - 180000)}, nil, 0, 1},
		{"seventeen", "c1", []string{id(today - 170000)}, nil, 0, 1},
		{"eighteen before the year is over", "c1", []string{id(lastDay)}, nil, 0, minor},
		{"in text, twice in one", "c1", []string{"我的" + id(today-50000) + "，孩子 " + id(today-20000), id(18900131) + "、" + id(today-100000)}, nil, 2, 2},
		{"a wrong check digit", "c1", []string{string(wrong)}, nil, 0, 0},
		{"full-width", "c1", []string{"１" + id(today - 50000)[1:]}, nil, 1, 1},
		{"days of birth", "birthday", []string{dashless(today - 50000), dashless(today - 160000), "1890-01-31"}, []uint32{2, 3, 4}, 2, 5},
		{"the year last, month or day first", "birthday", []string{"05/03/" + dashless(today - 100000)[:4], "25/03/" + dashless(today - 100000)[:4], "03/25/1890"}, nil, 2, 2},
		{"eighteen tomorrow, by the midnight of Beijing as UTC says it", "birthday", []string{dashed(today-180000) + "T16:00:00Z", dashed(today-180000) + "T00:00:00Z"}, nil, 0, 1},
		{"days of something", "order_date", []string{dashless(today - 50000)}, nil, 0, 0},
	} {
		col := leafOf(c.name, columns.Text)
		v := text(c.values)
		count := func(v *columns.Values, weights []uint32) *Tally {
			f, tally := NewFinder(), NewTally(col, testKey, 64)
			f.Under(tally.Name())
			tally.Add(v, weights, f.Find(v, nil))
			return tally
		}
		sum := count(v, c.weights)
		sum.Merge(count(v, c.weights))
		opened, err := Shipped().OpenTally(col, testKey, sum.Seal())
		if err != nil {
			t.Fatal(err)
		}
		m := opened.Classify().Minors
		if diff := cmp.Diff([2]int64{2 * c.under14, 2 * c.under18}, [2]int64{m.Under14, m.Under18}); diff != "" {
			t.Errorf("%s: %s", c.about, diff)
		}
	}
}

// dashless is a day as eight digits.
func dashless(day int32) string { return number10(int(day))[2:] }

// dashed is a day as 1890-01-31.
func dashed(day int32) string {
	d := dashless(day)
	return d[:4] + "-" + d[4:6] + "-" + d[6:]
}
