package detectors

// element says of which level the element is that ends with the character at
// p, and where it ends; 0 where the character ends none.
func (a *addressChain) element(kind uint8, p int) (level, end int, numbered bool) {
	from := a.broke
	if a.level > 0 {
		from = a.end
	}
	gap, b := p-from, a.b
	before := rune(0)
	if gap >= 3 {
		before = hanAt(b, p-3)
	}
	named := gap >= 3 && b[p-1] >= 0x80
	switch kind {
	case markTown, markVillage, markPlace:
		if goesOn(b, p+3) { // 石家庄市, 景德镇市, 花园路
			return 0, 0, false
		}
	}
	switch kind {
	case markProvince:
		if gap >= 6 {
			return levelProvince, p + 3, false
		}
	case markCity:
		switch before {
		case '超', '股', '夜', '菜': // 超市, 股市
			return 0, 0, false
		}
		if gap >= 6 {
			if a.level == levelCity {
				return levelCounty, p + 3, false
			}
			return levelCity, p + 3, false
		}
	case markDistrict:
		switch {
		case before == '治' && gap >= 9:
			return levelProvince, p + 3, false
		case before == '社' || before == '小':
			return levelPlace, p + 3, false
		case before == '地' && gap >= 9:
			return levelCity, p + 3, false
		case gap >= 3 && named:
			return levelCounty, p + 3, false
		}
	case markCounty:
		if named {
			return levelCounty, p + 3, false
		}
	case markTown:
		if named {
			return levelTown, p + 3, false
		}
	case markVillage:
		if numberBefore(b, from, p) {
			return levelVillage, p + 3, true
		}
		if named && hanAt(b, p) == '村' {
			return levelVillage, p + 3, false
		}
		if gap >= 6 && named && before != '小' && before != '旅' && before != '公' && before != '报' {
			return levelVillage, p + 3, false
		}
	case markBanner:
		if before == '苏' && gap >= 6 {
			return levelTown, p + 3, false
		}
	case markStreet:
		if named && hanAt(b, p+3) == '道' {
			return levelTown, p + 6, false
		}
		if named {
			return levelRoad, p + 3, false
		}
	case markRoad, markAvenue:
		if named && a.road(kind, p, before, gap) {
			return levelRoad, p + 3, false
		}
	case markLane:
		if numberBefore(b, from, p) {
			return levelNumber, p + 3, true
		}
	case markNumber:
		if numberBefore(b, from, p) {
			end = p + 3
			if next := hanAt(b, end); next == '楼' || next == '院' {
				end += 3
			}
			return levelNumber, end, true
		}
	case markPlace:
		if gap >= 6 && named {
			return levelPlace, p + 3, false
		}
	case markBlock:
		if numberBefore(b, from, p) {
			return levelBlock, p + 3, true
		}
	case markUnit:
		if numberBefore(b, from, p) && hanAt(b, p+3) == '元' {
			return levelUnit, p + 6, true
		}
	case markFloor:
		if numberBefore(b, from, p) {
			return levelFloor, p + 3, true
		}
	case markRoom:
		if numberBefore(b, from, p) {
			return levelRoom, p + 3, true
		}
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
