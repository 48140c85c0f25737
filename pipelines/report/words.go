package report

import (
	"fmt"
	"regexp"
	"strings"

	"tuomin/detectors"
	"tuomin/transforms"
)

// The words of a report for people who read no YAML. Codes stand beside them
// where a program could look for them.

// did says what an action did to a column.
func (s Style) did(action string, o map[string]string) string {
	switch action {
	case "keep":
		return s.say("kept as it was", "原样保留")
	case "drop":
		return s.say("column left out", "整列删除")
	case "nullify":
		return s.say("every value emptied", "全部置为空值")
	case "mask":
		return s.masked(o)
	case "hmac":
		return fmt.Sprintf(s.say("replaced by keyed pseudonyms (key domain %s)", "以密钥假名化（关联域 %s）"), o["domain"])
	case "sha256":
		return s.say("replaced by hashes without a key", "以无密钥哈希替换")
	case "replace":
		if o["with"] != "" {
			return fmt.Sprintf(s.say("every value replaced by one fixed text (%s)", "全部替换为同一固定文本（%s）"), o["with"])
		}
		return s.say("every value replaced by the name of its class", "全部替换为类别名称")
	case "generalize":
		if o["to"] == "bucket" {
			return fmt.Sprintf(s.say("made coarser, to ranges %s wide", "概化为宽度 %s 的区间"), o["width"])
		}
		return fmt.Sprintf(s.say("made coarser, to the %s", "概化到%s"), s.coarse(o["to"]))
	}
	return action + options(o)
}

func (s Style) masked(o map[string]string) string {
	first, last := o["keep_first"], o["keep_last"]
	switch {
	case o["profile"] != "":
		return fmt.Sprintf(s.say("masked by the profile %s", "按 %s 样式遮盖"), o["profile"])
	case first != "" && last != "":
		return fmt.Sprintf(s.say("masked but for the first %s and last %s characters", "遮盖，保留前 %s 位与后 %s 位"), first, last)
	case first != "":
		return fmt.Sprintf(s.say("masked but for the first %s characters", "遮盖，保留前 %s 位"), first)
	case last != "":
		return fmt.Sprintf(s.say("masked but for the last %s characters", "遮盖，保留后 %s 位"), last)
	}
	return s.say("masked", "遮盖")
}

// triable is what the manifest says of a hash that can be undone by trying.
var triable = regexp.MustCompile(`^accept_enumerable: the (\S+) of (\S+) in (\S+)(?: (years|days|h|min))? on two cores$`)

// accepted is a risk that the job took, in words. One that no words are known
// for is shown as the manifest has it.
func (s Style) accepted(risk string) string {
	m := triable.FindStringSubmatch(risk)
	if m == nil {
		return risk
	}
	// Less than a minute is written as Go writes it, with its own unit.
	unit := map[string][2]string{"years": {"years", "年"}, "days": {"days", "天"}, "h": {"hours", "小时"}, "min": {"minutes", "分钟"}}[m[4]]
	effort := strings.TrimSpace(m[3] + " " + s.say(unit[0], unit[1]))
	return fmt.Sprintf(s.say("all %[1]s possible values (%[2]s) can be tried in %[3]s on two cores, so that anybody can undo the hash (accept_enumerable)",
		"全部 %[1]s 个可能的取值（%[2]s）用两核 %[3]s即可试遍，任何人都能还原（accept_enumerable）"), m[1], s.class(m[2]), effort)
}

func (s Style) coarse(to string) string {
	zh := map[string]string{"month": "月份", "year": "年份", "province": "省级", "city": "地级市", "district": "区县"}[to]
	if s.Lang == "zh" && zh != "" {
		return zh
	}
	return to
}

// A term is a word of reports and the sentence that says what it means.
type term struct{ en, zh, meansEN, meansZH string }

// guarantees are what may be said of a column afterwards, and no more.
var guarantees = map[transforms.Guarantee]term{
	transforms.Untouched: {"unchanged", "未改变",
		"The column is what it was in the input.", "该列与输入完全相同。"},
	transforms.Removed: {"removed", "已去除",
		"Nothing of the values is left.", "取值没有任何残留。"},
	transforms.Masked: {"masked", "已遮盖",
		"Part of each value still shows. It remains personal data.", "每个取值仍有一部分可见，仍属于个人信息。"},
	transforms.Pseudonym: {"pseudonymized", "假名化",
		"Equal values have equal pseudonyms. Whoever holds the key can tell whose they are, so it remains personal data.",
		"相同取值得到相同假名；持有密钥者可以对应到个人，因此仍属于个人信息。"},
	transforms.Hashed: {"hashed without a key", "无密钥哈希",
		"Whoever can guess a value can confirm the guess.", "能猜到取值的人即可验证其猜测。"},
	transforms.Enumerable: {"hashed, reversible by trying", "可穷举的哈希",
		"All possible values can be tried, so the values can be found again by anybody. It remains personal data.",
		"所有可能的取值都可以逐一尝试，任何人都能还原，仍属于个人信息。"},
	transforms.Generalized: {"made coarser", "已概化",
		"A coarser value stands for each one. Together with other columns it may still single out a person.",
		"以较粗的取值代替；与其他列结合仍可能识别到个人。"},
}

func (s Style) guarantee(g string) string {
	t, ok := guarantees[transforms.Guarantee(g)]
	if !ok {
		return g
	}
	return s.say(t.en, t.zh)
}

// A check is one of a verification, by the name that manifests have for it.
type check struct {
	code string
	term
}

// checks are in the order in which they are told.
var checks = []check{
	{"digest", term{"digest", "摘要", "The files that were verified are those that were written, byte for byte.", "被校验的文件与写出的文件逐字节一致。"}},
	{"schema", term{"schema", "结构", "Columns, their order and types are as planned, and there is no other.", "列、列序与类型与方案一致，没有多余的列。"}},
	{"layout", term{"layout", "布局", "No byte of a file is outside its columns, indexes and footer.", "文件的每个字节都属于数据列、索引或文件尾，没有夹带。"}},
	{"rows", term{"rows", "行", "Every row that was to stay is there, in its place, and no other.", "应保留的行全部存在且位置正确，没有多余的行。"}},
	{"untouched", term{"unchanged columns", "未处理的列", "Columns that were kept equal the input, value by value.", "保留的列与输入逐值相同。"}},
	{"statistics", term{"statistics", "统计信息", "Null counts are true, and the files' statistics say nothing of replaced values.", "空值计数真实，文件的统计信息不含被替换的取值。"}},
	{"recomputed", term{"recomputed", "重新计算", "Changed columns were computed a second time from the input, with the same result.", "被处理的列由输入重新计算一遍，结果相同。"}},
	{"detectors", term{"detectors", "再次检测", "Searched again, the changed columns hold nothing of the classes that had to go.", "对被处理的列再次检测，应去除的类别均未检出。"}},
	{"raw_values", term{"raw values", "原始值", "No value that had to go was found, as a whole value or, from eight bytes on, within text, metadata or names of files.", "未发现应去除的取值：既不作为完整取值出现，八字节及以上的也不在文本、元数据或文件名中出现。"}},
	{"metadata", term{"metadata", "元数据", "Nor does one stand in metadata, file names or directory names.", "元数据、文件名与目录名中也没有。"}},
}

// class is the name of a class as people know it.
func (s Style) class(name string) string {
	switch name {
	case "none":
		return s.say("nothing", "未发现")
	case "unknown":
		return s.say("unknown, could link to a person", "含义不明，可能关联到个人")
	}
	if c, ok := detectors.ClassOf(name); ok {
		return s.say(c.Info().Title, c.Info().TitleZH)
	}
	return name
}

func (s Style) role(r detectors.Role) string {
	if s.Lang != "zh" {
		return string(r)
	}
	return map[detectors.Role]string{
		detectors.RoleSelf: "本人", detectors.RoleSender: "寄件人", detectors.RoleRecipient: "收件人", detectors.RoleCourier: "配送员",
		detectors.RoleWorker: "员工", detectors.RoleRelative: "亲属", detectors.RoleMinor: "未成年人",
	}[r]
}

// apart says why values were treated apart.
func (s Style) apart(why string) string {
	switch why {
	case "nullish":
		return s.say("said that there is none, and became null", "表示“无”的取值，已置空")
	case "unreadable":
		return s.say("could not be read by the transform, and became null", "变换无法识别的取值，已置空")
	case "without_form":
		return s.say("have not the form of their key domain, and join only with the same spelling", "不符合关联域规范形式的取值，只能与相同写法关联")
	}
	return why
}

// changes are the kinds of difference from the last run, in words.
var changes = map[string]struct{ en, zh string }{
	"column_added": {"new column", "新增列"},
	"column_gone":  {"column no longer there", "列已消失"},
	"class":        {"found something else", "检出类别变化"},
	"action":       {"treated otherwise", "处理方式变化"},
	"keys":         {"other keys", "密钥变化"},
	"policy":       {"other rules", "规则变化"},
}
