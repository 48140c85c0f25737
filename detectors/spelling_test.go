package detectors

import (
	"strings"
	"testing"

	"tuomin/scanners/columns"
)

// However a number is spelt, under a name that says what it is the column is of its
// class, and twin of one that is spelt plainly. Without a name it is not.
func TestSpelling(t *testing.T) {
	every := func(separator string) func(string) string {
		return func(v string) string { return strings.Join(strings.Split(v, ""), separator) }
	}
	groups := func(pattern string) func(string) string {
		return func(v string) string {
			return strings.NewReplacer("A", v[:3], "B", v[3:7], "C", v[7:]).Replace(pattern)
		}
	}
	chinese := strings.NewReplacer("0", "〇", "1", "一", "2", "二", "3", "三", "4", "四", "5", "五", "6", "六", "7", "七", "8", "八", "9", "九").Replace
	mobiles, ids := distinctMobiles(0, 300), generate(300, identity)
	for _, c := range []struct {
		about, class, names string
		plain               []string
		spell               func(string) string
		alone               bool // values give it away without a name
	}{
		{"in brackets", "cn_mobile", "tel mobile contact_phone 手机号", mobiles, groups("(A)BC"), false},
		{"in wide brackets", "cn_mobile", "tel mobile contact_phone 手机号", mobiles, groups("（A）BC"), false},
		{"two blanks", "cn_mobile", "tel mobile contact_phone 手机号", mobiles, groups("A  B  C"), false},
		{"a stroke", "cn_mobile", "tel mobile contact_phone 手机号", mobiles, groups("A/BC"), false},
		{"abroad, in brackets", "cn_mobile", "tel mobile contact_phone 手机号", mobiles, groups("+86（A）BC"), false},
		{"thin spaces", "cn_mobile", "tel mobile contact_phone 手机号", mobiles, groups("A\u2009B\u2009C"), true},
		{"no-break spaces", "cn_mobile", "tel mobile contact_phone 手机号", mobiles, groups("A\u00a0B\u00a0C"), true},
		{"narrow no-break spaces", "cn_mobile", "tel mobile contact_phone 手机号", mobiles, groups("A\u202fB\u202fC"), true},
		{"in Chinese", "cn_mobile", "tel mobile contact_phone 手机号", mobiles, chinese, false},
		{"blanks", "cn_id18", "id_card sfzh 身份证号 证件号码", ids, every(" "), false},
		{"tabs", "cn_id18", "id_card sfzh 身份证号 证件号码", ids, every("\t"), false},
	} {
		spelt := make([]string, len(c.plain))
		for i, v := range c.plain {
			spelt[i] = c.spell(v)
		}
		plain := tallied(leafOf("c1", columns.Text), c.plain)
		for _, name := range strings.Fields(c.names + " c1") {
			f, tally := NewFinder(), NewTally(leafOf(name, columns.Text), testKey, maxSample)
			f.Under(tally.Name())
			v := text(spelt)
			tally.Add(v, nil, f.Find(v, nil))
			got := tally.Classify()
			is := got.Verdict == VerdictIs && got.Class == c.class
			if want := name != "c1" || c.alone; is != want {
				t.Errorf("%s under %s: %s %s", c.about, name, got.Verdict, got.Class)
			}
			if twins := Twins([]*Tally{plain, tally}); is && (len(twins) != 1 || twins[0].Shared != len(c.plain)) {
				t.Errorf("%s under %s: twins %+v", c.about, name, twins)
			}
		}
	}
}

// What is no spelling of a number has no digits.
func TestSpell(t *testing.T) {
	for v, want := range map[string]string{
		"150/0000 4846": "15000004846", "(150)-0000": "1500000", "+86 150": "86150", "一五○〇零": "15000", "44x": "44x", "44X": "44X", "150.00": "150",
		"150/": "", "/150": "", "4x4": "", "x": "", "1+2": "", "150.5": "", "150a": "", "五百": "", "123456789012345678901": "", "": "",
	} {
		d := spell([]byte(v), "/")
		if got := string(d.digits()); got != want {
			t.Errorf("%q is read as %q, want %q", v, got, want)
		}
	}
}
