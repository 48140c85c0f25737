package detectors

// Division code, 行政区划代码 (GB/T 2260).
//
//	44 05 24
//	│  │  └ county
//	│  └─── prefecture
//	└────── province
//
// One of a county of any year since 1980; codes that end in 00 are provinces and
// prefectures, and say little of anybody. Six digits are also postcodes, days
// and one-time passwords: the column's name decides, or that next to all of
// many values are on the list, on which one of 150 such numbers is.
//
// Source: identifiers.md §8.6; data: see divisions.
var _ = register(detector{
	Info: Info{Name: "cn_division6", Title: "Division code of a county", TitleZH: "行政区划代码", Level: "L2", Sensitive: Sensitive{Policy: true}, Space: 6600},
	rule: rule{column: divisionColumn},
	words: `division_code district_code county_code area_code region_code adcode ad_code gb_code region_id district_id county_id xzqh xzqhdm xzqdm xzqhbm
		qhdm dqdm qxdm xzqy adm_code recv_region region district_no
		行政区划 行政区划代码 行政区划编码 区划代码 区划编码 地区代码 地区编码 区县代码 区县编码 籍贯代码 户籍地代码`,
	whole: (*knowledge).county,
	width: 6,
})

func (k *knowledge) county(b []byte) Grade {
	if len(b) != 6 || !digitsOnly(b) {
		return 0
	}
	if code := int(number(b)); code%100 != 0 && k.divisions.region(code) {
		return Shaped
	}
	return 0
}

const (
	// divisionShare is which part of values must be on the list. Not lower: it is
	// closed but for the newest codes. Not higher: some are mistyped.
	divisionShare = 0.95
	// divisionValues is how many it takes. Not lower: postcodes of one city are
	// few, and some are codes. Not higher: a province has a hundred.
	divisionValues = 10
)

func divisionColumn(j *judge, c *classCounts) bool {
	return c.w >= divisionValues && share(c.w, j.d) >= divisionShare && !j.name.Serial && !j.name.Measure
}
