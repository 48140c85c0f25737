package detectors

import (
	"encoding/base64"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"tuomin/scanners/columns"
)

// person is an invented name: a surname as common as it is, and characters of
// given names.
func person(r *rand.Rand, _ int) string {
	sum := 0
	at := r.IntN(9_000_000)
	name := "王"
	for line := range strings.Lines(surnameText) {
		word, weight, _ := strings.Cut(strings.TrimSpace(line), " ")
		if sum += int(number([]byte(weight))); sum > at {
			name = word
			break
		}
	}
	given := []rune("伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英建国志玉婷欣宇浩然子涵梓轩")
	name += string(given[r.IntN(len(given))])
	if r.IntN(5) > 0 {
		name += string(given[r.IntN(len(given))])
	}
	return name
}

func one(list string) func(*rand.Rand, int) string {
	words := strings.Fields(list)
	return func(r *rand.Rand, _ int) string { return words[r.IntN(len(words))] }
}

// few has f make 300 values, each of which stands in several rows.
func few(f func(*rand.Rand, int) string) func(*rand.Rand, int) string {
	list := generate(300, f)
	return func(r *rand.Rand, _ int) string { return list[r.IntN(len(list))] }
}

// company is an invented company of a city, or of none.
func company(kind string) func(*rand.Rand, int) string {
	return func(r *rand.Rand, i int) string {
		return one("恒 鑫 瑞 盛 宏 金 华 中 东 天 国 新 大 万 安")(r, i) + one("达 源 泰 隆 通 信 和 丰 诚 威")(r, i) +
			one("科技 商贸 物流 电子 食品")(r, i) + kind
	}
}

// estate is a room as people write it who live in one estate.
func estate(r *rand.Rand, _ int) string {
	return fmt.Sprintf("阳光花园%d-%d-%d", r.IntN(30)+1, r.IntN(5)+1, r.IntN(30)*100+101)
}

// anyDivision is a name of GB/T 2260.
func anyDivision(r *rand.Rand, _ int) string {
	lines := strings.Split(divisionText, "\n")
	for {
		if line := lines[r.IntN(len(lines)-1)]; line[7:] != "*" {
			return line[7:]
		}
	}
}

// daysAgo is a day between two numbers of years ago.
func daysAgo(least, most int) func(*rand.Rand, int) string {
	return func(r *rand.Rand, _ int) string {
		return time.Now().AddDate(0, 0, -365*least-r.IntN(365*(most-least))).Format("2006-01-02")
	}
}

// Columns that all values together make one of a class, though no name says so;
// and those that look like it and are not.
func TestAttributes(t *testing.T) {
	type gen = func(*rand.Rand, int) string
	words := one(notNameText)
	village := func(r *rand.Rand, i int) string {
		return string([]rune(person(r, i))[:1]) + one("家庄 家村 家屯 庄村 家镇 店村")(r, i)
	}
	for _, c := range []struct {
		about, name string
		kind        columns.Kind
		gen         gen
		want        string
	}{
		{"names", "c1", columns.Text, person, "is cn_person_name"},
		{"names, some of them titles and remarks", "c1", columns.Text, sometimes(6, remark, person), "is cn_person_name"},
		{"names with surnames that are all as common", "c1", columns.Text, func(r *rand.Rand, i int) string {
			return one("赵 钱 孙 李 周 吴 郑 王 冯 陈 褚 卫 蒋 沈 韩 杨 朱 秦 尤 许 何 吕 施 张 孔 曹 严 华 金 魏 陶 姜 戚 谢 邹 喻 柏 水 窦 章 云 苏 潘 葛 奚 范 彭 郎 鲁 韦 昌 马 苗 凤 花 方 俞 任 袁 柳")(r, i) +
				string([]rune(person(r, i))[1:])
		}, "is cn_person_name"},
		{"names of a village of two families", "c1", columns.Text, func(r *rand.Rand, i int) string {
			return one("王 李")(r, i) + string([]rune(person(r, i))[1:])
		}, "is cn_person_name"},
		{"names that stand in many rows", "c1", columns.Text, few(person), "is cn_person_name"},
		{"what companies call themselves", "c1", columns.Text, func(r *rand.Rand, i int) string {
			return company("")(r, i)[:9]
		}, "none none"},
		{"names under one", "user_name", columns.Text, person, "is cn_person_name"},
		{"names of who buys", "buyer", columns.Text, few(person), "is cn_person_name"},
		{"names of customers", "customer", columns.Text, few(person), "is cn_person_name"},
		{"names of customers, in short", "cust", columns.Text, few(person), "is cn_person_name"},
		{"names of who drew up an invoice", "drawer", columns.Text, few(person), "is cn_person_name"},
		{"three of them", "drawer", columns.Text, one("王小明 李静 张伟"), "contains cn_person_name"},
		{"three who sell", "sales", columns.Text, one("王小明 李静 张伟"), "contains cn_person_name"},
		{"what was sold", "sales", columns.Text, one("120 340 15"), "none none"},
		{"names of owners", "car.owner", columns.Text, few(person), "is cn_person_name"},
		{"names of who made it", "created_by", columns.Text, few(person), "is cn_person_name"},
		{"names of who made it, as one word", "createBy", columns.Text, few(person), "is cn_person_name"},
		{"names of customers, in Chinese", "客户", columns.Text, few(person), "is cn_person_name"},
		{"names of who buys, in Chinese", "买家", columns.Text, few(person), "is cn_person_name"},
		{"names of who buys, surnames in turn", "buyer", columns.Text, func(r *rand.Rand, i int) string {
			return one("钱 孙 郑 冯 褚 卫 蒋 沈 韩 秦 尤 许 何 吕 施 孔 曹 严 华 金")(r, i) + one("小明 建国 志强 玉婷 子涵 敏 伟")(r, i)
		}, "is cn_person_name"},
		{"pinyin of owners", "owner", columns.Text, func(r *rand.Rand, i int) string {
			return one("Zhang Wang Li Chen")(r, i) + " " + one("San Si Wu Xiaoming Jianguo")(r, i)
		}, "is cn_person_name"},
		{"two who write invoices", "开票人", columns.Text, one("王小明 李静"), "contains cn_person_name"},
		{"who approves, and what does by itself", "审核人", columns.Text, one("王小明 李静 张伟 system admin auto 自动审核"), "contains cn_person_name"},
		{"who was ill, by initials", "brxm", columns.Text, one("王小明 李静 张伟 刘敏芳 陈志强 赵子涵"), "is cn_person_name"},
		{"who prescribes", "开方医师", columns.Text, one("王小明 李静 张伟"), "contains cn_person_name"},
		{"whom a supplier has one call", "supplier_contact", columns.Text, one("王小明 李静芳 张伟国 刘敏芳 陈志强 赵子涵"), "is cn_person_name"},
		{"who installs", "安装师傅", columns.Text, one("王小明 李静芳 张伟国 刘敏芳 陈志强 赵子涵"), "is cn_person_name"},
		{"how to call", "contact_type", columns.Text, one("电话 微信 邮件 上门"), "none none"},
		{"who flies", "pax_name", columns.Text, one("WANG/XIAOMING LI/JING ZHANG/WEI LIU/MINFANG CHEN/ZHIQIANG"), "is cn_person_name"},
		{"whom to call, and who that is", "contact", columns.Text, one("王小明|13800138000|配偶 李静(10086) 张伟/父亲"), "contains cn_person_name"},
		{"with their departments", "跟进人", columns.Text, one("研发部-王小明 华南区/陈静 王小明(深圳分公司) 总裁办_李伟 上海研发中心:张敏 客服三组刘芳,陈强"), "contains cn_person_name"},
		{"departments alone", "跟进人", columns.Text, one("研发部-华南区 深圳分公司/财务部 平安银行-深圳分行 客服三组"), "none none"},
		{"several in a cell", "参会人员", columns.Text, one("王小明、李静 张伟，刘敏芳 陈志强,赵子涵 10023-王小明"), "contains cn_person_name"},
		{"few names under one for logins", "user_name", columns.Text, one("王小明 李静 张伟"), "is cn_person_name"},
		{"names that are repeated under one for logins", "user_name", columns.Text, few(person), "is cn_person_name"},
		{"logins under the same name", "user_name", columns.Text, func(_ *rand.Rand, i int) string { return fmt.Sprintf("jd_%06d", i) }, "is account_id"},
		{"who gets things", "items[].receiver", columns.Text, one("王小明 李静 张伟"), "is cn_person_name"},
		{"whom a name that no list knows calls so", "rcv_name", columns.Text, one("王小明 李静 张伟 刘敏芳 陈志强 赵子涵"), "is cn_person_name"},
		{"whom initials call so", "sjrmc", columns.Text, one("王小明 李静 张伟 刘敏芳 陈志强 赵子涵"), "is cn_person_name"},
		{"whom to call when all goes wrong", "jjlxr", columns.Text, one("王小明 李静 张伟 刘敏芳 陈志强 赵子涵"), "is cn_person_name"},
		{"names in traditional characters", "c1", columns.Text, func(r *rand.Rand, i int) string {
			return one("張 劉 陳 王 李 黃 趙 吳 馬 羅 鄭 謝 許 韓 葉 林 何 高")(r, i) + one("志 美 國 建 麗 淑 家 俊")(r, i) + one("強 玲 華 民 君 芬 豪 傑 雄 明")(r, i)
		}, "is cn_person_name"},
		{"brands that are called so", "brand_name", columns.Text, one("华为 小米 王老吉 周大福 李宁 张小泉 安踏 海尔 美的 方太 百雀羚 雅诗兰黛 高露洁"), "none none"},
		{"stations", "station_name", columns.Text, one("黄村 双桥 高碑店 和平里 安定门 方庄 石榴庄 宋家庄 马家堡 望京 东直门 西二旗"), "none none"},
		{"cities", "csmc", columns.Text, one("杭州 金华 黄山 高邮 常州 江阴 温州 广州 成都 石家庄"), "none none"},
		{"departments that are called so", "dept_name", columns.Text, one("财务部 人事部 安全组 支付组 风控组 华东大区 金融组 骨科 康复科 麻醉科"), "none none"},
		{"dishes that are called so", "dish_name", columns.Text, one("白切鸡 黄焖鸡 毛血旺 水煮鱼 石锅鱼 金针菇 龙井虾仁 宫保鸡丁 鱼香肉丝"), "none none"},
		{"classes and subjects", "kcmc", columns.Text, one("高等数学 应用文 管理学 金融学 安全教育 计算机 单片机 古代史 汉语 明清史"), "none none"},
		{"names of machines", "机器人", columns.Text, one("小蜜 智能助手 金牌客服"), "none none"},
		{"what is examined", "jcxm", columns.Text, one("血常规 尿常规 肝功能 白蛋白 胸片 心电图 甲状腺"), "none none"},
		{"dishes", "items[].name", columns.Text, one("白切鸡 可乐 鱼香肉丝盖饭"), "none none"},
		{"companies that buy", "buyer", columns.Text, company("有限公司"), "none none"},
		{"companies that buy, in short", "buyer", columns.Text, company(""), "none none"},
		{"companies that own", "owner", columns.Text, company("集团"), "none none"},
		{"customers of trade", "客户", columns.Text, company("贸易有限公司"), "none none"},
		{"brands", "owner", columns.Text, one("华为 小米 金蝶 高德 万科 恒大 美的 格力 海尔 联想 京东 百度 腾讯 网易 平安"), "none none"},
		{"departments", "owner", columns.Text, one("财务部 人事部 市场部 研发部 安全组 支付组 风控组 运维组 法务部 行政部"), "none none"},
		{"accounts of who buys", "buyer", columns.Text, hexID, "unknown unknown"},
		{"accounts of owners", "owner", columns.Text, func(r *rand.Rand, _ int) string { return fmt.Sprintf("jd_%08x", r.Uint32()) }, "unknown unknown"},
		{"logins of who made it", "created_by", columns.Text, few(func(r *rand.Rand, i int) string {
			return one("zhang wang li chen")(r, i) + one("san si wu xiaoming")(r, i)
		}), "none none"},
		{"who buys, by number", "buyer_no", columns.Text, hexID, "unknown unknown"},
		{"names of shops under a time", "created_time", columns.Text, company(""), "none none"},
		{"pinyin under one", "real_name", columns.Text, func(r *rand.Rand, _ int) string {
			return one("ZHANG WANG Li Chen")(r, 0) + " " + one("SAN Si Wu XIAOMING")(r, 0)
		}, "is cn_person_name"},
		{"places", "c1", columns.Text, anyDivision, "contains cn_address"},
		{"rooms with their estate", "房号", columns.Text, estate, "is cn_address"},
		{"rooms under the estate's name", "小区", columns.Text, estate, "is cn_address"},
		{"rooms of a hotel", "房号", columns.Text, func(r *rand.Rand, _ int) string { return fmt.Sprint(r.IntN(30)*100 + 101 + r.IntN(40)) }, "none none"},
		{"estates", "小区", columns.Text, func(_ *rand.Rand, i int) string { return fmt.Sprintf("阳光花园%d期", i%40+1) }, "none none"},
		{"places, named", "city_name", columns.Text, anyDivision, "contains cn_address"},
		{"words", "c1", columns.Text, words, "none none"},
		{"words under a name's name", "name", columns.Text, words, "none none"},
		{"villages", "c1", columns.Text, village, "none none"},
		{"names of goods", "product_name", columns.Text, words, "none none"},

		{"births", "c1", columns.Date, daysAgo(2, 80), "is date_of_birth"},
		{"births of students", "c1", columns.Date, daysAgo(17, 24), "none none"},
		{"days of business", "c1", columns.Date, daysAgo(0, 12), "none none"},
		{"a calendar of a century to come", "c1", columns.Date, daysAgo(-50, 50), "none none"},
		{"old contracts, so named", "contract_date", columns.Date, daysAgo(2, 80), "none none"},
		{"births in milliseconds of Beijing's midnight", "birthday", columns.Int, func(r *rand.Rand, i int) string {
			day, _ := time.Parse(time.DateOnly, daysAgo(2, 80)(r, i))
			return fmt.Sprint(day.Add(-8 * time.Hour).UnixMilli())
		}, "is date_of_birth"},
		{"waybills under a birth's name", "birthday", columns.Int, func(_ *rand.Rand, i int) string { return fmt.Sprint(700_000_000_020 + 7*i) }, "unknown unknown"},
		{"names under a batch's name", "batch_no", columns.Text, person, "is cn_person_name"},
		{"births with a time", "c1", columns.Text, func(r *rand.Rand, i int) string { return daysAgo(2, 80)(r, i) + " 10:30:15" }, "none none"},

		{"groups", "c1", columns.Text, func(r *rand.Rand, i int) string { return one(ethnicNames)(r, i) + "族" }, "is ethnic_group"},
		{"codes, as an integer column has them", "民族", columns.Int, func(r *rand.Rand, _ int) string {
			if r.IntN(10) > 0 {
				return "1"
			}
			return fmt.Sprint(2 + r.IntN(55))
		}, "is ethnic_group"},
		{"countries under a name for peoples", "nation", columns.Text, one("CN US GB JP KR DE SG FR"), "none none"},
		{"peoples by their letters", "nation", columns.Text, one("HA MG HU ZA UG MH YI QT"), "is ethnic_group"},
		{"some that nobody knows", "nation", columns.Text, one("汉 回 满 壮 苗 汉族人 汉民 其它民族"), "is ethnic_group"},
		{"codes of two letters", "c1", columns.Text, one(ethnicLetters), "none none"},
		{"months of two digits", "c1", columns.Text, func(r *rand.Rand, _ int) string { return fmt.Sprintf("%02d", 1+r.IntN(12)) }, "none none"},
		{"positions with a hyphen between", "gps", columns.Text, func(r *rand.Rand, _ int) string {
			return fmt.Sprintf("%d.%04d-%d.%04d", 20+r.IntN(20), r.IntN(10000), 100+r.IntN(20), r.IntN(10000))
		}, "is geo_latlon"},
		{"counties", "c1", columns.Text, func(r *rand.Rand, _ int) string {
			return one("110101 110102 110105 110106 110107 110108 110109 110111 310101 310104 310105 440103 440104 510104")(r, 0)
		}, "is cn_division6"},
		{"six digits", "c1", columns.Text, func(r *rand.Rand, _ int) string { return fmt.Sprint(100000 + r.IntN(900000)) }, "unknown unknown"},
		{"postcodes as integers", "zip", columns.Int, func(r *rand.Rand, _ int) string { return fmt.Sprint(10000 + r.IntN(6000)) }, "is cn_postcode"},
		{"a level under a sex's name", "sex", columns.Int, func(r *rand.Rand, _ int) string { return fmt.Sprint(r.IntN(40)) }, "none none"},
		{"pictures", "c1", columns.Text, func(r *rand.Rand, i int) string {
			return base64.StdEncoding.EncodeToString([]byte("\xff\xd8\xff\xe0" + hexID(r, i)))
		}, "is image_bytes"},
		{"sounds", "c1", columns.Binary, func(r *rand.Rand, i int) string { return "RIFF" + hexID(r, i)[:4] + "WAVEfmt " }, "is audio_bytes"},
		{"raw hardware addresses", "bssid", columns.Binary, rawMAC, "is mac"},
		{"hardware addresses that a program made up", "mac", columns.Text, func(r *rand.Rand, _ int) string {
			return fmt.Sprintf("%02x:00:5e:00:53:%02x", 3+r.IntN(250), r.IntN(255))
		}, "is mac"},
		{"makers of computers under a name for addresses", "mac", columns.Text, one("苹果 华为 小米 荣耀"), "none none"},
		{"devices as networks send them", "imei", columns.Text, func(r *rand.Rand, _ int) string { return fmt.Sprintf("86000000%06d0", r.IntN(1e6)) }, "is imei"},
		{"the same under no name", "c1", columns.Text, func(r *rand.Rand, _ int) string { return fmt.Sprintf("86000000%06d0", r.IntN(1e6)) }, "unknown unknown"},
		{"15 digits under a device's name", "imei", columns.Text, func(r *rand.Rand, _ int) string { return fmt.Sprintf("86%013d", r.Int64N(1e13)) }, "unknown unknown"},
		{"numbers of things under a terminal's name", "终端号", columns.Text, func(r *rand.Rand, _ int) string { return fmt.Sprintf("1440%09d", r.IntN(1e9)) }, "is cn_iot_number"},
		{"random bytes", "c1", columns.Binary, func(r *rand.Rand, _ int) string {
			return string([]byte{byte(r.Uint32()), byte(r.Uint32()), byte(r.Uint32())}) + "0123456789abc"
		}, "none none"},
	} {
		col := leafOf(c.name, c.kind)
		tally := NewTally(col, testKey, maxSample)
		f := NewFinder()
		f.Under(tally.Name())
		v := text(generate(2000, c.gen))
		tally.Add(v, nil, f.Find(v, nil))
		got := tally.Classify()
		if have := string(got.Verdict) + " " + got.Class; have != c.want && !(c.about == "random bytes" && got.Class == "unknown") {
			t.Errorf("%s: %s (%s), want %s", c.about, have, got.Why, c.want)
		}
	}
}

func rawMAC(r *rand.Rand, _ int) string {
	return string([]byte{0x02, byte(r.Uint32()), byte(r.Uint32()), byte(r.Uint32()), byte(r.Uint32()), byte(r.Uint32())})
}

// Raw bytes join with text, whatever their ends look like.
func TestRawMAC(t *testing.T) {
	for _, v := range []string{"\x00\x00\x5e\x00\x53\xae", "\x02\x00\x5e\x00\x53\x20", "\x20\x00\x5e\x00\x53\x0a"} {
		text := fmt.Sprintf("%x:%x:%x:%x:%x:%x", v[0:1], v[1:2], v[2:3], v[3:4], v[4:5], v[5:6])
		raw, ok := macForm(nil, []byte(v))
		written, also := macForm(nil, []byte(text))
		if !ok || !also || string(raw) != text || string(written) != text {
			t.Errorf("%s: %s, %v, and %s, %v", text, raw, ok, written, also)
		}
	}
	for _, v := range []string{"苹果", "abcdef", "\x01\x00\x5e\x00\x00\xff"} {
		if form, ok := macForm(nil, []byte(v)); ok {
			t.Errorf("%q: %s", v, form)
		}
	}
}

// Raw bytes are found under a name whatever their ends look like, and by nobody where
// they are text.
func TestRawBytes(t *testing.T) {
	const mac, uuid = "\x02\x00\x5e\x00\x53\xae", "\x55\x0e\x84\x00\xe2\x9b\x41\xd4\xa7\x16\x44\x66\x55\x44\x00\xff"
	for _, c := range []struct{ name, class, value string }{{"bssid", "mac", mac}, {"oaid", "device_uuid", uuid}} {
		class, _ := ClassOf(c.class)
		find := NewFinder()
		find.Under(Names(columns.Path(c.name)))
		for _, first := range []byte{c.value[0], ' ', '\f', 0, 0xa0} {
			for _, last := range []byte{0xae, ' ', '\n', 0} {
				v := []byte(c.value)
				v[0], v[len(v)-1] = first, last
				var b columns.Builder
				b.Append(v)
				values := b.Values()
				hits := find.Find(&values, nil)
				if h := holds(hits, class, 0, len(v)); h == nil {
					t.Errorf("%s between %x and %x: not found", c.class, first, last)
				}
			}
		}
		var b columns.Builder
		b.Append([]byte("苹果abcdef1234"[:len(c.value)]))
		values := b.Values()
		if hits := find.Find(&values, nil); len(hits) > 0 {
			t.Errorf("%s: text of as many bytes is found", c.class)
		}
	}
	text := "550e8400-e29b-41d4-a716-4466554400ff"
	if form, ok := uuidForm(nil, []byte(uuid)); !ok || string(form) != text {
		t.Errorf("the form of raw bytes is %s, %v", form, ok)
	}
	if form, ok := deviceForm(nil, []byte(uuid)); !ok || string(form) != text {
		t.Errorf("the shared form of raw bytes is %s, %v", form, ok)
	}
}

// Lists of numbers of one length are vectors, where nothing says otherwise.
func TestVectorsOfFaces(t *testing.T) {
	for _, c := range []struct {
		about, name string
		length      func(i int) int
		value       func(r *rand.Rand, i int) string
		want        string
	}{
		{"faces", "c1", func(int) int { return 128 }, fraction, "face_vector"},
		{"faces, named", "face_feature", func(int) int { return 512 }, fraction, "face_vector"},
		{"voices, named", "声纹特征", func(int) int { return 192 }, fraction, "voice_vector"},
		{"goods", "goods_embedding", func(int) int { return 128 }, fraction, "none"},
		{"lists of several lengths", "c1", func(i int) int { return 100 + i%57 }, fraction, "none"},
		{"lists of several lengths, named", "face_feature", func(i int) int { return 100 + i%57 }, fraction, "none"},
		{"short lists", "c1", func(int) int { return 24 }, fraction, "none"},
		{"whole numbers", "c1", func(int) int { return 128 }, amountOf, "none"},
	} {
		col := leafOf(c.name+"[]", columns.Float)
		col.MaxRep, col.MaxDef, col.RepDef = 1, 2, 1
		tally, f := NewTally(col, testKey, maxSample), NewFinder()
		f.Under(tally.Name())
		for i := range 40 {
			v := text(generate(c.length(i), func(r *rand.Rand, n int) string { return c.value(r, n) }))
			tally.Add(v, nil, f.Find(v, nil))
			tally.Rows(2) // and one without a list
			tally.Lists(1)
		}
		if got := tally.Classify(); got.Class != c.want {
			t.Errorf("%s: %s (%s), want %s", c.about, got.Class, got.Why, c.want)
		}
	}
}

func fraction(r *rand.Rand, _ int) string { return fmt.Sprintf("%.6f", r.Float64()-0.5) }
