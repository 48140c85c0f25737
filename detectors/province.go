package detectors

import "bytes"

// provinces are the two digits that identity numbers of each province begin
// with (GB/T 2260), by the first two characters of its name.
var provinces = [...]struct {
	name string
	code byte
}{
	{"北京", 11}, {"天津", 12}, {"河北", 13}, {"山西", 14}, {"内蒙", 15}, {"辽宁", 21}, {"吉林", 22}, {"黑龙", 23},
	{"上海", 31}, {"江苏", 32}, {"浙江", 33}, {"安徽", 34}, {"福建", 35}, {"江西", 36}, {"山东", 37}, {"河南", 41},
	{"湖北", 42}, {"湖南", 43}, {"广东", 44}, {"广西", 45}, {"海南", 46}, {"重庆", 50}, {"四川", 51}, {"贵州", 52},
	{"云南", 53}, {"西藏", 54}, {"陕西", 61}, {"甘肃", 62}, {"青海", 63}, {"宁夏", 64}, {"新疆", 65},
	{"台湾", 71}, {"香港", 81}, {"澳门", 82},
}

// provinceOf is the province of an address, 0 where it names none.
func (j *Joint) provinceOf(address []byte) byte {
	j.text, _ = AppendDivision(j.text[:0], address, "province")
	for i := range provinces {
		if bytes.HasPrefix(j.text, []byte(provinces[i].name)) {
			return provinces[i].code
		}
	}
	return 0
}
