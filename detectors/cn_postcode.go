package detectors

// Postcode, 邮政编码.
//
//	10 0000   the first two digits are of the province, 01 to 86
//
// Six digits say nothing: only the column's name or a label does. Integers lose
// the zero that those of Inner Mongolia, Shanxi and Hebei begin with. Of Hong
// Kong and Macau people write 999077 and 999078.
//
// Source: identifiers.md §8.6.
var _ = register(detector{
	Info:  Info{Name: "cn_postcode", Title: "Postcode", TitleZH: "邮政编码", Level: "L2", Sensitive: Sensitive{Policy: true}, Space: 860_000},
	words: `postcode post_code postal_code postalcode zip zip_code zipcode yb yzbm youbian youzhengbianma 邮编 邮政编码 邮政编号`,
	whole: postcode,
	width: 6,
})

func postcode(_ *knowledge, b []byte) Grade {
	if len(b) != 6 || !digitsOnly(b) {
		return 0
	}
	switch area := two(b); {
	case area >= 1 && area <= 86, string(b) == "999077", string(b) == "999078":
		return Shaped
	}
	return 0
}
