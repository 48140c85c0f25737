package detectors

// Track, 行踪轨迹: many positions of one person, in time.
//
// Its values are those of positions (see geo_latlon), of one or of several in a
// row. That they are a track says the name of the column or of the list that it
// stands in.
//
// Source: identifiers.md §8.7, §11; PIPL art. 28.
var _ = register(detector{
	Info:     Info{Name: "geo_track", Title: "Track of positions", TitleZH: "行踪轨迹", Level: "L4", Sensitive: Sensitive{Policy: true, Law: true}},
	anywhere: true,
	words: `track trail trajectory gps_track gps_trail route_track travel_track footprint movement gj guiji xzgj
		track_lat track_lng track_lon track_latitude track_longitude track_position track_point track_location track_gps track_coordinates
		trail_lat trail_lng trail_lon trail_latitude trail_longitude trail_position trail_point trail_location
		trajectory_lat trajectory_lng trajectory_lon trajectory_latitude trajectory_longitude tracks_lat tracks_lng track_points_lat track_points_lng
		gj_jd gj_wd gj_jingdu gj_weidu gj_zb guiji_jd guiji_wd guiji_jingdu guiji_weidu
		轨迹 行踪 行踪轨迹 行动轨迹 移动轨迹 轨迹点 轨迹经度 轨迹纬度 轨迹坐标 行踪经度 行踪纬度 足迹`,
	whole: geoTrackValue,
})

// geoTrackValue judges a position, or several of them one after the other.
func geoTrackValue(k *knowledge, b []byte) Grade {
	if geoValue(k, b) > 0 {
		return Shaped
	}
	n, p := 0, 0
	for p < len(b) {
		for p < len(b) && (kinds[b[p]] == kindLetter || b[p] == ' ' || b[p] == '(' || b[p] == '[' || b[p] == ',' || b[p] == ';' || b[p] == '|' || b[p] == ')' || b[p] == ']' || b[p] == '"' || b[p] == '{' || b[p] == '}' || b[p] == ':') {
			p++
		}
		if p == len(b) {
			break
		}
		v, e, ok := signed(b, p)
		if !ok {
			return 0
		}
		if v >= -180 && v <= 180 {
			n++
		}
		p = e
	}
	if n < 4 {
		return 0
	}
	return Shaped
}
