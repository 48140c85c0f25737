package detectors

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"tuomin/scanners/columns"
)

// Columns of documents, and of what looks like them.
func TestDocumentColumns(t *testing.T) {
	type gen = func(*rand.Rand, int) string
	n := func(format string, below int64) gen {
		return func(r *rand.Rand, _ int) string { return fmt.Sprintf(format, r.Int64N(below)) }
	}
	counted := func(format string) gen { return func(_ *rand.Rand, i int) string { return fmt.Sprintf(format, i) } }
	mix := func(gens ...gen) gen {
		return func(r *rand.Rand, i int) string { return gens[r.IntN(len(gens))](r, i) }
	}
	residence := func(r *rand.Rand, _ int) string {
		b := fmt.Sprintf("8%d0000%s%03d", 1+r.IntN(3), birth(r).Format("20060102"), r.IntN(1000))
		return b + checkDigit(b)
	}
	foreigner := func(r *rand.Rand, _ int) string {
		b := fmt.Sprintf("9%d%d%s%03d", 31+r.IntN(7), []int{826, 840, 410, 392, 250}[r.IntN(5)], birth(r).Format("20060102"), r.IntN(1000))
		return b + checkDigit(b)
	}
	old := func(r *rand.Rand, _ int) string {
		return fmt.Sprintf("%s%s%03d", counties[r.IntN(len(counties))], birth(r).AddDate(20, 0, 0).Format("060102"), r.IntN(996))
	}
	passports := mix(n("E%08d", 10000), n("EA%07d", 10000), n("EB%07d", 10000), n("G%08d", 10000))
	soldier := func(r *rand.Rand, _ int) string {
		return fmt.Sprintf("%c字第%07d号", []rune("军士文兵")[r.IntN(4)], r.IntN(1000))
	}
	for _, c := range []struct {
		about, name string
		kind        columns.Kind
		n           int
		gen         gen
		want        string
	}{
		{"numbers of 15", "c1", columns.Text, 1000, old, "is cn_id15 likely"},
		{"numbers of 15, named", "sfzh", columns.Text, 1000, old, "is cn_id15 certain"},
		{"numbers of 15 as integers", "c1", columns.Int, 1000, old, "is cn_id15 likely"},
		{"three numbers of 15", "c1", columns.Text, 3, old, "contains cn_id15 possible"},
		{"two numbers of 15 among others", "c1", columns.Text, 500, sometimes(250, old, n("98%013d", 1e13)), "unknown unknown likely"},
		{"numbers of 15 in remarks", "remark", columns.Text, 1000, func(r *rand.Rand, i int) string { return "身份证 " + old(r, i) + " " + remark(r, i) }, "contains cn_id15 certain"},
		{"both generations", "id_no", columns.Text, 1000, sometimes(10, old, identity), "is cn_id18 certain"},
		{"15 digits", "c1", columns.Text, 5000, n("%015d", 1e15), "unknown unknown likely"},
		{"15 digits of a county", "c1", columns.Text, 5000, n("110105%09d", 1e9), "unknown unknown likely"},
		{"residence permits", "c1", columns.Text, 1000, residence, "is cn_hmt_residence certain"},
		{"residence permits, named", "居住证号", columns.Text, 1000, residence, "is cn_hmt_residence certain"},
		{"residence permits as identity numbers", "id_no", columns.Text, 1000, residence, "is cn_hmt_residence certain"},
		{"identity numbers with some permits", "id_no", columns.Text, 1000, sometimes(8, residence, identity), "is cn_id18 certain"},
		{"identity numbers on residence permits", "居住证号", columns.Text, 1000, identity, "is cn_id18 certain"},
		{"foreigners", "c1", columns.Text, 1000, foreigner, "is cn_fpr18 certain"},
		{"passports, named", "护照号", columns.Text, 1000, passports, "is cn_passport certain"},
		{"one passport, named", "passport_no", columns.Text, 1, passports, "is cn_passport likely"},
		{"passports", "c1", columns.Text, 1000, passports, "is cn_passport likely"},
		{"passports of one series", "c1", columns.Text, 1000, n("E%08d", 1e8), "unknown unknown likely"},
		{"passports of one series, named", "passport", columns.Text, 1000, n("E%08d", 1e8), "is cn_passport likely"},
		{"goods", "sku", columns.Text, 1000, passports, "unknown unknown likely"},
		{"goods of two letters", "c1", columns.Text, 1000, mix(n("E%08d", 1e8), n("G%08d", 1e8)), "unknown unknown likely"},
		{"goods counted through", "c1", columns.Text, 1000, counted("EA%07d"), "unknown unknown likely"},
		{"badges", "badge_serial", columns.Text, 1000, counted("K%08d"), "unknown unknown likely"},
		{"passports in remarks", "remark", columns.Text, 1000, func(r *rand.Rand, i int) string { return "护照 " + passports(r, i) + " " + remark(r, i) }, "contains cn_passport likely"},
		{"goods in remarks", "remark", columns.Text, 1000, func(r *rand.Rand, i int) string { return "型号 " + passports(r, i) + " " + remark(r, i) }, "none none likely"},
		{"home return permits", "c1", columns.Text, 1000, mix(n("H%06d0000", 1e6), n("M%06d0001", 1e6)), "unknown unknown likely"},
		{"home return permits, named", "回乡证", columns.Text, 1000, mix(n("H%06d0000", 1e6), n("M%08d", 1e8)), "is cn_hrp likely"},
		{"H and eight digits as passports", "护照号", columns.Text, 1000, n("H%08d", 1e8), "is cn_passport likely"},
		{"H and eight digits as documents", "证件号码", columns.Text, 1000, n("H%08d", 1e8), "is cn_hrp likely"},
		{"H and eight digits", "c1", columns.Text, 1000, n("H%08d", 1e8), "unknown unknown likely"},
		{"permits to Hong Kong", "c1", columns.Text, 1000, mix(n("C%08d", 1e8), n("CA%07d", 1e7)), "is cn_eep_hkmo likely"},
		{"permits to Taiwan", "c1", columns.Text, 1000, n("L%08d", 1e8), "unknown unknown likely"},
		{"permits to Taiwan, named", "台湾通行证", columns.Text, 1000, n("L%08d", 1e8), "is cn_eep_tw likely"},
		{"documents of all kinds", "zjhm", columns.Text, 1000, mix(identity, identity, identity, passports, n("H%08d", 1e8)), "is cn_id18 likely"},
		{"Hong Kong identity cards", "c1", columns.Text, 1000, hkidOf, "is hk_hkid certain"},
		{"four Hong Kong identity cards", "c1", columns.Text, 4, hkidOf, "contains hk_hkid possible"},
		{"a few right ones among eight hex digits", "c1", columns.Text, 500, sometimes(250, hkidOf, func(r *rand.Rand, _ int) string { return fmt.Sprintf("%08x", r.Uint32()) }), "unknown unknown likely"},
		{"letters and seven digits", "c1", columns.Text, 5000, mix(n("B%07d", 1e7), n("K%07d", 1e7)), "unknown unknown likely"},
		{"Taiwan identity numbers", "c1", columns.Text, 1000, twidOf, "is tw_id certain"},
		{"letters and nine digits", "c1", columns.Text, 5000, mix(n("A1%08d", 1e8), n("F2%08d", 1e8)), "unknown unknown likely"},
		{"soldiers", "c1", columns.Text, 1000, soldier, "is cn_military_id likely"},
		{"soldiers, named", "军官证", columns.Text, 1000, soldier, "is cn_military_id certain"},
		{"permits of Taiwan residents", "台胞证", columns.Text, 1000, n("%08d", 1e8), "is cn_tbz certain"},
		{"permits of Taiwan residents as integers", "tbz", columns.Int, 1000, n("%d", 1e8), "is cn_tbz certain"},
		{"eight digits", "c1", columns.Text, 1000, n("%08d", 1e8), "unknown unknown likely"},
		{"files of drivers", "驾驶证档案编号", columns.Text, 1000, n("1101%08d", 1e8), "is cn_driver_file_no certain"},
		{"Macau identity cards", "澳门身份证", columns.Text, 1000, n("1%06d(2)", 1e6), "is mo_bir certain"},
		{"social security cards", "社保卡号", columns.Text, 1000, n("A%07dX", 1e7), "is cn_ss_card certain"},
		{"zones of passports", "c1", columns.Text, 100, func(r *rand.Rand, i int) string { return zoneOf(i) }, "is mrz_td3_line2 certain"},
	} {
		t.Run(c.about, func(t *testing.T) {
			col := leafOf(c.name, c.kind)
			tally := NewTally(col, testKey, maxSample)
			f := NewFinder()
			f.Under(tally.Name())
			v := text(generate(c.n, c.gen))
			tally.Add(v, nil, f.Find(v, nil))
			got := tally.Classify()
			if have := strings.Join([]string{string(got.Verdict), got.Class, string(got.Confidence)}, " "); have != c.want {
				t.Errorf("got %s (%s), want %s", have, got.Why, c.want)
			}
		})
	}
}

// Spellings that are one to a class are one to the form that it shares with others,
// and its forms are their own.
func TestSharedForms(t *testing.T) {
	for _, c := range []struct {
		name, classes string
		none          []string
	}{
		{
			"document", "cn_passport cn_hrp cn_tbz cn_eep_hkmo cn_eep_tw cn_fpr15 cn_military_id cn_driver_file_no cn_ss_card hk_hkid mo_bir tw_id tw_arc_old",
			[]string{"", " ", "张某", "a@b"},
		},
		{"device", "imei meid_hex meid_dec mac device_uuid android_id openudid oaid_hex64", []string{"", " ", "A1", "12345.5", "1234567890123456", "Pixel-7", "abc-DEF"}},
	} {
		form, err := Shipped().Canonical(c.name)
		if err != nil {
			t.Fatal(err)
		}
		seen := 0
		for _, class := range strings.Fields(c.classes) {
			for n, line := range testLines(t, class) {
				if line.kind != "form" || line.fields[1] == "-" {
					continue
				}
				seen++
				a, okA := form(nil, []byte(line.fields[0]))
				b, okB := form(nil, []byte(line.fields[1]))
				again, _ := form(nil, a)
				if !okA || !okB || string(a) != string(b) || string(again) != string(a) {
					t.Errorf("%s: the spellings of line %d are two", class, n)
				}
			}
		}
		if seen < 8 {
			t.Errorf("%s: %d spellings", c.name, seen)
		}
		for _, v := range c.none {
			if _, ok := form(nil, []byte(v)); ok {
				t.Errorf("%q has the form of a %s", v, c.name)
			}
		}
	}
}

// hkidOf, twidOf and zoneOf try check digits until one is right by the sums that
// the standards give, each written as it is defined there.
func hkidOf(r *rand.Rand, _ int) string {
	b := fmt.Sprintf("%c%06d", 'A'+rune(r.IntN(26)), r.IntN(1000))
	for check := range 11 {
		sum := 36*9 + int(b[0]-'A'+10)*8 + check
		for i := 1; i < 7; i++ {
			sum += int(b[i]-'0') * (8 - i)
		}
		if sum%11 == 0 {
			return b + fmt.Sprintf("%X", check)
		}
	}
	panic("one of eleven is right")
}

func twidOf(r *rand.Rand, _ int) string {
	letter := r.IntN(26)
	place := strings.Index("ABCDEFGHJKLMNPQRSTUVXYWZIO", string(rune('A'+letter))) + 10
	b := fmt.Sprintf("%c%d%07d", 'A'+letter, []int{1, 2, 8, 9}[r.IntN(4)], r.IntN(1000))
	sum := place/10 + place%10*9
	for i := 1; i < 9; i++ {
		sum += int(b[i]-'0') * (9 - i)
	}
	return b + fmt.Sprint((10-sum%10)%10)
}

func zoneOf(i int) string {
	digit := func(s string) string {
		sum := 0
		for i, c := range s {
			value := strings.IndexRune("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ", c)
			sum += max(value, 0) * []int{7, 3, 1}[i%3]
		}
		return fmt.Sprint(sum % 10)
	}
	number := fmt.Sprintf("E%08d", i)
	a, b, c := number+digit(number), "010203"+digit("010203"), "310203"+digit("310203")+strings.Repeat("<", 15)
	return a + "CHN" + b + "M" + c + digit(a+b+c)
}

// The kinds of each registry (GB 32100-2015, as identifiers.md lists them), in
// capitals and small letters, and no others.
func TestUSCCKinds(t *testing.T) {
	list := map[byte]string{
		'1': "1239", '2': "19", '3': "123459", '4': "19", '5': "1239", '6': "129", '7': "129", '8': "19", '9': "1239",
		'A': "19", 'N': "1239", 'n': "1239", 'Y': "1", 'a': "19", 'y': "1",
	}
	for registry := range 256 {
		for kind := range 256 {
			want := strings.IndexByte(list[byte(registry)], byte(kind)) >= 0
			if got := usccKind(byte(registry), byte(kind)); got != want {
				t.Errorf("%q %q: %v", byte(registry), byte(kind), got)
			}
		}
	}
}
