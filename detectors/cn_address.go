package detectors

import (
	"bytes"
	"math/bits"
	"unicode/utf8"
)

// Address, 地址.
//
//	浙江省 杭州市 西湖区 文三路 9188号 2幢 1单元 502室
//	└ GB/T 2260 ───────┘ └ road and number ─────────┘
//
// An address is read by its grammar: characters that end an element, each a
// level finer than the one before, with a name or a number between. Three
// levels, or a road with a number, make one; fewer are a region, which is a
// quasi-identifier and no address. Suffixes may be missing at the head
// (北京朝阳建国路1号). What looks like it: organisations named after places
// (上海浦东发展银行), chapters (第一章), words that end like a road (思路, 知道), buses
// (88路).
//
// Source: identifiers.md §8.5; divisions: GB/T 2260 since 1980.
var cnAddress = detector{
	Info: Info{
		Name: "cn_address", Title: "Address", TitleZH: "地址", Level: "L3", Sensitive: Sensitive{Policy: true},
	},
	rule: rule{chance: 0.01, share: 0.5, shortest: 10, longest: 60},
	words: `address addresses addr address_line detail_address detail_addr street street_address location_detail
		dz zz jtzz hjdz xxdz zhuzhi dizhi
		地址 住址 家庭住址 户籍地址 详细地址 联系地址 通讯地址 现住址`,
	form: addressForm,
}

// addressForm is the address without white space, full-width digits as ASCII.
func addressForm(dst, v []byte) ([]byte, bool) {
	from := len(dst)
	dst, ok := textForm(dst, v)
	if !ok || !bytes.ContainsFunc(dst[from:], func(r rune) bool { return r >= 0x4e00 }) {
		return dst[:from], false
	}
	kept := dst[:from]
	for _, c := range dst[from:] {
		if c != ' ' && c != '\t' {
			kept = append(kept, c)
		}
	}
	return kept, true
}

// Chinese characters that mean something in an address.
const (
	markNone = iota
	markFold // is folded first, see other
	markStop // never in a name: 的 了 在 ， 。
	markProvince
	markCity
	markDistrict // 区: what it is depends on the character before
	markCounty
	markTown
	markBanner // 木, of 苏木
	markVillage
	markStreet // 街
	markRoad   // 路 巷 胡同
	markAvenue // 道
	markPlace  // 园 苑 城 厦
	// From here on, elements with a number.
	markLane   // 弄 里
	markNumber // 号
	markBlock  // 栋 幢 座 楼
	markUnit   // 单元
	markFloor
	markRoom
)

var marksOf = map[uint8]string{
	markStop:     "的了是在我您你他她它这很吗呢吧请把被让就也去送寄但没已再又什么怎谁跟与及或给到往址话们码",
	markProvince: "省",
	markCity:     "市州盟",
	markDistrict: "区",
	markCounty:   "县旗",
	markTown:     "镇乡",
	markVillage:  "村屯寨庄组社",
	markStreet:   "街",
	markRoad:     "路巷同",
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

// wideMarks says what each character of three bytes means, by its code point,
// and wideMarked which mean anything: that fits into the fastest memory.
var wideMarks, wideMarked = func() (marks [1 << 16]uint8, marked [1 << 13]uint8) {
	for r := rune(0x800); r <= 0xffff; r++ {
		if r >= 0xd800 && r < 0xe000 {
			continue // no characters
		}
		switch _, action := other(utf8.AppendRune(nil, r)); action {
		case foldIt:
			marks[r] = markFold
		case stopIt:
			marks[r] = markStop
		}
	}
	for kind, list := range marksOf {
		for _, r := range list {
			marks[r] = kind
		}
	}
	for r, kind := range marks {
		if kind != markNone {
			marked[r>>3] |= 1 << (r & 7)
		}
	}
	return
}()

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

// An addressChain follows the elements of an address as their last characters
// are met: 建国路 88号 3单元 502室.
type addressChain struct {
	divisions *divisionTable
	value     int32
	b         []byte
	broke     int // where the stretch of text begins that the chain is in
	start     int // of the chain
	end       int // of its last element
	level     int // of its last element, 0 without a chain
	seen      uint16
	blank     bool       // white space in the value
	number    bool       // an element with a number, at least
	folds     bool       // the value may have to be folded
	marks     [32]uint64 // places of marks << 16 | which character
}

func (a *addressChain) reset(i int32, b []byte, folds bool) {
	a.value, a.b, a.broke, a.level, a.blank, a.folds = i, b, 0, 0, false, folds
}

// wide reads a stretch of characters of three bytes, Chinese ones and their
// punctuation, from p on, and returns where it ends, or gives up with fold. One
// in five is a mark, and which cannot be foreseen: they are collected without a
// branch and then met one after the other.
func (a *addressChain) wide(p int, hits []Span) (end int, _ []Span, fold bool) {
	b := a.b
	for {
		n := 0
		for ; n < len(a.marks) && p+2 < len(b); p += 3 {
			c, d, e := b[p], b[p+1], b[p+2]
			if c>>4 != 0xe || (d^0x80|e^0x80) >= 0x40 {
				break
			}
			r := uint64(c&0x0f)<<12 | uint64(d&0x3f)<<6 | uint64(e&0x3f)
			a.marks[n] = uint64(p)<<16 | r
			n += int(wideMarked[r>>3] >> (r & 7) & 1)
		}
		for _, m := range a.marks[:n] {
			at, kind := int(m>>16), wideMarks[m&0xffff]
			switch kind {
			case markStop:
				hits = a.stop(at, at+3, hits)
			case markFold:
				if a.folds {
					return at, hits, true
				}
			default:
				hits = a.mark(kind, at, hits)
			}
		}
		if n < len(a.marks) {
			return p, hits, false
		}
	}
}

// mark meets a character that may end an element, at p.
func (a *addressChain) mark(kind uint8, p int, hits []Span) []Span {
	level, end, numbered := a.element(kind, p)
	if level == 0 {
		return hits
	}
	if a.level > 0 && (level <= levelCounty && level <= a.level || p-a.end > longestName) {
		hits = a.emit(a.end, hits)
		a.broke, a.level = a.end, 0
	}
	if a.level == 0 {
		a.start, a.seen, a.number = a.begin(p, level), 0, false
	}
	a.level, a.end = level, end
	a.seen |= 1 << level
	a.number = a.number || numbered
	return hits
}

// longestName is how many bytes a name has at most, 15 characters: the longest
// name of a county, 双江拉祜族佤族布朗族傣族自治县, has 15.
const longestName = 45

// begin is where the name of a chain's first element begins: where the stretch
// of text does, or in a long one at the name of a province or city.
func (a *addressChain) begin(p, level int) int {
	start := a.broke
	for start < p && (a.b[start] == ' ' || kinds[a.b[start]] == kindOther || kinds[a.b[start]] == kindStop) {
		start++
	}
	most := 12 // four characters
	if level <= levelCounty {
		most = 15
	}
	if p-start <= most {
		return start
	}
	for q := start; q+6 <= p; q++ {
		if a.b[q] >= 0xe4 && a.divisions.heads[string(a.b[q:q+6])] {
			return q
		}
	}
	if start == 0 && p <= 24 {
		return 0
	}
	q := p - most
	for q < p && a.b[q]&0xc0 == 0x80 {
		q++
	}
	return q
}

// stop ends the stretch of text at p; the next begins at q.
func (a *addressChain) stop(p, q int, hits []Span) []Span {
	if a.level > 0 {
		hits = a.emit(p, hits)
		a.level = 0
	}
	a.broke = q
	return hits
}

// tail is how many bytes after the last element still belong to it, eight
// characters: a point of interest, a room. Not more: prose follows too.
const tail = 24

// fewestLevels make an address of divisions alone: a district is a region, a
// road in a district is not (identifiers.md §8.5).
const fewestLevels = 3

// emit judges the chain, which ends before p at the latest.
func (a *addressChain) emit(p int, hits []Span) []Span {
	road := a.seen&(1<<levelRoad) != 0 && a.number
	if !road && (bits.OnesCount16(a.seen) < fewestLevels || !a.number && a.seen&(1<<levelProvince|1<<levelCity|1<<levelCounty) == 0) {
		return hits
	}
	end := a.end
	if p-end <= tail {
		end = p
	}
	for end > a.end && (a.b[end-1] == ' ' || kinds[a.b[end-1]] == kindOther && a.b[end-1] != ')') {
		end--
	}
	if end > a.end && a.b[end-1] == ')' && bytes.IndexByte(a.b[a.start:end], '(') < 0 {
		end--
	}
	g := Shaped
	if a.start > 0 && addressWord(a.b[:a.start]) {
		g = Worded
	}
	return append(hits, Span{a.value, int32(a.start), int32(end), classAddress, g, !a.blank && a.start == 0 && end == len(a.b)})
}

// addressWord reports whether 地址 or the like stands right before.
func addressWord(b []byte) bool {
	b = b[max(0, len(b)-wordsBefore):]
	for i := range b {
		if b[i] == 0xe5 && has(b[i:], "址") || (b[i]|0x20 == 'a') && hasFold(b[i:], "addr") {
			return true
		}
	}
	return false
}
