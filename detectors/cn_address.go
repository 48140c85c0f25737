package detectors

import (
	"bytes"
	"math/bits"
	"strings"
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
var cnAddress = register(detector{
	Info: Info{
		Name: "cn_address", Title: "Address", TitleZH: "地址", Level: "L3", Sensitive: Sensitive{Policy: true},
	},
	rule: rule{chance: 0.01, share: 0.5, shortest: 10, longest: 60, unsorted: true},
	words: `address addresses addr address_line detail_address detail_addr street street_address location_detail
		dz zz jtzz hjdz xxdz xzz czd zhuzhi dizhi mail_address domicile place_of_residence receiver_detail ship_to
		地址 住址 家庭住址 户籍地址 详细地址 联系地址 通讯地址 现住址 住所 居住地 现居地 现居住地 户籍所在地 户口所在地 门牌号 上车地点 下车地点
		房号 小区房号 楼栋房号 房屋坐落 门牌`,
	alone: `小区 所在小区 居住小区`,
	near:  "地址 住址 送到 寄到 addr",
	form:  addressForm,
	spelt: func(_ *knowledge, v []byte) Grade {
		if !placeWithNumber(v) {
			return 0
		}
		return Shaped
	},
})

// placeWithNumber reports whether v is short text in Chinese with digits, which is
// enough where a name says that it is an address: 张家村3组, 阳光花园3-2-501,
// 彌敦道9001號. A longer run of letters and digits is no house: it is somebody's
// telephone beside it, and is found as such. What is of some grade is none either, as
// initials of addresses are those of qualifications too (zz: 资质2级).
func placeWithNumber(v []byte) bool {
	if len(v) > longestPlace {
		return false
	}
	chars, run, number := 0, 0, false
	for p := 0; p < len(v); {
		if isAlnum(v[p]) {
			number = number || kinds[v[p]] == kindDigit
			if run++; run >= longRun {
				return false
			}
			p++
			continue
		}
		run = 0
		r, n := utf8.DecodeRune(v[p:])
		switch {
		case r >= 0x4e00 && r <= 0x9fff:
			chars++
		case r == utf8.RuneError, r < ' ':
			return false
		}
		p += n
	}
	last, _ := utf8.DecodeLastRune(v)
	return number && chars >= 2 && !strings.ContainsRune("级類类型档期批次版", last)
}

// longestPlace is how many bytes such text has at most: sixty characters, up to which
// the mean of a column of addresses goes (rule.longest). What is longer is prose.
const longestPlace = 180

// addressForm is the address without white space, full-width digits as ASCII.
func addressForm(dst, v []byte) ([]byte, bool) {
	from := len(dst)
	dst, ok := textForm(dst, v)
	// Bytes that are no text could become some where a blank between them goes.
	if !ok || !utf8.Valid(dst[from:]) || !bytes.ContainsFunc(dst[from:], func(r rune) bool { return r >= 0x4e00 }) {
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

// An addressChain follows the elements of an address as their last characters
// are met: 建国路 88号 3单元 502室.
type addressChain struct {
	start   int // of the chain
	end     int // of its last element, 0 without a chain
	level   int // of its last element, 0 without a chain
	seen    uint16
	numbers element // all elements together
}

// address meets that many marks. It gives up, with false, where one must be
// folded first.
func (f *Finder) address(marks uint) bool {
	t, han, a := &f.text, f.han, f.addr // the chain is written back where somebody looks at it
	for i := range marks {
		item := t.of[i&63]
		mark, before, after := t.items[item], t.items[item-1], han.after[t.items[item+1]]
		if after == afterAt*blankAfter {
			after = f.afterBlank(item)
		}
		p, broke := int(t.at[i&63].at), int(t.at[i&63].broke)
		if broke > a.end && a.level > 0 {
			f.addr = a
			f.closeAddress(p)
			a = f.addr
		}
		from := max(broke, a.end)
		gap := p - from
		e := f.elements[(han.mark[mark]|han.before[before]|after|uint32(min(uint(gap)/3, 3)))%elementPlaces]
		if e == 0 || gap <= 0 { // gap 0 or less: a name or a number comes first
			switch kind := han.kind[mark]; {
			case kind == markFold && !f.folded:
				return false
			case kind == markLabel:
				f.label(p, p+3)
			case kind == markCue && han.cue[before]:
				f.cue(p)
			case kind == markYao:
				f.said(p)
			}
			continue
		}
		next := e.level()
		if next <= min(a.level, levelCounty) || gap > longestName {
			f.addr = a
			next = f.restart(next, gap)
			a = f.addr
		}
		if a.level == 0 {
			a.start, a.seen, a.numbers = f.nameBefore(from, p, next), 0, 0
		}
		a.end, a.level = p+e.length(), next
		a.seen |= 1 << (next & 15)
		a.numbers |= e
	}
	f.addr = a
	return true
}

// afterBlank is what stands after the blank that follows an item: a number, or
// nothing that matters.
func (f *Finder) afterBlank(item uint8) uint32 {
	if next := f.han.after[f.text.items[item+2]]; next == afterAt*digitAfter || next == afterAt*numeralAfter {
		return afterAt * digitAfter
	}
	return 0
}

// restart meets an element that cannot follow the last one: the chain ends, and
// the next begins. The second of two cities is a county: 苏州市 昆山市; that of two
// districts is within the first: 浦东新区 高科技园区.
func (f *Finder) restart(level, gap int) int {
	a := &f.addr
	if a.level == 0 || (level == levelCity || level == levelCounty) && a.level == level && gap <= longestName {
		if a.level > 0 {
			return levelCounty
		}
		return level
	}
	f.emitAddress(a.end)
	a.level = 0
	return level
}

// longestName is how many bytes a name has at most, 15 characters: the longest
// name of a county, 双江拉祜族佤族布朗族傣族自治县, has 15.
const longestName = 45

// nameBefore is where the name of a chain's first element begins that ends before p:
// where the stretch of text does, or in a long one at the name of a province or
// city.
func (f *Finder) nameBefore(start, p, level int) int {
	b := f.b
	from := start
	for start < p && (b[start] == ' ' || kinds[b[start]] == kindOther || kinds[b[start]] == kindStop) {
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
		if b[q] >= 0xe4 && f.divisions.heads[string(b[q:q+6])] {
			return q
		}
	}
	if from == 0 && start == 0 && p <= 24 {
		return 0
	}
	q := p - most
	for q < p && b[q]&0xc0 == 0x80 {
		q++
	}
	return q
}

// tail is how many bytes after the last element still belong to it, eight
// characters: a point of interest, a room. Not more: prose follows too.
const tail = 24

// closeAddress ends the chain, if there is one, before limit, or where the text
// stops after its last element.
func (f *Finder) closeAddress(limit int) {
	a := &f.addr
	if a.level == 0 {
		return
	}
	p := a.end
	for p < limit && p-a.end <= tail {
		if c := f.b[p]; kinds[c] == kindWide {
			if f.han.at(f.b, p)&hanStop != 0 {
				break
			}
			p += 3
		} else if kinds[c] == kindStop {
			break
		} else {
			p++
		}
	}
	f.emitAddress(min(p, limit))
	a.end, a.level = 0, 0
}

// fewestLevels make an address of divisions alone: a district is a region, a
// road in a district is not (identifiers.md §8.5).
const fewestLevels = 3

// emitAddress judges the chain, after which text goes on to p.
func (f *Finder) emitAddress(p int) {
	a, b := &f.addr, f.b
	road := a.seen&(1<<levelRoad) != 0 && a.numbers.numbered()
	if !road && (bits.OnesCount16(a.seen) < fewestLevels || !a.numbers.numbered() && a.seen&(1<<levelProvince|1<<levelCity|1<<levelCounty) == 0) {
		return
	}
	end := a.end
	if p-end <= tail {
		end = p
	}
	for end > a.end && (b[end-1] == ' ' || kinds[b[end-1]] == kindOther && b[end-1] != ')') {
		end--
	}
	if end > a.end && b[end-1] == ')' && bytes.IndexByte(b[a.start:end], '(') < 0 {
		end--
	}
	g := Shaped
	if a.start > 0 && cnAddress.nears.before(b[:a.start]) {
		g = Worded
	}
	plain := a.start == 0 && end == len(b) && !f.text.blank
	f.hits = add(f.hits, f.value, a.start, end, cnAddress.class, g, plain)
}
