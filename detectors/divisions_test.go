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

		// Streets and landmarks are called after cities that they are not in.
		{"南京西路100号", "", "", ""},
		{"南京东路步行街", "", "", ""},
		{"中山路12号", "", "", ""},
		{"中山东一路12号", "", "", ""},
		{"中山公园路5号", "", "", ""},
		{"福州路10号", "", "", ""},
		{"苏州桥", "", "", ""},
		{"苏州河路9号", "", "", ""},
		{"长沙湾道9号", "", "", ""},
		{"吉林大街1号", "", "", ""},
		{"台东步行街", "", "", ""},
		{"天津路100号广州市", "", "", ""},
		{"海口路2号", "", "", ""},
		{"西藏中路2号", "", "", ""},
		{"朝阳市场", "", "", ""},
		{"沙县小吃", "", "", ""},
		{"上海市场", "", "", ""},
		{"汕头公园", "", "", ""},
		{"广东中山路12号", "广东省", "广东省", "广东省"},
		{"广东中山大学", "广东省", "广东省", "广东省"},
		{"北京朝阳路1号", "北京市", "北京市", "北京市"},
		{"北京南京路1号", "北京市", "北京市", "北京市"},
		{"杭州文三路9188号", "浙江省", "浙江省杭州市", "浙江省杭州市"},
		{"东莞虎门镇", "广东省", "广东省东莞市", "广东省东莞市"},
		{"深圳，福永", "广东省", "广东省深圳市", "广东省深圳市"},

		// Districts of several cities are called alike; others are the only one.
		{"朝阳区建国路88号", "", "", ""},
		{"鼓楼区", "", "", ""},
		{"和平区某路1号", "", "", ""},
		{"通州区", "", "", ""},
		{"江苏省鼓楼区", "江苏省", "江苏省", "江苏省"},
		{"沙市区江津路", "湖北省", "湖北省荆州市", "湖北省荆州市沙市区"},
		{"达川区", "四川省", "四川省达州市", "四川省达州市达川区"},
		{"昆山市某路1号", "江苏省", "江苏省苏州市", "江苏省苏州市昆山市"},
		{"义乌市", "浙江省", "浙江省金华市", "浙江省金华市义乌市"},
		{"仙桃市", "湖北省", "湖北省仙桃市", "湖北省仙桃市"},
		{"石河子市", "新疆维吾尔自治区", "新疆维吾尔自治区石河子市", "新疆维吾尔自治区石河子市"},
		{"渝中区", "重庆市", "重庆市", "重庆市渝中区"},

		// What was called or belonged otherwise once.
		{"襄樊市樊城区", "湖北省", "湖北省襄阳市", "湖北省襄阳市樊城区"},
		{"大庆市", "黑龙江省", "黑龙江省大庆市", "黑龙江省大庆市"},
		{"海口", "海南省", "海南省海口市", "海南省海口市"},
		{"海口市秀英区", "海南省", "海南省海口市", "海南省海口市秀英区"},
		{"荆州地区", "湖北省", "湖北省荆州市", "湖北省荆州市"},
		{"沙市市某路1号", "湖北省", "湖北省", "湖北省"},
		{"四川省达县地区大竹县", "四川省", "四川省达州市", "四川省达州市大竹县"},

		{"广东中山市", "广东省", "广东省中山市", "广东省中山市"},
		{"江苏南京", "江苏省", "江苏省南京市", "江苏省南京市"},
		{"深圳", "广东省", "广东省深圳市", "广东省深圳市"},
		{"新疆阿克苏", "新疆维吾尔自治区", "新疆维吾尔自治区阿克苏地区", "新疆维吾尔自治区阿克苏地区"},
		{"吉林市", "吉林省", "吉林省吉林市", "吉林省吉林市"},
		{"吉林", "吉林省", "吉林省", "吉林省"},
		{"海南", "海南省", "海南省", "海南省"},
		{"台湾省台北市", "台湾省", "台湾省", "台湾省"},
		{"辽宁省朝阳县", "辽宁省", "辽宁省朝阳市", "辽宁省朝阳市朝阳县"},
		{"江西南昌县", "江西省", "江西省南昌市", "江西省南昌市南昌县"},
		{"贵州道真", "贵州省", "贵州省", "贵州省道真仡佬族苗族自治县"},
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
		"138****8000": true, "110105********002X": true, "张**": true, "张*": true, "*红烧肉": false, "张*三": false, "a***@example.com": true, "北京市朝阳区****": true,
		"***": false, "3*4": false, "30*40*50": false, "30*40*50cm": false, "1**4": true,
		"6222 **** **** 0018": true, "138-****-8000": true, "110105 ******** 002X": true, "**** 5 stars ****": false, "3 * 4": false, "- * -": false, "13800138000": false, "** NEW **": false, "": false, "a*b": false,
	} {
		if Masked([]byte(v)) != want {
			t.Errorf("masked %q is not %v", v, want)
		}
	}
}

// Codes that moved to a province of its own are of one place; a street's name has two
// characters at least.
func TestWhatIsOnePlace(t *testing.T) {
	for _, c := range []struct {
		a, b int
		want bool
	}{{440100, 440300, true}, {440001, 460100, true}, {460100, 440001, true}, {510200, 500103, true}, {440100, 510100, false}, {460100, 500103, false}} {
		if sameProvince(c.a, c.b) != c.want {
			t.Errorf("%d and %d are of one province: %v", c.a, c.b, !c.want)
		}
	}
	for s, want := range map[string]bool{"文三路1号": true, "虎门镇": true, "东路1号": false, "路": false, "火车站路": false, "": false} {
		if newRoad([]byte(s)) != want {
			t.Errorf("%s is a street of its own: %v", s, !want)
		}
	}
}

// An address is made coarser without allocations, however long it is and whatever it
// begins with.
func TestAppendDivisionAllocates(t *testing.T) {
	var dst []byte
	for _, address := range []string{
		"辽宁省沈阳市和平区中山路9022号桃源公寓28号楼6单元1001室", "北京市北京市海淀区中关村大街9027号科技大厦1201室",
		"广东深圳罗湖建设路9391号", "昆山市玉山镇前进西路9001号阳光花园3幢2单元502室", "南京西路9100号商务广场9层", "北京朝阳建国路9001号", "荆州地区江陵县某镇某村9组",
		"双江拉祜族佤族布朗族傣族自治县某镇9001号",
	} {
		v := []byte(address)
		if n := testing.AllocsPerRun(10, func() { dst, _ = AppendDivision(dst[:0], v, "district") }); n != 0 {
			t.Errorf("%s: %v allocations", address, n)
		}
	}
}
