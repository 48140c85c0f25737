package detectors

import "sync"

// The grammar of addresses: which characters may end an element, and what they
// end, by the characters beside them.

// Chinese characters that mean something in an address.
const (
	markNone  = iota
	markFold  // is folded first, see other
	markLabel // ends a label: ：
	markStop  // never in a name: 的 了 在 ， 。
	markCue   // ends a word beside a person's name, see cue
	markYao   // 幺, of a number that is said
	markProvince
	markCity
	markDistrict // 区: what it is depends on the character before
	markCounty
	markTown
	markBanner // 木, of 苏木
	markVillage
	markGroup  // 组 庄 屯: smaller than a village
	markStreet // 街
	markRoad   // 路 巷
	markHutong // 同, of 胡同
	markAvenue // 道
	markPlace  // 园 苑 城 厦
	// From here on, elements with a number.
	markLane   // 弄 里
	markNumber // 号
	markBlock  // 栋 幢 座 楼
	markUnit   // 单元
	markFloor
	markRoom
	markCount
)

var marksOf = map[uint8]string{
	markStop:     "的了是在我您你他她它这很吗呢吧请把被让就也去送寄但没已再又什么怎谁跟与及或给到往址话们码",
	markCue:      "生士姐师理学太任授姨傅志人名叫员主者",
	markYao:      "幺",
	markProvince: "省",
	markCity:     "市州盟",
	markDistrict: "区",
	markCounty:   "县旗",
	markTown:     "镇乡",
	markVillage:  "村屯寨庄组社",
	markStreet:   "街",
	markRoad:     "路巷",
	markHutong:   "同",
	markAvenue:   "道",
	markLane:     "弄里",
	markNumber:   "号",
	markPlace:    "园苑城厦寓院场庭湾",
	markBlock:    "栋幢座楼",
	markUnit:     "单",
	markFloor:    "层",
	markRoom:     "室户",
	markBanner:   "木",
}

// Levels of the grammar, coarse to fine (GB/T 23705 has the same order).
const (
	levelProvince = iota + 1
	levelCity
	levelCounty
	levelTown
	levelVillage
	levelRoad
	levelNumber
	levelPlace
	levelBlock
	levelUnit
	levelFloor
	levelRoom
)

// An element is what a character ends: its level, 0 for nothing; how many bytes
// from the character to its end; and whether a number names it. It is one byte,
// so that the table of all stays in fast memory.
type element uint8

const (
	elementLong     = 0x10
	elementNumbered = 0x20
)

func (e element) level() int { return int(e & 0x0f) }

func (e element) length() int { return 3 + int(e&elementLong)/elementLong*3 }

func (e element) numbered() bool { return e&elementNumbered != 0 }

// elementTable is what every kind of character ends, by what stands before and
// after it, and by how many characters the element has before it, up to three.
// It is a table because none of that can be foreseen: the rules, followed for
// each character, are one surprise after the other.
type elementTable [elementPlaces]element

// A place in an elementTable: of the kind, the character before, the one after,
// and the number of characters, two bits.
const (
	afterAt       = 1 << 2
	beforeAt      = 1 << 7
	kindAt        = 1 << 13
	elementPlaces = 1 << 18
)

// The characters that matter before or after a mark, by their positions in
// these lists, and what stands for the rest.
var (
	befores = []rune(".9二他一某超股夜菜治社小地苏旅公报思出线铁马半迷走网套回电修链在问知味频渠难通管跑轨隧赛街大胡政")
	afters  = []rune("\x009二 市县区镇乡村街路道巷弄旗省楼院元由头")
)

const (
	symbolBefore  = iota
	digitBefore   // or a letter
	numeralBefore // 二 stands for all others
	otherBefore   // 他

	digitAfter   = 1
	numeralAfter = 2
	blankAfter   = 3 // then what follows the blank matters
)

func beforeOf(r rune) uint8 { return place(befores, r, otherBefore) }

func afterOf(r rune) uint8 {
	if numeral(r) {
		return numeralAfter
	}
	return place(afters, r, 0)
}

func place(list []rune, r rune, rest uint8) uint8 {
	for i, have := range list {
		if have == r {
			return uint8(i)
		}
	}
	if rest == otherBefore && numeral(r) {
		return numeralBefore
	}
	return rest
}

var elements = sync.OnceValue(func() *elementTable {
	t := &elementTable{}
	for kind := range markCount {
		for i, before := range befores {
			for j, after := range afters {
				for gap := range 4 {
					t[kind*kindAt|i*beforeAt|j*afterAt|gap] = elementAt(uint8(kind), before, after, 3*gap)
				}
			}
		}
	}
	return t
})

// numeral reports whether a character is a number.
func numeral(r rune) bool {
	switch r {
	case '一', '二', '三', '四', '五', '六', '七', '八', '九', '十', '百', '零', '〇', '甲', '乙', '丙', '丁', '两', '某':
		return true
	}
	return false
}

// elementAt is what a character of that kind ends: between two others, gap
// bytes after the element before it.
func elementAt(kind uint8, before, after rune, gap int) element {
	switch kind {
	case markTown, markVillage, markGroup, markPlace:
		if goesOn(after) { // 石家庄市, 景德镇市, 花园路
			return 0
		}
	}
	if kind >= markLane {
		if !isNumber(before) {
			return 0
		}
		return numberedElement(kind, after)
	}
	if gap < 3 || (before == '9' || before == '.') && kind != markVillage && kind != markGroup {
		return 0 // all these have a name
	}
	switch kind {
	case markVillage, markGroup:
		return village(kind, before, gap)
	case markStreet:
		if after == '道' {
			return levelTown | elementLong
		}
		if after == '头' && before != '大' { // 街头
			return 0
		}
		return levelRoad
	case markRoad, markHutong, markAvenue:
		if road(kind, before, after, gap) {
			return levelRoad
		}
		return 0
	case markPlace:
		if gap >= 6 {
			return levelPlace
		}
		return 0
	}
	return division(kind, before, gap)
}

// goesOn reports whether the next character ends an element itself, so that the
// one before it is a part of its name.
func goesOn(after rune) bool {
	switch after {
	case '市', '县', '区', '镇', '乡', '村', '街', '路', '道', '巷', '弄', '旗', '省':
		return true
	}
	return false
}

func isNumber(r rune) bool { return r == '9' || numeral(r) }

// division is the level of the province, city, county or town whose name ends
// with a character of the kind, after one of gap bytes that ends with before.
func division(kind uint8, before rune, gap int) element {
	switch kind {
	case markProvince:
		if gap >= 6 {
			return levelProvince
		}
	case markCity:
		if gap < 6 || before == '超' || before == '股' || before == '夜' || before == '菜' { // 超市, 股市
			return 0
		}
		return levelCity
	case markDistrict:
		switch {
		case (before == '治' || before == '政') && gap >= 9:
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
func village(kind uint8, before rune, gap int) element {
	switch {
	case isNumber(before):
		return levelVillage | elementNumbered
	case before == '.':
		return 0
	}
	if kind == markGroup {
		switch before {
		case '小', '旅', '公', '报':
			return 0
		}
		if gap < 6 {
			return 0
		}
	}
	return levelVillage
}

// road tells roads from the words that end like one.
func road(kind uint8, before, after rune, gap int) bool {
	number := after == '9' || numeral(after)
	if kind == markRoad && after == '由' { // 路由器
		return false
	}
	switch before {
	case '思', '出', '线', '铁', '马', '半', '迷', '走', '网', '套', '回', '电', '修', '一', '公', '链', '在', '问': // 思路, 铁路, 马路
		if kind == markRoad && (gap <= 6 || before == '线' || before == '铁' || before == '公' && !number) {
			return false
		}
	case '知', '味', '频', '渠', '难', '报', '通', '管', '跑', '轨', '隧', '赛', '街': // 知道, 味道, 频道
		if kind == markAvenue {
			return false
		}
	}
	if kind == markAvenue && before != '大' {
		return gap >= 6 && number
	}
	if kind == markHutong {
		return before == '胡'
	}
	return gap >= 6 || before == '某' || number
}

// numberedElement is what a character ends that has a number before it: 88号,
// 3单元.
func numberedElement(kind uint8, after rune) element {
	switch kind {
	case markLane:
		return levelNumber | elementNumbered
	case markNumber:
		if after == '楼' || after == '院' {
			return levelNumber | elementNumbered | elementLong
		}
		return levelNumber | elementNumbered
	case markBlock:
		return levelBlock | elementNumbered
	case markUnit:
		if after == '元' {
			return levelUnit | elementNumbered | elementLong
		}
	case markFloor:
		return levelFloor | elementNumbered
	case markRoom:
		return levelRoom | elementNumbered
	}
	return 0
}
