package corpus

import (
	"slices"
	"unicode/utf8"
)

// The names of the tables beside Orders and Users are drawn as they are borne:
// surnames by rank, a name in a hundred with a surname of two characters, and
// one with a dot between given name and father's.

// ranked are surnames, the commonest first.
var ranked = []rune("王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩邓冯曹彭曾肖田董潘袁蔡蒋余于杜叶程魏苏吕丁任卢姚沈钟姜崔谭陆范汪廖石金贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向常汤康易")

// ranks sums the weights of ranked. The k-th surname weighs 1/(k+4): the first
// bears 7 %, the first five 27 %, the first twenty a half, as in the census.
var ranks = func() (sums []int) {
	sum := 0
	for i := range ranked {
		sum += 1_000_000 / (i + 4)
		sums = append(sums, sum)
	}
	return sums
}()

var (
	compounds = []string{"欧阳", "上官", "皇甫", "令狐", "诸葛", "司徒", "司马", "申屠", "夏侯", "慕容"}
	women     = []rune("芳娜敏静丽艳娟秀霞桂英婷雪梅玲红燕琳洁倩莹慧颖瑶佳怡欣悦涵雯蕾薇")
	men       = []rune("伟强磊军洋勇杰涛明超平刚建国志鹏飞斌辉峰浩宇轩博文俊凯健龙波亮鑫")
	given     = []string{"阿依古丽", "古丽娜尔", "买买提", "艾力", "吐尔逊", "热依汗", "阿卜杜拉", "努尔兰"}
	fathers   = []string{"买买提", "艾合买提", "吐尔逊", "卡德尔", "阿不都", "玉素甫", "库尔班", "依明"}
)

// appendName appends the name of the person of that number.
func (d *draw) appendName(dst []byte, number int64) []byte {
	p := someone(d.seed, number)
	r := d.about(aPerson, number)
	switch r.IntN(100) {
	case 0:
		dst = append(dst, compounds[r.IntN(len(compounds))]...)
	case 1:
		dst = append(dst, given[r.IntN(len(given))]...)
		return append(append(dst, "·"...), fathers[r.IntN(len(fathers))]...)
	default:
		i, _ := slices.BinarySearch(ranks, 1+r.IntN(ranks[len(ranks)-1]))
		dst = utf8.AppendRune(dst, ranked[i])
	}
	syllables := men
	if p.female {
		syllables = women
	}
	for range 1 + min(r.IntN(5), 1) { // four in five have two
		dst = utf8.AppendRune(dst, syllables[r.IntN(len(syllables))])
	}
	return dst
}
