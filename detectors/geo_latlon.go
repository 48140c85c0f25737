package detectors

import (
	"bytes"
	"slices"

	"tuomin/scanners/columns"
)

// Position, 经纬度: a latitude and a longitude, or one of them.
//
//	39.908823,116.397470   116.397470 39.908823   POINT(116.3974 39.9088)
//	└ 3.8 to 53.6          └ 73.4 to 135.1: China, in WGS-84, GCJ-02 or BD-09
//
// Two numbers with four decimals or more in these ranges are a position to some
// ten metres. Latitude comes first (ISO 6709), and such a pair is Checked; many
// maps of China write the longitude first, which is a number above 90: that is
// only Shaped, and counts for its column all the same. Which of the three
// systems it is values cannot tell. Elsewhere, with fewer decimals, as
// degrees and minutes, as a geohash, in millionths of a degree, and as one number
// without the other, the column's name or a label must say so: prices, rates
// and ratios look the same.
//
// Columns of the type geometry are positions whatever their bytes are, lines and
// areas too: where somebody went, and where the land is that is somebody's.
//
// Source: identifiers.md §8.7.
var geoLatLon = register(detector{
	Info: Info{Name: "geo_latlon", Title: "Position", TitleZH: "经纬度", Level: "L4", Sensitive: Sensitive{Policy: true}, Checks: true},
	rule: rule{chance: 0.1},
	words: `lat lng lon long long_value long_val long_deg long_wgs long_gcj long_bd latitude longitude longtitude lat_lon lat_lng latlng latlon lnglat lonlat lng_lat lon_lat gps gps_lat gps_lng geo geo_point geopoint geohash
		geo_location coordinate coordinates coords coord location_point loc_point point position user_location current_location location loc
		jd wd jwd jingdu weidu jingweidu dw zb zuobiao dingwei
		经度 纬度 经纬度 坐标 地理坐标 坐标点 定位 位置坐标 地理位置 位置 GPS坐标`,
	near:  "坐标 定位 经纬 位置 gps location geo lat lng",
	runs:  []shape{{digitRun, 1, 3, "."}},
	pair:  true,
	find:  geoIn,
	whole: geoValue,
})

// The box that China lies in, with its sea.
const (
	southmost, northmost = 3.8, 53.6
	westmost, eastmost   = 73.4, 135.1
	preciseDecimals      = 4 // eleven metres
)

// geoIn finds two numbers of a position, of which the first begins at s.
func geoIn(_ *knowledge, b []byte, s, e int) (from, to int, g Grade) {
	if s > 0 && (b[s-1] == '.' || b[s-1] == '-' || kinds[b[s-1]] == kindDigit) {
		return 0, 0, 0
	}
	x, decimals, p := degrees(b, s)
	if p < 0 || decimals < preciseDecimals || !inChina(x, 100) && !inChina(40, x) {
		return 0, 0, 0
	}
	q := afterComma(b, p)
	if q == p {
		return 0, 0, 0
	}
	y, decimals, p := degrees(b, q)
	if p < 0 || decimals < preciseDecimals || !inChina(x, y) && !inChina(y, x) {
		return 0, 0, 0
	}
	if p < len(b) && (b[p] == '.' || b[p] == '%' || kinds[b[p]] == kindLetter) {
		return 0, 0, 0
	}
	if inChina(x, y) {
		return s, p, Checked
	}
	return s, p, Shaped
}

func inChina(lat, lon float64) bool {
	return lat >= southmost && lat <= northmost && lon >= westmost && lon <= eastmost
}

// degrees reads a decimal fraction at p and counts its decimals; end is
// negative where there is none.
func degrees(b []byte, p int) (n float64, decimals, end int) {
	from := p
	for ; p < len(b) && kinds[b[p]] == kindDigit && p-from < 4; p++ {
		n = n*10 + float64(b[p]-'0')
	}
	if p == from || p-from > 3 || p+1 >= len(b) || b[p] != '.' {
		return 0, 0, -1
	}
	unit := 0.1
	for p++; p < len(b) && kinds[b[p]] == kindDigit; p++ {
		n += float64(b[p]-'0') * unit
		unit /= 10
		decimals++
	}
	if decimals == 0 {
		return 0, 0, -1
	}
	return n, decimals, p
}

// afterComma goes on behind what stands between two coordinates; p where
// nothing does.
func afterComma(b []byte, p int) int {
	for n := 0; p < len(b) && n < 3; n++ {
		switch {
		case b[p] == ',' || b[p] == ' ' || b[p] == ';' || b[p] == '/' || b[p] == '|':
			p++
		case p+2 < len(b) && (string(b[p:p+3]) == "，" || string(b[p:p+3]) == "、"):
			p += 3
		default:
			return p
		}
	}
	return p
}

// geometry takes columns of which the type says it.
func (j *judge) geometry() bool {
	if j.t.col.Type.Kind != columns.Geometry {
		return false
	}
	name := geoLatLon.Name
	j.Findings = slices.DeleteFunc(j.Findings, func(f Finding) bool { return f.Class == name })
	j.Findings = append(j.Findings, Finding{Class: name, Rows: j.full, Whole: j.full})
	j.Share = 1
	return j.say(VerdictIs, name, Certain, "the type is that of geometries")
}

// geoValue judges a value of which something says that it is a position.
func geoValue(_ *knowledge, b []byte) Grade {
	switch {
	case len(b) == 0 || len(b) > longestPosition:
		return 0
	case oneCoordinate(b), twoCoordinates(b), geohash(b), sexagesimal(b):
		return Worded
	}
	return 0
}

// longestPosition bounds a position in bytes: with names of its parts.
const longestPosition = 96

// oneCoordinate judges degrees, or millionths of a degree in China.
func oneCoordinate(b []byte) bool {
	n, p, ok := signed(b, 0)
	if !ok || p < len(b) {
		return false
	}
	if micro := number(b); micro >= 0 {
		return len(b) >= 7 && (inChina(float64(micro)/1e6, 100) || inChina(40, float64(micro)/1e6))
	}
	return n >= -180 && n <= 180
}

// twoCoordinates judges two numbers, with what well-known text and programs
// put around them: POINT(116.4 39.9), [116.4, 39.9], (39.9,116.4).
func twoCoordinates(b []byte) bool {
	if bytes.IndexByte(b, '.') < 0 {
		return false // 1,2 is a list
	}
	p := 0
	for p < len(b) && p < len("SRID=4326;POINT (") && (kinds[b[p]] == kindLetter || b[p] == ' ' || b[p] == '(' || b[p] == '[') {
		p++
	}
	x, p, ok := signed(b, p)
	if !ok {
		return false
	}
	y, p, ok := signed(b, afterComma(b, p)) // 39.9-116.4 too: a name says what it is
	if !ok {
		return false
	}
	for p < len(b) && (b[p] == ')' || b[p] == ']' || b[p] == ' ') {
		p++
	}
	within := func(lat, lon float64) bool { return lat >= -90 && lat <= 90 && lon >= -180 && lon <= 180 }
	return p == len(b) && (within(x, y) || within(y, x))
}

// signed reads a number with or without a sign and decimals.
func signed(b []byte, p int) (n float64, end int, ok bool) {
	negative := p < len(b) && b[p] == '-'
	if negative {
		p++
	}
	if v, _, e := degrees(b, p); e > 0 {
		n, p = v, e
	} else {
		from := p
		for ; p < len(b) && kinds[b[p]] == kindDigit && p-from < 10; p++ {
			n = n*10 + float64(b[p]-'0')
		}
		if p == from {
			return 0, p, false
		}
	}
	if negative {
		n = -n
	}
	return n, p, true
}

// geohash judges 5 to 12 characters of its alphabet, digits and letters both.
func geohash(b []byte) bool {
	if len(b) < 5 || len(b) > 12 {
		return false
	}
	digits, letters := 0, 0
	for _, c := range b {
		switch {
		case c >= '0' && c <= '9':
			digits++
		case c >= 'b' && c <= 'z' && c != 'i' && c != 'l' && c != 'o':
			letters++
		default:
			return false
		}
	}
	return digits > 0 && letters > 0
}

// sexagesimal judges degrees, minutes and seconds: 39°54'31.8"N.
func sexagesimal(b []byte) bool {
	degrees := false
	for p := 0; p < len(b); p++ {
		switch c := b[p]; {
		case c == 0xc2 && p+1 < len(b) && b[p+1] == 0xb0: // °
			degrees = true
			p++
		case c == 0xe2 && p+2 < len(b) && b[p+1] == 0x80: // ′ ″ ’ ”
			p += 2
		case kinds[c] == kindDigit, c == '.', c == '\'', c == '"', c == ' ', c == ',', c == 'N', c == 'S', c == 'E', c == 'W':
		default:
			return false
		}
	}
	return degrees && kinds[b[0]] == kindDigit
}

// coordinate is the flag of a look for a precise latitude or longitude.
func coordinate(b []byte) flags {
	n, decimals, p := degrees(b, 0)
	switch {
	case p < len(b) || decimals < preciseDecimals:
		return 0
	case n >= southmost && n <= northmost:
		return lookLatitude
	case n >= westmost && n <= eastmost:
		return lookLongitude
	}
	return 0
}
