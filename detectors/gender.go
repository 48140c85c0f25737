package detectors

import "tuomin/scanners/columns"

// Gender, 性别 (GB/T 2261.1-2003).
//
//	1 male   2 female   0 unknown   9 not stated     男 女 男性 女性 M F male female
//
// A digit or a letter says nothing: the column's name or a label does, or an
// identity number beside it, of which the seventeenth digit is odd for men (see
// Joint). A column of more than a dozen values is none, whatever its name.
//
// Source: identifiers.md §8.2.
var gender = register(detector{
	Info: Info{Name: "gender", Title: "Gender", TitleZH: "性别", Level: "L2", Sensitive: Sensitive{Policy: true},
		// 0, 1, 2 and 9.
		Space: 4},
	rule:  rule{objects: manyGenders},
	words: `gender sex gender_code sex_code wx_gender xb xingbie xbdm brxb hzxb xsxb khxb yhxb ygxb 性别 性別 性别代码`,
	whole: isGender,
	form:  genderForm,
})

// genderWords maps what is written to codes.
var genderWords = map[string]byte{
	"0": '0', "1": '1', "2": '2', "9": '9',
	"男": '1', "男性": '1', "男士": '1', "男生": '1', "男孩": '1', "男童": '1', "m": '1', "male": '1', "man": '1', "boy": '1',
	"女": '2', "女性": '2', "女士": '2', "女生": '2', "女孩": '2', "女童": '2', "f": '2', "female": '2', "woman": '2', "girl": '2',
	"保密": '9', "其他": '9', "未说明": '9', "未说明的性别": '9', "未知的性别": '0', "other": '9',
}

// longestGender is how many bytes the longest of them has.
const longestGender = 18

func isGender(_ *knowledge, b []byte) Grade {
	if genderCode(b) != 0 {
		return Shaped
	}
	return 0
}

// genderCode is the code that a value means, 0 for none.
func genderCode(b []byte) byte {
	if len(b) > longestGender {
		return 0
	}
	var lower [longestGender]byte
	for i, c := range b {
		if kinds[c] == kindLetter {
			c |= 0x20
		}
		lower[i] = c
	}
	return genderWords[string(lower[:len(b)])]
}

// genderForm is the code.
func genderForm(dst, v []byte) ([]byte, bool) {
	from := len(dst)
	dst, _ = textForm(dst, v)
	code := genderCode(dst[from:])
	if code == 0 {
		return dst[:from], false
	}
	return append(dst[:from], code), true
}

// mostGenders is how many distinct values a column of sexes has. Not fewer:
// spellings mix (男, 男性, M, 1). Not more: a level or a channel has a dozen too,
// and most of them are no codes of sexes.
const mostGenders = 12

func manyGenders(j *judge, _ *classCounts) bool {
	return j.Distinct > mostGenders || j.t.col.Type.Kind == columns.Timestamp
}
