package detectors

import (
	"bytes"
	"strings"
	"unicode/utf8"
)

// Name of a person, 姓名.
//
//	欧阳 小明
//	│    └ one or two characters, seldom three
//	└───── one of 400 surnames that 97 of a hundred bear, or one of two characters
//
// Names of minorities have a dot (阿依古丽·买买提), those of Tibetans no surname.
// Written also with blanks between, in pinyin (ZHANG SAN), with a title (陈小明先生)
// or a remark in brackets (张三(已离职)), and with ? or □ for a rare character.
//
// No value gives a name away: 18 places in a hundred begin like one (江苏, 黄山), and
// so do common words (马上, 高兴) and brands (王老吉). Three things do: the column's
// name or a label before it; all values together, as words and places have
// neither three characters for the most part nor the frequencies of surnames;
// and in text a title after it or a word before it: see cue.
//
// Source: identifiers.md §8.4. Surnames and weights: PyPI Faker (MIT), Ministry
// of Public Security (2020).
var cnPersonName = register(detector{
	Info: Info{Name: "cn_person_name", Title: "Name of a person", TitleZH: "姓名", Level: "L3", Sensitive: Sensitive{Policy: true}},
	rule: rule{column: nameColumn, objects: fewNames},
	words: `real_name full_name person_name cust_nm cust_name customer_name receiver_name recv_name sender_name contact_name consignee_name agent_name from_name
		holder_name owner_name member_name buyer_name user_name username user_real_name staff_name employee_name emp_name courier_name rider_name patient_name
		student_name teacher_name kin_name guardian_name parent_name mother_name father_name child_name passenger_name guest_name
		man_name person_nm by_name create_user_name update_user_name create_name update_name audit_name approve_name sign_name
		account_name acct_name acc_name opp_name realname truename true_name cname ename usr_nm cstm_nm contact_nm card_holder card_owner
		legal_person legal_rep legal_representative principal_name sales_name sales_rep
		surname family_name given_name first_name last_name cardholder legal_person_name applicant_name
		xm zsxm xingming khxm yhxm ckrxm fddbr frxm sjrxm jjrxm shrxm lxrxm ygxm hzxm
		brxm xsxm jsxm fqxm mqxm jzxm hsxm dbrxm bbrxm tbrxm syrxm czrxm fzrxm lxrmc shrmc fhrmc
		姓名 名字 真实姓名 人姓名 户名 户主 户主姓名 持卡人 持卡人姓名 法定代表人 法人 法人姓名 法人代表 曾用名 真名`,
	alone: `name nm mingzi 英文名 中文名 contact contacts contact_person consignee receiver recipient addressee sender shipper lxr sjr jjr shr hz jbr jjlxr emergency_contact shoujianren jijianren lianxiren
		收件人 收货人 寄件人 发件人 发货人 联系人 紧急联系人 经办人 负责人 监护人 申请人 投保人 被保险人 患者 乘客 乘车人 旅客 住客 家长 员工 职员 快递员 骑手 司机 顾客 客户`,
	whole: (*knowledge).personName,
	spelt: (*knowledge).personsNamed,
})

// personName judges a value of which something says that it is a name.
func (k *knowledge) personName(b []byte) Grade {
	if n := len(b); n < 4 || n > longestPerson {
		return 0
	}
	if b[len(b)-1] == ')' {
		if i := bytes.IndexByte(b, '('); i > 0 {
			b = b[:blankless(b, 0, i)]
		}
	}
	if len(b) == 0 {
		return 0
	}
	if kinds[b[0]] == kindLetter {
		return k.pinyinName(b)
	}
	if dotted, ok := dottedName(b); dotted {
		if ok {
			return Shaped
		}
		return 0
	}
	b = withoutTitle(b)
	var h hanName
	if !h.read(b) || !k.persons.grammatical(&h, b) || k.lexical(b) {
		return 0
	}
	return Shaped
}

// personsNamed judges a value of which something says that it is about persons, and
// that is more than one name: several (王伟、李静), or one beside a number, a login,
// who that is or where (10023-王伟, 王伟 13800138000, 王伟|配偶, 研发部-王伟). Words that are no names may stand among them
// (王伟/本人), and nothing else in Chinese.
func (k *knowledge) personsNamed(b []byte) Grade {
	if len(b) > longestLabelled {
		return 0
	}
	names := 0
	for p := 0; p < len(b); {
		s := p
		for p < len(b) && b[p] >= 0x80 && !between(b[p:]) {
			_, n := utf8.DecodeRune(b[p:])
			p += n
		}
		switch word := b[s:p]; {
		case s == p && b[p] >= 0x80:
			p += 3
		case s == p && b[p] == '*':
			return 0 // masked
		case s == p:
			p++
		case k.personName(word) > 0:
			names++
		case !k.lexical(word) && !kin[string(word)] && !department(word):
			return 0
		}
	}
	if names == 0 {
		return 0
	}
	return Shaped
}

// kin are words beside a name for who that is, that are no words beside which a name
// would be looked for.
var kin = func() map[string]bool {
	t := map[string]bool{}
	fill(t, `男 女 配偶 夫妻 丈夫 妻子 父亲 母亲 爸爸 妈妈 父子 母子 父女 母女 儿子 女儿 子女 兄弟 姐妹 哥哥 姐姐 弟弟 妹妹 爷爷 奶奶 外公 外婆 亲属 亲戚 同事 同学 邻居 监护人`)
	return t
}()

// department reports whether a word ends as those for parts of companies do.
func department(word []byte) bool {
	r, _ := utf8.DecodeLastRune(word)
	return strings.ContainsRune("部组科处室司店区办心厂站队院所校班行", r)
}

// between reports whether b, which begins with no ASCII, begins with a mark that
// stands between names: those that are not folded.
func between(b []byte) bool {
	return bytes.HasPrefix(b, []byte("、")) || bytes.HasPrefix(b, []byte("；")) || bytes.HasPrefix(b, []byte("，"))
}

// longestPerson bounds a name in bytes: names with dots have 30 characters.
const longestPerson = 93

// dottedName reports whether there is a dot between Chinese characters, and
// whether all parts are such.
func dottedName(b []byte) (dotted, ok bool) {
	part := 0
	for p := 0; p < len(b); {
		switch n := dotAt(b[p:]); {
		case n > 0:
			if part == 0 {
				return true, false
			}
			dotted, part = true, 0
			p += n
		case b[p] >= 0xe4 && b[p] <= 0xe9 && p+2 < len(b):
			part++
			p += 3
		default:
			return dotted, false
		}
	}
	return dotted, part > 0
}

// dotAt is the length of the dot that b begins with: U+00B7 and those that look
// like it.
func dotAt(b []byte) int {
	switch {
	case b[0] == '.':
		return 1
	case b[0] == 0xc2 && len(b) > 1 && b[1] == 0xb7:
		return 2
	case len(b) > 2 && (b[0] == 0xe2 && b[1] == 0x80 && (b[2] == 0xa2 || b[2] == 0xa7) || b[0] == 0xe3 && b[1] == 0x83 && b[2] == 0xbb):
		return 3
	}
	return 0
}

// withoutTitle cuts 先生 and the like off a name of three characters or more.
func withoutTitle(b []byte) []byte {
	if n := len(b); n >= 12 && titles[string(b[n-6:])] {
		return b[:n-6]
	}
	return b
}

// pinyinName judges Latin letters: a surname and one or two words, in either
// order, all of them capitalized: Zhang San, ZHANG, SAN, San ZHANG, ZHANG/SAN MR.
func (k *knowledge) pinyinName(b []byte) Grade {
	words, known := 0, false
	for p := 0; p < len(b); {
		s := p
		for p < len(b) && kinds[b[p]] == kindLetter {
			p++
		}
		if p-s < 2 || p-s > 12 || b[s] >= 'a' {
			return 0
		}
		words++
		if words == 1 || p == len(b) {
			var lower [12]byte
			for i, c := range b[s:p] {
				lower[i] = c | 0x20
			}
			known = known || k.persons.pinyin[string(lower[:p-s])]
		}
		for p < len(b) && (b[p] == ' ' || b[p] == ',' || b[p] == '-' || b[p] == '/') {
			p++
		}
		if p < len(b) && kinds[b[p]] != kindLetter {
			return 0
		}
	}
	if words < 2 || words > 3 || !known {
		return 0
	}
	return Shaped
}

// When all values together are names (identifiers.md §8.4, measured on public
// corpora there).
const (
	// nameValues is how many distinct values it takes. Not lower: of twenty words
	// many may begin with a common surname by chance. Not higher: departments are
	// small.
	nameValues = 30
	// nameShare is which part must have the grammar. Not lower: places reach 0.19.
	// Not higher: names reach 0.90 to 0.94, and some are foreigners'.
	nameShare = 0.70
	// nameThree is which part must have three characters. Not lower: words have
	// two. Not higher: a fifth of all names have two.
	nameThree = 0.50
	// nameLexical is which part may be words or places. Not lower: some are
	// called 金华. Not higher: they would be words.
	nameLexical = 0.10
	// nameFive bounds the part of the five most common surnames, which bear 31
	// of a hundred. Not narrower: regions differ. Not wider: words and brands
	// have fewer than a tenth, and a family one name.
	nameFiveLeast, nameFiveMost = 0.12, 0.60
	// namePlain and namePlainValues say when all that is plain without them: surnames
	// may be those of a county or of a people, and names of couriers stand in many
	// rows. Not lower: no words and places come near, of which a fifth at most are
	// shaped like names. Not higher: see nameShare. Not fewer values: see nameValues.
	namePlain       = 0.90
	namePlainValues = 100
	// nameRatio is which part of rows must be distinct, in small columns. Not
	// lower: codes and titles repeat. Not higher: names do too.
	nameRatio = 0.30
	// nameMany is from how many distinct values on the last does not matter: no
	// list of titles or brands has so many.
	nameMany = 500
)

// nameColumn reports whether all values together are names. Under a name that is
// about persons they need not be as many, nor have the frequencies of surnames:
// nearly all of them must be names.
func nameColumn(j *judge, c *classCounts) bool {
	if j.name.whose && share(c.w, j.d) >= wholeShare && share(j.lexicals, j.d) <= nameLexical {
		return share(j.threes, j.d) >= nameThree || j.runes > longestPlain // 王小明, or Wang Xiaoming
	}
	if c.w < nameValues || share(c.w, j.d) < nameShare {
		return false
	}
	if c.w >= namePlainValues && share(c.w, j.d) >= namePlain && share(j.capitals, j.d) >= namePlain {
		return true // in pinyin: of words in English, hardly any is a surname as well
	}
	if share(j.threes, j.d) < nameThree || share(j.lexicals, j.d) > nameLexical {
		return false
	}
	five := share(j.families, c.w)
	return c.w >= namePlainValues && share(c.w, j.d) >= namePlain ||
		five >= nameFiveLeast && five <= nameFiveMost && (share(j.Distinct, j.full) >= nameRatio || j.Distinct >= nameMany)
}

// fewNames reports whether under a name that is about persons, and says no more,
// hardly any value is a name: words and places are shaped like one as often as one
// in five (identifiers.md §8.4). Logins and numbers stand among names, and do not
// speak against them.
func fewNames(j *judge, c *classCounts) bool {
	return !c.named && j.name.whose && c.inner == 0 && share(c.hits, j.d-j.opaques) < namedShare
}
