package detectors

import (
	"slices"
	"testing"

	"tuomin/scanners/columns"
)

// What a Finder read before does not show in what it finds: each value has the
// hits that a new Finder sees, which looks nothing up.
func TestOpenings(t *testing.T) {
	begins := []string{
		"广东省深圳市龙岗", "客户的真实性别：", "性别：女，性别：", "出生日期：未知，", "上海市杨浦区中山", "朝阳区建国路小区", "送到的地址是北京", "我住在北京市朝阳", "周末送货，工作日", "北京市，上海市的",
		"第一章上海浦东发", "苏州市昆山市玉山", "北京市朝阳区北京", "　北京市朝阳区建", "路路路路路路路路", "北京市朝阳路１号", "一街二路三村四组",
	}
	ends := []string{
		"", "男", "女", "19000101", "区", "区建设路9005号", "路9022号桃源公寓28号楼6单元1001室", "市朝阳区建国路9001号，电话13800000000", "的", "县", " 88号", "省广州市越秀区中山路1号",
		"１２３号", "\xe4\xb8", "建", "道9号", "1号", "一号院", "13900000000", "街道", "：张三",
	}
	var values []string
	for _, begin := range begins {
		for _, end := range ends {
			values = append(values, begin+end)
		}
	}
	warm := NewFinder()
	v := text(values)
	warm.Find(v, nil)
	hits := warm.Find(v, nil)
	known := 0
	for i, value := range values {
		alone := columns.NewVariable([]byte(value), []int32{0, int32(len(value))}, 0)
		want := NewFinder().Find(&alone, nil)
		var got []Span
		for _, h := range hits {
			if int(h.Value) == i {
				h.Value = 0
				got = append(got, h)
			}
		}
		if !slices.Equal(got, want) {
			t.Errorf("%q after others: %v, want %v", value, got, want)
		}
		known += len(want)
	}
	if known < len(begins) {
		t.Errorf("%d hits in %d values: too few to tell", known, len(values))
	}
}
