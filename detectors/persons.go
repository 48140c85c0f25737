package detectors

import (
	_ "embed"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"
)

//go:generate go run surnames_gen.go ../third/person/zh_CN/__init__.py

// surnameText is a line for each surname: how many of ten million bear it.
//
//go:embed surnames.txt
var surnameText string

// notNameText is words that begin like a name and are none.
//
//go:embed notnames.txt
var notNameText string

// personTable knows how Chinese names are made.
type personTable struct {
	weight   [0xa000 - 0x4e00]uint32 // of surnames of one character
	compound map[string]bool         // surnames of two
	tibetan  map[string]bool         // parts of names of two characters each
	pinyin   map[string]bool         // of surnames
	never    map[string]bool
}

// tibetan names have no surname; these words make nearly all of them.
const tibetanWords = `扎西 卓玛 次仁 央金 格桑 多吉 旺堆 顿珠 平措 拉姆 德吉 尼玛 达瓦 边巴 巴桑 普布 米玛 白玛 仁增 索朗 丹增 洛桑 贡嘎 曲珍 旺姆 次旦 卓嘎
	强巴 罗布 晋美 桑珠 单增 旦增 江村 央宗 拉珍 加措 嘉措 坚赞 群培 次央 扎巴 土登 阿旺 益西 其美 片多 玉珍 央拉 德庆 仓决 班丹 次登 洛追 顿旦`

// pinyinSurnames is how the surnames are written in Latin letters.
const pinyinSurnames = `wang li zhang liu chen yang huang wu zhao zhou xu sun ma zhu hu lin guo he gao luo zheng liang xie song tang deng feng han cao zeng peng
	xiao cai pan tian dong yuan yu ye jiang du su wei cheng lv lyu lu ding shen ren yao fu zhong cui tan liao fan jin shi dai jia xia qiu fang hou zou xiong
	meng qin bai yan xue yin duan lei long tao mao hao gong shao wan qian lai hong mo kong xiang chang kang niu ge xing an qi yi qiao pang ni zhuang nie
	lan zuo liu gan zhu bao ning shang ruan ke ji mei tong ling bi shan pei huo tu miao gu sheng qu weng ran you xin jin guan chai ouyang shangguan zhuge situ sima`

// traditional are surnames as they are written outside the mainland, each behind its
// simplified form; not those that begin more words than names there: 時, 應, 單.
const traditional = `张張 刘劉 陈陳 杨楊 黄黃 赵趙 吴吳 孙孫 马馬 罗羅 郑鄭 谢謝 许許 韩韓 冯馮 邓鄧 萧蕭 叶葉 苏蘇 吕呂 卢盧 钟鐘 钟鍾 谭譚 陆陸 贾賈 韦韋 邹鄒 龙龍 万萬 钱錢 严嚴 汤湯 贺賀 顾顧 龚龔 庄莊 齐齊 庞龐 颜顏 兰蘭 纪紀 娄婁 毕畢 鲁魯 聂聶 乔喬 赖賴 阎閻 饶饒 窦竇 栾欒 麦麥 蓝藍 温溫 骆駱 欧歐 宫宮 邬鄔 闫閆 鲍鮑 费費 缪繆 卫衛 荆荊 闵閔 巩鞏 厉厲 蒋蔣 尧堯`

const traditionalCompound = `歐陽 司馬 諸葛 長孫 東方 獨孤 軒轅 鍾離 尉遲`

var persons = sync.OnceValue(func() *personTable {
	t := &personTable{compound: map[string]bool{}, tibetan: map[string]bool{}, pinyin: map[string]bool{}, never: map[string]bool{}}
	for line := range strings.Lines(surnameText) {
		name, weight, _ := strings.Cut(strings.TrimSuffix(line, "\n"), " ")
		if r, n := utf8.DecodeRuneInString(name); n == len(name) {
			t.weight[r-0x4e00] = uint32(number([]byte(weight)))
		} else {
			t.compound[name] = true
		}
	}
	for line := range strings.Lines(notNameText) {
		if line[0] != '#' {
			fill(t.never, line)
		}
	}
	for _, pair := range strings.Fields(traditional) {
		forms := []rune(pair)
		t.weight[forms[1]-0x4e00] = t.weight[forms[0]-0x4e00]
	}
	fill(t.compound, traditionalCompound)
	fill(t.tibetan, tibetanWords)
	fill(t.pinyin, pinyinSurnames)
	return t
})

func fill(set map[string]bool, words string) {
	for _, w := range strings.Fields(words) {
		set[w] = true
	}
}

// surname is how many of ten million bear the character as their surname.
func (t *personTable) surname(r rune) uint32 {
	if r < 0x4e00 || r >= 0xa000 {
		return 0
	}
	return t.weight[r-0x4e00]
}

// longestPlain is how many characters a Chinese name has at most: a compound
// surname, or two surnames, and two more.
const longestPlain = 4

// A hanName is the characters of what may be a Chinese name.
type hanName struct {
	runes [longestPlain]rune
	ends  [longestPlain]int // bytes to the end of each
	n     int
}

// read takes up to four characters off b, blanks between them left out; it
// reports false where there is anything else, or more.
func (h *hanName) read(b []byte) bool {
	h.n = 0
	for p := 0; p < len(b); {
		if b[p] == ' ' && p > 0 {
			p++
			continue
		}
		r, n := utf8.DecodeRune(b[p:])
		if h.n == longestPlain || !nameRune(r) && !(h.n > 0 && (r == '?' || r == '□')) {
			return false
		}
		p += n
		h.runes[h.n], h.ends[h.n] = r, p
		h.n++
	}
	return h.n >= 2
}

// nameRune reports whether names are written with a character: rare ones are of
// the extensions, or of an area where fonts put what had no code yet.
func nameRune(r rune) bool {
	return r >= 0x4e00 && r < 0xa000 || r > 0x2e80 && (unicode.Is(unicode.Han, r) || unicode.Is(unicode.Co, r))
}

// lexical reports whether a text is a word or a place rather than a name.
func (k *knowledge) lexical(b []byte) bool {
	return k.persons.never[string(b)] || len(k.divisions.named(b).codes) > 0
}

// grammatical reports whether characters are a surname and a given name.
func (t *personTable) grammatical(h *hanName, b []byte) bool {
	if h.n >= 3 && h.ends[1] == 6 && t.compound[string(b[:6])] {
		return true
	}
	first := t.surname(h.runes[0])
	switch {
	case h.n == 4:
		if h.ends[3] != 12 {
			return false
		}
		// Two surnames, of which both must be common and that are no word, as in 任何问题;
		// or a Tibetan name.
		return first >= commonSurname && t.surname(h.runes[1]) >= commonSurname && !t.never[string(b[:6])] || t.tibetan[string(b[:6])] && t.tibetan[string(b[6:12])]
	case h.n == 2 && len(b) == 6 && t.tibetan[string(b)]:
		return true
	case first == 0:
		return false
	case h.n == 3 && h.ends[1] == 6 && t.never[string(b[:6])] && first < manyBear: // 安静休, 管理学
		return false
	case h.n == 3:
		// 李家庄, 张家村, 王府街: places are named after families. 金融组, 安保部: of
		// what there is of a company, much begins with a surname.
		switch h.runes[2] {
		case '村', '庄', '屯', '镇', '乡', '县', '市', '街', '站', '店', '厂', '省', '区', '部', '组', '局', '处', '所', '馆':
			return false
		}
	}
	return true
}

// commonSurname is the weight of a surname that one in a hundred bears. Not
// lower: 高温预警 begins with two surnames too. Not higher: 陈方 would be none.
const commonSurname = 20_000

// manyBear is the weight of surnames that two in a hundred bear. Not lower: 周末 and 程度
// begin with the next ones. Not higher: 王子 and 李家 begin names.
const manyBear = 200_000
