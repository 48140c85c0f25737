package corpus

import "time"

// Accounts is who has an account: row i is person i. It is what is written anew
// every day, whole: a few people change their number on a day, the others stay
// as they were.
func Accounts(seed uint64, rows int64, opt Options) *Table {
	if opt.People == 0 {
		opt.People = rows
	}
	t := newTable("account", seed, rows, opt, []*column{
		linkKey(text("account_id", accountID), "account_id"),
		named(linkKey(text("tenant_id", tenantID), "tenant_id"), unclaimed),
		text("nickname", nickname),
		sometimes(0.1, soiled("real_name", "cn_person_name", buyerName)),
		named(sometimes(0.05, holds(choice("gender", genders, buyerGender), "gender")), unclaimed),
		sometimes(0.2, ethnicGroup("ethnic")),
		named(sometimes(0.1, holds(date("birthday", func(d *draw) time.Time { return d.buyer.birth }), "date_of_birth")), unclaimed),
		soiled("mobile", "cn_mobile", currentMobile),
		sometimes(0.7, holds(text("kin_phone", func(d *draw, dst []byte) []byte {
			d.marked.dirty++ // numbers with nulls, as pandas writes them
			return append(block0(dst, d.Rand), ".0"...)
		}), "cn_mobile")),
		masked("mobile_masked", "cn_mobile", maskedMobile),
		sometimes(0.6, soiled("landline", "cn_landline", func(d *draw, dst []byte) []byte { return appendLandline(dst, d.Rand) })),
		sometimes(0.3, soiled("email", "email", mailOf)),
		sometimes(0.4, planted("wx_openid", "wx_openid", func(d *draw, dst []byte) []byte { return appendOpenID(dst, d.Rand) })),
		named(sometimes(0.7, planted("qq", "qq", func(d *draw, dst []byte) []byte { return appendQQ(dst, d.Rand) })), unclaimed),
		sometimes(0.2, soiled("id_no", "cn_id18", buyerID)),
		sometimes(0.1, planted("address", "cn_address", address)),
		planted("password_hash", "secret_column", func(d *draw, dst []byte) []byte { return appendBcrypt(dst, d.Rand) }),
		sometimes(0.3, planted("avatar_url", "url", func(d *draw, dst []byte) []byte {
			return append(appendHex(append(dst, "https://img.example.com/avatar/"...), 8, d.Rand), ".jpg"...)
		})),
		sometimes(0.05, planted("ip", "ipv4", func(d *draw, dst []byte) []byte { return appendIPv4(dst, d.Rand) })),
		sometimes(0.2, prose("profile", profile)),
		extras(),
		list("hobbies", 4, wordsOf("element", []string{"摄影", "跑步", "烘焙", "钓鱼", "围棋", "露营", "阅读", "育儿"})),
		sometimes(0.9, &column{name: "baby", children: []*column{
			text("nickname", nickname),
			named(holds(wordsOf("gender", genders), "gender"), unclaimed),
			named(holds(date("birthday", func(d *draw) time.Time { return d.opt.Day.AddDate(0, 0, -d.IntN(3000)) }), "date_of_birth"), unclaimed),
		}}),
		named(sometimes(0.95, holds(wordsOf("health_file", ailments), "health_text")), unclaimed),
		named(sometimes(0.98, holds(wordsOf("religion", []string{"佛教", "道教", "伊斯兰教", "天主教", "基督教"}), "religion")), unclaimed),
		named(sometimes(0.4, planted("postcode", "cn_postcode", postcode)), unclaimed),
		sometimes(0.3, &column{name: "home", children: []*column{longitude("lng", 4), latitude("lat", 4)}}),
		small("member_level", 6),
		imitates(integer("invite_serial", ticketSerial), "unknown", "cn_mobile"),
		imitates(integer("registered_at", func(d *draw) int64 { return longAgo(d).UnixMilli() }), unclaimed, "cn_iot_number", "cn_mobile"),
		moment("last_login_at", func(d *draw) time.Time { return d.opt.Day.Add(-time.Duration(d.Int64N(90*86400)) * time.Second) }),
		sometimes(0.97, moment("cancelled_at", func(d *draw) time.Time { return d.opt.Day.AddDate(0, 0, -d.IntN(900)) })),
	})
	t.begin = func(d *draw) { d.buyer = d.self() }
	return t
}

var genders = []string{"男", "女"}

func buyerGender(d *draw) int {
	if d.buyer.female {
		return 1
	}
	return 0
}

func accountID(d *draw, dst []byte) []byte { return d.buyer.appendPin(dst) }

func buyerName(d *draw, dst []byte) []byte { return d.appendName(dst, d.buyer.number) }

// tenantID is one of a few shops.
func tenantID(d *draw, dst []byte) []byte {
	return digits(append(dst, "mch_"...), regular(d.Rand, 200), 5)
}

// changes is one in how many people has a new number every day. Before the
// first of a November nobody had.
const changes = 200

var unchanged = time.Date(2026, 11, 1, 0, 0, 0, 0, time.UTC)

// currentMobile is the person's number on the day, which is not what it was if
// they have changed it since.
func currentMobile(d *draw, dst []byte) []byte {
	r := d.about(aPerson, d.buyer.number)
	phase := r.Int64N(changes)
	ago := func(t time.Time) int64 { return (t.Unix()/86400 + phase) / changes }
	start := len(dst)
	dst = append(dst, d.buyer.mobile[:]...)
	for range ago(d.opt.Day) - ago(unchanged) {
		dst = block0(dst[:start], r)
	}
	return dst
}

// ethnicGroup is the name of a people: nine in ten are of the largest.
func ethnicGroup(name string) *column {
	return holds(choice(name, ethnicGroups, func(d *draw) int {
		if d.IntN(10) > 0 {
			return 0
		}
		return d.IntN(len(ethnicGroups))
	}), "ethnic_group")
}

var ethnicGroups = []string{
	"汉族", "蒙古族", "回族", "藏族", "维吾尔族", "苗族", "彝族", "壮族", "布依族", "朝鲜族", "满族", "侗族", "瑶族", "白族",
	"土家族", "哈尼族", "哈萨克族", "傣族", "黎族", "畲族", "锡伯族", "羌族",
}

// profile is JSON in a column of text.
func profile(d *draw, dst []byte) []byte {
	if d.one(3) {
		return d.say(dst, `{"v":<count>,"contact":{"phone":"<else>","mail":"<email>"},"tags":["<goods>"]}`)
	}
	return d.say(dst, `{"v":<count>,"contact":null,"tags":["<goods>","<goods>"],"spent":<sum>}`)
}

var extraKeys = []string{"渠道", "备注电话", "推荐人", "客户端"}

// extras is a map in which the values of two keys are personal.
func extras() *column {
	key := text("key", func(d *draw, dst []byte) []byte { return append(dst, extraKeys[d.slot]...) })
	value := prose("value", func(d *draw, dst []byte) []byte {
		return d.say(dst, [...]string{"小程序", "<else>", "<name>", "<version>"}[d.slot])
	})
	return &column{name: "extra", nulls: 0.5, key: key, element: value, length: func(d *draw) int { return d.IntN(len(extraKeys) + 1) }}
}

var ailments = []string{"高血压病史三年", "对青霉素过敏", "二型糖尿病，每日服药", "孕32周", "近视600度", "腰椎间盘突出术后"}

// postcodes are how those of provinces begin.
var postcodes = map[string]string{
	"11": "100", "12": "300", "21": "110", "31": "200", "32": "210", "33": "310", "35": "361", "37": "266",
	"42": "430", "44": "510", "50": "400", "51": "610", "61": "710",
}

// postcode is of the person's province.
func postcode(d *draw, dst []byte) []byte {
	return digits(append(dst, postcodes[d.buyer.home.code[:2]]...), d.Int64N(100), 3)
}

// longAgo is a moment of the last ten years.
func longAgo(d *draw) time.Time {
	return d.opt.Day.AddDate(0, 0, -d.IntN(3650)).Add(-time.Duration(d.IntN(86_400_000)) * time.Millisecond)
}
