package detectors

import (
	"strings"
	"testing"
)

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
		{`INFO body={"msg":"收件人\n13800138000"}`, "13800138000", "cn_mobile"},
		{`INFO body={"msg":"\u7535\u8bdd13800138000\u3002"}`, "13800138000", "cn_mobile"},
		{`{"d":"{\"msg\":\"a\\n13800138000\\t\"}"}`, "13800138000", "cn_mobile"},
		{`{"d":"{\"msg\":\"\\uff113800138000\"}"}`, `\\uff113800138000`, "cn_mobile"},
		{`{"d":"{\"e\":\"{\\\"msg\\\":\\\"\\\\u7535\\\\u8bdd13800138000\\\"}\"}"}`, "13800138000", "cn_mobile"},
		{`to="C:\users\13800138000"`, "13800138000", "cn_mobile"},
		{`\u6c5f\u82cf\u7701\u5357\u4eac\u5e02\u9f13\u697c\u533a\u4e2d\u5c71\u8def10\u53f7`, `\u6c5f\u82cf\u7701\u5357\u4eac\u5e02\u9f13\u697c\u533a\u4e2d\u5c71\u8def10\u53f7`, "cn_address"},
		{`\u7535\u8bdd\uff113800138000`, `\uff113800138000`, "cn_mobile"},
		{`D:\users\n13800138000`, "", "cn_mobile"},
		{`INFO {"a":"\u6c5f\u82cf\u7701\u5357\u4eac\u5e02\u9f13\u697c\u533a\u4e2d\u5c71\u8def\u0031\u0030\u53f7"}`, `\u6c5f\u82cf\u7701\u5357\u4eac\u5e02\u9f13\u697c\u533a\u4e2d\u5c71\u8def\u0031\u0030\u53f7`, "cn_address"},
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

// What is written with % is read as it stands, and as what it stands for.
func TestPercents(t *testing.T) {
	for _, c := range []struct {
		value, want string
		class       string
	}{
		{"/a?q=%7B%22phone%22%3A%2213800138000%22%7D", "13800138000", "cn_mobile"},
		{"/a?to=13800138000%2C13800138001", "13800138000 13800138001", "cn_mobile"},
		{"/a?tel=%2b8613800138000&x=1", "%2b8613800138000", "cn_mobile"},
		{"/a?q=%E7%94%B5%E8%AF%9D13800138000", "13800138000", "cn_mobile"},
		{"mail=li.na%40example.com", "li.na%40example.com", "email"},
		{"name=%E5%BC%A0%E4%B8%89&x=1", "%E5%BC%A0%E4%B8%89", "cn_person_name"},
		{"x=1&姓名=%e5%bc%a0%e4%b8%89", "%e5%bc%a0%e4%b8%89", "cn_person_name"},
		{"满50%13800138000", "13800138000", "cn_mobile"},
		{"满50%20件，电话13800138000", "13800138000", "cn_mobile"},
		{"https://a.example.com/?q=%7B%22a%22%7D", "https://a.example.com/?q=%7B%22a%22%7D https://a.example.com/?q=", "url"},
		{"%E5%BC", "", "cn_person_name"},
		{"memo=a%0A13800138000%0d%0a13900139000", "13800138000 13900139000", "cn_mobile"},
		{"x%0913800138000", "13800138000", "cn_mobile"},
		{"/a?to=%2Fb%3Ftel%3D13800138000%26n%3D1", "13800138000", "cn_mobile"},
		{"/a?to=%252Fb%253Ftel%253D13800138000%2526n%253D1", "13800138000", "cn_mobile"},
		{"/a?to=%252Fb%253Ftel%253D%25252B8613800138000", "%25252B8613800138000", "cn_mobile"},
		{"/a?to=%252Fb%253Fname%253D%25E5%25BC%25A0%25E4%25B8%2589%2526x", "%25E5%25BC%25A0%25E4%25B8%2589", "cn_person_name"},
		{"a=50%2513800138000", "13800138000", "cn_mobile"},
		{"100%", "", "cn_mobile"},
	} {
		var got []string
		for _, h := range find(text([]string{c.value})) {
			if h.Class.Info().Name == c.class {
				got = append(got, c.value[h.Start:h.End])
			}
		}
		if got := strings.Join(got, " "); got != c.want {
			t.Errorf("%s: found %q, want %q", c.value, got, c.want)
		}
	}
}

// A byte that begins no character of UTF-8, as text in GBK has, hides nothing behind it.
func TestNoUTF8(t *testing.T) {
	for c := 0x80; c < 0x100; c++ {
		for _, before := range []string{"", "x ", "王"} {
			value := before + string([]byte{byte(c)}) + "13800138000"
			if hits := find(text([]string{value})); len(hits) != 1 || value[hits[0].Start:hits[0].End] != "13800138000" {
				t.Errorf("%q: %v", value, hits)
			}
		}
	}
}
