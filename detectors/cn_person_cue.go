package detectors

import "bytes"

// In text, something beside a name says that it is one:
//
//	联系人 王小明 电话…　　请找 陈静 女士　　我叫 李伟，
//	└ a word before        └ a title after  └ a word before
//
// The last characters of those words are marks, at which the reading of text
// asks. A name goes as far as its grammar and what follows let it; where both
// one and two characters of a given name could be meant, two are taken.

// titles stand after a name, by two characters each.
var titles = func() map[string]bool {
	t := map[string]bool{}
	fill(t, `先生 女士 小姐 老师 经理 师傅 同学 太太 主任 医生 律师 教授 阿姨 同志 护士`)
	return t
}()

// cues stand before a name: their last two characters, for their last is the
// mark.
var cues = func() map[string]bool {
	t := map[string]bool{}
	fill(t, `件人 系人 货人 办人 托人 请人 责人 护人 保人 款人 卡人 本人 户人 诉人 讼人 证人 赠人 伤人 害人 姓名 户名 真名 全名 我叫 名叫 他叫 她叫 户主 递员 送员 业员 务员 店员 学员 会员
		车主 业主 患者 死者 伤者 学生 法人`)
	return t
}()

// follows are the beginnings of what stands after a name, so that they are no
// given name.
var follows = func() map[string]bool {
	t := map[string]bool{}
	fill(t, `电话 手机 联系 地址 身份 证件 微信 号码 收货 收到 收件 寄件 反映 反馈 代收 代取 签收 要求 申请 表示 投诉 来电 需要 说明 希望 咨询 住在 家住 位于 今天 明天
		昨天 下午 上午 晚上 本人 订单 运单 快递 客户 公司 部门 性别 年龄 出生 等人 处理 转告 电联 邮箱 银行 账号 卡号 办理 购买 取件 自取 座机 住址 生日 提供 称其 自称 来取 取走`)
	for w := range titles {
		t[w] = true
	}
	return t
}()

// proseOnly is characters that are frequent in words and stand in hardly any given name, as
// counted in the dictionary of PyPI's jieba, of 50,000 names; a name ends before them, too.
const proseOnly = `出等动还产最并资电几决导题反做却据认具该较价究像办值需编且除响失低织视虽试案批倒态负故旅写验紧刻排急伤例绝压检限仍哪怕免孩乱讲担苦句辖块够销剧退判啊版
	险评否毒控互咱脑扩赶诉短础痛减逐穿杂吸届追罪慢概熟犯页困婚戏讨烧疗币跑借私亡汽套坏瞧购纸墓床遍掉售课避遭播殖吨抓逃址纷透涓距抵贸促迫哭偏幅酸握摆械签爆
	缩搞胞障撤订忘触篇啦捕截剩贼泪贫辈涉骂冒斤患裂媒抬署隔桌炸毁昨磁陷亩抽惯穷症恨腰灾租湿肠煤趋插摄罚辆粗腐滑扑偷狂稍券贷违撞饰描污盗餐肚爸倘暂扫跨愤乏拟
	轰逼斜返丧惨袖碰糊氧跪拒割烤扇帐埋脏弯挡肿箱刷凶债膜填夹脊踏狠亏扰跌慌爬奸艘胶滴碍齿怨俘肌挖偿肝耗脂拆拦披塑疼艰壤妖掩畜昏丢擦搬捉咨嘛肤挤诊尿纠笼衙剥
	欺拼骗俩胎掘缝扯祸癌砍狱吞叛催牲踪腺咐斑漏阀嫁扭恼贪逻僭氨斩闷轿扮啥抛驶哼碱泄匹舱瘤吻抖敲饱炭咽惩漂颤疲饿姻缠盒掠蓄坑旱肾浆胀摔肺辐镑兑哦踢串诞狭筒疫
	妥赔摊账诱氛顽劣挣睁脾枯茫棍晕酷吩孕讯斥罐捐叠挨稿哄赌擅嫌雇煎掷摘冤竭矮俺厌医院妈限某制障`

// Characters that are in no given name, so that a name ends before them; and
// those that words before a name end with, though they are surnames as well.
var ungiven, joining = runeSet("的了是在我您你他她它这那很吗呢吧请把被让就也去送寄但没已再又什么怎谁跟与及或给到往话们码不过将从对为因所以此个件货单店楼票款费钱药饭吃喝打找收性日号女岁要说称取领" + proseOnly),
	runeSet("向和于应时从由同对被与问经代有找请叫让给把")

func runeSet(list string) map[rune]bool {
	t := map[rune]bool{}
	for _, r := range list {
		t[r] = true
	}
	return t
}

// cue meets a mark at p that may end a word before or after a name.
func (f *Finder) cue(p int) {
	b := f.b
	if p < 3 {
		return
	}
	switch word := b[p-3 : p+3]; {
	case titles[string(word)]:
		if s := f.nameAhead(p - 3); s >= 0 {
			f.addPerson(s, p-3)
		}
	case cues[string(word)]:
		if s := afterCue(b, p+3); s < len(b) {
			if e := f.nameFrom(s); e > s {
				f.addPerson(s, e)
			}
		}
	}
}

// changes stand between the two where who it is changes: 收件人改成王小明.
var changes = [...]string{"改成", "改为", "换成", "换为", "变更为", "更改为", "更换为", "变更成"}

// afterCue goes on behind a word before a name, and what joins the two.
func afterCue(b []byte, p int) int {
	for _, word := range changes {
		if bytes.HasPrefix(b[p:], []byte(word)) {
			p += len(word)
			break
		}
	}
	for p < len(b) {
		switch r := hanAt(b, p); {
		case b[p] == ' ', b[p] == ':', b[p] == '\t':
			p++
		case r == '是', r == '为', p+2 < len(b) && string(b[p:p+3]) == "：":
			p += 3
		default:
			return p
		}
	}
	return p
}

// addPerson adds a hit, unless a label has found the same one.
func (f *Finder) addPerson(s, e int) {
	// Not far back: the same place is found by a title and a label at once, and
	// a text may hold any number of names.
	const back = 16
	for i := len(f.hits) - 1; i >= max(0, len(f.hits)-back) && int(f.hits[i].Value) == f.value; i-- {
		if h := &f.hits[i]; h.Class == cnPersonName.class && int(h.Start) < e && s < int(h.End) {
			return
		}
	}
	f.hits = add(f.hits, f.value, s, e, cnPersonName.class, Worded, false)
}

// nameFrom is where a name ends that begins at s; s where none does.
func (f *Finder) nameFrom(s int) int {
	b, t := f.b, f.persons
	if e := f.dottedFrom(s); e > s {
		return e
	}
	given := s + 3
	switch {
	case s+6 <= len(b) && t.compound[string(b[s:s+6])]:
		given = s + 6
	case t.surname(hanAt(b, s)) == 0:
		return s
	}
	e := given
	for n := 0; n < 2; n++ {
		r := hanAt(b, e)
		if r == 0 || ungiven[r] || e+6 <= len(b) && follows[string(b[e:e+6])] {
			break
		}
		e += 3
	}
	if e == given || !f.wordless(s, e) {
		return s
	}
	return e
}

// nameAhead is where a name begins that ends at e; -1 where none does.
func (f *Finder) nameAhead(e int) int {
	b, t := f.b, f.persons
	if s := f.dottedAhead(e); s < e {
		return s
	}
	if e >= 12 && t.compound[string(b[e-12:e-6])] && f.given(e-6, e) {
		return f.unless(e-12, e)
	}
	if e >= 9 && t.compound[string(b[e-9:e-3])] && f.given(e-3, e) {
		return f.unless(e-9, e)
	}
	three, two := uint32(0), uint32(0)
	if e >= 9 && f.given(e-6, e) {
		three = f.surname(e - 9)
	}
	if e >= 6 && f.given(e-3, e) {
		two = f.surname(e - 6)
	}
	// 向王伟先生: the first may be a word that ends with a surname. It is the
	// surname if it is common, or stands first.
	first := hanAt(b, e-9)
	before := hanAt(b, e-12)
	joined := joining[first] || before != 0 && t.never[string(b[max(0, e-12):max(0, e-6)])]
	switch {
	case three > 0 && (two == 0 || !joined && (three >= commonSurname || three >= two || before == 0 || ungiven[before])):
		if two == 0 && joined && before != 0 {
			return -1
		}
		return f.unless(e-9, e)
	case two > 0:
		return f.unless(e-6, e)
	}
	return -1
}

// surname is the weight of the surname at s, 0 where none is. A rare one is none within
// other words, as in 万家乐百搭女士.
func (f *Finder) surname(s int) uint32 {
	weight, before := f.persons.surname(hanAt(f.b, s)), hanAt(f.b, s-3)
	if weight >= commonSurname || before == 0 || ungiven[before] || joining[before] || s >= 6 && follows[string(f.b[s-6:s])] {
		return weight
	}
	return 0
}

// given reports whether b[s:e] could be characters of a given name.
func (f *Finder) given(s, e int) bool {
	for ; s < e; s += 3 {
		if r := hanAt(f.b, s); r == 0 || ungiven[r] {
			return false
		}
	}
	return true
}

// unless is s, or -1 where no name stands from there to e.
func (f *Finder) unless(s, e int) int {
	if !f.wordless(s, e) {
		return -1
	}
	return s
}

// wordless reports whether the characters from s to e, which have the grammar of a
// name, are one, rather than the beginning of other words.
func (f *Finder) wordless(s, e int) bool {
	return f.personName(f.b[s:e]) > 0 &&
		!f.never(s-3, s+3) && // 由于 before 王
		!f.never(s, s+9) && // 高血压
		!(joining[hanAt(f.b, s)] && f.never(s+3, s+9)) // 和顾客
}

// never reports whether a word that is no name stands from s to e.
func (f *Finder) never(s, e int) bool {
	return s >= 0 && e <= len(f.b) && f.persons.never[string(f.b[s:e])]
}

// dottedFrom is where a name with a dot ends that begins at s, s where none
// does: 阿依古丽·买买提.
func (f *Finder) dottedFrom(s int) int {
	b, e, dotted := f.b, s, false
	for e < len(b) && e-s < longestPerson {
		if n := middleDot(b[e:]); n > 0 && e > s && hanAt(b, e+n) != 0 {
			e, dotted = e+n, true
			continue
		}
		if r := hanAt(b, e); r == 0 || ungiven[r] || e+6 <= len(b) && follows[string(b[e:e+6])] {
			break
		}
		e += 3
	}
	if !dotted {
		return s
	}
	return e
}

// dottedAhead is where a name with a dot begins that ends at e, e where none
// does.
func (f *Finder) dottedAhead(e int) int {
	b, s, dotted := f.b, e, false
	for s >= 3 && e-s < longestPerson {
		if n := dotBefore(b[:s]); n > 0 && s < e && hanAt(b, s-n-3) != 0 {
			s, dotted = s-n, true
			continue
		}
		if r := hanAt(b, s-3); r == 0 || ungiven[r] || joining[r] || s >= 6 && follows[string(b[s-6:s])] {
			break
		}
		s -= 3
	}
	if !dotted {
		return e
	}
	return s
}

// dotBefore is the length of the dot that b ends with, 0 where it does not.
func dotBefore(b []byte) int {
	for n := 2; n <= 3 && n <= len(b); n++ {
		if middleDot(b[len(b)-n:]) == n {
			return n
		}
	}
	return 0
}

// middleDot is the length of the dot between the parts of a name, 0 where b
// does not begin with one: a full stop ends a sentence.
func middleDot(b []byte) int {
	if b[0] < 0x80 {
		return 0
	}
	return dotAt(b)
}
