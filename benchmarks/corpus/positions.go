package corpus

import "math"

// centres are the middles of cities, in the order of cities: degrees of
// longitude and latitude times a hundred.
var centres = [][2]int{
	{11640, 3990}, {11720, 3913}, {12343, 4180}, {12147, 3123}, {11880, 3206}, {12016, 3028}, {11809, 2448}, {12038, 3607},
	{11430, 3059}, {11326, 2313}, {11406, 2254}, {10655, 2956}, {10407, 3067}, {10894, 3434},
}

// around is a coordinate some twenty kilometres about the middle of a city, cut
// to so many decimals: four are eleven metres, six a hand.
func around(d *draw, axis, decimals int) float64 {
	return cut(float64(centres[d.buyer.home.cityNumber()][axis])/100+(d.Float64()-0.5)*0.4, decimals)
}

func cut(v float64, decimals int) float64 {
	scale := math.Pow10(decimals)
	return math.Round(v*scale) / scale
}

func longitude(name string, decimals int) *column {
	return named(holds(float(name, func(d *draw) float64 { return around(d, 0, decimals) }), "geo_latlon"), unclaimed)
}

func latitude(name string, decimals int) *column {
	return named(holds(float(name, func(d *draw) float64 { return around(d, 1, decimals) }), "geo_latlon"), unclaimed)
}

// cityNumber is where the place's city stands in cities.
func (p *place) cityNumber() int {
	for i, c := range cities {
		if c == p.city {
			return i
		}
	}
	panic("corpus: a place outside every city")
}
