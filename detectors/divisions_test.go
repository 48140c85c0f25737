package detectors

import "testing"

// The table holds every county that identity numbers were issued in, and not
// the zones of the statistics bureau (identifiers.md §1.1, appendix C).
func TestDivisions(t *testing.T) {
	d := divisions()
	regions := 0
	for _, word := range d.regions {
		for ; word > 0; word &= word - 1 {
			regions++
		}
	}
	if regions < 6_600 || regions > 7_400 {
		t.Errorf("%d codes, want some 7,000: counties, prefectures and provinces since 1980", regions)
	}
	for _, code := range []int{
		110105, 110103, 320311, 654003, 110000, 440300, 810000, 820000, 830000,
		// Since December 2020.
		330113, 330114, 350404, 350405, 350604, 350605, 410307, 410308, 431181, 450181, 513402, 520581, 532302, 540481, 540581,
		610305, 610981, 654203, 659011, 659012,
	} {
		if !d.region(code) {
			t.Errorf("%d is missing", code)
		}
	}
	for _, code := range []int{110199, 202401, 130171, 0, 999999} {
		if d.region(code) {
			t.Errorf("%d is no region of identity numbers", code)
		}
	}
}

func TestAppendDivision(t *testing.T) {
	for _, c := range []struct{ address, province, city, district string }{
		{"北京朝阳建国路1号", "北京市", "北京市", "北京市朝阳区"},
		{"北京市北京市海淀区中关村大街9027号", "北京市", "北京市", "北京市海淀区"},
		{"广东省深圳市罗湖区建设路9391号", "广东省", "广东省深圳市", "广东省深圳市罗湖区"},
		{"广东深圳罗湖建设路9391号", "广东省", "广东省深圳市", "广东省深圳市罗湖区"},
		{"石家庄市裕华区某路9001号", "河北省", "河北省石家庄市", "河北省石家庄市裕华区"},
		{"吉林市昌邑区某街9001号", "吉林省", "吉林省吉林市", "吉林省吉林市昌邑区"},
		{"内蒙古锡林郭勒盟正蓝旗某苏木", "内蒙古自治区", "内蒙古自治区锡林郭勒盟", "内蒙古自治区锡林郭勒盟正蓝旗"},
		{"北京市崇文区某胡同9001号", "北京市", "北京市", "北京市崇文区"},
		{"浙江省某路9001号", "浙江省", "浙江省", "浙江省"},
		{"浙江省杭州市某路9001号", "浙江省", "浙江省杭州市", "浙江省杭州市"},
		{"文三路9188号", "", "", ""},
		{"张三", "", "", ""},
		{"", "", "", ""},
	} {
		for to, want := range map[string]string{"province": c.province, "city": c.city, "district": c.district} {
			got, ok := AppendDivision([]byte("+"), []byte(c.address), to)
			if string(got) != "+"+want || ok != (want != "") {
				t.Errorf("%s of %q: %q %v, want %q", to, c.address, got, ok, want)
			}
		}
	}
}

func TestNullishMasked(t *testing.T) {
	for v, want := range map[string]bool{
		"": true, " ": true, `\N`: true, "NULL": true, "null": true, "None": true, "未知": true, "无": true, "-": true, "N/A": true, " nil ": true,
		"0": false, "13800138000": false, "无锡市": false, "nullable": false, "a": false,
	} {
		if Nullish([]byte(v)) != want {
			t.Errorf("nullish %q is not %v", v, want)
		}
	}
	for v, want := range map[string]bool{
		"138****8000": true, "110105********002X": true, "张**": true, "张*": true, "a***@example.com": true, "北京市朝阳区****": true,
		"***": false, "3*4": false, "13800138000": false, "** NEW **": false, "": false, "a*b": false,
	} {
		if Masked([]byte(v)) != want {
			t.Errorf("masked %q is not %v", v, want)
		}
	}
}
