package detectors

import "sync"

// Ethnic group, 民族 (GB/T 3304-1991).
//
//	01 汉 HA … 56 基诺 JN   97 其他   98 foreign blood, Chinese citizen
//
// A closed list, written as a name with or without 族, a number or two letters.
// Codes and single characters say nothing without the column's name or a label;
// five names that end in 族 and next to nothing else make a column without one.
//
// Source: identifiers.md §8.3, Appendix B.
var _ = register(detector{
	Info:  Info{Name: "ethnic_group", Title: "Ethnic group", TitleZH: "民族", Level: "L3", Sensitive: Sensitive{Policy: true}, Space: 58},
	rule:  rule{column: ethnicColumn, objects: manyGroups},
	words: `ethnic ethnic_group ethnicity nation nationality_group minzu mz mzdm 民族 民族代码`,
	whole: ethnicGroup,
})

// ethnicNames are in the order of their codes.
const ethnicNames = `汉 蒙古 回 藏 维吾尔 苗 彝 壮 布依 朝鲜 满 侗 瑶 白 土家 哈尼 哈萨克 傣 黎 傈僳 佤 畲 高山 拉祜 水 东乡 纳西 景颇 柯尔克孜 土 达斡尔 仫佬 羌 布朗 撒拉
	毛南 仡佬 锡伯 阿昌 普米 塔吉克 怒 乌孜别克 俄罗斯 鄂温克 德昂 保安 裕固 京 塔塔尔 独龙 鄂伦春 赫哲 门巴 珞巴 基诺`

// ethnicLetters are the codes of two letters, in the same order.
const ethnicLetters = `HA MG HU ZA UG MH YI ZH BY CS MA DO YA BA TJ HN KZ DA LI LS VA SH GS LH SU DX NX JP KG TU DU ML QI BL SL MN GL XB AC PM TA NU UZ RS EW DE BN YG GI TT DR OR HZ MB LB JN`

var ethnicWords = sync.OnceValue(func() map[string]bool {
	t := map[string]bool{}
	fill(t, ethnicLetters+" 穿青人 革家人 其他 其它 其他族 外国血统 外国血统中国籍人士 外国血统中国籍 入籍 97 98")
	names := map[string]bool{}
	fill(names, ethnicNames)
	for name := range names {
		t[name], t[name+"族"] = true, true
	}
	for code := 1; code <= 56; code++ {
		t[string([]byte{byte('0' + code/10), byte('0' + code%10)})] = true
		if code < 10 {
			t[string([]byte{byte('0' + code)})] = true
		}
	}
	return t
})

func ethnicGroup(k *knowledge, b []byte) Grade {
	if len(b) <= 30 && (len(b) <= 2 || kinds[b[0]] != kindDigit) && k.ethnic[string(b)] {
		return Shaped
	}
	return 0
}

// mostGroups is how many distinct values a column of them has: 58 in three
// spellings. Not more: numbers of three digits are a thousand.
const mostGroups = 180

// manyGroups also speaks against codes of countries, of which some are those of peoples
// too: CN, DE, JP.
func manyGroups(j *judge, c *classCounts) bool {
	return j.Distinct > mostGroups || share(j.opaques, j.d) >= opaqueShare && share(c.w, j.d) < namedShare
}

// ethnicShare is which part of values must be on the list. Not lower: the list
// is closed. Not higher: spellings that nobody knows stand in old tables.
const ethnicShare = 0.95

func ethnicColumn(j *judge, c *classCounts) bool {
	return share(c.w, j.d) >= ethnicShare && j.opaques == 0 && j.runes >= 2
}
