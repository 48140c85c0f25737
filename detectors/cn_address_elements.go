package detectors

// element says of which level the element is that ends with the character at
// p, where it ends, and whether a number names it; level 0 where the character
// ends none.
func (a *addressChain) element(kind uint8, p int) (level, end int, numbered bool) {
	switch kind {
	case markTown, markVillage, markPlace:
		if goesOn(a.b, p+3) { // 石家庄市, 景德镇市, 花园路
			return 0, 0, false
		}
	}
	from := a.broke
	if a.level > 0 {
		from = a.end
	}
	if kind >= markLane {
		return numberedElement(a.b, kind, from, p)
	}
	gap := p - from
	if gap < 3 || a.b[p-1] < 0x80 && kind != markVillage {
		return 0, 0, false // all these have a name
	}
	before := hanAt(a.b, p-3)
	switch kind {
	case markVillage:
		return a.village(from, p, before)
	case markStreet, markRoad, markAvenue, markPlace:
		return a.street(kind, p, before, gap)
	}
	return a.division(kind, before, gap), p + 3, false
}

// division is the level of the province, city, county or town whose name ends
// with a character of the kind, after one of gap bytes that ends with before.
func (a *addressChain) division(kind uint8, before rune, gap int) int {
	switch kind {
	case markProvince:
		if gap >= 6 {
			return levelProvince
		}
	case markCity:
		switch {
		case gap < 6 || before == '超' || before == '股' || before == '夜' || before == '菜': // 超市, 股市
			return 0
		case a.level == levelCity: // 苏州市 昆山市
			return levelCounty
		}
		return levelCity
	case markDistrict:
		switch {
		case before == '治' && gap >= 9:
			return levelProvince
		case before == '社' || before == '小':
			return levelPlace
		case before == '地' && gap >= 9:
			return levelCity
		}
		return levelCounty
	case markCounty:
		return levelCounty
	case markTown:
		return levelTown
	case markBanner:
		if before == '苏' && gap >= 6 {
			return levelTown
		}
	}
	return 0
}

// village tells 3组 and 李家庄 from 公社.
func (a *addressChain) village(from, p int, before rune) (level, end int, numbered bool) {
	if numberBefore(a.b, from, p) {
		return levelVillage, p + 3, true
	}
	if a.b[p-1] < 0x80 {
		return 0, 0, false
	}
	if hanAt(a.b, p) != '村' {
		if p-from < 6 {
			return 0, 0, false
		}
		switch before {
		case '小', '旅', '公', '报':
			return 0, 0, false
		}
	}
	return levelVillage, p + 3, false
}

// street reads streets, roads, and places with a name.
func (a *addressChain) street(kind uint8, p int, before rune, gap int) (level, end int, numbered bool) {
	switch {
	case kind == markStreet && hanAt(a.b, p+3) == '道':
		return levelTown, p + 6, false
	case kind == markStreet, kind != markPlace && a.road(kind, p, before, gap):
		return levelRoad, p + 3, false
	case kind == markPlace && gap >= 6:
		return levelPlace, p + 3, false
	}
	return 0, 0, false
}

// numberedElement reads the elements that have a number: 88号, 3单元.
func numberedElement(b []byte, kind uint8, from, p int) (level, end int, numbered bool) {
	if !numberBefore(b, from, p) {
		return 0, 0, false
	}
	end = p + 3
	switch kind {
	case markLane:
		return levelNumber, end, true
	case markNumber:
		if next := hanAt(b, end); next == '楼' || next == '院' {
			end += 3
		}
		return levelNumber, end, true
	case markBlock:
		return levelBlock, end, true
	case markUnit:
		if hanAt(b, end) == '元' {
			return levelUnit, end + 3, true
		}
	case markFloor:
		return levelFloor, end, true
	case markRoom:
		return levelRoom, end, true
	}
	return 0, 0, false
}

// goesOn reports whether the character at p ends an element itself, so that the
// one before it is a part of its name.
func goesOn(b []byte, p int) bool {
	switch hanAt(b, p) {
	case '市', '县', '区', '镇', '乡', '村', '街', '路', '道', '巷', '弄', '旗', '省':
		return true
	}
	return false
}

// road tells roads from the words that end like one.
func (a *addressChain) road(kind uint8, p int, before rune, gap int) bool {
	switch before {
	case '思', '出', '线', '铁', '马', '半', '迷', '走', '网', '套', '回', '电', '修', '一', '公', '链', '在', '问': // 思路, 铁路, 马路
		if kind == markRoad && (gap <= 6 || before == '线' || before == '铁' || before == '公' && !numberAfter(a.b, p+3)) {
			return false
		}
	case '知', '味', '频', '渠', '难', '报', '通', '管', '跑', '轨', '隧', '赛', '街': // 知道, 味道, 频道
		if kind == markAvenue {
			return false
		}
	}
	if kind == markAvenue && before != '大' {
		return gap >= 6 && numberAfter(a.b, p+3)
	}
	if hanAt(a.b, p) == '同' {
		return before == '胡'
	}
	return gap >= 6 || before == '某' || numberAfter(a.b, p+3)
}

func numberAfter(b []byte, p int) bool {
	if p < len(b) && b[p] == ' ' {
		p++
	}
	return p < len(b) && (kinds[b[p]] == kindDigit || p+3 <= len(b) && numeral(b[p:p+3]))
}

// numberBefore reports whether a number or a letter stands before p, and after
// from.
func numberBefore(b []byte, from, p int) bool {
	if p <= from {
		return false
	}
	if k := kinds[b[p-1]]; k == kindDigit || k == kindLetter {
		return true
	}
	return p-3 >= from && numeral(b[p-3:p])
}

// numeral reports whether three bytes are one of 一二三四五六七八九十百零〇甲乙丙丁.
func numeral(c []byte) bool {
	switch hanAt(c, 0) {
	case '一', '二', '三', '四', '五', '六', '七', '八', '九', '十', '百', '零', '〇', '甲', '乙', '丙', '丁', '两', '某':
		return true
	}
	return false
}

// hanAt is the common Chinese character at p, 0 where there is none.
func hanAt(b []byte, p int) rune {
	if p < 0 || p+2 >= len(b) || b[p] < 0xe4 || b[p] > 0xe9 {
		return 0
	}
	return rune(b[p]&0x0f)<<12 | rune(b[p+1]&0x3f)<<6 | rune(b[p+2]&0x3f)
}
