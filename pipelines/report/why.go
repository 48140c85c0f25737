package report

import (
	"strings"

	"tuomin/detectors"
)

// whyZH is what detectors give as grounds for a verdict, in Chinese. English
// is what they say themselves and what JSON carries.
var whyZH = map[string]string{
	"confirmed in the catalog":          "目录中已由人确认",
	"new: nobody has decided about it":  "新列：尚无人判断",
	"nothing but nulls":                 "全部为空值",
	"no file that has it could be read": "含有该列的文件均未能读取",
	"not selected":                      "未在 select 中选取",
	"masked already":                    "已经脱敏",
	"check digits are right":            "校验位正确",
	"regions and dates are right":       "地区与日期均正确",
	"the values have the form":          "取值符合格式",
	"no check digit is right":           "没有一个校验位正确",
	"numbered through":                  "是连续编号",
	"the name speaks of numbering":      "列名表明是编号",
	"words beside the values say so":    "取值旁的文字表明如此",
	"keys of the map say so":            "映射的键表明如此",
	"hashed already, it seems, and the same value is the same hash: could link rows to a person": "似已哈希，且相同的值哈希相同：可能用来关联到个人",
	detectors.WhyForeign: "列名说的是个人信息，而取值不是任何已知的格式",
	detectors.WhyStreets: "取值像是外文地址",
	"opaque and hardly ever repeated: could link rows to a person": "不透明且几乎不重复：可能用来关联到个人",
	"too few values to tell chance from more":                      "取值太少，无法排除巧合",
	"more values have the form than chance explains":               "符合格式的取值多于巧合所能解释",
	"the name says so": "列名如此",
	"the name says so, and the values are opaque":                                        "列名如此，且取值含义不明",
	"the name says so, and the values have the form":                                     "列名如此，且取值符合格式",
	"the name says so, and most values have the form":                                    "列名如此，且多数取值符合格式",
	"the values have the form, and are spread as no counter spreads them":                "取值符合格式，且分布不像流水号",
	"the name says so, and the numbers are too long for a double":                        "列名如此，但数字过长，浮点数已丢失末位",
	"the form is right, and the last three digits are 000, as Excel leaves them":         "格式正确，末三位为 000，是 Excel 截断所致",
	"too few of that shape to tell from chance":                                          "此格式的取值太少，无法排除巧合",
	"as many have form and check digit as of any such numbers":                           "格式与校验位正确的比例与任意数字无异",
	"the check digit is right as often as by chance: business numbers of this shape":     "校验位的正确率与巧合无异：是形似的业务编号",
	"opaque, and as many as keys are: could link rows to a person":                       "含义不明，数量与标识相当：可能用来关联到个人",
	"the shape alone says nothing":                                                       "仅凭格式不能说明什么",
	"all values together look like it":                                                   "从全部取值来看是如此",
	"all values together do not":                                                         "从全部取值来看并非如此",
	"as many have the shape as of any such numbers":                                      "形似的比例与任意数字无异",
	"region and date are right, and the last three digits are 000, as Excel leaves them": "地区与日期正确，末三位为 000，是 Excel 截断所致",
	"all values together object":                                                         "从全部取值来看并不是",
	"the type is that of geometries":                                                     "列的类型是几何类型",
	"an identity number in the same row says so":                                         "同一行的身份证号如此表明",
	"latitudes and longitudes stand side by side":                                        "纬度列与经度列相邻",
	"no more values have the shape than of any others":                                   "形似的取值不多于任意编号",
	"no more are right than hexadecimal numbers that happen to be digits":                "校验正确的不多于恰好全为数字的十六进制编号",
	"the name says so, and the numbers are in scientific notation":                       "列名如此，但数字为科学计数法，已丢失末位",
	"identity documents and accounts stand together":                                     "证件号码与账户同在一表",
	"values of a higher level stand among them":                                          "其中混有级别更高的取值",
	"device data beside whose device it is":                                              "设备信息与其所属之人同在一表",
	"with others of its kind beside a key it singles out a person":                       "与同类信息及标识同在一表，可识别到个人",
}

// shaped begins the grounds of a column that only looks like a class.
const shaped, but = "shaped like ", ", but "

// why is the grounds of a verdict in the language of the reader.
func (s Style) why(why string) string {
	if s.Lang != "zh" {
		return why
	}
	if first, raised, ok := strings.Cut(why, detectors.RaisedBy); ok {
		return s.why(first) + "；升级：" + s.why(raised)
	}
	if rest, ok := strings.CutPrefix(why, shaped); ok {
		if class, chance, ok := strings.Cut(rest, but); ok {
			return "形似 " + class + "，但" + s.why(chance)
		}
	}
	if zh, ok := whyZH[why]; ok {
		return zh
	}
	return why
}
