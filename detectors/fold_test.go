package detectors

import "testing"

// In JSON the letter of an escape is no part of what stands behind it, and a
// character may be written as four digits.
func TestEscapes(t *testing.T) {
	for _, c := range []struct {
		value, want string
		class       string
	}{
		{`{"msg":"收件人\n13800138000"}`, "13800138000", "cn_mobile"},
		{`{"msg":"收件人\t13800138000\r\n"}`, "13800138000", "cn_mobile"},
		{` ["\u7535\u8bdd13800138000"]`, "13800138000", "cn_mobile"},
		{`{"msg":"\ud83d\ude0013800138000"}`, "13800138000", "cn_mobile"},
		{`{"msg":"13800138000\u3002"}`, "13800138000", "cn_mobile"},
		{`{"msg":"\uff11\uff13800138000"}`, `\uff11\uff13800138000`, "cn_mobile"},
		{`{"msg":"\uff113800138000"}`, `\uff113800138000`, "cn_mobile"},
		{`{"msg":"a\\n13800138000"}`, "", "cn_mobile"},
		{`{"msg":"\u6c5f\u82cf\u7701\u5357\u4eac\u5e02\u9f13\u697c\u533a\u4e2d\u5c71\u8def\u0031\u0030\u53f7"}`, `\u6c5f\u82cf\u7701\u5357\u4eac\u5e02\u9f13\u697c\u533a\u4e2d\u5c71\u8def\u0031\u0030\u53f7`, "cn_address"},
		{`C:\n13800138000`, "", "cn_mobile"},
	} {
		got := ""
		for _, h := range find(text([]string{c.value})) {
			if h.Class.Info().Name == c.class {
				got = c.value[h.Start:h.End]
			}
		}
		if got != c.want {
			t.Errorf("%s: found %q, want %q", c.value, got, c.want)
		}
	}
}
