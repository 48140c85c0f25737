package detectors

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"tuomin/scanners/columns"
)

// Latitudes and longitudes side by side are positions; alone, coarse, apart, or
// under the name of a measure they are numbers.
func TestPositions(t *testing.T) {
	type gen = func(*rand.Rand, int) string
	between := func(low, high float64, decimals int) gen {
		return func(r *rand.Rand, _ int) string { return fmt.Sprintf("%.*f", decimals, low+(high-low)*r.Float64()) }
	}
	lat, lon := between(30.1, 30.4, 6), between(120.0, 120.3, 6)
	for _, c := range []struct {
		about string
		names [3]string
		gens  [3]gen
		want  [3]string
	}{
		{"latitude first", [3]string{"c1", "c2", "c3"}, [3]gen{lat, lon, amountOf}, [3]string{"geo_latlon", "geo_latlon", "none"}},
		{"longitude first", [3]string{"c1", "c2", "c3"}, [3]gen{amountOf, lon, lat}, [3]string{"none", "geo_latlon", "geo_latlon"}},
		{"one is named", [3]string{"lat", "c2", "c3"}, [3]gen{lat, lon, amountOf}, [3]string{"geo_latlon", "geo_latlon", "none"}},
		{"apart", [3]string{"c1", "c2", "c3"}, [3]gen{lat, amountOf, lon}, [3]string{"none", "none", "none"}},
		{"two latitudes", [3]string{"c1", "c2", "c3"}, [3]gen{lat, lat, amountOf}, [3]string{"none", "none", "none"}},
		{"prices", [3]string{"c1", "c2", "c3"}, [3]gen{between(10, 50, 2), between(80, 130, 2), amountOf}, [3]string{"none", "none", "none"}},
		{"rates that go further", [3]string{"c1", "c2", "c3"}, [3]gen{between(1, 99, 6), between(1, 200, 6), amountOf}, [3]string{"none", "none", "none"}},
		{"weights", [3]string{"weight", "height", "c3"}, [3]gen{lat, lon, amountOf}, [3]string{"none", "none", "none"}},
	} {
		var tallies []*Tally
		var all []Classification
		for i, name := range c.names {
			tally := NewTally(leafOf(name, columns.Float), testKey, maxSample)
			f := NewFinder()
			f.Under(tally.Name())
			v := text(generate(500, c.gens[i]))
			tally.Add(v, nil, f.Find(v, nil))
			tallies, all = append(tallies, tally), append(all, tally.Classify())
		}
		Positions(tallies, all)
		for i, want := range c.want {
			if all[i].Class != want {
				t.Errorf("%s: column %d is %s, want %s", c.about, i, all[i].Class, want)
			}
		}
	}
}

func amountOf(r *rand.Rand, _ int) string { return fmt.Sprint(r.IntN(100)) }
